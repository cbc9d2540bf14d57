"""Texts of our own that differ: read, reconciled and asked, each pair shows its kind alone."""

import pytest

from claimgraph.ask import Catalogue, ask
from claimgraph.layout import domain
from claimgraph.read import read_text
from claimgraph.run import Pipeline
from claimgraph.store import Store

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
        answer = ask(store, Catalogue.load(domain()).question("differences"))
    rows = [dict(zip(answer.columns, row, strict=True)) for row in answer.rows]
    assert {row["kind"] for row in rows} == ({kind} if kind else set())
    assert {row["source"] for row in rows} == (set(texts) if kind else set())
    assert len({row["value"] for row in rows}) == (2 if kind else 0)
    if kind == "rounding":
        assert [row["value"] for row in rows if row["prevails"] == "true"] == [
            "28.8 million queries"
        ]
