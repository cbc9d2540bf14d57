"""What is in the dataset, counted: as numbers for a page, as VoID for programs."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

import pyoxigraph as ox
from pyoxigraph import NamedNode, Triple

from claimgraph.export.description import TITLE
from claimgraph.graphstore import GraphStore
from claimgraph.query.formats import GRAPH_WRITERS, GRAPHS
from claimgraph.terms import TYPE, Term, english, integer, text
from claimgraph.vocabulary import BASE, DCTERMS
from claimgraph.web.pages.book import Book

VOID: Final = "http://rdfs.org/ns/void#"
BY_CLASS: Final = "SELECT ?term (COUNT(DISTINCT ?s) AS ?n) { ?s a ?term } GROUP BY ?term"
BY_PROPERTY: Final = "SELECT ?term (COUNT(*) AS ?n) { ?s ?term ?o } GROUP BY ?term"


@dataclass(frozen=True, slots=True)
class Counts:
    """How many instances a class has and how many triples a property, by IRI; triples in all."""

    classes: Mapping[str, int]
    properties: Mapping[str, int]

    @property
    def triples(self) -> int:
        """All triples, those of all layers together."""
        return sum(self.properties.values())


def counts(store: GraphStore) -> Counts:
    """What a store holds."""
    return Counts(
        dict(sorted(_counted(store, BY_CLASS))), dict(sorted(_counted(store, BY_PROPERTY)))
    )


def _counted(store: GraphStore, sparql: str) -> Iterator[tuple[str, int]]:
    found = store.query(sparql)
    if isinstance(found, ox.QuerySolutions):
        for term, number in found:
            yield term.value, int(number.value)


def described(book: Book, base: str, form: str) -> tuple[bytes, str]:
    """The description and its media type, `form` being ttl or jsonld."""
    name = "jsonld" if form == "jsonld" else "turtle"
    found = book.once("terms counted", lambda: counts(book.store))
    triples = list(_triples(found, base))
    used = {"dcterms": DCTERMS, "void": VOID}
    body = ox.serialize(triples, format=GRAPH_WRITERS[name], prefixes=used) or b""
    return body, GRAPHS[name].media


def _triples(found: Counts, base: str) -> Iterator[Triple]:
    dataset = NamedNode(f"{base}/.well-known/void#dataset")
    told: tuple[tuple[str, Term], ...] = (
        ("sparqlEndpoint", NamedNode(f"{base}/sparql")),
        ("uriSpace", text(BASE)),
        ("triples", integer(found.triples)),
        ("classes", integer(len(found.classes))),
        ("properties", integer(len(found.properties))),
    )
    yield Triple(dataset, TYPE, NamedNode(VOID + "Dataset"))
    yield Triple(dataset, NamedNode(DCTERMS + "title"), english(TITLE))
    for name, value in told:
        yield Triple(dataset, NamedNode(VOID + name), value)
    yield from _parts(dataset, "class", found.classes)
    yield from _parts(dataset, "property", found.properties)


def _parts(dataset: NamedNode, kind: str, found: Mapping[str, int]) -> Iterator[Triple]:
    count = "entities" if kind == "class" else "triples"
    for number, (term, size) in enumerate(found.items(), 1):
        part = NamedNode(f"{dataset.value}-{kind}-{number}")
        yield Triple(dataset, NamedNode(f"{VOID}{kind}Partition"), part)
        yield Triple(part, NamedNode(VOID + kind), NamedNode(term))
        yield Triple(part, NamedNode(VOID + count), integer(size))
