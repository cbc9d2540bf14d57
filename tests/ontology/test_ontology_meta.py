"""The shapes over ontology, frames, roles and lexicon: good files pass, each fault is found."""

import csv
from pathlib import Path

import pytest
from rdflib import RDF, SH, Graph

from faults import by_core, faults
from turtles import ROOT, graph

HERE = Path(__file__).parent
META = sorted((ROOT / "shapes" / "meta").glob("*.ttl"))
ONTOLOGY = sorted((ROOT / "ontology").glob("*.ttl"))
CORE = ROOT / "ontology" / "claimgraph.ttl"
Results = set[tuple[str, str]]


def merged(*paths: Path) -> Graph:
    """Several Turtle files in one graph."""
    together = Graph()
    for path in paths:
        together += graph(path)
    return together


@pytest.fixture(scope="module")
def shapes() -> Graph:
    """All shapes over ontologies, with the prefixes of their queries."""
    return merged(ROOT / "ontology" / "prefixes.ttl", *META)


def results(data: Graph, shapes: Graph) -> Results:
    """Focus node and shape of every result, by local name."""
    return {(_short(focus), _short(shape)) for focus, shape in faults(data, shapes)}


def _short(iri: object) -> str:
    return str(iri).rsplit("#", 1)[-1].rsplit("/", 1)[-1]


def expected() -> Results:
    """What the planted faults must give, and nothing else."""
    with (HERE / "invalid" / "faults.expected.csv").open(encoding="utf-8", newline="") as table:
        return {(row["focus"], row["shape"]) for row in csv.DictReader(table)}


def test_the_ontology_conforms(shapes: Graph) -> None:
    """All that ships under ontology/ passes its own shapes."""
    assert sorted(results(merged(*ONTOLOGY), shapes)) == []


def test_a_small_domain_of_another_kind_conforms(shapes: Graph) -> None:
    """The shapes hold for any domain, not for the one that ships."""
    assert sorted(results(merged(CORE, HERE / "domain.ttl"), shapes)) == []


def test_each_planted_fault_is_found_and_nothing_else(shapes: Graph) -> None:
    """Every fault gives the results that the table names; no node is blamed for another."""
    data = merged(CORE, HERE / "domain.ttl", HERE / "invalid" / "faults.ttl")
    assert sorted(results(data, shapes) ^ expected()) == []


def test_every_constraint_has_a_planted_fault(shapes: Graph) -> None:
    """No constraint is there that nothing breaks: a misspelt one would conform silently."""
    properties = {_short(shape) for shape in shapes.subjects(RDF.type, SH.PropertyShape)}
    queries = {_short(shape) for shape in shapes.subjects(SH.sparql, None)}
    assert sorted((properties | queries) - {shape for _, shape in expected()}) == []


def test_a_plain_validator_gives_the_same(shapes: Graph) -> None:
    """What is asked once of the whole graph comes to what pySHACL finds node by node."""
    small = merged(HERE / "domain.ttl", HERE / "invalid" / "faults.ttl")
    small += _subclasses_of_core()
    core = {(_short(focus), _short(shape)) for focus, shape in by_core(small, shapes)}
    assert core == results(small, shapes)


def _subclasses_of_core() -> Graph:
    """Of the core's terms only what they are, so that they are not looked at themselves."""
    kept = Graph()
    for subject, kind in graph(CORE).subject_objects(RDF.type):
        if "ns#" in str(kind):
            kept.add((subject, RDF.type, kind))
    return kept


def test_every_constraint_speaks(shapes: Graph) -> None:
    """Each constraint has a name, a severity and a sentence for those who break it."""
    for shape in set(shapes.subjects(RDF.type, SH.PropertyShape)):
        assert shapes.value(shape, SH.name), shape
        assert shapes.value(shape, SH.severity), shape
        assert str(shapes.value(shape, SH.message)).endswith("."), shape
    for constraint in shapes.objects(None, SH.sparql):
        assert str(shapes.value(constraint, SH.message)).endswith("."), constraint
