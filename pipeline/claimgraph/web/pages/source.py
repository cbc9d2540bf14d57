"""One source: its whole text with every claim marked in place, and the claims beside it."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pyoxigraph import NamedNode

from claimgraph import iri
from claimgraph.check.findings import Finding
from claimgraph.errors import UnknownNameError
from claimgraph.facts import Facts
from claimgraph.model import Attribution, Claim, Document, Reading, Region, RegionKind, Span, Status
from claimgraph.page.marks import Block, Piece, blocks
from claimgraph.page.render import anchor
from claimgraph.terms import TYPE, cg
from claimgraph.vocabulary import DCTERMS, SCHEMA
from claimgraph.web.pages import paths
from claimgraph.web.pages.book import IDENTIFIER, Book
from claimgraph.web.pages.frame import Page
from claimgraph.web.pages.paths import Query, Ref
from claimgraph.web.pages.start import Share, shares
from claimgraph.web.pages.told import Quote, Told, claim_table, in_order, quote, quotes, told

ROOT = Ref("Overview", "/")
LINE = re.compile(r"[^\n]*\S[^\n]*")
SHORT = 60
HEADING = re.compile(r"#{1,6} ")
FRONT = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)
"""What a text tells of itself before it begins."""
CODES = {status.value: status.value[:2].capitalize() for status in Status}
PROPERTIES = ("publisher", "creator", "issued", "rights")


@dataclass(frozen=True, slots=True)
class Card:
    """A claim beside the text: its running number, its anchors here."""

    told: Told
    number: int
    anchor: str
    place: str

    @property
    def code(self) -> str:
        """The status in two letters."""
        return CODES.get(self.told.status, "?")


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of text with the claims over it, the innermost last, and those beginning here."""

    text: str
    cards: tuple[Card, ...]
    begins: tuple[Card, ...]
    said: tuple[str, ...]

    @property
    def depth(self) -> int:
        """How many claims lie over each other here, counted to three."""
        return min(len(self.cards), 3)


@dataclass(frozen=True, slots=True)
class Passage:
    """A line of the text, or the white space between two, in marked stretches."""

    kind: str
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class View:
    """What the page shows of a source."""

    id: str
    iri: str
    told: tuple[tuple[str, str], ...]
    url: str
    language: str
    length: int
    sha256: str
    kept_out: tuple[str, ...]
    repeats: tuple[Ref, ...]
    passages: tuple[Passage, ...]
    cards: tuple[Card, ...]
    shares: tuple[Share, ...]
    attributions: int
    findings: tuple[Finding, ...]


def page(book: Book, path: str, query: Query) -> Page:
    """The source at a path.

    Raises:
        UnknownNameError: the graph has no such source.
    """
    node = NamedNode(paths.node_at(path, query))
    own = book.facts(node)
    identifier = own.string(node, IDENTIFIER)
    if not identifier:
        raise UnknownNameError("source", iri.local(node.value))
    facts = Facts.of(book.store.graph(NamedNode(iri.source_graph(identifier))))
    text = book.store.source_text(identifier) or ""
    claims = in_order(told(book, one, facts) for one in _of_kind(facts, "Claim"))
    said = tuple(_attributions(book, facts, identifier))
    cards = tuple(
        Card(one, number, anchor("claim", one.id), anchor("text", one.id))
        for number, one in enumerate(claims, 1)
    )
    view = _view(book, node, own, text, cards, said)
    title = book.label(node.value)
    trail = (ROOT, Ref("Sources", "/sources"))
    nodes = (node, *(NamedNode(claim.ref.iri) for claim in claims))
    return Page(
        "source.html",
        title,
        view,
        path,
        query,
        "/sources",
        trail,
        claim_table(claims),
        nodes,
        wide=True,
    )


def _view(
    book: Book,
    node: NamedNode,
    facts: Facts,
    text: str,
    cards: tuple[Card, ...],
    said: tuple[Attribution, ...],
) -> View:
    told_of = ((name, facts.string(node, NamedNode(DCTERMS + name))) for name in PROPERTIES)
    identifier = facts.string(node, IDENTIFIER)
    return View(
        identifier,
        node.value,
        tuple((name, value) for name, value in told_of if value),
        facts.string(node, NamedNode(SCHEMA + "url")),
        facts.string(node, NamedNode(DCTERMS + "language")),
        len(text),
        facts.string(node, cg("sha256")),
        facts.strings(node, cg("quarantinedFor")),
        book.refs(facts.nodes(node, cg("repeats"))),
        passages(text, cards, said),
        cards,
        tuple(one for one in shares(Counter(card.told.status for card in cards)) if one.count),
        len(said),
        tuple(one for one in book.findings or () if one.source == identifier),
    )


def passages(
    text: str, cards: Sequence[Card], said: Sequence[Attribution] = ()
) -> tuple[Passage, ...]:
    """The whole text in order, unchanged, cut where claims and attributions begin and end."""
    kept = [card for card in cards if card.told.quote.end <= len(text) and _runs(card)]
    front = FRONT.match(text)
    begins = front.end() if front else 0
    regions = tuple(_region(found, begins) for found in LINE.finditer(text))
    document = Document("", text, "", regions=regions)
    reading = Reading(document, tuple(said), tuple(_claim(card.told) for card in kept))
    return tuple(_passage(block, kept) for block in blocks(reading) if text)


def _runs(card: Card) -> bool:
    return 0 <= card.told.quote.start < card.told.quote.end


def _region(found: re.Match[str], begins: int) -> Region:
    """A line as a region; what stands before the text begins is no part of it."""
    kind = RegionKind.HEADING if HEADING.match(found.group()) else RegionKind.BODY
    return Region(RegionKind.FURNITURE if found.end() <= begins else kind, Span(*found.span()))


def _passage(block: Block, cards: Sequence[Card]) -> Passage:
    length = sum(len(piece.text) for piece in block.pieces)
    kind = "short" if block.kind is RegionKind.BODY and length <= SHORT else block.kind or ""
    kind = "front" if block.kind is RegionKind.FURNITURE else kind
    return Passage(kind, tuple(_mark(piece, cards) for piece in block.pieces))


def _mark(piece: Piece, cards: Sequence[Card]) -> Mark:
    over = tuple(cards[place] for place in piece.claims)
    return Mark(piece.text, over, tuple(cards[place] for place in piece.begins), piece.said)


def _claim(claim: Told) -> Claim:
    """The claim as the cutter needs it: where it stands."""
    span = _span(claim.quote)
    return Claim(claim.id, "", "", span, claim.quote.words, "", span)


def _span(words: Quote) -> Span:
    return Span(words.start, words.end)


def _of_kind(facts: Facts, name: str) -> list[NamedNode]:
    return [one for one, kinds in facts.table(TYPE).items() if cg(name) in kinds]


def _attributions(book: Book, facts: Facts, document: str) -> Iterable[Attribution]:
    for node in sorted(_of_kind(facts, "Attribution"), key=lambda one: one.value):
        cue = quote(book, node, facts, cg("cueEvidence"))
        if cue.start < cue.end:
            speakers = quotes(book, node, facts, cg("speakerEvidence"))
            content = quotes(book, node, facts)
            yield Attribution(
                iri.local(node.value),
                document,
                _span(speakers[0]) if speakers else None,
                _span(cue),
                tuple(_span(one) for one in content if one.start < one.end),
            )
