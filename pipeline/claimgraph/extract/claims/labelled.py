"""Notes in lines: "What: ... Issued by: ... When: ..." and timelines, "May 2: the mayor left"."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from spacy.tokens import Doc

from claimgraph.extract.parse.language import Block, Parsed
from claimgraph.extract.values.intervals import DateMention

WHEN = frozenset({"when", "date", "dated"})
WHAT = frozenset({"what", "who"})
LONGEST = 3  # words of a label, up to its colon
FAR = 3  # how many labelled lines may lie between what happened and when
MARKED = 2  # words that may stand before the date of a line: a bullet, a number
ROLES = {"by": "agent", "who": "agent", "to": "recipient", "against": "recipient"}
CLOCK = 3  # words after a date within which a pause comes, a time of day between them
STOPS = frozenset({".", "!", "?", ";"})
PAUSES = frozenset({":", "-", "--", "\u2013", "\u2014"})


@dataclass(frozen=True, slots=True)
class _Line:
    """A labelled line: the block, the index of its label's colon."""

    block: Block
    colon: int

    def label(self, doc: Doc) -> frozenset[str]:
        return frozenset(token.lower_ for token in doc[self.block.start : self.colon])


def dated_lines(parsed: Parsed, dates: Sequence[DateMention]) -> dict[int, DateMention]:
    """For the words of lines that a date stands before or beside, that date."""
    found = _timeline(parsed, dates)
    for lines in _notes(parsed):
        dating = [(n, line) for n, line in enumerate(lines) if line.label(parsed.doc) & WHEN]
        whens = [(n, _first(line.block, dates)) for n, line in dating]
        for number, line in enumerate(lines):
            if not line.label(parsed.doc) & WHAT:
                continue
            near = [(abs(other - number), date) for other, date in whens if date is not None]
            near = [(gap, date) for gap, date in near if gap <= FAR]
            if near:
                date = replace(min(near, key=lambda it: it[0])[1], derived=True)
                found.update(dict.fromkeys(range(line.block.start, line.block.end), date))
    return found


def labelled_parties(parsed: Parsed) -> dict[int, dict[str, tuple[int, ...]]]:
    """For the words of a line that tells what: by role, the words of the lines that tell who."""
    found: dict[int, dict[str, tuple[int, ...]]] = {}
    for lines in _notes(parsed):
        roles: dict[str, tuple[int, ...]] = {}
        for line in lines:
            for role, words in _told(parsed.doc, line):
                roles[role] = (*roles.get(role, ()), *words)
        for line in lines if roles else ():
            if "what" in line.label(parsed.doc):
                found.update(dict.fromkeys(range(line.block.start, line.block.end), roles))
    return found


def _told(doc: Doc, line: _Line) -> Iterator[tuple[str, tuple[int, ...]]]:
    """Who is told by "Issued by: A", "Addressed to: B" and "Who: A against B"."""
    role = ROLES.get(doc[line.colon - 1].lower_, "")
    words = range(line.colon + 1, line.block.end)
    split = next((i for i in words if doc[i].lower_ == "against"), line.block.end)
    if role:
        yield role, tuple(range(line.colon + 1, split))
        yield "recipient", tuple(range(split + 1, line.block.end))


def _notes(parsed: Parsed) -> list[list[_Line]]:
    """The labelled lines of each note: those that follow each other up to the next "What:"."""
    found: list[list[_Line]] = []
    last = None
    for number, block in enumerate(parsed.blocks):
        ahead = range(block.start + 1, min(block.start + LONGEST + 1, block.end - 1))
        colon = next((i for i in ahead if parsed.doc[i].text == ":"), None)
        if colon is None:
            continue
        line = _Line(block, colon)
        if last is None or number != last + 1 or _opens(parsed.doc, line, found[-1]):
            found.append([])
        found[-1].append(line)
        last = number
    return found


def _opens(doc: Doc, line: _Line, note: list[_Line]) -> bool:
    """Whether a line opens another note than the one that has a line of that label already."""
    return any(line.label(doc) == other.label(doc) for other in note)


def _first(block: Block, dates: Sequence[DateMention]) -> DateMention | None:
    inside = (each for each in dates if block.start <= each.start < block.end)
    return next((each for each in inside if each.value), None)


def _timeline(parsed: Parsed, dates: Sequence[DateMention]) -> dict[int, DateMention]:
    """The dates that open entries, for the words up to the next; alone in a line, for the next."""
    found: dict[int, DateMention] = {}
    alone: list[tuple[int, DateMention]] = []
    for number, block in enumerate(parsed.blocks):
        inside = [date for date in dates if block.start <= date.start < block.end and date.value]
        opening = [date for date in inside if _opens_entry(parsed, block, date)]
        if opening and opening[0].end >= block.end:
            alone.append((number, opening[0]))
        entries = [date for date in opening if _is_followed_by_pause(parsed.doc, block, date)]
        ends = [*(date.start for date in entries[1:]), block.end]
        for date, end in zip(entries, ends, strict=False):
            found.update(dict.fromkeys(range(date.end, end), date))
    for number, date in alone if len(alone) > 1 else ():
        for below in parsed.blocks[number + 1 : number + 2]:
            found.update(dict.fromkeys(range(below.start, below.end), date))
    return found


def _opens_entry(parsed: Parsed, block: Block, date: DateMention) -> bool:
    """Whether but a bullet or number stands before a date in its line or after a sentence."""
    start = date.start
    while start > block.start and date.start - start < MARKED and not _begins(parsed, start):
        start -= 1
    between = parsed.doc[start : date.start]
    begins = start == block.start or _begins(parsed, start)
    return begins and not any(token.is_alpha for token in between)


def _begins(parsed: Parsed, at: int) -> bool:
    """Whether a word is the first of a line, or comes after the end of a sentence."""
    gap = parsed.document.text[parsed.ends[at - 1] : parsed.starts[at]]
    return "\n" in gap or parsed.doc[at - 1].text in STOPS


def _is_followed_by_pause(doc: Doc, block: Block, date: DateMention) -> bool:
    """Whether a colon or dash comes after a date, a time of day between them set aside."""
    after = (token for token in doc[date.end : min(date.end + CLOCK, block.end)])
    following = next((token for token in after if not token.shape_.startswith("dd:")), None)
    return following is not None and following.text in PAUSES
