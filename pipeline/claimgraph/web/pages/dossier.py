"""All about one entity or situation on one page to print, with every quotation."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pyoxigraph import NamedNode

from claimgraph import iri
from claimgraph.errors import UnknownNameError
from claimgraph.terms import ALT_LABEL
from claimgraph.web.pages import paths
from claimgraph.web.pages.book import Book
from claimgraph.web.pages.differences import Shown, written_out
from claimgraph.web.pages.entity import Involved, disputed, involvements, roles_in_claims
from claimgraph.web.pages.frame import Page, Part, part
from claimgraph.web.pages.paths import Query, Ref
from claimgraph.web.pages.register import register
from claimgraph.web.pages.situation import describing
from claimgraph.web.pages.statements import Statement, statements, types
from claimgraph.web.pages.timeline import State, states_of
from claimgraph.web.pages.told import Told, claim_table, in_order, told_all

ROOT = Ref("Overview", "/")
ON_ONE_PAGE = 60
MOST_DISPUTES = 40


@dataclass(frozen=True, slots=True)
class Chapter:
    """A situation with the claims that tell it; the last chapter has those about none."""

    involved: Involved | None
    claims: tuple[Told, ...]


@dataclass(frozen=True, slots=True)
class View:
    """What the dossier holds: of its claims, so many a page."""

    about: Ref
    types: tuple[Ref, ...]
    names: tuple[str, ...]
    statements: tuple[Statement, ...]
    states: tuple[State, ...]
    disputes: tuple[Shown, ...]
    chapters: tuple[Chapter, ...]
    sources: tuple[Ref, ...]
    claims: Part[str]


def page(book: Book, path: str, query: Query) -> Page:
    """The dossier of the entity or situation at a path.

    Raises:
        UnknownNameError: the graph does not speak of it, or it is of another kind.
    """
    node = NamedNode(paths.node_at(path, query))
    kind = iri.kind_of(node.value)
    if kind not in ("id", "situation") or not book.knows(node):
        raise UnknownNameError("entity or situation", node.value)
    names = roles_in_claims(book, node) if kind == "id" else _names(describing(book, node))
    entries = register(book).claims
    known = (entries[name] for name in names if name in entries)
    ordered = sorted(known, key=lambda entry: entry.place)
    listed = part([entry.iri for entry in ordered], (path, query), "claims", ON_ONE_PAGE)
    claims = in_order(told_all(book, [NamedNode(name) for name in listed.shown]))
    involved = involvements(book, node) if kind == "id" else ()
    found = disputed(book, node, {node.value, *(one.situation.iri for one in involved)})
    sources = {iri.of("source", source) for entry in ordered for source in entry.sources}
    told_types, _ = types(book, node)
    about = book.ref(node)
    view = View(
        about,
        told_types,
        book.facts(node).strings(node, ALT_LABEL),
        statements(book, node),
        states_of(book, node),
        written_out(book, found[:MOST_DISPUTES]),
        chapters(involved, claims),
        tuple(book.ref(name) for name in sorted(sources)),
        listed,
    )
    nodes = (node, *(NamedNode(claim.ref.iri) for claim in claims))
    trail = (ROOT, about)
    title = f"Dossier: {about.label}"
    table = claim_table(claims)
    return Page("dossier.html", title, view, path, query, "/search", trail, table, nodes)


def chapters(involved: Sequence[Involved], claims: Sequence[Told]) -> tuple[Chapter, ...]:
    """Every claim once: with the first situation in time that it describes, else at the end."""
    left = {claim.ref.iri: claim for claim in claims}
    found = []
    for one in involved:
        own = [c for c in left.values() if one.situation.iri in {s.iri for s in c.situations}]
        if own:
            found.append(Chapter(one, tuple(own)))
            for claim in own:
                del left[claim.ref.iri]
    return (*found, *((Chapter(None, tuple(left.values())),) if left else ()))


def _names(nodes: Iterable[NamedNode]) -> tuple[str, ...]:
    return tuple(node.value for node in nodes)
