"""Who deals with whom: whom the doer of a deed mostly deals with in a text is its counterpart."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from claimgraph.extract.claims.candidates import Candidate
from claimgraph.extract.claims.issuers import is_named
from claimgraph.extract.claims.retold import ELSEWHERE
from claimgraph.model import Participant

ACTING = ("agent", "recipient")


@dataclass(frozen=True)
class Dealings:
    """The deeds that one document tells between agents and recipients.

    `least` gives, for a claim type and role, in how many deeds somebody has to deal with a
    counterpart, more often than with any other, for the role to be the counterpart's. `central`
    are the roles that, where nobody does, whoever most deeds of the text are done to fills.
    """

    told: Sequence[Candidate]
    least: Mapping[tuple[str, str], int]
    central: Collection[tuple[str, str]] = ()

    def completed(self) -> Iterator[Candidate]:
        """The candidates with whom their doers mostly deal with in roles left open."""
        for each in self.told:
            whole = each
            for role in ACTING:
                least = self.least.get((each.type, role), 0)
                if least and not each.role(role) and not each.party:
                    whole = self._with(whole, role, least)
            yield whole

    def _with(self, each: Candidate, role: str, least: int) -> Candidate:
        found, path = self._usual(each, role, least), "dealings"
        central = (each.type, role) in self.central and not each.role("object")
        if not found and central and each.names("agent"):
            found, path = self._central(each, least), "central"
        if not found:
            return each
        reasons = tuple(dict.fromkeys((*each.reasons, f"path:{role}={path}", ELSEWHERE)))
        return replace(each, roles={**each.roles, role: found}, reasons=reasons)

    def _usual(self, each: Candidate, role: str, least: int) -> tuple[Participant, ...]:
        other = "agent" if role == "recipient" else "recipient"
        counts: Counter[str] = Counter()
        for name in sorted(each.names(other)):
            counts += self._beside(name)
        ranked = self._ranked(counts, each)
        alone = len(ranked) == 1 or (ranked and ranked[0][1] > ranked[1][1])
        if (
            not alone
            or ranked[0][1] < least
            or not self._did(each.names(other), role, ranked[0][0])
        ):
            return ()
        return (self._people[ranked[0][0]],)

    def _central(self, each: Candidate, least: int) -> tuple[Participant, ...]:
        """Whoever most deeds of the text are done to, of those who play no part in this one."""
        counts = Counter(name for one in self.told for name in self._named(one, "recipient"))
        ranked = self._ranked(counts, each)
        if not ranked or ranked[0][1] < least:
            return ()
        return (self._people[ranked[0][0]],)

    def _ranked(self, counts: Counter[str], each: Candidate) -> list[tuple[str, int]]:
        """Those who are counted, most often first, but for those who play a part in a deed."""
        taken = self._names(each)
        return [it for it in counts.most_common() if it[0] not in taken]

    def _did(self, doers: Iterable[str], role: str, counterpart: str) -> bool:
        """Whether one deed at least went the way that this one goes."""
        pairs = ((one, counterpart) if role == "recipient" else (counterpart, one) for one in doers)
        return any(pair in self._deeds for pair in pairs)

    def _names(self, each: Candidate) -> frozenset[str]:
        return frozenset(name for role in each.roles for name in each.names(role))

    @cached_property
    def _deeds(self) -> Counter[tuple[str, str]]:
        """Who did something to whom, and how often."""
        return Counter(
            (one, other)
            for each in self.told
            for one in self._named(each, "agent")
            for other in self._named(each, "recipient")
        )

    def _beside(self, name: str) -> Counter[str]:
        """How often somebody stands for doer or counterpart beside which others."""
        found: Counter[str] = Counter()
        for (one, other), times in self._deeds.items():
            found[other] += times * (one == name)
            found[one] += times * (other == name)
        return +found

    def _named(self, each: Candidate, role: str) -> list[str]:
        return [] if each.lasting else [it.name for it in each.role(role) if is_named(it)]

    @cached_property
    def _people(self) -> Mapping[str, Participant]:
        return {
            it.name: it.elsewhere for each in self.told for role in ACTING for it in each.role(role)
        }
