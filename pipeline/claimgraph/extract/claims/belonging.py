"""Whose people somebody is: the bodies in which a text tells that persons hold posts."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from spacy.tokens import Token

from claimgraph.extract.claims.candidates import Candidate
from claimgraph.extract.claims.issuers import is_named
from claimgraph.extract.naming.lexicon import Lexicon
from claimgraph.model import Participant

FIRST_PLURAL = frozenset({"we", "us", "our", "ours", "ourselves"})


@dataclass(frozen=True)
class Belonging:
    """The relations of one document between persons and bodies."""

    lexicon: Lexicon
    told: Sequence[Candidate]

    def bodies(self, people: Iterable[Participant]) -> frozenset[str]:
        """The names of the bodies in which people hold posts."""
        return frozenset(body.name for who in people for body in self._bodies.get(who.name, ()))

    def meant(
        self, people: tuple[Participant, ...], heads: tuple[Token, ...]
    ) -> tuple[Participant, ...]:
        """Who is meant by words: by "we" of one person, the body that he speaks for."""
        plural = bool(heads) and all(head.lower_ in FIRST_PLURAL for head in heads)
        if len(people) != 1 or not plural or not self.lexicon.is_personal(people[0].kind):
            return people
        bodies = (each for each in self._bodies.get(people[0].name, ()) if is_named(each))
        body = next(bodies, None)
        return people if body is None else (body.elsewhere,)

    @cached_property
    def _bodies(self) -> Mapping[str, tuple[Participant, ...]]:
        found: dict[str, tuple[Participant, ...]] = {}
        for each in self.told:
            holders = each.role("agent")
            if any(self.lexicon.is_personal(it.kind) for it in holders):
                for who in holders:
                    found[who.name] = (*found.get(who.name, ()), *each.role("recipient"))
        return found
