"""Which claims speak of one situation: by class, identifying participants and dates.

Claims are laid out from the fullest to the barest; each joins the situation that it fits best or
founds one. The order comes from the claims' content, so the order of sources does not matter.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import product
from operator import itemgetter
from typing import Final

from pyoxigraph import Literal, NamedNode

from claimgraph import iri
from claimgraph.reconcile.days import Days, gap
from claimgraph.reconcile.records import CONTENT, WORDS, Record
from claimgraph.reconcile.sameness import MAX_EMBEDDING, Key, Sameness, spans
from claimgraph.terms import Term, cg

Score = tuple[int, int, int, int, int]
Handle = tuple[NamedNode, NamedNode, str]
Shape = frozenset[NamedNode]
WITHIN: Final = ">"
"""Between a role and a role of the claim that is embedded in it."""
MOST_PARTICULAR_FIRST: Final = (WORDS, cg("object"), cg("recipient"), cg("agent"))


@dataclass(frozen=True, slots=True)
class Situation:
    """One happening, directive, allegation or relation with the claims that describe it."""

    iri: NamedNode
    type: NamedNode
    members: tuple[Record, ...]

    @property
    def documents(self) -> frozenset[NamedNode]:
        """The sources that speak of it."""
        return frozenset(record.source for record in self.members)


def situations(
    same: Sameness,
    records: Iterable[Record],
    elsewhere: Callable[[NamedNode], tuple[NamedNode, ...]] = lambda _: (),
) -> tuple[Situation, ...]:
    """The situations that some claims describe, by IRI.

    `elsewhere` gives those of embedded claims that are not among them.
    """
    layout = Layout(same, elsewhere)
    pieces = [piece for record in records for piece in layout.pieces(record)]
    for piece in sorted(pieces, key=layout.rank):
        layout.place(piece)
    return layout.result()


def handles_of(same: Sameness, record: Record) -> dict[str, frozenset[Handle]]:
    """By what a claim and the situations that it may fit are found, the most particular first.

    Those that may meet share a handle of each role that both tell; where each embeds but one claim
    in a role, also of each role that both of these tell, and so on: `role>role`.
    """
    layout = Layout(same, lambda _: ())
    told: dict[NamedNode, set[Handle]] = defaultdict(set)
    for piece in layout.pieces(record):
        for role, values in same.key(piece).items():
            told[role].update(layout.handles(piece, role, values))
    return dict(_along(layout, record, told, (record.iri,)))


def _along(
    layout: "Layout",
    record: Record,
    told: Mapping[NamedNode, Iterable[Handle]],
    within: tuple[NamedNode, ...],
) -> Iterator[tuple[str, frozenset[Handle]]]:
    """The handles of a claim by role, those of a claim that it embeds before the role's own."""
    same, key = layout.same, layout.same.key(record)
    inner = {role: same.corpus.claim(min(values, key=str)) for role, values in key.items()}
    unnamed = {r for r, values in key.items() if any(map(same.corpus.claim, values))}
    order = {role: place for place, role in enumerate(MOST_PARTICULAR_FIRST)}
    for role in sorted(
        told, key=lambda one: (one in unnamed, order.get(one, len(order)), str(one))
    ):
        claim = inner[role] if len(key.get(role, ())) == 1 else None
        if claim is not None and claim.iri not in within and len(within) <= MAX_EMBEDDING:
            parts = {r: v for r, v in same.key(claim).items() if r != WORDS}
            handles = {r: frozenset(layout.handles(claim, r, v)) for r, v in parts.items()}
            for path, several in _along(layout, claim, handles, (*within, claim.iri)):
                yield f"{role.value}{WITHIN}{path}", several
        yield role.value, frozenset(told[role])


@dataclass
class Cluster:
    """A situation in the making; `shape` are the roles that are told of it."""

    number: int
    type: NamedNode
    apart: NamedNode | None
    members: list[Record] = field(default_factory=list)
    sources: Counter[NamedNode] = field(default_factory=Counter)
    values: dict[NamedNode, set[Term]] = field(default_factory=lambda: defaultdict(set))
    finest: dict[NamedNode, set[Term]] = field(default_factory=dict)
    spans: set[Days] = field(default_factory=set)
    handles: set[Handle] = field(default_factory=set)

    @property
    def shape(self) -> Shape:
        """The roles that are told of it."""
        return frozenset(self.values)


@dataclass
class Layout:
    """The situations found so far, and by which participants each is found again."""

    same: Sameness
    elsewhere: Callable[[NamedNode], tuple[NamedNode, ...]]
    clusters: list[Cluster] = field(default_factory=list)
    index: dict[tuple[Handle, Shape], set[int]] = field(default_factory=lambda: defaultdict(set))
    shapes: dict[NamedNode, set[Shape]] = field(default_factory=lambda: defaultdict(set))
    homes: dict[NamedNode, list[Cluster]] = field(default_factory=lambda: defaultdict(list))

    def pieces(self, record: Record) -> Iterator[Record]:
        """The claim, or one copy for each combination where its class keeps these apart."""
        key = self.same.key(record)
        roles = [role for role in key if role != WORDS]
        if not self.same.habits(record.type).each_apart or not roles:
            yield record
            return
        ordered = [sorted(key[role], key=str) for role in roles]
        for values in product(*ordered):
            told = {r: (v,) for r, v in zip(roles, values, strict=True)}
            yield record if record.roles.items() >= told.items() else record.with_roles(told)

    def rank(self, record: Record) -> tuple[int, int, int, int, str, str]:
        """Fullest first; equals by content, so that the order is always the same."""
        key = self.same.key(record)
        size = sum(len(values) for values in key.values())
        depth = sum(len(self.same.above(record.type, r, v)) for r, vs in key.items() for v in vs)
        text = "|".join(sorted(f"{role}={value}" for role, vs in key.items() for value in vs))
        dated = int(bool(spans(record)))
        return (-len(key), -dated, -size, -depth, text, record.iri.value)

    def place(self, record: Record) -> None:
        """Puts a claim into the situation that it fits best, or into one of its own."""
        self.join(record, self.fitting(record) or self.found(record))

    def fitting(self, record: Record) -> Cluster | None:
        """The situation that a claim fits best.

        One that shares too little fits only where there is no other that it could belong to.
        """
        key = self.same.key(record)
        scored = [
            (score, -cluster.number, cluster)
            for cluster in self.candidates(record, key)
            if (score := self.score(record, key, cluster))
        ]
        needed = self.same.habits(record.type).needed
        sure = [one for one in scored if sum(one[0][:3]) >= needed]
        best = max(sure, default=None, key=itemgetter(0, 1))
        fits = [best[2]] if best else self.only_fit(record, key, [one[2] for one in scored])
        return fits[0] if fits else None

    def found(self, record: Record) -> Cluster:
        """A situation for a claim that fits no other."""
        cluster = self.begun(record, len(self.clusters))
        self.clusters.append(cluster)
        return cluster

    def begun(self, record: Record, number: int) -> Cluster:
        """What a claim founds, before it is in it."""
        cluster = Cluster(number, record.type, self.same.apart(record.cls))
        if not self.same.key(record):
            cluster.values[WORDS].add(Literal(record.iri.value))
        return cluster

    def join(self, record: Record, cluster: Cluster) -> None:
        """Puts a claim into a situation, where others find it from now on."""
        shape, key = cluster.shape, self.same.key(record)
        self.tell(record, cluster)
        fresh = {one for role in key for one in self.handles(record, role, key[role])}
        self.reindex(cluster, shape, fresh - cluster.handles)
        cluster.handles |= fresh
        if cluster not in self.homes[record.iri]:
            self.homes[record.iri].append(cluster)

    def tell(self, record: Record, cluster: Cluster) -> None:
        """Adds to a situation what a claim tells of it."""
        cluster.members.append(record)
        cluster.sources[record.source] += 1
        cluster.spans |= set(spans(record))
        for role, values in self.same.key(record).items():
            cluster.values[role] |= values
            cluster.finest[role] = self.same.finest(cluster.type, role, cluster.values[role])

    def reindex(self, cluster: Cluster, before: Shape, fresh: set[Handle]) -> None:
        """Makes a situation findable by more participants, or anew where more roles are told."""
        shape = cluster.shape
        if shape != before:
            for handle in cluster.handles:
                self.index[handle, before].discard(cluster.number)
                self.index[handle, shape].add(cluster.number)
        for handle in fresh:
            self.index[handle, shape].add(cluster.number)
        self.shapes[cluster.type].add(shape)

    def handles(self, record: Record, role: NamedNode, values: Iterable[Term]) -> Iterator[Handle]:
        """Under which names a situation with these participants is found again."""
        for value in values:
            claim = self.same.corpus.claim(value)
            yield (record.type, role, str(claim.type if claim else value))
            for one in self.same.above(record.type, role, value):
                yield (record.type, role, str(one))

    def candidates(self, record: Record, key: Key) -> list[Cluster]:
        """Situations that may share all roles that both tell, found by the rarest of these."""
        by_role = {role: set(self.handles(record, role, values)) for role, values in key.items()}
        found: set[int] = set()
        for shape in self.shapes[record.type]:
            hits = [
                set().union(*(self.index.get((handle, shape), set()) for handle in handles))
                for role, handles in by_role.items()
                if role in shape
            ]
            found |= min(hits, key=len, default=set())
        return [self.clusters[number] for number in sorted(found)]

    def score(self, record: Record, key: Key, cluster: Cluster) -> Score | None:
        """How well a claim fits a situation; None where it does not."""
        both = [role for role in key if role in cluster.values]
        overlap = self.same.overlap
        if not both or not all(overlap(record.type, r, key[r], cluster.finest[r]) for r in both):
            return None
        by_words = self.same.habits(record.type).is_told_by_words
        if by_words and not {CONTENT, WORDS} & set(both):
            return None
        if not self.dates_fit(record, cluster) or not self.mode_fits(record, cluster):
            return None
        exact = sum(len(key[role] & cluster.values[role]) for role in both)
        near = int(any(_near(one, other) for one in spans(record) for other in cluster.spans))
        home = int(record.source in cluster.sources)
        return (len(both), near, home, exact, len(cluster.members))

    def only_fit(self, record: Record, key: Key, among: list[Cluster]) -> list[Cluster]:
        """The situation that shares a filler with a bare claim, where no other could be meant.

        Others could be meant that share one too, or that have a filler which the claim may tell
        coarsely; those with a coarser filler than the claim's could not. Where each tells a role
        that the other leaves open, or fills with another kind of thing, they are two.
        """
        cls, same = record.type, self.same
        others = {role for role, told in record.roles.items() if told and role not in key}
        sharing = [
            c
            for c in among
            if (key.keys() <= c.shape or c.shape <= key.keys()) and not others & c.shape
            if any(same.shares(cls, r, key[r], c.values.get(r, set())) for r in key)
        ]
        meant = [
            c
            for c in among
            if any(same.covers(cls, r, key[r], c.values.get(r, set())) for r in key)
        ]
        return sharing if len({c.number for c in (*sharing, *meant)}) == 1 else []

    def dates_fit(self, record: Record, cluster: Cluster) -> bool:
        """Whether the days that a claim tells are near enough to those of a situation."""
        if self.same.habits(record.type).happens_once:
            return True
        span, told = self.same.corpus.ontology.span(record.type), spans(record)
        if span is None or not told or not cluster.spans:
            return True
        return min(gap(one, other) for one in told for other in cluster.spans) <= span

    def mode_fits(self, record: Record, cluster: Cluster) -> bool:
        """Classes that are kept apart meet others only where told dates agree."""
        if self.same.apart(record.cls) == cluster.apart:
            return True
        return any(not gap(one, other) for one in spans(record) for other in cluster.spans)

    def result(self) -> tuple[Situation, ...]:
        """The situations by name, those that bear the same name as one."""
        merged: dict[NamedNode, dict[NamedNode, Record]] = defaultdict(dict)
        types: dict[NamedNode, NamedNode] = {}
        for cluster in self.clusters:
            name = self.name(cluster, ())
            types[name] = cluster.type
            for record in cluster.members:
                merged[name][record.iri] = _joined(merged[name].get(record.iri), record)
        return tuple(
            Situation(name, types[name], tuple(members[one] for one in sorted(members, key=str)))
            for name, members in sorted(merged.items(), key=lambda item: item[0].value)
        )

    def name(self, cluster: Cluster, within: tuple[int, ...]) -> NamedNode:
        """The IRI: from class, identifying participants and, where it recurs, the first day.

        A situation that is told too barely to be known again elsewhere belongs to its sources.
        """
        if cluster.number in within:
            return cluster.type
        within = (*within, cluster.number)
        habits = self.same.habits(cluster.type)
        parts = [cluster.type.value, cluster.apart.value if cluster.apart else ""]
        for role in sorted(cluster.values, key=str):
            values = cluster.finest.get(role, cluster.values[role])
            named = {name for value in values for name in self.names(value, within)}
            parts.append(f"{role.value}={' '.join(sorted(named))}")
        if len(cluster.values) + bool(cluster.spans) < habits.needed:
            parts.extend(sorted(source.value for source in cluster.sources))
        if not habits.happens_once:
            parts.append(min((str(span[0]) for span in cluster.spans), default=""))
        return NamedNode(iri.hashed("situation", *parts))

    def names(self, value: Term, within: tuple[int, ...]) -> Iterator[str]:
        """By which strings a participant enters the name: an unnamed one by its situations'."""
        claim = self.same.corpus.claim(value)
        if claim is None:
            yield value.value
            return
        homes = self.homes.get(claim.iri, ())
        yield from (self.name(cluster, within).value for cluster in homes)
        others = () if homes else self.elsewhere(claim.iri)
        yield from (name.value for name in others)
        if not homes and not others:
            yield claim.type.value


def _joined(one: Record | None, other: Record) -> Record:
    """One record of two pieces of the same claim."""
    if one is None:
        return other
    roles = one.roles.keys() | other.roles.keys()
    merged = {r: tuple(sorted({*one.values(r), *other.values(r)}, key=str)) for r in roles}
    return one.with_roles(merged)


def _near(one: Days, other: Days) -> bool:
    return gap(one, other) <= timedelta(days=1)
