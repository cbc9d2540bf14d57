"""The first page: where the sources differ, what is in the graph, and what to ask; the sources."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pyoxigraph import NamedNode

from claimgraph import iri
from claimgraph.ask import Question
from claimgraph.model import Status
from claimgraph.page.render import share
from claimgraph.vocabulary import local_name
from claimgraph.web.pages.book import Book
from claimgraph.web.pages.differences import Dispute, disputes
from claimgraph.web.pages.frame import Page, Part, Table, part
from claimgraph.web.pages.paths import Query, Ref
from claimgraph.web.pages.timeline import Chart, Thing, chart, things

MOST_DISPUTES = 4
MOST_SOURCES = 12
MOST_THINGS = 6
MOST_TYPES = 12
MOST_QUESTIONS = 8
MEANINGS = {
    Status.ASSERTED: "told as a fact",
    Status.REPORTED: "passed on from someone",
    Status.ALLEGED: "an accusation, or told as unproven",
    Status.DENIED: "someone says it is not so",
    Status.NEGATED: "the text says it did not happen",
    Status.HYPOTHETICAL: "possible, planned or to come",
}


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A source with what is known of it and how much it says."""

    ref: Ref
    id: str
    publisher: str
    author: str
    published: str
    url: str
    claims: int
    attributions: int
    kept_out: str


@dataclass(frozen=True, slots=True)
class Share:
    """A status with its share of all claims, as a bar shows it."""

    status: str
    meaning: str
    count: int
    start: str
    width: str


@dataclass(frozen=True, slots=True)
class Matrix:
    """Claims by type and status."""

    statuses: tuple[str, ...]
    rows: tuple[tuple[Ref, int, tuple[int, ...]], ...]
    total: int
    left_out: int = 0


@dataclass(frozen=True, slots=True)
class Start:
    """What the first page shows."""

    facts: tuple[tuple[str, str, int, str], ...]
    disputes: tuple[Dispute, ...]
    differing: int
    shares: tuple[Share, ...]
    matrix: Matrix
    things: tuple[Thing, ...]
    chart: Chart
    things_in_all: int
    sources: tuple[SourceRow, ...]
    sources_in_all: int
    questions: tuple[Question, ...]
    questions_in_all: int


def page(book: Book, path: str, query: Query) -> Page:
    """What is in here: conflicts first."""
    rows, counts = source_rows(book), book.rows("counts")
    found, over_time = disputes(book), things(book)
    view = Start(
        tuple(_facts(book, rows, counts, found)),
        found[:MOST_DISPUTES],
        len(found),
        shares(_by_status(counts)),
        matrix(book, counts),
        over_time[:MOST_THINGS],
        chart(over_time[:MOST_THINGS]),
        len(over_time),
        rows[:MOST_SOURCES],
        len(rows),
        tuple(one for one in book.catalogue.questions if not one.parameters)[:MOST_QUESTIONS],
        len(book.catalogue.questions),
    )
    table = Table(
        ("type", "status", "claims"),
        tuple((book.label(r["type"]), _status(r["status"]), r["count"]) for r in counts),
    )
    return Page(
        "start.html",
        "Who says what, how surely, and who says otherwise",
        view,
        path,
        query,
        "/",
        (),
        table,
        tuple(NamedNode(one.ref.iri) for one in rows),
    )


def sources(book: Book, path: str, query: Query) -> Page:
    """All sources, page by page."""
    rows = source_rows(book)
    view: Part[SourceRow] = part(rows, (path, query), "page")
    columns = ("id", "title", "publisher", "author", "published", "url", "claims", "attributions")
    cells = tuple(
        (
            r.id,
            r.ref.label,
            r.publisher,
            r.author,
            r.published,
            r.url,
            str(r.claims),
            str(r.attributions),
        )
        for r in rows
    )
    nodes = tuple(NamedNode(row.ref.iri) for row in view.shown)
    trail = (Ref("Overview", "/"),)
    return Page(
        "sources.html", "Sources", view, path, query, path, trail, Table(columns, cells), nodes
    )


def source_rows(book: Book) -> tuple[SourceRow, ...]:
    """Every source, by id."""
    kept_out = {one.id: "; ".join(one.quarantined_for) for one in book.store.sources()}
    return tuple(
        SourceRow(
            book.ref(iri.source(row["id"])),
            row["id"],
            row["publisher"],
            row["author"],
            row["published"],
            row["url"],
            int(row["claims"] or 0),
            int(row["attributions"] or 0),
            kept_out.get(row["id"], ""),
        )
        for row in book.rows("sources")
    )


def shares(by_status: Counter[str]) -> tuple[Share, ...]:
    """The statuses in their order, each with its share of all claims."""
    total, before, found = by_status.total(), 0, []
    for status in Status:
        count = by_status[status.value]
        start, width = share(before, total), share(count, total)
        found.append(Share(status.value, MEANINGS[status], count, start, width))
        before += count
    return tuple(found)


def matrix(book: Book, counts: list[dict[str, str]], most: int = MOST_TYPES) -> Matrix:
    """Claims by type and status, the most frequent types first."""
    cells = {(row["type"], _status(row["status"])): int(row["count"]) for row in counts}
    totals: Counter[str] = Counter()
    for (kind, _), count in cells.items():
        totals[kind] += count
    used = [one.value for one in Status if any(status == one.value for _, status in cells)]
    order = sorted(totals, key=lambda kind: (-totals[kind], kind))
    rows = tuple(
        (
            Ref(book.label(kind), "/search", (("kind", "claim"), ("type", local_name(kind)))),
            totals[kind],
            tuple(cells.get((kind, status), 0) for status in used),
        )
        for kind in order[:most]
    )
    return Matrix(tuple(used), rows, totals.total(), max(0, len(order) - most))


def _facts(
    book: Book,
    rows: Sequence[SourceRow],
    counts: Sequence[Mapping[str, str]],
    found: Sequence[Dispute],
) -> Iterator[tuple[str, str, int, str]]:
    claims = sum(int(row["count"]) for row in counts)
    entities = {row["kind"]: int(row["count"]) for row in book.rows("sizes")}
    rivals = sum(one.conflict for one in found)
    yield "conflict", "conflicts", rivals, "/differences"
    yield "other difference", "other differences", len(found) - rivals, "/differences"
    yield "source", "sources", len(rows), "/sources"
    yield "claim", "claims", claims, "/search"
    yield "situation", "situations", entities.get("situation", 0), "/search"
    yield "entity", "entities", entities.get("entity", 0), "/search"


def _by_status(counts: list[dict[str, str]]) -> Counter[str]:
    tally: Counter[str] = Counter()
    for row in counts:
        tally[_status(row["status"])] += int(row["count"])
    return tally


def _status(name: str) -> str:
    return local_name(name).casefold()
