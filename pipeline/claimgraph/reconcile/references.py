"""Which situation is meant by words such as "the order" or "the accusation".

Where an article does not say what the order was, the directive told elsewhere is meant that has
the same participants, as the ontology's reference uses say, and was told no later: the only one
that fits, or the latest of several with the same participants. Else none is taken.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad

from claimgraph.ontology import RoleUse
from claimgraph.reconcile.common_nouns import meant, nouns_for
from claimgraph.reconcile.consensus import Consensus
from claimgraph.reconcile.days import days
from claimgraph.reconcile.records import DATE, Record
from claimgraph.terms import Node, cg

Nodes = tuple[NamedNode, ...]
Between = tuple[str, str]
"""The first and last day, as they are written: a ledger holds nothing but plain values."""
FIRST: Final = "0001-01-01"
LAST: Final = "9999-12-31"
PARTICIPANTS: Final = (cg("agent"), cg("recipient"), cg("object"))


@dataclass(frozen=True, slots=True)
class Reference:
    """A situation whose claims speak of one of some classes, without telling which."""

    situation: NamedNode
    role: NamedNode
    kinds: Nodes
    told: Between | None
    contests: bool
    others: Nodes


@dataclass(frozen=True, slots=True)
class Referent:
    """A situation that may be meant, with the role in which somebody takes part in it."""

    situation: NamedNode
    role: NamedNode
    classes: Nodes
    told: Between | None
    others: Nodes


def references(consensus: Consensus) -> Iterator[tuple[NamedNode, Reference]]:
    """What a situation refers to, by the participant through whom that is found."""
    ontology = consensus.corpus.ontology
    for record in consensus.eligible:
        for use in ontology.references_of(record.cls):
            kinds = _sorted(
                meant(record, consensus.corpus, nouns_for(ontology, use.object_accepts))
            )
            if kinds:
                name, told = consensus.situation.iri, _told(consensus)
                for one in _participants(consensus, (record,), use.subject_role):
                    others = _sorted(_others(consensus) - {one})
                    yield one, Reference(name, use.object_role, kinds, told, use.contests, others)


def referents(consensus: Consensus) -> Iterator[tuple[NamedNode, Referent]]:
    """As what a situation may be meant, by participant."""
    ontology = consensus.corpus.ontology
    above = frozenset(one for cls in consensus.classes for one in ontology.above(cls))
    uses = [use for use in ontology.reference_uses if above & use.object_accepts]
    name = consensus.situation.iri
    for role in sorted({use.object_role for use in uses}, key=str):
        for one in _participants(consensus, consensus.eligible, role):
            others = _sorted(_others(consensus) - {one})
            yield one, Referent(name, role, _sorted(above), _told(consensus), others)


def meant_quads(
    told: Iterable[Reference], among: Iterable[Referent], who: NamedNode, graph: NamedNode
) -> Iterator[Quad]:
    """What is meant by the references that lead through one participant, and who contests it."""
    among = list(among)
    for reference in told:
        found = _best(reference, among)
        if found is not None:
            yield from Node(reference.situation, graph).put(cg("speaksOf"), found)
            if reference.contests:
                yield from Node(found, graph).put(cg("contestedBy"), who)


def reference_quads(found: Iterable[Consensus], graph: NamedNode) -> Iterator[Quad]:
    """What is meant by the references of all situations."""
    told: dict[NamedNode, list[Reference]] = {}
    among: dict[NamedNode, list[Referent]] = {}
    for consensus in found:
        for who, reference in references(consensus):
            told.setdefault(who, []).append(reference)
        for who, referent in referents(consensus):
            among.setdefault(who, []).append(referent)
    for who in sorted(told, key=str):
        yield from meant_quads(told[who], among.get(who, ()), who, graph)


def _participants(
    consensus: Consensus, records: Iterable[Record], role: NamedNode
) -> list[NamedNode]:
    """Those in a role, each as the body that it stands for where there is one."""
    becomes = sorted(
        {use.becomes for r in records for use in _uses(consensus, r, role) if use.becomes}, key=str
    )
    values = {value for record in records for value in record.values(role)}
    held = {value for p in becomes for value in consensus.values.get(p, ())}
    bodies = {consensus.corpus.body(value, becomes) or value for value in values & held}
    return sorted((one for one in bodies if isinstance(one, NamedNode)), key=str)


def _others(consensus: Consensus) -> frozenset[NamedNode]:
    """All who take part in a situation, in whichever role."""
    found = (_participants(consensus, consensus.eligible, role) for role in PARTICIPANTS)
    return frozenset(one for several in found for one in several)


def _uses(consensus: Consensus, record: Record, role: NamedNode) -> list[RoleUse]:
    return [use for use in consensus.corpus.ontology.uses_of(record.cls) if use.role == role]


def _told(consensus: Consensus) -> Between | None:
    """When a situation was, else the day on which it was first told of."""
    members = consensus.eligible
    dated = [span for r in members for value in r.values(DATE) if (span := days(value))]
    issued = [span for r in members if (span := days(Literal(r.published)))]
    first = min(dated or issued, default=None)
    return (str(first[0]), str(first[1])) if first else None


def _sorted(nodes: Iterable[NamedNode]) -> Nodes:
    return tuple(sorted(nodes, key=str))


def _best(reference: Reference, among: Iterable[Referent]) -> NamedNode | None:
    """The only situation that fits a reference, or the latest of several of the same parties."""
    fits = {
        one.situation: one
        for one in among
        if one.role == reference.role
        and not set(one.classes).isdisjoint(reference.kinds)
        and one.situation != reference.situation
        and _is_no_later(one.told, reference.told)
    }
    meets = set(reference.others)
    sharing = {name: one for name, one in fits.items() if meets & set(one.others)}
    fits = sharing or fits
    if len(fits) < 2:
        return next(iter(fits), None)
    return _latest(fits.values()) if len({one.others for one in fits.values()}) == 1 else None


def _latest(several: Iterable[Referent]) -> NamedNode | None:
    """The situation that comes after all others; None where that is not told."""
    spans = {one.situation: one.told or (FIRST, LAST) for one in several}
    first = max(span[0] for span in spans.values())
    last = [name for name, span in spans.items() if span[1] >= first]
    return last[0] if len(last) == 1 else None


def _is_no_later(one: Between | None, other: Between | None) -> bool:
    return one is None or other is None or one[0] <= other[1]
