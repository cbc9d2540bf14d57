"""Whose deed a predicate is: subjects told, and those understood from the words around.

Control and raising, participles, relative clauses, coordination, gerunds after prepositions and
support verbs lend a subject to a predicate that has none of its own.
"""

from dataclasses import dataclass
from itertools import chain

from spacy.tokens import Token

from claimgraph.extract.grammar.predicates import (
    SUBJECTS,
    is_hidden_gerund,
    is_lost_verb,
    is_passive,
    is_verbal,
    is_verbal_or_be,
    lost_subject,
)

RELATIVES = frozenset({"who", "which", "that", "whom", "whose"})
RELATIVE_TAGS = frozenset({"WDT", "WP", "WP$", "IN", "DT"})
# With an object of their own, these leave the understood subject of an infinitive to their subject.
SUBJECT_CONTROL = frozenset({"promise", "threaten", "vow", "use", "take", "need"})
# After these, "P someone of doing" and "P someone from doing" speak of what the someone does.
OBJECT_CONTROL_PREPOSITIONS = frozenset({"of", "from", "into", "for", "with"})
CARRIED = frozenset({"dobj", "nsubjpass", "attr", "acomp", "oprd", "dative", "nsubj", "advmod"})
VERBAL = frozenset({"VERB", "AUX"})
MAX_ASCENT = 6
LINES = 12  # how many listed lines may share the subject of the words before them
OPENING = 2  # how many words may stand before the verb that opens such a line


@dataclass(frozen=True, slots=True)
class Argument:
    """One argument: its deep function, its head, and the construction that supplies it."""

    function: str
    head: Token
    path: str = ""


def subject(token: Token, ascent: int = 0) -> Argument | None:
    """The surface subject of a verb, expressed or understood."""
    own = next((child for child in token.children if child.dep_ in SUBJECTS), None)
    if own is not None and _is_label(own):
        own = _labelled(token)
    if own is not None and own.dep_ != "expl":
        return Argument("subject", antecedent(own, token), "subject")
    if ascent > MAX_ASCENT:
        return None
    if is_hidden_gerund(token):
        return _after_preposition(token.head.head, ascent + 1)
    if is_lost_verb(token):
        above = lost_subject(token) or token.head.head
        if above.pos_ in VERBAL:  # "it had disabled services"
            return subject(above, ascent + 1)
        return Argument("subject", above, "lost-verb") if above.i < token.i else None
    beside = _apposed(token) or _listed(token)
    return beside or _understood(token, ascent + 1) or _lost(token) or _led_in(token)


def _apposed(verb: Token) -> Argument | None:
    """A subject taken for an apposition: "In a letter to Lee, Roe, who runs Acme, said"."""
    if verb.dep_ != "ROOT" or verb.i < 2 or verb.tag_ not in {"VBD", "VBZ", "VBP"}:
        return None
    end = verb.i - 1 - (verb.nbor(-1).lower_ == ",")
    for at in (verb.doc[end], *verb.doc[end].ancestors):
        if at.dep_ == "appos" and at.head.dep_ == "pobj" and at.right_edge.i == end:
            return Argument("subject", at, "apposition")
    return None


def _listed(verb: Token) -> Argument | None:
    """A subject taken for more of a fronted phrase: "In a suit in Rome, Acme and Roe accuse"."""
    if verb.dep_ != "ROOT" or verb.i < 2 or verb.tag_ not in {"VBD", "VBZ", "VBP", "VB"}:
        return None
    at, first = verb.nbor(-1), None
    while at.dep_ == "conj" and at.head.i < at.i:
        first, at = at, at.head
    fronted = at.dep_ == "pobj" and at.sent.start == verb.sent.start
    if first is None or not fronted or first.left_edge.nbor(-1).lower_ != ",":
        return None
    return Argument("subject", first, "fronted-list")


def _lost(token: Token) -> Argument | None:
    """The subject that the parse hung elsewhere: "made for all, and tests by Acme had shown it"."""
    helper = next((child for child in token.lefts if child.dep_ in {"aux", "auxpass"}), None)
    if token.dep_ != "dep" or helper is None or helper.i <= token.sent.start:
        return None
    at = helper.nbor(-1)
    if at.pos_ not in {"NOUN", "PROPN", "PRON"}:
        return None
    joints = (t.i for t in token.doc[token.sent.start : at.i] if t.dep_ == "cc" or t.is_punct)
    joint = max(joints, default=token.sent.start)
    while joint < at.head.i < helper.i:
        at = at.head
    return Argument("subject", at, "lost-subject")


def _led_in(verb: Token) -> Argument | None:
    """The subject of listed lines, in the words before them: "Acme: (1) is fined; (2) must pay"."""
    start = verb.sent.start
    if verb.dep_ != "ROOT" or not _opens_with_verb(verb):
        return None
    for _ in range(LINES):
        if not start:
            return None
        before = verb.doc[start - 1]
        root, start = before.sent.root, before.sent.start
        if before.lower_ == ":":
            own = next((c for c in root.lefts if c.dep_ in SUBJECTS), None)
            head = root if root.pos_ in {"NOUN", "PROPN"} else own
            return Argument("subject", head, "lead-in") if head is not None else None
        if not _opens_with_verb(root):
            return None
    return None


def _opens_with_verb(verb: Token) -> bool:
    """Whether a sentence begins with its finite verb, after a mark or an adverb at most."""
    if verb.pos_ not in VERBAL or any(c.dep_ in {*SUBJECTS, "expl"} for c in verb.children):
        return False
    helpers = [c for c in verb.lefts if c.dep_ in {"aux", "auxpass"}]
    finite = verb.tag_ in {"VBZ", "VBD"} or any(c.tag_ in {"MD", "VBZ", "VBD"} for c in helpers)
    first = min((c.i for c in helpers), default=verb.i)
    asked = verb.sent[-1].lower_ == "?"
    return finite and not asked and first - verb.sent.start <= OPENING


def _is_label(token: Token) -> bool:
    """Whether a word but labels what follows: "Status: Acme complied, called it a mistake"."""
    return token.i + 1 < len(token.doc) and token.nbor(1).lower_ == ":"


def _labelled(token: Token) -> Token | None:
    """The subject of the first clause after a label, which the later ones share."""
    for child in token.children:
        if child.dep_ in {"parataxis", "ccomp", "dep"} and child.i < token.i:
            return next((inner for inner in child.children if inner.dep_ in SUBJECTS), None)
    return None


def antecedent(token: Token, verb: Token) -> Token:
    """What a relative pronoun in a verb's clause stands for; any other token is itself.

    Of "whose" in "the firm, whose chief Ann Lee left", that is the firm.
    """
    if token.lower_ not in RELATIVES or token.tag_ not in RELATIVE_TAGS:
        return token
    for above in chain((verb,), verb.ancestors):
        if above.dep_ == "relcl":
            return above.head
    return token


def supporting_verb(token: Token) -> Token | None:
    """The verb that carries a noun or adjective as its object, subject or complement."""
    top = token
    while top.dep_ == "conj" and top.head.pos_ == top.pos_:
        top = top.head
    if top.dep_ in CARRIED and top.head.pos_ in {"VERB", "AUX"}:
        return top.head
    if top.dep_ == "pobj" and top.head.dep_ in {"prep", "agent"}:
        carrier = top.head.head
        return carrier if carrier.pos_ in {"VERB", "AUX"} else None
    if top.dep_ in {"prep", "prt"} and top.head.pos_ in {"VERB", "AUX"}:
        return top.head
    return None


def bearer(token: Token) -> Token | None:
    """Whom a role noun names: "Lee" for "chief" in "chief Ann Lee", "Lee, the chief", "Lee is"."""
    if token.dep_ in {"compound", "nmod", "amod"} and token.head.i > token.i:
        return token.head
    top = token
    while top.dep_ == "conj" and top.head.i < top.i:
        top = top.head
    if top.dep_ == "appos":
        return top.head
    inner = next((child for child in token.children if child.dep_ == "appos"), None)
    if inner is not None:
        return inner
    if top.dep_ == "attr" and top.head.lemma_ in {"be", "become", "remain"}:
        found = subject(top.head)
        return found.head if found else None
    return None


def _understood(token: Token, ascent: int) -> Argument | None:
    label, above = token.dep_, token.head
    found = None
    if label == "conj" and is_verbal_or_be(above):
        found = _shared(subject(above, ascent), "coordination")
    elif label in {"xcomp", "ccomp"}:
        found = _controlled(above, ascent) if above.pos_ in VERBAL else _of_noun(above)
    elif label == "advcl":
        found = _of_adverbial(token, above, ascent)
    elif label in {"acl", "relcl"}:
        found = _modified(token, above, ascent)
    elif label == "pcomp" and above.dep_ in {"prep", "agent"}:
        found = _after_preposition(above, ascent)
    elif label in {"acomp", "oprd", "attr"}:
        found = _shared(subject(above, ascent), "complement")
    return found


def _of_adverbial(token: Token, above: Token, ascent: int) -> Argument | None:
    """The subject of an adverbial clause: its main clause's, or a name right before a gerund."""
    if token.tag_ == "VBG" and token.i:
        before = token.nbor(-1)
        if before.dep_ == "pobj" and before.pos_ == "PROPN" and before.head.lower_ != "to":
            return Argument("subject", before, "gerund")
        while above.dep_ == "xcomp" and before.lower_ == ",":
            above = above.head  # "ordered Acme to stop, warning it of fines": the orderer warns
    return _shared(subject(above, ascent), "participle")


def _shared(found: Argument | None, path: str) -> Argument | None:
    return Argument("subject", found.head, path) if found else None


def _controlled(above: Token, ascent: int) -> Argument | None:
    """Control and raising: whose deed an infinitive below a verb is."""
    if not is_passive(above) and above.lemma_ not in SUBJECT_CONTROL:
        for child in above.children:
            if child.dep_ in {"dobj", "dative"} and child.pos_ != "ADP":
                return Argument("subject", antecedent(child, above), "control")
    return _shared(subject(above, ascent), "control")


def _modified(token: Token, noun: Token, ascent: int) -> Argument | None:
    """Participles and infinitives on a noun: "the firm selling", "its refusal to fix"."""
    writing = noun.pos_ == "PROPN" and noun.dep_ == "pobj" and noun.head.lower_ == "to"
    if token.tag_ == "VBG" and writing and noun.head.head.pos_ in VERBAL:
        return _shared(subject(noun.head.head, ascent), "participle")  # "wrote to Lee asking"
    if token.tag_ in {"VBG", "VBN"} or token.dep_ == "relcl":
        return Argument("subject", noun, "participle")
    owner = next((child for child in noun.children if child.dep_ == "poss"), None)
    if owner is not None:
        return Argument("subject", owner, "possessor")
    if noun.dep_ == "attr" and noun.head.lemma_ in {"be", "become", "remain"}:
        return _shared(subject(noun.head, ascent), "complement")  # "was the first to sue"
    carrier = supporting_verb(noun)
    if carrier is not None and carrier != token:
        return _shared(subject(carrier, ascent), "support")
    return None


def _after_preposition(preposition: Token, ascent: int) -> Argument | None:
    above = preposition.head
    if above.pos_ in {"VERB", "AUX"}:
        if preposition.lower_ in OBJECT_CONTROL_PREPOSITIONS and not is_passive(above):
            for child in above.children:
                if child.dep_ in {"dobj", "dative"} and child.pos_ != "ADP":
                    return Argument("subject", child, "object-control")
        return _shared(subject(above, ascent), "adverbial")
    if above.dep_ == "dobj" and is_verbal(above.head):
        # "barred Meta from processing", with the preposition hung on the object
        if preposition.lower_ in OBJECT_CONTROL_PREPOSITIONS - {"for", "with"}:
            return Argument("subject", above, "object-control")
        return _shared(subject(above.head, ascent), "adverbial")
    return _of_noun(above)


def _of_noun(noun: Token) -> Argument | None:
    owner = next((child for child in noun.children if child.dep_ == "poss"), None)
    return Argument("subject", owner, "possessor") if owner is not None else None
