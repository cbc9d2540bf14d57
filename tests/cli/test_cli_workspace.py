"""`init` and `lexicon`: what is laid out works as it stands, and sheets lose nothing."""

import csv
import io
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import pytest
from click.testing import Result
from rdflib import Graph

from claimgraph.layout import domain, home
from faults import faults

Run = Callable[..., Result]
TEXT = "On May 3, 2031, Gull Line cancelled the Night Gull. Gull Line said the sea was rough.\n"


def triples(path: Path) -> set[str]:
    """What a Turtle file says."""
    return {str(quad.triple) for quad in ox.parse(path=path, format=ox.RdfFormat.TURTLE)}


@pytest.fixture
def ferries(run: Run, tmp_path: Path) -> Path:
    """A domain laid out."""
    folder = tmp_path / "ferries"
    assert run("init", "--domain", folder).exit_code == 0
    return folder


def test_a_workspace_builds_its_own_sources(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a new workspace `build` reads sources/ into its own store."""
    folder = tmp_path / "newsroom"
    result = run("init", folder)
    assert result.exit_code == 0
    assert {"claimgraph.toml", "README.md", ".gitignore", "sources", "curation"} == {
        path.name for path in folder.iterdir()
    }
    (folder / "sources" / "note.txt").write_text("OpenAI released GPT-7 on May 2, 2031.\n", "utf-8")
    monkeypatch.chdir(folder)
    built = run("build", "--format", "json")
    assert [one["id"] for one in json.loads(built.stdout)["sources"]] == ["note"]
    assert (folder / ".claimgraph" / "store.json").is_file()


def test_nothing_is_overwritten(run: Run, tmp_path: Path) -> None:
    """A file that is there stays, and nothing else is written beside it."""
    (tmp_path / "README.md").write_text("mine", "utf-8")
    result = run("init", tmp_path)
    assert result.exit_code == 2
    assert "README.md: is there already" in result.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["README.md"]


def test_a_new_domain_reads_its_first_text(run: Run, ferries: Path, tmp_path: Path) -> None:
    """The example builds without violations, and its question is answered."""
    path, store = tmp_path / "boats.txt", tmp_path / "store"
    path.write_text(TEXT, "utf-8")
    assert run("build", path, "--domain", ferries, "--store", store).exit_code == 0
    asked = ("ask", "cancellations", "--domain", ferries, "--store", store, "--format", "csv")
    (row,) = csv.DictReader(io.StringIO(run(*asked).stdout))
    assert row == {"crossing": "Night Gull", "line": "Gull Line", "day": "2031-05-03"}
    query = ("query", "-", "--domain", ferries, "--store", store, "--format", "csv")
    found = run(*query, text="SELECT ?line { id:gull-line my:runs ?crossing ; rdfs:label ?line }")
    assert found.stdout.splitlines()[1:] == ["Gull Line"]


def test_a_new_domain_passes_the_shapes_over_ontologies(ferries: Path) -> None:
    """Whoever begins with the example begins without faults."""
    data, shapes = Graph(), Graph()
    for path in domain(ferries).ontology_files():
        data.parse(path)
    for path in (home() / "ontology" / "prefixes.ttl", *domain(ferries).meta_shape_files()):
        shapes.parse(path)
    assert [focus for focus, _ in faults(data, shapes) if "/ns#" not in focus] == []


def test_the_lexicon_comes_back_as_it_went(run: Run, tmp_path: Path, root: Path) -> None:
    """Export and import leave every byte of a large lexicon."""
    folder = tmp_path / "copy"
    shutil.copytree(root / "ontology", folder / "ontology")
    path = folder / "ontology" / "lexicon.ttl"
    body = path.read_bytes()
    sheet = run("lexicon", "export", "--domain", folder).stdout
    result = run("lexicon", "import", "-", "--domain", folder, text=sheet)
    assert result.exit_code == 0, result.stderr
    assert path.read_bytes() == body


def test_a_lexicon_made_from_nothing(run: Run, tmp_path: Path, root: Path) -> None:
    """Where there is no file yet, a sheet makes one that says all that the sheet says."""
    folder = tmp_path / "copy"
    shutil.copytree(root / "ontology", folder / "ontology")
    path = folder / "ontology" / "lexicon.ttl"
    sheet = run("lexicon", "export", "--domain", folder).stdout
    path.unlink()
    result = run("lexicon", "import", "-", "--domain", folder, text=sheet)
    assert result.exit_code == 0, result.stderr
    assert run("lexicon", "export", "--domain", folder).stdout == sheet


def test_what_a_sheet_leaves_keeps_its_comments(run: Run, tmp_path: Path, ferries: Path) -> None:
    """Headings stay, comments stay with their entries, and go with those that go."""
    folder = tmp_path / "copy"
    shutil.copytree(ferries, folder)
    path = folder / "ontology" / "lexicon.ttl"
    before = path.read_text("utf-8")
    head, entries = before[: before.index("id:")], before[before.index("id:") :]
    notes = "### Ferries\n\n# sails at night\n"
    sold = "id:old-gull a my:Crossing ; rdfs:label 'Old Gull'@en .\n"
    more = f"\n# sold; see the minutes of May. 3\n{sold}"
    path.write_text(head + notes + entries + more, "utf-8")
    rows = run("lexicon", "export", "--domain", folder).stdout
    kept = "".join(row + "\n" for row in rows.splitlines() if not row.startswith("old-gull"))
    result = run("lexicon", "import", "-", "--domain", folder, text=kept)
    assert result.exit_code == 0, result.stderr
    assert path.read_text("utf-8") == head + notes + entries
    changed = run(
        "lexicon", "import", "-", "--domain", folder, text=kept.replace("Ferries", "Boats")
    )
    assert changed.exit_code == 0, changed.stderr
    text = path.read_text("utf-8")
    assert notes in text
    assert '"Gull Boats"@en' in text
    assert '"Gull Ferries"@en' not in text


def test_a_row_added_in_a_spreadsheet_becomes_an_entry(run: Run, ferries: Path) -> None:
    """Label, aliases and facts of the row are read as those of the file."""
    sheet = run("lexicon", "export", "--domain", ferries).stdout
    row = "tern-line,my:FerryLine,Tern Line,Tern | TL,my:runs id:night-gull\n"
    result = run("lexicon", "import", "-", "--domain", ferries, text=sheet + row)
    assert result.exit_code == 0, result.stderr
    text = (ferries / "ontology" / "lexicon.ttl").read_text("utf-8")
    assert 'skos:altLabel "TL"@en , "Tern"@en' in text
    assert "my:runs id:night-gull" in text
    assert "id:gull-line a my:FerryLine" in text


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("tern-line,my:FeryLine,Tern Line,,", "FerryLine"),
        ("tern-line,,Tern Line,,", "has no kind"),
        ("tern-line,my:FerryLine,,,", "has no label"),
        ("gull-line,my:FerryLine,Gull,,", "no id of its own"),
        ("tern-line,my:FerryLine,Tern,,my:runs", "is no fact"),
        ("tern-line,my:FerryLine,Tern,,nope:x id:y", "does not parse"),
    ],
)
def test_a_wrong_row_is_told_by_its_line(run: Run, ferries: Path, row: str, told: str) -> None:
    """The lexicon stays as it was."""
    path = ferries / "ontology" / "lexicon.ttl"
    before = path.read_bytes()
    sheet = run("lexicon", "export", "--domain", ferries).stdout + row + "\n"
    result = run("lexicon", "import", "-", "--domain", ferries, text=sheet)
    assert result.exit_code == 2
    assert told in result.stderr
    assert ":4:" in result.stderr
    assert path.read_bytes() == before
