"""Builds that are killed and go on, for `test_kills.py`: in a process that opens no store itself.

A process forked from one that has opened a store waits for ever for threads that only the other
has, and would be killed there each time, never at a later moment. So all stores are opened in
children, and the process that forks them is begun anew.
"""

import os
import random
import signal
import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from builders import Told, reading
from claimgraph.check.judging import Judge
from claimgraph.export import Format, export
from claimgraph.layout import domain
from claimgraph.model import Document, Reading
from claimgraph.run.pipeline import Pipeline
from claimgraph.store.embedded import Store

KILLS = 10
KILLS_A_STORE = 5
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


def outcome(patience: float, folder: Path) -> tuple[int, int, int]:
    """How many builds were killed, how many stores were finished, how many of these are wrong."""
    pipeline = _pipeline(patience)
    started = time.monotonic()
    _ends(pipeline, folder / "undisturbed")
    length = time.monotonic() - started
    whole = _export(folder / "undisturbed")
    dice, kills, stores, wrong = random.Random(7), 0, 0, 0  # noqa: S311, no secret
    while kills < KILLS:
        place, stores = folder / str(stores), stores + 1
        for _ in range(KILLS_A_STORE):
            kills += not _ends(pipeline, place, dice.uniform(0, length))
        _ends(pipeline, place)
        wrong += _export(place) != whole
    return kills, stores, wrong


def _pipeline(patience: float) -> Pipeline:
    """The stages with all that is dear made before; sources are written alone or together."""
    made = Pipeline(domain(), "none", patience=patience)
    made.__dict__["extractor"] = Reader(READINGS)
    made.__dict__["judge"] = Memory(made.checker, made.ontology)
    assert len(list(made.judge_all(DOCUMENTS))) == SOURCES
    return made


def _ends(pipeline: Pipeline, place: Path, after: float | None = None) -> bool:
    """Whether a build in another process gets to its end before it is killed."""
    child = os.fork()
    if child == 0:
        with suppress(Exception), Store.open(place) as store:
            pipeline.build(store, DOCUMENTS)
            _file(place).write_bytes(export(store, Format.NQUADS))
            os._exit(0)
        os._exit(1)
    if after is not None:
        time.sleep(after)
        os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    assert status in (0, signal.SIGKILL), "a build failed"
    return status == 0


def _file(place: Path) -> Path:
    return place.with_suffix(".nq")


def _export(place: Path) -> bytes:
    return _file(place).read_bytes()
