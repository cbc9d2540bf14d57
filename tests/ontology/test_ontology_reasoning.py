"""What the ontology lets a reasoner conclude, and what it must not."""

from pathlib import Path

import pytest
from rdflib import OWL, RDF, Graph, URIRef

from closures import ALIGNED, closure, ontology

HERE = Path(__file__).parent
GOV = "https://w3id.org/claimgraph/governance#"
CG = "https://w3id.org/claimgraph/ns#"
DATA = "https://w3id.org/claimgraph/"
PREFIXES = (
    f"@prefix gov: <{GOV}> . @prefix cg: <{CG}> . @prefix id: <https://w3id.org/claimgraph/id/> ."
)

MIXED_UP = {
    "a model that issues an order": ("id:o a gov:Order ; gov:issuedBy id:m . id:m a gov:AIModel ."),
    "a model that stands accused": (
        "id:a a gov:Accusation ; gov:accused id:m . id:m a gov:AIModel ."
    ),
    "a person that is a company": "id:p a gov:Person , gov:Company .",
    "a person employed by a person": (
        "id:p a gov:Person ; gov:employedBy id:q . id:q a gov:Person ."
    ),
    "a family that is a variant": (
        "id:f a gov:ModelFamily ; gov:variantOf id:m . id:m a gov:AIModel ."
    ),
    "a company that is a public body": "id:c a gov:Company , gov:Court .",
    "an order that is an event": "id:o a gov:Order , gov:Suspension .",
    "a situation that is an actor": "id:o a gov:Order . id:p gov:accused id:o .",
    "a claim that is a situation": "id:c a cg:Claim , gov:Order .",
}


@pytest.fixture(scope="module")
def inferred() -> tuple[Graph, list[str]]:
    """The closure of the example."""
    return closure(Graph().parse(HERE / "example.ttl"))


def test_the_example_is_consistent(inferred: tuple[Graph, list[str]]) -> None:
    """Reasoning over a good example ends and finds nothing wrong."""
    assert inferred[1] == []


def test_all_that_must_be_inferred_is(inferred: tuple[Graph, list[str]]) -> None:
    """The axioms that were found worth having do their work."""
    missing = set(Graph().parse(HERE / "must-infer.ttl")) - set(inferred[0])
    assert sorted(missing) == []


def test_nothing_is_inferred_that_must_not_be(inferred: tuple[Graph, list[str]]) -> None:
    """No order becomes an event, no allegation a fact, no two things one."""
    wrong = set(Graph().parse(HERE / "must-not-infer.ttl")) & set(inferred[0])
    assert sorted(wrong) == []


def test_everything_inferred_is_in_the_golden_file(inferred: tuple[Graph, list[str]]) -> None:
    """Any change of what follows from the example shows as a change of `inferred.nt`."""
    given = set(Graph().parse(HERE / "example.ttl"))
    told = {triple for triple in inferred[0] if _says_something(*triple)} - given
    lines = sorted(f"{s.n3()} {p.n3()} {o.n3()} ." for s, p, o in told)
    assert lines == (HERE / "inferred.nt").read_text("utf-8").splitlines()


def _says_something(subject: object, predicate: object, value: object) -> bool:
    """Whether a triple is about the example's data and no triviality."""
    is_data = str(subject).startswith(DATA) and "#" not in str(subject)
    is_trivial = (predicate, value) in {(RDF.type, OWL.Thing), (OWL.sameAs, subject)}
    return is_data and "/" in str(subject).removeprefix(DATA)[:-1] and not is_trivial


@pytest.mark.parametrize("turtle", MIXED_UP.values(), ids=MIXED_UP.keys())
def test_mixed_up_kinds_are_inconsistent(turtle: str) -> None:
    """A thing of two disjoint kinds is an error, never a merger."""
    _, errors = closure(Graph().parse(data=f"{PREFIXES} {turtle}"))
    assert errors


def test_the_alignments_change_nothing_of_ours(inferred: tuple[Graph, list[str]]) -> None:
    """Vocabularies of others add their own terms and leave conclusions in ours as they are."""
    aligned, errors = closure(Graph().parse(HERE / "example.ttl"), ALIGNED)
    assert errors == []
    ours = {
        (s, p, o)
        for s, p, o in aligned - inferred[0]
        if str(s).startswith(DATA)
        and (str(p).startswith(GOV) or (p == RDF.type and str(o).startswith((GOV, CG))))
    }
    assert ours == set()


def test_transitive_properties_are_the_three() -> None:
    """Only unit of, in family and variant of are transitive."""
    found = set(ontology().subjects(RDF.type, OWL.TransitiveProperty))
    assert found == {URIRef(GOV + name) for name in ("unitOf", "inFamily", "variantOf")}


def test_inverses_are_the_four() -> None:
    """Only the inverses that are asked for exist."""
    found = {frozenset(pair) for pair in ontology().subject_objects(OWL.inverseOf)}
    pairs = (
        ("issuedBy", "issued"),
        ("disputes", "disputedBy"),
        ("developedBy", "develops"),
        ("hasAccessState", "accessStateOf"),
    )
    assert found == {frozenset(URIRef(GOV + name) for name in pair) for pair in pairs}


def test_chains_are_the_two() -> None:
    """Holders of offices belong to the body; directives about a product concern its maker."""
    graph = ontology()
    found = {
        (str(p), *map(str, graph.items(chain)))
        for p, chain in graph.subject_objects(OWL.propertyChainAxiom)
    }
    assert found == {
        tuple(GOV + name for name in ("affiliatedWith", "holdsOffice", "officeOf")),
        tuple(GOV + name for name in ("affectsDeveloper", "targetsModel", "developedBy")),
    }


def test_only_constructs_of_the_profile_are_used() -> None:
    """The ontology stays in OWL 2 RL: every term of OWL in it is one that the profile allows."""
    allowed = {
        OWL[name]
        for name in (
            "Class",
            "ObjectProperty",
            "DatatypeProperty",
            "AnnotationProperty",
            "TransitiveProperty",
            "inverseOf",
            "propertyChainAxiom",
            "AllDisjointClasses",
            "members",
            "disjointWith",
            "Ontology",
            "versionIRI",
            "versionInfo",
        )
    }
    used = {t for triple in ontology(ALIGNED) for t in triple if str(t).startswith(str(OWL))}
    assert used <= allowed
