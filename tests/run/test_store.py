"""The store: one transaction per source, readers beside a writer, sentences when it refuses."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest

from builders import Told, food_ontology, reading
from claimgraph import iri
from claimgraph.errors import QueryError, StoreError
from claimgraph.lift import Lifted, Run, lift
from claimgraph.ontology import Ontology
from claimgraph.store.embedded import MANY, Store
from claimgraph.store.folder import MARKER, SOURCES
from claimgraph.terms import cg, text
from claimgraph.vocabulary import ENTITIES
from claimgraph.written import Written

RUN = Run.of(Ontology.parse(food_ontology()), "none")


def lifted(name: str, bread: str = "rye") -> Lifted:
    """A source with one claim."""
    return lift(reading(name, Told("Ban", "food-agency", "halden", bread)), RUN)


def put(store: Store, *sources: Lifted) -> None:
    """Each source into the store."""
    for one in sources:
        store.replace_sources({one.id: one.source})


def test_a_source_is_replaced_as_a_whole(tmp_path: Path) -> None:
    """After replacing, the graph is exactly the new one."""
    with Store.open(tmp_path / "s") as store:
        put(store, lifted("a"), lifted("b"), lifted("a", "oat"))
        assert set(store.graph(lifted("a").graph)) == set(lifted("a", "oat").source)
        assert [one.id for one in store.sources()] == ["a", "b"]


def test_what_is_written_is_there_after_opening_again(tmp_path: Path) -> None:
    """Sources, digests and runs survive."""
    with Store.open(tmp_path / "s") as store:
        put(store, lifted("a"))
    with Store.open(tmp_path / "s", read_only=True) as store:
        (record,) = store.sources()
        assert (record.digest, record.run) == (lifted("a").digest, RUN.iri.value)
        assert store.source("a") == record
        assert store.source("none") is None
        assert store.source_text("a") == "Claim 0 of a."


def test_the_sources_that_are_kept_are_those_that_are_there(tmp_path: Path) -> None:
    """The list beside the graph goes with the first change, so that a killed writer leaves none."""
    place = tmp_path / "s"
    with Store.open(place) as store:
        put(store, lifted("a"), lifted("b"))
        store.quarantine("b", ["wrong"])
        told = store.sources()
    assert (place / SOURCES).is_file()
    with Store.open(place) as store:
        assert store.sources() == told
        put(store, lifted("a", "oat"))
        store.remove("b")
        assert not (place / SOURCES).exists()
        assert store.sources() == (store.source("a"),)
    with Store.open(place, read_only=True) as store:
        assert store.sources() == (store.source("a"),)


def test_removing_leaves_nothing_of_a_source(tmp_path: Path) -> None:
    """The graph of a removed source is empty; an unknown id is named with the known ones."""
    with Store.open(tmp_path / "s") as store:
        put(store, lifted("a"), lifted("b"))
        store.remove("a")
        assert not list(store.graph(lifted("a").graph))
        with pytest.raises(StoreError, match=r"no source 'a' in the store; it has b\."):
            store.remove("a")


def test_a_source_cannot_write_to_another_graph() -> None:
    """A quad of a foreign graph is refused and nothing is written."""
    store = Store.memory()
    with pytest.raises(StoreError, match="own graph"):
        store.replace_sources({"b": lifted("a").source})
    assert not store.sources()


def test_written_sources_are_taken_as_they_are(tmp_path: Path) -> None:
    """Lines make the store that quads make: many new ones at once, known ones replaced."""
    many = [lifted(f"s{number:03}", "oat") for number in range(120)]
    assert sum(len(one.source) for one in many) > MANY
    with Store.open(tmp_path / "s") as store, Store.open(tmp_path / "t") as other:
        assert store.sources() == ()
        for place, kind in ((store, Written.of), (other, tuple)):
            place.replace_sources({one.id: kind(one.source) for one in many})
            place.replace_sources({one.id: kind(lifted(one.id).source) for one in many[:7]})
        assert set(store.quads()) == set(other.quads())
        assert store.sources() == other.sources()
        assert store.sources()[9] == store.source("s009")
        strange = {one.id + "x": Written.of(one.source) for one in many}
        with pytest.raises(StoreError, match="own graph"):
            store.replace_sources(strange)
        assert len(store.sources()) == len(many)


def test_a_reader_works_beside_a_writer(tmp_path: Path) -> None:
    """A store opened for reading sees what was written before."""
    with Store.open(tmp_path / "s") as writer:
        put(writer, lifted("a"))
        with Store.open(tmp_path / "s", read_only=True) as reader:
            assert [one.id for one in reader.sources()] == ["a"]
            with pytest.raises(StoreError, match="reading only"):
                put(reader, lifted("b"))


BUSY_WRITER = """
import sys, time
import pyoxigraph as ox
store = ox.Store(sys.argv[1])
print("open", flush=True)
for turn in range(3_000):
    told = (ox.Literal(f"{turn} {place}") for place in range(50))
    predicate = ox.NamedNode("https://example.org/p")
    store.extend(ox.Quad(ox.BlankNode(), predicate, one) for one in told)
    store.flush()
    time.sleep(0.02)
"""


@pytest.fixture
def busy_store(tmp_path: Path) -> Iterator[Path]:
    """A store that another process writes all the time: each flush makes files and merges old."""
    Store.open(tmp_path / "store").close()
    command = [sys.executable, "-c", BUSY_WRITER, str(tmp_path / "store" / "graph")]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as writer:
        assert writer.stdout is not None
        writer.stdout.readline()
        yield tmp_path / "store"
        writer.kill()


def test_readers_open_while_a_writer_exchanges_its_files(busy_store: Path) -> None:
    """The files that a reader has just found listed are often gone when it opens them."""
    for _ in range(30):
        with Store.open(busy_store, read_only=True) as store:
            assert not store.sources()


def test_a_store_that_lost_a_file_is_told_in_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is missing for good is no fault of this program, and named."""
    monkeypatch.setattr("claimgraph.store.folder.PATIENCE", 0.1)
    with Store.open(tmp_path / "store") as store:
        put(store, lifted("a"))
    for table in (tmp_path / "store" / "graph").glob("*.sst"):
        table.unlink()
    with pytest.raises(StoreError, match="cannot be opened"):
        Store.open(tmp_path / "store", read_only=True)


def test_a_second_writer_is_told_to_wait(tmp_path: Path) -> None:
    """One process writes at a time."""
    with Store.open(tmp_path / "s"):
        code = (
            "import sys\n"
            "from claimgraph.errors import *\n"
            "from claimgraph.store.embedded import Store\n"
            "try: Store.open(sys.argv[1])\n"
            "except StoreError as error: print(error)"
        )
        done = subprocess.run(
            [sys.executable, "-c", code, str(tmp_path / "s")],
            capture_output=True,
            text=True,
            check=True,
        )
        assert done.stdout.startswith("Another process is writing the store")


def test_reading_what_is_not_there_says_how_to_make_it(tmp_path: Path) -> None:
    """A missing store is not made by reading."""
    with pytest.raises(StoreError, match="claimgraph build"):
        Store.open(tmp_path / "none", read_only=True)
    assert not (tmp_path / "none").exists()


def test_a_newer_format_is_refused(tmp_path: Path) -> None:
    """A store of a later version is left alone."""
    (tmp_path / MARKER).write_text(json.dumps({"format": 99}))
    with pytest.raises(StoreError, match="newer than this"):
        Store.open(tmp_path)


def test_a_folder_with_other_files_is_refused(tmp_path: Path) -> None:
    """Nobody's documents become a store; nor does a file."""
    (tmp_path / "letter.txt").write_text("Dear")
    with pytest.raises(StoreError, match="other files"):
        Store.open(tmp_path)
    with pytest.raises(StoreError, match="is a file"):
        Store.open(tmp_path / "letter.txt")


def test_a_closed_store_says_so() -> None:
    """Using a store after closing it is an error with a sentence."""
    store = Store.memory()
    store.close()
    with pytest.raises(StoreError, match="was closed"):
        store.sources()


def test_queries_see_all_layers_and_bind_terms(tmp_path: Path) -> None:
    """Without GRAPH every layer is searched; a parameter is a term, never text."""
    with Store.open(tmp_path / "s") as store:
        put(store, lifted("a"), lifted("b"))
        hostile = text('" } DROP ALL { "')
        rows = store.query("SELECT ?c ?t WHERE { ?c cg:trigger ?t }", {"t": hostile}, PREFIXES)
        assert not list(rows)
        rows = store.query(
            "SELECT ?c ?t WHERE { ?c cg:trigger ?t }", {"t": text("Claim")}, PREFIXES
        )
        assert len(list(rows)) == 2


PREFIXES = {"cg": cg("").value}


@pytest.mark.parametrize("wrong", ["SELEC ?c", "SELECT ?c WHERE { ?c ?p ?t }"])
def test_queries_that_cannot_be_answered_are_told(wrong: str) -> None:
    """A query that does not parse, or does not select what is to be bound, is a QueryError."""
    with pytest.raises(QueryError):
        Store.memory().query(wrong, {"t": text("x")})


def test_quarantine_is_kept_and_lifted() -> None:
    """Reasons are listed with the source, and none let it in again."""
    store = Store.memory()
    put(store, lifted("a"))
    store.quarantine("a", ["offsets run off the text"])
    assert store.sources()[0].quarantined_for == ("offsets run off the text",)
    store.quarantine("a", [])
    assert store.sources()[0].quarantined_for == ()


def test_the_state_changes_with_the_sources(tmp_path: Path) -> None:
    """Derived layers know from which state they were made, also after opening again."""
    with Store.open(tmp_path / "s") as store:
        put(store, lifted("a"))
        state = store.state("ontology")
        store.replace_layers({ox.NamedNode(ENTITIES): []}, state)
        assert store.is_derived(state)
        put(store, lifted("b"))
        assert not store.is_derived(store.state("ontology"))
    with Store.open(tmp_path / "s") as store:
        store.remove("b")
        assert store.is_derived(store.state("ontology"))
        assert not store.is_derived(store.state("another ontology"))


def test_strange_texts_survive() -> None:
    """Quotes, backslashes, control characters and emoji come back as they were."""
    strange = 'a "quoted" \\ back\u2028\u0085 \U0001f600 \u0001 {braces} \\u0041 end'
    store = Store.memory()
    put(store, lift(reading("a", Told("Ban", quote=strange)), RUN))
    assert store.source_text("a") == strange
    assert iri.source("a") in {
        str(q.subject.value) for q in store.about(ox.NamedNode(iri.source("a")))
    }
