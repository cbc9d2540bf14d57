"""Ontology and graph in one Turtle file for editors that read OWL: one header, all declared."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import IO, Final

import pyoxigraph as ox
from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad

from claimgraph import iri
from claimgraph.canonical import Format, Layer, write_to
from claimgraph.export.content import Content
from claimgraph.terms import TYPE, english
from claimgraph.vocabulary import BASE, DCTERMS, OWL, RDF, RDFS, SKOS

HEADER: Final = NamedNode(OWL + "Ontology")
CLASS: Final = NamedNode(OWL + "Class")
LINK: Final = NamedNode(OWL + "ObjectProperty")
VALUE: Final = NamedNode(OWL + "DatatypeProperty")
NOTE: Final = NamedNode(OWL + "AnnotationProperty")
THING: Final = NamedNode(OWL + "NamedIndividual")
TERMS: Final = frozenset({CLASS, LINK, VALUE, NOTE, THING})
AXIOMS: Final = frozenset(
    NamedNode(OWL + name) for name in ("AllDisjointClasses", "AllDisjointProperties")
)
BUILT_IN: Final = (OWL, RDF, RDFS)
NOTES: Final = (SKOS, DCTERMS)
"""Vocabularies whose properties are notes for people, not for reasoners."""

GROUNDS: Final = frozenset({"claim", "attribution", "mention"})
NAME: Final = NamedNode(BASE + "graph")
Nodes = dict[object, list[Quad]]


def write_owl(out: IO[bytes], content: Content) -> None:
    """Writes the domain's terms and the chosen layers as flat Turtle that OWL editors open."""
    terms = list(_terms(content.ontology.triples))
    whole = Layer.CLAIMS in content.layers
    data = [_flat(quad) for quad in content.quads() if whole or not _speaks_of_claims(quad)]
    header = Quad(NAME, TYPE, HEADER, DefaultGraph())
    title = Quad(NAME, NamedNode(DCTERMS + "title"), english("ClaimGraph export"), DefaultGraph())
    told = [header, title, *_canonical(terms), *data]
    write_to(out, [*told, *_declared(told)], Format.TURTLE, content.prefixes)


def _speaks_of_claims(quad: Quad) -> bool:
    names = (term.value for term in (quad.subject, quad.object) if isinstance(term, NamedNode))
    return any(iri.kind_of(name) in GROUNDS for name in names)


def _flat(told: Quad | ox.Triple) -> Quad:
    return Quad(told.subject, told.predicate, told.object, DefaultGraph())


def _terms(triples: Iterable[ox.Triple]) -> Iterator[Quad]:
    """What an ontology says of its classes, properties and individuals; not the lexicon's data."""
    told: Nodes = defaultdict(list)
    for triple in triples:
        told[triple.subject].append(_flat(triple))
    wanted = [node for node, quads in told.items() if _is_term(node, quads)]
    seen = set(wanted)
    while wanted:
        for quad in told[wanted.pop()]:
            yield quad
            inner = quad.object
            if isinstance(inner, BlankNode) and inner not in seen:
                seen.add(inner)
                wanted.append(inner)


def _is_term(node: object, quads: Iterable[Quad]) -> bool:
    kinds = {quad.object for quad in quads if quad.predicate == TYPE}
    if isinstance(node, BlankNode):
        return bool(kinds & AXIOMS)
    return bool(kinds & TERMS) and isinstance(node, NamedNode) and not iri.kind_of(node.value)


def _canonical(quads: Iterable[Quad]) -> Iterator[Quad]:
    """The quads with labels for nameless nodes that depend on their content alone."""
    dataset = ox.Dataset(quads)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return iter(dataset)


def _declared(quads: Iterable[Quad]) -> Iterator[Quad]:
    """A declaration for each class, property and individual that has none."""
    values: dict[NamedNode, set[bool]] = defaultdict(set)
    kinds: dict[object, set[object]] = defaultdict(set)
    for quad in quads:
        if quad.predicate == TYPE:
            kinds[quad.subject].add(quad.object)
        values[quad.predicate].add(isinstance(quad.object, Literal))
    known = {term for term, found in kinds.items() if found & TERMS}
    for name, found in values.items():
        note = len(found) == 2 or name.value.startswith(NOTES)
        kind = NOTE if note else VALUE if True in found else LINK
        yield from _one(name, kind, known)
    for cls in {cls for found in kinds.values() for cls in found}:
        yield from _one(cls, CLASS, known)
    for thing in kinds:
        if isinstance(thing, NamedNode) and iri.kind_of(thing.value):
            yield from _one(thing, THING, set())


def _one(term: object, kind: NamedNode, known: set[object]) -> Iterator[Quad]:
    built_in = isinstance(term, NamedNode) and term.value.startswith(BUILT_IN)
    if isinstance(term, NamedNode) and term not in known and not built_in:
        yield Quad(term, TYPE, kind, DefaultGraph())
