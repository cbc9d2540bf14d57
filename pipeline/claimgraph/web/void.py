"""What is in the dataset, counted: as numbers for a page, as VoID for programs."""

from collections.abc import Iterator
from typing import Final

from pyoxigraph import NamedNode, Quad

from claimgraph.canonical import Format, write
from claimgraph.export.description import NAMES, TITLE, VOID, Counts, Node
from claimgraph.query.formats import GRAPHS
from claimgraph.store.graphstore import GraphStore
from claimgraph.terms import english, text
from claimgraph.vocabulary import BASE, DCTERMS
from claimgraph.web.pages.book import Book

BY_CLASS: Final = "SELECT ?term (COUNT(DISTINCT ?s) AS ?n) { ?s a ?term } GROUP BY ?term"
BY_PROPERTY: Final = "SELECT ?term (COUNT(*) AS ?n) { ?s ?term ?o } GROUP BY ?term"


def counts(store: GraphStore) -> Counts:
    """What a store holds."""
    return Counts(
        dict(sorted(_counted(store, BY_CLASS))), dict(sorted(_counted(store, BY_PROPERTY)))
    )


def _counted(store: GraphStore, sparql: str) -> Iterator[tuple[str, int]]:
    for term, number in store.rows(sparql):
        yield term.value, int(number.value)


def described(book: Book, base: str, form: str) -> tuple[bytes, str]:
    """The description and its media type, `form` being ttl or jsonld."""
    found = book.once("terms counted", lambda: counts(book.store))
    names = {**book.prefixes, **NAMES}
    if form == "jsonld":
        return write(_told(found, base), Format.JSONLD, names), GRAPHS["jsonld"].media
    return write(_told(found, base), Format.TURTLE, names), GRAPHS["turtle"].media


def _told(found: Counts, base: str) -> Iterator[Quad]:
    dataset = Node(f"{base}/.well-known/void#dataset")
    yield from dataset.a(NamedNode(VOID + "Dataset"))
    yield from dataset.put(DCTERMS + "title", english(TITLE))
    yield from dataset.put(VOID + "sparqlEndpoint", NamedNode(f"{base}/sparql"))
    yield from dataset.put(VOID + "uriSpace", text(BASE))
    yield from found.told(dataset.name)
