"""Which claims speak of one situation: by class, identifying participants and dates.

Claims are laid out from the fullest to the barest; each joins the situation that it fits best or
founds one. The order comes from the claims' content, so the order of sources does not matter.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import product
from operator import itemgetter
from typing import Final

from pyoxigraph import Literal, NamedNode

from claimgraph import iri
from claimgraph.reconcile.days import Days, days, gap
from claimgraph.reconcile.records import (
    CONTENT,
    DATE,
    FROM,
    UNTIL,
    WORDS,
    Corpus,
    Record,
)
from claimgraph.terms import Term, cg

MAX_EMBEDDING: Final = 3
Key = Mapping[NamedNode, frozenset[Term]]
Score = tuple[int, int, int, int, int]


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


@dataclass
class _Cluster:
    """A situation in the making."""

    number: int
    type: NamedNode
    apart: NamedNode | None
    members: list[Record] = field(default_factory=list)
    values: dict[NamedNode, set[Term]] = field(default_factory=lambda: defaultdict(set))
    spans: list[Days] = field(default_factory=list)


def situations(corpus: Corpus, records: Iterable[Record]) -> tuple[Situation, ...]:
    """The situations that some claims describe, by IRI."""
    clusterer = _Clusterer(corpus)
    pieces = [piece for record in records for piece in clusterer.pieces(record)]
    for piece in sorted(pieces, key=clusterer.rank):
        clusterer.place(piece)
    return clusterer.result()


@dataclass
class _Clusterer:
    corpus: Corpus
    clusters: list[_Cluster] = field(default_factory=list)
    index: dict[tuple[NamedNode, NamedNode, str], list[_Cluster]] = field(
        default_factory=lambda: defaultdict(list)
    )
    homes: dict[NamedNode, list[_Cluster]] = field(default_factory=lambda: defaultdict(list))

    def pieces(self, record: Record) -> Iterator[Record]:
        """The claim, or one copy for each combination where its class keeps these apart."""
        key = self.key(record)
        roles = [role for role in key if role != WORDS]
        if not self.says(record.type, "eachApart") or not roles:
            yield record
            return
        ordered = [sorted(key[role], key=str) for role in roles]
        for values in product(*ordered):
            yield record.with_roles({r: (v,) for r, v in zip(roles, values, strict=True)})

    def says(self, cls: NamedNode, annotation: str) -> bool:
        ontology = self.corpus.ontology
        return any(ontology.says(one, cg(annotation)) for one in ontology.above(cls))

    def key(self, record: Record) -> Key:
        """The identifying participants that a claim tells, by role."""
        found: dict[NamedNode, set[Term]] = defaultdict(set)
        for use, value, _ in self.corpus.uses(record):
            if use.identifying and not use.of_content:
                found[use.role].add(value)
        if CONTENT not in found and self.says(record.type, "toldApartByWords"):
            found[WORDS].add(Literal(folded(record.words)))
        return {role: frozenset(values) for role, values in found.items()}

    def rank(self, record: Record) -> tuple[int, int, int, int, str, str]:
        """Fullest first; equals by content, so that the order is always the same."""
        key = self.key(record)
        size = sum(len(values) for values in key.values())
        depth = sum(len(self.above(record.type, r, v)) for r, vs in key.items() for v in vs)
        text = "|".join(sorted(f"{role}={value}" for role, vs in key.items() for value in vs))
        dated = int(bool(spans(record)))
        return (-len(key), -dated, -size, -depth, text, record.iri.value)

    def above(self, cls: NamedNode, role: NamedNode, value: Term) -> frozenset[NamedNode]:
        return self.corpus.coarser(value, self.relations(cls, role))

    def relations(self, cls: NamedNode, role: NamedNode) -> frozenset[NamedNode]:
        """By which relations values of a role are finer and coarser for the same fact."""
        names = self.corpus.ontology.names
        return frozenset(r for p in self.becomes(cls, role) for r in names(p, cg("coarserThrough")))

    def becomes(self, cls: NamedNode, role: NamedNode) -> tuple[NamedNode, ...]:
        """The properties that a role of a class may become."""
        uses = self.corpus.ontology.uses_of(cls)
        return tuple(use.becomes for use in uses if use.role == role and use.becomes)

    def place(self, record: Record) -> None:
        """Puts a claim into the situation that it fits best, or into one of its own.

        One that shares too little joins only where there is no other that it could belong to.
        """
        key = self.key(record)
        scored = [
            (score, -cluster.number, cluster)
            for cluster in self.candidates(record, key)
            if (score := self.score(record, key, cluster))
        ]
        sure = [one for one in scored if sum(one[0][:3]) >= self.needed(record.type)]
        best = max(sure, default=None, key=itemgetter(0, 1))
        fits = [best[2]] if best else self.only_fit(record, key, [one[2] for one in scored])
        cluster = fits[0] if fits else self.found(record, key)
        self.join(record, key, cluster)

    def found(self, record: Record, key: Key) -> _Cluster:
        cluster = _Cluster(len(self.clusters), record.type, self.apart(record))
        if not key:
            cluster.values[WORDS].add(Literal(record.iri.value))
        self.clusters.append(cluster)
        return cluster

    def apart(self, record: Record) -> NamedNode | None:
        ontology = self.corpus.ontology
        marked = (c for c in ontology.above(record.cls) if ontology.says(c, cg("keptApart")))
        return min(marked, key=str, default=None)

    def join(self, record: Record, key: Key, cluster: _Cluster) -> None:
        cluster.members.append(record)
        cluster.spans.extend(spans(record))
        for role, values in key.items():
            cluster.values[role] |= values
            for handle in self.handles(record, role, values):
                if cluster not in self.index[record.type, role, handle]:
                    self.index[record.type, role, handle].append(cluster)
        if cluster not in self.homes[record.iri]:
            self.homes[record.iri].append(cluster)

    def handles(self, record: Record, role: NamedNode, values: Iterable[Term]) -> Iterator[str]:
        """Under which names a situation with these participants is found again."""
        for value in values:
            if claim := self.corpus.claim(value):
                yield str(claim.type)
            else:
                yield str(value)
                yield from (str(one) for one in self.above(record.type, role, value))

    def candidates(self, record: Record, key: Key) -> list[_Cluster]:
        found: dict[int, _Cluster] = {}
        for role, values in key.items():
            for handle in self.handles(record, role, values):
                for cluster in self.index.get((record.type, role, handle), ()):
                    found[cluster.number] = cluster
        return [found[number] for number in sorted(found)]

    def score(self, record: Record, key: Key, cluster: _Cluster) -> Score | None:
        """How well a claim fits a situation; None where it does not."""
        both = [role for role in key if role in cluster.values]
        overlaps = [self.overlap(record, r, key[r], self.finest(cluster, r)) for r in both]
        if not all(overlaps) or not both:
            return None
        if self.says(record.type, "toldApartByWords") and not {CONTENT, WORDS} & set(both):
            return None
        if not self.dates_fit(record, cluster) or not self.mode_fits(record, cluster):
            return None
        exact = sum(len(key[role] & cluster.values[role]) for role in both)
        near = int(any(_near(one, other) for one in spans(record) for other in cluster.spans))
        home = int(any(one.source == record.source for one in cluster.members))
        return (len(both), near, home, exact, len(cluster.members))

    def only_fit(self, record: Record, key: Key, among: list[_Cluster]) -> list[_Cluster]:
        """The situation that shares a filler with a bare claim, where no other could be meant.

        Others could be meant that share one too, or that have a filler which the claim may tell
        coarsely; those with a coarser filler than the claim's could not.
        """
        sharing = [c for c in among if any(self.shares(record, r, key[r], c) for r in key)]
        meant = [c for c in among if any(self.covers(record, r, key[r], c) for r in key)]
        return sharing if len({c.number for c in (*sharing, *meant)}) == 1 else []

    def shares(
        self, record: Record, role: NamedNode, values: frozenset[Term], cluster: _Cluster
    ) -> bool:
        """Whether a filler is one of the situation's, or stands for the same body."""
        held = cluster.values.get(role, set())
        if values & held:
            return True
        becomes = self.becomes(record.type, role)
        bodies = {self.corpus.body(one, becomes) for one in held} - {None}
        return any(self.corpus.body(value, becomes) in bodies for value in values)

    def covers(
        self, record: Record, role: NamedNode, values: frozenset[Term], cluster: _Cluster
    ) -> bool:
        """Whether a filler lies above one of the situation's."""
        held = cluster.values.get(role, set())
        return any(values & self.above(record.type, role, one) for one in held)

    def needed(self, cls: NamedNode) -> int:
        """How much a claim has to share with a situation: two roles, where its class has so many.

        A near date or a common source stands for one of them.
        """
        uses = self.corpus.ontology.uses_of(cls)
        return min(2, len({use.role for use in uses if use.identifying and not use.of_content}))

    def finest(self, cluster: _Cluster, role: NamedNode) -> set[Term]:
        """The fillers of a role, save those that lie above others.

        So a source that names a government does not make two of its bodies one.
        """
        values = cluster.values[role]
        return values - {a for value in values for a in self.above(cluster.type, role, value)}

    def overlap(
        self, record: Record, role: NamedNode, one: Iterable[Term], other: Iterable[Term]
    ) -> bool:
        others = list(other)
        return any(self.same(record.type, role, a, b) for a in one for b in others)

    def same(self, cls: NamedNode, role: NamedNode, one: Term, other: Term, depth: int = 0) -> bool:
        """Whether two fillers of a role may be one, the one told more finely than the other."""
        if one == other:
            return True
        first, second = self.corpus.claim(one), self.corpus.claim(other)
        if first and second:
            return depth < MAX_EMBEDDING and self.alike(first, second, depth + 1)
        return other in self.above(cls, role, one) or one in self.above(cls, role, other)

    def alike(self, one: Record, other: Record, depth: int) -> bool:
        """Whether two embedded claims may speak of one situation."""
        if one.type != other.type:
            return False
        first, second = self.key(one), self.key(other)
        return all(
            any(self.same(one.type, role, a, b, depth) for a in first[role] for b in second[role])
            for role in first.keys() & second.keys() - {WORDS}
        )

    def dates_fit(self, record: Record, cluster: _Cluster) -> bool:
        if self.says(record.type, "happensOnce"):
            return True
        span, told = self.corpus.ontology.span(record.type), spans(record)
        if span is None or not told or not cluster.spans:
            return True
        return min(gap(one, other) for one in told for other in cluster.spans) <= span

    def mode_fits(self, record: Record, cluster: _Cluster) -> bool:
        """Classes that are kept apart meet others only where told dates agree."""
        if self.apart(record) == cluster.apart:
            return True
        told = spans(record)
        return any(not gap(one, other) for one in told for other in cluster.spans)

    def result(self) -> tuple[Situation, ...]:
        names = {cluster.number: self.name(cluster, ()) for cluster in self.clusters}
        merged: dict[NamedNode, dict[NamedNode, Record]] = defaultdict(dict)
        types: dict[NamedNode, NamedNode] = {}
        for cluster in self.clusters:
            name = names[cluster.number]
            types[name] = cluster.type
            for record in cluster.members:
                merged[name][record.iri] = _joined(merged[name].get(record.iri), record)
        return tuple(
            Situation(name, types[name], tuple(members[one] for one in sorted(members, key=str)))
            for name, members in sorted(merged.items(), key=lambda item: item[0].value)
        )

    def name(self, cluster: _Cluster, within: tuple[int, ...]) -> NamedNode:
        """The IRI: from class, identifying participants and, where it recurs, the first day."""
        if cluster.number in within:
            return cluster.type
        within = (*within, cluster.number)
        parts = [cluster.type.value, cluster.apart.value if cluster.apart else ""]
        for role in sorted(cluster.values, key=str):
            values = cluster.values[role]
            above = frozenset(a for v in values for a in self.above(cluster.type, role, v))
            named = {n for value in values - above for n in self.names(value, within)}
            parts.append(f"{role.value}={' '.join(sorted(named))}")
        if len(cluster.values) + bool(cluster.spans) < self.needed(cluster.type):
            parts.extend(sorted({record.source.value for record in cluster.members}))
        if not self.says(cluster.type, "happensOnce"):
            parts.append(min((str(span[0]) for span in cluster.spans), default=""))
        return NamedNode(iri.hashed("situation", *parts))

    def names(self, value: Term, within: tuple[int, ...]) -> Iterator[str]:
        if claim := self.corpus.claim(value):
            homes = self.homes.get(claim.iri, ())
            yield from (self.name(cluster, within).value for cluster in homes)
            if not homes:
                yield claim.type.value
        else:
            yield value.value


def _joined(one: Record | None, other: Record) -> Record:
    """One record of two pieces of the same claim."""
    if one is None:
        return other
    roles = one.roles.keys() | other.roles.keys()
    merged = {r: tuple(sorted({*one.values(r), *other.values(r)}, key=str)) for r in roles}
    return one.with_roles(merged)


def _near(one: Days, other: Days) -> bool:
    return gap(one, other) <= timedelta(days=1)


def spans(record: Record) -> list[Days]:
    """The days that a claim tells for its situation, those that the pipeline computed left out."""
    if record.has_derived_date:
        return []
    told = [found for value in record.values(DATE) if (found := days(value))]
    ends = [found for role in (FROM, UNTIL) for v in record.values(role) if (found := days(v))]
    if ends:
        told.append((min(one[0] for one in ends), max(one[1] for one in ends)))
    return told


def folded(words: str) -> str:
    """Words as they are compared: small letters and digits alone."""
    plain = "".join(char if char.isalnum() else " " for char in words.casefold())
    return " ".join(plain.split())
