"""The claims that are looked at, with what is known of those they speak of: a part of the corpus.

Only what is asked for is read; what it leads to (claims it embeds, entities and what lies above
these) comes with it, so that any answer about it is the whole corpus's answer.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad

from claimgraph import iri
from claimgraph.derive.ledger import Rows
from claimgraph.derive.tale import Tale, Triple, values_of
from claimgraph.facts import Facts
from claimgraph.ontology import Ontology
from claimgraph.reconcile.records import CONTENT, Corpus, Record
from claimgraph.reconcile.sameness import Sameness
from claimgraph.terms import Term

CLAIM: Final = "claim"
REFERENCE: Final = "reference"
EMBEDDED: Final = "embedded"
About = Callable[[NamedNode], Iterable[Quad]]


def references(record: Record) -> frozenset[str]:
    """The entities and claims that a claim speaks of."""
    nodes = (value for value in values_of(record) if isinstance(value, NamedNode))
    return frozenset(node.value for node in nodes if iri.kind_of(node.value) in {"id", "claim"})


@dataclass
class Shelf:
    """Claims and facts as far as they were asked for, as a corpus that grows."""

    ledger: Rows
    ontology: Ontology
    about: About
    records: dict[NamedNode, Record] = field(default_factory=dict)
    tables: dict[NamedNode, dict[NamedNode, list[Term]]] = field(default_factory=dict)
    seen: set[NamedNode] = field(default_factory=set)

    @cached_property
    def corpus(self) -> Corpus:
        """The claims and facts so far."""
        return Corpus(self.records, Facts(self.tables), self.ontology)

    @cached_property
    def same(self) -> Sameness:
        """Comparisons between the claims."""
        return Sameness(self.corpus)

    def need(self, claims: Iterable[str]) -> list[Record]:
        """The claims that are there, with all that their meaning depends on."""
        found = [self._claim(NamedNode(name)) for name in claims]
        return [one for one in found if one]

    def _claim(self, name: NamedNode) -> Record | None:
        if name in self.records or name in self.seen:
            return self.records.get(name)
        self.seen.add(name)
        rows = self.ledger.at(CLAIM, name.value)
        if not rows:
            return None
        row: tuple[Record, tuple[Triple, ...]] = rows[0][1]  # type: ignore[assignment]
        record, figures = row
        self.records[name] = record
        self._know(figures)
        for value in values_of(record):
            self.know(value)
        return record

    def know(self, value: Term) -> None:
        """Looks up what is known of a filler, and of what lies above it."""
        if not isinstance(value, NamedNode):
            return
        kind = iri.kind_of(value.value)
        if kind == "claim":
            self._claim(value)
        elif kind == "id" and value not in self.seen:
            self.seen.add(value)
            told = [triple for triple in map(_plain, self.about(value)) if triple]
            self._know(told)
            for _, predicate, other in told:
                if predicate in self.ontology.coarser_relations and isinstance(other, NamedNode):
                    self.know(other)

    def _know(self, triples: Iterable[Triple]) -> None:
        for subject, predicate, value in triples:
            self.tables.setdefault(predicate, {}).setdefault(subject, []).append(value)

    def lasts(self, record: Record) -> bool:
        """Whether a claim tells a standing relation."""
        return self.same.habits(record.type).each_apart


@dataclass(frozen=True)
class Claims:
    """The claims in a ledger's rows: who speaks of what, who embeds whom."""

    ledger: Rows
    dirty: set[str] = field(default_factory=set)
    gone: set[str] = field(default_factory=set)

    def tell(self, source: str, tale: Tale) -> None:
        """Puts a source's claims in the place of those before; nothing takes them out."""
        before = set(self.ledger.keys_of(CLAIM, source))
        told = tale.claims
        self.ledger.put(CLAIM, source, told)
        for name in sorted(before | told.keys()):
            row = told.get(name)
            names = references(row[0]) if row else frozenset()
            self.ledger.put(REFERENCE, name, dict.fromkeys(sorted(names)))
            inner = [v.value for v in row[0].values(CONTENT)] if row else []
            changed = self.ledger.put(EMBEDDED, name, dict.fromkeys(sorted(inner)))
            self.dirty.update(changed)
        self.dirty.update(told)
        self.gone.update(before - told.keys())

    def settle(self) -> None:
        """Tells apart which of the touched claims are there and which are gone."""
        for name in {*self.dirty, *self.gone}:
            is_there = self.ledger.has(CLAIM, name)
            (self.dirty if is_there else self.gone).add(name)
            (self.gone if is_there else self.dirty).discard(name)

    def speaking_of(self, terms: Iterable[str]) -> set[str]:
        """The claims that speak of entities or claims, directly or by claims they embed."""
        found: set[str] = set()
        frontier = list(terms)
        while frontier:
            fresh = set(self.ledger.owners(REFERENCE, frontier.pop())) - found
            found |= fresh
            frontier.extend(fresh)
        return found

    def is_embedded(self, claim: str) -> bool:
        """Whether a claim is the content of another."""
        return self.ledger.has(EMBEDDED, claim)


def _plain(quad: Quad) -> Triple | None:
    """The triple between named nodes and literals."""
    subject, predicate, value, _ = quad
    if isinstance(subject, NamedNode) and isinstance(value, NamedNode | Literal):
        return subject, predicate, value
    return None
