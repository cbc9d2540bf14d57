"""RDF terms as the store knows them: names, and literals in the one form that it keeps."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad, Triple

from claimgraph.vocabulary import CG, RDF, RDFS, SKOS, XSD

Term = NamedNode | Literal
TYPE: Final = NamedNode(RDF + "type")
LABEL: Final = NamedNode(RDFS + "label")
ALT_LABEL: Final = NamedNode(SKOS + "altLabel")
INTEGER, DECIMAL = NamedNode(XSD + "integer"), NamedNode(XSD + "decimal")
DATE: Final = NamedNode(XSD + "date")
MONTH: Final = NamedNode(XSD + "gYearMonth")
YEAR: Final = NamedNode(XSD + "gYear")
_DATES = (
    (re.compile(r"\d{4}-\d{2}-\d{2}"), DATE),
    (re.compile(r"\d{4}-\d{2}"), MONTH),
    (re.compile(r"\d{4}"), YEAR),
)


@cache
def cg(name: str) -> NamedNode:
    """A term of the core ontology by its local name."""
    return NamedNode(CG + name)


def value_of(term: object) -> str:
    """The IRI of a name or the words of a literal; nothing for what is neither."""
    return str(getattr(term, "value", ""))


def text(value: str) -> Literal:
    """A plain string."""
    return Literal(value)


def english(value: str) -> Literal:
    """A string in English."""
    return Literal(value, language="en")


def integer(value: int) -> Literal:
    """A whole number."""
    return Literal(str(value), datatype=INTEGER)


def decimal(value: str | float) -> Literal:
    """A decimal number without needless zeros or exponent.

    >>> decimal("28800000.0").value, decimal("0.50").value, decimal(1.0).value
    ('28800000', '0.5', '1')
    """
    plain = format(Decimal(str(value)), "f")
    if "." in plain:
        plain = plain.rstrip("0").rstrip(".")
    return Literal(plain if plain != "-0" else "0", datatype=DECIMAL)


def date(value: str) -> Literal:
    """A day, month or year with its datatype; any other string stays a string.

    >>> date("2026-06").datatype.value
    'http://www.w3.org/2001/XMLSchema#gYearMonth'
    """
    for pattern, datatype in _DATES:
        if pattern.fullmatch(value):
            return Literal(value, datatype=datatype)
    return Literal(value)


@dataclass(frozen=True, slots=True)
class Node:
    """Triples about one subject, written property by property; empty values write nothing."""

    subject: NamedNode
    graph: NamedNode

    def a(self, *classes: NamedNode) -> Iterator[Quad]:
        """The types of the subject."""
        for cls in classes:
            yield Quad(self.subject, TYPE, cls, self.graph)

    def put(self, predicate: NamedNode, *values: Term | None) -> Iterator[Quad]:
        """One triple for each value that is there."""
        for value in values:
            if value is not None:
                yield Quad(self.subject, predicate, value, self.graph)

    def text(self, predicate: NamedNode, *values: str) -> Iterator[Quad]:
        """One string for each value that is not empty."""
        return self.put(predicate, *(text(value) for value in values if value))


def sort_key(item: Quad | Triple) -> tuple[str, bool, str, str]:
    """The canonical order of triples: by subject, type first, then predicate and object."""
    predicate = item.predicate
    return (str(item.subject), predicate != TYPE, predicate.value, str(item.object))
