"""Who "the plaintiff" and "the defendant" are: told by a caption, or by the suit of the text."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from claimgraph.extract.claims.candidates import Candidate
from claimgraph.extract.claims.captions import Captions, Use
from claimgraph.extract.claims.issuers import is_named
from claimgraph.model import Participant


@dataclass(frozen=True)
class Litigants:
    """The parties to the suit that one document tells of."""

    captions: Captions
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
            use = self.captions.use(one.name)
            yield from (self._meant(at, use) if use is not None else ()) or (one,)

    def _meant(self, at: Candidate, use: Use) -> tuple[Participant, ...]:
        named = tuple(each.elsewhere for each in self.captions.party(use))
        return named or self._suing(at, use)

    def _suing(self, at: Candidate, use: Use) -> tuple[Participant, ...]:
        """Whoever plays the role in the suit told last before a candidate, or in one after it."""
        kind, role = use
        suits = [each for each in self.told if each.type == kind and each.key != at.key]
        before = [each for each in suits if each.head.i < at.head.i]
        for each in (*reversed(before), *suits):
            found = tuple(it for it in each.role(role) if is_named(it))
            if found and not any(self.captions.use(it.name) for it in found):
                return tuple(each.elsewhere for each in found)
        return ()
