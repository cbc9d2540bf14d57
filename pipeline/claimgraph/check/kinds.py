"""What makes a thing an instance of a class: the claims, or the lexicon, that tell its kind."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

from pyoxigraph import NamedNode, Quad

from claimgraph import iri
from claimgraph.check.findings import Finding, Ground, is_iri
from claimgraph.check.locate import MADE_BY, Locator, View
from claimgraph.entities import LEXICON, PARTY, lexicon_of
from claimgraph.infer import closure
from claimgraph.ontology import SUBPROPERTY, Ontology
from claimgraph.reconcile.consensus import admits
from claimgraph.reconcile.records import CONTENT, POSITIVE, ROLES, TOLD
from claimgraph.terms import TYPE, Term, cg
from claimgraph.vocabulary import CG


def with_grounds(finding: Finding, locator: Locator, ontology: Ontology) -> Finding:
    """The finding that a thing is of kinds which exclude each other, with what tells each.

    It stands at the first claim behind one of the kinds. Any other finding stays as it is.
    """
    if finding.path != TYPE.value or not (is_iri(finding.focus) and is_iri(finding.value)):
        return finding
    node, kind = NamedNode(finding.focus), NamedNode(finding.value)
    kinds = Kinds(locator.store, ontology)
    grounds = [
        one
        for cls in (kind, *kinds.against(node, kind))
        for one in _in_order(locator.ground(cls, told) for told in kinds.behind(node, cls))
        or [Ground(cls.value)]
    ]
    placed = _in_order(one for one in grounds if one.source)
    if len({one.kind for one in grounds}) == 1 or not any(one.claim for one in grounds):
        return finding
    if not placed:
        return replace(finding, grounds=tuple(grounds))
    claims = tuple(dict.fromkeys(one.claim for one in placed))
    return replace(finding, claims=claims, grounds=tuple(grounds)).at(placed[0])


def _in_order(grounds: Iterable[Ground]) -> list[Ground]:
    return sorted(grounds, key=lambda one: (one.source, one.start))


ENDS: Final = (NamedNode("urn:claimgraph:subject"), NamedNode("urn:claimgraph:value"))
SPEAKER: Final = cg("speaker")
NO_CLASSES: Final = frozenset[NamedNode]()


@dataclass(frozen=True)
class Kinds:
    """The kinds of things in a graph, each with the claims that it goes back to."""

    view: View
    ontology: Ontology

    def against(self, node: NamedNode, kind: NamedNode) -> tuple[NamedNode, ...]:
        """The kinds of a thing that share no instance with another of its kinds, sorted."""
        told = (cls for cls in self._values(node, TYPE) if isinstance(cls, NamedNode))
        kinds = {above for cls in told for above in self.ontology.above(cls)}
        pairs = self.ontology.disjoint
        return tuple(sorted((one for one in kinds if (kind, one) in pairs), key=str))

    def behind(self, node: NamedNode, kind: NamedNode) -> tuple[NamedNode, ...]:
        """The claims by which a thing is of a kind, and the lexicon where it says so; sorted.

        A claim tells a kind by what its source calls the thing, by its own class, or by a property
        that only things of the kind have.
        """
        found = set(self._by_name(node, kind))
        found |= {claim for claim in self._describing(node) if self._is_told(claim, kind)}
        for quad in self._around(node):
            if kind in self._implied(quad, node):
                found |= set(self._telling(quad))
        return tuple(sorted(found, key=str))

    def _by_name(self, node: NamedNode, kind: NamedNode) -> Iterator[NamedNode]:
        """What the lexicon says, what sources call the thing, and groups that claims describe."""
        is_a = self.ontology.is_a
        if any(is_a(cls, kind) for cls in self.ontology.names(node, TYPE)):
            yield LEXICON
        mentions = self._subjects(cg("refersTo"), node)
        told = {m for m in mentions if any(is_a(k, kind) for k in self._nodes(m, cg("toldKind")))}
        sources = {source for m in told for source in self._nodes(m, cg("source"))}
        for claim in self._claims_of(node):
            if sources & {*self._nodes(claim, cg("source"))}:
                yield claim
        for claim in self._nodes(node, cg("restsOn")):
            groups = {self._group(words) for words in self._values(claim, PARTY)}
            uses = (u for cls in self._nodes(claim, cg("type")) for u in self.ontology.uses_of(cls))
            accepted = (one for use in uses if use.role == PARTY for one in use.accepts)
            if node in groups and any(is_a(one, kind) for one in accepted):
                yield claim

    def _group(self, words: object) -> NamedNode:
        """The group that a claim describes in words."""
        return lexicon_of(self.ontology).group(str(getattr(words, "value", "")))

    def _is_told(self, claim: NamedNode, kind: NamedNode) -> bool:
        """Whether a claim makes what it describes an instance of a class."""
        is_a, says = self.ontology.is_a, self.ontology.says
        return any(
            is_a(cls, kind)
            and any(
                status == cg("Asserted") or (status in TOLD and says(above, cg("admitsReported")))
                for status in self._nodes(claim, cg("status"))
                for above in self.ontology.above(cls)
            )
            for cls in self._nodes(claim, cg("type"))
        )

    def _around(self, node: NamedNode) -> Iterator[Quad]:
        """The triples with a thing at either end that entities or consensus may hold."""
        for quads in (
            self.view.quads_for_pattern(node, None, None),
            self.view.quads_for_pattern(None, None, node),
        ):
            yield from (q for q in quads if q.predicate != TYPE and not _is_of_claims(q))

    def _implied(self, quad: Quad, node: NamedNode) -> frozenset[NamedNode]:
        """The classes of a thing that follow from one triple about it."""
        is_link = isinstance(quad.object, NamedNode)
        if (quad.predicate, is_link) not in self._implications:
            end: Term = ENDS[1] if is_link else quad.object  # type: ignore[assignment]
            drawn = closure([(ENDS[0], quad.predicate, end)], self.ontology)
            self._implications[quad.predicate, is_link] = tuple(
                frozenset(
                    o for s, p, o in drawn if (s, p) == (one, TYPE) and isinstance(o, NamedNode)
                )
                for one in ENDS
            )
        of_subject, of_value = self._implications[quad.predicate, is_link]
        found = of_subject if quad.subject == node else NO_CLASSES
        return found | of_value if quad.object == node else found

    @cached_property
    def _implications(self) -> dict[tuple[NamedNode, bool], tuple[frozenset[NamedNode], ...]]:
        return {}

    def _telling(self, quad: Quad) -> set[NamedNode]:
        """The claims that tell a triple: by a role that becomes it, else by naming both ends."""
        ends = (quad.subject, quad.object)
        near = {claim for end in ends for claim in self._claims_of(end)}
        told = {c for c in near if all(self._speaks_of(c, end) for end in ends)}
        exact = {claim for claim in told if self._becomes(claim, quad.predicate)}
        return exact or told

    def _becomes(self, claim: NamedNode, predicate: NamedNode) -> bool:
        """Whether a role of a claim's class becomes a property, or one that implies it."""
        classes, statuses = (self._nodes(claim, cg(name)) for name in ("type", "status"))
        uses = (use.becomes for cls in classes for use in self.ontology.uses_of(cls))
        relations = (use.becomes for cls in classes for use in self.ontology.relations_of(cls))
        return any(
            predicate in self._properties(becomes)
            and any(admits(self.ontology, becomes, status) for status in statuses)
            for becomes in (*uses, *relations)
            if becomes is not None
        )

    def _properties(self, property_: NamedNode) -> frozenset[NamedNode]:
        """The properties that follow from one between two things."""
        drawn = closure([(ENDS[0], property_, ENDS[1])], self.ontology)
        return frozenset(p for _, p, _ in drawn) | self.ontology.above(property_, SUBPROPERTY)

    def _claims_of(self, end: object) -> set[NamedNode]:
        """The claims that describe what stands at an end of a triple, or name it in a role."""
        if not isinstance(end, NamedNode):
            return set()
        if iri.kind_of(end.value) == "state":
            return {c for one in self._nodes(end, MADE_BY) for c in self._describing(one)}
        named = {one for role in (*ROLES, SPEAKER) for one in self._subjects(role, end)}
        return {one for one in named if self._is_positive(one)} | self._describing(end)

    def _speaks_of(self, claim: NamedNode, end: object) -> bool:
        """Whether a claim, or one that it embeds, has something in a role or describes it."""
        if claim in self._claims_of(end):
            return True
        embedded = self._nodes(claim, CONTENT)
        held = {v for c in (claim, *embedded) for role in ROLES for v in self._values(c, role)}
        return end in held or bool(held & self._claims_of(end))

    def _describing(self, node: NamedNode) -> set[NamedNode]:
        return {c for c in self._subjects(cg("describes"), node) if self._is_positive(c)}

    def _is_positive(self, claim: NamedNode) -> bool:
        return bool(POSITIVE & {*self._nodes(claim, cg("status"))})

    def _values(self, node: NamedNode, predicate: NamedNode) -> tuple[object, ...]:
        return tuple(q.object for q in self.view.quads_for_pattern(node, predicate, None))

    def _nodes(self, node: NamedNode, predicate: NamedNode) -> tuple[NamedNode, ...]:
        return tuple(v for v in self._values(node, predicate) if isinstance(v, NamedNode))

    def _subjects(self, predicate: NamedNode, node: NamedNode) -> set[NamedNode]:
        found = self.view.quads_for_pattern(None, predicate, node)
        return {q.subject for q in found if isinstance(q.subject, NamedNode)}


def _is_of_claims(quad: Quad) -> bool:
    """Whether a triple belongs to the layer of claims, from which nothing is inferred."""
    return quad.predicate.value.startswith(CG)
