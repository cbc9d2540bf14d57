"""The stages in order, for one source or many: what is new is read, what is derived is renewed."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from pathlib import Path

from pyoxigraph import NamedNode, Quad

from claimgraph import iri
from claimgraph.check import Checker
from claimgraph.curating import curated
from claimgraph.curation import CURATED_BY, Curation, sentence
from claimgraph.entities import entity_layer
from claimgraph.errors import DomainError
from claimgraph.extract import Extractor
from claimgraph.extract.language import DEFAULT_MODEL, load
from claimgraph.findings import Finding, Severity, counts
from claimgraph.graphfile import read_graph
from claimgraph.graphstore import GraphStore, SourceRecord
from claimgraph.infer import infer
from claimgraph.layout import Domain, domain
from claimgraph.lift import Lifted, Run, content_digest, lift
from claimgraph.model import Document, Reading
from claimgraph.ontology import Ontology
from claimgraph.reconcile import reconcile
from claimgraph.terms import TYPE, cg
from claimgraph.vocabulary import BASE, CONSENSUS, ENTITIES, INFERRED
from claimgraph.work import FORKS, Failed, Limits, in_processes

Tick = Callable[[str], None]
LAYERS = tuple(NamedNode(name) for name in (ENTITIES, CONSENSUS, INFERRED))
OWN_KINDS = frozenset({"claim", "evidence", "attribution", "quantity", "source", "mention"})
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
class Built:
    """What a build did; `quarantined` pairs ids with the first violation that keeps each out.

    `idle` are the decisions that change nothing any more, each with its place; `failed` the
    sources that could not be read within their limits, which are as they were before.
    """

    sources: tuple[SourceOutcome, ...]
    quarantined: tuple[tuple[str, str], ...]
    situations: int
    findings: tuple[Finding, ...]
    idle: tuple[tuple[str, str], ...] = ()
    failed: tuple[Failed, ...] = ()

    @property
    def counts(self) -> Mapping[Severity, int]:
        """How many findings there are of each severity."""
        return counts(self.findings)


@dataclass(frozen=True)
class Pipeline:
    """The stages of one domain with one language model; each part is made when it is needed."""

    domain: Domain
    model: str = DEFAULT_MODEL
    decisions: Path | None = None

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
    def extractor(self) -> Extractor:
        """What reads documents; loads the language model."""
        return Extractor(self.domain, self.model)

    @cached_property
    def checker(self) -> Checker:
        """The domain's shapes."""
        return Checker(self.domain)

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

    def lift_all(self, documents: Iterable[Document]) -> Iterator[Lifted]:
        """The graphs of documents, in their order."""
        return map(self.lifted, self.extractor.read(documents))

    def read(
        self, documents: Iterable[Document], limits: Limits | None = None
    ) -> Iterator[Lifted | Failed]:
        """The graphs of documents, in their order; see `build` for the limits.

        With limits, what processes share is loaded before the first document is handed out.
        """
        if limits is None:
            yield from self.lift_all(documents)
            return
        waiting = iter(documents)
        for first in waiting:
            if FORKS:
                load(self.model)
                _ = self.extractor, self.run, self.curation
            yield from in_processes(self.lift_all, chain([first], waiting), limits)

    def build(
        self,
        store: GraphStore,
        documents: Iterable[Document],
        tick: Tick = silent,
        limits: Limits | None = None,
    ) -> Built:
        """Reads what is new or changed into the store, then renews what is derived.

        One source is one transaction; a build that is stopped goes on where it was. With limits,
        sources are read in processes of their own, and one that exceeds them is left as it was;
        without, they are read in this process. The graph is the same either way.
        """
        told = list(self._bring_in(store, documents, tick, limits))
        outcomes = [one for one in told if isinstance(one, SourceOutcome)]
        failed = tuple(one for one in told if isinstance(one, Failed))
        findings = self.settle(store)
        kept_out = [(r.id, r.quarantined_for[0]) for r in store.sources() if r.quarantined_for]
        describes = store.graph(NamedNode(CONSENSUS))
        situations = {q.object for q in describes if q.predicate == cg("describes")}
        ordered = sorted(outcomes, key=lambda one: one.id)
        idle = self.idle(store, findings)
        return Built(tuple(ordered), tuple(kept_out), len(situations), findings, idle, failed)

    def met(self, store: GraphStore, identifier: str) -> set[str]:
        """The decisions that a source was read with."""
        graph = NamedNode(iri.source_graph(identifier))
        told = store.about(NamedNode(iri.source(identifier)))
        return {
            _value(q.object) for q in told if q.predicate == CURATED_BY and q.graph_name == graph
        }

    def still_decided(self, store: GraphStore, identifier: str) -> bool:
        """Whether a source was read with just the decisions that now touch it."""
        met = self.met(store, identifier)
        if not met and not self.curation.decisions:
            return True
        claims, entities = set[str](), set[str]()
        for quad in store.graph(NamedNode(iri.source_graph(identifier))):
            if quad.predicate == cg("refersTo"):
                entities.add(_value(quad.object))
            elif quad.predicate == TYPE and quad.object == cg("Claim"):
                claims.add(_value(quad.subject))
        return self.curation.still_stands(claims, entities, met)

    def idle(self, store: GraphStore, findings: Iterable[Finding]) -> tuple[tuple[str, str], ...]:
        """The decisions that change nothing any more, each with its place."""
        met = {one for record in store.sources() for one in self.met(store, record.id)}
        guilty = {iri.source(identifier) for identifier in _guilty(findings)}
        names = {(iri.entity(name), entity) for _, entity, name in mentioned(store)}
        found = self.curation.idle(met, guilty, names) if self.curation.decisions else ()
        return tuple((self.curation.place(one), sentence(one)) for one in found)

    def remove(self, store: GraphStore, identifiers: Iterable[str]) -> None:
        """Takes sources out, and all that rests on them alone.

        Raises:
            StoreError: one of them is not in the store; those before it are gone.
        """
        for identifier in identifiers:
            store.remove(identifier)
        self.settle(store)

    def findings(self, store: GraphStore) -> tuple[Finding, ...]:
        """What the shapes find in a store as it is."""
        return self.checker.check(store.quads(*store.source_graphs(), *LAYERS))

    def settle(self, store: GraphStore) -> tuple[Finding, ...]:
        """Renews entities, consensus and what is inferred; gives the findings of the shapes.

        A source with violations is kept out, unless a reviewer accepted it, and the rest is
        derived without it.
        """
        self._derive(store, [one.id for one in store.sources()])
        findings = self.findings(store)
        guilty = _guilty(findings)
        accepted = self.curation.accepted
        judged = [
            (one, () if iri.source(one.id) in accepted else guilty.get(one.id, ()))
            for one in store.sources()
        ]
        for record, reasons in judged:
            store.quarantine(record.id, reasons)
        if any(reasons or record.quarantined_for for record, reasons in judged):
            self._derive(store, [record.id for record, reasons in judged if not reasons])
        return findings

    def validate(
        self, documents: Iterable[Document], store: GraphStore | None = None
    ) -> tuple[Finding, ...]:
        """What the shapes find in new sources, judged beside a store that stays as it is."""
        lifted = list(self.lift_all(documents))
        own = {one.graph for one in lifted}
        quads = [quad for one in lifted for quad in one.source]
        if store is not None:
            quads += [q for g in store.source_graphs() if g not in own for q in store.graph(g)]
        derived = [quad for layer in self._layers(quads).values() for quad in layer]
        return self.checker.check([*quads, *derived], {one.id for one in lifted})

    def check_graphs(self, paths: Sequence[Path]) -> tuple[Finding, ...]:
        """What the shapes find in Turtle, TriG, N-Quads or N-Triples files as they stand.

        Raises:
            DomainError: a file is absent or does not parse; says line and column.
        """
        return self.checker.check([quad for path in paths for quad in read_graph(path)])

    def _bring_in(
        self, store: GraphStore, documents: Iterable[Document], tick: Tick, limits: Limits | None
    ) -> Iterator[SourceOutcome | Failed]:
        known = {record.id: record for record in store.sources()}
        unchanged: list[SourceOutcome] = []
        store.note_run(self.run.iri.value, self.run.parts)
        for lifted in self.read(self._stale(store, documents, known, unchanged), limits):
            if isinstance(lifted, Lifted):
                store.replace_source(lifted.id, lifted.source)
                what = "replaced" if lifted.id in known else "added"
                yield SourceOutcome(lifted.id, what, lifted.claims, lifted.title)
            else:
                yield lifted
            tick(lifted.id)
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

    def _derive(self, store: GraphStore, let_in: Iterable[str]) -> None:
        """Writes the derived layers from the sources that are let in."""
        names = [NamedNode(iri.source_graph(identifier)) for identifier in let_in]
        layers = self._layers(list(store.quads(*names)) if names else [])
        decided = [one for d in self.curation.decisions for one in (d.iri, d.by, d.why)]
        store.replace_layers(layers, store.state(self.run.iri.value, *decided))

    def _layers(self, quads: Sequence[Quad]) -> dict[NamedNode, tuple[Quad, ...]]:
        entities = self.curation.layer(quads, entity_layer(quads, self.ontology))
        consensus = reconcile([*quads, *entities], self.ontology, self.domain.rule_files())
        inferred = infer([*entities, *consensus], self.ontology)
        return dict(zip(LAYERS, (entities, consensus, inferred), strict=True))


def mentioned(store: GraphStore) -> Iterator[tuple[str, str, str]]:
    """The sources' IRIs with the entities they mention and each name they call these."""
    for graph in store.source_graphs():
        quads = [q for q in store.graph(graph) if _value(q.subject).startswith(MENTIONS)]
        entities = {q.subject: _value(q.object) for q in quads if q.predicate == cg("refersTo")}
        sources = {q.subject: _value(q.object) for q in quads if q.predicate == cg("source")}
        for quad in quads:
            if quad.predicate == cg("name"):
                yield sources[quad.subject], entities[quad.subject], _value(quad.object)


def _value(term: object) -> str:
    return str(getattr(term, "value", ""))


def _guilty(findings: Iterable[Finding]) -> Mapping[str, tuple[str, ...]]:
    """Why sources are kept out: violations in what they say themselves, by source."""
    reasons: dict[str, set[str]] = {}
    for finding in findings:
        own = iri.kind_of(finding.focus) in OWN_KINDS
        if finding.severity is Severity.VIOLATION and finding.source and own:
            reasons.setdefault(finding.source, set()).add(finding.message)
    return {source: tuple(sorted(why)) for source, why in reasons.items()}
