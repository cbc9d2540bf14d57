"""Graphs in short: what depends on kinds alone shows in the summary, and only kinds are kept."""

from pathlib import Path

import pyoxigraph as ox
import pytest

from claimgraph.check.checker import Checker
from claimgraph.check.constraints import plain
from claimgraph.check.summary import summary
from claimgraph.layout import domain
from claimgraph.shacl import Data

EX = "https://example.org/"
CORE = "https://w3id.org/claimgraph/ns#"
LAMPS = f"""
@prefix ex: <{EX}> .
ex:a a ex:Lamp ; ex:watts 3 ; ex:stands ex:t .
ex:b a ex:Lamp ; ex:watts 70 ; ex:stands ex:u .
ex:t a ex:Table . ex:u a ex:Table ; ex:near ex:known .
"""


@pytest.fixture(scope="module")
def checker() -> Checker:
    """The shapes of the domain that ships."""
    return Checker(domain())


def data(text: str) -> Data:
    """A graph for looking things up."""
    return Data(quad.triple for quad in ox.parse(text.encode(), format=ox.RdfFormat.TURTLE))


def quads_of(path: Path) -> list[ox.Quad]:
    """The triples of a file as quads of the default graph."""
    return [ox.Quad(*quad.triple) for quad in ox.parse(path=path, format=ox.RdfFormat.TURTLE)]


def test_things_of_the_same_kinds_are_one() -> None:
    """Two lamps on two tables make one lamp on one table; terms stand for themselves."""
    known = ox.NamedNode(EX + "known")
    found = list(summary(data(LAMPS), {known: known}))
    assert len(found) == 5
    lamps = {quad.subject for quad in found if plain(quad.object) == EX + "Lamp"}
    tables = {quad.object for quad in found if quad.predicate.value == EX + "stands"}
    assert len(lamps) == len(tables) == 1
    assert known in {quad.object for quad in found}


def test_literals_are_one() -> None:
    """No value of a property is told from another."""
    values = [q.object for q in summary(data(LAMPS), {}) if q.predicate.value == EX + "watts"]
    assert len(values) == 1
    assert isinstance(values[0], ox.NamedNode)


def test_constraints_by_kinds_are_broken_in_the_summary_too(checker: Checker, root: Path) -> None:
    """Each one that is broken in a fixture is broken in the summary of that fixture."""
    asked = [one for one in checker.constraints if one.by_kinds]
    broken = set()
    given = quads_of(root / "tests/shapes/given.ttl")
    for path in sorted((root / "tests/shapes").glob("*/invalid/*.ttl")):
        graph = checker.index([*given, *quads_of(path)])
        short = ox.Store()
        short.bulk_extend([*checker.schema_quads, *summary(graph.data, checker.terms)])
        for one in asked:
            if one.is_broken(graph.whole):
                broken.add(one.shape)
                assert one.is_broken(short), (path.name, one.shape)
    assert broken == {one.shape for one in asked}


def test_what_follows_any_property_reads_all(checker: Checker) -> None:
    """A query with a variable for a property reads any; others tell which they follow."""
    reads = {one.shape.rsplit("#", 1)[-1]: one.reads for one in checker.constraints}
    assert reads["Vocabulary-property"] is None
    assert reads["Claim-chainEnds"] == {ox.NamedNode(CORE + "reportedIn")}
