"""One entity: what is known of it, its states, what it takes part in, what the sources say."""

from collections import Counter, defaultdict
from dataclasses import dataclass, replace

from pyoxigraph import NamedNode

from claimgraph import iri
from claimgraph.terms import ALT_LABEL, cg
from claimgraph.vocabulary import SOURCE_GRAPH
from claimgraph.web.pages.book import Book
from claimgraph.web.pages.differences import Dispute, Shown, disputes, written_out
from claimgraph.web.pages.frame import Page, Part, part
from claimgraph.web.pages.paths import Query, Ref
from claimgraph.web.pages.register import Entry, register
from claimgraph.web.pages.start import Share, shares
from claimgraph.web.pages.statements import Link, Statement, incoming, statements, table, types
from claimgraph.web.pages.timeline import Chart, State, Thing, chart, states_of
from claimgraph.web.pages.told import Told, told_all

ROOT = Ref("Overview", "/")
MOST_DISPUTES = 5
Called = tuple[str, str]
"""The local name of a source and the IRI of a mention there."""


@dataclass(frozen=True, slots=True)
class Involved:
    """A situation that an entity takes part in, and as what."""

    roles: tuple[Ref, ...]
    situation: Ref
    type: str
    when: str
    standing: str
    sources: int
    contested_by: tuple[Ref, ...]


@dataclass(frozen=True, slots=True)
class Named:
    """What one source calls an entity."""

    source: Ref
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Saying:
    """A claim in which an entity has some roles."""

    roles: tuple[str, ...]
    claim: Told


@dataclass(frozen=True, slots=True)
class View:
    """What the page shows of an entity."""

    iri: str
    types: tuple[Ref, ...]
    more_types: tuple[Ref, ...]
    names: tuple[str, ...]
    called: Part[Called]
    called_here: tuple[Named, ...]
    shares: tuple[Share, ...]
    in_all: int
    sources: int
    states: tuple[State, ...]
    chart: Chart
    statements: tuple[Statement, ...]
    involved: Part[Involved]
    claims: Part[str]
    sayings: tuple[Saying, ...]
    disputes: tuple[Shown, ...]
    disputes_in_all: int
    incoming: Part[Link]
    known: bool


def page(book: Book, node: NamedNode, asked: tuple[str, Query]) -> Page:
    """The page of an entity."""
    roles = roles_in_claims(book, node)
    entries = register(book).claims
    listed = sorted((name for name in roles if name in entries), key=lambda n: entries[n].place)
    involved = involvements(book, node)
    found = disputed(book, node, {one.situation.iri for one in involved})
    claims = part(listed, asked, "claims")
    shown = part(involved, asked, "situations")
    shown = replace(shown, shown=tuple(with_rivals(book, one) for one in shown.shown))
    namings = part(called(book, node), asked, "names")
    facts, states, about = book.facts(node), states_of(book, node), statements(book, node)
    kinds, more = types(book, node)
    sayings = told_all(book, [NamedNode(name) for name in claims.shown])
    view = View(
        node.value,
        kinds,
        more,
        facts.strings(node, ALT_LABEL),
        namings,
        tuple(_named(book, one) for one in namings.shown),
        tuple(one for one in shares(Counter(entries[n].status for n in listed)) if one.count),
        len(listed),
        len({source for name in listed for source in entries[name].sources}),
        states,
        chart((Thing(book.ref(node), states),) if states else ()),
        about,
        shown,
        claims,
        tuple(Saying(roles[one.ref.iri], one) for one in sayings),
        written_out(book, found[:MOST_DISPUTES]),
        len(found),
        part(
            incoming(book, node, ("claim", "situation", "mention", "attribution")), asked, "links"
        ),
        any(one.value.endswith("/lexicon") for one in facts.nodes(node, cg("restsOn"))),
    )
    path, query = asked
    nodes = (node, *(NamedNode(one.situation.iri) for one in view.involved.shown))
    trail = (ROOT, Ref("Entities", "/search", (("kind", "entity"),)))
    title = book.label(node.value)
    return Page("entity.html", title, view, path, query, "/search", trail, table(about), nodes)


def roles_in_claims(book: Book, node: NamedNode) -> dict[str, tuple[str, ...]]:
    """The claims that speak of an entity, each with the roles it has there."""
    found: dict[str, set[str]] = defaultdict(set)
    for quad in book.pointing_to(node):
        subject = quad.subject
        if isinstance(subject, NamedNode) and iri.kind_of(subject.value) == "claim":
            found[subject.value].add(book.label(quad.predicate.value))
    return {name: tuple(sorted(roles)) for name, roles in found.items()}


def involvements(book: Book, node: NamedNode) -> tuple[Involved, ...]:
    """The situations that an entity takes part in, by date."""
    roles: dict[str, set[NamedNode]] = defaultdict(set)
    for quad in book.pointing_to(node):
        subject = quad.subject
        if isinstance(subject, NamedNode) and iri.kind_of(subject.value) == "situation":
            roles[subject.value].add(quad.predicate)
    entries = register(book).situations
    found = [_involved(book, name, roles[name], entries.get(name)) for name in roles]
    return tuple(
        sorted(found, key=lambda i: (not i.when, i.when, i.situation.label, i.situation.iri))
    )


def with_rivals(book: Book, one: Involved) -> Involved:
    """The same, with who contests the situation: looked up for those that are shown alone."""
    rivals = book.values(NamedNode(one.situation.iri), cg("contestedBy"))
    return replace(one, contested_by=book.refs(rivals))


def _involved(book: Book, name: str, roles: set[NamedNode], entry: Entry | None) -> Involved:
    node = NamedNode(name)
    own = [role for role in roles if book.is_term(role.value)] or list(roles)
    kinds = [book.label(kind) for kind in (entry.types if entry else ())]
    return Involved(
        book.refs(own),
        book.ref(node),
        ", ".join(kinds),
        entry.first if entry else "",
        entry.status if entry else "",
        len(entry.sources) if entry else 0,
        (),
    )


def called(book: Book, node: NamedNode) -> tuple[Called, ...]:
    """The mentions of an entity, each with the local name of its source, by source."""
    found = {
        (graph.removeprefix(SOURCE_GRAPH), quad.subject.value)
        for quad in book.store.pointing_to(node, cg("refersTo"))
        if isinstance(quad.subject, NamedNode)
        and (graph := getattr(quad.graph_name, "value", "")).startswith(SOURCE_GRAPH)
    }
    return tuple(sorted(found))


def _named(book: Book, one: Called) -> Named:
    """What the source of a mention calls an entity there."""
    source, mention = one
    names = book.facts(NamedNode(mention)).strings(NamedNode(mention), cg("name"))
    return Named(book.ref(iri.of("source", source)), names)


def disputed(book: Book, node: NamedNode, situations: set[str]) -> list[Dispute]:
    """The differences about what an entity takes part in, or of which it is a value."""
    return [
        one
        for one in disputes(book)
        if one.situation.iri in situations or any(s.value.iri == node.value for s in one.sides)
    ]
