"""What deserves a human look and why, and the decisions that a reviewer names in words."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property
from typing import Final

import pyoxigraph as ox
from pyoxigraph import NamedNode

from claimgraph import iri
from claimgraph.ask.names import Names, folded, store_names
from claimgraph.check.findings import Finding, Severity
from claimgraph.curation.decisions import IDS, Curation, Decision, Kind
from claimgraph.errors import UnknownNameError
from claimgraph.model import Status
from claimgraph.ontology import Ontology
from claimgraph.run.pipeline import mentioned
from claimgraph.store.graphstore import GraphStore
from claimgraph.terms import ALT_LABEL, LABEL, cg, value_of
from claimgraph.vocabulary import BASE, CG, local_name

UNSURE: Final = 0.5
ELSEWHERE: Final = "doubt:resolved-from-elsewhere"
COLUMNS: Final = ("what", "name", "reason", "source", "quote", "iri")
PREFIXES: Final = """
PREFIX cg: <https://w3id.org/claimgraph/ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX oa: <http://www.w3.org/ns/oa#>
PREFIX dcterms: <http://purl.org/dc/terms/>
"""
NEW_NAMES: Final = """
SELECT ?entity ?name (GROUP_CONCAT(DISTINCT STR(?type); separator=" ") AS ?kinds)
  (COUNT(DISTINCT ?claim) AS ?claims) (COUNT(DISTINCT ?source) AS ?sources) (MIN(?id) AS ?first)
WHERE {
  GRAPH <https://w3id.org/claimgraph/graph/entities> {
    ?entity rdfs:label ?name ; a ?type ; cg:restsOn ?claim .
    FILTER NOT EXISTS { ?entity cg:restsOn <https://w3id.org/claimgraph/lexicon> }
  }
  ?claim cg:source ?source . ?source dcterms:identifier ?id .
}
GROUP BY ?entity ?name
ORDER BY DESC(?claims) ?name ?entity
"""
CLAIMS: Final = """
SELECT ?claim ?type ?status ?confidence ?id ?quote
  (GROUP_CONCAT(DISTINCT ?doubt; separator=", ") AS ?doubts)
WHERE {
  ?claim a cg:Claim ; cg:type ?type ; cg:status ?status ; cg:confidence ?confidence ;
    cg:source/dcterms:identifier ?id ; cg:evidence/oa:hasSelector/oa:exact ?quote .
  OPTIONAL { ?claim cg:rule ?doubt . FILTER (STRSTARTS(?doubt, "doubt:")) }
}
GROUP BY ?claim ?type ?status ?confidence ?id ?quote
ORDER BY ?confidence ?id ?quote ?claim
"""
DIFFERENCES: Final = """
SELECT ?difference ?situation ?property ?kind
  (GROUP_CONCAT(DISTINCT STR(?rival); separator=" | ") AS ?rivals)
WHERE {
  ?difference cg:onSituation ?situation ; cg:onProperty ?property ; cg:kind ?kind .
  ?difference cg:rivalValue ?rival .
  FILTER NOT EXISTS { ?difference cg:resolvedValue ?any }
}
GROUP BY ?difference ?situation ?property ?kind
ORDER BY ?property ?difference
"""


class What(StrEnum):
    """Why something is looked at, in the order of urgency."""

    FINDING = "finding"
    TIE = "tie"
    MERGE = "merge"
    UNSURE = "unsure"
    NEW = "new"
    IDLE = "idle"


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to look at: what it is called, why, and where it stands in the texts."""

    what: What
    name: str
    reason: str
    source: str = ""
    quote: str = ""
    iri: str = ""

    @property
    def row(self) -> tuple[str, ...]:
        """The item as the columns of a table."""
        return (self.what, self.name, self.reason, self.source, self.quote, self.iri)


@dataclass(frozen=True)
class Desk:
    """A store, the domain's ontology and what is decided already, for one reviewer."""

    store: GraphStore
    ontology: Ontology
    curation: Curation = field(default_factory=Curation)

    @cached_property
    def labels(self) -> Mapping[str, str]:
        """Labels of all that the store names."""
        return store_names(self.store.rows).labels

    def items(
        self, findings: Iterable[Finding] = (), idle: Iterable[tuple[str, str]] = ()
    ) -> tuple[Item, ...]:
        """All that deserves a look, the most urgent first.

        Args:
            findings: what the shapes found in the store.
            idle: decisions that change nothing any more, each with its place.
        """
        left = [Item(What.IDLE, said, "changes nothing any more", place) for place, said in idle]
        found = [finding for finding in findings if finding.severity is not Severity.INFO]
        return (
            *map(_finding, found),
            *self.ties(),
            *self.weak_merges(),
            *self.unsure_claims(),
            *self.new_names(),
            *left,
        )

    def new_names(self) -> Iterator[Item]:
        """Entities that the lexicon lacks and that nobody gave a label, most spoken of first."""
        for row in self.store.rows(PREFIXES + NEW_NAMES):
            entity = value_of(row["entity"])
            if entity in self.curation.labels:
                continue
            kinds = ", ".join(sorted(local_name(kind) for kind in value_of(row["kinds"]).split()))
            reason = f"not in the lexicon: {kinds}; {value_of(row['claims'])} claims"
            yield Item(What.NEW, value_of(row["name"]), reason, value_of(row["first"]), "", entity)

    def weak_merges(self) -> Iterator[Item]:
        """Names that were taken for an entity though they are not its full or known name."""
        confirmed = {(d.about, d.other) for d in self.curation.of_kind(Kind.MERGE)}
        seen: set[tuple[str, str]] = set()
        for source, entity, name in sorted(
            mentioned(self.store), key=lambda one: one[1:] + one[:1]
        ):
            full = self.labels.get(entity, "")
            key = (entity, folded(name))
            known = key in seen or (iri.entity(name), entity) in confirmed
            if known or folded(name) in self._known_names(entity, full):
                continue
            seen.add(key)
            why = f"{_relation(name, full)} of {full}"
            yield Item(What.MERGE, name, why, self.labels.get(source, source), "", entity)

    def _known_names(self, entity: str, full: str) -> set[str]:
        node = NamedNode(entity)
        told = (v.value for p in (LABEL, ALT_LABEL) for v in self.ontology.objects(node, p))
        return {folded(full), *map(folded, told)}

    def unsure_claims(self) -> Iterator[Item]:
        """Claims of low confidence, then those whose participants are named elsewhere."""
        rows = list(self.store.rows(PREFIXES + CLAIMS))
        for row in rows:
            if float(value_of(row["confidence"])) < UNSURE:
                doubts = sorted(value_of(row["doubts"]).replace("doubt:", "").split(", "))
                reason = f"confidence {value_of(row['confidence'])} {', '.join(doubts)}".rstrip()
                yield _claim(What.UNSURE, row, reason)
        for row in rows:
            if ELSEWHERE in value_of(row["doubts"]):
                yield _claim(What.MERGE, row, "a participant is named elsewhere in the text")

    def ties(self) -> Iterator[Item]:
        """Properties that have one value, of which the sources give several and none prevails."""
        single = cg("SingleValued")
        for row in self.store.rows(PREFIXES + DIFFERENCES):
            name = NamedNode(value_of(row["property"]))
            if single not in self.ontology.names(name, cg("conflictPolicy")):
                continue
            values = value_of(row["rivals"]).split(" | ")
            rivals = " | ".join(sorted(self.labels.get(value, value) for value in values))
            kind = local_name(value_of(row["kind"])).casefold()
            reason = f"{local_name(name.value)}: {rivals} ({kind}); none is told more often"
            situation = value_of(row["situation"])
            called = self.labels.get(situation, local_name(situation))
            yield Item(What.TIE, called, reason, "", "", situation)

    # what a reviewer names

    @cached_property
    def names(self) -> Names:
        """The names of entities alone."""
        every = store_names(self.store.rows)
        return Names(
            {node: name for node, name in every.labels.items() if node.startswith(IDS)},
            {node: names for node, names in every.others.items() if node.startswith(IDS)},
            every.uses,
        )

    def entity(self, name: str) -> str:
        """The entity of a name, prefixed name or IRI.

        Raises:
            UnknownNameError: the store has none; tells what comes nearest.
        """
        full = _expanded(name)
        if iri.kind_of(full) == "id" and any(self.store.about(NamedNode(full))):
            return full
        return self.names.find("entity", name).value

    def claim(self, name: str) -> str:
        """The claim of an id, prefixed name or IRI.

        Raises:
            UnknownNameError: the store has no such claim.
        """
        full = name if iri.parse(name) else iri.of("claim", name.removeprefix("claim:"))
        if not any(self.store.about(NamedNode(full))):
            start = iri.local(full)[:4]
            ids = sorted(
                iri.local(value_of(row["claim"])) for row in self.store.rows(PREFIXES + CLAIMS)
            )
            near = tuple(one for one in ids if one.startswith(start))[:3]
            raise UnknownNameError("claim", name, near)
        return full

    def source(self, name: str) -> str:
        """The source of an id, prefixed name or IRI.

        Raises:
            UnknownNameError: the store has no such source.
        """
        for record in self.store.sources():
            if name in (record.id, iri.source(record.id), f"source:{iri.safe(record.id)}"):
                return iri.source(record.id)
        raise UnknownNameError("source", name, tuple(one.id for one in self.store.sources())[:3])

    def other(self, name: str, than: str) -> str:
        """The entity of a name besides another: a known one, else the one minted from the name."""
        full = _expanded(name)
        if iri.kind_of(full) == "id":
            return full
        try:
            found = self.entity(name)
        except UnknownNameError:
            return iri.entity(name)
        return found if found != than else iri.entity(name)

    def merge(self, kept: str, merged: str) -> Decision:
        """That two entities are one, the first; confirms a name that was taken for it already.

        Raises:
            UnknownNameError: no source speaks of one of them.
        """
        into = self.entity(kept)
        about = self.other(merged, into)
        if not (any(self.store.about(NamedNode(about))) or folded(merged) in self._told):
            raise UnknownNameError("entity", merged)
        return Decision(Kind.MERGE, about, into, self.labels.get(into, ""))

    @cached_property
    def _told(self) -> frozenset[str]:
        """All names that sources call somebody or something."""
        return frozenset(folded(name) for _, _, name in mentioned(self.store))

    def apart(self, taken: str, name: str) -> Decision:
        """That a name means somebody else than it was taken for."""
        about = self.entity(taken)
        other = self.other(name, about)
        words = self.labels.get(other, name) if iri.parse(_expanded(name)) else name
        return Decision(Kind.APART, about, other, words)

    def relabel(self, entity: str, label: str) -> Decision:
        """That an entity goes by a name."""
        return Decision(Kind.RELABEL, self.entity(entity), "", label)

    def reject(self, claim: str) -> Decision:
        """That a source does not make a claim."""
        return Decision(Kind.REJECT, self.claim(claim))

    def accept(self, source: str) -> Decision:
        """That a source is let in."""
        return Decision(Kind.ACCEPT, self.source(source))

    def status(self, claim: str, status: str) -> Decision:
        """That a source presents a claim so.

        Raises:
            UnknownNameError: there is no such claim or status.
        """
        if status not in set(Status):
            raise UnknownNameError("status", status, tuple(Status))
        return Decision(Kind.STATUS, self.claim(claim), CG + status.capitalize())


def signed(decisions: Sequence[Decision], by: str, why: str) -> tuple[Decision, ...]:
    """The decisions with who made them and why."""
    return tuple(replace(decision, by=by, why=why) for decision in decisions)


def _finding(finding: Finding) -> Item:
    name = f"{finding.severity.lower()} {local_name(finding.shape)}"
    told = (finding.message, finding.place, finding.quote, finding.focus)
    return Item(What.FINDING, name, *told)


def _claim(what: What, row: ox.QuerySolution, reason: str) -> Item:
    status = local_name(value_of(row["status"])).casefold()
    name = f"{local_name(value_of(row['type']))}, {status}"
    return Item(
        what, name, reason, value_of(row["id"]), value_of(row["quote"]), value_of(row["claim"])
    )


def _relation(name: str, full: str) -> str:
    """How a name is to a fuller one."""
    words, every = folded(name).split(), folded(full).split()
    if words and all(word in every for word in words):
        return "short form"
    if folded(name).replace(".", "") == "".join(word[0] for word in every):
        return "initials"
    return "another name"


def _expanded(name: str) -> str:
    """A prefixed name of data as an IRI; anything else as it is."""
    kind, colon, local = name.partition(":")
    return f"{BASE}{kind}/{local}" if colon and kind in iri.KINDS else name
