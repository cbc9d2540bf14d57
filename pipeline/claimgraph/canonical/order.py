"""The canonical order of quads, however many: sorted in runs on disk and merged."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack
from heapq import merge
from itertools import islice
from tempfile import TemporaryFile
from typing import Any, Final

import pyoxigraph as ox
from pyoxigraph import DefaultGraph, NamedNode, Quad, RdfFormat

from claimgraph.prefixes import prefixes
from claimgraph.terms import sort_key

RUN: Final = 200_000
"""So many quads are sorted in memory; more are sorted in runs on disk."""

Key = Callable[[Quad], Any]


def flat(
    quads: Iterable[Quad], names: Mapping[str, str] | None = None
) -> tuple[dict[str, str], Iterator[Quad]]:
    """The prefixes that quads use, and their triples, sorted, each once, without graph names."""
    spaces: set[str] = set()
    noted = _noting(quads, spaces)
    triples = (Quad(q.subject, q.predicate, q.object, DefaultGraph()) for q in noted)
    ordered = in_order(triples, sort_key)
    return _used(spaces, names), ordered


def named(
    quads: Iterable[Quad], names: Mapping[str, str] | None = None
) -> tuple[dict[str, str], Iterator[Quad]]:
    """The prefixes that quads use, and the quads graph by graph, sorted, each once."""
    spaces: set[str] = set()
    ordered = in_order(_noting(quads, spaces), lambda q: (str(q.graph_name), *sort_key(q)))
    return _used(spaces, names), ordered


def in_order(quads: Iterable[Quad], key: Key) -> Iterator[Quad]:
    """Quads sorted by a key that tells them apart, each once.

    All are read before this returns; what is more than a run waits on disk.
    """
    stack = ExitStack()
    source = iter(quads)
    runs: list[Iterable[Quad]] = []
    while batch := list(islice(source, RUN)):
        batch.sort(key=key)
        whole = len(batch) < RUN
        runs.append(batch if whole else _spilled(batch, stack))
    return _merged(runs, key, stack)


def _spilled(batch: list[Quad], stack: ExitStack) -> Iterator[Quad]:
    """A sorted run read back from a file that is gone with the stack."""
    file = stack.enter_context(TemporaryFile())  # noqa: SIM115, the stack closes it
    ox.serialize(batch, file, RdfFormat.N_QUADS)
    file.seek(0)
    return iter(ox.parse(file, RdfFormat.N_QUADS, rename_blank_nodes=False))


def _merged(runs: list[Iterable[Quad]], key: Key, stack: ExitStack) -> Iterator[Quad]:
    with stack:
        last = None
        for quad in merge(*runs, key=key) if len(runs) > 1 else (runs or [()])[0]:
            if quad != last:
                yield quad
            last = quad


def _noting(quads: Iterable[Quad], spaces: set[str]) -> Iterator[Quad]:
    """The quads, while the namespaces that their terms begin with are noted."""
    for quad in quads:
        for term in (quad.subject, quad.predicate, quad.object, quad.graph_name):
            name = term.datatype if isinstance(term, ox.Literal) else term
            if isinstance(name, NamedNode):
                value = name.value
                spaces.add(value[: max(value.rfind("#"), value.rfind("/")) + 1])
        yield quad


def _used(spaces: set[str], names: Mapping[str, str] | None) -> dict[str, str]:
    known = prefixes() if names is None else names
    return {prefix: space for prefix, space in sorted(known.items()) if space in spaces}
