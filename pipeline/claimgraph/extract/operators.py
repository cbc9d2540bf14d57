"""Operators: the words that say of what they govern that it is not so, or not yet, or only said."""

from collections.abc import Mapping
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, RdfFormat, parse

from claimgraph.extract.inflection import forms
from claimgraph.layout import Domain
from claimgraph.model import Status
from claimgraph.vocabulary import CG, RDF, local_name

KINDS = ("verb", "noun", "adjective", "adverb")


@dataclass(frozen=True)
class Operators:
    """For every form of an operator word, by part of speech, the status of what it governs."""

    statuses: Mapping[str, Mapping[str, Status]]

    @classmethod
    def load(cls, domain: Domain) -> "Operators":
        """The operators of the core ontology and the domain."""
        found: dict[str, dict[str, Status]] = {kind: {} for kind in KINDS}
        for about in _operators(domain).values():
            status = Status(local_name(about.get("contentStatus", ("Hypothetical",))[0]).lower())
            for kind in KINDS:
                for lemma in about.get(kind, ()):
                    found[kind].update(dict.fromkeys(forms(lemma, kind), status))
                    found[kind][lemma] = status
        return cls(found)

    def of(self, kind: str, lower: str, lemma: str = "") -> Status | None:
        """The status that a word of that part of speech gives, if it is an operator."""
        table = self.statuses[kind]
        return table.get(lower) or table.get(lemma)


def _operators(domain: Domain) -> dict[str, dict[str, tuple[str, ...]]]:
    about: dict[str, dict[str, tuple[str, ...]]] = {}
    operators = set()
    for path in domain.ontology_files():
        if not path.exists():
            continue
        for triple in parse(path=str(path), format=RdfFormat.TURTLE):
            subject, value = triple.subject, triple.object
            if not isinstance(subject, NamedNode) or not isinstance(value, NamedNode | Literal):
                continue
            predicate = triple.predicate.value
            if predicate == RDF + "type" and value.value == CG + "Operator":
                operators.add(subject.value)
            entry = about.setdefault(subject.value, {})
            key = local_name(predicate)
            entry[key] = (*entry.get(key, ()), value.value)
    return {iri: about[iri] for iri in sorted(operators)}
