"""Whose voice a cue is: the subject, agent or possessor, through control and coordination."""

from spacy.tokens import Token

from claimgraph.extract.grammar.complements import Range, extent, is_passive, trimmed
from claimgraph.extract.grammar.subjects import RELATIVES
from claimgraph.extract.parse.words import CALENDAR

SUBJECTS = ("nsubj", "nsubjpass")
FLOATING = frozenset(("each", "both", "all"))  # "Acme and Orbit have each said that"
CONTROLLED = ("xcomp", "advcl", "conj", "ccomp", "pcomp", "acl", "prep", "acomp")
WITHIN_PHRASE = frozenset(
    ("compound", "appos", "det", "amod", "poss", "conj", "nmod", "flat", "nummod")
)
TIMES = frozenset(("DATE", "TIME"))
EXPLETIVES = frozenset(("it", "there", "this"))
IMPERSONAL = frozenset(("be", "seem", "appear", "happen", "turn", "take", "become"))
NAME_JOINTS = frozenset(("and", "&", "the", "The", "of"))
ROLE_TAGS = frozenset(("PRP$", "POS", "NN", "JJ"))
LABEL = 3
STEPS = 8


def voice(verb: Token) -> Token | None:
    """The head of the noun phrase that speaks, or None when nobody is told."""
    if is_passive(verb):
        return agent(verb)
    return subject(verb)


def agent(verb: Token) -> Token | None:
    """Who a passive is done by."""
    below = [token for child in verb.rights if child.dep_ == "xcomp" for token in child.subtree]
    for child in (*verb.children, *below):
        if child.dep_ in ("agent", "prep") and child.lower_ == "by":
            noun = next((c for c in child.children if c.dep_ == "pobj"), None)
            if noun is None or noun.ent_type_ not in TIMES:
                return noun
    return None


def own_subject(verb: Token) -> Token | None:
    """The subject that a verb has itself; of several, the one that stands nearest."""
    subjects = [child for child in verb.children if child.dep_ in SUBJECTS]
    if len(subjects) < 2:
        return subjects[0] if subjects else None
    told = [child for child in subjects if child.lower_ not in FLOATING] or subjects
    return min(told, key=lambda child: abs(child.i - verb.i), default=None)


def subject(verb: Token) -> Token | None:
    """The subject of a verb, its own or understood from the words that govern it."""
    token = _outermost(verb)
    for _ in range(STEPS):
        own = own_subject(token)
        if own is not None:
            empty = own.lower_ in EXPLETIVES and token is not verb and _is_impersonal(token)
            return None if empty else _unlabelled(own, token)
        if token.dep_ not in CONTROLLED:
            break
        parent = token.head
        if token.dep_ == "conj":
            if _follows_noun(token):
                return neighbour(token)
            parent = outer_verb(token, parent) or parent
        if token.dep_ == "acl":
            return _of_state(token, parent) or _of_participle(parent)
        if token.dep_ == "xcomp" and _controls_by_object(parent):
            return next(c for c in parent.children if c.dep_ in ("dobj", "dative"))
        if token.dep_ == "ccomp" and token.tag_ not in ("VBG", "VB"):
            break
        token = parent
    return None


def _is_impersonal(verb: Token) -> bool:
    """Whether "it" or "there" before a verb may mean nobody: "it seems", "there is"."""
    return verb.lemma_ in IMPERSONAL or any(c.lower_ in {"there", "this"} for c in verb.lefts)


def _unlabelled(subject: Token, verb: Token) -> Token:
    """The subject after a label: who "complied" in "Status: the maker complied"."""
    doc = subject.doc
    for index in range(subject.i + 1, min(verb.i, subject.i + LABEL)):
        if doc[index].text == ":" and doc[index + 1].pos_ in ("PROPN", "NOUN", "DET", "PRON"):
            return _phrase_head(doc[index + 1], verb)
    return subject


def _outermost(verb: Token) -> Token:
    """Of ", saying" after what somebody says: the verb by which he says it."""
    if verb.tag_ != "VBG" or verb.dep_ != "advcl" or verb.i == 0 or own_subject(verb):
        return verb
    if verb.nbor(-1).text != ",":
        return verb
    parent = verb.head
    while parent.dep_ in ("ccomp", "xcomp", "conj") and parent.head is not parent:
        outer = parent.head
        if parent.dep_ == "ccomp" and outer.i < parent.i and own_subject(outer) is not None:
            verb = outer
        parent = outer
    return verb


def outer_verb(verb: Token, parent: Token) -> Token | None:
    """Whose tense a second verb has: "She says he left and calls it P", "denied that P and left".

    So too after a state: "said it was ill-advised and warned that P".
    """
    outer = parent.head if parent.dep_ == "ccomp" else parent.head.head
    if parent.dep_ not in ("ccomp", "acl") or outer.tag_ != verb.tag_:
        return None
    says_more = parent.lemma_ == "be" and any(child.dep_ == "ccomp" for child in verb.rights)
    finite = parent.tag_ in ("VBD", "VBZ", "VBP")
    told = says_more or (verb.tag_ != parent.tag_ and (finite or parent.dep_ == "ccomp"))
    return outer if told else None


def _follows_noun(verb: Token) -> bool:
    """Whether a verb joined to another has its own subject before it: "X left and Y, Z said"."""
    if verb.i == 0 or verb.tag_ not in ("VBD", "VBZ"):
        return False
    return verb.nbor(-1).pos_ in ("NOUN", "PROPN") and not _is_day(verb.nbor(-1))


def neighbour(verb: Token) -> Token | None:
    """The noun phrase beside a finite verb of saying, where the parse gives it no subject."""
    doc = verb.doc
    after = doc[verb.i + 1] if verb.i + 1 < len(doc) else verb
    if (teller := _who_says_besides(verb)) is not None:
        return teller
    if (after.pos_ in ("PROPN", "DET") and not _is_day(after)) or after.tag_ == "PRP":
        return _phrase_head(after, verb)
    if after.is_title and verb.i > 0 and verb.nbor(-1).is_punct:
        return _last_name(after)
    index = verb.i - 1
    while index > 0 and (doc[index].pos_ in ("ADV", "AUX", "PART") or doc[index].text == ","):
        index -= 1
    if index >= 0 and doc[index].pos_ in ("NOUN", "PROPN", "PRON", "NUM"):
        return _phrase_head(doc[index], verb)
    return None


def _is_day(token: Token) -> bool:
    """Whether a word is the day on which something is said: "said Thursday"."""
    return token.lower_ in CALENDAR and token.ent_type_ in TIMES


def _who_says_besides(verb: Token) -> Token | None:
    """The subject of a headline's first deed, who says the rest: "X closes Y, says Z failed"."""
    first = next((child for child in verb.lefts if child.dep_ == "ccomp"), None)
    more = any(child.dep_ == "ccomp" and child.i > verb.i + 1 for child in verb.rights)
    return own_subject(first) if first is not None and more and verb.dep_ == "ROOT" else None


def _last_name(first: Token) -> Token | None:
    """The name that ends a clause which opens with a title: `", said Under Secretary Ann Lee`."""
    name = None
    for token in first.doc[first.i : first.sent.end]:
        if token.is_punct or token.is_space:
            break
        name = token if token.pos_ == "PROPN" else name
    return name


def named_after(verb: Token) -> Token | None:
    """The name that ends a sentence after its verb of saying: "P, points out its head Ann Lee."."""
    doc, index = verb.doc, verb.i + 1
    if index < len(doc) and doc[index].dep_ == "prt":
        index += 1
    if verb.tag_ not in ("VBD", "VBZ") or verb.i == 0 or verb.nbor(-1).text != ",":
        return None
    if own_subject(verb) is not None:
        return None
    while index < len(doc) and _may_call(doc[index]):
        index += 1
    ends = index >= len(doc) or doc[index].is_sent_start or doc[index].text in (".", "\n")
    last = doc[index - 1]
    return last if ends and last.pos_ == "PROPN" else None


def _may_call(token: Token) -> bool:
    """Whether a word may be of a name or of what is told before it: "its chairman Ann Lee"."""
    return token.pos_ == "PROPN" or token.text in NAME_JOINTS or token.tag_ in ROLE_TAGS


def _phrase_head(token: Token, verb: Token) -> Token:
    """The head of the noun phrase that a token belongs to, on the same side of the verb."""
    while token.dep_ in WITHIN_PHRASE and (token.head.i < verb.i) == (token.i < verb.i):
        if token.head.pos_ not in ("NOUN", "PROPN", "NUM") or _is_far_list(token):
            break
        token = token.head
    return token


def _is_far_list(noun: Token) -> bool:
    """Whether the parse joins a noun over a comma and whole phrases to one of another clause."""
    if noun.dep_ != "conj" or noun.left_edge.i == 0 or noun.left_edge.nbor(-1).text != ",":
        return False
    between = noun.doc[noun.head.i + 1 : noun.left_edge.i]
    return any(t.pos_ == "VERB" or t.dep_ == "appos" for t in between)


def _controls_by_object(verb: Token) -> bool:
    return any(child.dep_ in ("dobj", "dative") for child in verb.rights)


def _of_state(verb: Token, noun: Token) -> Token | None:
    """Whose infinitive it is that tells of a state: "the agency was at pains to add"."""
    above = noun.head.head if noun.dep_ == "pobj" else noun
    return subject(above) if verb.tag_ == "VB" and above.lemma_ == "be" else None


def _of_participle(noun: Token) -> Token:
    """Who says what "a statement saying" says: who issued it, else the statement."""
    if noun.dep_ == "dobj":
        return subject(noun.head) or noun
    if noun.dep_ == "pobj" and noun.head.lower_ == "to" and noun.head.head.pos_ == "VERB":
        return subject(noun.head.head) or noun
    return noun


def phrase_beside(head: Token, verb: Token) -> Range:
    """The noun phrase of a head, no further than the verb."""
    if head.lower_ in RELATIVES or (head.pos_ == "PRON" and head.left_edge is head):
        return head.i, head.i + 1
    start, end = extent(head)
    if head.i < verb.i:
        return trimmed(head.doc, start, min(end, verb.i))
    return trimmed(head.doc, max(start, verb.i + 1), end)


def possessor(noun: Token) -> Token | None:
    """Whose a noun is: "his denial", "the agency's order", "a warning from the regulator"."""
    for child in noun.lefts:
        if child.dep_ == "poss":
            return child
    for child in noun.rights:
        if child.dep_ == "prep" and child.lower_ in ("from", "by", "among"):
            return next((c for c in child.children if c.dep_ == "pobj"), None)
    return None
