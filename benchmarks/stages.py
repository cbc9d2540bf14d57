"""What each stage of a build costs, beside spaCy alone on the same texts.

    python benchmarks/stages.py [--articles 100] [--rounds 3]

The stages run one after the other in one process, each over all articles. Prints a table of
milliseconds of processor time an article, medians of the rounds.
"""

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

from articles import articles
from speed import spacy_alone

from claimgraph.canonical import Format, write_to
from claimgraph.facts import Facts
from claimgraph.model import Document
from claimgraph.run.pipeline import Pipeline
from claimgraph.run.settling import Fresh
from claimgraph.run.work import collect_seldom
from claimgraph.store.embedded import Store


def main() -> int:
    """Prints what each stage costs."""
    args = _arguments()
    pipeline, corpus = Pipeline.of(), list(articles(args.articles))
    pipeline.build(Store.memory(), corpus[:2])
    collect_seldom()  # as the command does
    rounds = [_round(pipeline, corpus) for _ in range(args.rounds)]
    costs = {stage: statistics.median(one[stage] for one in rounds) for stage in rounds[0]}
    alone = costs["spaCy alone"]
    print("| stage | milliseconds an article | of spaCy alone |\n|---|---:|---:|")
    for stage, seconds in costs.items():
        print(f"| {stage} | {seconds / len(corpus) * 1000:.2f} | {seconds / alone:.2f} |")
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=100)
    parser.add_argument("--rounds", type=int, default=3)
    return parser.parse_args()


def _round(pipeline: Pipeline, corpus: list[Document]) -> dict[str, float]:
    """Seconds of processor time by stage."""
    took = {"spaCy alone": spacy_alone(corpus)}
    with _timed(took, "extract, spaCy included"):
        readings = list(pipeline.extractor.read(corpus))
    with _timed(took, "lift"):
        lifted = [pipeline.lifted(reading) for reading in readings]
    with _timed(took, "tell what each source tells, and judge it"):
        told = [one.tables for one in lifted]
        tales = [pipeline.settling.tale(Facts(one)) for one in told]
        lights = [pipeline.judge.light(one) for one in told]
        found = pipeline.judge.own_all(told)
    with tempfile.TemporaryDirectory() as folder, Store.open(Path(folder)) as store:
        store.note_run(pipeline.run.iri.value, pipeline.run.parts)
        with _timed(took, "store"):
            store.replace_sources({one.id: one.source for one in lifted})
        with _timed(took, "reconcile, infer, judge what is derived"):
            fresh = map(Fresh, found, tales, lights)
            pipeline.settling.settle(store, {o.id: f for o, f in zip(lifted, fresh, strict=True)})
        with _timed(took, "export in canonical order (not part of a build)"):
            write_to(BytesIO(), store.quads(), Format.NQUADS)
    return took


@contextmanager
def _timed(took: dict[str, float], stage: str) -> Iterator[None]:
    started = time.process_time()
    yield
    took[stage] = time.process_time() - started


if __name__ == "__main__":
    sys.exit(main())
