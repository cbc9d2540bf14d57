"""Whether a build that is killed again and again ends with the graph of one that nobody disturbs.

    python benchmarks/kills.py [--kills 200] [--sources 40] [--workers 1] [--seed 1]

A child process, forked with everything loaded, builds a store from the beginnings of articles: a
build is then as much writing and deriving as reading. At a random moment of its processor time it
gets SIGKILL. The next child goes on in the same store. Whenever a child gets to the end its export
is compared with the undisturbed one and a new store is begun. The exit code is 1 where one differs.
Needs Linux, which tells what a process has used.
"""

import argparse
import os
import random
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from math import inf
from pathlib import Path

from articles import article

from claimgraph.export import Format, export
from claimgraph.extract.parse.language import load
from claimgraph.model import Document
from claimgraph.read import read_text
from claimgraph.run.pipeline import Pipeline
from claimgraph.run.work import Limits
from claimgraph.store.embedded import Store

PARAGRAPHS = 4
"""So many of each article, its title among them."""
TICKS = os.sysconf("SC_CLK_TCK")
LOOK = 0.005
"""So many seconds lie between two looks at what a child has used."""


def main() -> int:
    """Kills so many builds; tells how many ended well after how many kills."""
    args = _arguments()
    pipeline, documents = _loaded(), list(_beginnings(args.sources))
    limits = Limits(args.workers) if args.workers else None
    with tempfile.TemporaryDirectory() as folder:
        dice, kills, ended, wrong = random.Random(args.seed), 0, 0, 0  # noqa: S311, no secret

        def build(place: Path, after: float = inf) -> float | None:
            return _used_by(lambda: _build(pipeline, place, documents, limits), after)

        undisturbed = Path(folder) / "undisturbed"
        length, whole = build(undisturbed) or 0, _export(undisturbed)
        while kills < args.kills or not ended:
            store = Path(folder) / str(ended)
            while kills < args.kills and build(store, dice.uniform(0, length)) is None:
                kills += 1
            build(store)
            ended += 1
            wrong += _export(store) != whole
            print(f"{kills} kills, {ended} builds, {wrong} wrong", file=sys.stderr, flush=True)
    bound = "met" if not wrong else "not met"
    print(f"{kills} kills of builds of {args.sources} sources, {ended} builds continued to the end")
    print(f"bar kill -9 and continue: {wrong} different exports (bound 0) {bound}")
    return int(wrong > 0)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--sources", type=int, default=40)
    parser.add_argument("--workers", type=int, default=1, help="0 reads in the building process")
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args()


def _beginnings(count: int) -> Iterator[Document]:
    for number in range(count):
        text, known = article(number)
        beginning = "\n\n".join(text.split("\n\n")[:PARAGRAPHS])
        yield read_text(beginning, f"article-{number:06}", markdown=True, **known)


def _loaded() -> Pipeline:
    pipeline = Pipeline.of()
    load(pipeline.model)
    _ = pipeline.extractor, pipeline.run, pipeline.checker.constraints
    return pipeline


def _build(
    pipeline: Pipeline, place: Path, documents: Sequence[Document], limits: Limits | None
) -> None:
    with Store.open(place) as store:
        pipeline.build(store, documents, limits=limits)


def _export(place: Path) -> bytes:
    """The graph of a store, which another process opens: see `_used_by`."""
    told = place.with_suffix(".nq")

    def write() -> None:
        with Store.open(place, read_only=True) as store:
            told.write_bytes(export(store, Format.NQUADS))

    _used_by(write)
    return told.read_bytes()


def _used_by(work: Callable[[], None], after: float = inf) -> float | None:
    """The processor time of work in a child; None where it was killed after using so much.

    All that opens a store goes this way: a process forked from one that did would wait for ever
    for threads of the store's that only the other has, and never be killed at a later moment.
    """
    child = os.fork()
    if child == 0:
        with suppress(Exception):
            work()
            os._exit(0)
        os._exit(1)
    used = 0.0
    while (ended := os.waitpid(child, os.WNOHANG)) == (0, 0):
        used = max(used, _used(child))
        if used >= after:
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
            return None
        time.sleep(LOOK)
    if ended[1]:
        raise SystemExit(f"A child ended with status {ended[1]}.")
    return used


def _used(process: int) -> float:
    """The processor time, in seconds, of a process and of those that it began."""
    try:
        told = Path(f"/proc/{process}/stat").read_text("ascii").rpartition(")")[2].split()
        begun = Path(f"/proc/{process}/task/{process}/children").read_text("ascii").split()
    except OSError:  # it is gone
        return 0.0
    return sum(map(int, told[11:15])) / TICKS + sum(map(_used, map(int, begun)))


if __name__ == "__main__":
    sys.exit(main())
