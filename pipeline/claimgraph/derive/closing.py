"""The closure renewed: what no longer follows goes, what follows now comes, the rest is not read.

Deletion and rederivation (Gupta, Mumick, Subrahmanian 1993): all that a lost triple helped to draw
is doubted, what of it still follows from the rest is restored, and what is new is drawn onward.
"""

from collections import defaultdict, deque
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from pyoxigraph import Literal, NamedNode, Quad

from claimgraph.axioms import Fact, Rules
from claimgraph.derive.change import Change, Match
from claimgraph.infer import GRAPH, facts_of, is_kept, is_worth
from claimgraph.remembered import remembered
from claimgraph.terms import TYPE, Term
from claimgraph.vocabulary import CONSENSUS, ENTITIES

ASSERTED = (NamedNode(ENTITIES), NamedNode(CONSENSUS))
LAYERS = (*ASSERTED, GRAPH)
Through = tuple[NamedNode, bool]


def reclose(rules: Rules, match: Match, changed: Change) -> Change:
    """How the inferred layer changes when entities and consensus change.

    `match` finds quads in the layers as they were. Where there are `strays` before or afterwards,
    all has to be closed anew instead.
    """
    gone, come = set(facts_of(changed.gone)), set(facts_of(changed.come))
    closing = _Closing(rules, match, frozenset(gone - come), frozenset(come - gone))
    closing.withdraw()
    closing.restore()
    return closing.result()


def strays(rules: Rules, quads: Iterable[Quad]) -> Iterator[Quad]:
    """Those of some triples that lead chains of properties through what is no thing of the layers.

    Of that the layers keep nothing inferred, so that they do not tell how such a chain goes on.
    """
    backwards = Backwards(rules)
    links = {q for p in rules.chain_parts for q in (p, *(one for one, _ in backwards.through(p)))}
    for quad in quads:
        ends = (quad.subject, quad.object)
        if quad.predicate in links and not all(
            is_kept(end) for end in ends if isinstance(end, NamedNode)
        ):
            yield quad


@dataclass(frozen=True)
class Backwards:
    """Compiled rules read from what follows to what it may follow from."""

    rules: Rules

    @cached_property
    def subjects_of(self) -> Mapping[NamedNode, frozenset[NamedNode]]:
        """The properties whose subjects belong to a class."""
        return _turned(self.rules.domains)

    @cached_property
    def values_of(self) -> Mapping[NamedNode, frozenset[NamedNode]]:
        """The properties whose values belong to a class."""
        return _turned(self.rules.ranges)

    @cached_property
    def _steps(self) -> Mapping[NamedNode, frozenset[Through]]:
        found: dict[NamedNode, set[Through]] = defaultdict(set)
        for property_, above in self.rules.super_properties.items():
            for one in above:
                found[one].add((property_, False))
        for property_, others in self.rules.inverses.items():
            for one in others:
                found[one].add((property_, True))
        return {one: frozenset(several) for one, several in found.items()}

    def steps(self, property_: NamedNode) -> Collection[Through]:
        """The properties from one triple of which it follows, and whether turned round."""
        return self._steps.get(property_, ())

    @remembered
    def through(self, property_: NamedNode) -> tuple[Through, ...]:
        """The same for any number of steps."""
        found: set[Through] = {(property_, False)}
        frontier = list(found)
        while frontier:
            here, turned = frontier.pop()
            fresh = {(one, turned != other) for one, other in self.steps(here)} - found
            found |= fresh
            frontier.extend(fresh)
        return tuple(sorted(found - {(property_, False)}, key=str))


def _turned(
    table: Mapping[NamedNode, frozenset[NamedNode]],
) -> Mapping[NamedNode, frozenset[NamedNode]]:
    found: dict[NamedNode, set[NamedNode]] = defaultdict(set)
    for one, others in table.items():
        for other in others:
            found[other].add(one)
    return {one: frozenset(several) for one, several in found.items()}


@dataclass
class _Closing:
    """The layers as they were, less what is doubted, and with what is drawn anew."""

    rules: Rules
    match: Match
    gone: frozenset[Fact]
    come: frozenset[Fact]
    minus: set[Fact] = field(default_factory=set)
    plus: set[Fact] = field(default_factory=set)
    onward: dict[tuple[NamedNode, NamedNode], set[Term]] = field(
        default_factory=lambda: defaultdict(set)
    )
    backward: dict[tuple[NamedNode, NamedNode], set[NamedNode]] = field(
        default_factory=lambda: defaultdict(set)
    )

    @cached_property
    def backwards(self) -> Backwards:
        return Backwards(self.rules)

    def withdraw(self) -> None:
        """Doubts what is gone and all that was drawn with its help."""
        work, doubted = deque(self.gone), set[Fact]()
        while work:
            fact = work.popleft()
            if fact not in doubted:
                doubted.add(fact)
                work.extend(one for one in self.follows(fact) if not self.is_asserted(one))
        self.minus = doubted

    def restore(self) -> None:
        """Puts back what still follows, and draws onward from that and from what is new."""
        work = deque(fact for fact in self.minus if self.is_supported(fact))
        work.extend(self.come)
        while work:
            fact = work.popleft()
            if not self.holds(fact):
                self.plus.add(fact)
                subject, predicate, value = fact
                self.onward[subject, predicate].add(value)
                if isinstance(value, NamedNode):
                    self.backward[value, predicate].add(subject)
                work.extend(self.follows(fact))

    def result(self) -> Change:
        """What goes from the inferred layer and what comes to it."""
        gone, come = set[Quad](), set[Quad]()
        for fact in {*self.minus, *self.plus, *self.come}:
            was = self.is_in(fact, (GRAPH,))
            wanted = self.holds(fact) and not self.is_asserted(fact) and is_worth(fact)
            if was != wanted:
                (come if wanted else gone).add(Quad(*fact, GRAPH))
        return Change(frozenset(gone), frozenset(come))

    def is_in(self, fact: Fact, layers: Iterable[NamedNode]) -> bool:
        return any(next(self.match(*fact, layer), None) for layer in layers)

    def is_asserted(self, fact: Fact) -> bool:
        """Whether entities or consensus will tell a triple."""
        return fact in self.come or (fact not in self.gone and self.is_in(fact, ASSERTED))

    def holds(self, fact: Fact) -> bool:
        return fact in self.plus or (fact not in self.minus and self.is_in(fact, LAYERS))

    def follows(self, fact: Fact) -> Iterator[Fact]:
        """What follows from a triple, alone and with others."""
        yield from self.rules.from_one(*fact)
        if fact[1] in self.rules.chain_parts:
            yield from self.rules.from_chains(fact, self.values, self.subjects)

    def values(self, subject: NamedNode, predicate: NamedNode) -> Iterator[Term]:
        """The values of a property of a subject, some of them more than once."""
        yield from self._values(subject, predicate)
        if not is_kept(subject):
            for other, is_turned in self.backwards.through(predicate):
                near = (self._subjects if is_turned else self._values)(subject, other)
                yield from (v for v in near if self._remains(subject, predicate, v))

    def subjects(self, value: Term, predicate: NamedNode) -> Iterator[NamedNode]:
        """The subjects that have a value of a property, some of them more than once.

        Of what is no thing of the layers, the layers keep nothing that was inferred.
        """
        yield from self._subjects(value, predicate)
        for other, is_turned in self.backwards.through(predicate):
            if is_turned and not isinstance(value, NamedNode):
                continue
            near = self._values(value, other) if is_turned else self._subjects(value, other)  # type: ignore[arg-type]
            for one in near:
                is_ours = isinstance(one, NamedNode) and not is_kept(one)
                if is_ours and self._remains(one, predicate, value):  # type: ignore[arg-type]
                    yield one  # type: ignore[misc]

    def tells(self, subject: NamedNode, predicate: NamedNode, value: Term) -> bool:
        """Whether a subject has a value of a property."""
        fact = (subject, predicate, value)
        if self.holds(fact):
            return True
        if is_kept(subject) or fact in self.minus:
            return False
        return any(
            isinstance(value, NamedNode) and self.holds((value, other, subject))
            if is_turned
            else self.holds((subject, other, value))
            for other, is_turned in self.backwards.through(predicate)
        )

    def _remains(self, subject: NamedNode, predicate: NamedNode, value: Term) -> bool:
        return (subject, predicate, value) not in self.minus

    def _values(self, subject: NamedNode, predicate: NamedNode) -> Iterator[Term]:
        yield from self.onward.get((subject, predicate), ())
        for layer in LAYERS:
            for quad in self.match(subject, predicate, None, layer):
                value = quad.object
                is_told = isinstance(value, NamedNode | Literal)
                if is_told and self._remains(subject, predicate, value):  # type: ignore[arg-type]
                    yield value  # type: ignore[misc]

    def _subjects(self, value: Term, predicate: NamedNode) -> Iterator[NamedNode]:
        yield from self.backward.get((value, predicate), ())  # type: ignore[arg-type]
        for layer in LAYERS:
            for quad in self.match(None, predicate, value, layer):
                node = quad.subject
                if isinstance(node, NamedNode) and self._remains(node, predicate, value):
                    yield node

    def is_supported(self, fact: Fact) -> bool:
        """Whether a doubted triple follows in one step from what is not doubted, or is told."""
        if self.is_asserted(fact):
            return True
        subject, predicate, value = fact
        if predicate == TYPE:
            return isinstance(value, NamedNode) and self._is_instance(subject, value)
        return self._follows_from_one(subject, predicate, value) or any(
            value in self._ends(subject, chain) for chain in self.rules.chains.get(predicate, ())
        )

    def _is_instance(self, node: NamedNode, cls: NamedNode) -> bool:
        supers, backwards = self.rules.supers, self.backwards
        kinds = (kind for kind in self.values(node, TYPE) if isinstance(kind, NamedNode))
        return (
            any(cls in supers.get(kind, ()) for kind in kinds)
            or any(True for p in backwards.subjects_of.get(cls, ()) for _ in self.values(node, p))
            or any(True for p in backwards.values_of.get(cls, ()) for _ in self.subjects(node, p))
        )

    def _follows_from_one(self, subject: NamedNode, predicate: NamedNode, value: Term) -> bool:
        for other, is_turned in self.backwards.steps(predicate):
            if not is_turned and self.tells(subject, other, value):
                return True
            if is_turned and isinstance(value, NamedNode) and self.tells(value, other, subject):
                return True
        return False

    def _ends(self, start: NamedNode, chain: tuple[NamedNode, ...]) -> set[Term]:
        """Where a chain of properties leads from a node."""
        ends: set[Term] = {start}
        for link in chain:
            nodes = [end for end in ends if isinstance(end, NamedNode)]
            ends = set().union(*(self.values(node, link) for node in nodes))
        return ends if chain else set()
