"""Numbers with what they count: "roughly 25,000 accounts", "$5.6 million", "nearly half"."""

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from spacy.tokens import Doc, Token
from text_to_num import text2num

from claimgraph.extract.parse.language import Parsed
from claimgraph.extract.parse.words import CALENDAR
from claimgraph.model import Quantity

_BOUNDS = {
    "over": "over, more than, at least, no fewer than, no less than, above, upwards of, well over",
    "under": "fewer than, less than, under, up to, at most, no more than, below, as many as, "
    "as much as",
    "about": "about, around, roughly, approximately, some, an estimated, estimated, close to, "
    "nearly, almost, circa, just over, just under, ~",
}
PHRASES = {phrase: bound for bound, words in _BOUNDS.items() for phrase in words.split(", ")}
SCALES = {
    "hundred": 100, "thousand": 1000, "million": 10**6, "billion": 10**9, "trillion": 10**12,
    "k": 1000, "m": 10**6, "bn": 10**9, "mn": 10**6, "tn": 10**12,
    "lakh": 10**5, "crore": 10**7,
}  # fmt: skip
PLURAL_SCALES = {"hundreds": "100", "thousands": "1000", "millions": "1000000", "dozens": "12",
                 "billions": "1000000000", "tens": "10"}  # fmt: skip
CURRENCIES = {
    "$": "US dollars", "us$": "US dollars", "usd": "US dollars", "a$": "Australian dollars",
    "c$": "Canadian dollars", "\u20ac": "euros", "eur": "euros", "\u00a3": "pounds",
    "gbp": "pounds", "\u20b9": "rupees", "rs": "rupees", "rs.": "rupees", "\u00a5": "yen",
}  # fmt: skip
FRACTIONS = {"half": "0.5", "quarter": "0.25", "third": "0.33"}
PERCENT = frozenset(("%", "percent", "per"))
YEAR = re.compile(r"(?:19|20)\d\d")
GLUED = re.compile(r"(\d[\d,]*(?:\.\d+)?)([a-z]{1,2})")
NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
RATES = frozenset(("per", "a", "each", "every"))
_PERIODS = "day week month year hour minute second token request breach violation"
PERIODS = frozenset(_PERIODS.split())


@dataclass(frozen=True, slots=True)
class QuantityMention:
    """A quantity in the text and the words that tell it."""

    start: int
    end: int
    quantity: Quantity


def quantities(parsed: Parsed) -> tuple[QuantityMention, ...]:
    """The quantities of a document in text order; dates, versions and bare numbers are none."""
    found: list[QuantityMention] = []
    last = 0
    for token in parsed.doc:
        if token.i < last:
            continue
        low = token.lower_
        if token.tag_ == "CD" or low in PLURAL_SCALES or low in FRACTIONS:
            mention = _Counted(parsed.doc, token.i).mention()
            if mention:
                found.append(mention)
                last = mention.end
    return tuple(found)


@dataclass
class _Counted:
    doc: Doc
    at: int

    def mention(self) -> QuantityMention | None:
        """The quantity whose number begins at a word, or None."""
        if self.doc[self.at].lower_ in FRACTIONS:
            return self._fraction()
        end = self._number_end()
        value = self._value(end)
        if value is None or self._is_other():
            return None
        currency = self._currency()
        unit_end, unit = self._unit(end, currency)
        if not unit:
            return None
        start, bound = self._bound(self.at - bool(currency))
        if bound == "exact" and self.doc[self.at].lower_ in PLURAL_SCALES:
            bound = "over"
        unit_end, rate = self._rate(unit_end)
        words = self.doc[start:unit_end].text
        return QuantityMention(start, unit_end, Quantity(words, value, unit + rate, bound))

    def _fraction(self) -> QuantityMention | None:
        """A part of something: "half its traffic", "a third of users"."""
        doc, end = self.doc, self.at + 1
        if end >= len(doc) or doc[end].lower_ not in ("of", "its", "their", "the", "his", "her"):
            return None
        unit_end, unit = self._noun(end + (doc[end].lower_ == "of"))
        if not unit:
            return None
        first = self.at - (self.at > 0 and doc[self.at - 1].lower_ in ("a", "one"))
        start, bound = self._bound(first)
        value = FRACTIONS[doc[self.at].lower_]
        words = doc[start:unit_end].text
        return QuantityMention(start, unit_end, Quantity(words, value, f"of {unit}", bound))

    def _number_end(self) -> int:
        i = self.at
        while i < len(self.doc) and self._numeral(self.doc[i], first=i == self.at):
            i += 1
        if self.doc[self.at].lower_ in PLURAL_SCALES and i + 1 < len(self.doc):
            more = self.doc[i].lower_ == "of" and self.doc[i + 1].lower_ in PLURAL_SCALES
            return i + 2 if more else i
        return i

    def _numeral(self, token: Token, *, first: bool) -> bool:
        low = token.lower_
        if low in CALENDAR:
            return False
        return first or low in SCALES or (token.tag_ == "CD" and token.is_alpha)

    def _value(self, end: int) -> str | None:
        texts = [token.lower_ for token in self.doc[self.at : end]]
        return number(" ".join(texts))

    def _is_other(self) -> bool:
        """Whether the number is a year, a version or a part of a date or name."""
        doc, token = self.doc, self.doc[self.at]
        before = doc[self.at - 1] if self.at else None
        if before is None:
            return False
        if before.lower_ in CALENDAR or before.lower_.rstrip(".") in CALENDAR:
            return True
        if before.tag_ in ("NNP", "NNPS") and before.dep_ in ("compound", "nmod"):
            after = doc[self.at + 1].lower_ if self.at + 1 < len(doc) else ""
            return token.dep_ != "nummod" and after not in SCALES and after not in PERCENT
        if YEAR.fullmatch(token.text):
            return True
        return before.text in ("-", "/") and not before.whitespace_

    def _currency(self) -> str:
        before = self.doc[self.at - 1].lower_ if self.at else ""
        return CURRENCIES.get(before, "")

    def _unit(self, end: int, currency: str) -> tuple[int, str]:
        if currency:
            return end, currency
        if end >= len(self.doc):
            return end, ""
        token = self.doc[end]
        if token.lower_ in ("%", "percent"):
            return self._share(end + 1)
        if token.lower_ == "per" and self.doc[end + 1 : end + 2].text.lower() == "cent":
            return self._share(end + 2)
        if token.text == "-" and end + 1 < len(self.doc) and not token.whitespace_:
            return end + 2, self.doc[end + 1].lemma_.lower()
        if token.lower_ == "of" and self.doc[end - 1].lower_ in PLURAL_SCALES:
            end += 1
        return self._noun(end)

    def _share(self, end: int) -> tuple[int, str]:
        after = self.doc[end] if end < len(self.doc) else None
        if after is not None and after.lower_ == "of":
            stop, noun = self._noun(end + 1)
            if noun:
                return stop, f"percent of {noun}"
        return end, "percent"

    def _noun(self, start: int) -> tuple[int, str]:
        """The counted noun with what stands before it."""
        for i in range(start, min(start + 6, len(self.doc))):
            token = self.doc[i]
            if token.tag_ in ("NN", "NNS") or (token.tag_ == "NNPS"):
                if i + 1 < len(self.doc) and self.doc[i + 1].tag_ in ("NN", "NNS", "HYPH"):
                    continue
                return i + 1, self.doc[start : i + 1].text
            if token.tag_ not in (
                "JJ",
                "JJR",
                "JJS",
                "VBN",
                "VBG",
                "NNP",
                "HYPH",
                "DT",
                "NN",
                "PRP$",
            ):
                break
        return start, ""

    def _bound(self, start: int) -> tuple[int, str]:
        """Where the quantity begins with the words that bound it, and its bound."""
        doc = self.doc
        for length in (3, 2, 1):
            begin = start - length
            if begin >= 0:
                phrase = " ".join(token.lower_ for token in doc[begin:start])
                if phrase in PHRASES:
                    return begin, PHRASES[phrase]
        return start, "exact"

    def _rate(self, end: int) -> tuple[int, str]:
        doc = self.doc
        if end + 1 < len(doc) and doc[end].lower_ in RATES and doc[end + 1].lower_ in PERIODS:
            return end + 2, f" per {doc[end + 1].lower_}"
        return end, ""


@lru_cache(maxsize=4096)
def number(words: str) -> str | None:
    """The decimal that digits, number words or both tell, or None."""
    parts = words.replace(",", "").split()
    if not parts:
        return None
    if parts[0] in PLURAL_SCALES:
        scale = [SCALES.get(part.rstrip("s"), 1) for part in parts[1:] if part != "of"]
        return _plain(Decimal(PLURAL_SCALES[parts[0]]), scale)
    glued = GLUED.fullmatch(parts[0])
    if glued and glued[2] in SCALES:
        parts = [glued[1], glued[2], *parts[1:]]
    if NUMBER.fullmatch(parts[0]):
        scales = [SCALES[part] for part in parts[1:] if part in SCALES]
        return _plain(_decimal(parts[0]), scales)
    try:
        return str(text2num(" ".join(parts), "en"))
    except ValueError:
        return None


def _decimal(text: str) -> Decimal | None:
    try:
        return Decimal(text)
    except InvalidOperation:
        return None


def _plain(value: Decimal | None, scales: list[int]) -> str | None:
    if value is None:
        return None
    for scale in scales:
        value *= scale
    whole = value.to_integral_value()
    return str(whole) if whole == value else format(value.normalize(), "f")
