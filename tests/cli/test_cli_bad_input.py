"""Bad input: one clear sentence, the right exit code, and a store that stays as it was."""

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from claimgraph.store.embedded import Store

Run = Callable[..., Result]


@pytest.fixture
def untouched(run: Run, built: Path) -> Callable[[], bool]:
    """Whether the store still exports what it did at the start."""
    before = run("export", "--store", built).stdout
    return lambda: run("export", "--store", built).stdout == before


BAD_FILES = {
    "empty.txt": (b"", "empty"),
    "blank.txt": (b" \n\t\n", "white space"),
    "binary.txt": (bytes(range(256)) * 8, "binary"),
    "latin.txt": ("Die Behörde prüft die Größe. ".encode("latin-1") * 9, "--encoding"),
    "matter.md": (b"---\ntitle: [unclosed\n---\n\nThe court ruled.\n", "front matter"),
    "page.html": (b"<html><body></body></html>", "no article"),
    "file.pdf": (b"%PDF-1.4\nnothing here", "PDF"),
    "sheet.xlsx": (b"PK", ".xlsx"),
}


@pytest.mark.parametrize("name", BAD_FILES)
def test_unreadable_files_are_refused(
    run: Run, built: Path, untouched: Callable[[], bool], tmp_path: Path, name: str
) -> None:
    """A file that cannot be read is named with the problem; exit code 2; nothing changes."""
    body, told = BAD_FILES[name]
    (tmp_path / name).write_bytes(body)
    result = run("add", tmp_path / name, "--store", built)
    assert result.exit_code == 2
    assert name in result.stderr
    assert told in result.stderr
    assert "Traceback" not in result.stderr
    assert untouched()


def test_missing_file_is_refused(run: Run, built: Path, tmp_path: Path) -> None:
    """A path that leads nowhere is named."""
    result = run("add", tmp_path / "nowhere.txt", "--store", built)
    assert result.exit_code == 2
    assert "nowhere.txt" in result.stderr


def test_others_go_on_when_one_fails(run: Run, newsroom: Path, tmp_path: Path) -> None:
    """A failing source is told of; the others are built; the exit code says so."""
    (tmp_path / "empty.txt").write_text("")
    store = tmp_path / "store"
    result = run("build", tmp_path / "empty.txt", newsroom / "quay-times.txt", "--store", store)
    assert result.exit_code == 2
    assert "empty.txt" in result.stderr
    with Store.open(store, read_only=True) as opened:
        assert [one.id for one in opened.sources()] == ["quay-times"]


def test_two_files_with_one_id(run: Run, newsroom: Path, tmp_path: Path) -> None:
    """Two texts of one id in one call are refused, naming both."""
    for name in ("a.md", "b.md"):
        (tmp_path / name).write_text("---\nid: twin\n---\n\nThe ministry banned the app.\n")
    result = run("build", tmp_path / "a.md", tmp_path / "b.md", "--store", tmp_path / "store")
    assert result.exit_code == 2
    assert "a.md" in result.stderr
    assert "b.md" in result.stderr


def test_standard_input_needs_an_id(run: Run, tmp_path: Path) -> None:
    """Standard input has no name of its own."""
    result = run("add", "-", "--store", tmp_path / "store", text="The court fined the company.")
    assert result.exit_code == 2
    assert "--id" in result.stderr


def test_too_large(run: Run, newsroom: Path, tmp_path: Path) -> None:
    """A file over the limit is refused, naming the option that raises it."""
    path = newsroom / "quay-times.txt"
    result = run("add", path, "--max-size", "50", "--store", tmp_path / "store")
    assert result.exit_code == 2
    assert "--max-size" in result.stderr


def test_other_language(run: Run, tmp_path: Path) -> None:
    """A German text is refused, naming the language and the way round."""
    german = "Das Ministerium hat dem Unternehmen gestern den Vertrieb der Anwendung untersagt. "
    (tmp_path / "bericht.txt").write_text(german * 6)
    result = run("claims", tmp_path / "bericht.txt")
    assert result.exit_code == 2
    assert "--language" in result.stderr


@pytest.mark.parametrize(
    ("sparql", "told"),
    [
        ("SELECT ?s WHERE { ?s a }", "query:1:"),
        ("SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", "--allow-service"),
        ("DROP ALL", "does not parse"),
        ("", "is empty"),
        ("SELECT ?s { ?s a nowhere:Thing }", "Prefix not found\n"),
    ],
)
def test_bad_queries(
    run: Run, built: Path, untouched: Callable[[], bool], sparql: str, told: str
) -> None:
    """A query that does not parse, asks elsewhere or would change data is refused."""
    result = run("query", "-", "--store", built, text=sparql)
    assert result.exit_code == 2
    assert told in result.stderr
    assert untouched()


def test_runaway_query_is_stopped(run: Run, built: Path) -> None:
    """The time limit ends a query that would run for ages."""
    cross = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
    began = time.monotonic()
    result = run("query", "-", "--store", built, "--timeout", "2", text=cross)
    assert result.exit_code == 2
    assert "stopped after 2 s" in result.stderr
    assert time.monotonic() - began < 20


def test_broken_turtle_names_line_and_column(run: Run, tmp_path: Path) -> None:
    """A graph to validate that does not parse is refused with its place."""
    path = tmp_path / "mine.ttl"
    path.write_text("@prefix cg: <https://w3id.org/claimgraph/ns#> .\ncg:x a cg:Claim ;; .\n<\n")
    result = run("validate", path)
    assert result.exit_code == 2
    assert "mine.ttl:" in result.stderr


def test_unknown_question_and_source_suggest_names(run: Run, built: Path) -> None:
    """A misspelt name brings the nearest ones."""
    result = run("remove", "harbor-post", "--store", built)
    assert result.exit_code == 2
    assert "harbour-post" in result.stderr


def test_unknown_model_says_how_to_install(run: Run, newsroom: Path) -> None:
    """A pipeline that is not installed is named with the command that may bring it."""
    result = run("claims", newsroom, "--model", "xx_absent_pipeline")
    assert result.exit_code == 2
    assert "pip install" in result.stderr


def test_no_store_says_how_to_make_one(run: Run, tmp_path: Path) -> None:
    """Reading commands name the command that makes a store."""
    result = run("status", "--store", tmp_path / "none")
    assert result.exit_code == 2
    assert "claimgraph build" in result.stderr


def test_store_of_a_newer_version(run: Run, built: Path, tmp_path: Path) -> None:
    """A store written by a later version is left alone."""
    store = tmp_path / "store"
    store.mkdir()
    (store / "store.json").write_text('{"format": 999}')
    result = run("status", "--store", store)
    assert result.exit_code == 2
    assert "newer" in result.stderr


def test_locked_store(run: Run, newsroom: Path, tmp_path: Path) -> None:
    """While one process writes, another is told so, and readers work."""
    store = tmp_path / "store"
    run("build", newsroom / "quay-times.txt", "--store", store)
    code = (
        "import sys, time; from claimgraph.store.embedded import Store\n"
        "s = Store.open(sys.argv[1]); print('open', flush=True); time.sleep(60)"
    )
    command = [sys.executable, "-c", code, str(store)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as holder:
        assert holder.stdout is not None
        holder.stdout.readline()
        result = run("add", newsroom / "harbour-post.md", "--store", store)
        reading = run("status", "--store", store)
        holder.kill()
    assert result.exit_code == 2
    assert "Another process" in result.stderr
    assert reading.exit_code == 0


@pytest.fixture
def bound_by_modes() -> list[str]:
    """What comes before a command so that file modes bind it, even where the tests are root's."""
    if os.geteuid():
        return []
    if not (found := shutil.which("setpriv")):
        pytest.skip("file modes do not bind root, and setpriv is not here to change that")
    return [found, "--bounding-set", "-dac_override"]


@pytest.mark.parametrize("command", ["build", "export", "site", "docs", "init"])
def test_folder_that_cannot_be_written(
    newsroom: Path, built: Path, tmp_path: Path, bound_by_modes: list[str], command: str
) -> None:
    """A read-only folder is named in a sentence with exit code 2, and nothing is written there."""
    locked = tmp_path / "locked"
    locked.mkdir(mode=0o500)
    arguments: dict[str, list[str | Path]] = {
        "build": [newsroom, "--store", locked / "store"],
        "export": ["--store", built, "--out", locked / "graph.ttl"],
        "site": [locked / "site", "--store", built],
        "docs": [locked / "docs"],
        "init": [locked / "own"],
    }
    own: list[str | Path] = [*bound_by_modes, Path(sys.executable).with_name("claimgraph"), command]
    done = subprocess.run([*own, *arguments[command]], capture_output=True, text=True, check=False)
    assert done.returncode == 2, done.stderr
    assert "locked" in done.stderr
    assert "internal" not in done.stderr
    assert not [*locked.iterdir()]


@pytest.mark.parametrize(
    ("name", "right_and_wrong"),
    [
        ("ontology/frames.ttl", ("cg:evokes gov:Order", "cg:evokes gov:Ordr")),
        ("ontology/frames.ttl", ("cg:verb ", "cg:vreb ")),
        ("shapes/Directive.ttl", ("sh:minCount", "sh:minCuont")),
        ("queries/directives.rq", ("gov:Directive", "gov:Diretcive")),
    ],
)
def test_unknown_terms_of_a_domain(
    run: Run, root: Path, tmp_path: Path, name: str, right_and_wrong: tuple[str, str]
) -> None:
    """A misspelt term in frames, shapes or questions is refused with its line and the right one."""
    right, wrong = right_and_wrong
    for folder in ("ontology", "shapes", "queries"):
        shutil.copytree(root / folder, tmp_path / folder)
    text = (tmp_path / name).read_text("utf-8")
    assert right in text
    (tmp_path / name).write_text(text.replace(right, wrong, 1), encoding="utf-8")
    told = run("claims", root / "seeds", "--domain", tmp_path)
    assert told.exit_code == 2
    misspelt, meant = (term.split(":")[-1].strip() for term in (wrong, right))
    assert re.search(rf"{Path(name).name}:\d+: speaks of {misspelt}", told.stderr)
    assert meant in told.stderr


def test_wrong_use_is_explained(run: Run) -> None:
    """An unknown option or a missing argument gives exit code 2 and a hint."""
    for arguments in (
        ("claims",),
        ("build", "--sotre", "x"),
        ("show",),
        ("ask", "x", "y"),
        ("query", "-", "--timeout", "-1"),
        ("claims", "-", "--max-size", "-5"),
    ):
        result = run(*arguments)
        assert result.exit_code == 2, arguments
        assert "Error" in result.stderr or "claimgraph:" in result.stderr


def test_a_parameter_given_twice_is_refused(run: Run, built: Path) -> None:
    """Of two values for one parameter none is silently dropped."""
    twice = ("about=Anthropic", "about=OpenAI")
    result = run("ask", "told-about", *twice, "--store", built)
    assert result.exit_code == 2
    assert "about is given twice" in result.stderr


def test_a_question_is_explained_by_a_row(run: Run, built: Path) -> None:
    """A question with parameters and no --row is not taken for a name that nothing bears."""
    result = run("explain", "told-about", "about=Anthropic", "--store", built)
    assert result.exit_code == 2
    assert "--row" in result.stderr


def test_nothing_found_prints_no_table(run: Run, tmp_path: Path) -> None:
    """Where there are no rows, standard output stays empty."""
    result = run("claims", tmp_path / "absent.txt")
    assert result.exit_code == 2
    assert not result.stdout


@pytest.mark.parametrize("form", ["table", "csv"])
def test_a_reader_that_stops_reading_is_no_fault(built: Path, form: str) -> None:
    """A pipe that is closed early (`| head`) ends the command quietly with 0."""
    unread, out = os.pipe()
    os.close(unread)
    code = "from claimgraph.cli import main; main()"
    asked = ("ask", "told-about", "about=Anthropic", "--format", form, "--store", str(built))
    with os.fdopen(out, "wb") as pipe:
        done = subprocess.run(
            [sys.executable, "-c", code, *asked], stdout=pipe, stderr=subprocess.PIPE, check=False
        )
    assert done.returncode == 0
    assert not done.stderr
