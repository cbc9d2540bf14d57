"""Where sources differ: each kind by its own rule, and what looks like rivals but is none."""

import pytest

from builders import Told, reading, world
from claimgraph.model import Quantity, Status


def launch(day: str, **fields: object) -> Told:
    """A launch of rye on a day."""
    return Told("Launch", "halden", object="rye", date=day, **fields)


def tonnes(words: str, value: str, bound: str = "exact") -> tuple[Quantity, ...]:
    """A quantity of tonnes."""
    return (Quantity(words, value, "tonnes", bound),)


def test_rival_days_of_two_sources_contradict() -> None:
    """One conflict node, whatever the number of claims, resolved to the value of most documents."""
    found = world(
        reading("a", launch("2026-06-12"), launch("2026-06-12")),
        *(reading(name, launch("2026-06-09")) for name in "bcd"),
    )
    assert found.differences() == [
        ("day", "Contradiction", {"2026-06-09", "2026-06-12"}, {"2026-06-09"})
    ]
    assert len(found.subjects("rdf:type", "Conflict")) == 1
    (node,) = found.subjects("rdf:type", "Conflict")
    assert len(found.values(node, "cg:differingClaim")) == 5


def test_adjoining_days_with_words_of_the_clock_are_of_time_zones() -> None:
    """Also inside one source; the consensus goes by number of documents."""
    early = launch("2026-06-27", quote="In the early hours of 27 June it was launched.")
    found = world(reading("a", launch("2026-06-26")), reading("b", launch("2026-06-26"), early))
    assert found.differences() == [
        ("day", "TimeZone", {"2026-06-26", "2026-06-27"}, {"2026-06-26"})
    ]
    assert len(found.subjects("rdf:type", "Conflict")) == 1


def test_adjoining_days_without_such_words_contradict() -> None:
    """A day's difference alone tells nothing of clocks."""
    found = world(reading("a", launch("2026-06-26")), reading("b", launch("2026-06-27")))
    assert [one[1] for one in found.differences()] == ["Contradiction"]


def test_two_days_in_one_source_are_two_events() -> None:
    """A source does not contradict itself by telling of two days."""
    recall = [Told("Recall", "halden", object="rye", date=f"2026-06-{d}") for d in ("10", "12")]
    assert world(reading("a", *recall)).differences() == []


def test_a_month_is_coarser_than_a_day() -> None:
    """No conflict: the day is within the month."""
    found = world(reading("a", launch("2026-06-26")), reading("b", launch("2026-06")))
    assert found.differences() == [
        ("day", "Granularity", {"2026-06-26", "2026-06"}, {"2026-06-26"})
    ]
    assert not found.subjects("rdf:type", "Conflict")


def test_a_figure_in_rounder_numbers_is_rounding() -> None:
    """The exact figure is kept and no conflict shown."""
    exact = Told("Recall", "halden", object="rye", quantity=tonnes("28.8 tonnes", "28.8"))
    round_ = Told("Recall", "halden", object="rye", quantity=tonnes("29 tonnes", "29"))
    found = world(reading("a", exact), reading("b", round_))
    ((on, kind, values, resolved),) = found.differences()
    assert (on, kind, len(values)) == ("amount", "Rounding", 2)
    assert resolved == found.values(found.situation("a-c0"), "amount")
    assert len(resolved) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("30 tonnes", "30", "tonnes"), ("60 tonnes", "60", "tonnes")),
        (("29 loaves", "29", "loaves"), ("28.8 tonnes", "28.8", "tonnes")),
    ],
)
def test_different_figures_are_no_rivals(
    one: tuple[str, str, str], other: tuple[str, str, str]
) -> None:
    """Two figures of a thing that may have many are two figures."""
    told = [
        Told("Recall", "halden", object="rye", quantity=(Quantity(*figure),))
        for figure in (one, other)
    ]
    found = world(reading("a", told[0]), reading("b", told[1]))
    assert found.differences() == []
    assert len(found.values(found.situation("a-c0"), "amount")) == 2


def test_two_judges_are_two_situations() -> None:
    """What two different agents did is not rivalry."""
    found = world(
        reading("a", Told("Remark", "halden", object="rye", quote="Best of all breads.")),
        reading("b", Told("Remark", "moss", object="rye", quote="The finest one so far.")),
    )
    assert found.differences() == []
    assert found.situation("a-c0") != found.situation("b-c0")


def ban(party: str, **fields: object) -> Told:
    """A ban for a group."""
    return Told("Ban", "food-agency", "halden", "rye", "2026-05-09", party=party, **fields)


def test_other_groups_differ_in_scope() -> None:
    """Who is meant may be rival; both stay, as a conflict of scope."""
    found = world(reading("a", ban("pupils")), reading("b", ban("all customers")))
    assert [one[:3] for one in found.differences()] == [("forWhom", "Scope", {"pupil", "customer"})]


def test_other_words_for_a_group_are_wording() -> None:
    """Descriptions that share most words are one group told otherwise."""
    found = world(reading("a", ban("foreign pupils")), reading("b", ban("any pupils")))
    assert [one[1] for one in found.differences()] == ["Wording"]
    assert not found.subjects("rdf:type", "Conflict")


def test_a_counted_group_is_told_more_finely() -> None:
    """One source tells how many they are, the other leaves it open: no conflict."""
    twenty = (Quantity("20 foreign pupils", "20", "foreign pupils"),)
    counted = ban("20 foreign pupils", quantity=twenty)
    found = world(reading("a", counted), reading("b", ban("foreign pupils")))
    assert [one[1] for one in found.differences()] == ["Granularity"]
    assert not found.subjects("rdf:type", "Conflict")


def test_one_group_in_singular_and_plural_is_no_difference() -> None:
    """Any pupil and all pupils are the same people."""
    assert (
        world(reading("a", ban("any pupil")), reading("b", ban("all pupils"))).differences() == []
    )


def test_a_total_ban_is_a_rival_of_a_limited_one() -> None:
    """A claim without group that says that it is total differs in scope."""
    found = world(
        reading("a", ban("pupils")),
        reading("b", ban("", quote="They ordered a complete stop to sales.")),
    )
    assert [one[:3] for one in found.differences()] == [("forWhom", "Scope", {"pupil", "complete"})]
    tellers = [found.subjects("cg:tellsRival", value) for value in ("pupil", "complete")]
    assert [len(claims) for claims in tellers] == [1, 1]
    assert tellers[0] != tellers[1]


def test_hypothetical_and_denied_values_are_no_rivals() -> None:
    """A plan for another day is no contradiction."""
    found = world(
        reading("a", launch("2026-06-09")),
        reading("b", launch("2026-07-01", status=Status.HYPOTHETICAL)),
        reading("c", launch("2026-08-01", status=Status.DENIED, speaker="moss")),
    )
    assert found.differences() == []


def test_the_gravest_kind_names_the_difference() -> None:
    """One node per situation and property, with all rivals."""
    found = world(
        reading("a", launch("2026-06-09")),
        reading("b", launch("2026-06")),
        reading("c", launch("2026-06-12")),
    )
    assert [one[1:3] for one in found.differences()] == [
        ("Contradiction", {"2026-06-09", "2026-06", "2026-06-12"})
    ]


def test_alleged_figures_differ_once() -> None:
    """The allegation shows the rounding; the alleged deed does not show it again."""

    def blame(figure: tuple[Quantity, ...]) -> tuple[Told, Told]:
        return (
            Told(
                "Spoiling",
                "moss",
                object="rye",
                status=Status.ALLEGED,
                id="deed",
                speaker="halden",
                quantity=figure,
            ),
            Told("Blame", "halden", "moss", content="deed", quantity=figure),
        )

    found = world(
        reading("a", *blame(tonnes("28.8 tonnes", "28.8"))),
        reading("b", *blame(tonnes("29 tonnes", "29"))),
    )
    assert [one[:2] for one in found.differences()] == [("blamedAmount", "Rounding")]
