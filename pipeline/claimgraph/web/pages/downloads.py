"""What can be taken away: the whole graph and its tables, with sizes and digests where known."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from claimgraph.canonical import Format, layer_quads, write
from claimgraph.canonical.order import RUN
from claimgraph.errors import UnknownNameError
from claimgraph.web.pages.book import Book
from claimgraph.web.pages.download import Download
from claimgraph.web.pages.frame import Page, Table
from claimgraph.web.pages.paths import DOWNLOADS, STREAMS, Query, Ref

ROOT = Ref("Overview", "/")
WHOLE: Final[Mapping[str, tuple[Format, str, str]]] = {
    "claimgraph.ttl": (Format.TURTLE, "all layers, without their graphs", "Protégé, rdflib"),
    "claimgraph.trig": (Format.TRIG, "all layers, each in its graph", "GraphDB, Jena"),
    "claimgraph.nq": (Format.NQUADS, "all layers, a statement a line", "any store, diff"),
    "claimgraph.jsonld": (Format.JSONLD, "all layers", "scripts"),
}
"""The files that hold the whole graph: format, what they hold, for which tools."""

STREAMED: Final[Mapping[str, tuple[str, str]]] = {
    "claimgraph.ttl": WHOLE["claimgraph.ttl"][1:],
    "claimgraph.trig": WHOLE["claimgraph.trig"][1:],
    "claimgraph.nq": WHOLE["claimgraph.nq"][1:],
}
"""The same of a graph that is too large to be sorted when asked for: what they hold, for whom."""

MEDIA: Final = {
    Format.TURTLE: "text/turtle",
    Format.TRIG: "application/trig",
    Format.NQUADS: "application/n-quads",
    Format.JSONLD: "application/ld+json",
}


@dataclass(frozen=True, slots=True)
class View:
    """Files of the whole graph, and lists of the site as CSV.

    `measured` tells whether sizes and digests of the files are known, `ordered` whether their
    statements are sorted.
    """

    files: tuple[Download, ...]
    lists: tuple[tuple[str, Ref], ...]
    measured: bool
    ordered: bool


LISTS = (
    (
        "all claims, with type, status, source and dates",
        Ref("Claims", "/search", (("kind", "claim"),)),
    ),
    (
        "all situations, with standing and sources",
        Ref("Situations", "/search", (("kind", "situation"),)),
    ),
    ("all entities", Ref("Entities", "/search", (("kind", "entity"),))),
    ("every difference, value by value", Ref("Differences", "/differences")),
    ("all states over time", Ref("Timeline", "/timeline")),
    ("all sources", Ref("Sources", "/sources")),
    ("what the shapes found", Ref("Findings", "/findings")),
    ("the questions that can be asked", Ref("Questions", "/ask")),
)


def page(book: Book, path: str, query: Query) -> Page:
    """The files that were made of this graph, and the lists."""
    sorted_ones = book.downloads or _made_when_asked(book)
    files = sorted_ones or _streamed()
    columns = ("name", "what", "size", "sha256", "address")
    rows = tuple((one.name, one.what, str(one.size), one.sha256, one.address) for one in files)
    view = View(files, LISTS, bool(book.downloads), bool(sorted_ones))
    table = Table(columns, rows)
    return Page("downloads.html", "Downloads", view, path, query, path, (ROOT,), table)


def whole(book: Book, path: str) -> tuple[bytes, str]:
    """A file of the whole graph and its media type, made now.

    Raises:
        UnknownNameError: there is none of that name, or the graph is too large to make one here.
    """
    name = path.removeprefix(f"{DOWNLOADS}/")
    if name not in {one.name for one in _made_when_asked(book)}:
        raise UnknownNameError("file to download", name, tuple(WHOLE))
    form = WHOLE[name][0]
    return write(layer_quads(book.store), form, book.prefixes), MEDIA[form]


def _made_when_asked(book: Book) -> tuple[Download, ...]:
    """The files that can be made here: all, unless the graph is too large to be ordered at once."""
    if book.once("quads, at most a run", lambda: _counted(book, RUN + 1)) > RUN:
        return ()
    return tuple(
        Download(name, what, tools, f"{DOWNLOADS}/{name}")
        for name, (_, what, tools) in WHOLE.items()
    )


def _streamed() -> tuple[Download, ...]:
    return tuple(
        Download(name, what, tools, f"{STREAMS}/{name}") for name, (what, tools) in STREAMED.items()
    )


def _counted(book: Book, most: int) -> int:
    """How many quads there are, as far as that: counted where they are, none handed over."""
    inner = f"SELECT ?s WHERE {{ GRAPH ?g {{ ?s ?p ?o }} }} LIMIT {most}"
    found = book.store.rows(f"SELECT (COUNT(?s) AS ?n) WHERE {{ {{ {inner} }} }}")
    return sum(int(row["n"].value) for row in found)
