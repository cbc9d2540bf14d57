"""Any SPARQL query, read-only, in a process of its own that a time limit really stops.

Oxigraph cannot be interrupted inside a process, so each query runs in a child that opens the
store for reading, gives up the right to open anything more (no file, no socket), and is killed
when its time is over.
"""

import json
import re
import resource
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pyoxigraph import (
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    serialize,
)

from claimgraph.errors import QueryError
from claimgraph.export import prefixes
from claimgraph.store import Store

TABLE: Final = "table"
SOLUTIONS: Final = {
    TABLE: QueryResultsFormat.JSON,
    "json": QueryResultsFormat.JSON,
    "csv": QueryResultsFormat.CSV,
    "xml": QueryResultsFormat.XML,
}
GRAPHS: Final = {"turtle": RdfFormat.TURTLE, "json": RdfFormat.JSON_LD, "xml": RdfFormat.RDF_XML}
NOT_CODE: Final = re.compile(
    r'"""(?:[^"\\]|\\.|"(?!""))*"""'  # long string
    r"|'''(?:[^'\\]|\\.|'(?!''))*'''"
    r'|"(?:[^"\\\n]|\\.)*"'
    r"|'(?:[^'\\\n]|\\.)*'"
    r"|<[^<>\"{}|^`\\\x00-\x20]*>"  # IRI
    r"|#[^\n]*"  # comment
)
AT: Final = re.compile(r"error at (\d+):(\d+): (.*)", re.DOTALL)
SERVICE: Final = re.compile(r"\bSERVICE\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Result:
    """What a query gave: bytes in the format asked for; for a table also columns and rows."""

    body: bytes
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] | None = None


def run_query(
    store: Path, sparql: str, form: str = TABLE, *, timeout: float, allow_service: bool = False
) -> Result:
    """The answer to a query over all layers of the store in a folder.

    Raises:
        StoreError: there is no such store.
        QueryError: the query does not parse, asks another endpoint without leave, changes data,
            or was stopped at its time limit (seconds).
    """
    if not allow_service and SERVICE.search(NOT_CODE.sub(" ", sparql)):
        raise QueryError("SERVICE asks another endpoint; --allow-service lets it.")
    Store.open(store, read_only=True).close()
    child = _child(store, sparql, form, timeout, allow_service=allow_service)
    if child.returncode:
        problem = child.stderr.decode("utf-8", "replace").strip().rsplit("\n", 1)[-1]
        raise QueryError(problem or "The query failed without saying why; it may need less memory.")
    return _table(child.stdout) if form == TABLE else Result(child.stdout)


def _child(
    store: Path, sparql: str, form: str, timeout: float, *, allow_service: bool
) -> "subprocess.CompletedProcess[bytes]":
    command = [sys.executable, "-m", "claimgraph.query", str(store), form, str(int(allow_service))]
    try:
        return subprocess.run(  # noqa: S603, our own module
            command, input=sparql.encode(), capture_output=True, timeout=timeout, check=False
        )
    except subprocess.TimeoutExpired as error:
        told = f"The query was stopped after {timeout:g} s; --timeout allows more."
        raise QueryError(told) from error


def _table(body: bytes) -> Result:
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


def answer(store: Store, sparql: str, form: str, known: Mapping[str, str]) -> bytes:
    """The answer in a format: JSON for a table, Turtle for a graph asked for as a table.

    Raises:
        QueryError: the query does not parse or does not fit the format.
    """
    try:
        found = store.query(sparql, prefixes=known)
        if isinstance(found, QueryTriples):
            kind = GRAPHS.get(form, RdfFormat.TURTLE)
            triples = sorted(found, key=str)
            return serialize(triples, format=kind, prefixes=dict(known)) or b""
        if isinstance(found, QuerySolutions | QueryBoolean) and form in SOLUTIONS:
            return found.serialize(format=SOLUTIONS[form]) or b""
    except QueryError as error:
        raise QueryError(_located(str(error), sparql)) from error
    except (OSError, RuntimeError, ValueError) as error:
        raise QueryError(f"The query cannot be answered: {error}.") from error
    raise QueryError(f"Rows cannot be written as {form}; choose table, csv, json or xml.")


def _located(problem: str, sparql: str) -> str:
    match = AT.search(problem)
    if match is None:
        return problem
    line, column, what = int(match[1]), int(match[2]), match[3]
    lines = sparql.splitlines()
    near = lines[line - 1].strip()[:60] if line <= len(lines) else "its end"
    return f"query:{line}:{column}: does not parse near {near!r}: {what}"


def main() -> None:
    """The child: a query on standard input, its answer on standard output."""
    folder, form, allow_service = sys.argv[1:]
    sparql = sys.stdin.read()
    store = Store.open(folder, read_only=True)
    known = prefixes()
    if allow_service != "1":  # from here on nothing can be opened: no file, no socket
        resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))
    try:
        sys.stdout.buffer.write(answer(store, sparql, form, known))
    except QueryError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
