"""The flat graph as RDF 1.2 Turtle: each value of a situation with the claims that tell it."""

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from pyoxigraph import DefaultGraph, NamedNode, Quad, Triple

from claimgraph import iri
from claimgraph.canonical import Format, write_to
from claimgraph.export.content import Content, layer_of
from claimgraph.terms import cg
from claimgraph.vocabulary import CG, RDF

REIFIES: Final = NamedNode(RDF + "reifies")
ROLES: Final = (
    *("agent", "recipient", "object", "authority", "party"),
    *("date", "from", "until", "quantity"),
)


def write_reified(content: Content, out: Path) -> None:
    """Writes the chosen layers, and `claim rdf:reifies <<( situation property value )>>`.

    A claim reifies the triples of its situation whose value stands in one of its roles; its status
    tells whether it says so or otherwise.
    """
    with out.open("wb") as file:
        write_to(file, _quads(content), Format.TURTLE, content.prefixes)


def _quads(content: Content) -> Iterator[Quad]:
    facts = content.facts
    told: dict[tuple[object, object], list[NamedNode]] = defaultdict(list)
    for claim, situations in facts.table(cg("describes")).items():
        values = {value for role in ROLES for value in facts.values(claim, cg(role))}
        for situation in situations:
            for value in values:
                told[situation, value].append(claim)
    for quad in content.quads():
        yield quad
        subject = quad.subject
        if not isinstance(subject, NamedNode) or iri.kind_of(subject.value) != "situation":
            continue
        if quad.predicate.value.startswith(CG) or layer_of(quad).value != "consensus":
            continue
        for claim in told.get((subject, quad.object), ()):
            stated = Triple(subject, quad.predicate, quad.object)
            yield Quad(claim, REIFIES, stated, DefaultGraph())
