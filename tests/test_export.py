"""Exports: canonical bytes, the same graph when read again, store-only triples left out."""

import shutil
import subprocess
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib

from builders import Told, food_ontology, reading
from claimgraph.errors import StoreError
from claimgraph.export import Format, Layer, export, layer_quads, prefixes, read, write
from claimgraph.lift import Run, lift
from claimgraph.ontology import Ontology
from claimgraph.store.embedded import Store

RUN = Run.of(Ontology.parse(food_ontology()), "none")
MANIFEST = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"
BASE = "https://w3c.github.io/rdf-tests/rdf/rdf11/rdf-turtle/"


def stored(*names: str) -> Store:
    """A store with some sources."""
    store = Store.memory()
    for name in names:
        told = Told(
            "Ban", "food-agency", "halden", "rye", date="2026-05-09", quote=f"\u201cNo\u201d {name}"
        )
        store.replace_sources({name: lift(reading(name, told), RUN).source})
    return store


@pytest.mark.parametrize("form", list(Format))
def test_order_of_sources_does_not_matter(form: Format) -> None:
    """The same sources in another order give the same bytes in every format."""
    assert export(stored("a", "b", "c"), form) == export(stored("c", "a", "b"), form)


@pytest.mark.parametrize("form", [Format.TRIG, Format.NQUADS, Format.JSONLD])
def test_what_is_written_reads_as_the_same_quads(form: Format) -> None:
    """Formats with graphs lose nothing but the store-only triples."""
    store = stored("a", "b")
    assert set(read(export(store, form), form)) == set(layer_quads(store))


@pytest.mark.parametrize("form", [Format.TURTLE, Format.NTRIPLES, Format.RDFXML])
def test_flat_formats_hold_each_triple_once(form: Format) -> None:
    """Without graph names, the triples are those of all layers."""
    store = stored("a", "b")
    found = [quad.triple for quad in read(export(store, form), form)]
    assert len(found) == len(set(found))
    assert set(found) == {quad.triple for quad in layer_quads(store)}


def test_the_whole_text_stays_in_the_store() -> None:
    """Store-only triples are never exported."""
    assert b"ns#text>" not in export(stored("a"), Format.NQUADS)
    assert b"cg:text " not in export(stored("a"), Format.TURTLE)


def test_layers_are_chosen() -> None:
    """Only the layers asked for are written."""
    assert export(stored("a"), Format.NQUADS, [Layer.ENTITIES]) == b""
    assert export(stored("a"), Format.NQUADS, [Layer.CLAIMS]) != b""


def test_only_used_prefixes_are_declared() -> None:
    """A prefix that no term has is not in the file."""
    turtle = export(stored("a"), Format.TURTLE).decode()
    assert "@prefix claim:" in turtle
    assert "@prefix wdt:" not in turtle
    assert prefixes()["cg"] == "https://w3id.org/claimgraph/ns#"


def test_prefixes_are_sorted() -> None:
    """A new prefix moves no other line."""
    lines = export(stored("a"), Format.TRIG).decode().splitlines()
    head = [line for line in lines if line.startswith("@prefix")]
    assert len(head) > 5
    assert head == sorted(head)
    assert lines[: len(head)] == head


def test_turtle_means_the_same_to_other_tools(tmp_path: Path) -> None:
    """rdflib, pyoxigraph and rapper count the same triples."""
    data = export(stored("a", "b"), Format.TURTLE)
    expected = len(read(data, Format.TURTLE))
    assert len(rdflib.Graph().parse(data=data, format="turtle")) == expected
    if not (rapper := shutil.which("rapper")):
        pytest.skip("rapper (raptor2-utils) is not installed")
    path = tmp_path / "graph.ttl"
    path.write_bytes(data)
    done = subprocess.run(
        [rapper, "-q", "-i", "turtle", "-o", "ntriples", str(path)], capture_output=True, check=True
    )
    assert len(set(done.stdout.splitlines())) == expected


def test_broken_input_is_placed() -> None:
    """What does not parse is told with line and column."""
    with pytest.raises(StoreError, match=r"no turtle at line 2, column \d+"):
        read(b"<http://e.org/a> <http://e.org/b> <http://e.org/c> .\nx y z .", Format.TURTLE)


def manifest_cases(folder: Path) -> list[tuple[Path, Path]]:
    """Input and expected result of each positive evaluation test."""
    graph = rdflib.Graph().parse(folder / "manifest.ttl", publicID=folder.as_uri() + "/")
    wanted = rdflib.URIRef("http://www.w3.org/ns/rdftest#TestTurtleEval")
    cases = []
    for case in graph.subjects(rdflib.RDF.type, wanted):
        action = graph.value(case, rdflib.URIRef(MANIFEST + "action"))
        result = graph.value(case, rdflib.URIRef(MANIFEST + "result"))
        cases.append(tuple(folder / str(one).rsplit("/", 1)[-1] for one in (action, result)))
    return sorted(cases)


def canonical(quads: list[ox.Quad]) -> set[ox.Quad]:
    """The quads with canonical labels for nameless nodes."""
    dataset = ox.Dataset(quads)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
    return set(dataset)


def test_w3c_turtle_cases_survive_a_round_trip(shared: Path) -> None:
    """Each positive W3C case, read, written in each format and read again, is the same graph."""
    cases = manifest_cases(shared / "suites" / "rdf" / "rdf11" / "rdf-turtle")
    assert len(cases) > 100
    for source, result in cases:
        quads = read(source.read_bytes(), Format.TURTLE, BASE + source.name)
        expected = canonical(read(result.read_bytes(), Format.NTRIPLES))
        assert canonical(quads) == expected, source.name
        for form in (Format.TURTLE, Format.TRIG, Format.NQUADS, Format.NTRIPLES, Format.JSONLD):
            again = read(write(quads, form), form)
            assert canonical(again) == expected, (source.name, form)
