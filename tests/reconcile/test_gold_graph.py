"""The claims that people found in three of the original articles, reconciled as the design says."""

from pathlib import Path

import pyoxigraph as ox
import pytest
from pyoxigraph import NamedNode, Quad

from builders import gold_reading, short
from claimgraph.check.kinds import Kinds
from claimgraph.entities import Lexicon, entity_layer
from claimgraph.infer import infer
from claimgraph.layout import domain
from claimgraph.lift import Run, lift
from claimgraph.ontology import Ontology
from claimgraph.reconcile import reconcile
from claimgraph.terms import TYPE, cg
from claimgraph.vocabulary import CG

PREFIXES = {
    "cg": CG,
    "gov": "https://w3id.org/claimgraph/governance#",
    "id": "https://w3id.org/claimgraph/id/",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
}


@pytest.fixture(scope="module")
def ontology() -> Ontology:
    """The ontology that ships."""
    return Ontology.load(domain())


@pytest.fixture(scope="module")
def graph(shared: Path, ontology: Ontology) -> list[Quad]:
    """All layers from the hand-made claims."""
    lexicon, run, quads = Lexicon(ontology), Run.of(ontology, "hand"), []
    for path in sorted((shared / "evaluation" / "gold" / "seeds").glob("*.jsonl")):
        (text,) = (shared / "seeds").glob(f"{path.stem}_*.txt")
        quads += lift(gold_reading(path, text, lexicon), run).source
    entities = entity_layer(quads, ontology)
    consensus = reconcile([*quads, *entities], ontology, domain().rule_files())
    return [*quads, *entities, *consensus, *infer([*entities, *consensus], ontology)]


@pytest.fixture(scope="module")
def store(graph: list[Quad]) -> ox.Store:
    """The layers in a store."""
    found = ox.Store()
    found.extend(graph)
    return found


def rows(store: ox.Store, sparql: str) -> set[tuple[str, ...]]:
    """Short forms of the rows of a query."""
    found = store.query(sparql, prefixes=PREFIXES, use_default_graph_as_union=True)
    assert isinstance(found, ox.QuerySolutions)
    return {tuple(short(value) for value in row) for row in found}


def test_the_launch_is_one_situation_with_one_conflict(store: ox.Store) -> None:
    """Rival days contradict, and the one told by more documents holds."""
    found = rows(
        store,
        "SELECT ?kind ?kept { ?s a gov:Release ; gov:affectsModel id:fable-5 . "
        "?d a cg:Conflict ; cg:onSituation ?s ; cg:kind ?kind ; cg:resolvedValue ?kept }",
    )
    assert found == {("Contradiction", "2026-06-09")}
    assert rows(store, "SELECT ?day { id:fable-5 gov:launchDate ?day }") == {("2026-06-09",)}


def test_one_body_stands_behind_the_order(store: ox.Store) -> None:
    """Department, secretary and government are one issuer, the department."""
    found = rows(
        store,
        "SELECT DISTINCT ?body { ?s a gov:Order ; gov:targetsModel id:fable-5 , id:mythos-5 ; "
        "gov:addressedTo id:anthropic ; gov:issuingBody ?body }",
    )
    assert found == {("us-department-of-commerce",)}


def test_the_allegation_is_no_deed_of_the_accused(store: ox.Store) -> None:
    """Nothing that the accused is said to have done is an instance of an event."""
    accused = rows(
        store, "SELECT ?who { ?s a gov:Accusation ; gov:accuser id:anthropic ; gov:accused ?who }"
    )
    assert ("alibaba",) in accused
    deeds = rows(store, "SELECT ?s { ?s a gov:Attack ; gov:performedBy id:alibaba }")
    assert deeds == set()


def test_every_claim_has_its_situation(graph: list[Quad]) -> None:
    """No claim of the three articles is dropped."""
    claims = {q.subject for q in graph if q.object == cg("Claim")}
    described = {q.subject for q in graph if q.predicate == cg("describes")}
    assert claims == described


def test_the_layers_share_no_triple_and_break_no_axiom(
    graph: list[Quad], store: ox.Store, ontology: Ontology
) -> None:
    """Each triple stands once; nothing is of two kinds that exclude each other."""
    triples = [quad.triple for quad in graph]
    assert len(triples) == len(set(triples))
    kinds = Kinds(store, ontology)
    told = [q for q in graph if q.predicate == TYPE and isinstance(q.object, NamedNode)]
    assert not [q for q in told if kinds.against(q.subject, q.object)]
