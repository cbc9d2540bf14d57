"""SHACL-SPARQL constraints, each answered by one query over the whole graph.

A `sh:sparql` constraint is meant to run once for each focus node with `$this` bound beforehand;
a validator that does so spends nearly all of its time there. Left unbound, the same query finds
all offenders at once, provided that binding first and joining later come to the same. `load`
refuses the queries for which that is not certain.
"""

import re
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Final

import pyoxigraph as ox
from pyoxigraph import NamedNode
from rdflib.paths import Path
from rdflib.plugins.sparql.parserutils import CompValue
from rdflib.term import Identifier, URIRef, Variable

from claimgraph.algebra import algebra_of
from claimgraph.check.paths import NONE, Needs, either, may_be_empty, named, needed, steps
from claimgraph.errors import DomainError
from claimgraph.shacl import Data, Target, Term, is_off, targets
from claimgraph.terms import cg
from claimgraph.vocabulary import OWL, SH

THIS = Variable("this")
SPARQL_COMPONENT = SH + "SPARQLConstraintComponent"
UNSUPPORTED = ("Minus", "ServiceGraphPattern", "values", "Graph")
IN_SPARQL, PATH, SELECT, MESSAGE, SEVERITY, PREFIXES, DECLARE, PREFIX, NAMESPACE = (
    NamedNode(SH + name)
    for name in (
        "sparql", "path", "select", "message", "severity",
        "prefixes", "declare", "prefix", "namespace",
    )
)  # fmt: skip
IMPORTS: Final = NamedNode(OWL + "imports")
BY_KINDS: Final = cg("byKinds")
Pattern = tuple[object, object, object]


@dataclass(frozen=True, slots=True)
class Offence:
    """A focus node that breaks a constraint, with the path and value that the query gives.

    `more` are the other variables that the query gives, for the message.
    """

    focus: str
    path: str
    value: Term
    more: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Constraint:
    """A SHACL-SPARQL constraint of a node shape, ready to run.

    `needs` are groups of properties; without one of each group a graph has no offender. `names`
    are the IRIs that the query names, `reads` the properties that it follows, None for any at all.
    What breaks a constraint `by_kinds` shows in the kinds of things alone; see `summary`.
    `patterns` are its triple patterns, in the terms of rdflib.
    """

    shape: str
    severity: str
    message: str
    select: str
    targets: tuple[Target, ...]
    needs: Needs
    names: frozenset[str]
    reads: frozenset[NamedNode] | None
    by_kinds: bool
    patterns: tuple[Pattern, ...]

    def may_be_broken(self, data: Data) -> bool:
        """Whether a graph has the properties that an offender must have."""
        return not any(data.tables.keys().isdisjoint(group) for group in self.needs)

    def is_broken(self, store: ox.Store) -> bool:
        """Whether the query finds anything at all."""
        return next(iter(self._rows(store)), None) is not None

    def _rows(self, store: ox.Store) -> ox.QuerySolutions:
        solutions = store.query(self.select)
        if not isinstance(solutions, ox.QuerySolutions):
            raise DomainError(self.shape, "has a sh:select that is no SELECT query.")
        return solutions

    def offences(self, store: ox.Store, focus: AbstractSet[Term]) -> Iterator[Offence]:
        """Each distinct solution whose `$this` is one of the focus nodes."""
        solutions = self._rows(store)
        names = [variable.value for variable in solutions.variables]
        kept = [name if name in names else None for name in ("path", "value")]
        more = [name for name in names if name not in {"this", "path", "value"}]
        rows = (
            (row["this"], *(row[name] if name else None for name in kept), *(row[n] for n in more))
            for row in solutions
        )
        for this, path, value, *rest in dict.fromkeys(rows):
            if this in focus:
                told = tuple((n, plain(one)) for n, one in zip(more, rest, strict=True) if one)
                yield Offence(plain(this), plain(path) if path else "", value or this, told)


def plain(term: object) -> str:
    """An IRI or the lexical form of a literal."""
    return term.value if isinstance(term, NamedNode | ox.Literal) else str(term)


def load(shapes: Data) -> tuple[Constraint, ...]:
    """All SPARQL constraints of a shapes graph, by shape.

    Raises:
        DomainError: one of them cannot be answered by a single query over the whole graph.
    """
    pairs = [(shape, node) for shape, nodes in shapes.out(IN_SPARQL).items() for node in nodes]
    active = (pair for pair in pairs if not any(is_off(shapes, node) for node in pair))
    found = [_constraint(shapes, shape, node) for shape, node in active]
    return tuple(sorted(found, key=lambda constraint: (constraint.shape, constraint.select)))


def _constraint(shapes: Data, shape: Term, node: Term) -> Constraint:
    body = shapes.one(node, SELECT)
    if body is None or shapes.one(shape, PATH) is not None:
        raise DomainError(plain(shape), "has a sh:sparql that is no SELECT of a node shape.")
    select = _prologue(shapes, node) + plain(body)
    algebra = _parsed(plain(shape), select)
    _refuse_what_needs_binding(plain(shape), algebra)
    message = shapes.one(node, MESSAGE) or shapes.one(shape, MESSAGE)
    severity = shapes.one(shape, SEVERITY)
    return Constraint(
        plain(shape),
        plain(severity) if severity else SH + "Violation",
        plain(message) if message else "",
        select,
        tuple(sorted(targets(shapes, shape), key=str)),
        _needs(algebra),
        frozenset(_names(algebra)),
        _reads(algebra),
        plain(shapes.one(shape, BY_KINDS)) == "true",
        tuple(_patterns(algebra)),
    )


def _prologue(shapes: Data, node: Term) -> str:
    pending, seen = list(shapes.objects(node, PREFIXES)), set[Term]()
    lines = set[str]()
    while pending:
        if (head := pending.pop()) in seen:
            continue
        seen.add(head)
        pending += shapes.objects(head, IMPORTS)
        for item in shapes.objects(head, DECLARE):
            prefix, namespace = shapes.one(item, PREFIX), shapes.one(item, NAMESPACE)
            lines.add(f"PREFIX {plain(prefix)}: <{plain(namespace)}>\n")
    return "".join(sorted(lines))


def _parsed(shape: str, select: str) -> CompValue:
    if re.search(r"[$?](PATH|shapesGraph|currentShape)\b", select):
        raise DomainError(shape, "uses $PATH, $shapesGraph or $currentShape.", REMEDY)
    try:
        return algebra_of(select)
    except Exception as error:  # the parser of rdflib raises many kinds
        raise DomainError(shape, f"holds a query that does not parse: {error}.") from error


def _refuse_what_needs_binding(shape: str, algebra: CompValue) -> None:
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


def _needs(node: object) -> Needs:
    """What properties any solution of a pattern rests on: of each group at least one."""
    if not isinstance(node, CompValue):
        return NONE
    if node.name == "BGP":
        return frozenset(group for _, p, _ in node.triples for group in needed(p))
    if node.name == "Union":
        return either([_needs(node.p1), _needs(node.p2)])
    if node.name == "Join":
        return _needs(node.p1) | _needs(node.p2)
    return _needs(node.p1) if node.name == "LeftJoin" else _needs(node.get("p"))


def _reads(algebra: object) -> frozenset[NamedNode] | None:
    """The properties of all patterns of a query; None where it may look at any property or node."""
    found: set[NamedNode] = set()
    for subject, path, value in _patterns(algebra):
        ends = isinstance(subject, Variable) and isinstance(value, Variable)
        told = named(steps(path))
        if told is None or (ends and may_be_empty(path)):
            return None
        found |= told
    return frozenset(found)


def _patterns(node: object) -> Iterator[Pattern]:
    """All triple patterns of a query, those inside EXISTS too."""
    if isinstance(node, CompValue):
        if node.name == "BGP":
            yield from node.triples
        if node.name == "TriplesBlock":  # inside EXISTS: pattern after pattern in one list
            for told in node.triples:
                yield from zip(told[::3], told[1::3], told[2::3], strict=True)
        for value in node.values():
            yield from _patterns(value)
    elif isinstance(node, list | tuple):
        for value in node:
            yield from _patterns(value)


def _names(node: object) -> Iterator[str]:
    """All IRIs that a query names, wherever they stand."""
    if isinstance(node, URIRef):
        yield str(node)
    elif isinstance(node, CompValue):
        for value in node.values():
            yield from _names(value)
    elif isinstance(node, list | tuple | set | frozenset):
        for value in node:
            yield from _names(value)
    elif isinstance(node, Path):
        yield from _names(list(vars(node).values()))


def fill(message: str, bindings: Iterable[tuple[str, str]]) -> str:
    """The message with `{$this}`, `{?path}`, `{?value}` and other variables replaced."""
    for name, value in bindings:
        message = message.replace("{$" + name + "}", value).replace("{?" + name + "}", value)
    return message
