"""Noun phrases: what belongs to one, whether it is definite, its words as a description."""

from collections.abc import Iterator, Sequence

from spacy.tokens import Token

DEFINITE = frozenset(("the", "this", "that", "these", "those", "both", "such", "said"))
ARTICLES = frozenset(("the", "a", "an"))
INDEFINITE = frozenset(("a", "an", "another", "one"))
EXAMPLES = frozenset(("including", "like"))
QUANTIFIERS = frozenset(("any", "every", "each", "all", "many", "most", "some", "several"))
SWEEPING = frozenset(("no", "every", "any", "each"))
_IDLE = """same other new latest former own first second two three four five both said very
    respective remaining entire whole current underlying affected popular big small large
    powerful"""
IDLE = frozenset(_IDLE.split())
LEFT = frozenset(("amod", "compound", "nummod", "nmod", "quantmod", "poss", "advmod", "npadvmod"))
RIGHT = frozenset(("prep", "acl", "amod"))
UNTOLD = frozenset(("PRP$", "WP$", "VBG"))
BREAKS = frozenset((",", "(", ")", ":", ";", "\u2014", "--"))
NOMINAL = frozenset(("NOUN", "PROPN"))
PLURAL_TAGS = frozenset(("NNS", "NNPS"))
RELATIVES = frozenset(("WDT", "WP", "WP$"))
GOT = frozenset(("seen", "obtained", "viewed", "consulted"))
WHEN = frozenset(("DATE", "TIME"))
LONGEST = 9


def noun(token: Token) -> str:
    """The noun in the singular and lower case, with what a hyphen joins to it: "start-up"."""
    word = str(token.lemma_.lower() if token.tag_ in PLURAL_TAGS else token.lower_)
    doc, i = token.doc, token.i
    if i > 1 and doc[i - 1].text == "-" and not doc[i - 1].whitespace_:
        return f"{doc[i - 2].lower_}-{word}" if not doc[i - 2].whitespace_ else word
    return word


def is_plural(token: Token) -> bool:
    """Whether a noun is written in the plural."""
    return token.tag_ in PLURAL_TAGS


def determiner(head: Token) -> str:
    """The article or the like of a noun, in lower case, or empty."""
    hyphened = head.i > 1 and head.doc[head.i - 1].text == "-"
    joined = head.doc[head.i - 2].lefts if hyphened else ()
    for child in (*head.lefts, *joined):  # the parser may hang it on the first part of "start-up"
        if child.dep_ in ("det", "predet"):
            return str(child.lower_)
    return ""


def is_definite(head: Token) -> bool:
    """Whether a noun points at what is known: "the company", "both models"."""
    return determiner(head) in DEFINITE


def possessor(head: Token) -> Token | None:
    """The word whose possession a noun is: "Luka" in "Luka's app"."""
    return next((child for child in head.lefts if child.dep_ == "poss"), None)


def conjuncts(head: Token) -> Iterator[Token]:
    """A head and what is coordinated with it to its right."""
    yield head
    for child in head.rights:
        if child.dep_ == "conj":
            yield from conjuncts(child)
    if head.dep_ == "dobj" and head.head.pos_ == "VERB":
        for child in head.head.rights:  # a phrase that the parser coordinated with the verb
            if child.dep_ == "conj" and child.pos_ in NOMINAL and child.i > head.i:
                yield from conjuncts(child)


def bounds(head: Token) -> tuple[int, int]:
    """The words of a noun phrase as a description: no article, no clause, no coordination."""
    start = head.i
    for child in reversed(list(head.lefts)):
        if child.dep_ not in LEFT or child.tag_ in UNTOLD:
            continue
        edge = child.left_edge.i
        if any(token.text in BREAKS for token in head.doc[edge:start]):
            break
        start = edge
    return start, _end(head, start)


def _end(head: Token, start: int) -> int:
    end = head.i + 1
    for child in head.rights:
        if child.dep_ not in RIGHT or child.left_edge.i > end:
            break
        if (child.dep_ == "acl" and child.tag_ != "VBN") or tells_when(child) or _is_result(child):
            break
        edge = child.right_edge.i + 1
        if edge - start > LONGEST or any(t.dep_ == "relcl" for t in child.subtree):
            break
        end = edge
    while end > head.i + 1 and head.doc[end - 1].text in BREAKS:
        end -= 1
    return end


def _is_result(child: Token) -> bool:
    """Whether a lone adjective after a noun tells what became of it: "took the product offline"."""
    return child.dep_ == "amod" and child.n_lefts + child.n_rights == 0


def tells_when(preposition: Token) -> bool:
    """Whether a phrase tells a day or an hour, which belongs to what was done: "on Tuesday"."""
    return preposition.dep_ == "prep" and any(
        child.dep_ == "pobj" and child.ent_type_ in WHEN for child in preposition.children
    )


def is_made(participle: Token) -> bool:
    """Whether a participle may tell who made a thing: not "a letter seen by Acme"."""
    return participle.tag_ == "VBN" and participle.lower_ not in GOT


def text(head: Token) -> str:
    """The words of a noun phrase as a description, its owner's article left out."""
    start, end = bounds(head)
    doc = head.doc
    start += start < head.i and doc[start].lower_ in ARTICLES
    words = str(doc[start:end].text).strip(" \"'")
    return words.replace('"', "") if words.count('"') % 2 else words


def opening(words: Sequence[Token]) -> str:
    """The words of a phrase up to its first pause or relative clause, no article before them."""
    start = 1 if words and words[0].lower_ in ARTICLES else 0
    ends = (n for n, it in enumerate(words) if it.text in BREAKS or it.tag_ in RELATIVES)
    kept = words[start : min(next(ends, len(words)), start + LONGEST)]
    return "".join(it.text_with_ws for it in kept).strip(" \"'")


def text_after(head: Token, last: int) -> str:
    """The words of a noun phrase that follow one of its words."""
    _, end = bounds(head)
    return str(head.doc[last + 1 : end].text).strip(" \"'")


def group(head: Token) -> str:
    """The words of a noun phrase for a group, with what tells how many: "any citizen"."""
    start, end = bounds(head)
    before = head.doc[start - 1] if start else None
    told = before is not None and before.head == head and before.lower_ in QUANTIFIERS
    return str(head.doc[start - told : end].text).strip(" \"'")
