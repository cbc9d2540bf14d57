"""The service description of the endpoint (SPARQL 1.1): what it can do, as RDF."""

from collections.abc import Iterator
from typing import Final

import pyoxigraph as ox
from pyoxigraph import NamedNode, Triple

from claimgraph.query.formats import GRAPH_WRITERS
from claimgraph.terms import TYPE, Term

SD: Final = "http://www.w3.org/ns/sparql-service-description#"
FORMATS: Final = "http://www.w3.org/ns/formats/"
RESULT_FORMATS: Final = (
    "SPARQL_Results_JSON",
    "SPARQL_Results_XML",
    "SPARQL_Results_CSV",
    "SPARQL_Results_TSV",
    "Turtle",
    "N-Triples",
    "RDF_XML",
    "JSON-LD",
    "N-Quads",
)


def described(address: str, form: str) -> bytes:
    """The description of the service at an address, in a format for graphs."""
    names = {"formats": FORMATS, "sd": SD}
    triples = list(_triples(NamedNode(address)))
    return ox.serialize(triples, format=GRAPH_WRITERS[form], prefixes=names) or b""


def _triples(service: NamedNode) -> Iterator[Triple]:
    dataset = NamedNode(f"{service.value}#dataset")
    told: tuple[tuple[str, Term], ...] = (
        ("endpoint", service),
        ("supportedLanguage", NamedNode(SD + "SPARQL11Query")),
        ("feature", NamedNode(SD + "UnionDefaultGraph")),
        ("defaultDataset", dataset),
        *(("resultFormat", NamedNode(FORMATS + name)) for name in RESULT_FORMATS),
    )
    yield Triple(service, TYPE, NamedNode(SD + "Service"))
    for name, value in told:
        yield Triple(service, NamedNode(SD + name), value)
    yield Triple(dataset, TYPE, NamedNode(SD + "Dataset"))
