"""What a text tells of itself: its title line, its byline, its date, the headers of a mail."""

import re
from collections.abc import Iterable, Sequence
from typing import Final

from claimgraph.model import RegionKind
from claimgraph.read import furniture
from claimgraph.read.blocks import Block
from claimgraph.read.headings import find_title
from claimgraph.read.metadata import NOTHING, Metadata
from claimgraph.read.published import DATE, iso_date

AUTHOR: Final = re.compile(
    r"(?:authors?|by|written by|reporter|correspondent)\s?[:\uff1a]\s?(.+?)\.?", re.IGNORECASE
)
PUBLISHER: Final = re.compile(
    r"(?:source|original source|publisher|published in|via)\s?[:\uff1a]\s?(?!https?:)(.+?)\.?",
    re.IGNORECASE,
)
MAIL_NAME: Final = re.compile(r"\"?([^\"<(]+?)\"?\s*<[^>]*>|\S+@\S+\s+\(([^)]+)\)")
# "SPRINGFIELD, April 17, 1996 --": the place and day of a press release.
DATELINE: Final = re.compile(r"[^\W\d_a-z][^\W\d_]+[\w .,'\u2019()/-]{0,50}[,(]\s?")
DASH: Final = re.compile(r"\)?\s?(?:\([^)]{1,30}\)\s?)?(?:--|[-\u2013\u2014])\s")
HEAD: Final = 40


def told_by(blocks: Sequence[Block], kinds: Sequence[RegionKind]) -> Metadata:
    """What the blocks at the head of a text say of it."""
    index = find_title(blocks, kinds)
    pairs = list(zip(blocks[:HEAD], kinds, strict=False))
    bylines = [furniture.bare(b.words) for b, kind in pairs if kind is RegionKind.BYLINE]
    page = Metadata(
        title=furniture.bare(blocks[index].words) if index is not None else "",
        author=_first(_author(line) for line in bylines),
        publisher=_first(_publisher(line) for line in bylines),
        published=_first(_dates(pairs)),
    )
    return _mail(pairs).or_else(page)


def _first(values: Iterable[str]) -> str:
    return next((value for value in values if value), "")


def _author(line: str) -> str:
    if labelled := AUTHOR.fullmatch(line):
        return labelled[1]
    if named := furniture.BY.fullmatch(line):
        return named["who"].rstrip(" ,")
    parts = furniture.PARTS.split(line)
    return parts[0] if len(parts) == 2 and not DATE.search(parts[0]) else ""


def _publisher(line: str) -> str:
    labelled = PUBLISHER.fullmatch(line)
    if labelled:
        return labelled[1]
    alone = re.fullmatch(furniture.NAMES, line) and not furniture.BY.fullmatch(line)
    return line if alone and not DATE.search(line) else ""


def _dates(pairs: Sequence[tuple[Block, RegionKind]]) -> Iterable[str]:
    """Dates of publication, the surest first: in the byline, in the issue line, in the dateline."""
    for block, kind in pairs:
        if kind is RegionKind.BYLINE:
            yield iso_date(block.words)
    for block, _ in pairs:
        if furniture.is_issue_header(furniture.bare(block.words)):
            yield iso_date(block.words)
    for block, kind in pairs:
        when = DATE.search(block.words[:100]) if kind is RegionKind.BODY else None
        if when and DATELINE.fullmatch(block.words[: when.start()]):
            yield iso_date(when.group()) if DASH.match(block.words, when.end()) else ""


def _mail(pairs: Sequence[tuple[Block, RegionKind]]) -> Metadata:
    """What the headers of a mail or posting say."""
    headers: dict[str, str] = {}
    for block, kind in pairs:
        if kind is RegionKind.FURNITURE and furniture.MAIL.fullmatch(block.words):
            name, _, value = block.words.partition(":")
            headers.setdefault(name.strip().lower(), value.strip())
    if not headers.keys() & {"from", "newsgroups", "message-id"}:
        return NOTHING
    sender = headers.get("from", "")
    person = MAIL_NAME.match(sender)
    return Metadata(
        title=headers.get("subject", ""),
        author=(person[1] or person[2]).strip() if person else sender,
        published=iso_date(headers.get("date", headers.get("sent", ""))),
    )
