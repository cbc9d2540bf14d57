"""States over time: who could have what on which day."""

from pyoxigraph import NamedNode

from builders import Told, World, reading, world
from claimgraph import iri
from claimgraph.model import Status


def timeline(found: World, bread: str = "rye") -> list[tuple[str, str, str, set[str]]]:
    """Status, first day, last day and party of each state of a bread, by day."""
    node = NamedNode(iri.of("id", bread))
    states = [
        q.object
        for q in found.consensus
        if q.subject == node and q.predicate.value.endswith("hasSale")
    ]
    rows = []
    for state in states:
        assert isinstance(state, NamedNode)
        (status,) = found.values(state, "saleStatus")
        start, end = (next(iter(found.values(state, p)), "") for p in ("saleFrom", "saleUntil"))
        rows.append((status, start, end, found.values(state, "saleTo")))
    return sorted(rows, key=lambda row: row[1])


LAUNCH = Told("Launch", "halden", object="rye", date="2026-05-01")
RECALL = Told("Recall", "halden", object="rye", date="2026-05-09")
RETURN = Told("Return", object="rye", date="2026-06-01", party="pupils")


def test_events_follow_one_another() -> None:
    """Each state ends where the next begins; the last is open."""
    found = world(reading("a", LAUNCH, RECALL), reading("b", RETURN))
    assert timeline(found) == [
        ("OnSale", "2026-05-01", "2026-05-09", set()),
        ("OffSale", "2026-05-09", "2026-06-01", set()),
        ("BackForSome", "2026-06-01", "", {"pupil"}),
    ]


def test_only_what_happened_changes_a_state() -> None:
    """An alleged, planned or denied recall leaves the bread on sale."""
    for status in (Status.ALLEGED, Status.HYPOTHETICAL, Status.DENIED, Status.NEGATED):
        recall = Told("Recall", "halden", object="rye", date="2026-05-09", status=status)
        assert timeline(world(reading("a", LAUNCH, recall))) == [
            ("OnSale", "2026-05-01", "", set())
        ]


def test_between_rival_dates_without_majority_the_state_is_unknown() -> None:
    """From the first rival day it is unknown, from the last it is as told."""
    later = Told("Launch", "halden", object="rye", date="2026-05-04")
    assert timeline(world(reading("a", LAUNCH), reading("b", later))) == [
        ("SaleUnknown", "2026-05-01", "2026-05-04", set()),
        ("OnSale", "2026-05-04", "", set()),
    ]


def test_of_one_day_what_concerns_a_party_comes_last() -> None:
    """A launch and its limits on the same day are a limited launch."""
    limited = Told("Return", object="rye", date="2026-05-01", party="pupils")
    assert timeline(world(reading("a", LAUNCH, limited))) == [
        ("BackForSome", "2026-05-01", "", {"pupil"})
    ]


def test_states_know_what_made_them() -> None:
    """Each state points at its situation."""
    found = world(reading("a", RECALL))
    (state,) = found.subjects("saleStatus", "OffSale")
    assert found.values(state, "cg:madeBy") == {found.situation("a-c0").value.rsplit("/", 1)[-1]}


def test_an_undated_event_alone_gives_a_state_without_dates() -> None:
    """What is known without a day is kept where nothing dated is known."""
    found = world(reading("a", Told("Recall", "halden", object="rye")))
    assert timeline(found) == [("OffSale", "", "", set())]


def test_an_undated_event_may_be_dated_by_the_directive_behind_it() -> None:
    """The ontology says which class dates which; two such days leave it open."""
    recall = Told("Recall", "halden", object="rye")
    ban = Told("Ban", "food-agency", "halden", "rye", "2026-05-09")
    found = world(reading("a", LAUNCH, recall), reading("b", ban))
    assert [row[:2] for row in timeline(found)] == [
        ("OnSale", "2026-05-01"),
        ("OffSale", "2026-05-09"),
    ]
    (state,) = found.subjects("saleStatus", "OffSale")
    assert len(found.values(state, "cg:madeBy")) == 2
    other = Told("Ban", "food-agency", "halden", "rye", "2026-08-09")
    found = world(reading("a", LAUNCH, recall), reading("b", ban, other))
    assert [row[0] for row in timeline(found)] == ["OnSale"]
