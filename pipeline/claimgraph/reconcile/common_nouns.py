"""Words such as "the order": of which classes a claim means a member that it does not tell."""

from collections.abc import Mapping
from functools import lru_cache
from itertools import takewhile
from typing import Final

from pyoxigraph import NamedNode

from claimgraph import iri
from claimgraph.ontology import Ontology
from claimgraph.reconcile.records import CONTENT, Corpus, Record
from claimgraph.reconcile.sameness import folded
from claimgraph.terms import Term, cg

OBJECT: Final = cg("object")
USE: Final = cg("ReferenceUse")
REACH: Final = 3
"""How many words after its trigger a claim's reference may end, as in "to the suspension order"."""
Nouns = Mapping[str, frozenset[NamedNode]]


def is_reference(value: Term, record: Record, corpus: Corpus) -> bool:
    """Whether a filler is but the words for what a claim refers to, as "order"."""
    return any(
        _names(value, corpus, nouns_for(corpus.ontology, use.object_accepts))
        for use in corpus.ontology.references_of(record.cls)
    )


@lru_cache(maxsize=64)
def nouns_for(ontology: Ontology, classes: frozenset[NamedNode]) -> Nouns:
    """The common nouns for members of some classes, each with the classes that it names."""
    found: dict[str, set[NamedNode]] = {}
    for cls in ontology.having(cg("headNoun")):
        if ontology.above(cls) & classes:
            for noun in ontology.objects(cls, cg("headNoun")):
                found.setdefault(folded(noun.value), set()).add(cls)
    return {noun: frozenset(several) for noun, several in found.items()}


def meant(record: Record, corpus: Corpus, nouns: Nouns) -> frozenset[NamedNode]:
    """The classes of which a claim means a member by a common noun; none where it tells which.

    Where its object is a thing by name, only the trigger's own words can speak of more: who
    "lifted the order" on a model speaks of the order.
    """
    told = record.values(OBJECT)
    if record.values(CONTENT) or any(map(corpus.claim, told)):
        return frozenset()
    named = [_names(one, corpus, nouns) for one in told]
    if any(named):
        return named[0] if len(named) == 1 else frozenset()
    return _in_words(folded(record.trigger).split() if told else _around_trigger(record), nouns)


def _names(value: Term, corpus: Corpus, nouns: Nouns) -> frozenset[NamedNode]:
    """The classes of which an entity is a member by its common name, where that is all known.

    A name that is but the noun tells no more, whatever kind the noun gives: "directive".
    """
    if not isinstance(value, NamedNode) or iri.kind_of(value.value) != "id":
        return frozenset()
    label = corpus.label(value)
    if not label[:1].islower() or (corpus.is_known(value) and folded(label) not in nouns):
        return frozenset()
    ends = {word.value for word in corpus.ontology.objects(USE, cg("headEndsBefore"))}
    head = list(takewhile(lambda word: word not in ends, folded(label).split()))
    return _in_words([" ".join(head[-2:]), *head[-1:]], nouns)


def _in_words(words: list[str], nouns: Nouns) -> frozenset[NamedNode]:
    """The classes that the first noun among some words names, in the plural too."""
    found = (nouns.get(word) or nouns.get(word.removesuffix("s")) for word in words)
    return next((classes for classes in found if classes), frozenset())


def _around_trigger(record: Record) -> list[str]:
    """The trigger's words, and the few after it."""
    trigger, quote = folded(record.trigger), folded(record.words)
    _, found, after = f" {quote} ".partition(f" {trigger} ")
    return [*trigger.split(), *after.split()[:REACH]] if trigger and found else []
