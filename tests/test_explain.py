"""Why the graph holds something, and what two graphs say differently."""

import pytest
from pyoxigraph import NamedNode

from builders import Told, reading, settled
from claimgraph import iri
from claimgraph.ask.catalogue import Catalogue
from claimgraph.diff import diff, summary
from claimgraph.errors import QueryError, UnknownNameError
from claimgraph.explain.chain import as_text, explain, explain_triple, record
from claimgraph.explain.grounds import explain_row
from claimgraph.explain.meant import find_triple
from claimgraph.export import layer_quads
from claimgraph.layout import domain
from claimgraph.store.embedded import Store
from claimgraph.terms import cg

BAN = Told(
    "Ban",
    "food-agency",
    "halden",
    "rye",
    "2026-05-09",
    quote="The agency banned rye.",
    reasons=("frame:ban",),
)
LAUNCH = Told("Launch", "halden", object="rye", date="2026-05-01")


@pytest.fixture
def store() -> Store:
    """Two sources that agree on a ban and differ on a launch."""
    later = Told("Launch", "halden", object="rye", date="2026-05-02")
    return settled(Store.memory(), reading("a", BAN, LAUNCH), reading("b", BAN, later))


def test_a_situation_is_explained_by_its_claims(store: Store) -> None:
    """Standing, values with the sources that tell them, and the quotes with their places."""
    (claim,) = [
        q for q in store.about(NamedNode(iri.of("claim", "a-c0"))) if q.predicate == cg("describes")
    ]
    text = as_text(explain(store, str(claim.object)[1:-1]))
    assert "Corroborated, told by 2 sources in 2 claims" in text.splitlines()[0]
    assert "by Food Agency, told by a, b [role profile]" in text
    assert "a@0-22 Ban (asserted): \u201cThe agency banned rye.\u201d [frame:ban]" in text


def test_an_entity_is_found_by_its_label(store: Store) -> None:
    """A label will do; the entity tells what it rests on."""
    found = explain(store, "Rye")
    assert found.node == iri.of("id", "rye")
    assert any("rests on lexicon" in one.text for one in found.because)


def test_a_prefixed_name_will_do(store: Store) -> None:
    """The project's prefixes are known."""
    assert explain(store, "claim:a-c0").node == iri.of("claim", "a-c0")


def test_what_is_not_there_is_told_with_what_is_near(store: Store) -> None:
    """A wrong name is no silent nothing."""
    with pytest.raises(UnknownNameError, match="Halden"):
        explain(store, "Haldn")


def test_a_difference_shows_rivals_and_their_claims(store: Store) -> None:
    """Kind, property, values, what is kept, and each claim."""
    nodes = [q.subject for q in store.pointing_to(cg("Contradiction"))]
    (node,) = nodes
    text = as_text(explain(store, str(node)[1:-1]))
    assert "Contradiction on day" in text
    assert "2026-05-01 / 2026-05-02; kept: none" in text
    assert text.count("Launch (asserted)") == 2


def test_a_state_is_explained_by_what_made_it(store: Store) -> None:
    """Down to the claims of the launch."""
    states = [str(q.subject)[1:-1] for q in store.quads() if q.predicate == cg("madeBy")]
    assert states
    assert all("Launch" in as_text(explain(store, state)) for state in states)


def test_a_triple_is_explained_or_refused(store: Store) -> None:
    """Which layer holds it; a triple that is not there is an error."""
    rye, made = NamedNode(iri.of("id", "rye")), NamedNode(iri.of("id", "halden"))
    with pytest.raises(UnknownNameError):
        explain_triple(store, rye, cg("restsOn"), made)
    kind = next(q for q in store.about(rye) if q.predicate == cg("restsOn"))
    assert "entities" in as_text(explain_triple(store, rye, kind.predicate, kind.object))  # type: ignore[arg-type]


def test_a_triple_is_found_by_names_and_rests_on_the_claims_that_tell_it(store: Store) -> None:
    """Its quotes, and of claims about the same situation none that does not tell the value."""
    (claim,) = [
        q for q in store.about(NamedNode(iri.of("claim", "a-c0"))) if q.predicate == cg("describes")
    ]
    assert isinstance(claim.object, NamedNode)
    ban = claim.object.value
    triple = find_triple(store, ban, "by", "Food Agency")
    text = as_text(explain_triple(store, *triple))
    assert "[consensus]" in text.splitlines()[0]
    assert text.count("The agency banned rye.") == 2
    with pytest.raises(UnknownNameError, match="Food Agency"):
        find_triple(store, ban, "by", "Halden")
    with pytest.raises(UnknownNameError, match="predicate"):
        find_triple(store, ban, "boughtBy", "Halden")


def test_a_rival_value_stands_over_the_claims_that_tell_it(store: Store) -> None:
    """Each side of a difference has its own claims beneath it."""
    (node,) = [q.subject for q in store.pointing_to(cg("Contradiction"))]
    sides = explain(store, str(node)[1:-1]).because
    assert [one.text for one in sides] == ["2026-05-01, told by", "2026-05-02, told by"]
    assert [[below.text[:2] for below in one.because] for one in sides] == [["a@"], ["b@"]]


@pytest.mark.parametrize("kind", ["evidence", "source", "run", "state", "difference"])
def test_a_node_of_any_kind_is_explained(store: Store, kind: str) -> None:
    """Whatever stands in the graph has a sentence of its own."""
    nodes = {q.subject for q in store.quads() if iri.kind_of(str(q.subject)[1:-1]) == kind}
    assert nodes
    assert all(explain(store, str(node)[1:-1]).text for node in nodes)


def test_a_row_of_an_answer_is_explained_by_the_claims_that_gave_it(store: Store) -> None:
    """Also where the query does not show the claims themselves; counted rows tell their things."""
    catalogue = Catalogue.load(domain())
    rivals = catalogue.question("differences")
    text = as_text(explain_row(store, rivals, {}, 1))
    assert "value 2026-05-01" in text.splitlines()[0]
    assert "a@" in text.splitlines()[1]
    counted = as_text(explain_row(store, catalogue.question("names"), {"entity": "rye"}, 1))
    assert "Rye" in counted
    with pytest.raises(QueryError, match="none is row 99"):
        explain_row(store, rivals, {}, 99)


def test_explanations_are_plain_values(store: Store) -> None:
    """The record holds text, IRI, rules and what is below."""
    found = record(explain(store, "claim:a-c0"))
    assert found["rules"] == ["frame:ban"]
    assert found["iri"] == iri.of("claim", "a-c0")


def test_equal_graphs_do_not_differ(store: Store) -> None:
    """Nothing changed, nothing told."""
    quads = list(layer_quads(store))
    assert diff(quads, quads) == ()


def test_a_new_source_is_told_with_what_it_changes(store: Store) -> None:
    """Sources and claims that came, values that changed."""
    before = list(layer_quads(store))
    after = list(layer_quads(settled(store, reading("c", LAUNCH))))
    told = [str(change) for change in diff(before, after)]
    assert "+ A new source: c, “On c”" in told
    assert any(one.startswith("+ A new claim: launch, asserted in c") for one in told)
    assert any("first day is now 2026-05-01, before nothing" in one for one in told)
    back = diff(after, before)
    assert "- The source is gone: c, “On c”" in [str(change) for change in back]
    assert "source: -1" in summary(back)
