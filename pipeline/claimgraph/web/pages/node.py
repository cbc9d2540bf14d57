"""Any node of the graph: entities and situations have pages of their own, the rest a plain one."""

from dataclasses import dataclass

from pyoxigraph import NamedNode

from claimgraph import iri
from claimgraph.errors import UnknownNameError
from claimgraph.terms import LABEL, TYPE
from claimgraph.web.pages import entity, paths, situation
from claimgraph.web.pages.book import NOT_DATA, Book
from claimgraph.web.pages.frame import Page, Part, part
from claimgraph.web.pages.paths import Query, Ref
from claimgraph.web.pages.statements import Link, Statement, incoming, statements, table, types

ROOT = Ref("Overview", "/")
ITSELF = frozenset({TYPE, LABEL, *NOT_DATA})


@dataclass(frozen=True, slots=True)
class View:
    """What the page shows of a node."""

    iri: str
    kind: str
    types: tuple[Ref, ...]
    statements: tuple[Statement, ...]
    incoming: Part[Link]


def page(book: Book, path: str, query: Query) -> Page:
    """The node at a path, or with the IRI in `iri`.

    Raises:
        UnknownNameError: the graph does not speak of it.
    """
    name = paths.node_at(path, query)
    node = _node(name)
    if node is None or not book.knows(node):
        raise UnknownNameError("node", name)
    kinds = {"id": entity.page, "situation": situation.page}
    maker = kinds.get(iri.kind_of(name))
    return maker(book, node, (path, query)) if maker else _plain(book, node, (path, query))


def _plain(book: Book, node: NamedNode, page: tuple[str, Query]) -> Page:
    found = statements(book, node, ITSELF)
    kinds, more = types(book, node)
    links = part(incoming(book, node), page, "links")
    view = View(node.value, iri.kind_of(node.value), (*kinds, *more), found, links)
    path, query = page
    return Page(
        "node.html", book.label(node.value), view, path, query, "", (ROOT,), table(found), (node,)
    )


def _node(name: str) -> NamedNode | None:
    try:
        return NamedNode(name)
    except ValueError:
        return None
