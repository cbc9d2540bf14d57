"""What Markdown says about a text's lines: headings, code, tables, comments, link definitions."""

import re
from dataclasses import dataclass
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.token import Token

LONGEST_HEADING: Final = 200
# Beyond this, nothing that people write; Markdown's rules for nesting are slow on what they do not.
LARGEST: Final = 2_000_000
COMMENT: Final = re.compile(r"\s*<(?:!--|script\b|style\b|iframe\b|img\b)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Markup:
    """What a line is in Markdown: heading (with its level), row, reference or noise.

    Lines of one block have the same `opener`; None means that the line stands alone.
    """

    kind: str
    level: int = 0
    opener: int | None = None


def markup_of(text: str, start: int, end: int) -> dict[int, Markup]:
    """The lines that are more than prose or list items, by the offset of their first character."""
    source = text[start:end]
    if len(source) > LARGEST:
        return {}
    offsets = _line_starts(source, start)
    environment: dict[str, dict[str, dict[str, list[int]]]] = {}
    tokens = MarkdownIt("commonmark").enable("table").disable("inline").parse(source, environment)
    found: dict[int, Markup] = {}
    for index, token in enumerate(tokens):
        found.update(_lines_of(token, tokens[index + 1 : index + 2], offsets))
    for definition in environment.get("references", {}).values():
        first, last = definition.get("map", [0, 0])
        found.update({offsets[n]: Markup("reference") for n in range(first, last)})
    return found


def _line_starts(source: str, start: int) -> list[int]:
    offsets, position = [], start
    for line in source.split("\n"):
        offsets.append(position + len(line) - len(line.lstrip()))
        position += len(line) + 1
    return offsets


def _lines_of(token: Token, following: list[Token], offsets: list[int]) -> dict[int, Markup]:
    if token.map is None:
        return {}
    first, last = token.map
    opener = offsets[first] if first < len(offsets) else None
    starts = offsets[first:last]
    if token.type == "heading_open":
        long = len(following[0].content) > LONGEST_HEADING if following else False
        words = starts if token.markup.startswith("#") else starts[:-1]
        heading = Markup("heading", int(token.tag[1]), opener)
        return {} if long else dict.fromkeys(words, heading)
    if token.type == "tr_open":
        return {start: Markup("row") for start in starts}
    if token.type in {"fence", "hr"} or (
        token.type == "html_block" and COMMENT.match(token.content)
    ):
        return {start: Markup("noise", 0, opener) for start in starts}
    return {}
