"""Which cue a quotation hangs on: before it, after it, or that of the quotation before."""

from collections.abc import Callable, Iterator, Sequence

from spacy.tokens import Doc

from claimgraph.extract.parse.language import Parsed
from claimgraph.extract.parse.quotes import DOUBLE, PAUSE, SENTENCE_END, Quotation

DATELINE = 14
DASHES = frozenset(("-", "--", "\u2013", "\u2014", "\u2015"))
LOOK_AFTER = 40
LOOK_BEFORE = 60
COMMA_LIKE = frozenset((",", "?", "!", "\u2014", "\u2013", "-", "--"))

Quotable = Callable[[int], bool]


def utterances(
    parsed: Parsed, quotations: Sequence[Quotation], quotable: Quotable
) -> dict[int, list[Quotation]]:
    """The spoken quotations of each cue, by the index of the cue's token."""
    said: dict[int, list[Quotation]] = {}
    spoken = [quotation for quotation in quotations if quotation.spoken]
    inside = {i for q in spoken for i in range(q.start, q.end)}
    last: int | None = None
    waiting: list[Quotation] = []
    for position, quotation in enumerate(spoken):
        before = spoken[position - 1] if position else None
        if before is None or before.block != quotation.block:
            waiting = []
            if not _takes_up(parsed, before, quotation):
                last = None
        cue = _own_cue(parsed, quotation, inside, quotable)
        if cue is None and last is None:
            waiting.append(quotation)
            continue
        last = cue if cue is not None else last
        if last is not None:
            said.setdefault(last, []).extend([*waiting, quotation])
            waiting = []
    return said


def _takes_up(parsed: Parsed, before: Quotation | None, quotation: Quotation) -> bool:
    """Whether a paragraph goes on with what the one before quoted."""
    if before is None or before.block + 1 != quotation.block:
        return False
    if quotation.continues:
        return True
    block = parsed.blocks[quotation.block]
    return quotation.start == block.start and quotation.end >= block.end - 1


def _own_cue(
    parsed: Parsed, quotation: Quotation, inside: set[int], quotable: Quotable
) -> int | None:
    after = next(_after(parsed, quotation, inside, quotable), None)
    before = next(_before(parsed, quotation, inside, quotable), None)
    if before is None and after is None:
        return _announced(parsed, quotation, inside, quotable)
    if before is not None and after is not None:
        closes = _last(parsed.doc, quotation)
        return after if closes == "," and not _adjoins(parsed.doc, before, quotation) else before
    return before if before is not None else after


def _announced(
    parsed: Parsed, quotation: Quotation, inside: set[int], quotable: Quotable
) -> int | None:
    """The cue of a paragraph that ends with a colon, just before the quotation's own."""
    block = parsed.blocks[quotation.block]
    if quotation.start != block.start or not quotation.block:
        return None
    previous = parsed.blocks[quotation.block - 1]
    if parsed.doc[previous.end - 1].text != ":":
        return None
    ahead = Quotation(previous.end - 1, previous.end, quotation.block - 1)
    return next(_before(parsed, ahead, inside, quotable), None)


def _adjoins(doc: Doc, cue: int, quotation: Quotation) -> bool:
    """Whether nothing but punctuation stands between a cue and the quotation after it."""
    return all(doc[i].is_punct for i in range(cue + 1, quotation.start))


def _after(
    parsed: Parsed, quotation: Quotation, inside: set[int], quotable: Quotable
) -> Iterator[int]:
    doc, end = parsed.doc, parsed.blocks[quotation.block].end
    if not _leads_on(doc, quotation, end):
        return
    for index in range(quotation.end, min(end, quotation.end + LOOK_AFTER)):
        if index in inside or doc[index].text in SENTENCE_END:
            return
        if quotable(index):
            yield index


def _last(doc: Doc, quotation: Quotation) -> str:
    """The last word or stop of a quotation, marks left out."""
    index = quotation.end - 2
    while index > quotation.start and doc[index].is_quote:
        index -= 1
    return doc[index].text


def _leads_on(doc: Doc, quotation: Quotation, end: int) -> bool:
    """Whether the sentence goes on after a quotation, as in `"No," she said`."""
    if quotation.end >= end:
        return False
    if _last(doc, quotation) in COMMA_LIKE or doc[quotation.end].text in COMMA_LIKE:
        return True
    return doc[quotation.end].text[0].islower()


def _before(
    parsed: Parsed, quotation: Quotation, inside: set[int], quotable: Quotable
) -> Iterator[int]:
    doc, start = parsed.doc, parsed.blocks[quotation.block].start
    listed = False  # "she answered: first, P; second, "Q""
    for index in range(quotation.start - 1, max(start, quotation.start - LOOK_BEFORE) - 1, -1):
        stops = not listed and doc[index].text in DOUBLE
        if index in inside or doc[index].text in SENTENCE_END or stops:
            return
        listed = listed or doc[index].text == ";"
        if quotable(index) and (not listed or doc[index + 1].text == ":"):
            yield index


def sentence(parsed: Parsed, index: int, inside: Sequence[int]) -> tuple[int, int]:
    """The sentence around a token as its punctuation tells it, quotations never broken.

    `inside[i]` is 1 where token i lies in a quotation.
    """
    doc = parsed.doc
    block = parsed.blocks[parsed.block_number(index)]
    opening = _after_dateline(doc, block.start, block.end)
    start = index
    while start > opening and not _ends(doc, start - 1, inside):
        start -= 1
    end = index + 1
    while end < block.end and not _ends(doc, end - 1, inside):
        end += 1
    return start, end


def _after_dateline(doc: Doc, start: int, end: int) -> int:
    """Where a paragraph begins to speak, after a place and a date and a dash."""
    for index in range(start + 1, min(end, start + DATELINE)):
        if doc[index].text in DASHES:
            capitals = any(t.is_upper and len(t) > 2 for t in doc[start:index])
            return index + 1 if capitals or doc[index - 1].text == ")" else start
    return start


def _ends(doc: Doc, index: int, inside: Sequence[int]) -> bool:
    if inside[index]:
        closing = doc[index].text in DOUBLE and index > 0 and doc[index - 1].text in SENTENCE_END
        return (
            closing and (index + 1 >= len(doc) or not inside[index + 1]) and _fresh(doc, index + 1)
        )
    return doc[index].text in SENTENCE_END


def _fresh(doc: Doc, index: int) -> bool:
    return index >= len(doc) or (doc[index].text not in PAUSE and doc[index].text[0].isupper())
