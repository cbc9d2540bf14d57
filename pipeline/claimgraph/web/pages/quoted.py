"""Which claim stands behind each quotation of an answer, so that a reader can go there."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Final

from pyoxigraph import Literal, NamedNode, QuerySolution

from claimgraph.terms import Term
from claimgraph.web.pages.book import Book

COLUMN: Final = "quote"
"""The column in which a question gives the words on which a row rests."""

TELLING: Final = ("source", "type", "status")
"""Other columns that tell which of the claims in the same words is meant."""

Row = tuple[Term | None, ...]


def holders(book: Book, columns: Sequence[str], rows: Sequence[Row]) -> Mapping[Row, NamedNode]:
    """The claim, or else the attribution, from which each row quotes; none where none is found."""
    if COLUMN not in columns:
        return {}
    place = columns.index(COLUMN)
    words = {term for row in rows if isinstance(term := row[place], Literal)}
    found: dict[Term | None, list[QuerySolution]] = defaultdict(list)
    for one in book.solutions("quoted", words=sorted(words, key=str)) if words else ():
        found[one["words"]].append(one)
    best = {row: _best(found[row[place]], dict(zip(columns, row, strict=True))) for row in rows}
    return {row: holder for row, holder in best.items() if holder is not None}


def _best(found: Sequence[QuerySolution], row: Mapping[str, Term | None]) -> NamedNode | None:
    """The holder that agrees with the row in most; of equals a claim, then the first by IRI."""

    def rank(one: QuerySolution) -> tuple[int, bool, str]:
        agreed = sum(one[name] is not None and one[name] == row.get(name) for name in TELLING)
        return -agreed, one["type"] is None, str(one["holder"])

    holder = min(found, key=rank)["holder"] if found else None
    return holder if isinstance(holder, NamedNode) else None
