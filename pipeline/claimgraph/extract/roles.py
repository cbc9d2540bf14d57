"""Who fills the roles of an evoked frame: from grammatical functions to participants."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

from spacy.tokens import Token

from claimgraph.extract.clauses import Predication, predication
from claimgraph.extract.frames import Evocation, Frame, Frames
from claimgraph.extract.lexicon import Lexicon
from claimgraph.extract.topics import PLURAL, Topics
from claimgraph.model import Participant

NAMED_ROLES = ("agent", "recipient", "object", "authority")
# What the deep functions of a verb are around a noun, surest first.
NOMINAL = {
    "subject": ("by", "possessor", "support-agent", "from", "compound", "modifier"),
    "object": ("of", "possessor", "compound", "modifier", "against", "support-recipient"),
}
ACTING_ROLES = ("agent", "recipient")
DIRECT = frozenset({"subject", "object", "indirect", "possessor", "against", "by", "bearer"})
LOOSE = frozenset({"compound", "modifier"})
CONTROLLED = {"object": "subject", "subject": "by"}
SUPPORT_ROLES = {"support-agent": "agent", "support-recipient": "recipient"}
POINTING = frozenset({"the", "this", "these", "that", "those", "both", "its", "their", "it"})
FIRST_SECOND = frozenset({"i", "me", "my", "we", "us", "our", "you", "your"})

Named = Callable[[Token, frozenset[str]], tuple[Participant, ...]]


@dataclass(frozen=True, slots=True)
class Filled:
    """An evoked frame with its roles filled; `paths` tells from which function each came."""

    evocation: Evocation
    predication: Predication
    roles: dict[str, tuple[Participant, ...]]
    heads: dict[str, tuple[Token, ...]]
    paths: dict[str, str] = field(default_factory=dict)

    @property
    def count(self) -> int:
        """How many of the named roles are filled."""
        return sum(bool(self.roles.get(role)) for role in NAMED_ROLES)

    def is_told(self) -> bool:
        """Whether at least one named role is filled by something that has a name."""
        return any(is_named(each) for them in self.roles.values() for each in them)

    def satisfied(self) -> bool:
        """Whether everything the frame requires is there."""
        alternatives = self.evocation.frame.requires_one
        if alternatives and not any(self._has(role) for role in alternatives):
            return False
        return all(self._has(role) for role in self.required)

    def _has(self, role: str) -> bool:
        if role == "recipient" and self.heads.get("party"):
            return True
        return bool(self.roles.get(role) or self.heads.get(role))

    def by_pronoun_alone(self) -> bool:
        """Whether a possessive pronoun is all that fills a noun's roles: "its launch"."""
        heads = [head for them in self.heads.values() for head in them]
        return bool(heads) and all(head.tag_ == "PRP$" for head in heads)

    @property
    def required(self) -> frozenset[str]:
        """The roles the frame requires."""
        return self.evocation.frame.requires


class Filler:
    """Fills the roles of evoked frames in one document."""

    def __init__(
        self,
        frames: Frames,
        named: Named,
        lexicon: Lexicon,
        topics: Topics,
    ) -> None:
        self._frames, self._named, self._topics = frames, named, topics
        self._fits, self._is_a = lexicon.fits, lexicon.is_a
        self._lexicon = lexicon
        self._predications: dict[int, Predication] = {}
        self._issuers_told: tuple[Participant, ...] = ()

    def predication(self, token: Token) -> Predication:
        """The predication of a token, made once."""
        found = self._predications.get(token.i)
        if found is None:
            found = self._predications[token.i] = predication(token)
        return found

    def fill(self, evocation: Evocation) -> Filled:
        """The roles of an evoked frame."""
        frame, head = evocation.frame, evocation.head
        filled = Filled(evocation, self.predication(head), {}, {})
        used: set[str] = set()
        for role in NAMED_ROLES:
            self._fill_role(filled, frame, role, used)
        for role in ACTING_ROLES:
            if not filled.roles.get(role):
                self._fill_by_metonymy(filled, frame, role, used)
        self._fill_party(filled, frame)
        return filled

    def _fill_role(self, filled: Filled, frame: Frame, role: str, used: set[str]) -> None:
        kinds = self._frames.accepted(frame, role)
        for function in _alternatives(filled.evocation, frame.slots.get(role, ())):
            for head in self.heads(filled.evocation, function):
                if head.i in filled.evocation.words and function != "self":
                    continue
                found = self.participants(head, kinds, used)
                if role == "agent" and self.issues(head):
                    continue
                if function in LOOSE:
                    found = tuple(each for each in found if each.iri or each.kind)
                    found = tuple(each for each in found if is_named(each))
                if role != "agent":
                    found = tuple(each for each in found if self._tellable(each))
                elif any(map(is_named, found)):
                    found = tuple(each for each in found if is_named(each))
                if found:
                    filled.roles[role] = (*filled.roles.get(role, ()), *found)
                    filled.heads[role] = (*filled.heads.get(role, ()), head)
                    filled.paths.setdefault(role, function)
                    used.update(each.name for each in found)
            if filled.roles.get(role):
                return
        if role in ACTING_ROLES and role in frame.requires:
            self._fill_by_metonymy(filled, frame, role, used)
        if role == "agent" and not filled.roles.get(role):
            self._fill_from_directive(filled, frame, used)
        if role == "object" and kinds and not frame.lasting and (frame.topical or "object" in frame.requires):
            self._fill_from_topic(filled, frame, kinds, used)

    def _fill_by_metonymy(self, filled: Filled, frame: Frame, role: str, used: set[str]) -> None:
        """A product named where its maker acts or is acted on: "the agency fined the app X"."""
        for function in frame.slots.get(role, ()):
            if function not in DIRECT:
                continue
            for head in self.heads(filled.evocation, function):
                if head.pos_ != "PROPN" and head.ent_type_ == "":
                    continue
                found = [
                    each
                    for each in self._named(head, frozenset())
                    if each.span is not None
                    and each.name not in used
                    and not any(map(str.isdigit, each.name))
                    and any(self._is_a(each.kind, kind) for kind in self._frames.acting)
                ]
                if found:
                    filled.roles[role] = tuple(found)
                    filled.heads[role] = (head,)
                    filled.paths[role] = f"{function}-metonymy"
                    used.update(each.name for each in found)
                    return

    def _fill_from_directive(self, filled: Filled, frame: Frame, used: set[str]) -> None:
        """Where an order or law is what orders or allows: whoever issued the last one told."""
        if "subject" not in frame.slots.get("agent", ()) or not self._is_directive(frame.kind):
            return
        for head in self.heads(filled.evocation, "subject"):
            if (self.issues(head) and _is_definite(head)) or head.lower_ == "it":
                found = tuple(each for each in self._issuers_told if each.name not in used)
                if found:
                    filled.roles["agent"] = found
                    filled.paths["agent"] = "issuer-told"
                    used.update(each.name for each in found)
                return

    def issues(self, head: Token) -> bool:
        """Whether a word is a directive or document, for which its issuer speaks."""
        return head.pos_ in {"NOUN", "PROPN"} and any(
            self._is_issued(kind) and not self._lexicon.is_actor(kind)
            for kind in self._lexicon.kinds_of_noun(head.lemma_.lower())
        )

    def issuers_of(self, head: Token) -> tuple[Participant, ...]:
        """Who speaks where a directive or document does: whoever issued the last one told."""
        return self._issuers_told if self.issues(head) else ()

    def fill_from_directive_told(self, filled: Filled) -> None:
        """Take as agent whoever issued the last directive told, unless another role has him."""
        taken = {each.name for them in filled.roles.values() for each in them}
        found = tuple(each for each in self._issuers_told if each.name not in taken)
        if found:
            filled.roles["agent"] = found
            filled.paths["agent"] = "issuer-told"

    def _is_directive(self, kind: str) -> bool:
        return self._is_issued(kind)

    def _is_issued(self, kind: str) -> bool:
        return any(self._is_a(kind, one) for one in self._frames.issued)

    def note(self, filled: Filled) -> None:
        """Remember who issued a directive, for what the text later says of it."""
        agents = filled.roles.get("agent", ())
        if any(map(is_named, agents)) and self._is_directive(filled.evocation.frame.kind):
            self._issuers_told = tuple(replace(each, span=None) for each in agents)

    def is_directive(self, kind: str) -> bool:
        """Whether claims of a class are directives, which their issuer's words make."""
        return self._is_issued(kind)

    def _fill_from_topic(
        self, filled: Filled, frame: Frame, kinds: frozenset[str], used: set[str]
    ) -> None:
        """An object that the clause only points to ("it", "the models", "access") or leaves out."""
        head = filled.evocation.head
        pointing = [
            it
            for path in frame.slots.get("object", ())
            if "." not in path
            for it in self.heads(filled.evocation, path)
        ]
        pointer = next((it for it in pointing if self._points(it, kinds)), None)
        if pointer is None:
            if not self._is_topical(filled, frame):
                return
            pointer = head
        own = self._frames.accepts.get((frame.type, "object"), kinds) & kinds or kinds
        found = self._topics.latest(pointer, own, plural=_is_plural(pointer))
        found = found or (self._topics.main(own) if pointer.pos_ != "PRON" else ())
        found = found or self._topics.latest(pointer, kinds)
        found = tuple(it for it in found if it.name not in used)
        if found:
            filled.roles["object"] = found
            filled.paths["object"] = "topic"
            used.update(it.name for it in found)

    def _is_topical(self, filled: Filled, frame: Frame) -> bool:
        """Whether a frame speaks of what the text is about: by itself, or as a deed just told."""
        if not frame.topical:
            return False
        if filled.evocation.kind == "verb" or len(filled.evocation.words) > 1:
            return len(filled.evocation.words) > 1
        found = filled.predication
        return bool(self.supports(found)) and found.head.dep_ == "nsubjpass"

    def _points(self, token: Token, kinds: frozenset[str]) -> bool:
        """Whether a word points to something told before: a pronoun, a definite description."""
        if token.tag_ in {"PRP", "PRP$"}:
            return token.lower_ not in FIRST_SECOND
        if token.tag_ == "DT" and token.lower_ in POINTING:
            return True
        if token.pos_ != "NOUN":
            return False
        nouns = self._lexicon.kinds_of_noun(token.lemma_.lower())
        if not any(self._is_a(noun, kind) for noun in nouns for kind in kinds):
            return False
        return any(c.dep_ in {"det", "poss"} and c.lower_ in POINTING for c in token.children)

    def participants(
        self, head: Token, kinds: frozenset[str], used: set[str]
    ) -> tuple[Participant, ...]:
        """Those whom an argument means and whom the role accepts."""
        return tuple(
            each
            for each in (*self._named(head, kinds), *self._listed_after(head, kinds))
            if each.name not in used and self._fits(each.kind, kinds)
        )

    def _listed_after(self, head: Token, kinds: frozenset[str]) -> tuple[Participant, ...]:
        """Names listed after an argument's own, where the parser lost the list."""
        found: dict[str, Participant] = {}
        named = {each.name for each in self._named(head, kinds)}
        for token in self._topics.listed_after(head):
            for each in self._named(token, kinds):
                if each.name not in named:
                    found.setdefault(each.name, each)
        return tuple(found.values())

    def _tellable(self, participant: Participant) -> bool:
        """Whether something may fill a role: what has a name, or needs none to be told apart."""
        return is_named(participant) or any(
            self._is_a(participant.kind, kind) for kind in self._frames.nameless
        )

    def _fill_party(self, filled: Filled, frame: Frame) -> None:
        taken = {head.i for heads in filled.heads.values() for head in heads}
        for function in frame.slots.get("party", ()):
            for head in self.heads(filled.evocation, function):
                if head.i not in taken and _is_group(head) and not self._is_told(head):
                    filled.heads["party"] = (head,)
                    return

    def _is_told(self, head: Token) -> bool:
        return any(map(is_named, self._named(head, frozenset())))

    def heads(self, evocation: Evocation, path: str) -> tuple[Token, ...]:
        """The heads that a path of functions leads to from an evoked frame's head."""
        first, *rest = path.split(".")
        heads = tuple(self._first(evocation, first))
        for function in rest:
            heads = tuple(inner for head in heads for inner in self._inner(head, function))
        return heads

    def _inner(self, head: Token, function: str) -> Iterator[Token]:
        found = self.predication(head)
        functions = NOMINAL.get(function, (function,)) if found.kind == "noun" else (function,)
        for each in functions:
            yield from found.heads(each)

    def _first(self, evocation: Evocation, function: str) -> Iterator[Token]:
        head = evocation.head
        found = self.predication(head)
        if function == "self":
            yield head
        elif function == "members":
            yield from _members(head)
        elif function == "sibling":
            yield from _sibling(head)
        elif evocation.kind == "noun" and function in NOMINAL:
            for each in NOMINAL[function]:
                yield from self._nominal(found, each)
        elif function in SUPPORT_ROLES:
            yield from self._nominal(found, function)
        elif function == "teller":
            if head.dep_ == "pobj" and head.head.lower_ == "in":
                yield from found.heads("support-subject")
        elif function == "issuer":
            yield from self._issuers(found)
        elif evocation.frame.controls and function in CONTROLLED and _is_told_to(found):
            yield from found.heads(CONTROLLED[function]) or _late_agents(head, function)
        else:
            yield from found.heads(function)

    def _issuers(self, found: Predication) -> Iterator[Token]:
        """Of a document or directive that does something, whoever issued it."""
        for head in found.heads("subject"):
            kinds = self._lexicon.kinds_of_noun(head.lemma_.lower())
            if head.pos_ == "NOUN" and (not kinds or any(map(self._is_issued, kinds))):
                issued = self.predication(head)
                for function in NOMINAL["subject"]:
                    yield from self._nominal(issued, function)
                for clause in issued.heads("clause"):
                    if clause.dep_ == "acl" and clause.tag_ == "VBN":
                        yield from self.predication(clause).heads("by")

    def _nominal(self, found: Predication, function: str) -> Iterator[Token]:
        role = SUPPORT_ROLES.get(function)
        if role is None:
            yield from found.heads(function)
        elif found.support is not None and self.supports(found) == role:
            yield from found.heads("support-subject")

    def supports(self, found: Predication) -> str:
        """The role that the subject of a noun's support verb plays, or empty."""
        verb = found.support
        if verb is None or found.head.dep_ not in {"dobj", "nsubjpass", "conj"}:
            return ""
        return self._frames.supports.get(verb.lower_, "")


def _alternatives(evocation: Evocation, functions: tuple[str, ...]) -> Iterator[str]:
    """The functions to try one after the other, those of nouns spelt out."""
    for function in functions:
        if evocation.kind == "noun" and function in NOMINAL:
            yield from NOMINAL[function]
        else:
            yield function
    if "subject" in functions:
        yield "issuer"


def _is_told_to(found: Predication) -> bool:
    """A headline's passive without its auxiliary: "Acme ordered to stop"."""
    return (
        found.kind == "verb"
        and not found.passive
        and found.head.tag_ in {"VBD", "VBN"}
        and not found.heads("object")
        and any(head.tag_ == "VB" for head in found.heads("clause"))
        and found.head.sent[-1].pos_ != "PUNCT"
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


def is_named(participant: Participant) -> bool:
    """Whether a participant has a name, and is not only described."""
    return bool(participant.iri) or any(map(str.isupper, participant.name))


def _is_group(head: Token) -> bool:
    return head.tag_ in {"NNS", "NN"} or head.lower_ in {"everyone", "anyone", "all", "users"}


def _is_definite(head: Token) -> bool:
    return any(c.dep_ in {"det", "poss"} and c.lower_ in POINTING for c in head.children)


def _is_plural(token: Token) -> bool:
    return token.tag_ == "NNS" or token.lower_ in PLURAL


def _members(head: Token) -> Iterator[Token]:
    """What is listed right after a noun: "the family - A, B and C"."""
    for child in head.children:
        if child.dep_ in {"appos", "conj"} and child.i > head.i:
            yield child


def _sibling(head: Token) -> Iterator[Token]:
    """What the phrase of a modifier is coordinated with: "A and the underlying B"."""
    noun = head.head
    if noun.dep_ == "conj":
        yield noun.head
