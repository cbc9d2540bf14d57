"""What reviewers decided, kept as Turtle beside the sources and applied whenever one is read.

A decision is one line of a file under `curation/`; without the line it is undone. What a decision
does to a source is a function of that source's reading and of the decisions that touch it.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from typing import Final

import pyoxigraph as ox
from pyoxigraph import Literal, NamedNode, Quad

from claimgraph import iri
from claimgraph.errors import DomainError
from claimgraph.model import Status
from claimgraph.terms import ALT_LABEL, LABEL, TYPE, Node, cg, text, value_of
from claimgraph.vocabulary import BASE, CG, ENTITIES, local_name
from claimgraph.wholefile import write_whole

GRAPH: Final = NamedNode(ENTITIES)
IDS: Final = BASE + "id/"
ABOUT: Final = cg("decidesOn")
BY: Final = cg("decidedBy")
WHY: Final = cg("because")
CURATED_BY: Final = cg("curatedBy")
HEADER: Final = (
    "# Decisions of reviewers, one a line: delete the line to undo the decision.\n"
    "# `claimgraph review` writes this file anew, sorted, when it adds one.\n"
)


class Kind(StrEnum):
    """The kinds of decision, by the local name of their class."""

    MERGE = "Merge"
    APART = "KeepingApart"
    RELABEL = "Relabelling"
    REJECT = "Rejection"
    ACCEPT = "Acceptance"
    STATUS = "StatusOverride"


FILES: Final = {
    Kind.MERGE: "merge.ttl",
    Kind.APART: "apart.ttl",
    Kind.RELABEL: "relabel.ttl",
    Kind.REJECT: "reject.ttl",
    Kind.ACCEPT: "accept.ttl",
    Kind.STATUS: "status.ttl",
}
OTHER: Final = {
    Kind.MERGE: cg("mergedInto"),
    Kind.APART: cg("apartFrom"),
    Kind.STATUS: cg("newStatus"),
}
WORDS: Final = {
    Kind.APART: cg("toldApartBy"),
    Kind.RELABEL: cg("newLabel"),
    Kind.MERGE: cg("newLabel"),
}
ON_CLAIMS: Final = frozenset({Kind.REJECT, Kind.STATUS})
ON_ENTITIES: Final = frozenset({Kind.MERGE, Kind.APART, Kind.RELABEL})


@dataclass(frozen=True, slots=True, order=True)
class Decision:
    """One decision: what it is about, what else it names, who made it and why.

    `other` is the IRI of the entity merged into or kept apart from, or of the new status;
    `words` the label to go by, or the name by which the other entity is told apart.
    """

    kind: Kind
    about: str
    other: str = ""
    words: str = ""
    by: str = field(default="", compare=False)
    why: str = field(default="", compare=False)

    @property
    def iri(self) -> str:
        """The IRI, minted from what is decided, not from who decided it or why."""
        return iri.hashed("decision", self.kind, self.about, self.other, self.words)

    @property
    def names(self) -> frozenset[str]:
        """The entities, claims and sources that the decision names."""
        other = self.other if self.kind in ON_ENTITIES else ""
        return frozenset(filter(None, (self.about, other)))

    @property
    def matter(self) -> tuple[str, ...]:
        """What is decided, whichever way: there is one decision on a matter."""
        return (self.kind, self.about, self.words if self.kind is Kind.APART else "")

    @property
    def status(self) -> Status:
        """The status that a claim is decided to have."""
        return Status(local_name(self.other).casefold())

    def quads(self, graph: NamedNode = GRAPH) -> Iterator[Quad]:
        """The decision's own triples."""
        node = Node(NamedNode(self.iri), graph)
        yield from node.a(cg(self.kind))
        yield from node.put(ABOUT, NamedNode(self.about))
        if self.other:
            yield from node.put(OTHER[self.kind], NamedNode(self.other))
        if self.words:
            yield from node.text(WORDS[self.kind], self.words)
        yield from node.text(BY, self.by)
        yield from node.text(WHY, self.why)


@dataclass(frozen=True)
class Curation:
    """All decisions, sorted, each with the file that it stands in where it was read from one."""

    decisions: tuple[Decision, ...] = ()
    places: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, *decisions: Decision) -> "Curation":
        """A curation made of these decisions."""
        return cls(tuple(sorted(set(decisions))))

    @classmethod
    def load(cls, folder: Path | None) -> "Curation":
        """The decisions in the Turtle files of a folder; none where there is no folder.

        Raises:
            DomainError: a file does not parse or a decision lacks a part; tells file and line.
        """
        files = sorted(folder.glob("*.ttl")) if folder else []
        found = {decision: place for path in files for decision, place in read_file(path)}
        places = {decision.iri: place for decision, place in found.items()}
        return cls(tuple(sorted(found)), places)

    def with_(self, *decisions: Decision) -> "Curation":
        """The same with further decisions, each in the place of an older one on its matter."""
        matters = {decision.matter for decision in decisions}
        kept = {decision for decision in self.decisions if decision.matter not in matters}
        return Curation(tuple(sorted(kept | set(decisions))), self.places)

    def of_kind(self, *kinds: Kind) -> tuple[Decision, ...]:
        """The decisions of some kinds, sorted."""
        return tuple(decision for decision in self.decisions if decision.kind in kinds)

    @cached_property
    def by_iri(self) -> Mapping[str, Decision]:
        """The decisions by their IRIs."""
        return {decision.iri: decision for decision in self.decisions}

    @cached_property
    def accepted(self) -> Mapping[str, Decision]:
        """The decisions to let a source in, by the IRI of the source."""
        return {decision.about: decision for decision in self.of_kind(Kind.ACCEPT)}

    @cached_property
    def labels(self) -> Mapping[str, str]:
        """The decided names of entities, by IRI: those of merges give way to relabellings."""
        return labels(self.decisions)

    def touching(self, names: Iterable[str], kinds: Collection[Kind]) -> tuple[Decision, ...]:
        """The decisions about what a source names, and about what those make of it."""
        known, found = set(names), set[Decision]()
        candidates = self.of_kind(*kinds)
        while fresh := {d for d in candidates if d.about in known} - found:
            found |= fresh
            known |= {name for decision in fresh for name in decision.names}
        return tuple(sorted(found))

    def still_stands(self, claims: set[str], entities: set[str], recorded: set[str]) -> bool:
        """Whether a source was read with just the decisions that now touch it.

        Args:
            claims: the claims that the source's graph holds.
            entities: the entities that it refers to.
            recorded: the decisions that it was read with.
        """
        if not recorded <= self.by_iri.keys():
            return False
        named = {name for one in recorded for name in self.by_iri[one].names}
        on_claims = self.touching(claims | named, ON_CLAIMS)
        on_entities = self.touching(entities | named, ON_ENTITIES)
        return {one.iri for one in (*on_claims, *on_entities)} == recorded

    def quads(self) -> tuple[Quad, ...]:
        """All decisions as triples, for the shapes."""
        return tuple(quad for decision in self.decisions for quad in decision.quads())

    def layer(self, quads: Iterable[Quad], entities: Iterable[Quad]) -> tuple[Quad, ...]:
        """The entity layer with the decided labels and the decisions that the sources met."""
        met, sources = set[str](), set[str]()
        for quad in quads:
            if quad.predicate == CURATED_BY:
                met.add(value_of(quad.object))
            elif quad.predicate == TYPE and quad.object == cg("Source"):
                sources.add(value_of(quad.subject))
        return tuple(sorted({*self.labelled(entities), *self.beside(met, sources)}, key=str))

    def beside(self, met: Collection[str], sources: Collection[str]) -> Iterator[Quad]:
        """The decisions that sources met or that let them in, and which sources these let in."""
        let_in = [d for source, d in sorted(self.accepted.items()) if source in sources]
        for decision in let_in:
            yield Quad(NamedNode(decision.about), CURATED_BY, NamedNode(decision.iri), GRAPH)
        for decision in {d for d in self.decisions if d.iri in met} | {*let_in}:
            yield from decision.quads()

    def labelled(self, entities: Iterable[Quad]) -> Iterator[Quad]:
        """Decided labels in the place of others, which become alternative ones."""
        described: dict[str, Literal] = {}
        for quad in entities:
            name, value = value_of(quad.subject), quad.object
            label = self.labels.get(name)
            if label is None or quad.predicate not in {LABEL, ALT_LABEL}:
                yield quad
            elif isinstance(value, Literal) and value.value == label:
                described[name] = value
            else:
                described.setdefault(name, text(label))
                yield Quad(quad.subject, ALT_LABEL, value, quad.graph_name)
        for name, literal in sorted(described.items(), key=lambda one: one[0]):
            yield Quad(NamedNode(name), LABEL, literal, GRAPH)

    def idle(
        self, met: Collection[str], kept_out: Collection[str], names: Collection[tuple[str, str]]
    ) -> tuple[Decision, ...]:
        """The decisions that change nothing any more and confirm nothing either.

        Args:
            met: the decisions that some source was read with.
            kept_out: IRIs of the sources that have violations.
            names: names, as the IRIs minted from them, with the entities that bear them.
        """

        def at_work(decision: Decision) -> bool:
            if decision.kind is Kind.ACCEPT:
                return decision.about in kept_out
            return decision.iri in met or (
                decision.kind is Kind.MERGE and (decision.about, decision.other) in names
            )

        return tuple(decision for decision in self.decisions if not at_work(decision))

    def place(self, decision: Decision) -> str:
        """The file and line of a decision, or its IRI where it was read from no file."""
        return self.places.get(decision.iri, decision.iri)


def labels(decisions: Iterable[Decision]) -> dict[str, str]:
    """The names that decisions give to entities: those of merges give way to relabellings."""
    told = list(decisions)
    found = {d.other: d.words for d in told if d.kind is Kind.MERGE and d.words}
    return found | {d.about: d.words for d in told if d.kind is Kind.RELABEL}


def sentence(decision: Decision) -> str:
    """What a decision says, for people."""
    about, other = _short(decision.about), _short(decision.other)
    said = {
        Kind.MERGE: f"{about} is {other}",
        Kind.APART: f"what is called {decision.words!r} is {other}, not {about}",
        Kind.RELABEL: f"{about} is called {decision.words!r}",
        Kind.REJECT: f"{about} is rejected",
        Kind.ACCEPT: f"{about} is accepted",
        Kind.STATUS: f"{about} is {local_name(decision.other).casefold()}",
    }
    return said[decision.kind]


def _short(name: str) -> str:
    parsed = iri.parse(name)
    return ":".join(parsed) if parsed else name


def read_file(path: Path) -> list[tuple[Decision, str]]:
    """The decisions in a Turtle file, each with its place.

    Raises:
        DomainError: the file does not parse, or a decision lacks a part.
    """
    try:
        body = path.read_text("utf-8")
        quads = list(ox.parse(body, format=ox.RdfFormat.TURTLE))
    except SyntaxError as error:
        place = f"{path}:{error.lineno}:{error.offset}"
        raise DomainError(place, f"does not parse: {error.msg}.", "Mend the line.") from error
    except (OSError, UnicodeDecodeError) as error:
        raise DomainError(path, f"cannot be read: {error}.") from error
    about: dict[str, list[Quad]] = {}
    for quad in quads:
        about.setdefault(value_of(quad.subject), []).append(quad)
    lines = body.splitlines()
    found = []
    for name, told in sorted(about.items()):
        place = f"{path}:{_line(lines, name)}"
        found.append((_decision(told, place), place))
    return found


def _line(lines: list[str], name: str) -> int:
    """The line on which a decision begins: the first that starts with its name."""
    start = re.compile(rf"\s*\S*[:/]{re.escape(local_name(name))}>?\s")
    return next((n for n, line in enumerate(lines, 1) if start.match(line)), 1)


def _decision(told: list[Quad], place: str) -> Decision:
    def one(predicate: NamedNode | None, *, optional: bool = False) -> str:
        found = [value_of(quad.object) for quad in told if quad.predicate == predicate]
        if len(found) > 1 or not (found or optional):
            count = "no" if not found else f"{len(found)} values of"
            name = f"cg:{local_name(predicate.value)}" if predicate else ""
            raise DomainError(place, f"the decision has {count} {name}.", "Give it exactly one.")
        return found[0] if found else ""

    cls = one(TYPE)
    if cls not in {CG + kind for kind in Kind}:
        known = ", ".join(f"cg:{kind}" for kind in sorted(Kind))
        raise DomainError(place, f"{cls} is no kind of decision.", f"There are {known}.")
    kind = Kind(cls.removeprefix(CG))
    other = one(OTHER[kind]) if kind in OTHER else ""
    if kind is Kind.STATUS and local_name(other).casefold() not in set(Status):
        known = ", ".join(f"cg:{status.capitalize()}" for status in Status)
        raise DomainError(place, f"{other} is no status.", f"There are {known}.")
    words = one(WORDS[kind], optional=kind is Kind.MERGE) if kind in WORDS else ""
    return Decision(kind, one(ABOUT), other, words, one(BY, optional=True), one(WHY, optional=True))


def record(folder: Path, *decisions: Decision) -> tuple[Path, ...]:
    """Writes decisions to their files, each file anew as a whole; gives the files.

    A decision takes the place of an older one on the same matter.

    Raises:
        DomainError: a file that is there cannot be read or written.
    """
    written = []
    for kind in sorted({decision.kind for decision in decisions}):
        path = folder / FILES[kind]
        there = [decision for decision, _ in read_file(path)] if path.exists() else []
        fresh = [decision for decision in decisions if decision.kind is kind]
        matters = {decision.matter for decision in fresh}
        kept = [decision for decision in there if decision.matter not in matters]
        _write(path, turtle((*kept, *fresh)))
        written.append(path)
    return tuple(written)


def turtle(decisions: Iterable[Decision]) -> str:
    """Decisions as Turtle, sorted, one a line."""
    lines = [_turtle_line(decision) for decision in sorted(set(decisions))]
    kinds = {local.partition(":")[0] for line in lines for local in line.split() if ":" in local}
    spaces = {kind: BASE + kind + "/" for kind in ("claim", "decision", "id", "source")}
    head = [f"@prefix {p}: <{s}> ." for p, s in (("cg", CG), *spaces.items()) if p in kinds]
    return HEADER + "\n".join([*head, "", *lines]) + "\n"


def _turtle_line(decision: Decision) -> str:
    pairs: dict[str, list[str]] = {}
    for quad in decision.quads():
        pairs.setdefault(_term(quad.predicate), []).append(_term(quad.object))
    told = " ; ".join(f"{name} {' , '.join(values)}" for name, values in pairs.items())
    return f"{_term(NamedNode(decision.iri))} {told} ."


def _term(term: object) -> str:
    """A term in Turtle, with a prefix where its local name allows it."""
    if term == TYPE:
        return "a"
    if isinstance(term, NamedNode):
        for prefix, space in (("cg", CG), *((kind, f"{BASE}{kind}/") for kind in iri.KINDS)):
            rest = term.value.removeprefix(space)
            if rest != term.value and rest.replace("-", "").isalnum() and rest.isascii():
                return f"{prefix}:{rest}"
    return str(term)


def _write(path: Path, body: str) -> None:
    try:
        write_whole(path, body.encode(), durable=True)
    except OSError as error:
        raise DomainError(path, f"cannot be written: {error}.") from error
