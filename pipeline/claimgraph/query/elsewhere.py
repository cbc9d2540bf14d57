"""Any SPARQL query, answered by the server that holds the graph."""

from collections.abc import Mapping
from typing import Final

from pyoxigraph import Quad, QueryBoolean, QueryResultsFormat, QuerySolutions, QueryTriples

from claimgraph.canonical import Format, write
from claimgraph.errors import QueryError
from claimgraph.layout import Domain
from claimgraph.prefixes import prefixes
from claimgraph.query import GRAPHS, TABLE, Result, in_table
from claimgraph.query.scanner import asks_elsewhere
from claimgraph.store.graphstore import GraphStore

ROWS: Final[Mapping[str, QueryResultsFormat]] = {
    TABLE: QueryResultsFormat.JSON,
    "json": QueryResultsFormat.JSON,
    "csv": QueryResultsFormat.CSV,
    "xml": QueryResultsFormat.XML,
}


def query_there(
    store: GraphStore,
    sparql: str,
    form: str = TABLE,
    *,
    allow_service: bool = False,
    domain: Domain | None = None,
) -> Result:
    """The answer to a query over all layers, in a format; how long it may take the server decides.

    The prefixes of `domain`, or of the one that ships, need not be declared.

    Raises:
        StoreError: the server does not answer.
        QueryError: it does not take the query, the query asks another endpoint without leave, or
            the answer does not fit the format.
    """
    if not allow_service and asks_elsewhere(sparql):
        raise QueryError("SERVICE asks another endpoint; --allow-service lets it.")
    names = prefixes(domain)
    found = store.query(sparql, prefixes=names)
    if isinstance(found, QueryTriples):
        quads = [Quad(one.subject, one.predicate, one.object) for one in found]
        if form not in GRAPHS:
            return _misfit(form)
        return Result(write(quads, Format(GRAPHS[form]), names))
    if form not in ROWS or not isinstance(found, QuerySolutions | QueryBoolean):
        return _misfit(form)
    body = found.serialize(format=ROWS[form]) or b""
    return in_table(body) if form == TABLE else Result(body)


def _misfit(form: str) -> Result:
    raise QueryError(f"The answer cannot be written as {form}; rows are table, csv, json or xml.")
