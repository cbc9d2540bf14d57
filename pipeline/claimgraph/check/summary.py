"""A graph in short: things of the same kinds are one, and no literal differs from another.

What depends on kinds and properties alone is broken in a graph only where it is broken in its
summary, which has a few hundred triples instead of tens of thousands.
"""

from collections.abc import Iterator, Mapping
from itertools import chain, repeat
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad

from claimgraph.shacl import Data, Tables, Term
from claimgraph.terms import TYPE, cg

KINDS: Final = (TYPE, cg("type"), cg("ofType"))
"""The properties that tell of what kind something is."""
OTHER: Final = NamedNode("urn:claimgraph:kind")
"""What stands for literals, and for things of no kind."""


def summary(data: Data, terms: Mapping[Term, Term]) -> Iterator[Quad]:
    """A graph's own triples, each end replaced by what stands for all things of its kinds.

    `terms` are those of the ontology, each with itself: they, what is named as a kind and what is
    used as a property stand for themselves.
    """
    own = data.own
    stands: dict[Term, Term] = {**_stand_ins(own), **terms}
    named = {kind for p in KINDS for kinds in own.get(p, {}).values() for kind in kinds}
    stands.update((one, one) for one in (*named, *own) if not isinstance(one, Literal))
    for predicate, table in own.items():
        counts = map(len, table.values())
        subjects = chain.from_iterable(map(repeat, map(stands.get, table), counts))
        values = map(stands.get, chain.from_iterable(table.values()))
        for subject, value in set(zip(subjects, values, strict=True)):
            yield Quad(subject or OTHER, predicate, value or OTHER)  # type: ignore[arg-type]


def _stand_ins(own: Tables) -> dict[Term, NamedNode]:
    """For each thing of a kind, the node of all that are of the same kinds."""
    kinds: dict[Term, tuple[tuple[int, frozenset[Term]], ...]] = {}
    for number, predicate in enumerate(KINDS):
        for subject, values in own.get(predicate, {}).items():
            kinds[subject] = (*kinds.get(subject, ()), (number, frozenset(values)))
    met = enumerate(dict.fromkeys(kinds.values()))
    nodes = {told: NamedNode(f"{OTHER.value}:{number}") for number, told in met}
    return {one: nodes[told] for one, told in kinds.items()}
