"""Findings are kept and renewed where something changed: they are those of a build from nothing."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from builders import Told, reading
from claimgraph.check.findings import Finding, record
from claimgraph.check.verdicts import Kept, Verdicts
from claimgraph.export import Format, export
from claimgraph.layout import domain
from claimgraph.model import Document, Reading
from claimgraph.run.pipeline import Pipeline
from claimgraph.store.embedded import Store
from claimgraph.store.folder import VERDICTS
from claimgraph.store.graphstore import findings_told

ORDER = Told("Order", "halden", "moss", "rye", "2031-05-04")
READINGS = {
    one.document.id: one
    for one in (
        reading("tide", ORDER, Told("Release", "moss", "", "oat", "2031-05-01")),
        reading("reef", ORDER, Told("Release", "halden", "", "oat", "2031-06-01")),
        reading("dune", Told("Accusation", "moss", "moss"), Told("Order", "", "moss", "rye")),
        reading("cove", Told("Accusation", "halden", "moss", "rye")),
    )
}


@dataclass(frozen=True)
class Reader:
    """Gives readings that were made before."""

    readings: Mapping[str, Reading]

    def read(self, documents: Iterator[Document]) -> Iterator[Reading]:
        """What each says."""
        return (self.readings[document.id] for document in documents)


@pytest.fixture(scope="module")
def pipeline() -> Pipeline:
    """The stages without a language model."""
    made = Pipeline(domain(), "none")
    made.__dict__["extractor"] = Reader(READINGS)
    return made


def built(pipeline: Pipeline, store: Store, *names: str) -> tuple[bytes, tuple[Finding, ...]]:
    """The graph after a build of some sources, and what was found in it."""
    done = pipeline.build(store, [READINGS[name].document for name in names])
    return export(store, Format.NQUADS), done.findings


def test_findings_after_adds_and_removals_are_those_of_a_build_from_nothing(
    pipeline: Pipeline,
) -> None:
    """Also where a source is kept out, and where the last telling of something goes."""
    store = Store.memory()
    built(pipeline, store, "tide")
    built(pipeline, store, "dune", "cove")
    grown = built(pipeline, store, "reef")
    whole = built(pipeline, Store.memory(), *READINGS)
    assert grown == whole
    assert grown[1]
    pipeline.remove(store, ["tide", "dune"])
    left = export(store, Format.NQUADS), pipeline.findings(store)
    assert left == built(pipeline, Store.memory(), "cove", "reef")


def test_layers_that_were_just_made_are_judged_as_they_stand_in_the_store(
    pipeline: Pipeline,
) -> None:
    """Findings, their places and their claims, though of the sources little is looked at."""
    store = Store.memory()
    _, found = built(pipeline, store, *READINGS)
    assert any(one.line and "/claim/" not in one.focus for one in found)
    store.keep(VERDICTS, "")
    assert pipeline.findings(store) == found


def test_where_nothing_changed_nothing_is_written(pipeline: Pipeline, tmp_path: Path) -> None:
    """A store that refuses every write is settled again, with the findings that were kept."""
    with Store.open(tmp_path / "s") as store:
        _, found = built(pipeline, store, "tide", "dune")
    with Store.open(tmp_path / "s", read_only=True) as store:
        assert pipeline.settling.settle(store).all == pipeline.findings(store) == found


def test_a_kept_finding_is_the_finding(pipeline: Pipeline) -> None:
    """With its place or without one; what an earlier version kept is as if nothing was."""
    store = Store.memory()
    _, found = built(pipeline, store, *READINGS)
    placeless = [replace(one, span=None, line=0, quote="") for one in found]
    assert [Kept.of(one).finding for one in (*found, *placeless)] == [*found, *placeless]
    assert store.kept_findings() == (found, len(found))
    assert findings_told({"total": 1, "worst": [record(found[0])]}) is None
    assert findings_told(None) is None


def test_verdicts_survive_their_file(pipeline: Pipeline) -> None:
    """What is read back is what was written; what is no such file holds nothing."""
    store = Store.memory()
    _, found = built(pipeline, store, "tide", "dune")
    kept = Verdicts.load(store.kept(VERDICTS))
    assert Verdicts.load(kept.dump()) == kept
    assert {one.focus for one in found} <= {one.focus for one in kept.all}
    assert Verdicts.load("{}") == Verdicts.load("no JSON") == Verdicts()
