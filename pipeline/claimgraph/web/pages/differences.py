"""Where the sources differ: values side by side, each with the claims that tell it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from pyoxigraph import NamedNode

from claimgraph.errors import UnknownNameError
from claimgraph.terms import cg
from claimgraph.web.pages import paths
from claimgraph.web.pages.book import Book
from claimgraph.web.pages.frame import Page, Part, Table, part
from claimgraph.web.pages.paths import Query, Ref
from claimgraph.web.pages.told import Told, in_order, told_all

ON_ONE_PAGE = 10
MOST_CLAIMS = 6
ROOT = Ref("Overview", "/")
COLUMNS = ("difference", "situation", "property", "kind", "conflict", "value", "taken", "claim")


@dataclass(frozen=True, slots=True)
class Side:
    """One of the values that differ, with the nodes of the claims that tell it."""

    value: Ref
    taken: bool
    nodes: tuple[NamedNode, ...]


@dataclass(frozen=True, slots=True)
class Dispute:
    """A difference with its values; those with most claims first."""

    ref: Ref
    situation: Ref
    about: Ref
    kind: Ref
    conflict: bool
    sides: tuple[Side, ...]

    @property
    def resolved(self) -> tuple[Ref, ...]:
        """The values that the consensus takes."""
        return tuple(side.value for side in self.sides if side.taken)


@dataclass(frozen=True, slots=True)
class Shown:
    """A difference as a page shows it, the claims of each side written out."""

    dispute: Dispute
    meaning: str
    sides: tuple[tuple[Side, tuple[Told, ...], int], ...]


@dataclass(frozen=True, slots=True)
class Listed:
    """The differences of one page, and which kinds there are."""

    shown: tuple[Shown, ...]
    part: Part[Dispute]
    kinds: tuple[tuple[Ref, int], ...]
    conflicts: int
    chosen: str


def page(book: Book, path: str, query: Query) -> Page:
    """All differences, conflicts first; `kind` chooses one kind."""
    found = disputes(book)
    chosen = dict(query).get("kind", "")
    wanted = [one for one in found if not chosen or _local(one.kind) == chosen]
    listed = part(wanted, (path, query), "page", ON_ONE_PAGE)
    conflicts = sum(one.conflict for one in found)
    view = Listed(written_out(book, listed.shown), listed, _kinds(found), conflicts, chosen)
    nodes = tuple(node for one in listed.shown for node in nodes_of(one))
    table = Table(COLUMNS, (row for one in wanted for row in _rows(one)))
    return Page("differences.html", "Differences", view, path, query, path, (ROOT,), table, nodes)


def one(book: Book, path: str, query: Query) -> Page:
    """One difference with all its claims."""
    name = paths.node_at(path, query)
    dispute = next((one for one in disputes(book) if one.ref.iri == name), None)
    if dispute is None:
        raise UnknownNameError("difference", path)
    view = written_out(book, (dispute,), most=10_000)[0]
    title = f"{dispute.kind.label} in \u201c{dispute.about.label}\u201d"
    trail = (ROOT, Ref("Differences", "/differences"))
    table = Table(COLUMNS, tuple(_rows(dispute)))
    return Page(
        "difference.html", title, view, path, query, "/differences", trail, table, nodes_of(dispute)
    )


def disputes(book: Book) -> tuple[Dispute, ...]:
    """All differences of the graph, conflicts first, then by kind and situation."""
    return book.once("differing", lambda: _disputes(book))


def _disputes(book: Book) -> tuple[Dispute, ...]:
    rows = book.rows("differences")
    found = [_dispute(book, list(group)) for _, group in groupby(rows, key=lambda row: row["id"])]
    return tuple(
        sorted(found, key=lambda d: (not d.conflict, d.kind.label, d.situation.label, d.ref.iri))
    )


def written_out(book: Book, found: Sequence[Dispute], most: int = MOST_CLAIMS) -> tuple[Shown, ...]:
    """Differences with their claims written out, so many a side at most; all read at one go."""
    wanted = {node: None for one in found for side in one.sides for node in side.nodes[:most]}
    claims = dict(zip(wanted, told_all(book, tuple(wanted)), strict=True))
    return tuple(_shown(book, one, claims, most) for one in found)


def _shown(book: Book, one: Dispute, claims: Mapping[NamedNode, Told], most: int) -> Shown:
    sides = tuple(
        (side, in_order(claims[node] for node in side.nodes[:most]), len(side.nodes) - most)
        for side in one.sides
    )
    return Shown(one, book.meaning(one.kind.iri), sides)


def nodes_of(dispute: Dispute) -> tuple[NamedNode, ...]:
    """The difference, its situation and its claims."""
    claims = (node for side in dispute.sides for node in side.nodes)
    return (NamedNode(dispute.ref.iri), NamedNode(dispute.situation.iri), *claims)


def _dispute(book: Book, rows: Sequence[dict[str, str]]) -> Dispute:
    node = NamedNode(rows[0]["id"])
    taken = {one.value for one in book.facts(node).values(node, cg("resolvedValue"))}
    sides = []
    for value in sorted({row["value"] for row in rows}):
        names = sorted({row["claim"] for row in rows if row["value"] == value and row["claim"]})
        sides.append(Side(_value(book, value), value in taken, tuple(map(NamedNode, names))))
    return Dispute(
        book.ref(node),
        book.ref(rows[0]["situation"]),
        book.ref(rows[0]["property"]),
        book.ref(rows[0]["kind"]),
        rows[0]["conflict"] == "true",
        tuple(sorted(sides, key=lambda side: (-len(side.nodes), side.value.label))),
    )


def _value(book: Book, value: str) -> Ref:
    return book.ref(value) if value.startswith(("http://", "https://")) else Ref(value)


def _kinds(found: Sequence[Dispute]) -> tuple[tuple[Ref, int], ...]:
    counts: dict[str, int] = {}
    for one in found:
        counts[one.kind.iri] = counts.get(one.kind.iri, 0) + 1
    labels = {one.kind.iri: one.kind for one in found}
    return tuple((labels[iri], counts[iri]) for iri in sorted(counts))


def _local(ref: Ref) -> str:
    return ref.iri.rsplit("#", 1)[-1]


def _rows(dispute: Dispute) -> list[tuple[str, ...]]:
    head = (dispute.ref.iri, dispute.situation.label, dispute.about.label, dispute.kind.label)
    conflict = str(dispute.conflict).lower()
    return [
        (*head, conflict, side.value.label, str(side.taken).lower(), node)
        for side in dispute.sides
        for node in ([claim.value for claim in side.nodes] or [""])
    ]
