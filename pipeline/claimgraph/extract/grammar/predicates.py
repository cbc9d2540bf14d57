"""What acts as a verb, and whether it is passive, through the mistakes of taggers and parsers."""

from spacy.tokens import Token

FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
HEADLINE_OBJECT = ("NN", "JJ", "CD", "DT", "PRP$", "POS", "HYPH")
SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj", "csubjpass", "expl"})
PASSIVE_MARKS = frozenset({"nsubjpass", "csubjpass", "auxpass"})
MODIFIERS = frozenset({"amod", "compound", "nmod", "pobj", "dobj", "nsubj"})
HUNG = frozenset({"amod", "compound", "pobj", "dobj", "appos"})  # what no finite verb can be
REDUCED = frozenset({"acl", "advcl", "amod", "relcl", "ccomp", "oprd"})


def is_verbal(token: Token) -> bool:
    """Whether a token acts as a verb: finite, infinite or participle, but no mere modifier."""
    if is_hidden_gerund(token) or is_lost_verb(token) or hyphened_doer(token) is not None:
        return True
    if not token.tag_.startswith("VB"):
        marks = {child.dep_ for child in token.children}
        if token.tag_ == "JJ" and marks & PASSIVE_MARKS:  # "access was disabled"
            return True
        return has_to(token)
    return token.dep_ not in MODIFIERS or (
        token.tag_ == "VBG" and any(child.dep_ in {"dobj", "prep"} for child in token.children)
    )


def has_to(verb: Token) -> bool:
    """Whether a verb is an infinitive with "to"."""
    return any(child.dep_ == "aux" and child.lower_ == "to" for child in verb.children)


def is_perfect(verb: Token) -> bool:
    """Whether a verb tells what came before: "had left", "has left"."""
    return any(child.dep_ == "aux" and child.lemma_ == "have" for child in verb.lefts)


def is_hidden_gerund(token: Token) -> bool:
    """A gerund after a preposition that the parser hung on its own object: "of mining Acme"."""
    if token.tag_ not in {"VBG", "NN"} or token.dep_ not in {"compound", "amod"} or token.i == 0:
        return False
    if not token.lower_.endswith("ing"):
        return False
    noun, before = token.head, token.nbor(-1)
    return noun.i > token.i and before.dep_ == "prep" and noun.head == before


def is_lost_verb(token: Token) -> bool:
    """A past tense that the parser hung on its object as a modifier: "Acme on Friday sold X"."""
    if token.dep_ not in {"amod", "compound"} or token.head.i < token.i:
        return False
    if _had(token):
        return True
    return (token.tag_ == "VBD" and token.dep_ == "amod") or lost_subject(token) is not None


def _had(token: Token) -> bool:
    """Whether "have" stands before what was taken for an adjective: "it had disabled services"."""
    if token.tag_ not in {"VBN", "JJ"} or not token.lower_.endswith("ed") or token.i == 0:
        return False
    before = token.nbor(-1)
    return before.lemma_ == "have" and before in (*token.lefts, token.head.head)


def lost_subject(token: Token) -> Token | None:
    """The name before a rare verb that was taken for a modifier: "Acme open-sourced Rover"."""
    if token.tag_ not in {"VBN", "JJ"} or not token.lower_.endswith("ed") or token.i < 2:
        return None
    begin = token.i - 2 if token.nbor(-1).text == "-" else token.i
    doc, noun = token.doc, token.head
    if begin <= token.sent.start or any(each.tag_ in FINITE for each in token.sent):
        return None
    joined = begin < token.i and doc[begin].text[0].isupper()  # "Acme-made Rover"
    named = doc[begin - 1].text[0].isupper() and doc[begin - 1].head in (noun, token)
    owned = any(c.dep_ in {"det", "poss"} and c.i < begin for c in noun.lefts)
    return doc[begin - 1] if named and not joined and not owned else None


def hyphened_doer(token: Token) -> Token | None:
    """Who does what a hyphened participle says: "Acme" in "the Acme-owned service"."""
    if token.tag_ != "VBN" or token.dep_ != "amod" or token.i < 2 or token.nbor(-1).text != "-":
        return None
    before = token.nbor(-2)
    return before if before.text[0].isupper() and before.head == token else None


def is_headline_verb(token: Token) -> bool:
    """A verb of a headline without other verbs that the tagger took for a noun: "Lee bans X".

    So too a verb that the parser hung on its subject as if it were a noun.
    """
    nominal = token.tag_ in {"NNS", "NNPS", "NNP"} or (token.tag_ == "VBZ" and token.dep_ in HUNG)
    if not nominal or not token.lower_.endswith("s"):
        return False
    doc = token.doc
    if token.i == 0 or token.i + 1 >= len(doc) or token.is_sent_start:
        return False
    before, after = doc[token.i - 1], doc[token.i + 1]
    if not before.tag_.startswith(("NNP", "NN")) or not after.tag_.startswith(HEADLINE_OBJECT):
        return False
    others = (each for each in token.sent if each.tag_ in FINITE and each != token)
    return not any(each.dep_ != "advcl" or each.head != token for each in others)


def is_passive(token: Token) -> bool:
    """Whether a verb is passive: by its auxiliary, as a reduced participle, or in a headline."""
    labels = {child.dep_ for child in token.children}
    if labels & PASSIVE_MARKS:
        return True
    if token.tag_ not in {"VBN", "VBD"} or "dobj" in labels or is_lost_verb(token):
        return False
    if token.dep_ == "conj" and token.tag_ == "VBN" and is_verbal(token.head):
        return not labels & (SUBJECTS | {"aux"}) and is_passive(token.head)
    return _is_reduced_passive(token, labels)


def _is_reduced_passive(token: Token, labels: set[str]) -> bool:
    if token.dep_ == "acomp" and token.tag_ == "VBN":
        return token.head.lemma_ == "be"  # "would be limited", taken for an adjective
    if "aux" in labels and token.dep_ not in {"acl", "relcl"}:
        return False
    if token.tag_ == "VBN" and token.dep_ in REDUCED:
        # "ordered it shut down": what would be a subject is what the deed is done to
        return "nsubj" not in labels or token.dep_ in {"ccomp", "oprd"}
    return by_phrase(token) is not None and token.dep_ in {"ROOT", "acl", "conj"}


def is_verbal_or_be(token: Token) -> bool:
    """Whether a token is a verb or a form of be, have or do."""
    return token.pos_ in {"VERB", "AUX"} or token.tag_.startswith("VB")


def is_deed(token: Token) -> bool:
    """Whether what follows a preposition is something done, not someone: "by blocking"."""
    return token.dep_ == "pcomp" or token.tag_ == "VBG"


def by_phrase(token: Token) -> Token | None:
    """Who a verb says that it is done by."""
    for child in token.children:
        if child.lower_ == "by" and child.dep_ in {"agent", "prep"}:
            named = [inner for inner in child.children if inner.dep_ == "pobj"]
            if named and not is_deed(named[0]):
                return named[0]
    return None
