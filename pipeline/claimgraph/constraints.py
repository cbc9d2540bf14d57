"""SHACL-SPARQL constraints, each answered by one query over the whole graph.

A `sh:sparql` constraint is meant to run once for each focus node with `$this` bound beforehand;
a validator that does so spends nearly all of its time there. Left unbound, the same query finds
all offenders at once, provided that binding first and joining later come to the same. `load`
refuses the queries for which that is not certain.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import pyoxigraph as ox
from rdflib import Graph
from rdflib.namespace import OWL
from rdflib.plugins.sparql import prepareQuery
from rdflib.plugins.sparql.parserutils import CompValue
from rdflib.term import Identifier, Node, URIRef, Variable

from claimgraph.errors import DomainError
from claimgraph.vocabulary import RDF, RDFS, SH

THIS = Variable("this")
SPARQL_COMPONENT = SH + "SPARQLConstraintComponent"
TARGETS = ("targetClass", "targetSubjectsOf", "targetObjectsOf", "targetNode")
UNSUPPORTED = ("Minus", "ServiceGraphPattern", "values", "Graph")


@dataclass(frozen=True, slots=True)
class Offence:
    """A focus node that breaks a constraint, with the path and value that the query gives."""

    focus: str
    path: str
    value: ox.NamedNode | ox.BlankNode | ox.Literal


@dataclass(frozen=True, slots=True)
class Constraint:
    """A SHACL-SPARQL constraint of a node shape, ready to run."""

    shape: str
    severity: str
    message: str
    select: str
    targets: tuple[tuple[str, str], ...]

    def offences(self, store: ox.Store) -> Iterator[Offence]:
        """Each distinct solution whose `$this` is among the shape's targets."""
        solutions = store.query(self.select)
        if not isinstance(solutions, ox.QuerySolutions):
            raise DomainError(self.shape, "has a sh:select that is no SELECT query.")
        names = {variable.value for variable in solutions.variables}
        rows = [
            (row["this"], *(_get(row, n, names) for n in ("path", "value"))) for row in solutions
        ]
        if not rows:
            return
        focus = frozenset().union(*(_targeted(store, *target) for target in self.targets))
        for this, path, value in dict.fromkeys(rows):
            if this in focus:
                yield Offence(plain(this), plain(path) if path else "", value or this)


def _get(row: ox.QuerySolution, name: str, names: set[str]) -> object:
    return row[name] if name in names else None


def plain(term: object) -> str:
    """An IRI or the lexical form of a literal."""
    return term.value if isinstance(term, ox.NamedNode | ox.Literal) else str(term)


def _targeted(store: ox.Store, kind: str, iri: str) -> frozenset[object]:
    node = ox.NamedNode(iri)
    if kind == "targetNode":
        return frozenset({node})
    if kind == "targetSubjectsOf":
        return frozenset(q.subject for q in store.quads_for_pattern(None, node, None, None))
    if kind == "targetObjectsOf":
        return frozenset(q.object for q in store.quads_for_pattern(None, node, None, None))
    is_a = ox.NamedNode(RDF + "type")
    found: set[object] = set()
    for class_ in _subclasses(store, node):
        found |= {q.subject for q in store.quads_for_pattern(None, is_a, class_, None)}
    return frozenset(found)


def _subclasses(store: ox.Store, top: ox.NamedNode) -> set[ox.NamedNode]:
    below, reached, frontier = ox.NamedNode(RDFS + "subClassOf"), {top}, [top]
    while frontier:
        for quad in store.quads_for_pattern(None, below, frontier.pop(), None):
            if isinstance(quad.subject, ox.NamedNode) and quad.subject not in reached:
                reached.add(quad.subject)
                frontier.append(quad.subject)
    return reached


def load(shapes: Graph) -> tuple[Constraint, ...]:
    """All SPARQL constraints of a shapes graph, by shape.

    Raises:
        DomainError: one of them cannot be answered by a single query over the whole graph.
    """
    pairs = shapes.subject_objects(URIRef(SH + "sparql"))
    found = [
        _constraint(shapes, shape, node) for shape, node in pairs if _active(shapes, shape, node)
    ]
    return tuple(sorted(found, key=lambda constraint: (constraint.shape, constraint.select)))


def _active(shapes: Graph, *nodes: Node) -> bool:
    return not any(str(shapes.value(n, URIRef(SH + "deactivated"))) == "true" for n in nodes)


def _constraint(shapes: Graph, shape: Node, node: Node) -> Constraint:
    body = shapes.value(node, URIRef(SH + "select"))
    if body is None or (shape, URIRef(SH + "path"), None) in shapes:
        raise DomainError(str(shape), "has a sh:sparql that is no SELECT of a node shape.")
    select = _prologue(shapes, node) + str(body)
    _refuse_what_needs_binding(str(shape), select)
    message = shapes.value(node, URIRef(SH + "message")) or shapes.value(
        shape, URIRef(SH + "message")
    )
    severity = shapes.value(shape, URIRef(SH + "severity")) or URIRef(SH + "Violation")
    return Constraint(
        str(shape), str(severity), str(message or ""), select, _targets(shapes, shape)
    )


def _targets(shapes: Graph, shape: Node) -> tuple[tuple[str, str], ...]:
    pairs = ((kind, o) for kind in TARGETS for o in shapes.objects(shape, URIRef(SH + kind)))
    return tuple(sorted((kind, str(iri)) for kind, iri in pairs))


def _prologue(shapes: Graph, node: Node) -> str:
    pending, seen = list(shapes.objects(node, URIRef(SH + "prefixes"))), set[Node]()
    lines = set[str]()
    while pending:
        if (head := pending.pop()) in seen:
            continue
        seen.add(head)
        pending += shapes.objects(head, OWL.imports)
        for item in shapes.objects(head, URIRef(SH + "declare")):
            prefix = shapes.value(item, URIRef(SH + "prefix"))
            lines.add(f"PREFIX {prefix}: <{shapes.value(item, URIRef(SH + 'namespace'))}>\n")
    return "".join(sorted(lines))


def _refuse_what_needs_binding(shape: str, select: str) -> None:
    if re.search(r"[$?](PATH|shapesGraph|currentShape)\b", select):
        raise DomainError(shape, "uses $PATH, $shapesGraph or $currentShape.", REMEDY)
    try:
        algebra = prepareQuery(select).algebra
    except Exception as error:  # the parser of rdflib raises many kinds
        raise DomainError(shape, f"holds a query that does not parse: {error}.") from error
    for node in _nodes(algebra):
        if problem := _problem(node):
            raise DomainError(shape, problem, REMEDY)
    if not _binds(algebra):
        raise DomainError(shape, "does not bind $this by a triple pattern.", REMEDY)


REMEDY = (
    "Constraints are answered for all nodes at once: bind $this in a triple pattern of every group"
    " that tests it, select it in every sub-select, group by it, and use no MINUS, VALUES, SERVICE"
    " or GRAPH."
)


def _nodes(node: object) -> Iterator[CompValue]:
    """The node and those below it, save what stands inside EXISTS, which sees outer bindings."""
    if isinstance(node, CompValue):
        yield node
        if not node.name.startswith("Builtin_"):
            for key in ("p", "p1", "p2"):
                yield from _nodes(node.get(key))


def _problem(node: CompValue) -> str:
    name = str(node.name)
    if name in UNSUPPORTED:
        return f"uses {name}."
    if name == "Project" and THIS not in node.PV:
        return "has a sub-select without $this."
    if name == "Group" and THIS not in (node.expr or ()):
        return "aggregates without grouping by $this."
    if name == "Extend" and node.var == THIS and not str(node.expr).startswith("__agg_"):
        return "assigns $this."
    if name in ("Filter", "Extend") and THIS in _mentioned(node.expr) and not _binds(node.p):
        return "tests $this in a group that does not bind it."
    return ""


def _mentioned(expression: object) -> set[Identifier]:
    if isinstance(expression, Variable):
        return {expression}
    if isinstance(expression, list | tuple):
        return set().union(*(_mentioned(item) for item in expression))
    if isinstance(expression, CompValue) and "EXISTS" not in expression.name:
        return set().union(*(_mentioned(value) for value in expression.values()))
    return set()


def _binds(node: object) -> bool:
    """Whether every solution of the pattern has a value for `$this`."""
    if not isinstance(node, CompValue):
        return False
    if node.name == "BGP":
        return any(THIS in (s, o) for s, _, o in node.triples)
    if node.name == "Union":
        return _binds(node.p1) and _binds(node.p2)
    if node.name == "Join":
        return _binds(node.p1) or _binds(node.p2)
    return _binds(node.p1) if node.name == "LeftJoin" else _binds(node.get("p"))


def fill(message: str, bindings: Iterable[tuple[str, str]]) -> str:
    """The message with `{$this}`, `{?path}` and `{?value}` replaced."""
    for name, value in bindings:
        message = message.replace("{$" + name + "}", value).replace("{?" + name + "}", value)
    return message
