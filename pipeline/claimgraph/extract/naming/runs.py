"""Runs of words that are written as names: what letters and tags make one.

"Amazon CEO Andy Jassy" is a run; `cutting` makes three names of it.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from claimgraph.extract.naming.cutting import VERSION, Cutter, Piece
from claimgraph.extract.naming.lexicon import Lexicon, Surface, first_word
from claimgraph.extract.parse.words import CALENDAR, FUNCTION, Words

UNIT_TAGS = ("NNS", "NNPS")
MULTIPLES = frozenset({"%", "percent", "thousand", "million", "billion", "trillion", "bn"})
_ROMANCE = "de da do dos das del della di du des van von der den la le el al bin y e en und"
ARTICLES = frozenset(("the", "a", "an"))
_NUMBERED = "title part chapter phase level annex"
_HEADS = "district northern southern central city county state"
ROMANCE = frozenset(_ROMANCE.split())
NUMBERED = frozenset(_NUMBERED.split())
OF_HEADS = frozenset(_HEADS.split())
OF_WORDS = frozenset(("of", "for", "on", "at", "in"))
HEADED = frozenset(("of", "for"))  # what a name's head stands before: "Ministry for A and B"


@dataclass(frozen=True)
class Runs:
    """Finds the names of one document by letters, tags and the lexicon."""

    words: Words
    lexicon: Lexicon

    def pieces(self) -> Iterator[Piece]:
        """The names in text order; they do not overlap."""
        for number, (start, end) in enumerate(self.words.spans):
            i = start
            while i < end:
                run_end = self._run_end(i, end, number)
                if run_end == i:
                    i += 1
                    continue
                found = list(self._cut(i, run_end))
                yield from found
                i = max((run_end, *(piece.end for piece in found)))

    @cached_property
    def known(self) -> Mapping[int, tuple[int, Surface]]:
        """Where lexicon names begin, with their end and surface; the longest that fits."""
        words, found = self.words, {}
        ends = {offset + len(text): i for i, (offset, text) in enumerate(self._tokens())}
        for i, (offset, text) in enumerate(self._tokens()):
            if len(text) > 1 and text.endswith("."):
                ends.setdefault(offset + len(text) - 1, i)
        for i, text in enumerate(words.texts):
            surfaces = self.lexicon.surfaces.get(text) or self.lexicon.surfaces.get(
                first_word(text), ()
            )
            for surface in surfaces:
                last = ends.get(words.offsets[i] + len(surface.text))
                if last is not None and words.text.startswith(surface.text, words.offsets[i]):
                    found[i] = (last + 1, surface)
                    break
        return found

    def _tokens(self) -> Iterator[tuple[int, str]]:
        return zip(self.words.offsets, self.words.texts, strict=True)

    def _run_end(self, start: int, limit: int, number: int) -> int:
        if start in self.known and not self.words.capital[start]:
            return self.known[start][0]
        if not self._opens(start, number):
            return start
        i = start + 1
        while i < limit:
            step = self._step(start, i, limit, number)
            if not step:
                break
            i += step
        return i

    def _opens(self, i: int, number: int) -> bool:
        """Whether a word looks like the first of a name."""
        words = self.words
        if not words.capital[i]:
            return False
        fresh = i in words.initial or words.titled[number]
        if words.lowers[i] in FUNCTION and not words.texts[i].isupper() and not fresh:
            return words.lowers[i] not in ARTICLES and self._opens_next(i + 1, number)
        if not self._may_name(i):
            return self._opens_headed(i, number)
        return i in self.known or not fresh or self._fresh_name(i, number)

    def _opens_headed(self, i: int, number: int) -> bool:
        """Whether letters that are no name alone open one: "AI Office", "AI Safety Institute"."""
        words, end = self.words, self.words.spans[number][1]
        if words.lowers[i] not in self.lexicon.not_names or not words.texts[i].isupper():
            return False
        if i in self.known and self.known[i][0] > i + 1:
            return True
        j = i
        while j + 1 < end and words.capital[j + 1]:
            j += 1
        kinds = self.lexicon.kinds_of_noun(words.lowers[j])
        told = any(not self.lexicon.is_post(it) and not self.lexicon.is_group(it) for it in kinds)
        return j > i and told and not words.titled[number]

    def _fresh_name(self, i: int, number: int) -> bool:
        """Whether a word is a name where every word would have a capital."""
        words = self.words
        text, low = words.texts[i], words.lowers[i]
        if low in words.common:
            return False
        inner = text[1:] != low[1:] and not text.isupper()
        entity = words.doc[i].ent_type_ in self.lexicon.recogniser
        tagged = words.tags[i].startswith("NNP") or self._acts(i)
        return text in words.proper or inner or (tagged and (entity or not words.titled[number]))

    def _acts(self, i: int) -> bool:
        """Whether an adjective is a subject, which only a name can be: "Elastic accused Acme"."""
        words = self.words
        return (
            words.tags[i] == "JJ"
            and words.doc[i].dep_ == "nsubj"
            and not words.titled[words.sentence[i]]
        )

    def _opens_next(self, i: int, number: int) -> bool:
        if i >= len(self.words.texts):
            return False
        return self.words.sentence[i] == number and self.words.capital[i] and self._may_name(i)

    def _may_name(self, i: int) -> bool:
        low, text = self.words.lowers[i], self.words.texts[i]
        if low in self.lexicon.not_names or low in CALENDAR or text.endswith("$"):
            return False
        acronym = len(text) > 1 and text.isupper() and not self.words.titled[self.words.sentence[i]]
        return acronym or low not in FUNCTION

    def _step(self, start: int, i: int, limit: int, number: int) -> int:
        """How many words from `i` on carry the run further, none if it ends here."""
        words = self.words
        if words.capital[i]:
            return int(self._goes_on(i, number))
        if VERSION.fullmatch(words.texts[i]) and self._is_version(i, limit):
            return 1
        if i + 1 >= limit:
            return 0
        return self._joint(start, i, limit, number)

    def _goes_on(self, i: int, number: int) -> bool:
        words = self.words
        if words.texts[i].endswith("$"):
            return False
        if words.lowers[i] in CALENDAR or words.lowers[i] in FUNCTION:
            plain = not words.titled[number] and i not in words.initial and len(words.texts[i]) > 1
            return plain and words.lowers[i] not in CALENDAR
        if words.lowers[i] in self.lexicon.not_names and not self._inside(i):
            return self._opens_headed(i, number)
        if words.titled[number]:
            return i in self.known or words.texts[i] in words.proper or self._entity_goes_on(i)
        return True

    def _inside(self, i: int) -> bool:
        """Whether a word that is no name alone stands at the end or inside of one."""
        doc = self.words.doc
        return doc[i].ent_iob_ == "I" or (
            i + 1 < len(doc) and self.words.capital[i + 1] and self.words.close(i + 1)
        )

    def _entity_goes_on(self, i: int) -> bool:
        return self.words.doc[i].ent_iob_ == "I" and self.words.lowers[i] not in self.words.common

    def _is_version(self, i: int, limit: int) -> bool:
        """Whether a number belongs to the name before it."""
        words = self.words
        before = words.lowers[i - 1]
        if i + 1 < limit and words.lowers[i + 1] in MULTIPLES:
            return False
        if before in NUMBERED or (before in self.lexicon.nouns and words.capital[i - 1]):
            return True
        if i + 1 < limit and words.tags[i + 1] in UNIT_TAGS and not words.capital[i + 1]:
            return self._version_known(i)
        return not (len(words.texts[i]) == 4 and words.texts[i].startswith(("19", "20")))

    def _version_known(self, i: int) -> bool:
        pair = (self.words.texts[i - 1], self.words.texts[i])
        return pair in self._pairs

    @cached_property
    def _pairs(self) -> frozenset[tuple[str, str]]:
        """Name and number where nothing countable follows."""
        words = self.words
        return frozenset(
            (words.texts[i - 1], words.texts[i])
            for i in range(1, len(words.texts))
            if words.capital[i - 1]
            and VERSION.fullmatch(words.texts[i])
            and not (i + 1 < len(words.texts) and words.tags[i + 1] in UNIT_TAGS)
        )

    def _joint(self, start: int, i: int, limit: int, number: int) -> int:
        """How many words a small word or sign joins to the run."""
        words = self.words
        low, after = words.lowers[i], i + 1
        if low == "-" and words.close(i) and words.close(after):
            joined = (
                words.capital[after]
                or VERSION.fullmatch(words.texts[after])
                or self._given_name(after)
            )
            return 2 if joined else 0
        if low in ("&", "+") or low in ROMANCE:
            return 2 if words.capital[after] and self._goes_on(after, number) else 0
        if low == "'s" and self._holder(i - 1):
            return self._held(after, limit)
        if low in OF_WORDS and self._takes_of(start, i, low):
            return self._of(after, limit)
        if low == "and" and words.capital[after] and self._one_entity(start, i):
            return 2
        inside = low == ":" and words.close(i) and words.close(after)  # "Run:ai"
        comma = low == "," and (self._legal_form(after) or self._partners(start, after))
        return 2 if inside or comma else 0

    def _partners(self, start: int, after: int) -> bool:
        """Whether a comma lies inside the name of a firm of partners: "Lee, Lund & Marsh"."""
        words = self.words
        unknown = start not in self.known and after not in self.known
        return unknown and words.capital[after] and words.lowers[after + 1 : after + 2] == ("&",)

    def _given_name(self, i: int) -> bool:
        """Whether a word after a hyphen ends a person's name: "Choi Jang-hyuk"."""
        doc = self.words.doc
        kind = self.lexicon.recogniser.get(doc[i].ent_type_, "")
        return doc[i].ent_iob_ == "I" and self.lexicon.is_personal(kind)

    def _legal_form(self, i: int) -> bool:
        """Whether a word after a comma tells the form of a company: "Luka, Inc.", "Orbis, LLC"."""
        text, low = self.words.texts[i], self.words.lowers[i].rstrip(".")
        return (text.endswith(".") or text.isupper()) and self.lexicon.is_body_noun(low)

    def _held(self, after: int, limit: int) -> int:
        """How many words the body of a post takes: "'s office", "'s cyber-crime unit"."""
        words = self.words
        for k in range(after, min(after + 5, limit)):
            last = k + 1 >= limit or words.tags[k + 1] not in ("NN", "NNS", "HYPH", "NNP")
            if last and self.lexicon.is_body_noun(words.lowers[k]):
                return k - after + 2
            if words.tags[k] not in ("NN", "JJ", "HYPH", "NNP"):
                return 0
        return 0

    def _holder(self, i: int) -> bool:
        """Whether a word names a post, as in "Information Commissioner's Office"."""
        pair = f"{self.words.lowers[i - 1]} {self.words.lowers[i]}" if i else ""
        nouns = self.lexicon.post_nouns
        return self.words.lowers[i] in nouns or pair in nouns

    def _takes_of(self, start: int, i: int, low: str) -> bool:
        """Whether the run so far is a head that "of" completes: court, ministry, secretary."""
        back = 2 if VERSION.fullmatch(self.words.texts[i - 1]) and i - 2 >= start else 1
        before = self.words.lowers[i - back]
        head = bool(self.lexicon.kinds_of_noun(before)) or before in OF_HEADS
        if self._is_joined(i) or (low == "of" and head):
            return True
        doc = self.words.doc
        inside = doc[i].ent_iob_ == "I" and doc[i - 1].ent_type_ != ""
        some = any(self.lexicon.kinds_of_noun(self.words.lowers[k]) for k in range(start, i))
        body = self.lexicon.is_body_noun(before) and low == "on"
        return (
            body
            or (head and low in ("for", "at"))
            or (inside and (some or low == "of" or self._ends_in_noun(i)))
        )

    def _ends_in_noun(self, i: int) -> bool:
        """Whether what the recogniser takes for one name ends in a head noun."""
        doc = self.words.doc
        while i + 1 < len(doc) and doc[i + 1].ent_iob_ == "I":
            i += 1
        return self.words.capital[i] and bool(self.lexicon.kinds_of_noun(self.words.lowers[i]))

    def _is_joined(self, i: int) -> bool:
        """Whether the same words stand around a small word twice: "Tools for Humanity"."""
        return self._triples.get(self.words.texts[i - 1 : i + 2], 0) > 1

    @cached_property
    def _triples(self) -> Mapping[tuple[str, ...], int]:
        texts, found = self.words.texts, Counter[tuple[str, ...]]()
        for i in range(1, len(texts) - 1):
            if texts[i] in OF_WORDS and self.words.capital[i - 1] and self.words.capital[i + 1]:
                found[texts[i - 1 : i + 2]] += 1
        return found

    def _of(self, after: int, limit: int) -> int:
        words = self.words
        if words.capital[after] and self._may_name(after):
            return 2
        the = words.lowers[after] in ("the", "its") and after + 1 < limit
        return 3 if the and words.capital[after + 1] and self._may_name(after + 1) else 0

    def _one_entity(self, start: int, i: int) -> bool:
        """Whether "and" lies inside one name: "Ministry of Electronics and IT"."""
        words, doc = self.words, self.words.doc
        nouns = self.lexicon.nouns
        if any(words.lowers[k] in HEADED and words.lowers[k - 1] in nouns for k in range(start, i)):
            return start not in self.known or self.known[start][0] <= start + 1
        j = i + 1
        while j + 1 < len(words.texts) and words.capital[j + 1]:
            j += 1
        head = bool(self.lexicon.kinds_of_noun(words.lowers[j])) and j > i + 1
        return head and doc[i].ent_iob_ == "I" and i - start == 1 and start not in self.known

    def _cut(self, start: int, end: int) -> Iterator[Piece]:
        """The names of a run from left to right."""
        yield from Cutter(self.words, self.lexicon, self.known, start, end).pieces()
