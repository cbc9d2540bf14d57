"""A server of our own, run as a user runs it, for tests that talk HTTP."""

import http.client
import re
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode, urlsplit

COMMAND = (sys.executable, "-c", "from claimgraph.cli import main; main()", "serve", "--port", "0")


@dataclass(frozen=True)
class Response:
    """What came back: status, headers by lower-case name, bytes."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode()


@dataclass(frozen=True)
class Server:
    """A running server and how to ask it."""

    url: str
    process: "subprocess.Popen[str]"

    @property
    def address(self) -> tuple[str, int]:
        """Host and port."""
        parts = urlsplit(self.url)
        return parts.hostname or "", parts.port or 0

    def ask(
        self,
        method: str,
        path: str,
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Response:
        """One request on a connection of its own; http.client adds nothing that matters."""
        connection = http.client.HTTPConnection(*self.address, timeout=30)
        try:
            connection.request(method, path, body, dict(headers or {}))
            found = connection.getresponse()
            told = {name.lower(): value for name, value in found.getheaders()}
            return Response(found.status, told, found.read())
        finally:
            connection.close()

    def query(self, sparql: str, accept: str = "*/*", **more: str) -> Response:
        """A query by GET."""
        told = urlencode({"query": sparql, **more})
        return self.ask("GET", f"/sparql?{told}", headers={"Accept": accept})

    def children(self, command: str = "claimgraph.query.child") -> dict[int, float]:
        """The processor seconds of each child of a kind, by process id."""
        found = {}
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                fields = (folder / "stat").read_text().rpartition(")")[2].split()
                words = (folder / "cmdline").read_bytes().split(b"\0")
            except (OSError, ValueError):
                continue
            if int(fields[1]) == self.process.pid and command.encode() in words:
                found[int(folder.name)] = (int(fields[11]) + int(fields[12])) / 100
        return found


@contextmanager
def serving(
    store: Path | str, *options: str, env: Mapping[str, str] | None = None
) -> Iterator[Server]:
    """A server over a store, until the block ends."""
    command = [*COMMAND, "--store", str(store), *options]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=env) as process:
        lines: list[str] = []
        url = ""
        for line in process.stderr or ():
            lines.append(line)
            if found := re.search(r"http://\S+:\d+/", line):
                url = found[0]
                break
        assert url, "".join(lines)
        reader = threading.Thread(target=lambda: lines.extend(process.stderr or ()), daemon=True)
        reader.start()
        try:
            yield Server(url, process)
        finally:
            process.terminate()
            process.wait(10)
            reader.join(5)
