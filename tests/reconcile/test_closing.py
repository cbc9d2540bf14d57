"""The renewed closure is the closure made anew, whatever went and came."""

import pyoxigraph as ox
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import NamedNode, Quad

from claimgraph import iri
from claimgraph.axioms import compile_rules
from claimgraph.derive.change import Change
from claimgraph.derive.closing import reclose, strays
from claimgraph.infer import GRAPH, infer
from claimgraph.ontology import Ontology
from claimgraph.terms import TYPE
from claimgraph.vocabulary import CONSENSUS, ENTITIES

LOGIC = Ontology.parse("""
@prefix x: <https://example.org/x#> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
x:A rdfs:subClassOf x:B . x:B rdfs:subClassOf x:C .
x:p rdfs:subPropertyOf x:q ; rdfs:domain x:A ; rdfs:range x:D .
x:q a owl:ObjectProperty ; owl:inverseOf x:r . x:r rdfs:range x:B .
x:t a owl:TransitiveProperty . x:s a owl:SymmetricProperty ; rdfs:subPropertyOf x:t .
x:w rdfs:subPropertyOf x:x . x:x owl:inverseOf x:y ; rdfs:range x:B .
x:u owl:propertyChainAxiom ( x:p x:t x:r ) . x:v owl:propertyChainAxiom ( x:u x:q ) .
""")
THINGS = [NamedNode(iri.of("id", name)) for name in "abcd"] + [NamedNode(iri.of("claim", "k"))]


def term(name: str) -> NamedNode:
    """A term of the ontology."""
    return NamedNode("https://example.org/x#" + name)


def told(subject: NamedNode, name: str, value: NamedNode) -> Quad:
    """A triple of entities or consensus; a capital letter is a class."""
    layer = NamedNode(ENTITIES if name < "q" else CONSENSUS)
    if name.isupper():
        return Quad(subject, TYPE, term(name), layer)
    return Quad(subject, term(name), value, layer)


LINKS = st.sampled_from("pqrst")
FACTS = st.frozensets(
    st.one_of(
        st.builds(told, st.sampled_from(THINGS[:4]), LINKS, st.sampled_from(THINGS[:4])),
        st.builds(
            told, st.sampled_from(THINGS), st.sampled_from("wxyABD"), st.sampled_from(THINGS)
        ),
    ),
    max_size=9,
)


def test_chains_through_claims_are_left_to_the_whole_closure() -> None:
    """Of a claim nothing inferred is kept, so a chain over it cannot be renewed in part."""
    rules = compile_rules(LOGIC)
    assert rules is not None
    link, other = (told(THINGS[0], "t", THINGS[n]) for n in (4, 1))
    assert [*strays(rules, [link, other])] == [link]


@settings(max_examples=150, deadline=None)
@given(FACTS, FACTS, FACTS)
def test_renewed_is_made_anew(
    kept: frozenset[Quad], old: frozenset[Quad], new: frozenset[Quad]
) -> None:
    """Triples that go take along what followed from them alone, whatever circles they close."""
    before, after = kept | old, kept | new
    rules = compile_rules(LOGIC)
    assert rules is not None
    view = ox.Store()
    view.extend([*before, *infer(before, LOGIC)])
    changed = reclose(rules, view.quads_for_pattern, Change.between(before, after))
    inferred = set(view.quads_for_pattern(None, None, None, GRAPH))
    assert inferred - changed.gone | changed.come == set(infer(after, LOGIC))
    assert not changed.come & inferred
    assert changed.gone <= inferred
