"""The namespaces and the core terms that the code speaks of; the domain's terms live in Turtle."""

import re
from typing import Final

CG: Final = "https://w3id.org/claimgraph/ns#"
SHAPES: Final = "https://w3id.org/claimgraph/shapes#"
BASE: Final = "https://w3id.org/claimgraph/"

RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS: Final = "http://www.w3.org/2000/01/rdf-schema#"
OWL: Final = "http://www.w3.org/2002/07/owl#"
XSD: Final = "http://www.w3.org/2001/XMLSchema#"
SKOS: Final = "http://www.w3.org/2004/02/skos/core#"
DCTERMS: Final = "http://purl.org/dc/terms/"
PROV: Final = "http://www.w3.org/ns/prov#"
OA: Final = "http://www.w3.org/ns/oa#"
SCHEMA: Final = "https://schema.org/"
SH: Final = "http://www.w3.org/ns/shacl#"

ENTITIES: Final = BASE + "graph/entities"
CONSENSUS: Final = BASE + "graph/consensus"
INFERRED: Final = BASE + "graph/inferred"
SOURCE_GRAPH: Final = BASE + "graph/source-"


def local_name(iri: str) -> str:
    """What follows the last # or / of an IRI."""
    return iri.rsplit("#", 1)[-1].rsplit("/", 1)[-1]


def counted(count: int, noun: str) -> str:
    """A number with its noun: "1 source", "2 sources"."""
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


WORD_BORDER: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")


def spaced(iri: str) -> str:
    """The local name of an IRI as words: "issuedOn" is "issued on", "AIModel" is "AI model"."""
    parts = WORD_BORDER.split(local_name(iri))
    return " ".join(part if len(part) > 1 and part.isupper() else part.lower() for part in parts)
