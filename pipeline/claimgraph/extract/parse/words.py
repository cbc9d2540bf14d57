"""A parsed document as plain lists of words, with what their letters and place tell.

spaCy's token attributes cost a call each; the stages that look at every word look here.
"""

from dataclasses import dataclass
from functools import cached_property

from spacy.tokens import Doc

from claimgraph.extract.parse.language import Parsed
from claimgraph.model import RegionKind

_FUNCTION = """
    a an the this that these those his her its their our my your some any no every each all both
    many few several most other another such what which who whom whose when where why how whether
    if as at by for from in into of off on onto out over to under up upon with within without about
    above across after against along among around before behind below beneath beside between beyond
    despite down during except inside like near outside per since than through throughout till
    toward towards until via and but or nor so yet because although though while unless once it he
    she they we you i me him us them is are was were be been being am do does did has have had will
    would can could shall should may might must not never also then there here now still just only
    even more less much very too again further meanwhile however moreover therefore thus instead
    first second third one two three four five six seven eight nine ten yes no mr mrs ms dr sir
    mr. mrs. ms. dr. former previously currently recently earlier later last next amid amidst
    following according additionally notably specifically furthermore nevertheless today yesterday
    tomorrow"""
_CALENDAR = """
    january february march april may june july august september october november december jan feb
    mar apr jun jul aug sep sept oct nov dec monday tuesday wednesday thursday friday saturday
    sunday mon tue tues wed thu thur thurs fri sat sun eastern pacific et est edt pt pst pdt gmt
    utc bst cet cest ist rs usd eur gbp"""
FUNCTION = frozenset(_FUNCTION.split())
CALENDAR = frozenset((*_CALENDAR.split(), *(f"{word}." for word in _CALENDAR.split())))
OPENERS = frozenset({'"', "'", ":", "(", "[", "-", "--", "\u2013", "\u2014", "*", "\u2022", "..."})
STOPS = frozenset((".", '."', "!", "?"))
TITLED_SHARE = 0.7


@dataclass(frozen=True)
class Words:
    """The words of a document: their letters, tags, sentences, and which look like names."""

    doc: Doc
    texts: tuple[str, ...]
    lowers: tuple[str, ...]
    tags: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]
    headings: tuple[bool, ...]

    @classmethod
    def of(cls, parsed: Parsed) -> "Words":
        """The words of a parsed document."""
        doc = parsed.doc
        texts = tuple(token.text for token in doc)
        spans: list[tuple[int, int]] = []
        headings: list[bool] = []
        for block in parsed.blocks:
            heading = block.region.kind is RegionKind.HEADING
            for span in _sentences(doc, block.start, block.end):
                spans.append(span)
                headings.append(heading)
        return cls(
            doc,
            texts,
            tuple(text.lower() for text in texts),
            tuple(token.tag_ for token in doc),
            tuple(spans),
            tuple(headings),
        )

    @cached_property
    def capital(self) -> tuple[bool, ...]:
        """Whether a word is written with a capital letter, its first or one inside."""
        return tuple(
            text[0].isalnum() and text != low and not _ordinal(text)
            for text, low in zip(self.texts, self.lowers, strict=True)
        )

    @cached_property
    def sentence(self) -> tuple[int, ...]:
        """The number of the sentence that each word stands in."""
        found = [0] * len(self.texts)
        for number, (start, end) in enumerate(self.spans):
            found[start:end] = [number] * (end - start)
        return tuple(found)

    @cached_property
    def titled(self) -> tuple[bool, ...]:
        """Whether a sentence Is Written Like This or IN CAPITALS, so that letters tell little."""
        return tuple(self._titled(*span) for span in self.spans)

    def _titled(self, start: int, end: int) -> bool:
        plain = [
            self.capital[i]
            for i in range(start, end)
            if len(self.texts[i]) > 2 and self.texts[i].isalpha() and self.lowers[i] not in FUNCTION
        ]
        large = sum(plain)
        if self.texts[end - 1] in STOPS:
            return len(plain) > 5 and large == len(plain)
        if large == len(plain) > 1:
            return True
        return len(plain) > 3 and large > len(plain) * TITLED_SHARE

    @cached_property
    def initial(self) -> frozenset[int]:
        """Words that stand where any word gets a capital: sentence starts, after quotes, colons."""
        found = set()
        for start, end in self.spans:
            fresh = True
            for i in range(start, end):
                if fresh and self.texts[i][0].isalnum():
                    found.add(i)
                    fresh = False
                if self.texts[i] in OPENERS:
                    fresh = True
        return frozenset(found)

    @cached_property
    def common(self) -> frozenset[str]:
        """Words that the document writes in small letters somewhere."""
        return frozenset(
            text for text, capital in zip(self.texts, self.capital, strict=True) if not capital
        )

    @cached_property
    def proper(self) -> frozenset[str]:
        """Words with a capital letter where only names get one."""
        return frozenset(
            text
            for i, text in enumerate(self.texts)
            if self.capital[i]
            and i not in self.initial
            and not self.titled[self.sentence[i]]
            and self.tags[i][:2] in ("NN", "FW", "JJ", "CD", "VB", "LS")
        )

    @cached_property
    def text(self) -> str:
        """The parsed text as a whole."""
        return self.doc.text

    @cached_property
    def offsets(self) -> tuple[int, ...]:
        """Where each word begins in the parsed text."""
        return tuple(token.idx for token in self.doc)

    def joined(self, start: int, end: int) -> str:
        """The words from one to another as the parsed text writes them."""
        last = end - 1
        return self.text[self.offsets[start] : self.offsets[last] + len(self.texts[last])]

    def close(self, index: int) -> bool:
        """Whether no space stands between a word and the one before it."""
        before = index - 1
        return self.offsets[before] + len(self.texts[before]) == self.offsets[index]


def _sentences(doc: Doc, start: int, end: int) -> list[tuple[int, int]]:
    starts = [start, *(i for i in range(start + 1, end) if doc[i].is_sent_start)]
    return [*zip(starts, [*starts[1:], end], strict=True)] if end > start else []


def _ordinal(text: str) -> bool:
    return text[0].isdigit() and text[-2:].lower() in ("st", "nd", "rd", "th")
