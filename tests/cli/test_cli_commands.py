"""Every command with good input: what it prints, where, and with which exit code."""

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

import click
import pyoxigraph as ox
import pytest
from click.testing import CliRunner, Result

from claimgraph.cli import MODULES, main
from claimgraph.cli.render import table

Run = Callable[..., Result]


def test_every_command_has_help_that_teaches(run: Run) -> None:
    """Each command explains itself and lists its options."""
    for name in main.list_commands(click.Context(main)):
        result = run(name, "--help")
        assert result.exit_code == 0
        assert len(result.output.splitlines()) > 5, name


def test_claims_as_json_lines_carry_exact_quotes(run: Run, newsroom: Path) -> None:
    """Each printed claim's offsets give its quote in the file as it is."""
    path = newsroom / "harbour-post.md"
    result = run("claims", path, "--format", "jsonl")
    rows = [json.loads(line) for line in result.stdout.splitlines()]
    text = path.read_text("utf-8")
    assert result.exit_code == 0
    assert {"Order", "Release"} <= {row["type"] for row in rows}
    for row in rows:
        assert text[row["start"] : row["end"]] == row["quote"]


def test_attributions_carry_exact_quotes(run: Run, newsroom: Path) -> None:
    """Source, cue and content of each attribution stand where their offsets say."""
    path = newsroom / "quay-times.txt"
    rows = [
        json.loads(s) for s in run("attributions", path, "--format", "jsonl").stdout.splitlines()
    ]
    text = path.read_text("utf-8")
    spans = [s for row in rows for s in [row["source"], row["cue"], *row["content"]] if s]
    assert spans
    assert all(text[s["start"] : s["end"]] == s["quote"] for s in spans)


def test_build_again_changes_nothing(run: Run, newsroom: Path, built: Path) -> None:
    """A second build skips what has not changed and leaves the export as it was."""
    before = run("export", "--store", built).stdout
    result = run("build", newsroom, "--store", built, "--format", "json")
    assert {one["what"] for one in json.loads(result.stdout)["sources"]} == {"unchanged"}
    assert run("export", "--store", built).stdout == before


def test_status_lists_sources_as_json(run: Run, built: Path) -> None:
    """Status gives the ids that remove and show take."""
    found = json.loads(run("status", "--store", built, "--format", "json").stdout)
    assert [one["id"] for one in found["sources"]] == ["harbour-post", "quay-times"]


def test_show_prints_the_text_and_a_stretch(run: Run, newsroom: Path, built: Path) -> None:
    """Show gives the stored text back unchanged, and marks the stretch asked for."""
    text = (newsroom / "harbour-post.md").read_text("utf-8")
    assert run("show", "harbour-post", "--store", built).stdout == text + "\n"
    start = text.index("ordered")
    marked = run("show", "harbour-post", f"{start}-{start + 7}", "--store", built).stdout
    assert "[[ordered]]" in marked


def test_remove_and_add_give_the_same_export(run: Run, newsroom: Path, tmp_path: Path) -> None:
    """A source taken out and put back leaves the identical graph."""
    store = tmp_path / "store"
    run("build", newsroom, "--store", store)
    before = run("export", "--store", store).stdout
    assert run("remove", "quay-times", "--store", store).exit_code == 0
    assert run("export", "--store", store).stdout != before
    added = run("add", newsroom / "quay-times.txt", "--store", store)
    assert added.exit_code == 0, added.stderr
    assert run("export", "--store", store).stdout == before


def test_validate_leaves_the_store_alone(run: Run, newsroom: Path, built: Path) -> None:
    """Checking a new source adds nothing, and its findings parse as SARIF and Turtle."""
    before = run("export", "--store", built).stdout
    sarif = run("validate", newsroom / "quay-times.txt", "--store", built, "--format", "sarif")
    assert json.loads(sarif.stdout)["version"] == "2.1.0"
    turtle = run("validate", newsroom / "quay-times.txt", "--store", built, "--format", "turtle")
    assert list(ox.parse(turtle.stdout.encode(), format=ox.RdfFormat.TURTLE))
    assert run("export", "--store", built).stdout == before


def test_query_knows_the_prefixes(run: Run, built: Path) -> None:
    """Any query runs with the project's prefixes predeclared."""
    sparql = "SELECT ?s { ?s a cg:Source } ORDER BY ?s"
    result = run("query", "-", "--store", built, "--format", "csv", text=sparql)
    assert result.exit_code == 0, result.stderr
    assert [line.rsplit("/", 1)[-1] for line in result.stdout.split()[1:]] == [
        "harbour-post",
        "quay-times",
    ]


def test_ask_lists_and_answers(run: Run, built: Path) -> None:
    """Without a name ask lists its questions; with one it answers as JSON."""
    listed = json.loads(run("ask", "--format", "json").stdout)
    assert len(listed) >= 25
    assert all(one["question"].endswith("?") for one in listed)


def test_explain_leads_to_quotes(run: Run, built: Path) -> None:
    """Explaining an entity by its label ends at quotes of the sources."""
    result = run("explain", "Heron 2", "--store", built)
    assert result.exit_code == 0, result.stderr
    assert "harbour-post" in result.stdout


@pytest.mark.parametrize("form", ["turtle", "trig", "nquads", "ntriples", "jsonld"])
def test_exports_parse(run: Run, built: Path, form: str, tmp_path: Path) -> None:
    """Each export is read back by the engine, and holds no whole text."""
    path = tmp_path / "out"
    result = run("export", "--store", built, "--format", form, "--out", path)
    assert result.exit_code == 0, result.stderr
    formats = {"turtle": "TURTLE", "trig": "TRIG", "nquads": "N_QUADS", "ntriples": "N_TRIPLES"}
    kind = getattr(ox.RdfFormat, formats.get(form, "JSON_LD"))
    assert list(ox.parse(path.read_bytes(), format=kind))
    assert b"ns#text>" not in path.read_bytes()


def loaded_by(*arguments: str | Path) -> set[str]:
    """The modules that a command of its own process has imported when it ends."""
    code = (
        "import sys; from claimgraph.cli import main\n"
        "try: main(sys.argv[1:])\n"
        "except SystemExit: pass\n"
        "print('\\n' + ' '.join(sys.modules))"
    )
    command = [sys.executable, "-c", code, *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return set(done.stdout.splitlines()[-1].split())


def test_help_does_not_load_the_heavy_parts() -> None:
    """`--help` imports neither spaCy nor rdflib nor the store."""
    heavy = {"spacy", "rdflib", "pyoxigraph", "rich", "tomllib", "logging", "socket"}
    assert heavy & loaded_by("--help") == set()


def test_a_question_loads_what_it_needs_alone(built: Path) -> None:
    """`ask` imports no other command, and of the library what reads a graph and its questions."""
    loaded = loaded_by("ask", "releases", "--store", built)
    assert "claimgraph.store.embedded" in loaded
    ours = {"cli.serve", "cli.sources", "ontology", "read", "extract", "check", "derive", "run"}
    assert {f"claimgraph.{name}" for name in ours} & loaded == set()
    assert {"spacy", "rdflib", "jinja2", "sqlite3", "tomllib", "logging"} & loaded == set()


def test_spacy_is_for_who_reads_texts(run: Run, built: Path, tmp_path: Path) -> None:
    """What looks at a store, judges a graph or takes a source out does without it."""
    graph, store = tmp_path / "graph.nq", shutil.copytree(built, tmp_path / "store")
    assert run("export", "--store", built, "--format", "nquads", "--out", graph).exit_code == 0
    for command in (("status",), ("validate", graph), ("remove", "harbour-post")):
        place = () if graph in command else ("--store", store)
        loaded = loaded_by(*command, *place)
        assert "claimgraph.run.pipeline" in loaded
        assert not {"spacy", "thinc"} & loaded
    assert run("show", "harbour-post", "--store", built).exit_code == 0
    assert run("show", "harbour-post", "--store", store).exit_code == 2


@pytest.mark.parametrize("width", [24, 40, 80])
def test_a_row_too_wide_is_a_block_of_lines(width: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each value beside its name, folded where it is long, with not a character lost."""
    monkeypatch.setenv("COLUMNS", str(width))
    names = ("speaker", *(f"name {number}" for number in range(9)), "quote")
    row = ("The Harbour Post", *("Halden Bakery" for _ in range(9)), "words " * 20 + "x" * 90)
    with CliRunner().isolation() as (out, _, _):
        table(names, [row, ("", *row[1:])])
        told = out.getvalue().decode()
    assert {len(line) for line in told.splitlines() if line} == {width}
    margin = 2 + max(map(len, names)) + 2
    words = "".join(line[margin:] for line in told.splitlines()).split()
    assert "".join(words) == "".join("".join((*row, *row[1:])).split())
    assert told.count("speaker") == 1


def test_each_module_has_the_commands_that_are_looked_for_there() -> None:
    """The table of the command line leaves no command of a module out."""
    for module in sorted(set(MODULES.values())):
        told = {command.name for command in import_module(f"claimgraph.cli.{module}").COMMANDS}
        assert told == {name for name, place in MODULES.items() if place == module}


def test_demo_writes_graph_and_page(run: Run, newsroom: Path, tmp_path: Path) -> None:
    """The demo ends with counts, answers and the two files that it names."""
    result = run("demo", newsroom, "--out", tmp_path / "out")
    assert result.exit_code == 0, result.stderr
    for told in ("Sources", "Claims by type and status", "Findings", "Conflicts", "suspended"):
        assert told in result.stdout
    assert list(ox.parse(path=str(tmp_path / "out" / "claimgraph.ttl")))
    page = (tmp_path / "out" / "index.html").read_text("utf-8")
    assert "Heron 2" in page
    assert "claimgraph.ttl" in result.stderr
