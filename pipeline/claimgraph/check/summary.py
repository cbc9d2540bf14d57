"""A graph in short: things of the same kinds are one, and no literal differs from another.

What depends on kinds and properties alone is broken in a graph only where it is broken in its
summary, which has a few hundred triples instead of tens of thousands.
"""

from collections.abc import Iterator, Mapping
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
    stands.update((one, one) for one in (*named, *own))
    for predicate, table in own.items():
        ends = {
            (one, OTHER if isinstance(value, Literal) else stands.get(value, OTHER))
            for subject, values in table.items()
            for one in (stands.get(subject, OTHER),)
            for value in values
        }
        for subject, value in ends:
            if not isinstance(subject, Literal):
                yield Quad(subject, predicate, value)


def _stand_ins(own: Tables) -> dict[Term, NamedNode]:
    """For each thing of a kind, the node of all that are of the same kinds."""
    kinds: dict[Term, list[tuple[int, Term]]] = {}
    for number, predicate in enumerate(KINDS):
        for subject, values in own.get(predicate, {}).items():
            kinds.setdefault(subject, []).extend((number, value) for value in values)
    nodes: dict[frozenset[tuple[int, Term]], NamedNode] = {}
    return {
        one: nodes.setdefault(frozenset(told), NamedNode(f"{OTHER.value}:{len(nodes)}"))
        for one, told in kinds.items()
    }
