"""No direct triple of the seeds' or the originals' graph lacks a claim that may say it."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import copy
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from claimgraph import iri
from claimgraph.entities import Lexicon
from claimgraph.layout import domain
from claimgraph.ontology import Ontology
from claimgraph.store.embedded import Store
from claimgraph.terms import TYPE, cg
from claimgraph.vocabulary import CONSENSUS, ENTITIES

GOVERNANCE = "https://w3id.org/claimgraph/governance#"
ROLES = tuple(
    cg(role)
    for role in (
        *("agent", "recipient", "object", "authority", "party"),
        *("date", "from", "until", "quantity", "content"),
    )
)
DERIVED = frozenset(NamedNode(GOVERNANCE + name) for name in ("issuingBody", "suspends"))


def kind(term: object) -> str:
    """What an IRI of the project stands for: id, situation, state."""
    return iri.kind_of(str(getattr(term, "value", "")))


def _is_domains(term: object) -> bool:
    """Whether a term is one of the domain."""
    return str(getattr(term, "value", "")).startswith(GOVERNANCE)


class Told:
    """The claims of a graph, by what they say, with the ontology's word on who may say what."""

    def __init__(self, store: Store, ontology: Ontology) -> None:
        self.ontology = ontology
        self.facts: dict[object, dict[object, list[object]]] = defaultdict(dict)
        self.homes: dict[object, list[object]] = defaultdict(list)
        sources = [quad for graph in store.source_graphs() for quad in store.graph(graph)]
        for quad in (*sources, *store.graph(NamedNode(ENTITIES))):
            self.facts[quad.subject].setdefault(quad.predicate, []).append(quad.object)
        self.lexicon = Lexicon(ontology)
        self.direct = tuple(store.graph(NamedNode(CONSENSUS)))
        for quad in self.direct:
            if quad.predicate == cg("describes"):
                self.homes[quad.subject].append(quad.object)

    def admits(self, property_: NamedNode, claim: object) -> bool:
        """Whether a property takes values from a claim, by the claim's status."""
        alleged = self.ontology.says(property_, cg("admitsAlleged"))
        reported = alleged or self.ontology.says(property_, cg("admitsReported"))
        open_to: dict[object, bool] = {
            cg("Asserted"): True,
            cg("Reported"): reported,
            cg("Alleged"): alleged,
        }
        return any(open_to.get(status, False) for status in self.values(claim, cg("status")))

    def values(self, subject: object, predicate: NamedNode) -> list[object]:
        """What the sources say of a node."""
        return self.facts.get(subject, {}).get(predicate, [])

    def fillers(self, claim: object) -> Iterator[object]:
        """All that fills a role of a claim, as it stands in the consensus."""
        for role in ROLES:
            for value in self.values(claim, role):
                yield from self.homes.get(value, ()) or (value,)
                yield from self._groups(value)

    def _groups(self, value: object) -> Iterator[object]:
        """The entity that a group's words have become."""
        if isinstance(value, Literal):
            yield self.lexicon.group(value.value)

    def tellers(self, situation: object) -> Iterator[tuple[object, ...]]:
        """The claims of a situation, each with those it embeds."""
        for claim, homes in self.homes.items():
            if situation in homes:
                yield (claim, *self.values(claim, cg("content")))


def unbacked(told: Told) -> Iterator[Quad]:
    """The direct triples of the domain that no eligible claim tells."""
    pairs: dict[object, set[tuple[object, object]]] = defaultdict(set)
    for quad in told.direct:
        predicate = quad.predicate
        if not _is_domains(predicate) or predicate in DERIVED:
            continue
        if kind(quad.subject) == "situation":
            tellers = (one for group in told.tellers(quad.subject) for one in group)
            open_to = (one for one in tellers if told.admits(predicate, one))
            if not any(quad.object in set(told.fillers(one)) for one in open_to):
                yield quad
        elif kind(quad.subject) == "id":
            if predicate not in pairs:
                pairs[predicate] = set(_pairs(told, predicate))
            if (quad.subject, quad.object) not in pairs[predicate]:
                yield quad


def _pairs(told: Told, predicate: NamedNode) -> Iterator[tuple[object, object]]:
    """Whatever stands together in a claim that may tell a relation."""
    for claim in told.homes:
        if told.admits(predicate, claim):
            together = list(told.fillers(claim))
            yield from ((one, other) for one in together for other in together)


def classless(told: Told) -> Iterator[Quad]:
    """Situations with a class of the domain though no claim asserts or reports them."""
    for quad in told.direct:
        is_class = quad.predicate == TYPE and _is_domains(quad.object)
        if is_class and kind(quad.subject) == "situation":
            statuses = {
                status
                for claim, *_ in told.tellers(quad.subject)
                for status in told.values(claim, cg("status"))
            }
            if not statuses & {cg("Asserted"), cg("Reported")}:
                yield quad


@pytest.fixture(scope="module", params=["seeds", "originals"])
def told(request: pytest.FixtureRequest, graph_of: Callable[[Path], Store]) -> Told:
    """The claims and direct triples of the retellings, and of the five articles."""
    name = "root" if request.param == "seeds" else "shared"
    folder = request.getfixturevalue(name) / "seeds"
    return Told(graph_of(folder), Ontology.load(domain()))


def test_no_direct_triple_lacks_an_eligible_claim(told: Told) -> None:
    """The difference of what the consensus holds and what eligible claims tell is empty."""
    kinds = {kind(quad.subject) for quad in told.direct}
    assert {"situation", "id"} <= kinds
    lacking = [quad for quad in unbacked(told) if not _is_state(quad)]
    assert lacking == []


def test_no_class_without_a_claim_that_asserts_or_reports(told: Told) -> None:
    """What is only alleged, denied, negated or planned is an instance of no class."""
    assert list(classless(told)) == []


def test_a_leak_would_be_seen(told: Told) -> None:
    """With the claims behind a situation taken to be hypothetical, its triples are found."""
    quad = next(q for q in told.direct if q.predicate == NamedNode(GOVERNANCE + "issuedBy"))
    with taken_for(told, quad.subject, "Hypothetical"):
        assert quad in set(unbacked(told))
    assert quad not in set(unbacked(told))


@pytest.mark.parametrize("status", ["Alleged", "Denied", "Negated", "Hypothetical"])
def test_a_class_that_nobody_tells_would_be_seen(told: Told, status: str) -> None:
    """With none but claims of such a status behind a suspension, its class is found."""
    suspension = NamedNode(GOVERNANCE + "Suspension")
    quad = next(q for q in told.direct if (q.predicate, q.object) == (TYPE, suspension))
    with taken_for(told, quad.subject, status):
        assert quad in set(classless(told))
    assert quad not in set(classless(told))


@pytest.mark.parametrize("status", ["Denied", "Negated", "Hypothetical"])
def test_a_planted_claim_of_such_a_status_backs_nothing(told: Told, status: str) -> None:
    """A triple that none but a denied, negated or hypothetical claim tells is found."""
    situation = next(q.subject for q in told.direct if q.predicate == cg("standing"))
    claim, stranger = (NamedNode(f"https://example.org/{name}") for name in ("claim", "stranger"))
    planted = Quad(situation, NamedNode(GOVERNANCE + "issuedBy"), stranger)
    leaky = copy(told)
    leaky.direct = (*told.direct, planted)
    leaky.homes = defaultdict(list, {**told.homes, claim: [situation]})
    for given, is_found in ((status, True), ("Asserted", False)):
        facts = {cg("status"): [cg(given)], cg("agent"): [stranger]}
        leaky.facts = defaultdict(dict, {**told.facts, claim: facts})
        assert (planted in set(unbacked(leaky))) == is_found


@contextmanager
def taken_for(told: Told, situation: object, status: str) -> Iterator[None]:
    """All claims of a situation, and those they embed, with another status for a while."""
    claims = {claim for group in told.tellers(situation) for claim in group}
    before = {claim: told.facts[claim][cg("status")] for claim in claims}
    for claim in claims:
        told.facts[claim][cg("status")] = [cg(status)]
    try:
        yield
    finally:
        for claim, statuses in before.items():
            told.facts[claim][cg("status")] = statuses


def _is_state(quad: Quad) -> bool:
    """Whether a triple links a thing to a state of access, which its own situations back."""
    return kind(quad.object) == "state"
