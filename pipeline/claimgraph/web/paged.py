"""The pages over HTTP: which form of which page, whether the client has it already, or where to."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from claimgraph.errors import ClaimGraphError
from claimgraph.web.leaving import watching
from claimgraph.web.negotiate import Offer, best
from claimgraph.web.pages.paths import DOWNLOADS, handles
from claimgraph.web.pool import Pool
from claimgraph.web.problems import problem
from claimgraph.web.requests import LeftError, ProtocolError

OFFERS: Final = (
    Offer("html", "text/html"),
    Offer("html", "application/xhtml+xml"),
    Offer("ttl", "text/turtle"),
    Offer("jsonld", "application/ld+json"),
    Offer("jsonld", "application/json"),
    Offer("csv", "text/csv"),
)
FORMS: Final = frozenset(offer.name for offer in OFFERS) | {"json"}


@dataclass(frozen=True, slots=True)
class Wanted:
    """The page that a request is for, and its form."""

    path: str
    form: str
    negotiated: bool

    @classmethod
    def by(cls, path: str, accept: str) -> "Wanted":
        """What a path and an Accept header ask for; a suffix of the path decides the form.

        Raises:
            ProtocolError: there is no such form.
        """
        if path.startswith(f"{DOWNLOADS}/"):
            return cls(path, "html", negotiated=False)
        stem, dot, suffix = path.rpartition(".")
        if dot and suffix in FORMS and handles(stem or "/"):
            return cls(stem or "/", suffix, negotiated=False)
        offer = best(accept, OFFERS)
        if offer is None:
            known = ", ".join(sorted({offer.media for offer in OFFERS}))
            raise ProtocolError(406, f"Pages can be had as {known}.")
        return cls(path, offer.name, negotiated=True)


@dataclass(frozen=True)
class Paged:
    """Answers with pages made by the children of a pool."""

    pages: Pool

    async def page(self, request: Request) -> Response:
        """The page at a path."""
        accept = request.headers.get("accept", "")
        try:
            wanted = Wanted.by(request.url.path, accept)
        except ProtocolError as error:
            return _told(error, accept)
        query = tuple(request.query_params.multi_items())
        job = {"make": "page", "path": wanted.path, "query": query, "form": wanted.form}
        return await self._made(request, job, "Accept" if wanted.negotiated else "")

    async def terms(self, request: Request) -> Response:
        """Our terms with labels and counts, which the editor completes from."""
        return await self._made(request, {"make": "terms"}, "")

    async def void(self, request: Request) -> Response:
        """What is in the dataset, as VoID."""
        accept = request.headers.get("accept", "")
        offers = [offer for offer in OFFERS if offer.name in {"ttl", "jsonld"}]
        form = best(accept, [*offers, OFFERS[0]])
        name = form.name if form and form.name == "jsonld" else "ttl"
        base = f"{request.url.scheme}://{request.headers['host']}"
        return await self._made(request, {"make": "void", "form": name, "base": base}, "Accept")

    async def _made(self, request: Request, job: Mapping[str, Any], vary: str) -> Response:
        headers = {"cache-control": "no-cache"} | ({"vary": vary} if vary else {})
        if _tag(request, job, self.pages.generation()) == request.headers.get("if-none-match"):
            return Response(status_code=304, headers=headers)
        try:
            async with watching(request.receive), self.pages.ask(job) as answer:
                head, body = answer.head, await answer.body()
        except LeftError:
            return Response(status_code=499)
        except ClaimGraphError as error:
            return _told(error, request.headers.get("accept", ""))
        if head["location"]:
            return RedirectResponse(head["location"], head["status"], headers=headers)
        if head["status"] == 200:
            headers["etag"] = _tag(request, job, answer.generation)
        if head["alternates"]:
            headers["link"] = _links(head["alternates"])
        return Response(body, head["status"], headers, head["media"])


def _links(alternates: list[tuple[str, str]]) -> str:
    media = {offer.name: offer.media for offer in reversed(OFFERS)}
    return ", ".join(
        f'<{href}>; rel="alternate"; type="{media[form]}"' for form, href in alternates
    )


def _tag(request: Request, job: Mapping[str, Any], generation: str) -> str:
    """Stands for the state of the store, the address and the form."""
    host = request.headers.get("host", "")
    told = "\n".join((generation, host, str(request.url.query), *map(str, job.values())))
    return f'"{hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()[:32]}"'


def _told(error: ClaimGraphError, accept: str) -> Response:
    found = problem(error)
    media, body = found.body(accept)
    return Response(body, found.status, dict(found.headers), media)
