"""Validation of a data graph against shapes (SHACL section 3): the results, and nothing else."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from pyoxigraph import NamedNode

from claimgraph.shacl.components import Pairs
from claimgraph.shacl.data import Data, Nodes, Term
from claimgraph.shacl.shapes import Shape, Shapes, Target, UnsupportedError


@dataclass(frozen=True, slots=True)
class Result:
    """A validation result; `path` in SPARQL's notation, empty where a node shape speaks.

    `value` is None where the component names none.
    """

    focus: Term
    path: str
    value: Term | None
    shape: Term
    component: str
    severity: str
    message: str


@dataclass(frozen=True, slots=True)
class Scope:
    """Where to look: at nodes of `among` alone if given, and at none for being of a class `apart`.

    What stands apart is there for others to look at.
    """

    among: Nodes | None = None
    apart: Nodes = frozenset()


EVERYWHERE: Final = Scope()


def targeted(data: Data, targets: Iterable[Target], scope: Scope = EVERYWHERE) -> Nodes:
    """The focus nodes that targets name (SHACL section 2.1.3)."""
    found: set[Term] = set()
    for kind, value in targets:
        if kind == "targetNode":
            found.add(value)
        elif kind == "targetClass":
            found |= frozenset() if value in scope.apart else data.instances(value)
        elif isinstance(value, NamedNode):
            table = data.out if kind == "targetSubjectsOf" else data.into
            found |= table(value).keys()
    return found if scope.among is None else found & scope.among


def validate(data: Data, shapes: Shapes, scope: Scope = EVERYWHERE) -> Iterator[Result]:
    """The results of all shapes that have targets, by shape, then by focus node.

    Raises:
        UnsupportedError: a shape leads back to itself.
    """
    run = Validation(data, shapes)
    for shape in shapes.targeted:
        found = run.results(shape, tuple(targeted(data, shape.targets, scope)))
        yield from sorted(found, key=lambda result: str(result.focus))


class Validation:
    """One validation: what has been found out about nodes is not asked twice."""

    def __init__(self, data: Data, shapes: Shapes) -> None:
        self.data = data
        self._shapes = shapes
        self._known: dict[Term, dict[Term, bool]] = defaultdict(dict)
        self._open: set[Term | tuple[Term, Term]] = set()

    def conforming(self, shape: Term, nodes: Nodes) -> Nodes:
        """Those of some nodes that conform to a shape; one that is off asks for nothing."""
        found = self._shapes.by_node.get(shape)
        if found is None:
            return set(nodes)
        known = self._known[shape]
        fresh = {one for one in nodes if one not in known}
        if fresh and shape in self._open:
            for one in fresh:
                self._learn(found, {one}, (shape, one))
        elif fresh:
            self._learn(found, fresh, shape)
        return {one for one in nodes if known[one]}

    def _learn(self, shape: Shape, nodes: Nodes, key: Term | tuple[Term, Term]) -> None:
        """Finds out which nodes conform; `key` tells what is being asked meanwhile."""
        if key in self._open:
            raise UnsupportedError(
                str(shape.node), "leads back to itself; SHACL leaves that undefined."
            )
        self._open.add(key)
        wrong = self._failing(shape, nodes)
        self._open.remove(key)
        self._known[shape.node].update((one, one not in wrong) for one in nodes)

    def _failing(self, shape: Shape, nodes: Nodes) -> Nodes:
        pairs = self._pairs(shape, tuple(nodes))
        checks = (constraint.check for constraint in shape.constraints)
        wrong = {offence.focus for check in checks for offence in check(self, pairs)}
        for inner in shape.properties:
            values = {one for _, values in pairs for one in values}
            rest = values - self.conforming(inner, values)
            wrong |= {focus for focus, values in pairs if rest and not rest.isdisjoint(values)}
        return wrong

    def _pairs(self, shape: Shape, nodes: Sequence[Term]) -> Pairs:
        """Each node with the values that a shape looks at there."""
        if shape.path is None:
            return [(node, (node,)) for node in nodes]
        if shape.path.property is not None:
            table = self.data.out(shape.path.property)
            return [(node, table.get(node, ())) for node in nodes]
        return list(zip(nodes, shape.path.values(self.data, nodes), strict=True))

    def results(self, shape: Shape, nodes: Sequence[Term]) -> Iterator[Result]:
        """The results of one shape at some focus nodes."""
        if not nodes:
            return
        pairs = self._pairs(shape, nodes)
        for constraint in shape.constraints:
            for offence in constraint.check(self, pairs):
                yield Result(
                    offence.focus,
                    offence.path or (shape.path.text if shape.path else ""),
                    offence.value,
                    shape.node,
                    constraint.component,
                    shape.severity,
                    shape.message,
                )
        for inner in shape.properties:
            if (nested := self._shapes.by_node.get(inner)) is not None:
                yield from self.results(nested, [one for _, values in pairs for one in values])
