"""Any SPARQL query, read-only, in a process of its own that a time limit really stops.

`scanner` looks at the words of a query, `answers` runs it in an opened store, `child` is the
process, `frames` is what it speaks. Here is the caller that waits for one answer; `web.pool` keeps
many children and streams.
"""

import json
import subprocess
import sys
import threading
from dataclasses import dataclass
from pathlib import Path
from subprocess import PIPE
from typing import IO, Final

from claimgraph.errors import QueryError, StoreError
from claimgraph.query.answers import Job
from claimgraph.query.frames import (
    DATA,
    END,
    HEADER,
    PROBLEM,
    Length,
    RefusedError,
    refusal,
)
from claimgraph.query.scanner import asks_elsewhere

TABLE: Final = "table"
SOLUTIONS: Final = {TABLE: "json", "json": "json", "csv": "csv", "xml": "xml"}
GRAPHS: Final = {TABLE: "turtle", "turtle": "turtle", "json": "jsonld", "xml": "rdfxml"}
CHILD: Final = (sys.executable, "-I", "-m", "claimgraph.query.child")
NO_MEMORY_LIMIT: Final = 0
ALLOW_SERVICE: Final = "--allow-service"


@dataclass(frozen=True, slots=True)
class Result:
    """What a query gave: bytes in the format asked for; for a table also columns and rows."""

    body: bytes
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] | None = None


def run_query(
    store: Path,
    sparql: str,
    form: str = TABLE,
    *,
    timeout: float,
    allow_service: bool = False,
    domain: Path | None = None,
) -> Result:
    """The answer to a query over all layers of the store in a folder.

    The prefixes of the domain in the folder `domain`, or of the one that ships, need not be
    declared.

    Raises:
        StoreError: there is no such store.
        QueryError: the query does not parse, asks another endpoint without leave, changes data,
            or was stopped at its time limit (seconds).
    """
    if not allow_service and asks_elsewhere(sparql):
        raise QueryError("SERVICE asks another endpoint; --allow-service lets it.")
    flags = (*((str(domain),) if domain else ()), *((ALLOW_SERVICE,) if allow_service else ()))
    job = Job(sparql, SOLUTIONS.get(form, ""), GRAPHS.get(form, ""), ordered=True)
    command = (*CHILD, str(store), str(NO_MEMORY_LIMIT), *flags)
    body = _asked(command, json.dumps(job.told()).encode() + b"\n", timeout)
    return in_table(body) if form == TABLE else Result(body)


def _asked(command: tuple[str, ...], line: bytes, timeout: float) -> bytes:
    over = threading.Event()

    def stop() -> None:
        over.set()
        child.kill()

    with subprocess.Popen(command, stdin=PIPE, stdout=PIPE) as child:  # noqa: S603, our own module
        clock = threading.Timer(timeout, stop)
        clock.start()
        try:
            return _exchange(child, line)
        except (EOFError, BrokenPipeError) as error:
            stopped = f"The query was stopped after {timeout:g} s; --timeout allows more."
            died = "The query failed without saying why; it may need less memory."
            raise QueryError(stopped if over.is_set() else died) from error
        except RefusedError as error:
            raise StoreError(str(error)) if error.code == "store" else error  # noqa: B904
        finally:
            clock.cancel()
            child.kill()


def _exchange(child: "subprocess.Popen[bytes]", line: bytes) -> bytes:
    """The bytes that answer a line."""
    if child.stdin is None or child.stdout is None:
        raise EOFError
    parts: list[bytes] = []
    sent = False
    while True:
        frame = Length.of(_exactly(child.stdout, HEADER))
        body = _exactly(child.stdout, frame.size)
        if frame.kind == PROBLEM:
            raise refusal(body)
        if frame.kind == END:
            return b"".join(parts)
        if frame.kind == DATA:
            parts.append(body)
        elif not sent:  # it is ready
            child.stdin.write(line)
            child.stdin.flush()
            sent = True


def _exactly(stream: IO[bytes], size: int) -> bytes:
    data = stream.read(size)
    if len(data) < size:
        raise EOFError
    return data


def in_table(body: bytes) -> Result:
    """An answer in JSON as columns and rows; a graph stays as it is."""
    try:
        found = json.loads(body)
        columns = tuple(found["head"].get("vars", ()))
    except (ValueError, KeyError, TypeError):  # a graph, as Turtle
        return Result(body)
    if "boolean" in found:
        return Result(body, ("answer",), ((str(found["boolean"]).lower(),),))
    bindings = found["results"]["bindings"]
    rows = (tuple(row.get(name, {}).get("value", "") for name in columns) for row in bindings)
    return Result(body, columns, tuple(rows))
