"""The chapter on frames: for each class, the words that evoke it and where its roles are found."""

from typing import Final

from pyoxigraph import Literal, NamedNode

from claimgraph.manual.chapter import Chapter, Item, Section, code, plain, points
from claimgraph.manual.places import DEFINED_BY, FRAME, LABEL, Places
from claimgraph.ontology import Ontology
from claimgraph.terms import TYPE, cg
from claimgraph.vocabulary import CG, local_name

EVOKES: Final = cg("evokes")
APART: Final = frozenset({TYPE, DEFINED_BY, LABEL, EVOKES})
LEAD: Final = (
    "A frame is a set of words that evoke a class, with the parts of the sentence that fill its "
    "roles. `subject`, `object` and the prepositions are seen from the word that evokes; "
    "`clause.` goes into the clause below it, `support-` to the verb that carries a noun."
)


def chapter(ontology: Ontology, places: Places) -> Chapter:
    """All frames, by the class that they evoke."""
    by_class: dict[str, list[NamedNode]] = {}
    told = _predicates(ontology)
    for frame in ontology.subjects(TYPE, FRAME):
        for evoked in sorted(ontology.names(frame, EVOKES), key=str)[:1]:
            by_class.setdefault(evoked.value, []).append(frame)
    sections = [
        Section(
            places.name(evoked),
            tuple(_item(ontology, places, frame, told[frame]) for frame in frames),
        )
        for evoked, frames in sorted(by_class.items(), key=lambda pair: places.name(pair[0]))
    ]
    return Chapter("frames", "Frames", LEAD, tuple(sections))


def evoking(ontology: Ontology) -> list[tuple[NamedNode, tuple[str, ...]]]:
    """Each frame with the classes and properties that it speaks of."""
    told: dict[NamedNode, set[str]] = {f: set() for f in ontology.subjects(TYPE, FRAME)}
    for triple in ontology.triples:
        frame = triple.subject
        if isinstance(frame, NamedNode) and frame in told and isinstance(triple.object, NamedNode):
            told[frame].add(triple.object.value)
    return [(frame, tuple(sorted(names))) for frame, names in told.items()]


def _predicates(ontology: Ontology) -> dict[NamedNode, tuple[NamedNode, ...]]:
    """The properties that are told of each frame, besides those told elsewhere."""
    found: dict[NamedNode, set[NamedNode]] = {f: set() for f in ontology.subjects(TYPE, FRAME)}
    for triple in ontology.triples:
        frame = triple.subject
        if isinstance(frame, NamedNode) and frame in found and triple.predicate not in APART:
            found[frame].add(triple.predicate)
    return {frame: tuple(sorted(told, key=str)) for frame, told in found.items()}


def _item(
    ontology: Ontology, places: Places, frame: NamedNode, told: tuple[NamedNode, ...]
) -> Item:
    label = next((o.value for o in ontology.objects(frame, LABEL)), "")
    rows = [("Evokes", places.links(ontology.objects(frame, EVOKES)))]
    for predicate in told:
        values = ontology.objects(frame, predicate)
        short = predicate.value.startswith(CG) and all(isinstance(v, Literal) for v in values)
        shown = ", ".join(code(v.value) for v in values) if short else places.links(values)
        rows.append((places.link(predicate), shown))
    local = local_name(frame.value)
    return Item(local, f"{code(local)} {plain(label)}", points(rows), label, frame.value)
