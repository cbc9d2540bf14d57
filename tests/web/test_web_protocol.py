"""The SPARQL 1.1 Protocol: the W3C's own cases, then what they leave out."""

import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

import pytest
from rdflib import RDF, Graph, Namespace
from rdflib.collection import Collection
from rdflib.term import Node

from servers import Server

MANIFEST = Path(__file__).resolve().parents[3] / (
    "shared/suites/sparql/sparql11/protocol/manifest.ttl"
)
MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
HT = Namespace("http://www.w3.org/2011/http#")
CNT = Namespace("http://www.w3.org/2011/content#")
TABULAR = {
    "application/sparql-results+json",
    "application/sparql-results+xml",
    "text/csv",
    "text/tab-separated-values",
}
FORMATS = {
    "boolean": TABULAR,
    "tabular": TABULAR,
    "RDF": {"application/rdf+xml", "text/turtle", "application/n-triples"},
}


@dataclass(frozen=True)
class Case:
    """One case: its name, its first request, and what must come back."""

    name: str
    method: str
    path: str
    headers: dict[str, str]
    body: bytes | None
    statuses: frozenset[str]
    boolean: bool | None
    format: str

    @property
    def is_update(self) -> bool:
        """Whether it begins with an update that a writing endpoint would take."""
        return self.name.startswith("update")


def cases() -> list[Case]:
    """The cases of the manifest; none where the suite is absent."""
    if not MANIFEST.is_file():
        return []
    graph = Graph().parse(MANIFEST)
    return [read_case(graph, one) for one in Collection(graph, entries(graph))]


def entries(graph: Graph) -> Node:
    """The head of the manifest's list."""
    (found,) = graph.objects(None, MF.entries)
    return found


def read_case(graph: Graph, one: Node) -> Case:
    """A case, with its first request."""
    requests = graph.value(graph.value(one, MF.action), HT.requests)
    request = next(iter(Collection(graph, requests)))
    response = graph.value(request, HT.resp)
    statuses = {str(s)[-3:] for s in graph.objects(response, MF.expectedStatus)}
    expected = graph.value(response, MF.expectedBoolean)
    return Case(
        str(one).rpartition("#")[2],
        str(graph.value(request, HT.methodName)),
        str(graph.value(request, HT.absolutePath)).replace("/sparql/", "/sparql"),
        dict(headers(graph, request)),
        body(graph, request),
        frozenset(statuses),
        None if expected is None else bool(expected.toPython()),
        str(graph.value(response, MF.expectedFormat) or ""),
    )


def headers(graph: Graph, request: Node) -> Iterator[tuple[str, str]]:
    """The headers of a request."""
    listed = graph.value(request, HT.headers)
    for one in Collection(graph, listed) if listed and listed != RDF.nil else ():
        yield str(graph.value(one, HT.fieldName)), str(graph.value(one, HT.fieldValue))


def body(graph: Graph, request: Node) -> bytes | None:
    """The body of a request in the encoding that it says."""
    found = graph.value(request, HT.body)
    if found is None:
        return None
    encoding = str(graph.value(found, CNT.characterEncoding))
    return str(graph.value(found, CNT.chars)).encode(encoding)


CASES = cases()


@pytest.mark.skipif(not CASES, reason="needs ../shared, which is not here")
def test_the_suite_is_whole() -> None:
    """There are 34 cases, 7 of which need updates."""
    assert (len(CASES), sum(case.is_update for case in CASES)) == (34, 7)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_w3c_case(case: Case, server: Server) -> None:
    """Each case that a read-only endpoint can pass passes; updates are forbidden."""
    found = server.ask(case.method, case.path, case.body, case.headers)
    if case.is_update:
        assert found.status == 403
        return
    assert f"{found.status // 100}xx" in case.statuses
    if case.boolean is not None:
        assert json.loads(found.body)["boolean"] is case.boolean
    if case.format:
        assert found.headers["content-type"].partition(";")[0] in FORMATS[case.format]


SELECT = "SELECT ?s { ?s a cg:Source } ORDER BY ?s"
CONSTRUCT = "CONSTRUCT { ?s a cg:Source } WHERE { ?s a cg:Source }"
KINDS = (
    (SELECT, "*/*", "application/sparql-results+json"),
    (SELECT, "", "application/sparql-results+json"),
    (SELECT, "text/csv", "text/csv"),
    (SELECT, "text/*;q=0.2, application/sparql-results+xml", "application/sparql-results+xml"),
    (SELECT, "text/csv;q=0.1, text/tab-separated-values;q=0.2", "text/tab-separated-values"),
    (SELECT, "application/sparql-results+json;q=0, */*", "application/sparql-results+xml"),
    (SELECT, "text/turtle, text/csv;q=0.1", "text/csv"),
    (SELECT, "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "text/html"),
    (CONSTRUCT, "*/*", "text/turtle"),
    (CONSTRUCT, "application/n-triples", "application/n-triples"),
    (CONSTRUCT, "application/rdf+xml", "application/rdf+xml"),
    (CONSTRUCT, "application/ld+json, text/csv", "application/ld+json"),
    (CONSTRUCT, "application/n-quads", "application/n-quads"),
    (CONSTRUCT, "text/n3", "text/n3"),
)


@pytest.mark.parametrize(("sparql", "accept", "media"), KINDS)
def test_content_is_negotiated(server: Server, sparql: str, accept: str, media: str) -> None:
    """The form liked best is sent, quality values honoured, and caches are told."""
    found = server.query(sparql, accept)
    assert (found.status, found.headers["content-type"].partition(";")[0]) == (200, media)
    assert found.headers["vary"] == "Accept"


@pytest.mark.parametrize(("sparql", "accept"), [(SELECT, "image/png"), (SELECT, "text/turtle")])
def test_what_is_not_there_is_406(server: Server, sparql: str, accept: str) -> None:
    """A form that there is not, or not for this kind of query, gets a list of those there are."""
    found = server.query(sparql, accept)
    assert found.status == 406
    assert "csv" in found.text


def test_default_graphs_shut_the_named_ones_out(server: Server) -> None:
    """Told only default graphs, there are no named ones; told only named ones, the reverse."""
    graph = "http://kasei.us/2009/09/sparql/data/data1.rdf"
    count = "SELECT (COUNT(*) AS ?n) { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }"
    for parameter in ("default-graph-uri", "named-graph-uri"):
        found = server.query(count, "text/csv", **{parameter: graph})
        assert found.text.split() == ["n", "1"]


def test_from_names_the_dataset(server: Server) -> None:
    """A dataset that the query itself names is not widened to all layers."""
    graph = "http://kasei.us/2009/09/sparql/data/data1.rdf"
    found = server.query(f"SELECT (COUNT(*) AS ?n)FROM<{graph}>{{ ?s ?p ?o }}", "text/csv")
    assert found.text.split() == ["n", "1"]


def test_without_a_dataset_all_layers_are_one(server: Server) -> None:
    """A query without GRAPH sees every named graph."""
    found = server.query("ASK { <http://kasei.us/2009/09/sparql/data/data2.rdf> a ?type }")
    assert json.loads(found.body)["boolean"] is True


def test_errors_name_line_and_column(server: Server) -> None:
    """A query that does not parse is told where, as text, and as JSON if asked so."""
    broken = "SELECT *\nWHERE { ?s ?p ?o . foo }"
    assert server.query(broken).text.startswith("query:2:")
    found = server.query(broken, "application/problem+json, */*;q=0.1")
    assert found.headers["content-type"] == "application/problem+json"
    told = json.loads(found.body)
    assert (found.status, told["status"], told["line"]) == (400, 400, 2)


def test_a_browser_sees_its_mistake(server: Server) -> None:
    """The page for a query that does not parse shows the query and the place."""
    found = server.query("SELECT *\nWHERE { ?s ?p ?o . foo }", "text/html")
    assert (found.status, found.headers["content-type"]) == (400, "text/html; charset=utf-8")
    assert 'data-line="2"' in found.text
    assert "?s ?p ?o . foo }" in found.text


def test_a_browser_gets_a_page_without_live_markup(server: Server) -> None:
    """A hostile label is text in the page of a result."""
    found = server.query("SELECT ?o { <https://example.org/odd> ?p ?o }", "text/html")
    assert found.status == 200
    assert "<script>alert" not in found.text
    assert "&lt;script&gt;alert" in found.text


def test_a_page_says_that_it_shows_only_the_first_rows(server: Server) -> None:
    """A long result is cut on the page, which says so; the download has all rows."""
    many = "SELECT ?s { ?s <https://example.org/p> ?o }"
    page = server.query(many, "text/html").text
    assert "There are more rows than are shown here" in page
    found = server.query(many, "text/html", download="csv")
    assert found.text.count("\n") == 3001
    assert found.headers["content-disposition"] == 'attachment; filename="result.csv"'


def test_a_large_body_is_refused(server: Server) -> None:
    """More than a mebibyte is no query."""
    kind = {"Content-Type": "application/sparql-query"}
    assert server.ask("POST", "/sparql", b"#" * (1024 * 1024 + 1), kind).status == 413


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"ASK {} # \xff", "application/sparql-query", 400),
        (b"query=ASK%20%7B%7D%20%23%FF", "application/x-www-form-urlencoded", 400),
        (b"ASK {}", "application/sparql-query; charset=latin-1", 415),
        (b"ASK {}", "application/sparql-query; charset=UTF-8", 200),
        (b"", "application/x-www-form-urlencoded", 400),
        (b"query=ASK%7B%7D&timeout=x", "application/x-www-form-urlencoded", 400),
        (b"query=ASK%7B%7D&default-graph-uri=no", "application/x-www-form-urlencoded", 400),
    ],
)
def test_bodies_that_are_not_as_they_should_be(
    server: Server, body: bytes, kind: str, status: int
) -> None:
    """Bytes that are no UTF-8, other charsets, no query and wrong parameters are told apart."""
    assert server.ask("POST", "/sparql", body, {"Content-Type": kind}).status == status


def test_a_compressed_body_is_refused(server: Server) -> None:
    """Nobody can hide a large query in a small body."""
    kind = {"Content-Type": "application/sparql-query", "Content-Encoding": "gzip"}
    assert server.ask("POST", "/sparql", gzip.compress(b"ASK {}"), kind).status == 415


def test_head_is_get_without_a_body(server: Server) -> None:
    """HEAD gives the headers of GET."""
    found = server.ask("HEAD", f"/sparql?{urlencode({'query': 'ASK {}'})}")
    assert (found.status, found.body) == (200, b"")
    assert int(found.headers["content-length"]) > 0


def test_the_service_describes_itself(server: Server) -> None:
    """Without a query, programs get the service description."""
    found = server.ask("GET", "/sparql", headers={"Accept": "text/turtle"})
    graph = Graph().parse(data=found.text)
    described = Namespace("http://www.w3.org/ns/sparql-service-description#")
    (service,) = graph.subjects(RDF.type, described.Service)
    assert str(graph.value(service, described.endpoint)) == f"{server.url}sparql"
    assert described.UnionDefaultGraph in set(graph.objects(service, described.feature))


def test_void_counts_what_is_there(server: Server) -> None:
    """The dataset's description has the number of triples and the size of each class."""
    found = server.ask("GET", "/.well-known/void", headers={"Accept": "text/turtle"})
    void = Namespace("http://rdfs.org/ns/void#")
    graph = Graph().parse(data=found.text)
    everything = server.query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", "text/csv").text.split()[1]
    (dataset,) = graph.subjects(RDF.type, void.Dataset)
    assert str(graph.value(dataset, void.triples)) == everything
    sources = server.query("SELECT (COUNT(*) AS ?n) { ?s a cg:Source }", "text/csv").text.split()[1]
    of_class = Namespace("https://w3id.org/claimgraph/ns#").Source
    (part,) = graph.subjects(void["class"], of_class)
    assert str(graph.value(part, void.entities)) == sources


def test_terms_for_completion(server: Server) -> None:
    """Completion knows our terms with labels and counts, and the prefixes."""
    told = json.loads(server.ask("GET", "/sparql/terms.json").body)
    (claim,) = [term for term in told["terms"] if term["name"] == "cg:Claim"]
    assert claim["label"]
    assert claim["count"] > 0
    assert "cg" in told["prefixes"]


def test_an_example_is_shown(server: Server) -> None:
    """A question of the catalogue can be opened in the editor by its name."""
    page = server.ask("GET", "/sparql?example=sources", headers={"Accept": "text/html"})
    assert page.status == 200
    assert "# -&gt; " in page.text
