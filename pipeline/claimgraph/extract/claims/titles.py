"""Posts told beside a person's name: "Acme chief executive Ann Lee", "Ann Lee, head of Acme".

Read from the order of words, not from the parse, which long titles break.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from spacy.tokens import Doc

from claimgraph.extract.claims.employers import LINKS, Employers
from claimgraph.extract.claims.seats import Posts, Seats, ways_to_write
from claimgraph.extract.naming.lexicon import Lexicon
from claimgraph.extract.naming.names import Mention
from claimgraph.extract.referents.resolve import Referents
from claimgraph.model import Participant

REACH = 14  # how far a title may run from the name
BELONGING = frozenset({"of", "at", "from", "with"})
TOGETHER = frozenset({"both", "all"})
ONCE = frozenset({"then", "formerly", "previously", "now", "currently", "late", "lately", "also"})
MARKS = frozenset({"'s", "\u2019s", "'", "\u2019"})
NAMED_IN_FULL = 2  # the words of a name that tells a person from a product or a law
DASHES = frozenset({"-", "--", "\u2013", "\u2014"})
ENDS = frozenset({".", ";", ":", "(", ")", '"', "\u201c", "\u201d", "who", "which", "whose"})


@dataclass(frozen=True, slots=True)
class Title:
    """A post: the noun that names it, who holds it, of which bodies, and the words that say so."""

    noun: int
    holder: Participant
    bodies: tuple[Participant, ...]
    extent: tuple[int, int]


def titles(referents: Referents, lexicon: Lexicon, posts: Posts) -> Iterator[Title]:
    """The posts told beside the names of persons, in text order.

    What body a post is of is guessed only where nothing has told a post of its holder yet.
    """
    reader = _Reader(referents, lexicon, posts, referents.parsed.doc)
    told: set[str] = set()
    for mention in referents.mentions:
        if not lexicon.is_personal(mention.kind):
            continue
        found = [
            *reader.before(mention),
            *reader.after(mention),
            *reader.linked(mention),
            *reader.owned(mention),
            *reader.under(mention),
        ]
        holder = referents.only(referents.parsed.doc[mention.end - 1])[0].name
        yield from found or (reader.alone(mention) if holder not in told else ())
        yield from reader.bracketed(mention)
        told.add(holder)


@dataclass(frozen=True)
class _Reader:
    referents: Referents
    lexicon: Lexicon
    posts: Posts
    doc: Doc

    @cached_property
    def _bodies(self) -> Employers:
        return Employers(self.referents, self.lexicon, self.posts)

    @cached_property
    def _seats(self) -> Seats:
        return Seats(self.referents, self.lexicon, self.posts)

    def before(self, person: Mention) -> Iterator[Title]:
        """A title before the name, of the body named before it or after "of" inside it."""
        noun = self._noun_before(person.start)
        if noun is None:
            return
        start = noun
        bodies: list[Participant] = self._bodies.of_office(noun)
        for i in range(noun + 1, person.start):
            bodies += self._bodies.body_at(i)
        i = noun - 1
        while i >= max(0, noun - REACH) and not bodies and self._in_phrase(i, noun):
            bodies = self._bodies.beside(i, noun)
            start = i
            i -= 1
        if not bodies and self.doc[max(i, 0)].text == "(" and i > 0:
            bodies, start = self._bodies.body_at(i - 1), i - 1  # "the Acme Board (Chair Lee)"
        if bodies:
            start = self._start_of(start)
            yield self._title(noun, person, bodies, (start, person.end))

    def alone(self, person: Mention) -> Iterator[Title]:
        """A public post before or after the name of which nothing tells the body."""
        noun = self._noun_before(person.start)
        if noun is None:
            noun = self._noun_after(person.end)
        if noun is None:
            return
        public = bool(ways_to_write(self.doc, noun) & self.posts.public)
        bodies = self._bodies.known_for(person) if public else []
        bodies = bodies or self._seats.implied(noun, person)
        owned = any(child.dep_ == "poss" for child in self.doc[noun].children)
        if bodies or (public and not owned):
            extent = (min(noun, person.start), max(noun + 1, person.end))
            yield self._title(noun, person, bodies, extent)

    def _noun_after(self, end: int) -> int | None:
        """The post in an apposition of few words: "Ann Lee, the technology secretary"."""
        if end >= len(self.doc) or self.doc[end].lower_ != ",":
            return None
        i = end + 1
        while i < min(len(self.doc) - 1, end + REACH) and self._in_phrase(i, i):
            ends = self.doc[i + 1].lower_ in LINKS or not self._in_phrase(i + 1, i + 1)
            if ends and self._is_post(i):
                return i
            i += 1
        return None

    def after(self, person: Mention) -> Iterator[Title]:
        """Titles after the name and a comma or dash: "Lee, head of A and co-founder of B"."""
        i = person.end
        if i >= len(self.doc) or (self.doc[i].lower_ != "," and self.doc[i].lower_ not in DASHES):
            return
        if i + 1 < len(self.doc) and self.doc[i + 1].lower_ in {"and", "or"}:
            return
        noun, seen = None, i
        bodies: list[Participant] = []
        while seen + 1 < min(len(self.doc), i + REACH) and not self._ends(seen + 1, noun):
            seen += 1
            if self._is_post(seen) and not (
                noun is not None and self.doc[seen - 1].lower_ in LINKS
            ):
                if noun is not None and bodies:
                    yield self._title(noun, person, bodies, (person.start, seen - 1))
                    bodies = []
                noun = seen
            found = self._bodies.after(seen, noun)
            if found and not self._same(found, bodies):
                bodies = found if noun is not None and self._is_at(seen) else bodies + found
        for k in range(i + 1, noun or 0):
            bodies = bodies or self._bodies.place_at(k, noun)
        if noun is not None and bodies:
            yield self._title(noun, person, bodies, (person.start, seen + 1))

    def linked(self, person: Mention) -> Iterator[Title]:
        """A body that a name belongs to without a post: "Ann Lee of Acme", "Lee, then at Acme"."""
        i = self._all_end(person)
        if i + 2 < len(self.doc) and self.doc[i].lower_ == "," and self.doc[i + 1].lower_ in ONCE:
            i += 2
        if i + 1 >= len(self.doc) or self.doc[i].lower_ not in BELONGING:
            return
        at = i + 2 if self.doc[i + 1].lower_ in {"the", "a"} and i + 2 < len(self.doc) else i + 1
        yield from self._belonging(person, i, at)

    def _all_end(self, person: Mention) -> int:
        """Where the names end that one body is told of: "Ann Lee and Bo Lund, both of Acme"."""
        i = person.end
        while i + 2 < len(self.doc) and self.doc[i].lower_ in {",", "and"}:
            if self.doc[i + 1].lower_ in TOGETHER:
                return i + 2
            other = self.referents.mention_at(i + 1)
            if other is None or not self.lexicon.is_personal(other.kind):
                break
            i = other.end
        return person.end

    def bracketed(self, person: Mention) -> Iterator[Title]:
        """A body in brackets right after the name: "Ann Lee (University of Acme)"."""
        i = person.end
        if i + 2 >= len(self.doc) or self.doc[i].text != "(":
            return
        told = tuple(self._belonging(person, i, i + 1))
        yield from told or self._party(person, i)

    def _party(self, person: Mention, bracket: int) -> Iterator[Title]:
        """What stands in the bracket after a person's name in capitals: "Ann Lee (ABC)"."""
        end = bracket + 1
        while end < min(len(self.doc), bracket + 4) and self.doc[end].text[:1].isupper():
            end += 1
        span = self.doc[bracket + 1 : end]
        plain = all(token.text.isalpha() and token.tag_.startswith("NN") for token in span)
        if not span or not plain or len(span.text) < 2 or self.doc[end : end + 1].text != ")":
            return
        mention = self.referents.mention_at(bracket + 1)
        if mention is None or not self.lexicon.is_place_kind(mention.kind):
            where = self.referents.parsed.span(bracket + 1, end)
            yield self._title(
                bracket, person, [Participant(span.text, "", "", where)], (person.start, end)
            )

    def under(self, person: Mention) -> Iterator[Title]:
        """The body that somebody leads: "the Digital Ministry under Ann Lee"."""
        i = person.start - 1
        if i < 1 or self.doc[i].lower_ != "under":
            return
        body = self.referents.mention_at(i - 1)
        found = self._bodies.body_at(i - 1) if body is not None and body.end == i else []
        if found and body is not None:
            yield self._title(i, person, found, (body.start, person.end))

    def _belonging(self, person: Mention, word: int, at: int) -> Iterator[Title]:
        body = self.referents.mention_at(at)
        if body is not None and body.start == at:
            found = self._bodies.body_at(body.end - 1)
            if not found and self.doc[word].lower_ == "of" and self._is_another(body):
                found = [replace(it, kind="") for it in self.referents.only(self.doc[body.end - 1])]
            if found:
                yield self._title(word, person, found, (person.start, body.end))

    def _is_another(self, body: Mention) -> bool:
        """Whether the recogniser takes a body for somebody: nobody is "of" another person."""
        guessed = body.how == "recogniser" and self.lexicon.is_personal(body.kind)
        return guessed and body.end - body.start > 1

    def owned(self, person: Mention) -> Iterator[Title]:
        """A body whose somebody is called: "Acme's Ann Lee"."""
        i = person.start - 1
        if i < 1 or self.doc[i].lower_ not in MARKS or person.end - person.start < NAMED_IN_FULL:
            return
        found = self._bodies.body_at(i - 1)
        if found:
            body = self.referents.mention_at(i - 1)
            start = body.start if body is not None else i - 1
            yield self._title(i, person, found, (start, person.end))

    def _is_at(self, i: int) -> bool:
        """Whether "at" tells that a name is the body: "Asia policy head at Acme" is of Acme."""
        mention = self.referents.mention_at(i)
        return mention is not None and self.doc[mention.start - 1].lower_ == "at"

    def _same(self, found: list[Participant], bodies: list[Participant]) -> bool:
        return any(one.name == other.name for one in found for other in bodies)

    def _ends(self, i: int, noun: int | None) -> bool:
        token = self.doc[i]
        if token.is_sent_start or token.lower_ in ENDS or token.tag_ in {"VBD", "VBZ", "VBP", "MD"}:
            return True
        return (token.lower_ == "," or token.lower_ in DASHES - {"-"}) and noun is not None

    def _noun_before(self, start: int) -> int | None:
        i = start - 1
        if i >= 0 and self.doc[i].lower_ == ",":
            i -= 1
        if i >= 0 and self._is_post(i):
            return i
        # "professor of law Ann Lee", "chairman of the group Acme, Ann Lee"
        while i > max(0, start - REACH):
            if self._is_post(i) and self.doc[i + 1].lower_ in LINKS:
                return i
            if not self._in_phrase(i, start) and self.doc[i].lower_ not in LINKS:
                return None
            i -= 1
        return None

    def _in_phrase(self, i: int, before: int) -> bool:
        token = self.doc[i]
        if self.doc[min(i + 1, before)].is_sent_start:
            return False
        tags = ("NN", "JJ", "POS", "DT", "PRP$", "CD", "HYPH", "VBN")
        return token.tag_.startswith(tags) or token.lower_ in {
            "and",
            "-",
            "of",
            "&",
            "for",
            "under",
        }

    def _is_post(self, i: int) -> bool:
        token = self.doc[i]
        if not token.tag_.startswith(("NN", "JJ")):
            return False
        return not ways_to_write(self.doc, i).isdisjoint(self.lexicon.post_nouns)

    def _start_of(self, i: int) -> int:
        mention = self.referents.mention_at(i)
        return mention.start if mention is not None else i

    def _title(
        self, noun: int, person: Mention, bodies: list[Participant], extent: tuple[int, int]
    ) -> Title:
        holder = self.referents.only(self.doc[person.end - 1])
        proper = [it for it in bodies if not self._is_place(it)]
        return Title(noun, holder[0], tuple(proper or bodies), extent)

    def _is_place(self, body: Participant) -> bool:
        """Whether but a place is named, by itself or for who acts there: "Asia policy chief"."""
        return self.lexicon.is_place_kind(body.kind) or body.name in self.lexicon.place_names
