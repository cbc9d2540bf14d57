"""The graph on disk: one transaction per source, readers beside one writer.

`GraphStore` is what the other stages rely on; `Store` keeps it in an embedded pyoxigraph store.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Final, Protocol, Self

import pyoxigraph as ox
from pyoxigraph import DefaultGraph, NamedNode, Quad, Variable

from claimgraph import iri
from claimgraph.errors import QueryError, StoreError
from claimgraph.terms import TYPE, Term, cg, text
from claimgraph.vocabulary import (
    CONSENSUS,
    DCTERMS,
    ENTITIES,
    INFERRED,
    PROV,
    SOURCE_GRAPH,
)

FORMAT: Final = 1
MARKER: Final = "store.json"
OWN_FILES: Final = frozenset({MARKER, f"{MARKER}.new", "graph"})
QUARANTINED: Final = cg("quarantinedFor")
Results = ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples
DERIVED: Final = (NamedNode(ENTITIES), NamedNode(CONSENSUS), NamedNode(INFERRED))


@dataclass(frozen=True, slots=True)
class SourceRecord:
    """What the store knows of a source: id, title, content digest, run; why it is kept out."""

    id: str
    title: str
    digest: str
    run: str
    quarantined_for: tuple[str, ...] = ()


class GraphStore(Protocol):
    """What a store does, wherever it keeps the graph."""

    def replace_source(self, identifier: str, quads: Iterable[Quad]) -> None:
        """Puts a source's graph in the place of what it was, all or nothing."""

    def remove(self, identifier: str) -> None:
        """Takes a source's graph out."""

    def sources(self) -> tuple[SourceRecord, ...]:
        """The sources, by id."""

    def graph(self, name: NamedNode) -> Iterator[Quad]:
        """The quads of one named graph."""

    def replace_layers(self, layers: Mapping[NamedNode, Iterable[Quad]], digest: str) -> None:
        """Puts derived layers in the place of what they were, in one transaction."""

    def query(self, sparql: str, substitutions: Mapping[str, Term] | None = None) -> Results:
        """The answer to a query over all layers together."""


class Store:
    """An embedded store in a folder, or in memory.

    Use `Store.open` or `Store.memory`; as a context manager it lets go of the folder at the end.
    """

    def __init__(self, inner: ox.Store, folder: Path | None, *, read_only: bool = False) -> None:
        self._inner: ox.Store | None = inner
        self._folder = folder
        self._read_only = read_only
        self._notes: Mapping[str, object] = {}

    @classmethod
    def open(cls, folder: Path | str, *, read_only: bool = False) -> Self:
        """The store in a folder; made where there is none, unless it is opened for reading.

        Raises:
            StoreError: nothing is there to read, another process writes it, a newer version made
                it, or the folder cannot be used.
        """
        folder = Path(folder)
        _check_format(folder, must_exist=read_only)
        return cls(_opened(folder, read_only=read_only), folder, read_only=read_only)

    @classmethod
    def memory(cls) -> Self:
        """A store that is gone with the process."""
        return cls(ox.Store(), None)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Lets go of the folder; another process can then write."""
        self._inner = None

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
        """The sources, by id."""
        found = self.inner.quads_for_pattern(None, NamedNode(DCTERMS + "identifier"), None, None)
        return tuple(sorted((self._record(quad) for quad in found), key=lambda one: one.id))

    def source(self, identifier: str) -> SourceRecord | None:
        """The source of that id, or None."""
        name = NamedNode(iri.source(identifier))
        found = self.inner.quads_for_pattern(name, NamedNode(DCTERMS + "identifier"), None, None)
        return next((self._record(quad) for quad in found), None)

    def claim_count(self, identifier: str) -> int:
        """How many claims a source makes."""
        graph = NamedNode(iri.source_graph(identifier))
        return sum(1 for _ in self.inner.quads_for_pattern(None, TYPE, cg("Claim"), graph))

    def source_text(self, identifier: str) -> str | None:
        """The whole text of a source as it was read, or None."""
        return next(iter(self._values(NamedNode(iri.source(identifier)), cg("text"))), None)

    def replace_source(self, identifier: str, quads: Iterable[Quad]) -> None:
        """Puts a source's graph in the place of what it was, in one transaction.

        Raises:
            StoreError: the store is read-only, the disk is full, or a quad is of another graph.
        """
        name = NamedNode(iri.source_graph(identifier))
        fresh = set(quads)
        if any(quad.graph_name != name for quad in fresh):
            raise StoreError(f"The source {identifier} may write to its own graph {name} only.")
        self._exchange(set(self.graph(name)), fresh)

    def remove(self, identifier: str) -> None:
        """Takes a source's graph out; what is derived from it goes with the next derivation.

        Raises:
            StoreError: there is no such source.
        """
        name = NamedNode(iri.source_graph(identifier))
        if self.source(identifier) is None:
            known = ", ".join(one.id for one in self.sources()) or "none"
            raise StoreError(f"There is no source {identifier!r} in the store; it has {known}.")
        self._exchange(set(self.graph(name)), set())

    def quarantine(self, identifier: str, reasons: Iterable[str]) -> None:
        """Marks why a source is kept out of the derived layers; no reasons let it in."""
        name = NamedNode(iri.source(identifier))
        graph = NamedNode(iri.source_graph(identifier))
        old = set(self.inner.quads_for_pattern(name, QUARANTINED, None, graph))
        self._exchange(old, {Quad(name, QUARANTINED, text(why), graph) for why in reasons})

    def replace_layers(self, layers: Mapping[NamedNode, Iterable[Quad]], digest: str) -> None:
        """Puts derived layers in the place of what they were, in one transaction.

        `digest` is what `state` gave before they were derived; `is_derived` compares it.
        """
        old = {quad for name in layers for quad in self.graph(name)}
        self._exchange(old, {quad for quads in layers.values() for quad in quads})
        self._note(derived=digest)

    def runs(self) -> Mapping[str, Mapping[str, str]]:
        """What went into each run that read a source, by the run's IRI: file or tool, digest."""
        found = self._marker().get("runs", {})
        return found if isinstance(found, dict) else {}

    def note_run(self, run: str, parts: Mapping[str, str]) -> None:
        """Keeps what went into a run, and forgets runs that no source was read with."""
        used = {run, *(one.run for one in self.sources())}
        kept = {name: told for name, told in self.runs().items() if name in used}
        self._note(runs={**kept, run: dict(parts)})

    def state(self, *circumstances: str) -> str:
        """A digest of what the derived layers depend on: the sources, and what the caller adds."""
        parts = ["\n".join((one.id, one.digest, *one.quarantined_for)) for one in self.sources()]
        return iri.digest(*circumstances, *parts)

    def is_derived(self, state: str) -> bool:
        """Whether the derived layers were made from this state."""
        return self._marker().get("derived") == state

    def _marker(self) -> Mapping[str, object]:
        return self._notes if self._folder is None else _read_marker(self._folder)

    def _note(self, **fresh: object) -> None:
        """Keeps something beside the graph; what is no part of it is never exported."""
        self._notes = {**self._marker(), "format": FORMAT, **fresh}
        if self._folder is not None:
            _write_marker(self._folder, self._notes)

    def graph(self, name: NamedNode) -> Iterator[Quad]:
        """The quads of one named graph."""
        return self.inner.quads_for_pattern(None, None, None, name)

    def source_graphs(self) -> tuple[NamedNode, ...]:
        """The named graphs of the sources, by name."""
        names = (name for name in self.inner.named_graphs() if isinstance(name, NamedNode))
        return tuple(
            sorted((n for n in names if n.value.startswith(SOURCE_GRAPH)), key=lambda n: n.value)
        )

    def quads(self, *graphs: NamedNode) -> Iterator[Quad]:
        """The quads of some named graphs, or of all."""
        if not graphs:
            yield from self.inner
        for name in graphs:
            yield from self.graph(name)

    def about(self, subject: NamedNode) -> Iterator[Quad]:
        """The quads that have this subject, in whatever layer."""
        return self.inner.quads_for_pattern(subject, None, None, None)

    def pointing_to(self, value: Term, predicate: NamedNode | None = None) -> Iterator[Quad]:
        """The quads that have this object, in whatever layer."""
        return self.inner.quads_for_pattern(None, predicate, value, None)

    def query(
        self,
        sparql: str,
        substitutions: Mapping[str, Term] | None = None,
        prefixes: Mapping[str, str] | None = None,
    ) -> Results:
        """The answer to a query; without GRAPH it sees all layers, each triple once.

        `substitutions` binds variables that the query selects, by name, to terms; nothing is
        pasted into the text.

        Raises:
            QueryError: the query does not parse, or does not select a variable to be bound.
        """
        bound = {Variable(name): term for name, term in (substitutions or {}).items()}
        try:
            return self.inner.query(
                sparql,
                prefixes=dict(prefixes or {}),
                use_default_graph_as_union=True,
                substitutions=dict(bound),
            )
        except SyntaxError as error:
            raise QueryError(f"The query does not parse: {error.msg or error}.") from error
        except RuntimeError as error:
            raise QueryError(f"The query cannot be answered: {error}.") from error

    def _record(self, quad: Quad) -> SourceRecord:
        name = quad.subject
        if not isinstance(name, NamedNode) or not isinstance(quad.object, ox.Literal):
            raise StoreError(f"The store names the source {name} by {quad.object}.")

        def first(predicate: NamedNode) -> str:
            return next(iter(self._values(name, predicate)), "")

        return SourceRecord(
            quad.object.value,
            first(NamedNode(DCTERMS + "title")),
            first(cg("contentDigest")),
            first(NamedNode(PROV + "wasGeneratedBy")),
            tuple(sorted(self._values(name, QUARANTINED))),
        )

    def _values(self, subject: NamedNode, predicate: NamedNode) -> list[str]:
        found = self.inner.quads_for_pattern(subject, predicate, None, None)
        return [q.object.value for q in found if isinstance(q.object, NamedNode | ox.Literal)]

    def _exchange(self, old: set[Quad], new: set[Quad]) -> None:
        """Takes out what is no longer and puts in what is new, all or nothing, safe on disk."""
        if self._read_only:
            raise StoreError("The store was opened for reading only.")
        steps = [
            f"{verb} {{ {_data(quads)} }}"
            for verb, quads in (("DELETE DATA", old - new), ("INSERT DATA", new - old))
            if quads
        ]
        if not steps:
            return
        try:
            self.inner.update(" ;\n".join(steps))
            if self._folder is not None:
                self.inner.flush()
        except OSError as error:
            raise StoreError(
                f"The store cannot be written: {error}. What it held before is as it was."
            ) from error


def _data(quads: Iterable[Quad]) -> str:
    by_graph: dict[str, list[str]] = {}
    for quad in quads:
        line = f"{quad.subject} {quad.predicate} {quad.object} ."
        name = "" if isinstance(quad.graph_name, DefaultGraph) else str(quad.graph_name)
        by_graph.setdefault(name, []).append(line)
    return "\n".join(
        f"GRAPH {name} {{ {' '.join(lines)} }}" if name else " ".join(lines)
        for name, lines in by_graph.items()
    )


def _check_format(folder: Path, *, must_exist: bool) -> None:
    if folder.exists() and not folder.is_dir():
        raise StoreError(f"{folder} is a file; a store is a folder.")
    if (folder / MARKER).is_file():
        found = _read_marker(folder).get("format", FORMAT)
        if not isinstance(found, int) or found > FORMAT:
            raise StoreError(
                f"The store {folder} has format {found}, newer than this ClaimGraph reads "
                f"({FORMAT}): update ClaimGraph, or build anew into another folder."
            )
    elif must_exist:
        raise StoreError(f"There is no store in {folder}; `claimgraph build` makes one.")
    elif folder.is_dir() and any(path.name not in OWN_FILES for path in folder.iterdir()):
        raise StoreError(f"The folder {folder} holds other files and no store; name another.")


def _opened(folder: Path, *, read_only: bool) -> ox.Store:
    place = folder / "graph"
    try:
        if read_only:
            return ox.Store.read_only(str(place))
        folder.mkdir(parents=True, exist_ok=True)
        if not (folder / MARKER).exists():
            _write_marker(folder, {"format": FORMAT})
        return ox.Store(str(place))
    except OSError as error:
        if "lock" in str(error).lower():
            raise StoreError(
                f"Another process is writing the store {folder}; wait until it is done, "
                "or name another with --store."
            ) from error
        raise StoreError(f"The store {folder} cannot be opened: {error}.") from error


def _read_marker(folder: Path) -> dict[str, object]:
    try:
        found = json.loads((folder / MARKER).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise StoreError(f"{folder / MARKER} cannot be read: {error}.") from error
    return found if isinstance(found, dict) else {}


def _write_marker(folder: Path, content: Mapping[str, object]) -> None:
    """Written beside and moved into place, so that it is whole whatever happens."""
    fresh = folder / f"{MARKER}.new"
    try:
        fresh.write_text(json.dumps(content, sort_keys=True) + "\n", encoding="utf-8")
        fresh.replace(folder / MARKER)
    except OSError as error:
        raise StoreError(f"The store {folder} cannot be written: {error}.") from error
