"""A graph in short: things of the same kinds are one, and no literal differs from another.

What depends on kinds and properties alone is broken in a graph only where it is broken in its
summary, which has a few hundred triples instead of tens of thousands.
"""

from collections import defaultdict
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
    named = {kind for p in KINDS for kinds in own.get(p, {}).values() for kind in kinds}
    nodes: list[Term] = [OTHER, *terms, *named, *own]
    alone = {one: number for number, one in enumerate(nodes)}
    groups = _groups(own)
    stands = {one: len(nodes) + group for one, group in groups.items()} | alone
    count = len(set(groups.values()))
    nodes += [NamedNode(f"{OTHER.value}:{group}") for group in range(count)]
    for predicate, table in own.items():
        ends = {  # numbers, not terms: these are many
            (one, 0 if isinstance(value, Literal) else stands.get(value, 0))
            for subject, values in table.items()
            for one in (stands.get(subject, 0),)
            for value in values
        }
        for one, other in ends:
            if not isinstance(subject := nodes[one], Literal):
                yield Quad(subject, predicate, nodes[other])


def _groups(own: Tables) -> dict[Term, int]:
    """For each thing of a kind, a number that it shares with all that are of the same kinds."""
    kinds: dict[Term, set[tuple[int, Term]]] = defaultdict(set)
    for number, predicate in enumerate(KINDS):
        for subject, values in own.get(predicate, {}).items():
            kinds[subject].update((number, value) for value in values)
    groups: dict[frozenset[tuple[int, Term]], int] = {}
    return {one: groups.setdefault(frozenset(told), len(groups)) for one, told in kinds.items()}
