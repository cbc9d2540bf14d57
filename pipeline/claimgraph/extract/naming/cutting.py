"""Runs of capitalised words cut into single names.

Lexicon entries, posts, places and versions tell where: "Amazon CEO Andy Jassy" is "Amazon", a post
that is no name, and "Andy Jassy".
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from claimgraph.extract.naming.lexicon import Lexicon, Surface
from claimgraph.extract.parse.words import Words

VERSION = re.compile(r"[vk]?\d+(?:\.\d+)*[a-z]?\.?", re.IGNORECASE)
VERSIONED = re.compile(r"[A-Za-z][A-Za-z.]*-?v?\d[\w.]*", re.IGNORECASE)
_RANKS = "district circuit federal chief deputy assistant associate senior vice then acting"
RANKS = frozenset(_RANKS.split())
JOINERS = frozenset(("'s", ",", "-", "of", "and", "for", "&", "the"))


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
            formed = self._formed(i)
            if known and self._stands(begin, i, known[0]) and not formed:
                yield from self._unknown(begin, i)
                yield Piece(i, known[0], known[1])
                begin = i = known[0]
                continue
            if known and formed and begin == i:
                kinds = self.lexicon.entries[known[1].iri].kinds
                actor = any(map(self.lexicon.is_actor, kinds))
                yield Piece(i, formed, known[1] if actor else None)
                begin = i = formed
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

    def _formed(self, i: int) -> int:
        """Where a known name with the legal form of a company ends, or 0: "Acme Lab, Inc."."""
        words, end = self.words, self.known[i][0] if i in self.known else self.end
        comma = end < self.end and words.lowers[end] == ","
        at = end + comma
        if at >= self.end or (at + 1 < self.end and words.capital[at + 1]):
            return 0
        form = words.texts[at].endswith(".") or (comma and words.texts[at].isupper())
        return at + 1 if form and self.lexicon.is_body_noun(words.lowers[at].rstrip(".")) else 0

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
        if self._is_of(i):
            yield Piece(begin, post)
        elif begin < i and self.words.lowers[i - 1] not in RANKS:
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
            return not self._is_part(before, i)
        if words.lowers[i] in ("'s", ",", "/"):
            return True
        versioned = VERSIONED.fullmatch(words.texts[i]) or (
            i + 1 < self.end and VERSION.fullmatch(words.texts[i + 1])
        )
        kinds = self.lexicon.entries[before.iri].kinds
        product = any(self.lexicon.is_a(kind, self.lexicon.versioned) for kind in kinds)
        return bool(versioned) and words.capital[i] and not product

    def _is_part(self, before: Surface, i: int) -> bool:
        """Whether a known name after another is part of one longer name."""
        end, after = self.known[i]
        last = self.words.lowers[self.end - 1].rstrip(".")
        if end < self.end and self.lexicon.is_body_noun(last):
            return True
        whole = self._of_elsewhere(before, after) or self._acts_in(before, after)
        return end == self.end and whole

    def _of_elsewhere(self, place: Surface, body: Surface) -> bool:
        """Whether a place makes a name that is another's its own: "Peru AI Safety Institute"."""
        lexicon = self.lexicon
        headed = lexicon.is_body_noun(body.text.rsplit(maxsplit=1)[-1].lower())
        there = place.iri in lexicon.reach(body.iri)
        return headed and lexicon.is_place(place.iri) and not there

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
        before = self.known.get(begin)
        if before and before[0] == i and self._of_elsewhere(before[1], surface):
            return True
        return place or not all(words.texts[k] in words.proper for k in range(begin, i))

    def _post_end(self, i: int) -> int:
        """The end of the words for a post that begin here, or 0."""
        words = self.words
        if (self._is_of(i) and not self._is_held_body(i)) or self._is_surname(i):
            return 0
        if any(self.lexicon.is_body_noun(words.lowers[k]) for k in range(i + 1, self.end)):
            return 0
        end = self._post_at(i)
        if not end or (end < self.end and self._is_other_noun(i, end + 1)):
            return 0
        return 0 if end < self.end and words.lowers[end] == "'s" else end

    def _is_surname(self, i: int) -> bool:
        """Whether a noun for a post stands right after a given name and ends the run."""
        given = self.lexicon.given_names
        return i + 1 == self.end and i > self.start and self.words.texts[i - 1] in given

    def _is_of(self, i: int) -> bool:
        """Whether a word only completes another: "Office of President", "head of Minister"."""
        return i > self.start and self.words.lowers[i - 1] in ("of", "for")

    def _is_held_body(self, i: int) -> bool:
        """Whether a body is told by who leads it: "the Cabinet of Prime Minister Ann Lee"."""
        words, post = self.words, self._post_at(i)
        body = i - 2 >= self.start and self.lexicon.is_body_noun(words.lowers[i - 2])
        return body and 0 < post < self.end and words.capital[post]

    def _post_at(self, i: int) -> int:
        """The end of the longest noun for a post that begins at a word, or 0."""
        for end in (i + 3, i + 2, i + 1):
            if end <= self.end and " ".join(self.words.lowers[i:end]) in self.lexicon.post_nouns:
                return end
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
            if not self.lexicon.kinds_of_noun(_head(lowers)):
                start += 1
        elif len(lowers) == 1 and words.texts[start] in demonyms:
            return
        led = start + 1 if self._is_led(start, end) else start
        if led > start:
            yield Piece(start, led, self._surface(start, led))
        if start < end:
            yield Piece(led, end, self._surface(led, end), "holder" if led > start else "name")

    def _is_led(self, start: int, end: int) -> bool:
        """Whether letters name what the person after them leads: "the director of ABC Ann Lee"."""
        words, i = self.words, start - 2
        if start != self.start or i < 0 or words.lowers[i + 1] not in ("of", "for"):
            return False
        rest = words.texts[start + 1 : end]
        person = len(rest) > 1 and all(it.isalpha() and it.istitle() for it in rest)
        letters = words.texts[start].isupper() and len(words.texts[start]) > 1
        headed = bool(self.lexicon.kinds_of_noun(words.lowers[end - 1]))
        return letters and person and not headed and words.lowers[i] in self.lexicon.post_nouns


def _head(lowers: Sequence[str]) -> str:
    """The head noun of a name: its last word, or the one before "of"."""
    cut = next((k for k, low in enumerate(lowers) if low == "of" and k), len(lowers))
    return lowers[cut - 1]
