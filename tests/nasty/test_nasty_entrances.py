"""Whatever comes in by any entrance is taken or refused in a sentence; never anything else."""

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from claimgraph.ask.catalogue import Parameter, literal
from claimgraph.cli.render import printable
from claimgraph.curation.decisions import read_file
from claimgraph.errors import ClaimGraphError, DomainError
from claimgraph.evaluate import read_gold, score
from claimgraph.graphfile import read_graph
from claimgraph.ontology import Ontology
from claimgraph.query.scanner import asks_elsewhere, changes_data, names_dataset
from claimgraph.read import read_text
from claimgraph.sheets import COLUMNS, Sheet

FEW = settings(
    max_examples=120,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
TURTLE = "@prefix cg: <https://w3id.org/claimgraph/ns#> .\n"
MARKS = ("<", ">", '"', "'", '"""', "\\", "#", ":", "a:", "{", "}", "[", "]", "(", ")", ".", ";",
         "cg:Claim", " a ", "\n", "@en", "^^", "_:b", "\\u0041", "?x", "0", "SELECT", "|", ",", "=",
         "&a", "*a", "- ", ": ", "? ", "!!int", "---\n", "\0", "\x1b[2J", "\u202e", "\U0001f6a2",
         "SERVICE", "<< ", " >>", "é", "\r", "\ud800")  # fmt: skip
SOUP = st.lists(st.one_of(st.sampled_from(MARKS), st.text(max_size=6)), max_size=30).map("".join)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=4,
)


def written(path: Path, text: str) -> Path:
    """A file that holds a text, halves of characters and all."""
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    return path


@pytest.fixture(scope="module")
def sheet(tmp_path_factory: pytest.TempPathFactory) -> Sheet:
    """A lexicon of one entry."""
    entry = "@prefix id: <https://w3id.org/claimgraph/id/> .\nid:x a cg:Entity .\n"
    return Sheet.load(written(tmp_path_factory.mktemp("sheet") / "lexicon.ttl", TURTLE + entry))


def tried(action: Callable[[], Any]) -> tuple[Any, str]:
    """What an action gives, or the sentence in which it refuses."""
    try:
        return action(), ""
    except ClaimGraphError as error:
        return None, str(error)


@FEW
@given(SOUP)
def test_turtle(tmp_path: Path, soup: str) -> None:
    """Graph files, curation and domain files are read or refused with their place."""
    path = written(tmp_path / "soup.ttl", TURTLE + soup)
    for reader in (read_graph, read_file):
        _, refused = tried(lambda reader=reader: reader(path))
        assert refused.startswith(str(path) if refused else "")
    plain = (TURTLE + soup).encode("utf-8", "replace").decode()
    _, refused = tried(lambda: Ontology.parse(plain))
    assert refused.startswith("text0" if refused else "")


@FEW
@given(SOUP)
@example("title: *a")
@example(f"id: 0x{'f' * 9_000}")
@example(f"title: {'[' * 30_000}")
@example("published: 0001-01-01T00:00:00+23:00")
@example("a: &a {k: v}\nb: {<<: *a}")
def test_front_matter(soup: str) -> None:
    """Front matter becomes lines without control characters, or is refused."""
    text = f"---\nauthor: Jane Roe\n{soup}\n---\n\nThe port closed on Monday.\n"
    document, refused = tried(lambda: read_text(text, "any", language="en"))
    if document is None:
        assert refused.startswith("any: ")
    else:
        told = document.title + document.author + document.id + document.url
        assert printable(told).encode()
        assert not any(ord(character) < 32 for character in told)


@FEW
@given(SOUP)
@example("a.b-" * 100_000)
@example('"' + '\\"' * 200_000)
@example("'''" * 100_001)
def test_scanner(soup: str) -> None:
    """Any query is looked through; one that Oxigraph takes and that asks elsewhere is found."""
    found = asks_elsewhere(soup)
    assert changes_data(soup) in {True, False}
    assert names_dataset(soup) in {True, False}
    asking = f"SELECT * {{ {soup} SERVICE <http://a.example/> {{ ?s ?p ?o }} }}"
    try:
        ox.Store().query(asking.encode("utf-8", "replace").decode())
    except (SyntaxError, ValueError, OSError):
        return
    assert found or asks_elsewhere(asking)


@FEW
@given(st.dictionaries(st.sampled_from(["type", "start", "end", "agent", "speaker", "date",
                                        "status", "quote"]), VALUES))  # fmt: skip
@example({"type": "A", "start": "x", "end": 2})
@example({"type": ["A"], "start": 1, "end": 2})
@example({"type": "A", "start": 1, "end": 2, "agent": [3]})
def test_gold(tmp_path: Path, record: dict) -> None:
    """A gold record is scored or refused with its line."""
    path = written(tmp_path / "gold.jsonl", json.dumps(record))
    gold, refused = tried(lambda: read_gold(path))
    if gold is None:
        assert refused.startswith(f"{path}:1")
    else:
        predicted = [{"type": "A", "start": 1, "end": 2, "agent": ["x"]}]
        assert score([("one", gold, predicted)]).documents == 1


@pytest.mark.parametrize("body", [b"\xff", b"[" * 100_000, b"{}", b"1"])
def test_gold_that_is_none(tmp_path: Path, body: bytes) -> None:
    """Bytes that are not UTF-8, nesting without end, records without fields."""
    path = tmp_path / "gold.jsonl"
    path.write_bytes(body)
    with pytest.raises(ClaimGraphError):
        read_gold(path)


@FEW
@given(st.lists(SOUP, min_size=1, max_size=5))
@example(["x", "gov:Company> . <http://e> a <http://f"])
@example(["x", "", "\ud800"])
def test_sheets(sheet: Sheet, cells: list[str]) -> None:
    """The cells of a lexicon's sheet are terms of one row, or are refused with their line."""
    text = ",".join(COLUMNS) + "\n" + ",".join(cells)
    changed, refused = tried(lambda: sheet.with_rows(text, Ontology.parse(""), "sheet.csv"))
    if changed is None:
        assert refused.startswith("sheet.csv")
    else:
        assert len(changed.entries) <= text.count("\n")


@FEW
@given(SOUP, st.sampled_from(["string", "date", "integer", "boolean"]))
def test_parameters_are_terms(soup: str, kind: str) -> None:
    """What a person writes becomes one literal with just these characters, or is refused."""
    term, refused = tried(lambda: literal(Parameter("name", "Name", kind), soup))
    if term is None:
        assert "name=" in refused
    else:
        assert isinstance(term, ox.Literal)
        if kind == "string":
            assert term.value == soup


@FEW
@given(SOUP)
def test_nothing_steers_the_terminal(soup: str) -> None:
    """No escape, no turned direction, no half of a character is printed as it is."""
    shown = printable(soup)
    assert shown.encode().decode() == shown
    assert not set(shown) & {"\x1b", "\x07", "\x9b", "\u202e", "\0"}


@pytest.mark.parametrize("name", ["pipe.ttl", "loop.ttl", "folder.ttl", "zeros.ttl"])
def test_what_is_no_graph_file(tmp_path: Path, name: str) -> None:
    """A pipe is not waited for, a device not read, a loop of links not followed."""
    os.mkfifo(tmp_path / "pipe.ttl")
    (tmp_path / "loop.ttl").symlink_to(tmp_path / "loop.ttl")
    (tmp_path / "folder.ttl").mkdir()
    (tmp_path / "zeros.ttl").symlink_to("/dev/zero")
    with pytest.raises(DomainError):
        read_graph(tmp_path / name)
