"""A page in the form asked for: HTML, or its content as Turtle, JSON-LD or CSV."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from claimgraph.canonical import Format, write
from claimgraph.errors import ClaimGraphError, QueryError, UnknownNameError
from claimgraph.page.render import UNWRITABLE
from claimgraph.report import csv_text
from claimgraph.web.pages import (
    claim,
    differences,
    docs,
    dossier,
    downloads,
    findings,
    neighbours,
    node,
    questions,
    search,
    source,
    start,
    timeline,
)
from claimgraph.web.pages.book import Book
from claimgraph.web.pages.frame import Frame, Page, alternates
from claimgraph.web.pages.links import Links, Served
from claimgraph.web.pages.paths import DOWNLOADS, START, Query, Ref, handles
from claimgraph.web.templating import MEDIA

SERVED: Final = Served()
Maker = Callable[[Book, str, Query], Page]
LISTS: Final[Mapping[str, Maker]] = {
    "/": start.page,
    "/sources": start.sources,
    "/differences": differences.page,
    "/timeline": timeline.page,
    "/ask": questions.listed,
    "/search": search.page,
    "/findings": findings.page,
    "/downloads": downloads.page,
    "/docs": docs.page,
    "/node": node.page,
}
NODES: Final[Mapping[str, Maker]] = {
    "source": source.page,
    "claim": claim.page,
    "difference": differences.one,
    "graph": neighbours.page,
    "dossier": dossier.page,
    "ask": questions.page,
    "docs": docs.page,
}


@dataclass(frozen=True, slots=True)
class Answer:
    """A page as bytes: status, media type, where it has moved to, its other forms."""

    status: int
    media: str
    body: bytes
    location: str = ""
    alternates: tuple[tuple[str, str], ...] = ()


def answer(
    book: Book, path: str, query: Query, form: str = "html", links: Links = SERVED
) -> Answer:
    """The page at a path; one that says so where there is none, or where a parameter is wrong.

    Args:
        book: the graph.
        path: percent-decoded, without a suffix.
        query: the parameters.
        form: html, ttl, jsonld or csv.
        links: how the pages link to one another.
    """
    if path.startswith(f"{DOWNLOADS}/"):
        return _file(book, path, query, links)
    page = made(book, "/" if path == START else path, query)
    others = alternates(page, links)
    if form == "html" or page.status != 200:
        body = html(book, page, links).encode()
        return Answer(page.status, MEDIA["html"], body, "", others)
    return Answer(page.status, MEDIA[form], data(book, page, form), "", others)


def _file(book: Book, path: str, query: Query, links: Links) -> Answer:
    try:
        body, media = downloads.whole(book, path)
    except UnknownNameError as error:
        page = missing(path, query, str(error))
        return Answer(page.status, MEDIA["html"], html(book, page, links).encode())
    return Answer(200, media, body)


def made(book: Book, path: str, query: Query) -> Page:
    """The page at a path, or one that tells what is wrong."""
    if not handles(path):
        return missing(path, query, "There is no such page.")
    first = path.split("/")[1]
    maker = LISTS.get(path) or NODES.get(first, node.page)
    try:
        return maker(book, path, query)
    except UnknownNameError as error:
        return missing(path, query, str(error))
    except (QueryError, ClaimGraphError) as error:
        return missing(path, query, str(error), 400)


def missing(path: str, query: Query, why: str, status: int = 404) -> Page:
    """A page that tells why there is nothing, and where to look."""
    title = "Not found" if status == 404 else "This cannot be answered"
    return Page(
        "missing.html", title, why, path, query, trail=(Ref("Overview", "/"),), status=status
    )


def html(book: Book, page: Page, links: Links) -> str:
    """A page as HTML."""
    template = book.templates.get_template(page.template)
    text = template.render(
        frame=Frame.of(page, links), view=page.view, page=page, to=links.to, asset=links.asset
    )
    # A parser would read a bare carriage return as a line feed; none comes from the templates.
    return UNWRITABLE.sub("\ufffd", text).replace("\r", "&#13;")


def data(book: Book, page: Page, form: str) -> bytes:
    """A page's content as rows or as statements, in order."""
    if form == "csv":
        return csv_text(page.table.columns, page.table.rows).encode()
    if form == "json":
        rows = [dict(zip(page.table.columns, row, strict=True)) for row in page.table.rows]
        return (json.dumps(rows, ensure_ascii=False, indent=1) + "\n").encode()
    form_of = {"ttl": Format.TURTLE, "jsonld": Format.JSONLD}
    return write(book.data(page.nodes), form_of[form], book.prefixes)
