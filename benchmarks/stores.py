"""Our store beside rdflib's own on the same graph: loading it, and the catalogue's questions.

    python benchmarks/stores.py [--triples 20000] [--limit 60]

Both hold the layers of a made-up graph, and both are asked the same SPARQL with the same terms
bound. Prints a table of seconds of processor time; a question that rdflib does not answer within
the limit says so, and so does an answer with another number of rows, or one whose terms the graph
does not tell of.
"""

import argparse
import signal
import statistics
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import FrameType
from typing import TYPE_CHECKING, TypeVar, cast

import pyoxigraph as ox
import rdflib
from bars import told
from graphs import grown, sample
from rdflib.util import from_n3

from claimgraph.ask.catalogue import Catalogue, Question, solve
from claimgraph.ask.names import Names, store_names
from claimgraph.errors import UnknownNameError
from claimgraph.layout import domain
from claimgraph.run.pipeline import Pipeline
from claimgraph.store.embedded import Store

if TYPE_CHECKING:
    from rdflib.term import Identifier

SAMPLE = 60
Found = TypeVar("Found")


@dataclass(frozen=True, slots=True)
class Both:
    """The same graph in our store, whose names are read beforehand, and in rdflib's."""

    ours: Store
    names: Names
    theirs: rdflib.Dataset
    limit: int


class TooLongError(Exception):
    """The limit of time is over."""


def main() -> int:
    """Loads the graph into both, asks both, and prints how long each took."""
    args = _arguments()
    signal.signal(signal.SIGALRM, _too_long)
    quads = list(grown(sample(Pipeline.of(), SAMPLE), args.triples))
    ours, loading = _timed(lambda: _ours(quads))
    theirs, their_loading = _timed(lambda: _theirs(quads))
    print("| what | rows | ours, s | rdflib, s | times |\n|---|---:|---:|---:|---:|")
    print(_row(f"load {len(quads):,} quads", "", loading, f"{their_loading:.2f}", their_loading))
    both = Both(ours, _names(ours), theirs, args.limit)
    factors = []
    for question in Catalogue.load(domain()).questions:
        bound = told([one.name for one in question.parameters])
        if all(one.optional or one.name in bound for one in question.parameters):
            factors.append(_compared(both, question, bound))
    known = sorted(factor for factor in factors if factor)
    print(f"\n{len(known)} questions answered by both; median {statistics.median(known):.0f} times")
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--triples", type=int, default=20_000)
    parser.add_argument("--limit", type=int, default=60, help="seconds that rdflib gets a question")
    return parser.parse_args()


def _timed(work: Callable[[], Found]) -> tuple[Found, float]:
    """What some work gives, and the seconds of processor time it took."""
    started = time.process_time()
    found = work()
    return found, time.process_time() - started


def _ours(quads: Sequence[ox.Quad]) -> Store:
    store = Store.memory()
    store.inner.bulk_extend(quads)
    return store


def _theirs(quads: Sequence[ox.Quad]) -> rdflib.Dataset:
    found = rdflib.Dataset(default_union=True)
    written = ox.serialize(quads, format=ox.RdfFormat.N_QUADS)
    return found.parse(data=written, format="nquads")


def _names(store: Store) -> Names:
    def select(sparql: str) -> ox.QuerySolutions:
        found = store.query(sparql)
        assert isinstance(found, ox.QuerySolutions)  # noqa: S101, the names come by SELECT
        return found

    return store_names(select)


def _compared(both: Both, question: Question, given: Mapping[str, str]) -> float | None:
    """Prints a question's row; how many times as long rdflib took, if it came to an end."""
    try:
        (bound, rows), seconds = _timed(lambda: solve(both.ours, question, given, both.names))
    except UnknownNameError as error:  # the sample tells of few
        print(f"| {question.name} | not asked: {error} | | | |", flush=True)
        return None
    terms = {name: cast("Identifier", from_n3(str(term))) for name, term in bound.items()}
    signal.alarm(both.limit)
    try:
        found, took = _timed(lambda: list(both.theirs.query(question.sparql, initBindings=terms)))
    except TooLongError:
        print(_row(question.name, len(rows), seconds, f"over {both.limit}", None), flush=True)
        return None
    finally:
        signal.alarm(0)
    counts = str(len(rows)) if len(found) == len(rows) else f"{len(rows)}, rdflib {len(found)}"
    print(_row(question.name, counts, seconds, f"{took:.2f}", took), flush=True)
    return took / seconds


def _row(what: str, rows: object, ours: float, theirs: str, took: float | None) -> str:
    times = f"{took / ours:.0f}" if took else ""
    return f"| {what} | {rows} | {ours:.4f} | {theirs} | {times} |"


def _too_long(_signal: int, _frame: FrameType | None) -> None:
    raise TooLongError


if __name__ == "__main__":
    sys.exit(main())
