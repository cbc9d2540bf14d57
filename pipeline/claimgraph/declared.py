"""Are the terms that a domain's files speak of declared? A misspelt one would do nothing, silently.

Looked at are the namespaces that the domain's ontologies call their own, and SHACL's.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from claimgraph.errors import DomainError
from claimgraph.graphfile import read_graph
from claimgraph.layout import Domain
from claimgraph.vocabulary import RDF, SH, local_name

OWN_NAMESPACE: Final = "http://purl.org/vocab/vann/preferredNamespaceUri"
PREFIX: Final = re.compile(r"PREFIX\s+([\w-]*):\s*<([^>]*)>", re.IGNORECASE)
NAME: Final = re.compile(r"(?<![\w<])([\w-]+):([A-Za-z][\w-]*)")
KEYWORDS: Final = ("and", "class", "in", "not", "or")  # of Python, so rdflib lists them apart
NOT_TERMS: Final = re.compile(r"#[^\n]*|\"[^\"\n]*\"|<[^>\s]*>")


@dataclass(frozen=True, slots=True)
class Declared:
    """The namespaces looked at, and the terms that they have."""

    namespaces: tuple[str, ...]
    terms: frozenset[str]

    def unknown(self, names: Iterable[str]) -> list[str]:
        """Those names of the namespaces that are no terms, each once, by name."""
        found = {n for n in names if n.startswith(self.namespaces) and n not in self.terms}
        return sorted(found - set(self.namespaces))

    def near(self, name: str) -> str:
        """The nearest terms, as a question, or nothing."""
        locals_ = sorted({local_name(term) for term in self.terms})
        close = get_close_matches(local_name(name), locals_, 2, 0.6)
        return (
            f"Did you mean {' or '.join(close)}?" if close else "Declare it, or correct its name."
        )


def check(domain: Domain) -> None:
    """Looks through ontology, frames, lexicon, shapes, rules and questions of a domain.

    Raises:
        DomainError: a file does not parse, or speaks of a term that nothing declares; says which
            file and line, and what comes nearest.
    """
    files = [path for path in domain.ontology_files() if path.is_file()]
    triples = {path: _triples(path) for path in files}
    declared = _declared(triple for found in triples.values() for triple in found)
    for path in domain.shape_files():
        triples[path] = _triples(path)
    for path, found in triples.items():
        _refuse(path, declared, (name for triple in found for name in _names(triple)))
    for path in (*domain.query_files(), *domain.rule_files()):
        _refuse(path, declared, names_in_query(path.read_text("utf-8")))


def _refuse(path: Path, declared: Declared, names: Iterable[str]) -> None:
    for name in declared.unknown(names):
        lines = path.read_text("utf-8").splitlines()
        pattern = re.compile(rf"[:#/]{re.escape(local_name(name))}\b")
        line = next((n for n, text in enumerate(lines, 1) if pattern.search(text)), 1)
        problem = (
            f"speaks of {local_name(name)}, which {name.removesuffix(local_name(name))} lacks."
        )
        raise DomainError(f"{path}:{line}", problem, declared.near(name))


def _triples(path: Path) -> list[ox.Triple]:
    return [quad.triple for quad in read_graph(path)]


def _declared(triples: Iterable[ox.Triple]) -> Declared:
    from rdflib.namespace import SH as SHACL  # noqa: PLC0415, slow to import, seldom needed

    typed, spaces = {str(term) for term in dir(SHACL)}, {SH}
    typed |= {SH + word for word in KEYWORDS}
    for triple in triples:
        if triple.predicate.value == OWN_NAMESPACE and isinstance(triple.object, ox.Literal):
            spaces.add(triple.object.value)
        if triple.predicate.value == RDF + "type" and isinstance(triple.subject, ox.NamedNode):
            typed.add(triple.subject.value)
    return Declared(tuple(sorted(spaces)), frozenset(typed))


def _names(triple: ox.Triple) -> Iterator[str]:
    for term in (triple.subject, triple.predicate, triple.object):
        if isinstance(term, ox.NamedNode):
            yield term.value


def names_in_query(sparql: str) -> Iterator[str]:
    """The IRIs that a query writes with a prefix, in its order."""
    spaces = dict(PREFIX.findall(sparql))
    for prefix, local in NAME.findall(NOT_TERMS.sub(" ", sparql)):
        if prefix in spaces:
            yield spaces[prefix] + local
