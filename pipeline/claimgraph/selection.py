"""A part of the graph: claims by entity, status, source, day, confidence, and what they need."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches
from typing import Final

from pyoxigraph import NamedNode, Quad

from claimgraph import iri
from claimgraph.ask.names import Names, folded, store_names
from claimgraph.errors import UnknownNameError
from claimgraph.ontology import Ontology
from claimgraph.report import Record
from claimgraph.store.graphstore import GraphStore
from claimgraph.terms import TYPE, cg, value_of
from claimgraph.vocabulary import BASE, DCTERMS, OA, local_name

PEOPLE: Final = ("agent", "recipient", "object", "authority", "speaker")
WITH_IRIS: Final = ("agent", "recipient", "object", "speaker")
WORDS: Final = frozenset(
    {*(NamedNode(OA + name) for name in ("exact", "prefix", "suffix"))}
    | {cg("trigger"), cg("cue"), cg("words")}
)
QUOTE: Final = NamedNode(OA + "TextQuoteSelector")
STEPS: Final = (
    *("evidence", "source", "quantity", "describes", *PEOPLE),
    *("onSituation", "differingClaim"),
)
Properties = Mapping[NamedNode, list[str]]


@dataclass(frozen=True, slots=True)
class Filter:
    """Which claims are wanted; what is empty asks for nothing.

    `about` is the name or IRI of somebody or something in any role. `since` and `until` are ISO
    dates, days, months or years; a claim without a date is of no time.
    """

    about: str = ""
    statuses: frozenset[str] = frozenset()
    sources: frozenset[str] = frozenset()
    since: str = ""
    until: str = ""
    min_confidence: float = 0.0

    @property
    def is_open(self) -> bool:
        """Whether every claim is wanted."""
        return self == Filter()

    def wants(self, record: Record) -> bool:
        """Whether a claim, as a row of the claims table, is wanted."""
        return (
            (not self.statuses or record["status"] in self.statuses)
            and (not self.sources or record["document"] in self.sources)
            and record["confidence"] >= self.min_confidence
            and self._wants_date(record["date"])
            and (not self.about or self._is_about(record))
        )

    def _wants_date(self, told: str) -> bool:
        if not (self.since or self.until):
            return True
        first, _, last = told.partition("/")
        last = last or first
        # a month or year lies where some day of it does: prefixes are compared
        begins = not self.since or last >= self.since[: len(last)]
        ends = not self.until or first[: len(self.until)] <= self.until
        return bool(told) and begins and ends

    def _is_about(self, record: Record) -> bool:
        iris = {name for role in WITH_IRIS for name in record[f"{role}_iri"]}
        names = {name for role in PEOPLE for name in record[role]} | {record["party"]}
        minted = {iri.entity(name) for name in names if name}
        return self.about in iris | minted or folded(self.about) in {folded(n) for n in names}


def without_words(record: Record) -> Record:
    """A claim's row without the publisher's words; offsets stay."""
    return {**record, "quote": "", "trigger": "", "quantity": []}


def claim_records(store: GraphStore, ontology: Ontology) -> Iterator[Record]:
    """The claims of a store as rows of the claims table, by source and place in the text."""
    labels = store_names(store.rows).labels
    for graph in store.source_graphs():
        told = _by_subject(store.graph(graph))
        claims = [node for node, facts in told.items() if cg("Claim").value in facts[TYPE]]
        rows = (_record(node, told, labels, ontology) for node in claims)
        yield from sorted(rows, key=lambda row: (row["start"], row["end"], row["id"]))


def iri_of(record: Record) -> str:
    """The IRI of a claim by its row."""
    return iri.of("claim", record["id"])


def wanted_in(store: GraphStore, wanted: Filter) -> Filter:
    """The filter with names as the store has them: an entity's IRI, ids of sources.

    Raises:
        UnknownNameError: no entity or source is called so; tells what comes nearest.
    """
    known = [record.id for record in store.sources()]
    for identifier in sorted(wanted.sources - set(known)):
        near = get_close_matches(identifier, known, 3, 0.4)
        raise UnknownNameError("source", identifier, tuple(near))
    return replace(wanted, about=_entity(store, wanted.about)) if wanted.about else wanted


def _entity(store: GraphStore, name: str) -> str:
    """The entity that a name, prefixed name or IRI means."""
    kind, colon, local = name.partition(":")
    full = f"{BASE}{kind}/{local}" if colon and kind in iri.KINDS else name
    if iri.kind_of(full) == "id" and any(store.about(NamedNode(full))):
        return full
    every = store_names(store.rows)
    labels = {node: label for node, label in every.labels.items() if iri.kind_of(node) == "id"}
    others = {node: names for node, names in every.others.items() if iri.kind_of(node) == "id"}
    return Names(labels, others, every.uses).find("entity", name).value


def _by_subject(quads: Iterable[Quad]) -> dict[str, dict[NamedNode, list[str]]]:
    found: dict[str, dict[NamedNode, list[str]]] = defaultdict(lambda: defaultdict(list))
    for quad in quads:
        found[value_of(quad.subject)][quad.predicate].append(value_of(quad.object))
    return found


def _record(
    node: str,
    told: Mapping[str, Properties],
    labels: Mapping[str, str],
    ontology: Ontology,
) -> Record:
    facts = told[node]

    def one(name: str) -> str:
        return min(facts[cg(name)], default="")

    def called(role: str) -> list[str]:
        return sorted(labels.get(name, local_name(name)) for name in facts[cg(role)])

    finest = NamedNode(one("type"))
    kind = local_name(ontology.claim_type(finest).value)
    subtype = local_name(finest.value)
    dates = [*facts[cg("date")], "/".join((*facts[cg("from")], *facts[cg("until")]))]
    return {
        "id": local_name(node),
        "document": min(told[one("source")][NamedNode(DCTERMS + "identifier")], default=""),
        "type": kind,
        "subtype": subtype if subtype != kind else "",
        **_place(told, one("evidence")),
        "trigger": one("trigger"),
        "agent": called("agent"),
        "recipient": called("recipient"),
        "object": called("object"),
        "party": one("party"),
        "date": next(filter(None, dates), ""),
        "time": one("time"),
        "authority": called("authority"),
        "status": local_name(one("status")).casefold(),
        "speaker": called("speaker"),
        "quantity": sorted(w for q in facts[cg("quantity")] for w in told[q][cg("words")]),
        **{f"{role}_iri": sorted(facts[cg(role)]) for role in WITH_IRIS},
        "content": local_name(one("content")),
        "confidence": float(one("confidence") or 0),
    }


def _place(told: Mapping[str, Properties], evidence: str) -> Record:
    selectors = [told[name] for name in told[evidence][NamedNode(OA + "hasSelector")]]

    def first(name: str) -> str:
        return next((v for s in selectors for v in s[NamedNode(OA + name)]), "")

    return {
        "start": int(first("start") or 0),
        "end": int(first("end") or 0),
        "quote": first("exact"),
    }


def part(quads: Iterable[Quad], claims: Iterable[str], store: GraphStore) -> Iterator[Quad]:
    """The part of a graph that some claims need: nothing else of ours is spoken of.

    Args:
        quads: the graph, or some layers of it.
        claims: IRIs of claims.
        store: where the claims are, whatever the layers.
    """
    kept = _reached(list(store.quads()), set(claims))
    for quad in quads:
        about, value = value_of(quad.subject), value_of(quad.object)
        if about in kept and (value in kept or not _is_datum(value)):
            yield quad


def _reached(quads: list[Quad], claims: set[str]) -> set[str]:
    """The claims with evidence, sources, participants, situations and differences of these."""
    told = _by_subject(quads)
    kept = {name for name in told if iri.kind_of(name) == "run"} | claims
    kept |= {v for claim in claims for name in STEPS for v in told[claim][cg(name)]}
    kept |= _of(told, kept, NamedNode(OA + "hasSelector"))
    kept |= {n for n, facts in told.items() if {*facts[cg("onSituation")]} & kept}
    kept |= {
        name
        for name, facts in told.items()
        if {*facts[cg("refersTo")]} & kept and {*facts[cg("source")]} & kept
    }
    situations = [name for name in kept if iri.kind_of(name) in ("situation", "difference")]
    kept |= {
        value
        for name in situations
        for values in told[name].values()
        for value in values
        if iri.kind_of(value) in ("id", "quantity")
    }
    return kept | _of(told, kept, cg("curatedBy"))


def _of(told: Mapping[str, Properties], nodes: Iterable[str], link: NamedNode) -> set[str]:
    return {value for node in list(nodes) for value in told[node][link]}


def quoteless(read: Callable[[], Iterable[Quad]]) -> Iterator[Quad]:
    """A graph without the publishers' words, read twice: offsets and digests stay."""
    quotes = {value_of(q.subject) for q in read() if q.predicate == TYPE and q.object == QUOTE}
    for quad in read():
        if quad.predicate in WORDS or value_of(quad.subject) in quotes:
            continue
        if value_of(quad.object) not in quotes:
            yield quad


def _is_datum(value: str) -> bool:
    return value.startswith(BASE) and iri.kind_of(value) != ""
