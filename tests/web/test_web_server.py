"""The server as a process: it follows the store, caches, ends when asked to."""

import hashlib
import os
import signal
import socket
from pathlib import Path

import pyoxigraph as ox
import pytest
from click.testing import CliRunner

from claimgraph.canonical import export, layer_quads
from claimgraph.cli import main
from claimgraph.store.embedded import Store
from claimgraph.vocabulary import CONSENSUS
from claimgraph.web.pages.downloads import STREAMED, WHOLE
from servers import Server, serving
from sparql_servers import free_port, oxigraph

CONSENSUS_GRAPH = ox.NamedNode(CONSENSUS)
ALL = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"


def counted(server: Server) -> int:
    """How many triples the server sees."""
    return int(server.query(ALL, "text/csv").text.split()[1])


def derive(folder: Path, *names: str) -> None:
    """Gives a store a consensus of so many triples."""
    nodes = (ox.NamedNode(f"https://example.org/{name}") for name in names)
    with Store.open(folder) as store:
        quads = [ox.Quad(node, node, node, CONSENSUS_GRAPH) for node in nodes]
        store.replace_layers({CONSENSUS_GRAPH: quads}, "state of " + " ".join(names))


def test_a_changed_store_is_seen(tmp_path: Path) -> None:
    """What is built while the server runs is served without a restart, page tags included."""
    folder = tmp_path / "store"
    derive(folder, "a")
    with serving(folder, "--workers", "1") as server:
        assert counted(server) == 1
        first = server.ask("GET", "/sparql/terms.json")
        again = {"If-None-Match": first.headers["etag"]}
        assert server.ask("GET", "/sparql/terms.json", headers=again).status == 304
        derive(folder, "a", "b")
        assert counted(server) == 2
        fresh = server.ask("GET", "/sparql/terms.json", headers=again)
        assert (fresh.status, fresh.headers["etag"] != first.headers["etag"]) == (200, True)


def test_a_store_in_a_server_is_served(tmp_path: Path) -> None:
    """Pages and queries work over a SPARQL server as over a folder; mistakes keep their place."""
    derive(tmp_path / "store", "a", "b")
    port = free_port()
    there = f"http://127.0.0.1:{port}"
    with oxigraph(tmp_path / "store" / "graph", port), serving(there, "--workers", "1") as server:
        assert counted(server) == 2
        assert server.query("SELECT *\n{ foo").text.startswith("query:2:")
        made = server.query("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }", "application/n-triples")
        assert made.text.count("example.org/a") == 3
        assert server.ask("GET", "/sparql", headers={"Accept": "text/html"}).status == 200


def test_control_c_ends_it(store_folder: Path) -> None:
    """An interrupt ends server and children; that is no error."""
    with serving(store_folder, "--workers", "1") as server:
        server.process.send_signal(signal.SIGINT)
        assert server.process.wait(10) == 0


def test_a_port_in_use_is_told(server: Server, store_folder: Path) -> None:
    """Where another listens already, one sentence says so."""
    port = str(server.address[1])
    found = CliRunner().invoke(main, ["serve", "--store", str(store_folder), "--port", port])
    assert found.exit_code == 2
    assert f"Cannot listen on 127.0.0.1:{port}" in found.stderr


def test_a_missing_store_is_told(tmp_path: Path) -> None:
    """Without a store there is nothing to serve."""
    found = CliRunner().invoke(main, ["serve", "--store", str(tmp_path / "none")])
    assert found.exit_code == 2
    assert "There is no store" in found.stderr


def test_static_files_have_tags(server: Server) -> None:
    """A script is sent once; with its tag it is not sent again."""
    found = server.ask("GET", "/static/editor.js")
    assert found.headers["content-type"].startswith("text/javascript")
    again = server.ask("GET", "/static/editor.js", headers={"If-None-Match": found.headers["etag"]})
    assert (again.status, again.body) == (304, b"")


@pytest.mark.parametrize("path", ["/static/../app.py", "/static/%2e%2e/app.py", "/static/none.js"])
def test_nothing_else_is_a_static_file(server: Server, path: str) -> None:
    """No path leads out of the folder of static files."""
    assert server.ask("GET", path).status == 404


def test_vendored_scripts_are_what_was_built(root: Path) -> None:
    """The sums that `make vendor` wrote are those of the files, and licences are beside them."""
    folder = root / "pipeline/claimgraph/web/static/vendor"
    lines = (folder / "SHA256SUMS").read_text("utf-8").splitlines()
    sums = {name: digest for digest, name in (line.split("  ") for line in lines)}
    assert sums.keys() == {path.name for path in folder.iterdir()} - {"SHA256SUMS"}
    for name, digest in sums.items():
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == digest, name
    assert "codemirror-lang-sparql 2.1.0 (MIT)" in (folder / "LICENSES.txt").read_text("utf-8")


def test_the_whole_graph_is_sent(server: Server, store_folder: Path) -> None:
    """A child that can open no file any more still writes all of it, as the export does."""
    found = server.ask("GET", "/downloads/claimgraph.ttl")
    with Store.open(store_folder, read_only=True) as store:
        assert (found.status, found.body) == (200, export(store))
    for name in WHOLE:
        assert server.ask("GET", f"/downloads/{name}").status == 200


@pytest.mark.parametrize("name", STREAMED)
def test_a_graph_of_any_size_is_streamed(name: str, server: Server, store_folder: Path) -> None:
    """All that the export holds, statement by statement, in the order of the store."""
    found = server.ask("GET", f"/downloads/unsorted/{name}")
    form = ox.RdfFormat.from_extension(name.rpartition(".")[2])
    assert form is not None
    assert (found.status, found.headers["content-type"]) == (200, form.media_type)
    assert name in found.headers["content-disposition"]
    with Store.open(store_folder, read_only=True) as store:
        quads = set(layer_quads(store))
    if form.supports_datasets:
        assert set(ox.parse(found.body, form)) == quads
    else:
        assert {one.triple for one in ox.parse(found.body, form)} == {one.triple for one in quads}


def test_only_files_that_are_listed_are_streamed(server: Server) -> None:
    """Another name is not there; what a file is called is told without sending it."""
    assert server.ask("GET", "/downloads/unsorted/claimgraph.zip").status == 404
    found = server.ask("HEAD", "/downloads/unsorted/claimgraph.nq")
    assert (found.status, found.body) == (200, b"")


def test_a_stream_that_breaks_off_has_no_end(tmp_path: Path) -> None:
    """A child that dies in the middle leaves the client with a stream that it knows is cut."""
    folder = tmp_path / "store"
    words = ox.Literal("word " * 2_000)
    nodes = (ox.NamedNode(f"https://example.org/n{n}") for n in range(2_000))
    with Store.open(folder) as store:
        graph = ox.NamedNode(CONSENSUS)
        store.inner.bulk_extend(ox.Quad(one, one, words, graph) for one in nodes)
    with (
        serving(folder, "--workers", "1") as server,
        socket.create_connection(server.address, timeout=20) as connection,
    ):
        host = ":".join(map(str, server.address))
        head = f"GET /downloads/unsorted/claimgraph.nq HTTP/1.1\r\nHost: {host}\r\n\r\n"
        connection.sendall(head.encode())
        read = connection.recv(100_000)
        children = server.children("claimgraph.web.whole_child")
        assert len(children) == 1
        os.kill(next(iter(children)), signal.SIGKILL)
        while more := connection.recv(1_000_000):
            read = more[-10:]
        assert not read.endswith(b"0\r\n\r\n")
        assert server.query("ASK {}").status == 200
