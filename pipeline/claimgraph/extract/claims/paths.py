"""From the slots of a frame to words: paths of grammatical functions around its trigger."""

from collections.abc import Iterator

from spacy.tokens import Token

from claimgraph.extract.claims.issuers import Issuers
from claimgraph.extract.frames.frames import Frames
from claimgraph.extract.frames.triggers import Evocation
from claimgraph.extract.grammar import phrases
from claimgraph.extract.grammar.clauses import Predication, predication
from claimgraph.extract.grammar.predicates import is_passive
from claimgraph.extract.grammar.subjects import subject

# What the deep functions of a verb are around a noun, surest first.
NOMINAL = {
    "subject": ("by", "possessor", "support-agent", "from", "compound", "modifier"),
    "object": ("of", "possessor", "compound", "modifier", "against", "support-recipient"),
}
BESIDE = frozenset({"after", "following", "during", "upon", "in", "through"})
APART = frozenset({"det", "amod", "nummod", "poss"})
BARE = frozenset({"a", "an", "another", "any", "no", "many", "several", "some", "other"})
LISTING = frozenset({"including", "include", "includes", "comprising"})
SUPPORT_ROLES = {"support-agent": "agent", "support-recipient": "recipient"}
# What the functions of a headline's passive without auxiliary are: "Acme ordered to stop".
CONTROLLED = {"object": "subject", "subject": "by"}
# What the functions of a trigger that is told as a passive are: "was hit by an outage".
UNDERGONE = {"subject": "object", "by": "subject"}


class Paths:
    """Follows paths of functions in one document.

    The frames tell what support verbs lend and which participles tell grounds.
    """

    def __init__(self, frames: Frames, issuers: Issuers) -> None:
        self._supports, self._befalling = frames.supports, frames.befalling
        self._issuers, self._invoking = issuers, frames.invoking
        self._predications: dict[int, Predication] = {}

    def predication(self, token: Token) -> Predication:
        """The predication of a token, made once."""
        found = self._predications.get(token.i)
        if found is None:
            found = self._predications[token.i] = predication(token)
        return found

    def heads(self, evocation: Evocation, path: str) -> tuple[Token, ...]:
        """The words that a path leads to from an evoked frame's head."""
        first, *rest = path.split(".")
        if first in UNDERGONE and evocation.is_of_passive:
            first = UNDERGONE[first]
        heads = tuple(self._first(evocation, first))
        for function in rest:
            heads = tuple(inner for head in heads for inner in self._inner(head, function))
        return heads

    def support_role(self, found: Predication) -> str:
        """The role that the subject of a noun's support verb plays, or empty."""
        verb = found.support
        if verb is None or found.head.dep_ not in {"dobj", "nsubjpass", "conj"}:
            return ""
        return self._supports.get(verb.lower_, "")

    def _inner(self, head: Token, function: str) -> Iterator[Token]:
        found = self.predication(head)
        functions = NOMINAL.get(function, (function,)) if found.kind == "noun" else (function,)
        for each in functions:
            yield from found.heads(each)

    def _first(self, evocation: Evocation, function: str) -> Iterator[Token]:
        head = evocation.head
        found = self.predication(head)
        if function in PLACES:
            yield from PLACES[function](head)
        elif evocation.kind == "noun" and function in NOMINAL:
            for each in NOMINAL[function]:
                yield from self._nominal(found, each)
        elif function in SUPPORT_ROLES:
            yield from self._nominal(found, function)
        elif function == "teller":
            yield from found.heads("support-subject") if _is_within(head) else ()
        elif function == "invoked":
            yield from self._invoked(found)
        elif function == "issuer":
            yield from self._issuing(found)
        elif evocation.frame.controls and function in CONTROLLED and _is_told_to(found):
            yield from (
                found.heads(CONTROLLED[function])
                or self._shared_agents(head, function)
                or _late_agents(head, function)
            )
        elif found.kind == "noun":
            yield from self._nominal(found, function)
        else:
            yield from _verbal(evocation, found, function)

    def _invoked(self, found: Predication) -> Iterator[Token]:
        """What a participle beside a deed cites as its ground: "banned it, citing the law"."""
        for place in filter(None, (found.head, found.support)):
            for child in place.children:
                beside = child.dep_ in {"acl", "advcl"} and child.tag_ == "VBG"
                if beside and child.lower_ in self._invoking:
                    yield from self.predication(child).heads("object")

    def _shared_agents(self, head: Token, function: str) -> tuple[Token, ...]:
        """Who did what a passive is coordinated with: "fined by the office and ordered to stop"."""
        if function != "subject" or head.dep_ != "conj":
            return ()
        return self.predication(head.head).heads("subject")

    def _issuing(self, found: Predication) -> Iterator[Token]:
        """Of a document or directive that does something, whoever issued it."""
        for head in found.heads("subject"):
            if self._issuers.may_be_issued(head):
                issued = self.predication(head)
                for function in NOMINAL["subject"]:
                    named = (it for it in self._nominal(issued, function) if it.pos_ != "ADJ")
                    yield from named
                for clause in issued.heads("clause"):
                    if clause.dep_ == "acl" and phrases.is_made(clause):
                        yield from self.predication(clause).heads("by")

    def _nominal(self, found: Predication, function: str) -> Iterator[Token]:
        role = SUPPORT_ROLES.get(function)
        if role is None:
            yield from found.heads(function)
            yield from self._beside(found.head, function)
        elif found.support is not None and self.support_role(found) == role:
            yield from found.heads("support-subject")
        elif found.support is not None and self._befalls(found) == role:
            yield from found.heads("support-object")

    def _befalls(self, found: Predication) -> str:
        """The role of what a noun befalls: "an outage hit Acme", "Acme was hit by an attack"."""
        verb, head = found.support, found.head
        acts = head.dep_ == "nsubj" or (head.dep_ == "pobj" and head.head.dep_ == "agent")
        return self._befalling.get(verb.lower_, "") if verb is not None and acts else ""

    def _beside(self, noun: Token, function: str) -> Iterator[Token]:
        """What a participle lends its noun: "a suit filed by Lee", "a ban imposed on Acme"."""
        for verb in _participles(noun):
            role = self._supports.get(verb.lower_)
            if role == "agent" or (role and function != "by"):
                yield from self.predication(verb).heads(function)


def alternatives(evocation: Evocation, functions: tuple[str, ...]) -> Iterator[str]:
    """The functions to try one after the other, those of nouns spelt out."""
    for function in functions:
        if evocation.kind == "noun" and function in NOMINAL:
            yield from NOMINAL[function]
        else:
            yield function
    if "subject" in functions:
        yield "issuer"


def _verbal(evocation: Evocation, found: Predication, function: str) -> Iterator[Token]:
    """The arguments of a verb; of one of several words, too, what it is done to."""
    heads = found.heads(function)
    yield from heads
    if function == "object" and all(each.i in evocation.words for each in heads):
        yield from _completing(evocation)


def _completing(evocation: Evocation) -> Iterator[Token]:
    """What a verb of several words is done to: "switched on Acme", "made Acme unavailable".

    A preposition that fills a role of its own is left to it.
    """
    doc, words = evocation.head.doc, evocation.words
    slots = evocation.frame.slots.values()
    told = {part for paths in slots for path in paths for part in path.split(".")}
    for token in (doc[i] for i in words if doc[i] != evocation.head):
        for child in token.children if token.lower_ not in told else ():
            if child.dep_ in {"pobj", "nsubj"} and child.i not in words:
                yield child


def _participles(noun: Token) -> Iterator[Token]:
    """Past participles that modify a noun, if the parser hung them on a noun above it."""
    for verb in noun.rights:
        if verb.dep_ == "acl" and verb.tag_ == "VBN":
            yield verb
    if noun.i + 1 < len(noun.doc):
        after = noun.nbor(1)
        hung = after.dep_ == "acl" and after.tag_ == "VBN" and after.head != noun
        if hung and after.head in noun.ancestors:
            yield after


def _is_within(head: Token) -> bool:
    """Whether a document is where something is said: "said in a letter to Acme"."""
    return head.dep_ == "pobj" and head.head.lower_ == "in"


def _is_told_to(found: Predication) -> bool:
    """A passive without its auxiliary: "Acme ordered to stop", "was fined and ordered to stop"."""
    head = found.head
    return (
        found.kind == "verb"
        and not found.passive
        and head.tag_ in {"VBD", "VBN"}
        and not found.heads("object")
        and any(inner.tag_ == "VB" for inner in found.heads("clause"))
        and (head.sent[-1].pos_ != "PUNCT" or (head.dep_ == "conj" and is_passive(head.head)))
    )


def _late_agents(verb: Token, function: str) -> tuple[Token, ...]:
    """The doer that a headline names at its end: "Acme ordered to stop sales by watchdog"."""
    if function != "subject":
        return ()
    return tuple(
        inner
        for token in verb.doc[verb.i : verb.sent.end]
        if token.lower_ == "by"
        for inner in token.children
        if inner.dep_ == "pobj"
    )


def _self(head: Token) -> Iterator[Token]:
    yield head


def _members(head: Token) -> Iterator[Token]:
    """What is listed right after a noun: "the family - A, B and C"."""
    for child in head.children:
        if child.dep_ in {"appos", "conj"} and child.i > head.i:
            yield child


def _adjunct(head: Token) -> Iterator[Token]:
    """Whoever does what the event goes with: "After a review, the ministry blocked it"."""
    if head.dep_ == "pobj" and head.head.lower_ in BESIDE:
        found = subject(head.head.head)
        if found is not None:
            yield found.head


def _particular(head: Token) -> Iterator[Token]:
    """What is done to something that the text tells apart: "a formal letter", not "a letter"."""
    for child in head.children:
        told = any(inner.dep_ in APART and inner.lower_ not in BARE for inner in child.lefts)
        if child.dep_ in {"dobj", "nsubjpass"} and child.pos_ == "NOUN" and told:
            yield child


def _sibling(head: Token) -> Iterator[Token]:
    """What the phrase of a modifier is coordinated with: "A and the underlying B"."""
    if head.head.dep_ == "conj":
        yield head.head.head


def _listed(head: Token) -> Iterator[Token]:
    """What the rest of the sentence lists as members: "the roster is long, including A and B"."""
    for token in head.doc[head.i + 1 : head.sent.end]:
        if token.lower_ in LISTING:
            yield from (child for child in token.rights if child.dep_ in {"pobj", "dobj", "attr"})


PLACES = {
    "particular": _particular,
    "self": _self,
    "members": _members,
    "sibling": _sibling,
    "listed": _listed,
    "adjunct": _adjunct,
}
