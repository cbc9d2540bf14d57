"""What every page is made of: its title and way back, what its template shows, its data."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

from pyoxigraph import NamedNode

from claimgraph.web.pages.links import Links
from claimgraph.web.pages.paths import FORMS, Query, Ref, handles

T = TypeVar("T")

SECTIONS: Final = (
    Ref("Overview", "/"),
    Ref("Sources", "/sources"),
    Ref("Differences", "/differences"),
    Ref("Timeline", "/timeline"),
    Ref("Questions", "/ask"),
    Ref("Search", "/search"),
    Ref("Findings", "/findings"),
    Ref("Query", "/sparql"),
    Ref("Downloads", "/downloads"),
    Ref("Reference", "/docs"),
)
PAGE_LENGTH: Final = 50
"""So many rows of a long list stand on one page."""


@dataclass(frozen=True, slots=True)
class Table:
    """A page's content as flat rows, for CSV; long ones are made only if somebody reads them."""

    columns: tuple[str, ...] = ()
    rows: Iterable[tuple[str, ...]] = ()


@dataclass(frozen=True, slots=True)
class Choice:
    """One value to narrow a list by, how many have it, and the parameters that choose it."""

    label: str
    count: int
    query: Query
    chosen: bool

    @classmethod
    def of(
        cls, label: str, count: int, value: tuple[str, str], others: Query, *, chosen: bool
    ) -> "Choice":
        """A parameter's value beside the other parameters; one that is chosen can be let go of."""
        return cls(label, count, others if chosen else (*others, value), chosen)


@dataclass(frozen=True, slots=True)
class Page:
    """A page before it is written: what its template shows, and the same as rows and nodes.

    `section` is the path of the part of the site it belongs to. `nodes` are those that the page
    describes; its RDF is what the graph holds about them.
    """

    template: str
    title: str
    view: object
    path: str
    query: Query = ()
    section: str = ""
    trail: tuple[Ref, ...] = ()
    table: Table = Table()
    nodes: tuple[NamedNode, ...] = ()
    status: int = 200
    wide: bool = False


@dataclass(frozen=True, slots=True)
class Frame:
    """What `base.html` needs around a page's own content."""

    title: str
    section: str = ""
    trail: tuple[Ref, ...] = ()
    alternates: tuple[tuple[str, str], ...] = ()
    wide: bool = False
    sections: tuple[Ref, ...] = ()
    policy: str = ""

    @classmethod
    def of(cls, page: Page, links: Links) -> "Frame":
        """The frame of a page, with links as they are written there."""
        return cls(
            page.title,
            page.section,
            page.trail,
            alternates(page, links),
            page.wide,
            tuple(one for one in SECTIONS if links.to(one.path)),
            links.policy,
        )


def alternates(page: Page, links: Links) -> tuple[tuple[str, str], ...]:
    """The forms in which a page can be had besides HTML, each with its address."""
    if page.status != 200 or not handles(page.path):
        return ()
    found = ((form, links.to(page.path, page.query, form)) for form in FORMS if form != "html")
    return tuple((form, address) for form, address in found if address)


@dataclass(frozen=True, slots=True)
class Part(Generic[T]):
    """One page of a long list: the rows shown, which they are, and the way on.

    `parameter` is the page's own parameter that turns this list; `query` the others.
    """

    shown: tuple[T, ...]
    number: int
    total: int
    path: str
    parameter: str
    query: Query = ()
    length: int = PAGE_LENGTH

    @property
    def first(self) -> int:
        """The place of the first row shown, counted from 1."""
        return (self.number - 1) * self.length + 1

    @property
    def last(self) -> int:
        """The place of the last row shown."""
        return self.first + len(self.shown) - 1

    @property
    def pages(self) -> int:
        """How many pages the list has."""
        return max(1, -(-self.total // self.length))

    def at(self, number: int) -> Query:
        """The parameters of another page of the list."""
        told = ((self.parameter, str(number)),) if number > 1 else ()
        return (*self.query, *told)


def part(
    items: Sequence[T], page: tuple[str, Query], parameter: str, length: int = PAGE_LENGTH
) -> Part[T]:
    """The part of a list that a page's parameters ask for; the first where they ask for none."""
    path, query = page
    asked = dict(query).get(parameter, "1")
    last = max(1, -(-len(items) // length))
    number = min(int(asked), last) if asked.isdecimal() and int(asked[:9]) > 0 else 1
    rest = tuple(pair for pair in query if pair[0] != parameter)
    start = (number - 1) * length
    shown = tuple(items[start : start + length])
    return Part(shown, number, len(items), path, parameter, rest, length)
