"""What holds of a situation: the values that eligible claims give it, and how rivals are settled.

Eligible are asserted claims; reported ones where class or property admits them; alleged ones on
the slots of an allegation. What is denied, negated or hypothetical never counts, what a source
negates in its own voice is vetoed, and dates that the pipeline computed do not vote.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import product

from pyoxigraph import NamedNode

from claimgraph.ontology import SUBPROPERTY, Ontology, RelationUse, RoleUse
from claimgraph.reconcile.common_nouns import is_reference
from claimgraph.reconcile.days import covers, days
from claimgraph.reconcile.figures import distinct_figures
from claimgraph.reconcile.records import (
    ALLEGED,
    ASSERTED,
    DATE,
    NEGATED,
    POSITIVE,
    REPORTED,
    TOLD,
    Corpus,
    Record,
)
from claimgraph.reconcile.situations import Situation
from claimgraph.terms import Term, cg

Votes = Mapping[Term, frozenset[NamedNode]]


@dataclass(frozen=True, slots=True)
class Telling:
    """One value that one claim gives for one property of a situation.

    `teller` is the claim in whose role the value stands: the embedded one where the use says so.
    """

    property: NamedNode
    value: Term
    use: RoleUse
    claim: Record
    teller: Record


@dataclass(frozen=True, slots=True)
class Relation:
    """A direct relation that a situation gives, with the documents that tell it."""

    subject: NamedNode
    property: NamedNode
    value: Term
    documents: frozenset[NamedNode]


@dataclass(frozen=True)
class Homes:
    """In which situations the claims of a corpus have met."""

    corpus: Corpus
    by_claim: Mapping[NamedNode, tuple[NamedNode, ...]]

    @classmethod
    def of(cls, corpus: Corpus, found: Iterable[Situation]) -> "Homes":
        """The situations of each claim."""
        homes: dict[NamedNode, list[NamedNode]] = defaultdict(list)
        for situation in found:
            for record in situation.members:
                homes[record.iri].append(situation.iri)
        return cls(corpus, {c: tuple(sorted(s, key=str)) for c, s in homes.items()})

    def resolved(self, value: Term) -> tuple[Term, ...]:
        """The value itself, or the situations of the claim that it is."""
        if self.corpus.claim(value) is None:
            return (value,)
        return self.by_claim.get(value, ()) if isinstance(value, NamedNode) else ()


@dataclass(frozen=True)
class Consensus:
    """What holds of one situation."""

    situation: Situation
    corpus: Corpus
    homes: Homes

    @cached_property
    def tellings(self) -> tuple[Telling, ...]:
        """All values that claims give, eligible or not, for properties of the situation."""
        return tuple(
            Telling(use.becomes, resolved, use, record, teller)
            for record in self.situation.members
            for use, value, teller in self.corpus.uses(record)
            if use.becomes is not None and not is_reference(value, record, self.corpus)
            for resolved in self.homes.resolved(value)
            if resolved != self.situation.iri
        )

    @cached_property
    def eligible(self) -> tuple[Record, ...]:
        """The claims that make the situation an instance of their class."""
        return tuple(r for r in self.situation.members if self._makes_class(r))

    def _makes_class(self, record: Record) -> bool:
        if record.status == ASSERTED:
            return not self._is_vetoed(record)
        ontology = self.corpus.ontology
        admitted = any(
            ontology.says(one, cg("admitsReported")) for one in ontology.above(record.cls)
        )
        return record.status == REPORTED and admitted and not self._is_vetoed(record)

    @cached_property
    def _negations(self) -> tuple[Record, ...]:
        """What sources negate in their own voice, save those that also tell that it is so."""
        members = self.situation.members
        telling = {record.source for record in members if record.status in TOLD}
        return tuple(r for r in members if r.status == NEGATED and r.source not in telling)

    def _identity(self, record: Record) -> dict[NamedNode, frozenset[Term]]:
        found: dict[NamedNode, set[Term]] = defaultdict(set)
        for use, value, _ in self.corpus.uses(record):
            if use.identifying and not use.of_content:
                found[use.role] |= set(self.homes.resolved(value))
        return {role: frozenset(values) for role, values in found.items()}

    def _is_vetoed(self, record: Record) -> bool:
        """Whether a source says in its own voice that what the claim tells is not so."""
        return any(not short for short in self._negated(record))

    def _negated(self, record: Record) -> Iterator[dict[NamedNode, frozenset[Term]]]:
        """For each negation of a claim, what it leaves standing: nothing, or one role in part.

        The values given are those negated: of several models told, those that a source says were
        not concerned.
        """
        told = self._identity(record) if self._negations else {}
        for negation in self._negations:
            denied = self._identity(negation)
            both = told.keys() & denied.keys()
            short = {role: denied[role] for role in both if not denied[role] >= told[role]}
            meets = all(denied[role] & told[role] for role in both)
            if both and meets and len(short) <= 1 and _dates_meet(record, negation):
                yield short

    def _is_negated(self, telling: Telling) -> bool:
        """Whether a source negates the claim or, of several fillers, this one."""
        return any(
            not short or telling.value in short.get(telling.use.role, ())
            for short in self._negated(telling.claim)
        )

    @cached_property
    def classes(self) -> tuple[NamedNode, ...]:
        """The finest classes that eligible claims give."""
        return self._finest(record.cls for record in self.eligible)

    @cached_property
    def told_classes(self) -> tuple[NamedNode, ...]:
        """The finest classes that any claims give."""
        return self._finest(record.cls for record in self.situation.members)

    def _finest(self, classes: Iterable[NamedNode]) -> tuple[NamedNode, ...]:
        told, ontology = set(classes), self.corpus.ontology
        if len(told) == 1:
            return tuple(told)
        kept = (c for c in told if not any(o != c and ontology.is_a(o, c) for o in told))
        return tuple(sorted(kept, key=str))

    def counts(self, telling: Telling) -> bool:
        """Whether a telling is eligible for its property."""
        if not self.admits(telling.property, telling.teller.status):
            return False
        if telling.use.of_content and telling.claim.status not in TOLD:
            return False
        if self._is_negated(telling):
            return False
        return not (telling.use.role == DATE and telling.teller.has_derived_date)

    def admits(self, property_: NamedNode, status: NamedNode) -> bool:
        """Whether a property takes values from claims of a status."""
        return admits(self.corpus.ontology, property_, status)

    def positive(self, property_: NamedNode) -> tuple[Telling, ...]:
        """The tellings of a property by claims that say it is so."""
        return tuple(
            t
            for t in self.tellings
            if t.property == property_ and {t.teller.status, t.claim.status} <= POSITIVE
        )

    @cached_property
    def properties(self) -> tuple[NamedNode, ...]:
        """The properties for which some claim gives a value."""
        return tuple(sorted({telling.property for telling in self.tellings}, key=str))

    @cached_property
    def values(self) -> Mapping[NamedNode, tuple[Term, ...]]:
        """The values that hold, by property; none where the situation has no class."""
        if not self.classes:
            return {}
        found = {p: self._settled(p, self.votes(p)) for p in self.properties}
        return {p: values for p, values in found.items() if values}

    def votes(self, property_: NamedNode) -> Votes:
        """The documents behind each eligible value."""
        found: dict[Term, set[NamedNode]] = defaultdict(set)
        for telling in self.tellings:
            if telling.property == property_ and self.counts(telling):
                found[telling.value].add(telling.claim.source)
        return {value: frozenset(sources) for value, sources in found.items()}

    def _settled(self, property_: NamedNode, votes: Votes) -> tuple[Term, ...]:
        ontology = self.corpus.ontology
        if cg("SingleValued") in ontology.names(property_, cg("conflictPolicy")):
            return settle(votes)
        relations = ontology.coarser_through([property_])
        kept = self._most_specific(set(votes), relations, property_) if relations else set(votes)
        return tuple(sorted(distinct_figures(kept, self.corpus), key=str))

    def _most_specific(
        self, values: set[Term], relations: frozenset[NamedNode], property_: NamedNode
    ) -> set[Term]:
        """Without what stands for a body that is told itself, or lies above a finer body."""
        body = {value: self.body(value, property_) for value in values}
        above = {value: self.corpus.coarser(value, relations) for value in values}
        return {
            value
            for value in values
            if (body[value] in {None, value} or body[value] not in values)
            and not any(value in above[o] and body[o] != value for o in values if o != value)
        }

    def body(self, value: Term, property_: NamedNode) -> Term | None:
        """The value where it is a body, else the nearest body above it."""
        return self.corpus.body(value, (property_,))

    def relations(self) -> tuple[Relation, ...]:
        """The direct relations between fillers of the situation's roles, the most special ones."""
        return self._relations

    @cached_property
    def _relations(self) -> tuple[Relation, ...]:
        found: set[Relation] = set()
        for cls in sorted({record.cls for record in self.eligible}, key=str):
            uses = self.corpus.ontology.relations_of(cls)
            for use in uses:
                found |= set(self._related(use, cls, is_widest=self._is_widest(use, uses)))
        above = self.corpus.ontology.above
        implied = {
            (one.subject, property_, one.value)
            for one in found
            for property_ in above(one.property, SUBPROPERTY) - {one.property}
        }
        kept = (one for one in found if (one.subject, one.property, one.value) not in implied)
        return tuple(sorted(kept, key=str))

    def _is_widest(self, use: RelationUse, uses: Iterable[RelationUse]) -> bool:
        """Whether no other relation between the same roles takes more kinds of subjects."""
        roles = (use.subject_role, use.object_role)
        others = [o for o in uses if (o.subject_role, o.object_role) == roles and o != use]
        above = self.corpus.ontology.above
        wider = {cls for one in use.subject_accepts for cls in above(one)} - use.subject_accepts
        return not any(wider & other.subject_accepts for other in others)

    def _related(self, use: RelationUse, cls: NamedNode, *, is_widest: bool) -> Iterator[Relation]:
        """The relations of one use; what is of unknown kind takes part in the widest alone."""
        records = [r for r in self.eligible if r.cls == cls and self.admits(use.becomes, r.status)]
        subjects = self._fillers(records, use.subject_role, use.subject_accepts)
        objects = self._fillers(records, use.object_role, use.object_accepts)
        for (subject, one), (value, other) in product(subjects.items(), objects.items()):
            known = is_widest or (self.corpus.is_known(subject) and self.corpus.is_known(value))
            if isinstance(subject, NamedNode) and subject != value and known:
                yield Relation(subject, use.becomes, value, one | other)

    def _fillers(
        self, records: Iterable[Record], role: NamedNode, accepts: frozenset[NamedNode]
    ) -> dict[Term, frozenset[NamedNode]]:
        """The fillers of a role that hold, with the documents that tell them."""
        found: dict[Term, set[NamedNode]] = defaultdict(set)
        for record in records:
            for value in record.values(role):
                is_fit = isinstance(value, NamedNode) and self.corpus.fits(value, accepts)
                is_fit = is_fit and not is_reference(value, record, self.corpus)
                for resolved in self.homes.resolved(value) if is_fit or not accepts else ():
                    found[resolved].add(record.source)
        held = self._held(role)
        return {v: frozenset(d) for v, d in found.items() if held is None or v in held}

    def _held(self, role: NamedNode) -> frozenset[Term] | None:
        """The values of a role that became values of the situation; None where it becomes none."""
        properties = {t.property for t in self.tellings if t.use.role == role}
        if not properties:
            return None
        return frozenset(v for p in properties for v in self.values.get(p, ()))


def admits(ontology: Ontology, property_: NamedNode, status: NamedNode) -> bool:
    """Whether a property takes values from claims of a status."""
    alleged = ontology.says(property_, cg("admitsAlleged"))
    if status == ALLEGED:
        return alleged
    reported = alleged or ontology.says(property_, cg("admitsReported"))
    return status == ASSERTED or (status == REPORTED and reported)


def settle(votes: Votes) -> tuple[Term, ...]:
    """The value told by strictly more documents than any rival; a tie gives none.

    A month or year backs each day in it, and is no rival of it.

    >>> from pyoxigraph import Literal, NamedNode
    >>> a, b = (frozenset({NamedNode(f"x:{n}")}) for n in "ab")
    >>> settle({Literal("2026-06"): a, Literal("2026-06-09"): b})[0].value
    '2026-06-09'
    """
    spans = {value: days(value) for value in votes}

    def is_within(one: Term, other: Term) -> bool:
        fine, coarse = spans[one], spans[other]
        return fine is not None and coarse is not None and covers(coarse, fine)

    finest = [v for v in votes if not any(is_within(o, v) for o in votes)]
    backed = {v: len(votes[v].union(*(votes[o] for o in votes if is_within(v, o)))) for v in finest}
    most = max(backed.values(), default=0)
    best = [value for value, count in backed.items() if count == most]
    return tuple(best) if len(best) == 1 else ()


def _dates_meet(one: Record, other: Record) -> bool:
    told, denied = one.values(DATE), other.values(DATE)
    return not told or not denied or set(told) == set(denied)
