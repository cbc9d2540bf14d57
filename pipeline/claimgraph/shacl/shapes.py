"""Shapes as a shapes graph describes them (SHACL sections 2 and 4); what is unknown is refused."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final, TypeAlias

from pyoxigraph import Literal, NamedNode, Triple

from claimgraph.errors import DomainError
from claimgraph.shacl.components import COMPONENTS, Check, Given
from claimgraph.shacl.data import TYPE, Data, Term
from claimgraph.shacl.paths import Path, read_path
from claimgraph.vocabulary import OWL, RDFS, SH

SHAPE_CLASSES: Final = tuple(NamedNode(SH + name) for name in ("NodeShape", "PropertyShape"))
CLASSES: Final = (NamedNode(RDFS + "Class"), NamedNode(OWL + "Class"))
TARGETS: Final = ("targetNode", "targetClass", "targetSubjectsOf", "targetObjectsOf")
NESTED: Final = ("node", "not", "property", "qualifiedValueShape")
LISTED: Final = ("and", "or", "xone")
# What says something about a shape and asks for nothing by itself.
SILENT: Final = frozenset(
    {"path", "property", "severity", "message", "deactivated", "name", "description", "order"}
    | {"group", "defaultValue", "flags", "ignoredProperties", "qualifiedValueShape"}
    | {"qualifiedValueShapesDisjoint", "declare", "prefixes", "shapesGraph", "conforms", "result"}
    | set(TARGETS)
)

Target: TypeAlias = tuple[str, Term]
"""The local name of a property that aims a shape, and what it aims at."""


class UnsupportedError(DomainError):
    """A shape uses what SHACL Core does not have."""


@dataclass(frozen=True, slots=True)
class Constraint:
    """A constraint component with its check."""

    component: str
    check: Check


@dataclass(frozen=True, slots=True)
class Shape:
    """One shape: where it applies, which value nodes it looks at, what it asks of them."""

    node: Term
    path: Path | None
    severity: str
    message: str
    targets: tuple[Target, ...]
    constraints: tuple[Constraint, ...]
    properties: tuple[Term, ...]


def targets(graph: Data, node: Term) -> Iterator[Target]:
    """What a shape is aimed at; one that is a class as well is aimed at its instances."""
    for name in TARGETS:
        for value in graph.objects(node, NamedNode(SH + name)):
            yield name, value
    if any(node in graph.instances(one) for one in CLASSES):
        yield "targetClass", node


def is_off(graph: Data, node: Term) -> bool:
    """Whether a shape is switched off."""
    told = graph.one(node, NamedNode(SH + "deactivated"))
    return isinstance(told, Literal) and told.value == "true"


class Shapes:
    """The shapes of a shapes graph, by node; those that are switched off are left out.

    Raises:
        UnsupportedError: a shape has a parameter of SHACL that is not of its Core.
    """

    def __init__(self, triples: Iterable[Triple]) -> None:
        self.graph = Data(triples)
        found = [self._shape(node) for node in self._nodes() if not is_off(self.graph, node)]
        self.by_node = {shape.node: shape for shape in found}

    @cached_property
    def targeted(self) -> tuple[Shape, ...]:
        """The shapes that name nodes to apply to, by name."""
        found = (shape for shape in self.by_node.values() if shape.targets)
        return tuple(sorted(found, key=lambda shape: str(shape.node)))

    def _nodes(self) -> list[Term]:
        """All nodes that are shapes by type, by target or by the place where they stand."""
        graph = self.graph
        found = {node for kind in SHAPE_CLASSES for node in graph.instances(kind)}
        for name in TARGETS:
            found |= set(graph.out(NamedNode(SH + name)))
        for name in NESTED:
            found |= {o for objects in graph.out(NamedNode(SH + name)).values() for o in objects}
        for name in LISTED:
            heads = (o for objects in graph.out(NamedNode(SH + name)).values() for o in objects)
            found |= {member for head in heads for member in graph.members(head)}
        return sorted(found, key=str)

    def _shape(self, node: Term) -> Shape:
        told = self.graph.one(node, NamedNode(SH + "path"))
        path = read_path(self.graph, told) if told is not None else None
        severity = self.graph.one(node, NamedNode(SH + "severity"))
        message = self.graph.one(node, NamedNode(SH + "message"))
        return Shape(
            node=node,
            path=path,
            severity=severity.value if severity else SH + "Violation",
            message=message.value if message else "",
            targets=tuple(targets(self.graph, node)),
            constraints=tuple(self._constraints(node, path)),
            properties=tuple(self.graph.objects(node, NamedNode(SH + "property"))),
        )

    def _constraints(self, node: Term, path: Path | None) -> Iterator[Constraint]:
        for predicate, value in self.graph.about(node):
            if not predicate.value.startswith(SH) or predicate == TYPE:
                continue
            name = predicate.value.removeprefix(SH)
            if name in COMPONENTS:
                component, make = COMPONENTS[name]
                check = make(Given(self.graph, node, path, value))
                yield Constraint(f"{SH}{component}ConstraintComponent", check)
            elif name not in SILENT:
                raise UnsupportedError(str(node), f"uses sh:{name}, which is not of SHACL Core.")
