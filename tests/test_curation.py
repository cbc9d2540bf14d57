"""Decisions: what each does to a reading, their files, and that without them all is as before."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builders import FOOD_ONTOLOGY, Told, reading, who
from claimgraph import iri
from claimgraph.curation.applying import curated
from claimgraph.curation.decisions import (
    Curation,
    Decision,
    Kind,
    read_file,
    record,
    sentence,
    turtle,
)
from claimgraph.errors import DomainError
from claimgraph.lift import Run, lift
from claimgraph.model import Participant, Reading, Span, Status
from claimgraph.terms import cg
from claimgraph.vocabulary import CG

RUN = Run.of(FOOD_ONTOLOGY, "none")
AGENCY, PLANT, RYE, HALDEN = (
    iri.of("id", n) for n in ("food-agency", "plant-agency", "rye", "halden")
)


def claim_of(one: Reading, number: int = 0) -> str:
    """The IRI of a reading's claim."""
    return next(
        q.subject.value
        for q in lift(replace(one, claims=one.claims[number : number + 1]), RUN).source
        if q.object == cg("Claim")
    )


def decided(kind: Kind, about: str, other: str = "", words: str = "") -> Decision:
    """A decision by somebody, for a reason."""
    return Decision(kind, about, other, words, "Ada Berg", "seen in the register")


def applied(one: Reading, *decisions: Decision) -> Reading:
    """The reading under some decisions."""
    return curated(one, Curation.of(*decisions))[0]


NOTICE = reading(
    "notice",
    Told("Ban", "food-agency", "halden", "rye", quote="Halden was told by the Food Agency."),
    Told("Recall", "halden", "", "rye"),
    Told("Blame", "plant-agency", "halden", status=Status.ALLEGED, speaker="plant-agency"),
)


def test_no_decision_changes_nothing() -> None:
    """An empty folder leaves each reading as it was."""
    assert curated(NOTICE, Curation()) == (NOTICE, ())


def test_a_merge_gives_one_entity_with_both_names() -> None:
    """The merged entity goes by the other's IRI and name; its own name becomes an alias."""
    after = applied(NOTICE, decided(Kind.MERGE, PLANT, AGENCY))
    people = {p.iri for c in after.claims for p in (*c.agent, *c.speaker)}
    assert PLANT not in people
    assert after.claims[2].agent == (replace(who("food-agency"), name="Food Agency"),)
    assert after.aliases["Food Agency"] == ("Plant Agency",)


def test_merges_follow_each_other() -> None:
    """What is merged into something merged ends where that ends."""
    chain = decided(Kind.MERGE, PLANT, AGENCY), decided(Kind.MERGE, AGENCY, HALDEN)
    after = applied(NOTICE, *chain)
    assert {p.iri for c in after.claims for p in c.agent} == {HALDEN}


def test_a_label_is_given_and_the_old_one_kept() -> None:
    """The new name stands in each claim, the old one among the aliases."""
    after = applied(NOTICE, decided(Kind.RELABEL, HALDEN, words="Halden Bakery"))
    assert {p.name for c in after.claims for p in c.recipient} == {"Halden Bakery"}
    assert after.aliases["Halden Bakery"] == ("Halden",)


def test_a_rejected_claim_is_gone_with_what_points_at_it() -> None:
    """No claim is left that embeds or speaks of the rejected one."""
    one = reading(
        "embedded",
        Told("Ban", "food-agency", content="c1"),
        Told("Recall", object="rye"),
        Told("Rebuttal", "halden", object="claim:c1"),
    )
    after = applied(one, decided(Kind.REJECT, claim_of(one, 1)))
    assert [c.type for c in after.claims] == ["Ban", "Rebuttal"]
    assert after.claims[0].content == ""
    assert after.claims[1].object == ()


def test_a_status_is_as_decided() -> None:
    """Only that claim changes, and the reason is told by a rule's name."""
    after = applied(NOTICE, decided(Kind.STATUS, claim_of(NOTICE, 1), CG + "Denied"))
    assert [c.status for c in after.claims] == [Status.ASSERTED, Status.DENIED, Status.ALLEGED]
    assert "status-decided" in after.claims[1].reasons


def test_in_its_own_voice_a_source_has_no_speaker() -> None:
    """A claim decided to be asserted is no longer put into somebody's mouth."""
    after = applied(NOTICE, decided(Kind.STATUS, claim_of(NOTICE, 2), CG + "Asserted"))
    assert after.claims[2].speaker == ()


def short_form() -> Reading:
    """A reading in which a short form was taken for the bakery."""
    one = reading("short", Told("Recall", "halden", quote="Halden said so."))
    bakery = Participant("Halden Bakery", "", iri.entity("Halden Bakery"))
    claim = replace(one.claims[0], agent=(replace(bakery, span=Span(0, 6)),))
    aliases = {"Halden Bakery": ("Halden",)}
    return replace(one, claims=(claim,), entities=(bakery,), aliases=aliases)


def test_what_a_name_was_wrongly_taken_for_is_kept_apart() -> None:
    """Where the text uses that name the other entity is meant, and the alias is gone."""
    town = iri.of("id", "halden-town")
    apart = decided(Kind.APART, iri.entity("Halden Bakery"), town, "Halden")
    after = applied(short_form(), apart)
    assert [(p.name, p.iri) for p in after.claims[0].agent] == [("Halden", town)]
    assert {p.iri for p in after.entities} == {iri.entity("Halden Bakery"), town}
    assert after.aliases == {"Halden Bakery": ()}


def test_keeping_apart_leaves_other_names_alone() -> None:
    """A name that the text does not use tells nobody apart."""
    apart = decided(Kind.APART, iri.entity("Halden Bakery"), iri.of("id", "x"), "Haldon")
    assert applied(short_form(), apart).claims == short_form().claims


def test_only_decisions_that_touch_a_source_belong_to_it() -> None:
    """A decision about something that a source does not name is none of its business."""
    merge = decided(Kind.MERGE, iri.of("id", "moss"), HALDEN)
    label = decided(Kind.RELABEL, RYE, words="Rye loaf")
    assert curated(NOTICE, Curation.of(merge, label))[1] == (label,)


def test_who_decided_and_why_do_not_name_a_decision() -> None:
    """Correcting a reason rereads nothing."""
    one = decided(Kind.REJECT, claim_of(NOTICE))
    assert one.iri == replace(one, by="Bo Lind", why="see page 3").iri


def test_files_are_canonical(tmp_path: Path) -> None:
    """The same decisions in any order give the same bytes, one line a decision."""
    decisions = [
        decided(Kind.RELABEL, RYE, words='Rye "dark"\nloaf'),
        decided(Kind.RELABEL, HALDEN, words="Halden Bakery"),
    ]
    (first,) = record(tmp_path / "a", *decisions)
    record(tmp_path / "b", decisions[1])
    (second,) = record(tmp_path / "b", decisions[0])
    assert first.read_bytes() == second.read_bytes()
    lines = [s for s in first.read_text("utf-8").splitlines() if s.startswith("decision:")]
    assert len(lines) == 2
    assert {d for d, _ in read_file(first)} == set(decisions)


def test_deleting_the_line_undoes_the_decision(tmp_path: Path) -> None:
    """A file without the line reads as if the decision had never been made."""
    kept = decided(Kind.MERGE, PLANT, AGENCY)
    (path,) = record(tmp_path, kept, decided(Kind.MERGE, HALDEN, AGENCY))
    lines = path.read_text("utf-8").splitlines(keepends=True)
    path.write_text("".join(s for s in lines if "id:halden" not in s), "utf-8")
    assert Curation.load(tmp_path).decisions == (kept,)


def test_a_decision_made_again_takes_the_new_reason(tmp_path: Path) -> None:
    """Nothing stands in a file twice."""
    first = decided(Kind.ACCEPT, iri.source("notice"))
    record(tmp_path, first)
    record(tmp_path, replace(first, why="asked the editor"))
    assert [d.why for d in Curation.load(tmp_path).decisions] == ["asked the editor"]


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("decision:a a cg:Merge ; cg:decidesOn id:a .", "no cg:mergedInto"),
        ("decision:a a cg:Merge ; cg:decidesOn id:a , id:b ; cg:mergedInto id:c .", "2 values"),
        ("decision:a a cg:Claim ; cg:decidesOn id:a .", "no kind of decision"),
        ("decision:a a cg:StatusOverride ; cg:decidesOn id:a ; cg:newStatus cg:Deny .", "status"),
        ("decision:a a cg:Merge ,, .", "does not parse"),
    ],
)
def test_a_wrong_line_is_told_by_its_place(tmp_path: Path, line: str, told: str) -> None:
    """The message has file and line, and what to mend."""
    path = tmp_path / "merge.ttl"
    head = turtle([decided(Kind.MERGE, PLANT, AGENCY)])
    path.write_text(f"{head}{line}\n", "utf-8")
    with pytest.raises(DomainError, match=told) as error:
        Curation.load(tmp_path)
    assert error.value.place.startswith(f"{path}:{head.count(chr(10)) + 1}")


def test_every_decision_can_be_said_in_a_sentence() -> None:
    """Messages name what is decided."""
    for kind in Kind:
        other = CG + "Denied" if kind is Kind.STATUS else HALDEN
        assert "food-agency" in sentence(decided(kind, AGENCY, other, "Name"))


NAMES = st.sampled_from(
    [iri.of("id", n) for n in ("food-agency", "plant-agency", "halden", "moss")]
)
CLAIMS = st.sampled_from([claim_of(NOTICE, n) for n in range(3)])
STATUSES = st.sampled_from([CG + status.capitalize() for status in Status])
DECISIONS = st.one_of(
    st.builds(Decision, st.just(Kind.MERGE), NAMES, NAMES),
    st.builds(Decision, st.just(Kind.APART), NAMES, NAMES, st.sampled_from(["Halden", "Moss"])),
    st.builds(Decision, st.just(Kind.RELABEL), NAMES, st.just(""), st.sampled_from(["A", "B"])),
    st.builds(Decision, st.just(Kind.REJECT), CLAIMS),
    st.builds(Decision, st.just(Kind.STATUS), CLAIMS, STATUSES),
)
CURATIONS = st.lists(DECISIONS, max_size=6).map(lambda them: Curation.of(*them))


def graph_of(one: Reading, curation: Curation) -> tuple[set[str], set[str], set[str], bytes]:
    """Claims, entities and decisions of a source's graph, and the graph itself."""
    judged, decisions = curated(one, curation)
    quads = lift(judged, RUN, [d.iri for d in decisions]).source
    claims = {q.subject.value for q in quads if q.object == cg("Claim")}
    entities = {q.object.value for q in quads if q.predicate == cg("refersTo")}
    met = {q.object.value for q in quads if q.predicate == cg("curatedBy")}
    return claims, entities, met, "\n".join(map(str, quads)).encode()


@settings(max_examples=300, deadline=None)
@given(before=CURATIONS, after=CURATIONS)
def test_a_source_is_reread_just_when_decisions_change_what_touches_it(
    before: Curation, after: Curation
) -> None:
    """From a graph alone it is known whether other decisions would make another graph of it."""
    claims, entities, met, graph = graph_of(NOTICE, before)
    assert before.still_stands(claims, entities, met)
    stands = after.still_stands(claims, entities, met)
    assert stands == (met == graph_of(NOTICE, after)[2])
    if stands:
        assert graph == graph_of(NOTICE, after)[3]
