"""A text's lines, and whether they are paragraphs or were hard-wrapped."""

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

LINE: Final = re.compile(r"[^\n\f\v\x85\u2028\u2029]+")
MARKER: Final = re.compile(
    r"(?:[-*+\u2022\u2023\u25e6\u25aa\u25cf\u25cb\u25a0\u00b7\u27a4\u25ba\u2713\u2714\u2705]"
    r"|\(?\d{1,3}[.)]|0\d(?=\s+[^\W_a-z])|\([a-z]\)|\[\^?\d{1,3}\]:?|(?:>\s?)+)\s+(?=\S)"
    r"|[\u2022\u25cf\u25aa](?=\w)"
)
# How a sentence or a lead-in ends, quotation marks and reference numbers after it included.
CLOSED: Final = re.compile(
    r"[.!?:;\u2026\u3002\uff01\uff1f][\"'\u2019\u201d\u00bb)\]*_\s]*(?:\[\d{1,3}(?:,\s?\d{1,3})*\]\s*)*$"
)
# "Subject: ...", the form of mail headers, which stand line by line.
HEADER: Final = re.compile(r"[A-Z][A-Za-z-]{1,30}:\s")
# The end of a sentence with another after it; an initial, "U.S." or "vs." ends none.
WITHIN: Final = re.compile(
    r"[a-z\d]{2}(?<!\bvs)(?<!\bInc)(?<!\bLtd)(?<!\bCo)(?<!\bNo)"
    r"[.!?][\"'\u2019\u201d)]?\s+[^\W\da-z_]"
)
WIDEST_WRAP: Final = 130


def is_closed(words: str) -> bool:
    """Whether words end as a sentence or a lead-in does."""
    return bool(CLOSED.search(words[-100:]))


@dataclass(frozen=True, slots=True)
class Line:
    """A line without the white space around it.

    `gap` tells whether a blank line stands before it, `marker` how many characters a list marker
    takes at its start.
    """

    start: int
    end: int
    text: str
    indent: int
    gap: bool
    marker: int = 0

    @property
    def is_closed(self) -> bool:
        """Whether it ends as a sentence or a lead-in does."""
        return is_closed(self.text)

    @property
    def starts_low(self) -> bool:
        """Whether it begins with a small letter, as the rest of a sentence does."""
        return self.text[:1].islower()

    @property
    def stops_midway(self) -> bool:
        """Whether it holds a whole sentence and the beginning of another, as no heading does."""
        return len(self.text) <= WIDEST_WRAP and bool(WITHIN.search(self.text))

    @property
    def first_word(self) -> int:
        """The length of its first word."""
        return len(self.text.split(None, 1)[0])


def lines_of(text: str, start: int = 0, end: int | None = None) -> list[Line]:
    """The lines that hold anything, in order."""
    found: list[Line] = []
    last = start
    for match in LINE.finditer(text, start, len(text) if end is None else end):
        raw = match.group()
        bare = raw.strip()
        if not bare:
            continue
        begin = match.start() + len(raw) - len(raw.lstrip())
        gap = not found or text.count("\n", last, begin) > 1 or "\f" in text[last:begin]
        marker = MARKER.match(bare)
        width = marker.end() if marker else 0
        found.append(Line(begin, begin + len(bare), bare, begin - match.start(), gap, width))
        last = begin + len(bare)
    return found


def wrap_width(lines: list[Line], *, wrapped: bool = False) -> int:
    """The width at which lines were broken, or 0 when each line is a paragraph.

    Wrapped prose shows in lines of like length that stop in mid-sentence and go on in small
    letters; prices, verse and one-line paragraphs do not. `wrapped` says that they were, whatever
    it looks like.
    """
    pairs = [(a, b) for a, b in pairwise(lines) if not b.gap and not b.marker]
    width = max((len(a.text) for a, _ in pairs if " " in a.text), default=0)
    if wrapped:
        return min(width, WIDEST_WRAP)
    if not 30 <= width <= WIDEST_WRAP:
        return 0
    broken = [(a, b) for a, b in pairs if not a.is_closed and len(a.text) >= 0.6 * width]
    low = sum(b.starts_low for _, b in broken)
    return width if len(broken) * 2.5 >= len(pairs) and low * 2.5 >= len(broken) > 0 else 0


def continues(previous: Line, line: Line, width: int) -> bool:
    """Whether a line belongs to the same paragraph as the one before it."""
    if line.gap or (HEADER.match(line.text) and HEADER.match(previous.text)):
        return False
    unfinished = not previous.is_closed and (line.starts_low or previous.stops_midway)
    if not width:
        return unfinished and len(previous.text) >= 40 and not line.marker
    full = len(previous.text) + 1 + line.first_word > 0.8 * width
    if line.marker:
        return full and not previous.is_closed and not previous.marker
    if line.indent > previous.indent and not previous.marker and previous.is_closed:
        return False
    if previous.is_closed and not line.is_closed and len(line.text) < 0.7 * width:
        return False  # a paragraph's last line ends as a sentence; this is a heading
    return full or unfinished
