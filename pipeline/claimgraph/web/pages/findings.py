"""What the shapes found at the last check, each finding with the words that it goes back to."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from pyoxigraph import NamedNode

from claimgraph import iri
from claimgraph.check.findings import Finding, Severity, is_iri
from claimgraph.vocabulary import local_name
from claimgraph.web.pages.book import Book
from claimgraph.web.pages.frame import Choice, Page, Part, Table, part
from claimgraph.web.pages.paths import Query, Ref

ROOT = Ref("Overview", "/")
COLUMNS = ("severity", "message", "shape", "focus", "source", "line", "column", "quote", "claim")
NARROWS: dict[str, Callable[[Finding], str]] = {
    "severity": lambda one: one.severity.value,
    "source": lambda one: local_name(iri.source(one.source)) if one.source else "",
    "shape": lambda one: local_name(one.shape),
}


@dataclass(frozen=True, slots=True)
class Shown:
    """A finding with links to what it is about, its claim and its source."""

    finding: Finding
    focus: Ref
    claim: Ref | None
    source: Ref | None
    shape: str


@dataclass(frozen=True, slots=True)
class View:
    """What the page shows; `kept` is false where no check's findings were kept."""

    kept: bool
    left_out: int
    counts: tuple[tuple[str, int], ...]
    facets: tuple[tuple[str, tuple[Choice, ...]], ...]
    part: Part[Finding]
    shown: tuple[Shown, ...]
    kept_out: tuple[tuple[Ref, tuple[str, ...]], ...]


def page(book: Book, path: str, query: Query) -> Page:
    """The findings, narrowed by `severity source shape`."""
    found = book.findings or ()
    chosen = {key: value for key, value in query if key in NARROWS and value}
    wanted = [one for one in found if all(NARROWS[k](one) == v for k, v in chosen.items())]
    clean = tuple((key, value) for key, value in query if key in (*NARROWS, "page") and value)
    listed = part(wanted, (path, clean), "page")
    counts = Counter(one.severity.value for one in found)
    view = View(
        book.findings is not None,
        book.findings_in_all - len(found),
        tuple(
            (severity.value, counts[severity.value])
            for severity in Severity
            if counts[severity.value]
        ),
        tuple((name, _choices(book, name, found, chosen)) for name in NARROWS),
        listed,
        tuple(shown_of(book, one) for one in listed.shown),
        book.once("kept out", lambda: _kept_out(book)),
    )
    table = Table(COLUMNS, tuple(_row(one) for one in wanted))
    nodes = tuple(NamedNode(one.focus) for one in listed.shown if is_iri(one.focus))
    return Page("findings.html", "Findings", view, path, clean, path, (ROOT,), table, nodes)


def _kept_out(book: Book) -> tuple[tuple[Ref, tuple[str, ...]], ...]:
    """The sources that are kept out of the derived layers, with the reasons."""
    found = (one for one in book.store.sources() if one.quarantined_for)
    return tuple((book.ref(iri.source(one.id)), one.quarantined_for) for one in found)


def shown_of(book: Book, finding: Finding) -> Shown:
    """A finding with its links."""
    return Shown(
        finding,
        book.ref(finding.focus) if is_iri(finding.focus) else Ref(finding.focus),
        book.ref(finding.claims[0]) if finding.claims else None,
        book.ref(iri.source(finding.source)) if finding.source else None,
        local_name(finding.shape),
    )


def _choices(
    book: Book, name: str, found: Sequence[Finding], chosen: dict[str, str]
) -> tuple[Choice, ...]:
    others = {key: value for key, value in chosen.items() if key != name}
    left = [one for one in found if all(NARROWS[k](one) == v for k, v in others.items())]
    counts = Counter(NARROWS[name](one) for one in left)
    rest = tuple(others.items())
    return tuple(
        Choice.of(
            book.label(iri.of("source", value)) if name == "source" else value,
            counts[value],
            (name, value),
            rest,
            chosen=chosen.get(name) == value,
        )
        for value in sorted(counts, key=lambda value: (-counts[value], value))
        if value
    )


def _row(one: Finding) -> tuple[str, ...]:
    place = (one.source, str(one.line or ""), str(one.column or ""))
    claim = one.claims[0] if one.claims else ""
    return (one.severity.value, one.message, one.shape, one.focus, *place, one.quote, claim)
