"""What can be taken away: the whole graph and its tables, with sizes and digests where known."""

from dataclasses import dataclass

from claimgraph.web.pages.book import Book
from claimgraph.web.pages.download import Download
from claimgraph.web.pages.frame import Page, Table
from claimgraph.web.pages.paths import Query, Ref

ROOT = Ref("Overview", "/")


@dataclass(frozen=True, slots=True)
class View:
    """Files of the whole graph, and lists of the site as CSV."""

    files: tuple[Download, ...]
    lists: tuple[tuple[str, Ref], ...]


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
    files = book.downloads
    columns = ("name", "what", "size", "sha256", "address")
    rows = tuple((one.name, one.what, str(one.size), one.sha256, one.address) for one in files)
    view = View(files, LISTS)
    table = Table(columns, rows)
    return Page("downloads.html", "Downloads", view, path, query, path, (ROOT,), table)
