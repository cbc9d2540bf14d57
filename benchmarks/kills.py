"""Whether a build that is killed again and again ends with the graph of one that nobody disturbs.

    python benchmarks/kills.py [--kills 200] [--sources 40] [--workers 1] [--seed 1]

A child process, forked with everything loaded, builds a store from the beginnings of articles: a
build is then as much writing and deriving as reading. At a random moment it gets SIGKILL. The next
child goes on in the same store. Whenever a child gets to the end its export is compared with the
undisturbed one and a new store is begun. The exit code is 1 where one differs.
"""

import argparse
import os
import random
import signal
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
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


def main() -> int:
    """Kills so many builds; tells how many ended well after how many kills."""
    args = _arguments()
    pipeline, documents = _loaded(), list(_beginnings(args.sources))
    limits = Limits(args.workers) if args.workers else None
    with tempfile.TemporaryDirectory() as folder:
        started = time.monotonic()
        _build(pipeline, Path(folder) / "undisturbed", documents, limits)
        whole, length = _export(Path(folder) / "undisturbed"), time.monotonic() - started
        dice, kills, ended, wrong = random.Random(args.seed), 0, 0, 0  # noqa: S311, no secret
        while kills < args.kills or not ended:
            store = Path(folder) / str(ended)
            while kills < args.kills and _killed(
                pipeline, store, documents, limits, dice.uniform(0, length)
            ):
                kills += 1
            _build(pipeline, store, documents, limits)
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
    with Store.open(place, read_only=True) as store:
        return export(store, Format.NQUADS)


def _killed(
    pipeline: Pipeline,
    place: Path,
    documents: Sequence[Document],
    limits: Limits | None,
    after: float,
) -> bool:
    """Builds in a child that is killed after so many seconds; whether it was still at work."""
    child = os.fork()
    if child == 0:
        _build(pipeline, place, documents, limits)
        os._exit(0)
    time.sleep(after)
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status)


if __name__ == "__main__":
    sys.exit(main())
