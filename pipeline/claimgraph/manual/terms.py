"""The chapters on terms: classes, properties and fixed values of each vocabulary."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from pyoxigraph import NamedNode

from claimgraph.manual.chapter import Chapter, Item, Section, code, plain, points, summary, table
from claimgraph.manual.places import DEFINED_BY, FRAME, LABEL, Places, Vocabulary, vocabularies
from claimgraph.ontology import Ontology
from claimgraph.terms import TYPE, Term, cg
from claimgraph.vocabulary import DCTERMS, OWL, RDFS, SKOS, local_name

DEFINITION: Final = NamedNode(SKOS + "definition")
EXAMPLE: Final = NamedNode(SKOS + "example")
SUBCLASS: Final = NamedNode(RDFS + "subClassOf")
SUBPROPERTY: Final = NamedNode(RDFS + "subPropertyOf")
TITLE: Final = NamedNode(DCTERMS + "title")
DESCRIPTION: Final = NamedNode(DCTERMS + "description")
TOLD: Final = {
    SUBCLASS: "Above",
    SUBPROPERTY: "Above",
    NamedNode(RDFS + "domain"): "Of",
    NamedNode(RDFS + "range"): "Value",
    NamedNode(OWL + "inverseOf"): "Inverse",
    NamedNode(OWL + "disjointWith"): "Never also",
    NamedNode(OWL + "equivalentClass"): "Same as",
}
APART: Final = frozenset({TYPE, DEFINED_BY, LABEL, DEFINITION, EXAMPLE, *TOLD})
CLAIM_TYPE, ENTITY, SITUATION = cg("claimType"), cg("Entity"), cg("Situation")
GROUPS: Final = ("What words evoke", "Narrower happenings", "Who and what takes part", "Others")


@dataclass(frozen=True)
class Terms:
    """All that is told of terms.

    Attributes:
        ontology: the domain's Turtle files.
        places: where things stand.
        users: by IRI, the questions, rules and shapes that speak of a term, as links, by kind.
    """

    ontology: Ontology
    places: Places
    users: Mapping[str, Mapping[str, tuple[str, ...]]]

    def chapters(self) -> Iterator[Chapter]:
        """A chapter for each kind of each vocabulary."""
        for one in vocabularies(self.ontology):
            kinds = (
                ("classes", one.classes, self._groups(one.classes)),
                ("properties", one.properties, self._by_type(one.properties)),
                ("values", one.values, self._by_type(one.values)),
            )
            for kind, terms, sections in kinds:
                if terms:
                    title = f"{self._one(one.header, TITLE)}: {kind}"
                    yield Chapter(f"{one.prefix}-{kind}", title, self._lead(one), tuple(sections))

    def _lead(self, one: Vocabulary) -> str:
        told = plain(self._one(one.header, DESCRIPTION))
        return f"{told}\n\nPrefix {code(one.prefix)}, namespace {code(_space(one))}."

    def _groups(self, terms: tuple[NamedNode, ...]) -> Iterator[Section]:
        found: dict[str, list[NamedNode]] = {name: [] for name in GROUPS}
        for term in terms:
            found[self._group(term)].append(term)
        for name, members in found.items():
            if members:
                yield Section(name, tuple(self.item(term) for term in members))

    def _group(self, term: NamedNode) -> str:
        if self.ontology.objects(term, CLAIM_TYPE):
            return GROUPS[0]
        above = self._above(term)
        if SITUATION in above:
            return GROUPS[1]
        return GROUPS[2] if ENTITY in above else GROUPS[3]

    def _above(self, term: NamedNode) -> set[NamedNode]:
        found: set[NamedNode] = set()
        todo = [term]
        while todo:
            new = self.ontology.names(todo.pop(), SUBCLASS) - found
            found |= new
            todo += new
        return found

    def _by_type(self, terms: tuple[NamedNode, ...]) -> Iterator[Section]:
        found: dict[str, list[NamedNode]] = {}
        for term in terms:
            found.setdefault(self.ontology.objects(term, TYPE)[0].value, []).append(term)
        for kind, members in sorted(found.items()):
            yield Section(self.places.name(kind), tuple(self.item(term) for term in members))

    def item(self, term: NamedNode) -> Item:
        """What is told of one term."""
        definition, example = (self._one(term, name) for name in (DEFINITION, EXAMPLE))
        parts = (
            plain(definition),
            f"*Example: {plain(example)}*" if example else "",
            points((*self._relations(term), *self._annotations(term), *self._used(term))),
            self._roles(term),
            self._relation_uses(term),
        )
        title = f"{code(self.places.name(term.value))} {plain(self._one(term, LABEL))}"
        body = "\n\n".join(part for part in parts if part)
        return Item(local_name(term.value), title, body, summary(definition), term.value)

    def _relations(self, term: NamedNode) -> Iterator[tuple[str, str]]:
        for predicate, name in TOLD.items():
            yield name, self.places.links(self.ontology.objects(term, predicate))
        below = (*self._having(SUBCLASS, term), *self._having(SUBPROPERTY, term))
        yield "Below", self.places.links(below)
        values = self._having(TYPE, term)
        fixed = all(one.value in self.places.found for one in values) and term != FRAME
        yield "Values", self.places.links(values if fixed else ())

    def _having(self, predicate: NamedNode, value: NamedNode) -> list[NamedNode]:
        return self._inverse.get((predicate, value), [])

    @cached_property
    def _inverse(self) -> Mapping[tuple[NamedNode, NamedNode], list[NamedNode]]:
        """The terms that have a value, by property and value."""
        found: dict[tuple[NamedNode, NamedNode], list[NamedNode]] = {}
        for triple in self.ontology.triples:
            if isinstance(triple.subject, NamedNode) and isinstance(triple.object, NamedNode):
                found.setdefault((triple.predicate, triple.object), []).append(triple.subject)
        return {key: sorted(set(terms), key=str) for key, terms in found.items()}

    def _annotations(self, term: NamedNode) -> Iterator[tuple[str, str]]:
        for predicate in self._predicates.get(term, ()):
            values = self.ontology.objects(term, predicate)
            yield self.places.link(predicate), self.places.links(values)

    @cached_property
    def _predicates(self) -> Mapping[NamedNode, tuple[NamedNode, ...]]:
        found: dict[NamedNode, set[NamedNode]] = {}
        for triple in self.ontology.triples:
            if isinstance(triple.subject, NamedNode) and triple.predicate not in APART:
                found.setdefault(triple.subject, set()).add(triple.predicate)
        return {term: tuple(sorted(told, key=str)) for term, told in found.items()}

    def _used(self, term: NamedNode) -> Iterator[tuple[str, str]]:
        for kind, links in self.users.get(term.value, {}).items():
            yield kind, ", ".join(links)

    def _roles(self, term: NamedNode) -> str:
        uses = self._having(cg("onClass"), term)
        rows = [self._role(use) for use in uses if self.ontology.names(use, cg("role"))]
        return table(("role", "accepts", "becomes", "tells apart"), rows)

    def _role(self, use: NamedNode) -> tuple[str, ...]:
        role, accepts, becomes = (self._links(use, name) for name in ("role", "accepts", "becomes"))
        apart = self._one(use, cg("identifying")) == "true"
        if self._one(use, cg("ofContent")) == "true":
            role += " of what is told"
        return role, accepts, becomes, "yes" if apart else ""

    def _relation_uses(self, term: NamedNode) -> str:
        uses = self._having(cg("onClass"), term)
        names = ("subjectRole", "becomes", "objectRole")
        rows = [tuple(self._links(use, n) for n in names) for use in uses if self._relates(use)]
        return table(("from", "relation", "to"), rows)

    def _relates(self, use: NamedNode) -> bool:
        return bool(self.ontology.names(use, cg("subjectRole")))

    def _links(self, use: NamedNode, name: str) -> str:
        return self.places.links(self.ontology.objects(use, cg(name)))

    def _one(self, term: NamedNode, predicate: NamedNode) -> str:
        return next((o.value for o in self.ontology.objects(term, predicate)), "")


def users(
    told: Iterable[tuple[str, str, Iterable[str]]],
) -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    """By IRI of a term, who speaks of it: from kind, link, and the IRIs spoken of."""
    found: dict[str, dict[str, set[str]]] = {}
    for kind, link, names in told:
        for name in names:
            found.setdefault(name, {}).setdefault(kind, set()).add(link)
    return {
        name: {kind: tuple(sorted(links)) for kind, links in sorted(kinds.items())}
        for name, kinds in sorted(found.items())
    }


def _space(one: Vocabulary) -> str:
    first: Term = (*one.classes, *one.properties)[0]
    return first.value.removesuffix(local_name(first.value))
