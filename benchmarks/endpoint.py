"""Requests a second of `claimgraph serve` beside Oxigraph's own server, on one store, in one run.

A store of synthetic claims is made (100,000 quads unless told otherwise), both servers open it for
reading, and the same clients ask the same point queries: for a claim's statuses, a thousand
different ones. Then the pages of `claimgraph serve` are asked for. Clients and servers share the
machine's cores.

    python benchmarks/endpoint.py [--quads 1000000] [--seconds 5] [--clients 50]
"""

import argparse
import asyncio
import os
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import pyoxigraph as ox

from claimgraph.store import Store
from claimgraph.vocabulary import BASE, CG, DCTERMS, ENTITIES, RDF, RDFS

SERVE = (sys.executable, "-c", "from claimgraph.cli import main; main()", "serve", "--port", "0")
PER_CLAIM = 5
TICKS = os.sysconf("SC_CLK_TCK")
CLAIMS_PER_SOURCE = 50


@dataclass(frozen=True)
class Figures:
    """What one load gave."""

    requests: int
    failed: int
    seconds: float
    times: Sequence[float]

    def __str__(self) -> str:
        if len(self.times) < 2:
            return f"{self.requests} answers, {self.failed} failed"
        cuts = statistics.quantiles(self.times, n=100)
        told = ", ".join(f"p{p} {cuts[p - 1] * 1000:.1f} ms" for p in (50, 95, 99))
        return f"{self.requests / self.seconds:7.0f} /s, {told}, {self.failed} failed"


def quads(number: int) -> Iterator[ox.Quad]:
    """Claims of many sources about a few thousand models, in the graph's own terms."""
    kind = ox.NamedNode(RDF + "type")
    claims = number // PER_CLAIM
    for n in range(claims // 20 or 1):
        model = ox.NamedNode(f"{BASE}id/model-{n}")
        label = ox.Literal(f"Model {n}")
        yield ox.Quad(model, ox.NamedNode(RDFS + "label"), label, ox.NamedNode(ENTITIES))
    for n in range(claims):
        identifier = f"report-{n // CLAIMS_PER_SOURCE}"
        graph = ox.NamedNode(f"{BASE}graph/source-{identifier}")
        source = ox.NamedNode(f"{BASE}source/{identifier}")
        claim = ox.NamedNode(f"{BASE}claim/{n:08x}")
        if n % CLAIMS_PER_SOURCE == 0:
            yield ox.Quad(source, kind, ox.NamedNode(CG + "Source"), graph)
            name = ox.NamedNode(DCTERMS + "identifier")
            yield ox.Quad(source, name, ox.Literal(identifier), graph)
        model = ox.NamedNode(f"{BASE}id/model-{n * 7 % (claims // 20 or 1)}")
        yield ox.Quad(claim, kind, ox.NamedNode(CG + "Claim"), graph)
        yield ox.Quad(claim, ox.NamedNode(CG + "source"), source, graph)
        yield ox.Quad(claim, ox.NamedNode(CG + "object"), model, graph)
        yield ox.Quad(claim, ox.NamedNode(CG + "status"), ox.NamedNode(CG + "Asserted"), graph)
        sure = ox.Literal(f"0.{n % 100:02}")
        yield ox.Quad(claim, ox.NamedNode(CG + "confidence"), sure, graph)


def point_queries(number: int) -> list[bytes]:
    """The paths and parameters of point queries."""
    claims = number // PER_CLAIM
    found = []
    for n in range(1000):
        claim = f"{BASE}claim/{n * 7919 % claims:08x}"
        sparql = f"SELECT ?p ?o WHERE {{ <{claim}> ?p ?o }}"
        found.append(f"?query={quote(sparql)}".encode())
    return found


class Client(asyncio.Protocol):
    """One connection that asks again as soon as it is answered."""

    def __init__(self, requests: Iterator[bytes], until: float) -> None:
        self.requests, self.until = requests, until
        self.times: list[float] = []
        self.failed = 0
        self.over = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Asks at once."""
        self.transport = transport
        self.ask()

    def ask(self) -> None:
        """Sends the next request."""
        self.got, self.size, self.begun = b"", -1, time.perf_counter()
        self.transport.write(next(self.requests))  # type: ignore[attr-defined]

    def data_received(self, data: bytes) -> None:
        """Looks whether the answer is whole."""
        self.got += data
        if self.size < 0 and b"\r\n\r\n" in self.got:
            head, _, _ = self.got.partition(b"\r\n\r\n")
            length = re.search(rb"content-length: (\d+)", head, re.IGNORECASE)
            self.size = len(head) + 4 + int(length[1]) if length else 0
        chunked = self.size == 0 and self.got.endswith(b"0\r\n\r\n")
        if chunked or 0 < self.size <= len(self.got):
            self.answered()

    def answered(self) -> None:
        """Notes the time and goes on while there is some."""
        self.times.append(time.perf_counter() - self.begun)
        self.failed += not self.got.startswith(b"HTTP/1.1 200")
        if time.perf_counter() < self.until:
            self.ask()
        else:
            self.transport.close()

    def connection_lost(self, _error: Exception | None) -> None:
        """Ends."""
        if not self.over.done():
            self.over.set_result(None)


async def load(
    address: tuple[str, int], paths: Sequence[bytes], clients: int, seconds: float, accept: str
) -> Figures:
    """So many clients ask for paths, in turn, for so long."""
    host = f"{address[0]}:{address[1]}".encode()
    head = b" HTTP/1.1\r\nHost: " + host + b"\r\nAccept: " + accept.encode() + b"\r\n\r\n"
    begun = time.perf_counter()
    loop = asyncio.get_running_loop()

    def requests(offset: int) -> Iterator[bytes]:
        n = offset * 37
        while True:
            yield b"GET " + paths[n % len(paths)] + head
            n += 1

    made = [
        await loop.create_connection(lambda n=n: Client(requests(n), begun + seconds), *address)
        for n in range(clients)
    ]
    await asyncio.wait([client.over for _, client in made], timeout=seconds + 30)
    spent = time.perf_counter() - begun
    times = [one for _, client in made for one in client.times]
    return Figures(len(times), sum(client.failed for _, client in made), spent, times)


@dataclass(frozen=True)
class Running:
    """A server that answers: its address and its process."""

    address: tuple[str, int]
    pid: int

    def spent(self) -> float:
        """The processor seconds of the server and its children so far (Linux)."""
        found = 0.0
        for path in Path("/proc").glob("[0-9]*/stat"):
            try:
                fields = path.read_text().rpartition(")")[2].split()
            except OSError:
                continue
            if self.pid in {int(path.parent.name), int(fields[1])}:
                found += (int(fields[11]) + int(fields[12])) / TICKS
        return found

    def loaded(
        self, paths: Sequence[bytes], clients: int, seconds: float, accept: str
    ) -> "tuple[Figures, str]":
        """What a load gives, and the processor time that one answer takes the server."""
        before = self.spent()
        found = asyncio.run(load(self.address, paths, clients, seconds, accept))
        each = (self.spent() - before) / max(1, found.requests)
        return found, f"{found}; {each * 1e6:.0f} \u00b5s of processor time each"


@contextmanager
def ours(store: Path) -> Iterator[Running]:
    """`claimgraph serve`."""
    command = [*SERVE, "--store", str(store)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        for line in process.stderr or ():
            if found := re.search(r"http://(\S+):(\d+)/", line):
                yield Running((found[1], int(found[2])), process.pid)
                break
        process.terminate()


@contextmanager
def oxigraphs(store: Path) -> Iterator[Running]:
    """Oxigraph's own server on the same files."""
    with socket.create_server(("127.0.0.1", 0)) as door:
        port = door.getsockname()[1]
    binary = Path(sys.executable).with_name("oxigraph")
    options = ("serve-read-only", "--location", str(store / "graph"), "--bind", f"127.0.0.1:{port}")
    with subprocess.Popen([str(binary), *options], stderr=subprocess.DEVNULL) as process:
        for _ in range(100):
            try:
                socket.create_connection(("127.0.0.1", port)).close()
                break
            except OSError:
                time.sleep(0.05)
        yield Running(("127.0.0.1", port), process.pid)
        process.terminate()


def measure(options: argparse.Namespace, folder: Path) -> None:
    """Both servers, one after the other, then the pages."""
    store = folder / "store"
    with Store.open(store) as opened:
        opened.inner.bulk_extend(quads(options.quads))
        opened.inner.flush()
        print(f"{len(opened.inner):,} quads")
    points = [b"/sparql" + one for one in point_queries(options.quads)]
    json = "application/sparql-results+json"
    with oxigraphs(store) as server:
        paths = [one.replace(b"/sparql?", b"/query?union-default-graph=&") for one in points]
        for clients in (1, options.clients):
            _, told = server.loaded(paths, clients, options.seconds, json)
            print(f"Oxigraph's server, points, {clients:3} clients: {told}", flush=True)
    with ours(store) as server:
        for clients in (1, options.clients, 4 * options.clients):
            _, told = server.loaded(points, clients, options.seconds, json)
            print(f"claimgraph serve,  points, {clients:3} clients: {told}", flush=True)
        pages(server, options)


def pages(server: Running, options: argparse.Namespace) -> None:
    """The pages, each kind on its own, by one client and by a few."""
    claims = options.quads // PER_CLAIM
    kinds = {
        "/": ["/"],
        "/claim/...": [f"/claim/{n * 7919 % claims:08x}" for n in range(200)],
        "/source/...": [f"/source/report-{n}" for n in range(min(200, claims // 50))],
        "/id/...": [f"/id/model-{n}" for n in range(min(200, claims // 20))],
        "/sources": ["/sources"],
        "/search": ["/search?q=model+7"],
        "/sparql": ["/sparql"],
    }
    for name, paths in kinds.items():
        asked = [path.encode() for path in paths]
        first, _ = server.loaded(asked, 1, 0, "text/html")
        begun = f"first {first.times[0] * 1000:.0f} ms, then" if first.times else ""
        _, told = server.loaded(asked, 2, options.seconds / 2, "text/html")
        print(f"claimgraph serve,  {name:12}   2 clients: {begun} {told}", flush=True)


def main() -> None:
    """The benchmark."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quads", type=int, default=100_000)
    parser.add_argument("--seconds", type=float, default=5)
    parser.add_argument("--clients", type=int, default=50)
    with tempfile.TemporaryDirectory() as folder:
        measure(parser.parse_args(), Path(folder))


if __name__ == "__main__":
    main()
