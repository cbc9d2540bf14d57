"""Graphs of any size: the layers of a small built store, copied with other names for its claims.

Entities stay shared, as they are in a real store; claims, evidence, situations and all else get a
number, so that copy n never meets copy m. The same size always gives the same quads.
"""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from articles import articles
from pyoxigraph import Literal, NamedNode, Quad

from claimgraph.run.pipeline import Pipeline
from claimgraph.store.embedded import Store
from claimgraph.vocabulary import BASE, DCTERMS, SOURCE_GRAPH

IDENTIFIER: Final = NamedNode(DCTERMS + "identifier")
NUMBERED: Final = re.compile(
    rf"(?P<kind>{BASE}(?:claim|evidence|attribution|quantity|mention|source|situation|difference"
    r"|state)/)(?P<name>.+)"
)


def sample(pipeline: Pipeline, count: int) -> list[Quad]:
    """All layers of a store built from so many made-up articles."""
    store = Store.memory()
    pipeline.build(store, articles(count))
    return sorted(store.quads(), key=str)


def fill(folder: Path, size: int, count: int = 60) -> None:
    """A store of at least so many quads in a folder, grown from so many made-up articles."""
    with Store.open(folder) as store:
        store.inner.bulk_extend(grown(sample(Pipeline.of(), count), size))
        store.inner.optimize()


def grown(base: Sequence[Quad], size: int) -> Iterator[Quad]:
    """At least so many quads: the base and as many copies of it as that takes."""
    yield from base
    copied = [quad for quad in base if _is_numbered(quad)]
    for copy in range(1, max(0, size - len(base)) // max(1, len(copied)) + 1):
        for quad in copied:
            subject, value = _renamed(quad.subject, copy), _renamed(quad.object, copy)
            if quad.predicate == IDENTIFIER and isinstance(value, Literal):
                value = Literal(f"{copy}-{value.value}")
            graph = _graph(quad.graph_name, copy)
            yield Quad(subject, quad.predicate, value, graph)  # type: ignore[arg-type]


def _is_numbered(quad: Quad) -> bool:
    ends = (quad.subject, quad.object)
    return any(isinstance(one, NamedNode) and NUMBERED.fullmatch(one.value) for one in ends)


def _renamed(term: object, copy: int) -> object:
    found = NUMBERED.fullmatch(term.value) if isinstance(term, NamedNode) else None
    return NamedNode(f"{found['kind']}{copy}-{found['name']}") if found else term


def _graph(name: object, copy: int) -> object:
    if isinstance(name, NamedNode) and name.value.startswith(SOURCE_GRAPH):
        return NamedNode(f"{SOURCE_GRAPH}{copy}-{name.value.removeprefix(SOURCE_GRAPH)}")
    return name
