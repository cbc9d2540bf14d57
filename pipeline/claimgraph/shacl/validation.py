"""Validation of a data graph against shapes (SHACL section 3): the results, and nothing else."""

from collections.abc import Iterator
from dataclasses import dataclass

from pyoxigraph import NamedNode

from claimgraph.shacl.data import Data, Term
from claimgraph.shacl.shapes import Shape, Shapes, UnsupportedError


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


def validate(data: Data, shapes: Shapes) -> Iterator[Result]:
    """The results of all shapes that have targets, shape by shape.

    Raises:
        UnsupportedError: a shape leads back to itself.
    """
    run = Validation(data, shapes)
    for shape in shapes.targeted:
        for focus in sorted(run.targeted(shape), key=str):
            yield from run.results(shape, focus)


class Validation:
    """One validation: what has been found out about nodes is not asked twice."""

    def __init__(self, data: Data, shapes: Shapes) -> None:
        self.data = data
        self._shapes = shapes
        self._known: dict[tuple[Term, Term], bool] = {}
        self._open: set[tuple[Term, Term]] = set()

    def targeted(self, shape: Shape) -> set[Term]:
        """The focus nodes of a shape."""
        found: set[Term] = set()
        for kind, value in shape.targets:
            if kind == "targetNode":
                found.add(value)
            elif kind == "targetClass":
                found |= self.data.instances(value)
            elif isinstance(value, NamedNode):
                table = self.data.out if kind == "targetSubjectsOf" else self.data.into
                found |= set(table(value))
        return found

    def conforms(self, shape: Term, node: Term) -> bool:
        """Whether a node conforms to a shape; one that is switched off asks for nothing."""
        key = (shape, node)
        if key not in self._known:
            if key in self._open:
                raise UnsupportedError(
                    str(shape), "leads back to itself; SHACL leaves that undefined."
                )
            self._open.add(key)
            found = self._shapes.by_node.get(shape)
            self._known[key] = found is None or next(self.results(found, node), None) is None
            self._open.remove(key)
        return self._known[key]

    def results(self, shape: Shape, focus: Term) -> Iterator[Result]:
        """The results of one shape at one focus node."""
        values = [focus] if shape.path is None else shape.path.values(self.data, focus)
        for constraint in shape.constraints:
            for offence in constraint.check(self, focus, values):
                path = offence.path or (shape.path.text if shape.path else "")
                yield Result(
                    focus,
                    path,
                    offence.value,
                    shape.node,
                    constraint.component,
                    shape.severity,
                    shape.message,
                )
        for inner in shape.properties:
            if (nested := self._shapes.by_node.get(inner)) is not None:
                for value in values:
                    yield from self.results(nested, value)
