"""The SPARQL 1.1 Protocol at /sparql: queries in, streams out, updates refused.

An answer that cannot be given to its end breaks the connection, so that no client takes the part
for the whole.
"""

import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from starlette.types import Message, Receive, Scope, Send

from claimgraph.errors import ClaimGraphError
from claimgraph.query.answers import Job
from claimgraph.query.formats import GRAPHS, ROWS, SOLUTIONS, Format
from claimgraph.web.description import described
from claimgraph.web.leaving import watching
from claimgraph.web.negotiate import Offer, best
from claimgraph.web.pool import Answer, Pool
from claimgraph.web.problems import Problem, problem
from claimgraph.web.requests import Asked, LeftError, ProtocolError, read

HTML: Final = Offer("html", "text/html; charset=utf-8")
VARY: Final = (b"vary", b"Accept")
SHOWN_ROWS: Final = 1_000
_LOG: Final = logging.getLogger(__name__)


def _offers(formats: Mapping[str, Format]) -> tuple[Offer, ...]:
    """The names under which formats may be asked for, the proper ones first."""
    proper = tuple(Offer(form.name, form.media) for form in formats.values())
    return proper + tuple(Offer(f.name, alias) for f in formats.values() for alias in f.aliases)


SOLUTION_OFFERS: Final = _offers(SOLUTIONS)
GRAPH_OFFERS: Final = _offers(GRAPHS)
EVERY_OFFER: Final = (*SOLUTION_OFFERS, *GRAPH_OFFERS, HTML)
NOTHING: Final = Offer("", "")


@dataclass(frozen=True, slots=True)
class Wanted:
    """How a client wants its answer: rows so, a graph so; or both as a page."""

    solutions: Offer
    graph: Offer
    page: bool = False
    download: str = ""

    @classmethod
    @lru_cache(256)
    def by(cls, accept: str, download: str) -> "Wanted":
        """What an Accept header or the name of a format to download asks for.

        Raises:
            ProtocolError: there is nothing of the kind.
        """
        if download:
            return cls._named(download)
        if best(accept, EVERY_OFFER) is HTML:
            return cls(Offer(ROWS, ""), Offer(ROWS, ""), page=True)
        solutions, graph = best(accept, SOLUTION_OFFERS), best(accept, GRAPH_OFFERS)
        if solutions is None and graph is None:
            known = sorted({offer.media.partition(";")[0] for offer in EVERY_OFFER})
            raise ProtocolError(406, f"There is none of these; there are {', '.join(known)}.")
        return cls(solutions or NOTHING, graph or NOTHING)

    @classmethod
    def _named(cls, name: str) -> "Wanted":
        if name not in SOLUTIONS and name not in GRAPHS:
            known = ", ".join((*SOLUTIONS, *GRAPHS))
            raise ProtocolError(400, f"There is no format {name!r} to download; there are {known}.")
        solutions = next((o for o in SOLUTION_OFFERS if o.name == name), NOTHING)
        graph = next((o for o in GRAPH_OFFERS if o.name == name), NOTHING)
        return cls(solutions, graph, download=name)

    def headers(self, head: Mapping[str, Any]) -> list[tuple[bytes, bytes]]:
        """The headers of an answer whose kind has shown."""
        offer = self.graph if head["kind"] == "graph" else self.solutions
        found = [(b"content-type", offer.media.encode()), VARY]
        if "size" in head:
            found.append((b"content-length", str(head["size"]).encode()))
        if self.download:
            suffix = (GRAPHS if head["kind"] == "graph" else SOLUTIONS)[self.download].suffix
            found.append(
                (b"content-disposition", f'attachment; filename="result.{suffix}"'.encode())
            )
        return found


@dataclass(frozen=True)
class Endpoint:
    """The ASGI application at /sparql.

    Args:
        queries: the children that run queries.
        pages: the children that make pages: the editor, and results to look at.
    """

    queries: Pool
    pages: Pool

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request; what goes wrong before the first byte is told, afterwards breaks off."""
        accept = header(scope, b"accept")
        sending = Sending(send)
        asked = Asked()
        try:
            asked = await read(scope, receive)
            async with watching(receive):
                await self._answer(scope, asked, accept, sending)
        except LeftError:
            _LOG.info("the client left: %s", _short(asked.sparql))
        except ClaimGraphError as error:
            told = problem(error)
            _LOG.info("%d %s: %s", told.status, told.sentence, _short(asked.sparql))
            if not sending.started:
                await self._tell(told, asked, accept, sending)

    async def _answer(self, scope: Scope, asked: Asked, accept: str, sending: "Sending") -> None:
        if not asked.sparql:
            await self._introduce(scope, asked, accept, sending)
            return
        wanted = Wanted.by(accept, asked.download)
        job = Job(
            asked.sparql,
            wanted.solutions.name,
            wanted.graph.name,
            address(scope),
            list(asked.default) if asked.has_dataset else None,
            list(asked.named) if asked.has_dataset else None,
            rows=SHOWN_ROWS,
        )
        async with self.queries.ask(job.told(), asked.seconds) as answer:
            if not wanted.page:
                headers = wanted.headers(answer.head)
                if "size" in answer.head:  # all of it is there
                    await sending.once(200, headers, await answer.body())
                else:
                    await sending.stream(200, headers, answer)
                return
            found = json.loads(await answer.body())
        await self._show(asked, sending, 200, result=found)

    async def _introduce(self, scope: Scope, asked: Asked, accept: str, sending: "Sending") -> None:
        """The editor for people, the service description for programs."""
        if scope["method"] == "POST":
            raise ProtocolError(400, "There is no query; give one as the parameter `query`.")
        offer = best(accept, (*GRAPH_OFFERS, HTML))
        if offer is None:
            known = ", ".join(form.media.partition(";")[0] for form in GRAPHS.values())
            raise ProtocolError(406, f"The service description can be had as {known}.")
        if offer is HTML:
            await self._show(asked, sending, 200)
            return
        body = described(address(scope), offer.name)
        await sending.whole(200, [(b"content-type", offer.media.encode()), VARY], body)

    async def _show(self, asked: Asked, sending: "Sending", status: int, **shown: object) -> None:
        """The editor with a query, and with its result or what is wrong with it."""
        job = {
            "make": "editor",
            "sparql": asked.sparql,
            "default": asked.default,
            "named": asked.named,
            "example": asked.example,
            "limit": self.queries.limit,
            **shown,
        }
        async with self.pages.ask(job) as answer:
            headers = [(b"content-type", HTML.media.encode()), VARY]
            await sending.whole(status, headers, await answer.body())

    async def _tell(self, told: Problem, asked: Asked, accept: str, sending: "Sending") -> None:
        extra = [(name.lower().encode(), value.encode()) for name, value in told.headers.items()]
        if told.status != 406 and best(accept, EVERY_OFFER) is HTML and asked.sparql:
            try:
                await self._show(asked, sending, told.status, problem=told.told())
            except ClaimGraphError as error:
                _LOG.info("no page for it: %s", error)
        if not sending.started:
            media, body = told.body(accept)
            await sending.whole(
                told.status, [(b"content-type", media.encode()), VARY, *extra], body
            )


class Sending:
    """The way back to a client, and whether anything has gone that way."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self.started = False

    async def whole(self, status: int, headers: list[tuple[bytes, bytes]], body: bytes) -> None:
        """A response whose bytes are all there."""
        await self.once(status, [*headers, (b"content-length", str(len(body)).encode())], body)

    async def once(self, status: int, headers: list[tuple[bytes, bytes]], body: bytes) -> None:
        """The same, with headers that tell how many."""
        await self._start(status, headers)
        await self._send({"type": "http.response.body", "body": body})

    async def stream(self, status: int, headers: list[tuple[bytes, bytes]], answer: Answer) -> None:
        """A response whose bytes are still coming; without its end if they break off."""
        chunks = answer.chunks()
        await self._start(status, headers)
        async for chunk in chunks:
            await self._send({"type": "http.response.body", "body": chunk, "more_body": True})
        await self._send({"type": "http.response.body", "body": b""})

    async def _start(self, status: int, headers: list[tuple[bytes, bytes]]) -> None:
        self.started = True
        message: Message = {"type": "http.response.start", "status": status, "headers": headers}
        await self._send(message)


def header(scope: Scope, name: bytes) -> str:
    """The values of a header, joined as one."""
    return ", ".join(value.decode("latin-1") for key, value in scope["headers"] if key == name)


def address(scope: Scope) -> str:
    """The address that was asked, without its parameters; the guard has looked at the host."""
    return f"{scope['scheme']}://{header(scope, b'host')}{scope['path']}"


def _short(sparql: str) -> str:
    return " ".join(sparql.split())[:80]
