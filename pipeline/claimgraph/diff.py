"""What two graphs say differently, in sentences: sources, claims, situations, values, conflicts."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad

from claimgraph import iri
from claimgraph.facts import Facts
from claimgraph.terms import LABEL, TYPE, Term, cg
from claimgraph.vocabulary import CG, DCTERMS, OA, local_name

COUNTED: Final = ("source", "claim", "situation", "difference", "state")
ABOUT: Final = frozenset({"situation", "id", "state"})
GONE, COME, OTHER = "-", "+", "~"


@dataclass(frozen=True, slots=True)
class Change:
    """One change: `sign` is + for what came, - for what went, ~ for what is told otherwise."""

    sign: str
    kind: str
    node: str
    text: str

    def __str__(self) -> str:
        return f"{self.sign} {self.kind}: {self.text}"


def diff(before: Iterable[Quad], after: Iterable[Quad]) -> tuple[Change, ...]:
    """What changed from one graph to another, by kind and name."""
    old, new = _Graph(Facts.of(before)), _Graph(Facts.of(after))
    found = [change for kind in COUNTED for change in _of_kind(kind, old, new)]
    return (*found, *_of_values(old, new))


def _of_kind(kind: str, old: "_Graph", new: "_Graph") -> Iterator[Change]:
    """What came and what went of a kind of node."""
    were, are = old.nodes(kind), new.nodes(kind)
    for node in sorted(were - are, key=lambda one: one.value):
        yield Change(GONE, kind, node.value, old.describe(node))
    for node in sorted(are - were, key=lambda one: one.value):
        yield Change(COME, kind, node.value, new.describe(node))


def _of_values(old: "_Graph", new: "_Graph") -> Iterator[Change]:
    """Values that what is in both graphs has in one of them alone."""
    shared = [
        node
        for kind in sorted(ABOUT)
        for node in sorted(old.nodes(kind) & new.nodes(kind), key=lambda one: one.value)
    ]
    for node in shared:
        were, are = old.values(node), new.values(node)
        for predicate in sorted(were.keys() | are.keys(), key=lambda one: one.value):
            gone = were.get(predicate, frozenset()) - are.get(predicate, frozenset())
            come = are.get(predicate, frozenset()) - were.get(predicate, frozenset())
            if gone or come:
                said = f"{new.name(node)}: {local_name(predicate.value)} "
                change = f"{_listed(gone, old.name)} -> {_listed(come, new.name)}"
                yield Change(OTHER, iri.kind_of(node.value), node.value, said + change)


def _listed(values: Iterable[Term], name: Callable[[Term], str]) -> str:
    return ", ".join(sorted(name(value) for value in values)) or "nothing"


@dataclass(frozen=True, slots=True)
class _Graph:
    facts: Facts

    def nodes(self, kind: str) -> set[NamedNode]:
        return {node for node in self.facts.table(TYPE) if iri.kind_of(node.value) == kind}

    def values(self, node: NamedNode) -> dict[NamedNode, frozenset[Term]]:
        """What the consensus says of a node; of the core's terms the standing and who contests."""
        told = (cg("standing"), cg("contestedBy"))
        return {
            predicate: frozenset(table[node])
            for predicate, table in self.facts.tables.items()
            if node in table
            and predicate != LABEL
            and (predicate in told or not predicate.value.startswith(CG))
        }

    def name(self, term: Term) -> str:
        if isinstance(term, Literal):
            return term.value
        return self.facts.string(term, LABEL) or local_name(term.value)

    def describe(self, node: NamedNode) -> str:
        facts = self.facts
        kind = iri.kind_of(node.value)
        if kind == "claim":
            return self.claim(node)
        if kind == "source":
            title = facts.string(node, NamedNode(DCTERMS + "title"))
            return f"{facts.string(node, NamedNode(DCTERMS + 'identifier'))} {title}".strip()
        if kind == "difference":
            return self.difference(node)
        return self.name(node)

    def claim(self, node: NamedNode) -> str:
        facts = self.facts
        quote = " ".join(
            facts.string(selector, NamedNode(OA + "exact"))
            for evidence in facts.nodes(node, cg("evidence"))
            for selector in facts.nodes(evidence, NamedNode(OA + "hasSelector"))
        )
        kind, status = facts.node(node, cg("type")), facts.node(node, cg("status"))
        source = facts.node(node, cg("source"))
        parts = [local_name(one.value) for one in (source, kind, status) if one]
        return f"{' '.join(parts)}: \u201c{' '.join(quote.split())}\u201d"

    def difference(self, node: NamedNode) -> str:
        facts = self.facts
        kind, on = facts.node(node, cg("kind")), facts.node(node, cg("onProperty"))
        about = facts.node(node, cg("onSituation"))
        values = " / ".join(self.name(value) for value in facts.values(node, cg("rivalValue")))
        parts = [local_name(one.value) for one in (kind, on) if one]
        return f"{' on '.join(parts)} of {self.name(about) if about else '?'}: {values}"
