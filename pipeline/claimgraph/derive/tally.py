"""What all sources together tell of one thing, in sums: enough to say what it is and is called.

So a source that speaks of what thousands speak of is added to a sum, and theirs are not read again.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, Self, TypeVar

from pyoxigraph import NamedNode

from claimgraph.derive.tale import Telling
from claimgraph.entities import Told

One = TypeVar("One")

STANDING: Final = NamedNode("urn:claimgraph:some-claim")
"""Stands for the claims that a thing rests on, which a sum does not name."""


@dataclass(frozen=True, slots=True)
class Tally:
    """Sums over what sources tell of a thing.

    Of mentions, claims and claims that describe a group in words: how many sources have any;
    `supporting` counts those with claims, `grounding` with claims of either sort.
    """

    names: tuple[tuple[str, int], ...] = ()
    kinds: tuple[tuple[NamedNode, int], ...] = ()
    parties: tuple[tuple[tuple[str, NamedNode], int], ...] = ()
    mentioning: int = 0
    supporting: int = 0
    grounding: int = 0

    def changed(self, gone: Iterable[Telling], come: Iterable[Telling]) -> Self:
        """The sums with some tellings gone and others come."""
        names, kinds = Counter(dict(self.names)), Counter(dict(self.kinds))
        parties = Counter(dict(self.parties))
        heads = [self.mentioning, self.supporting, self.grounding]
        for sign, tellings in ((-1, gone), (1, come)):
            for one in tellings:
                _add(parties, (((words, cls), sign) for _, words, cls in one.parties))
                for place, told in enumerate((one.mentions, one.supports, one.grounds)):
                    heads[place] += sign * bool(told)
                if one.mentions:
                    _add(names, ((name, sign * n) for name, n in one.names))
                    _add(kinds, ((kind, sign * n) for kind, n in one.kinds))
        return type(self)(_sorted(names), _sorted(kinds), _sorted(parties), *heads)


def told_of(tallies: Mapping[NamedNode, Tally]) -> Told:
    """What is told of things, as far as sums tell it; each rests on `STANDING`, if on claims."""
    parties, types = dict[NamedNode, str](), dict[NamedNode, NamedNode]()
    for one in tallies.values():
        for (words, cls), _ in one.parties:
            claim = NamedNode(f"{STANDING.value}-{len(parties)}")
            parties[claim], types[claim] = words, cls
    mentioned = {node: one for node, one in tallies.items() if one.mentioning}
    return Told(
        {node: Counter(dict(one.names)) for node, one in mentioned.items()},
        {node: Counter(dict(one.kinds)) for node, one in mentioned.items()},
        {node: {STANDING} for node in mentioned},
        {node: {STANDING} for node, one in tallies.items() if one.supporting},
        parties,
        types,
        frozenset(),
    )


def _add(sums: Counter[One], told: Iterable[tuple[One, int]]) -> None:
    for one, count in told:
        sums[one] += count


def _sorted(sums: Counter[One]) -> tuple[tuple[One, int], ...]:
    found = ((one, count) for one, count in sums.items() if count)
    return tuple(sorted(found, key=str))
