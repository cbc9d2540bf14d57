"""What pySHACL finds: the reference that our own engines have to agree with.

It takes milliseconds a triple, so builds do not wait for it.
"""

from collections.abc import Iterable, Iterator

import pyoxigraph as ox
import pyshacl
from rdflib import BNode, Graph, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

from claimgraph.check.findings import Finding, Severity
from claimgraph.check.rdflib_terms import rdflib_graph
from claimgraph.errors import DomainError
from claimgraph.vocabulary import SH, local_name


def reference(data: Iterable[ox.Triple], shapes: Iterable[ox.Triple]) -> Iterator[Finding]:
    """The results of pySHACL, SPARQL constraints too, without places in the text.

    Raises:
        DomainError: the shapes cannot be used, or a triple holds a triple term.
    """
    graph = rdflib_graph(shapes)
    _, report, _ = pyshacl.validate(
        rdflib_graph(data), shacl_graph=graph, inplace=True, do_owl_imports=False
    )
    if not isinstance(report, Graph):
        raise DomainError("shapes", f"cannot be used for validation: {report}.")
    yield from _results(report, graph)


def _results(report: Graph, shapes: Graph) -> Iterator[Finding]:
    for node in report.objects(None, URIRef(SH + "result")):
        get = {local_name(str(p)): o for p, o in report.predicate_objects(node)}
        path = get.get("resultPath")
        if isinstance(path, BNode):  # the report has but a copy of the node
            path = shapes.value(get["sourceShape"], URIRef(SH + "path"))
        yield Finding(
            severity=Severity(local_name(str(get["resultSeverity"]))),
            shape=str(get["sourceShape"]),
            component=str(get["sourceConstraintComponent"]),
            focus=str(get["focusNode"]),
            path=_path(shapes, path) if path else "",
            value=str(get.get("value", "")),
            message=str(get.get("resultMessage", "")),
        )


def _path(graph: Graph, path: Node) -> str:
    """A property path: the IRI of a property, else SPARQL's notation."""
    if isinstance(path, URIRef):
        return str(path)
    inverse = graph.value(path, URIRef(SH + "inversePath"))
    if inverse is not None:
        return "^" + _step(graph, inverse)
    choice = graph.value(path, URIRef(SH + "alternativePath"))
    sign, steps = ("/", path) if choice is None else ("|", choice)
    return sign.join(_step(graph, step) for step in Collection(graph, steps))


def _step(graph: Graph, step: Node) -> str:
    text = _path(graph, step)
    return f"<{text}>" if isinstance(step, URIRef) else f"({text})"
