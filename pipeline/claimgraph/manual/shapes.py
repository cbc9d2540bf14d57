"""The chapter on shapes: what has to hold, how grave it is, and what is said where it does not."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import pyoxigraph as ox
from pyoxigraph import BlankNode, Literal, NamedNode

from claimgraph.manual.chapter import Chapter, Item, Section, code, fence, plain, points, summary
from claimgraph.manual.places import Places
from claimgraph.terms import TYPE
from claimgraph.vocabulary import RDF, SH, local_name

LEAD: Final = (
    "Each constraint has a name, a severity and a message. A **Violation** would make the graph "
    "wrong and keeps its source out of the consensus; a **Warning** tells what a text leaves open."
)
TARGETS: Final = ("targetClass", "targetSubjectsOf", "targetObjectsOf", "targetNode")
APART: Final = frozenset({*TARGETS, "name", "message", "severity", "property", "path", "sparql"})
FIRST, REST = NamedNode(RDF + "first"), NamedNode(RDF + "rest")
SHAPES: Final = frozenset({NamedNode(SH + "NodeShape"), NamedNode(SH + "PropertyShape")})
SECTIONS: Final = {"core": "every domain", "meta": "ontology, frames and lexicon themselves"}
PATHS: Final = {"inversePath": "^{}", "zeroOrMorePath": "{}*", "oneOrMorePath": "{}+"}
Node = NamedNode | BlankNode | Literal


@dataclass(frozen=True)
class Shapes:
    """The shape files of a domain, by folder and name of their class."""

    files: Mapping[str, tuple[ox.Triple, ...]]

    @classmethod
    def read(cls, files: Mapping[str, bytes]) -> "Shapes":
        """The shapes in some Turtle files."""
        return cls(
            {
                name: tuple(quad.triple for quad in ox.parse(turtle, format=ox.RdfFormat.TURTLE))
                for name, turtle in sorted(files.items())
            }
        )

    @property
    def names(self) -> tuple[NamedNode, ...]:
        """The shapes that have an IRI."""
        return tuple(shape for file in self.files for shape in self._of(file))

    def _of(self, file: str) -> tuple[NamedNode, ...]:
        """The shapes of a file, in its order."""
        found = (t.subject for t in self.files[file] if t.predicate == TYPE and t.object in SHAPES)
        return tuple(dict.fromkeys(s for s in found if isinstance(s, NamedNode)))

    @cached_property
    def _told(self) -> Mapping[object, Mapping[str, list[Node]]]:
        found: dict[object, dict[str, list[Node]]] = {}
        for triple in (t for file in self.files.values() for t in file):
            if not isinstance(triple.object, ox.Triple):
                told = found.setdefault(triple.subject, {})
                told.setdefault(local_name(triple.predicate.value), []).append(triple.object)
        return found

    @cached_property
    def _parents(self) -> Mapping[object, object]:
        return {
            child: shape for shape, told in self._told.items() for child in told.get("property", ())
        }

    def chapter(self, places: Places) -> Chapter:
        """All shapes: the domain's own, then the core's, then those over the ontology."""
        order = sorted(self.files, key=lambda name: (name.partition("/")[0] in SECTIONS, name))
        sections = [
            Section(_title(file), tuple(self._item(places, shape) for shape in self._of(file)))
            for file in order
        ]
        return Chapter("shapes", "Shapes", LEAD, tuple(sections))

    def speaking(self) -> Iterator[tuple[NamedNode, tuple[str, ...]]]:
        """Each shape with the IRIs that it speaks of directly."""
        for shape in self.names:
            names = {v.value for vs in self._told[shape].values() for v in vs if _named(v)}
            yield shape, tuple(sorted(names))

    def _item(self, places: Places, shape: NamedNode) -> Item:
        told = self._told[shape]
        queries = [self._told[node] for node in told.get("sparql", ())]
        messages = [*told.get("message", ()), *(m for q in queries for m in q.get("message", ()))]
        said = " ".join(plain(_text(message)) for message in messages)
        severity = local_name(_text((told.get("severity") or [Literal("")])[0]))
        rows = (
            ("Severity", f"**{severity}**" if severity else ""),
            ("Class", self._targets(places, shape)),
            ("Path", ", ".join(self._path(places, path) for path in told.get("path", ()))),
            ("Asks", self._constraints(places, told)),
            (
                "Parts",
                places.links(v for v in told.get("property", ()) if isinstance(v, NamedNode)),
            ),
        )
        select = [
            fence(_text(s).strip("\n"), "sparql") for q in queries for s in q.get("select", ())
        ]
        body = "\n\n".join(part for part in (said, points(rows), *select) if part)
        name = _text((told.get("name") or [Literal("")])[0])
        local = local_name(shape.value)
        short = summary(_text(messages[0]) if messages else name)
        return Item(local, f"{code(local)} {plain(name)}", body, short, shape.value)

    def _targets(self, places: Places, shape: object) -> str:
        """What a shape is about; that of its parent where it has no target of its own."""
        told = self._told.get(shape, {})
        found = [value for name in TARGETS for value in told.get(name, ())]
        if not found and shape in self._parents:
            return self._targets(places, self._parents[shape])
        return places.links(v for v in found if isinstance(v, NamedNode))

    def _constraints(self, places: Places, told: Mapping[str, list[Node]]) -> str:
        names = sorted(told.keys() - APART - {"type"})
        return "; ".join(f"{code(name)} {self._values(places, told[name])}" for name in names)

    def _values(self, places: Places, values: Iterable[Node]) -> str:
        return ", ".join(self._value(places, value) for value in values)

    def _value(self, places: Places, value: Node) -> str:
        if isinstance(value, NamedNode):
            return places.link(value)
        if isinstance(value, Literal):
            return code(value.value)
        members = list(self._list(value))
        if members:
            return "(" + ", ".join(self._value(places, member) for member in members) + ")"
        return "[" + self._constraints(places, self._told.get(value, {})) + "]"

    def _list(self, node: Node) -> Iterator[Node]:
        told = self._told.get(node, {})
        while told.get("first"):
            yield told["first"][0]
            told = self._told.get(told["rest"][0], {})

    def _path(self, places: Places, path: Node) -> str:
        """A property path in SPARQL's notation, its properties linked."""
        if isinstance(path, NamedNode):
            return places.link(path)
        told = self._told.get(path, {})
        for name, form in PATHS.items():
            if name in told:
                return form.format(self._path(places, told[name][0]).replace("*", "\\*"))
        choice = told.get("alternativePath")
        steps = self._list(choice[0]) if choice else self._list(path)
        return (" \\| " if choice else " / ").join(self._path(places, step) for step in steps)


def _title(file: str) -> str:
    folder, _, name = file.rpartition("/")
    return f"{name} ({SECTIONS[folder]})" if folder in SECTIONS else name


def _named(value: Node) -> bool:
    return isinstance(value, NamedNode) and not value.value.startswith(SH)


def _text(value: Node) -> str:
    return value.value
