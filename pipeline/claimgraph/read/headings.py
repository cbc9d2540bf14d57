"""Which blocks head what follows, and which of them is the title."""

import re
from collections.abc import Sequence
from typing import Final

from claimgraph.model import RegionKind
from claimgraph.read import furniture
from claimgraph.read.blocks import Block, Role
from claimgraph.read.lines import is_closed

READABLE: Final = (RegionKind.BODY, RegionKind.HEADING)
LONGEST: Final = 120
MOST_WORDS: Final = 20
LONGEST_TITLE: Final = 200
# More short lines than this in a row are a list or verse.
LONGEST_RUN: Final = 3
STARTS: Final = re.compile(r"[\"'\u201c\u2018\u00ab(\[\u3010]?(?:[^\W_a-z]|\d|[a-z]+[A-Z])")


def find_headings(blocks: Sequence[Block], kinds: list[RegionKind]) -> None:
    """Mark short lines without end that stand above prose; the first may be longer."""
    readable = [i for i, kind in enumerate(kinds) if kind in READABLE]
    run: list[int] = []
    for place, index in enumerate(readable):
        limit = LONGEST_TITLE if place == 0 else LONGEST
        following = blocks[readable[place + 1]] if place + 1 < len(readable) else None
        previous = blocks[readable[place - 1]] if place else None
        form = _is_form(blocks[index], previous, following)
        if kinds[index] is RegionKind.BODY and form and _could_head(blocks[index], limit):
            run.append(index)
            continue
        if run and kinds[index] is RegionKind.BODY:
            _settle(run, blocks, index, kinds)
        run = []


def _settle(
    run: Sequence[int], blocks: Sequence[Block], body: int, kinds: list[RegionKind]
) -> None:
    longer = blocks[body].length > 40 or blocks[body].role is Role.ITEM
    if longer and len(run) <= LONGEST_RUN + (run[0] < LONGEST_RUN):
        for index in run:
            kinds[index] = RegionKind.HEADING


def _is_form(block: Block, previous: Block | None, following: Block | None) -> bool:
    """Whether a block is a line by itself, or a number with a title and prose below it."""
    if block.role is Role.ITEM and block.level:
        listed = previous is not None and previous.role is Role.ITEM and previous.level
        alone = following is not None and following.role is not Role.ITEM
        return alone and not listed and block.words[:1].isupper()
    return block.role is Role.PARAGRAPH


def _could_head(block: Block, limit: int) -> bool:
    """Whether a block is worded as a heading: short, begun like one, not ended as a sentence."""
    words = block.words
    ended = is_closed(words) and not words.endswith("?")
    size = block.length <= limit and len(words.split()) <= (MOST_WORDS if limit < 200 else 40)
    return size and not ended and bool(STARTS.match(words)) and not words.endswith((",", "-"))


def find_title(blocks: Sequence[Block], kinds: Sequence[RegionKind], title: str = "") -> int | None:
    """The block that is the title, if one is: the one told, the first `#` heading, or the first.

    Where a newsletter's issue line opens the page, name and motto stand above the title, and the
    last heading before the text is taken.
    """
    readable = [i for i, kind in enumerate(kinds) if kind in READABLE]
    told = _key(title)
    for index in readable[:30]:
        if told and _key(blocks[index].words) == told:
            return index
    for index in readable[:30]:
        if blocks[index].role is Role.HEADING and blocks[index].level == 1:
            return index
    opening = []
    for index in readable:
        if kinds[index] is not RegionKind.HEADING:
            break
        opening.append(index)
    if not opening:
        return None
    return opening[-1] if _has_issue_line(blocks, opening[0]) else opening[0]


def _has_issue_line(blocks: Sequence[Block], before: int) -> bool:
    return any(furniture.is_issue_header(furniture.bare(block.words)) for block in blocks[:before])


def _key(words: str) -> str:
    return re.sub(r"[\W_]+", " ", words).strip().casefold()
