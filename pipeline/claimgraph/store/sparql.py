"""A SPARQL 1.1 server over HTTP: queries, updates, whole graphs; and one sentence if it fails."""

import json
import re
import urllib.request
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from http.client import HTTPException, HTTPResponse
from typing import Any, Final
from urllib.error import HTTPError, URLError
from urllib.parse import quote, urlencode

import pyoxigraph as ox
from pyoxigraph import NamedNode, Quad, QueryResultsFormat, RdfFormat

from claimgraph.errors import QueryError, StoreError
from claimgraph.store.binding import NOT_CODE

LAYOUTS: Final = (
    ("query", "update", "store"),  # Oxigraph
    ("query", "update", "data"),  # Fuseki
    ("sparql", "sparql-auth", "sparql-graph-crud"),  # Virtuoso
    ("", "statements", "rdf-graphs/service"),  # RDF4J, GraphDB
)
"""Where servers answer queries, updates and the Graph Store Protocol, below their address."""

ROWS: Final = "application/sparql-results+json"
TRIPLES: Final = "application/n-triples"
BOOLEAN: Final = "http://www.w3.org/2001/XMLSchema#boolean"
FALSE: Final = f'"false"^^<{BOOLEAN}>'
VIRTUOSO_ANSWER: Final = "__ASK_RETVAL"
CUT: Final = "X-SPARQL-MaxRows"
FORM: Final = re.compile(r"\b(SELECT|ASK|CONSTRUCT|DESCRIBE)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Login:
    """A name and a password, sent as Basic or Digest, as the server asks."""

    user: str
    password: str = field(repr=False)

    @classmethod
    def of(cls, environment: Mapping[str, str]) -> "Login | None":
        """The login that an environment tells; none where it names nobody."""
        user, password = (environment.get(f"CLAIMGRAPH_STORE_{n}") for n in ("USER", "PASSWORD"))
        return cls(user, password or "") if user else None


class Server:
    """A SPARQL server; `Server.at` finds where it answers what."""

    def __init__(
        self, url: str, layout: tuple[str, str, str], login: Login | None, timeout: float
    ) -> None:
        self.url = url.rstrip("/")
        self._query, self._update, self._graphs = (
            f"{self.url}/{part}".rstrip("/") for part in layout
        )
        self._opener = _opener(self.url, login)
        self._timeout = timeout

    @classmethod
    def at(cls, url: str, login: Login | None = None, timeout: float = 600) -> "Server":
        """The server at an address such as http://localhost:7878.

        Raises:
            StoreError: nothing answers there, or what answers speaks no SPARQL.
        """
        for layout in LAYOUTS:
            server = cls(url, layout, login, timeout)
            if server._answers():
                return server
        told = f"{url} answers, but no SPARQL at /query, /sparql or the address itself"
        raise StoreError(f"{told}; give the address that these stand below.")

    def _answers(self) -> bool:
        """Whether the query endpoint answers, and the graphs are where the layout has them."""
        try:
            self.ask("ASK {}")
        except (_RefusedError, QueryError, ValueError, LookupError):
            return False
        try:
            with self._sent(f"{self._graphs}?graph=urn:none"):
                return True
        except _RefusedError as error:
            # of these servers two share the place of queries; the other says nothing of a graph
            return not self._query.endswith("/query") or "graph" in error.told.lower()

    @cached_property
    def is_exact(self) -> bool:
        """Whether the server answers as SPARQL 1.1 says; Virtuoso has other booleans and dates."""
        asked = "SELECT ?told WHERE { VALUES ?open { UNDEF } BIND (BOUND(?open) AS ?told) }"
        try:
            return [str(row["told"]) for row in self.rows(asked)] == [FALSE]
        except QueryError:
            return False

    def rows(self, sparql: str, graphs: Iterable[NamedNode] = ()) -> ox.QuerySolutions:
        """The rows of a SELECT; the default graph is the union of some graphs.

        Raises:
            QueryError: the server does not take the query, or cuts its answer.
            StoreError: it does not answer.
        """
        found = self._json(sparql, graphs)
        results = ox.parse_query_results(json.dumps(found).encode(), QueryResultsFormat.JSON)
        if not isinstance(results, ox.QuerySolutions):
            raise QueryError("The server did not answer with rows.")
        return results

    def ask(self, sparql: str, graphs: Iterable[NamedNode] = ()) -> bool:
        """The answer to an ASK.

        Raises:
            QueryError, StoreError: see `rows`.
        """
        found = self._json(sparql, graphs)
        if "boolean" in found:
            return bool(found["boolean"])
        rows = found["results"]["bindings"]
        return bool(rows) and rows[0][VIRTUOSO_ANSWER]["value"] == "1"

    def triples(self, sparql: str, graphs: Iterable[NamedNode] = ()) -> Iterator[ox.Triple]:
        """The triples of a CONSTRUCT or DESCRIBE.

        Raises:
            QueryError, StoreError: see `rows`.
        """
        with self._asked(sparql, graphs, TRIPLES) as response:
            for quad in _parsed(response):
                yield quad.triple

    def graph(self, name: NamedNode) -> Iterator[Quad]:
        """The quads of a whole graph, by the Graph Store Protocol; none where it is not there.

        Raises:
            StoreError: the server does not answer, or stops in the middle.
        """
        place = f"{self._graphs}?graph={quote(name.value, safe='')}"
        try:
            with self._sent(place, headers={"Accept": TRIPLES}) as response:
                for quad in _parsed(response):
                    yield Quad(quad.subject, quad.predicate, quad.object, name)
        except _RefusedError as error:
            if error.code != 404:
                raise
        except (HTTPException, OSError) as error:
            raise self._gone(error) from error

    def update(self, sparql: str) -> None:
        """Sends one update request.

        Raises:
            StoreError: the server refuses it or does not answer; where a server keeps to SPARQL
                1.1, nothing of the request has then happened.
        """
        headers = {"Content-Type": "application/sparql-update; charset=utf-8"}
        with self._sent(self._update, sparql.encode(), headers):
            pass

    def _json(self, sparql: str, graphs: Iterable[NamedNode]) -> dict[str, Any]:
        with self._asked(sparql, graphs, ROWS) as response:
            if response.headers.get(CUT):
                told = f"The server cut its answer at {response.headers[CUT]} rows"
                raise QueryError(f"{told}; raise ResultSetMaxRows in its settings.")
            found: dict[str, Any] = json.loads(response.read())
        for row in found.get("results", {}).get("bindings", ()):
            for term in row.values():
                _mend(term)
        return found

    def _asked(self, sparql: str, graphs: Iterable[NamedNode], accept: str) -> HTTPResponse:
        names = [name.value for name in graphs]
        told = [("query", sparql)]
        told += [(key, name) for key in ("default-graph-uri", "named-graph-uri") for name in names]
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Accept": accept}
        try:
            return self._sent(self._query, urlencode(told).encode(), headers)
        except _RefusedError as error:
            if error.code == 400:
                raise QueryError(f"The server does not take the query: {error.told}") from error
            raise

    def _sent(
        self, place: str, body: bytes | None = None, headers: Mapping[str, str] | None = None
    ) -> HTTPResponse:
        request = urllib.request.Request(place, body, dict(headers or {}))  # noqa: S310, see _opener
        try:
            response: HTTPResponse = self._opener.open(request, timeout=self._timeout)
        except HTTPError as error:
            raise _RefusedError(self.url, error) from error
        except (URLError, HTTPException, OSError) as error:
            raise self._gone(error) from error
        return response

    def _gone(self, error: Exception) -> StoreError:
        reason = getattr(error, "reason", None) or error or type(error).__name__
        told = f"The server {self.url} does not answer ({reason})"
        return StoreError(f"{told}. What was finished is kept; start it and repeat the command.")


class _RefusedError(StoreError):
    """The server answered that it would not."""

    def __init__(self, url: str, error: HTTPError) -> None:
        self.code = error.code
        lines = error.read(2_000).decode("utf-8", "replace").strip().splitlines()
        self.told = lines[0][:300] if lines else str(error.reason)
        remedy = "set CLAIMGRAPH_STORE_USER and CLAIMGRAPH_STORE_PASSWORD"
        told = f"{url} lets nobody write without a login; {remedy}." if self.code == 401 else ""
        super().__init__(told or f"{url} refuses with {self.code}: {self.told}")


def form_of(sparql: str) -> str:
    """SELECT, ASK, CONSTRUCT or DESCRIBE, or nothing where a query is none of these."""
    found = FORM.search(NOT_CODE.sub(" ", sparql))
    return found[1].upper() if found else ""


def _opener(url: str, login: Login | None) -> urllib.request.OpenerDirector:
    """What sends requests: http and https alone, no proxy of the environment."""
    if not url.startswith(("http://", "https://")):
        raise StoreError(f"{url} is no address of a server; it begins with http:// or https://.")
    handlers: list[urllib.request.BaseHandler] = [urllib.request.ProxyHandler({})]
    if login is not None:
        known = urllib.request.HTTPPasswordMgrWithDefaultRealm()
        known.add_password(None, url, login.user, login.password)
        handlers.append(urllib.request.HTTPDigestAuthHandler(known))
        handlers.append(urllib.request.HTTPBasicAuthHandler(known))
    return urllib.request.build_opener(*handlers)


def _parsed(response: HTTPResponse) -> Iterator[Quad]:
    return iter(ox.parse(response, RdfFormat.N_TRIPLES))


def _mend(term: dict[str, str]) -> None:
    """Virtuoso's own words for typed literals and booleans, as SPARQL has them."""
    if term["type"] == "typed-literal":
        term["type"] = "literal"
    if term.get("datatype") == BOOLEAN and term["value"] in ("0", "1"):
        term["value"] = "true" if term["value"] == "1" else "false"
