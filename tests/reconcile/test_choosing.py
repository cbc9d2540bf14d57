"""Which situations a claim could choose, by its marks and their gist."""

from hypothesis import given, settings

from builders import FOOD_ONTOLOGY, Told
from claimgraph.derive.choosing import Marking, could_choose, gist_of
from claimgraph.entities import entity_layer
from claimgraph.lift import Run, lift
from claimgraph.reconcile.records import Corpus
from claimgraph.reconcile.sameness import Sameness
from claimgraph.reconcile.situations import situations
from made_up import SOURCES, readings

RUN = Run.of(FOOD_ONTOLOGY, "none")


def same(told: list[list[Told]]) -> Sameness:
    """Comparisons between the claims of some sources."""
    quads = [quad for one in readings(told) for quad in lift(one, RUN).source]
    return Sameness(Corpus.of([*quads, *entity_layer(quads, FOOD_ONTOLOGY)], FOOD_ONTOLOGY))


def chosen(first: Told, second: Told) -> bool:
    """Whether the second claim could choose the situation of the first."""
    known = same([[first], [second]])
    marking = Marking(known)
    one, other = sorted(known.corpus.records.values(), key=lambda record: record.source.value)
    gist = gist_of([marking.marks(one.iri)])
    return could_choose(marking.marks(other.iri), gist, known.habits(other.type))


@settings(max_examples=40, deadline=None)
@given(SOURCES)
def test_what_met_could_meet(told: list[list[Told]]) -> None:
    """By its marks each claim could choose the situation that it chose among all of them."""
    known = same(told)
    marking = Marking(known)
    records = [r for r in known.corpus.records.values() if not known.habits(r.type).each_apart]
    for one in situations(known, records):
        gist = gist_of([marking.marks(record.iri) for record in one.members])
        for record in one.members:
            is_told = bool(known.key(record))
            marks = marking.marks(record.iri)
            assert not is_told or could_choose(marks, gist, known.habits(record.type))


def test_what_shares_one_party_of_two_is_passed_over() -> None:
    """Another bread by the same body is no choice; the same bread is, and so is a bare telling."""
    ban = Told("Ban", "food-agency", "halden", "rye", "2026-05-09")
    assert not chosen(ban, Told("Ban", "food-agency", "halden", "oat", "2026-05-09"))
    assert chosen(ban, Told("Ban", "realm", "halden", "rye", "2026-05-10"))
    assert chosen(ban, Told("Ban", "food-agency"))
    assert not chosen(Told("Ban", "food-agency"), ban)


def test_days_that_meet_make_one_party_enough() -> None:
    """Claims that each tell a party of their own are a choice where their days are near."""
    first = Told("Ban", "food-agency", "", "rye", "2026-05-09")
    assert chosen(first, Told("Ban", "food-agency", "halden", "", "2026-05-10"))
    assert not chosen(first, Told("Ban", "food-agency", "halden", "", "2026-06-10"))
