"""Which words state a claim: the clause of the predicate, without what hangs on loosely."""

from collections.abc import Iterable

from spacy.tokens import Span, Token

from claimgraph.extract.grammar.predicates import is_verbal_or_be

LOOSE = frozenset({"advcl", "parataxis", "punct", "cc", "ccomp-post", "dep", "meta", "intj"})
MARKS = frozenset({'"', "``", "''"})
TITLE = 20  # how many words a title may have
EDGES = frozenset({",", ";", ":", ".", "-", "--", "\u2013", "\u2014", "(", "and", "but", "or"})


def clause(head: Token, keep: Iterable[Token] = ()) -> tuple[int, int]:
    """The tokens of the clause or phrase that a predicate heads, as a half-open range.

    Other clauses coordinated with it or attached loosely are left out unless they hold a token of
    `keep`; so are trailing punctuation and conjunctions.
    """
    sentence = head.sent
    kept = tuple(token for token in keep if sentence.start <= token.i < sentence.end)
    indices = set(_within(head, kept))
    indices.update(token.i for token in kept)
    start, end = _trimmed(head, min(indices), max(indices) + 1)
    return start, _with_title(sentence, end)


def _with_title(sentence: Span, end: int) -> int:
    """The end of a clause with the title that quotation marks give what it names last."""
    doc, limit = sentence.doc, sentence.end
    opening = end if end < limit and doc[end].text in MARKS else end - 1
    if doc[opening].text not in MARKS or opening + 1 >= limit:
        return end
    if sum(doc[i].text in MARKS for i in range(sentence.start, opening)) % 2:
        return end
    if doc[opening - 1].pos_ not in {"NOUN", "PROPN"} or not doc[opening + 1].is_title:
        return end
    for i in range(opening + 1, min(limit, opening + TITLE)):
        if doc[i].text in MARKS:
            return i + 1
    return end


def _within(head: Token, kept: tuple[Token, ...]) -> list[int]:
    found = [head.i]
    for child in head.children:
        if child.dep_ in LOOSE or _is_other_clause(child, head):
            inside = {each.i for each in child.subtree}
            if not any(token.i in inside for token in kept) or child.dep_ in {"punct", "cc"}:
                continue
            if child.dep_ == "conj":
                continue
        found += [child.left_edge.i, child.right_edge.i]
    return found


def _is_other_clause(child: Token, head: Token) -> bool:
    return child.dep_ == "conj" and is_verbal_or_be(child) and is_verbal_or_be(head)


def _trimmed(head: Token, start: int, end: int) -> tuple[int, int]:
    doc = head.doc
    while end - 1 > start and doc[end - 1].lower_ in EDGES:
        end -= 1
    while start < end - 1 and doc[start].lower_ in EDGES - {"("}:
        start += 1
    return start, end


def governing_verb(token: Token) -> Token:
    """The nearest verb above a token, or the root of its sentence."""
    at = token.head
    while at.dep_ != "ROOT" and not is_verbal_or_be(at):
        at = at.head
    return at
