"""From sources to a settled store: derived layers and findings renewed where something changed."""

import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

import pyoxigraph as ox
from pyoxigraph import NamedNode, Quad

from claimgraph import iri
from claimgraph.check.findings import Finding
from claimgraph.check.judging import Judge, Light, Stood
from claimgraph.check.verdicts import Findings, Kept, Verdicts, guilt, kept
from claimgraph.curation.decisions import Curation
from claimgraph.derive.change import Change as Changed
from claimgraph.derive.layers import Layers
from claimgraph.derive.ledger import FORM, Draft, Ledger, Rows
from claimgraph.derive.overlay import Overlay
from claimgraph.derive.packing import packed, unpacked
from claimgraph.derive.renewal import NOTHING, Derivation
from claimgraph.derive.tale import Tale
from claimgraph.entities import entity_layer, lexicon_of
from claimgraph.facts import Facts
from claimgraph.infer import infer
from claimgraph.layout import Domain
from claimgraph.lift import Run
from claimgraph.ontology import Ontology
from claimgraph.reconcile import reconcile
from claimgraph.run.apart import Apart, Order, Send, handing_over
from claimgraph.shacl import tabled
from claimgraph.store.embedded import Store
from claimgraph.store.folder import VERDICTS
from claimgraph.store.graphstore import DERIVED, QUARANTINED, GraphStore

SOURCES: Final = "sources"


@dataclass(frozen=True, slots=True)
class Fresh:
    """A source that was just read: what the shapes find in it, and what it tells, also packed.

    There is no tale where another process was told it; see `Settling.apart`. `light` is what of
    it is looked at to judge what is derived, where that does not come with the tale.
    """

    findings: tuple[Finding, ...]
    tale: Tale | bytes | None = None
    light: Light | None = None


@dataclass(frozen=True, slots=True)
class Gathered:
    """The sources that were read, by id; `apart` is told what they tell, where it is there."""

    apart: Apart | None
    fresh: dict[str, Fresh] = field(default_factory=dict)

    def take(
        self,
        source: str,
        findings: tuple[Finding, ...],
        tale: Tale | bytes,
        light: Light | None = None,
    ) -> None:
        """Takes what was found in a source, and what it tells; see `Fresh`."""
        if not isinstance(tale, bytes):
            self.fresh[source] = Fresh(findings, tale, light)
        elif self.apart is not None and self.apart.tell(source, tale):
            self.fresh[source] = Fresh(findings)
        else:
            self.fresh[source] = Fresh(findings, tale)


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
        return iri.digest(FORM, self.run.iri.value, *decided, *told)

    def findings(self, store: GraphStore) -> Findings:
        """What the shapes find in a store as it is; at once where it was kept."""
        known = Verdicts.load(store.kept(VERDICTS))
        if known.under != self.circumstances or known.state != store.state(self.circumstances):
            own = self._own(store, known, {})
            known = Verdicts("", "", own, kept(self.judge.derived(_view(store))[1]))
        return self.telling(known)

    def settle(
        self,
        store: GraphStore,
        fresh: Mapping[str, Fresh] | None = None,
        apart: Apart | None = None,
    ) -> Findings:
        """Renews entities, consensus and what is inferred; gives the findings of the shapes.

        A source with violations is kept out, unless a reviewer accepted it, and the rest is
        derived without it. Where nothing changed, nothing is derived. `fresh` are the
        sources that were just read; `apart` is the process that was told of them, if any.
        """
        under = self.circumstances
        known = Verdicts.load(store.kept(VERDICTS))
        known = known if known.under == under else Verdicts()
        if known.state and known.state == store.state(under) and store.is_derived(known.state):
            return self.telling(known)
        was_derived = bool(known.state) and store.is_derived(known.state)
        own = self._own(store, known, fresh or {})
        for record in store.sources():
            is_accepted = iri.source(record.id) in self.curation.accepted
            reasons = () if is_accepted else guilt(own[record.id][1])
            if reasons != record.quarantined_for:
                store.quarantine(record.id, reasons)
        derived = self._settled_apart(store, under, apart)
        if derived is None:
            changed, made = self._derive(store, under, fresh or {})
            if was_derived or made is None:
                wanted, found = self.judge.derived(_view(store), changed if was_derived else None)
            else:
                wanted, found = None, self._judged_anew(store, made, fresh or {})
            rest = () if wanted is None else (o for o in known.derived if o.focus not in wanted)
            derived = (*rest, *kept(found))
        verdicts = Verdicts(under, store.state(under), own, derived)
        store.keep(VERDICTS, verdicts.dump())
        told = self.telling(verdicts)
        store.keep_findings(told)
        return told

    def _judged_anew(
        self, store: GraphStore, made: Collection[Quad], fresh: Mapping[str, Fresh]
    ) -> tuple[Finding, ...]:
        """What is found in layers that were just made; from memory where all sources are there."""
        read = [fresh[one.id].light for one in store.sources() if one.id in fresh]
        told = [one for one in read if one is not None]
        if len(told) < len(store.sources()):
            return self.judge.derived(_view(store), None, made)[1]
        return self.judge.placed(self.judge.unplaced(made, told), _view(store))

    def _own(
        self, store: GraphStore, verdicts: Verdicts, fresh: Mapping[str, Fresh]
    ) -> Mapping[str, tuple[str, tuple[Kept, ...]]]:
        """The verdict on each source: just made, else kept, else made now."""
        digests = {record.id: record.digest for record in store.sources()}
        found = {name: told for name, told in verdicts.own.items() if told[0] == digests.get(name)}
        for name in sorted(fresh.keys() & digests.keys()):
            found[name] = digests[name], kept(fresh[name].findings)
        names = sorted(digests.keys() - found.keys())
        tables = (
            tabled(quad for quad in _graph(store, name) if quad.predicate != QUARANTINED)
            for name in names
        )
        for name, told in zip(names, self.judge.own_all(tables), strict=True):
            found[name] = digests[name], kept(told)
        return found

    def telling(self, verdicts: Verdicts) -> Findings:
        """The findings to tell, the worst first, mere consequences left out."""
        ordered = sorted(verdicts.all, key=lambda one: (one.order, one.told))
        return Findings(self.judge.checker.telling(ordered))

    def apart(self, store: GraphStore) -> Apart | None:
        """A process that can be told of sources and settle them; None where little is gained."""
        is_first = not any(True for layer in DERIVED for _ in store.graph(layer))
        is_ours = isinstance(store, Store) and store.folder is not None
        return Apart(self._follow) if is_first and is_ours else None

    def _settled_apart(
        self, store: GraphStore, under: str, apart: Apart | None
    ) -> tuple[Kept, ...] | None:
        """What is found in layers that another process derives; None where it comes to nothing."""
        if apart is None or not apart.is_there or not isinstance(store, Store):
            return None
        records = store.sources()
        for name in [one.id for one in records if one.id not in apart.told]:
            told = tabled(_graph(store, name))
            apart.tell(name, packed((self.tale(Facts(told)), self.judge.light(told))))  # type: ignore[arg-type]
        state = store.state(under)
        order = Order(store.release_ledger(), _let_in(store), f"{under} {state}")
        try:
            store.fill_layers(apart.follow(order), state)
            found: tuple[Stood, ...] = apart.found()
        except (EOFError, OSError):
            return None
        return kept(self.judge.placed(found, store.inner))

    def _follow(self, order: Order, told: Mapping[str, bytes], send: Send) -> tuple[Stood, ...]:
        """Derives and judges, in another process than the one that writes; see `apart`."""
        known = {name: _unpacked(one) for name, one in told.items()}
        draft = Draft()
        change = self._derivation(draft).change({name: known[name][0] for name in order.let_in})
        draft.put(SOURCES, SOURCES, order.let_in)
        with handing_over(change.come, draft, order, send):
            return self.judge.unplaced(change.come, [one for _, one in known.values()])

    def _derive(
        self, store: GraphStore, under: str, fresh: Mapping[str, Fresh]
    ) -> tuple[frozenset[Quad], Collection[Quad] | None]:
        """Renews the derived layers from the sources that are let in.

        Gives what changed and, where all was made anew, all of it.
        """
        state, ledger = store.state(under), store.ledger
        if ledger is None:
            return store.replace_layers(self._anew(store), state), None
        try:
            if not self._knows(store, ledger, under):
                return self._begun(store, ledger, (under, state), fresh)
            return self._renewed(store, ledger, (under, state), fresh), None
        except sqlite3.Error:
            ledger.forget()
            return store.replace_layers(self._anew(store), state), None
        except BaseException:
            ledger.forget()
            raise

    def _begun(
        self,
        store: GraphStore,
        ledger: Ledger,
        state: tuple[str, str],
        fresh: Mapping[str, Fresh],
    ) -> tuple[frozenset[Quad], Collection[Quad]]:
        """Derives from nothing, and keeps what it was made of; gives what changed and all."""
        draft, now = Draft(), _let_in(store)
        change = self._derivation(draft).change(self._tales(store, now, fresh))
        draft.put(SOURCES, SOURCES, now)
        layers: dict[NamedNode, Collection[Quad]] = {name: [] for name in DERIVED}
        for quad in change.come:
            layers[quad.graph_name].append(quad)  # type: ignore[index,attr-defined]
        ledger.fill(draft)
        changed = store.replace_layers(layers, state[1])
        ledger.keep(" ".join(state))
        return changed, change.come

    def _renewed(
        self,
        store: GraphStore,
        ledger: Ledger,
        state: tuple[str, str],
        fresh: Mapping[str, Fresh],
    ) -> frozenset[Quad]:
        """Derives what the sources that came, went or changed make other than it was."""
        before, now = ledger.of(SOURCES, SOURCES), _let_in(store)
        gone = dict.fromkeys(before.keys() - now.keys(), NOTHING)
        come = [name for name, digest in now.items() if before.get(name) != digest]
        told = {**gone, **self._tales(store, come, fresh)}
        change = self._derivation(ledger).change(told, store.match)
        ledger.put(SOURCES, SOURCES, now)
        store.change_layers(change, state[1])
        ledger.keep(" ".join(state))
        return change.gone | change.come

    def tale(self, facts: Facts) -> Tale:
        """What a source's graph tells."""
        return Tale.of(facts, lexicon_of(self.ontology))

    def _tales(
        self, store: GraphStore, wanted: Iterable[str], fresh: Mapping[str, Fresh]
    ) -> dict[str, Tale]:
        known = {name: _tale(one) for name, one in fresh.items()}
        return {
            name: known.get(name) or self.tale(Facts.of(_graph(store, name))) for name in wanted
        }

    def _anew(self, store: GraphStore) -> dict[NamedNode, Collection[Quad]]:
        names = [NamedNode(iri.source_graph(identifier)) for identifier in _let_in(store)]
        return self.layers(list(store.quads(*names)) if names else [])

    def _derivation(self, ledger: Rows) -> Derivation:
        rules = tuple(self.domain.rule_files())
        return Derivation(self.ontology, self.curation, rules, ledger)

    def _knows(self, store: GraphStore, ledger: Ledger, under: str) -> bool:
        """Whether a ledger tells of the layers as they stand in a store."""
        known, _, state = ledger.state.partition(" ")
        return known == under and store.is_derived(state)

    def layers(self, quads: Sequence[Quad]) -> dict[NamedNode, Collection[Quad]]:
        """The derived layers that some source graphs make."""
        entities = self.curation.layer(quads, entity_layer(quads, self.ontology))
        consensus = reconcile([*quads, *entities], self.ontology, self.domain.rule_files())
        inferred = infer([*entities, *consensus], self.ontology)
        return dict(zip(DERIVED, (entities, consensus, inferred), strict=True))

    def beside(self, store: GraphStore, fresh: Mapping[str, Iterable[Quad]]) -> tuple[Finding, ...]:
        """What is found in what would be derived with some sources, and goes back to them."""
        view = self._beside(store, fresh)
        if view is not None:
            changed, layers = view
            _, found = self.judge.derived(layers, changed)
        else:
            _, found = self._beside_anew(store, fresh)
        return tuple(one for one in found if not one.sources.isdisjoint(fresh))

    def _beside(
        self, store: GraphStore, fresh: Mapping[str, Iterable[Quad]]
    ) -> tuple[frozenset[Quad], Layers] | None:
        """The derived quads that would change, and the store as it would be, by its ledger."""
        ledger = store.ledger
        if ledger is None:
            return None
        try:
            if not self._knows(store, ledger, self.circumstances):
                return None
            tales = {name: self.tale(Facts.of(quads)) for name, quads in fresh.items()}
            change = self._derivation(Overlay(ledger)).change(tales, store.match)
        except sqlite3.Error:
            return None
        finally:
            ledger.forget()
        layers = Layers(store.match)
        layers.take(change)
        told = {quad for quads in fresh.values() for quad in quads}
        replaced = {q for name in {*fresh, *store.kept_out()} for q in _graph(store, name)}
        layers.take(Changed(frozenset(replaced - told), frozenset(told - replaced)))
        return change.gone | change.come, layers

    def _beside_anew(
        self, store: GraphStore, fresh: Mapping[str, Iterable[Quad]]
    ) -> tuple[frozenset[str] | None, tuple[Finding, ...]]:
        own = {
            NamedNode(iri.source_graph(identifier)) for identifier in {*fresh, *store.kept_out()}
        }
        others = [name for name in store.source_graphs() if name not in own]
        quads = [q for name in others for q in store.graph(name)]
        quads += [quad for told in fresh.values() for quad in told]
        old = {quad for layer in DERIVED for quad in store.graph(layer)}
        new = {quad for layer in self.layers(quads).values() for quad in layer}
        view = _in_memory((*quads, *new))
        return self.judge.derived(view, old ^ new)


def _tale(fresh: Fresh) -> Tale | None:
    """What a source tells, where it was kept."""
    return _unpacked(fresh.tale)[0] if isinstance(fresh.tale, bytes) else fresh.tale


def _unpacked(told: bytes) -> tuple[Tale, Light]:
    """What a source tells, and what of it is looked at to judge what is derived."""
    pair: tuple[Tale, Light] = unpacked(told)  # type: ignore[assignment]
    return pair


def _let_in(store: GraphStore) -> dict[str, str]:
    """The sources that are let in, with their digests."""
    return {one.id: one.digest for one in store.sources() if not one.quarantined_for}


def _graph(store: GraphStore, identifier: str) -> Iterator[Quad]:
    yield from store.graph(NamedNode(iri.source_graph(identifier)))


def _view(store: GraphStore) -> ox.Store:
    """The quads of a store where they can be looked up at once."""
    return store.inner if isinstance(store, Store) else _in_memory(store.quads())


def _in_memory(quads: Iterable[Quad]) -> ox.Store:
    view = ox.Store()
    view.bulk_extend(quads)
    return view
