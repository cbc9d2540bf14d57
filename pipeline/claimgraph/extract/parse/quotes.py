"""Quotations as token ranges, paired by the marks of the original text rather than by the parse."""

from collections.abc import Iterator
from dataclasses import dataclass

from claimgraph.extract.parse.language import Block, Parsed

DOUBLE = frozenset(('"', "''", "``"))
SINGLE = frozenset(("'", "`"))
OPENING = frozenset("\u201c\u201e\xab\u2018")
CLOSING = frozenset("\u201d\xbb\u2019")
BEFORE_OPENING = frozenset("([{-\u2014\u2013/")
SENTENCE_END = frozenset((".", "?", "!", "...", "…"))
UTTERANCE = 6
PAUSE = SENTENCE_END | {",", "\u2014", "\u2013", "-", "--"}


@dataclass(frozen=True, slots=True)
class Quotation:
    """Tokens `start` to `end` (exclusive), marks included.

    `closed` is false when the closing mark is missing; `continues` is true when the quotation
    takes up one that the paragraph before left open; `spoken` tells a quoted utterance from a
    quoted word or title that is part of the sentence around it.
    """

    start: int
    end: int
    block: int
    closed: bool = True
    continues: bool = False
    spoken: bool = True

    def holds(self, index: int) -> bool:
        """Whether a token lies inside."""
        return self.start <= index < self.end


def quotations(parsed: Parsed) -> tuple[Quotation, ...]:
    """The outermost quotations of a document, in text order."""
    found: list[Quotation] = []
    left_open = False
    for number, block in enumerate(parsed.blocks):
        own = list(_in_block(parsed, block, number, continues=left_open))
        left_open = bool(own) and not own[-1].closed and own[-1].spoken
        found.extend(own)
    return tuple(found)


def _in_block(parsed: Parsed, block: Block, number: int, *, continues: bool) -> Iterator[Quotation]:
    words = [token.text for token in parsed.doc[block.start : block.end]]
    marks, opened = SINGLE if DOUBLE.isdisjoint(words) else DOUBLE, -1
    for index, word in enumerate(words, block.start):
        if word not in marks:
            continue
        if opened < 0:
            if _opens(parsed, index, block):
                opened = index
        elif _closes(parsed, index, block) and index > opened + 1:
            yield _quotation(parsed, opened, index + 1, number, block, continues=continues)
            opened, continues = -1, False
    if opened >= 0 and marks is DOUBLE:
        yield _unclosed(parsed, opened, number, block, continues=continues)


def _quotation(
    parsed: Parsed, start: int, end: int, number: int, block: Block, *, continues: bool
) -> Quotation:
    spoken = _is_spoken(parsed, start, end, block)
    goes_on = continues and start == block.start
    return Quotation(start, end, number, continues=goes_on, spoken=spoken)


def _unclosed(
    parsed: Parsed, start: int, number: int, block: Block, *, continues: bool
) -> Quotation:
    """A quotation without its closing mark: the paragraph's rest, or a stray mark's sentence."""
    goes_on = continues and start == block.start
    spoken = goes_on or _is_spoken(parsed, start, block.end, block)
    return Quotation(start, block.end, number, closed=False, continues=goes_on, spoken=spoken)


def _opens(parsed: Parsed, index: int, block: Block) -> bool:
    character = _original(parsed, index)
    if character in CLOSING and parsed.doc[index].text in DOUBLE:
        return False
    last = index + 1 >= block.end
    if last or _spaced_after(parsed, index):
        return False
    return index == block.start or _spaced_before(parsed, index)


def _closes(parsed: Parsed, index: int, block: Block) -> bool:
    token = parsed.doc[index]
    character = _original(parsed, index)
    if character in OPENING:
        return False
    if token.text in SINGLE:
        return _closes_single(parsed, index, block)
    if character in CLOSING:
        return True
    opens = _spaced_before(parsed, index) and not _spaced_after(parsed, index)
    return not opens or index + 1 >= block.end


def _closes_single(parsed: Parsed, index: int, block: Block) -> bool:
    """An apostrophe closes when a space or the end follows; a plural's genitive does not."""
    if index + 1 < block.end and not _spaced_after(parsed, index):
        return parsed.doc[index + 1].is_punct
    return parsed.doc[index].tag_ != "POS" and not _spaced_before(parsed, index)


def _original(parsed: Parsed, index: int) -> str:
    return parsed.document.text[parsed.starts[index]]


def _spaced_before(parsed: Parsed, index: int) -> bool:
    start = parsed.starts[index]
    if start == 0:
        return True
    before = parsed.document.text[start - 1]
    return before.isspace() or before in BEFORE_OPENING or before in OPENING


def _spaced_after(parsed: Parsed, index: int) -> bool:
    end = parsed.ends[index]
    return end >= len(parsed.document.text) or parsed.document.text[end].isspace()


def _is_spoken(parsed: Parsed, start: int, end: int, block: Block) -> bool:
    """Whether the words between the marks stand as an utterance of their own."""
    doc = parsed.doc
    if start == block.start:
        return doc[end - 2].text in PAUSE or end - start > 7 or end == block.end
    previous = start - 1
    while previous > block.start and doc[previous].is_space:
        previous -= 1
    before, first = doc[previous], doc[start + 1]
    if before.text[-1] in ".:" or before.text in SENTENCE_END or before.text in DOUBLE:
        return True
    if before.text in PAUSE:
        if end - start < UTTERANCE and doc[end - 2].text not in SENTENCE_END:
            return False
        return end - start > 12 or first.text[0].isupper() or first.text in SENTENCE_END
    verb = before.pos_ == "VERB" or before.head.pos_ == "VERB"
    return verb and first.text[0].isupper() and first.pos_ != "PROPN" and end - start > 6
