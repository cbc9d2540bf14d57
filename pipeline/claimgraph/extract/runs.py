"""Runs of words that are written as names, cut into single names.

A run is what letters and tags make one: "Amazon CEO Andy Jassy". Lexicon entries, posts, places
and versions tell where it has to be cut: "Amazon", "CEO", "Andy Jassy".
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from claimgraph.extract.lexicon import Lexicon, Surface, first_word
from claimgraph.extract.words import CALENDAR, FUNCTION, Words

VERSION = re.compile(r"v?\d+(?:\.\d+)*[a-z]?", re.IGNORECASE)
VERSIONED = re.compile(r"[A-Za-z][A-Za-z.]*-?v?\d[\w.]*", re.IGNORECASE)
UNIT_TAGS = ("NNS", "NNPS")
ROMANCE = frozenset(
    [
        "de",
        "da",
        "do",
        "dos",
        "das",
        "del",
        "della",
        "di",
        "du",
        "des",
        "van",
        "von",
        "der",
        "den",
        "la",
        "le",
        "el",
        "al",
        "bin",
    ]
)
OF_WORDS = frozenset(("of", "for", "on", "at", "in"))
NAMING_ENTITIES = frozenset(("PERSON", "ORG", "GPE", "PRODUCT", "FAC", "LAW", "WORK_OF_ART"))
ORDINALS = frozenset(["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"])
NUMBERED = frozenset(
    ["section", "article", "title", "part", "chapter", "act", "phase", "level", "rule", "annex"]
)


@dataclass(frozen=True, slots=True)
class Piece:
    """A name found in a run: word indices, the lexicon's surface or None, and what it is.

    `role` is "name", "post" (an office without a person) or "person" (what follows a post).
    """

    start: int
    end: int
    surface: Surface | None = None
    role: str = "name"


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
                if run_end > i:
                    yield from self._cut(i, run_end)
                    i = max(run_end, self._known_end(i, run_end))
                else:
                    i += 1

    @cached_property
    def known(self) -> Mapping[int, tuple[int, Surface]]:
        """Where lexicon names begin, with their end and surface; the longest that fits."""
        words, found = self.words, {}
        ends = {offset + len(text): i for i, (offset, text) in enumerate(self._tokens())}
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

    def _known_end(self, start: int, end: int) -> int:
        return max((self.known[i][0] for i in range(start, end) if i in self.known), default=end)

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
        if words.capital[i] and words.lowers[i] in ORDINALS and i not in words.initial:
            return self._opens_next(i + 1, number) and not words.titled[number]
        if not words.capital[i] or not self._may_name(i):
            return False
        if i in self.known:
            return True
        text, low = words.texts[i], words.lowers[i]
        if i not in words.initial and not words.titled[number]:
            return True
        if text in words.proper:
            return True
        inner = text[1:] != low[1:] and not text.isupper()
        entity = words.doc[i].ent_type_ in NAMING_ENTITIES
        tagged = words.tags[i].startswith("NNP")
        if words.titled[number]:
            return (inner or (entity and tagged)) and low not in words.common
        follows = i + 1 < len(words.texts) and self._opens_next(i + 1, number)
        return low not in words.common and (
            inner or (tagged and (entity or follows or len(low) > 1))
        )

    def _opens_next(self, i: int, number: int) -> bool:
        return self.words.sentence[i] == number and self.words.capital[i] and self._may_name(i)

    def _may_name(self, i: int) -> bool:
        low, text = self.words.lowers[i], self.words.texts[i]
        if low in self.lexicon.not_names:
            return False
        acronym = len(text) > 1 and text.isupper() and not self.words.titled[self.words.sentence[i]]
        return acronym or (low not in FUNCTION and low not in CALENDAR)

    def _step(self, start: int, i: int, limit: int, number: int) -> int:
        """How many words from `i` on carry the run further, none if it ends here."""
        words = self.words
        if words.capital[i]:
            return int(self._goes_on(i, number))
        if VERSION.fullmatch(words.texts[i]) and self._is_version(start, i, limit):
            return 1
        if i + 1 >= limit:
            return 0
        return self._joint(start, i, limit, number)

    def _goes_on(self, i: int, number: int) -> bool:
        words = self.words
        if words.lowers[i] in CALENDAR or words.lowers[i] in FUNCTION:
            return (
                words.texts[i].isupper()
                and words.texts[i - 1].isupper()
                and len(words.texts[i]) > 1
                and not words.titled[number]
            )
        if words.lowers[i] in self.lexicon.not_names and not self._inside(i):
            return False
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

    def _is_version(self, start: int, i: int, limit: int) -> bool:
        """Whether a number belongs to the name before it."""
        words = self.words
        if words.texts[i - 1].lower() in NUMBERED:
            return True
        if i + 1 < limit and words.tags[i + 1] in UNIT_TAGS and not words.capital[i + 1]:
            return self._version_known(i)
        if i + 1 < limit and words.lowers[i + 1] in ("%", "percent", "million", "billion"):
            return False
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
            joined = words.capital[after] or VERSION.fullmatch(words.texts[after])
            return 2 if joined else 0
        if low in ("&", "+") or low in ROMANCE:
            return 2 if words.capital[after] and self._goes_on(after, number) else 0
        if low == "'s" and self._holder(i - 1):
            return self._held(after, limit)
        if low in OF_WORDS and self._takes_of(start, i, low):
            return self._of(after, limit, number)
        if low == "and" and words.capital[after] and self._one_entity(start, i):
            return 2
        return 2 if low == "," and words.lowers[after].rstrip(".") in LEGAL_FORMS else 0

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
        return self.words.lowers[i] in self.lexicon.post_nouns or self.words.lowers[i] in (
            "prosecutor",
            "general",
        )

    def _takes_of(self, start: int, i: int, low: str) -> bool:
        """Whether the run so far is a head that "of" completes: court, ministry, secretary."""
        nouns = [self.words.lowers[k] for k in range(start, i)]
        heads = [noun for noun in nouns if self.lexicon.kinds_of_noun(noun) or noun in OF_HEADS]
        if low == "of":
            return bool(heads)
        doc = self.words.doc
        inside = i < len(doc) and doc[i].ent_iob_ == "I" and doc[i - 1].ent_type_ != ""
        return bool(heads) and (inside or (low in ("for", "at") and heads[-1] == nouns[-1]))

    def _of(self, after: int, limit: int, number: int) -> int:
        words = self.words
        if words.capital[after] and self._may_name(after):
            return 2
        the = words.lowers[after] in ("the", "its") and after + 1 < limit
        return 3 if the and words.capital[after + 1] and self._may_name(after + 1) else 0

    def _one_entity(self, start: int, i: int) -> bool:
        """Whether "and" lies inside one name: "Ministry of Electronics and IT"."""
        words, doc = self.words, self.words.doc
        has_of = any(words.lowers[k] in ("of", "for", "on") for k in range(start, i))
        if has_of and self._takes_of(start, i, "of"):
            return True
        j = i + 1
        while j + 1 < len(words.texts) and words.capital[j + 1]:
            j += 1
        head = bool(self.lexicon.kinds_of_noun(words.lowers[j])) and j > i + 1
        return head and doc[i].ent_iob_ == "I" and i - start == 1 and start not in self.known

    def _cut(self, start: int, end: int) -> Iterator[Piece]:
        """The names of a run from left to right."""
        cut = _Cutter(self, start, end)
        return cut.pieces()


LEGAL_FORMS = frozenset(
    [
        "inc",
        "corp",
        "ltd",
        "llc",
        "plc",
        "gmbh",
        "ag",
        "sa",
        "nv",
        "bv",
        "ltda",
        "limited",
        "co",
        "lp",
        "llp",
    ]
)
OF_HEADS = frozenset(
    ["district", "university", "bank", "house", "northern", "southern", "eastern", "western"]
)


@dataclass(frozen=True)
class _Cutter:
    runs: Runs
    start: int
    end: int

    def pieces(self) -> Iterator[Piece]:
        begin = i = self.start
        while i < self.end:
            known = self.runs.known.get(i)
            if known and self._stands(begin, i, known[0]):
                yield from self._unknown(begin, i)
                yield Piece(i, known[0], known[1])
                begin = i = known[0]
                continue
            post = self._post_end(i)
            if post:
                yield from self._post(begin, i, post)
                if post < self.end:
                    yield Piece(post, self.end, self._surface(post, self.end), "person")
                return
            i += 1
        yield from self._unknown(begin, min(i, self.end))

    def _surface(self, start: int, end: int) -> Surface | None:
        known = self.runs.known.get(start)
        return known[1] if known and known[0] == end else None

    def _stands(self, begin: int, i: int, known_end: int) -> bool:
        """Whether a lexicon name inside a run is a name of its own there."""
        if known_end > self.end or (known_end == self.end and i == begin):
            return True
        rest_apart = known_end == self.end or self._apart(known_end)
        before_apart = i == begin or not self._bound(begin, i)
        return rest_apart and before_apart

    def _apart(self, i: int) -> bool:
        """Whether what follows a lexicon name is something else: a name, a post, a version."""
        words = self.runs.words
        if i in self.runs.known or self._post_end(i):
            return True
        if words.lowers[i] in ("'s", ",", "/"):
            return True
        versioned = VERSIONED.fullmatch(words.texts[i]) or (
            i + 1 < self.end and VERSION.fullmatch(words.texts[i + 1])
        )
        return bool(versioned) and words.capital[i]

    def _bound(self, begin: int, i: int) -> bool:
        """Whether what stands before a lexicon name makes one longer name with it."""
        words = self.runs.words
        if any(not words.capital[k] for k in range(begin, i)):
            return True
        surface = self.runs.known[i][1]
        place = surface.text in self.runs.lexicon.place_names
        return place or not all(words.texts[k] in words.proper for k in range(begin, i))

    def _post_end(self, i: int) -> int:
        """The end of the words for a post that begin here, or 0."""
        words, nouns = self.runs.words, self.runs.lexicon.post_nouns
        for length in (3, 2, 1):
            end = i + length
            if end <= self.end and " ".join(words.lowers[i:end]) in nouns:
                return 0 if end < self.end and words.lowers[end] == "'s" else end
        return 0

    def _post(self, begin: int, i: int, post: int) -> Iterator[Piece]:
        """The office, where no person follows; else the body whose office it is."""
        if post >= self.end:
            known = self.runs.known.get(begin)
            if known and known[0] == i:
                yield Piece(begin, i, known[1])
            elif begin < i:
                yield Piece(begin, post, None, "post")
        elif begin < i:
            yield from self._unknown(begin, i)

    def _unknown(self, start: int, end: int) -> Iterator[Piece]:
        words = self.runs.words
        while start < end and not words.capital[start]:
            start += 1
        while end > start and words.lowers[end - 1] in ("'s", ",", "-", "of", "and", "for", "&"):
            end -= 1
        lowers = words.lowers[start:end]
        demonyms = self.runs.lexicon.demonyms
        if len(lowers) > 1 and words.texts[start] in demonyms:
            if not self.runs.lexicon.kinds_of_noun(lowers[-1]):
                start += 1
        elif len(lowers) == 1 and words.texts[start] in demonyms:
            return
        if start < end:
            yield Piece(start, end, self._surface(start, end))
