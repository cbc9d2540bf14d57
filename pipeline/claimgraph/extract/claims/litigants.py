"""Who "the plaintiff" and "the defendant" are: told by a caption, or by the suit of the text."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from spacy.tokens import Doc

from claimgraph.extract.claims.candidates import Candidate
from claimgraph.extract.claims.issuers import is_named
from claimgraph.extract.naming.entities import plain
from claimgraph.extract.referents.resolve import Referents
from claimgraph.model import Participant

OTHERS = frozenset({",", "et", "al", "al.", "."})
SHORT = 5  # letters of what may stand after a comma within a name: "Acme, Inc."
PLACES = ("agent", "recipient", "object")


@dataclass(frozen=True)
class Litigants:
    """The parties to the suit that one document tells of.

    `nouns` give, for a word like "plaintiff", the claim type and the role of whom it means.
    """

    referents: Referents
    nouns: Mapping[str, tuple[str, str]]
    told: Sequence[Candidate]

    def named(self) -> Iterator[Candidate]:
        """The candidates, with names for those who are but called parties."""
        for each in self.told:
            roles = {role: tuple(self._each(each, them)) for role, them in each.roles.items()}
            speaker = tuple(self._each(each, each.standing.speaker))
            if roles != each.roles or speaker != each.standing.speaker:
                yield replace(each, roles=roles, standing=replace(each.standing, speaker=speaker))
            else:
                yield each

    def _each(self, at: Candidate, people: Sequence[Participant]) -> Iterator[Participant]:
        for one in people:
            use = self._use(one.name)
            yield from (self._meant(at, use) if use is not None else ()) or (one,)

    def _use(self, name: str) -> tuple[str, str] | None:
        """The type and role that a name calls somebody by: "Defendants"."""
        word = name.casefold().removeprefix("the ")
        return self.nouns.get(word) or self.nouns.get(word.removesuffix("s"))

    def _meant(self, at: Candidate, use: tuple[str, str]) -> tuple[Participant, ...]:
        if use in self._captioned:
            return self._captioned[use]
        kind, role = use
        suits = [each for each in self.told if each.type == kind and each.key != at.key]
        before = [each for each in suits if each.head.i < at.head.i]
        for each in (*reversed(before), *suits):
            found = tuple(it for it in each.role(role) if is_named(it))
            if found and not any(self._use(it.name) for it in found):
                return tuple(replace(it, span=None) for it in found)
        return ()

    @cached_property
    def _captioned(self) -> Mapping[tuple[str, str], tuple[Participant, ...]]:
        """Those named beside what they are called: "Tarn AI, Inc., Defendant", "Plaintiff Lee"."""
        found: dict[tuple[str, str], tuple[Participant, ...]] = {}
        for token in self._doc:
            use = self._use(token.text)
            if use is None or not token.text[0].isupper():
                continue
            people = self._before(token.i) or self._after(token.i)
            if len(people) > len(found.get(use, ())):
                found[use] = people
        return found

    @property
    def _doc(self) -> Doc:
        return self.referents.parsed.doc

    def _after(self, i: int) -> tuple[Participant, ...]:
        """Those whose names follow a word: "Plaintiffs Acme and Lee"."""
        mention = self.referents.mention_at(i + 1)
        if mention is None or mention.start != i + 1:
            return ()
        people = self.referents.of(self._doc[mention.end - 1])
        return tuple(replace(each, span=None) for each in people if is_named(each))

    def _before(self, i: int) -> tuple[Participant, ...]:
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
