"""Adding, changing and removing sources: the graph is a function of what is in it."""

from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from builders import Told, reading, settled
from claimgraph.export import Format, Layer, export
from claimgraph.store import Store
from test_reconcile_situations import SOURCES, readings

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
