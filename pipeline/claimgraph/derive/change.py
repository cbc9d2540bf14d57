"""How the quads of a graph change, and how they are found as they were."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from pyoxigraph import NamedNode, Quad

from claimgraph.terms import Term

Match = Callable[
    [NamedNode | None, NamedNode | None, Term | None, NamedNode | None], Iterator[Quad]
]


@dataclass(frozen=True)
class Change:
    """Quads that go from a graph and quads that come to it."""

    gone: frozenset[Quad]
    come: frozenset[Quad]

    @classmethod
    def between(cls, old: Iterable[Quad], new: Iterable[Quad]) -> "Change":
        """What makes one set of quads another."""
        before, after = frozenset(old), frozenset(new)
        return cls(before - after, after - before)
