"""Findings: where they point, how they are rendered, and that pySHACL alone says the same."""

import json
from pathlib import Path

import pyoxigraph as ox
import pytest
from rdflib import Graph, URIRef

from claimgraph.check import findings
from claimgraph.check.checker import Checker, check
from claimgraph.check.findings import Finding, Severity
from claimgraph.check.locate import line_and_column
from claimgraph.check.rdflib_terms import rdflib_graph
from claimgraph.layout import domain
from claimgraph.vocabulary import CG, SH

FOLDER = Path(__file__).parents[1] / "shapes"
TOGETHER = (
    ("Claim", "Evidence", "Attribution", "Quantity", "Source"),
    ("Entity", "Situation", "Difference", "Vocabulary"),
    ("Directive", "SuspensionOrder", "Accusation", "Event", "Person", "AccessState", "ModelEntity"),
)


@pytest.fixture(scope="module")
def checker() -> Checker:
    """The shapes of the domain that ships, read once."""
    return Checker(domain())


def fixture(name: str) -> list[ox.Quad]:
    """The quads of a shape fixture with what is given to all."""
    paths = (FOLDER / "given.ttl", FOLDER / f"{name}.ttl")
    return [q for path in paths for q in ox.parse(path=path, format=ox.RdfFormat.TURTLE)]


def keys(found: object) -> set[tuple[str, ...]]:
    """What two validators must agree on: all but the wording."""
    return {(f.severity, f.shape, f.component, f.focus, f.path, f.value) for f in found}


@pytest.mark.parametrize("classes", TOGETHER, ids=lambda classes: classes[0])
def test_the_findings_are_those_of_pyshacl_alone(
    classes: tuple[str, ...], checker: Checker
) -> None:
    """Two engines side by side give what the reference validator gives on the same graph.

    All faults of some classes together are one graph. Left out are those in which a number or a
    date is some other text: rdflib compares unlike literals where SPARQL gives an error.
    """
    paths = [p for name in classes for p in sorted((FOLDER / name / "invalid").glob("*.ttl"))]
    names = [f"{p.parts[-3]}/invalid/{p.stem}" for p in paths if not p.stem.endswith("-as-text")]
    quads = [quad for name in names for quad in fixture(name)]
    assert keys(checker.by_reference(quads)) == keys(checker.every(quads))


def test_a_finding_points_at_source_line_column_and_words(checker: Checker) -> None:
    """Whoever gets a finding can put a finger on the words."""
    (finding,) = checker.check(fixture("Claim/invalid/own-voice-with-speaker"))
    assert (finding.source, finding.line, finding.column) == ("given", 1, 1)
    assert finding.quote == "The Harbour Agency ordered Lumen Labs to stop selling Glow 3"
    assert finding.place == "given:1:1"
    assert "Lumen Labs" in finding.message


def test_a_finding_on_a_situation_names_the_claims_behind_it(checker: Checker) -> None:
    """What reconciling made goes back to the claims that it was made of."""
    found = checker.check(fixture("Situation/invalid/rivals-not-shown"))
    assert {tuple(c.rsplit("/", 1)[1] for c in f.claims) for f in found} == {("1", "2")}
    assert found[0].source == "given"


def test_only_findings_of_the_sources_asked_for_are_given(checker: Checker) -> None:
    """Checking a new source does not tell again what is wrong with the others."""
    data = fixture("Source/invalid/no-title")
    assert {f.source for f in checker.check(data, {"other"})} == {"other"}
    assert checker.check(data, {"given"}) == ()


def test_an_rdflib_graph_gives_the_same_findings_as_its_quads() -> None:
    """Notebooks hand in what they have."""
    quads = fixture("Quantity/invalid/negative")
    graph = rdflib_graph(quad.triple for quad in quads)
    assert check(graph) == check(quads)


def test_graph_names_play_no_part(checker: Checker) -> None:
    """The layers are validated together, each triple once."""
    quads = fixture("Claim/invalid/no-status")
    named = [
        ox.Quad(q.subject, q.predicate, q.object, ox.NamedNode(f"https://example.org/{n % 2}"))
        for n, q in enumerate([*quads, *quads])
    ]
    assert checker.check(named) == checker.check(quads)


def test_findings_come_in_one_order(checker: Checker) -> None:
    """The same graph in any order of triples gives the same findings in the same order."""
    quads = fixture("Evidence/invalid/two-starts")
    assert checker.check(quads) == checker.check(quads[::-1])


def test_nothing_is_wrong_with_an_empty_graph(checker: Checker) -> None:
    """A build of which every source failed is no fault of the ontology, also where EXISTS asks."""
    assert checker.check([]) == ()


def test_warnings_alone_keep_nothing_out(checker: Checker) -> None:
    """What a text leaves open is no violation."""
    found = checker.check(fixture("Accusation/invalid/no-accuser"))
    assert findings.counts(found) == {
        Severity.VIOLATION: 0,
        Severity.WARNING: 1,
        Severity.INFO: 0,
    }


def test_line_and_column_count_code_points_from_one() -> None:
    """An emoji is one column, a line break begins the next line."""
    assert line_and_column("🙂 a\nbc", 2) == (1, 3)
    assert line_and_column("🙂 a\nbc", 5) == (2, 2)


@pytest.fixture
def found(checker: Checker) -> tuple[Finding, ...]:
    """A violation with words of the text and one without."""
    return checker.check(fixture("Evidence/invalid/source-not-described"))


def test_text_shows_place_severity_sentence_and_words(found: tuple[Finding, ...]) -> None:
    """A finding reads like a compiler's."""
    text = findings.as_text(found)
    assert "violation: Evidence stands in exactly one source" in text
    assert text.rstrip().endswith("2 violations, 0 warnings, 0 infos")


def test_json_has_sums_and_records(found: tuple[Finding, ...]) -> None:
    """What programs read has one record for each finding."""
    body = json.loads(findings.as_json(found))
    assert body["counts"]["Violation"] == len(body["findings"]) == 2
    assert set(body["findings"][0]) >= {"severity", "shape", "focus", "line", "column", "quote"}


def test_sarif_points_with_lines_and_offsets(checker: Checker) -> None:
    """Editors and code hosts get the place in their own terms."""
    log = json.loads(findings.as_sarif(checker.check(fixture("Claim/invalid/alleged-by-nobody"))))
    (result,) = log["runs"][0]["results"]
    region = result["locations"][0]["physicalLocation"]["region"]
    assert (result["level"], region["startLine"], region["charOffset"]) == ("warning", 1, 0)
    assert {rule["id"] for rule in log["runs"][0]["tool"]["driver"]["rules"]} == {result["ruleId"]}


def test_turtle_is_a_validation_report(found: tuple[Finding, ...]) -> None:
    """Other tools read the findings as SHACL prescribes."""
    graph = Graph().parse(data=findings.as_turtle(found), format="turtle")
    reported = set(graph.objects(predicate=URIRef(SH + "focusNode")))
    assert reported == {URIRef(f.focus) for f in found}
    assert (None, URIRef(SH + "conforms"), None) in graph


def test_turtle_of_no_findings_conforms() -> None:
    """An empty report says that all is well."""
    assert "true" in findings.as_turtle(())


def test_a_value_with_spaces_is_no_iri() -> None:
    """Words that hold an address are still words."""
    assert findings.is_iri(CG + "Claim")
    assert not findings.is_iri("see https://example.org/ there")
