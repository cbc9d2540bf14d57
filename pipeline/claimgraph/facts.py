"""Quads as look-up tables: the values of a property of a subject, for code that walks a graph."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad

from claimgraph.terms import Term

Table = Mapping[NamedNode, list[Term]]
Tables = dict[NamedNode, dict[NamedNode, list[Term]]]
_EMPTY: Final[Table] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Facts:
    """Triples between named nodes and literals, by property and subject; graph names are gone."""

    tables: Mapping[NamedNode, Table]

    @classmethod
    def of(cls, quads: Iterable[Quad]) -> "Facts":
        """The triples of some quads."""
        tables: dict[NamedNode, dict[NamedNode, list[Term]]] = defaultdict(
            lambda: defaultdict(list)
        )
        for subject, predicate, value, _ in quads:
            if isinstance(subject, NamedNode) and isinstance(value, NamedNode | Literal):
                tables[predicate][subject].append(value)
        return cls(tables)

    def about(self, subject: NamedNode) -> Iterator[tuple[NamedNode, Term]]:
        """The properties of a subject with each of their values."""
        for predicate, table in self.tables.items():
            yield from ((predicate, value) for value in table.get(subject, ()))

    def table(self, predicate: NamedNode) -> Table:
        """All subjects of a property with their values."""
        return self.tables.get(predicate, _EMPTY)

    def values(self, subject: NamedNode, predicate: NamedNode) -> tuple[Term, ...]:
        """The values of a property of a subject, sorted."""
        found = self.table(predicate).get(subject, ())
        return tuple(sorted(found, key=str) if len(found) > 1 else found)

    def nodes(self, subject: NamedNode, predicate: NamedNode) -> tuple[NamedNode, ...]:
        """The IRIs among the values."""
        return tuple(v for v in self.values(subject, predicate) if isinstance(v, NamedNode))

    def along(self, subject: NamedNode, *links: NamedNode) -> list[NamedNode]:
        """The nodes to which links lead from a subject, taken one after the other."""
        found = [subject]
        for link in links:
            found = [node for one in found for node in self.nodes(one, link)]
        return found

    def strings(self, subject: NamedNode, predicate: NamedNode) -> tuple[str, ...]:
        """The lexical forms of the literals among the values."""
        return tuple(v.value for v in self.values(subject, predicate) if isinstance(v, Literal))

    def node(self, subject: NamedNode, predicate: NamedNode) -> NamedNode | None:
        """The first IRI among the values, or None."""
        return next(iter(self.nodes(subject, predicate)), None)

    def string(self, subject: NamedNode, predicate: NamedNode) -> str:
        """The first literal's lexical form, or the empty string."""
        return next(iter(self.strings(subject, predicate)), "")

    def links(self, predicate: NamedNode) -> Iterator[tuple[NamedNode, NamedNode]]:
        """Subject and value of each triple of a property whose value is an IRI."""
        for subject, values in self.table(predicate).items():
            yield from ((subject, value) for value in values if isinstance(value, NamedNode))
