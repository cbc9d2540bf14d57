"""`diff`: what two stores or two exported files say differently."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

Run = Callable[..., Result]


@pytest.fixture(scope="module")
def smaller(run: Run, newsroom: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store that lacks one of the newsroom's articles."""
    store = tmp_path_factory.mktemp("smaller") / "store"
    assert run("build", newsroom / "quay-times.txt", "--store", store).exit_code == 0
    return store


def test_a_store_does_not_differ_from_itself(run: Run, built: Path) -> None:
    """Nothing is told, and --exit-code ends with 0."""
    result = run("diff", built, built, "--exit-code")
    assert (result.exit_code, result.stdout) == (0, "")
    assert "no difference" in result.stderr


def test_what_an_article_brought_is_told_in_sentences(run: Run, smaller: Path, built: Path) -> None:
    """Its source, its claims with their words, and what the consensus now says."""
    result = run("diff", smaller, built, "--exit-code")
    assert result.exit_code == 1
    assert "+ A new source: harbour-post, “Ministry halts Heron 2”" in result.stdout
    assert "ordered Anthropic to suspend access to Heron 2" in result.stdout
    assert "standing is now corroborated, before single source" in result.stdout
    assert "source: +1" in result.stderr


def test_exports_compare_as_their_stores_do(
    run: Run, smaller: Path, built: Path, tmp_path: Path
) -> None:
    """Files written by `export` tell the same, whatever their format."""
    files = [tmp_path / "before.ttl", tmp_path / "after.nq"]
    for store, file, form in ((smaller, files[0], "turtle"), (built, files[1], "nquads")):
        assert run("export", "--store", store, "--format", form, "--out", file).exit_code == 0
    assert run("diff", *files).stdout == run("diff", smaller, built).stdout


def test_changes_as_json_name_their_nodes(run: Run, smaller: Path, built: Path) -> None:
    """Each record has sign, kind, IRI and sentence; the way back turns the signs."""
    there = json.loads(run("diff", smaller, built, "--format", "json").stdout)
    back = json.loads(run("diff", built, smaller, "--format", "json").stdout)
    assert {one["iri"] for one in there if one["sign"] == "+" and one["kind"] == "claim"} == {
        one["iri"] for one in back if one["sign"] == "-" and one["kind"] == "claim"
    }


def test_a_file_that_is_no_graph_is_refused(run: Run, built: Path, tmp_path: Path) -> None:
    """The suffix or the place of the fault is named, with exit code 2."""
    odd, broken = tmp_path / "graph.docx", tmp_path / "graph.ttl"
    odd.write_text("no graph", encoding="utf-8")
    broken.write_text("@prefix a: <urn:a> .\na:b a:c .\n", encoding="utf-8")
    for path, told in ((odd, ".ttl, .trig"), (broken, "graph.ttl:2:")):
        result = run("diff", built, path)
        assert result.exit_code == 2
        assert told in result.stderr
