"""What the ontology tells the code to do: classes, properties, role uses, policies, effects.

Everything that depends on the domain is read here from its Turtle files.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cached_property
from pathlib import Path
from typing import TypeVar

import pyoxigraph as ox
from pyoxigraph import Literal, NamedNode

from claimgraph.layout import Domain
from claimgraph.remembered import remembered
from claimgraph.terms import TYPE, Term, cg
from claimgraph.turtle import quads_in
from claimgraph.vocabulary import OWL, RDFS, local_name

SUBCLASS = NamedNode(RDFS + "subClassOf")
SUBPROPERTY = NamedNode(RDFS + "subPropertyOf")
DISJOINT = NamedNode(OWL + "disjointWith")
CLASS = NamedNode(OWL + "Class")
PROPERTIES = (NamedNode(OWL + "ObjectProperty"), NamedNode(OWL + "DatatypeProperty"))
Subject = NamedNode | ox.BlankNode


@dataclass(frozen=True, slots=True)
class RoleUse:
    """What one role of one class accepts and becomes; see cg:RoleUse."""

    on: NamedNode
    role: NamedNode
    becomes: NamedNode | None
    accepts: frozenset[NamedNode]
    identifying: bool
    of_content: bool
    preposition: str | None

    @property
    def place(self) -> tuple[NamedNode, bool]:
        """What a use on a class below must share to stand instead."""
        return self.role, self.of_content


@dataclass(frozen=True, slots=True)
class RelationUse:
    """How two roles of a class give a direct relation between their fillers; see cg:RelationUse."""

    on: NamedNode
    subject_role: NamedNode
    subject_accepts: frozenset[NamedNode]
    becomes: NamedNode
    object_role: NamedNode
    object_accepts: frozenset[NamedNode]

    @property
    def place(self) -> tuple[NamedNode, NamedNode]:
        """What a use on a class below must share to stand instead."""
        return self.subject_role, self.object_role


U = TypeVar("U", RoleUse, RelationUse)


@dataclass(frozen=True, slots=True)
class ReferenceUse:
    """Through whom claims of a class refer to what another tells; see cg:ReferenceUse."""

    on: NamedNode
    subject_role: NamedNode
    object_role: NamedNode
    object_accepts: frozenset[NamedNode]
    contests: bool


@dataclass(frozen=True, eq=False)
class Ontology:
    """A domain's Turtle files as one graph, with the look-ups that the stages need.

    `digests` tells, by file name, the SHA-256 of each file.
    """

    triples: tuple[ox.Triple, ...]
    digests: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def load(cls, domain: Domain) -> "Ontology":
        """All ontology files of a domain.

        Raises:
            DomainError: a file does not parse; the message gives file, line and column.
        """
        files = domain.ontology_files()
        digests = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in files}
        return cls(tuple(triple for path in files for triple in _parse(path)), digests)

    @classmethod
    def parse(cls, *turtle: str) -> "Ontology":
        """An ontology written in the code that calls, such as a test's."""
        triples = [
            quad.triple
            for number, text in enumerate(turtle)
            for quad in _parsed(text.encode(), f"text{number}")
        ]
        sums = {f"{i}.ttl": hashlib.sha256(t.encode()).hexdigest() for i, t in enumerate(turtle)}
        return cls(tuple(triples), sums)

    @cached_property
    def _index(self) -> dict[NamedNode, dict[Subject, list[Term | ox.BlankNode]]]:
        index: dict[NamedNode, dict[Subject, list[Term | ox.BlankNode]]] = defaultdict(
            lambda: defaultdict(list)
        )
        for triple in self.triples:
            subject, value = triple.subject, triple.object
            if not isinstance(subject, ox.Triple) and not isinstance(value, ox.Triple):
                index[triple.predicate][subject].append(value)
        return index

    def objects(self, subject: Subject, predicate: NamedNode) -> tuple[Term, ...]:
        """The values of a property of a term, sorted."""
        told = self._index[predicate].get(subject, ())
        found = [one for one in told if not isinstance(one, ox.BlankNode)]
        return tuple(sorted(found, key=str) if len(found) > 1 else found)

    def names(self, subject: Subject, predicate: NamedNode) -> frozenset[NamedNode]:
        """The IRIs among the values of a property of a term."""
        return frozenset(o for o in self.objects(subject, predicate) if isinstance(o, NamedNode))

    def one(self, subject: Subject, predicate: NamedNode) -> NamedNode | None:
        """The only IRI among the values, or the first, or None."""
        return min(self.names(subject, predicate), key=str, default=None)

    def subjects(self, predicate: NamedNode, value: Term) -> tuple[NamedNode, ...]:
        """The terms that have this value, sorted."""
        table = self._index[predicate]
        found = (s for s, objects in table.items() if value in objects)
        return tuple(sorted((s for s in found if isinstance(s, NamedNode)), key=str))

    def having(self, predicate: NamedNode) -> tuple[NamedNode, ...]:
        """The terms that have any value of a property, sorted."""
        return tuple(
            sorted((s for s in self._index[predicate] if isinstance(s, NamedNode)), key=str)
        )

    @remembered
    def says(self, subject: NamedNode, predicate: NamedNode) -> bool:
        """Whether a yes-or-no annotation of a term is true."""
        told = self.objects(subject, predicate)
        return any(isinstance(o, Literal) and o.value in {"true", "1"} for o in told)

    @cached_property
    def classes(self) -> Mapping[str, NamedNode]:
        """The classes by local name; core names give way to the domain's."""
        found = self.subjects(TYPE, CLASS)
        ordered = sorted(found, key=lambda cls: (not cls.value.startswith(cg("").value), cls.value))
        return {local_name(cls.value): cls for cls in ordered}

    @cached_property
    def claim_types(self) -> frozenset[NamedNode]:
        """The classes that claims are of."""
        return frozenset(c for c in self.having(cg("claimType")) if self.says(c, cg("claimType")))

    @cached_property
    def properties(self) -> frozenset[NamedNode]:
        """The object and datatype properties."""
        return frozenset(p for kind in PROPERTIES for p in self.subjects(TYPE, kind))

    @remembered
    def above(self, term: NamedNode, relation: NamedNode = SUBCLASS) -> frozenset[NamedNode]:
        """A class (or property) with all that lie above it."""
        found, frontier = {term}, [term]
        while frontier:
            fresh = self.names(frontier.pop(), relation) - found
            found |= fresh
            frontier.extend(sorted(fresh, key=str))
        return frozenset(found)

    def is_a(self, cls: NamedNode, other: NamedNode) -> bool:
        """Whether a class is another or lies below it."""
        return other in self.above(cls)

    def claim_type(self, cls: NamedNode) -> NamedNode:
        """The claim type that a class is or lies below; itself where there is none."""
        return min(self.above(cls) & self.claim_types, key=str, default=cls)

    @cached_property
    def role_uses(self) -> tuple[RoleUse, ...]:
        """All role uses, by IRI."""
        return tuple(
            RoleUse(
                on,
                role,
                self.one(use, cg("becomes")),
                self.names(use, cg("accepts")),
                self.says(use, cg("identifying")),
                self.says(use, cg("ofContent")),
                next((word.value for word in self.objects(use, cg("preposition"))), None),
            )
            for use in self.subjects(TYPE, cg("RoleUse"))
            if (on := self.one(use, cg("onClass"))) and (role := self.one(use, cg("role")))
        )

    @cached_property
    def relation_uses(self) -> tuple[RelationUse, ...]:
        """All relation uses, by IRI."""
        return tuple(
            RelationUse(
                on,
                subject,
                self.names(use, cg("subjectAccepts")),
                becomes,
                object_,
                self.names(use, cg("objectAccepts")),
            )
            for use in self.subjects(TYPE, cg("RelationUse"))
            if (on := self.one(use, cg("onClass")))
            and (subject := self.one(use, cg("subjectRole")))
            and (becomes := self.one(use, cg("becomes")))
            and (object_ := self.one(use, cg("objectRole")))
        )

    @cached_property
    def reference_uses(self) -> tuple[ReferenceUse, ...]:
        """All reference uses, by IRI."""
        return tuple(
            ReferenceUse(
                on,
                subject,
                object_,
                self.names(use, cg("objectAccepts")),
                self.says(use, cg("contests")),
            )
            for use in self.subjects(TYPE, cg("ReferenceUse"))
            if (on := self.one(use, cg("onClass")))
            and (subject := self.one(use, cg("subjectRole")))
            and (object_ := self.one(use, cg("objectRole")))
        )

    @remembered
    def references_of(self, cls: NamedNode) -> tuple[ReferenceUse, ...]:
        """The reference uses that hold for a class, those of its superclasses too."""
        above = self.above(cls)
        return tuple(use for use in self.reference_uses if use.on in above)

    @remembered
    def uses_of(self, cls: NamedNode) -> tuple[RoleUse, ...]:
        """The role uses that hold for a class.

        Those of a superclass hold unless a class below has its own for the same role.
        """
        return self._holding(cls, self.role_uses)

    @remembered
    def relations_of(self, cls: NamedNode) -> tuple[RelationUse, ...]:
        """The relation uses that hold for a class.

        Those of a superclass hold unless a class below has its own for the same two roles.
        """
        return self._holding(cls, self.relation_uses)

    def _holding(self, cls: NamedNode, uses: Iterable[U]) -> tuple[U, ...]:
        above = self.above(cls)
        held = [use for use in uses if use.on in above]
        return tuple(
            use
            for use in held
            if not any(o.place == use.place and self._is_below(o.on, use.on) for o in held)
        )

    def _is_below(self, one: NamedNode, other: NamedNode) -> bool:
        return one != other and self.is_a(one, other)

    @remembered
    def nearest(self, cls: NamedNode, predicate: NamedNode) -> NamedNode | None:
        """The class itself or the nearest above it that has a value of an annotation."""
        ordered = sorted(self.above(cls), key=lambda c: (-len(self.above(c)), c.value))
        return next((c for c in ordered if self.objects(c, predicate)), None)

    def coarser_through(self, properties: Iterable[NamedNode]) -> frozenset[NamedNode]:
        """The relations by which values of some properties are told more coarsely."""
        return frozenset(r for p in properties for r in self.names(p, cg("coarserThrough")))

    @cached_property
    def coarser_relations(self) -> tuple[NamedNode, ...]:
        """All relations by which one thing is told more coarsely as another, sorted."""
        found = self.coarser_through(self.having(cg("coarserThrough")))
        return tuple(sorted(found, key=str))

    def span(self, cls: NamedNode) -> timedelta | None:
        """How far apart the dates of one situation of a class may lie; None where that is open."""
        holder = self.nearest(cls, cg("sameWithin"))
        if holder is None:
            return None
        value = self.objects(holder, cg("sameWithin"))[0].value
        return timedelta(days=int(value.removeprefix("P").removesuffix("D")))

    @cached_property
    def disjoint(self) -> frozenset[tuple[NamedNode, NamedNode]]:
        """Pairs of classes that share no instance, each pair in both orders."""
        pairs = {
            (triple.subject, triple.object)
            for triple in self.triples
            if triple.predicate == DISJOINT
        }
        for members in self._disjoint_lists():
            pairs |= {(a, b) for a in members for b in members if a != b}
        named = {(a, b) for a, b in pairs if isinstance(a, NamedNode) and isinstance(b, NamedNode)}
        return frozenset(named | {(b, a) for a, b in named})

    def _disjoint_lists(self) -> Iterable[list[NamedNode]]:
        members = self._index[NamedNode(OWL + "members")]
        for axiom in self._index[TYPE]:
            if NamedNode(OWL + "AllDisjointClasses") in self._index[TYPE][axiom]:
                yield [m for head in members.get(axiom, ()) for m in self.list_at(head)]

    def list_at(self, head: Term | ox.BlankNode) -> list[NamedNode]:
        """The IRIs in an RDF list."""
        rdf = TYPE.value.removesuffix("type")
        first, rest = self._index[NamedNode(rdf + "first")], self._index[NamedNode(rdf + "rest")]
        found: list[NamedNode] = []
        while not isinstance(head, Literal) and head in first:
            found.extend(o for o in first[head] if isinstance(o, NamedNode))
            head = rest[head][0]
        return found


def _parse(path: Path) -> list[ox.Triple]:
    return [quad.triple for quad in _parsed(path.read_bytes(), str(path))]


def _parsed(turtle: bytes, place: str) -> list[ox.Quad]:
    mark = hashlib.sha256(Path(place).name.encode()).hexdigest()[:8]
    return [_kept_apart(quad, mark) for quad in quads_in(turtle, place)]


def _kept_apart(quad: ox.Quad, mark: str) -> ox.Quad:
    """The quad with blank nodes that bear the mark of their file: files never share one."""
    ends = (quad.subject, quad.object)
    if not isinstance(ends[0], ox.BlankNode) and not isinstance(ends[1], ox.BlankNode):
        return quad
    subject, value = (
        ox.BlankNode(mark + end.value) if isinstance(end, ox.BlankNode) else end for end in ends
    )
    return ox.Quad(subject, quad.predicate, value)  # type: ignore[arg-type]
