"""What follows: compiled rules give what owlrl gives, trivia are left out."""

from itertools import pairwise

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode

from builders import FOOD_ONTOLOGY, Told, reading, short, world
from claimgraph import iri
from claimgraph.axioms import compile_rules
from claimgraph.infer import (
    KEPT_KINDS,
    closed_by_owlrl,
    closure,
    infer,
)
from claimgraph.layout import domain
from claimgraph.ontology import Ontology
from claimgraph.terms import TYPE
from closures import ALIGNED, ontology

SHIPPED = Ontology.load(domain())
PREFIXES = """
@prefix x: <https://example.org/x#> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
"""
ALL_RULES = (
    PREFIXES
    + """
x:A rdfs:subClassOf x:B . x:B rdfs:subClassOf x:C . x:D owl:disjointWith x:C .
x:p rdfs:subPropertyOf x:q ; rdfs:domain x:A ; rdfs:range x:D .
x:q a owl:ObjectProperty ; owl:inverseOf x:r .
x:d rdfs:subPropertyOf x:e . x:e rdfs:domain x:A .
x:t a owl:TransitiveProperty . x:s a owl:SymmetricProperty .
x:u owl:propertyChainAxiom ( x:p x:t x:r ) . x:v owl:propertyChainAxiom ( x:u x:u ) .
"""
)


def node(name: str) -> NamedNode:
    """An entity."""
    return NamedNode(iri.of("id", name))


def term(name: str) -> NamedNode:
    """A term of the ontology with all rules."""
    return NamedNode("https://example.org/x#" + name)


def plain(facts: frozenset[tuple[NamedNode, NamedNode, object]]) -> set[tuple[str, str, str]]:
    """The facts about data that the declared rule may keep."""
    return {
        (s.value, p.value, str(o))
        for s, p, o in facts
        if iri.kind_of(s.value) in KEPT_KINDS
        and not p.value.endswith("#sameAs")
        and str(o) != "<http://www.w3.org/2002/07/owl#Thing>"
    }


NODES = st.sampled_from([node(n) for n in "abcd"])
FACTS = st.lists(
    st.one_of(
        st.tuples(NODES, st.sampled_from([term(n) for n in "pqrtsuv"]), NODES),
        st.tuples(NODES, st.just(term("d")), st.just(Literal("words"))),
    ),
    max_size=12,
)


@settings(max_examples=40, deadline=None)
@given(FACTS)
def test_compiled_rules_agree_with_owlrl(
    facts: list[tuple[NamedNode, NamedNode, NamedNode]],
) -> None:
    """Hierarchies, domain, range, inverse, transitive, symmetric, chains: same facts."""
    rules = Ontology.parse(ALL_RULES)
    assert compile_rules(rules) is not None
    assert plain(closure(facts, rules)) == plain(closed_by_owlrl(facts, rules))


def test_compiled_rules_agree_with_owlrl_on_the_shipped_ontology() -> None:
    """On the example of the ontology's own tests, every inferred triple is the same."""
    assert compile_rules(SHIPPED) is not None
    place = domain().root / "tests" / "ontology" / "example.ttl"
    facts = [
        (triple.subject, triple.predicate, triple.object)
        for triple in ox.parse(path=str(place), format=ox.RdfFormat.TURTLE)
    ]
    assert len(facts) > 20
    assert plain(closure(facts, SHIPPED)) == plain(closed_by_owlrl(facts, SHIPPED))
    assert ontology(ALIGNED)


def test_an_ontology_that_says_more_goes_through_owlrl() -> None:
    """A construct that is not compiled is not ignored."""
    more = Ontology.parse(ALL_RULES, PREFIXES + "x:f a owl:FunctionalProperty .")
    assert compile_rules(more) is None
    found = closure([(node("a"), term("p"), node("b"))], more)
    assert (node("a"), TYPE, term("C")) in found


def test_what_is_inferred_is_new_and_about_data() -> None:
    """Nothing asserted is repeated, nothing said of terms or of claims, no literal is a subject."""
    made = world(
        reading(
            "a",
            Told("Ban", "food-agency", "halden", "rye", "2026-05-09"),
            Told("Making", "halden", object="rye"),
        )
    )
    layers = [*made.entities, *made.consensus]
    found = infer(layers, FOOD_ONTOLOGY)
    assert not {q.triple for q in found} & {q.triple for q in (*layers, *made.sources)}
    assert {iri.kind_of(str(q.subject)[1:-1]) for q in found} <= KEPT_KINDS
    triples = {(short(q.subject), short(q.predicate), short(q.object)) for q in found}
    assert ("rye", "madeBy", "halden") in triples
    assert ("halden", "type", "Party") in triples
    assert ("halden", "type", "Thing") not in triples


def test_nothing_is_inferred_from_what_is_only_alleged() -> None:
    """An alleged deed stays a plain situation after closing."""
    deed = Told("Spoiling", "moss", object="rye", status="alleged")  # type: ignore[arg-type]
    made = world(reading("a", deed))
    found = infer([*made.entities, *made.consensus], FOOD_ONTOLOGY)
    assert not [q for q in found if short(q.object) in {"Spoiling", "Happening"}]


def test_literals_get_no_types() -> None:
    """A datatype as range says nothing of things."""
    rules = Ontology.parse(PREFIXES + "x:p rdfs:range <http://www.w3.org/2001/XMLSchema#string> .")
    assert closure([(node("a"), term("p"), Literal("x"))], rules) == {
        (node("a"), term("p"), Literal("x"))
    }


@pytest.mark.parametrize("order", [1, -1])
def test_order_of_facts_does_not_matter(order: int) -> None:
    """The worklist reaches the same end from either side."""
    rules = Ontology.parse(ALL_RULES)
    names = "abcdefgh"
    facts = [(node(a), term("t"), node(b)) for a, b in pairwise(names)]
    assert len(closure(facts[::order], rules)) == 28
