"""Runs of capitalised words cut into single names.

Lexicon entries, posts, places and versions tell where: "Amazon CEO Andy Jassy" is "Amazon", a post
that is no name, and "Andy Jassy".
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from claimgraph.extract.naming.lexicon import Lexicon, Surface
from claimgraph.extract.parse.words import Words

VERSION = re.compile(r"[vk]?\d+(?:\.\d+)*[a-z]?\.?", re.IGNORECASE)
VERSIONED = re.compile(r"[A-Za-z][A-Za-z.]*-?v?\d[\w.]*", re.IGNORECASE)
_RANKS = "district circuit federal chief deputy assistant associate senior vice then acting"
RANKS = frozenset(_RANKS.split())
JOINERS = frozenset(("'s", ",", "-", "of", "and", "for", "&"))


@dataclass(frozen=True, slots=True)
class Piece:
    """A name found in a run: word indices, the lexicon's surface or None, and what it is.

    `role` is "name", "post" (an office without a holder) or "holder" (who follows a post).
    """

    start: int
    end: int
    surface: Surface | None = None
    role: str = "name"


@dataclass(frozen=True)
class Cutter:
    """Cuts the run from word `start` to `end`; `known` are the lexicon's names by first word."""

    words: Words
    lexicon: Lexicon
    known: Mapping[int, tuple[int, Surface]]
    start: int
    end: int

    def pieces(self) -> Iterator[Piece]:
        """The names of the run from left to right."""
        begin = i = self.start
        while i < self.end:
            known = self.known.get(i)
            if known and self._stands(begin, i, known[0]):
                yield from self._unknown(begin, i)
                yield Piece(i, known[0], known[1])
                begin = i = known[0]
                continue
            post = self._post_end(i)
            if post:
                yield from self._posted(begin, i, post)
                return
            if self.lexicon.is_party_noun(self.words.lowers[i]):
                yield from self._unknown(begin, i)
                begin = i + 1 if i + 1 < self.end else i
            i += 1
        yield from self._unknown(begin, min(i, self.end))

    def _posted(self, begin: int, i: int, post: int) -> Iterator[Piece]:
        """The names of a run in which the words `i` to `post` name a post."""
        holder = self._holder(post)
        if holder >= self.end:
            known = self.known.get(begin)
            if known and known[0] == i:
                yield Piece(begin, i, known[1])
            elif self.words.texts[self.end - 1] in self.lexicon.demonyms:
                return
            elif begin < i or self.end > post:
                yield Piece(begin, self.end, self._surface(begin, self.end), "post")
            return
        if begin < i and self.words.lowers[i - 1] not in RANKS:
            yield from self._unknown(begin, i)
        yield Piece(holder, self.end, self._surface(holder, self.end), "holder")

    def _holder(self, post: int) -> int:
        """Where the name of a post's holder begins: after the post and what "of" adds to it."""
        words = self.words
        if post < self.end and words.lowers[post] in ("of", "for"):
            named = range(post + 1, self.end)
            personal = (k for k in named if words.doc[k].ent_iob_ == "B" and self._person(k))
            return next(personal, self.end)
        while post < self.end and not words.capital[post]:
            post += 1
        return post

    def _person(self, i: int) -> bool:
        return self.lexicon.is_personal(
            self.lexicon.recogniser.get(self.words.doc[i].ent_type_, "")
        )

    def _surface(self, start: int, end: int) -> Surface | None:
        known = self.known.get(start)
        return known[1] if known and known[0] == end else None

    def _stands(self, begin: int, i: int, known_end: int) -> bool:
        """Whether a lexicon name inside a run is a name of its own there."""
        if known_end > self.end or (known_end == self.end and i == begin):
            return True
        rest_apart = known_end == self.end or self._apart(known_end, self.known[i][1])
        before_apart = i == begin or not self._bound(begin, i)
        return rest_apart and before_apart

    def _apart(self, i: int, before: Surface) -> bool:
        """Whether what follows a lexicon name is something else: a name, a post, a version."""
        words = self.words
        if self._post_end(i):
            return True
        if i in self.known:
            last = self.words.lowers[self.end - 1]
            if self.known[i][0] < self.end and self.lexicon.is_body_noun(last):
                return False
            branch = self.known[i][0] == self.end and self._acts_in(before, self.known[i][1])
            return not branch
        if words.lowers[i] in ("'s", ",", "/"):
            return True
        versioned = VERSIONED.fullmatch(words.texts[i]) or (
            i + 1 < self.end and VERSION.fullmatch(words.texts[i + 1])
        )
        kinds = self.lexicon.entries[before.iri].kinds
        product = any(self.lexicon.is_a(kind, self.lexicon.versioned) for kind in kinds)
        return bool(versioned) and words.capital[i] and not product

    def _acts_in(self, before: Surface, place: Surface) -> bool:
        """Whether a name and a place make the name of a branch: "Google Japan"."""
        kinds = self.lexicon.entries[before.iri].kinds
        body = any(self.lexicon.is_actor(kind) for kind in kinds)
        return body and self.lexicon.is_place(place.iri) and not self.lexicon.is_place(before.iri)

    def _bound(self, begin: int, i: int) -> bool:
        """Whether what stands before a lexicon name makes one longer name with it."""
        words = self.words
        if any(not words.capital[k] for k in range(begin, i)):
            return True
        surface = self.known[i][1]
        place = surface.text in self.lexicon.place_names
        if self.lexicon.is_body_noun(surface.text.lower()):
            return True
        return place or not all(words.texts[k] in words.proper for k in range(begin, i))

    def _post_end(self, i: int) -> int:
        """The end of the words for a post that begin here, or 0."""
        words, nouns = self.words, self.lexicon.post_nouns
        if i > self.start and words.lowers[i - 1] in ("of", "for"):
            return 0
        if any(self.lexicon.is_body_noun(words.lowers[k]) for k in range(i + 1, self.end)):
            return 0
        for length in (3, 2, 1):
            end = i + length
            if end <= self.end and " ".join(words.lowers[i:end]) in nouns:
                if end < self.end and self._is_other_noun(i, end + 1):
                    return 0
                return 0 if end < self.end and words.lowers[end] == "'s" else end
        return 0

    def _is_other_noun(self, start: int, end: int) -> bool:
        """Whether words are a head noun that is no post: "executive order"."""
        noun = " ".join(self.words.lowers[start:end])
        return noun in self.lexicon.nouns and noun not in self.lexicon.post_nouns

    def _unknown(self, start: int, end: int) -> Iterator[Piece]:
        words = self.words
        while start < end and not words.capital[start]:
            start += 1
        while end > start and words.lowers[end - 1] in JOINERS:
            end -= 1
        lowers = words.lowers[start:end]
        demonyms = self.lexicon.demonyms
        if len(lowers) > 1 and words.texts[start] in demonyms:
            if not self.lexicon.kinds_of_noun(lowers[-1]):
                start += 1
        elif len(lowers) == 1 and words.texts[start] in demonyms:
            return
        if start < end:
            yield Piece(start, end, self._surface(start, end))
