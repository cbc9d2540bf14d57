"""Triples by property and subject, or by property and object: what validation looks up."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from functools import cached_property
from typing import Final, TypeAlias

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

from claimgraph.vocabulary import RDF, RDFS

Term: TypeAlias = NamedNode | BlankNode | Literal
Nodes: TypeAlias = AbstractSet[Term]
Table: TypeAlias = Mapping[Term, list[Term]]
Tables: TypeAlias = dict[NamedNode, dict[Term, list[Term]]]

TYPE: Final = NamedNode(RDF + "type")
BELOW: Final = NamedNode(RDFS + "subClassOf")
FIRST, REST, NIL = (NamedNode(RDF + name) for name in ("first", "rest", "nil"))


class Data:
    """A graph for looking things up; each triple counts once.

    Args:
        triples: without triple terms, which SHACL 1.0 knows nothing of; or quads of one graph.
        base: a graph that is looked through as well; its tables are shared, not made anew.
    """

    def __init__(self, triples: Iterable[Triple | Quad], base: "Data | None" = None) -> None:
        self._base = base
        self._in: dict[NamedNode, Table] = {}
        self._instances: dict[Term, frozenset[Term]] = {}
        self._take(tabled(set(triples)))

    @classmethod
    def of(cls, tables: Tables, base: "Data | None" = None) -> "Data":
        """A graph of triples that stand in tables already, each once."""
        made = cls((), base)
        made._take(tables)
        return made

    def _take(self, tables: Tables) -> None:
        self.own = tables
        self._out: dict[NamedNode, Table] = dict(self._base.tables) if self._base else {}
        for predicate, table in tables.items():
            self._out[predicate] = _merged(self._out.get(predicate, {}), table)

    def out(self, predicate: NamedNode) -> Table:
        """The objects of a property by subject."""
        return self._out.get(predicate, {})

    def into(self, predicate: NamedNode) -> Table:
        """The subjects of a property by object."""
        if self._base and predicate not in self.own:
            return self._base.into(predicate)
        if predicate not in self._in:
            self._in[predicate] = _turned(self.out(predicate))
        return self._in[predicate]

    def objects(self, subject: Term, predicate: NamedNode) -> list[Term]:
        """The values of a property of a subject."""
        return self.out(predicate).get(subject, [])

    def one(self, subject: Term, predicate: NamedNode) -> Term | None:
        """A value of a property of a subject, the first by spelling, or None."""
        return min(self.objects(subject, predicate), key=str, default=None)

    @property
    def tables(self) -> Mapping[NamedNode, Table]:
        """The objects by subject of each property that is used."""
        return self._out

    @cached_property
    def predicates(self) -> tuple[NamedNode, ...]:
        """All properties that are used, by IRI."""
        return tuple(sorted(self._out, key=str))

    def about(self, subject: Term) -> Iterator[tuple[NamedNode, Term]]:
        """The properties of a subject with their values."""
        for predicate in self.predicates:
            for value in self.objects(subject, predicate):
                yield predicate, value

    def instances(self, of: Term) -> frozenset[Term]:
        """The nodes whose type is a class or a class below it."""
        if of not in self._instances:
            typed = self.into(TYPE)
            found = {node for one in self.classes_below(of) for node in typed.get(one, ())}
            self._instances[of] = frozenset(found)
        return self._instances[of]

    def classes_below(self, top: Term) -> set[Term]:
        """A class and all that lead up to it."""
        reached, frontier = {top}, [top]
        while frontier:
            fresh = [one for one in self.into(BELOW).get(frontier.pop(), ()) if one not in reached]
            reached.update(fresh)
            frontier.extend(fresh)
        return reached

    def members(self, head: Term) -> tuple[Term, ...]:
        """The members of an RDF list, in order; a list that bites its tail ends there."""
        found: list[Term] = []
        seen: set[Term] = set()
        at: Term | None = head
        while at is not None and at != NIL and at not in seen:
            seen.add(at)
            found.extend(self.objects(at, FIRST)[:1])
            at = self.one(at, REST)
        return tuple(found)


def tabled(triples: Iterable[Triple | Quad]) -> Tables:
    """The objects of triples by property and subject; each triple is to come once."""
    tables: Tables = defaultdict(dict)
    for subject, predicate, value, *_ in triples:
        table = tables[predicate]
        if subject in table:
            table[subject].append(value)
        else:
            table[subject] = [value]
    return tables


def _merged(below: Table, table: dict[Term, list[Term]]) -> Table:
    """Both tables as one; each value once."""
    if not below:
        return table
    found = dict(below)
    for subject, values in table.items():
        known = below.get(subject)
        found[subject] = [*known, *(v for v in values if v not in known)] if known else values
    return found


def _turned(table: Table) -> Table:
    turned: dict[Term, list[Term]] = {}
    for subject, objects in table.items():
        for value in objects:
            turned.setdefault(value, []).append(subject)
    return turned
