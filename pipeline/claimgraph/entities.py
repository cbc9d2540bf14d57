"""The entity layer: what all sources together speak of, and what the lexicon knows of it.

It is a function of the sources' mentions and claims and of the lexicon, so an entity goes with
the last claim that speaks of it.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad

from claimgraph import iri
from claimgraph.facts import Facts
from claimgraph.ontology import Ontology, RoleUse
from claimgraph.terms import ALT_LABEL, LABEL, TYPE, Node, Term, cg, text
from claimgraph.vocabulary import BASE, CG, ENTITIES, PROV

GRAPH: Final = NamedNode(ENTITIES)
IDS: Final = BASE + "id/"
LEXICON: Final = NamedNode(BASE + "lexicon")
ROLES: Final = frozenset(
    cg(role) for role in ("agent", "recipient", "object", "authority", "speaker")
)
PARTY: Final = cg("party")
_SPEAKS_OF_ALL: Final = frozenset({"a", "an", "the", "any", "all", "every", "each"})


def entity_layer(quads: Iterable[Quad], ontology: Ontology) -> tuple[Quad, ...]:
    """The entity layer for the graphs of some sources."""
    return entities_in(Facts.of(quads), ontology)


def entities_in(facts: Facts, ontology: Ontology) -> tuple[Quad, ...]:
    """The entity layer for what some sources tell."""
    told = Told.of(facts)
    lexicon = lexicon_of(ontology)
    found = {*told.supports, *told.names}
    known = lexicon.reachable(entity for entity in found if entity in lexicon.entries)
    return tuple(sorted(layer_of(told, known, lexicon), key=str))


def layer_of(told: "Told", known: Collection[NamedNode], lexicon: "Lexicon") -> set[Quad]:
    """The entity layer for what is told; `known` are the entries of the lexicon that are in it."""
    ontology = lexicon.ontology
    found = {*told.supports, *told.names}
    out: set[Quad] = set()
    for entity in known:
        out |= set(lexicon.describe(entity))
    for entity in found.difference(known):
        out |= set(_describe(entity, told, ontology))
    out |= set(_party_quads(told, ontology, lexicon))
    for entity, supports in told.supports.items():
        out |= set(Node(entity, GRAPH).put(cg("restsOn"), *supports))
    for entity in (told.names.keys() - told.supports.keys()).difference(known):
        out |= set(Node(entity, GRAPH).put(cg("restsOn"), *told.mentions[entity]))
    for run in told.runs:
        out |= set(Node(run, GRAPH).a(cg("Run")))
    return out


@lru_cache(maxsize=4)
def lexicon_of(ontology: Ontology) -> "Lexicon":
    """The lexicon of an ontology, looked through once."""
    return Lexicon(ontology)


@dataclass(frozen=True)
class Lexicon:
    """The lexicon's entries as the ontology's files give them."""

    ontology: Ontology

    @cached_property
    def entries(self) -> Mapping[NamedNode, tuple[tuple[NamedNode, Term], ...]]:
        """Types, labels and stable facts by entry; how names are matched is not among them."""
        found: dict[NamedNode, list[tuple[NamedNode, Term]]] = defaultdict(list)
        for triple in self.ontology.triples:
            subject, value = triple.subject, triple.object
            if not isinstance(subject, NamedNode) or not isinstance(value, NamedNode | Literal):
                continue
            if subject.value.startswith(IDS) and self._is_fact(triple.predicate):
                found[subject].append((triple.predicate, value))
        return {entity: tuple(facts) for entity, facts in found.items()}

    @cached_property
    def properties(self) -> frozenset[NamedNode]:
        """All properties that the entity layer tells things by, save on what they rest."""
        told = (predicate for facts in self.entries.values() for predicate, _ in facts)
        return frozenset((TYPE, LABEL, ALT_LABEL, *told))

    def _is_fact(self, predicate: NamedNode) -> bool:
        if predicate in {TYPE, LABEL, ALT_LABEL}:
            return True
        return predicate in self.ontology.properties and not predicate.value.startswith(CG)

    @cached_property
    def by_label(self) -> Mapping[str, NamedNode]:
        """Entries by folded label or alternative label; the first by IRI where two share one."""
        found: dict[str, NamedNode] = {}
        for entity in sorted(self.entries, key=str, reverse=True):
            for predicate, value in self.entries[entity]:
                if predicate in {LABEL, ALT_LABEL}:
                    found[group_key(value.value)] = entity
        return found

    def reachable(self, entities: Iterable[NamedNode]) -> set[NamedNode]:
        """Entries with all entries that their facts lead to."""
        found = set(entities)
        frontier = list(found)
        while frontier:
            facts = self.entries[frontier.pop()]
            fresh = {v for _, v in facts if isinstance(v, NamedNode) and v in self.entries} - found
            found |= fresh
            frontier.extend(fresh)
        return found

    def describe(self, entity: NamedNode) -> Iterator[Quad]:
        """What the lexicon says of an entry, and that it rests on the lexicon."""
        node = Node(entity, GRAPH)
        for predicate, value in self.entries[entity]:
            yield from node.put(predicate, value)
        yield from node.put(cg("restsOn"), LEXICON)

    def group(self, words: str) -> NamedNode:
        """The entity that a description of a group means: an entry, or one minted from it."""
        return self.by_label.get(group_key(words)) or NamedNode(iri.entity(group_key(words)))


def group_key(words: str) -> str:
    """The words of a description without what only says "each of them", in the singular.

    >>> group_key("any foreign national"), group_key("Foreign nationals")
    ('foreign national', 'foreign national')
    """
    parts = words.casefold().split()
    while len(parts) > 1 and parts[0] in _SPEAKS_OF_ALL:
        parts = parts[1:]
    last = parts[-1] if parts else ""
    if len(last) > 3 and last.endswith("s") and not last.endswith(("ss", "us", "is")):
        parts[-1] = f"{last[:-3]}y" if last.endswith("ies") else last[:-1]
    return " ".join(parts)


@dataclass(frozen=True)
class Told:
    """What the sources' graphs tell of entities."""

    names: Mapping[NamedNode, Counter[str]]
    kinds: Mapping[NamedNode, Counter[NamedNode]]
    mentions: Mapping[NamedNode, set[NamedNode]]
    supports: dict[NamedNode, set[NamedNode]]
    parties: Mapping[NamedNode, str]
    types: Mapping[NamedNode, NamedNode]
    runs: frozenset[NamedNode]

    @classmethod
    def of(cls, facts: Facts) -> "Told":
        """What some graphs tell."""
        mentions: dict[NamedNode, set[NamedNode]] = defaultdict(set)
        for mention, entity in facts.links(cg("refersTo")):
            mentions[entity].add(mention)
        supports: dict[NamedNode, set[NamedNode]] = defaultdict(set)
        for role in sorted(ROLES, key=str):
            for claim, entity in facts.links(role):
                if iri.kind_of(entity.value) == "id":
                    supports[entity].add(claim)
        parties = facts.table(PARTY)
        return cls(
            {
                e: Counter(n for m in ms for n in facts.strings(m, cg("name")))
                for e, ms in mentions.items()
            },
            {
                e: Counter(k for m in ms for k in facts.nodes(m, cg("toldKind")))
                for e, ms in mentions.items()
            },
            mentions,
            supports,
            {claim: facts.string(claim, PARTY) for claim in parties},
            {c: cls_ for c in parties if (cls_ := facts.node(c, cg("type")))},
            frozenset(run for _, run in facts.links(NamedNode(PROV + "wasGeneratedBy"))),
        )


def _describe(entity: NamedNode, told: Told, ontology: Ontology) -> Iterator[Quad]:
    node = Node(entity, GRAPH)
    yield from node.a(*_kinds(told.kinds.get(entity, Counter()), ontology))
    names = told.names.get(entity, Counter())
    ordered = sorted(names, key=lambda name: (-names[name], -len(name), name))
    yield from node.put(LABEL, *(text(name) for name in ordered[:1]))
    yield from node.put(ALT_LABEL, *(text(name) for name in ordered[1:]))


def _kinds(votes: Counter[NamedNode], ontology: Ontology) -> list[NamedNode]:
    """The finest kinds told, save those that no instance of a more often told kind can have.

    What is spoken of by name may be a happening or a directive; that it is one is for the
    consensus to say.
    """
    kept: list[NamedNode] = []
    lasting = (kind for kind in votes if not ontology.is_a(kind, cg("Situation")))
    for kind in sorted(lasting, key=lambda kind: (-votes[kind], kind.value)):
        if not any(_exclude(kind, other, ontology) for other in kept):
            kept.append(kind)
    finest = [k for k in kept if not any(o != k and ontology.is_a(o, k) for o in kept)]
    return finest or [cg("Entity")]


def _exclude(one: NamedNode, other: NamedNode, ontology: Ontology) -> bool:
    above = ontology.above(other)
    return any((a, b) in ontology.disjoint for a in ontology.above(one) for b in above)


def party_uses(cls: NamedNode | None, ontology: Ontology) -> list[RoleUse]:
    """The role uses by which claims of a class describe a group in words."""
    return [use for use in ontology.uses_of(cls) if use.role == PARTY] if cls else []


def _party_quads(told: Told, ontology: Ontology, lexicon: Lexicon) -> Iterator[Quad]:
    """The groups that claims describe in words, each of the kind that the claim's class accepts."""
    words: dict[NamedNode, set[str]] = defaultdict(set)
    for claim, party in sorted(told.parties.items(), key=lambda item: item[0].value):
        cls = told.types.get(claim)
        accepted = party_uses(cls, ontology)
        if not accepted:
            continue
        entity = lexicon.group(party)
        told.supports.setdefault(entity, set()).add(claim)
        if entity in lexicon.entries:
            yield from lexicon.describe(entity)
            continue
        yield from Node(entity, GRAPH).a(*(k for use in accepted for k in use.accepts))
        words[entity].add(party)
    for entity, descriptions in words.items():
        ordered = sorted(descriptions, key=lambda one: (len(one), one))
        yield from Node(entity, GRAPH).put(LABEL, text(ordered[0]))
        yield from Node(entity, GRAPH).put(ALT_LABEL, *(text(one) for one in ordered[1:]))
