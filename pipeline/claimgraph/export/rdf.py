"""The RDF syntaxes of a content, each into a file."""

import json
from collections.abc import Mapping
from pathlib import Path

from claimgraph.canonical import Format, write_to
from claimgraph.canonical.jsonld import frame, write_jsonld
from claimgraph.export.content import Content
from claimgraph.export.owl import write_owl


def turtle(content: Content, out: Path) -> None:
    """Writes flat Turtle."""
    _write(content, out, Format.TURTLE)


def trig(content: Content, out: Path) -> None:
    """Writes TriG."""
    _write(content, out, Format.TRIG)


def nquads(content: Content, out: Path) -> None:
    """Writes N-Quads."""
    _write(content, out, Format.NQUADS)


def ntriples(content: Content, out: Path) -> None:
    """Writes flat N-Triples."""
    _write(content, out, Format.NTRIPLES)


def _write(content: Content, out: Path, form: Format) -> None:
    with out.open("wb") as file:
        write_to(file, content.quads(), form, content.prefixes)


def jsonld(content: Content, out: Path) -> Mapping[str, bytes]:
    """Writes JSON-LD; gives its context and a frame, which belong beside it."""
    with out.open("wb") as file:
        context = write_jsonld(file, content.quads(), content.prefixes)
    beside = {".context.jsonld": {"@context": context.record}, ".frame.jsonld": frame(context)}
    return {suffix: _json(value) for suffix, value in beside.items()}


def _json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def rdfxml(content: Content, out: Path) -> None:
    """Writes RDF/XML."""
    _write(content, out, Format.RDFXML)


def owl(content: Content, out: Path) -> None:
    """Writes ontology and graph as flat Turtle for editors of OWL."""
    with out.open("wb") as file:
        write_owl(file, content)
