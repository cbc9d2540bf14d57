"""The Turtle files and queries of the repository, and the terms that they use."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from rdflib import SH, Graph, Literal, URIRef

ROOT = Path(__file__).resolve().parents[1]
FOLDERS = ("ontology", "shapes", "queries", "curation", "tests")
OURS = "https://w3id.org/claimgraph/"
PREFIX = re.compile(r"^\s*@?prefix\s+([a-z][\w-]*)?:\s*<([^>]*)>", re.IGNORECASE | re.MULTILINE)
NAME = re.compile(r"(?<![\w<:/?$@-])([a-z][\w-]*):([A-Za-z_][\w-]*)")
QUERY_NOISE = re.compile(r"<[^<>\s]*>|\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'|#[^\n]*")


def files(*endings: str) -> list[Path]:
    """All files of the project with these endings, save those that are meant to be wrong."""
    found = (p for folder in FOLDERS for p in (ROOT / folder).rglob("*") if p.is_file())
    good = (p for p in found if not {"invalid", "bad", "domains"} & set(p.parts))
    return sorted(p for p in good if p.suffix in endings)


def name_of(path: Path) -> str:
    """A file's path within the project."""
    return path.relative_to(ROOT).as_posix()


@cache
def graph(path: Path) -> Graph:
    """A Turtle file, parsed."""
    return Graph().parse(path, format="turtle")


@cache
def prefixes() -> dict[str, str]:
    """The one list of prefixes."""
    listed = graph(ROOT / "ontology" / "prefixes.ttl")
    return {
        str(listed.value(node, SH.prefix)): str(listed.value(node, SH.namespace))
        for node in listed.objects(None, SH.declare)
    }


def declared_prefixes(path: Path) -> list[tuple[str, str]]:
    """The prefixes that a file declares for itself."""
    return PREFIX.findall(path.read_text("utf-8"))


def iris(path: Path) -> set[str]:
    """Every IRI that a file uses, those in the queries of shapes included."""
    if path.suffix == ".rq":
        return set(_names(path.read_text("utf-8")))
    used: set[str] = set()
    for triple in graph(path):
        used.update(str(term) for term in triple if isinstance(term, URIRef))
        if isinstance(triple[2], Literal) and triple[1] in {SH.select, SH.ask, SH.construct}:
            used.update(_names(str(triple[2])))
    return used


def _names(query: str) -> Iterator[str]:
    for match in re.finditer(r"<([^<>\s]+)>", query):
        if not query[: match.start()].rstrip().endswith(":"):
            yield match.group(1)
    for prefix, local in NAME.findall(QUERY_NOISE.sub(" ", query)):
        if prefix in prefixes():
            yield prefixes()[prefix] + local
