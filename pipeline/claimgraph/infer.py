"""What follows: the OWL 2 RL closure over ontology, entities and consensus, never over claims.

The ontology is compiled into tables once; whole sets of triples then go through them. An ontology
that says more than the tables hold goes through owlrl instead, which is also the reference in the
tests.
"""

from collections import defaultdict, deque
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

import pyoxigraph as ox
from pyoxigraph import Literal, NamedNode, Quad
from rdflib import Graph

from claimgraph import iri
from claimgraph.axioms import LOGIC, SILENT, Fact, Rules, compile_rules
from claimgraph.ontology import Ontology
from claimgraph.terms import TYPE, Term
from claimgraph.vocabulary import INFERRED, OWL, RDFS

GRAPH: Final = NamedNode(INFERRED)
KEPT_KINDS: Final = frozenset({"id", "situation", "difference", "state"})
"""Of these kinds of data something may be inferred; the layer of claims stays as it was read."""

SAME: Final = NamedNode(OWL + "sameAs")
TRIVIAL_CLASSES: Final = frozenset(
    {NamedNode(OWL + "Thing"), NamedNode(RDFS + "Resource"), NamedNode(OWL + "NamedIndividual")}
)
Pair = tuple[NamedNode, Term]
Reasoner = Callable[[Iterable[Fact], Ontology], frozenset[Fact]]


def infer(
    quads: Iterable[Quad], ontology: Ontology, close: Reasoner | None = None
) -> frozenset[Quad]:
    """What follows from entities and consensus by the ontology, trivia left out.

    `close` is another reasoner than our own, to compare with: `closed_by_owlrl`.

    Left out by rule: literals as subjects, `owl:sameAs` of a thing to itself, membership in what
    everything belongs to, statements about terms or about what the layer of claims holds, and
    whatever is asserted already.
    """
    rules = None if close else compile_rules(ontology)
    if rules is None:
        facts = list(facts_of(quads))
        given = Known.of(facts)
        drawn = Known.of((close or closed_by_owlrl)(facts, ontology))
    else:
        given = Known.of(facts_of(quads, {TYPE, *rules.properties}))
        drawn = given.drawn(rules)
    return frozenset(Quad(*fact, GRAPH) for fact in drawn.worth_beyond(given))


def closure(facts: Iterable[Fact], ontology: Ontology) -> frozenset[Fact]:
    """The facts with all that follows from them by the ontology, trivia included or not."""
    facts = list(facts)
    rules = compile_rules(ontology)
    if rules is None:
        return closed_by_owlrl(facts, ontology)
    return frozenset((*facts, *Known.of(facts).drawn(rules).facts()))


@dataclass(frozen=True)
class Known:
    """Triples in sets: what belongs to each class, and the pairs of each other property."""

    members: dict[NamedNode, set[NamedNode]] = field(default_factory=lambda: defaultdict(set))
    pairs: dict[NamedNode, set[Pair]] = field(default_factory=lambda: defaultdict(set))

    @classmethod
    def of(cls, facts: Iterable[Fact]) -> "Known":
        """Some triples."""
        known = cls()
        for subject, predicate, value in facts:
            if predicate == TYPE and isinstance(value, NamedNode):
                known.members[value].add(subject)
            else:
                known.pairs[predicate].add((subject, value))
        return known

    def facts(self) -> Iterator[Fact]:
        """The triples."""
        for cls, members in self.members.items():
            yield from ((one, TYPE, cls) for one in members)
        for predicate, pairs in self.pairs.items():
            yield from ((subject, predicate, value) for subject, value in pairs)

    def worth_beyond(self, given: "Known") -> Iterator[Fact]:
        """The triples that are worth keeping and not among some others."""
        classes = self.members.keys() - TRIVIAL_CLASSES
        members = {cls: self.members[cls] - given.members.get(cls, set()) for cls in classes}
        pairs = {p: told - given.pairs.get(p, set()) for p, told in self.pairs.items()}
        subjects = set[NamedNode]().union(*members.values())
        subjects.update(subject for told in pairs.values() for subject, _ in told)
        kept = {one for one in subjects if is_kept(one)}
        for cls, fresh in members.items():
            yield from ((one, TYPE, cls) for one in fresh & kept)
        for predicate, told in pairs.items():
            for subject, value in told:
                if subject in kept and not (predicate == SAME and subject == value):
                    yield subject, predicate, value

    def drawn(self, rules: Rules) -> "Known":
        """What follows from the triples; some of themselves may be among it."""
        found = Known()
        for cls, members in self.members.items():
            if cls in rules.supers:
                found.members[cls] |= members
        for predicate, pairs in self.pairs.items():
            if predicate in rules.properties:
                found._spread(predicate, pairs, rules)
        for predicate, fresh in found._chained(rules).items():
            found._spread(predicate, fresh, rules)
        for cls in list(found.members):
            for above in rules.supers.get(cls, ()):
                found.members[above] |= found.members[cls]
        return found

    def _spread(self, predicate: NamedNode, pairs: set[Pair], rules: Rules) -> None:
        """Adds pairs of a property with all that follows from each alone, classes above apart."""
        reached = rules.reached(predicate)
        if len(reached) == 1:
            self._add(predicate, pairs, rules)
            return
        turned = {(value, subject) for subject, value in pairs if isinstance(value, NamedNode)}
        if len(turned) < len(pairs):
            plain = {pair for pair in pairs if isinstance(pair[1], Literal)}
            for one in {predicate, *rules.super_properties.get(predicate, ())}:
                self._add(one, plain, rules)
        if turned:
            straight = {(subject, value) for value, subject in turned}
            for one, is_turned in reached:
                self._add(one, turned if is_turned else straight, rules)  # type: ignore[arg-type]

    def _add(self, predicate: NamedNode, pairs: set[Pair], rules: Rules) -> None:
        self.pairs[predicate] |= pairs
        if classes := rules.domains.get(predicate):
            subjects = {subject for subject, _ in pairs}
            for cls in classes:
                self.members[cls] |= subjects
        if classes := rules.ranges.get(predicate):
            values = {value for _, value in pairs if isinstance(value, NamedNode)}
            for cls in classes:
                self.members[cls] |= values

    def _chained(self, rules: Rules) -> dict[NamedNode, set[Pair]]:
        """The pairs that chains of properties give, found link by link."""
        onward: dict[tuple[NamedNode, NamedNode], set[Term]] = defaultdict(set)
        backward: dict[tuple[Term, NamedNode], set[NamedNode]] = defaultdict(set)
        drawn: dict[NamedNode, set[Pair]] = defaultdict(set)
        links = [p for p in self.pairs if p in rules.chain_parts]
        work = deque((s, p, o) for p in links for s, o in self.pairs[p])
        while work:
            fact = subject, predicate, value = work.popleft()
            if value in onward[subject, predicate]:
                continue
            onward[subject, predicate].add(value)
            backward[value, predicate].add(subject)
            for start, whole, end in rules.from_chains(
                fact, lambda s, p: onward.get((s, p), ()), lambda o, p: backward.get((o, p), ())
            ):
                if (start, end) not in drawn[whole]:
                    drawn[whole].add((start, end))
                    work.extend(_links(start, whole, end, rules))
        return drawn


def _links(subject: NamedNode, predicate: NamedNode, value: Term, rules: Rules) -> Iterator[Fact]:
    """What of that which follows from a triple alone may be a link of a chain."""
    if not isinstance(value, NamedNode):
        plain = {predicate, *rules.super_properties.get(predicate, ())}
        yield from ((subject, one, value) for one in plain if one in rules.chain_parts)
        return
    for one, is_turned in rules.reached(predicate):
        if one in rules.chain_parts:
            yield (value, one, subject) if is_turned else (subject, one, value)


def closed_by_owlrl(facts: Iterable[Fact], ontology: Ontology) -> frozenset[Fact]:
    """The closure by owlrl: the reference, and the way for what the tables do not hold."""
    graph = in_rdflib(facts, ontology)
    close_in_place(graph)
    return out_of_rdflib(graph)


def out_of_rdflib(graph: Graph) -> frozenset[Fact]:
    """The triples of a graph, those with literals as subjects left out."""
    lines = (f"{s.n3()} {p.n3()} {o.n3()} ." for s, p, o in graph if not _is_literal(s.n3()))
    quads = ox.parse("\n".join(lines).encode(), format=ox.RdfFormat.N_TRIPLES)
    return frozenset(facts_of(quads))


def in_rdflib(facts: Iterable[Fact], ontology: Ontology) -> Graph:
    """Facts with what the ontology says of terms, as owlrl takes them."""
    logic = [triple for triple in ontology.triples if _is_logic(triple)]
    plain = ox.serialize(
        [*logic, *(ox.Triple(*fact) for fact in facts)], format=ox.RdfFormat.N_TRIPLES
    )
    return Graph().parse(data=plain or b"", format="nt")


def close_in_place(graph: Graph) -> None:
    """Lets owlrl add to a graph what follows."""
    import owlrl  # noqa: PLC0415, a tenth of a second that most commands need not wait for

    owlrl.OWLRL_Semantics(graph, axioms=False, daxioms=False, rdfs=False).closure()


def _is_logic(triple: ox.Triple) -> bool:
    """Whether a triple says something of terms that a reasoner uses; lexicon entries are data."""
    subject, predicate = triple.subject, triple.predicate
    is_entry = isinstance(subject, NamedNode) and iri.kind_of(subject.value) == "id"
    return predicate.value.startswith(LOGIC) and predicate not in SILENT and not is_entry


def _is_literal(written: str) -> bool:
    return written.startswith('"')


def facts_of(quads: Iterable[Quad], of: Collection[NamedNode] | None = None) -> Iterator[Fact]:
    """The triples between named nodes and literals, all or those of some properties."""
    for subject, predicate, value, _ in quads:
        if of is not None and predicate not in of:
            continue
        if isinstance(subject, NamedNode) and isinstance(value, NamedNode | Literal):
            yield subject, predicate, value


def is_kept(node: NamedNode) -> bool:
    """Whether what follows of a node is kept: of things of the layers alone."""
    return iri.kind_of(node.value) in KEPT_KINDS


def is_worth(fact: Fact) -> bool:
    """The declared rule: which inferred triples are kept."""
    subject, predicate, value = fact
    if not is_kept(subject):
        return False
    if predicate == SAME and subject == value:
        return False
    return not (predicate == TYPE and value in TRIVIAL_CLASSES)
