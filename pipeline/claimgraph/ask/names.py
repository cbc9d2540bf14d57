"""What people call the nodes of a graph, and which node they mean by a name."""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cached_property
from typing import Final

import pyoxigraph as ox

from claimgraph import iri
from claimgraph.errors import UnknownNameError
from claimgraph.layout import Domain
from claimgraph.terms import LABEL, Term
from claimgraph.turtle import quads_in
from claimgraph.vocabulary import BASE, OWL, local_name

CLASS: Final = ox.NamedNode(OWL + "Class")
NAMES_IN_STORE: Final = """
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX dcterms: <http://purl.org/dc/terms/>
SELECT ?node ?property ?name WHERE {
  VALUES ?property { rdfs:label skos:altLabel dcterms:identifier dcterms:title }
  ?node ?property ?name .
}
"""
USE_IN_STORE: Final = """
PREFIX cg: <https://w3id.org/claimgraph/ns#>
SELECT ?node (COUNT(*) AS ?uses) WHERE { ?node cg:restsOn ?ground } GROUP BY ?node
"""
WORDS_OF_CLAIMS: Final = """
PREFIX cg: <https://w3id.org/claimgraph/ns#>
PREFIX oa: <http://www.w3.org/ns/oa#>
SELECT ?node ?words WHERE { ?node a cg:Claim ; cg:evidence/oa:hasSelector/oa:exact ?words }
"""
WORDS_OF_FIGURES: Final = """
PREFIX cg: <https://w3id.org/claimgraph/ns#>
SELECT ?node ?words WHERE { ?node a cg:Quantity ; cg:words ?words }
"""


@dataclass(frozen=True)
class Names:
    """Labels and other names of nodes; `uses` decides between several nodes of one name."""

    labels: Mapping[str, str]
    others: Mapping[str, frozenset[str]]
    uses: Mapping[str, int] = field(default_factory=dict)

    def label(self, node: ox.NamedNode) -> str:
        """What to call a node, or nothing."""
        return self.labels.get(node.value, "")

    def find(self, kind: str, name: str, others: "Names | None" = None) -> ox.NamedNode:
        """The node that is meant: by IRI, label, other name, or a word that only one name has.

        Where a word stands in several names, somebody or something comes before what happened.

        Raises:
            UnknownNameError: none, or several that are equally good; tells what comes nearest,
                among `others` too.
        """
        if exact := self.exact(name):
            return exact
        key = folded(name)
        found = self._by_word.get(key, frozenset())
        found = frozenset(node for node in found if _is_thing(node)) or found
        if len(found) == 1:
            return ox.NamedNode(next(iter(found)))
        raise UnknownNameError(kind, name, self._near(key, found, others))

    def exact(self, name: str) -> ox.NamedNode | None:
        """The node that has this IRI, label or other name, the most used if there are several."""
        if name in self.labels or name in self.others:
            return ox.NamedNode(name)
        for table in (self.by_label, self._by_other):
            if found := table.get(folded(name)):
                return ox.NamedNode(min(found, key=lambda n: (-self.uses.get(n, 0), n)))
        return None

    def _near(self, key: str, found: Iterable[str], others: "Names | None") -> tuple[str, ...]:
        candidates = sorted({self.labels[node] for node in found if node in self.labels})
        if not candidates:
            table = {**(others.by_label if others else {}), **self._things}
            keys = get_close_matches(key, table, n=4, cutoff=0.6)
            words = set(key.split())
            keys += [k for k in sorted(self._things) if words & set(k.split()) and k not in keys]
            candidates = [self._called(min(table[k]), others) for k in keys]
        return tuple(dict.fromkeys(candidates))[:5]

    def _called(self, node: str, others: "Names | None") -> str:
        told = self.labels.get(node) or (others.labels.get(node) if others else None)
        return told or local_name(node)

    @cached_property
    def _things(self) -> Mapping[str, frozenset[str]]:
        """The names of what may be offered: of somebody or something, where there is any."""
        table = {**self._by_other, **self.by_label}
        kept = {key: frozenset(filter(_is_thing, nodes)) for key, nodes in table.items()}
        return {key: nodes for key, nodes in kept.items() if nodes} or table

    @cached_property
    def by_label(self) -> Mapping[str, frozenset[str]]:
        """The nodes of each label, as labels are compared."""
        return _index((folded(label), node) for node, label in self.labels.items())

    @cached_property
    def _by_other(self) -> Mapping[str, frozenset[str]]:
        pairs = ((name, node) for node, names in self.others.items() for name in names)
        return _index((folded(name), node) for name, node in pairs)

    @cached_property
    def _by_word(self) -> Mapping[str, frozenset[str]]:
        return _index(
            (w, node) for node, label in self.labels.items() for w in folded(label).split()
        )


def _index(pairs: Iterable[tuple[str, str]]) -> dict[str, frozenset[str]]:
    table: dict[str, set[str]] = defaultdict(set)
    for key, node in pairs:
        table[key].add(node)
    return {key: frozenset(nodes) for key, nodes in table.items()}


def folded(name: str) -> str:
    """A name as it is compared: no case, article, accent, or kind of hyphen or blank.

    >>> folded("The  GPT\u20115.5"), folded("Harbour Agency's")
    ('gpt-5.5', 'harbour agency')
    """
    plain = unicodedata.normalize("NFKD", name.casefold())
    kept = "".join(char for char in plain if not unicodedata.combining(char))
    kept = re.sub("[\u2010-\u2014\u2212]", "-", kept).replace("\u2019", "'")
    kept = re.sub(r"'s?\b", "", kept)
    return re.sub(r"^(the|an?) ", "", " ".join(kept.split()))


def ontology_names(domain: Domain) -> tuple[Names, Names]:
    """The names of an ontology's terms, and those of its classes alone.

    Raises:
        DomainError: a file does not parse; the message gives file, line and column.
    """
    labels: dict[str, str] = {}
    classes: dict[str, frozenset[str]] = {}
    for subject, value in _named_or_classes(domain):
        if not isinstance(subject, ox.NamedNode) or subject.value.startswith(BASE + "id/"):
            continue
        if value == CLASS:
            classes[subject.value] = frozenset({local_name(subject.value)})
        elif isinstance(value, ox.Literal):
            labels[subject.value] = value.value
    of_classes = {node: label for node, label in labels.items() if node in classes}
    return Names(labels, {}), Names(of_classes, classes)


def _named_or_classes(domain: Domain) -> Iterator[tuple[object, object]]:
    """What has a label, with it, and what is a class; read off the files, of which it is little."""
    for path in domain.ontology_files():
        for quad in quads_in(path.read_bytes(), str(path)):
            value = quad.object
            if quad.predicate == LABEL or value == CLASS:
                yield quad.subject, value


def store_names(query: Callable[[str], Iterable[ox.QuerySolution]]) -> Names:
    """The names of all that a store holds: entities, situations, sources."""
    labels: dict[str, str] = {}
    others: dict[str, set[str]] = defaultdict(set)
    for row in query(NAMES_IN_STORE):
        node, name, property_ = _text(row["node"]), _text(row["name"]), row["property"]
        others[node].add(name)
        if property_ == LABEL or (property_.value.endswith("/identifier") and node not in labels):
            labels[node] = min(name, labels.get(node, name))
    uses = Counter({_text(r["node"]): int(_text(r["uses"])) for r in query(USE_IN_STORE)})
    return Names(labels, {node: frozenset(names) for node, names in others.items()}, uses)


def told_words(query: Callable[[str], Iterable[ox.QuerySolution]]) -> Names:
    """The words in which claims and figures are told, to show a claim or a figure by."""
    claims = sorted((_text(row["node"]), _text(row["words"])) for row in query(WORDS_OF_CLAIMS))
    quoted = {node: f"\u201c{' '.join(words.split())}\u201d" for node, words in claims}
    figures = sorted((_text(row["node"]), _text(row["words"])) for row in query(WORDS_OF_FIGURES))
    return Names({**quoted, **dict(figures)}, {})


def _is_thing(node: str) -> bool:
    """Whether an IRI stands for somebody, something or a source, not for what happened."""
    return iri.kind_of(node) in {"id", "source"}


def _text(term: Term) -> str:
    return term.value
