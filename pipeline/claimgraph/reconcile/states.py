"""States over time: which events led to which state of what they affect, from when to when.

Which class leads to which state, and by which properties states are told, the ontology says.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from pyoxigraph import NamedNode, Quad

from claimgraph import iri
from claimgraph.entities import PARTY
from claimgraph.ontology import Ontology
from claimgraph.reconcile.consensus import Consensus
from claimgraph.reconcile.days import days
from claimgraph.reconcile.records import DATE
from claimgraph.terms import LABEL, Node, Term, cg, english

OBJECT: Final = cg("object")
RECIPIENT: Final = cg("recipient")


@dataclass(frozen=True, slots=True)
class Scheme:
    """How an ontology tells states of one class."""

    cls: NamedNode
    link: NamedNode
    status: NamedNode
    party: NamedNode
    start: NamedNode
    end: NamedNode
    unknown: NamedNode

    @classmethod
    def all(cls, ontology: Ontology) -> tuple["Scheme", ...]:
        """The schemes of an ontology."""
        found = []
        for state in ontology.having(cg("stateLink")):
            names = ("Link", "Status", "Party", "From", "Until", "Unknown")
            terms = [ontology.one(state, cg(f"state{name}")) for name in names]
            if all(terms):
                found.append(cls(state, *(term for term in terms if term)))
        return tuple(found)


@dataclass(frozen=True, slots=True)
class Change:
    """One change of the state of one thing."""

    thing: NamedNode
    status: NamedNode
    day: Term | None
    parties: tuple[Term, ...]
    documents: int
    situation: NamedNode

    @property
    def rank(self) -> tuple[str, bool, int, str]:
        """By day; of one day, what concerns a party and what more documents tell comes last."""
        day = self.day.value if self.day else ""
        return (day, bool(self.parties), self.documents, self.situation.value)


def state_quads(found: Iterable[Consensus], ontology: Ontology, graph: NamedNode) -> Iterator[Quad]:
    """The states of all things that some situations affect."""
    found = list(found)
    for scheme in Scheme.all(ontology):
        by_thing: dict[NamedNode, list[Change]] = defaultdict(list)
        for consensus in found:
            for change in _changes(consensus, scheme):
                by_thing[change.thing].append(change)
        for thing in sorted(by_thing, key=str):
            label = found[0].corpus.label
            yield from _timeline(by_thing[thing], scheme, graph, label(thing), ontology)


def _changes(consensus: Consensus, scheme: Scheme) -> Iterator[Change]:
    """What a situation changes, where it is an instance of a class that leads to a state."""
    parties = _held(consensus, PARTY) or _held(consensus, RECIPIENT)
    leads = "leadsToForParty" if parties else "leadsTo"
    ontology = consensus.corpus.ontology
    statuses = [
        status
        for cls in consensus.classes
        if (holder := ontology.nearest(cls, cg(leads)))
        and (status := ontology.one(holder, cg(leads)))
    ]
    documents = len(consensus.situation.documents)
    for thing in _held(consensus, OBJECT) if statuses else ():
        if isinstance(thing, NamedNode) and iri.kind_of(thing.value) == "id":
            for day, status in _dated(consensus, scheme, statuses[0]):
                name = consensus.situation.iri
                yield Change(thing, status, day, parties, documents, name)


def _held(consensus: Consensus, role: NamedNode) -> tuple[Term, ...]:
    """The fillers of a role that hold."""
    properties = {t.property for t in consensus.tellings if t.use.role == role}
    return tuple(v for p in sorted(properties, key=str) for v in consensus.values.get(p, ()))


def _dated(
    consensus: Consensus, scheme: Scheme, status: NamedNode
) -> Iterator[tuple[Term | None, NamedNode]]:
    """When the state begins; between rival dates of which none prevails it is unknown."""
    settled = [value for value in _held(consensus, DATE) if days(value)]
    if settled:
        yield settled[0], status
        return
    properties = {t.property for t in consensus.tellings if t.use.role == DATE}
    rivals = sorted((v for p in properties for v in consensus.votes(p) if days(v)), key=str)
    if len(rivals) > 1:
        yield rivals[0], scheme.unknown
    yield (rivals[-1] if rivals else None), status


def _timeline(
    changes: list[Change], scheme: Scheme, graph: NamedNode, name: str, ontology: Ontology
) -> Iterator[Quad]:
    dated = sorted((change for change in changes if change.day), key=lambda one: one.rank)
    shown = _last_of_each_day(dated) or sorted(changes, key=lambda one: one.rank)[-1:]
    for change, after in zip(shown, [*shown[1:], None], strict=True):
        day, end = change.day, after.day if after else None
        told = (change.thing.value, change.status.value, day.value if day else "")
        state = Node(NamedNode(iri.hashed("state", *told)), graph)
        yield from state.a(scheme.cls)
        yield Quad(change.thing, scheme.link, state.subject, graph)
        yield from state.put(scheme.status, change.status)
        yield from state.put(scheme.start, day)
        yield from state.put(scheme.end, end)
        yield from state.put(scheme.party, *change.parties)
        yield from state.put(cg("madeBy"), change.situation)
        status = next((o.value for o in ontology.objects(change.status, LABEL)), "")
        since = f" from {day.value}" if day else ""
        yield from state.put(LABEL, english(f"{name}: {status}{since}"))


def _last_of_each_day(changes: list[Change]) -> list[Change]:
    by_day: dict[str, Change] = {}
    for change in changes:
        by_day[change.day.value if change.day else ""] = change
    return list(by_day.values())
