"""The closure of the ontology with some data, as owlrl gives it."""

from functools import cache
from pathlib import Path

import owlrl
from rdflib import OWL, RDF, RDFS, Graph

ROOT = Path(__file__).resolve().parents[1]
TERMS = ("claimgraph.ttl", "governance.ttl")
ALIGNED = (*TERMS, "alignments.ttl")
LOGIC = tuple(map(str, (RDF, RDFS, OWL)))
DECLARATIONS = {OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty}


@cache
def ontology(names: tuple[str, ...] = TERMS) -> Graph:
    """Some files of the ontology in one graph."""
    graph = Graph()
    for name in names:
        graph.parse(ROOT / "ontology" / name)
    return graph


@cache
def axioms(names: tuple[str, ...] = TERMS) -> Graph:
    """What a reasoner draws conclusions from: no labels, definitions, policies, declarations."""
    graph = Graph()
    for subject, predicate, value in ontology(names):
        if (
            str(predicate).startswith(LOGIC)
            and predicate not in {RDFS.label, RDFS.isDefinedBy}
            and value not in DECLARATIONS
        ):
            graph.add((subject, predicate, value))
    return graph


def closure(data: Graph, names: tuple[str, ...] = TERMS) -> tuple[Graph, list[str]]:
    """All that follows from ontology and data, and the inconsistencies found."""
    graph = axioms(names) + data
    semantics = owlrl.OWLRL_Semantics(graph, axioms=False, daxioms=False, rdfs=False)
    semantics.closure()
    return graph, sorted(map(str, semantics.error_messages))
