"""SHACL property paths (section 2.3.1): read from a shapes graph, walked over data."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final, TypeAlias

from pyoxigraph import NamedNode

from claimgraph.errors import DomainError
from claimgraph.shacl.data import FIRST, Data, Table, Term
from claimgraph.vocabulary import SH

Step: TypeAlias = Callable[[Term], Iterable[Term]]
"""From a node to where a path leads in a graph, some of it more than once."""
Walk: TypeAlias = Callable[[Data], Step]

INVERSE, ALTERNATIVE = NamedNode(SH + "inversePath"), NamedNode(SH + "alternativePath")
MANY, SOME, MAYBE = (
    NamedNode(SH + name) for name in ("zeroOrMorePath", "oneOrMorePath", "zeroOrOnePath")
)
REPEATS: Final = {MANY: "*", SOME: "+", MAYBE: "?"}


@dataclass(frozen=True, slots=True)
class Path:
    """A property path: what it says in SPARQL's notation, and the way it goes in a graph.

    `property` is its IRI where it is a single property, for closed shapes.
    """

    text: str
    walk: Walk
    property: NamedNode | None = None

    def values(self, data: Data, nodes: Iterable[Term]) -> list[list[Term]]:
        """The value nodes of focus nodes, each once, in the order in which they are met."""
        step = self.walk(data)
        return [list(dict.fromkeys(step(node))) for node in nodes]


def read_path(graph: Data, node: Term) -> Path:
    """The path that a node of a shapes graph describes.

    Raises:
        DomainError: it is no path.
    """
    if isinstance(node, NamedNode):
        return Path(node.value, _step(node), node)
    if graph.objects(node, FIRST):
        steps = graph.members(node)
        text = "/".join(_inner(graph, one) for one in steps)
        return Path(text, _chain([read_path(graph, one) for one in steps]))
    if (inner := graph.one(node, INVERSE)) is not None:
        return Path("^" + _inner(graph, inner), _back(graph, inner))
    if (choice := graph.one(node, ALTERNATIVE)) is not None:
        ways = [read_path(graph, one) for one in graph.members(choice)]
        text = "|".join(_inner(graph, one) for one in graph.members(choice))
        return Path(text, _either(ways))
    for predicate, sign in REPEATS.items():
        if (inner := graph.one(node, predicate)) is not None:
            return Path(_inner(graph, inner) + sign, _repeated(read_path(graph, inner), sign))
    raise DomainError(str(node), "is no property path of SHACL.", "See section 2.3.1.")


def _inner(graph: Data, node: Term) -> str:
    path = read_path(graph, node)
    return f"<{path.text}>" if path.property else f"({path.text})"


def _step(predicate: NamedNode) -> Walk:
    return lambda data: _told(data.out(predicate))


def _back(graph: Data, inner: Term) -> Walk:
    """Backwards along a path: what a path is made of, each part backwards, in the other order."""
    path = read_path(graph, inner)
    if path.property is not None:
        predicate = path.property
        return lambda data: _told(data.into(predicate))
    if graph.objects(inner, FIRST):
        return _chain([_turned(graph, one) for one in reversed(graph.members(inner))])
    if (turned := graph.one(inner, INVERSE)) is not None:
        return read_path(graph, turned).walk
    if (choice := graph.one(inner, ALTERNATIVE)) is not None:
        return _either([_turned(graph, one) for one in graph.members(choice)])
    sign, repeated = next((REPEATS[p], one) for p in REPEATS if (one := graph.one(inner, p)))
    return _repeated(_turned(graph, repeated), sign)


def _turned(graph: Data, node: Term) -> Path:
    return Path("", _back(graph, node))


def _told(table: Table) -> Step:
    return lambda node: table.get(node, ())


def _either(ways: list[Path]) -> Walk:
    def walk(data: Data) -> Step:
        steps = [way.walk(data) for way in ways]
        return lambda node: [value for step in steps for value in step(node)]

    return walk


def _chain(parts: list[Path]) -> Walk:
    def walk(data: Data) -> Step:
        steps = [part.walk(data) for part in parts]

        def along(node: Term) -> Iterable[Term]:
            reached: Iterable[Term] = (node,)
            for step in steps:
                reached = dict.fromkeys([value for one in reached for value in step(one)])
            return reached

        return along

    return walk


def _repeated(path: Path, sign: str) -> Walk:
    def walk(data: Data) -> Step:
        step = path.walk(data)
        if sign == "?":
            return lambda node: (node, *step(node))
        return lambda node: _reached(node, step, is_there=sign == "*")

    return walk


def _reached(node: Term, step: Step, *, is_there: bool) -> Iterable[Term]:
    """Where a step leads, taken again and again; the node itself too if it `is_there` before."""
    reached: dict[Term, None] = {node: None} if is_there else {}
    frontier = [node]
    while frontier:
        for value in step(frontier.pop()):
            if value not in reached:
                reached[value] = None
                frontier.append(value)
    return reached
