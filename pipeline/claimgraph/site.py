"""The pages of a graph as files that link to one another: to open, to host, to send.

The same templates as the server's, relative links, and a search that runs in the page.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from pathlib import Path
from typing import Final

from claimgraph import iri
from claimgraph.canonical import export
from claimgraph.errors import StoreError
from claimgraph.layout import Domain
from claimgraph.store.graphstore import GraphStore
from claimgraph.web.pages import docs
from claimgraph.web.pages.answer import data, html, made
from claimgraph.web.pages.book import Book
from claimgraph.web.pages.download import Download
from claimgraph.web.pages.downloads import WHOLE
from claimgraph.web.pages.frame import Page, Part
from claimgraph.web.pages.links import Files, file_of
from claimgraph.web.pages.paths import FORMS, SEARCH, Query
from claimgraph.web.pages.register import Entry, register
from claimgraph.wholefile import write_whole

STATIC: Final = Path(__file__).parent / "web" / "static"
ASSETS: Final = ("style.css", "pages.js", "icon.svg", "search.js")
LISTED: Final = "files.txt"
INDEX: Final = "search-index.js"
LISTS: Final = (
    "/",
    "/sources",
    "/differences",
    "/timeline",
    "/ask",
    "/findings",
    "/downloads",
    "/docs",
)
KINDS: Final = ("source", "claim", "id", "situation", "difference", "state", "quantity", "run")
DRAWN: Final = ("id", "situation")
TABLES: Final = {"claim": "claims", "situation": "situations", "entity": "entities"}
Address = tuple[str, Query]
Tick = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Written:
    """What was written: the first page, and how many files in all."""

    index: Path
    files: int


def write_site(
    store: GraphStore,
    domain: Domain,
    out: Path,
    tick: Tick = lambda _: None,
) -> Written:
    """Writes the pages of a store into a folder; pages of an earlier writing that are gone go.

    Args:
        store: the graph.
        domain: whose questions and terms.
        out: the folder; made where there is none.
        tick: told of each page.

    Raises:
        StoreError: the folder holds other files.
    """
    earlier = _earlier(out)
    book = Book.of(store, domain)
    downloads = (*_downloads(book, out), *_tables(book, out))
    book = replace(book, downloads=downloads)
    pages = dict(_pages(book))
    addresses = frozenset({*pages, (SEARCH, ())})
    files = {f"downloads/{one.name}" for one in downloads}
    for (path, query), page in sorted(pages.items()):
        files |= set(_write(out, _forms(book, page, addresses), (path, query)))
        tick(path)
    here = file_of(SEARCH)
    write_whole(out / here, _search_page(book, Files(here, addresses)).encode())
    write_whole(out / "static" / INDEX, _index(book, Files(here, addresses)).encode())
    for name in ASSETS:
        write_whole(out / "static" / name, (STATIC / name).read_bytes())
    files |= {here, f"static/{INDEX}", *(f"static/{name}" for name in ASSETS)}
    for gone in sorted(earlier - files):
        (out / gone).unlink(missing_ok=True)
    write_whole(out / LISTED, "".join(f"{name}\n" for name in sorted(files)).encode())
    return Written(out / "index.html", len(files) + 1)


def _earlier(out: Path) -> set[str]:
    """The files of an earlier writing."""
    if not out.exists() or not any(out.iterdir()):
        return set()
    if not (out / LISTED).is_file():
        raise StoreError(f"The folder {out} holds other files; name an empty one for the pages.")
    return set((out / LISTED).read_text("utf-8").split("\n")) - {""}


def _downloads(book: Book, out: Path) -> Iterator[Download]:
    """The whole graph in some formats, each written and described."""
    for name, (form, what, tools) in WHOLE.items():
        yield _written(out, name, export(book.store, form, names=book.prefixes), what, tools)


def _tables(book: Book, out: Path) -> Iterator[Download]:
    """Everything that can be searched for, a table a kind."""
    for kind, plural in TABLES.items():
        page = made(book, SEARCH, (("kind", kind),))
        yield _written(
            out, f"{plural}.csv", data(book, page, "csv"), f"all {plural}", "spreadsheets"
        )


def _written(out: Path, name: str, body: bytes, what: str, tools: str) -> Download:
    write_whole(out / "downloads" / name, body)
    digest = hashlib.sha256(body).hexdigest()
    return Download(name, what, tools, f"downloads/{name}", len(body), digest)


def _pages(book: Book) -> Iterator[tuple[Address, Page]]:
    """Every page with its further parts: lists, nodes, questions that need not be told anything."""
    for path in _paths(book):
        page = made(book, path, ())
        if page.status != 200:
            continue
        yield (path, ()), page
        for query in _more(page):
            yield (path, query), made(book, path, query)


def _paths(book: Book) -> Iterator[str]:
    yield from LISTS
    for question in book.catalogue.questions:
        if all(one.optional for one in question.parameters):
            yield f"/ask/{question.name}"
    yield from (docs.path_of(name) for name in book.manual.titles)
    for kind, local in sorted(_nodes(book)):
        yield f"/{kind}/{local}"
        if kind in DRAWN:
            yield f"/graph/{kind}/{local}"
            yield f"/dossier/{kind}/{local}"


def _nodes(book: Book) -> set[tuple[str, str]]:
    names = {getattr(quad.subject, "value", "") for quad in book.store.quads()}
    parsed = (iri.parse(name) for name in names)
    return {one for one in parsed if one and one[0] in KINDS}


def _more(page: Page) -> Iterator[Query]:
    """The parameters of the further parts of a page's long lists, and of its kinds."""
    for value in (page.view, *_values(page.view)):
        if isinstance(value, Part):
            yield from (value.at(number) for number in range(2, value.pages + 1))
    if page.path == "/differences":
        kinds = getattr(page.view, "kinds", ())
        yield from ((("kind", kind.iri.rpartition("#")[2]),) for kind, _ in kinds)


def _values(view: object) -> Iterator[object]:
    """The values of a view's fields."""
    if is_dataclass(view) and not isinstance(view, type):
        yield from (getattr(view, one.name) for one in fields(view))


def _forms(book: Book, page: Page, addresses: frozenset[Address]) -> Mapping[str, bytes]:
    """A page in every form that it has as a file."""
    links = Files(file_of(page.path, page.query), addresses)
    found = {"html": html(book, page, links).encode()}
    if links.has_data(page.path, page.query):
        found |= {form: data(book, page, form) for form in FORMS if form != "html"}
    return found


def _write(out: Path, forms: Mapping[str, bytes], address: Address) -> Iterator[str]:
    for form, body in forms.items():
        name = file_of(*address, form)
        write_whole(out / name, body)
        yield name


def _search_page(book: Book, links: Files) -> str:
    page = Page("search-site.html", "Search", _by_kind(book), SEARCH, (), SEARCH)
    return html(book, page, links)


def _by_kind(book: Book) -> tuple[tuple[str, tuple[Entry, ...]], ...]:
    """What can be found without a script: sources, entities and situations, by name."""
    entries = register(book).entries
    return tuple(
        (kind, tuple(sorted((e for e in entries if e.kind == kind), key=_by_label)))
        for kind in ("source", "entity", "situation")
    )


def _by_label(entry: Entry) -> tuple[str, str]:
    return entry.label.casefold(), entry.iri


def _index(book: Book, links: Files) -> str:
    """All that can be found, as a script that a page opened as a file can load too."""
    rows = [_row(book, entry, links) for entry in register(book).entries]
    return f"window.claimgraphIndex = {json.dumps(rows, ensure_ascii=False)};\n"


def _row(book: Book, entry: Entry, links: Files) -> list[str | int]:
    parsed = iri.parse(entry.iri)
    address = links.to(f"/{parsed[0]}/{parsed[1]}") if parsed else ""
    types = ", ".join(book.label(name) for name in entry.types if book.is_term(name))
    sources = ", ".join(_titles(book, entry.sources[:3])) if entry.kind == "claim" else ""
    told = (entry.kind, entry.label, entry.text, address, types, entry.status, sources)
    return [*told, entry.first, entry.last, entry.weight]


def _titles(book: Book, sources: Iterable[str]) -> Iterator[str]:
    return (book.label(iri.of("source", name)) for name in sources)
