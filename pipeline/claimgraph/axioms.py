"""An ontology's axioms compiled into tables: what one triple says of others.

An ontology that says more than the tables hold has no such tables; `infer` then asks owlrl.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Final

import pyoxigraph as ox
from pyoxigraph import NamedNode

from claimgraph.ontology import SUBCLASS, SUBPROPERTY, Ontology
from claimgraph.remembered import remembered
from claimgraph.terms import TYPE, Term
from claimgraph.vocabulary import OWL, RDF, RDFS, XSD

LOGIC: Final = (RDF, RDFS, OWL)
DECLARATIONS: Final = frozenset(
    NamedNode(OWL + name)
    for name in (
        "Class",
        "ObjectProperty",
        "DatatypeProperty",
        "AnnotationProperty",
        "Ontology",
        "AllDisjointClasses",
        "TransitiveProperty",
        "SymmetricProperty",
    )
)
COMPILED: Final = frozenset(
    {SUBCLASS, SUBPROPERTY, TYPE}
    | {NamedNode(RDFS + name) for name in ("domain", "range")}
    | {
        NamedNode(OWL + name)
        for name in ("inverseOf", "propertyChainAxiom", "disjointWith", "members")
    }
    | {NamedNode(RDF + name) for name in ("first", "rest")}
)
SILENT: Final = frozenset(
    {NamedNode(RDFS + name) for name in ("label", "comment", "isDefinedBy", "seeAlso")}
    | {NamedNode(OWL + name) for name in ("versionIRI", "versionInfo", "deprecated")}
)
Fact = tuple[NamedNode, NamedNode, Term]


@dataclass(frozen=True)
class Rules:
    """The tables of a compiled ontology; each is closed under the hierarchy."""

    supers: Mapping[NamedNode, frozenset[NamedNode]]
    super_properties: Mapping[NamedNode, frozenset[NamedNode]]
    domains: Mapping[NamedNode, frozenset[NamedNode]]
    ranges: Mapping[NamedNode, frozenset[NamedNode]]
    inverses: Mapping[NamedNode, frozenset[NamedNode]]
    chains: Mapping[NamedNode, tuple[tuple[NamedNode, ...], ...]]
    chain_parts: Mapping[NamedNode, frozenset[NamedNode]]

    @cached_property
    def properties(self) -> frozenset[NamedNode]:
        """The properties from which or of which something follows."""
        found = {*self.domains, *self.ranges, *self.chains, *self.chain_parts}
        for table in (self.super_properties, self.inverses):
            found |= {*table}.union(*table.values())
        return frozenset(found)

    @remembered
    def reached(self, predicate: NamedNode) -> frozenset[tuple[NamedNode, bool]]:
        """The properties that a triple between things gives, itself too; whether turned round."""
        found = {(predicate, False)}
        frontier = list(found)
        while frontier:
            here, turned = frontier.pop()
            steps = {(one, turned) for one in self.super_properties.get(here, ())}
            steps |= {(one, not turned) for one in self.inverses.get(here, ())}
            frontier.extend(steps - found)
            found |= steps
        return frozenset(found)

    def from_one(self, subject: NamedNode, predicate: NamedNode, value: Term) -> Iterator[Fact]:
        """What follows from a triple alone."""
        if predicate == TYPE:
            if isinstance(value, NamedNode):
                yield from ((subject, TYPE, cls) for cls in self.supers.get(value, ()))
            return
        yield from ((subject, p, value) for p in self.super_properties.get(predicate, ()))
        yield from ((subject, TYPE, cls) for cls in self.domains.get(predicate, ()))
        if isinstance(value, NamedNode):
            yield from ((value, TYPE, cls) for cls in self.ranges.get(predicate, ()))
            yield from ((value, p, subject) for p in self.inverses.get(predicate, ()))

    def from_chains(
        self,
        fact: Fact,
        onward: Callable[[NamedNode, NamedNode], Iterable[Term]],
        backward: Callable[[NamedNode, NamedNode], Iterable[NamedNode]],
    ) -> Iterator[Fact]:
        """What follows from a triple as a link of chains with others.

        `onward` gives the known values of a property of a subject, `backward` the subjects.
        """
        subject, predicate, value = fact
        for whole in self.chain_parts[predicate]:
            for chain in self.chains[whole]:
                for place, link in enumerate(chain):
                    if link == predicate:
                        starts: set[NamedNode] = {subject}
                        for before in reversed(chain[:place]):
                            starts = {s for e in starts for s in backward(e, before)}
                        ends: set[Term] = {value}
                        for after in chain[place + 1 :]:
                            ends = {
                                o
                                for e in ends
                                if isinstance(e, NamedNode)
                                for o in onward(e, after)
                            }
                        yield from ((start, whole, end) for start in starts for end in ends)


@lru_cache(maxsize=8)
def compile_rules(ontology: Ontology) -> Rules | None:
    """The tables of an ontology, or None where it says more than they hold."""
    triples = ontology.triples
    if not all(_is_compiled(triple) for triple in triples):
        return None
    properties = {t.predicate for t in triples} | ontology.properties
    properties |= {
        p
        for t in triples
        if t.predicate == SUBPROPERTY
        for p in (t.subject, t.object)
        if isinstance(p, NamedNode)
    }
    chains = _chains(ontology)
    parts: dict[NamedNode, set[NamedNode]] = defaultdict(set)
    for whole, several in chains.items():
        for chain in several:
            for link in chain:
                parts[link].add(whole)
    classes = {c for t in triples for c in (t.subject, t.object) if isinstance(c, NamedNode)}
    return Rules(
        _above(classes, ontology, SUBCLASS),
        _above(properties, ontology, SUBPROPERTY),
        _filled({p: ontology.names(p, NamedNode(RDFS + "domain")) for p in properties}),
        _filled({p: _classes(ontology.names(p, NamedNode(RDFS + "range"))) for p in properties}),
        _inverses(triples),
        chains,
        {link: frozenset(wholes) for link, wholes in parts.items()},
    )


def _is_compiled(triple: ox.Triple) -> bool:
    """Whether the tables hold all that a triple of the ontology says."""
    predicate, value = triple.predicate, triple.object
    if predicate == TYPE:
        logical = isinstance(value, NamedNode) and value.value.startswith(LOGIC)
        return not logical or value in DECLARATIONS
    if TYPE in {triple.subject, value}:  # tables hold nothing of types as of other properties
        return False
    if predicate in COMPILED or predicate in SILENT:
        return True
    return not predicate.value.startswith(LOGIC)


def _above(
    terms: Iterable[NamedNode], ontology: Ontology, relation: NamedNode
) -> dict[NamedNode, frozenset[NamedNode]]:
    return _filled({term: ontology.above(term, relation) - {term} for term in terms})


def _filled(
    table: Mapping[NamedNode, frozenset[NamedNode]],
) -> dict[NamedNode, frozenset[NamedNode]]:
    return {term: several for term, several in table.items() if several}


def _classes(names: frozenset[NamedNode]) -> frozenset[NamedNode]:
    """Without datatypes, which are no classes of things."""
    return frozenset(name for name in names if not name.value.startswith(XSD))


def _inverses(triples: Iterable[ox.Triple]) -> dict[NamedNode, frozenset[NamedNode]]:
    found: dict[NamedNode, set[NamedNode]] = defaultdict(set)
    for triple in triples:
        one, other = triple.subject, triple.object
        if triple.predicate.value == OWL + "inverseOf":
            if isinstance(one, NamedNode) and isinstance(other, NamedNode):
                found[one].add(other)
                found[other].add(one)
        elif other == NamedNode(OWL + "SymmetricProperty") and isinstance(one, NamedNode):
            found[one].add(one)
    return {one: frozenset(others) for one, others in found.items()}


def _chains(ontology: Ontology) -> dict[NamedNode, tuple[tuple[NamedNode, ...], ...]]:
    """The chains of each property; a transitive one is the chain of itself with itself."""
    found: dict[NamedNode, list[tuple[NamedNode, ...]]] = defaultdict(list)
    axiom = NamedNode(OWL + "propertyChainAxiom")
    for triple in ontology.triples:
        name, head = triple.subject, triple.object
        if triple.predicate == axiom and isinstance(name, NamedNode):
            found[name].append(() if isinstance(head, ox.Triple) else tuple(ontology.list_at(head)))
    for name in ontology.subjects(TYPE, NamedNode(OWL + "TransitiveProperty")):
        found[name].append((name, name))
    return {name: tuple(sorted(several, key=str)) for name, several in found.items()}
