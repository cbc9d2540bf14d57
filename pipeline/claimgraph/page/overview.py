"""One page over a whole graph: sources, claims, time, differences, answers, findings."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import astuple, dataclass
from itertools import groupby
from typing import Generic, TypeVar

from claimgraph.model import Status
from claimgraph.page.render import anchor, page, tail, words
from claimgraph.page.tables import Answers, Count, Difference, Finding, Overview
from claimgraph.page.timeline import timeline

T = TypeVar("T")

MOST_SOURCES = 100
MOST_EVENTS = 60
MOST_DIFFERENCES = 40
MOST_ROWS = 15
MOST_FINDINGS = 25
SEVERITIES = ("violation", "warning", "info")


@dataclass(frozen=True, slots=True)
class Cut(Generic[T]):
    """The first of a list, and how many more there are."""

    shown: tuple[T, ...]
    left_out: int


@dataclass(frozen=True, slots=True)
class Side:
    """One of the values that differ, with the claims that tell it."""

    value: str
    taken: bool
    claims: tuple[Difference, ...]


@dataclass(frozen=True, slots=True)
class Dispute:
    """A difference with its values side by side."""

    situation: str
    property: str
    kind: str
    conflict: bool
    resolved: str
    sides: tuple[Side, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Claims by type and status: columns are the statuses that occur."""

    statuses: tuple[str, ...]
    rows: tuple[tuple[str, int, tuple[int, ...]], ...]
    totals: tuple[int, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Answer:
    """A question with the rows that are shown of its answer."""

    name: str
    anchor: str
    question: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    left_out: int


def overview_page(overview: Overview) -> str:
    """A self-contained HTML page on what a graph holds and where its sources differ."""
    disputes = _disputes(overview.differences)
    return page(
        "overview.html",
        "overview.css",
        overview=overview,
        sources=_first(sorted(overview.sources, key=lambda one: one.id), MOST_SOURCES),
        source_anchors={one.id: anchor("source", one.id) for one in overview.sources},
        claims=_table(overview.claims),
        timeline=timeline(overview.events, MOST_EVENTS),
        conflicts=_first([one for one in disputes if one.conflict], MOST_DIFFERENCES),
        differences=_first([one for one in disputes if not one.conflict], MOST_DIFFERENCES),
        answers=[_answer(one) for one in overview.answers],
        findings=_findings(overview.findings),
    )


def _first(items: Sequence[T], most: int) -> Cut[T]:
    return Cut(tuple(items[:most]), max(0, len(items) - most))


def _number(text: str) -> int:
    return int(text) if text.isdecimal() else 0


def _table(counts: Iterable[Count]) -> Table:
    cells: Counter[tuple[str, str]] = Counter()
    for row in counts:
        cells[words(row.type), words(row.status).lower()] += _number(row.count)
    known = [status.value for status in Status]
    used = {status for _, status in cells}
    statuses = [s for s in known if s in used] + sorted(used - set(known))
    totals = Counter({kind: 0 for kind, _ in cells})
    for (kind, _), count in cells.items():
        totals[kind] += count
    rows = [
        (kind, totals[kind], tuple(cells[kind, status] for status in statuses))
        for kind in sorted(totals, key=lambda kind: (-totals[kind], kind))
    ]
    columns = tuple(sum(row[2][place] for row in rows) for place in range(len(statuses)))
    return Table(tuple(statuses), tuple(rows), columns, sum(columns))


def _disputes(rows: Iterable[Difference]) -> list[Dispute]:
    """Differences by what they are about; within each the value with most claims first."""
    grouped = _grouped(rows, key=lambda row: row.id)
    disputes = [_dispute(group) for group in grouped]
    return sorted(disputes, key=lambda one: (one.kind, one.situation, one.property))


def _dispute(rows: Sequence[Difference]) -> Dispute:
    head = rows[0]
    resolved = tail(head.resolved)
    by_value = _grouped(rows, key=lambda row: tail(row.value))
    sides = [
        Side(value, bool(resolved) and value == resolved, tuple(claims))
        for claims in sorted(by_value, key=lambda group: (-len(group), group[0].value))
        for value in [tail(claims[0].value)]
    ]
    conflict = head.conflict.casefold() in ("true", "1")
    about = (head.situation, words(head.property).lower(), words(head.kind).lower())
    return Dispute(*about, conflict, resolved, tuple(sides))


def _grouped(
    rows: Iterable[Difference], key: Callable[[Difference], str]
) -> list[list[Difference]]:
    """Distinct rows by a key, in an order that does not depend on how they came."""
    ordered = sorted(set(rows), key=lambda row: (key(row), row.source, row.quote, astuple(row)))
    return [list(group) for _, group in groupby(ordered, key)]


def _answer(answers: Answers) -> Answer:
    rows = tuple(tuple(tail(cell) for cell in row) for row in answers.rows[:MOST_ROWS])
    total = max(_number(answers.total), len(answers.rows))
    name = anchor("question", answers.name)
    return Answer(answers.name, name, answers.question, answers.columns, rows, total - len(rows))


def _findings(findings: Iterable[Finding]) -> list[tuple[str, int, Cut[Finding]]]:
    """Findings by severity, the worst first; the rest of a long list only counted."""
    by_severity: dict[str, list[Finding]] = {}
    for finding in findings:
        by_severity.setdefault(words(finding.severity).lower(), []).append(finding)
    rank = {name: place for place, name in enumerate(SEVERITIES)}
    order = sorted(by_severity, key=lambda name: (rank.get(name, len(rank)), name))
    return [
        (name, len(by_severity[name]), _first(_by_place(by_severity[name]), MOST_FINDINGS))
        for name in order
    ]


def _by_place(findings: Iterable[Finding]) -> list[Finding]:
    return sorted(findings, key=lambda one: (one.place, one.shape, one.message, one.quote))
