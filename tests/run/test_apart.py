"""What another process derives is what this one derives; what it leaves undone is done here."""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest

from builders import Told, reading
from claimgraph.export import Format, export
from claimgraph.layout import domain
from claimgraph.model import Document, Reading
from claimgraph.run.apart import Apart
from claimgraph.run.pipeline import Pipeline
from claimgraph.run.settling import Gathered
from claimgraph.run.work import FORKS
from claimgraph.store.embedded import Store

READINGS = (
    reading("s1", Told("Order", "halden", "moss", "rye", "2031-05-02", quote="Halden orders.")),
    reading("s2", Told("Order", "halden", "moss", "rye", "2031-05-03", quote="An order came.")),
    reading("s3", Told("Accusation", "moss", "moss", date="2031-05-02")),
    reading("s4", Told("Release", "moss", "", "oat", "2031-05-02")),
)
pytestmark = pytest.mark.skipif(not FORKS, reason="needs processes that can be forked")


DOCUMENTS = [one.document for one in READINGS]


class Reader:
    """Gives the readings above."""

    def read(self, documents: Iterable[Document]) -> Iterator[Reading]:
        """What each says."""
        known = {one.document.id: one for one in READINGS}
        return (known[document.id] for document in documents)


@pytest.fixture(scope="module")
def pipeline() -> Pipeline:
    """The stages without a language model."""
    made = Pipeline(domain(), "none")
    made.__dict__["extractor"] = Reader()
    return made


def settled(
    pipeline: Pipeline, place: Path, disturb: Callable[[Apart], None] = lambda _: None
) -> tuple[bytes, list[str], bool]:
    """Graph and findings of a store settled by another process, and whether that was there."""
    with Store.open(place) as store:
        apart = pipeline.settling.apart(store)
        assert apart is not None
        gathered = Gathered(apart)
        for one in pipeline.judge_and_pack(DOCUMENTS):
            store.replace_sources({one.lifted.id: one.lifted.source})
            gathered.take(one.lifted.id, one.findings, one.tale)
        disturb(apart)
        was_there = apart.is_there
        found = pipeline.settling.settle(store, gathered.fresh, apart)
        apart.stop()
        return export(store, Format.NQUADS), [one.told for one in found.kept], was_there


@pytest.fixture(scope="module")
def expected(pipeline: Pipeline) -> tuple[bytes, list[str]]:
    """Graph and findings of a build that does it all in this process."""
    with Store.memory() as store:
        found = pipeline.build(store, DOCUMENTS).found
        return export(store, Format.NQUADS), [one.told for one in found.kept]


def test_another_process_settles_to_the_same_graph(
    pipeline: Pipeline, expected: tuple[bytes, list[str]], tmp_path: Path
) -> None:
    """And leaves a ledger by which the store goes on: what is removed and added is as it was."""
    assert settled(pipeline, tmp_path / "store") == (*expected, True)
    with Store.open(tmp_path / "store") as store:
        ledger = store.ledger
        assert ledger is not None
        assert ledger.state
        pipeline.remove(store, ["s2"])
        assert export(store, Format.NQUADS) != expected[0]
        pipeline.build(store, DOCUMENTS)
        assert export(store, Format.NQUADS) == expected[0]


def test_what_a_killed_process_was_told_is_settled_here(
    pipeline: Pipeline, expected: tuple[bytes, list[str]], tmp_path: Path
) -> None:
    """It may be gone before its order comes; the tales it took with it are read again."""

    def kill(apart: Apart) -> None:
        process, _ = apart._begun
        process.kill()
        process.join()

    assert settled(pipeline, tmp_path, kill) == (*expected, True)


def test_a_store_with_derived_layers_is_settled_here(pipeline: Pipeline, tmp_path: Path) -> None:
    """Little changes there; and no other process can see a store in memory."""
    settled(pipeline, tmp_path)
    with Store.open(tmp_path) as store:
        assert pipeline.settling.apart(store) is None
    assert pipeline.settling.apart(Store.memory()) is None
