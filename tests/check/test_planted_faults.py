"""Thirty faults planted one by one: `validate` reports the fault, its place, and nothing else."""

from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox
import pytest

from claimgraph.check.findings import Severity
from claimgraph.export import layer_quads
from claimgraph.read import read_text
from claimgraph.run.pipeline import Pipeline
from claimgraph.store.embedded import Store

ARTICLE = """Heron 2 under scrutiny

Anthropic released Heron 2 on March 1, 2031. On March 2, 2031, Anthropic accused Alibaba of copying
Heron 2 with 40,000 fraudulent accounts. Alibaba denied the accusation on March 3.
"""
SUSPENDED = """Heron 2

On March 4 the Commerce Department ordered Anthropic to suspend Heron 2 for foreign nationals.
"""
PREFIXES = {
    "cg": "https://w3id.org/claimgraph/ns#",
    "gov": "https://w3id.org/claimgraph/governance#",
    "id": "https://w3id.org/claimgraph/id/",
    "oa": "http://www.w3.org/ns/oa#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "https://schema.org/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
RELEASE = "?c cg:type gov:Release"
SELECTOR = f"{RELEASE} ; cg:evidence ?e . ?e oa:hasSelector ?n"
ATTACK = "?c cg:type gov:Attack"
ACCUSED = "?s a gov:Accusation"


@dataclass(frozen=True)
class Fault:
    """A change of the graph in SPARQL Update, and the shape that has to notice it."""

    shape: str
    update: str
    warns: bool = False


def swap(subject: str, old: str, new: str) -> str:
    """An update that puts one triple in the place of another."""
    return f"DELETE {{ {old} }} INSERT {{ {new} }} WHERE {{ {subject} . {old} }}"


FAULTS = {
    "claim without status": Fault(
        "Claim-status", f"DELETE {{ ?c cg:status ?v }} WHERE {{ {RELEASE} . ?c cg:status ?v }}"
    ),
    "claim with two statuses": Fault(
        "Claim-status", f"INSERT {{ ?c cg:status cg:Reported }} WHERE {{ {RELEASE} }}"
    ),
    "claim without evidence": Fault(
        "Claim-evidence",
        "DELETE { ?c cg:evidence ?e . ?e ?p ?o . ?n ?q ?w } WHERE { ?c cg:type gov:Denial ; "
        "cg:evidence ?e . ?e ?p ?o ; oa:hasSelector ?n . ?n ?q ?w }",
    ),
    "claim without words that evoke it": Fault(
        "Claim-trigger", f"DELETE {{ ?c cg:trigger ?v }} WHERE {{ {RELEASE} . ?c cg:trigger ?v }}"
    ),
    "claim of a type that is none": Fault(
        "Claim-knownType", swap(ATTACK, "?c cg:type ?t", "?c cg:type gov:Company")
    ),
    "confidence above one": Fault(
        "Claim-confidence", swap(RELEASE, "?c cg:confidence ?v", "?c cg:confidence 1.5")
    ),
    "claim by no run": Fault(
        "Claim-run",
        f"DELETE {{ ?c ?p ?r }} WHERE {{ {RELEASE} . ?c ?p ?r . ?r a cg:Run }}",
    ),
    "quotation of another length": Fault(
        "Evidence-quoteLength",
        swap(
            SELECTOR,
            "?n oa:exact ?q",
            '?n oa:exact "Anthropic released"',
        ),
    ),
    "evidence past the end of the text": Fault(
        "Evidence-insideText",
        swap(
            f"{RELEASE} ; cg:evidence ?e . ?e oa:hasSelector ?n", "?n oa:end ?v", "?n oa:end 9999"
        ),
    ),
    "evidence without a beginning": Fault(
        "Evidence-start",
        f"DELETE {{ ?n oa:start ?v }} WHERE {{ {RELEASE} ; cg:evidence ?e . "
        "?e oa:hasSelector ?n . ?n oa:start ?v }",
    ),
    "participant that nothing describes": Fault(
        "Claim-participant", f"INSERT {{ ?c cg:agent id:nobody }} WHERE {{ {RELEASE} }}"
    ),
    "own voice with a speaker": Fault(
        "Claim-ownVoice", f"INSERT {{ ?c cg:speaker id:alibaba }} WHERE {{ {RELEASE} }}"
    ),
    "alleged by nobody": Fault(
        "Claim-speakerTold",
        f"DELETE {{ ?c cg:speaker ?v }} WHERE {{ {ATTACK} . ?c cg:speaker ?v }}",
        warns=True,
    ),
    "claim that embeds itself": Fault(
        "Claim-contentEnds", f"INSERT {{ ?c cg:content ?c }} WHERE {{ {RELEASE} }}"
    ),
    "date in words": Fault(
        "Claim-date", swap(RELEASE, "?c cg:date ?d", '?c cg:date "the first of March"')
    ),
    "asserted for a day to come": Fault(
        "Claim-afterPublication",
        swap(RELEASE, "?c cg:date ?d", '?c cg:date "2031-06-01"^^xsd:date'),
        warns=True,
    ),
    "figure without unit": Fault(
        "Quantity-unit", "DELETE { ?q schema:unitText ?u } WHERE { ?q schema:unitText ?u }"
    ),
    "property that the ontology lacks": Fault(
        "Vocabulary-property", f"INSERT {{ ?c gov:spelledWrong id:alibaba }} WHERE {{ {RELEASE} }}"
    ),
    "accusation of oneself": Fault(
        "Accusation-self", swap(ACCUSED, "?s gov:accused ?who", "?s gov:accused id:anthropic")
    ),
    "accusation without accuser": Fault(
        "Accusation-accuser",
        f"DELETE {{ ?s gov:accuser ?v }} WHERE {{ {ACCUSED} . ?s gov:accuser ?v }}",
        warns=True,
    ),
    "accusation without accused": Fault(
        "Accusation-accused",
        f"DELETE {{ ?s gov:accused ?v }} WHERE {{ {ACCUSED} . ?s gov:accused ?v }}",
        warns=True,
    ),
    "allegation that stands as a fact": Fault(
        "Situation-leakedType", "INSERT { ?s a gov:Attack } WHERE { ?s cg:ofType gov:Attack }"
    ),
    "company that is a person": Fault("Entity-oneKind", "INSERT DATA { id:alibaba a gov:Person }"),
    "identity asserted": Fault(
        "Entity-sameAs", "INSERT DATA { id:alibaba owl:sameAs id:anthropic }"
    ),
    "two names for one company": Fault(
        "Entity-sameLabel",
        'INSERT { id:anthropic-2 a ?t ; rdfs:label "Anthropic"@en ; cg:restsOn ?c } '
        f"WHERE {{ id:anthropic a ?t . {RELEASE} }}",
        warns=True,
    ),
    "state that ends before it begins": Fault(
        "AccessState-runsForward",
        'INSERT { ?a gov:validUntil "2031-01-01"^^xsd:date } WHERE { ?a gov:accessStatus ?s }',
    ),
}

# What a text itself leaves open: the shape that says so, its words, and what is told of it.
TOLD = {"publisher": "The Tide Report", "published": "2031-03-05"}
OPEN = {
    "nobody publishes it": ("Source-publisher", ARTICLE, {"published": "2031-03-05"}),
    "an order without a day": (
        "Directive-date",
        "Heron 2\n\nThe Commerce Department ordered Anthropic to delete Heron 2.\n",
        TOLD,
    ),
    "an order of nobody": (
        "Directive-issuer",
        "Heron 2\n\nOn March 4, 2031, Anthropic was ordered to delete Heron 2.\n",
        TOLD,
    ),
    "an order without a legal ground": (
        "SuspensionOrder-authority",
        SUSPENDED,
        TOLD,
    ),
}


@pytest.fixture(scope="module")
def pipeline() -> Pipeline:
    """The domain that ships."""
    return Pipeline.of()


@pytest.fixture(scope="module")
def graph(pipeline: Pipeline) -> list[ox.Quad]:
    """What a build makes of our article, as it is exported."""
    store = Store.memory()
    document = read_text(
        ARTICLE, id="tide-report", publisher="The Tide Report", published="2031-03-05"
    )
    pipeline.build(store, [document])
    return list(layer_quads(store))


def planted(graph: list[ox.Quad], update: str, folder: Path) -> Path:
    """The graph with a fault in it, as a Turtle file."""
    store = ox.Store()
    store.extend(ox.Quad(q.subject, q.predicate, q.object) for q in graph)
    before = set(store)
    store.update(update, prefixes=PREFIXES)
    assert set(store) != before, "the fault was not planted"
    file = folder / "fault.ttl"
    store.dump(str(file), format=ox.RdfFormat.TURTLE, from_graph=ox.DefaultGraph())
    return file


def test_the_graph_is_clean_before(graph: list[ox.Quad], pipeline: Pipeline) -> None:
    """What is reported below comes from what was planted."""
    assert pipeline.checker.check(graph) == ()


@pytest.mark.parametrize("name", FAULTS)
def test_a_planted_fault_is_reported_alone(
    name: str, graph: list[ox.Quad], pipeline: Pipeline, tmp_path: Path
) -> None:
    """The shape that is there for it finds it, with its severity, and no other finds anything."""
    fault = FAULTS[name]
    found = pipeline.check_graphs([planted(graph, fault.update, tmp_path)])
    severity = Severity.WARNING if fault.warns else Severity.VIOLATION
    assert {(one.shape.rsplit("#")[-1], one.severity) for one in found} == {(fault.shape, severity)}


@pytest.mark.parametrize("name", OPEN)
def test_what_a_text_leaves_open_is_a_warning_at_its_words(name: str, pipeline: Pipeline) -> None:
    """One warning, which points into the text unless the whole text is meant."""
    shape, text, told = OPEN[name]
    (finding,) = pipeline.validate([read_text(text, "tide-report", **told)])
    assert (finding.shape.rsplit("#")[-1], finding.severity) == (shape, Severity.WARNING)
    assert finding.place == ("tide-report" if shape == "Source-publisher" else "tide-report:3:1")
