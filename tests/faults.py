"""What shapes find wrong in a graph: pySHACL for Core, our constraints for those in SPARQL."""

from collections.abc import Iterator

import pyoxigraph as ox
import pyshacl
from rdflib import RDF, SH, Graph

from claimgraph.check import constraints
from claimgraph.shacl import Data, targeted

Fault = tuple[str, str]


def faults(data: Graph, shapes: Graph) -> Iterator[Fault]:
    """Focus node and shape of every result."""
    core = Graph()
    for triple in shapes:
        if triple[1] != SH.sparql:
            core.add(triple)
    yield from by_core(data, core)
    yield from by_query(data, shapes)


def by_core(data: Graph, shapes: Graph) -> Iterator[Fault]:
    """The results of pySHACL."""
    report = pyshacl.validate(data, shacl_graph=shapes)[1]
    assert isinstance(report, Graph)
    for result in report.subjects(RDF.type, SH.ValidationResult):
        focus, shape = (report.value(result, p) for p in (SH.focusNode, SH.sourceShape))
        yield str(focus), str(shape)


def by_query(data: Graph, shapes: Graph) -> Iterator[Fault]:
    """The results of the constraints in SPARQL, each asked once of the whole graph."""
    quads, store = _quads(data), ox.Store()
    store.bulk_extend(quads)
    told = Data(quad.triple for quad in quads)
    for constraint in constraints.load(Data(quad.triple for quad in _quads(shapes))):
        for offence in constraint.offences(store, targeted(told, constraint.targets)):
            yield offence.focus, constraint.shape


def _quads(graph: Graph) -> list[ox.Quad]:
    written = graph.serialize(format="nt").encode()
    return list(ox.parse(written, format=ox.RdfFormat.N_TRIPLES))
