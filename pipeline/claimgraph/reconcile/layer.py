"""The consensus layer: all that reconciling makes, as quads of one graph."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pyoxigraph as ox
from pyoxigraph import NamedNode, Quad

from claimgraph import iri
from claimgraph.errors import DomainError
from claimgraph.ontology import Ontology
from claimgraph.reconcile.consensus import Consensus, Homes, Relation, settle
from claimgraph.reconcile.differences import (
    CONFLICTS,
    Difference,
    differences,
    embedded_claims,
    is_embedded,
)
from claimgraph.reconcile.records import DATE, DENIED, POSITIVE, SITUATION, Corpus, Record
from claimgraph.reconcile.references import reference_quads
from claimgraph.reconcile.sameness import Sameness
from claimgraph.reconcile.situations import Situation, situations
from claimgraph.reconcile.standing import Standing, standing
from claimgraph.reconcile.states import state_quads
from claimgraph.terms import LABEL, TYPE, Node, Term, cg, english, integer
from claimgraph.vocabulary import CONSENSUS, ENTITIES, local_name

GRAPH: Final = NamedNode(CONSENSUS)
LAYER: Final = NamedNode(ENTITIES)
_PREFIX: Final = re.compile(r"PREFIX\s+([\w-]*):\s*<([^>]*)>", re.IGNORECASE)
_FULL_NAME: Final = re.compile(r"<([^<>\s]+)>")
_SHORT_NAME: Final = re.compile(r"([\w-]*):([\w-]+)")
_ANY_PREDICATE: Final = re.compile(r"[?$]\w+\s+[?$]\w+|[;{.]\s*[?$]\w+\s+[?$]|;\s*[?$]|[!]")
"""A variable after another or after a semicolon, or a negated path: no name tells what it reads."""

NOUNS: Final = ("", "of")
"""What joins a filler to the noun before it, and so more closely than another preposition does."""

CONTESTS: Final = "contests"
RETRACTS: Final = "retracts"


def reconcile(
    quads: Iterable[Quad], ontology: Ontology, rules: Iterable[Path] = ()
) -> tuple[Quad, ...]:
    """The consensus layer for the source graphs and the entity layer.

    `rules` are SPARQL CONSTRUCT files, applied to ontology, entities and consensus until nothing
    new comes; what they give is part of the consensus.
    """
    given = list(quads)
    entities = [quad for quad in given if quad.graph_name == LAYER]
    known = {(quad.subject, quad.predicate, quad.object) for quad in entities}
    corpus = Corpus.of(given, ontology)
    lasting = situations(
        Sameness(corpus), (r for r in corpus.records.values() if lasts(r, ontology))
    )
    corpus = corpus.with_links(_relation_quads(_consensuses(corpus, lasting)))
    others = (r for r in corpus.records.values() if not lasts(r, ontology))
    passing = situations(Sameness(corpus), others)
    made = set(_layer(_consensuses(corpus, (*lasting, *passing)), ontology))
    made |= set(ruled(entities, made, ontology, rules))
    fresh = (q for q in made if (q.subject, q.predicate, q.object) not in known)
    return tuple(sorted(fresh, key=str))


def lasts(record: Record, ontology: Ontology) -> bool:
    """Whether a claim tells a standing relation, by which others may be understood."""
    return any(ontology.says(cls, cg("eachApart")) for cls in ontology.above(record.type))


def _consensuses(corpus: Corpus, found: tuple[Situation, ...]) -> list[Consensus]:
    homes = Homes.of(corpus, found)
    return [Consensus(situation, corpus, homes) for situation in found]


def _layer(found: list[Consensus], ontology: Ontology) -> Iterator[Quad]:
    contested = _contested(found, CONTESTS)
    retracted = _contested(found, RETRACTS)
    embedded = embedded_claims(r for one in found for r in one.situation.members)
    for consensus in found:
        name = consensus.situation.iri
        surroundings = Surroundings(
            contested.get(name, set()), name in retracted, is_embedded(consensus, embedded)
        )
        yield from account_quads(consensus, surroundings)
    yield from _relation_quads(found)
    yield from state_quads(found, ontology, GRAPH)
    yield from reference_quads(found, GRAPH)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What other situations make of one: who contests it, whether it was taken back or embedded."""

    contesters: Collection[NamedNode]
    is_retracted: bool
    is_embedded: bool


def account_quads(consensus: Consensus, surroundings: Surroundings) -> Iterator[Quad]:
    """What is told of one situation and of the differences about it."""
    situation = consensus.situation
    stands = standing(situation, is_retracted=surroundings.is_retracted)
    yield from _situation_quads(consensus, stands)
    deniers = {s for r in situation.members if r.status == DENIED for s in r.speakers}
    node = Node(situation.iri, GRAPH)
    yield from node.put(cg("contestedBy"), *deniers, *surroundings.contesters)
    if not surroundings.is_embedded:
        for difference in differences(consensus):
            yield from _difference_quads(difference)


def opposing(consensus: Consensus, annotation: str) -> Iterator[tuple[NamedNode, NamedNode]]:
    """By which situation's relations who contests (or takes back) which other situation."""
    for relation in consensus.relations():
        says = consensus.corpus.ontology.says(relation.property, cg(annotation))
        if says and isinstance(relation.value, NamedNode):
            yield relation.value, relation.subject


def _contested(found: list[Consensus], annotation: str) -> Mapping[NamedNode, set[NamedNode]]:
    """Who contests (or takes back) which situation by a relation that the ontology says does so."""
    by_whom: dict[NamedNode, set[NamedNode]] = defaultdict(set)
    for consensus in found:
        for situation, who in opposing(consensus, annotation):
            by_whom[situation].add(who)
    return by_whom


def _situation_quads(consensus: Consensus, stands: Standing) -> Iterator[Quad]:
    situation = consensus.situation
    node = Node(situation.iri, GRAPH)
    yield from node.a(SITUATION, *consensus.classes)
    yield from node.put(LABEL, english(_label(consensus)))
    yield from node.put(cg("ofType"), *consensus.told_classes)
    yield from node.put(cg("standing"), stands.standing)
    yield from node.put(cg("documentCount"), integer(len(situation.documents)))
    yield from node.put(cg("independentCount"), integer(stands.independent))
    for record in situation.members:
        yield Quad(record.iri, cg("describes"), situation.iri, GRAPH)
    for property_, values in consensus.values.items():
        yield from node.put(property_, *values)
    for one, other in stands.repeats:
        yield Quad(one, cg("repeats"), other, GRAPH)
        yield from node.put(cg("repeatedBy"), other)


def _label(consensus: Consensus) -> str:
    """What a situation is called: its class, who, whom, what and when."""
    corpus, members = consensus.corpus, consensus.situation.members
    members = tuple(one for one in members if one.status in POSITIVE) or members
    kind = ", ".join(corpus.label(cls) for cls in consensus.told_classes)
    told: dict[str, set[str]] = defaultdict(set)
    for role in ("agent", "recipient", "object"):
        for record in members:
            entities = (v for v in record.values(cg(role)) if corpus.claim(v) is None)
            told[role] |= {corpus.label(value) for value in entities}
    parts = [kind[:1].upper() + kind[1:]]
    for word, role in _joined(corpus.ontology, consensus.told_classes):
        if told[role]:
            parts.append(f"{word} {', '.join(sorted(told[role]))}".lstrip())
    dates = sorted({v.value for record in members for v in record.values(DATE)})
    return " ".join(parts) + (f" ({' or '.join(dates)})" if dates else "")


def _joined(ontology: Ontology, classes: Iterable[NamedNode]) -> list[tuple[str, str]]:
    """The words that join fillers to the name of a situation, and their roles.

    What belongs to the noun comes first: the release of a model by its maker.
    """
    words = {"agent": "by", "recipient": "to", "object": "on"}
    for use in (use for cls in classes for use in ontology.uses_of(cls)):
        if use.preposition is not None:
            words[local_name(use.role.value)] = use.preposition
    return sorted(
        ((word, role) for role, word in words.items()), key=lambda pair: pair[0] not in NOUNS
    )


def _difference_quads(difference: Difference) -> Iterator[Quad]:
    node = Node(difference.iri, GRAPH)
    conflict = [cg("Conflict")] if difference.kind in CONFLICTS else []
    yield from node.a(cg("Difference"), *conflict)
    yield from node.put(cg("onSituation"), difference.situation)
    yield from node.put(cg("onProperty"), difference.on)
    yield from node.put(cg("kind"), difference.kind)
    for claim, value in difference.told:
        yield from node.put(cg("rivalValue"), value)
        yield from node.put(cg("differingClaim"), claim)
        yield Quad(claim, cg("tellsRival"), value, GRAPH)
    yield from node.put(cg("resolvedValue"), *difference.resolved)


def _relation_quads(found: Iterable[Consensus]) -> Iterator[Quad]:
    """Direct relations; of a property that has one value, the one that most documents back."""
    told: dict[tuple[NamedNode, NamedNode], list[Relation]] = defaultdict(list)
    ontology = None
    for consensus in found:
        ontology = consensus.corpus.ontology
        for one in consensus.relations():
            told[one.subject, one.property].append(one)
    for several in told.values():
        if ontology is not None:
            yield from related(several, ontology)


def related(relations: Iterable[Relation], ontology: Ontology) -> Iterator[Quad]:
    """What holds of a subject by relations of one property that situations give it."""
    votes: dict[Term, set[NamedNode]] = defaultdict(set)
    subject = property_ = None
    for one in relations:
        subject, property_ = one.subject, one.property
        votes[one.value] |= one.documents
    if subject is None or property_ is None:
        return
    backed = {value: frozenset(documents) for value, documents in votes.items()}
    is_single = cg("SingleValued") in ontology.names(property_, cg("conflictPolicy"))
    yield from Node(subject, GRAPH).put(property_, *(settle(backed) if is_single else backed))


def ruled(
    entities: Iterable[Quad], made: Iterable[Quad], ontology: Ontology, rules: Iterable[Path]
) -> Iterator[Quad]:
    """What the rules construct from ontology, entities and consensus, until nothing new comes."""
    rules = list(rules)
    if not rules:
        return
    store, named = ox.Store(), predicates_of(rules)
    layered = (q for q in entities if iri.kind_of(str(q.subject)[1:-1]) == "id")
    for told in (ontology.triples, layered, made):
        store.extend(
            Quad(t.subject, t.predicate, t.object)
            for t in told
            if named is None or t.predicate in named
        )
    fresh = True
    while fresh:
        fresh = False
        for triple in [one for rule in rules for one in _construct(store, rule)]:
            quad = Quad(triple.subject, triple.predicate, triple.object)
            if quad not in store:
                fresh = True
                store.add(quad)
                yield Quad(triple.subject, triple.predicate, triple.object, GRAPH)


def predicates_of(rules: Iterable[Path]) -> frozenset[NamedNode] | None:
    """The only predicates that rules look at; None where one looks at any."""
    found = {TYPE}
    for rule in rules:
        text = rule.read_text(encoding="utf-8")
        if _ANY_PREDICATE.search(text):
            return None
        spaces = dict(_PREFIX.findall(text))
        found |= {NamedNode(name) for name in _FULL_NAME.findall(text) if ":" in name}
        for prefix, local in _SHORT_NAME.findall(text):
            if prefix in spaces:
                found.add(NamedNode(spaces[prefix] + local))
    return frozenset(found)


def _construct(store: ox.Store, rule: Path) -> list[ox.Triple]:
    try:
        found = store.query(rule.read_text(encoding="utf-8"))
    except SyntaxError as error:
        raise DomainError(rule, f"does not parse as SPARQL: {error.msg}.") from error
    if not isinstance(found, ox.QueryTriples):
        raise DomainError(rule, "is no CONSTRUCT query.", "A rule constructs triples.")
    return list(found)
