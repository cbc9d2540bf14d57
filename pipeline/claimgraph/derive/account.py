"""The consensus renewed: for situations that changed, and for what they change in turn.

Each quad of the consensus has its makers in the ledger: a situation, the relations of a subject by
one property, the states of a thing, the rules. A quad is there as long as it has a maker.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from pyoxigraph import NamedNode, Quad

from claimgraph.derive.ledger import Rows
from claimgraph.derive.makers import Makers, parsed
from claimgraph.derive.meeting import Met, home_kind
from claimgraph.derive.shelf import Claims, Shelf
from claimgraph.ontology import Ontology
from claimgraph.reconcile.consensus import Consensus, Homes, Relation
from claimgraph.reconcile.layer import (
    CONTESTS,
    GRAPH,
    RETRACTS,
    Surroundings,
    account_quads,
    opposing,
    related,
)
from claimgraph.reconcile.records import Record
from claimgraph.reconcile.references import (
    Reference,
    Referent,
    meant_quads,
    references,
    referents,
)
from claimgraph.reconcile.situations import Situation
from claimgraph.reconcile.states import (
    Change,
    Dating,
    allowances,
    changes,
    dating_of,
    timelines,
)

SITUATION: Final = "situation"
LINK: Final = "link"
LINKED: Final = "linked"
LEADING: Final = "leading"
VOTE: Final = "vote"
ALLOWED: Final = "allowed"
CHANGED: Final = "changed"
DATED: Final = "dated"
REFERS: Final = "refers"
MEANT: Final = "meant"
FROM_RELATIONS: Final = (VOTE, CONTESTS, RETRACTS, ALLOWED, DATED, REFERS, MEANT)


@dataclass(frozen=True)
class HomesInRows(Mapping[NamedNode, tuple[NamedNode, ...]]):
    """In which situations claims have met, as the rows of a ledger tell."""

    ledger: Rows
    kinds: tuple[str, ...]
    _known: dict[NamedNode, tuple[NamedNode, ...]] = field(default_factory=dict)

    def __getitem__(self, claim: NamedNode) -> tuple[NamedNode, ...]:
        """The situations of a claim, by IRI."""
        if claim not in self._known:
            found = {n for kind in self.kinds for n in self.ledger.owners(kind, claim.value)}
            self._known[claim] = tuple(NamedNode(name) for name in sorted(found))
        return self._known[claim]

    def __iter__(self) -> Iterator[NamedNode]:
        """The claims asked for so far."""
        return iter(self._known)

    def __len__(self) -> int:
        """How many were asked for."""
        return len(self._known)


def _by_key(relations: Iterable[Relation]) -> dict[str, tuple[Relation, ...]]:
    found: dict[str, list[Relation]] = defaultdict(list)
    for one in relations:
        found[f"{one.subject} {one.property}"].append(one)
    return {key: tuple(several) for key, several in found.items()}


def _by_name(
    told: Iterable[tuple[NamedNode, Reference | Referent]],
) -> dict[str, tuple[Reference | Referent, ...]]:
    found: dict[str, list[Reference | Referent]] = defaultdict(list)
    for who, one in told:
        found[who.value].append(one)
    return {name: tuple(several) for name, several in found.items()}


def _relations(ledger: Rows, kind: str, key: str) -> Iterator[Relation]:
    for _, several in ledger.at(kind, key):
        yield from several  # type: ignore[misc]


@dataclass(frozen=True)
class Links:
    """What lasting relations add to what is known of those that claims speak of."""

    ledger: Rows
    ontology: Ontology

    def renew(self, met: Met, shelf: Shelf, dirty: Iterable[str]) -> frozenset[str]:
        """Puts the links of situations laid out anew; gives the subjects of which others hold."""
        homes = Homes(shelf.corpus, HomesInRows(self.ledger, (home_kind(lasting=True),)))
        keys = set[str]()
        touched = set(dirty)
        for name in met.vanished:
            keys |= self.ledger.put(LINK, name, {})
        for one in met.found:
            if one.iri.value in met.changed or any(r.iri.value in touched for r in one.members):
                relations = Consensus(one, shelf.corpus, homes).relations()
                keys |= self.ledger.put(LINK, one.iri.value, _by_key(relations))
        subjects = set[str]()
        for key in sorted(keys):
            quads = sorted(related(_relations(self.ledger, LINK, key), self.ontology), key=str)
            told = {quads[0].subject.value: tuple(quads)} if quads else {}  # type: ignore[union-attr]
            subjects |= self.ledger.put(LINKED, key, told)
            ends = {q.object.value: None for q in quads if isinstance(q.object, NamedNode)}
            self.ledger.put(LEADING, key, ends)
        return frozenset(subjects)

    def leading_to(self, node: NamedNode) -> Iterator[str]:
        """The entities that have a link to one."""
        return (key.split(">", 1)[0][1:] for key in self.ledger.owners(LEADING, node.value))

    def of(self, node: NamedNode) -> Iterator[Quad]:
        """The links of an entity."""
        for _, quads in self.ledger.at(LINKED, node.value):
            yield from quads  # type: ignore[misc]


@dataclass
class Account:
    """The consensus in the rows of a ledger; `quads` are those whose makers changed."""

    ledger: Rows
    ontology: Ontology
    claims: Claims
    shelf: Shelf
    quads: set[str] = field(default_factory=set)
    keys: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    made: dict[str, Quad] = field(default_factory=dict)
    _known: dict[NamedNode, Consensus] = field(default_factory=dict)

    @cached_property
    def makers(self) -> Makers:
        """The makers of each quad."""
        return Makers(self.ledger)

    @cached_property
    def homes(self) -> Homes:
        """In which situations claims have met."""
        kinds = (home_kind(lasting=True), home_kind(lasting=False))
        return Homes(self.shelf.corpus, HomesInRows(self.ledger, kinds))

    def renew(self, met: Iterable[Met], dirty: set[str], things: Iterable[str]) -> None:
        """Renews all that rests on situations laid out anew, on claims and on things."""
        todo = self._touched(met, dirty)
        self._told(todo)
        for kind in (CONTESTS, RETRACTS, ALLOWED):
            for name in sorted(self.keys[kind]):
                self._recall(name, todo)
        for name in sorted(todo):
            self._retell(todo[name])
        for key in sorted(self.keys[VOTE]):
            self.make(key, related(_relations(self.ledger, VOTE, key), self.ontology))
        for thing in sorted({*things, *self.keys[CHANGED], *self.keys[DATED]}):
            self._states(NamedNode(thing))
        for who in sorted({*self.keys[REFERS], *self.keys[MEANT]}):
            self._references(NamedNode(who))

    def _touched(self, met: Iterable[Met], dirty: set[str]) -> dict[str, Situation]:
        """The situations with other members than before, or of which a member changed."""
        todo: dict[str, Situation] = {}
        for one in met:
            self._vanish(one.vanished)
            for situation in one.found:
                name = situation.iri.value
                if name in one.changed or any(r.iri.value in dirty for r in situation.members):
                    todo[name] = situation
        for claim in sorted(dirty):
            for home in self.homes.by_claim.get(NamedNode(claim), ()):
                self._recall(home.value, todo)
        return todo

    def make(self, maker: str, quads: Iterable[Quad]) -> None:
        """Puts what a maker makes in the place of what it made."""
        told = {str(quad): quad for quad in quads}
        self.made.update(told)
        self.quads |= self.makers.put(maker, told)

    def _recall(self, name: str, todo: dict[str, Situation]) -> None:
        """A situation that was not laid out anew, where there is such."""
        if name not in todo:
            for known in self.ledger.of(SITUATION, name).values():
                todo[name] = self._unpacked(name, *known)  # type: ignore[misc]

    def _packed(self, situation: Situation) -> tuple[NamedNode, tuple[str | Record, ...]]:
        """The type and members of a situation: claims by name, parts of claims as they are."""
        claims = self.shelf.records
        members = (r.iri.value if claims.get(r.iri) is r else r for r in situation.members)
        return situation.type, tuple(members)

    def _unpacked(self, name: str, kind: NamedNode, told: tuple[str | Record, ...]) -> Situation:
        """The situation that was packed."""
        known = {r.iri.value: r for r in self.shelf.need(o for o in told if isinstance(o, str))}
        members = (known.get(one) if isinstance(one, str) else one for one in told)
        return Situation(NamedNode(name), kind, tuple(one for one in members if one))

    def _vanish(self, names: Iterable[str]) -> None:
        for name in sorted(names):
            for kind in (*FROM_RELATIONS, CHANGED, SITUATION):
                self.keys[kind] |= self.ledger.put(kind, name, {})
            self.make(name, ())

    def _consensus(self, situation: Situation) -> Consensus:
        if situation.iri not in self._known:
            self.shelf.need(record.iri.value for record in situation.members)
            known = Consensus(situation, self.shelf.corpus, self.homes)
            self._known[situation.iri] = known
        return self._known[situation.iri]

    def _told(self, todo: Mapping[str, Situation]) -> None:
        """What situations tell of others and of things."""
        for name in sorted(todo):
            one = self._consensus(todo[name])
            allowed: dict[str, set[object]] = defaultdict(set)
            for situation, parties in allowances(one):
                allowed[situation.value] |= set(parties)
            self._put(SITUATION, name, {SITUATION: self._packed(todo[name])})
            self._put(VOTE, name, _by_key(one.relations()))
            for kind in (CONTESTS, RETRACTS):
                who: dict[str, set[NamedNode]] = defaultdict(set)
                for situation, by in opposing(one, kind):
                    who[situation.value].add(by)
                self._put(kind, name, {k: tuple(sorted(v, key=str)) for k, v in who.items()})
            told = {k: tuple(sorted(v, key=str)) for k, v in allowed.items()}
            self._put(ALLOWED, name, told)
            self._put(DATED, name, {thing.value: dating for thing, dating in dating_of(one)})
            self._put(REFERS, name, _by_name(references(one)))
            self._put(MEANT, name, _by_name(referents(one)))

    def _put(self, kind: str, owner: str, rows: Mapping[str, object]) -> None:
        self.keys[kind] |= self.ledger.put(kind, owner, rows)

    def _retell(self, situation: Situation) -> None:
        one, name = self._consensus(situation), situation.iri.value
        contesters = {by for _, several in self.ledger.at(CONTESTS, name) for by in several}  # type: ignore[attr-defined]
        members = (record.iri.value for record in situation.members)
        is_embedded = not one.classes and any(self.claims.is_embedded(c) for c in members)
        retracted = self.ledger.has(RETRACTS, name)
        self.make(name, account_quads(one, Surroundings(contesters, retracted, is_embedded)))
        allowed = {p for _, parties in self.ledger.at(ALLOWED, name) for p in parties}  # type: ignore[attr-defined]
        by_thing: dict[str, list[Change]] = defaultdict(list)
        for change in changes(one, allowed):
            by_thing[change.thing.value].append(change)
        self._put(CHANGED, name, {thing: tuple(told) for thing, told in by_thing.items()})

    def _states(self, thing: NamedNode) -> None:
        told = [c for _, several in self.ledger.at(CHANGED, thing.value) for c in several]  # type: ignore[attr-defined]
        datings = [one for _, one in self.ledger.at(DATED, thing.value) if isinstance(one, Dating)]
        self.shelf.know(thing)
        label = self.shelf.corpus.label(thing)
        self.make(f"states {thing}", timelines(told, datings, label, self.ontology, GRAPH))

    def _references(self, who: NamedNode) -> None:
        told = [one for _, several in self.ledger.at(REFERS, who.value) for one in several]  # type: ignore[attr-defined]
        among = [one for _, several in self.ledger.at(MEANT, who.value) for one in several]  # type: ignore[attr-defined]
        self.make(f"references {who}", meant_quads(told, among, who, GRAPH))

    def is_made(self, quad: Quad) -> bool:
        """Whether a quad has a maker."""
        return bool(self.makers.of(str(quad)))

    def changed(self) -> list[Quad]:
        """The quads whose makers changed."""
        gone = self.quads - self.made.keys()
        return [*(self.made[key] for key in self.quads - gone), *parsed(gone)]
