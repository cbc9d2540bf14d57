"""Where each thing stands in the reference, and how it is called there."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from pyoxigraph import Literal, NamedNode

from claimgraph.manual.chapter import code, plain
from claimgraph.ontology import Ontology
from claimgraph.terms import TYPE, Term, cg
from claimgraph.vocabulary import OWL, RDFS, local_name

PREFIX: Final = NamedNode("http://purl.org/vocab/vann/preferredNamespacePrefix")
SPACE: Final = NamedNode("http://purl.org/vocab/vann/preferredNamespaceUri")
DEFINED_BY: Final = NamedNode(RDFS + "isDefinedBy")
LABEL: Final = NamedNode(RDFS + "label")
CLASS: Final = NamedNode(OWL + "Class")
PROPERTIES: Final = tuple(
    NamedNode(OWL + kind) for kind in ("ObjectProperty", "DatatypeProperty", "AnnotationProperty")
)
FRAME: Final = cg("Frame")


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The terms of one namespace that has classes or properties."""

    header: NamedNode
    prefix: str
    classes: tuple[NamedNode, ...]
    properties: tuple[NamedNode, ...]
    values: tuple[NamedNode, ...]


def vocabularies(ontology: Ontology) -> tuple[Vocabulary, ...]:
    """The vocabularies of a domain, the core's first."""
    classes = set(ontology.subjects(TYPE, CLASS))
    properties = {term for kind in PROPERTIES for term in ontology.subjects(TYPE, kind)}
    found = []
    for header in ontology.having(SPACE):
        space, prefix = (_text(ontology, header, name) for name in (SPACE, PREFIX))
        terms = [t for t in ontology.subjects(DEFINED_BY, header) if t.value.startswith(space)]
        told = Vocabulary(
            header,
            prefix,
            tuple(term for term in terms if term in classes),
            tuple(term for term in terms if term in properties),
            tuple(term for term in terms if term not in classes | properties),
        )
        if told.classes or told.properties:
            found.append(told)
    # What declares the class of frames is the core.
    return tuple(sorted(found, key=lambda one: (FRAME not in one.classes, one.prefix)))


@dataclass(frozen=True)
class Places:
    """Chapter and anchor of each thing, by IRI."""

    found: Mapping[str, tuple[str, str]]
    prefixes: Mapping[str, str]

    @classmethod
    def of(
        cls,
        ontology: Ontology,
        shapes: Iterable[NamedNode],
        prefixes: Mapping[str, str],
    ) -> "Places":
        """The places of all terms, frames and shapes."""
        found: dict[str, tuple[str, str]] = {}
        for one in vocabularies(ontology):
            kinds = (
                ("classes", one.classes),
                ("properties", one.properties),
                ("values", one.values),
            )
            for kind, terms in kinds:
                found |= {t.value: (f"{one.prefix}-{kind}", local_name(t.value)) for t in terms}
        frames = ontology.subjects(TYPE, FRAME)
        found |= {frame.value: ("frames", local_name(frame.value)) for frame in frames}
        found |= {shape.value: ("shapes", local_name(shape.value)) for shape in shapes}
        return cls(found, prefixes)

    def name(self, iri: str) -> str:
        """An IRI with its prefix, or as it is."""
        fits = [(len(s), p, s) for p, s in self.prefixes.items() if iri.startswith(s)]
        if not fits:
            return iri
        _, prefix, space = max(fits)
        return f"{prefix}:{iri.removeprefix(space)}"

    def link(self, term: Term | str) -> str:
        """A term as Markdown: a literal as its text, an IRI by its name, linked where it stands."""
        if isinstance(term, Literal):
            return plain(term.value)
        iri = term if isinstance(term, str) else term.value
        shown = code(self.name(iri))
        if iri not in self.found:
            return shown
        chapter, anchor = self.found[iri]
        return f"[{shown}]({chapter}.md#{anchor})"

    def links(self, terms: Iterable[Term]) -> str:
        """Several terms, parted by commas, by name."""
        return ", ".join(sorted({self.link(term) for term in terms}))


def _text(ontology: Ontology, term: NamedNode, predicate: NamedNode) -> str:
    found = ontology.objects(term, predicate)
    return found[0].value if found else ""
