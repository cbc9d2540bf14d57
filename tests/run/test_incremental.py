"""Adding, changing and removing sources: the graph is a function of what is in it."""

import os
import subprocess
import sys
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal

from builders import FOOD_ONTOLOGY, Told, reading, settled
from claimgraph.export import Format, Layer, export
from claimgraph.lift import Run, lift
from claimgraph.store.embedded import Store
from made_up import SOURCES, readings

BAN = Told("Ban", "food-agency", "halden", "rye", "2026-05-09")


@settings(max_examples=25, deadline=None)
@given(SOURCES, st.integers(min_value=0, max_value=3))
def test_remove_and_add_again_is_the_identical_export(told: list[list[Told]], at: int) -> None:
    """Taking a source out and putting it back leaves no trace, whichever it is."""
    all_of_them = readings(told)
    one = all_of_them[at % len(all_of_them)]
    store = settled(Store.memory(), *all_of_them)
    whole = export(store, Format.TRIG)
    store.remove(one.document.id)
    without = export(settled(store), Format.TRIG)
    others = [other for other in all_of_them if other != one]
    assert without == export(settled(Store.memory(), *others), Format.TRIG)
    assert export(settled(store, one), Format.TRIG) == whole


@settings(max_examples=25, deadline=None)
@given(SOURCES, st.randoms(use_true_random=False))
def test_sources_in_any_order_give_the_identical_export(
    told: list[list[Told]], random: object
) -> None:
    """Also one by one with the layers renewed in between."""
    one, other = readings(told), readings(told)
    random.shuffle(other)  # type: ignore[attr-defined]
    store = Store.memory()
    for each in other:
        settled(store, each)
    assert export(store, Format.TURTLE) == export(settled(Store.memory(), *one), Format.TURTLE)


def test_entities_go_with_the_last_claim() -> None:
    """What only a removed source spoke of is gone, what others speak of stays."""
    store = settled(
        Store.memory(), reading("a", BAN), reading("b", Told("Launch", object="rye oat"))
    )
    store.remove("b")
    settled(store)
    entities = export(store, Format.TURTLE, [Layer.ENTITIES]).decode()
    assert "id:rye " in entities
    assert "id:oat" not in entities


def test_an_empty_store_exports_nothing(tmp_path: Path) -> None:
    """After the last source is gone, nothing is left of any layer."""
    with Store.open(tmp_path / "s") as store:
        settled(store, reading("a", BAN))
        store.remove("a")
        settled(store)
        assert export(store, Format.NQUADS) == b""


BUILD = """
import hashlib, sys
from builders import Told, reading, settled
from claimgraph.lift import Run, lift
from claimgraph.export import Format, export
from claimgraph.store.embedded import Store
told = [
    Told("Ban", issuer, "halden", bread, f"2026-05-0{day}", party=party)
    for issuer in ("food-agency", "realm") for bread in ("rye", "oat rye")
    for day, party in ((1, "pupils"), (3, "all customers"))
] + [Told("Launch", "moss", object="oat", date=f"2026-05-0{day}") for day in (4, 5)]
sources = [reading(f"s{n}", one, told[n - 1]) for n, one in enumerate(told)]
if sys.argv[1] == "reversed":
    sources.reverse()
for form in (Format.TURTLE, Format.TRIG, Format.NQUADS):
    print(hashlib.sha256(export(settled(Store.memory(), *sources), form)).hexdigest())
"""


def built(order: str, seed: str, folder: Path) -> str:
    """Digests of the exports that a process of its own makes."""
    done = subprocess.run(
        [sys.executable, "-c", BUILD, order],
        env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(folder / "tests")},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


def test_hash_seed_and_order_do_not_matter(root: Path) -> None:
    """Two processes with other hash seeds and the sources reversed give the same bytes."""
    assert built("given", "1", root) == built("reversed", "2", root) != ""


WRITE = """
import sys
from builders import Told, reading
from claimgraph.lift import Run, lift
from claimgraph.store.embedded import Store
from builders import FOOD_ONTOLOGY
run = Run.of(FOOD_ONTOLOGY, "none")
store = Store.open(sys.argv[1])
for number in range(1000):
    told = [Told("Ban", "food-agency", "halden", "rye")] * 5
    one = reading("x", *told, published=f"{2000 + number}-01-01")
    store.replace_sources({"x": lift(one, run).source})
    print(number, flush=True)
"""


def test_a_killed_writer_leaves_whole_sources(tmp_path: Path, root: Path) -> None:
    """After kill -9 the source is there as it was before or after a write, never in part."""
    for number in range(3):
        place = str(tmp_path / str(number))
        with subprocess.Popen(
            [sys.executable, "-c", WRITE, place],
            env={**os.environ, "PYTHONPATH": str(root / "tests")},
            stdout=subprocess.PIPE,
        ) as writer:
            assert writer.stdout is not None
            acknowledged = [writer.stdout.readline() for _ in range(3 + 4 * number)]
            writer.kill()
        with Store.open(place) as store:
            (year,) = [
                int(q.object.value[:4])
                for q in store.quads()
                if q.predicate.value.endswith("/issued") and isinstance(q.object, Literal)
            ]
            assert year >= 2000 + int(acknowledged[-1])
            run = Run.of(FOOD_ONTOLOGY, "none")
            told = [Told("Ban", "food-agency", "halden", "rye")] * 5
            whole = lift(reading("x", *told, published=f"{year}-01-01"), run)
            assert set(store.graph(whole.graph)) == set(whole.source)
