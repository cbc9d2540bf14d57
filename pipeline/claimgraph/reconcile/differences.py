"""Where claims about one situation give different values, and in what way they differ."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import combinations, product
from typing import Final

from pyoxigraph import Literal, NamedNode

from claimgraph import iri
from claimgraph.entities import PARTY
from claimgraph.ontology import Ontology, RoleUse
from claimgraph.reconcile.consensus import Consensus, Telling
from claimgraph.reconcile.days import Days, covers, days, gap
from claimgraph.reconcile.figures import are_one
from claimgraph.reconcile.records import CONTENT, DATE, POSITIVE, WORDS, Figure, Record
from claimgraph.reconcile.sameness import folded
from claimgraph.terms import Term, cg

CONTRADICTION: Final = cg("Contradiction")
TIME_ZONE: Final = cg("TimeZone")
SCOPE: Final = cg("Scope")
CHANGE: Final = cg("ChangeOverTime")
ROUNDING: Final = cg("Rounding")
GRANULARITY: Final = cg("Granularity")
WORDING: Final = cg("Wording")
GRAVEST_FIRST: Final = (
    CONTRADICTION,
    TIME_ZONE,
    SCOPE,
    CHANGE,
    ROUNDING,
    GRANULARITY,
    WORDING,
)
CONFLICTS: Final = frozenset({CONTRADICTION, TIME_ZONE, SCOPE})
QUANTITY: Final = cg("quantity")
EXACT: Final = "Exact"
ONE_DAY: Final = timedelta(days=1)
Tellings = Sequence[Telling]


@dataclass(frozen=True, slots=True)
class Difference:
    """The values that claims give one property of one situation, and how they differ.

    `told` pairs each claim that takes part with a value that it gives.
    """

    situation: NamedNode
    on: NamedNode
    kind: NamedNode
    told: tuple[tuple[NamedNode, Term], ...]
    resolved: tuple[Term, ...]

    @property
    def iri(self) -> NamedNode:
        """One node per situation and property."""
        return NamedNode(iri.hashed("difference", self.situation.value, self.on.value))


def differences(consensus: Consensus) -> Iterator[Difference]:
    """The differences of a situation, by property."""
    for on in consensus.properties:
        judge = _Judge(consensus, on)
        found = _differing((*consensus.positive(on), *judge.totals()), judge)
        if found is not None:
            kind, rivals = found
            yield Difference(
                consensus.situation.iri,
                on,
                kind,
                tuple(sorted({(t.claim.iri, t.value) for t in rivals}, key=str)),
                consensus.values.get(on, ()),
            )


def _differing(
    tellings: Iterable[Telling], judge: "_Judge"
) -> tuple[NamedNode, list[Telling]] | None:
    """The gravest kind among all pairs of values, and the tellings of those that differ."""
    by_value: dict[Term, list[Telling]] = defaultdict(list)
    for telling in tellings:
        by_value[telling.value].append(telling)
    kinds: set[NamedNode] = set()
    rivals: set[Term] = set()
    for one, other in combinations(sorted(by_value, key=str), 2):
        if kind := judge.kind(by_value[one], by_value[other]):
            kinds.add(kind)
            rivals |= {one, other}
    gravest = next((kind for kind in GRAVEST_FIRST if kind in kinds), None)
    told = [t for value, several in by_value.items() if value in rivals for t in several]
    return (gravest, told) if gravest else None


@dataclass(frozen=True, slots=True)
class _Judge:
    """How two values of a property of a situation differ."""

    consensus: Consensus
    on: NamedNode

    @property
    def ontology(self) -> Ontology:
        return self.consensus.corpus.ontology

    @property
    def is_single(self) -> bool:
        return cg("SingleValued") in self.ontology.names(self.on, cg("conflictPolicy"))

    def kind(self, some: Tellings, others: Tellings) -> NamedNode | None:
        corpus = self.consensus.corpus
        one, other = some[0].value, others[0].value
        first, second = corpus.figure(one), corpus.figure(other)
        if first and second:
            return self.of_figures(some, others, first, second)
        if days(one) and days(other):
            return self.of_dates(some, others)
        if self.are_related(one, other):
            return GRANULARITY
        if told := self.ontology.one(self.on, cg("rivalsDifferIn")):
            return self.of_groups(some, others, told)
        return self.of_others(some, others)

    def of_groups(self, some: Tellings, others: Tellings, otherwise: NamedNode) -> NamedNode | None:
        """Groups described alike are told in other words, or more finely where one is counted.

        Others are rivals as the property says; where it speaks of words alone, they are none.
        """
        if not self.are_alike(some[0].value, others[0].value):
            return otherwise if otherwise != WORDING else None
        first, second = self.count(some), self.count(others)
        if not (first and second):
            return WORDING if first == second else GRANULARITY
        if first.unit != second.unit or first.value == second.value:
            return WORDING
        if are_one(first, second):
            return ROUNDING
        if self.has_changed(some, others):
            return CHANGE
        exact = first.bound == second.bound == EXACT
        return CONTRADICTION if exact and _are_of_two_sources(some, others) else WORDING

    def count(self, tellings: Tellings) -> Figure | None:
        """How many a group has, where some claim tells that."""
        corpus = self.consensus.corpus
        value = folded(corpus.label(tellings[0].value))
        for node in (q for telling in tellings for q in telling.teller.values(QUANTITY)):
            words = corpus.facts.string(node, WORDS) if isinstance(node, NamedNode) else ""
            if words and folded(words) in value:
                return corpus.figure(node)
        return None

    def of_figures(
        self, some: Tellings, others: Tellings, first: Figure, second: Figure
    ) -> NamedNode | None:
        if first.unit != second.unit or first.value == second.value:
            return None
        if are_one(first, second):
            return ROUNDING
        if self.has_changed(some, others):
            return CHANGE
        return self.of_single(some, others) if self.is_single else None

    def of_others(self, some: Tellings, others: Tellings) -> NamedNode | None:
        one, other = some[0].value, others[0].value
        if isinstance(one, Literal) and isinstance(other, Literal):
            return WORDING if folded(one.value) != folded(other.value) else None
        return self.of_single(some, others) if self.is_single else None

    def of_single(self, some: Tellings, others: Tellings) -> NamedNode | None:
        """Rival values of what has but one: a change where each has its own date."""
        first, second = _dated(some), _dated(others)
        if first and second and gap(first, second):
            return CHANGE
        return CONTRADICTION if _are_of_two_sources(some, others) else None

    def of_dates(self, some: Tellings, others: Tellings) -> NamedNode | None:
        """Rival dates; two in one source are two events unless its words tell of two clocks."""
        first, second = days(some[0].value), days(others[0].value)
        if first is None or second is None:
            return None
        if covers(first, second) or covers(second, first):
            return GRANULARITY
        adjoin = gap(first, second) == ONE_DAY
        if adjoin and any(self.tells_zone(telling) for telling in (*some, *others)):
            return TIME_ZONE
        if self.have_other_figures(some, others):
            return CHANGE
        return CONTRADICTION if _are_of_two_sources(some, others) else None

    @property
    def may_change(self) -> bool:
        """Whether what is told of such a situation may be otherwise at another time."""
        above = self.ontology.above(self.consensus.situation.type)
        return any(self.ontology.says(cls, cg("mayChange")) for cls in above)

    def has_changed(self, some: Tellings, others: Tellings) -> bool:
        """Whether values of what may change are told of two times, or by a later text."""
        return self.may_change and any(
            _are_of_two_times(one, other) and _are_told_alike(one, other)
            for one, other in product(some, others)
        )

    def have_other_figures(self, some: Tellings, others: Tellings) -> bool:
        """Whether the claims behind two dates tell of another figure each, as of a change."""
        figures = self.consensus.corpus.figure
        return self.may_change and any(
            first.unit == second.unit and not are_one(first, second)
            for one, other in product(some, others)
            if _are_told_alike(one, other)
            for first in filter(None, map(figures, one.teller.values(QUANTITY)))
            for second in filter(None, map(figures, other.teller.values(QUANTITY)))
        )

    def tells_zone(self, telling: Telling) -> bool:
        """Whether a claim has words that tell the part of the day or the clock it goes by."""
        words = f"{telling.claim.words} {telling.claim.time}"
        return self.cue(TIME_ZONE, words) is not None

    def cue(self, kind: NamedNode, words: str) -> str | None:
        """The first of the phrases of a kind of difference that some words hold."""
        plain = f" {folded(words)} "
        cues = (cue.value for cue in self.ontology.objects(kind, cg("phrase")))
        return next((cue for cue in cues if f" {folded(cue)} " in plain), None)

    def are_related(self, one: Term, other: Term) -> bool:
        """Whether the one is a part, an officer or a member of the other."""
        relations = self.ontology.coarser_through([self.on])
        if not relations:
            return False
        coarser = self.consensus.corpus.coarser
        if one in coarser(other, relations) or other in coarser(one, relations):
            return True
        body = self.consensus.body(one, self.on)
        return body is not None and body == self.consensus.body(other, self.on)

    def are_alike(self, one: Term, other: Term) -> bool:
        """Whether two descriptions share most words of the shorter."""
        first, second = (
            set(folded(self.consensus.corpus.label(value)).split()) for value in (one, other)
        )
        return bool(first and second) and 2 * len(first & second) >= min(len(first), len(second))

    def totals(self) -> Iterator[Telling]:
        """Claims that name no group but say that all are meant, as values of a scope property."""
        if SCOPE not in self.ontology.names(self.on, cg("rivalsDifferIn")):
            return
        for record in self.consensus.situation.members:
            use = self.party_use(record.cls)
            if use is None or record.status not in POSITIVE or record.values(PARTY):
                continue
            embedded = (claim.words for claim in self.consensus.corpus.contents(record))
            if cue := self.cue(SCOPE, " ".join((record.words, *embedded))):
                yield Telling(self.on, Literal(cue), use, record, record)

    def party_use(self, cls: NamedNode) -> RoleUse | None:
        uses = self.ontology.uses_of(cls)
        return next((use for use in uses if use.becomes == self.on and use.role == PARTY), None)


def _dated(tellings: Tellings) -> Days | None:
    told = (value for telling in tellings for value in telling.teller.values(DATE))
    return next((one for value in told if (one := days(value))), None)


def _are_of_two_times(one: Telling, other: Telling) -> bool:
    """Whether two claims have dates of their own, or of their publication, that lie apart."""
    first, second = (
        _dated([telling]) or days(Literal(telling.claim.published)) for telling in (one, other)
    )
    return bool(first and second and gap(first, second))


def _are_told_alike(one: Telling, other: Telling) -> bool:
    """Whether two claims share half of all their words, so that their figures are of one thing."""
    first, second = (set(folded(telling.claim.words).split()) for telling in (one, other))
    return 2 * len(first & second) >= len(first | second)


def _are_of_two_sources(some: Tellings, others: Tellings) -> bool:
    """Whether some source tells the one value and another source the other."""
    return len({telling.claim.source for telling in (*some, *others)}) > 1


def is_embedded(consensus: Consensus, embedded: frozenset[NamedNode]) -> bool:
    """Whether a situation without class is the content of another, which shows the differences."""
    claims = {record.iri for record in consensus.situation.members}
    return not consensus.classes and bool(claims & embedded)


def embedded_claims(records: Iterable[Record]) -> frozenset[NamedNode]:
    """The claims that other claims embed."""
    return frozenset(
        value for one in records for value in one.values(CONTENT) if isinstance(value, NamedNode)
    )
