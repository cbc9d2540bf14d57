"""Whose voice a cue is: the subject, agent or possessor, through control and coordination."""

from spacy.tokens import Token

from claimgraph.extract.complements import Range, extent, is_passive, trimmed

SUBJECTS = ("nsubj", "nsubjpass", "csubj")
RELATIVES = frozenset(("who", "which", "that", "whom", "whose"))
CONTROLLED = ("xcomp", "advcl", "conj", "ccomp", "pcomp", "acl", "prep")
STEPS = 8


def voice(verb: Token) -> Token | None:
    """The head of the noun phrase that speaks, or None when nobody is told."""
    if is_passive(verb):
        return agent(verb)
    return subject(verb)


def agent(verb: Token) -> Token | None:
    """Who a passive is done by."""
    for child in verb.children:
        if child.dep_ == "agent" or (child.dep_ == "prep" and child.lower_ == "by"):
            return next((c for c in child.children if c.dep_ in ("pobj", "pcomp")), None)
    return None


def own_subject(verb: Token) -> Token | None:
    """The subject that a verb has itself."""
    return next((c for c in verb.children if c.dep_ in SUBJECTS), None)


def subject(verb: Token) -> Token | None:
    """The subject of a verb, its own or understood from the words that govern it."""
    token = verb
    for _ in range(STEPS):
        own = own_subject(token)
        if own is not None:
            return own
        if token.dep_ not in CONTROLLED:
            return None
        parent = token.head
        if token.dep_ == "acl":
            return _of_participle(parent)
        if token.dep_ == "xcomp" and _controls_by_object(parent):
            return next(c for c in parent.children if c.dep_ in ("dobj", "dative"))
        if token.dep_ in ("ccomp",) and token.tag_ not in ("VBG", "VB"):
            return None
        token = parent
    return None


def _controls_by_object(verb: Token) -> bool:
    return any(child.dep_ in ("dobj", "dative") for child in verb.rights)


def _of_participle(noun: Token) -> Token:
    """Who says what "a statement saying" says: who issued it, else the statement."""
    if noun.dep_ == "dobj":
        return subject(noun.head) or noun
    return noun


def source_range(head: Token) -> Range:
    """The noun phrase of a source; a relative pronoun stands for itself."""
    if head.lower_ in RELATIVES or head.pos_ == "PRON":
        return head.i, head.i + 1
    if head.dep_ == "conj" or head.pos_ == "VERB":
        return trimmed(head.doc, head.left_edge.i, max(head.i + 1, head.right_edge.i + 1))
    return extent(head)


def antecedent(head: Token, verb: Token) -> Token:
    """The noun that a relative pronoun stands for, else the head itself."""
    if head.lower_ not in RELATIVES:
        return head
    token = verb
    for _ in range(STEPS):
        if token.dep_ == "relcl":
            return token.head
        token = token.head
    return head


def possessor(noun: Token) -> Token | None:
    """Whose a noun is: "his denial", "the agency's order", "a warning from the regulator"."""
    for child in noun.lefts:
        if child.dep_ == "poss":
            return child
    for child in noun.rights:
        if child.dep_ == "prep" and child.lower_ in ("from", "by", "among"):
            return next((c for c in child.children if c.dep_ == "pobj"), None)
    return None
