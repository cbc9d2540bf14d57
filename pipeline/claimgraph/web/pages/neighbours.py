"""The neighbourhood of a node as a drawing: columns of what lies next to it, and beyond.

Places follow from the graph alone, so that the same neighbourhood is always the same picture.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean
from textwrap import wrap

from pyoxigraph import NamedNode

from claimgraph import iri
from claimgraph.errors import UnknownNameError
from claimgraph.vocabulary import CONSENSUS, ENTITIES
from claimgraph.web.pages import paths
from claimgraph.web.pages.book import Book, shortened
from claimgraph.web.pages.frame import Page, Table
from claimgraph.web.pages.paths import Query, Ref
from claimgraph.web.pages.register import register

ROOT = Ref("Overview", "/")
DRAWN = ("id", "situation")
TOLD = (ENTITIES, CONSENSUS)
CHOICES = (10, 20, 40, 80)
USUAL = 20
BOX = 244
HEIGHT = 44
ROW = 54
GAP = 72
HEAD = 30
LETTERS = 29


@dataclass(frozen=True, slots=True)
class Edge:
    """Two nodes and the properties between them, from subject to object."""

    subject: str
    object: str
    label: str


@dataclass(frozen=True, slots=True)
class Box:
    """A node with its place in the drawing."""

    ref: Ref
    lines: tuple[str, ...]
    note: str
    x: int
    y: int
    centre: bool = False


@dataclass(frozen=True, slots=True)
class Curve:
    """An edge as a curve from box to box."""

    path: str
    label: str


@dataclass(frozen=True, slots=True)
class Column:
    """A column of boxes: its heading, how many are shown and how many there are."""

    label: str
    shown: int
    total: int
    x: int


@dataclass(frozen=True, slots=True)
class View:
    """The drawing, and its edges as a table."""

    about: Ref
    boxes: tuple[Box, ...]
    curves: tuple[Curve, ...]
    columns: tuple[Column, ...]
    width: int
    height: int
    edges: tuple[tuple[Ref, str, Ref], ...]
    most: int
    choices: tuple[int, ...]


def page(book: Book, path: str, query: Query) -> Page:
    """The neighbourhood of the node at a path; `most` bounds each column.

    Raises:
        UnknownNameError: the graph does not speak of the node.
    """
    node = NamedNode(paths.node_at(path, query))
    if not book.knows(node):
        raise UnknownNameError("node", node.value)
    asked = dict(query).get("most", "")
    most = next((one for one in CHOICES if str(one) == asked), USUAL)
    about, drawing = book.ref(node), _Drawing(book, node, most)
    view = drawing.view(about)
    table = Table(
        ("subject", "property", "object"), tuple((s.iri, p, o.iri) for s, p, o in view.edges)
    )
    shown = tuple((key, value) for key, value in query if key == "most" and most != USUAL)
    title = f"Neighbourhood of {about.label}"
    nodes = tuple(NamedNode(box.ref.iri) for box in view.boxes)
    trail = (ROOT, about)
    return Page("graph.html", title, view, path, shown, "/search", trail, table, nodes, wide=True)


def edges_of(book: Book, node: NamedNode) -> list[Edge]:
    """What is told between a node and the entities and situations beside it."""
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    own = iri.kind_of(node.value) not in DRAWN
    for quad in (*book.about(node), *book.pointing_to(node)):
        subject, value = quad.subject, quad.object
        if not (isinstance(subject, NamedNode) and isinstance(value, NamedNode)):
            continue
        told = own or getattr(quad.graph_name, "value", "") in TOLD
        other = value if subject == node else subject
        if told and iri.kind_of(other.value) in DRAWN and other != node:
            found[subject.value, value.value].add(book.label(quad.predicate.value))
    return [Edge(s, o, ", ".join(sorted(labels))) for (s, o), labels in sorted(found.items())]


@dataclass(frozen=True, slots=True)
class _Drawing:
    book: Book
    node: NamedNode
    most: int

    def view(self, about: Ref) -> View:
        first = edges_of(self.book, self.node)
        beside = {other(edge, self.node.value) for edge in first}
        left_all = self.in_order(n for n in beside if iri.kind_of(n) == "id")
        right_all = self.in_order(n for n in beside if iri.kind_of(n) == "situation")
        left, right = left_all[: self.most], right_all[: self.most]
        second = [e for n in right for e in edges_of(self.book, NamedNode(n))]
        rows = {name: place for place, name in enumerate(right)}
        beyond = self.beyond(second, rows, {self.node.value, *beside})
        far = beyond[: self.most]
        columns = self.columns((left, left_all), (right, right_all), (far, beyond))
        places = self.places(left, right, far, {c.label: c.x for c in columns})
        drawn = [e for e in (*first, *second) if e.subject in places and e.object in places]
        unique = sorted(set(drawn), key=lambda e: (e.subject, e.object))
        ties = {other(edge, self.node.value): edge.label for edge in first}
        boxes = tuple(self.box(name, place, ties) for name, place in places.items())
        height = max(y for _, y in places.values()) + HEIGHT + 12
        width = max(x for x, _ in places.values()) + BOX + 4
        ref = self.book.ref
        told = tuple((ref(e.subject), e.label, ref(e.object)) for e in unique)
        curves = tuple(curve(e, places) for e in unique if near(e, places))
        return View(about, boxes, curves, columns, width, height, told, self.most, CHOICES)

    def in_order(self, names: Iterable[str]) -> list[str]:
        """Situations by date, others by label."""
        dates = register(self.book).situations

        def key(name: str) -> tuple[str, str, str]:
            day = dates[name].first if name in dates else ""
            return (day or "9999", self.book.label(name).casefold(), name)

        return sorted(names, key=key)

    def beyond(self, edges: Sequence[Edge], rows: Mapping[str, int], known: set[str]) -> list[str]:
        """What lies beyond, each near what it is tied to; the most tied come first if cut."""
        ties: dict[str, list[int]] = defaultdict(list)
        for edge in edges:
            for inner, outer in ((edge.subject, edge.object), (edge.object, edge.subject)):
                if inner in rows and outer not in known:
                    ties[outer].append(rows[inner])
        chosen = sorted(ties, key=lambda n: (-len(set(ties[n])), self.book.label(n), n))
        shown = sorted(chosen[: self.most], key=lambda n: (fmean(ties[n]), self.book.label(n), n))
        return [*shown, *chosen[self.most :]]

    def columns(self, *held: tuple[list[str], list[str]]) -> tuple[Column, ...]:
        labels = ("Directly related", "Situations", "Also taking part")
        found, x = [], 0
        for place, ((shown, total), label) in enumerate(zip(held, labels, strict=True)):
            if place == 1:
                found.append(Column("", 1, 1, x))
                x += BOX + GAP
            if shown:
                found.append(Column(label, len(shown), len(total), x))
                x += BOX + GAP
        return tuple(found)

    def places(
        self, left: list[str], right: list[str], far: list[str], at: Mapping[str, int]
    ) -> dict[str, tuple[int, int]]:
        tallest = max(len(left), len(right), len(far), 1)
        columns = (
            (left, at.get("Directly related", 0)),
            ([self.node.value], at[""]),
            (right, at.get("Situations", 0)),
            (far, at.get("Also taking part", 0)),
        )
        found = {}
        for names, x in columns:
            top = HEAD + (tallest - len(names)) * ROW // 2 if len(names) else HEAD
            found.update({name: (x, top + row * ROW) for row, name in enumerate(names)})
        return found

    def box(self, name: str, place: tuple[int, int], ties: Mapping[str, str]) -> Box:
        ref = self.book.ref(name)
        note = shortened(ties.get(name, ""), LETTERS + 4)
        return Box(ref, wrapped(ref.label), note, *place, name == self.node.value)


def other(edge: Edge, name: str) -> str:
    """The other end of an edge."""
    return edge.object if edge.subject == name else edge.subject


def wrapped(label: str) -> tuple[str, ...]:
    """A label in two lines at most.

    >>> wrapped("a short one")
    ('a short one',)
    """
    return tuple(wrap(label, LETTERS, max_lines=2, placeholder="\u2026"))


def near(edge: Edge, places: Mapping[str, tuple[int, int]]) -> bool:
    """Whether the ends stand in one column or in neighbouring ones."""
    return abs(places[edge.subject][0] - places[edge.object][0]) <= BOX + GAP


def curve(edge: Edge, places: Mapping[str, tuple[int, int]]) -> Curve:
    """A curve between two boxes, from side to side; within one column it bends outwards."""
    (ax, ay), (bx, by) = places[edge.subject], places[edge.object]
    ay, by = ay + HEIGHT // 2, by + HEIGHT // 2
    if ax == bx:
        bend = ax + BOX + GAP // 2
        return Curve(f"M{ax + BOX} {ay}C{bend} {ay} {bend} {by} {bx + BOX} {by}", edge.label)
    start, end = (ax + BOX, bx) if ax < bx else (ax, bx + BOX)
    middle = (start + end) // 2
    return Curve(f"M{start} {ay}C{middle} {ay} {middle} {by} {end} {by}", edge.label)
