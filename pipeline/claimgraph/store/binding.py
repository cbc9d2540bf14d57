"""Terms written into a query: the one place where a parameter meets the text that it narrows."""

import re
from collections.abc import Mapping, Sequence
from typing import Final

from claimgraph.terms import Term

NOT_CODE: Final = re.compile(
    r'"""(?:[^"\\]|\\.|"(?!""))*"""|\'\'\'(?:[^\'\\]|\\.|\'(?!\'\'))*\'\'\''
    r'|"(?:[^"\\\n]|\\.)*"|\'(?:[^\'\\\n]|\\.)*\'|<[^<>"{}|^`\\\x00-\x20]*>|#[^\n]*',
)
"""What braces and names mean nothing in: strings, IRIs and comments."""

NO_PATTERN: Final = re.compile(r"(\bVALUES\s*([?$]\w+|\([^)]*\))|\bCONSTRUCT)\s*\Z", re.IGNORECASE)
SUBSELECT: Final = re.compile(r"\s*SELECT\b", re.IGNORECASE)
LEAD: Final = re.compile(r"\s*")


def bound(sparql: str, terms: Mapping[str, Term | Sequence[Term]]) -> str:
    """A query with variables bound to terms, one or any of several: VALUES in each group.

    Every group that speaks of a variable is told, since a planner carries no term from one into
    another. A variable that the query leaves open with UNDEF is open no longer.

    >>> from claimgraph.terms import text
    >>> bound("SELECT ?s WHERE { ?s ?p ?o }", {"o": text("a")})
    'SELECT ?s WHERE { VALUES ?o { "a" } ?s ?p ?o }'
    """
    for name in terms:
        sparql = re.sub(rf"VALUES \?{name} {{ UNDEF }}\s*", "", sparql)
    code = NOT_CODE.sub(lambda match: " " * len(match[0]), sparql)
    opening = [place for place, char in enumerate(code) if char == "{"]
    found = sparql
    for place in reversed(opening):
        if NO_PATTERN.search(code[:place]) or SUBSELECT.match(code[place + 1 :]):
            continue
        inner = code[place : _closing(code, place)]
        lead = LEAD.match(code, place + 1)
        values = "".join(
            f"{lead[0] if lead else ' '}VALUES ?{name} {{ {_listed(told)} }}"
            for name, told in sorted(terms.items())
            if re.search(rf"[?$]{name}\b", inner)
        )
        found = found[: place + 1] + values + found[place + 1 :]
    return found


def _listed(terms: Term | Sequence[Term]) -> str:
    return " ".join(map(str, terms)) if isinstance(terms, Sequence) else str(terms)


def _closing(code: str, opening: int) -> int:
    depth = 0
    for place in range(opening, len(code)):
        depth += {"{": 1, "}": -1}.get(code[place], 0)
        if depth == 0:
            return place
    return len(code)
