"""Why the graph holds something: down from a node or triple to claims, quotes, sources, rules."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from pyoxigraph import Literal, NamedNode

from claimgraph import iri
from claimgraph.errors import UnknownNameError
from claimgraph.explain.meant import called, find
from claimgraph.facts import Facts
from claimgraph.store.graphstore import GraphStore
from claimgraph.terms import ALT_LABEL, LABEL, TYPE, Term, cg
from claimgraph.vocabulary import (
    CG,
    CONSENSUS,
    DCTERMS,
    ENTITIES,
    INFERRED,
    OA,
    counted,
    local_name,
)

MOST_CLAIMS: Final = 12
"""So many claims are shown under one head; the rest is counted."""

BY_NOUN: Final = "common noun"
"""Why a situation speaks of another that the text does not tell: "the order", "the accusation"."""
ROLES: Final = ("agent", "recipient", "object", "authority", "party", "date", "from", "until")
LAYERS: Final = {ENTITIES: "entities", CONSENSUS: "consensus", INFERRED: "inferred"}


@dataclass(frozen=True, slots=True)
class Reason:
    """One sentence about a node, the rules that made it so, and what it rests on."""

    text: str
    node: str = ""
    rules: tuple[str, ...] = ()
    because: tuple["Reason", ...] = ()


def explain(store: GraphStore, name: str) -> Reason:
    """Why the graph holds what a name means: an IRI, a prefixed name, or a label.

    Raises:
        UnknownNameError: nothing in the graph is called so; carries what comes nearest.
    """
    return _Explainer(store).node(find(store, name))


def explain_triple(
    store: GraphStore, subject: NamedNode, predicate: NamedNode, value: Term
) -> Reason:
    """Why the graph holds one triple: its layer, and the claims that tell it.

    Raises:
        UnknownNameError: the graph does not hold it.
    """
    return _Explainer(store).triple(subject, predicate, value)


def explain_claims(store: GraphStore, claims: Iterable[NamedNode]) -> tuple[Reason, ...]:
    """Claims with their quotes, in order of source and place; of many, the first."""
    return _Explainer(store).claims(list(claims))


def as_text(reason: Reason) -> str:
    """The reasons as an indented list."""
    return "".join(f"{line}\n" for line in _lines(reason, 0))


def record(reason: Reason) -> dict[str, object]:
    """The reasons as plain values, for JSON."""
    found: dict[str, object] = {"text": reason.text}
    if reason.node:
        found["iri"] = reason.node
    if reason.rules:
        found["rules"] = list(reason.rules)
    if reason.because:
        found["because"] = [record(one) for one in reason.because]
    return found


def _lines(reason: Reason, depth: int) -> Iterator[str]:
    mark = "  " * depth + ("- " if depth else "")
    rules = f" [{', '.join(reason.rules)}]" if reason.rules else ""
    yield f"{mark}{reason.text}{rules}"
    for one in reason.because:
        yield from _lines(one, depth + 1)


@dataclass(frozen=True, slots=True)
class _Explainer:
    store: GraphStore

    def facts(self, node: NamedNode) -> Facts:
        return Facts.of(self.store.about(node))

    def node(self, node: NamedNode) -> Reason:
        kinds = {
            "claim": self.claim,
            "situation": self.situation,
            "difference": self.difference,
            "state": self.state,
            "source": self.source,
            "evidence": self.part,
            "quantity": self.part,
            "attribution": self.part,
            "decision": self.decision,
        }
        found = kinds.get(iri.kind_of(node.value), self.entity)(node)
        return replace(found, because=(*self.decisions(node), *found.because))

    def decisions(self, node: NamedNode) -> tuple[Reason, ...]:
        """What reviewers decided on a node."""
        quads = self.store.pointing_to(node, cg("decidesOn"))
        subjects = sorted({q.subject for q in quads if isinstance(q.subject, NamedNode)}, key=str)
        return tuple(self.decision(one) for one in subjects)

    def decision(self, node: NamedNode) -> Reason:
        facts = self.facts(node)
        kind = ", ".join(local_name(one.value) for one in facts.nodes(node, TYPE))
        who = ", ".join(facts.strings(node, cg("decidedBy")))
        why = "; ".join(facts.strings(node, cg("because")))
        return Reason(f"{kind or 'Decision'} by {who}: {why}", node.value)

    def name(self, term: Term) -> str:
        return called(self.store, term)

    def claim(self, node: NamedNode) -> Reason:
        facts = self.facts(node)
        source = facts.node(node, cg("source"))
        if source is None:
            return Reason(f"{local_name(node.value)}: no claim of the graph any more", node.value)
        status = local_name((facts.node(node, cg("status")) or cg("Asserted")).value).lower()
        kind = local_name((facts.node(node, cg("type")) or node).value)
        speakers = ", ".join(self.name(one) for one in facts.nodes(node, cg("speaker")))
        voice = f"{status}, from {speakers}" if speakers else status
        where, quote = self.quote(facts, node)
        identifier = self.identifier(source)
        text = f"{identifier}@{where} {kind} ({voice}): \u201c{quote}\u201d"
        roles = [
            f"{role} {', '.join(self.name(v) for v in values)}"
            for role in ROLES
            if (values := facts.values(node, cg(role)))
        ]
        rules = facts.strings(node, cg("rule"))
        inner = tuple(Reason(f"{role}") for role in roles)
        embedded = tuple(self.claim(one) for one in facts.nodes(node, cg("content")) if one != node)
        return Reason(text, node.value, rules, (*inner, *embedded))

    def quote(self, facts: Facts, node: NamedNode) -> tuple[str, str]:
        """Where the evidence of a claim stands, and its words."""
        start = end = words = ""
        for evidence in facts.nodes(node, cg("evidence")):
            of_evidence = self.facts(evidence)
            for selector in of_evidence.nodes(evidence, NamedNode(OA + "hasSelector")):
                found = self.facts(selector)
                start = found.string(selector, NamedNode(OA + "start")) or start
                end = found.string(selector, NamedNode(OA + "end")) or end
                words = found.string(selector, NamedNode(OA + "exact")) or words
        return f"{start}-{end}", " ".join(words.split())

    def identifier(self, source: NamedNode) -> str:
        found = self.facts(source).string(source, NamedNode(DCTERMS + "identifier"))
        return found or local_name(source.value)

    def claims(self, nodes: list[NamedNode]) -> tuple[Reason, ...]:
        """The claims, in order of source and place; many are cut short."""
        told = sorted((self.brief(one) for one in nodes), key=lambda one: one.text)
        more = len(told) - MOST_CLAIMS
        rest = (Reason(f"and {more} more claims"),) if more > 0 else ()
        return (*told[:MOST_CLAIMS], *rest)

    def brief(self, node: NamedNode) -> Reason:
        whole = self.claim(node)
        return Reason(whole.text, whole.node, whole.rules)

    def describing(self, situation: NamedNode) -> list[NamedNode]:
        found = self.store.pointing_to(situation, cg("describes"))
        return sorted(
            (q.subject for q in found if isinstance(q.subject, NamedNode)), key=lambda n: n.value
        )

    def situation(self, node: NamedNode) -> Reason:
        facts = self.facts(node)
        claims = self.describing(node)
        standing = facts.node(node, cg("standing"))
        stands = local_name(standing.value) if standing else "unknown"
        sources = counted(int(facts.string(node, cg("documentCount")) or 0), "source")
        head = f"{self.name(node)}: {stands}, told by {sources} in {counted(len(claims), 'claim')}"
        values = tuple(self.values(node, facts, claims))
        return Reason(head, node.value, (), (*values, *self.claims(claims)))

    def values(self, node: NamedNode, facts: Facts, claims: list[NamedNode]) -> Iterator[Reason]:
        """Each direct value of a situation with the sources whose claims tell it."""
        told = {claim: self.roles(claim) for claim in claims}
        for other in facts.nodes(node, cg("speaksOf")):
            yield Reason(f"speaksOf {self.name(other)}, its participants' own", "", (BY_NOUN,))
        for predicate in sorted(facts.tables, key=lambda one: one.value):
            if predicate in {TYPE, LABEL} or predicate.value.startswith(CG):
                continue
            for value in facts.values(node, predicate):
                backing = sorted({told[c][0] for c in claims if self.tells(told[c][1], value)})
                rule = "role profile" if backing else "rule or inference"
                by = f", told by {', '.join(backing)}" if backing else ""
                yield Reason(f"{local_name(predicate.value)} {self.name(value)}{by}", "", (rule,))

    def roles(self, claim: NamedNode) -> tuple[str, frozenset[Term]]:
        """The id of a claim's source, and all that its roles and embedded claims hold."""
        facts = self.facts(claim)
        source = facts.node(claim, cg("source"))
        held: set[Term] = set()
        for role in (*ROLES, "content", "quantity"):
            held |= set(facts.values(claim, cg(role)))
        for inner in facts.nodes(claim, cg("content")):
            held |= {q.object for q in self.store.about(inner) if isinstance(q.object, NamedNode)}
        return (self.identifier(source) if source else "", frozenset(held))

    def tells(self, held: frozenset[Term], value: Term) -> bool:
        if value in held:
            return True
        if iri.kind_of(value.value) == "situation" and isinstance(value, NamedNode):
            return bool(held & set(self.describing(value)))
        names = {value.value} if isinstance(value, Literal) else set(self.all_names(value))
        return any(isinstance(one, Literal) and one.value in names for one in held)

    def all_names(self, node: NamedNode) -> tuple[str, ...]:
        facts = self.facts(node)
        return (*facts.strings(node, LABEL), *facts.strings(node, ALT_LABEL))

    def difference(self, node: NamedNode) -> Reason:
        facts = self.facts(node)
        kind = facts.node(node, cg("kind"))
        on, about = facts.node(node, cg("onProperty")), facts.node(node, cg("onSituation"))
        values = " / ".join(self.name(v) for v in facts.values(node, cg("rivalValue")))
        kept = " / ".join(self.name(v) for v in facts.values(node, cg("resolvedValue"))) or "none"
        head = (
            f"{local_name(kind.value) if kind else 'Difference'} on "
            f"{local_name(on.value) if on else 'a property'} of "
            f"{self.name(about) if about else 'a situation'}: {values}; kept: {kept}"
        )
        claims = list(facts.nodes(node, cg("differingClaim")))
        sides = tuple(
            Reason(f"{self.name(value)}, told by", "", (), self.claims(tellers))
            for value in facts.values(node, cg("rivalValue"))
            if (tellers := [one for one in claims if value in self.rivals(one)])
        )
        return Reason(head, node.value, (), sides)

    def rivals(self, claim: NamedNode) -> tuple[Term, ...]:
        return self.facts(claim).values(claim, cg("tellsRival"))

    def part(self, node: NamedNode) -> Reason:
        """A node of one source's graph: what it is, and the claims that it belongs to."""
        facts = self.facts(node)
        kind = ", ".join(local_name(one.value) for one in facts.nodes(node, TYPE))
        pointing = {q.subject for q in self.store.pointing_to(node)}
        users = [one for one in pointing if isinstance(one, NamedNode)]
        claims = [one for one in users if iri.kind_of(one.value) == "claim"]
        others = tuple(self.part(one) for one in users if iri.kind_of(one.value) == "attribution")
        _, words = self.quote(facts, node)
        told = f" \u201c{words}\u201d" if words else f" {self.name(node)}"
        return Reason(f"{kind or 'node'}{told}", node.value, (), (*others, *self.claims(claims)))

    def state(self, node: NamedNode) -> Reason:
        facts = self.facts(node)
        makers = tuple(self.situation(one) for one in facts.nodes(node, cg("madeBy")))
        return Reason(self.name(node), node.value, ("states over time",), makers)

    def source(self, node: NamedNode) -> Reason:
        told = self.store.pointing_to(node, cg("source"))
        claims = [q.subject for q in told if isinstance(q.subject, NamedNode)]
        count = sum(iri.kind_of(claim.value) == "claim" for claim in claims)
        text = f"{self.identifier(node)}: {self.name(node)}, {counted(count, 'claim')}"
        return Reason(text, node.value)

    def entity(self, node: NamedNode) -> Reason:
        facts = self.facts(node)
        kinds = ", ".join(sorted({local_name(kind.value) for kind in facts.nodes(node, TYPE)}))
        grounds = facts.nodes(node, cg("restsOn"))
        claims = [one for one in grounds if iri.kind_of(one.value) == "claim"]
        others = tuple(
            Reason(f"rests on {self.name(one)}", one.value) for one in grounds if one not in claims
        )
        relations = tuple(self.relations(node))
        head = f"{self.name(node)}: {kinds or 'no kind known'}"
        return Reason(head, node.value, (), (*others, *relations, *self.claims(claims)))

    def relations(self, node: NamedNode) -> Iterator[Reason]:
        """What consensus and inference say of an entity, and in which layer."""
        for quad in sorted(self.store.about(node), key=str):
            graph, predicate, value = quad.graph_name, quad.predicate, quad.object
            layer = LAYERS.get(graph.value, "") if isinstance(graph, NamedNode) else ""
            if predicate in {TYPE, LABEL, ALT_LABEL} or predicate == cg("restsOn"):
                continue
            if layer and isinstance(value, NamedNode | Literal):
                yield Reason(f"{local_name(predicate.value)} {self.name(value)}", "", (layer,))

    def triple(self, subject: NamedNode, predicate: NamedNode, value: Term) -> Reason:
        found = [
            q for q in self.store.about(subject) if (q.predicate, q.object) == (predicate, value)
        ]
        written = f"{self.name(subject)} {local_name(predicate.value)} {self.name(value)}"
        if not found:
            raise UnknownNameError("triple", written)
        graph = found[0].graph_name
        layer = LAYERS.get(graph.value, "claims") if isinstance(graph, NamedNode) else "claims"
        return Reason(written, "", (layer,), self.grounds(subject, predicate, value, layer))

    def grounds(
        self, subject: NamedNode, predicate: NamedNode, value: Term, layer: str
    ) -> tuple[Reason, ...]:
        """What a triple rests on: what it follows from, the claims that tell it, or its nodes."""
        if predicate == cg("restsOn") and isinstance(value, NamedNode):
            return (self.node(value),)
        if layer == LAYERS[ENTITIES]:
            return self.node(subject).because
        stated = sorted(self.between(subject, value) - {(subject, predicate, value)}, key=str)
        if layer == LAYERS[INFERRED] and stated:
            return tuple(self.triple(*one) for one in stated)
        if claims := [c for c in self.tellers(subject) if self.tells(self.roles(c)[1], value)]:
            return self.claims(claims)
        below = value if iri.kind_of(value.value) in {"state", "situation"} else subject
        return (self.node(NamedNode(below.value)),)

    def between(
        self, subject: NamedNode, value: Term
    ) -> set[tuple[NamedNode, NamedNode, NamedNode]]:
        """The triples of consensus and entities that link two nodes, either way."""
        if not isinstance(value, NamedNode):
            return set()
        told = {NamedNode(ENTITIES), NamedNode(CONSENSUS)}
        pairs = ((subject, value), (value, subject))
        return {
            (one, q.predicate, other)
            for one, other in pairs
            for q in self.store.about(one)
            if q.object == other and q.graph_name in told
        }

    def tellers(self, node: NamedNode) -> list[NamedNode]:
        """The claims that describe a situation, take part in a difference, or name an entity."""
        if iri.kind_of(node.value) == "situation":
            return self.describing(node)
        roles = {cg(role) for role in (*ROLES, "speaker")}
        pointing = (q for q in self.store.pointing_to(node) if q.predicate in roles)
        named = {q.subject for q in pointing if isinstance(q.subject, NamedNode)}
        rivals = self.facts(node).nodes(node, cg("differingClaim"))
        return sorted({*named, *rivals}, key=lambda one: one.value)
