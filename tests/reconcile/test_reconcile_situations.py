"""Which claims meet in one situation, whatever the order of the sources."""

from collections import defaultdict

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from builders import Told, World, reading, world
from claimgraph.model import Status
from made_up import CLAIMS, SOURCES, readings


def met(*told: Told) -> bool:
    """Whether claims of different sources describe one situation."""
    found = world(*(reading(f"s{n}", one) for n, one in enumerate(told)))
    return len({found.situation(f"s{n}-c0") for n in range(len(told))}) == 1


BAN = Told("Ban", "food-agency", "halden", "rye", "2026-05-09")


def test_the_same_participants_and_near_dates_are_one() -> None:
    """Issuer, addressee and object agree and the dates lie within the span of the class."""
    assert met(BAN, Told("Ban", "food-agency", "halden", "rye", "2026-05-10"))


def test_a_class_and_its_superclass_meet() -> None:
    """A finer class is the same situation."""
    assert met(BAN, Told("SalesBan", "food-agency", "halden", "rye", "2026-05-09"))


@pytest.mark.parametrize(
    "other",
    [
        Told("Ban", "food-agency", "", "rye", "2026-05-09"),
        Told("Ban", "food-agency", "halden", "", ""),
        Told("Ban", "", "halden", "rye", ""),
    ],
)
def test_missing_roles_and_dates_do_not_split(other: Told) -> None:
    """What a source leaves out does not make another situation."""
    assert met(BAN, other)


@pytest.mark.parametrize("issuer", ["food-director", "realm", "ada-berg"])
def test_issuers_of_other_grain_do_not_split(issuer: str) -> None:
    """Person, office, body and government above are one issuer."""
    assert met(BAN, Told("Ban", issuer, "halden", "rye", "2026-05-09"))


@pytest.mark.parametrize(
    "other",
    [
        Told("Ban", "food-agency", "halden", "oat", "2026-05-09"),
        Told("Ban", "plant-agency", "halden", "rye", "2026-05-09"),
        Told("Ban", "food-agency", "moss", "rye", "2026-05-09"),
        Told("Ban", "food-agency", "halden", "rye", "2026-07-09"),
        Told("Recall", "food-agency", "halden", "rye", "2026-05-09"),
    ],
)
def test_other_objects_issuers_addressees_dates_and_classes_split(other: Told) -> None:
    """Different orders to the same addressee stay apart."""
    assert not met(BAN, other)


def test_two_bodies_of_one_realm_are_not_joined_by_it() -> None:
    """A coarse issuer joins one of them, and the two stay apart."""
    found = world(
        reading("a", Told("Ban", "food-agency", "halden", "rye", "2026-05-09")),
        reading("b", Told("Ban", "plant-agency", "halden", "rye", "2026-05-09")),
        reading("c", Told("Ban", "realm", "halden", "rye", "2026-05-09")),
    )
    assert found.situation("a-c0") != found.situation("b-c0")


def test_what_happens_once_is_one_whatever_the_date() -> None:
    """Rival dates of one launch are a conflict and not two launches."""
    assert met(
        Told("Launch", "halden", object="rye", date="2026-05-01"),
        Told("Launch", "halden", object="rye", date="2026-09-01"),
    )


def test_a_tasting_and_a_later_launch_stay_apart() -> None:
    """A class that is kept apart meets its superclass only on the same day."""
    tasting = Told("Tasting", "halden", object="rye", date="2026-04-01")
    assert not met(tasting, Told("Launch", "halden", object="rye", date="2026-05-01"))
    assert met(tasting, Told("Launch", "halden", object="rye", date="2026-04-01"))


def test_two_versions_are_two_launches() -> None:
    """Launches of different things never meet."""
    assert not met(Told("Launch", object="rye"), Told("Launch", object="plain"))


def test_one_claim_about_two_things_joins_claims_about_each() -> None:
    """A launch of two breads is one situation with claims about the one or the other."""
    assert met(
        Told("Launch", object="rye"), Told("Launch", object="rye oat"), Told("Launch", object="oat")
    )


def test_standing_relations_are_told_apart_pair_by_pair() -> None:
    """Who makes two breads makes each."""
    found = world(reading("a", Told("Making", "halden", object="rye oat")))
    assert len(found.situations("a-c0")) == 2


def test_remarks_meet_only_in_the_same_words() -> None:
    """Two sayings of one speaker are two, unless the words agree."""
    one = Told("Remark", "halden", object="rye", quote="We did nothing wrong at all.")
    same = Told("Remark", "halden", object="rye", quote="we did nothing wrong at all")
    assert met(one, same)
    assert not met(one, Told("Remark", "halden", object="rye", quote="It was the flour."))


def test_embedded_claims_tell_situations_apart() -> None:
    """Blame for spoiling one bread is not blame for spoiling another."""

    def blame(bread: str) -> tuple[Told, Told]:
        return (
            Told("Spoiling", "moss", object=bread, status=Status.ALLEGED, id="deed"),
            Told("Blame", "halden", "moss", content="deed", id="blame"),
        )

    same = world(reading("a", *blame("rye")), reading("b", *blame("rye")))
    assert same.situation("a-blame") == same.situation("b-blame")
    assert same.situation("a-deed") == same.situation("b-deed")
    other = world(reading("a", *blame("rye")), reading("b", *blame("oat")))
    assert other.situation("a-blame") != other.situation("b-blame")


def test_a_bare_mention_of_another_source_is_its_own() -> None:
    """A coarser issuer alone is not enough across sources, in one source it is."""
    assert not met(BAN, Told("Ban", "realm"))
    both = reading("a", BAN, Told("Ban", "realm"))
    found = world(both)
    assert found.situation("a-c0") == found.situation("a-c1")


def test_tellings_that_each_name_what_the_other_leaves_open_stay_apart() -> None:
    """One issuer's ban of a bread and its order to a bakery are not one for the issuer alone."""
    assert not met(
        Told("Ban", "food-agency", object="rye"), Told("Ban", "food-agency", recipient="halden")
    )


def test_a_bare_mention_joins_where_nothing_else_fits() -> None:
    """One shared participant is enough for the only situation there is, never to choose of two."""
    bare = Told("Ban", "food-agency")
    assert met(BAN, bare)
    other = Told("Ban", "food-agency", "moss", "oat", "2026-08-01")
    found = world(reading("a", BAN), reading("b", other), reading("c", bare))
    assert len({found.situation(f"{name}-c0") for name in "abc"}) == 3


def test_claims_without_participants_stay_alone() -> None:
    """Nothing says that two nameless recalls are one."""
    assert not met(Told("Recall"), Told("Recall"))


@settings(max_examples=60, deadline=None)
@given(SOURCES, st.randoms(use_true_random=False))
def test_any_order_of_sources_gives_the_same_consensus(
    told: list[list[Told]], random: object
) -> None:
    """Shuffled sources, shuffled quads: the same layer."""
    one = readings(told)
    other = list(one)
    random.shuffle(other)  # type: ignore[attr-defined]
    assert world(*one).consensus == world(*other).consensus


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(CLAIMS, st.integers(0, 2)), min_size=1, max_size=5))
def test_equal_claims_meet_however_they_are_split_over_sources(
    placed: list[tuple[Told, int]],
) -> None:
    """What one source tells at a stretch and others in parts is the same situations.

    Left out are claims that tell too little to be known again: where an undated one could mean
    several days, the source it stands in decides.
    """
    full = [(one, place) for one, place in placed if tells_who_and_what(one)]
    assume(not any_day_could_be_meant([one for one, _ in full]))
    parts = [[one for one, place in full if place == number] for number in range(3)]
    split = [[one for one, _ in full], *parts]
    assert met_alike(world(*readings(split)), split)


def tells_who_and_what(one: Told) -> bool:
    """Whether agent and object are told, by an agent who can do such a thing."""
    return bool(one.agent and one.object) and (one.type, one.agent) != ("Making", "ada-berg")


def any_day_could_be_meant(told: list[Told]) -> bool:
    """Whether one claim of a type tells no day, and others of it tell several."""
    days: dict[str, set[str]] = defaultdict(set)
    for one in told:
        days[one.type.removeprefix("Sales")].add(one.date)
    return any("" in them and len(them) > 2 for them in days.values())


def test_without_a_day_the_source_decides() -> None:
    """Of two bans alike but for the day, an undated claim is about the one its source dates."""
    undated = Told("Ban", "food-agency", "halden", "rye")
    later = Told("Ban", "food-agency", "halden", "rye", "2026-07-09")
    found = world(reading("a", BAN, undated), reading("b", later, undated))
    assert found.situation("a-c1") == found.situation("a-c0")
    assert found.situation("b-c1") == found.situation("b-c0")


def met_alike(found: World, split: list[list[Told]]) -> bool:
    """Whether equal claims describe the same situations, wherever they stand."""
    homes: dict[Told, set[tuple[str, ...]]] = defaultdict(set)
    for source, claims in enumerate(split):
        for place, claim in enumerate(claims):
            names = sorted(one.value for one in found.situations(f"s{source}-c{place}"))
            homes[claim].add(tuple(names))
    return all(len(names) == 1 for names in homes.values())


@settings(max_examples=60, deadline=None)
@given(SOURCES)
def test_every_claim_with_status_describes_something(told: list[list[Told]]) -> None:
    """No claim is dropped."""
    found = world(*readings(told))
    for number, claims in enumerate(told):
        for place in range(len(claims)):
            assert found.situations(f"s{number}-c{place}")


@settings(max_examples=60, deadline=None)
@given(SOURCES)
def test_consensus_repeats_nothing_and_names_everything(told: list[list[Told]]) -> None:
    """No triple stands in two layers, and nothing is nameless."""
    found = world(*readings(told))
    triples = [quad.triple for quad in (*found.sources, *found.entities, *found.consensus)]
    assert len(triples) == len(set(triples))


def names_of(found: World) -> set[str]:
    """The situations of a world."""
    return {node.value for node in found.subjects("rdf:type", "Situation")}


def test_a_situation_keeps_its_name_when_a_like_claim_comes() -> None:
    """The IRI comes from class, participants and day, never from member claims."""
    one = world(reading("a", BAN))
    two = world(reading("a", BAN), reading("b", BAN))
    assert names_of(one) == names_of(two)
