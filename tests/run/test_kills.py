"""Builds killed at random moments and continued end with the graph of one left in peace."""

import os
import random
import signal
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from builders import Told, reading
from claimgraph.check.judging import Judge
from claimgraph.export import Format, export
from claimgraph.layout import domain
from claimgraph.model import Document, Reading
from claimgraph.run.pipeline import Pipeline
from claimgraph.store.embedded import Store

KILLS = 10
"""For each way of writing."""
SOURCES = 40
NAMES = ("halden", "moss", "food-agency")


def told(number: int) -> Reading:
    """A source with a claim or two; one in seven has a violation and is kept out."""
    name, other, day = NAMES[number % 3], NAMES[(number + 1) % 3], f"2031-05-{number % 9 + 1:02}"
    if number % 7 == 3:
        return reading(f"s{number:02}", Told("Accusation", "moss", "moss", date=day))
    order = Told("Order", name, other, "rye", day, quote=f"Number {number} orders.")
    return reading(f"s{number:02}", order, Told("Release", other, "", "oat", day))


READINGS = {one.document.id: one for one in map(told, range(SOURCES))}
DOCUMENTS = [one.document for one in READINGS.values()]


@dataclass(frozen=True)
class Reader:
    """Gives readings that were made before."""

    readings: Mapping[str, Reading]

    def read(self, documents: Iterator[Document]) -> Iterator[Reading]:
        """What each says."""
        return (self.readings[document.id] for document in documents)


@dataclass(frozen=True)
class Memory(Judge):
    """Gives verdicts on sources that were made before."""

    known: dict[frozenset[str], object] = field(default_factory=dict)

    def own_all(self, sources):  # noqa: D102
        return [self.remembered(told) for told in sources]

    def remembered(self, told):
        """The verdict on a source, made where it is asked for first."""
        key = frozenset(f"{s} {p} {told[p][s]}" for p in told for s in told[p])
        if key not in self.known:
            (self.known[key],) = super().own_all([told])
        return self.known[key]


@pytest.fixture(scope="module")
def judge() -> Judge:
    """Verdicts, each made once for all processes that are forked later."""
    made = Pipeline(domain(), "none")
    return Memory(made.checker, made.ontology)


@pytest.fixture(params=[0, 0.05], ids=["one by one", "in groups"])
def pipeline(judge: Judge, request: pytest.FixtureRequest) -> Pipeline:
    """The stages with all that is dear made before; sources are written alone or together."""
    made = Pipeline(domain(), "none", patience=request.param)
    made.__dict__["extractor"] = Reader(READINGS)
    made.__dict__["judge"] = judge
    return made


def build(pipeline: Pipeline, place: Path) -> bytes:
    """The export after a build that goes on where it was stopped."""
    with Store.open(place) as store:
        pipeline.build(store, DOCUMENTS)
        return export(store, Format.NQUADS)


def killed(pipeline: Pipeline, place: Path, after: float) -> bool:
    """Whether a build in another process was still at work when it was killed."""
    child = os.fork()
    if child == 0:
        build(pipeline, place)
        os._exit(0)
    time.sleep(after)
    os.kill(child, signal.SIGKILL)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs processes that can be forked")
def test_a_build_killed_anywhere_goes_on_to_the_same_graph(
    pipeline: Pipeline, tmp_path: Path
) -> None:
    """Ten kills, five to a store: whatever was cut, the export is the undisturbed one."""
    build(pipeline, tmp_path / "first")
    started = time.monotonic()
    whole = build(pipeline, tmp_path / "undisturbed")
    length = time.monotonic() - started
    dice, kills, stores = random.Random(7), 0, 0  # noqa: S311, no secret
    while kills < KILLS:
        place, stores = tmp_path / str(stores), stores + 1
        for _ in range(5):
            kills += killed(pipeline, place, dice.uniform(0, length))
        assert build(pipeline, place) == whole
