"""Rules kept as SPARQL: what they derive for the domain that ships, and how they fail."""

import doctest
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from builders import Told, reading, world
from claimgraph import iri
from claimgraph.errors import DomainError
from claimgraph.layout import domain
from claimgraph.ontology import Ontology
from claimgraph.reconcile import consensus, days, figures
from claimgraph.reconcile.layer import ruled as constructed
from claimgraph.terms import TYPE, cg
from claimgraph.vocabulary import CONSENSUS

GOV = "https://w3id.org/claimgraph/governance#"


def gov(name: str) -> NamedNode:
    """A term of the governance ontology."""
    return NamedNode(GOV + name)


def node(kind: str, name: str) -> NamedNode:
    """An IRI of data."""
    return NamedNode(iri.of(kind, name))


ORDER, HALT = node("situation", "order"), node("situation", "halt")
TRADE, CLERK, REALM, OWL = (node("id", name) for name in ("trade", "clerk", "realm", "owl-1"))
FACTS = [
    (TRADE, TYPE, gov("GovernmentBody")),
    (REALM, TYPE, gov("Government")),
    (CLERK, TYPE, gov("Office")),
    (CLERK, gov("officeOf"), TRADE),
    (TRADE, gov("unitOf"), REALM),
    (ORDER, TYPE, gov("Order")),
    (ORDER, gov("targetsModel"), OWL),
    (HALT, cg("ofType"), gov("Suspension")),
]


def ruled(*facts: tuple[NamedNode, NamedNode, NamedNode]) -> set[tuple[str, str, str]]:
    """Short forms of what the shipped rules derive from the facts above and some more."""
    quads = [Quad(*fact, NamedNode(CONSENSUS)) for fact in (*FACTS, *facts)]
    ontology = Ontology.load(domain())
    found = constructed([], quads, ontology, domain().rule_files())
    return {
        tuple(
            str(term)[1:-1].rsplit("/", 1)[-1].rsplit("#", 1)[-1]
            for term in (q.subject, q.predicate, q.object)
        )  # type: ignore[misc]
        for q in found
    }


@pytest.mark.parametrize("issuer", [TRADE, CLERK])
def test_the_body_behind_a_directive_is_found(issuer: NamedNode) -> None:
    """From the office or from the body itself."""
    assert ("order", "issuingBody", "trade") in ruled((ORDER, gov("issuedBy"), issuer))


def test_a_government_gives_way_to_its_department() -> None:
    """Of a body and what it is part of, the body stays."""
    found = ruled((ORDER, gov("issuedBy"), TRADE), (ORDER, gov("issuedBy"), REALM))
    assert {row for row in found if row[1] == "issuingBody"} == {("order", "issuingBody", "trade")}


def test_an_order_that_demands_a_suspension_suspends() -> None:
    """The body that issues it suspends the model it targets."""
    found = ruled((ORDER, gov("issuedBy"), CLERK), (ORDER, gov("demands"), HALT))
    assert ("order", "type", "SuspensionOrder") in found
    assert ("trade", "suspends", "owl-1") in found


def test_another_order_suspends_nothing() -> None:
    """Without a suspension demanded there is no such shortcut."""
    found = ruled((ORDER, gov("issuedBy"), CLERK))
    assert not [row for row in found if row[1] == "suspends"]


def test_a_rule_that_does_not_parse_is_placed(tmp_path: Path) -> None:
    """The file is named, and what is wrong with it."""
    (tmp_path / "broken.rq").write_text("CONSTRUCT { ?s ?p } WHERE {}")
    (tmp_path / "select.rq").write_text("SELECT ?s { ?s ?p ?o }")
    for name, message in (("broken.rq", "does not parse"), ("select.rq", "no CONSTRUCT")):
        with pytest.raises(DomainError, match=message):
            world(reading("a", Told("Recall")), rules=[tmp_path / name])


def test_what_a_rule_says_again_is_written_once(tmp_path: Path) -> None:
    """A rule that repeats what is known adds nothing."""
    (tmp_path / "same.rq").write_text("CONSTRUCT WHERE { ?s ?p ?o }")
    ban = reading("a", Told("Ban", "food-agency", "halden", "rye"))
    found = world(ban, rules=[tmp_path / "same.rq"])
    triples = [quad.triple for quad in (*found.entities, *found.consensus)]
    assert len(triples) == len(set(triples))


def test_doctests_hold() -> None:
    """The examples in the docstrings are true."""
    assert all(doctest.testmod(one).failed == 0 for one in (consensus, days, figures))
    assert days.days(Literal("yesterday")) is None
    assert days.days(Literal("2026-02-31")) is None
