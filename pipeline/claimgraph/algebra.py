"""The algebra of a SPARQL query, as rdflib's parser gives it."""

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # half a second
    from rdflib.plugins.sparql.parserutils import CompValue


def algebra_of(query: str) -> "CompValue":
    """What a query asks, as an expression of SPARQL's algebra (SPARQL 1.1, section 18).

    The parser's exceptions stay until they are collected, with the frames of whoever called it
    and all that these hold, be it the rows of a store and so its lock. So a thread calls it that
    has no such frames.

    Raises:
        Exception: of many kinds, if the query does not parse.
    """
    with ThreadPoolExecutor(1) as alone:
        return alone.submit(_algebra, query).result()


def _algebra(query: str) -> "CompValue":
    from rdflib.plugins.sparql.algebra import translateQuery  # noqa: PLC0415, as above
    from rdflib.plugins.sparql.parser import parseQuery  # noqa: PLC0415

    return translateQuery(parseQuery(query)).algebra
