"""A reading as quads: the source's own graph, which says what the source says and no more.

A claim never asserts its own content. No blank nodes; each literal in the form the store keeps;
each triple in one graph only. What the source says of entities is kept in mentions, from which
`entities.py` makes the entity layer.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.metadata import version
from typing import Final

from pyoxigraph import NamedNode

from claimgraph import iri
from claimgraph.facts import Tables
from claimgraph.model import (
    Attribution,
    Claim,
    Document,
    Participant,
    Quantity,
    Reading,
    Span,
)
from claimgraph.ontology import Ontology
from claimgraph.terms import TYPE, Term, cg, date, decimal, integer, text
from claimgraph.vocabulary import DCTERMS, OA, PROV, SCHEMA
from claimgraph.written import Written

ROLES: Final = ("agent", "recipient", "object", "authority", "speaker")
CONTEXT: Final = 32
LEXICON_FILE: Final = "lexicon.ttl"


@dataclass(frozen=True, slots=True)
class Run:
    """One way of running the pipeline; `iri` is the hash of all that can change a reading.

    `parts` tells these by name: the code's version, the model, the digest of each file.
    Claims of the types `embedding` may embed others, but none of a `lasting` type: what holds
    between two parties is nothing that is said, asked for or done.
    """

    iri: NamedNode
    classes: Mapping[str, NamedNode]
    embedding: frozenset[str]
    lasting: frozenset[str]
    parts: Mapping[str, str]

    @classmethod
    def of(cls, ontology: Ontology, model: str = "", code: str = "") -> "Run":
        """The run of this code (or the version given), an ontology and a language model."""
        code = code or version("claimgraph")
        rest = [f"{n}={s}" for n, s in sorted(ontology.digests.items()) if n != LEXICON_FILE]
        digests = iri.digest(*rest), iri.digest(ontology.digests.get(LEXICON_FILE, ""))
        name = NamedNode(iri.hashed("run", code, *digests, model))
        holders = {use.on for use in ontology.role_uses if use.role == cg("content")}
        types = {name for name, term in ontology.classes.items() if term in holders}
        lasting = {
            name
            for name, term in ontology.classes.items()
            if any(ontology.says(above, cg("eachApart")) for above in ontology.above(term))
        }
        parts = {"the code": code, "the model": model, **ontology.digests}
        return cls(name, ontology.classes, frozenset(types), frozenset(lasting), parts)


@dataclass(frozen=True, slots=True)
class Lifted:
    """A source's id, title, content digest and number of claims, and the quads of its graph.

    `tables` hold the same triples for who looks at them at once: he may use them up, and to another
    process they do not go.
    """

    id: str
    title: str
    digest: str
    claims: int
    graph: NamedNode
    source: Written
    tables: Tables = field(default_factory=dict, compare=False, repr=False)

    def __reduce__(self) -> tuple[type["Lifted"], tuple[object, ...]]:
        """How it goes to another process."""
        told = (self.id, self.title, self.digest, self.claims, self.graph)
        return Lifted, (*told, self.source)


def lift(reading: Reading, run: Run, decisions: Iterable[str] = ()) -> Lifted:
    """The graph of one source: the Source, its Claims, Attributions, Evidence and Mentions.

    `decisions` are the IRIs of the reviewers' decisions that the reading was made with.
    """
    lifter = _Lifter.of(reading, run, tuple(sorted(decisions)))
    tables = lifter.told()
    document, graph = reading.document, NamedNode(iri.source_graph(reading.document.id))
    return Lifted(
        document.id,
        document.title,
        content_digest(document, run, lifter.decisions),
        len(reading.claims),
        graph,
        Written.told(tables, graph),
        tables,
    )


def content_digest(document: Document, run: Run, decisions: Iterable[str] = ()) -> str:
    """What decides whether a source has to be read again: text, metadata, run and decisions."""
    told = (document.title, document.publisher, document.author, document.published)
    more = (document.url, document.rights, document.language)
    decided = sorted(decisions)
    return iri.digest(document.id, document.sha256, *told, *more, run.iri.value, *decided)


class _Node:
    """One subject whose triples are put into tables, each once; empty values put nothing there."""

    __slots__ = ("_tables", "subject")

    def __init__(self, subject: NamedNode, tables: Tables) -> None:
        self.subject = subject
        self._tables = tables

    def put(self, predicate: NamedNode, *values: Term | None) -> None:
        """One triple for each value that is there."""
        told = [value for value in values if value is not None]
        if told:
            held = self._tables[predicate].setdefault(self.subject, told)
            if held is not told or len(told) > 1:
                held[:] = dict.fromkeys((*held, *told))

    def text(self, predicate: NamedNode, *values: str) -> None:
        """One string for each value that is not empty."""
        self.put(predicate, *(text(value) for value in values if value))


@dataclass(frozen=True, slots=True)
class _Lifter:
    reading: Reading
    run: Run
    source: NamedNode
    claims: Mapping[str, NamedNode]
    attributions: Mapping[str, NamedNode]
    people: Mapping[str, Participant]
    decisions: tuple[str, ...]
    tables: Tables

    @classmethod
    def of(cls, reading: Reading, run: Run, decisions: tuple[str, ...]) -> "_Lifter":
        document = reading.document
        people = {person.name: person for person in reversed(participants(reading))}
        return cls(
            reading,
            run,
            NamedNode(iri.source(document.id)),
            {claim.id: named("claim", document, claim.id) for claim in reading.claims},
            {one.id: named("attribution", document, one.id) for one in reading.attributions},
            people,
            decisions,
            defaultdict(dict),
        )

    def node(self, subject: NamedNode) -> _Node:
        return _Node(subject, self.tables)

    def told(self) -> Tables:
        self.tell_source()
        for claim in self.reading.claims:
            self.tell_claim(claim)
        for attribution in self.reading.attributions:
            self.tell_attribution(attribution)
        self.tell_mentions()
        return self.tables

    def tell_source(self) -> None:
        document, node = self.reading.document, self.node(self.source)
        node.put(TYPE, cg("Source"))
        node.text(_term(DCTERMS + "identifier"), document.id)
        node.text(_term(DCTERMS + "title"), document.title)
        node.text(_term(DCTERMS + "publisher"), document.publisher)
        node.text(_term(DCTERMS + "creator"), document.author)
        node.text(_term(DCTERMS + "language"), document.language)
        node.text(_term(DCTERMS + "rights"), document.rights)
        node.text(_term(SCHEMA + "url"), document.url)
        node.put(_term(DCTERMS + "issued"), _date(document.published))
        node.put(cg("length"), integer(len(document.text)))
        node.text(cg("sha256"), document.sha256)
        node.put(cg("text"), text(document.text))
        digest = content_digest(document, self.run, self.decisions)
        node.text(cg("contentDigest"), digest)
        node.put(cg("curatedBy"), *(NamedNode(name) for name in self.decisions))
        node.put(_term(PROV + "wasGeneratedBy"), self.run.iri)

    def tell_claim(self, claim: Claim) -> None:
        subject = self.claims[claim.id]
        node = self.node(subject)
        node.put(TYPE, cg("Claim"))
        node.put(cg("type"), self.type_of(claim))
        node.put(cg("status"), cg(claim.status.capitalize()))
        node.put(cg("source"), self.source)
        for role in ROLES:
            people: tuple[Participant, ...] = getattr(claim, role)
            node.put(cg(role), *(self.participant(person) for person in people))
        node.text(cg("party"), claim.party)
        self.tell_date(node, claim)
        for quantity in claim.quantity:
            self.tell_quantity(node, quantity)
        node.put(cg("content"), self.claims.get(self.content(claim)))
        node.put(cg("reportedIn"), self.claims.get(claim.reported_in))
        node.put(cg("confidence"), decimal(round(claim.confidence, 2)))
        node.text(cg("trigger"), claim.trigger)
        node.text(cg("rule"), *claim.reasons)
        node.put(_term(PROV + "wasGeneratedBy"), self.run.iri)
        self.tell_evidence(subject, "", claim.span)

    def content(self, claim: Claim) -> str:
        """The id of the claim that a claim embeds: as read, else the one that it encloses."""
        if claim.content or claim.type not in self.run.embedding:
            return claim.content
        told = (one for one in self.reading.claims if one.type not in self.run.lasting)
        inside = [one for one in told if _encloses(claim, one)]
        largest = [o for o in inside if not any(p != o and p.span.covers(o.span) for p in inside)]
        return largest[0].id if len(largest) == 1 else ""

    def type_of(self, claim: Claim) -> NamedNode:
        """The finest class known; a name the ontology lacks is left for the shapes to report."""
        name = claim.subtype or claim.type
        return self.run.classes.get(name) or self.run.classes.get(claim.type) or cg(name)

    def tell_date(self, node: _Node, claim: Claim) -> None:
        start, slash, end = claim.date.partition("/")
        if slash:
            node.put(cg("from"), _date(start))
            node.put(cg("until"), _date(end))
        else:
            node.put(cg("date"), _date(start))
        node.text(cg("time"), claim.time)

    def tell_quantity(self, holder: _Node, quantity: Quantity) -> None:
        told = (quantity.text, quantity.value, quantity.unit, quantity.bound)
        node = self.node(NamedNode(iri.hashed("quantity", self.reading.document.id, *told)))
        holder.put(cg("quantity"), node.subject)
        node.put(TYPE, cg("Quantity"))
        node.put(_term(SCHEMA + "value"), decimal(quantity.value))
        node.text(_term(SCHEMA + "unitText"), quantity.unit)
        node.put(cg("bound"), cg(quantity.bound.capitalize()))
        node.text(cg("words"), quantity.text)

    def tell_attribution(self, attribution: Attribution) -> None:
        subject = self.attributions[attribution.id]
        node = self.node(subject)
        node.put(TYPE, cg("Attribution"))
        node.put(cg("source"), self.source)
        node.text(cg("cue"), self.reading.document.quote(attribution.cue))
        node.put(cg("speechAct"), cg(attribution.act))
        node.put(cg("polarity"), cg(attribution.polarity.capitalize()))
        if attribution.speaker:
            node.put(cg("speaker"), self.participant(self.known(attribution.speaker)))
        node.put(cg("within"), self.attributions.get(attribution.within or ""))
        node.put(_term(PROV + "wasGeneratedBy"), self.run.iri)
        self.tell_evidence(subject, "cue", attribution.cue, cg("cueEvidence"))
        if attribution.source:
            self.tell_evidence(subject, "source", attribution.source, cg("speakerEvidence"))
        for number, span in enumerate(attribution.content, 1):
            self.tell_evidence(subject, f"content{number}", span)

    def tell_evidence(
        self, holder: NamedNode, part: str, span: Span, link: NamedNode | None = None
    ) -> None:
        local = "-".join(filter(None, (iri.local(holder.value), part)))
        node = self.node(NamedNode(iri.of("evidence", local)))
        position = self.node(NamedNode(iri.of("evidence", f"{local}-position")))
        self.node(holder).put(link or cg("evidence"), node.subject)
        node.put(TYPE, cg("Evidence"), _term(OA + "SpecificResource"))
        node.put(_term(OA + "hasSource"), self.source)
        node.put(_term(OA + "hasSelector"), position.subject)
        node.put(cg("page"), self.page(span))
        position.put(TYPE, _term(OA + "TextPositionSelector"))
        position.put(_term(OA + "start"), integer(span.start))
        position.put(_term(OA + "end"), integer(span.end))
        self.tell_quote(node, local, span)

    def tell_quote(self, evidence: _Node, local: str, span: Span) -> None:
        words = self.reading.document.text
        node = self.node(NamedNode(iri.of("evidence", f"{local}-quote")))
        before, after = (
            words[max(0, span.start - CONTEXT) : span.start],
            words[span.end :][:CONTEXT],
        )
        evidence.put(_term(OA + "hasSelector"), node.subject)
        node.put(TYPE, _term(OA + "TextQuoteSelector"))
        node.text(_term(OA + "exact"), words[span.start : span.end])
        node.text(_term(OA + "prefix"), before)
        node.text(_term(OA + "suffix"), after)

    def page(self, span: Span) -> Term | None:
        pages = (r.page for r in self.reading.document.regions if r.page and r.span.overlaps(span))
        page = next(pages, None)
        return None if page is None else integer(page)

    def known(self, name: str) -> Participant:
        return self.people.get(name) or Participant(name)

    def participant(self, person: Participant) -> NamedNode | None:
        """The entity or claim that a participant is; None for one without name and IRI."""
        if person.iri in self.claims:
            return self.claims[person.iri]
        kind, local = iri.parse(person.iri) or ("", "")
        if kind == "claim":
            return self.claims.get(local)
        if person.iri:
            return NamedNode(person.iri)
        return NamedNode(iri.entity(person.name)) if person.name else None

    def tell_mentions(self) -> None:
        names: dict[NamedNode, set[str]] = defaultdict(set)
        kinds: dict[NamedNode, set[str]] = defaultdict(set)
        for person in self.all_participants():
            entity = self.participant(person)
            if entity is not None and iri.kind_of(entity.value) != "claim":
                aliases = (self.reading.aliases.get(key, ()) for key in (person.name, person.iri))
                names[entity] |= {person.name, *(alias for found in aliases for alias in found)}
                kinds[entity] |= {person.kind}
        for entity, called in names.items():
            self.tell_mention(entity, called, kinds[entity])

    def all_participants(self) -> Iterable[Participant]:
        yield from participants(self.reading)
        for attribution in self.reading.attributions:
            if attribution.speaker:
                yield self.known(attribution.speaker)

    def tell_mention(self, entity: NamedNode, names: set[str], kinds: set[str]) -> None:
        node = self.node(NamedNode(iri.hashed("mention", self.reading.document.id, entity.value)))
        node.put(TYPE, cg("Mention"))
        node.put(cg("source"), self.source)
        node.put(cg("refersTo"), entity)
        node.text(cg("name"), *sorted(names))
        node.put(cg("toldKind"), *(_term(kind) for kind in sorted(kinds) if kind))


def participants(reading: Reading) -> list[Participant]:
    """All participants of a reading: its entities, then those in the roles of its claims."""
    people = list(reading.entities)
    for claim in reading.claims:
        for role in ROLES:
            people.extend(getattr(claim, role))
    return people


@cache
def _term(name: str) -> NamedNode:
    """A term of an ontology, made once."""
    return NamedNode(name)


def named(kind: str, document: Document, identifier: str) -> NamedNode:
    """The IRI of a claim or attribution; ids that are no digests are told apart by the source."""
    digest = len(identifier) >= 12 and set(identifier) <= set("0123456789abcdef")
    local = identifier if digest else f"{iri.safe(document.id)}-{iri.safe(identifier)}"
    return NamedNode(iri.of(kind, local))


def _encloses(outer: Claim, inner: Claim) -> bool:
    """Whether a claim tells, within its own words, what it orders, asks for, says or denies.

    What stands inside is either in the mouth of who acts, or what who is addressed is to do.
    """
    within = outer.span != inner.span and outer.span.covers(inner.span)
    if not within or inner.trigger_span.start <= outer.trigger_span.start:
        return False
    if inner.speaker:
        return bool(_shared(inner.speaker, outer.agent))
    return bool(_shared(inner.agent, outer.recipient))


def _shared(some: tuple[Participant, ...], others: tuple[Participant, ...]) -> set[str]:
    return {one.iri or one.name for one in some} & {one.iri or one.name for one in others}


def _date(value: str) -> Term | None:
    return date(value) if value else None
