"""The formats of an answer: their names, media types, file endings and Oxigraph's writers."""

from dataclasses import dataclass
from typing import Final

from pyoxigraph import QueryResultsFormat, RdfFormat


@dataclass(frozen=True, slots=True)
class Format:
    """A format by the name a user gives; `media` is what it is called, `aliases` what else."""

    name: str
    media: str
    suffix: str
    aliases: tuple[str, ...] = ()


_SOLUTIONS: Final = (
    (
        Format("json", "application/sparql-results+json", "srj", ("application/json",)),
        QueryResultsFormat.JSON,
    ),
    (
        Format("xml", "application/sparql-results+xml", "srx", ("application/xml", "text/xml")),
        QueryResultsFormat.XML,
    ),
    (Format("csv", "text/csv; charset=utf-8", "csv"), QueryResultsFormat.CSV),
    (Format("tsv", "text/tab-separated-values; charset=utf-8", "tsv"), QueryResultsFormat.TSV),
)
_GRAPHS: Final = (
    (
        Format(
            "turtle",
            "text/turtle; charset=utf-8",
            "ttl",
            ("application/turtle", "application/x-turtle", "text/n3", "text/rdf+n3"),
        ),
        RdfFormat.TURTLE,
    ),
    (Format("ntriples", "application/n-triples", "nt", ("text/plain",)), RdfFormat.N_TRIPLES),
    (
        Format("rdfxml", "application/rdf+xml", "rdf", ("application/xml", "text/xml")),
        RdfFormat.RDF_XML,
    ),
    (Format("jsonld", "application/ld+json", "jsonld", ("application/json",)), RdfFormat.JSON_LD),
    (Format("nquads", "application/n-quads", "nq", ("text/x-nquads",)), RdfFormat.N_QUADS),
)
SOLUTIONS: Final = {form.name: form for form, _ in _SOLUTIONS}
GRAPHS: Final = {form.name: form for form, _ in _GRAPHS}
SOLUTION_WRITERS: Final = {form.name: writer for form, writer in _SOLUTIONS}
GRAPH_WRITERS: Final = {form.name: writer for form, writer in _GRAPHS}
ROWS: Final = "rows"
"""What a page shows: the first rows as terms, for SELECT, ASK, CONSTRUCT and DESCRIBE alike."""
