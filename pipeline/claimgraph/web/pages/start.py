"""The first page: where the sources differ, what is in the graph, and what to ask; the sources."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pyoxigraph import NamedNode

from claimgraph import iri
from claimgraph.ask.catalogue import Question
from claimgraph.model import Status
from claimgraph.page.render import share
from claimgraph.vocabulary import DCTERMS, SCHEMA, local_name
from claimgraph.web.pages.book import Book
from claimgraph.web.pages.differences import Dispute, disputes
from claimgraph.web.pages.frame import Page, Part, Table, part
from claimgraph.web.pages.paths import Query, Ref
from claimgraph.web.pages.register import register
from claimgraph.web.pages.timeline import Chart, Thing, chart, things

Counts = Counter[tuple[str, str]]
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
    rows, counts = source_rows(book), book.once("claims counted", lambda: claim_counts(book))
    found, over_time = disputes(book), things(book)
    view = Start(
        tuple(_facts(book, rows, found)),
        found[:MOST_DISPUTES],
        len(found),
        shares(_by_status(book)),
        matrix(book, counts),
        over_time[:MOST_THINGS],
        chart(over_time[:MOST_THINGS]),
        len(over_time),
        rows[:MOST_SOURCES],
        len(rows),
        tuple(questions[0] for _, questions in book.catalogue.by_topic)[:MOST_QUESTIONS],
        len(book.catalogue.questions),
    )
    table = Table(
        ("type", "status", "claims"),
        tuple(
            (book.label(kind), status, str(counts[kind, status])) for kind, status in sorted(counts)
        ),
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
    return book.once("sources", lambda: tuple(_source_rows(book)))


def _source_rows(book: Book) -> Iterator[SourceRow]:
    claims = {one.iri: one.weight for one in register(book).entries if one.kind == "source"}
    for record in book.store.sources():
        node = NamedNode(iri.source(record.id))
        facts = book.facts(node)
        yield SourceRow(
            book.ref(node),
            record.id,
            facts.string(node, NamedNode(DCTERMS + "publisher")),
            facts.string(node, NamedNode(DCTERMS + "creator")),
            facts.string(node, NamedNode(DCTERMS + "issued")),
            facts.string(node, NamedNode(SCHEMA + "url")),
            claims.get(node.value, 0),
            register(book).attributions.get(iri.local(node.value), 0),
            "; ".join(record.quarantined_for),
        )


def claim_counts(book: Book) -> Counts:
    """How many claims there are of each type and status."""
    claims = register(book).claims.values()
    return Counter((kind, claim.status) for claim in claims for kind in claim.types)


def shares(by_status: Counter[str]) -> tuple[Share, ...]:
    """The statuses in their order, each with its share of all claims."""
    total, before, found = by_status.total(), 0, []
    for status in Status:
        count = by_status[status.value]
        start, width = share(before, total), share(count, total)
        found.append(Share(status.value, MEANINGS[status], count, start, width))
        before += count
    return tuple(found)


def matrix(book: Book, counts: Counts, most: int = MOST_TYPES) -> Matrix:
    """Claims by type and status, the most frequent types first."""
    totals: Counter[str] = Counter()
    for (kind, _), count in counts.items():
        totals[kind] += count
    used = [one.value for one in Status if any(status == one.value for _, status in counts)]
    order = sorted(totals, key=lambda kind: (-totals[kind], kind))
    rows = tuple(
        (
            Ref(book.label(kind), "/search", (("kind", "claim"), ("type", local_name(kind)))),
            totals[kind],
            tuple(counts[kind, status] for status in used),
        )
        for kind in order[:most]
    )
    return Matrix(tuple(used), rows, totals.total(), max(0, len(order) - most))


def _facts(
    book: Book, rows: Sequence[SourceRow], found: Sequence[Dispute]
) -> Iterator[tuple[str, str, int, str]]:
    entries = register(book)
    rivals = sum(one.conflict for one in found)
    entities = sum(one.kind == "entity" for one in entries.entries)
    yield "conflict", "conflicts", rivals, "/differences"
    yield "other difference", "other differences", len(found) - rivals, "/differences"
    yield "source", "sources", len(rows), "/sources"
    yield "claim", "claims", len(entries.claims), "/search"
    yield "situation", "situations", len(entries.situations), "/search"
    yield "entity", "entities", entities, "/search"


def _by_status(book: Book) -> Counter[str]:
    return Counter(claim.status for claim in register(book).claims.values())
