"""What a graph holds, gathered for the overview page: sources, claims, time, differences."""

from collections.abc import Iterable, Iterator
from dataclasses import fields
from typing import TypeVar

from claimgraph.ask.catalogue import Catalogue, ask
from claimgraph.check.findings import Finding
from claimgraph.errors import QueryError, UnknownNameError
from claimgraph.layout import home
from claimgraph.page import Answers, Count, Dated, Difference, Fact, Overview, Source
from claimgraph.page import Finding as Shown
from claimgraph.store.graphstore import GraphStore

Row = TypeVar("Row", Source, Count, Dated, Difference)

FOLDER = "queries/overview"


def overview(
    store: GraphStore,
    catalogue: Catalogue,
    questions: Iterable[tuple[str, dict[str, str]]],
    findings: Iterable[Finding],
) -> Overview:
    """The overview of a store, with the answers to some questions and the findings of a check."""
    sources, claims = rows(store, "sources", Source), rows(store, "counts", Count)
    total = sum(int(row.count) for row in claims)
    differences = rows(store, "differences", Difference)
    rivals = len({row.id for row in differences if row.conflict})
    facts = (
        Fact(f"{len(sources)}", "sources"),
        Fact(f"{total:,}", "claims"),
        Fact(f"{sum(1 for _ in store.quads()):,}", "triples"),
        Fact(f"{rivals}", "conflicts"),
    )
    return Overview(
        title="Who says what, how surely, and who says otherwise",
        facts=facts,
        sources=sources,
        claims=claims,
        events=rows(store, "events", Dated),
        differences=differences,
        answers=tuple(_answered(store, catalogue, questions)),
        findings=tuple(
            Shown(str(one.severity), one.message, one.shape, one.place, one.quote)
            for one in findings
        ),
    )


def rows(store: GraphStore, name: str, kind: type[Row]) -> tuple[Row, ...]:
    """The rows of one of the overview's own queries; a column without a value is empty.

    Raises:
        QueryError: the query gives no rows or columns that the page does not know.
    """
    path = home() / FOLDER / f"{name}.rq"
    found = store.rows(path.read_text("utf-8"))
    columns = [variable.value for variable in found.variables]
    if not set(columns) <= {field.name for field in fields(kind)}:
        raise QueryError(f"{path} has columns that the page does not know: {columns}.")
    values = ({c: getattr(row[c], "value", "") for c in columns} for row in found)
    return tuple(kind(**value) for value in values)


def _answered(
    store: GraphStore, catalogue: Catalogue, questions: Iterable[tuple[str, dict[str, str]]]
) -> Iterator[Answers]:
    """The answers, without those about somebody or something that the store does not know."""
    for name, given in questions:
        try:
            yield answers(store, catalogue, name, given)
        except UnknownNameError:
            continue


def answers(store: GraphStore, catalogue: Catalogue, name: str, given: dict[str, str]) -> Answers:
    """A question of the catalogue with its answer, as the page shows it."""
    question = catalogue.question(name)
    answer = ask(store, question, given)
    told = ", ".join(f"{key} = {value}" for key, value in given.items())
    shown = f"{question.text} ({told})" if told else question.text
    body = tuple(tuple(str(cell) for cell in row) for row in answer.rows)
    return Answers(name, shown, tuple(answer.columns), body)
