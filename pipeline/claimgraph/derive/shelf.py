"""The claims that are looked at, with what is known of those they speak of: a part of the corpus.

Only what is asked for is read; what it leads to (claims it embeds, entities and what lies above
these) comes with it, so that any answer about it is the whole corpus's answer.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad

from claimgraph import iri
from claimgraph.derive.ledger import Rows
from claimgraph.entities import Lexicon
from claimgraph.facts import Facts
from claimgraph.ontology import Ontology
from claimgraph.reconcile.records import CONTENT, Corpus, Record, records_of
from claimgraph.reconcile.sameness import Sameness
from claimgraph.terms import Term, cg

CLAIM: Final = "claim"
REFERENCE: Final = "reference"
EMBEDDED: Final = "embedded"
About = Callable[[NamedNode], Iterable[Quad]]


def told_by(quads: Iterable[Quad], lexicon: Lexicon) -> dict[str, tuple[Record, tuple[Quad, ...]]]:
    """The claims that a source makes, each with what is told of its quantities."""
    told = list(quads)
    about: dict[NamedNode, list[Quad]] = {}
    for quad in told:
        if isinstance(quad.subject, NamedNode) and iri.kind_of(quad.subject.value) == "quantity":
            about.setdefault(quad.subject, []).append(quad)
    return {
        one.iri.value: (one, tuple(quad for value in _values(one) for quad in about.get(value, ())))  # type: ignore[arg-type]
        for one in records_of(told, lexicon)
    }


def _values(record: Record) -> Iterator[Term]:
    for values in record.roles.values():
        yield from values


def references(record: Record) -> frozenset[str]:
    """The entities and claims that a claim speaks of."""
    nodes = (value for value in _values(record) if isinstance(value, NamedNode))
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

    @cached_property
    def _relations(self) -> frozenset[NamedNode]:
        coarser = cg("coarserThrough")
        holders = self.ontology.having(coarser)
        return frozenset(r for one in holders for r in self.ontology.names(one, coarser))

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
        row: tuple[Record, tuple[Quad, ...]] = rows[0][1]  # type: ignore[assignment]
        record, figures = row
        self.records[name] = record
        self._know(figures)
        for value in _values(record):
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
            told = list(self.about(value))
            self._know(told)
            for quad in told:
                if quad.predicate in self._relations and isinstance(quad.object, NamedNode):
                    self.know(quad.object)

    def _know(self, quads: Iterable[Quad]) -> None:
        for quad in quads:
            subject, value = quad.subject, quad.object
            if isinstance(subject, NamedNode) and isinstance(value, NamedNode | Literal):
                table = self.tables.setdefault(quad.predicate, {})
                table.setdefault(subject, []).append(value)

    def lasts(self, record: Record) -> bool:
        """Whether a claim tells a standing relation."""
        return any(
            self.ontology.says(cls, cg("eachApart")) for cls in self.ontology.above(record.type)
        )


@dataclass(frozen=True)
class Claims:
    """The claims in a ledger's rows: who speaks of what, who embeds whom."""

    ledger: Rows
    lexicon: Lexicon
    dirty: set[str] = field(default_factory=set)
    gone: set[str] = field(default_factory=set)

    def tell(self, source: str, quads: Iterable[Quad]) -> None:
        """Puts a source's claims in the place of those before; nothing takes them out."""
        before = set(self.ledger.keys_of(CLAIM, source))
        told = told_by(quads, self.lexicon)
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
            is_there = bool(self.ledger.owners(CLAIM, name))
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
        return bool(self.ledger.owners(EMBEDDED, claim))
