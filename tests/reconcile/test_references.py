"""What becomes of orders and accusations that other articles tell: "the order" finds its order."""

from dataclasses import replace

import pytest

from builders import Told, World, reading, world
from claimgraph.ask.catalogue import Catalogue, ask
from claimgraph.explain.chain import explain
from claimgraph.layout import domain
from claimgraph.read import read_text
from claimgraph.run.pipeline import Pipeline
from claimgraph.store.embedded import Store
from claimgraph.terms import value_of

BAN = Told("Ban", "food-agency", "halden", "rye", "2026-05-09")
HEEDED = Told("Recall", "halden", date="2026-05-12", quote="Heeded the ban")


def meant(found: World, claim: str = "z-c0") -> set[str]:
    """The situations that a claim's situation speaks of."""
    return found.values(found.situation(claim), "cg:speaksOf")


def name_of(found: World, claim: str) -> set[str]:
    """A claim's situation, as `meant` names it."""
    return {found.situation(claim).value.rsplit("/", 1)[-1]}


def test_the_only_ban_that_fits_is_meant() -> None:
    """Told in another source, addressed to whoever heeds it."""
    found = world(reading("a", BAN), reading("z", HEEDED))
    assert meant(found) == name_of(found, "a-c0")


def test_the_latest_of_several_is_meant() -> None:
    """Of two bans between the same parties, the later one that was there already."""
    later = replace(BAN, date="2026-05-11")
    far = replace(BAN, date="2026-03-01")
    found = world(reading("a", far), reading("b", later), reading("z", HEEDED))
    assert meant(found) == name_of(found, "b-c0")


@pytest.mark.parametrize(
    "others",
    [
        [replace(BAN, date="2026-06-09")],
        [replace(BAN, recipient="moss")],
        [BAN, replace(BAN, agent="plant-agency", object="oat")],
        [Told("Blame", "food-agency", "halden", date="2026-05-01")],
    ],
    ids=["later", "to another", "of two bodies", "no ban"],
)
def test_what_does_not_fit_or_is_not_sure_is_not_meant(others: list[Told]) -> None:
    """Told later, to somebody else, by two bodies, or of another class: nothing is taken."""
    found = world(*(reading(f"a{n}", one) for n, one in enumerate(others)), reading("z", HEEDED))
    assert meant(found) == set()


def test_what_happens_without_a_ban_means_none() -> None:
    """A recall that speaks of no ban is a recall, though there is a ban."""
    bare = replace(HEEDED, quote="Recalled its bread")
    assert meant(world(reading("a", BAN), reading("z", bare))) == set()


def test_who_rebuts_a_ban_contests_it() -> None:
    """As a reference use says; whoever heeds it does not."""
    told = Told("Rebuttal", "halden", date="2026-05-12", quote="Fought the ban")
    fought = world(reading("a", BAN), reading("z", told))
    assert fought.values(fought.situation("a-c0"), "cg:contestedBy") == {"halden"}
    heeded = world(reading("a", BAN), reading("z", HEEDED))
    assert heeded.values(heeded.situation("a-c0"), "cg:contestedBy") == set()


TEXTS = {
    "order": """
On April 1, 2027, the Commerce Department ordered Tarnwell Corp. to suspend access to Dunlin 4, \
citing the Export Control Reform Act and national security.

On April 3, 2027, the Commerce Department ordered Ostrava Corp. to suspend access to Pike 2.

On April 4, 2027, the Commerce Department accused Ostrava Corp. of copying Dunlin 4. \
On April 5, 2027, the White House accused Tarnwell Corp. of hiding a flaw in Dunlin 4.
""",
    "later": """
Tarnwell Corp. received the directive on April 2, 2027. \
Tarnwell Corp. complied with the order on April 3, 2027. \
Tarnwell Corp. disputed the order on April 6, 2027.

Ostrava Corp. defied the order. Ostrava Corp. denied the accusation on April 7, 2027. \
Ostrava Corp. answered the accusation on April 8, 2027. \
Tarnwell Corp. did not respond to the accusation.

The White House confirmed the accusation on April 9, 2027. \
On April 11, 2027, the White House withdrew the accusation.
""",
    "third": """
The Treasury Department ordered Quillon Corp. on May 1, 2027 to halt sales of Merlin 7. \
On May 5, 2027, the Treasury Department modified the order. \
On May 9, 2027, the Treasury Department lifted the order for U.S. agencies.

According to the Coast Wire, the Interior Department accused Wexcombe Corp. of copying Plover 5 \
on June 1, 2027.
""",
    "taken back": """
On June 5, 2027, the Energy Department accused Vexholm Corp. of copying Avocet 3.

On June 20, 2027, the Energy Department withdrew its accusation that Vexholm Corp. had copied \
Avocet 3.
""",
}


@pytest.fixture(scope="module")
def store() -> Store:
    """The texts above in a store."""
    found = Store.memory()
    told = [read_text(text.replace("\\\n", ""), n) for n, text in TEXTS.items()]
    Pipeline.of().build(found, told)
    return found


def history(store: Store, question: str, **params: str) -> set[tuple[str, str]]:
    """Type and date of what an answer tells."""
    answer = ask(store, Catalogue.load(domain()).question(question), params)
    places = [answer.columns.index(column) for column in ("type", "date")]
    return {(row[places[0]], row[places[1]]) for row in answer.rows}


def test_an_order_is_issued_received_complied_with_and_disputed(store: Store) -> None:
    """Each is told of the order by its common noun alone, in another text."""
    assert history(store, "directive-history", model="Dunlin 4") >= {
        ("suspension order", "2027-04-01"),
        ("communication", "2027-04-02"),
        ("compliance", "2027-04-03"),
        ("denial", "2027-04-06"),
    }
    assert ("refusal", "") in history(store, "directive-history", model="Pike 2")


def test_an_order_is_modified_and_lifted_in_part(store: Store) -> None:
    """By whoever gave it."""
    told = history(store, "directive-history", model="Merlin 7")
    assert {("rule", "2027-05-05"), ("restoration", "2027-05-09")} <= told


def test_an_accusation_is_answered_denied_confirmed_withdrawn_or_not_answered(store: Store) -> None:
    """Silence is an event of its own, neither denial nor answer."""
    assert history(store, "accusation-history", accused="Ostrava Corp.") == {
        ("accusation", "2027-04-04"),
        ("denial", "2027-04-07"),
        ("statement", "2027-04-08"),
    }
    assert history(store, "accusation-history", accused="Tarnwell Corp.") == {
        ("accusation", "2027-04-05"),
        ("no response", ""),
        ("statement", "2027-04-09"),
        ("retraction", "2027-04-11"),
    }


def test_who_denies_an_accusation_contests_it(store: Store) -> None:
    """Whoever keeps silent does not."""
    answer = ask(store, Catalogue.load(domain()).question("accusation-standing"), {})
    contested = {row[0]: row[answer.columns.index("deniedBy")] for row in answer.rows}
    told = {name: contested[name] for name in ("Ostrava Corp.", "Tarnwell Corp.")}
    assert told == {"Ostrava Corp.": "Ostrava Corp.", "Tarnwell Corp.": ""}


def test_what_its_teller_takes_back_is_retracted(store: Store) -> None:
    """What was alleged stands retracted, not single-source; that it was alleged stays so."""
    rows = store.query(
        "PREFIX cg: <https://w3id.org/claimgraph/ns#> "
        "PREFIX gov: <https://w3id.org/claimgraph/governance#> "
        "SELECT ?type ?standing { ?claim cg:source ?source ; cg:type ?type ; cg:describes ?told . "
        "?told cg:standing ?standing . FILTER (CONTAINS(STR(?source), 'taken')) }"
    )
    stands = {tuple(value_of(term).rsplit("#", 1)[-1] for term in row) for row in rows}
    assert {("Attack", "Retracted"), ("Accusation", "SingleSource")} <= stands


def test_an_accusation_that_is_reported_is_so(store: Store) -> None:
    """In its history it has the status that its source gives it; nobody answered it."""
    answer = ask(
        store,
        Catalogue.load(domain()).question("accusation-history"),
        {"accused": "Wexcombe Corp."},
    )
    places = [answer.columns.index(column) for column in ("type", "status")]
    assert [tuple(row[p] for p in places) for row in answer.rows] == [("accusation", "reported")]


def test_authority_and_reason_are_told_or_not(store: Store) -> None:
    """An order without either says so."""
    answer = ask(store, Catalogue.load(domain()).question("directive-grounds"), {})
    places = [answer.columns.index(one) for one in ("addressee", "authority", "reason")]
    rows = {tuple(row[place] for place in places) for row in answer.rows}
    assert ("Tarnwell Corp.", "Export Control Reform Act", "national security") in rows
    assert ("Ostrava Corp.", "unspecified", "not stated") in rows


def test_the_words_for_an_order_have_no_access_state(store: Store) -> None:
    """What is lifted is an order, which nobody has access to."""
    answer = ask(store, Catalogue.load(domain()).question("access-history"), {})
    assert not [row for row in answer.rows if "order" in row[0]]


def test_why_an_order_is_meant_is_told(store: Store) -> None:
    """By its common noun, in the explanation of what speaks of it."""
    told = explain(store, "Compliance by Tarnwell Corp. with order (2027-04-03)")
    assert any("common noun" in reason.rules for reason in told.because)
