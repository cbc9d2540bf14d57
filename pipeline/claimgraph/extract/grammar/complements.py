"""What stands by a word in the parse and can hold what is ascribed: clauses, objects, phrases."""

from collections.abc import Iterable, Iterator

from spacy.tokens import Doc, Token

Range = tuple[int, int]

QUESTION_WORDS = frozenset(
    [
        "whether",
        "if",
        "how",
        "why",
        "what",
        "who",
        "whom",
        "whose",
        "which",
        "when",
        "where",
        "whatever",
        "whoever",
        "however",
    ]
)
TRIMMED = frozenset((",", ".", ";", ":", "-", "--", "\u2013", "\u2014", "!", "?", "...", "…", " "))
TIMES = frozenset(("DATE", "TIME"))
CONTENT_VERBS = frozenset(("VERB", "AUX"))


def complements(token: Token) -> Iterator[tuple[str, Token]]:
    """The complements of a verb, noun or adjective: what kind, and the head of each."""
    for child in token.children:
        kind = _kind(token, child)
        if kind:
            yield kind, child
        if child.dep_ in ("prep", "dobj", "dative"):
            yield from _topics(child)
        if child.dep_ == "agent":
            yield from _beyond_agent(child)


def _beyond_agent(by: Token) -> Iterator[tuple[str, Token]]:
    """As in "accused by Acme of hiding it": what the parse hung on who does it."""
    for noun in by.children:
        for late in noun.rights:
            if late.dep_ == "prep" and any(c.dep_ == "pcomp" for c in late.children):
                yield late.lower_, late


def _topics(child: Token) -> Iterator[tuple[str, Token]]:
    """As in "talk to voters about it": the topic that the parse hung on whom one talks to."""
    nouns = child.children if child.dep_ == "prep" else (child,)
    for noun in nouns:
        for late in noun.rights:
            if late.dep_ == "prep" and late.lower_ == "about" and noun.dep_ in ADDRESSED:
                yield "about", late


ADDRESSED = ("pobj", "dobj", "dative")
KINDS = {
    "dobj": "object",
    "obj": "object",
    "dative": "dative",
    "nsubj": "subject",
    "nsubjpass": "subject",
    "csubj": "subject",
    "csubjpass": "subject",
    "expl": "subject",
    "oprd": "complement",
    "acomp": "complement",
    "attr": "complement",
}


def _kind(token: Token, child: Token) -> str:
    dep = child.dep_
    if dep == "ccomp":
        return _clause_kind(child)
    if dep in ("xcomp", "acl", "relcl"):
        return _open_clause_kind(token, child)
    if dep in ("prep", "agent"):
        return "" if _is_time(child) else child.lower_  # "denied on Friday that P"
    if dep == "advcl":
        return _adverbial_kind(token, child)
    return KINDS.get(dep, "")


def _adverbial_kind(token: Token, child: Token) -> str:
    """As in "call for the law to be changed": a phrase to the sense, a clause to the parse."""
    mark = _mark(child)
    if mark == "for" and has_to(child) and child.left_edge.i > token.i:
        return mark
    if has_to(child) and not mark and parted_by_time(token, child):
        return "infinitive"
    return "question" if mark in ("if", "whether") else ""


def parted_by_time(token: Token, clause: Token) -> bool:
    """As in "asked Acme in May to close": a day or month keeps the parse from what is asked."""
    between = [c for c in token.rights if c.dep_ != "punct" and c.i < clause.left_edge.i]
    objects = [c for c in between if c.dep_ == "dobj"]
    return bool(objects) and any(_is_time(c) for c in between if c.i > objects[0].i)


def _is_time(adjunct: Token) -> bool:
    told = adjunct.children if adjunct.dep_ == "prep" else (adjunct,)
    return any(c.ent_type_ in TIMES and c.dep_ in ("pobj", "npadvmod") for c in told)


def _clause_kind(child: Token) -> str:
    if has_to(child):
        return "infinitive"
    opening = child.left_edge.lower_
    if opening in QUESTION_WORDS or _mark(child) in QUESTION_WORDS:
        return "question"
    if child.tag_ == "VB" and not any(c.dep_ in ("aux", "mark") for c in child.lefts):
        return "complement"
    if child.pos_ in CONTENT_VERBS or any(c.dep_.startswith("nsubj") for c in child.children):
        return "gerund" if is_gerund(child) else "clause"
    return "complement"


def _open_clause_kind(token: Token, child: Token) -> str:
    if has_to(child):
        return "infinitive"
    if child.dep_ in ("acl", "relcl") and token.pos_ in ("NOUN", "PROPN"):
        return "clause" if _mark(child) == "that" else ""
    if child.dep_ == "relcl":
        return ""
    return "gerund" if child.tag_ == "VBG" else "complement"


def has_to(verb: Token) -> bool:
    """Whether a verb is a to-infinitive."""
    return any(child.tag_ == "TO" for child in verb.lefts)


def is_gerund(verb: Token) -> bool:
    """Whether a verb is a bare -ing form."""
    return verb.tag_ == "VBG" and not any(c.dep_ in ("aux", "auxpass") for c in verb.lefts)


def is_passive(verb: Token) -> bool:
    """Whether a verb is passive, the shortened passive of "the plan backed by many" included."""
    if _is_main_after_all(verb):
        return False
    for child in verb.children:
        if child.dep_ in ("auxpass", "nsubjpass"):
            return True
    if _asked(verb):
        return True
    if verb.tag_ != "VBN" or any(c.dep_ in ("aux", "nsubj") for c in verb.lefts):
        return False
    return verb.dep_ in ("acl", "advcl", "ROOT", "amod", "conj") and not has_object(verb)


def _is_main_after_all(verb: Token) -> bool:
    """Whether a past tense was taken for a participle after a relative clause.

    As in "experts who were asked pointed out that P", "Lee, who runs it, called for Q".
    """
    if verb.tag_ != "VBN" or any(child.dep_ in ("aux", "auxpass") for child in verb.lefts):
        return False
    if verb.dep_ == "ROOT":
        told = (child for child in verb.lefts if child.dep_ == "nsubjpass")
        clauses = (child for child in verb.rights if child.dep_ == "ccomp")
        return any(map(_is_told_more_of, told)) and any(_mark(c) == "that" for c in clauses)
    noun = verb.head
    if verb.dep_ != "acl" or noun.dep_ != "ROOT" or verb.nbor(-1).text != ",":
        return False
    return _is_told_more_of(noun) and noun.pos_ in ("PROPN", "NOUN")


def _is_told_more_of(noun: Token) -> bool:
    return any(child.dep_ == "relcl" for child in noun.rights)


def _asked(verb: Token) -> bool:
    """As in "Asked whether P, she ..." and "when asked": passive whatever the tagger says."""
    if verb.dep_ != "advcl" or verb.tag_ not in ("VBN", "VBD"):
        return False
    before = {child.dep_ for child in verb.lefts}
    return "dobj" not in {c.dep_ for c in verb.rights} and not before & {"nsubj", "aux"}


def has_object(verb: Token) -> bool:
    """Whether a verb has a direct object or a clause of its own."""
    return any(child.dep_ in ("dobj", "ccomp") for child in verb.rights)


def _mark(verb: Token) -> str:
    return next((child.lower_ for child in verb.lefts if child.dep_ == "mark"), "")


def extent(head: Token) -> Range:
    """The tokens that hang on a head, edges trimmed of punctuation."""
    return trimmed(head.doc, head.left_edge.i, head.right_edge.i + 1)


def phrase_extent(preposition: Token) -> Range:
    """What follows a preposition, without it; of "for the law to be changed" all but "for"."""
    first = preposition.left_edge if preposition.pos_ in CONTENT_VERBS else preposition
    return trimmed(preposition.doc, first.i + 1, preposition.right_edge.i + 1)


def trimmed(doc: Doc, start: int, end: int) -> Range:
    """A range without punctuation at its edges; empty ranges come back with end == start."""
    while start < end and (doc[start].text in TRIMMED or doc[start].is_space):
        start += 1
    while end > start and (doc[end - 1].text in TRIMMED or doc[end - 1].is_space):
        end -= 1
    return start, end


def joined(ranges: Iterable[Range]) -> tuple[Range, ...]:
    """Ranges in order, overlapping ones made one, empty ones left out."""
    found: list[Range] = []
    for start, end in sorted(r for r in ranges if r[0] < r[1]):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return tuple(found)
