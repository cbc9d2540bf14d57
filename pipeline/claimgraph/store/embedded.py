"""The graph on disk: one transaction per source, readers beside one writer."""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Final, Self

import pyoxigraph as ox
from pyoxigraph import NamedNode, Quad, Variable

from claimgraph import iri
from claimgraph.errors import QueryError, StoreError
from claimgraph.store.binding import bound
from claimgraph.store.folder import (
    FINDINGS,
    FORMAT,
    LEDGER,
    SOURCES,
    check_format,
    opened,
    read_marker,
    write_marker,
    write_text,
)
from claimgraph.store.graphstore import (
    DERIVED,
    IDENTIFIER,
    QUARANTINED,
    GraphStore,
    Results,
    SourceRecord,
    beyond,
    data_block,
    findings_record,
    findings_told,
)
from claimgraph.terms import Term
from claimgraph.vocabulary import SOURCE_GRAPH
from claimgraph.written import OneByOne, Written

if TYPE_CHECKING:
    from claimgraph.check.findings import Finding
    from claimgraph.check.verdicts import Findings
    from claimgraph.derive.ledger import Ledger

MANY: Final = 5_000
"""So many new quads are written faster as whole files."""


class Store(GraphStore):
    """An embedded store in a folder, or in memory.

    Use `Store.open` or `Store.memory`.
    """

    at_once: ClassVar[int] = 100_000

    def __init__(self, inner: ox.Store, folder: Path | None, *, read_only: bool = False) -> None:
        self._inner: ox.Store | None = inner
        self._folder = folder
        self._read_only = read_only
        self._notes: Mapping[str, object] = {}
        self._texts: dict[str, str] = {}
        self._is_flushed = True
        self._ledger: Ledger | None = None
        self._sources: dict[str, SourceRecord] | None = None
        self._sources_told = self.kept(SOURCES)

    @classmethod
    def open(cls, folder: Path | str, *, read_only: bool = False) -> Self:
        """The store in a folder; made where there is none, unless it is opened for reading.

        Raises:
            StoreError: nothing is there to read, another process writes it, a newer version made
                it, or the folder cannot be used.
        """
        folder = Path(folder)
        check_format(folder, must_exist=read_only)
        return cls(opened(folder, read_only=read_only), folder, read_only=read_only)

    @classmethod
    def memory(cls) -> Self:
        """A store that is gone with the process."""
        return cls(ox.Store(), None)

    def close(self) -> None:
        """Lets go of the folder; another process can then write."""
        try:
            if self._inner is not None:
                self.flush()
                self._keep_sources()
        finally:
            self._inner = None
            if self._ledger is not None:
                self._ledger.close()
                self._ledger = None

    @property
    def ledger(self) -> "Ledger | None":
        """See `GraphStore.ledger`; where the store is read only, nothing can be put there."""
        if self._ledger is None:
            import sqlite3  # noqa: PLC0415, who only asks the graph needs no ledger

            from claimgraph.derive.ledger import Ledger  # noqa: PLC0415, as above

            path = self._folder / LEDGER if self._folder else None
            try:
                self._ledger = Ledger.reading(path) if self._read_only else Ledger.open(path)
            except sqlite3.Error:
                return None
        return self._ledger

    @property
    def folder(self) -> Path | None:
        """Where the store is; None for one in memory."""
        return self._folder

    def release_ledger(self) -> Path:
        """Lets go of the ledger's file, for another process to write it.

        Raises:
            StoreError: the store has no folder.
        """
        if self._folder is None:
            raise StoreError("A store in memory has no ledger that another process could write.")
        if self._ledger is not None:
            self._ledger.close()
            self._ledger = None
        return self._folder / LEDGER

    def fill_layers(self, pieces: Iterable[bytes], digest: str) -> None:
        """Puts derived layers where there were none, piece by piece, given as N-Quads.

        What is there in part counts for nothing: `is_derived` says so only in the end. `digest`
        is as in `replace_layers`.

        Raises:
            StoreError: the disk is full.
        """
        for piece in pieces:
            try:
                self.inner.bulk_load(piece, format=ox.RdfFormat.N_QUADS, lenient=True)
            except OSError as error:
                raise StoreError(f"The store cannot be written: {error}.") from error
            self._is_flushed = False
        self.flush()
        self._note(derived=digest)

    def flush(self) -> None:
        """See `GraphStore.flush`.

        Raises:
            StoreError: the disk is full.
        """
        if self._folder is None or self._is_flushed:
            return
        try:
            self.inner.flush()
        except OSError as error:
            raise StoreError(f"The store cannot be written: {error}.") from error
        self._is_flushed = True

    def keep(self, name: str, content: str) -> None:
        """See `GraphStore.keep`."""
        if self._folder is None:
            self._texts[name] = content
        else:
            write_text(self._folder / name, content)

    def kept(self, name: str) -> str:
        """See `GraphStore.kept`."""
        if self._folder is None:
            return self._texts.get(name, "")
        path = self._folder / name
        return path.read_text(encoding="utf-8") if path.is_file() else ""

    @property
    def inner(self) -> ox.Store:
        """The pyoxigraph store.

        Raises:
            StoreError: the store was closed.
        """
        if self._inner is None:
            raise StoreError("The store was closed; open it again.")
        return self._inner

    def sources(self) -> tuple[SourceRecord, ...]:
        """See `GraphStore.sources`; they are looked for once."""
        if self._sources is None:
            rows = json.loads(self._sources_told or "null")
            found = super().sources() if rows is None else map(_source_record, rows)
            self._sources = {iri.safe(one.id): one for one in found}
        return tuple(sorted(self._sources.values(), key=lambda one: one.id))

    def _keep_sources(self) -> None:
        if self._sources is not None and not self._read_only:
            rows = [(o.id, o.title, o.digest, o.run, o.quarantined_for) for o in self.sources()]
            self.keep(SOURCES, json.dumps(rows, ensure_ascii=False))

    def _forget_sources(self) -> None:
        self._sources_told = ""
        if self._folder is not None:
            (self._folder / SOURCES).unlink(missing_ok=True)

    def _renew_sources(self, names: Iterable[str], told: GraphStore) -> None:
        """Looks again for the sources of those local names, where what they now are is told."""
        if self._sources is None:
            return
        for name in names:
            self._sources.pop(name, None)
            for quad in told.match(None, IDENTIFIER, None, NamedNode(SOURCE_GRAPH + name)):
                self._sources[name] = told.record(quad)

    def keep_findings(self, findings: "Findings") -> None:
        """See `GraphStore.keep_findings`."""
        self.keep(FINDINGS, findings_record(findings))

    def kept_findings(self) -> "tuple[tuple[Finding, ...], int] | None":
        """See `GraphStore.kept_findings`."""
        return findings_told(json.loads(self.kept(FINDINGS) or "null"))

    def match(
        self,
        subject: NamedNode | None,
        predicate: NamedNode | None,
        value: Term | None,
        graph: NamedNode | None,
    ) -> Iterator[Quad]:
        """See `GraphStore.match`."""
        return self.inner.quads_for_pattern(subject, predicate, value, graph)

    def graph_names(self) -> Iterator[NamedNode]:
        """See `GraphStore.graph_names`."""
        return (name for name in self.inner.named_graphs() if isinstance(name, NamedNode))

    def query(
        self,
        sparql: str,
        substitutions: Mapping[str, Term] | None = None,
        prefixes: Mapping[str, str] | None = None,
    ) -> Results:
        """See `GraphStore.query`."""
        terms = dict(substitutions or {})
        try:
            return self.inner.query(
                # written in as well, since the planner knows nothing of substitutions
                bound(sparql, terms) if terms else sparql,
                prefixes=dict(prefixes or {}),
                use_default_graph_as_union=True,
                substitutions={Variable(name): term for name, term in terms.items()},
            )
        except SyntaxError as error:
            raise QueryError(f"The query does not parse: {error.msg or error}.") from error
        except RuntimeError as error:
            raise QueryError(f"The query cannot be answered: {error}.") from error

    def replace_sources(self, graphs: Mapping[str, Iterable[Quad]]) -> None:
        """See `GraphStore.replace_sources`; new ones that are many and written are just taken."""
        written = {name: told for name, told in graphs.items() if isinstance(told, Written)}
        is_known = not {one.id for one in self.sources()}.isdisjoint(graphs)
        is_small = sum(map(len, written.values())) < MANY
        if is_known or is_small or written.keys() != graphs.keys():
            super().replace_sources(graphs)
            return
        beside = Store.memory()  # cheaper than to look on the disk, and its caches stay small
        for name, told in written.items():
            if not told.are_in(NamedNode(iri.source_graph(name))):
                raise beyond(name)
            beside.inner.extend(told.about(NamedNode(iri.source(name))))
        lines = OneByOne(told.lines for told in written.values())
        with self._changing(graphs, beside):  # all or nothing, as in `_exchange`
            self.inner.bulk_load(lines, format=ox.RdfFormat.N_QUADS, lenient=True)  # type: ignore[arg-type]

    def _marker(self) -> Mapping[str, object]:
        return self._notes if self._folder is None else read_marker(self._folder)

    def _note(self, **fresh: object) -> None:
        """Keeps something beside the graph; what is no part of it is never exported."""
        self._notes = {**self._marker(), "format": FORMAT, **fresh}
        if self._folder is not None:
            write_marker(self._folder, self._notes)

    def _exchange(self, old: set[Quad], new: Collection[Quad], sources: Iterable[str] = ()) -> None:
        """See `GraphStore._exchange`."""
        gone, come = (old.difference(new), set(new) - old) if old else (old, new)
        with self._changing(sources):
            if gone:
                steps = (("DELETE DATA", gone), ("INSERT DATA", come))
                told = [f"{verb} {{ {data_block(quads)} }}" for verb, quads in steps if quads]
                self.inner.update(" ;\n".join(told))
            elif len(come) < MANY:
                self.inner.extend(come)
            else:  # files made aside and taken in at one go: all or nothing up to a million quads
                self.inner.bulk_extend(come)

    @contextmanager
    def _changing(self, sources: Iterable[str], told: GraphStore | None = None) -> Iterator[None]:
        """Around a change: the list of sources is renewed by what is told, errors are told of."""
        if self._read_only:
            raise StoreError("The store was opened for reading only.")
        names = frozenset(map(iri.safe, sources))
        try:
            if names:
                self._forget_sources()
            yield
            self._is_flushed = False
            self._renew_sources(names, told or self)
        except OSError as error:
            raise StoreError(
                f"The store cannot be written: {error}. What it held before is as it was."
            ) from error


def _source_record(row: list[Any]) -> SourceRecord:
    identifier, title, digest, run, reasons = row
    return SourceRecord(identifier, title, digest, run, tuple(reasons))


__all__ = ["DERIVED", "QUARANTINED", "GraphStore", "Results", "SourceRecord", "Store"]
