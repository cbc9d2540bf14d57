"""One claim: its words in their context, whose they are, what it tells, why it was read so."""

import re
from dataclasses import dataclass

from pyoxigraph import NamedNode

from claimgraph import iri
from claimgraph.errors import UnknownNameError
from claimgraph.terms import cg
from claimgraph.vocabulary import PROV
from claimgraph.web.pages import paths
from claimgraph.web.pages.book import IDENTIFIER, Book, shortened
from claimgraph.web.pages.differences import Dispute, Shown, disputes, written_out
from claimgraph.web.pages.frame import Page
from claimgraph.web.pages.paths import Query, Ref
from claimgraph.web.pages.told import Told, claim_table, in_order, told

GENERATED = NamedNode(PROV + "wasGeneratedBy")
CONTEXT = 420
MOST_OTHERS = 12
ROOT = Ref("Overview", "/")


@dataclass(frozen=True, slots=True)
class Voice:
    """One link of the chain of speakers: who, by which claim of saying."""

    names: tuple[Ref, ...]
    through: Told | None = None


@dataclass(frozen=True, slots=True)
class Reason:
    """Named rules of one kind: of the frame, of the roles, of the status."""

    kind: str
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class View:
    """What the page shows of a claim."""

    claim: Told
    before: str
    after: str
    cut_before: bool
    cut_after: bool
    chain: tuple[Voice, ...]
    reasons: tuple[Reason, ...]
    content: tuple[Told, ...]
    holders: tuple[Told, ...]
    others: tuple[Told, ...]
    others_in_all: int
    disputes: tuple[Shown, ...]
    run: tuple[Ref, ...]
    iri: str


def page(book: Book, path: str, query: Query) -> Page:
    """The claim at a path.

    Raises:
        UnknownNameError: the graph has no such claim.
    """
    node = NamedNode(paths.node_at(path, query))
    facts = book.facts(node)
    if not facts.node(node, cg("source")):
        raise UnknownNameError("claim", iri.local(node.value))
    claim = told(book, node)
    text = book.store.source_text(_source_id(book, claim)) or ""
    start, end = claim.quote.start, claim.quote.end
    others = _others(book, claim)
    view = View(
        claim,
        before(text[:start]) if text else claim.quote.before,
        after(text[end:]) if text else claim.quote.after,
        start > CONTEXT,
        end + CONTEXT < len(text),
        tuple(_chain(book, claim)),
        _reasons(claim.rules),
        tuple(told(book, NamedNode(one.iri)) for one in claim.content),
        tuple(told(book, one) for one in _pointing(book, node, "content")),
        others[:MOST_OTHERS],
        len(others),
        written_out(book, [one for one in disputes(book) if _involves(one, node)]),
        book.refs(facts.nodes(node, GENERATED)),
        node.value,
    )
    trail = (ROOT, Ref("Sources", "/sources"), claim.source)
    title = f"{book.label(claim.type.iri)}: \u201c{shortened(claim.quote.words, 60)}\u201d"
    nodes = (node, *(NamedNode(one.iri) for one in (*claim.situations, *claim.content)))
    return Page(
        "claim.html", title, view, path, query, "/sources", trail, claim_table((claim,)), nodes
    )


def before(text: str) -> str:
    """The end of what stands before a quotation, from the beginning of a word."""
    return text if len(text) <= CONTEXT else re.sub(r"^\S*", "", text[-CONTEXT:]).lstrip()


def after(text: str) -> str:
    """The beginning of what stands after a quotation, to the end of a word."""
    return text if len(text) <= CONTEXT else re.sub(r"\S*$", "", text[:CONTEXT]).rstrip()


def _source_id(book: Book, claim: Told) -> str:
    node = NamedNode(claim.source.iri)
    return book.facts(node).string(node, IDENTIFIER)


def _chain(book: Book, claim: Told) -> list[Voice]:
    """Whose words these are, from the source inwards, along the claims of saying."""
    voices: list[Voice] = []
    passed: set[str] = set()
    here: Told | None = claim
    while here and here.ref.iri not in passed:
        passed.add(here.ref.iri)
        through = told(book, NamedNode(here.reported_in[0].iri)) if here.reported_in else None
        names = here.speakers or (_agents(through) if through else ())
        if names:
            voices.insert(0, Voice(names, through))
        here = through
    return [Voice((claim.source,)), *voices]


def _agents(claim: Told) -> tuple[Ref, ...]:
    return next((line.values for line in claim.roles if line.name == "agent"), ())


def _reasons(rules: tuple[str, ...]) -> tuple[Reason, ...]:
    """The named rules by their kind, the word before the colon."""
    by_kind: dict[str, list[str]] = {}
    for rule in rules:
        kind, colon, name = rule.partition(":")
        by_kind.setdefault(kind if colon else "rule", []).append(name if colon else rule)
    return tuple(Reason(kind, tuple(names)) for kind, names in by_kind.items())


def _others(book: Book, claim: Told) -> tuple[Told, ...]:
    """The other claims about the same situations."""
    nodes = {
        one
        for situation in claim.situations
        for one in _pointing(book, NamedNode(situation.iri), "describes")
    }
    return in_order(told(book, one) for one in nodes if one.value != claim.ref.iri)


def _pointing(book: Book, node: NamedNode, name: str) -> tuple[NamedNode, ...]:
    found = (quad.subject for quad in book.store.pointing_to(node, cg(name)))
    return tuple(sorted((o for o in found if isinstance(o, NamedNode)), key=lambda o: o.value))


def _involves(dispute: Dispute, node: NamedNode) -> bool:
    return any(node in side.nodes for side in dispute.sides)
