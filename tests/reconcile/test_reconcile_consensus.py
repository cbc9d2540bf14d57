"""What holds of a situation, what leaks never, and how well it is established."""

import pytest
from hypothesis import given, settings
from pyoxigraph import NamedNode

from builders import FOOD_ONTOLOGY, Told, World, reading, short, world
from claimgraph import iri
from claimgraph.model import Quantity, Status
from claimgraph.reconcile.records import DERIVED_DATE
from claimgraph.terms import TYPE, cg
from made_up import SOURCES, readings

BAN = Told("Ban", "food-agency", "halden", "rye", "2026-05-09")


def told(status: Status, speaker: str = "") -> Told:
    """The ban with another status."""
    return Told("Ban", "food-agency", "halden", "rye", "2026-05-09", status, speaker=speaker)


def test_an_asserted_claim_gives_class_and_properties() -> None:
    """Each role becomes the property that its role use names."""
    found = world(reading("a", BAN))
    node = found.situation("a-c0")
    assert found.values(node, "rdf:type") == {"Situation", "Ban"}
    assert found.values(node, "by") == {"food-agency"}
    assert found.values(node, "to") == {"halden"}
    assert found.values(node, "on") == {"rye"}
    assert found.values(node, "day") == {"2026-05-09"}


@pytest.mark.parametrize(
    "status", [Status.DENIED, Status.NEGATED, Status.HYPOTHETICAL, Status.ALLEGED]
)
def test_what_is_not_told_as_so_gives_no_class_and_no_property(status: Status) -> None:
    """Only a plain situation with its type told is left."""
    found = world(reading("a", told(status, "moss")))
    node = found.situation("a-c0")
    assert found.values(node, "rdf:type") == {"Situation"}
    assert found.values(node, "cg:ofType") == {"Ban"}
    assert not found.values(node, "by")


def test_reported_counts_where_class_and_property_admit_it() -> None:
    """A ban may be passed on from others, a recall in this domain may not."""
    found = world(reading("a", told(Status.REPORTED, "moss")))
    assert found.values(found.situation("a-c0"), "by") == {"food-agency"}
    other = world(reading("a", Told("Recall", "halden", object="rye", status=Status.REPORTED)))
    assert other.values(other.situation("a-c0"), "rdf:type") == {"Situation"}


def test_the_finest_eligible_class_is_kept() -> None:
    """A finer class that is only alleged does not count."""
    finer = Told("SalesBan", "food-agency", "halden", "rye", "2026-05-09")
    found = world(reading("a", BAN), reading("b", finer))
    assert found.values(found.situation("a-c0"), "rdf:type") == {"Situation", "SalesBan"}
    weak = Told("SalesBan", "food-agency", "halden", "rye", "2026-05-09", Status.ALLEGED)
    found = world(reading("a", BAN), reading("b", weak))
    assert found.values(found.situation("a-c0"), "rdf:type") == {"Situation", "Ban"}


def test_a_negation_in_a_sources_own_voice_vetoes() -> None:
    """The whole situation goes where all of it is negated; it is contested."""
    found = world(reading("a", BAN), reading("b", told(Status.NEGATED)))
    node = found.situation("a-c0")
    assert found.values(node, "rdf:type") == {"Situation"}
    assert found.values(node, "cg:standing") == {"Contested"}


def test_a_negation_of_one_of_several_takes_that_one_alone() -> None:
    """Of two breads, the one that a source says was not concerned is left out."""
    both = Told("Recall", "halden", object="rye oat", date="2026-05-09")
    found = world(
        reading("a", both), reading("b", Told("Recall", object="oat", status=Status.NEGATED))
    )
    assert found.values(found.situation("a-c0"), "on") == {"rye"}


def test_a_source_that_tells_both_vetoes_nothing() -> None:
    """Its negation is of something else."""
    found = world(reading("a", BAN), reading("b", BAN, told(Status.NEGATED)))
    assert "Ban" in found.values(found.situation("a-c0"), "rdf:type")


def test_the_date_of_most_documents_holds() -> None:
    """Strictly more documents than any rival, whatever the number of claims."""
    nine, twelve = (Told("Launch", object="rye", date=f"2026-06-{d}") for d in ("09", "12"))
    found = world(reading("a", twelve, twelve, twelve), reading("b", nine), reading("c", nine))
    assert found.values(found.situation("a-c0"), "day") == {"2026-06-09"}
    assert found.values(NamedNode(iri.of("id", "rye")), "firstDay") == {"2026-06-09"}


def test_a_tie_gives_no_date() -> None:
    """One against one leaves it open."""
    nine, twelve = (Told("Launch", object="rye", date=f"2026-06-{d}") for d in ("09", "12"))
    found = world(reading("a", twelve), reading("b", nine))
    assert not found.values(found.situation("a-c0"), "day")
    assert not found.values(NamedNode(iri.of("id", "rye")), "firstDay")


def test_a_month_backs_its_days() -> None:
    """A coarser date is no rival."""
    found = world(
        reading("a", Told("Launch", object="rye", date="2026-06")),
        reading("b", Told("Launch", object="rye", date="2026-06-09")),
    )
    assert found.values(found.situation("a-c0"), "day") == {"2026-06-09"}


def test_computed_dates_do_not_vote() -> None:
    """Arithmetic of the pipeline's own is shown as a rival and never counts."""
    computed = Told("Launch", object="rye", date="2026-06-15", reasons=(DERIVED_DATE,))
    found = world(
        reading("a", computed), reading("b", Told("Launch", object="rye", date="2026-06-12"))
    )
    assert found.values(found.situation("a-c0"), "day") == {"2026-06-12"}
    assert found.differences() == [
        ("day", "Contradiction", {"2026-06-12", "2026-06-15"}, {"2026-06-12"})
    ]


@pytest.mark.parametrize(
    ("issuers", "kept"),
    [
        (("food-agency", "realm"), {"food-agency"}),
        (("food-director", "food-agency"), {"food-agency"}),
        (("food-director", "food-agency", "realm"), {"food-agency"}),
        (("ada-berg", "realm"), {"ada-berg"}),
        (("food-director",), {"food-director"}),
    ],
)
def test_the_most_specific_body_is_kept(issuers: tuple[str, ...], kept: set[str]) -> None:
    """Persons and offices stand for their body where that is told; governments give way to it."""
    found = world(
        *(
            reading(f"s{n}", Told("Ban", who, "halden", "rye", "2026-05-09"))
            for n, who in enumerate(issuers)
        )
    )
    assert found.values(found.situation("s0-c0"), "by") == kept
    if len(issuers) > 1:
        assert found.differences() == [("by", "Granularity", set(issuers), kept)]


def test_unnamed_directives_are_the_situations_of_their_claims() -> None:
    """A ban that lifts another points at its situation."""
    lifting = Told("Ban", "food-agency", "moss", "claim:first oat", "2026-06-01")
    found = world(reading("a", Told("Ban", "food-agency", "halden", "rye", id="first"), lifting))
    assert found.values(found.situation("a-c1"), "lifts") == {short(found.situation("a-first"))}


def test_an_allegation_never_becomes_a_fact_about_the_accused() -> None:
    """The alleged deed is a plain situation; its figures hang on the allegation alone."""
    figure = Quantity("900 loaves", "900", "loaves")
    found = world(
        reading(
            "a",
            Told(
                "Spoiling",
                "moss",
                object="rye",
                status=Status.ALLEGED,
                id="deed",
                speaker="halden",
                quantity=(figure,),
            ),
            Told("Blame", "halden", "moss", content="deed", quantity=(figure,)),
        )
    )
    deed, blame = found.situation("a-deed"), found.situation("a-c1")
    assert found.values(deed, "rdf:type") == {"Situation"}
    assert found.values(deed, "cg:standing") == {"AllegedOnly"}
    assert found.values(blame, "blamedFor") == {short(deed)}
    assert len(found.values(blame, "blamedAmount")) == 1
    assert not found.values(deed, "amount")
    assert not [q for q in found.consensus if q.subject == NamedNode(iri.of("id", "moss"))]


def test_who_rejects_a_directive_contests_it() -> None:
    """A relation that the ontology says contests marks the situation; the event stands."""
    found = world(
        reading(
            "a",
            Told("Ban", "food-agency", "halden", "rye", id="ban"),
            Told("Rebuttal", "halden", object="claim:ban"),
        ),
        reading("b", Told("Ban", "food-agency", "halden", "rye", id="ban")),
    )
    node = found.situation("a-ban")
    assert found.values(node, "cg:contestedBy") == {"halden"}
    assert found.values(node, "cg:standing") == {"Corroborated"}
    assert found.values(NamedNode(iri.of("id", "halden")), "rejects") == {short(node)}


def test_who_denies_a_happening_contests_it() -> None:
    """A denied claim names the denier."""
    found = world(reading("a", BAN), reading("b", told(Status.DENIED, "halden")))
    node = found.situation("a-c0")
    assert found.values(node, "cg:contestedBy") == {"halden"}
    assert found.values(node, "cg:standing") == {"Contested"}
    assert "Ban" in found.values(node, "rdf:type")


@pytest.mark.parametrize(
    ("claims", "standing", "independent"),
    [
        ((told(Status.ASSERTED),), "SingleSource", "1"),
        ((told(Status.ASSERTED), told(Status.ASSERTED)), "Corroborated", "2"),
        ((told(Status.REPORTED, "moss"), told(Status.REPORTED, "moss")), "ReportedOnly", "1"),
        ((told(Status.ASSERTED), told(Status.REPORTED, "moss")), "Corroborated", "2"),
        ((told(Status.ALLEGED, "moss"),), "AllegedOnly", "0"),
        ((told(Status.DENIED, "moss"),), "DeniedOnly", "0"),
        ((told(Status.NEGATED),), "NegatedOnly", "0"),
        ((told(Status.HYPOTHETICAL),), "PlannedOnly", "0"),
    ],
)
def test_standing(claims: tuple[Told, ...], standing: str, independent: str) -> None:
    """Each mixture of statuses has its standing and its number of independent witnesses."""
    found = world(*(reading(f"s{n}", one) for n, one in enumerate(claims)))
    node = found.situation("s0-c0")
    assert found.values(node, "cg:standing") == {standing}
    assert found.values(node, "cg:independentCount") == {independent}


def test_shared_words_are_no_second_witness() -> None:
    """Two sources that share a long run of words count once, and the pair is noted."""
    words = "officials told the bakery on Saturday to stop all sales of its rye"
    one = Told("Ban", "food-agency", "halden", "rye", quote=f"In May {words}.")
    other = Told("Ban", "food-agency", "halden", "rye", quote=f"As we heard, {words} at once.")
    found = world(reading("a", one), reading("b", other))
    node = found.situation("a-c0")
    assert found.values(node, "cg:standing") == {"SingleSource"}
    assert found.values(node, "cg:documentCount") == {"2"}
    assert found.values(NamedNode(iri.source("a")), "cg:repeats") == {"b"}


ADMITTED = {
    cg("Asserted"): lambda _p: True,
    cg("Reported"): lambda p: (
        FOOD_ONTOLOGY.says(p, cg("admitsReported")) or FOOD_ONTOLOGY.says(p, cg("admitsAlleged"))
    ),
    cg("Alleged"): lambda p: FOOD_ONTOLOGY.says(p, cg("admitsAlleged")),
}
ROLES = ("agent", "recipient", "object", "date", "content", "quantity")


def eligible_values(found: World) -> set[tuple[str, str, str]]:
    """Situation, property and value of all that some eligible claim tells, worked out plainly."""
    by_claim: dict[NamedNode, dict[str, list[object]]] = {}
    for quad in found.sources:
        if isinstance(quad.subject, NamedNode):
            facts = by_claim.setdefault(quad.subject, {})
            facts.setdefault(short(quad.predicate), []).append(quad.object)
    allowed = set()
    for quad in found.consensus:
        if quad.predicate != cg("describes"):
            continue
        facts = by_claim[quad.subject]  # type: ignore[index]
        for property_ in FOOD_ONTOLOGY.properties:
            admits = ADMITTED.get(facts["status"][0], lambda _p: False)  # type: ignore[call-overload]
            if admits(property_):
                for role in ROLES:
                    for value in facts.get(role, []):
                        allowed.add((short(quad.object), property_.value, short(value)))
                if "party" in facts:
                    allowed.add((short(quad.object), property_.value, "any"))
    return allowed


@settings(max_examples=80, deadline=None)
@given(SOURCES)
def test_no_leak(told_by: list[list[Told]]) -> None:
    """No direct triple of a situation lacks an eligible claim, with claims of every status."""
    found = world(*readings(told_by))
    allowed = eligible_values(found)
    for quad in found.consensus:
        subject = quad.subject
        assert isinstance(subject, NamedNode)
        if iri.kind_of(subject.value) == "situation" and quad.predicate.value.startswith(
            "https://example.org/"
        ):
            told_one = (short(subject), quad.predicate.value, short(quad.object))
            group = (short(subject), quad.predicate.value, "any")
            assert told_one in allowed or group in allowed


@settings(max_examples=80, deadline=None)
@given(SOURCES)
def test_no_class_without_an_eligible_claim(told_by: list[list[Told]]) -> None:
    """A situation is an instance of a domain class only where a claim asserts or reports it."""
    found = world(*readings(told_by))
    statuses: dict[str, set[str]] = {}
    for quad in found.consensus:
        if quad.predicate == cg("describes"):
            claim = {
                short(q.object)
                for q in found.sources
                if q.subject == quad.subject and q.predicate == cg("status")
            }
            statuses.setdefault(short(quad.object), set()).update(claim)
    for quad in found.consensus:
        is_type = quad.predicate == TYPE and short(quad.object) != "Situation"
        if is_type and iri.kind_of(str(quad.subject)[1:-1]) == "situation":
            assert statuses[short(quad.subject)] & {"Asserted", "Reported"}
