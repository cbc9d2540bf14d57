"""Foreign clients that must be able to ask: rdflib's remote store, SPARQLWrapper, curl."""

import shutil
import subprocess
import warnings

import pytest
from rdflib import Graph, URIRef
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from SPARQLWrapper import SPARQLWrapper

from servers import Server

SELECT = "SELECT ?s ?title { ?s a cg:Source ; dcterms:title ?title } ORDER BY ?s"
PREFIXES = """
PREFIX cg: <https://w3id.org/claimgraph/ns#>
PREFIX dcterms: <http://purl.org/dc/terms/>
"""
CONSTRUCT = f"{PREFIXES} CONSTRUCT {{ ?s dcterms:title ?t }} WHERE {{ ?s dcterms:title ?t }}"


@pytest.fixture(scope="module")
def titles(server: Server) -> list[list[str]]:
    """What all clients must see: the sources and their titles."""
    lines = server.query(SELECT, "text/tab-separated-values").text.splitlines()[1:]
    assert lines
    return [[cell.strip('<>"') for cell in line.split("\t")] for line in lines]


@pytest.mark.parametrize("method", ["GET", "POST", "POST_FORM"])
@pytest.mark.parametrize("form", ["xml", "json", "csv", "tsv"])
def test_rdflib_store(server: Server, titles: list[list[str]], form: str, method: str) -> None:
    """Rdflib reads the same rows in every format by every method."""
    store = SPARQLStore(f"{server.url}sparql", returnFormat=form, method=method)
    rows = Graph(store).query(PREFIXES + SELECT)
    assert [[str(cell) for cell in row] for row in rows] == titles


def test_rdflib_constructs(server: Server, titles: list[list[str]]) -> None:
    """Rdflib builds a graph from a CONSTRUCT query."""
    found = Graph(SPARQLStore(f"{server.url}sparql")).query(CONSTRUCT).graph
    assert sorted([str(s), str(t)] for s, _, t in found) == titles


@pytest.mark.parametrize("form", ["json", "xml", "csv", "tsv"])
@pytest.mark.parametrize(
    ("method", "how"), [("GET", ""), ("POST", "urlencoded"), ("POST", "postdirectly")]
)
def test_sparqlwrapper_rows(
    server: Server, titles: list[list[str]], form: str, method: str, how: str
) -> None:
    """SPARQLWrapper reads rows in every format by every method."""
    wrapper = SPARQLWrapper(f"{server.url}sparql", returnFormat=form)
    wrapper.setQuery(PREFIXES + SELECT)
    wrapper.setMethod(method)
    if how:
        wrapper.setRequestMethod(how)
    body = wrapper.query().response.read().decode()
    assert all(name in body and title in body for name, title in titles)


@pytest.mark.parametrize("form", ["turtle", "xml", "json-ld", "n3"])
def test_sparqlwrapper_graphs(server: Server, titles: list[list[str]], form: str) -> None:
    """SPARQLWrapper reads graphs in every format."""
    wrapper = SPARQLWrapper(f"{server.url}sparql", returnFormat=form)
    wrapper.setQuery(CONSTRUCT)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        answer = wrapper.query()
    kind = answer.info()["content-type"].partition(";")[0]
    graph = Graph().parse(data=answer.response.read(), format=kind)
    title = URIRef("http://purl.org/dc/terms/title")
    assert sorted([str(s), str(t)] for s, t in graph.subject_objects(title)) == titles


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not here")
def test_curl_fails_on_a_cut_answer(server: Server) -> None:
    """An answer that its limit cut has no end: curl says that data are missing (18)."""
    crossed = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
    options = ("-s", "-o", "/dev/null", "-H", "Accept: text/tab-separated-values")
    told = ("--data-urlencode", f"query={crossed}", "--data", "timeout=0.7")
    found = subprocess.run(["curl", *options, *told, f"{server.url}sparql"], check=False)
    assert found.returncode == 18
