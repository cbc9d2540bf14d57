"""Requests a second of `claimgraph serve` beside Oxigraph's own server, on one store, in one run.

A store is made (a million triples unless told otherwise) or given, both servers open it for
reading, and the same clients ask the same point queries in turns: for what a claim says, a thousand
different claims. Then every kind of page is asked for, the most told of each kind among them.
Clients and servers share the machine's cores, so the clients' own cost is told too; on a busy
machine the processor time of an answer says more than the clock.

    python benchmarks/endpoint.py [--store FOLDER] [--quads 1000000] [--seconds 5] [--clients 50]

Prints two bars as `benchmarks/bars.py` does: point queries a second, and the 95th percentile of
all pages; the exit code is 1 where one is not met.
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
from functools import partial
from pathlib import Path
from urllib.parse import quote, urlencode

from bars import Bar
from graphs import fill
from pyoxigraph import NamedNode
from questions import high

from claimgraph.layout import domain
from claimgraph.store.embedded import Store
from claimgraph.vocabulary import CG, RDF
from claimgraph.web.pages.book import Book
from claimgraph.web.pages.paths import of_node
from claimgraph.web.pages.register import KINDS, Entry, register

SERVE = (sys.executable, "-c", "from claimgraph.cli import main; main()", "serve", "--port", "0")
TICKS = os.sysconf("SC_CLK_TCK")
ROWS = "application/sparql-results+json"
ROUNDS = 3
OF_EACH = 10


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


def point_queries(store: Path) -> list[bytes]:
    """The parameters of point queries: for what is said of claims, evenly chosen from all."""
    with Store.open(store, read_only=True) as opened:
        found = opened.match(None, NamedNode(RDF + "type"), NamedNode(CG + "Claim"), None)
        claims = sorted(quad.subject.value for quad in found if isinstance(quad.subject, NamedNode))
    chosen = (claims[n * 7919 % len(claims)] for n in range(1000))
    return [f"?query={quote(f'SELECT ?p ?o WHERE {{ <{one}> ?p ?o }}')}".encode() for one in chosen]


def page_paths(store: Path) -> dict[str, list[str]]:
    """Paths by kind of page: of things the three most told of each kind and others; all lists."""
    with Store.open(store, read_only=True) as opened:
        entries = register(Book.of(opened, domain())).entries
    things = {kind: _addresses(entries, kind) for kind in KINDS}
    names = [entry.label for entry in entries if entry.kind == "entity"][:3]
    days = ("2026-03-05", "2026-02-11")
    return {
        "start": ["/"],
        **things,
        "dossier": [f"/dossier{path}" for path in (*things["entity"], *things["situation"])],
        "neighbourhood": [f"/graph{path}" for path in (*things["entity"], *things["situation"])],
        "sources": [f"/sources?page={n}" for n in (1, 7, 20)],
        "differences": [f"/differences?page={n}" for n in (1, 5, 9)],
        "timeline": ["/timeline", *(f"/timeline?on={day}" for day in days)],
        "search": ["/search", "/search?page=40", "/search?kind=claim", "/search?q=order"],
        "question": [f"/ask/told-about?about={quote(name)}" for name in names],
        "who on a day": [
            f"/ask/access-on-date?model={quote(name)}&date={day}" for name in names for day in days
        ],
        "other": ["/ask", "/findings", "/downloads", "/docs", "/sparql"],
    }


def _addresses(entries: Sequence[Entry], kind: str) -> list[str]:
    """The pages of the three that most sources speak of, and of others evenly chosen."""
    own = [entry.iri for entry in entries if entry.kind == kind]
    chosen = (*own[:3], *own[3 :: max(1, len(own) // OF_EACH)][:OF_EACH])
    found = []
    for name in chosen:
        path, query = of_node(name)
        found.append(f"{quote(path)}?{urlencode(query)}" if query else quote(path))
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
        await loop.create_connection(partial(Client, requests(n), begun + seconds), *address)
        for n in range(clients)
    ]
    await asyncio.wait([client.over for _, client in made], timeout=seconds + 30)
    spent = time.perf_counter() - begun
    times = [one for _, client in made for one in client.times]
    return Figures(len(times), sum(client.failed for _, client in made), spent, times)


@dataclass(frozen=True)
class Loaded:
    """A load's figures with the processor seconds of server and clients for one answer."""

    figures: Figures
    server: float
    clients: float

    @property
    def rate(self) -> float:
        """Answers a second."""
        return self.figures.requests / self.figures.seconds

    def __str__(self) -> str:
        server, clients = self.server * 1e6, self.clients * 1e6
        return f"{self.figures}; {server:.0f} µs of processor time each, clients {clients:.0f} µs"


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

    def loaded(self, paths: Sequence[bytes], clients: int, seconds: float, accept: str) -> "Loaded":
        """What a load gives, and the processor time that one answer takes server and clients."""
        before, own = self.spent(), time.process_time()
        found = asyncio.run(load(self.address, paths, clients, seconds, accept))
        answers = max(1, found.requests)
        own = (time.process_time() - own) / answers
        return Loaded(found, (self.spent() - before) / answers, own)

    def held(self) -> str:
        """The open files and the memory of the server's first process (Linux)."""
        folder = Path(f"/proc/{self.pid}")
        files = len(list((folder / "fd").iterdir()))
        pages = int((folder / "statm").read_text().split()[1])
        return f"{files} open files, {pages * os.sysconf('SC_PAGE_SIZE') / 1e6:.0f} MB"


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


def points(store: Path, options: argparse.Namespace) -> Iterator[Bar]:
    """Both servers in turns, with the same queries."""
    asked = [b"/sparql" + one for one in point_queries(store)]
    theirs = [one.replace(b"/sparql?", b"/query?union-default-graph=&") for one in asked]
    rates: dict[str, list[float]] = {"ours": [], "theirs": []}
    costs: list[float] = []
    with oxigraphs(store) as oxigraph, ours(store) as server:
        print(f"at first: {server.held()}", flush=True)
        for _ in range(ROUNDS):
            found = oxigraph.loaded(theirs, options.clients, options.seconds, ROWS)
            print(f"Oxigraph's server, points, {options.clients} clients: {found}", flush=True)
            rates["theirs"].append(found.rate)
            found = server.loaded(asked, options.clients, options.seconds, ROWS)
            print(f"claimgraph serve,  points, {options.clients} clients: {found}", flush=True)
            rates["ours"].append(found.rate)
            costs.append(found.server + found.clients)
            print(f"afterwards: {server.held()}", flush=True)
    rate = statistics.median(rates["ours"])
    beside = rate / statistics.median(rates["theirs"])
    cores = os.cpu_count() or 1
    afforded = cores / statistics.median(costs)
    print(f"{beside:.2f} of Oxigraph's; {cores} cores with no other work afford {afforded:.0f} /s")
    yield Bar(f"points-a-second-{options.clients}-clients", rate, 1000, " /s", most=False)


def pages(store: Path, options: argparse.Namespace) -> Iterator[Bar]:
    """The pages, kind by kind, by one client, after each process has made some of the kind."""
    times: list[float] = []
    costs: list[float] = []
    kinds = page_paths(store)
    with ours(store) as server:
        for name, paths in kinds.items():
            asked = [path.encode() for path in paths]
            server.loaded(asked, 2, 1, "text/html")  # what is read once for all
            found = server.loaded(asked, 1, options.seconds / 2, "text/html")
            print(f"claimgraph serve, {name:14} {found}", flush=True)
            times += found.figures.times[: OF_EACH * 2]
            costs.append(found.server)
    print(f"processor time of the dearest kind: {max(costs) * 1000:.0f} ms a page")
    yield Bar("pages-95th", high(times) * 1000, 100, " ms")


def main() -> int:
    """The benchmark."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--store", type=Path, help="a store made before; else one is made")
    parser.add_argument("--quads", type=int, default=1_000_000)
    parser.add_argument("--seconds", type=float, default=5)
    parser.add_argument("--clients", type=int, default=50)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        store = options.store or Path(folder) / "store"
        if options.store is None:
            fill(store, options.quads)
        bars = [*points(store, options), *pages(store, options)]
    print("\n".join(map(str, bars)))
    return int(not all(bar.met for bar in bars))


if __name__ == "__main__":
    sys.exit(main())
