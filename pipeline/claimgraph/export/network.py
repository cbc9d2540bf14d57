"""The graph as labelled nodes and edges with properties, for tools that know no RDF."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from pyoxigraph import Literal, NamedNode

from claimgraph import iri
from claimgraph.export.content import Content, layer_of
from claimgraph.reconcile.days import days
from claimgraph.reconcile.states import Scheme
from claimgraph.terms import LABEL, TYPE, Term, cg, value_of
from claimgraph.vocabulary import XSD, local_name

KINDS: Final = {"id": "entity"} | {
    kind: kind for kind in ("situation", "state", "difference", "claim", "source")
}
OWN: Final = ("iri", "id", "label", "name", "kind", "type", "layer", "start", "end")
"""Names that the formats give to what they say of every node; properties stay clear of them."""

SILENT: Final = frozenset(
    {cg(name) for name in ("rule", "contentDigest", "sha256", "restsOn", "type", "ofType")}
    | {LABEL, TYPE}
)
"""What no picture shows: digests and grounds, and what label and classes tell already."""

OFFSETS: Final = {"start": "offset_start", "end": "offset_end", "quote": "quote"}
BETWEEN: Final = " | "
NUMBERS: Final = {XSD + "integer": int, XSD + "decimal": float, XSD + "double": float}
SHOWN: Final = 60
Value = str | int | float


@dataclass(frozen=True, slots=True)
class Node:
    """A thing: its IRI, what it is called, its kind, its finest classes, and its properties.

    `start` and `end` are the first and last day of what lasts, where they are told.
    """

    iri: str
    label: str
    kind: str
    classes: tuple[str, ...]
    properties: Mapping[str, Value]
    start: str = ""
    end: str = ""


@dataclass(frozen=True, slots=True)
class Edge:
    """A link between two nodes: its property by local name and IRI, its layer, when it holds."""

    id: str
    source: str
    target: str
    kind: str
    property: str
    layer: str
    start: str = ""
    end: str = ""


@dataclass(frozen=True)
class Network:
    """Nodes and edges of a content, by IRI; what is folded into claims (quotes) is no node.

    Nor is a claim or source that the content names and tells nothing of: it would be an empty dot.
    """

    content: Content

    @cached_property
    def nodes(self) -> tuple[Node, ...]:
        """The nodes, by IRI."""
        told = {term for q in self.content.quads() for term in (q.subject, q.object)}
        names = sorted((n for n in told if isinstance(n, NamedNode) and self._has(n)), key=str)
        return tuple(self._node(name) for name in names)

    @cached_property
    def edges(self) -> tuple[Edge, ...]:
        """The edges, by source, property and target, numbered."""
        found = sorted(
            {
                (value_of(q.subject), q.predicate.value, value_of(q.object), layer_of(q).value)
                for q in self.content.quads()
                if self._has(q.subject) and self._has(q.object)
            }
        )
        return tuple(self._edge(number, *one) for number, one in enumerate(found, 1))

    @cached_property
    def columns(self) -> Mapping[str, type]:
        """The names of all properties of nodes with the type of their values, by name."""
        kinds: dict[str, set[type]] = defaultdict(set)
        for node in self.nodes:
            for name, value in node.properties.items():
                kinds[name].add(type(value))
        return {
            name: min(found, key=str) if len(found) == 1 else str
            for name, found in sorted(kinds.items())
        }

    def _has(self, term: object) -> bool:
        if not isinstance(term, NamedNode) or not _kind(term):
            return False
        return term in self.content.types or iri.kind_of(term.value) not in ("claim", "source")

    def _edge(self, number: int, source: str, property_: str, target: str, layer: str) -> Edge:
        when = self.lasting.get(source) or self.lasting.get(target) or ("", "")
        kind = self.names.get(property_, local_name(property_))
        return Edge(f"e{number}", source, target, kind, property_, layer, *when)

    def _node(self, node: NamedNode) -> Node:
        content = self.content
        kind = KINDS[iri.kind_of(node.value)]
        start, end = self.lasting.get(node.value, ("", ""))
        label = content.name(node)
        types = content.types.get(node, ())
        if kind == "claim":
            types = content.facts.nodes(node, cg("type")) or types
            label = self._claim_label(node, types)
        elif kind == "difference":
            on = content.facts.node(node, cg("onProperty"))
            label = " on ".join(local_name(one.value) for one in (*types[:1], on) if one)
        elif kind == "situation":
            types = content.facts.nodes(node, cg("ofType")) or types
        classes = tuple(local_name(one.value) for one in types)
        return Node(node.value, label, kind, classes, self._properties(node), start, end)

    def _claim_label(self, node: NamedNode, types: tuple[NamedNode, ...]) -> str:
        name = ", ".join(local_name(one.value) for one in types)
        quote = " ".join(str(self.records.get(node.value, {}).get("quote", "")).split())
        return f"{name}: {quote[:SHOWN]}" if quote else name

    @cached_property
    def records(self) -> Mapping[str, Mapping[str, object]]:
        """The rows of the claims table by the claims' IRIs."""
        return {iri.of("claim", row["id"]): row for row in self.content.records}

    @cached_property
    def lasting(self) -> Mapping[str, tuple[str, str]]:
        """First and last day of each state, by its IRI; empty where it is not told."""
        found = {}
        facts = self.content.facts
        for scheme in Scheme.all(self.content.ontology):
            for thing in sorted(facts.table(scheme.link), key=str):
                for state in facts.nodes(thing, scheme.link):
                    starts = [days(v) for v in facts.values(state, scheme.start)]
                    ends = [days(v) for v in facts.values(state, scheme.end)]
                    start = min((d[0].isoformat() for d in starts if d), default="")
                    end = max((d[1].isoformat() for d in ends if d), default="")
                    found[state.value] = (start, max(end, start) if end else "")
        return found

    @cached_property
    def names(self) -> Mapping[str, str]:
        """Names of properties: their local names, with the prefix where two would look alike."""
        spaces = {space: prefix for prefix, space in self.content.prefixes.items()}
        alike: dict[str, list[str]] = defaultdict(list)
        for predicate in self.content.facts.tables:
            alike[local_name(predicate.value).casefold()].append(predicate.value)
        found = {}
        for short, names in alike.items():
            plain = len(names) == 1 and short not in OWN
            for name in names:
                local = local_name(name)
                prefix = spaces.get(name.removesuffix(local)) or iri.digest(name)[:6]
                found[name] = local if plain else f"{prefix}_{local}"
        return found

    def _properties(self, node: NamedNode) -> dict[str, Value]:
        record = self.records.get(node.value, {})
        found: dict[str, Value] = {
            shown: value
            for name, shown in OFFSETS.items()
            if isinstance(value := record.get(name), str | int)
        }
        for predicate in sorted(self.content.facts.tables, key=str):
            values = [v for v in self.content.facts.values(node, predicate) if not _kind(v)]
            if values and predicate not in SILENT:
                found.update(self._property(self.names[predicate.value], values))
        return dict(sorted(found.items()))

    def _property(self, name: str, values: list[Term]) -> Iterator[tuple[str, Value]]:
        if len(values) == 1 and isinstance(values[0], Literal):
            number = NUMBERS.get(values[0].datatype.value)
            yield name, number(values[0].value) if number else values[0].value
            return
        told = [self.content.name(v) for v in values if not _is_inner(v)]
        if told:
            yield name, BETWEEN.join(sorted(told))


def _kind(term: object) -> bool:
    return isinstance(term, NamedNode) and iri.kind_of(term.value) in KINDS


def _is_inner(term: Term) -> bool:
    """Whether a value is a node of ours that has a place in no picture: evidence, runs."""
    kind = iri.kind_of(term.value) if isinstance(term, NamedNode) else ""
    return kind not in {"", "quantity"}
