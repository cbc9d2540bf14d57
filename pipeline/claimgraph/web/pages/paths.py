"""Which paths are pages, and at which path a node of the graph has its page.

Nothing heavy is imported here: the serving process asks `handles` and reads no graph.
"""

from dataclasses import dataclass
from typing import Final

from claimgraph import iri

Query = tuple[tuple[str, str], ...]
"""The parameters of a page, in the order given."""

FORMS: Final = ("html", "ttl", "jsonld", "csv")
NODE: Final = "/node"
START: Final = "/start"
SEARCH: Final = "/search"
DOWNLOADS: Final = "/downloads"
STREAMS: Final = f"{DOWNLOADS}/unsorted"
DOCS: Final = "/docs"
LISTS: Final = frozenset(
    (
        "/",
        START,
        "/sources",
        "/differences",
        "/timeline",
        "/ask",
        SEARCH,
        "/findings",
        DOWNLOADS,
        DOCS,
    )
)
FAMILIES: Final = ("ask", "docs", "graph", "dossier")
"""First parts of paths that go on: the name of a question or of a page of the reference, or the
kind and name of a node."""


@dataclass(frozen=True, slots=True)
class Ref:
    """A name to show, with the page that tells more of what it names; no path, no link."""

    label: str
    path: str = ""
    query: Query = ()
    iri: str = ""
    kind: str = ""


def handles(path: str) -> bool:
    """Whether a path, without a suffix such as .ttl, is a page's.

    >>> handles("/claim/9b1c04"), handles("/graph/id/halden-bakery"), handles("/sparql")
    (True, True, False)
    """
    if path in LISTS or path == NODE:
        return True
    first, *rest = path.removeprefix("/").split("/")
    if first in ("ask", "docs"):
        return len(rest) == 1 and bool(rest[0])
    if first in FAMILIES:
        return len(rest) == 2 and rest[0] in iri.KINDS and bool(rest[1])
    return first in iri.KINDS and len(rest) == 1 and bool(rest[0])


def of_node(name: str) -> tuple[str, Query]:
    """The path and parameters of a node's page, by its IRI."""
    parsed = iri.parse(name)
    return (f"/{parsed[0]}/{parsed[1]}", ()) if parsed else (NODE, (("iri", name),))


def family(first: str, name: str) -> str:
    """The path of another page about a node, as its graph or dossier; empty if it has none.

    >>> family("graph", "https://w3id.org/claimgraph/id/halden")
    '/graph/id/halden'
    """
    parsed = iri.parse(name)
    return f"/{first}/{parsed[0]}/{parsed[1]}" if parsed else ""


def node_at(path: str, query: Query) -> str:
    """The IRI of the node that a path is about; empty if it is about none."""
    if path == NODE:
        return dict(query).get("iri", "")
    kind, _, local = path.removeprefix("/").partition("/")
    if kind in FAMILIES:
        kind, _, local = local.partition("/")
    return iri.of(kind, local) if kind in iri.KINDS and local else ""
