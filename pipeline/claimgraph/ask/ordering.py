"""Rows in the order that a query asks for, sorted here instead of by the engine.

Oxigraph holds terms as numbers and looks up their words anew for each comparison, which takes
longer than finding the rows. The order is that of SPARQL, and of Oxigraph where SPARQL leaves it
open: what is not told, then IRIs, then literals; numbers by value, all others by their characters.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from itertools import groupby
from typing import Final

from pyoxigraph import NamedNode

from claimgraph.terms import Term
from claimgraph.vocabulary import XSD

CONDITION: Final = re.compile(r"(?:(?P<direction>ASC|DESC)\s*\(\s*)?\?(?P<name>\w+)")
CONDITIONS: Final = re.compile(
    r"\bORDER\s+BY(?P<conditions>(?:\s+(?:(?:ASC|DESC)\s*\(\s*\?\w+\s*\)|\?\w+))+)\s*\Z"
)
NUMBERS: Final = frozenset(XSD + name for name in ("integer", "decimal", "double", "float"))

Row = tuple[Term | None, ...]
Key = tuple[int, str | Decimal, str]


@dataclass(frozen=True, slots=True)
class Order:
    """The places of the columns that rows are sorted by, each with whether it goes down."""

    keys: tuple[tuple[int, bool], ...]

    def sorted(self, rows: Iterable[Row]) -> tuple[Row, ...]:
        """The rows in this order."""
        found = list(rows)
        for descends, run in groupby(reversed(self.keys), key=lambda key: key[1]):
            places = [place for place, _ in run][::-1]
            found.sort(key=lambda row: [_key(row[p]) for p in places], reverse=descends)
        return tuple(found)


def order_apart(sparql: str, columns: Sequence[str]) -> tuple[str, Order]:
    """A query without its order, and the order; where that is more than columns, it stays."""
    found = CONDITIONS.search(sparql)
    told = list(CONDITION.finditer(found["conditions"])) if found else []
    if found is None or any(one["name"] not in columns for one in told):
        return sparql, Order(())
    keys = ((columns.index(one["name"]), one["direction"] == "DESC") for one in told)
    return sparql[: found.start()], Order(tuple(keys))


def _key(term: Term | None) -> Key:
    if term is None:
        return 0, "", ""
    if isinstance(term, NamedNode):
        return 1, term.value, ""
    kind = term.datatype.value
    if kind in NUMBERS and (number := _number(term.value)) is not None:
        return 2, number, ""
    return 3, term.value, f"{kind} {term.language}"


def _number(text: str) -> Decimal | None:
    try:
        found = Decimal(text)
    except InvalidOperation:
        return None
    return None if found.is_nan() else found
