"""Filters, layers and quotes in every format; refusals; the command."""

import random
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import duckdb
import pyoxigraph as ox
import pytest
from click.testing import CliRunner

from claimgraph.canonical import Format, Layer, order, write
from claimgraph.cli import main
from claimgraph.errors import StoreError, UnknownNameError
from claimgraph.export import FORMATS, Selection
from claimgraph.selection import Filter
from claimgraph.store.embedded import Store
from exported import Exported

WORDS = ("halted on the fifth", "denied it", "Glow 3 on March 4")
Writer = Callable[[str, Selection], str]


@pytest.fixture
def text_of(exported: Exported, tmp_path: Path) -> Writer:
    """A function that gives all that an export's files say, as one text."""

    def written(name: str, selection: Selection) -> str:
        out = tmp_path / (name + FORMATS[name].suffix.rstrip("/"))
        return "\n".join(said(path) for path in FORMATS[name].write(exported.store, selection, out))

    return written


def said(path: Path) -> str:
    """What a file says, unpacked."""
    if path.suffix == ".xlsx":
        with zipfile.ZipFile(path) as book:
            return "\n".join(book.read(name).decode() for name in book.namelist())
    if path.suffix == ".parquet":
        with duckdb.connect() as db:
            return str(db.execute(f"FROM '{path}'").fetchall())
    return path.read_bytes().decode("utf-8", "replace")


@pytest.mark.parametrize("name", list(FORMATS))
def test_without_quotes_no_format_has_the_words(text_of: Writer, name: str) -> None:
    """With quotes the words of the texts may be told, without them nowhere."""
    told = text_of(name, Selection(quotes=False))
    assert told
    assert not [words for words in WORDS if words in told]


WITHOUT_CLAIMS = {"owl", "dataset"}


@pytest.mark.parametrize("name", [name for name in FORMATS if name not in WITHOUT_CLAIMS])
def test_a_filter_lets_only_its_claims_through(text_of: Writer, name: str) -> None:
    """The claims of one source go along, those of the other are not spoken of."""
    told = text_of(name, Selection(wanted=Filter(sources=frozenset({"times"}))))
    assert WORDS[0] in told
    others = ("claim/p1", "claim:p1", "Lamp <dimmed>", WORDS[1])
    assert not [one for one in others if one in told]


def test_layers_are_chosen_for_pictures_too(text_of: Writer) -> None:
    """A picture of the consensus has no claims and sources."""
    told = text_of("gexf", Selection(layers=(Layer.ENTITIES, Layer.CONSENSUS)))
    assert "situation/halt" in told
    assert 'value="source"' not in told
    assert 'value="claim"' not in told
    assert 'value="inferred"' not in told


def test_unknown_names_are_told(text_of: Writer) -> None:
    """A misspelt source or entity is an error that tells what comes nearest."""
    with pytest.raises(UnknownNameError, match="times"):
        text_of("turtle", Selection(wanted=Filter(sources=frozenset({"tims"}))))
    with pytest.raises(UnknownNameError, match="Harbour Agency"):
        text_of("csv", Selection(wanted=Filter(about="Harbor Agency")))


def test_a_folder_with_files_is_refused(exported: Exported, tmp_path: Path) -> None:
    """No export mixes its files with others, nor deletes any."""
    (tmp_path / "mine.csv").write_text("mine")
    with pytest.raises(StoreError, match="not empty"):
        FORMATS["csv"].write(exported.store, Selection(), tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.csv"]


def test_an_absent_extra_is_told(
    exported: Exported, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without the library there is one sentence with the command that installs it."""
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    with pytest.raises(StoreError, match=r"xlsxwriter.*pip install 'claimgraph\[tables\]'"):
        FORMATS["xlsx"].write(exported.store, Selection(), tmp_path / "a.xlsx")
    assert not list(tmp_path.iterdir())


def test_runs_on_disk_give_the_same_order(monkeypatch: pytest.MonkeyPatch) -> None:
    """However few quads fit in memory, and however often one comes, the bytes are the same."""
    chance = random.Random(7)  # noqa: S311
    quads = [
        ox.Quad(
            ox.NamedNode(f"https://e.org/s{chance.randrange(40)}"),
            ox.NamedNode(f"https://e.org/p{chance.randrange(3)}"),
            ox.Literal(f"line\n{chance.randrange(50)}", language="en"),
            ox.NamedNode(f"https://e.org/g{chance.randrange(3)}"),
        )
        for _ in range(1_000)
    ]
    whole = {form: write(quads, form) for form in Format}
    monkeypatch.setattr(order, "RUN", 64)
    assert {form: write(reversed(quads), form) for form in Format} == whole


def test_a_property_that_xml_cannot_name_is_refused() -> None:
    """RDF/XML would be broken; the sentence names the property."""
    names = [ox.NamedNode(f"https://e.org/{name}") for name in ("s", "p?q=1", "o")]
    with pytest.raises(StoreError, match=r"cannot name the property <https://e.org/p\?q=1>"):
        write([ox.Quad(*names)], Format.RDFXML)


def test_the_command_lists_and_writes_formats(exported: Exported, tmp_path: Path) -> None:
    """Help has a line for each format; a folder format needs --out; an unknown one lists all."""
    with Store.open(tmp_path / "store") as store:
        for quad in exported.store.quads():
            store.inner.add(quad)

    def run(*arguments: str) -> tuple[int, bytes, str]:
        place = ["--store", str(tmp_path / "store")]
        result = CliRunner().invoke(main, ["export", *arguments, *place])
        return result.exit_code, result.stdout_bytes, result.stderr

    listed = CliRunner().invoke(main, ["export", "--help"]).stdout
    assert all(f"\n  {name} " in listed for name in FORMATS)
    assert run("--format", "gexf")[:2] == (0, exported.at("gexf").read_bytes())
    code, _, told = run("--format", "csv")
    assert code == 2
    assert "--out" in told
    code, _, told = run("--format", "csv", "--out", str(tmp_path / "tables"))
    assert code == 0
    assert told.count("wrote ") == 7
    code, _, told = run("--format", "doc")
    assert code == 2
    assert "neo4j-load" in told
