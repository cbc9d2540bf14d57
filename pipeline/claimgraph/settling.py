"""From sources to a settled store: derived layers and findings renewed where something changed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import pyoxigraph as ox
from pyoxigraph import NamedNode, Quad

from claimgraph import iri
from claimgraph.curation import Curation
from claimgraph.entities import entity_layer
from claimgraph.findings import Finding
from claimgraph.graphstore import DERIVED, QUARANTINED, GraphStore
from claimgraph.infer import infer
from claimgraph.judging import Judge, Verdicts, guilt
from claimgraph.layout import Domain
from claimgraph.lift import Run
from claimgraph.ontology import Ontology
from claimgraph.reconcile import reconcile
from claimgraph.store import VERDICTS, Store


@dataclass(frozen=True)
class Settling:
    """What decides, besides the sources, what is derived from them and found in it."""

    domain: Domain
    run: Run
    ontology: Ontology
    curation: Curation
    judge: Judge

    @cached_property
    def circumstances(self) -> str:
        """A digest of all besides the sources that decides what is derived and found."""
        decided = [one for d in self.curation.decisions for one in (d.iri, d.by, d.why)]
        files = (*self.domain.rule_files(), *self.domain.shape_files())
        told = [f"{path.name} {path.read_text('utf-8')}" for path in files]
        return iri.digest(self.run.iri.value, *decided, *told)

    def findings(self, store: GraphStore) -> tuple[Finding, ...]:
        """What the shapes find in a store as it is; at once where it was kept."""
        kept = Verdicts.load(store.kept(VERDICTS))
        if kept.under != self.circumstances or kept.state != store.state(self.circumstances):
            own = self._own(store, kept, {})
            kept = Verdicts("", "", own, self.judge.derived(_view(store))[1])
        return self.telling(kept)

    def settle(
        self, store: GraphStore, fresh: Mapping[str, tuple[Finding, ...]] | None = None
    ) -> tuple[Finding, ...]:
        """Renews entities, consensus and what is inferred; gives the findings of the shapes.

        A source with violations is kept out, unless a reviewer accepted it, and the rest is
        derived without it. Where nothing changed, nothing is derived. `fresh` are findings of
        sources that were just read.
        """
        under = self.circumstances
        kept = Verdicts.load(store.kept(VERDICTS))
        kept = kept if kept.under == under else Verdicts()
        if kept.state and kept.state == store.state(under) and store.is_derived(kept.state):
            return self.telling(kept)
        was_derived = bool(kept.state) and store.is_derived(kept.state)
        own = self._own(store, kept, fresh or {})
        for record in store.sources():
            is_accepted = iri.source(record.id) in self.curation.accepted
            store.quarantine(record.id, () if is_accepted else guilt(own[record.id][1]))
        changed = self._derive(store)
        wanted, found = self.judge.derived(_view(store), changed if was_derived else None)
        rest = () if wanted is None else (o for o in kept.derived if o.focus not in wanted)
        verdicts = Verdicts(under, store.state(under), own, (*rest, *found))
        store.keep(VERDICTS, verdicts.dump())
        told = self.telling(verdicts)
        store.keep_findings(told)
        return told

    def _own(
        self, store: GraphStore, kept: Verdicts, fresh: Mapping[str, tuple[Finding, ...]]
    ) -> Mapping[str, tuple[str, tuple[Finding, ...]]]:
        """The verdict on each source: just made, else kept, else made now."""
        found = {}
        for record in store.sources():
            digest, known = kept.own.get(record.id, ("", ()))
            if record.id in fresh:
                known = fresh[record.id]
            elif digest != record.digest:
                graph = store.graph(NamedNode(iri.source_graph(record.id)))
                known = self.judge.own(q for q in graph if q.predicate != QUARANTINED)
            found[record.id] = (record.digest, known)
        return found

    def telling(self, verdicts: Verdicts) -> tuple[Finding, ...]:
        """The findings to tell, the worst first, mere consequences left out."""
        ordered = sorted({*verdicts.all}, key=lambda finding: finding.order)
        return self.judge.checker.telling(ordered)

    def _derive(self, store: GraphStore) -> frozenset[Quad]:
        """Writes the derived layers from the sources that are let in; gives what changed."""
        let_in = [one.id for one in store.sources() if not one.quarantined_for]
        names = [NamedNode(iri.source_graph(identifier)) for identifier in let_in]
        layers = self.layers(list(store.quads(*names)) if names else [])
        return store.replace_layers(layers, store.state(self.circumstances))

    def layers(self, quads: Sequence[Quad]) -> dict[NamedNode, tuple[Quad, ...]]:
        """The derived layers that some source graphs make."""
        entities = self.curation.layer(quads, entity_layer(quads, self.ontology))
        consensus = reconcile([*quads, *entities], self.ontology, self.domain.rule_files())
        inferred = infer([*entities, *consensus], self.ontology)
        return dict(zip(DERIVED, (entities, consensus, inferred), strict=True))

    def beside(self, store: GraphStore, fresh: Mapping[str, Iterable[Quad]]) -> tuple[Finding, ...]:
        """What is found in what would be derived with some sources, and goes back to them."""
        own = {
            NamedNode(iri.source_graph(identifier)) for identifier in {*fresh, *store.kept_out()}
        }
        others = [name for name in store.source_graphs() if name not in own]
        quads = [q for name in others for q in store.graph(name)]
        quads += [quad for told in fresh.values() for quad in told]
        old = {quad for layer in DERIVED for quad in store.graph(layer)}
        new = {quad for layer in self.layers(quads).values() for quad in layer}
        view = _in_memory((*quads, *new))
        _, found = self.judge.derived(view, old ^ new)
        return tuple(one for one in found if one.source in fresh)


def _view(store: GraphStore) -> ox.Store:
    """The quads of a store where they can be looked up at once."""
    return store.inner if isinstance(store, Store) else _in_memory(store.quads())


def _in_memory(quads: Iterable[Quad]) -> ox.Store:
    view = ox.Store()
    view.bulk_extend(quads)
    return view
