"""Runaway queries, clients that leave, greedy ones, and a server that is killed."""

import asyncio
import json
import os
import signal
import socket
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlencode

import uvicorn
from starlette.responses import PlainTextResponse
from uvicorn.server import ServerState

from claimgraph.web.connections import Connection
from servers import Server, serving

LIMIT = 2
QUICK = b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"
CROSS = "{ ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
RUNAWAY = f"SELECT (COUNT(*) AS ?n) {CROSS}"


def until(what: Callable[[], bool], seconds: float = 5) -> bool:
    """Whether something comes true in a few seconds."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if what():
            return True
        time.sleep(0.02)
    return False


def at_rest(server: Server) -> bool:
    """Whether the full number of children waits, none using the processor."""
    before = server.children()
    time.sleep(0.3)
    after = server.children()
    return before.keys() == after.keys() and sum(after.values()) - sum(before.values()) < 0.05


def runs(pid: int) -> bool:
    """Whether a process is there and no zombie that nobody has collected."""
    try:
        return " Z " not in Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return False


def begin(server: Server, sparql: str) -> socket.socket:
    """A connection on which a query was sent and nothing was read."""
    connection = socket.create_connection(server.address, timeout=20)
    path = f"/sparql?{urlencode({'query': sparql})}"
    host = ":".join(map(str, server.address))
    connection.sendall(f"GET {path} HTTP/1.1\r\nHost: {host}\r\n\r\n".encode())
    return connection


def test_a_runaway_is_stopped(server: Server) -> None:
    """A query that would run for ages gets 503 at its limit; its child is gone, others answer."""
    assert until(lambda: at_rest(server))
    before = server.children().keys()
    found = server.query(RUNAWAY, timeout="0.5")
    assert (found.status, found.headers["retry-after"]) == (503, "5")
    assert "stopped after 0.5 s" in found.text
    assert server.query("ASK {}").status == 200
    assert until(lambda: len(server.children().keys() & before) == 1)
    assert until(lambda: len(server.children()) == 2 and at_rest(server))


def test_a_client_cannot_raise_the_limit(server: Server) -> None:
    """A higher time limit than the server's is the server's."""
    assert f"stopped after {LIMIT} s" in server.query(RUNAWAY, timeout="900").text


def test_a_client_that_leaves_takes_its_query_along(server: Server) -> None:
    """A runaway whose client has gone ends long before its limit."""
    assert until(lambda: at_rest(server))
    before = server.children()
    connection = begin(server, RUNAWAY)
    time.sleep(0.3)
    connection.close()
    assert until(lambda: len(before.keys() & server.children().keys()) == 1, LIMIT / 2)


def test_more_runaways_than_children(server: Server) -> None:
    """Waiting counts towards the limit, so six at once are all over at one limit."""
    connections = [begin(server, f"{RUNAWAY} # {n}") for n in range(6)]
    statuses = [connection.recv(12) for connection in connections]
    assert statuses == [b"HTTP/1.1 503"] * 6
    assert server.query("ASK {}").status == 200
    for connection in connections:
        connection.close()


def test_a_memory_bomb_is_defused(store_folder: Path) -> None:
    """A query that needs more memory than it may have fails; the next one is answered."""
    options = ("--memory", "128", "--workers", "1", "--time-limit", "20")
    with serving(store_folder, *options) as small:
        found = small.query(f"SELECT * {CROSS} ORDER BY ?a ?d ?g")
        assert found.status == 500
        assert "memory" in found.text
        assert small.query("ASK {}").status == 200


def test_no_child_outlives_a_killed_server(store_folder: Path) -> None:
    """Children of a server that was killed in mid-query are gone at once."""
    with serving(store_folder, "--workers", "1") as doomed:
        connection = begin(doomed, RUNAWAY)
        children = {*doomed.children(), *doomed.children("claimgraph.web.worker")}
        time.sleep(0.3)
        os.kill(doomed.process.pid, signal.SIGKILL)
        assert len(children) == 2
        assert until(lambda: not any(runs(pid) for pid in children))
        connection.close()


def test_slow_clients_are_closed() -> None:
    """A head that never ends is waited for no longer than is said; whoever is quick is answered."""

    class Impatient(Connection):
        patience = 0.3

    async def found() -> tuple[bytes, bytes, bytes]:
        app = PlainTextResponse("here")
        config, state = uvicorn.Config(app, log_config=None), ServerState()
        config.load()
        server = await asyncio.get_running_loop().create_server(
            lambda: Impatient(config, state, {}), "127.0.0.1", 0
        )
        address = server.sockets[0].getsockname()
        told = [await _told(address, head) for head in (b"", QUICK[:-2], QUICK + QUICK[:-2])]
        server.close()
        return told[0], told[1], told[2]

    silent, slow, once = asyncio.run(found())
    assert (silent, slow) == (b"", b"")
    assert once.count(b"200 OK") == 1


async def _told(address: tuple[str, int], head: bytes) -> bytes:
    """What a server says until it closes the connection, which it has to do in time."""
    reader, writer = await asyncio.open_connection(*address)
    writer.write(head)
    try:
        async with asyncio.timeout(4):
            return await reader.read()
    finally:
        writer.close()


def test_a_head_without_end_is_closed(server: Server) -> None:
    """Headers beyond 64 KiB are not read on."""
    with socket.create_connection(server.address, timeout=5) as connection:
        connection.sendall(QUICK[:-2])
        with suppress(ConnectionError):
            for _ in range(40):
                connection.sendall(b"x: " + b"y" * 4000 + b"\r\n")
                time.sleep(0.01)
            assert connection.recv(1) == b""
    assert server.query("ASK {}").status == 200


def test_idle_connections_do_not_block(server: Server) -> None:
    """A thousand connections that say nothing leave room for one that asks."""
    idle = [socket.create_connection(server.address) for _ in range(1000)]
    assert json.loads(server.query("ASK {}").body)["boolean"] is True
    for connection in idle:
        connection.close()
