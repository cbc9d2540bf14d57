"""Search over labels, other names and quotations, narrowed by kind, type, status, source, date."""

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain

from pyoxigraph import NamedNode

from claimgraph import iri
from claimgraph.errors import QueryError
from claimgraph.model import Status
from claimgraph.vocabulary import local_name
from claimgraph.web.pages.book import Book
from claimgraph.web.pages.frame import Choice, Page, Part, Table, part
from claimgraph.web.pages.paths import Query, Ref
from claimgraph.web.pages.register import KINDS, Entry, narrowed, nearness, register

ROOT = Ref("Overview", "/")
DAY = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")
MOST_CHOICES = 12
COLUMNS = ("iri", "kind", "label", "types", "status", "sources", "from", "until")


@dataclass(frozen=True, slots=True)
class Facet:
    """A way to narrow the results."""

    name: str
    label: str
    choices: tuple[Choice, ...]
    left_out: int


@dataclass(frozen=True, slots=True)
class Hit:
    """A result: what it is, and its words in pieces, those looked for told apart."""

    ref: Ref
    kind: str
    pieces: tuple[tuple[str, bool], ...]
    types: tuple[str, ...]
    status: str
    is_status: bool
    sources: tuple[Ref, ...]
    when: str


@dataclass(frozen=True, slots=True)
class View:
    """What the search page shows."""

    words: str
    since: str
    until: str
    facets: tuple[Facet, ...]
    hits: tuple[Hit, ...]
    part: Part[Entry]
    narrowed: tuple[Choice, ...]
    hidden: Query


VALUES: dict[str, Callable[[Entry], Sequence[str]]] = {
    "kind": lambda entry: (entry.kind,),
    "type": lambda entry: [local_name(name) for name in entry.types],
    "status": lambda entry: (entry.status,) if entry.status else (),
    "source": lambda entry: entry.sources,
}
Counted = tuple[Counter[str], dict[str, str]]
"""How many entries have each value, and for types which type a value stands for."""

LABELS = {"kind": "Kind", "type": "Type", "status": "Status or standing", "source": "Source"}


def page(book: Book, path: str, query: Query) -> Page:
    """The results for `q`, narrowed by `kind type status source since until`.

    Raises:
        QueryError: a date is none.
    """
    asked = {key: value.strip() for key, value in query if value.strip()}
    since, until = _day(asked, "since"), _day(asked, "until")
    words = asked.get("q", "")
    found = list(narrowed(register(book).entries, words))
    if since or until:
        found = [entry for entry in found if _within(entry, since, until)]
    chosen = {name: asked[name] for name in VALUES if name in asked}
    kept = _having(found, chosen)
    left = {name: _left(name, found, kept, chosen) for name in VALUES}
    everything = not (words or since or until)
    counts = {
        name: book.once(f"counts {name}", partial(_counts, name, left[name]))
        if everything and chosen.keys() <= {name}
        else _counts(name, left[name])
        for name in VALUES
    }
    ordered = sorted(kept, key=lambda e: _rank(e, words)) if words else kept
    clean = tuple((k, asked[k]) for k in ("q", *VALUES, "since", "until", "page") if k in asked)
    listed = part(ordered, (path, clean), "page")
    view = View(
        words,
        since,
        until,
        tuple(_facet(book, name, counts[name], chosen, clean) for name in VALUES),
        tuple(_hit(book, entry, words) for entry in listed.shown),
        listed,
        tuple(_undo(book, name, value, clean) for name, value in chosen.items()),
        tuple((name, value) for name, value in chosen.items()),
    )
    title = f"Search: {words}" if words else "Search"
    nodes = tuple(NamedNode(entry.iri) for entry in listed.shown)
    table = Table(COLUMNS, (_row(book, entry) for entry in ordered))
    return Page("search.html", title, view, path, clean, path, (ROOT,), table, nodes)


def _day(asked: dict[str, str], name: str) -> str:
    value = asked.get(name, "")
    if value and not DAY.fullmatch(value):
        raise QueryError(f"{name}={value!r} is no day: write 2026-06-20, 2026-06 or 2026.")
    return value


def _within(entry: Entry, since: str, until: str) -> bool:
    """Whether an entry lies, if only in part, between two days; without a date it lies nowhere."""
    if not (since or until):
        return True
    if not entry.first:
        return False
    # a month or year lies where some day of it does: prefixes are compared
    late = not since or entry.last[: len(since)] >= since[: len(entry.last)]
    return late and (not until or entry.first[: len(until)] <= until[: len(entry.first)])


def _rank(entry: Entry, words: str) -> int:
    """The nearest first, claims last; among equals the order of the register stays."""
    return nearness(entry, words) if entry.kind != "claim" else len(KINDS)


def _having(found: Sequence[Entry], chosen: Mapping[str, str]) -> Sequence[Entry]:
    """Those that have every value chosen."""
    for name, value in chosen.items():
        values = VALUES[name]
        found = [entry for entry in found if value in values(entry)]
    return found


def _left(
    name: str, found: Sequence[Entry], kept: Sequence[Entry], chosen: Mapping[str, str]
) -> Sequence[Entry]:
    """The results that the choices other than of one kind leave."""
    if name not in chosen:
        return kept
    return _having(found, {key: value for key, value in chosen.items() if key != name})


def _facet(
    book: Book, name: str, counted: Counted, chosen: Mapping[str, str], query: Query
) -> Facet:
    """The values of one kind, the most frequent first."""
    counts, names = counted
    rest = tuple(pair for pair in query if pair[0] not in (name, "page"))
    order = sorted(counts, key=lambda value: (-counts[value], value))
    if chosen.get(name) in order[MOST_CHOICES:]:
        order.insert(0, chosen[name])
    choices = tuple(
        Choice.of(
            _shown(book, name, value, names),
            counts[value],
            (name, value),
            rest,
            chosen=chosen.get(name) == value,
        )
        for value in order[:MOST_CHOICES]
    )
    return Facet(name, LABELS[name], choices, max(0, len(counts) - MOST_CHOICES))


def _counts(name: str, left: Sequence[Entry]) -> Counted:
    """How many entries have each value; for types, by local name, and which type that is."""
    if name != "type":
        return Counter(chain.from_iterable(map(VALUES[name], left))), {}
    counts: Counter[str] = Counter()
    names = {}
    for kind, count in Counter(chain.from_iterable(entry.types for entry in left)).items():
        counts[local_name(kind)] += count
        names[local_name(kind)] = kind
    return counts, names


def _shown(book: Book, name: str, value: str, types: dict[str, str]) -> str:
    if name == "source":
        return book.label(iri.of("source", value))
    return book.label(types[value]) if value in types else value


def _undo(book: Book, name: str, value: str, query: Query) -> Choice:
    types = {local_name(cls.value): cls.value for cls in book.ontology.classes.values()}
    rest = tuple(pair for pair in query if pair[0] not in (name, "page"))
    return Choice(
        f"{LABELS[name].lower()}: {_shown(book, name, value, types)}", 0, rest, chosen=True
    )


def _hit(book: Book, entry: Entry, words: str) -> Hit:
    ref = book.ref(entry.iri)
    return Hit(
        ref,
        entry.kind,
        pieces(entry.label, words),
        tuple(book.label(name) for name in entry.types if book.is_term(name)),
        entry.status,
        entry.status in {status.value for status in Status},
        tuple(book.ref(iri.of("source", name)) for name in entry.sources[:3]),
        " to ".join(dict.fromkeys(filter(None, (entry.first, entry.last)))),
    )


def pieces(text: str, words: str) -> tuple[tuple[str, bool], ...]:
    """A text in pieces, those that are looked for marked.

    >>> pieces("Halden Bakery", "bakery")
    (('Halden ', False), ('Bakery', True))
    """
    wanted = [re.escape(word) for word in words.split()]
    if not wanted:
        return ((text, False),)
    found = re.split(f"({'|'.join(wanted)})", text, flags=re.IGNORECASE)
    return tuple((piece, bool(place % 2)) for place, piece in enumerate(found) if piece)


def _row(book: Book, entry: Entry) -> tuple[str, ...]:
    types = " | ".join(book.label(name) for name in entry.types)
    sources = " | ".join(entry.sources)
    head = (entry.iri, entry.kind, entry.label, types, entry.status)
    return (*head, sources, entry.first, entry.last)
