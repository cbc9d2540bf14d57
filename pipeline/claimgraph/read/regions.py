"""What each block of a text is there for: body, heading, byline, references, furniture.

The rules are general and look at form and place alone. In doubt a block stays body or heading,
from which claims are read.
"""

import re
from collections.abc import Sequence
from typing import Final

from claimgraph.model import Region, RegionKind, Span
from claimgraph.read import furniture
from claimgraph.read.blocks import Block, Role, blocks_of
from claimgraph.read.datelines import dateline_end
from claimgraph.read.headings import find_headings, find_title
from claimgraph.read.lines import is_closed
from claimgraph.read.lists import mark_references

READABLE: Final = (RegionKind.BODY, RegionKind.HEADING)
FORMS: Final = {
    Role.NOISE: RegionKind.FURNITURE,
    Role.REFERENCE: RegionKind.REFERENCES,
}
LONG: Final = 200
# A line this long that ends as a sentence is prose, also among the last lines of a page.
SENTENCE: Final = 70
TAIL: Final = 8
# The parser takes no block of any length; beyond this one is cut where a sentence ends.
LONGEST_REGION: Final = 20_000
WORD: Final = re.compile(r"\S")
SENTENCE_END: Final = re.compile(r"[.!?][\"'\u201d\u2019)]*\s+(?=\S)")


def regions(
    text: str, start: int = 0, *, title: str = "", markdown: bool = False
) -> tuple[Region, ...]:
    """The regions of plain or Markdown text from `start` on, in order, covering all but space."""
    return classified(text, blocks_of(text, start, markdown=markdown), title)


def classified(text: str, blocks: Sequence[Block], title: str = "") -> tuple[Region, ...]:
    """The regions that blocks make; markers of items are furniture, datelines are bylines."""
    kinds = kinds_of(blocks, title)
    found: list[Region] = []
    for block, kind in zip(blocks, kinds, strict=True):
        start = block.start
        if kind in READABLE and block.body > start:
            mark = text[start : block.body].rstrip()
            found.append(Region(RegionKind.FURNITURE, Span(start, start + len(mark))))
            start = block.body
        if kind is RegionKind.BODY and (body := dateline_end(text, start)) > start:
            found.append(
                Region(RegionKind.BYLINE, Span(start, start + len(text[start:body].rstrip())))
            )
            start = body
        found += [Region(kind, span) for span in _pieces(text, start, block.end)]
    return tuple(found)


def kinds_of(blocks: Sequence[Block], title: str = "") -> list[RegionKind]:
    """The kind of each block."""
    kinds = [_alone(block) for block in blocks]
    _mark_mail(blocks, kinds)
    head = _head(blocks, kinds)
    _mark_bylines(blocks, kinds, head)
    find_headings(blocks, kinds)
    index = find_title(blocks, kinds, title)
    if index is not None:
        kinds[index] = RegionKind.HEADING
        if title or blocks[index].role is Role.HEADING:
            _mark_masthead(blocks, kinds, index)
    mark_references(blocks, kinds)
    _mark_tail(blocks, kinds)
    return kinds


def _alone(block: Block) -> RegionKind:
    """What a block is whatever stands around it."""
    if block.role in FORMS:
        return FORMS[block.role]
    if block.length <= furniture.LONGEST:
        if furniture.is_furniture(block.words):
            return RegionKind.FURNITURE
        if furniture.is_labelled_byline(block.words):
            return RegionKind.BYLINE
        if furniture.TEASER.fullmatch(furniture.bare(block.words)):
            return RegionKind.QUOTED_HEADLINE
    return RegionKind.HEADING if block.role is Role.HEADING else RegionKind.BODY


def _mark_mail(blocks: Sequence[Block], kinds: list[RegionKind]) -> None:
    """Two header lines of a mail or posting or more, one below the other, are furniture."""
    first = 0
    for index in range(len(blocks) + 1):
        if index < len(blocks) and _is_mail(blocks[index], first=index == first):
            continue
        run = blocks[first:index]
        names = {block.words.split(":", 1)[0].strip().lower() for block in run}
        if len(run) >= 2 and names & {"from", "subject", "newsgroups", "message-id"}:
            kinds[first:index] = [RegionKind.FURNITURE] * len(run)
        first = index + 1


def _is_mail(block: Block, *, first: bool) -> bool:
    joined = first or not block.gap
    return joined and bool(furniture.MAIL.fullmatch(block.words)) and block.length < LONG


def _head(blocks: Sequence[Block], kinds: Sequence[RegionKind]) -> int:
    """How many blocks stand above the third long paragraph, where bylines are to be found."""
    prose = [
        index
        for index, (block, kind) in enumerate(zip(blocks, kinds, strict=True))
        if kind is RegionKind.BODY and block.length >= LONG
    ]
    return prose[2] if len(prose) > 2 else len(blocks)


def _mark_bylines(blocks: Sequence[Block], kinds: list[RegionKind], head: int) -> None:
    """Names and dates at the head of a text; dates that recur below it head its sections."""
    plain = (i for i, block in enumerate(blocks) if block.role is Role.PARAGRAPH)
    open_ = [i for i in plain if kinds[i] is RegionKind.BODY]
    dated = [i for i in open_ if furniture.is_dated(blocks[i].words)]
    if len(dated) >= 3 or any(index >= head for index in dated):
        dated = []
    for index in open_:
        if index < head and (index in dated or furniture.is_byline(blocks[index].words)):
            kinds[index] = RegionKind.BYLINE
    for index in dated:
        if index > 1 and _names_publisher(blocks[index - 1], blocks[index], kinds[index - 1]):
            kinds[index - 1] = RegionKind.BYLINE


def _names_publisher(block: Block, date: Block, kind: RegionKind) -> bool:
    """Whether a line right above the date is but a name, of whoever published the text."""
    plain = kind is RegionKind.BODY and block.role is Role.PARAGRAPH and not date.gap
    return plain and block.length <= 40 and bool(re.fullmatch(furniture.NAMES, block.words))


def _mark_masthead(blocks: Sequence[Block], kinds: list[RegionKind], title: int) -> None:
    """The few short lines above a title that is known for certain name the paper, its motto."""
    above = [i for i in range(title) if kinds[i] in READABLE]
    short = [i for i in above if blocks[i].length <= 60 and not is_closed(blocks[i].words)]
    if len(above) <= 4 and above == short:
        for index in above:
            kinds[index] = RegionKind.FURNITURE


def _mark_tail(blocks: Sequence[Block], kinds: list[RegionKind]) -> None:
    """Once furniture begins among the last short lines of a page, furniture is all that follows."""
    start = len(blocks)
    while start > 0 and len(blocks) - start < TAIL + 1 and not _is_prose(blocks[start - 1]):
        start -= 1
    if start == 0 or not _is_prose(blocks[start - 1]):
        return
    tail = range(start, len(blocks))
    first = next((i for i in tail if _closes(blocks[i], kinds[i])), None)
    for index in range(len(blocks) if first is None else first, len(blocks)):
        if kinds[index] in READABLE and blocks[index].role is Role.PARAGRAPH:
            kinds[index] = RegionKind.FURNITURE


def _closes(block: Block, kind: RegionKind) -> bool:
    return kind is RegionKind.FURNITURE and block.role is not Role.NOISE


def _is_prose(block: Block) -> bool:
    closed = is_closed(block.words) and not block.words.endswith(":")
    return block.role is not Role.NOISE and (
        block.length >= LONG or (closed and block.length >= SENTENCE)
    )


def _pieces(text: str, start: int, end: int) -> list[Span]:
    spans = []
    while end - start > LONGEST_REGION:
        cut = _cut(text, start, start + LONGEST_REGION)
        stop = start + len(text[start:cut].rstrip())
        spans.append(Span(start, stop))
        start = _next_word(text, cut, end)
    return [*spans, Span(start, end)]


def _next_word(text: str, start: int, end: int) -> int:
    word = WORD.search(text, start, end)
    return word.start() if word else end


def _cut(text: str, start: int, latest: int) -> int:
    """Where to cut: after the last sentence, else at the last white space, else at the limit."""
    ends = [match.end() for match in SENTENCE_END.finditer(text, start, latest)]
    if ends:
        return ends[-1]
    space = max(text.rfind(" ", start + 1, latest), text.rfind("\n", start + 1, latest))
    return space if space > start else latest
