"""The stages in order, for one source or many: what is new is read, what is derived is renewed."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from claimgraph import iri, shacl
from claimgraph.check.checker import Checker
from claimgraph.check.findings import Finding, Severity
from claimgraph.check.judging import OWN_KINDS, TOGETHER, Judge, Light
from claimgraph.check.verdicts import Findings
from claimgraph.curation.applying import curated
from claimgraph.curation.decisions import CURATED_BY, Curation, sentence
from claimgraph.derive.packing import packed
from claimgraph.derive.tale import Tale
from claimgraph.errors import DomainError
from claimgraph.facts import Facts
from claimgraph.graphfile import read_graph
from claimgraph.layout import DEFAULT_MODEL, Domain, domain
from claimgraph.lift import Lifted, Run, content_digest, lift
from claimgraph.model import Document, Reading
from claimgraph.ontology import Ontology
from claimgraph.run.groups import together
from claimgraph.run.settling import Gathered, Settling
from claimgraph.run.work import FORKS, Failed, Limits, in_processes
from claimgraph.store.embedded import Store
from claimgraph.store.graphstore import GraphStore, SourceRecord
from claimgraph.terms import TYPE, cg, value_of
from claimgraph.vocabulary import BASE, CONSENSUS, ENTITIES, INFERRED

if TYPE_CHECKING:
    from claimgraph.extract import Extractor

Tick = Callable[[str], None]
LAYERS = tuple(NamedNode(name) for name in (ENTITIES, CONSENSUS, INFERRED))
MENTIONS = BASE + "mention/"


def silent(_name: str) -> None:
    """Tells nobody."""


@dataclass(frozen=True, slots=True)
class SourceOutcome:
    """What became of one source: `what` is added, replaced or unchanged."""

    id: str
    what: str
    claims: int
    title: str


@dataclass(frozen=True, slots=True)
class Judged:
    """The graph of a source, what the shapes find in it, and what it tells, packed or not.

    `light` is what of it is looked at to judge what is derived; packed it comes with the tale.
    """

    lifted: Lifted
    findings: tuple[Finding, ...]
    tale: Tale | bytes
    light: Light | None


@dataclass(frozen=True, slots=True)
class Built:
    """What a build did; `quarantined` pairs ids with the first violation that keeps each out.

    `idle` are the decisions that change nothing any more, each with its place; `failed` the
    sources that could not be read within their limits, which are as they were before.
    """

    sources: tuple[SourceOutcome, ...]
    quarantined: tuple[tuple[str, str], ...]
    situations: int
    found: Findings
    idle: tuple[tuple[str, str], ...] = ()
    failed: tuple[Failed, ...] = ()

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What the shapes find in the whole store, the worst first."""
        return self.found.all

    @property
    def counts(self) -> Mapping[Severity, int]:
        """How many findings there are of each severity."""
        return self.found.counts


@dataclass(frozen=True)
class Pipeline:
    """The stages of one domain with one language model; each part is made when it is needed.

    `patience` is for how many seconds sources that were read may wait to be written together.
    """

    domain: Domain
    model: str = DEFAULT_MODEL
    decisions: Path | None = None
    patience: float = 10

    def __reduce__(self) -> tuple[type["Pipeline"], tuple[Domain, str, Path | None]]:
        """What another process needs to make the same pipeline; it loads the parts itself."""
        return (Pipeline, (self.domain, self.model, self.decisions))

    @classmethod
    def of(
        cls, folder: Path | None = None, model: str | None = None, decisions: Path | None = None
    ) -> "Pipeline":
        """The pipeline for a domain's folder (default: the domain that ships).

        `decisions` is the folder with what reviewers decided.
        """
        return cls(domain(folder), model or DEFAULT_MODEL, decisions)

    @cached_property
    def ontology(self) -> Ontology:
        """The domain's Turtle files."""
        return Ontology.load(self.domain)

    @cached_property
    def run(self) -> Run:
        """What decides how a source is read."""
        return Run.of(self.ontology, self.model)

    @cached_property
    def extractor(self) -> "Extractor":
        """What reads documents; the language model is loaded for the first of them."""
        from claimgraph.extract import Extractor  # noqa: PLC0415, spaCy is for who reads

        return Extractor(self.domain, self.model)

    @cached_property
    def checker(self) -> Checker:
        """The domain's shapes."""
        return Checker(self.domain)

    @cached_property
    def judge(self) -> Judge:
        """The shapes over sources and over what is derived."""
        return Judge(self.checker, self.ontology)

    @cached_property
    def settling(self) -> Settling:
        """What renews the derived layers and the findings."""
        return Settling(self.domain, self.run, self.ontology, self.curation, self.judge)

    @cached_property
    def curation(self) -> Curation:
        """What reviewers decided.

        Raises:
            DomainError: a file does not parse, or a shape finds a decision wrong.
        """
        return self.judged(Curation.load(self.decisions))

    def judged(self, decided: Curation) -> Curation:
        """The decisions as they are, when no shape finds one of them wrong.

        Raises:
            DomainError: a decision lacks something or contradicts another; tells its place.
        """
        wrong = self.checker.check(decided.quads()) if decided.decisions else ()
        for finding in wrong:
            if finding.severity is Severity.VIOLATION:
                decision = decided.by_iri.get(finding.focus)
                said = f" ({sentence(decision)})" if decision else ""
                place = decided.places.get(finding.focus, finding.focus)
                raise DomainError(place, finding.message + said)
        return decided

    def lifted(self, reading: Reading) -> Lifted:
        """The graph of a source as reviewers decided that it reads."""
        judged, decisions = curated(reading, self.curation)
        return lift(judged, self.run, [decision.iri for decision in decisions])

    def judge_all(self, documents: Iterable[Document]) -> Iterator[Judged]:
        """The graphs of documents, in their order, with what the shapes find in each."""
        readings = self.extractor.read(documents)
        while batch := [self.lifted(reading) for reading in islice(readings, TOGETHER)]:
            told: list[shacl.Tables] = [lifted.tables for lifted in batch]  # type: ignore[misc]
            tales = [self.settling.tale(Facts(tables)) for tables in told]  # type: ignore[arg-type]
            lights = [self.judge.light(tables) for tables in told]
            found = self.judge.own_all(told)
            for tables in told:
                tables.clear()
            yield from map(Judged, batch, found, tales, lights)

    def judge_and_pack(self, documents: Iterable[Document]) -> Iterator[Judged]:
        """What `judge_all` gives, as small as it goes to another process."""
        for one in self.judge_all(documents):
            yield replace(one, tale=packed((one.tale, one.light)), light=None)

    def read(
        self, documents: Iterable[Document], limits: Limits | None = None
    ) -> Iterator[Judged | Failed]:
        """The graphs of documents, in their order; see `build` for the limits.

        With limits, what processes share is loaded before the first document is handed out.
        """
        if limits is None:
            yield from self.judge_all(documents)
            return
        waiting = iter(documents)
        for first in waiting:
            if FORKS:
                self.extractor.load()
                _ = self.settling, self.judge.own_all([])
            yield from in_processes(self.judge_and_pack, chain([first], waiting), limits)

    def build(
        self,
        store: GraphStore,
        documents: Iterable[Document],
        tick: Tick = silent,
        limits: Limits | None = None,
    ) -> Built:
        """Reads what is new or changed into the store, then renews what is derived.

        No source is ever there in part; a build that is stopped goes on where it was. With limits,
        sources are read in processes of their own, and one that exceeds them is left as it was;
        without, they are read in this process. The graph is the same either way.
        """
        apart = None if limits is None else self.settling.apart(store)
        gathered = Gathered(apart)
        try:
            told = list(self._bring_in(store, documents, tick, limits, gathered))
            found = self.settling.settle(store, gathered.fresh, apart)
        finally:
            if apart is not None:
                apart.stop()
        outcomes = [one for one in told if isinstance(one, SourceOutcome)]
        failed = tuple(one for one in told if isinstance(one, Failed))
        kept_out = [(r.id, r.quarantined_for[0]) for r in store.sources() if r.quarantined_for]
        ordered = sorted(outcomes, key=lambda one: one.id)
        idle = self.idle(store, found.all) if self.curation.decisions else ()
        counted = store.situation_count()
        return Built(tuple(ordered), tuple(kept_out), counted, found, idle, failed)

    def met(self, store: GraphStore, identifier: str) -> set[str]:
        """The decisions that a source was read with."""
        graph = NamedNode(iri.source_graph(identifier))
        told = store.about(NamedNode(iri.source(identifier)))
        return {
            value_of(q.object) for q in told if q.predicate == CURATED_BY and q.graph_name == graph
        }

    def still_decided(self, store: GraphStore, identifier: str) -> bool:
        """Whether a source was read with just the decisions that now touch it."""
        met = self.met(store, identifier)
        if not met and not self.curation.decisions:
            return True
        claims, entities = set[str](), set[str]()
        for quad in store.graph(NamedNode(iri.source_graph(identifier))):
            if quad.predicate == cg("refersTo"):
                entities.add(value_of(quad.object))
            elif quad.predicate == TYPE and quad.object == cg("Claim"):
                claims.add(value_of(quad.subject))
        return self.curation.still_stands(claims, entities, met)

    def idle(self, store: GraphStore, findings: Iterable[Finding]) -> tuple[tuple[str, str], ...]:
        """The decisions that change nothing any more, each with its place."""
        if not self.curation.decisions:
            return ()
        met = {one for record in store.sources() for one in self.met(store, record.id)}
        own = [one for one in findings if iri.kind_of(one.focus) in OWN_KINDS]
        guilty = {iri.source(o.source) for o in own if o.severity is Severity.VIOLATION}
        names = {(iri.entity(name), entity) for _, entity, name in mentioned(store)}
        found = self.curation.idle(met, guilty, names)
        return tuple((self.curation.place(one), sentence(one)) for one in found)

    def remove(self, store: GraphStore, identifiers: Iterable[str]) -> None:
        """Takes sources out, and all that rests on them alone.

        Raises:
            StoreError: one of them is not in the store; those before it are gone.
        """
        for identifier in identifiers:
            store.remove(identifier)
        self.settling.settle(store)

    def findings(self, store: GraphStore) -> tuple[Finding, ...]:
        """What the shapes find in a store as it is; at once where it was kept."""
        return self.settling.findings(store).all

    def validate(
        self,
        documents: Iterable[Document],
        store: GraphStore | None = None,
        limits: Limits | None = None,
        failed: Callable[[Failed], None] | None = None,
    ) -> tuple[Finding, ...]:
        """What the shapes find in new sources, judged beside a store that stays as it is.

        With limits as in `build`; `failed` is told of each source that exceeds them.
        """
        judged = []
        for one in self.read(documents, limits):
            if not isinstance(one, Failed):
                judged.append(one)
            elif failed is not None:
                failed(one)
        sources = {one.lifted.id: one.lifted.source for one in judged}
        found = {finding for one in judged for finding in one.findings}
        found.update(self.settling.beside(store or Store.memory(), sources))
        return self.checker.telling(sorted(found, key=lambda finding: finding.order))

    def check_graphs(self, paths: Sequence[Path]) -> tuple[Finding, ...]:
        """What the shapes find in Turtle, TriG, N-Quads or N-Triples files as they stand.

        Raises:
            DomainError: a file is absent or does not parse; says line and column.
        """
        return self.checker.check([quad for path in paths for quad in read_graph(path)])

    def _bring_in(
        self,
        store: GraphStore,
        documents: Iterable[Document],
        tick: Tick,
        limits: Limits | None,
        gathered: Gathered,
    ) -> Iterator[SourceOutcome | Failed]:
        known = {record.id: record for record in store.sources()}
        unchanged: list[SourceOutcome] = []
        store.note_run(self.run.iri.value, self.run.parts)
        stale = self._stale(store, documents, known, unchanged)
        read = ticked(self.read(stale, limits), tick)
        for group in together(read, quads_of, store.at_once, self.patience):
            judged = [one for one in group if isinstance(one, Judged)]
            store.replace_sources({one.lifted.id: one.lifted.source for one in judged})
            yield from (one for one in group if isinstance(one, Failed))
            for one in judged:
                lifted = one.lifted
                gathered.take(lifted.id, one.findings, one.tale, one.light)
                what = "replaced" if lifted.id in known else "added"
                yield SourceOutcome(lifted.id, what, lifted.claims, lifted.title)
        yield from unchanged

    def _stale(
        self,
        store: GraphStore,
        documents: Iterable[Document],
        known: Mapping[str, SourceRecord],
        unchanged: list[SourceOutcome],
    ) -> Iterator[Document]:
        """The documents that have to be read; the others are noted as unchanged."""
        for document in documents:
            record = known.get(document.id)
            if record is None or not self._is_current(store, document, record):
                yield document
            else:
                claims = store.claim_count(record.id)
                unchanged.append(SourceOutcome(record.id, "unchanged", claims, record.title))

    def _is_current(self, store: GraphStore, document: Document, record: SourceRecord) -> bool:
        """Whether text, metadata, tools and decisions are those that a source was read with."""
        met = self.met(store, document.id)
        fresh = content_digest(document, self.run, met)
        return record.digest == fresh and self.still_decided(store, document.id)


def ticked(read: Iterable[Judged | Failed], tick: Tick) -> Iterator[Judged | Failed]:
    """What was read, told of as it comes."""
    for one in read:
        if isinstance(one, Judged):
            tick(one.lifted.id)
        yield one


def quads_of(one: Judged | Failed) -> int:
    """How much is to be written of what was read."""
    return len(one.lifted.source) if isinstance(one, Judged) else 0


def mentioned(store: GraphStore) -> Iterator[tuple[str, str, str]]:
    """The sources' IRIs with the entities they mention and each name they call these."""
    for graph in store.source_graphs():
        quads = [q for q in store.graph(graph) if value_of(q.subject).startswith(MENTIONS)]
        entities = {q.subject: value_of(q.object) for q in quads if q.predicate == cg("refersTo")}
        sources = {q.subject: value_of(q.object) for q in quads if q.predicate == cg("source")}
        for quad in quads:
            if quad.predicate == cg("name"):
                yield sources[quad.subject], entities[quad.subject], value_of(quad.object)
