"""What is of two kinds that exclude each other: the finding names the claims behind each."""

import json
from collections.abc import Iterator

import pyoxigraph as ox
import pytest

from claimgraph.check import findings
from claimgraph.check.findings import Finding
from claimgraph.export import layer_quads
from claimgraph.model import Document
from claimgraph.read import read_text
from claimgraph.run.pipeline import Pipeline
from claimgraph.store.embedded import Store
from claimgraph.vocabulary import SH, local_name

MAKES = "Zentra released Heron 2 on March 4, 2026."
IS_MADE = "A week went by.\n\nOrbital Labs released Zentra on March 9, 2026."
BESIDE = "Acme denied that Zentra released Heron 2. Acme tested Heron 2 on March 8, 2026."
ACCUSED = "On March 9, 2026, Acme accused Zentra of copying Heron 2."
TEXTS = {"a-makes": MAKES, "b-made": IS_MADE, "c-beside": BESIDE, "d-accused": ACCUSED}
BEHIND = {
    ("Actor", "a-makes:1:1", "Zentra released Heron 2 on March 4, 2026"),
    ("Actor", "d-accused:1:1", "On March 9, 2026, Acme accused Zentra of copying Heron 2"),
    ("Product", "b-made:3:1", "Orbital Labs released Zentra on March 9, 2026"),
}


def documents(*names: str) -> list[Document]:
    """The texts of these names."""
    told = {"publisher": "The Tide Report", "published": "2026-03-10"}
    return [read_text(TEXTS[name], name, **told) for name in names]


def clashes(found: tuple[Finding, ...]) -> list[Finding]:
    """The findings that tell of two kinds."""
    return [one for one in found if local_name(one.shape) == "Entity-oneKind"]


def behind(finding: Finding) -> set[tuple[str, str, str]]:
    """Kind, place and words of each ground."""
    return {(local_name(one.kind), one.place, one.quote) for one in finding.grounds}


@pytest.fixture(scope="module")
def pipeline() -> Pipeline:
    """The domain that ships."""
    return Pipeline.of()


@pytest.fixture(scope="module")
def store(pipeline: Pipeline) -> Iterator[Store]:
    """The graph of all the texts."""
    with Store.memory() as made:
        pipeline.build(made, documents(*TEXTS))
        yield made


@pytest.fixture(scope="module")
def clash(pipeline: Pipeline, store: Store) -> Finding:
    """The finding about what makes models and is one."""
    (found,) = clashes(pipeline.findings(store))
    return found


def test_just_the_claims_behind_each_kind_are_named(clash: Finding) -> None:
    """What is denied, and what other claims say of the thing, makes it of no kind."""
    assert behind(clash) == BEHIND
    assert clash.place == "a-makes:1:1"
    assert set(clash.claims) == {one.claim for one in clash.grounds}
    assert "Zentra is told to be of the kinds Actor and Product" in clash.message


def test_the_text_shows_each_claim_with_its_kind(clash: Finding) -> None:
    """Each kind stands beside place and words of what tells it."""
    shown = findings.as_text([clash])
    for kind, place, words in BEHIND:
        assert f"{kind}, as {place} tells “{words}”" in shown


def test_json_holds_the_claims_and_is_read_back(clash: Finding) -> None:
    """Nothing is lost between what is found and what is kept."""
    (told,) = json.loads(findings.as_json([clash]))["findings"]
    assert {(local_name(g["kind"]), g["quote"]) for g in told["grounds"]} == {
        (kind, words) for kind, _, words in BEHIND
    }
    assert findings.from_record(told) == clash


def test_sarif_shows_them_as_related_places(clash: Finding) -> None:
    """An editor leads to each of the claims."""
    (result,) = json.loads(findings.as_sarif([clash]))["runs"][0]["results"]
    related = result["relatedLocations"]
    regions = [one["physicalLocation"]["region"] for one in related]
    assert {region["snippet"]["text"] for region in regions} == {words for *_, words in BEHIND}
    assert {one["message"]["text"] for one in related} == {
        f"{kind}, as {place} tells." for kind, place, _ in BEHIND
    }


def test_the_report_in_turtle_details_them(clash: Finding) -> None:
    """Each claim is a detail of the result, with the kind that it tells."""
    report = ox.Store()
    report.load(findings.as_turtle([clash]).encode(), format=ox.RdfFormat.TURTLE)
    asked = f"SELECT ?claim ?kind {{ ?r <{SH}detail> ?d . ?d <{SH}focusNode> ?claim ; "
    rows = report.query(asked + f"<{SH}value> ?kind ; <{SH}resultMessage> ?told }}")
    assert isinstance(rows, ox.QuerySolutions)
    assert {(row["claim"].value, row["kind"].value) for row in rows} == {
        (one.claim, one.kind) for one in clash.grounds
    }


def test_sources_added_one_by_one_give_the_same_finding(pipeline: Pipeline, clash: Finding) -> None:
    """It comes with the source that makes the second kind, and goes with it."""
    with Store.memory() as grown:
        for name in ("d-accused", "c-beside", "a-makes"):
            assert clashes(pipeline.build(grown, documents(name)).findings) == []
        assert clashes(pipeline.build(grown, documents("b-made")).findings) == [clash]
        pipeline.remove(grown, ["a-makes"])
        (left,) = clashes(pipeline.findings(grown))
        assert behind(left) == {one for one in BEHIND if one[1] != "a-makes:1:1"}
        pipeline.remove(grown, ["b-made"])
        assert clashes(pipeline.findings(grown)) == []


def test_a_source_judged_beside_the_store_is_told_of_it(pipeline: Pipeline, clash: Finding) -> None:
    """Also where the first of the claims stands in a source that is there already."""
    with Store.memory() as there:
        pipeline.build(there, documents("a-makes", "c-beside", "d-accused"))
        assert clashes(pipeline.validate(documents("b-made"), there)) == [clash]
        assert clashes(pipeline.validate(documents("c-beside"), there)) == []


def test_an_export_checked_as_a_file_tells_the_same(
    pipeline: Pipeline, store: Store, clash: Finding
) -> None:
    """No layer is needed to find the claims, and no text."""
    (found,) = clashes(pipeline.checker.check(layer_quads(store)))
    assert [(g.kind, g.claim, g.span) for g in found.grounds] == [
        (g.kind, g.claim, g.span) for g in clash.grounds
    ]


def test_a_kind_that_no_claim_tells_is_told_as_such(pipeline: Pipeline, store: Store) -> None:
    """The lexicon stands behind one kind, nothing behind the other."""
    alibaba, person = (
        ox.NamedNode(f"https://w3id.org/claimgraph/{name}")
        for name in ("id/alibaba", "governance#Person")
    )
    with Store.memory() as other:
        pipeline.build(other, [read_text("Alibaba released Heron 2 on March 4, 2026.", "one")])
        kind = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
        planted = [*layer_quads(other), ox.Quad(alibaba, kind, person)]
        (found,) = clashes(pipeline.checker.check(planted))
    told = {(local_name(one.kind), local_name(one.claim)) for one in found.grounds}
    assert ("Organization", "lexicon") in told
    assert ("Person", "") in told


def test_another_kind_leaves_what_else_is_found_as_it_was(pipeline: Pipeline) -> None:
    """A situation judged again for a kind of its doer is seen with its differences."""
    rival = read_text("Zentra released Heron 2 on March 7, 2026.", "rival", publisher="Reef")
    with Store.memory() as grown, Store.memory() as whole:
        pipeline.build(grown, [*documents("a-makes"), rival])
        found = pipeline.build(grown, documents("b-made")).findings
        texts = [*documents("a-makes", "b-made"), rival]
        assert found == pipeline.build(whole, texts).findings
    assert {local_name(one.shape) for one in found if one.severity == "Violation"} == {
        "Entity-oneKind"
    }
