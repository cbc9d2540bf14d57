"""Lists of references and of links to other texts: where they begin and where they end."""

import re
from collections.abc import Sequence
from typing import Final

from claimgraph.model import RegionKind
from claimgraph.read import furniture
from claimgraph.read.blocks import Block, Role
from claimgraph.read.lines import is_closed

READABLE: Final = (RegionKind.BODY, RegionKind.HEADING)
# A paragraph this long, apart from the items, is prose again.
PROSE: Final = 120
LONGEST_ENTRY: Final = 400
# How far the next words may be; on and on through rules and empty marks would take ages.
NEAR: Final = 50
ADDRESS: Final = re.compile(r"https?://|www\.|\bdoi\b|\((?:19|20)\d{2}[a-z]?\)")


def mark_references(blocks: Sequence[Block], kinds: list[RegionKind]) -> None:
    """Mark what stands below a heading such as "Sources" up to the list's end.

    Items below "Read more" and its like are headlines of other texts.
    """
    index = 0
    while index < len(blocks):
        kind = _opens(blocks, index)
        if kind is None:
            index += 1
            continue
        end = _end(blocks, kinds, index)
        for place in range(index + 1, end):
            if kinds[place] in READABLE:
                kinds[place] = kind
        if kinds[index] in READABLE:
            kinds[index] = RegionKind.HEADING
        index = end


def _opens(blocks: Sequence[Block], index: int) -> RegionKind | None:
    block, line = blocks[index], furniture.bare(blocks[index].words)
    if block.length > 60 or block.role is Role.NOISE or index + 1 == len(blocks):
        return None
    if furniture.REFERENCES.fullmatch(line):
        kind = RegionKind.REFERENCES
    elif furniture.TEASERS.fullmatch(line):
        kind = RegionKind.QUOTED_HEADLINE
    else:
        return None
    following = _following(blocks, index)
    return kind if following is not None and _is_entry(following) else None


def _is_entry(block: Block) -> bool:
    """Whether a block looks like the first entry of a list rather than like prose."""
    if block.role in {Role.ITEM, Role.REFERENCE}:
        return True
    plain = block.role is Role.PARAGRAPH and block.length <= LONGEST_ENTRY
    short = block.length <= PROSE and not is_closed(block.words)
    return plain and (short or bool(ADDRESS.search(block.words)))


def _end(blocks: Sequence[Block], kinds: Sequence[RegionKind], opening: int) -> int:
    """The index of the first block after the list."""
    level = blocks[opening].level
    itemised = any(b.role is Role.ITEM for b in blocks[opening + 1 : opening + 3])
    for index in range(opening + 1, len(blocks)):
        block = blocks[index]
        if block.role is Role.HEADING and (not level or block.level <= level):
            return index
        if kinds[index] is RegionKind.FURNITURE and _closes_list(block):
            return index
        if block.role is Role.PARAGRAPH and _is_prose_again(blocks, index, itemised=itemised):
            return index
    return len(blocks)


def _closes_list(block: Block) -> bool:
    return block.role is Role.PARAGRAPH and not furniture.HANDLE.fullmatch(block.words)


def _following(blocks: Sequence[Block], index: int) -> Block | None:
    """The next block that is more than noise, if one stands near."""
    nearby = blocks[index + 1 : index + NEAR]
    return next((other for other in nearby if other.role is not Role.NOISE), None)


def _is_prose_again(blocks: Sequence[Block], index: int, *, itemised: bool) -> bool:
    """Whether a paragraph ends the list: prose set apart, or a heading above such prose."""
    block, following = blocks[index], _following(blocks, index)
    if following is not None and following.role is Role.ITEM and itemised:
        return False
    apart = block.gap or not itemised
    if block.length >= PROSE and is_closed(block.words):
        return apart and (itemised or not ADDRESS.search(block.words))
    if following is None or following.role is not Role.PARAGRAPH or not itemised:
        return False
    heads = following.length >= PROSE and not is_closed(block.words)
    return heads and (block.gap or not following.gap)
