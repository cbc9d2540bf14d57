"""The words that ascribe something to somebody, as `ontology/speech.ttl` tells them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Self

from pyoxigraph import Literal, NamedNode, RdfFormat, Store
from spacy.tokens import Token

from claimgraph.errors import DomainError
from claimgraph.extract.parse.inflection import forms
from claimgraph.layout import Domain
from claimgraph.vocabulary import CG, RDF, local_name

GIVERS = frozenset(("from", "of", "among"))
WORD_KINDS = ("verb", "noun", "adjective", "adverb", "phrase")


@dataclass(frozen=True, slots=True)
class Cue:
    """Words of one speech act that hold what they ascribe in the same complements.

    With `addresses_object` the object is whom one tells; with `felt_by_object` it is who feels
    what the subject stirs ("the fine angered the maker"); with `of_possessor` the noun must have
    a possessor, who speaks ("by their own account"); `given_by` names the prepositions after the
    noun that tell who gives what the subject gets ("won the backing of the union").
    """

    act: str
    takes: frozenset[str]
    addresses_object: bool = False
    felt_by_object: bool = False
    of_possessor: bool = False
    given_by: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Use:
    """One word of a cue: what completes it ("out" of "point out"), and the cue itself."""

    rest: tuple[str, ...]
    cue: Cue


@dataclass(frozen=True)
class Cues:
    """All cues, by kind of word and then by the word as it is inflected."""

    words: Mapping[str, Mapping[str, tuple[Use, ...]]] = field(default_factory=dict)

    @classmethod
    def load(cls, source: Domain | Iterable[Path]) -> Self:
        """The cues of a domain's ontology, or of Turtle files.

        Raises:
            DomainError: a file is no Turtle.
        """
        paths = source.ontology_files() if isinstance(source, Domain) else source
        store = Store()
        for path in paths:
            try:
                store.load(path=path, format=RdfFormat.TURTLE)
            except (SyntaxError, OSError) as error:
                raise DomainError(path, str(error), "Mend the Turtle file.") from error
        return cls({kind: _index(store, kind) for kind in WORD_KINDS})

    @cached_property
    def known(self) -> frozenset[str]:
        """The forms with which cues of any kind begin."""
        return frozenset(form for uses in self.words.values() for form in uses)

    def uses(self, kind: str, token: Token) -> tuple[Use, ...]:
        """The cues of a kind that a token may be, longest first."""
        return self.words.get(kind, {}).get(token.lower_, ())


def _index(store: Store, kind: str) -> dict[str, tuple[Use, ...]]:
    found: defaultdict[str, list[Use]] = defaultdict(list)
    for subject in _subjects(store):
        cue = _cue(store, subject)
        for words in sorted(_values(store, subject, kind)):
            first, *rest = words.split()
            for form in forms(first, kind):
                found[form].append(Use(tuple(rest), cue))
    return {form: tuple(sorted(uses, key=_longest_first)) for form, uses in found.items()}


def _longest_first(use: Use) -> tuple[int, tuple[str, ...]]:
    return (-len(use.rest), use.rest)


def _subjects(store: Store) -> list[NamedNode]:
    """The cues in the order of their names, so that nothing hangs on the order of loading."""
    quads = store.quads_for_pattern(None, NamedNode(RDF + "type"), NamedNode(CG + "Cue"))
    nodes = [quad.subject for quad in quads if isinstance(quad.subject, NamedNode)]
    return sorted(set(nodes), key=lambda node: node.value)


def _cue(store: Store, subject: NamedNode) -> Cue:
    acts = store.quads_for_pattern(subject, NamedNode(CG + "act"), None)
    act = next((local_name(q.object.value) for q in acts if isinstance(q.object, NamedNode)), "Say")
    takes = frozenset(_values(store, subject, "contentFrom"))
    return Cue(
        act,
        takes,
        addresses_object="object" in _values(store, subject, "recipientFrom"),
        felt_by_object="object" in _values(store, subject, "agentFrom"),
        of_possessor="possessor" in _values(store, subject, "agentFrom"),
        given_by=frozenset(_values(store, subject, "agentFrom")) & GIVERS,
    )


def _values(store: Store, subject: NamedNode, name: str) -> set[str]:
    quads = store.quads_for_pattern(subject, NamedNode(CG + name), None)
    return {quad.object.value for quad in quads if isinstance(quad.object, Literal)}
