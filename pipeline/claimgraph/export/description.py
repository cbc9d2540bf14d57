"""What a graph holds, told in VoID and DCAT: counts, classes, properties, files with digests."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pyoxigraph import DefaultGraph, NamedNode, Quad

from claimgraph import iri
from claimgraph.canonical import Format, write
from claimgraph.export.content import Content
from claimgraph.terms import TYPE, Term, date, english, integer, text
from claimgraph.vocabulary import BASE, DCTERMS, SCHEMA

VOID: Final = "http://rdfs.org/ns/void#"
DCAT: Final = "http://www.w3.org/ns/dcat#"
SPDX: Final = "http://spdx.org/rdf/terms#"
DATASET: Final = BASE + "dataset"
TITLE: Final = "ClaimGraph: who says what about whom, how surely, and who says otherwise"
NAMES: Final = {"void": VOID, "dcat": DCAT, "spdx": SPDX}
GRAPH: Final = DefaultGraph()


@dataclass(frozen=True, slots=True)
class Counts:
    """How many instances each class has and how many triples each property, by IRI."""

    classes: Mapping[str, int]
    properties: Mapping[str, int]

    @property
    def triples(self) -> int:
        """All triples, those of all layers together."""
        return sum(self.properties.values())

    def told(self, dataset: str) -> Iterator[Quad]:
        """The counts as VoID tells them of a dataset."""
        node = Node(dataset)
        yield from node.put(VOID + "triples", integer(self.triples))
        yield from node.put(VOID + "classes", integer(len(self.classes)))
        yield from node.put(VOID + "properties", integer(len(self.properties)))
        yield from _parts(node, "class", "entities", self.classes)
        yield from _parts(node, "property", "triples", self.properties)


@dataclass(frozen=True, slots=True)
class File:
    """A file of a dataset: its name, media type, size and SHA-256."""

    name: str
    media_type: str
    size: int
    sha256: str

    @classmethod
    def at(cls, path: Path, name: str, media_type: str) -> "File":
        """What is to be told of a file."""
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        return cls(name, media_type, path.stat().st_size, digest)


def write_description(content: Content, out: Path) -> None:
    """Writes the description of a content as Turtle."""
    names = {**content.prefixes, **NAMES}
    out.write_bytes(write(description(content), Format.TURTLE, names))


def description(content: Content, files: Sequence[File] = ()) -> Iterator[Quad]:
    """The triples that describe a content, and the files that hold it."""
    node = Node(DATASET)
    yield from node.a(NamedNode(VOID + "Dataset"), NamedNode(DCAT + "Dataset"))
    yield from node.a(NamedNode(SCHEMA + "Dataset"))
    yield from node.put(DCTERMS + "title", english(TITLE))
    yield from node.put(VOID + "uriSpace", text(BASE))
    if day := latest(content):
        yield from node.put(DCTERMS + "modified", date(day))
    for source in content.facts.table(NamedNode(DCTERMS + "identifier")):
        yield from node.put(DCTERMS + "source", source)
    yield from _vocabularies(node, content)
    yield from _counts(node, content.quads())
    for file in files:
        yield from _distribution(node, file)


def latest(content: Content) -> str:
    """The last day on which one of the sources was published: no clock is asked."""
    days = content.facts.table(NamedNode(DCTERMS + "issued")).items()
    told = [v.value for node, vs in days if iri.kind_of(node.value) == "source" for v in vs]
    return max(told, default="")


@dataclass(frozen=True, slots=True)
class Node:
    """A node that something is told of."""

    name: str

    def a(self, *classes: NamedNode) -> Iterator[Quad]:
        """That it is of some classes."""
        return (Quad(NamedNode(self.name), TYPE, cls, GRAPH) for cls in classes)

    def put(self, predicate: str, *values: Term) -> Iterator[Quad]:
        """That it has some values of a property."""
        return (Quad(NamedNode(self.name), NamedNode(predicate), v, GRAPH) for v in values)


def _vocabularies(node: Node, content: Content) -> Iterator[Quad]:
    used = {_space(predicate.value) for predicate in content.facts.tables}
    for space in used & {*content.prefixes.values()}:
        yield from node.put(VOID + "vocabulary", NamedNode(space))


def _counts(node: Node, quads: Iterable[Quad]) -> Iterator[Quad]:
    """Triples, entities, subjects and objects in all, by class, by property and by graph."""
    classes: dict[str, int] = defaultdict(int)
    properties: dict[str, int] = defaultdict(int)
    graphs: dict[str, int] = defaultdict(int)
    subjects, objects = set[str](), set[str]()
    for quad in quads:
        properties[quad.predicate.value] += 1
        graphs[getattr(quad.graph_name, "value", "")] += 1
        subjects.add(str(quad.subject))
        objects.add(str(quad.object))
        if quad.predicate == TYPE:
            classes[getattr(quad.object, "value", "")] += 1
    totals = {
        "distinctSubjects": len(subjects),
        "distinctObjects": len(objects),
        "entities": len(subjects),
    }
    for name, count in totals.items():
        yield from node.put(VOID + name, integer(count))
    yield from Counts(classes, properties).told(node.name)
    for graph, count in graphs.items():
        part = Node(f"{DATASET}#{iri.digest('graph', graph)}")
        yield from node.put(VOID + "subset", NamedNode(part.name))
        yield from part.a(NamedNode(VOID + "Dataset"))
        yield from part.put(DCTERMS + "identifier", text(graph))
        yield from part.put(VOID + "triples", integer(count))


def _parts(node: "Node", by: str, counted: str, counts: Mapping[str, int]) -> Iterator[Quad]:
    for name, count in counts.items():
        part = Node(f"{node.name.partition('#')[0]}#{iri.digest(by, name)}")
        yield from node.put(f"{VOID}{by}Partition", NamedNode(part.name))
        yield from part.put(VOID + by, NamedNode(name))
        yield from part.put(VOID + counted, integer(count))


def _distribution(node: Node, file: File) -> Iterator[Quad]:
    held = Node(f"{DATASET}/{file.name}")
    digest = Node(f"{DATASET}/{file.name}#sha256")
    yield from node.put(DCAT + "distribution", NamedNode(held.name))
    yield from held.a(NamedNode(DCAT + "Distribution"))
    yield from held.put(DCTERMS + "title", text(file.name))
    yield from held.put(DCAT + "mediaType", text(file.media_type))
    yield from held.put(DCAT + "byteSize", integer(file.size))
    yield from held.put(SPDX + "checksum", NamedNode(digest.name))
    yield from digest.a(NamedNode(SPDX + "Checksum"))
    yield from digest.put(SPDX + "algorithm", NamedNode(SPDX + "checksumAlgorithm_sha256"))
    yield from digest.put(SPDX + "checksumValue", text(file.sha256))


def _space(name: str) -> str:
    return name[: max(name.rfind("#"), name.rfind("/")) + 1]
