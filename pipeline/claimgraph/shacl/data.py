"""Triples by property and subject, or by property and object: what validation looks up."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import Final, TypeAlias

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from claimgraph.vocabulary import RDF, RDFS

Term: TypeAlias = NamedNode | BlankNode | Literal
Table: TypeAlias = Mapping[Term, list[Term]]

TYPE: Final = NamedNode(RDF + "type")
BELOW: Final = NamedNode(RDFS + "subClassOf")
FIRST, REST, NIL = (NamedNode(RDF + name) for name in ("first", "rest", "nil"))


class Data:
    """A graph for looking things up; each triple counts once.

    Args:
        triples: without triple terms, which SHACL 1.0 knows nothing of.
    """

    def __init__(self, triples: Iterable[Triple]) -> None:
        self._out: dict[NamedNode, dict[Term, list[Term]]] = defaultdict(dict)
        self._in: dict[NamedNode, dict[Term, list[Term]]] = {}
        self._instances: dict[Term, frozenset[Term]] = {}
        for triple in set(triples):
            subjects = self._out[triple.predicate]
            subjects.setdefault(triple.subject, []).append(triple.object)  # type: ignore[arg-type]

    def out(self, predicate: NamedNode) -> Table:
        """The objects of a property by subject."""
        return self._out.get(predicate, {})

    def into(self, predicate: NamedNode) -> Table:
        """The subjects of a property by object."""
        if predicate not in self._in:
            turned: dict[Term, list[Term]] = {}
            for subject, objects in self.out(predicate).items():
                for value in objects:
                    turned.setdefault(value, []).append(subject)
            self._in[predicate] = turned
        return self._in[predicate]

    def objects(self, subject: Term, predicate: NamedNode) -> list[Term]:
        """The values of a property of a subject."""
        return self.out(predicate).get(subject, [])

    def one(self, subject: Term, predicate: NamedNode) -> Term | None:
        """A value of a property of a subject, the first by spelling, or None."""
        return min(self.objects(subject, predicate), key=str, default=None)

    @property
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

    @cached_property
    def nodes(self) -> frozenset[Term]:
        """All subjects."""
        return frozenset(node for table in self._out.values() for node in table)

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
