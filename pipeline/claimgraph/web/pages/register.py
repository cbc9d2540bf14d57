"""Everything that can be looked for: claims, entities, situations and sources, in memory."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from claimgraph import iri
from claimgraph.names import folded
from claimgraph.vocabulary import local_name
from claimgraph.web.pages.book import Book

KINDS = ("entity", "situation", "source", "claim")


@dataclass(frozen=True, slots=True)
class Entry:
    """Something to be found: its names or words folded, and what it can be narrowed by.

    `types` are IRIs, `sources` local names; `first` and `last` are the days, months or years
    between which it is told to lie.
    """

    iri: str
    kind: str
    label: str
    text: str
    types: tuple[str, ...] = ()
    status: str = ""
    sources: tuple[str, ...] = ()
    first: str = ""
    last: str = ""
    weight: int = 0


@dataclass(frozen=True)
class Register:
    """All entries, and those of claims by IRI."""

    entries: tuple[Entry, ...]
    claims: Mapping[str, Entry]
    situations: Mapping[str, Entry]


def register(book: Book) -> Register:
    """The register of a graph; made at the first search and kept."""
    return book.once("register", lambda: _register(book))


def _register(book: Book) -> Register:
    kinds: dict[str, list[str]] = defaultdict(list)
    for row in book.rows("kinds"):
        kinds[row["node"]].append(row["type"])
    claims = {entry.iri: entry for entry in _claims(book)}
    situations = {entry.iri: entry for entry in _situations(book, claims, kinds)}
    entries = (*_entities(book, kinds), *situations.values(), *_sources(book), *claims.values())
    return Register(entries, claims, situations)


def _claims(book: Book) -> Iterator[Entry]:
    for row in book.rows("claims"):
        words = " ".join(row["quote"].split())
        yield Entry(
            row["claim"],
            "claim",
            words,
            folded(words),
            (row["type"],),
            local_name(row["status"]).casefold(),
            (local_name(row["source"]),),
            row["date"] or row["from"],
            row["date"] or row["until"] or row["from"],
        )


def _entities(book: Book, kinds: Mapping[str, list[str]]) -> Iterator[Entry]:
    names: dict[str, set[str]] = defaultdict(set)
    told: dict[str, set[str]] = defaultdict(set)
    for row in book.rows("names"):
        names[row["entity"]].add(row["name"])
        if row["source"]:
            told[row["entity"]].add(local_name(row["source"]))
    for entity in sorted(names):
        if iri.kind_of(entity) == "id":
            label = book.label(entity)
            text = "\n".join(folded(name) for name in sorted({label, *names[entity]}))
            sources = tuple(sorted(told[entity]))
            types = tuple(kinds.get(entity, ()))
            yield Entry(entity, "entity", label, text, types, "", sources, weight=len(sources))


def _situations(
    book: Book, claims: Mapping[str, Entry], kinds: Mapping[str, list[str]]
) -> Iterator[Entry]:
    telling: dict[str, list[Entry]] = defaultdict(list)
    standing: dict[str, str] = {}
    for row in book.rows("situations"):
        if row["claim"] in claims:
            telling[row["situation"]].append(claims[row["claim"]])
        standing[row["situation"]] = row["standing"]
    for name in sorted(telling):
        label, told = book.label(name), telling[name]
        sources = tuple(sorted({source for one in told for source in one.sources}))
        days = sorted(day for one in told for day in (one.first, one.last) if day)
        types = tuple(kind for kind in kinds.get(name, ()) if book.is_term(kind))
        yield Entry(
            name,
            "situation",
            label,
            folded(label),
            types,
            book.label(standing[name]) if standing[name] else "",
            sources,
            days[0] if days else "",
            days[-1] if days else "",
            len(sources),
        )


def _sources(book: Book) -> Iterator[Entry]:
    for row in book.rows("sources"):
        name = iri.source(row["id"])
        told = (row["title"], row["id"], row["publisher"], row["author"])
        text = "\n".join(folded(one) for one in told if one)
        own = (local_name(name),)
        label = row["title"] or row["id"]
        day = row["published"]
        yield Entry(name, "source", label, text, (), "", own, day, day, int(row["claims"] or 0))


def narrowed(entries: Iterable[Entry], words: str) -> Iterator[Entry]:
    """The entries whose names or words hold every word that is looked for."""
    wanted = folded(words).split()
    for entry in entries:
        if all(word in entry.text for word in wanted):
            yield entry


def nearness(entry: Entry, words: str) -> int:
    """How near an entry comes to what is looked for: 0 is its very name."""
    wanted, names = folded(words), entry.text.split("\n")
    if not wanted:
        return 0
    if wanted in names:
        return 0
    if any(name.startswith(wanted) for name in names):
        return 1
    return 2 if any(f" {wanted}" in name for name in names) else 3
