"""When two tellings may be of one thing: by the ontology's word on roles, classes and grain."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from pyoxigraph import Literal, NamedNode

from claimgraph.reconcile.days import Days, days
from claimgraph.reconcile.records import (
    CONTENT,
    DATE,
    FROM,
    UNTIL,
    WORDS,
    Corpus,
    Record,
)
from claimgraph.remembered import remembered
from claimgraph.terms import Term, cg

MAX_EMBEDDING: Final = 3
_BETWEEN_WORDS: Final = re.compile(r"[\W_]+")
Key = Mapping[NamedNode, frozenset[Term]]


@dataclass(frozen=True)
class Habits:
    """What the ontology says of one claim type."""

    is_told_by_words: bool
    happens_once: bool
    each_apart: bool
    needed: int


@dataclass(frozen=True)
class Sameness:
    """Comparisons between claims of a corpus; each answer is kept, for they are asked often."""

    corpus: Corpus

    @remembered
    def habits(self, cls: NamedNode) -> Habits:
        """What the ontology says of a claim type."""
        ontology = self.corpus.ontology
        above = ontology.above(cls)

        def says(annotation: str) -> bool:
            return any(ontology.says(one, cg(annotation)) for one in above)

        uses = ontology.uses_of(cls)
        roles = {use.role for use in uses if use.identifying and not use.of_content}
        return Habits(
            says("toldApartByWords"), says("happensOnce"), says("eachApart"), min(2, len(roles))
        )

    def key(self, record: Record) -> Key:
        """The identifying participants that a claim tells, by role."""
        is_known = self.corpus.records.get(record.iri) is record
        return self._known_key(record.iri) if is_known else self._key(record)

    @remembered
    def _known_key(self, claim: NamedNode) -> Key:
        return self._key(self.corpus.records[claim])

    def _key(self, record: Record) -> Key:
        found: dict[NamedNode, set[Term]] = defaultdict(set)
        for use, value, _ in self.corpus.uses(record):
            if use.identifying and not use.of_content:
                found[use.role].add(value)
        if CONTENT not in found and self.habits(record.type).is_told_by_words:
            found[WORDS].add(Literal(folded(record.words)))
        return {role: frozenset(values) for role, values in found.items()}

    @remembered
    def becomes(self, cls: NamedNode, role: NamedNode) -> tuple[NamedNode, ...]:
        """The properties that a role of a class may become."""
        uses = self.corpus.ontology.uses_of(cls)
        found = {use.becomes for use in uses if use.role == role and use.becomes}
        return tuple(sorted(found, key=str))

    @remembered
    def above(self, cls: NamedNode, role: NamedNode, value: Term) -> frozenset[NamedNode]:
        """What tells the same filler of a role more coarsely."""
        relations = self.corpus.ontology.coarser_through(self.becomes(cls, role))
        return self.corpus.coarser(value, relations)

    @remembered
    def apart(self, cls: NamedNode) -> NamedNode | None:
        """The class, itself or above, whose situations are kept apart from those of others."""
        ontology = self.corpus.ontology
        marked = (one for one in ontology.above(cls) if ontology.says(one, cg("keptApart")))
        return min(marked, key=str, default=None)

    def finest(self, cls: NamedNode, role: NamedNode, values: set[Term]) -> set[Term]:
        """The fillers of a role, save those that lie above others.

        So a source that names a government does not make two of its bodies one.
        """
        return values - {above for value in values for above in self.above(cls, role, value)}

    def overlap(
        self, cls: NamedNode, role: NamedNode, one: Iterable[Term], other: set[Term]
    ) -> bool:
        """Whether some filler told here may be some filler told there."""
        return any(a in other or any(self.same(cls, role, a, b) for b in other) for a in one)

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

    def shares(
        self, cls: NamedNode, role: NamedNode, values: frozenset[Term], held: set[Term]
    ) -> bool:
        """Whether a filler is one of those held, or stands for the same body as one of them."""
        if values & held:
            return True
        becomes = self.becomes(cls, role)
        bodies = {self.corpus.body(one, becomes) for one in held} - {None}
        return any(self.corpus.body(value, becomes) in bodies for value in values)

    def covers(
        self, cls: NamedNode, role: NamedNode, values: frozenset[Term], held: set[Term]
    ) -> bool:
        """Whether a filler lies above one of those held."""
        return any(values & self.above(cls, role, one) for one in held)


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
    return _BETWEEN_WORDS.sub(" ", words.casefold()).strip()
