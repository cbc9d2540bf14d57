"""The claims of all sources as values, with what is known of those they speak of."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad

from claimgraph import iri
from claimgraph.entities import PARTY, Lexicon, lexicon_of
from claimgraph.facts import Facts
from claimgraph.ontology import SUBCLASS, Ontology, RoleUse
from claimgraph.remembered import remembered
from claimgraph.terms import LABEL, TYPE, Term, cg
from claimgraph.vocabulary import DCTERMS, OA, SCHEMA, local_name

ASSERTED: Final = cg("Asserted")
REPORTED: Final = cg("Reported")
ALLEGED: Final = cg("Alleged")
DENIED: Final = cg("Denied")
NEGATED: Final = cg("Negated")
HYPOTHETICAL: Final = cg("Hypothetical")
POSITIVE: Final = frozenset({ASSERTED, REPORTED, ALLEGED})
TOLD: Final = frozenset({ASSERTED, REPORTED})

DATE: Final = cg("date")
FROM: Final = cg("from")
UNTIL: Final = cg("until")
CONTENT: Final = cg("content")
WORDS: Final = cg("words")
ROLES: Final = tuple(
    cg(role)
    for role in (
        "agent",
        "recipient",
        "object",
        "authority",
        "party",
        "date",
        "from",
        "until",
        "quantity",
        "content",
    )
)
ISSUED: Final = NamedNode(DCTERMS + "issued")
DERIVED_DATE: Final = "derived-date"
"""The rule of a claim whose date is the pipeline's own arithmetic: such a date never votes."""

UNREAD: Final = frozenset(
    {cg(name) for name in ("text", "name", "refersTo", "toldKind", "cue", "speechAct", "polarity")}
    | {cg(name) for name in ("cueEvidence", "speakerEvidence", "confidence", "restsOn")}
    | {NamedNode(OA + name) for name in ("start", "end", "prefix", "suffix", "hasSource")}
)
"""What sources tell that no claim is understood by: left aside, for there is much of it."""

SITUATION: Final = cg("Situation")
QUANTITY: Final = cg("Quantity")
ENTITY: Final = cg("Entity")
UNKNOWN: Final = frozenset({ENTITY})
"""The kinds of a thing of which no more is known than that it is one."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A quantity: its node, value, unit and bound."""

    node: NamedNode
    value: Decimal
    unit: str
    bound: str


@dataclass(frozen=True, slots=True)
class Record:
    """One claim: `cls` is its finest class, `type` the claim type above that.

    `published` is when its source was, as far as that is told.
    """

    iri: NamedNode
    source: NamedNode
    cls: NamedNode
    type: NamedNode
    status: NamedNode
    roles: Mapping[NamedNode, tuple[Term, ...]]
    speakers: tuple[NamedNode, ...]
    words: str
    trigger: str
    time: str
    has_derived_date: bool
    published: str

    def values(self, role: NamedNode) -> tuple[Term, ...]:
        """The fillers of a role."""
        return self.roles.get(role, ())

    def with_roles(self, changed: Mapping[NamedNode, tuple[Term, ...]]) -> "Record":
        """The record with some roles filled otherwise."""
        return replace(self, roles={**self.roles, **changed})


@dataclass(frozen=True)
class Corpus:
    """All claims by IRI, with the facts and the ontology by which they are understood."""

    records: Mapping[NamedNode, Record]
    facts: Facts
    ontology: Ontology

    @classmethod
    def of(cls, quads: Iterable[Quad], ontology: Ontology) -> "Corpus":
        """The claims in some graphs, entity layer included."""
        facts = Facts.of(quad for quad in quads if quad.predicate not in UNREAD)
        return cls(
            {one.iri: one for one in records_of(facts, lexicon_of(ontology))}, facts, ontology
        )

    @remembered
    def kinds(self, entity: NamedNode) -> frozenset[NamedNode]:
        """The classes of an entity, those above them included."""
        told = self.facts.nodes(entity, TYPE)
        return frozenset().union(*(self.ontology.above(kind, SUBCLASS) for kind in told))

    @remembered
    def coarser(self, entity: Term, relations: frozenset[NamedNode]) -> frozenset[NamedNode]:
        """What lies above an entity by way of some relations, itself not among them."""
        if not isinstance(entity, NamedNode) or not relations:
            return frozenset()
        found: set[NamedNode] = set()
        frontier = [entity]
        while frontier:
            here = frontier.pop()
            steps = {o for r in relations for o in self.facts.nodes(here, r)} - found
            found |= steps
            frontier.extend(steps)
        return frozenset(found - {entity})

    def body(self, value: Term, properties: Iterable[NamedNode]) -> NamedNode | None:
        """The value where it is what values of some properties resolve to, else the nearest such.

        A person who holds an office and the body whose office it is have one body.
        """
        if not isinstance(value, NamedNode):
            return None
        properties = tuple(properties)
        relations = self.ontology.coarser_through(properties)
        bodies = frozenset(b for p in properties for b in self.ontology.names(p, cg("resolvesTo")))
        chain = {value, *self.coarser(value, relations)}
        found = {one for one in chain if self.kinds(one) & bodies}
        above = {o for one in found for o in self.coarser(one, relations)}
        return min(found - above, key=str, default=None)

    def with_links(self, links: Iterable[Quad]) -> "Corpus":
        """The same claims, with more known of those they speak of."""
        known = Facts.of(links)
        tables: dict[NamedNode, Mapping[NamedNode, list[Term]]] = dict(self.facts.tables)
        for predicate, table in known.tables.items():
            merged: dict[NamedNode, list[Term]] = defaultdict(list)
            for one in (self.facts.table(predicate), table):
                for subject, values in one.items():
                    merged[subject].extend(values)
            tables[predicate] = merged
        return Corpus(self.records, Facts(tables), self.ontology)

    def claim(self, value: Term) -> Record | None:
        """The claim of that IRI, or None."""
        return self.records.get(value) if isinstance(value, NamedNode) else None

    def figure(self, node: Term) -> Figure | None:
        """The quantity at a node."""
        if not isinstance(node, NamedNode) or iri.kind_of(node.value) != "quantity":
            return None
        value = self.facts.string(node, NamedNode(SCHEMA + "value"))
        unit = self.facts.string(node, NamedNode(SCHEMA + "unitText")).casefold()
        bound = self.facts.node(node, cg("bound"))
        return Figure(node, Decimal(value), unit, local_name(bound.value) if bound else "Exact")

    def accepts(self, use: RoleUse, value: Term) -> bool:
        """Whether a role use takes a value; one of unknown kind is taken for an entity."""
        if not use.accepts or isinstance(value, Literal):
            return True
        return self.fits(value, use.accepts)

    def fits(self, value: NamedNode, classes: frozenset[NamedNode]) -> bool:
        """Whether what an IRI stands for belongs to one of some classes, as far as is known."""
        claim = self.records.get(value)
        if claim is not None:
            return not classes.isdisjoint(self.ontology.above(claim.cls))
        return self._belongs(value, classes)

    @remembered
    def _belongs(self, value: NamedNode, classes: frozenset[NamedNode]) -> bool:
        if iri.kind_of(value.value) == "quantity":
            return QUANTITY in classes
        kinds = self.kinds(value)
        if kinds <= UNKNOWN:
            return any(ENTITY in self.ontology.above(cls) for cls in classes)
        return not (classes - UNKNOWN).isdisjoint(kinds)

    def is_known(self, value: Term) -> bool:
        """Whether anything is known of the kind of a filler."""
        if not isinstance(value, NamedNode) or iri.kind_of(value.value) != "id":
            return True
        return not self.kinds(value) <= UNKNOWN

    def uses(self, record: Record) -> Iterable[tuple[RoleUse, Term, Record]]:
        """Each role use of a claim with a value that it takes and the claim that tells it.

        Where the use is about the embedded claim, that is the claim that tells it. A filler of
        unknown kind goes to one use of its role alone: an identifying one, if there is any.
        """
        is_known = self.records.get(record.iri) is record
        return self._known_uses(record.iri) if is_known else self._uses(record)

    @remembered
    def _known_uses(self, claim: NamedNode) -> tuple[tuple[RoleUse, Term, Record], ...]:
        return tuple(self._uses(self.records[claim]))

    def _uses(self, record: Record) -> Iterator[tuple[RoleUse, Term, Record]]:
        placed: set[tuple[NamedNode, bool, Term]] = set()
        for use in self._uses_of(record.cls):
            for teller in self.contents(record) if use.of_content else (record,):
                for value in teller.values(use.role):
                    place = (use.role, use.of_content, value)
                    if self.accepts(use, value) and (place not in placed or self.is_known(value)):
                        placed.add(place)
                        yield use, value, teller

    @remembered
    def _uses_of(self, cls: NamedNode) -> tuple[RoleUse, ...]:
        """The role uses of a class, identifying ones first."""
        return tuple(sorted(self.ontology.uses_of(cls), key=lambda use: not use.identifying))

    def contents(self, record: Record) -> tuple[Record, ...]:
        """The claims that a claim embeds."""
        found = (self.claim(value) for value in record.values(CONTENT))
        return tuple(one for one in found if one)

    @remembered
    def label(self, node: Term) -> str:
        """What an entity or class is called."""
        if isinstance(node, Literal):
            return node.value
        told = self.facts.string(node, LABEL)
        named = next((o.value for o in self.ontology.objects(node, LABEL)), "")
        return told or named or local_name(node.value)


def records_of(facts: Facts, lexicon: Lexicon) -> list[Record]:
    """The claims in some graphs of sources, by IRI."""
    claims = [c for c, types in facts.table(TYPE).items() if cg("Claim") in types]
    records = (_record(claim, facts, lexicon.ontology, lexicon) for claim in claims)
    return sorted((one for one in records if one), key=lambda one: one.iri.value)


def _record(claim: NamedNode, facts: Facts, ontology: Ontology, lexicon: Lexicon) -> Record | None:
    source, cls = facts.node(claim, cg("source")), facts.node(claim, cg("type"))
    status = facts.node(claim, cg("status"))
    if source is None or cls is None or status is None:
        return None
    roles = {role: values for role in ROLES if (values := facts.values(claim, role))}
    if PARTY in roles:
        roles[PARTY] = tuple(lexicon.group(words.value) for words in roles[PARTY])
    return Record(
        claim,
        source,
        cls,
        ontology.claim_type(cls),
        status,
        roles,
        facts.nodes(claim, cg("speaker")),
        _quote(claim, facts),
        facts.string(claim, cg("trigger")),
        facts.string(claim, cg("time")),
        DERIVED_DATE in facts.strings(claim, cg("rule")),
        facts.string(source, ISSUED),
    )


def _quote(claim: NamedNode, facts: Facts) -> str:
    exact, selector = NamedNode(OA + "exact"), NamedNode(OA + "hasSelector")
    nodes = facts.along(claim, cg("evidence"), selector)
    return " ".join(text for node in nodes if (text := facts.string(node, exact)))
