"""What the layers of a graph hold about a node: by property, and pointing to it."""

from collections import defaultdict
from collections.abc import Container, Sequence
from dataclasses import dataclass
from typing import Final

from pyoxigraph import Literal, NamedNode

from claimgraph import iri
from claimgraph.terms import ALT_LABEL, LABEL, TYPE, Term, cg
from claimgraph.vocabulary import CONSENSUS, ENTITIES, INFERRED, local_name
from claimgraph.web.pages.book import NOT_DATA, Book
from claimgraph.web.pages.frame import Table
from claimgraph.web.pages.paths import Ref

LAYERS: Final = {ENTITIES: "entities", CONSENSUS: "consensus", INFERRED: "inferred"}
NAMING: Final = frozenset({TYPE, LABEL, ALT_LABEL, cg("restsOn"), *NOT_DATA})
COLUMNS: Final = ("property", "value", "label", "layer")


@dataclass(frozen=True, slots=True)
class Value:
    """A value of a property, and the layers that hold it; inferred alone is said."""

    ref: Ref
    layers: tuple[str, ...]

    @property
    def is_inferred(self) -> bool:
        """Whether only inference gives it."""
        return self.layers == ("inferred",)


@dataclass(frozen=True, slots=True)
class Statement:
    """A property of a node with its values."""

    property: Ref
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Link:
    """Something that points to a node, by which property and in which layers."""

    property: Ref
    subject: Ref
    layers: tuple[str, ...]


def statements(
    book: Book, node: NamedNode, without: Container[NamedNode] = NAMING
) -> tuple[Statement, ...]:
    """The properties of a node with their values, what is told before what is inferred."""
    found: dict[NamedNode, dict[Term, set[str]]] = defaultdict(lambda: defaultdict(set))
    for quad in book.about(node):
        if quad.predicate not in without and isinstance(quad.object, NamedNode | Literal):
            found[quad.predicate][quad.object].add(layer(quad.graph_name))
    made = [_statement(book, predicate, values) for predicate, values in found.items()]
    return tuple(sorted(made, key=lambda s: (_all_inferred(s), s.property.label, s.property.iri)))


def _statement(book: Book, predicate: NamedNode, values: dict[Term, set[str]]) -> Statement:
    told = [Value(book.ref(term), tuple(sorted(layers))) for term, layers in values.items()]
    ordered = sorted(told, key=lambda v: (v.is_inferred, v.ref.label, v.ref.iri))
    return Statement(book.ref(predicate), tuple(ordered))


def _all_inferred(statement: Statement) -> bool:
    return all(value.is_inferred for value in statement.values)


def layer(graph: object) -> str:
    """The layer that a named graph is, in a word."""
    return LAYERS.get(getattr(graph, "value", ""), "claims")


def incoming(book: Book, node: NamedNode, without: Container[str] = ()) -> tuple[Link, ...]:
    """What points to a node, by property and label; nodes of some kinds may be left out."""
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    for quad in book.pointing_to(node):
        subject = quad.subject
        if isinstance(subject, NamedNode) and iri.kind_of(subject.value) not in without:
            found[quad.predicate.value, subject.value].add(layer(quad.graph_name))
    links = (
        Link(book.ref(predicate), book.ref(subject), tuple(sorted(layers)))
        for (predicate, subject), layers in found.items()
    )
    return tuple(sorted(links, key=lambda k: (k.property.label, k.subject.label, k.subject.iri)))


def table(found: Sequence[Statement]) -> Table:
    """Statements as rows."""
    rows = tuple(
        (one.property.iri, value.ref.iri, value.ref.label, " | ".join(value.layers))
        for one in found
        for value in one.values
    )
    return Table(COLUMNS, rows)


def types(book: Book, node: NamedNode) -> tuple[tuple[Ref, ...], tuple[Ref, ...]]:
    """The classes of a node: those told, and those that follow."""
    told: set[NamedNode] = set()
    inferred: set[NamedNode] = set()
    for quad in book.about(node):
        if quad.predicate == TYPE and isinstance(quad.object, NamedNode):
            (inferred if layer(quad.graph_name) == "inferred" else told).add(quad.object)
    plain = {one for one in told if local_name(one.value) in ("Entity", "Situation")}
    finest = told - plain or told
    return book.refs(finest), book.refs((inferred | told) - finest)
