"""What two graphs say differently, in sentences: sources, claims, situations, values, conflicts."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad

from claimgraph import iri
from claimgraph.facts import Facts
from claimgraph.terms import LABEL, TYPE, Term, cg
from claimgraph.vocabulary import CG, DCTERMS, OA, spaced

# What comes and goes, in the order in which it is told, each with what readers call it.
KINDS: Final = {
    "source": "source",
    "claim": "claim",
    "situation": "situation",
    "difference": "difference",
    "state": "state",
    "id": "entity",
}
CONFLICT: Final = "conflict"
COUNTED: Final = ("source", "claim", "situation", "difference", "state")
ABOUT: Final = ("situation", "id", "state")
CORE_VALUES: Final = (cg("standing"), cg("contestedBy"))
GONE, COME, OTHER = "-", "+", "~"


@dataclass(frozen=True, slots=True)
class Change:
    """One change: `sign` is + for what came, - for what went, ~ for what is told otherwise.

    `kind` is source, claim, situation, difference, conflict, state or entity; `node` the
    IRI of what changed, as the later graph has it where both have it.
    """

    sign: str
    kind: str
    node: str
    text: str

    def __str__(self) -> str:
        return f"{self.sign} {self.text}"


def diff(before: Iterable[Quad], after: Iterable[Quad]) -> tuple[Change, ...]:
    """What changed from one graph to another, by kind and name.

    A situation that got another IRI (its participants or first day are known better now) is told
    as changed, not as gone and come: it is the one that describes the same claims.
    """
    old, new = _Graph(Facts.of(before)), _Graph(Facts.of(after))
    renamed = dict(_renamed(old, new))
    found = [change for kind in COUNTED for change in _of_kind(kind, old, new, renamed)]
    return (*found, *_of_values(old, new, renamed))


def summary(changes: Iterable[Change]) -> str:
    """The counts in one line: what came, what went, what is told otherwise."""
    counts = Counter((change.kind, change.sign) for change in changes)
    parts = []
    for kind in (*KINDS.values(), CONFLICT):
        signs = [f"{sign}{counts[kind, sign]}" for sign in "+-~" if counts[kind, sign]]
        if signs:
            parts.append(f"{kind}: {' '.join(signs)}")
    return "; ".join(parts) or "no difference"


def _renamed(old: "_Graph", new: "_Graph") -> Iterator[tuple[NamedNode, NamedNode]]:
    """Situations that are gone, each with the one new one that most of its claims went to."""
    were, are = old.nodes("situation"), new.nodes("situation")
    homes = dict(new.facts.links(cg("describes")))
    taken: set[NamedNode] = set()
    for gone in sorted(were - are, key=lambda one: one.value):
        told = Counter(homes[claim] for claim in old.members.get(gone, ()) if claim in homes)
        heirs = [one for one in told if one not in were and one not in taken]
        if heirs:
            heir = max(heirs, key=lambda one: (told[one], one.value))
            taken.add(heir)
            yield gone, heir


def _of_kind(
    kind: str, old: "_Graph", new: "_Graph", renamed: Mapping[NamedNode, NamedNode]
) -> Iterator[Change]:
    """What came and what went of a kind of node."""
    were, are = old.nodes(kind), new.nodes(kind)
    for node in sorted(were - are - renamed.keys(), key=lambda one: one.value):
        name = old.kind(node)
        yield Change(GONE, name, node.value, f"The {name} is gone: {old.describe(node)}")
    for node in sorted(are - were - set(renamed.values()), key=lambda one: one.value):
        name = new.kind(node)
        yield Change(COME, name, node.value, f"A new {name}: {new.describe(node)}")


def _of_values(
    old: "_Graph", new: "_Graph", renamed: Mapping[NamedNode, NamedNode]
) -> Iterator[Change]:
    """Values that what is in both graphs has in one of them alone."""
    for kind in ABOUT:
        pairs = {node: node for node in old.nodes(kind) & new.nodes(kind)}
        pairs |= renamed if kind == "situation" else {}
        for one, other in sorted(pairs.items(), key=lambda pair: pair[1].value):
            yield from _of_node(one, other, old, new)


def _of_node(one: NamedNode, other: NamedNode, old: "_Graph", new: "_Graph") -> Iterator[Change]:
    """How one node is told in two graphs, property by property."""
    kind, name = new.kind(other), new.name(other)
    if one != other and old.name(one) != name:
        yield Change(OTHER, kind, other.value, f"“{old.name(one)}” is now “{name}”")
    were, are = old.values(one), new.values(other)
    for predicate in sorted(were.keys() | are.keys(), key=lambda p: p.value):
        before = {old.name(value) for value in were.get(predicate, ())}
        after = {new.name(value) for value in are.get(predicate, ())}
        if before != after:
            text = f"{name}: {spaced(predicate.value)} {_told(before, after)}"
            yield Change(OTHER, kind, other.value, text)


def _told(before: AbstractSet[str], after: AbstractSet[str]) -> str:
    """The end of a sentence: only what differs of a list, both sides of what was replaced."""
    if before and before < after:
        return f"also {_listed(after - before)}"
    if after and after < before:
        return f"no longer {_listed(before - after)}"
    return f"is now {_listed(after)}, before {_listed(before)}"


def _listed(names: Iterable[str]) -> str:
    return ", ".join(sorted(names)) or "nothing"


class _Graph:
    """One of the two graphs, with the words for what it holds."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self.members: dict[NamedNode, list[NamedNode]] = {}
        self._nodes: dict[str, set[NamedNode]] = {}
        for claim, situation in facts.links(cg("describes")):
            self.members.setdefault(situation, []).append(claim)
        for node in facts.table(TYPE):
            self._nodes.setdefault(iri.kind_of(node.value), set()).add(node)

    def nodes(self, kind: str) -> set[NamedNode]:
        return self._nodes.get(kind, set())

    def kind(self, node: NamedNode) -> str:
        if cg("Conflict") in self.facts.nodes(node, TYPE):
            return CONFLICT
        return KINDS[iri.kind_of(node.value)]

    def values(self, node: NamedNode) -> dict[NamedNode, frozenset[Term]]:
        """What the consensus says of a node; of the core's terms the standing and who contests."""
        return {
            predicate: frozenset(table[node])
            for predicate, table in self.facts.tables.items()
            if node in table
            and predicate != LABEL
            and (predicate in CORE_VALUES or not predicate.value.startswith(CG))
        }

    def name(self, term: Term) -> str:
        if isinstance(term, Literal):
            return term.value
        return self.facts.string(term, LABEL) or spaced(term.value)

    def describe(self, node: NamedNode) -> str:
        kind = iri.kind_of(node.value)
        if kind == "claim":
            return self.claim(node)
        if kind == "source":
            return self.source(node)
        return self.difference(node) if kind == "difference" else self.name(node)

    def source(self, node: NamedNode) -> str:
        title = self.facts.string(node, NamedNode(DCTERMS + "title"))
        return f"{self.identifier(node)}{f', “{title}”' if title else ''}"

    def identifier(self, source: NamedNode) -> str:
        return self.facts.string(source, NamedNode(DCTERMS + "identifier")) or self.name(source)

    def claim(self, node: NamedNode) -> str:
        facts = self.facts
        quote = " ".join(
            facts.string(selector, NamedNode(OA + "exact"))
            for selector in facts.along(node, cg("evidence"), NamedNode(OA + "hasSelector"))
        )
        kind, status = facts.node(node, cg("type")), facts.node(node, cg("status"))
        source = facts.node(node, cg("source"))
        where = f" in {self.identifier(source)}" if source else ""
        said = ", ".join(spaced(one.value) for one in (kind, status) if one)
        return f"{said}{where}: “{' '.join(quote.split())}”"

    def difference(self, node: NamedNode) -> str:
        facts = self.facts
        kind, on = facts.node(node, cg("kind")), facts.node(node, cg("onProperty"))
        about = facts.node(node, cg("onSituation"))
        values = " or ".join(sorted(map(self.name, facts.values(node, cg("rivalValue")))))
        parts = [spaced(one.value) for one in (kind, on) if one]
        return f"{' on '.join(parts)} of “{self.name(about) if about else '?'}”: {values}"
