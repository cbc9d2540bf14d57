"""What a store of the graph does, wherever it keeps it: sources, layers, one transaction each."""

import json
from abc import ABC, abstractmethod
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import TYPE_CHECKING, ClassVar, Final, Self

import pyoxigraph as ox
from pyoxigraph import DefaultGraph, NamedNode, Quad

from claimgraph import iri
from claimgraph.errors import QueryError, StoreError
from claimgraph.terms import TYPE, Term, cg, text, value_of
from claimgraph.vocabulary import (
    CONSENSUS,
    DCTERMS,
    ENTITIES,
    INFERRED,
    PROV,
    SOURCE_GRAPH,
)

if TYPE_CHECKING:
    from claimgraph.check.findings import Finding
    from claimgraph.check.verdicts import Findings
    from claimgraph.derive.change import Change
    from claimgraph.derive.ledger import Ledger

QUARANTINED: Final = cg("quarantinedFor")
IDENTIFIER: Final = NamedNode(DCTERMS + "identifier")
Results = ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples
MOST_FINDINGS: Final = 2_000
DERIVED: Final = (NamedNode(ENTITIES), NamedNode(CONSENSUS), NamedNode(INFERRED))


@dataclass(frozen=True, slots=True)
class SourceRecord:
    """What the store knows of a source: id, title, content digest, run; why it is kept out."""

    id: str
    title: str
    digest: str
    run: str
    quarantined_for: tuple[str, ...] = ()


class GraphStore(ABC):
    """What a store does, wherever it keeps the graph.

    A place to keep it says how quads are found and exchanged, how a query is answered, and where
    notes are kept that are no part of the graph; all else follows from these. As a context manager
    it lets go of its place at the end. `at_once` is how many quads it gladly writes together.
    """

    at_once: ClassVar[int] = 0

    @abstractmethod
    def match(
        self,
        subject: NamedNode | None,
        predicate: NamedNode | None,
        value: Term | None,
        graph: NamedNode | None,
    ) -> Iterator[Quad]:
        """The quads that have these terms; None stands for any."""

    @abstractmethod
    def graph_names(self) -> Iterable[NamedNode]:
        """The named graphs that hold something, in no order."""

    @abstractmethod
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

    def rows(
        self,
        sparql: str,
        substitutions: Mapping[str, Term] | None = None,
        prefixes: Mapping[str, str] | None = None,
    ) -> ox.QuerySolutions:
        """The rows of a SELECT; the rest is as in `query`.

        Raises:
            QueryError: it is no SELECT; see `query`.
        """
        found = self.query(sparql, substitutions, prefixes)
        if not isinstance(found, ox.QuerySolutions):
            raise QueryError("This query has no rows; write a SELECT.")
        return found

    @abstractmethod
    def close(self) -> None:
        """Lets go of the place; another process can then write."""

    @abstractmethod
    def _exchange(self, old: set[Quad], new: Collection[Quad], sources: Iterable[str] = ()) -> None:
        """Takes out what is no longer and puts in what is new, all or nothing.

        `sources` are those whose graphs change, by id.
        """

    @abstractmethod
    def _marker(self) -> Mapping[str, object]:
        """The notes that are kept beside the graph."""

    @abstractmethod
    def _note(self, **fresh: object) -> None:
        """Keeps something beside the graph; what is no part of it is never exported."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def sources(self) -> tuple[SourceRecord, ...]:
        """The sources, by id."""
        found = self.match(None, IDENTIFIER, None, None)
        return tuple(sorted((self.record(quad) for quad in found), key=lambda one: one.id))

    def source(self, identifier: str) -> SourceRecord | None:
        """The source of that id, or None."""
        name = NamedNode(iri.source(identifier))
        found = self.match(name, IDENTIFIER, None, None)
        return next((self.record(quad) for quad in found), None)

    def claim_count(self, identifier: str) -> int:
        """How many claims a source makes."""
        graph = NamedNode(iri.source_graph(identifier))
        return sum(1 for _ in self.match(None, TYPE, cg("Claim"), graph))

    def situation_count(self) -> int:
        """How many situations the claims describe; counted where they are kept, not one by one."""
        told = f"GRAPH <{CONSENSUS}> {{ ?one a {cg('Situation')} }}"
        (row,) = self.rows(f"SELECT (COUNT(*) AS ?count) WHERE {{ {told} }}")
        return int(value_of(row["count"]))

    def source_text(self, identifier: str) -> str | None:
        """The whole text of a source as it was read, or None."""
        return next(iter(self._values(NamedNode(iri.source(identifier)), cg("text"))), None)

    def replace_sources(self, graphs: Mapping[str, Iterable[Quad]]) -> None:
        """Puts the graphs of sources, by id, in the place of what they were, in one transaction.

        Raises:
            StoreError: as for one source.
        """
        old: set[Quad] = set()
        new: list[Quad] = []
        for identifier, quads in graphs.items():
            name = NamedNode(iri.source_graph(identifier))
            fresh = list(quads)
            if any(quad.graph_name != name for quad in fresh):
                raise beyond(identifier)
            old.update(self.graph(name))
            new += fresh
        self._exchange(old, new, graphs)

    def remove(self, identifier: str) -> None:
        """Takes a source's graph out; what is derived from it goes with the next derivation.

        Raises:
            StoreError: there is no such source.
        """
        name = NamedNode(iri.source_graph(identifier))
        if self.source(identifier) is None:
            known = ", ".join(one.id for one in self.sources()) or "none"
            raise StoreError(f"There is no source {identifier!r} in the store; it has {known}.")
        self._exchange(set(self.graph(name)), set(), [identifier])

    def quarantine(self, identifier: str, reasons: Iterable[str]) -> None:
        """Marks why a source is kept out of the derived layers; no reasons let it in."""
        name = NamedNode(iri.source(identifier))
        graph = NamedNode(iri.source_graph(identifier))
        old = set(self.match(name, QUARANTINED, None, graph))
        new = {Quad(name, QUARANTINED, text(why), graph) for why in reasons}
        self._exchange(old, new, [identifier])

    def replace_layers(
        self, layers: Mapping[NamedNode, Iterable[Quad]], digest: str
    ) -> frozenset[Quad]:
        """Puts derived layers in the place of what they were, in one transaction.

        `digest` is what `state` gave before they were derived; `is_derived` compares it. Gives
        the quads that went or came.
        """
        old = {quad for name in layers for quad in self.graph(name)}
        new = {quad for quads in layers.values() for quad in quads}
        self._exchange(old, new)
        self.flush()
        self._note(derived=digest)
        return frozenset(old ^ new)

    def change_layers(self, change: "Change", digest: str) -> None:
        """Takes quads out of derived layers and puts others in, in one transaction.

        `digest` is as in `replace_layers`.
        """
        self._exchange(set(change.gone), set(change.come))
        self.flush()
        self._note(derived=digest)

    @property
    def ledger(self) -> "Ledger | None":
        """What the derived layers were made of, where the place has room for it."""
        return None

    def flush(self) -> None:  # noqa: B027, most places need none
        """Sees to it that all is safe from power cuts; a killed process loses nothing anyway."""

    def keep(self, name: str, content: str) -> None:  # noqa: B027, what is kept can be made anew
        """Keeps a text beside the graph where the place has room for it."""

    def kept(self, name: str) -> str:  # noqa: ARG002, as above
        """The text that was kept under a name, or an empty one."""
        return ""

    def kept_out(self) -> frozenset[str]:
        """The ids of the sources that are kept out of the derived layers."""
        found = self.match(None, QUARANTINED, None, None)
        names = {q.subject for q in found if isinstance(q.subject, NamedNode)}
        told = (self._values(name, IDENTIFIER) for name in names)
        return frozenset(identifier for several in told for identifier in several)

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

    def keep_findings(self, findings: "Findings") -> None:
        """Keeps what the last check found beside the graph, the worst first, and how many."""
        self._note(findings=json.loads(findings_record(findings)))

    def kept_findings(self) -> "tuple[tuple[Finding, ...], int] | None":
        """The worst findings of the last check and how many there were; None if none was kept."""
        return findings_told(self._marker().get("findings"))

    def graph(self, name: NamedNode) -> Iterator[Quad]:
        """The quads of one named graph."""
        return self.match(None, None, None, name)

    def source_graphs(self) -> tuple[NamedNode, ...]:
        """The named graphs of the sources, by name."""
        found = (name for name in self.graph_names() if name.value.startswith(SOURCE_GRAPH))
        return tuple(sorted(found, key=lambda name: name.value))

    def quads(self, *graphs: NamedNode) -> Iterator[Quad]:
        """The quads of some named graphs, or of all."""
        if not graphs:
            yield from self.match(None, None, None, None)
        for name in graphs:
            yield from self.graph(name)

    def about(self, subject: NamedNode) -> Iterator[Quad]:
        """The quads that have this subject, in whatever layer."""
        return self.match(subject, None, None, None)

    def pointing_to(self, value: Term, predicate: NamedNode | None = None) -> Iterator[Quad]:
        """The quads that have this object, in whatever layer."""
        return self.match(None, predicate, value, None)

    def record(self, quad: Quad) -> SourceRecord:
        """What is known of the source to which a quad gives its id."""
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
        found = self.match(subject, predicate, None, None)
        return [q.object.value for q in found if isinstance(q.object, NamedNode | ox.Literal)]


def beyond(identifier: str) -> StoreError:
    """What is raised where a source would write to another graph than its own."""
    name = NamedNode(iri.source_graph(identifier))
    return StoreError(f"The source {identifier} may write to its own graph {name} only.")


def findings_record(findings: "Findings") -> str:
    """The worst of some findings and how many there are, as JSON."""
    told = {"total": len(findings), "worst": findings.worst(MOST_FINDINGS)}
    return json.dumps(told, ensure_ascii=False)


def findings_told(kept: object) -> "tuple[tuple[Finding, ...], int] | None":
    """The findings in such a record; None where it is none, or one of an earlier version."""
    if not isinstance(kept, dict):
        return None
    from claimgraph.check.verdicts import of_rows  # noqa: PLC0415, most who read ask for none

    try:
        return tuple(one.finding for one in of_rows(kept["worst"])), int(kept["total"])
    except (KeyError, TypeError, ValueError):
        return None


def data_block(quads: Iterable[Quad]) -> str:
    """Quads as they stand inside INSERT DATA and DELETE DATA."""
    by_graph: dict[str, list[str]] = {}
    for quad in quads:
        line = f"{quad.subject} {quad.predicate} {quad.object} ."
        name = "" if isinstance(quad.graph_name, DefaultGraph) else str(quad.graph_name)
        by_graph.setdefault(name, []).append(line)
    return "\n".join(
        f"GRAPH {name} {{ {' '.join(lines)} }}" if name else " ".join(lines)
        for name, lines in by_graph.items()
    )
