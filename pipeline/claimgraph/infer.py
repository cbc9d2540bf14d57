"""What follows: the OWL 2 RL closure over ontology, entities and consensus, never over claims.

The ontology is compiled into tables once; a worklist then draws what follows from each triple.
An ontology that says more than the tables hold goes through owlrl instead, which is also the
reference in the tests.
"""

from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import owlrl
import pyoxigraph as ox
from pyoxigraph import Literal, NamedNode, Quad
from rdflib import Graph

from claimgraph import iri
from claimgraph.ontology import SUBCLASS, SUBPROPERTY, Ontology
from claimgraph.terms import TYPE, Term
from claimgraph.vocabulary import INFERRED, OWL, RDF, RDFS, XSD

GRAPH: Final = NamedNode(INFERRED)
KEPT_KINDS: Final = frozenset({"id", "situation", "difference", "state"})
"""Of these kinds of data something may be inferred; the layer of claims stays as it was read."""

SAME: Final = NamedNode(OWL + "sameAs")
TRIVIAL_CLASSES: Final = frozenset(
    {NamedNode(OWL + "Thing"), NamedNode(RDFS + "Resource"), NamedNode(OWL + "NamedIndividual")}
)
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
Reasoner = Callable[[Iterable[Fact], Ontology], frozenset[Fact]]


@dataclass(frozen=True, slots=True)
class Breach:
    """A thing of two kinds that exclude each other, and the triples that make it both."""

    node: NamedNode
    one: NamedNode
    other: NamedNode
    because: tuple[Quad, ...]


def infer(
    quads: Iterable[Quad], ontology: Ontology, close: Reasoner | None = None
) -> tuple[Quad, ...]:
    """What follows from entities and consensus by the ontology, trivia left out.

    `close` is another reasoner than our own, to compare with: `closed_by_owlrl`.

    Left out by rule: literals as subjects, `owl:sameAs` of a thing to itself, membership in what
    everything belongs to, statements about terms or about what the layer of claims holds, and
    whatever is asserted already.
    """
    given = _facts(quads)
    closed = (close or closure)(given, ontology)
    asserted = frozenset(given)
    return tuple(
        sorted((Quad(*fact, GRAPH) for fact in closed - asserted if is_worth(fact)), key=str)
    )


def closure(facts: Iterable[Fact], ontology: Ontology) -> frozenset[Fact]:
    """The facts with all that follows from them by the ontology, trivia included or not."""
    facts = list(facts)
    rules = compile_rules(ontology)
    return closed_by_owlrl(facts, ontology) if rules is None else rules.close(facts)


def breaches(quads: Iterable[Quad], ontology: Ontology) -> tuple[Breach, ...]:
    """The things that belong to two classes which share no instance, with what makes them so."""
    given = list(quads)
    closed = closure(_facts(given), ontology)
    types: dict[NamedNode, set[NamedNode]] = defaultdict(set)
    for subject, predicate, value in closed:
        if predicate == TYPE and isinstance(value, NamedNode):
            types[subject].add(value)
    found = [
        (node, one, other)
        for node, classes in types.items()
        for one, other in _clashes(classes, ontology)
    ]
    by_node = _touching(given, {node for node, _, _ in found})
    return tuple(
        Breach(node, one, other, tuple(_because(by_node[node], node, (one, other), ontology)))
        for node, one, other in sorted(found, key=str)
    )


def _clashes(classes: set[NamedNode], ontology: Ontology) -> Iterator[tuple[NamedNode, NamedNode]]:
    """The topmost pairs of classes that exclude each other, each once."""
    pairs = [(a, b) for a, b in ontology.disjoint if a in classes and b in classes]
    for one, other in pairs:
        if one.value < other.value:
            yield one, other


def _touching(quads: Iterable[Quad], nodes: set[NamedNode]) -> Mapping[NamedNode, list[Quad]]:
    found: dict[NamedNode, list[Quad]] = defaultdict(list)
    for quad in quads:
        for end in {quad.subject, quad.object}:
            if isinstance(end, NamedNode) and end in nodes:
                found[end].append(quad)
    return found


def _because(
    quads: Iterable[Quad], node: NamedNode, pair: tuple[NamedNode, ...], ontology: Ontology
) -> Iterator[Quad]:
    """Those triples about a thing that alone make it an instance of one of two classes."""
    for quad in sorted(quads, key=str):
        alone = closure(_facts([quad]), ontology)
        if any((node, TYPE, cls) in alone for cls in pair):
            yield quad


@dataclass(frozen=True, slots=True)
class Rules:
    """The tables of a compiled ontology; each is closed under the hierarchy."""

    supers: Mapping[NamedNode, frozenset[NamedNode]]
    super_properties: Mapping[NamedNode, frozenset[NamedNode]]
    domains: Mapping[NamedNode, frozenset[NamedNode]]
    ranges: Mapping[NamedNode, frozenset[NamedNode]]
    inverses: Mapping[NamedNode, frozenset[NamedNode]]
    transitive: frozenset[NamedNode]
    chains: Mapping[NamedNode, tuple[tuple[NamedNode, ...], ...]]
    chain_parts: Mapping[NamedNode, frozenset[NamedNode]]

    def close(self, facts: Iterable[Fact]) -> frozenset[Fact]:
        """The facts with all that follows from them."""
        known: set[Fact] = set()
        onward: dict[tuple[NamedNode, NamedNode], set[Term]] = defaultdict(set)
        backward: dict[tuple[NamedNode, NamedNode], set[NamedNode]] = defaultdict(set)
        work = deque(facts)
        while work:
            fact = work.popleft()
            if fact in known:
                continue
            known.add(fact)
            subject, predicate, value = fact
            onward[subject, predicate].add(value)
            if isinstance(value, NamedNode):
                backward[value, predicate].add(subject)
            work.extend(self.from_one(subject, predicate, value))
            if predicate in self.chain_parts:
                work.extend(
                    self.from_chains(
                        fact,
                        lambda s, p: onward.get((s, p), ()),
                        lambda o, p: backward.get((o, p), ()),
                    )
                )
        return frozenset(known)

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
def _compiled(triples: tuple[ox.Triple, ...]) -> Rules | None:
    ontology = Ontology(triples)
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
        {p: ontology.names(p, NamedNode(RDFS + "domain")) for p in properties},
        {p: _classes(ontology.names(p, NamedNode(RDFS + "range"))) for p in properties},
        _inverses(triples),
        frozenset(ontology.subjects(TYPE, NamedNode(OWL + "TransitiveProperty"))),
        chains,
        {link: frozenset(wholes) for link, wholes in parts.items()},
    )


def compile_rules(ontology: Ontology) -> Rules | None:
    """The tables of an ontology, or None where it says more than they hold."""
    return _compiled(ontology.triples)


def _is_compiled(triple: ox.Triple) -> bool:
    """Whether the tables hold all that a triple of the ontology says."""
    predicate, value = triple.predicate, triple.object
    if predicate == TYPE:
        logical = isinstance(value, NamedNode) and value.value.startswith(LOGIC)
        return not logical or value in DECLARATIONS
    if predicate in COMPILED or predicate in SILENT:
        return True
    return not predicate.value.startswith(LOGIC)


def _above(
    terms: Iterable[NamedNode], ontology: Ontology, relation: NamedNode
) -> dict[NamedNode, frozenset[NamedNode]]:
    found = {term: ontology.above(term, relation) - {term} for term in terms}
    return {term: above for term, above in found.items() if above}


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


def closed_by_owlrl(facts: Iterable[Fact], ontology: Ontology) -> frozenset[Fact]:
    """The closure by owlrl: the reference, and the way for what the tables do not hold."""
    logic = [triple for triple in ontology.triples if _is_logic(triple)]
    plain = ox.serialize(
        [*logic, *(ox.Triple(*fact) for fact in facts)], format=ox.RdfFormat.N_TRIPLES
    )
    graph = Graph().parse(data=plain or b"", format="nt")
    owlrl.OWLRL_Semantics(graph, axioms=False, daxioms=False, rdfs=False).closure()
    lines = (f"{s.n3()} {p.n3()} {o.n3()} ." for s, p, o in graph if not _is_literal(s.n3()))
    quads = ox.parse("\n".join(lines).encode(), format=ox.RdfFormat.N_TRIPLES)
    return frozenset(_facts(quads))


def _is_logic(triple: ox.Triple) -> bool:
    """Whether a triple says something of terms that a reasoner uses; lexicon entries are data."""
    subject, predicate = triple.subject, triple.predicate
    is_entry = isinstance(subject, NamedNode) and iri.kind_of(subject.value) == "id"
    return predicate.value.startswith(LOGIC) and predicate not in SILENT and not is_entry


def _is_literal(written: str) -> bool:
    return written.startswith('"')


def _facts(quads: Iterable[Quad]) -> list[Fact]:
    return [
        (quad.subject, quad.predicate, quad.object)
        for quad in quads
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode | Literal)
    ]


def is_worth(fact: Fact) -> bool:
    """The declared rule: which inferred triples are kept."""
    subject, predicate, value = fact
    if iri.kind_of(subject.value) not in KEPT_KINDS:
        return False
    if predicate == SAME and subject == value:
        return False
    return not (predicate == TYPE and value in TRIVIAL_CLASSES)
