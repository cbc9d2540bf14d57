"""The derived layers as they will be: those of a store with some quads gone and others come."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import pyoxigraph as ox
from pyoxigraph import NamedNode, Quad

from claimgraph.derive.change import Change, Match
from claimgraph.terms import Term


@dataclass
class Layers:
    """Quads found by pattern, as `match` finds them, changes counted in."""

    match: Match
    gone: set[Quad] = field(default_factory=set)
    come: ox.Store = field(default_factory=ox.Store)

    def take(self, change: Change) -> None:
        """Counts a change in."""
        self.gone |= change.gone
        self.come.extend(change.come)

    def quads_for_pattern(
        self,
        subject: NamedNode | None,
        predicate: NamedNode | None,
        value: Term | None,
        graph: NamedNode | None = None,
    ) -> Iterator[Quad]:
        """The quads that have these terms; None stands for any."""
        for quad in self.match(subject, predicate, value, graph):
            if quad not in self.gone:
                yield quad
        yield from self.come.quads_for_pattern(subject, predicate, value, graph)

    def __iter__(self) -> Iterator[Quad]:
        """All quads."""
        return self.quads_for_pattern(None, None, None, None)
