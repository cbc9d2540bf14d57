"""The graph in a SPARQL server instead of a folder: the same graph, the same answers."""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, Self

import pyoxigraph as ox
from pyoxigraph import Literal, NamedNode, Quad

from claimgraph.errors import QueryError, StoreError
from claimgraph.store.binding import bound
from claimgraph.store.embedded import Store
from claimgraph.store.folder import FORMAT
from claimgraph.store.graphstore import DERIVED, GraphStore, Results, data_block
from claimgraph.store.sparql import Login, Server, form_of
from claimgraph.terms import TYPE, Term, cg
from claimgraph.vocabulary import BASE, SOURCE_GRAPH

NOTES: Final = NamedNode(BASE + "graph/notes")
"""A graph of bookkeeping that no query and no export sees."""

AT_ONCE: Final = 1_000
"""So many triples stand in one INSERT DATA: Virtuoso's compiler takes no long ones."""

ATTEMPTS: Final = 3
LAST: Final = frozenset({cg("contentDigest")})
"""Without its digest a source counts as not read: it is written last and taken out first."""

ANYTHING: Final = "ASK { GRAPH ?graph { ?s ?p ?o } }"


class RemoteStore(GraphStore):
    """A store in a SPARQL 1.1 server; use `RemoteStore.open`.

    What is written for one source is one update request. A server whose SPARQL is not that of the
    standard keeps the graph alone: it is read back after each request, and queries are answered
    here, from a copy in memory.
    """

    def __init__(self, server: Server, *, read_only: bool = False) -> None:
        self._server = server
        self._read_only = read_only
        self._names: frozenset[NamedNode] | None = None
        self._copy: Store | None = None

    @classmethod
    def open(cls, url: str, login: Login | None = None, *, read_only: bool = False) -> Self:
        """The store in the server at an address.

        Raises:
            StoreError: no SPARQL server answers there, it holds nothing to be read, or a newer
                version wrote it.
        """
        store = cls(Server.at(url, login), read_only=read_only)
        notes = store._marker()
        found = notes.get("format", FORMAT)
        if not isinstance(found, int) or found > FORMAT:
            told = f"The store {url} has format {found}, newer than this ClaimGraph reads"
            raise StoreError(f"{told} ({FORMAT}): update ClaimGraph, or use another server.")
        if read_only and not notes and not bool(store.query(ANYTHING)):
            raise StoreError(f"There is no graph in {url}; `claimgraph build` makes one.")
        return store

    def close(self) -> None:
        """Does nothing: no connection is kept."""

    def match(
        self,
        subject: NamedNode | None,
        predicate: NamedNode | None,
        value: Term | None,
        graph: NamedNode | None,
    ) -> Iterator[Quad]:
        """See `GraphStore.match`."""
        if subject is None and predicate is None and value is None:
            for name in (graph,) if graph else self._sorted_names():
                yield from self._whole(name)
            return
        given = {"s": subject, "p": predicate, "o": value, "g": graph}
        s, p, o, g = (str(term) if term else f"?{name}" for name, term in given.items())
        free = [f"?{name}" for name, term in given.items() if term is None] or ["(1 AS ?there)"]
        asked = f"SELECT {' '.join(free)} WHERE {{ GRAPH {g} {{ {s} {p} {o} }} }}"
        for row in self._server.rows(asked, [] if graph else self._sorted_names()):
            found: Any = (term or row[name] for name, term in given.items())
            yield Quad(*found)

    def _whole(self, name: NamedNode) -> Iterator[Quad]:
        """A graph; counted where a server may cut what it gives."""
        read = 0
        for quad in self._server.graph(name):
            read += 1
            yield quad
        if not self._server.is_exact:
            asked = f"SELECT (COUNT(*) AS ?all) WHERE {{ GRAPH {name} {{ ?s ?p ?o }} }}"
            held = next(int(row["all"].value) for row in self._server.rows(asked))
            if read != held:
                told = (
                    f"The server {self._server.url} gave {read} of {held} triples of {name.value}"
                )
                raise StoreError(f"{told}; raise ResultSetMaxRows in its settings.")

    def graph_names(self) -> frozenset[NamedNode]:
        """The derived layers and the graphs that describe a source; they are asked for once."""
        if self._names is None:
            asked = f"SELECT DISTINCT ?g WHERE {{ GRAPH ?g {{ ?s {TYPE} {cg('Source')} }} }}"
            found = (row["g"] for row in self._server.rows(asked))
            named = (name for name in found if isinstance(name, NamedNode))
            ours = {name for name in named if name.value.startswith(SOURCE_GRAPH)}
            self._names = frozenset({*ours, *DERIVED})
        return self._names

    def query(
        self,
        sparql: str,
        substitutions: Mapping[str, Term] | None = None,
        prefixes: Mapping[str, str] | None = None,
    ) -> Results:
        """See `GraphStore.query`; it sees no other graph that the server holds."""
        if not self._server.is_exact:
            return self._here().query(sparql, substitutions, prefixes)
        declared = "".join(f"PREFIX {name}: <{space}> " for name, space in (prefixes or {}).items())
        asked = declared + bound(sparql, substitutions or {})
        form, names = form_of(sparql), self._sorted_names()
        if form == "SELECT":
            return self._server.rows(asked, names)
        if form in ("CONSTRUCT", "DESCRIBE"):
            return _kept(self._server.triples(asked, names))
        if form == "ASK":
            answer = self._server.ask(asked, names)
            return ox.Store().query("ASK {}" if answer else "ASK { ?s ?p ?o }")
        raise QueryError("The query does not parse: it is no SELECT, ASK, CONSTRUCT or DESCRIBE.")

    def _sorted_names(self) -> list[NamedNode]:
        return sorted(self.graph_names(), key=lambda name: name.value)

    def _exchange(
        self,
        old: set[Quad],
        new: Collection[Quad],
        sources: Iterable[str] = (),  # noqa: ARG002, they are looked for anew
    ) -> None:
        if self._read_only:
            raise StoreError("The store was opened for reading only.")
        gone, come, at_once = old.difference(new), set(new) - old, AT_ONCE
        self._copy = None
        for _ in range(ATTEMPTS):
            if not gone and not come:
                break
            self._send(gone, come, at_once)
            if self._server.is_exact:
                break
            there = {quad for name in _graphs(gone | come) for quad in self._whole(name)}
            gone, come, at_once = gone & there, _normal(come) - there, 1
        else:
            raise StoreError(f"The server {self._server.url} does not keep what it is told.")
        if self._names is not None:
            self._names |= _graphs(new) - {NOTES}

    def _send(self, gone: set[Quad], come: set[Quad], at_once: int) -> None:
        """One update request: out with some quads, in with others."""
        first = sorted(gone, key=lambda quad: (quad.predicate not in LAST, str(quad)))
        then = sorted(come, key=lambda quad: (quad.predicate in LAST, str(quad)))
        steps = [*_steps("DELETE DATA", first, at_once), *_steps("INSERT DATA", then, at_once)]
        self._server.update(" ;\n".join(steps))

    def _here(self) -> Store:
        """A copy of the graph in memory, read once after each change."""
        if self._copy is None:
            self._copy = Store.memory()
            self._copy.inner.bulk_extend(self.match(None, None, None, None))
        return self._copy

    def _marker(self) -> Mapping[str, object]:
        told = [quad.object for quad in self._server.graph(NOTES)]
        text = min((one.value for one in told if isinstance(one, Literal)), default="{}")
        found = json.loads(text)
        return found if isinstance(found, dict) else {}

    def _note(self, **fresh: object) -> None:
        text = json.dumps({**self._marker(), "format": FORMAT, **fresh}, sort_keys=True)
        old = set(self._server.graph(NOTES))
        self._exchange(old, {Quad(NOTES, cg("notes"), Literal(text), NOTES)})


def _graphs(quads: Iterable[Quad]) -> frozenset[NamedNode]:
    names = (quad.graph_name for quad in quads)
    return frozenset(name for name in names if isinstance(name, NamedNode))


def _normal(quads: Iterable[Quad]) -> set[Quad]:
    """Quads with the one form of each literal that stores keep: 0.9 for 0.90."""
    store = ox.Store()
    store.extend(quads)
    return set(store)


def _steps(verb: str, quads: Sequence[Quad], at_once: int) -> Iterable[str]:
    for start in range(0, len(quads), at_once):
        yield f"{verb} {{ {data_block(quads[start : start + at_once])} }}"


def _kept(triples: Iterable[ox.Triple]) -> Results:
    """Triples as a query gives them."""
    store = ox.Store()
    store.extend(Quad(one.subject, one.predicate, one.object) for one in triples)
    return store.query("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }")
