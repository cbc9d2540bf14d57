"""The graph as tables: sources, entities, claims, situations, values, differences, states."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from pyoxigraph import Literal, NamedNode

from claimgraph import iri
from claimgraph.canonical import Layer
from claimgraph.export.content import Content, layer_of
from claimgraph.reconcile.states import Scheme
from claimgraph.terms import ALT_LABEL, LABEL, TYPE, Term, cg
from claimgraph.vocabulary import CG, DCTERMS, SCHEMA, local_name

Row = Sequence[object]


class Kind(StrEnum):
    """What the cells of a column hold; a list holds texts."""

    TEXT = "text"
    INTEGER = "integer"
    NUMBER = "number"
    FLAG = "boolean"
    LIST = "list"


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its name, its columns with their kinds, and its rows in a fixed order."""

    name: str
    columns: Mapping[str, Kind]
    rows: tuple[Row, ...]


CLAIM_KINDS: Final = {
    "start": Kind.INTEGER,
    "end": Kind.INTEGER,
    "confidence": Kind.NUMBER,
    **dict.fromkeys(("agent", "recipient", "object", "authority", "speaker"), Kind.LIST),
    **dict.fromkeys(("agent_iri", "recipient_iri", "object_iri", "speaker_iri"), Kind.LIST),
    "quantity": Kind.LIST,
}
CLAIM_COLUMNS: Final = (
    *("id", "document", "type", "subtype", "start", "end", "quote", "trigger"),
    *("agent", "recipient", "object", "party", "date", "time", "authority", "status", "speaker"),
    *("quantity", "agent_iri", "recipient_iri", "object_iri", "speaker_iri"),
    *("content", "confidence"),
)
SOURCE_COLUMNS: Final = {
    "title": DCTERMS + "title",
    "publisher": DCTERMS + "publisher",
    "author": DCTERMS + "creator",
    "published": DCTERMS + "issued",
    "url": SCHEMA + "url",
    "rights": DCTERMS + "rights",
    "language": DCTERMS + "language",
    "sha256": CG + "sha256",
}


def tables(content: Content) -> tuple[Table, ...]:
    """All tables of a content; one whose layer was left out has no rows."""
    makers: tuple[Callable[[Content], Table], ...] = (
        _sources,
        _entities,
        _claims,
        _situations,
        _values,
        _differences,
        _states,
    )
    return tuple(maker(content) for maker in makers)


def _texts(*names: str) -> dict[str, Kind]:
    return dict.fromkeys(names, Kind.TEXT)


def _sorted(rows: Iterator[Row]) -> tuple[Row, ...]:
    return tuple(sorted(rows, key=str))


def _sources(content: Content) -> Table:
    facts = content.facts
    counts: dict[str, int] = defaultdict(int)
    for record in content.records:
        counts[str(record["document"])] += 1

    def row(node: NamedNode) -> Row:
        identifier = facts.string(node, NamedNode(DCTERMS + "identifier"))
        told = (facts.string(node, NamedNode(name)) for name in SOURCE_COLUMNS.values())
        length = int(facts.string(node, cg("length")) or 0)
        return (node.value, identifier, *told, length, counts[identifier])

    columns = {
        **_texts("iri", "id", *SOURCE_COLUMNS),
        "length": Kind.INTEGER,
        "claims": Kind.INTEGER,
    }
    return Table("sources", columns, _sorted(row(node) for node in _of_type(content, "Source")))


def _entities(content: Content) -> Table:
    facts = content.facts

    def row(node: NamedNode) -> Row:
        types = [local_name(kind.value) for kind in content.types.get(node, ())]
        grounds = facts.nodes(node, cg("restsOn"))
        claims = sum(iri.kind_of(ground.value) == "claim" for ground in grounds)
        return (
            node.value,
            content.name(node),
            types,
            list(facts.strings(node, ALT_LABEL)),
            claims,
        )

    named = facts.table(LABEL)
    nodes = (node for node in named if iri.kind_of(node.value) == "id")
    columns = {
        **_texts("iri", "label"),
        "types": Kind.LIST,
        "aliases": Kind.LIST,
        "claims": Kind.INTEGER,
    }
    return Table("entities", columns, _sorted(row(node) for node in nodes))


def _claims(content: Content) -> Table:
    def row(record: Mapping[str, object]) -> Row:
        node = NamedNode(iri.of("claim", str(record["id"])))
        situations = [one.value for one in content.facts.nodes(node, cg("describes"))]
        return (node.value, *(record[name] for name in CLAIM_COLUMNS), situations)

    columns = {name: CLAIM_KINDS.get(name, Kind.TEXT) for name in ("iri", *CLAIM_COLUMNS)}
    rows = tuple(row(record) for record in content.records)
    return Table("claims", {**columns, "situation_iri": Kind.LIST}, rows)


def _situations(content: Content) -> Table:
    facts = content.facts
    claims: dict[Term, list[str]] = defaultdict(list)
    for claim, told in facts.table(cg("describes")).items():
        for situation in told:
            claims[situation].append(claim.value)

    def row(node: NamedNode) -> Row:
        return (
            node.value,
            content.name(node),
            _local(facts.node(node, cg("ofType"))),
            [local_name(kind.value) for kind in content.types.get(node, ())],
            _local(facts.node(node, cg("standing"))),
            int(facts.string(node, cg("documentCount")) or 0),
            int(facts.string(node, cg("independentCount")) or 0),
            [content.name(one) for one in facts.nodes(node, cg("contestedBy"))],
            sorted(claims[node]),
        )

    columns = {
        **_texts("iri", "label", "type"),
        "classes": Kind.LIST,
        "standing": Kind.TEXT,
        "documents": Kind.INTEGER,
        "independent": Kind.INTEGER,
        "contested_by": Kind.LIST,
        "claims": Kind.LIST,
    }
    return Table("situations", columns, _sorted(row(node) for node in facts.table(cg("ofType"))))


def _values(content: Content) -> Table:
    """What consensus and inference say of entities and situations, a value a row."""
    columns = _texts("iri", "label", "property", "value", "value_label", "layer")
    shown = (Layer.CONSENSUS, Layer.INFERRED)
    rows = {
        (
            quad.subject.value,
            content.name(quad.subject),
            local_name(quad.predicate.value),
            quad.object.value,
            content.name(quad.object),
            layer.value,
        )
        for quad in content.quads()
        for layer in [layer_of(quad)]
        if layer in shown
        and isinstance(quad.subject, NamedNode)
        and isinstance(quad.object, NamedNode | Literal)
        and iri.kind_of(quad.subject.value) in {"id", "situation"}
        and quad.predicate not in {TYPE, LABEL}
        and not quad.predicate.value.startswith(CG)
    }
    return Table("values", columns, tuple(sorted(rows)))


def _differences(content: Content) -> Table:
    facts = content.facts
    by_claim = {iri.of("claim", row["id"]): str(row["document"]) for row in content.records}

    def row(node: NamedNode) -> Row:
        claims = [claim.value for claim in facts.nodes(node, cg("differingClaim"))]
        about = facts.node(node, cg("onSituation"))
        return (
            node.value,
            _local(facts.node(node, cg("kind"))),
            cg("Conflict") in facts.nodes(node, TYPE),
            about.value if about else "",
            content.name(about) if about else "",
            _local(facts.node(node, cg("onProperty"))),
            [content.name(value) for value in facts.values(node, cg("rivalValue"))],
            [content.name(value) for value in facts.values(node, cg("resolvedValue"))],
            claims,
            sorted({by_claim[claim] for claim in claims if claim in by_claim}),
        )

    columns = {
        **_texts("iri", "kind"),
        "conflict": Kind.FLAG,
        **_texts("situation_iri", "situation", "property"),
        **dict.fromkeys(("rivals", "resolved", "claims", "documents"), Kind.LIST),
    }
    nodes = facts.table(cg("onProperty"))
    return Table("differences", columns, _sorted(row(node) for node in nodes))


def _states(content: Content) -> Table:
    """What state each thing was in, from when to when, and for whom, where that is told."""
    facts = content.facts

    def row(scheme: Scheme, thing: NamedNode, state: NamedNode) -> Row:
        return (
            state.value,
            local_name(scheme.cls.value),
            thing.value,
            content.name(thing),
            _local(facts.node(state, scheme.status)),
            facts.string(state, scheme.start),
            facts.string(state, scheme.end),
            [content.name(value) for value in facts.values(state, scheme.party)],
            [one.value for one in facts.nodes(state, cg("madeBy"))],
        )

    rows = (
        row(scheme, thing, state)
        for scheme in Scheme.all(content.ontology)
        for thing in facts.table(scheme.link)
        for state in facts.nodes(thing, scheme.link)
    )
    columns = {
        **_texts("iri", "class", "thing_iri", "thing", "status", "from", "until"),
        **dict.fromkeys(("parties", "made_by"), Kind.LIST),
    }
    return Table("states", columns, _sorted(rows))


def _of_type(content: Content, name: str) -> Iterator[NamedNode]:
    for node, kinds in content.facts.table(TYPE).items():
        if cg(name) in kinds:
            yield node


def _local(term: NamedNode | None) -> str:
    return local_name(term.value) if term else ""
