"""Operators: the words that say of what they govern that it is not so, or not yet, or only said."""

from collections.abc import Mapping
from dataclasses import dataclass

from claimgraph.extract.frames.framefile import FrameFile, statements
from claimgraph.extract.parse.inflection import forms
from claimgraph.layout import Domain
from claimgraph.model import Status
from claimgraph.vocabulary import local_name

KINDS = ("verb", "noun", "adjective", "adverb")


@dataclass(frozen=True)
class Operators:
    """For every form of an operator word, by part of speech, the status of what it governs.

    `standing` are the verbs that take up what stands already ("uphold the ban", "obey the order"):
    operators of the status asserted.
    """

    statuses: Mapping[str, Mapping[str, Status]]
    standing: frozenset[str] = frozenset()

    @classmethod
    def load(cls, domain: Domain) -> "Operators":
        """The operators of the core ontology and the domain."""
        found: dict[str, dict[str, Status]] = {kind: {} for kind in KINDS}
        standing: set[str] = set()
        told = FrameFile(statements(domain))
        for iri in told.of_class("Operator"):
            status = Status(local_name(told.first(iri, "contentStatus")).lower())
            for kind in KINDS:
                for lemma in told.values(iri, kind):
                    words = (lemma, *forms(lemma, kind))
                    if status is Status.ASSERTED:
                        standing.update(words)
                    else:
                        found[kind].update(dict.fromkeys(words, status))
        return cls(found, frozenset(standing))

    def of(self, kind: str, lower: str, lemma: str = "") -> Status | None:
        """The status that a word of that part of speech gives, if it is an operator."""
        table = self.statuses[kind]
        return table.get(lower) or table.get(lemma)
