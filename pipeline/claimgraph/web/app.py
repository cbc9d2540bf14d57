"""The application: which path is answered by what, behind the guard."""

import asyncio
import os
import sys
import time
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from claimgraph.query import CHILD
from claimgraph.query.child import is_server
from claimgraph.store.folder import MARKER
from claimgraph.web import files, whole
from claimgraph.web.endpoint import Endpoint
from claimgraph.web.guard import Guard, hosts
from claimgraph.web.paged import Paged
from claimgraph.web.pages.paths import STREAMS
from claimgraph.web.pool import Pool

PAGE_CHILD: Final = (sys.executable, "-I", "-m", "claimgraph.web.worker")
MOST_WORKERS: Final = 4
MEGABYTES: Final = 1024
MINUTE: Final = 60


@dataclass(frozen=True, slots=True)
class Settings:
    """How a server is run.

    Attributes:
        store: the folder of the store, or the address of a SPARQL server.
        domain: the folder of another domain, or None.
        port: where it listens.
        names: names under which it goes besides the loopback ones.
        token: what askers must know; nothing if anybody on this machine may ask.
        origins: other sites whose scripts may read.
        limit: how many seconds an answer may take.
        workers: how many children of each kind.
        megabytes: how much memory a child may use for an answer.
    """

    store: str
    domain: Path | None = None
    port: int = 8050
    names: tuple[str, ...] = ()
    token: str = ""
    origins: tuple[str, ...] = ()
    limit: float = 10.0
    workers: int = 0
    megabytes: int = MEGABYTES


def application(settings: Settings) -> ASGIApp:
    """The ASGI application that serves a store."""
    size = settings.workers or min(MOST_WORKERS, os.cpu_count() or 1)
    place = (settings.store, str(settings.megabytes))
    generation = generations(settings.store)
    domain = (str(settings.domain),) if settings.domain else ()
    queries = Pool((*CHILD, *place, *domain), generation, size, settings.limit)
    pages = Pool((*PAGE_CHILD, *place, *domain), generation, size, settings.limit)
    downloads = Pool((*whole.CHILD, *place, *domain), generation, whole.AT_ONCE, whole.SECONDS)
    site = Starlette(
        routes=_routes(pages, downloads), lifespan=_lifespan((queries, pages), (downloads,))
    )
    return Guard(
        Fork("/sparql", Endpoint(queries, pages), site),
        hosts(settings.names, settings.port),
        settings.token,
        frozenset(settings.origins),
    )


def generations(store: str) -> Callable[[], str]:
    """What gives a word that changes when a store has; for one in a server, every minute."""
    if is_server(store):
        return lambda: str(int(time.monotonic() // MINUTE))
    marker = Path(store) / MARKER

    def written() -> str:
        try:
            found = marker.stat()
        except OSError:
            return ""
        return f"{found.st_mtime_ns:x}-{found.st_ino:x}"

    return written


@dataclass(frozen=True, slots=True)
class Fork:
    """Sends one path its own way, past the table of routes; programs ask it many times."""

    path: str
    there: ASGIApp
    elsewhere: ASGIApp

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        ours = scope["type"] == "http" and scope["path"] == self.path
        await (self.there if ours else self.elsewhere)(scope, receive, send)


def _routes(pages: Pool, downloads: Pool) -> list[Route]:
    paged = Paged(pages)
    return [
        Route("/sparql/terms.json", paged.terms),
        Route("/.well-known/void", paged.void),
        Route("/static/{path:path}", files.Files(files.read()).__call__),
        Route("/favicon.ico", _no_icon),
        Route(f"{STREAMS}/{{name}}", whole.Whole(downloads), methods=["GET"]),
        Route("/{path:path}", paged.page),
    ]


async def _no_icon(_request: Request) -> Response:
    return PlainTextResponse("", 204)


def _lifespan(
    pools: tuple[Pool, ...], later: tuple[Pool, ...]
) -> Callable[[Starlette], AbstractAsyncContextManager[None]]:
    """Starts the children of some pools at once, of others when they are needed."""

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        try:
            await asyncio.gather(*(pool.start() for pool in pools))
            await asyncio.gather(*(pool.start(at_once=False) for pool in later))
            yield
        finally:
            for pool in (*pools, *later):
                await pool.close()

    return lifespan
