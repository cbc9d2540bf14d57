"""What a request to the endpoint asks, by the SPARQL 1.1 Protocol, before anything runs."""

import asyncio
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qsl

from starlette.types import Receive, Scope

from claimgraph.errors import ClaimGraphError
from claimgraph.query.scanner import asks_elsewhere, changes_data

MOST_BYTES: Final = 1024 * 1024
PATIENCE: Final = 20.0
FORM: Final = "application/x-www-form-urlencoded"
QUERY: Final = "application/sparql-query"
UPDATE: Final = "application/sparql-update"
READ_ONLY: Final = "This endpoint only answers queries; it takes no updates."
ELSEWHERE: Final = "SERVICE asks another endpoint, and this one asks nobody."


class ProtocolError(ClaimGraphError):
    """A request that is not as the protocol has it; `status` is the answer's."""

    def __init__(self, status: int, sentence: str, *allowed: str) -> None:
        self.status, self.allowed = status, allowed
        super().__init__(sentence)


class LeftError(ClaimGraphError):
    """The client has gone before it had said all."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a request asks: a query, empty if none, the graphs it is about, and how it wants it.

    Attributes:
        sparql: the query.
        default, named: IRIs of graphs; both empty leave the choice to the query.
        seconds: a lower time limit than the server's, or None.
        download: the name of the format to be kept as a file, or nothing.
        example: the name of a question of the catalogue to show in the editor, or nothing.
    """

    sparql: str = ""
    default: tuple[str, ...] = ()
    named: tuple[str, ...] = ()
    seconds: float | None = None
    download: str = ""
    example: str = ""

    @property
    def has_dataset(self) -> bool:
        """Whether the request itself says which graphs it is about."""
        return bool(self.default or self.named)


async def read(scope: Scope, receive: Receive) -> Asked:
    """What a request asks.

    Raises:
        ProtocolError: it is not as the protocol has it, asks for an update or another endpoint.
        LeftError: the client has gone.
    """
    pairs = _pairs(scope["query_string"])
    if scope["method"] == "POST":
        pairs += await _posted(scope, receive)
    elif any(name == "update" for name, _ in pairs):
        raise ProtocolError(405, READ_ONLY, "POST")
    return _checked(pairs)


async def _posted(scope: Scope, receive: Receive) -> list[tuple[str, str]]:
    headers = dict(scope["headers"])
    kind, charset = _content_type(headers.get(b"content-type", b"").decode("latin-1"))
    if kind == UPDATE:
        raise ProtocolError(403, READ_ONLY)
    if kind not in {FORM, QUERY}:
        raise ProtocolError(415, f"A query is posted as {QUERY} or as {FORM}.")
    if charset not in {"", "utf-8"}:
        raise ProtocolError(415, "A query is written in UTF-8.")
    if headers.get(b"content-encoding", b"identity") != b"identity":
        raise ProtocolError(415, "A query is posted as it is, in no other coding.")
    body = await _body(headers, receive)
    return [("query", _text(body))] if kind == QUERY else _pairs(body)


async def _body(headers: Mapping[bytes, bytes], receive: Receive) -> bytes:
    told = headers.get(b"content-length", b"0")
    if told.isdigit() and int(told) > MOST_BYTES:
        raise ProtocolError(413, f"A query has at most {MOST_BYTES} bytes.")
    try:
        async with asyncio.timeout(PATIENCE):
            return await _parts(receive)
    except TimeoutError as error:
        raise ProtocolError(408, f"The query did not come within {PATIENCE:g} s.") from error


async def _parts(receive: Receive) -> bytes:
    parts, size, more = [], 0, True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise LeftError("The client has gone.")
        parts.append(message.get("body", b""))
        size += len(parts[-1])
        more = message.get("more_body", False)
        if size > MOST_BYTES:
            raise ProtocolError(413, f"A query has at most {MOST_BYTES} bytes.")
    return b"".join(parts)


def _checked(pairs: Iterable[tuple[str, str]]) -> Asked:
    found: dict[str, list[str]] = {}
    for name, value in pairs:
        found.setdefault(name, []).append(value)
    if "update" in found or "using-graph-uri" in found or "using-named-graph-uri" in found:
        raise ProtocolError(403, READ_ONLY)
    queries = found.get("query", [])
    if len(queries) > 1:
        raise ProtocolError(400, f"One request has one query; this has {len(queries)}.")
    sparql = queries[0] if queries else ""
    if changes_data(sparql):
        raise ProtocolError(403, READ_ONLY)
    if asks_elsewhere(sparql):
        raise ProtocolError(403, ELSEWHERE)
    return Asked(
        sparql,
        tuple(found.get("default-graph-uri", ())),
        tuple(found.get("named-graph-uri", ())),
        _seconds(found.get("timeout", [""])[-1]),
        found.get("download", [""])[-1],
        found.get("example", [""])[-1],
    )


def _seconds(text: str) -> float | None:
    if not text:
        return None
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0.0
    if not 0 < seconds < float("inf"):
        raise ProtocolError(400, "timeout is a number of seconds greater than 0.")
    return seconds


def _content_type(header: str) -> tuple[str, str]:
    kind, *parameters = header.split(";")
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip().lower() == "charset":
            return kind.strip().lower(), value.strip().strip('"').lower()
    return kind.strip().lower(), ""


def _pairs(data: bytes) -> list[tuple[str, str]]:
    try:
        text = data.decode("utf-8")
        return parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=1000)
    except ValueError as error:
        raise ProtocolError(400, "The parameters are no percent-encoded UTF-8.") from error


def _text(body: bytes) -> str:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise ProtocolError(400, f"The query is no UTF-8 at byte {error.start}.") from error
