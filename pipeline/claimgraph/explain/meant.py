"""Which node or triple of a graph a person means, and what to call a node."""

from pyoxigraph import Literal, NamedNode

from claimgraph import iri
from claimgraph.ask.names import store_names
from claimgraph.errors import UnknownNameError
from claimgraph.facts import Facts
from claimgraph.prefixes import prefixes
from claimgraph.store.graphstore import GraphStore
from claimgraph.terms import LABEL, Term, cg
from claimgraph.vocabulary import DCTERMS, local_name


def called(store: GraphStore, term: Term) -> str:
    """What a node is called, or a literal's text."""
    if isinstance(term, Literal):
        return term.value
    facts = Facts.of(store.about(term))
    named = facts.string(term, LABEL) or facts.string(term, NamedNode(DCTERMS + "title"))
    words = facts.string(term, cg("words"))
    return named or words or local_name(term.value)


def find_triple(
    store: GraphStore, subject: str, predicate: str, value: str
) -> tuple[NamedNode, NamedNode, Term]:
    """The triple that three names mean: a predicate is named by IRI, prefixed name or label.

    Raises:
        UnknownNameError: the graph holds no such triple; carries what it holds instead.
    """
    node = find(store, subject)
    quads = [q for q in store.about(node) if _is_called(q.predicate, predicate)]
    if not quads:
        held = sorted({local_name(q.predicate.value) for q in store.about(node)})
        raise UnknownNameError(f"predicate of {subject}", predicate, tuple(held))
    texts = {
        q.object: called(store, q.object)
        for q in quads
        if isinstance(q.object, NamedNode | Literal)
    }
    for term, text in texts.items():
        if value in (term.value, text):
            return node, quads[0].predicate, term
    meant = next((t for t in texts if isinstance(t, NamedNode) and t == _found(store, value)), None)
    if meant is None:
        raise UnknownNameError(f"{predicate} of {subject}", value, tuple(sorted(texts.values())))
    return node, quads[0].predicate, meant


def _found(store: GraphStore, name: str) -> NamedNode | None:
    try:
        return find(store, name)
    except UnknownNameError:
        return None


def _is_called(term: NamedNode, name: str) -> bool:
    """Whether a property is meant by an IRI, a prefixed name, or words such as "issued by"."""
    prefix, colon, local = name.partition(":")
    if colon and prefix in prefixes():
        return term.value == prefixes()[prefix] + local
    plain = name.casefold().replace(" ", "")
    return name == term.value or local_name(term.value).casefold() == plain


def find(store: GraphStore, name: str) -> NamedNode:
    """The node that an IRI, a prefixed name or a label means."""
    prefix, colon, local = name.partition(":")
    spaces = prefixes()
    text = spaces[prefix] + local if colon and prefix in spaces else name
    if ":" in text and " " not in text:
        node = NamedNode(text)
        if next(store.about(node), None) or next(store.pointing_to(node), None):
            return node

    claim = NamedNode(iri.of("claim", name)) if name.isalnum() else None
    if claim and next(store.about(claim), None):
        return claim

    return store_names(store.rows).find("node", name)
