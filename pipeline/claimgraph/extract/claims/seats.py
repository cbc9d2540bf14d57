"""The bodies of posts told without one: what was told last or most, or shares the post's field."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from spacy.tokens import Doc

from claimgraph.extract.naming.lexicon import Lexicon
from claimgraph.extract.naming.names import Mention
from claimgraph.extract.referents.resolve import Referents
from claimgraph.model import Participant

LONGEST = 2  # words before the noun of a post: "chief technology officer"


@dataclass(frozen=True, slots=True)
class Posts:
    """What a domain tells of posts.

    `bodies` are the kinds of bodies that have posts; `public` are nouns of posts of places, told
    even where nothing tells of which; `seats` are nouns of posts in bodies of certain kinds (a
    judge sits in a court), of which the one told last is meant where they stand without one;
    `acting` are the kinds of products that are named for whoever makes them ("the Rover boss").
    """

    bodies: frozenset[str]
    public: frozenset[str] = frozenset()
    seats: Mapping[str, frozenset[str]] = field(default_factory=dict)
    acting: frozenset[str] = frozenset()

    def has(self, lexicon: Lexicon, kind: str) -> bool:
        """Whether things of a kind are bodies that have posts."""
        return lexicon.is_any(kind, self.bodies)

    def led(self, lexicon: Lexicon, kind: str) -> bool:
        """Whether things of a kind stand for the bodies whose people run them."""
        return lexicon.is_any(kind, self.acting)


@dataclass(frozen=True)
class Seats:
    """Finds the bodies that posts of one document are of where nothing beside them tells."""

    referents: Referents
    lexicon: Lexicon
    posts: Posts

    @property
    def _doc(self) -> Doc:
        return self.referents.parsed.doc

    def implied(self, noun: int, person: Mention) -> list[Participant]:
        """The body of a post told without one, by what stands before the post or was told last."""
        names = ways_to_write(self._doc, noun)
        seats = [self.posts.seats[name] for name in sorted(names & self.posts.seats.keys())]
        if any(map(self.lexicon.is_place_kind, (kind for kinds in seats for kind in kinds))):
            return self._sharing(noun, person) or self._governed(noun)
        if seats:
            return self._nearest(person, seats[0])
        return self._sharing(noun, person) if names & self.posts.public else []

    def _nearest(self, person: Mention, kinds: frozenset[str]) -> list[Participant]:
        """The body told last before somebody named without one: "chief executive Ann Lee"."""
        mentions = self.referents.mentions
        last = bisect_right(mentions, person.start, key=lambda it: it.end)
        told: dict[str, Participant] = {}
        counts: Counter[str] = Counter()
        for mention in reversed(mentions[:last]):
            if self.lexicon.is_any(mention.kind, kinds):
                for each in self.referents.only(self._doc[mention.end - 1])[:1]:
                    told.setdefault(each.name, each)
                    counts[each.name] += 1
        return [told[max(told, key=counts.__getitem__)]] if told else []

    def _sharing(self, noun: int, person: Mention) -> list[Participant]:
        """The body whose name has the field of a post: of "trade minister", the Trade Office."""
        field = noun - 1
        if self._is_post(noun - 1, noun):
            field = noun - 2  # "prime" tells no field of a minister
        if noun + 2 < len(self._doc) and self._doc[noun + 1].lower_ == "of":
            field = noun + 2
        word = self._doc[field].lower_ if field >= 0 else ""
        if not word.isalpha() or not self._doc[field].tag_.startswith(("NN", "JJ")):
            return []
        if self._doc[field].is_upper:  # many a name has "AI" or "US" in it
            return []
        for mention in self.referents.mentions:
            told = {token.lower_ for token in self._doc[mention.start : mention.end]}
            if (
                mention.start != person.start
                and not mention.start <= field < mention.end
                and word in told
                and self.posts.has(self.lexicon, mention.kind)
            ):
                return list(self.referents.only(self._doc[mention.end - 1]))[:1]
        return []

    def _is_post(self, start: int, last: int) -> bool:
        """Whether words make one noun for a post: "prime minister"."""
        told = " ".join(token.lower_ for token in self._doc[max(start, 0) : last + 1])
        return start >= 0 and told in self.lexicon.post_nouns

    def _governed(self, noun: int) -> list[Participant]:
        """The place whose public posts are told: the one told most, of several the last."""
        named = self.referents.mention_at(noun - 1) if noun else None
        if self._doc[noun + 1 : noun + 2].text == "of" or (named is not None and named.kind):
            return []  # "president of the panel", "Acme president Ann Lee"
        iris = [self._place_of(i) for i in range(noun)]
        told = Counter(filter(None, reversed(iris)))
        most = max(told, key=told.__getitem__, default="")
        entry = self.lexicon.entries.get(most)
        if entry is None:
            return []
        told_as = (it.name for it in self.referents.entities() if it.iri == most)
        return [Participant(next(told_as, entry.names[0]), "", "")]

    def _place_of(self, i: int) -> str:
        """The place that a word names or is the adjective of, or empty."""
        iri = self.lexicon.place_names.get(self._doc[i].text, "")
        return iri if self.lexicon.is_place(iri) else ""


def ways_to_write(doc: Doc, noun: int) -> set[str]:
    """The ways to write the post that a noun ends: "executive", "chief executive"."""
    token = doc[noun]
    words = [each.lower_ for each in doc[max(0, noun - LONGEST) : noun]]
    before = ["", *(" ".join(words[k:]) + " " for k in range(len(words)))]
    return {start + form for start in before for form in (token.lower_, token.lemma_)}
