"""Predicate-argument structure: who does what to whom around a verb, noun or adjective.

Arguments are given by their deep function, whatever the construction: "subject" is the doer in
active and passive alike, "object" the thing done to. Participles, relative clauses, coordination,
control, raising and support verbs lend their arguments to the predicates that depend on them.
Prepositional arguments carry the preposition in lower case ("of", "to", "against").
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain

from spacy.tokens import Doc, Token

SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj", "csubjpass", "expl"})
PASSIVE_MARKS = frozenset({"nsubjpass", "csubjpass", "auxpass", "agent"})
RELATIVES = frozenset({"who", "which", "that", "whom"})
CLAUSES = frozenset({"ccomp", "xcomp", "pcomp"})
# With an object of their own, these leave the understood subject of an infinitive to their subject.
SUBJECT_CONTROL = frozenset({"promise", "threaten", "vow", "use", "take", "sue", "need"})
# After these, "P someone of doing" and "P someone from doing" speak of what the someone does.
OBJECT_CONTROL_PREPOSITIONS = frozenset({"of", "from", "into", "for", "with"})
MAX_ASCENT = 6
FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
HEADLINE_OBJECT = ("NN", "JJ", "CD", "DT", "PRP$", "POS", "HYPH")


@dataclass(frozen=True, slots=True)
class Argument:
    """One argument: its deep function, its head, and the construction that supplies it."""

    function: str
    head: Token
    path: str = ""


@dataclass(frozen=True, slots=True)
class Predication:
    """A predicate with its arguments.

    `kind` is verb, noun or adjective; `support` is the verb that carries a noun or adjective
    ("issued" in "issued an order", "is" in "is dark"), whose tense and negation count.
    """

    head: Token
    kind: str
    passive: bool = False
    support: Token | None = None
    arguments: tuple[Argument, ...] = field(default=())

    def heads(self, function: str) -> tuple[Token, ...]:
        """The heads of the arguments with that function."""
        return tuple(each.head for each in self.arguments if each.function == function)

    def first(self, function: str) -> Token | None:
        """The first head with that function."""
        return next(iter(self.heads(function)), None)


def predications(doc: Doc) -> tuple[Predication, ...]:
    """Every predication of a document, in order of their heads."""
    return tuple(predication(token) for token in doc if token.pos_ in {"VERB", "NOUN", "ADJ"})


def predication(token: Token) -> Predication:
    """The predication that a verb, noun or adjective heads."""
    if is_headline_verb(token):
        return Predication(token, "verb", arguments=tuple(_unique(_headline(token))))
    if is_verbal(token):
        passive = is_passive(token)
        return Predication(token, "verb", passive, None, tuple(_unique(_verb(token, passive))))
    kind = "adjective" if token.tag_.startswith(("JJ", "RB", "IN", "VB")) else "noun"
    support = supporting_verb(token)
    found = _noun(token, support) if kind == "noun" else _adjective(token, support)
    return Predication(token, kind, False, support, tuple(_unique(found)))


def is_verbal(token: Token) -> bool:
    """Whether a token acts as a verb: finite, infinite or participle, but no mere modifier."""
    if is_hidden_gerund(token):
        return True
    if not token.tag_.startswith("VB"):
        return any(child.dep_ == "aux" and child.lower_ == "to" for child in token.children)
    if is_lost_verb(token):
        return True
    return token.dep_ not in {"amod", "compound", "nmod", "pobj", "dobj", "nsubj"} or (
        token.tag_ == "VBG" and any(child.dep_ in {"dobj", "prep"} for child in token.children)
    )


def is_hidden_gerund(token: Token) -> bool:
    """A gerund after a preposition that the parser hung on its own object: "of mining Acme"."""
    if token.tag_ not in {"VBG", "NN"} or token.dep_ not in {"compound", "amod"} or token.i == 0:
        return False
    if not token.lower_.endswith("ing"):
        return False
    noun, before = token.head, token.nbor(-1)
    return noun.i > token.i and before.dep_ == "prep" and noun.head == before


def is_headline_verb(token: Token) -> bool:
    """A verb of a headline without other verbs that the tagger took for a noun: "Lee bans X"."""
    if token.tag_ not in {"NNS", "NNPS", "NNP"} or not token.lower_.endswith("s"):
        return False
    doc = token.doc
    if token.i == 0 or token.i + 1 >= len(doc) or token.is_sent_start:
        return False
    before, after = doc[token.i - 1], doc[token.i + 1]
    if not before.tag_.startswith(("NNP", "NN")) or not after.tag_.startswith(HEADLINE_OBJECT):
        return False
    return not any(each.tag_ in FINITE for each in token.sent)


def _headline(verb: Token) -> Iterator[Argument]:
    """What stands before and after a headline's verb, read without the parse."""
    doc = verb.doc
    yield Argument("subject", doc[verb.i - 1], "headline")
    function, head = "object", None
    for token in doc[verb.i + 1 : verb.sent.end]:
        if token.tag_.startswith(HEADLINE_OBJECT):
            head = token
        elif token.tag_ in {"IN", "TO"} and head is not None:
            yield Argument(function, head, "headline")
            function, head = token.lower_, None
        else:
            break
    if head is not None:
        yield Argument(function, head, "headline")


def is_lost_verb(token: Token) -> bool:
    """A past tense that the parser hung on its object as a modifier: "Acme on Friday sold X"."""
    return token.tag_ == "VBD" and token.dep_ == "amod" and token.head.i > token.i


def is_passive(token: Token) -> bool:
    """Whether a verb is passive: by its auxiliary, as a reduced participle, or in a headline."""
    labels = {child.dep_ for child in token.children}
    if labels & {"nsubjpass", "csubjpass", "auxpass"}:
        return True
    if token.tag_ not in {"VBN", "VBD"} or "dobj" in labels:
        return False
    if token.dep_ == "conj" and is_verbal(token.head) and token.tag_ == "VBN":
        if labels & (SUBJECTS | {"aux"}):
            return False
        return is_passive(token.head)
    if "aux" in labels and token.dep_ not in {"acl", "relcl"}:
        return False
    if token.tag_ == "VBN" and token.dep_ in {"acl", "advcl", "amod", "relcl", "ccomp", "oprd"}:
        return "nsubj" not in labels
    return _by_phrase(token) is not None and token.dep_ in {"ROOT", "acl", "conj"}


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
        above = token.head.head
        return Argument("subject", above, "lost-verb") if above.i < token.i else None
    return _understood(token, ascent + 1)


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
    """What a relative pronoun stands for; any other token stands for itself."""
    if token.lower_ not in RELATIVES or token.tag_ not in {"WDT", "WP", "IN", "DT"}:
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
    labels = {"dobj", "nsubjpass", "attr", "acomp", "oprd", "dative", "nsubj", "advmod"}
    if top.dep_ in labels and top.head.pos_ in {"VERB", "AUX"}:
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


def _verb(token: Token, passive: bool) -> Iterator[Argument]:  # noqa: FBT001
    surface = subject(token)
    if surface is not None:
        yield from _placed_subject(token, surface, passive)
    for child in token.children:
        yield from _dependent(child, passive)
    if token.dep_ == "relcl" and not passive:
        yield from _gap(token, surface)
    if is_hidden_gerund(token) or is_lost_verb(token):
        yield Argument("object", token.head, "hidden")
    if token.tag_ in {"VBN", "VBD"} and not any(c.dep_ in SUBJECTS for c in token.children):
        yield from _preceding(token)


def _placed_subject(token: Token, surface: Argument, passive: bool) -> Iterator[Argument]:  # noqa: FBT001
    if not passive:
        yield surface
    elif any(child.dep_ == "dobj" for child in token.children) and _is_ditransitive(token):
        yield Argument("indirect", surface.head, "passive")
    else:
        yield Argument("object", surface.head, "passive")


def _is_ditransitive(token: Token) -> bool:
    return token.lemma_ in {"send", "give", "tell", "hand", "offer", "grant", "deny", "show"}


def _dependent(child: Token, passive: bool) -> Iterator[Argument]:  # noqa: FBT001
    label = child.dep_
    if label == "dobj":
        yield Argument("object", antecedent(child, child.head), "object")
        if child.pos_ in {"NOUN", "PROPN"}:
            yield from _loose_complements(child)
    elif label == "dative":
        yield from _dative(child)
    elif label in {"attr", "oprd", "acomp"}:
        yield Argument("complement", child, label)
    elif label in {"ccomp", "xcomp"}:
        yield Argument("clause", child, label)
    elif label == "advcl" and child.tag_ == "VBG":
        yield Argument("participle", child, "participle")
    elif label in {"prep", "agent"}:
        yield from _prepositional(child, passive)
    elif label == "npadvmod":
        yield Argument("adverbial", child, "adverbial")


def _loose_complements(noun: Token) -> Iterator[Argument]:
    """Prepositional phrases that the parser hangs on the object though they may be the verb's."""
    for child in noun.children:
        if child.dep_ == "prep" and child.lower_ != "of":
            for complement in child.children:
                if complement.dep_ in {"pobj", "pcomp"}:
                    yield Argument(child.lower_, complement, "object-attached")


def _dative(child: Token) -> Iterator[Argument]:
    if child.pos_ != "ADP":
        yield Argument("indirect", child, "dative")
    for inner in child.children:
        if inner.dep_ == "pobj":
            yield Argument("indirect", inner, "dative-to")
            yield Argument(child.lower_, inner, "dative-to")


def _prepositional(child: Token, passive: bool) -> Iterator[Argument]:  # noqa: FBT001
    for inner in child.children:
        if inner.dep_ in {"pobj", "pcomp"}:
            if child.lower_ == "by" and (child.dep_ == "agent" or passive) and not _is_deed(inner):
                yield Argument("subject", inner, "by")
            yield Argument(child.lower_, inner, "preposition")
        elif inner.dep_ == "prep":
            yield from _prepositional(inner, False)


def _is_deed(token: Token) -> bool:
    return token.dep_ == "pcomp" or token.tag_ == "VBG"


def _by_phrase(token: Token) -> Token | None:
    for child in token.children:
        if child.lower_ == "by" and child.dep_ in {"agent", "prep"}:
            named = [inner for inner in child.children if inner.dep_ == "pobj"]
            if named and not _is_deed(named[0]):
                return named[0]
    return None


def _preceding(token: Token) -> Iterator[Argument]:
    """The name right before a reduced participle: "Rover 2, ranked first on Acme's list"."""
    if token.i < 2 or token.nbor(-1).lower_ != ",":
        return
    before = token.nbor(-2)
    if before.pos_ in {"PROPN", "NUM", "NOUN"}:
        yield Argument("preceding", before, "preceding")


def _gap(token: Token, surface: Argument | None) -> Iterator[Argument]:
    """The antecedent of a relative clause without a relative subject: "the model it sells"."""
    if surface is None or surface.head == token.head:
        return
    if not any(child.dep_ in {"dobj", "ccomp", "attr", "acomp"} for child in token.children):
        yield Argument("object", token.head, "relative")


def _understood(token: Token, ascent: int) -> Argument | None:
    label, above = token.dep_, token.head
    if label == "conj":
        return _shared(subject(above, ascent), "coordination") if is_verbal_or_be(above) else None
    if label in {"xcomp", "ccomp"}:
        return _controlled(above, ascent) if above.pos_ in {"VERB", "AUX"} else _of_noun(above)
    if label == "advcl":
        if token.tag_ == "VBG" and token.i and token.nbor(-1).dep_ == "pobj":
            before = token.nbor(-1)
            if before.pos_ == "PROPN":
                return Argument("subject", before, "gerund")
        while token.tag_ == "VBG" and above.dep_ == "xcomp" and token.nbor(-1).lower_ == ",":
            above = above.head  # "ordered Acme to stop, warning it of fines": the orderer warns
        return _shared(subject(above, ascent), "participle")
    if label in {"acl", "relcl"}:
        return _modified(token, above, ascent)
    if label == "pcomp" and above.dep_ in {"prep", "agent"}:
        return _after_preposition(above, ascent)
    if label in {"acomp", "oprd", "attr"}:
        return _shared(subject(above, ascent), "complement")
    return None


def is_verbal_or_be(token: Token) -> bool:
    """Whether a token is a verb or a form of be, have or do."""
    return token.pos_ in {"VERB", "AUX"} or token.tag_.startswith("VB")


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
    if token.tag_ in {"VBG", "VBN"} or token.dep_ == "relcl":
        return Argument("subject", noun, "participle")
    owner = next((child for child in noun.children if child.dep_ == "poss"), None)
    if owner is not None:
        return Argument("subject", owner, "possessor")
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


def _noun(token: Token, support: Token | None) -> Iterator[Argument]:
    for child in token.children:
        yield from _noun_dependent(child)
    named = bearer(token)
    if named is not None:
        yield Argument("bearer", named, "bearer")
    if support is not None:
        yield from _supported(token, support)


def _noun_dependent(child: Token) -> Iterator[Argument]:
    label = child.dep_
    if label == "poss":
        yield Argument("possessor", child, "possessor")
    elif label in {"compound", "nmod"} or (label == "amod" and child.pos_ in {"PROPN", "NOUN"}):
        yield Argument("compound", child, "compound")
    elif label == "amod":
        yield Argument("modifier", child, "modifier")
    elif label in {"prep", "agent"}:
        yield from _prepositional(child, False)
    elif label in {"acl", "relcl", "ccomp", "xcomp"}:
        yield Argument("clause", child, label)
    elif label == "appos":
        yield Argument("apposition", child, "apposition")


def _supported(token: Token, support: Token) -> Iterator[Argument]:
    """The arguments of the verb that carries a noun, seen from the noun."""
    passive = is_passive(support)
    for each in _verb(support, passive):
        if each.head == token or token in (each.head.head, each.head.head.head):
            continue
        yield Argument(f"support-{each.function}", each.head, f"support-{each.path}")


def _adjective(token: Token, support: Token | None) -> Iterator[Argument]:
    if token.dep_ in {"amod", "relcl", "acl"} and token.head.pos_ in {"NOUN", "PROPN", "NUM"}:
        yield Argument("subject", token.head, "modifier")
    elif support is not None:
        held = next((c for c in support.children if c.dep_ == "dobj"), None)
        found = Argument("subject", held, "object") if held is not None else subject(support)
        if found is not None:
            yield Argument("subject", found.head, "copula")
        if held is not None and (cause := subject(support)) is not None:
            yield Argument("causer", cause.head, "support-subject")
    for child in token.children:
        yield from _dependent(child, False)
    if support is not None:
        for child in support.children:
            if child.dep_ in {"prep", "agent"} and child != token:
                yield from _prepositional(child, False)


def _unique(found: Iterator[Argument]) -> Iterator[Argument]:
    seen = set()
    for each in found:
        key = (each.function, each.head.i)
        if key not in seen:
            seen.add(key)
            yield each
