"""The text of a Turtle file cut into its statements, each with the comments that stand above it.

So one statement can be written anew while every other keeps its place and its wording.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

# Section 6 of RDF 1.1 Turtle: what may hold a full stop or a bracket that ends nothing comes first.
TOKEN: Final = re.compile(
    r'''(?P<aside>\s+|\#[^\n]*)
    | <[^<>\s]*> | """(?:\\.|(?!""").)*""" | \'\'\'(?:\\.|(?!\'\'\').)*\'\'\'
    | "(?:\\.|[^"\\\n])*" | '(?:\\.|[^'\\\n])*'
    | (?P<open>[\[(]) | (?P<close>[\])])
    | (?P<end>\.(?=\s|\#|\Z) | (?<!@)\b(?:prefix\s+[\w.-]*:|base)\s*<[^>]*>)
    | \\. | .''',
    re.VERBOSE | re.DOTALL | re.IGNORECASE,
)
REST_OF_LINE: Final = re.compile(r"[ \t]*(?:#[^\n]*)?\n?")
# Comments with a blank line below them head a section and belong to no statement.
LOOSE: Final = re.compile(r".*#[^\n]*\n[ \t]*\n", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement with its full stop, and what stands above it: blank lines and comments.

    A section's heading is one without a body.
    """

    above: str
    body: str

    @property
    def text(self) -> str:
        """The whole of it."""
        return self.above + self.body


def statements(turtle: str) -> Iterator[Statement]:
    """The statements of a file that parses; their texts, joined, are the file."""
    start, body, depth = 0, -1, 0
    for token in TOKEN.finditer(turtle):
        kind = token.lastgroup
        if kind == "aside":
            continue
        body = token.start() if body < 0 else body
        depth += (kind == "open") - (kind == "close")
        if kind == "end" and not depth:
            rest = REST_OF_LINE.match(turtle, token.end())
            end = rest.end() if rest else token.end()
            yield from _with_heading(turtle[start:body], turtle[body:end])
            start, body = end, -1
    if start < len(turtle):
        yield Statement(turtle[start:], "")


def _with_heading(above: str, body: str) -> Iterator[Statement]:
    heading = LOOSE.match(above)
    cut = heading.end() if heading else 0
    if cut:
        yield Statement(above[:cut], "")
    yield Statement(above[cut:], body)
