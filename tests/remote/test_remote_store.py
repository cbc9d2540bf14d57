"""A SPARQL server as the store: the same bytes and answers as from the folder, nothing lost."""

import http.server
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest
from click.testing import CliRunner

from builders import Told, reading, settled
from claimgraph.ask.catalogue import Catalogue, ask
from claimgraph.canonical import Format, export
from claimgraph.cli import main
from claimgraph.errors import QueryError, StoreError
from claimgraph.layout import domain
from claimgraph.store.embedded import Store
from claimgraph.store.graphstore import GraphStore
from claimgraph.store.remote import NOTES, RemoteStore
from claimgraph.store.sparql import Server
from claimgraph.terms import cg, text
from exported import quads
from sparql_servers import DBA, free_port, oxigraph, virtuoso

QUESTIONS = Path(__file__).parents[1] / "queries"
QUOTE = "\u201cNo\u201d \\ \"bread\"\u2011\U0001f35e\twith {braces} and 'marks'"
FIRST = reading("a", Told("Ban", "food-agency", "halden", "rye", date="2026-05-09", quote=QUOTE))
SECOND = reading("b", Told("Ban", "food-agency", "halden", "rye", date="2026-05"))
CHANGED = reading("a", Told("Ban", "plant-agency", "halden", "oat", date="2026"))
FOREIGN = ox.NamedNode("https://example.org/graph")


@pytest.fixture(scope="module", params=["oxigraph", "virtuoso"])
def url(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server that is started for these tests."""
    folder = tmp_path_factory.mktemp(request.param)
    if request.param == "virtuoso":
        with virtuoso(folder) as address:
            yield address
        return
    port = free_port()
    with oxigraph(folder, port):
        yield f"http://127.0.0.1:{port}"


@pytest.fixture
def remote(url: str) -> RemoteStore:
    """An empty store in the server, beside a graph that is not ours."""
    server = Server.at(url, DBA)
    for name in (NOTES, *RemoteStore(server).graph_names(), FOREIGN):
        server.update(f"DROP SILENT GRAPH {name}")
    server.update(f"INSERT DATA {{ GRAPH {FOREIGN} {{ <urn:a> a {cg('Source')} }} }}")
    return RemoteStore.open(url, DBA)


def same(one: GraphStore, other: GraphStore) -> bool:
    """Whether two stores are exported alike and know the same of their sources."""
    forms = (Format.NQUADS, Format.TRIG)
    return [export(one, form) for form in forms] == [export(other, form) for form in forms] and (
        one.sources(),
        one.state(),
    ) == (other.sources(), other.state())


def test_the_same_bytes_as_from_the_embedded_store(remote: RemoteStore, url: str) -> None:
    """Put in, replaced, kept out and removed: after each step both stores are exported alike."""
    embedded = Store.memory()
    steps: list[Callable[[GraphStore], object]] = [
        lambda store: settled(store, FIRST, SECOND),
        lambda store: settled(store, CHANGED),
        lambda store: store.quarantine("b", ["wrong", "and so"]),
        lambda store: store.note_run("urn:run", {"frames.ttl": "1"}),
        lambda store: store.remove("b"),
        lambda store: settled(store, SECOND),
    ]
    for step in steps:
        step(embedded)
        step(remote)
        assert same(embedded, RemoteStore.open(url, DBA, read_only=True))
    again = RemoteStore.open(url, DBA)
    assert again.runs() == embedded.runs()
    assert again.source_text("b") == embedded.source_text("b")
    assert again.claim_count("a") == 1
    assert again.is_derived(again.state()) == embedded.is_derived(embedded.state())


def test_every_question_has_the_same_answer(remote: RemoteStore) -> None:
    """The whole catalogue, parameters bound, gives the rows that the embedded store gives."""
    graph = ox.NamedNode("https://w3id.org/claimgraph/graph/source-world")
    world = ox.parse(path=str(QUESTIONS / "world.ttl"), format=ox.RdfFormat.TURTLE)
    told = [ox.Quad(q.subject, q.predicate, q.object, graph) for q in world]
    embedded = Store.memory()
    embedded.replace_sources({"world": told})
    remote.replace_sources({"world": told})
    wrong = []
    for question in Catalogue.load(domain()).questions:
        path = QUESTIONS / question.name / "parameters.txt"
        lines = path.read_text("utf-8").splitlines() if path.exists() else []
        given = dict(line.split("=", 1) for line in lines)
        expected = ask(embedded, question, given).rows
        found = ask(remote, question, given).rows
        if sorted(found) != sorted(expected):
            wrong.append((question.name, len(found), len(expected)))
    assert not wrong


def test_other_graphs_of_the_server_are_not_ours(remote: RemoteStore) -> None:
    """Neither queries nor exports see them, and they stay."""
    settled(remote, FIRST)
    found = remote.query(f"SELECT ?s WHERE {{ ?s a {cg('Source')} }}")
    assert [row["s"].value.rsplit("/", 1)[-1] for row in found] == ["a"]
    assert b"urn:a" not in export(remote, Format.NQUADS)
    remote.remove("a")
    assert len(list(remote._server.graph(FOREIGN))) == 1


def test_each_kind_of_query_is_answered(remote: RemoteStore) -> None:
    """Rows, yes or no, and triples; a broken query is told of as such."""
    settled(remote, FIRST)
    assert remote.query(f"ASK {{ ?s a {cg('Claim')} }}")
    assert not remote.query("ASK { ?s a <urn:nothing> }")
    made = remote.query(f"CONSTRUCT {{ ?s a ?t }} WHERE {{ ?s a {cg('Claim')} ; a ?t }}")
    assert len(list(made)) == 1
    rows = remote.query(
        "SELECT ?q WHERE { ?s oa:exact ?q }", prefixes={"oa": "http://www.w3.org/ns/oa#"}
    )
    assert [row["q"].value for row in rows] == [QUOTE]
    hit = remote.query("SELECT ?s ?q WHERE { ?s ?p ?q }", {"q": text(QUOTE)})
    assert len(list(hit)) == 2  # the quote, and the whole text
    for broken in ("SELECT ?s WHERE { ?s ?p }", "DROP ALL"):
        with pytest.raises(QueryError, match=r"does not (take the query|parse)"):
            remote.query(broken)


def test_a_reader_does_not_write(remote: RemoteStore, url: str) -> None:
    """A store opened for reading refuses, and one without a graph says how to make it."""
    with pytest.raises(StoreError, match="claimgraph build"):
        RemoteStore.open(url, DBA, read_only=True)
    settled(remote, FIRST)
    with pytest.raises(StoreError, match="reading only"):
        RemoteStore.open(url, DBA, read_only=True).remove("a")


def test_a_newer_format_is_refused(remote: RemoteStore, url: str) -> None:
    """What a newer version wrote is left alone."""
    remote._note(format=99)
    remote._exchange(set(), {ox.Quad(NOTES, cg("notes"), ox.Literal('{"format": 99}'), NOTES)})
    old = {q for q in remote._server.graph(NOTES) if "99}" not in q.object.value}
    remote._exchange(old, set())
    with pytest.raises(StoreError, match="newer than this ClaimGraph"):
        RemoteStore.open(url, DBA)


def test_a_server_that_wants_a_login_says_how_to_give_one(tmp_path: Path) -> None:
    """Virtuoso lets nobody write who is not known."""
    with virtuoso(tmp_path) as url, pytest.raises(StoreError, match="CLAIMGRAPH_STORE_USER"):
        settled(RemoteStore.open(url), FIRST)


def test_what_a_server_cuts_is_refused(tmp_path: Path) -> None:
    """Virtuoso gives so many rows and no more: nothing is taken for whole that is not."""
    with virtuoso(tmp_path, rows=10) as url:
        store = RemoteStore.open(url, DBA)
        with pytest.raises(StoreError, match=r"gave \d+ of \d+ triples.*ResultSetMaxRows"):
            settled(store, FIRST)
        with pytest.raises(QueryError, match="cut its answer at 10 rows"):
            store._server.rows("SELECT ?s WHERE { ?s ?p ?o }")


def graph_of(name: str) -> ox.NamedNode:
    """The graph of a source."""
    return ox.NamedNode(f"https://w3id.org/claimgraph/graph/source-{name}")


def test_a_server_that_goes_away_loses_nothing(tmp_path: Path) -> None:
    """Killed between and amid requests: what was finished stays, the rest can be done later."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    many = [
        ox.Quad(ox.NamedNode(f"urn:{n}"), cg("cue"), text("x" * 40), graph_of("b"))
        for n in range(40_000)
    ]
    with oxigraph(tmp_path, port) as server:
        store = RemoteStore.open(url)
        settled(store, FIRST)
        before = export(store, Format.NQUADS)
        threading.Timer(0.3, server.kill).start()
        with pytest.raises(StoreError, match=r"does not answer.*kept; start it and repeat"):
            until_refused(store, many)
    with pytest.raises(StoreError, match="does not answer"):
        store.sources()
    with oxigraph(tmp_path, port):
        store = RemoteStore.open(url)
        assert len(list(store.graph(graph_of("b")))) in (0, len(many))
        store.replace_sources({"b": []})
        assert export(store, Format.NQUADS) == before
        embedded = settled(Store.memory(), FIRST, SECOND)
        settled(store, SECOND)
        assert same(embedded, RemoteStore.open(url))


def until_refused(store: RemoteStore, many: list[ox.Quad]) -> None:
    """Writes a source over and over until the server is gone."""
    for turn in range(1_000):
        store.replace_sources({"b": many if turn % 2 == 0 else []})


def test_what_is_no_server_is_told_of() -> None:
    """Nobody there, a web site, no address: one sentence each."""
    with pytest.raises(StoreError, match="does not answer"):
        RemoteStore.open(f"http://127.0.0.1:{free_port()}")
    site = http.server.ThreadingHTTPServer(("127.0.0.1", 0), http.server.SimpleHTTPRequestHandler)
    threading.Thread(target=site.serve_forever, daemon=True).start()
    with pytest.raises(StoreError, match="no SPARQL at"):
        RemoteStore.open(f"http://127.0.0.1:{site.server_port}")
    site.shutdown()
    with pytest.raises(StoreError, match="no address of a server"):
        RemoteStore.open("ftp://example.org")


def test_commands_answer_from_a_server_as_from_a_folder(
    remote: RemoteStore, url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same standard output; a command that needs a folder says so."""
    monkeypatch.setenv("CLAIMGRAPH_STORE_USER", DBA.user)
    monkeypatch.setenv("CLAIMGRAPH_STORE_PASSWORD", DBA.password)
    remote._exchange(set(), set(quads()))
    with Store.open(tmp_path / "store") as store:
        store._exchange(set(), set(quads()))
    asked = tmp_path / "query.rq"
    asked.write_text("SELECT ?s { ?s a cg:Source } ORDER BY ?s")
    commands = (
        ("export", "--format", "turtle"),
        ("export", "--format", "gexf", "--source", "times"),
        ("ask", "sources", "--format", "csv"),
        ("ask", "access-on-date", "model=Glow 3", "date=2031-04-01", "--format", "json"),
        ("query", str(asked), "--format", "csv"),
        ("explain", "Glow 3"),
        ("status", "--format", "csv"),
    )
    for command in commands:
        here, there = (
            CliRunner().invoke(main, [*command, "--store", place])
            for place in (str(tmp_path / "store"), url)
        )
        assert here.exit_code == 0, (command, here.stderr)
        assert (there.exit_code, there.stdout) == (0, here.stdout), (command, there.stderr)


SENTENCES = {
    "first": "The Commerce Department ordered Anthropic to suspend Fable 5 on June 12, 2026.",
    "second": "Anthropic released Fable 5 on June 9, 2026, a spokesman said.",
}
WRITING = (
    ("build", "first.txt", "--quiet"),
    ("add", "second.txt", "--publisher", "Gazette"),
    ("validate", "second.txt"),
    ("remove", "first"),
)


def written(place: str, folder: Path, after: Callable[[], GraphStore]) -> list[tuple[object, ...]]:
    """What each command says of a store, and what there is after it."""
    told: list[tuple[object, ...]] = []
    for command in WRITING:
        words = [str(folder / word) if word.endswith(".txt") else word for word in command]
        result = CliRunner().invoke(main, [*words, "--store", place])
        with after() as store:
            told.append((result.exit_code, result.stdout, export(store, Format.NQUADS)))
    return told


def test_commands_write_to_a_server_as_to_a_folder(tmp_path: Path) -> None:
    """Built, added to, judged, removed from: after each command both are exported alike."""
    for name, sentence in SENTENCES.items():
        (tmp_path / f"{name}.txt").write_text(sentence)
    folder, port = tmp_path / "store", free_port()
    here = written(str(folder), tmp_path, lambda: Store.open(folder, read_only=True))
    assert [code for code, _, _ in here] == [0, 0, 0, 0]
    with oxigraph(tmp_path, port):
        url = f"http://127.0.0.1:{port}"
        there = written(url, tmp_path, lambda: RemoteStore.open(url, read_only=True))
    assert there == here
