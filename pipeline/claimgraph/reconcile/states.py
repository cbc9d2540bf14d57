"""States over time: which events led to which state of what they affect, from when to when.

Which class leads to which state, and by which properties states are told, the ontology says.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad

from claimgraph import iri
from claimgraph.entities import PARTY
from claimgraph.ontology import Ontology
from claimgraph.reconcile.consensus import Consensus
from claimgraph.reconcile.days import days
from claimgraph.reconcile.records import CONTENT, DATE, Record
from claimgraph.reconcile.sameness import folded
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
    @lru_cache(maxsize=4)
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

    scheme: NamedNode
    thing: NamedNode
    status: NamedNode
    day: Term | None
    parties: tuple[Term, ...]
    documents: int
    situation: NamedNode
    cls: NamedNode
    dated_by: NamedNode | None = None

    @property
    def rank(self) -> tuple[str, bool, bool, int, str]:
        """By day; of one day, what follows from another event comes after it.

        Then what concerns a party, and what more documents tell, comes last.
        """
        day = self.day.value if self.day else ""
        follows = self.dated_by is not None
        return (day, follows, bool(self.parties), self.documents, self.situation.value)


@dataclass(frozen=True, slots=True)
class Dating:
    """A situation that may date what happened to one thing."""

    situation: NamedNode
    classes: tuple[NamedNode, ...]
    days: tuple[Term, ...]


def state_quads(found: Iterable[Consensus], ontology: Ontology, graph: NamedNode) -> Iterator[Quad]:
    """The states of all things that some situations affect."""
    found = list(found)
    allowed: dict[NamedNode, set[Term]] = defaultdict(set)
    by_thing: dict[NamedNode, list[Change]] = defaultdict(list)
    datings: dict[NamedNode, list[Dating]] = defaultdict(list)
    for one in found:
        for situation, parties in allowances(one):
            allowed[situation] |= set(parties)
        for thing, dating in dating_of(one):
            datings[thing].append(dating)
    for one in found:
        for change in changes(one, allowed.get(one.situation.iri, set())):
            by_thing[change.thing].append(change)
    for thing in sorted(by_thing, key=str):
        label = found[0].corpus.label(thing)
        yield from timelines(by_thing[thing], datings[thing], label, ontology, graph)


def timelines(
    told: Iterable[Change],
    datings: Iterable[Dating],
    label: str,
    ontology: Ontology,
    graph: NamedNode,
) -> Iterator[Quad]:
    """The states of one thing, by all that changed it and all that may date a change."""
    datings = list(datings)
    dated = [one if one.day else _dated_by_others(one, datings, ontology) for one in told]
    for scheme in Scheme.all(ontology):
        own = [one for one in dated if one.scheme == scheme.cls]
        yield from _timeline(own, scheme, graph, label, ontology)


def allowances(consensus: Consensus) -> Iterator[tuple[NamedNode, tuple[Term, ...]]]:
    """For whom situations are allowed: the parties of the directive that allows them."""
    ontology = consensus.corpus.ontology
    if any(ontology.nearest(cls, cg("allows")) for cls in consensus.classes):
        told = _held(consensus, PARTY) or _held(consensus, RECIPIENT)
        yield from ((situation, told) for situation in _commanded(consensus))


def dating_of(consensus: Consensus) -> Iterator[tuple[NamedNode, Dating]]:
    """The things that a situation is about, with the days that hold of it."""
    told = tuple(day for day in _held(consensus, DATE) if days(day))
    if told and consensus.classes:
        dating = Dating(consensus.situation.iri, consensus.classes, told)
        for thing in _held(consensus, OBJECT):
            if isinstance(thing, NamedNode):
                yield thing, dating


def changes(consensus: Consensus, allowed: Iterable[Term]) -> Iterator[Change]:
    """What a situation changes; `allowed` are the parties for whom directives allow it."""
    parties = _parties(consensus) or tuple(sorted(allowed, key=str))
    for scheme in Scheme.all(consensus.corpus.ontology):
        yield from _changes(consensus, scheme, parties)


def _commanded(consensus: Consensus) -> Iterator[NamedNode]:
    """The situations that the claims for a situation embed."""
    for record in consensus.eligible:
        for content in record.values(CONTENT):
            yield from (n for n in consensus.homes.resolved(content) if isinstance(n, NamedNode))


def _parties(consensus: Consensus) -> tuple[Term, ...]:
    """The groups told, else those whom a recipient's property names that takes groups too."""
    told = _held(consensus, PARTY)
    if told:
        return told
    uses = consensus.corpus.ontology.uses_of(consensus.situation.type)
    groups = {use.becomes for use in uses if use.role == PARTY}
    named = {t.property for t in consensus.tellings if t.use.role == RECIPIENT} & groups
    return tuple(v for p in sorted(named, key=str) for v in consensus.values.get(p, ()))


def _is_called(records: Iterable[Record], cls: NamedNode, how: str, ontology: Ontology) -> bool:
    """Whether a claim has one of a class's words, as "limited", before or in its trigger."""
    holder = ontology.nearest(cls, cg(how))
    words = ontology.objects(holder, cg(how)) if holder else ()
    hints = [folded(word.value) for word in words if isinstance(word, Literal)]
    told = [(folded(r.words), folded(r.trigger)) for r in records if r.trigger]
    return any(
        f" {hint} {trigger} " in f" {quote} " or f" {hint} " in f" {trigger}"
        for quote, trigger in told
        for hint in hints
    )


def _status(
    consensus: Consensus, cls: NamedNode, scheme: Scheme, thing: Term, *, is_party: bool
) -> NamedNode | None:
    """The state of a thing to which a situation of a class leads, if to any.

    Where the class that tells the state knows words for an opening to all, one that no claim
    calls so is of unknown extent.
    """
    ontology = consensus.corpus.ontology
    told = [r for r in consensus.eligible if thing in r.values(OBJECT)]
    if is_party or _is_called(told, cls, "narrowedBy", ontology):
        return _led_to(cls, "leadsToForParty", ontology)
    status = _led_to(cls, "leadsTo", ontology)
    is_open = ontology.nearest(cls, cg("widenedBy")) != ontology.nearest(cls, cg("leadsTo"))
    if status is None or is_open or _is_called(told, cls, "widenedBy", ontology):
        return status
    return scheme.unknown


def _led_to(cls: NamedNode, leads: str, ontology: Ontology) -> NamedNode | None:
    holder = ontology.nearest(cls, cg(leads))
    return ontology.one(holder, cg(leads)) if holder else None


def _changes(consensus: Consensus, scheme: Scheme, parties: tuple[Term, ...]) -> Iterator[Change]:
    """What a situation changes, where it is an instance of a class that leads to a state."""
    documents = len(consensus.situation.documents)
    name = consensus.situation.iri
    for thing in _held(consensus, OBJECT):
        statuses = [
            (status, cls)
            for cls in consensus.classes
            if (status := _status(consensus, cls, scheme, thing, is_party=bool(parties)))
        ]
        if isinstance(thing, NamedNode) and iri.kind_of(thing.value) == "id" and statuses:
            for day, status in _dated(consensus, scheme, statuses[0][0]):
                cls = statuses[0][1]
                yield Change(scheme.cls, thing, status, day, parties, documents, name, cls)


def _dated_by_others(change: Change, datings: Iterable[Dating], ontology: Ontology) -> Change:
    """The change with the day of the one event of a class that the ontology lets date it."""
    holder = ontology.nearest(change.cls, cg("datedBy"))
    if holder is None:
        return change
    wanted = ontology.names(holder, cg("datedBy"))
    days_of = {
        one.situation: one.days[-1]
        for one in datings
        if any(ontology.above(cls) & wanted for cls in one.classes)
    }
    if len(set(days_of.values())) != 1:
        return change
    name = min(days_of, key=str)
    return replace(change, day=days_of[name], dated_by=name)


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
    shown = _last_of_each_day(dated)
    ends = [*(change.day for change in shown[1:]), None] if shown else []
    undated = {} if shown else {one.status: one for one in sorted(changes, key=lambda c: c.rank)}
    several = [*zip(shown, ends, strict=True), *((one, None) for one in undated.values())]
    for change, end in several:
        day = change.day
        told = (change.thing.value, change.status.value, day.value if day else "")
        state = Node(NamedNode(iri.hashed("state", *told)), graph)
        yield from state.a(scheme.cls)
        yield Quad(change.thing, scheme.link, state.subject, graph)
        yield from state.put(scheme.status, change.status)
        yield from state.put(scheme.start, day)
        yield from state.put(scheme.end, end)
        if not ontology.says(change.status, cg("forNobody")):
            yield from state.put(scheme.party, *change.parties)
        yield from state.put(cg("madeBy"), change.situation, change.dated_by)
        status = next((o.value for o in ontology.objects(change.status, LABEL)), "")
        since = f" from {day.value}" if day else ""
        yield from state.put(LABEL, english(f"{name}: {status}{since}"))


def _last_of_each_day(changes: list[Change]) -> list[Change]:
    by_day: dict[str, Change] = {}
    for change in changes:
        by_day[change.day.value if change.day else ""] = change
    return list(by_day.values())
