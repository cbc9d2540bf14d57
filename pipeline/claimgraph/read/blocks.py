"""A text cut into blocks: paragraphs, headings, list items, and what carries no prose at all."""

import re
from dataclasses import dataclass
from enum import Enum, auto
from typing import Final

from claimgraph.read.lines import Line, continues, lines_of, wrap_width
from claimgraph.read.markdown import Markup, markup_of

HEADING_MARK: Final = re.compile(r"(#{1,6})\s+(?:\d{1,2}(?:\.\d{1,2})*[.)]\s+)?(?=\S)")
LETTER: Final = re.compile(r"[^\W_]")
GLIMPSE: Final = 400


class Role(Enum):
    """What a block is by its form alone."""

    PARAGRAPH = auto()
    HEADING = auto()
    ITEM = auto()
    NOISE = auto()
    REFERENCE = auto()


@dataclass(frozen=True, slots=True)
class Block:
    """A block: where it stands, its role, and how it begins.

    The marker of a heading or list item runs from `start` to `body`, the words from `body` to
    `end`. `words` are its first words on one line; `gap` tells of a blank line before it. `level`
    is a heading's depth, or the number of a numbered item.
    """

    start: int
    body: int
    end: int
    role: Role
    words: str
    gap: bool = True
    level: int = 0

    @property
    def length(self) -> int:
        """How long the words are."""
        return self.end - self.body


def block(  # noqa: PLR0913 - the fields of the value it makes
    text: str,
    start: int,
    end: int,
    role: Role,
    *,
    marker: int = 0,
    gap: bool = True,
    level: int = 0,
) -> Block:
    """The block at `start` to `end`; one without a letter or digit is noise."""
    body = start + marker
    words = " ".join(text[body : min(end, body + GLIMPSE)].split())
    if not LETTER.search(text, body, end):
        return Block(start, start, end, Role.NOISE, words, gap)
    return Block(start, body, end, role, words, gap, level)


def blocks_of(
    text: str,
    start: int = 0,
    end: int | None = None,
    *,
    markdown: bool = False,
    wrapped: bool = False,
) -> list[Block]:
    """The blocks of plain or Markdown text, in order; all but white space lies in one of them.

    `wrapped` tells that line breaks are a matter of layout, as in PDF; else the lines show it.
    """
    stop = len(text) if end is None else end
    lines = lines_of(text, start, stop)
    markup = markup_of(text, start, stop) if markdown else {}
    prose = [line for line in lines if line.start not in markup]
    width = wrap_width(prose, wrapped=wrapped)
    found: list[list[Line]] = []
    for line in lines:
        if found and _joins(found[-1], line, width, markup):
            found[-1].append(line)
        else:
            found.append([line])
    return [_block(text, group, markup.get(group[0].start)) for group in found]


def _joins(group: list[Line], line: Line, width: int, markup: dict[int, Markup]) -> bool:
    before, now = markup.get(group[-1].start), markup.get(line.start)
    if now is not None and now.opener is not None:
        return before is not None and before.opener == now.opener
    if now is not None or before is not None or HEADING_MARK.match(line.text):
        return False
    return not HEADING_MARK.match(group[-1].text) and continues(group[-1], line, width)


def _block(text: str, group: list[Line], markup: Markup | None) -> Block:
    first, last = group[0], group[-1]
    role, marker, level = Role.PARAGRAPH, first.marker, 0
    if markup is not None:
        role, level = _marked(markup)
        marker = 0
    elif mark := HEADING_MARK.match(first.text):
        role, marker, level = Role.HEADING, mark.end(), len(mark[1])
    elif marker:
        role, level = Role.ITEM, _number(first.text[:marker])
    if role is Role.HEADING and (mark := HEADING_MARK.match(first.text)):
        marker = mark.end()
    return block(text, first.start, last.end, role, marker=marker, gap=first.gap, level=level)


def _number(marker: str) -> int:
    digits = re.fullmatch(r"\(?(\d+)[.)]?\s+", marker)
    return int(digits[1]) if digits else 0


def _marked(markup: Markup) -> tuple[Role, int]:
    if markup.kind == "heading":
        return Role.HEADING, markup.level
    if markup.kind == "row":
        return Role.PARAGRAPH, 0
    if markup.kind == "reference":
        return Role.REFERENCE, 0
    return Role.NOISE, 0
