"""Situations laid out anew for some claims, while all others stay where they were.

Claims are gone through in the order in which all claims are laid out. Those that are free choose
anew; the others go where they were before, beside a second layout that is as all was before. Where
one could have chosen a situation that differs between the two, it has to be set free as well.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from copy import copy
from dataclasses import dataclass, field

from pyoxigraph import NamedNode

from claimgraph.reconcile.records import Record
from claimgraph.reconcile.sameness import Sameness
from claimgraph.reconcile.situations import Cluster, Layout, Score, Situation

Place = tuple[str, str]
"""A situation as it was before, with the claim that founded it there: several may bear a name."""


@dataclass(frozen=True)
class Replayed:
    """The situations as they are now.

    `founders` are those of claims in situations that were founded several times and bear one name.
    `differing` are situations that differ from before, as they are and as they were; `awake` the
    claims that stayed where they were and yet could have chosen such a situation.
    """

    found: tuple[Situation, ...]
    founders: Mapping[NamedNode, str]
    differing: tuple[tuple[Record, ...], ...]
    awake: frozenset[str]

    @property
    def unsettled(self) -> frozenset[str]:
        """The claims that are or were in situations which differ."""
        return frozenset(record.iri.value for one in self.differing for record in one)


def replayed(
    same: Sameness,
    records: Iterable[Record],
    free: Collection[str],
    former: Mapping[str, Place],
    elsewhere: Callable[[NamedNode], tuple[NamedNode, ...]],
) -> Replayed:
    """The situations of some claims, of which some choose anew and others stay.

    Args:
        same: compares the claims.
        records: the claims to be laid out; situations that one of them may choose are whole.
        free: those that choose.
        former: where claims were before.
        elsewhere: the situations of embedded claims that are not among the records.
    """
    replay = _Replay(Layout(same, elsewhere), free, former)
    for record in sorted(records, key=replay.layout.rank):
        replay.place(record)
    return replay.result()


@dataclass
class _Replay:
    """Two layouts side by side: `shadows` are situations as they were, where they differ."""

    layout: Layout
    free: Collection[str]
    former: Mapping[str, Place]
    now: dict[Place, Cluster] = field(default_factory=dict)
    shadows: dict[Place, Cluster | None] = field(default_factory=dict)
    places: dict[int, Place] = field(default_factory=dict)
    awake: set[str] = field(default_factory=set)

    def place(self, record: Record) -> None:
        """Lays out a claim in both layouts."""
        name = record.iri.value
        before = self.former.get(name)
        if name in self.free or before is None:
            now = self.chosen(record, before)
        else:
            now = before
            if self.could_move(record, before):
                self.awake.add(name)
        if now != before:
            for one in (now, before):
                self.differ(one)
        self.layout.join(record, self.cluster(now, record))
        if before in self.shadows:
            shadow = self.shadows[before] or self.layout.begun(record, -1)
            self.layout.tell(record, shadow)
            self.shadows[before] = shadow

    def chosen(self, record: Record, before: Place | None) -> Place:
        """Where a claim goes that chooses: a founder goes on founding the same."""
        cluster = self.layout.fitting(record)
        if cluster is not None:
            return self.places[cluster.number]
        if before is not None and before not in self.now and before not in self.shadows:
            return before
        return "", record.iri.value

    def cluster(self, place: Place, record: Record) -> Cluster:
        """The situation at a place, founded where there is none yet."""
        if place not in self.now:
            self.now[place] = self.layout.found(record)
            self.places[self.now[place].number] = place
        return self.now[place]

    def differ(self, place: Place | None) -> None:
        """Keeps a situation as it was, since it is going to be otherwise."""
        if place is not None and place not in self.shadows:
            known = self.now.get(place)
            self.shadows[place] = _copy(known) if known else None

    def could_move(self, record: Record, place: Place) -> bool:
        """Whether a claim could choose otherwise than before, since situations differ.

        It stays for sure where it chose what is as good as then or better, and better than what
        else differs: all that does not differ was not better then, and is what it was.
        """
        rivals = [
            found for one in self.shadows if one != place for found in self.scores(record, one)
        ]
        if place not in self.shadows and not rivals:
            return False
        before, now = self.shadows.get(place, self.now.get(place)), self.now.get(place)
        if before is None or now is None or before.members[0] is not now.members[0]:
            return True
        key = self.layout.same.key(record)
        old, new = (self.layout.score(record, key, one) for one in (before, now))
        needed = self.layout.same.habits(record.type).needed
        if old is None or new is None or new < old:
            return True
        return min(sum(old[:3]), sum(new[:3])) < needed or any(one >= new for one in rivals)

    def scores(self, record: Record, place: Place) -> Iterator[Score]:
        """How well a claim fits a situation, as that was and as it is."""
        key = self.layout.same.key(record)
        for cluster in (self.shadows[place], self.now.get(place)):
            if cluster is not None and cluster.type == record.type:
                found = self.layout.score(record, key, cluster)
                if found is not None:
                    yield found

    def differing(self) -> Iterator[Cluster]:
        """The situations that differ, as they are and as they were."""
        for place, shadow in self.shadows.items():
            for cluster in (shadow, self.now.get(place)):
                if cluster is not None:
                    yield cluster

    def result(self) -> Replayed:
        """What came of it."""
        found = self.layout.result()
        return Replayed(
            found,
            dict(self.founders(found)),
            tuple(tuple(one.members) for one in self.differing()),
            frozenset(self.awake),
        )

    def founders(self, found: Iterable[Situation]) -> Iterator[tuple[NamedNode, str]]:
        """Of claims in situations that were founded several times, by which claim."""
        homes = self.layout.homes
        for one in found:
            numbers = {homes[record.iri][0].number for record in one.members}
            if len(numbers) > 1:
                for record in one.members:
                    yield record.iri, homes[record.iri][0].members[0].iri.value


def _copy(cluster: Cluster) -> Cluster:
    """The same situation, which stays as it is."""
    told = copy(cluster)
    told.members, told.sources = list(cluster.members), cluster.sources.copy()
    told.values = copy(cluster.values)
    for role, values in cluster.values.items():
        told.values[role] = set(values)
    told.finest = dict(cluster.finest)
    told.spans = set(cluster.spans)
    return told
