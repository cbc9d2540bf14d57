"""The engine of SHACL Core gives the verdicts of the W3C's suite, or refuses loudly."""

from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest

from claimgraph.shacl import Data, Shapes, UnsupportedError, validate
from claimgraph.vocabulary import RDF, SH

MF = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"
SHT = "http://www.w3.org/ns/shacl-test#"
TERMS = ("focusNode", "resultPath", "value", "sourceConstraintComponent", "resultSeverity")


def graph_at(path: Path) -> list[ox.Triple]:
    """The triples of a Turtle file, relative names read from its own."""
    quads = ox.parse(path=path, format=ox.RdfFormat.TURTLE, base_iri=path.as_uri())
    return [quad.triple for quad in quads]


def node(namespace: str, name: str) -> ox.NamedNode:
    """A term."""
    return ox.NamedNode(namespace + name)


def cases(folder: Path) -> Iterator[tuple[str, Path, Data, object]]:
    """Each test of a folder with its file, its graph and its entry."""
    for path in sorted(folder.rglob("*.ttl")):
        graph = Data(graph_at(path))
        for entry in graph.into(node(RDF, "type")).get(node(SHT, "Validate"), ()):
            yield f"{path.parent.name}/{path.stem}", path, graph, entry


def named(graph: Data, entry: object, name: str, path: Path) -> list[ox.Triple]:
    """The data or shapes graph that a test names."""
    (action,) = graph.objects(entry, node(MF, "action"))
    (at,) = graph.objects(action, node(SHT, name))
    return graph_at(Path(path.as_uri() and at.value.removeprefix("file://")))


def expected(graph: Data, entry: object) -> list[tuple[object, ...]]:
    """The results that a test asks for, blank nodes as such."""
    (report,) = graph.objects(entry, node(MF, "result"))
    found = []
    for result in graph.objects(report, node(SH, "result")):
        values = (graph.one(result, node(SH, name)) for name in TERMS)
        found.append(tuple(plain(value) for value in values))
    return sorted(found, key=str)


def plain(term: object) -> object:
    """A term; a blank node, which each file names as it likes, stands for any other."""
    return "blank" if isinstance(term, ox.BlankNode) else term


def given(data: list[ox.Triple], shapes: list[ox.Triple]) -> list[tuple[object, ...]]:
    """What the engine finds, as tuples of the same form."""
    found = []
    for result in validate(Data(data), Shapes(shapes)):
        simple = "://" in result.path and not any(mark in result.path for mark in "<>^|()")
        path = ox.NamedNode(result.path) if simple else ("blank" if result.path else None)
        component, severity = ox.NamedNode(result.component), ox.NamedNode(result.severity)
        value = None if result.value is None else plain(result.value)
        found.append((plain(result.focus), path, value, component, severity))
    return sorted(found, key=str)


def test_every_case_of_the_core_suite(shared: Path) -> None:
    """All results of all cases agree; none is refused, since the suite's core is all Core."""
    wrong = []
    total = 0
    for name, path, graph, entry in cases(shared / "suites" / "shacl" / "core"):
        total += 1
        want = expected(graph, entry)
        data, shapes = (named(graph, entry, n, path) for n in ("dataGraph", "shapesGraph"))
        got = given(data, shapes)
        if got != want:
            wrong.append((name, want, got))
    assert total > 90
    assert not wrong, "\n".join(f"{n}\n  want {w}\n  got  {g}" for n, w, g in wrong)


def test_constraints_in_sparql_are_refused(shared: Path) -> None:
    """What belongs to SHACL-SPARQL raises, with the name of the parameter."""
    for name, path, graph, entry in cases(shared / "suites" / "shacl" / "sparql"):
        if name.startswith(("node/", "property/")):
            with pytest.raises(UnsupportedError, match="not of SHACL Core"):
                Shapes(named(graph, entry, "shapesGraph", path))
