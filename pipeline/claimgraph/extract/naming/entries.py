"""The triples of a domain's files, asked for entities, classes, nouns and words."""

from collections.abc import Mapping
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode

from claimgraph.extract.parse.turtle import Triple, triples
from claimgraph.layout import Domain
from claimgraph.vocabulary import BASE, CG, RDF, RDFS, SKOS, local_name

ENTITY = BASE + "id/"


@dataclass(frozen=True, slots=True)
class Entry:
    """One entity of the lexicon: its names (label first), kinds and the facts told of it.

    `hidden` are words that mean the entity only where the context calls for something of its
    kind: a country or capital that acts, a common word; `demonyms` are adjectives for what
    belongs to a place.
    """

    iri: str
    names: tuple[str, ...]
    kinds: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()
    demonyms: tuple[str, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Facts:
    """The triples of the domain's files, asked for what the lexicon needs."""

    triples: tuple[Triple, ...]

    @classmethod
    def load(cls, domain: Domain) -> "Facts":
        """All triples of a domain's files.

        Raises:
            DomainError: a file is not Turtle.
        """
        return cls(tuple(triples(domain)))

    def literals(self, term: str) -> list[tuple[str, str]]:
        """Subjects and literal values of a core term, in order."""
        predicate = CG + term
        return sorted(
            (s, o.value) for s, p, o in self.triples if p == predicate and isinstance(o, Literal)
        )

    def words(self, term: str) -> frozenset[str]:
        """The values of a core term."""
        return frozenset(word for _, word in self.literals(term))

    def by_value(self, term: str) -> dict[str, str]:
        """Subjects by the value they have for a core term; the first in order wins."""
        return {value: subject for subject, value in reversed(self.literals(term))}

    def marked(self, term: str) -> frozenset[str]:
        """What a core term says true of."""
        return frozenset(subject for subject, value in self.literals(term) if value == "true")

    def nouns(self) -> dict[str, tuple[str, ...]]:
        """Head nouns with their classes."""
        found: dict[str, list[str]] = {}
        for subject, value in self.literals("headNoun"):
            found.setdefault(value.casefold(), []).append(subject)
        return {noun: tuple(classes) for noun, classes in found.items()}

    def ancestors(self) -> dict[str, frozenset[str]]:
        """Each class that has one above it, with itself and all above it."""
        above: dict[str, set[str]] = {}
        for s, p, o in self.triples:
            if p == RDFS + "subClassOf" and isinstance(o, NamedNode):
                above.setdefault(s, set()).add(o.value)
        return {kind: frozenset(_closure(kind, above)) for kind in sorted(above)}

    def entries(self) -> dict[str, Entry]:
        """The entities with their names, in order of IRI."""
        about: dict[str, list[tuple[str, NamedNode | Literal]]] = {}
        for s, p, o in self.triples:
            if s.startswith(ENTITY):
                about.setdefault(s, []).append((p, o))
        demonyms = self.called("demonym")
        return {iri: _entry(iri, about[iri], demonyms) for iri in sorted(about)}

    def called(self, term: str) -> frozenset[str]:
        """A core property and the domain's properties of the same local name."""
        return frozenset(p for _, p, _ in self.triples if local_name(p) == term)


def _closure(kind: str, above: Mapping[str, set[str]]) -> set[str]:
    found: set[str] = set()
    waiting = [kind]
    while waiting:
        one = waiting.pop()
        if one not in found:
            found.add(one)
            waiting.extend(above.get(one, ()))
    return found


def _entry(
    iri: str, told: list[tuple[str, NamedNode | Literal]], demonyms: frozenset[str]
) -> Entry:
    def values(predicate: str) -> list[str]:
        return sorted(o.value for p, o in told if p == predicate)

    labels = values(RDFS + "label") + values(SKOS + "prefLabel")
    known = {RDFS + "label", SKOS + "prefLabel", SKOS + "altLabel", RDF + "type"}
    facts = sorted((p, o.value) for p, o in told if p not in known and isinstance(o, NamedNode))
    return Entry(
        iri,
        tuple(dict.fromkeys(labels + values(SKOS + "altLabel"))),
        tuple(kind for kind in values(RDF + "type") if not kind.endswith("NamedIndividual")),
        tuple(values(SKOS + "hiddenLabel") + values(CG + "placeName")),
        tuple(sorted(o.value for p, o in told if p in demonyms)),
        tuple(facts),
    )
