"""What all pages need of one graph: names, facts, the domain's terms, queries and templates."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

import pyoxigraph as ox
from jinja2 import Environment
from pyoxigraph import Literal, NamedNode

from claimgraph import iri
from claimgraph.ask.catalogue import Catalogue
from claimgraph.check.findings import Finding
from claimgraph.facts import Facts
from claimgraph.layout import Domain, home
from claimgraph.manual import Manual
from claimgraph.ontology import Ontology
from claimgraph.page.render import words
from claimgraph.prefixes import prefixes
from claimgraph.reconcile.states import Scheme
from claimgraph.store.binding import bound as written_in
from claimgraph.store.graphstore import GraphStore
from claimgraph.terms import LABEL, Term, cg, value_of
from claimgraph.vocabulary import BASE, DCTERMS, OA, SKOS, SOURCE_GRAPH, local_name
from claimgraph.web.pages.download import Download
from claimgraph.web.pages.paths import Ref, of_node
from claimgraph.web.templating import environment

T = TypeVar("T")
Sourced = tuple[str, str, str]

QUERIES = "queries/pages"
TITLE = NamedNode(DCTERMS + "title")
IDENTIFIER = NamedNode(DCTERMS + "identifier")
DEFINITION = NamedNode(SKOS + "definition")
NOT_DATA = frozenset({cg("text")})
LONGEST_LABEL = 90
MOST_RECENT = 1_024
"""Nodes read lately: as many as one page asks for; a claim may stand in several places of it."""

MOST_MADE = 4


@dataclass(frozen=True)
class Book:
    """One store as the pages read it; what is looked up once is kept.

    `findings` are those of the last check, the worst if there are many; None if none were kept.
    """

    store: GraphStore
    domain: Domain
    catalogue: Catalogue
    ontology: Ontology
    templates: Environment
    queries: Mapping[str, str]
    prefixes: Mapping[str, str]
    manual: Manual
    findings: tuple[Finding, ...] | None = None
    findings_in_all: int = 0
    downloads: tuple[Download, ...] = ()
    _labels: dict[str, str] = field(default_factory=dict, repr=False)
    _kept: dict[str, Any] = field(default_factory=dict, repr=False)
    _made: dict[tuple[str, ...], Any] = field(default_factory=dict, repr=False)
    _recent: dict[tuple[str, str], tuple[ox.Quad, ...]] = field(default_factory=dict, repr=False)

    @classmethod
    def of(
        cls,
        store: GraphStore,
        domain: Domain,
        downloads: tuple[Download, ...] = (),
    ) -> "Book":
        """The book of a store; reads every file that a page may need, so that none is opened later.

        Raises:
            DomainError: a file of the domain is not as it should be.
        """
        ontology = Ontology.load(domain)
        findings, in_all = store.kept_findings() or (None, 0)
        files = sorted((home() / QUERIES).glob("*.rq"))
        catalogue = Catalogue.load(domain)
        return cls(
            store,
            domain,
            catalogue,
            ontology,
            environment(),
            {path.stem: Path(path).read_text("utf-8") for path in files},
            prefixes(domain),
            Manual.of(domain, ontology, catalogue),
            findings,
            in_all,
            downloads,
            _term_labels(ontology),
        )

    def rows(self, name: str, **bound: Term) -> list[dict[str, str]]:
        """The rows of one of the pages' own queries; a column without a value is empty."""
        found = self.store.rows(self.queries[name], bound)
        columns = [variable.value for variable in found.variables]
        return [{c: getattr(row[c], "value", "") for c in columns} for row in found]

    def solutions(self, name: str, **bound: Sequence[Term]) -> Iterator[Any]:
        """The rows of one of the pages' own queries, each parameter any of some terms."""
        return iter(self.store.rows(written_in(self.queries[name], bound)))

    def once(self, name: str, make: Callable[[], T]) -> T:
        """What a maker gives, made the first time and kept: for lists over the whole graph."""
        if name not in self._kept:
            self._kept[name] = make()
        found: T = self._kept[name]
        return found

    def lately(self, key: tuple[str, ...], make: Callable[[], T]) -> T:
        """What a maker gives, kept until a few others were made: for lists turned page by page."""
        if key not in self._made:
            if len(self._made) >= MOST_MADE:
                del self._made[next(iter(self._made))]
            self._made[key] = make()
        found: T = self._made[key]
        return found

    def about(self, node: NamedNode) -> tuple[ox.Quad, ...]:
        """The quads about a node; a page asks for those of its own node again and again."""
        return self._lately(("about", node.value), lambda: self.store.about(node))

    def pointing_to(self, node: NamedNode) -> tuple[ox.Quad, ...]:
        """The quads that point to a node."""
        return self._lately(("to", node.value), lambda: self.store.pointing_to(node))

    def _lately(
        self, key: tuple[str, str], read: Callable[[], Iterable[ox.Quad]]
    ) -> tuple[ox.Quad, ...]:
        if key not in self._recent:
            if len(self._recent) >= MOST_RECENT:
                self._recent.clear()
            self._recent[key] = tuple(read())
        return self._recent[key]

    def facts(self, *nodes: NamedNode) -> Facts:
        """What all layers hold about some nodes."""
        return Facts.of(quad for node in nodes for quad in self.about(node))

    def values(self, node: NamedNode, predicate: NamedNode) -> tuple[NamedNode, ...]:
        """The nodes that a property of a node has as values, by IRI."""
        found = (quad.object for quad in self.store.match(node, predicate, None, None))
        return tuple(sorted({o for o in found if isinstance(o, NamedNode)}, key=lambda o: o.value))

    def text(self, node: NamedNode, predicate: NamedNode) -> str:
        """The first of a property's values that are no nodes, or nothing."""
        found = (quad.object for quad in self.store.match(node, predicate, None, None))
        return min((o.value for o in found if isinstance(o, Literal)), default="")

    def name_all(self) -> None:
        """Reads all labels at once, for lists over the whole graph."""
        for name, labels in self.table(LABEL).items():
            if iri.kind_of(name):
                self._labels.setdefault(name, labels[0])

    def name(self, name: str, label: str) -> None:
        """Keeps what to call a node, for who has read it in passing."""
        if label:
            self._labels.setdefault(name, label)

    def sourced(self, predicate: NamedNode, value: NamedNode | None = None) -> Iterator[Sourced]:
        """Subject, value and source's local name of each statement of a property in a source."""
        for quad in self.store.match(None, predicate, value, None):
            name = value_of(quad.graph_name)
            if name.startswith(SOURCE_GRAPH):
                yield value_of(quad.subject), value_of(quad.object), name.removeprefix(SOURCE_GRAPH)

    def table(self, predicate: NamedNode, graph: NamedNode | None = None) -> dict[str, list[str]]:
        """All subjects of a property with their values, sorted, for lists over the whole graph."""
        found: dict[str, set[str]] = defaultdict(set)
        for quad in self.store.match(None, predicate, None, graph):
            found[value_of(quad.subject)].add(value_of(quad.object))
        return {subject: sorted(values) for subject, values in sorted(found.items())}

    def data(self, nodes: Iterable[NamedNode]) -> Iterator[ox.Quad]:
        """What the graph holds about some nodes and the evidence of these; whole texts stay.

        Of terms and frames, what the ontology says.
        """
        for node in sorted(set(nodes), key=lambda one: one.value):
            yield from self._declared.get(node.value, ())
            for quad in self.store.about(node):
                if quad.predicate in NOT_DATA:
                    continue
                yield quad
                value = quad.object
                if isinstance(value, NamedNode) and iri.kind_of(value.value) == "evidence":
                    yield from self.data([value])

    def knows(self, node: NamedNode) -> bool:
        """Whether the graph speaks of a node at all."""
        spoken = next(self.store.about(node), None) or next(self.store.pointing_to(node), None)
        return spoken is not None

    def label(self, name: str) -> str:
        """What to call a node by its IRI: its label, title or words, else its local name."""
        if name not in self._labels:
            self._labels[name] = self._called(NamedNode(name)) if _is_iri(name) else name
        return self._labels[name]

    def meaning(self, name: str) -> str:
        """What a term of the ontology means, in a sentence."""
        found = self.ontology.objects(NamedNode(name), DEFINITION)
        return found[0].value if found else ""

    def ref(self, term: Term | str) -> Ref:
        """A term as a page shows it: a literal as its text, a node by its label with a link."""
        if isinstance(term, Literal):
            return Ref(term.value)
        name = term if isinstance(term, str) else term.value
        if self.is_term(name) or name == BASE + "lexicon":
            return Ref(self.label(name), iri=name, kind="term")
        path, query = of_node(name)
        return Ref(self.label(name), path, query, name, iri.kind_of(name))

    def refs(self, terms: Iterable[Term]) -> tuple[Ref, ...]:
        """Terms as a page shows them, by label."""
        return tuple(sorted((self.ref(term) for term in terms), key=lambda r: (r.label, r.iri)))

    def is_term(self, name: str) -> bool:
        """Whether an IRI is a term of the ontology and no node of the data."""
        return not iri.kind_of(name) and name in self._terms

    @cached_property
    def schemes(self) -> tuple[Scheme, ...]:
        """How the domain tells states over time."""
        return Scheme.all(self.ontology)

    @cached_property
    def _declared(self) -> Mapping[str, list[ox.Quad]]:
        """The ontology's statements about terms, by IRI; those with nameless nodes are left out."""
        found: dict[str, list[ox.Quad]] = defaultdict(list)
        for one in self.ontology.triples:
            ours = isinstance(one.subject, NamedNode) and not iri.kind_of(one.subject.value)
            if ours and isinstance(one.object, NamedNode | Literal):
                found[value_of(one.subject)].append(ox.Quad(one.subject, one.predicate, one.object))
        return found

    @cached_property
    def _terms(self) -> frozenset[str]:
        subjects = (triple.subject for triple in self.ontology.triples)
        return frozenset(one.value for one in subjects if isinstance(one, NamedNode))

    def _called(self, node: NamedNode) -> str:
        named = self.text(node, LABEL) or self.text(node, TITLE)
        if named or not iri.kind_of(node.value):
            return named or words(local_name(node.value))
        facts = self.facts(node)
        kind, local = iri.parse(node.value) or ("", "")
        if kind in ("claim", "attribution"):
            found = self._quoted(facts, node)
        elif kind == "difference":
            found = self._compared(facts, node)
        elif kind == "evidence":
            found = self._selected(facts, node)
        else:
            found = facts.string(node, IDENTIFIER) or facts.string(node, cg("words"))
        return found or f"{kind} {local}"

    def _quoted(self, facts: Facts, node: NamedNode) -> str:
        """A claim or attribution by its words, cut where they are long."""
        for evidence in facts.nodes(node, cg("evidence")):
            if found := self._selected(self.facts(evidence), evidence):
                return found
        return facts.string(node, cg("cue"))

    def _selected(self, facts: Facts, evidence: NamedNode) -> str:
        """The words to which evidence points, cut where they are long."""
        for selector in facts.nodes(evidence, NamedNode(OA + "hasSelector")):
            if found := self.facts(selector).string(selector, NamedNode(OA + "exact")):
                return quoted(found)
        return ""

    def _compared(self, facts: Facts, node: NamedNode) -> str:
        kind, on = facts.node(node, cg("kind")), facts.node(node, cg("onProperty"))
        about = facts.node(node, cg("onSituation"))
        told = [self.label(one.value) for one in (kind, on, about) if one]
        return f"{told[0]} in \u201c{told[1]}\u201d of {told[2]}" if len(told) == 3 else ""


def quoted(words: str) -> str:
    """Words in quotation marks, cut where they are long; nothing where there are none."""
    return f"\u201c{shortened(words)}\u201d" if words else ""


def shortened(words: str, longest: int = LONGEST_LABEL) -> str:
    """Words on one line, cut between two of them where they are long.

    >>> shortened("one two three", 9)
    'one two\u2026'
    """
    line = " ".join(words.split())
    if len(line) <= longest:
        return line
    return line[:longest].rsplit(" ", 1)[0].rstrip(" ,;:") + "\u2026"


def _term_labels(ontology: Ontology) -> dict[str, str]:
    """The labels of terms; those of entities may be other in the graph than in the lexicon."""
    found: dict[str, str] = {}
    for triple in ontology.triples:
        subject, value = triple.subject, triple.object
        if triple.predicate != LABEL or not isinstance(subject, NamedNode):
            continue
        if isinstance(value, Literal) and not iri.kind_of(subject.value):
            found[subject.value] = min(value.value, found.get(subject.value, value.value))
    return found


def _is_iri(name: str) -> bool:
    try:
        NamedNode(name)
    except ValueError:
        return False
    return ":" in name
