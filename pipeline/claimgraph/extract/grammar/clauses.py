"""Predicate-argument structure: who does what to whom around a verb, noun or adjective.

Arguments are given by their deep function, whatever the construction: "subject" is the doer in
active and passive alike, "object" the thing done to. Participles, relative clauses, coordination,
control, raising and support verbs lend their arguments to the predicates that depend on them.
Prepositional arguments carry the preposition in lower case ("of", "to", "against").
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from spacy.tokens import Token

from claimgraph.extract.grammar.predicates import (
    HEADLINE_OBJECT,
    SUBJECTS,
    hyphened_doer,
    is_deed,
    is_headline_verb,
    is_hidden_gerund,
    is_lost_verb,
    is_passive,
    is_verbal,
)
from claimgraph.extract.grammar.subjects import (
    Argument,
    antecedent,
    bearer,
    subject,
    supporting_verb,
)

DITRANSITIVE = frozenset({"send", "give", "tell", "hand", "offer", "show"})
OTHER_COMPLEMENTS = frozenset({"dobj", "ccomp", "attr", "acomp"})


@dataclass(frozen=True)
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
        return self._by_function.get(function, ())

    @cached_property
    def _by_function(self) -> Mapping[str, tuple[Token, ...]]:
        found: dict[str, tuple[Token, ...]] = {}
        for each in self.arguments:
            found[each.function] = (*found.get(each.function, ()), each.head)
        return found

    def first(self, function: str) -> Token | None:
        """The first head with that function."""
        return next(iter(self.heads(function)), None)


def predication(token: Token) -> Predication:
    """The predication that a verb, noun or adjective heads."""
    if is_headline_verb(token):
        return Predication(token, "verb", arguments=tuple(_unique(_headline(token))))
    if is_verbal(token):
        passive = is_passive(token)
        return Predication(
            token, "verb", passive, None, tuple(_unique(_verb(token, passive=passive)))
        )
    kind = "adjective" if token.tag_.startswith(("JJ", "RB", "IN", "VB")) else "noun"
    support = supporting_verb(token)
    found = _noun(token, support) if kind == "noun" else _adjective(token, support)
    return Predication(token, kind, support=support, arguments=tuple(_unique(found)))


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


def _verb(token: Token, *, passive: bool) -> Iterator[Argument]:
    before = tuple(_preceding(token))
    surface = None if before and token.dep_ == "advcl" else subject(token)
    if surface is not None:
        yield from _placed_subject(token, surface, passive=passive)
    for child in token.children:
        yield from _dependent(child, passive=passive)
    if token.dep_ == "relcl" and not passive:
        yield from _gap(token, surface)
    if is_hidden_gerund(token) or is_lost_verb(token):
        yield Argument("object", token.head, "hidden")
    doer = hyphened_doer(token)
    if doer is not None:
        yield Argument("subject", doer, "hyphen")
        yield Argument("object", token.head, "hyphen")
    yield from before


def _placed_subject(token: Token, surface: Argument, *, passive: bool) -> Iterator[Argument]:
    if not passive:
        yield surface
    elif any(child.dep_ == "dobj" for child in token.children) and _is_ditransitive(token):
        yield Argument("indirect", surface.head, "passive")
    else:
        yield Argument("object", surface.head, "passive")


def _is_ditransitive(token: Token) -> bool:
    return token.lemma_ in DITRANSITIVE


def _dependent(child: Token, *, passive: bool) -> Iterator[Argument]:
    label = child.dep_
    if label == "dobj":
        yield Argument("object", antecedent(child, child.head), "object")
        yield from _before_sum(child)
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
        yield from _prepositional(child, passive=passive)
    elif label in {"npadvmod", "dep"}:
        yield from _adverbial(child)


def _adverbial(child: Token) -> Iterator[Argument]:
    """A noun phrase beside a verb, and the name that the parser takes for one.

    As in "fined Acme 3 million euros", "rolled out Rover 2".
    """
    if child.dep_ == "npadvmod":
        yield Argument("adverbial", child, "adverbial")
    if child.pos_ == "PROPN" and child.i > child.head.i:
        paid = any(each.dep_ == "dobj" for each in child.head.children)
        yield Argument("indirect" if paid else "object", child, "adverbial")


def _before_sum(noun: Token) -> Iterator[Argument]:
    """The name that the parser took into a sum: "fined Acme AI 3 million euros"."""
    sums = [child.i for child in noun.lefts if child.dep_ == "nummod"]
    for child in noun.lefts:
        name = child.dep_ in {"nmod", "compound"} and child.pos_ == "PROPN"
        if name and sums and child.i < min(sums):
            yield Argument("indirect", child, "dative")


def _loose_complements(noun: Token) -> Iterator[Argument]:
    """Prepositional phrases that the parser hangs on the object though they may be the verb's."""
    for child in noun.children:
        if child.dep_ == "prep" and child.lower_ != "of":
            for complement in child.children:
                if complement.dep_ in {"pobj", "pcomp"}:
                    yield Argument(child.lower_, complement, "object-attached")
        yield from _beside_sum(child)


def _beside_sum(child: Token) -> Iterator[Argument]:
    """What the parser hangs on a sum though it is its noun's: "a fine of 2 million on Acme"."""
    if child.dep_ != "prep" or child.lower_ not in {"of", "worth"}:
        return
    for inner in child.children:
        if inner.dep_ == "pobj" and any(each.like_num for each in (inner, *inner.lefts)):
            for place in inner.rights:
                if place.dep_ == "prep" and place.lower_ != "of":
                    yield from _prepositional(place, passive=False)


def _dative(child: Token) -> Iterator[Argument]:
    if child.pos_ != "ADP":
        yield Argument("indirect", child, "dative")
    for inner in child.children:
        if inner.dep_ == "pobj":
            yield Argument("indirect", inner, "dative-to")
            yield Argument(child.lower_, inner, "dative-to")


def _prepositional(child: Token, *, passive: bool) -> Iterator[Argument]:
    for inner in child.children:
        if inner.dep_ in {"pobj", "pcomp"}:
            if child.lower_ == "by" and (child.dep_ == "agent" or passive) and not is_deed(inner):
                yield Argument("subject", inner, "by")
            yield Argument(child.lower_, inner, "preposition")
        elif inner.dep_ == "prep":
            yield from _prepositional(inner, passive=False)


def _preceding(token: Token) -> Iterator[Argument]:
    """The name right before a reduced participle: "Rover 2, ranked first on Acme's list"."""
    if token.i < 2 or token.nbor(-1).lower_ != "," or token.tag_ not in {"VBN", "VBD"}:
        return
    if any(child.dep_ in SUBJECTS for child in token.children):
        return
    before = token.nbor(-2)
    if before.pos_ in {"PROPN", "NUM", "NOUN"}:
        yield Argument("preceding", before, "preceding")


def _gap(token: Token, surface: Argument | None) -> Iterator[Argument]:
    """The antecedent of a relative clause without a relative subject: "the model it sells"."""
    if surface is None or surface.head == token.head:
        return
    if not any(child.dep_ in OTHER_COMPLEMENTS for child in token.children):
        yield Argument("object", token.head, "relative")


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
        yield Argument("possessor", antecedent(child, child), "possessor")
    elif label in {"compound", "nmod"} or (label == "amod" and child.pos_ in {"PROPN", "NOUN"}):
        yield Argument("compound", child, "compound")
    elif label == "amod":
        yield Argument("modifier", child, "modifier")
    elif label in {"prep", "agent"}:
        yield from _prepositional(child, passive=False)
        yield from _beside_sum(child)
    elif label in {"acl", "relcl", "ccomp", "xcomp"}:
        yield Argument("clause", child, label)
    elif label == "appos":
        yield Argument("apposition", child, "apposition")


def _supported(token: Token, support: Token) -> Iterator[Argument]:
    """The arguments of the verb that carries a noun, seen from the noun."""
    passive = is_passive(support)
    for each in _verb(support, passive=passive):
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
        yield from _dependent(child, passive=False)
    if support is not None:
        for child in support.children:
            if child.dep_ in {"prep", "agent"} and child != token:
                yield from _prepositional(child, passive=False)


def _unique(found: Iterator[Argument]) -> Iterator[Argument]:
    seen = set()
    for each in found:
        key = (each.function, each.head.i)
        if key not in seen:
            seen.add(key)
            yield each
