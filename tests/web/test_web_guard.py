"""Who may ask: hosts, origins, tokens; and no way out of the store."""

import base64
import os
import socket
import threading
from pathlib import Path

import pytest
from click.testing import CliRunner

from claimgraph.cli import main
from claimgraph.query.scanner import asks_elsewhere, changes_data
from claimgraph.web.guard import Guard, hosts
from servers import Server, serving

ASK = "/sparql?query=ASK%7B%7D"
FORM = "application/x-www-form-urlencoded"
POLICY = "default-src 'none'"


def own(server: Server) -> str:
    """The server's own value of Host."""
    return ":".join(map(str, server.address))


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "127.0.0.1",
        "127.0.0.1:1",
        "127.0.0.1.evil.example:{port}",
        "LOCALHOST:{port}x",
    ],
)
def test_foreign_hosts_are_sent_away(server: Server, host: str) -> None:
    """A page whose name was pointed at this machine (DNS rebinding) reads nothing."""
    told = {"Host": host.format(port=server.address[1])}
    found = server.ask("GET", ASK, headers=told)
    assert found.status == 421
    assert "boolean" not in found.text


@pytest.mark.parametrize("host", ["localhost:{port}", "[::1]:{port}", "LocalHost:{port}"])
def test_loopback_names_are_welcome(server: Server, host: str) -> None:
    """The machine's own names for itself pass."""
    told = {"Host": host.format(port=server.address[1])}
    assert server.ask("GET", ASK, headers=told).status == 200


@pytest.mark.parametrize(
    ("headers", "get", "post"),
    [
        ({}, 200, 200),
        ({"Origin": "http://evil.example"}, 403, 403),
        ({"Origin": "null"}, 403, 403),
        ({"Origin": "http://127.0.0.1:1"}, 403, 403),
        ({"Sec-Fetch-Site": "cross-site"}, 403, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403, 403),
        ({"Sec-Fetch-Site": "same-origin"}, 200, 200),
        ({"Sec-Fetch-Site": "same-origin", "Origin": "null"}, 200, 200),
        ({"Sec-Fetch-Site": "same-origin", "Origin": "http://evil.example"}, 403, 403),
        ({"Sec-Fetch-Site": "none"}, 200, 200),
        (
            {
                "Sec-Fetch-Site": "cross-site",
                "Sec-Fetch-Mode": "navigate",
                "Sec-Fetch-Dest": "document",
            },
            200,
            403,
        ),
        (
            {
                "Sec-Fetch-Site": "cross-site",
                "Sec-Fetch-Mode": "navigate",
                "Sec-Fetch-Dest": "iframe",
            },
            403,
            403,
        ),
    ],
)
def test_pages_of_others_may_only_link_here(
    server: Server, headers: dict[str, str], get: int, post: int
) -> None:
    """Scripts, forms and frames of other sites are refused; a link that is followed is not."""
    assert server.ask("GET", ASK, headers=headers).status == get
    posted = server.ask("POST", "/sparql", b"query=ASK%7B%7D", {"Content-Type": FORM, **headers})
    assert posted.status == post


def test_our_own_origin_passes(server: Server) -> None:
    """A browser that sends our own origin and no Sec-Fetch-Site is answered."""
    assert server.ask("GET", ASK, headers={"Origin": f"http://{own(server)}"}).status == 200


@pytest.mark.parametrize("path", ["/", "/sparql", ASK, "/static/editor.js", "/no/such/page"])
def test_every_answer_has_the_policy(server: Server, path: str) -> None:
    """Whatever is sent forbids foreign and inline scripts, frames and guessing of types."""
    told = server.ask("GET", path, headers={"Accept": "text/html"}).headers
    assert told["content-security-policy"].startswith(POLICY)
    assert "unsafe" not in told["content-security-policy"]
    assert told["x-content-type-options"] == "nosniff"
    assert told["referrer-policy"] == "no-referrer"


@pytest.mark.parametrize("method", ["PUT", "DELETE", "OPTIONS", "PATCH"])
def test_other_methods_are_refused(server: Server, method: str) -> None:
    """What is no reading has no method here, and the answer says which there are."""
    found = server.ask(method, ASK)
    assert (found.status, found.headers["allow"]) == (405, "GET, HEAD, POST")


def test_a_token_is_asked_for(store_folder: Path) -> None:
    """With a token set, only those who know it are answered, and other names need leave."""
    env = {**os.environ, "CLAIMGRAPH_TOKEN": "correct horse"}
    options = ("--allow-host", "graph.example", "--cors", "https://notes.example", "--workers", "1")
    with serving(store_folder, *options, env=env) as guarded:
        secret = base64.b64encode(b"anybody:correct horse").decode()
        known = {"Authorization": f"Basic {secret}"}
        assert guarded.ask("GET", ASK).status == 401
        assert guarded.ask("GET", ASK, headers={"Authorization": "Bearer wrong"}).status == 401
        assert (
            guarded.ask("GET", ASK, headers={"Authorization": "Bearer correct horse"}).status == 200
        )
        assert guarded.ask("GET", ASK, headers=known).status == 200
        assert guarded.ask("GET", ASK, headers={**known, "Host": "graph.example"}).status == 200
        shared = guarded.ask("GET", ASK, headers={**known, "Origin": "https://notes.example"})
        assert shared.headers["access-control-allow-origin"] == "https://notes.example"
        other = guarded.ask("GET", ASK, headers={**known, "Origin": "https://notes.example.evil"})
        assert (other.status, "access-control-allow-origin" in other.headers) == (403, False)


def test_serving_others_needs_a_token(store_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a token, the server listens to this machine alone."""
    monkeypatch.delenv("CLAIMGRAPH_TOKEN", raising=False)
    command = ["serve", "--store", str(store_folder), "--host", "0.0.0.0"]  # noqa: S104
    found = CliRunner().invoke(main, command)
    assert found.exit_code == 2
    assert "CLAIMGRAPH_TOKEN" in found.stderr


def test_a_header_sent_twice_is_no_host() -> None:
    """Two values of Host agree with none that is known."""
    guard = Guard(app=None, hosts=hosts((), 80))  # type: ignore[arg-type]
    refusal = guard.refusal("GET", {"host": "localhost, localhost"})
    assert refusal is not None
    assert refusal.status == 421


ELSEWHERE = (
    "SELECT * { SERVICE <%s> { ?s ?p ?o } }",
    "SELECT * { service <%s> { ?s ?p ?o } }",
    "SELECT * { SERVICE<%s>{ ?s ?p ?o } }",
    "SELECT * { SERVICE SILENT <%s> { ?s ?p ?o } }",
    "SELECT * { SERVICESILENT<%s>{ ?s ?p ?o } }",
    "SELECT * { # a\nSERVICE#b\n<%s> { ?s ?p ?o } }",
    "PREFIX x: <%s> SELECT * { SERVICE x: { ?s ?p ?o } }",
    "PREFIX : <%s> SELECT * { SERVICE: { ?s ?p ?o } }",
    "BASE <%s> SELECT * { SeRvIcE <> { ?s ?p ?o } }",
    "SELECT * { VALUES ?x { <%s> } SERVICE ?x { ?s ?p ?o } }",
    "SELECT * { ?a ?b true SERVICE<%s>{ ?s ?p ?o } }",
    "SELECT * { ?a ?b trueSERVICE<%s>{ ?s ?p ?o } }",
    "SELECT * { BIND('''a\\''' AS ?x)SERVICE<%s>{ ?s ?p ?o } }",
    "SELECT * { { SELECT * { OPTIONAL { SERVICE <%s> { ?s ?p ?o } } } } }",
)
AT_HOME = (
    "SELECT ?service { ?s <https://example.org/service> ?service }",
    "SELECT * { ?s ?p 'SERVICE <https://example.org/>' } # SERVICE <x>",
    'SELECT * { ?s ?p """SERVICE\n<x>""" , "a\\" SERVICE", \'b\'@service }',
    "PREFIX service: <https://example.org/> SELECT * { ?s service:p _:service , ?x }",
    "PREFIX e: <https://example.org/> SELECT * { ?s e:service $service }",
)


@pytest.fixture(scope="module")
def listener() -> "tuple[str, list[bytes]]":
    """A server on another port of this machine that notes what reaches it."""
    heard: list[bytes] = []
    door = socket.create_server(("127.0.0.1", 0))

    def hear() -> None:
        while True:
            connection, _ = door.accept()
            heard.append(connection.recv(100))
            connection.close()

    threading.Thread(target=hear, daemon=True).start()
    return f"http://127.0.0.1:{door.getsockname()[1]}/admin", heard


@pytest.mark.parametrize("sparql", ELSEWHERE)
def test_service_reaches_nobody(
    server: Server, listener: tuple[str, list[bytes]], sparql: str
) -> None:
    """Every spelling of SERVICE is forbidden, and nothing arrives at another port."""
    address, heard = listener
    found = server.query(sparql % address)
    assert found.status == 403
    assert not heard


@pytest.mark.parametrize("sparql", AT_HOME)
def test_the_word_service_is_no_crime(server: Server, sparql: str) -> None:
    """The word in variables, strings, comments, names and tags is let through."""
    assert not asks_elsewhere(sparql)
    assert server.query(sparql).status == 200


@pytest.mark.parametrize(
    "sparql",
    [
        "INSERT DATA { <a:a> <a:b> 1 }",
        "# c\nPREFIX x: <http://x/> clear all",
        "LOAD <file:///etc/passwd>",
        "WITH <g:g> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
    ],
)
def test_updates_are_forbidden(server: Server, sparql: str) -> None:
    """Updates are told that there are none, by whatever way they come."""
    assert changes_data(sparql)
    assert server.query(sparql).status == 403
    kind = {"Content-Type": "application/sparql-update"}
    assert server.ask("POST", "/sparql", sparql.encode(), kind).status == 403
