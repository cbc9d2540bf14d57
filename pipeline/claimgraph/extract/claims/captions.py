"""Who the parties to the suit of one document are, as captions and titles tell them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from spacy.tokens import Doc

from claimgraph.extract.claims.issuers import is_named
from claimgraph.extract.naming.entities import plain
from claimgraph.extract.referents.resolve import Referents
from claimgraph.model import Participant

OTHERS = frozenset({",", "et", "al", "al.", "."})
AGAINST = frozenset({"v.", "v", "vs.", "vs"})
SHORT = 5  # letters of what may stand after a comma within a name: "Acme, Inc."
TITLE = 40  # words within which a text names the suit that it is about
DOER = "agent"

Use = tuple[str, str]  # a claim type and one of its roles
People = tuple[Participant, ...]


@dataclass(frozen=True)
class Captions:
    """What one document writes beside the names of the parties to a suit.

    `nouns` give, for a word like "plaintiff", the claim type and the role of whom it means.
    """

    referents: Referents
    nouns: Mapping[str, Use]

    def use(self, name: str) -> Use | None:
        """The type and role that a name calls somebody by: "Defendants"."""
        word = name.casefold().removeprefix("the ")
        return self.nouns.get(word) or self.nouns.get(word.removesuffix("s"))

    def party(self, use: Use) -> People:
        """Whoever a caption names for a role: of "Acme v. Lee" the doer is Acme."""
        return self._told.get(use) or self._titled.get(use) or ()

    def doer(self, kind: str) -> People:
        """Whoever a caption names as doer of a claim type: who sued."""
        return self.party((kind, DOER))

    @cached_property
    def _told(self) -> Mapping[Use, People]:
        """Those named beside what they are called: "Tarn AI, Inc., Defendant", "Plaintiff Lee"."""
        found: dict[Use, People] = {}
        for token in self._doc:
            use = self.use(token.text)
            if use is None or not token.text[0].isupper():
                continue
            people = self._before(token.i) or self._after(token.i)
            if len(people) > len(found.get(use, ())):
                found[use] = people
        return found

    @cached_property
    def _titled(self) -> Mapping[Use, People]:
        """Those on both sides of the "v." in the name of a suit that opens the text."""
        at = next((token.i for token in self._doc[:TITLE] if token.lower_ in AGAINST), 0)
        if not at:
            return {}
        sides = {True: tuple(self._named(at - 1)), False: tuple(self._named(at + 1))}
        return {use: sides[use[1] == DOER] for use in self.nouns.values()}

    @property
    def _doc(self) -> Doc:
        return self.referents.parsed.doc

    def _named(self, i: int) -> Iterator[Participant]:
        """Whoever the name means that a word belongs to."""
        mention = self.referents.mention_at(i)
        if mention is not None:
            yield from self.referents.only(self._doc[mention.end - 1])

    def _after(self, i: int) -> People:
        """Those whose names follow a word: "Plaintiffs Acme and Lee"."""
        mention = self.referents.mention_at(i + 1)
        if mention is None or mention.start != i + 1:
            return ()
        people = self.referents.of(self._doc[mention.end - 1])
        return tuple(each for each in people if is_named(each))

    def _before(self, i: int) -> People:
        """Whoever is named at a comma before a word."""
        end = i
        while end and self._doc[end - 1].lower_ in OTHERS:
            end -= 1
        if end == i or self._doc[i - 1].text != ",":
            return ()
        start = end
        while start and self._is_of_name(start - 1, end):
            start -= 1
        name = self._doc[start:end].text.strip(" ,")
        named = (it for it in self.referents.entities() if plain(it.name) in plain(name))
        known = (it for it in named if it.name in self._doc.text and is_named(it))
        return (max(known, key=_length, default=Participant(name)),) if name else ()

    def _is_of_name(self, i: int, end: int) -> bool:
        """Whether a word belongs to a name that goes on to a place."""
        token = self._doc[i]
        if token.text == ",":
            return i + 1 < end and len(self._doc[i + 1].text) < SHORT and i + 2 >= end - 1
        return token.text[0].isupper() or token.text == "&"


def _length(participant: Participant) -> int:
    return len(participant.name)
