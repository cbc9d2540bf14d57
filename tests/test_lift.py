"""A reading becomes its source's graph: grounded, attributed, and asserting no content."""

import pickle
from dataclasses import replace

import pyoxigraph as ox
import pytest

from builders import FOOD, Told, food_ontology, reading
from claimgraph import iri
from claimgraph.lift import Lifted, Run, lift
from claimgraph.model import Attribution, Quantity, Reading, Span, Status
from claimgraph.ontology import Ontology
from claimgraph.terms import TYPE, cg
from claimgraph.vocabulary import OA, SCHEMA, XSD

FOOD_ONTOLOGY = Ontology.parse(food_ontology())


@pytest.fixture(scope="module")
def run() -> Run:
    """A run of the food domain."""
    return Run.of(FOOD_ONTOLOGY, "none")


def values(lifted: Lifted, subject: str, predicate: ox.NamedNode) -> set[str]:
    """The values of a property, as strings."""
    name = ox.NamedNode(subject)
    return {
        q.object.value
        for q in lifted.source
        if q.subject == name and q.predicate == predicate and not isinstance(q.object, ox.Triple)
    }


def ban(**fields: object) -> Reading:
    """One claim of a ban in a source called paper."""
    return reading("paper", Told("Ban", "food-agency", "halden", "rye", **fields))


CLAIM = iri.of("claim", "paper-c0")


def test_a_graph_reaches_another_process_as_it_was(run: Run) -> None:
    """Pickled and read again it is the same, control characters and other scripts included."""
    one = ban()
    strange = replace(one, document=replace(one.document, title='a "b"\t\u2028\x07 日本 \\'))
    lifted = lift(strange, run)
    again = pickle.loads(pickle.dumps(lifted))  # noqa: S301, it was written here
    assert again == lifted
    assert len(again.source) == len(lifted.source)


def test_a_claim_keeps_its_roles_and_status(run: Run) -> None:
    """Type, participants, status and date stand on the claim node."""
    lifted = lift(ban(date="2026-05-09", status=Status.REPORTED, speaker="ada-berg"), run)
    assert values(lifted, CLAIM, cg("type")) == {FOOD + "Ban"}
    assert values(lifted, CLAIM, cg("agent")) == {iri.of("id", "food-agency")}
    assert values(lifted, CLAIM, cg("speaker")) == {iri.of("id", "ada-berg")}
    assert values(lifted, CLAIM, cg("status")) == {cg("Reported").value}
    assert values(lifted, CLAIM, cg("date")) == {"2026-05-09"}


@pytest.mark.parametrize(
    ("date", "datatype"), [("2026-05-09", "date"), ("2026-05", "gYearMonth"), ("2026", "gYear")]
)
def test_dates_have_the_datatype_of_their_grain(run: Run, date: str, datatype: str) -> None:
    """A day, a month and a year are three datatypes."""
    quads = lift(ban(date=date), run).source
    found = [q.object for q in quads if q.predicate == cg("date")]
    assert [str(o) for o in found] == [f'"{date}"^^<{XSD}{datatype}>']


def test_an_interval_is_told_by_its_ends(run: Run) -> None:
    """Two dates joined by a slash become from and until, and no date."""
    lifted = lift(ban(date="2026-04-22/2026-06"), run)
    assert values(lifted, CLAIM, cg("from")) == {"2026-04-22"}
    assert values(lifted, CLAIM, cg("until")) == {"2026-06"}
    assert not values(lifted, CLAIM, cg("date"))


def test_evidence_points_at_the_words(run: Run) -> None:
    """Position and quotation of a claim agree with the text."""
    one = reading(
        "paper", Told("Ban", quote="First line here."), Told("Ban", quote="\U0001f600 x y")
    )
    lifted = lift(one, run)
    position = iri.of("evidence", "paper-c1-position")
    start = int(next(iter(values(lifted, position, ox.NamedNode(OA + "start")))))
    end = int(next(iter(values(lifted, position, ox.NamedNode(OA + "end")))))
    exact = values(lifted, iri.of("evidence", "paper-c1-quote"), ox.NamedNode(OA + "exact"))
    assert {one.document.text[start:end]} == exact


def test_no_claim_asserts_its_content(run: Run) -> None:
    """Entities are never the subject of a triple in a source's graph."""
    lifted = lift(ban(), run)
    kinds = {iri.kind_of(q.subject.value) for q in lifted.source}
    assert kinds <= {"source", "claim", "evidence", "mention", "quantity", "attribution"}


def test_every_quad_is_in_the_source_graph_and_nameless_nodes_are_none(run: Run) -> None:
    """One graph per source, IRIs only."""
    lifted = lift(ban(), run)
    assert {q.graph_name for q in lifted.source} == {lifted.graph}
    assert not any(
        isinstance(t, ox.BlankNode) for q in lifted.source for t in (q.subject, q.object)
    )


def test_two_sources_share_no_triple(run: Run) -> None:
    """What two sources say alike is said twice, about two nodes."""
    figure = Quantity("28.8 tonnes", "28.80", "tonnes")
    told = Told("Recall", object="rye", quantity=(figure,))
    one, other = (lift(reading(name, told), run) for name in ("a", "b"))
    assert not {q.triple for q in one.source} & {q.triple for q in other.source}


def test_quantities_are_canonical_decimals(run: Run) -> None:
    """Trailing zeros are gone, as the store would drop them."""
    figure = Quantity("28.80 tonnes", "28.80", "tonnes", "about")
    lifted = lift(reading("paper", Told("Recall", object="rye", quantity=(figure,))), run)
    node = next(iter(values(lifted, CLAIM, cg("quantity"))))
    assert values(lifted, node, ox.NamedNode(SCHEMA + "value")) == {"28.8"}
    assert values(lifted, node, cg("bound")) == {cg("About").value}


def test_a_directive_without_a_name_is_the_claim_that_introduces_it(run: Run) -> None:
    """A participant may be a claim of the same source, named by its id."""
    lifted = lift(
        reading("paper", Told("Ban", id="first"), Told("Rebuttal", object="claim:first")), run
    )
    assert values(lifted, iri.of("claim", "paper-c1"), cg("object")) == {
        iri.of("claim", "paper-first")
    }


def test_mentions_tell_names_and_kinds(run: Run) -> None:
    """Each entity that a source speaks of has one mention there."""
    lifted = lift(ban(), run)
    mentions = [q.subject for q in lifted.source if q.object == cg("Mention")]
    assert len(mentions) == len(set(mentions)) == 3


def test_attributions_are_kept_with_their_parts(run: Run) -> None:
    """Cue, speaker, act, polarity and every stretch of content have evidence."""
    base = ban(quote="Halden said the ban was wrong.")
    attribution = Attribution(
        "a1", "paper", Span(0, 6), Span(7, 11), (Span(12, 29),), "Halden", "Deny", "negative"
    )
    lifted = lift(Reading(base.document, (attribution,), base.claims), run)
    node = iri.of("attribution", "paper-a1")
    assert values(lifted, node, cg("cue")) == {"said"}
    assert values(lifted, node, cg("speechAct")) == {cg("Deny").value}
    assert values(lifted, node, cg("speaker")) == {iri.of("id", "halden")}
    assert values(lifted, node, cg("evidence")) == {iri.of("evidence", "paper-a1-content1")}


def test_runs_differ_when_the_ontology_does() -> None:
    """A changed file gives another run; the same files the same one."""
    changed = Ontology.parse(food_ontology() + "\nfood:x a owl:Class .")
    assert Run.of(FOOD_ONTOLOGY).iri == Run.of(Ontology.parse(food_ontology())).iri
    assert Run.of(FOOD_ONTOLOGY).iri != Run.of(changed).iri
    assert Run.of(FOOD_ONTOLOGY).iri != Run.of(FOOD_ONTOLOGY, "other").iri


def test_lifting_twice_gives_the_same_quads(run: Run) -> None:
    """Nothing depends on anything but the reading."""
    assert lift(ban(), run) == lift(ban(), run)


def test_an_empty_text_of_claims_is_still_a_source(run: Run) -> None:
    """A source without claims is kept as read."""
    lifted = lift(reading("empty"), run)
    types = [q.object for q in lifted.source if q.predicate == TYPE]
    assert types == [cg("Source")]


def nested(inner: Told) -> Reading:
    """A ban, with the claim that its words enclose."""
    outer = Told("Ban", "food-agency", "halden", quote="They told Halden to recall the rye.")
    base = reading("paper", outer, inner)
    span, trigger = Span(20, 34), Span(20, 26)
    claim = replace(base.claims[1], span=span, quote="recall the rye", trigger_span=trigger)
    return Reading(base.document, (), (base.claims[0], claim))


@pytest.mark.parametrize(
    ("inner", "embedded"),
    [
        (Told("Recall", "halden", object="rye"), {iri.of("claim", "paper-c1")}),
        (Told("Recall", "moss", object="rye"), set()),
        (Told("Recall", speaker="food-agency"), {iri.of("claim", "paper-c1")}),
        (Told("Recall", speaker="moss"), set()),
        (Told("Making", "halden", object="rye"), set()),
    ],
)
def test_what_a_claim_encloses_is_its_content(run: Run, inner: Told, embedded: set[str]) -> None:
    """What the addressee is to do, or what the one who acts says; no relation that lasts."""
    lifted = lift(nested(inner), run)
    assert values(lifted, CLAIM, cg("content")) == embedded


def test_only_classes_with_a_content_role_embed(run: Run) -> None:
    """A recall encloses nothing, whatever its words hold."""
    base = nested(Told("Recall", "halden"))
    outer = replace(base.claims[0], type="Recall")
    lifted = lift(Reading(base.document, (), (outer, base.claims[1])), run)
    assert not values(lifted, CLAIM, cg("content"))
