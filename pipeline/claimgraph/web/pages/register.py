"""Everything that can be looked for: claims, entities, situations and sources, in memory."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from pyoxigraph import NamedNode

from claimgraph import iri
from claimgraph.ask.names import folded
from claimgraph.terms import ALT_LABEL, TYPE, cg
from claimgraph.vocabulary import DCTERMS, ENTITIES, OA, local_name
from claimgraph.web.pages.book import Book, quoted
from claimgraph.web.pages.told import quote

EXACT, START = NamedNode(OA + "exact"), NamedNode(OA + "start")
KINDS = ("entity", "situation", "source", "claim")


@dataclass(frozen=True, slots=True)
class Entry:
    """Something to be found: its names or words folded, and what it can be narrowed by.

    `types` are IRIs, `sources` local names; `first` and `last` are the days, months or years
    between which it is told to lie; `start` is where a claim's words begin in its source.
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
    start: int = 0

    @property
    def place(self) -> tuple[tuple[str, ...], int, str]:
        """Where a claim stands among others: by source, then as the text has it."""
        return self.sources, self.start, self.iri


@dataclass(frozen=True)
class Register:
    """All entries, those of claims and situations by IRI, and how many attributions a source has.

    Entries stand by kind, what more sources speak of first, then by label.
    Attributions are counted by the local names of the sources.
    """

    entries: tuple[Entry, ...]
    claims: Mapping[str, Entry]
    situations: Mapping[str, Entry]
    attributions: Mapping[str, int]


def register(book: Book) -> Register:
    """The register of a graph; made at the first search and kept."""
    return book.once("register", lambda: _Maker(book).register())


@dataclass(frozen=True, slots=True)
class _Maker:
    """Reads a graph property by property, which is the fastest way through all of it."""

    book: Book

    def register(self) -> Register:
        self.book.name_all()
        claims = {entry.iri: entry for entry in self.claims()}
        situations = {entry.iri: entry for entry in self.situations(claims)}
        spoken = Counter(claim.sources[0] for claim in claims.values() if claim.sources)
        entries = [*self.entities(), *situations.values(), *self.sources(spoken), *claims.values()]
        entries.sort(key=_place)
        said = Counter(source for *_, source in self.book.sourced(TYPE, cg("Attribution")))
        return Register(tuple(entries), claims, situations, said)

    def claims(self) -> Iterator[Entry]:
        names = ("type", "date", "from", "until")
        tables = {name: self.book.table(cg(name)) for name in names}
        for claim, status, source in sorted(self.book.sourced(cg("status"))):

            def one(name: str, claim: str = claim) -> str:
                return next(iter(tables[name].get(claim, ())), "")

            words = " ".join(self.quote(claim).split())
            self.book.name(claim, quoted(words))
            yield Entry(
                claim,
                "claim",
                words,
                folded(words),
                tuple(tables["type"].get(claim, ())),
                local_name(status).casefold(),
                (source,),
                one("date") or one("from"),
                one("date") or one("until") or one("from"),
                start=self.start(claim),
            )

    def quote(self, claim: str) -> str:
        """The words of a claim: where the lift puts them, else along the links to them."""
        near = NamedNode(iri.of("evidence", f"{local_name(claim)}-quote"))
        return self.book.text(near, EXACT) or quote(self.book, NamedNode(claim)).words

    def start(self, claim: str) -> int:
        """Where the words of a claim begin, told as `quote` finds them."""
        near = NamedNode(iri.of("evidence", f"{local_name(claim)}-position"))
        return int(self.book.text(near, START) or quote(self.book, NamedNode(claim)).start)

    def entities(self) -> Iterator[Entry]:
        kinds = self.book.table(TYPE, NamedNode(ENTITIES))
        also, called = self.book.table(ALT_LABEL), self.book.table(cg("name"))
        names: dict[str, set[str]] = {one: set(also.get(one, ())) for one in kinds}
        sources: dict[str, set[str]] = defaultdict(set)
        for mention, entity, source in self.book.sourced(cg("refersTo")):
            names.setdefault(entity, set()).update(called.get(mention, ()))
            sources[entity].add(source)
        for entity in sorted(names):
            if iri.kind_of(entity) == "id":
                label = self.book.label(entity)
                text = "\n".join(folded(name) for name in sorted({label, *names[entity]}))
                own, types = tuple(sorted(sources[entity])), tuple(kinds.get(entity, ()))
                yield Entry(entity, "entity", label, text, types, "", own, weight=len(own))

    def situations(self, claims: Mapping[str, Entry]) -> Iterator[Entry]:
        kinds, standing = self.book.table(cg("ofType")), self.book.table(cg("standing"))
        telling: dict[str, list[Entry]] = defaultdict(list)
        for claim, situations in self.book.table(cg("describes")).items():
            for situation in situations:
                telling[situation] += [claims[claim]] if claim in claims else []
        for name, told in sorted(telling.items()):
            sources = tuple(sorted({source for one in told for source in one.sources}))
            days = sorted(day for one in told for day in (one.first, one.last) if day) or [""]
            label = self.book.label(name)
            yield Entry(
                name,
                "situation",
                label,
                folded(label),
                tuple(kind for kind in kinds.get(name, ()) if self.book.is_term(kind)),
                self.book.label(standing[name][0]) if name in standing else "",
                sources,
                days[0],
                days[-1],
                len(sources),
            )

    def sources(self, claims: Mapping[str, int]) -> Iterator[Entry]:
        terms = ("identifier", "title", "publisher", "creator", "issued")
        tables = [self.book.table(NamedNode(DCTERMS + name)) for name in terms]
        for name in tables[0]:
            told = [next(iter(table.get(name, ())), "") for table in tables]
            own, label = local_name(name), told[1] or told[0]
            text = "\n".join(folded(one) for one in told[:4] if one)
            day = told[4]
            yield Entry(name, "source", label, text, (), "", (own,), day, day, claims.get(own, 0))


def _place(entry: Entry) -> tuple[int, int, str, str]:
    return (KINDS.index(entry.kind), -entry.weight, entry.label.casefold(), entry.iri)


def narrowed(entries: Iterable[Entry], words: str) -> Iterator[Entry]:
    """The entries whose names or words hold every word that is looked for."""
    wanted = folded(words).split()
    if not wanted:
        yield from entries
        return
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
