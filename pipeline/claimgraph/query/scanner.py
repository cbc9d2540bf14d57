"""What a query's words give away before anything runs it: other endpoints, updates, its dataset.

Oxigraph needs no blank between words (`trueSERVICE<x>` parses), so a bare word counts by what it
contains. What slips through still meets a child that cannot open anything.
"""

import re
from collections.abc import Iterator
from typing import Final

_TOKEN: Final = re.compile(
    r'"""(?:[^"\\]|\\.|"(?!""))*+"""'  # strings, long ones first
    r"|'''(?:[^'\\]|\\.|'(?!''))*+'''"
    r'|"(?:[^"\\\n\r]|\\.)*+"'
    r"|'(?:[^'\\\n\r]|\\.)*+'"
    r"|(?P<endless>[\"'].*)"  # a string without an end: nothing after it is known for what it is
    r"|<[^<>\"{}|^`\\\x00-\x20]*>"  # IRIs
    r"|\#[^\n\r]*"  # comments
    r"|[?$]\w+"  # variables
    r"|@[A-Za-z]+(?:-[A-Za-z0-9]+)*"  # language tags
    r"|_:[\w.\-]*"  # blank nodes
    r"|(?P<prefix>[^\W\d_][\w.\-]{0,200})?:(?P<local>(?:[\w.\-:]|%[0-9A-Fa-f]{2}|\\.)*)"
    r"|(?P<word>[^\W\d_]\w*)",
    re.DOTALL,
)
_PROLOGUE: Final = frozenset({"BASE", "PREFIX", "VERSION"})
_UPDATES: Final = frozenset(
    {"INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "WITH"}
)


def asks_elsewhere(sparql: str) -> bool:
    """Whether the query has a SERVICE clause, in whatever spelling a parser may take."""
    declared: set[str] = set()
    previous = ""
    for prefix, word in _words(sparql):
        if prefix is not None:
            if previous == "PREFIX":
                declared.add(prefix.upper())
            elif "SERVICE" in prefix.upper() and prefix.upper() not in declared:
                return True
        elif "SERVICE" in word:
            return True
        previous = word
    return False


def changes_data(sparql: str) -> bool:
    """Whether this is an update: its first word after the prologue tells."""
    words = (word for prefix, word in _words(sparql) if prefix is None)
    return next((word for word in words if word not in _PROLOGUE), "") in _UPDATES


def names_dataset(sparql: str) -> bool:
    """Whether the query says itself, with FROM, which graphs it is about."""
    return any("FROM" in word for prefix, word in _words(sparql) if prefix is None)


def _words(sparql: str) -> Iterator[tuple[str | None, str]]:
    """Bare words in capitals, and the prefixes of prefixed names (with no word).

    Prefixes are bounded, and a string without an end is one word: time grows as the query does.
    """
    for match in _TOKEN.finditer(sparql):
        if word := match["word"] or match["endless"]:
            yield None, word.upper()
        elif match["prefix"]:
            yield match["prefix"], ""
