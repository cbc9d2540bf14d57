"""Texts of our own that differ: read, reconciled and asked, each pair shows its kind alone."""

import pytest

from claimgraph.ask.catalogue import Catalogue, ask
from claimgraph.layout import domain
from claimgraph.model import Document
from claimgraph.read import read_text
from claimgraph.run.pipeline import Pipeline
from claimgraph.store.embedded import Store

ORDER = "On March 4, 2026, {} ordered Orbital Labs to suspend access to Heron 2{}."
PAIRS = [
    (
        "contradiction",
        "Orbital Labs released its model Heron 2 on March 4, 2026.",
        "On March 9, 2026, Orbital Labs launched Heron 2.",
    ),
    (
        "time zone",
        "Orbital Labs released Heron 2 on March 4, 2026.",
        "In the early hours of March 5, 2026, Orbital Labs released Heron 2.",
    ),
    (
        "scope",
        ORDER.format("the Commerce Department", " for foreign nationals"),
        ORDER.format("the Commerce Department", " for government contractors"),
    ),
    (
        "granularity",
        ORDER.format("the Commerce Department", ""),
        ORDER.format("the Secretary of Commerce", ""),
    ),
    (
        "rounding",
        "Orbital Labs accused Acme of running 28.8 million queries against Heron 2.",
        "Orbital Labs accused Acme of running 29 million queries against Heron 2.",
    ),
    (
        "wording",
        ORDER.format("the Commerce Department", " for any foreign national"),
        ORDER.format("the Commerce Department", " for foreign persons"),
    ),
    (
        "",
        "The executive order gives the government 30 days of early access to new models.",
        "The executive order gives agencies 60 days to write rules.",
    ),
    (
        "",
        "Artificial Analysis ranked Heron 2 first.",
        "Vals AI ranked Heron 2 the most capable model.",
    ),
]

LIMIT = "Orbital Labs limits access to Heron 2 to {} companies."
REPORTS = "The Commerce Department issued a rule that gives companies {} days to report incidents."
CHANGES = [
    (LIMIT.format(50), LIMIT.format(200), {"has quantity", "grants access to"}),
    (REPORTS.format(30), REPORTS.format(15), {"has quantity"}),
    (
        "Orbital Labs limited access to Heron 2 to 50 companies on March 4, 2026.",
        "Orbital Labs limited access to Heron 2 to 200 companies on March 12, 2026.",
        {"has quantity", "on date"},
    ),
]


@pytest.fixture(scope="module")
def pipeline() -> Pipeline:
    """The pipeline of the domain that ships."""
    return Pipeline.of()


@pytest.mark.parametrize(("kind", "one", "other"), PAIRS)
def test_two_texts_differ_in_one_way(pipeline: Pipeline, kind: str, one: str, other: str) -> None:
    """The kind is told, both values are shown with their sources; two things are no rivals."""
    with Store.memory() as store:
        texts = {"one": one, "other": other}
        pipeline.build(store, [read_text(text, name) for name, text in texts.items()])
        rows = differing(store)
    assert {row["kind"] for row in rows} == ({kind} if kind else set())
    assert {row["source"] for row in rows} == (set(texts) if kind else set())
    assert len({row["value"] for row in rows}) == (2 if kind else 0)
    if kind == "rounding":
        assert [row["value"] for row in rows if row["prevails"] == "true"] == [
            "28.8 million queries"
        ]


def differing(store: Store, question: str = "differences") -> list[dict[str, str]]:
    """The rows about differences, or about the conflicts among them."""
    answer = ask(store, Catalogue.load(domain()).question(question))
    return [dict(zip(answer.columns, row, strict=True)) for row in answer.rows]


def told_on(day: str, name: str, text: str) -> Document:
    """A text that was published on a day."""
    return read_text(text, name, publisher=f"The {name} post", published=day)


@pytest.mark.parametrize(("before", "after", "properties"), CHANGES)
def test_what_a_later_text_tells_anew_has_changed(
    pipeline: Pipeline, before: str, after: str, properties: set[str]
) -> None:
    """Each value was right in its time: a Difference, with both, and no Conflict.

    A source that is added later is understood as one that was there from the first.
    """
    early, late = told_on("2026-03-05", "early", before), told_on("2026-06-10", "late", after)
    with Store.memory() as store, Store.memory() as grown:
        pipeline.build(store, [early, late])
        pipeline.build(grown, [late])
        pipeline.build(grown, [early])
        rows, conflicts = differing(store), differing(store, "conflicts")
        assert differing(grown) == rows
    assert {row["kind"] for row in rows} == {"change over time"}
    assert {row["property"] for row in rows} == properties
    assert {row["source"] for row in rows} == {"early", "late"}
    assert conflicts == []


def test_two_counts_of_one_day_contradict(pipeline: Pipeline) -> None:
    """Nothing has changed between two texts of one day that count one group otherwise."""
    day = "2026-03-05"
    with Store.memory() as store:
        texts = (LIMIT.format(50), LIMIT.format(200))
        pipeline.build(store, [told_on(day, f"n{n}", text) for n, text in enumerate(texts)])
        conflicts = differing(store, "conflicts")
    assert {row["kind"] for row in conflicts} == {"contradiction"}
    assert {row["property"] for row in conflicts} == {"grants access to"}


def test_figures_of_two_things_are_no_change(pipeline: Pipeline) -> None:
    """A later text that gives one rule another figure for another matter changes nothing."""
    with Store.memory() as store:
        other = "In June the Commerce Department issued a rule giving labs 60 days for tests."
        pipeline.build(
            store,
            [
                told_on("2026-03-05", "early", REPORTS.format(30)),
                told_on("2026-06-10", "late", other),
            ],
        )
        assert "change over time" not in {row["kind"] for row in differing(store)}


def test_words_told_twice_are_one_witness_and_a_warning(pipeline: Pipeline) -> None:
    """Who copies, or quotes the same speaker, tells nothing of his own; the warning names both."""
    story = "On March 4, 2026, the Commerce Department ordered Orbital Labs to suspend Heron 2."
    with Store.memory() as store:
        pipeline.build(store, [told_on("2026-03-05", name, story) for name in ("one", "two")])
        (found,) = [f for f in pipeline.findings(store) if f.shape.endswith("repeatedBy")]
        answer = ask(store, Catalogue.load(domain()).question("suspension-orders"))
        own = "Orbital Labs had to suspend Heron 2, since the Commerce Department so ordered it."
        pipeline.build(store, [told_on("2026-03-06", "three", own)])
        grown = ask(store, Catalogue.load(domain()).question("suspension-orders"))
    assert (found.severity, len(found.claims)) == ("Warning", 2)
    standing = answer.columns.index("standing")
    assert [row[standing] for row in answer.rows] == ["single source"]
    assert [row[standing] for row in grown.rows] == ["corroborated"]
