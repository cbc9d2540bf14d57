"""What the rules construct, renewed for the things from which they can see a change.

A rule has an anchor here: the variable from which its patterns lead, forwards alone, to all others.
What it constructs for one anchor then depends on what can be reached from that, and goes when that
changes; rules that are written otherwise have no such form, and are asked over everything.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Final

import pyoxigraph as ox
from pyoxigraph import NamedNode, Quad

from claimgraph import iri
from claimgraph.algebra import algebra_of
from claimgraph.derive.layers import Layers
from claimgraph.derive.makers import Makers, parsed
from claimgraph.ontology import Ontology
from claimgraph.reconcile.layer import GRAPH, LAYER

HEAD: Final = re.compile(r"CONSTRUCT\s*\{[^{}]*\}\s*(WHERE)?", re.IGNORECASE)
SIMPLE: Final = frozenset({"Project", "Minus", "BGP", "Join", "LeftJoin", "Union"})
Slot = NamedNode | ox.Literal | ox.Variable


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule as a question for the rows that it constructs from, each with its anchor."""

    name: str
    select: str
    anchor: ox.Variable
    reads: frozenset[NamedNode]
    avoids: frozenset[NamedNode]
    template: tuple[tuple[Slot, Slot, Slot], ...]

    def owner(self, anchor: NamedNode) -> str:
        """By which name the ledger knows what is constructed for an anchor."""
        return f"rules {self.name} {anchor.value}"

    def constructed(self, row: ox.QuerySolution) -> Iterator[Quad]:
        """What a row gives."""
        for slots in self.template:
            terms = [row[slot] if isinstance(slot, ox.Variable) else slot for slot in slots]
            subject, predicate, value = terms
            if isinstance(subject, NamedNode) and isinstance(predicate, NamedNode) and value:
                yield Quad(subject, predicate, value, GRAPH)


Anchored = tuple[Rule, NamedNode]


def anchored(paths: Iterable[Path]) -> tuple[Rule, ...] | None:
    """Rules with their anchors; None where one has no such form."""
    rules = [_anchored(path.name, path.read_text("utf-8")) for path in paths]
    found = tuple(rule for rule in rules if rule)
    made = {slots[1] for rule in found for slots in rule.template}
    is_steady = not any(rule.avoids & made for rule in found)
    return found if is_steady and len(found) == len(rules) else None


@lru_cache(maxsize=64)
def _anchored(name: str, text: str) -> Rule | None:
    select, count = HEAD.subn("SELECT * WHERE", text)
    try:
        algebra = algebra_of(text)
    except Exception:  # noqa: BLE001, what is wrong with it is told where it is asked
        return None
    if count != 1 or algebra.name != "ConstructQuery" or not algebra.template:
        return None
    try:
        patterns = list(_patterns(algebra.p, is_avoided=False))
        template = [tuple(map(_slot, triple)) for triple in algebra.template]
        starts = [(_slot(s), _slot(o)) for s, _, o, _ in patterns]
        reads = [(_predicates(p), is_avoided) for _, p, _, is_avoided in patterns]
    except ValueError:
        return None
    variables = sorted({s for s, _ in starts if isinstance(s, ox.Variable)}, key=str)
    anchor = next((one for one in variables if _leads_to_all(one, starts)), None)
    avoided = frozenset(p for several, is_avoided in reads if is_avoided for p in several)
    every = frozenset(p for several, _ in reads for p in several)
    return Rule(name, select, anchor, every, avoided, tuple(template)) if anchor else None  # type: ignore[arg-type]


def _patterns(part: object, *, is_avoided: bool) -> Iterator[tuple[object, object, object, bool]]:
    """The triple patterns of a parsed query, each with whether no match of it may be there."""
    name = getattr(part, "name", "")
    if name not in SIMPLE:
        raise ValueError(name)
    yield from ((*triple, is_avoided) for triple in getattr(part, "triples", None) or ())
    if name == "LeftJoin" and getattr(part.expr, "name", "") != "TrueFilter":  # type: ignore[attr-defined]
        raise ValueError(name)
    for place in ("p", "p1", "p2"):
        if inner := getattr(part, place, None):
            hidden = is_avoided or (place == "p2" and name in {"Minus", "LeftJoin"})
            yield from _patterns(inner, is_avoided=hidden)


def _slot(term: object) -> Slot:
    from rdflib import Literal, URIRef, Variable  # noqa: PLC0415, as above

    if isinstance(term, Variable):
        return ox.Variable(str(term))
    if isinstance(term, URIRef):
        return NamedNode(str(term))
    if isinstance(term, Literal) and not term.language and not term.datatype:
        return ox.Literal(str(term))
    raise ValueError(term)


def _predicates(path: object) -> frozenset[NamedNode]:
    from rdflib import URIRef, paths  # noqa: PLC0415, as above

    if isinstance(path, URIRef):
        return frozenset((NamedNode(str(path)),))
    if isinstance(path, paths.SequencePath | paths.AlternativePath):
        return frozenset().union(*map(_predicates, path.args))
    if isinstance(path, paths.MulPath):
        return _predicates(path.path)
    raise ValueError(path)


def _leads_to_all(anchor: Slot, edges: Iterable[tuple[Slot, Slot]]) -> bool:
    """Whether patterns lead from a variable to the subjects of all of them."""
    edges, found, size = list(edges), {anchor}, 0
    while size < len(found):
        size = len(found)
        found |= {value for subject, value in edges if subject in found}
    return all(subject in found for subject, _ in edges)


@dataclass
class Ruling:
    """What rules construct from the layers as they will be, what they construct left out."""

    rules: tuple[Rule, ...]
    ontology: Ontology
    makers: Makers
    layers: Layers
    made: dict[Anchored, set[Quad]] = field(default_factory=lambda: defaultdict(set))
    _doubted: set[str] = field(default_factory=set)
    _seen: set[NamedNode] = field(default_factory=set)
    _store: ox.Store = field(default_factory=ox.Store)

    def everything(self, told: Iterable[Quad]) -> Mapping[str, set[Quad]]:
        """What is constructed from layers where nothing was before, by its maker."""
        self._take(quad for quad in told if quad.predicate in self._reads)
        self._take(self._terms())
        while self._drawn(None):
            pass
        return self._by_owner()

    def renewed(self, changed: Iterable[Quad]) -> Mapping[str, set[Quad]]:
        """What is constructed for all anchors from which a change can be seen, by owner."""
        work = list(changed)
        while work:
            for rule, anchor in self._seeing(work.pop()) - self.made.keys():
                self.made[rule, anchor] = set()
                self._doubted.add(rule.owner(anchor))
                work += parsed(self.makers.made_by(rule.owner(anchor)))
        self._take(self._terms())
        is_done = False
        while not is_done:
            for _, anchor in list(self.made):
                self._reach(anchor)
            come = self._drawn(self.made.keys())
            for one in [one for quad in come for one in self._seeing(quad)]:
                self.made[one] |= set()
            is_done = not come
        return self._by_owner()

    @cached_property
    def _reads(self) -> frozenset[NamedNode]:
        return frozenset().union(*(rule.reads for rule in self.rules))

    @cached_property
    def _makes(self) -> frozenset[object]:
        return frozenset(slots[1] for rule in self.rules for slots in rule.template)

    def _by_owner(self) -> Mapping[str, set[Quad]]:
        return {rule.owner(anchor): told for (rule, anchor), told in self.made.items()}

    def _terms(self) -> Iterator[Quad]:
        told = (triple for triple in self.ontology.triples if triple.predicate in self._reads)
        return (Quad(*triple) for triple in told)

    def _take(self, quads: Iterable[Quad]) -> None:
        """Puts triples where the rules see them, runs and decisions among the things left out."""
        self._store.extend(
            Quad(q.subject, q.predicate, q.object)
            for q in quads
            if q.graph_name != LAYER or iri.kind_of(getattr(q.subject, "value", "")) == "id"
        )

    def _drawn(self, among: Iterable[Anchored] | None) -> list[Quad]:
        """What the rules construct for some anchors, or for all, that was not seen before."""
        wanted = None if among is None else frozenset(among)
        fresh: dict[Quad, None] = {}
        for rule in self.rules:
            for row in self._store.query(rule.select):  # type: ignore[union-attr]
                anchor = row[rule.anchor]
                if wanted is None or (rule, anchor) in wanted:
                    told = list(rule.constructed(row))
                    self.made[rule, anchor] |= set(told)
                    fresh |= dict.fromkeys(told)
        plain = {quad: Quad(quad.subject, quad.predicate, quad.object) for quad in fresh}
        come = [quad for quad, one in plain.items() if one not in self._store]
        self._store.extend(plain[quad] for quad in come)
        return come

    def _seeing(self, quad: Quad) -> set[Anchored]:
        """The rules with the anchors from which a triple can be seen."""
        found = set[Anchored]()
        for rule in self.rules:
            if quad.predicate in rule.reads and isinstance(quad.subject, NamedNode):
                found |= {(rule, one) for one in self._above(rule, quad.subject)}
        return found

    def _above(self, rule: Rule, node: NamedNode) -> set[NamedNode]:
        """The nodes from which one can be reached by what a rule reads, itself too."""
        found, frontier = {node}, [node]
        while frontier:
            here = frontier.pop()
            told = (q for p in rule.reads for q in self._pointing(p, here))
            fresh = {q.subject for q in told if isinstance(q.subject, NamedNode)} - found
            found |= fresh
            frontier.extend(fresh)
        return found

    def _pointing(self, predicate: NamedNode, node: NamedNode) -> Iterator[Quad]:
        for layer in (LAYER, GRAPH):
            yield from self.layers.quads_for_pattern(None, predicate, node, layer)
        yield from self._store.quads_for_pattern(None, predicate, node, None)

    def _reach(self, anchor: NamedNode) -> None:
        """Puts where the rules see it all that can be reached from an anchor."""
        frontier = [anchor]
        while frontier:
            here = frontier.pop()
            if here in self._seen:
                continue
            self._seen.add(here)
            told = [q for p in self._reads for q in self._told(here, p)]
            self._take(told)
            frontier.extend(q.object for q in told if isinstance(q.object, NamedNode))

    def _told(self, node: NamedNode, predicate: NamedNode) -> Iterator[Quad]:
        for layer in (LAYER, GRAPH):
            for quad in self.layers.quads_for_pattern(node, predicate, None, layer):
                if layer == LAYER or not self._is_doubted(quad):
                    yield quad
        for quad in self._store.quads_for_pattern(node, predicate, None, None):
            yield Quad(quad.subject, quad.predicate, quad.object, GRAPH)

    def _is_doubted(self, quad: Quad) -> bool:
        """Whether only rules that are asked anew constructed a triple."""
        if quad.predicate not in self._makes:
            return False
        makers = self.makers.of(str(quad))
        return bool(makers) and self._doubted.issuperset(makers)
