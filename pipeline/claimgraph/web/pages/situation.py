"""One situation: what all sources say of it by property, who disagrees, and what holds."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from pyoxigraph import NamedNode

from claimgraph import iri
from claimgraph.errors import UnknownNameError
from claimgraph.terms import LABEL, TYPE, cg
from claimgraph.vocabulary import CG, local_name
from claimgraph.web.pages.book import Book
from claimgraph.web.pages.differences import Dispute, Shown, disputes, written_out
from claimgraph.web.pages.frame import Page, Part, Table, part
from claimgraph.web.pages.paths import Query, Ref
from claimgraph.web.pages.statements import Link, Value, incoming, statements, types
from claimgraph.web.pages.told import Told, in_order, told_all

ROOT = Ref("Overview", "/")
COLUMNS = ("property", "value", "label", "holds", "status", "source", "speaker", "claim", "quote")


@dataclass(frozen=True, slots=True)
class Telling:
    """A value with the claims that tell it; `holds` where the consensus takes it."""

    value: Ref
    holds: bool
    claims: tuple[Told, ...]
    inferred: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A property with all that is told of it; `disputed` by a difference of that kind."""

    property: Ref
    tellings: tuple[Telling, ...]
    disputed: tuple[Ref, ...]


@dataclass(frozen=True, slots=True)
class View:
    """What the page shows of a situation."""

    iri: str
    types: tuple[Ref, ...]
    more_types: tuple[Ref, ...]
    standing: str
    meaning: str
    documents: str
    independent: str
    contested_by: tuple[Ref, ...]
    is_instance: bool
    rows: tuple[Row, ...]
    disputes: tuple[Shown, ...]
    claims: Part[Told]
    states: tuple[Ref, ...]
    incoming: Part[Link]


def page(book: Book, node: NamedNode, asked: tuple[str, Query]) -> Page:
    """The page of a situation."""
    facts = book.facts(node)
    claims = in_order(told_all(book, tuple(describing(book, node))))
    if not claims and not facts.tables:
        raise UnknownNameError("situation", iri.local(node.value))
    standing = facts.node(node, cg("standing"))
    kinds, more = types(book, node)
    of_type = facts.nodes(node, cg("ofType"))
    found = tuple(d for d in disputes(book) if d.situation.iri == node.value)
    about = tuple(rows(book, node, claims, found))
    view = View(
        node.value,
        kinds,
        more,
        book.label(standing.value) if standing else "",
        book.meaning(standing.value) if standing else "",
        facts.string(node, cg("documentCount")),
        facts.string(node, cg("independentCount")),
        book.refs(facts.nodes(node, cg("contestedBy"))),
        any(one in facts.nodes(node, TYPE) for one in of_type),
        about,
        written_out(book, found),
        part(claims, asked, "claims"),
        tuple(k.subject for k in incoming(book, node) if k.property.iri == cg("madeBy").value),
        part(incoming(book, node, ("claim", "difference", "state")), asked, "links"),
    )
    nodes = (node, *(NamedNode(claim.ref.iri) for claim in claims))
    path, query = asked
    table = Table(COLUMNS, tuple(_cells(about)))
    trail = (ROOT, Ref("Situations", "/search", (("kind", "situation"),)))
    title = book.label(node.value)
    return Page("situation.html", title, view, path, query, "/search", trail, table, nodes)


def describing(book: Book, node: NamedNode) -> tuple[NamedNode, ...]:
    """The claims that describe a situation."""
    found = (quad.subject for quad in book.store.pointing_to(node, cg("describes")))
    return tuple(one for one in found if isinstance(one, NamedNode))


def rows(
    book: Book, node: NamedNode, claims: Sequence[Told], found: Sequence[Dispute]
) -> Iterator[Row]:
    """What is told of a situation and what holds, property by property."""
    held = {
        one.property.iri: one.values
        for one in statements(book, node, {TYPE, LABEL})
        if not one.property.iri.startswith(CG)
    }
    told: dict[str, list[tuple[Ref, Told]]] = defaultdict(list)
    for claim in claims:
        for name, value in _tellings(book, claim, found):
            told[name].append((value, claim))
    kinds = {one.about.iri: one.kind for one in found}
    for name in sorted({*held, *told}, key=lambda one: _place(book, one)):
        tellings = _gathered(held.get(name, ()), told.get(name, ()))
        ordered = sorted(
            tellings, key=lambda t: (not t.holds, t.inferred, -len(t.claims), t.value.label)
        )
        yield Row(book.ref(name), tuple(ordered), tuple(filter(None, (kinds.get(name),))))


def _gathered(held: Sequence[Value], told: Sequence[tuple[Ref, Told]]) -> Iterator[Telling]:
    """The values of a property with who tells each; words that name a node are that node.

    Quantities in the same words are one, though each claim has a node of its own for them.
    """
    refs_of = (*(ref for ref, _ in told), *(one.ref for one in held))
    named = {ref.label.casefold(): ref.iri for ref in refs_of if ref.iri}

    def key(ref: Ref) -> str:
        alike = named.get(ref.label.casefold(), ref.label)
        return ref.iri if ref.iri and ref.kind != "quantity" else alike

    values = {key(one.ref): one for one in held}
    refs = {key(ref): ref for ref, _ in sorted(told, key=lambda one: bool(one[0].iri))}
    tellers: dict[str, dict[str, Told]] = defaultdict(dict)
    for ref, claim in told:
        tellers[key(ref)][claim.ref.iri] = claim
    for one in {**values, **refs}:
        yield _telling(values.get(one), refs.get(one), tuple(tellers[one].values()))


def _telling(held: Value | None, ref: Ref | None, claims: Sequence[Told]) -> Telling:
    shown = held.ref if held else ref
    return Telling(
        shown or Ref(""), held is not None, tuple(claims), held is not None and held.is_inferred
    )


def _tellings(book: Book, claim: Told, found: Sequence[Dispute]) -> Iterator[tuple[str, Ref]]:
    """What a claim tells: by difference if one says so, else what each of its roles becomes."""
    rivals = [
        (one.about.iri, side.value)
        for one in found
        for side in one.sides
        if any(node.value == claim.ref.iri for node in side.nodes)
    ]
    yield from rivals
    settled = {name for name, _ in rivals}
    yield from (pair for pair in _by_role(book, claim) if pair[0] not in settled)


def _by_role(book: Book, claim: Told) -> Iterator[tuple[str, Ref]]:
    """The property that each role of a claim becomes, with the value told."""
    uses = {}
    for use in book.ontology.uses_of(NamedNode(claim.type.iri)):
        if use.becomes and not use.of_content:
            uses[local_name(use.role.value)] = use.becomes.value
    for line in claim.roles:
        if line.name != "time":
            for value in line.values:
                yield uses.get(line.name, cg(line.name).value), value
    for inner in claim.content:
        yield uses.get("content", cg("content").value), _resolved(book, inner)


def _resolved(book: Book, inner: Ref) -> Ref:
    """The situation that an embedded claim describes, or the claim itself."""
    found = book.values(NamedNode(inner.iri), cg("describes"))
    return book.ref(found[0]) if found else inner


def _place(book: Book, name: str) -> tuple[bool, str]:
    """The domain's properties before others, by label."""
    return (not book.is_term(name), book.label(name))


def _cells(found: Iterable[Row]) -> Iterator[tuple[str, ...]]:
    for row in found:
        for telling in row.tellings:
            head = (row.property.iri, telling.value.iri, telling.value.label)
            holds = str(telling.holds).lower()
            if not telling.claims:
                yield (*head, holds, *([""] * 5))
            for claim in telling.claims:
                voices = " | ".join(one.label for one in claim.speakers)
                told_by = (claim.status, claim.document, voices, claim.ref.iri, claim.quote.words)
                yield (*head, holds, *told_by)
