"""Filters of `claims` and `export`: what fits is printed whole, the rest is not spoken of."""

import json
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import pytest
from click.testing import Result

from claimgraph.selection import Filter

Run = Callable[..., Result]
ROW = {
    "document": "a",
    "status": "asserted",
    "confidence": 0.8,
    "date": "2031-03-04",
    "party": "any skipper",
    **{role: [] for role in ("agent", "recipient", "object", "authority", "speaker")},
    **{f"{role}_iri": [] for role in ("agent", "recipient", "object", "speaker")},
}


@pytest.mark.parametrize(
    ("wanted", "fits"),
    [
        (Filter(), True),
        (Filter(since="2031-03-04", until="2031-03-04"), True),
        (Filter(since="2031-03-05"), False),
        (Filter(until="2031-03"), True),
        (Filter(until="2031-02"), False),
        (Filter(since="2031", until="2031"), True),
        (Filter(about="Any Skipper"), True),
        (Filter(about="nobody"), False),
        (Filter(min_confidence=0.81), False),
        (Filter(statuses=frozenset({"denied"})), False),
        (Filter(sources=frozenset({"a", "b"})), True),
    ],
)
def test_a_filter_lets_through_what_fits_all_of_it(wanted: Filter, *, fits: bool) -> None:
    """Each part narrows; dates are compared as far as both are told."""
    assert wanted.wants(dict(ROW)) is fits


def test_a_claim_of_no_day_is_of_no_period() -> None:
    """Whoever asks for a period gets dated claims."""
    assert not Filter(since="2031").wants({**ROW, "date": ""})


def test_a_month_lies_in_the_period_that_it_meets() -> None:
    """A claim of a month fits when some day of the month may."""
    assert Filter(since="2031-03-10").wants({**ROW, "date": "2031-03"})
    assert Filter(since="2031-03-10").wants({**ROW, "date": "2031-02/2031-04"})
    assert not Filter(since="2031-04-01").wants({**ROW, "date": "2031-03"})


def rows(result: Result) -> list[dict[str, object]]:
    """The printed claims."""
    assert result.exit_code == 0, result.stderr
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_claims_of_a_store_are_those_of_its_texts(run: Run, newsroom: Path, built: Path) -> None:
    """Without a path the store's claims are printed, with the places they have in the texts."""
    stored = rows(run("claims", "--store", built, "--format", "jsonl"))
    read = rows(run("claims", newsroom, "--format", "jsonl"))
    assert list(stored[0]) == list(read[0])
    keys = ("id", "document", "type", "subtype", "start", "end", "quote", "status", "date")
    assert {tuple(row[k] for k in keys) for row in stored} == {
        tuple(row[k] for k in keys) for row in read
    }


def test_claims_of_paths_are_filtered_too(run: Run, newsroom: Path) -> None:
    """The same options narrow what is read without a store."""
    found = rows(run("claims", newsroom, "--about", "OpenAI", "--format", "jsonl"))
    assert {row["type"] for row in found} == {"Release"}


@pytest.mark.parametrize("option", ["--since", "--until"])
def test_what_is_no_date_is_refused(run: Run, built: Path, option: str) -> None:
    """A slip of the pen does not give an empty answer."""
    result = run("claims", "--store", built, option, "2031-13")
    assert result.exit_code == 2
    assert "is no date" in result.stderr


def test_claims_without_words_keep_offsets(run: Run, built: Path) -> None:
    """No quote is printed, each place is."""
    found = rows(run("claims", "--store", built, "--no-quotes", "--format", "jsonl"))
    assert {row["quote"] for row in found} == {""}
    assert all(int(str(row["end"])) > 0 for row in found)


def graph(result: Result) -> list[ox.Quad]:
    """The exported triples."""
    assert result.exit_code == 0, result.stderr
    return list(ox.parse(result.stdout, format=ox.RdfFormat.TURTLE))


def test_an_export_about_somebody_is_whole_and_holds_no_other(run: Run, built: Path) -> None:
    """Every node of ours that is spoken of is described, and no claim of others is there."""
    quads = graph(run("export", "--store", built, "--about", "OpenAI"))
    subjects = {q.subject for q in quads}
    ours = "https://w3id.org/claimgraph/"
    spoken_of = {
        q.object
        for q in quads
        if isinstance(q.object, ox.NamedNode)
        and q.object.value.startswith(ours)
        and "#" not in q.object.value
        and not q.object.value.endswith("/lexicon")
    }
    assert spoken_of <= subjects
    names = {q.subject.value for q in quads if isinstance(q.subject, ox.NamedNode)}
    assert any(name.endswith("/id/openai") for name in names)
    assert not any("heron" in name for name in names)


def test_an_export_without_quotes_has_no_words_of_the_texts(run: Run, built: Path) -> None:
    """Offsets and digests stay, sentences go."""
    body = run("export", "--store", built, "--no-quotes").stdout
    assert "oa:start" in body
    assert "cg:sha256" in body
    assert "oa:exact" not in body
    assert "ordered Anthropic to suspend" not in body


def test_unknown_names_are_told(run: Run, built: Path) -> None:
    """A misspelt name is an error, not an empty answer."""
    result = run("export", "--store", built, "--about", "Antropic")
    assert result.exit_code == 2
    assert "Anthropic" in result.stderr
