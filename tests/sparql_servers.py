"""SPARQL servers that tests start: Oxigraph's, from the environment, and Virtuoso, from Debian."""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from claimgraph.errors import StoreError
from claimgraph.store.remote import RemoteStore
from claimgraph.store.sparql import Login

DBA = Login("dba", "dba")
SETTINGS = """\
[Database]
DatabaseFile = {folder}/virtuoso.db
ErrorLogFile = {folder}/virtuoso.log
LockFile = {folder}/virtuoso.lck
TransactionFile = {folder}/virtuoso.trx
xa_persistent_file = {folder}/virtuoso.pxa
[TempDatabase]
DatabaseFile = {folder}/temporary.db
TransactionFile = {folder}/temporary.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
NumberOfBuffers = 4000
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerRoot = {folder}
ServerThreads = 4
[SPARQL]
ResultSetMaxRows = {rows}
"""


def free_port() -> int:
    """A port of this machine that nobody listens at."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@contextmanager
def oxigraph(folder: Path, port: int) -> Iterator["subprocess.Popen[bytes]"]:
    """Oxigraph's server over a folder; its address is http://127.0.0.1:PORT."""
    program = Path(sys.executable).with_name("oxigraph")
    if not program.exists():
        pytest.skip("needs the oxigraph program, which is not installed")
    command = [program, "serve", "--location", folder, "--bind", f"127.0.0.1:{port}"]
    with running(command, f"http://127.0.0.1:{port}") as process:
        yield process


@contextmanager
def virtuoso(folder: Path, rows: int = 1_000_000) -> Iterator[str]:
    """Virtuoso over a folder; gives its address."""
    program = shutil.which("virtuoso-t")
    if program is None:
        pytest.skip("needs Virtuoso: apt-get install virtuoso-opensource-7")
    http, sql = free_port(), free_port()
    settings = folder / "virtuoso.ini"
    settings.write_text(SETTINGS.format(folder=folder, http=http, sql=sql, rows=rows))
    url = f"http://127.0.0.1:{http}"
    with running([program, "-f", "-c", str(settings)], url):
        yield url


@contextmanager
def running(command: list[object], url: str) -> Iterator["subprocess.Popen[bytes]"]:
    """A server that answers, ended with what it started."""
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    with subprocess.Popen([str(word) for word in command], **quiet, env=dict(os.environ)) as server:
        try:
            awaited(server, url)
            yield server
        finally:
            server.kill()


def awaited(server: "subprocess.Popen[bytes]", url: str) -> None:
    """Waits until a server answers."""
    until = time.monotonic() + 60
    while server.poll() is None and time.monotonic() < until:
        try:
            RemoteStore.open(url, DBA)
        except StoreError:
            time.sleep(0.1)
        else:
            return
    pytest.fail(f"{url} did not start")
