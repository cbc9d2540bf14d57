"""What shapes look at beyond their focus nodes: of what else a change can alter what is found.

A shape sees all that is told of its focus node. Of other nodes it sees what its paths and queries
name, and their kinds; a query that names nothing there sees anything at all.
"""

from collections.abc import Iterable, Iterator
from typing import Final

from pyoxigraph import NamedNode
from rdflib.term import Identifier, Variable

from claimgraph.check.constraints import THIS, Constraint, Pattern
from claimgraph.check.paths import last, named, steps, steps_beyond
from claimgraph.shacl import Data, Term
from claimgraph.terms import LABEL, TYPE
from claimgraph.vocabulary import RDF, SH

NIL: Final = NamedNode(RDF + "nil")
PATH, PROPERTY = NamedNode(SH + "path"), NamedNode(SH + "property")
TARGET_OBJECTS: Final = NamedNode(SH + "targetObjectsOf")
ALWAYS: Final = frozenset({TYPE, LABEL})
"""Kinds, by which classes are known, and labels, by which nodes are called in sentences."""


def distant(
    shapes: Data, constraints: Iterable[Constraint], schema: Data, apart: Iterable[Term] = ()
) -> frozenset[NamedNode] | None:
    """The properties that shapes look at elsewhere than at their focus nodes; None for any.

    Args:
        shapes: the shapes graph.
        constraints: its constraints in SPARQL.
        schema: what data never tells, and what queries therefore find in the ontology alone.
        apart: classes; what is asked of their instances alone does not count.
    """
    found = set(ALWAYS) | _beyond(shapes)
    left_out = {("targetClass", below) for cls in apart for below in schema.classes_below(cls)}
    for constraint in constraints:
        if left_out.issuperset(constraint.targets):
            continue
        told = _seen(constraint.patterns, schema)
        if told is None:
            return None
        found |= told
    return frozenset(found)


def _beyond(shapes: Data) -> set[NamedNode]:
    """What paths name, save single properties of focus nodes, and whose values are focus nodes."""
    direct = {one for shape in _targeted(shapes) for one in shapes.objects(shape, PROPERTY)}
    aims = (one for told in shapes.out(TARGET_OBJECTS).values() for one in told)
    found = {one for one in aims if isinstance(one, NamedNode)}
    for shape, paths in shapes.out(PATH).items():
        for path in paths:
            if shape not in direct or not isinstance(path, NamedNode):
                found |= {*_named(shapes, path)}
    return found


def _targeted(shapes: Data) -> Iterator[Term]:
    for name in ("targetNode", "targetClass", "targetSubjectsOf", "targetObjectsOf"):
        yield from shapes.out(NamedNode(SH + name))


def _named(shapes: Data, node: Term) -> Iterator[NamedNode]:
    """All properties that a path names, whichever way it goes."""
    if isinstance(node, NamedNode):
        yield node
        return
    for _, value in shapes.about(node):
        if value != NIL:
            yield from _named(shapes, value)


def _seen(patterns: Iterable[Pattern], schema: Data) -> set[NamedNode] | None:
    """What a query looks at beside its focus node; None where that may be anything."""
    patterns = tuple(patterns)
    names = _values(patterns, schema)
    found = set[NamedNode]()
    for subject, path, _ in patterns:
        if isinstance(path, Variable):
            if subject != THIS and path not in names:
                return None
            found |= names.get(path, set()) if subject != THIS else set()
            continue
        followed = named(steps_beyond(path) if subject == THIS else steps(path))
        if followed is None:
            return None
        found |= followed
    return found


def _values(patterns: Iterable[Pattern], schema: Data) -> dict[Identifier, set[NamedNode]]:
    """The properties that variables stand for where the ontology alone tells them."""
    found: dict[Identifier, set[NamedNode]] = {}
    for _, path, value in patterns:
        if isinstance(value, Variable) and (property_ := last(path)):
            told = schema.out(property_).values()
            nodes = {one for several in told for one in several if isinstance(one, NamedNode)}
            if nodes:
                found[value] = found.get(value, nodes) & nodes
    return found
