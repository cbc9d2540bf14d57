"""Claims as pages show them: status, words and place, voice, roles, and why they were read so."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from pyoxigraph import NamedNode, Quad

from claimgraph import iri
from claimgraph.facts import Facts
from claimgraph.terms import cg
from claimgraph.vocabulary import OA, local_name
from claimgraph.web.pages.book import Book
from claimgraph.web.pages.frame import Table
from claimgraph.web.pages.paths import Ref

ROLES = ("agent", "recipient", "object", "authority", "party", "quantity", "date", "time")
COLUMNS = (
    *("id", "document", "type", "status", "quote", "start", "end", "speaker"),
    *("agent", "recipient", "object", "authority", "party", "date", "time", "quantity"),
    "confidence",
)
DESCRIBES = cg("describes")
SELECTOR = NamedNode(OA + "hasSelector")


@dataclass(frozen=True, slots=True)
class Quote:
    """Where words stand in a source, and what stands around them."""

    start: int
    end: int
    words: str
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One role or property with its values."""

    label: str
    values: tuple[Ref, ...]
    name: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """A claim with all that a page may say of it."""

    ref: Ref
    id: str
    type: Ref
    status: str
    quote: Quote
    source: Ref
    speakers: tuple[Ref, ...]
    roles: tuple[Line, ...]
    when: str
    confidence: str
    trigger: str
    rules: tuple[str, ...]
    situations: tuple[Ref, ...]
    content: tuple[Ref, ...]
    reported_in: tuple[Ref, ...]

    @property
    def document(self) -> str:
        """The local name of the source, by which places in its text are named."""
        return local_name(self.source.iri)

    @property
    def row(self) -> tuple[str, ...]:
        """The claim as a row of a table of claims."""
        roles = {line.name: " | ".join(v.label for v in line.values) for line in self.roles}
        told = (self.id, self.document, self.type.label, self.status, self.quote.words)
        place = (str(self.quote.start), str(self.quote.end))
        voices = " | ".join(one.label for one in self.speakers)
        return (*told, *place, voices, *(roles.get(name, "") for name in ROLES), self.confidence)


def claim_table(claims: Iterable[Told]) -> Table:
    """Claims as rows."""
    columns = (*COLUMNS[:8], *ROLES, "confidence")
    return Table(columns, tuple(claim.row for claim in claims))


def told_all(book: Book, claims: Sequence[NamedNode]) -> tuple[Told, ...]:
    """The claims at some nodes, in their order, all read at one go."""
    if not claims:
        return ()
    known = Facts.of(_read(book, claims))
    return tuple(told(book, node, known) for node in claims)


def _read(book: Book, claims: Sequence[NamedNode]) -> Iterator[Quad]:
    """What is known of some claims, and of the words on which they rest."""
    for claim, predicate, value in book.solutions("claims", claim=claims):
        yield Quad(claim, predicate, value)
    selected = set()
    for _, place, selector, predicate, value in book.solutions("words", claim=claims):
        selected.add((place, selector))
        yield Quad(selector, predicate, value)
    yield from (Quad(place, SELECTOR, selector) for place, selector in selected)


def told(book: Book, node: NamedNode, facts: Facts | None = None) -> Told:
    """The claim at a node; `facts` are what is known of it and its evidence, if read before."""
    known = facts or book.facts(node)

    def refs(name: str) -> tuple[Ref, ...]:
        return book.refs(known.values(node, cg(name)))

    return Told(
        book.ref(node),
        iri.local(node.value),
        _first(refs("type")),
        status_of(known, node),
        quote(book, node, facts),
        _first(refs("source")),
        refs("speaker"),
        tuple(_roles(book, known, node)),
        when(known, node),
        known.string(node, cg("confidence")),
        known.string(node, cg("trigger")),
        known.strings(node, cg("rule")),
        book.refs(known.nodes(node, DESCRIBES) or book.values(node, DESCRIBES)),
        refs("content"),
        refs("reportedIn"),
    )


def status_of(facts: Facts, node: NamedNode) -> str:
    """The status of a claim in one small word; empty where it has none."""
    found = facts.node(node, cg("status"))
    return local_name(found.value).casefold() if found else ""


def quote(
    book: Book, holder: NamedNode, facts: Facts | None = None, link: NamedNode | None = None
) -> Quote:
    """The first stretch of text on which a claim or attribution rests."""
    found = quotes(book, holder, facts, link)
    return found[0] if found else Quote(0, 0, "")


def quotes(
    book: Book, holder: NamedNode, facts: Facts | None = None, link: NamedNode | None = None
) -> list[Quote]:
    """The stretches of text on which a claim or attribution rests, in order of place."""
    known = facts or book.facts(holder)
    places = known.nodes(holder, link or cg("evidence"))
    return sorted((_quote(book, one, facts) for one in places), key=lambda q: (q.start, q.end))


def _quote(book: Book, evidence: NamedNode, facts: Facts | None) -> Quote:
    known = facts or book.facts(evidence)
    selectors = known.nodes(evidence, SELECTOR)
    inner = facts or book.facts(*selectors)

    def first(name: str) -> str:
        predicate = NamedNode(OA + name)
        return next(filter(None, (inner.string(one, predicate) for one in selectors)), "")

    start, end = first("start"), first("end")
    words = (first("exact"), first("prefix"), first("suffix"))
    return Quote(int(start or 0), int(end or 0), *words)


def when(facts: Facts, node: NamedNode) -> str:
    """When it happened, as told: a day, month or year, or two of them."""
    first, last = facts.string(node, cg("from")), facts.string(node, cg("until"))
    told_date = facts.string(node, cg("date"))
    return told_date or " to ".join(filter(None, (first, last)))


def _roles(book: Book, facts: Facts, node: NamedNode) -> Iterable[Line]:
    for name in ROLES:
        label = book.label(cg(name).value)
        if name == "date":
            values = tuple(filter(None, (Ref(when(facts, node)) if when(facts, node) else None,)))
        elif name == "quantity":
            values = tuple(quantity(book, one) for one in facts.nodes(node, cg(name)))
        else:
            values = book.refs(facts.values(node, cg(name)))
        if values:
            yield Line(label, values, name)


def quantity(book: Book, node: NamedNode) -> Ref:
    """A quantity by the words in which it is told."""
    ref = book.ref(node)
    facts = book.facts(node)
    return Ref(facts.string(node, cg("words")) or ref.label, ref.path, ref.query, ref.iri, ref.kind)


def in_order(claims: Iterable[Told]) -> tuple[Told, ...]:
    """Claims by source and place in the text."""
    return tuple(
        sorted(claims, key=lambda c: (c.source.iri, c.quote.start, c.quote.end, c.ref.iri))
    )


def _first(refs: tuple[Ref, ...]) -> Ref:
    return refs[0] if refs else Ref("")
