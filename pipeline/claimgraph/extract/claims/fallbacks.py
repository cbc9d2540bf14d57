"""Who fills a role that the clause itself leaves open: topics, issuers, products for makers."""

from collections.abc import Callable, Iterator

from spacy.tokens import Token

from claimgraph.extract.claims.issuers import Issuers, is_named
from claimgraph.extract.claims.paths import Paths
from claimgraph.extract.frames.frames import Evocation, Frame, Frames
from claimgraph.extract.grammar.subjects import antecedent
from claimgraph.extract.naming.lexicon import Lexicon
from claimgraph.extract.referents.topics import PLURAL, Topics
from claimgraph.model import Participant

DIRECT = frozenset({"subject", "object", "indirect", "possessor", "against", "by", "bearer"})
ADDRESSED = frozenset({"on", "to", "upon"})  # of whom something is asked: "called on the app to"
OWNED = frozenset({"possessor", "against", "by"})  # of a deed or document that is acted on
POINTING = frozenset({"the", "this", "these", "that", "those", "both", "its", "their", "it"})
FIRST_SECOND = frozenset({"i", "me", "my", "we", "us", "our", "you", "your"})
ASIDE = frozenset({"relcl", "appos", "nsubj", "nsubjpass", "conj"})
BIDDING = frozenset({"verb", "modal"})  # what tells that somebody must, not that a law is made
LAWFUL = ("subject", "under")
PERSONAL = frozenset({"he", "she", "him", "her", "his", "who", "whom"})

Named = Callable[[Token, frozenset[str]], tuple[Participant, ...]]


class Fallbacks:
    """Fills roles from beyond their own arguments, in one document."""

    def __init__(
        self,
        frames: Frames,
        lexicon: Lexicon,
        paths: Paths,
        issuers: Issuers,
        topics: Topics,
        named: Named,
    ) -> None:
        self._frames, self._lexicon, self._paths = frames, lexicon, paths
        self._named = named
        self._issuers, self._topics = issuers, topics

    def by_metonymy(
        self, evocation: Evocation, role: str, named: Named, used: set[str]
    ) -> tuple[tuple[Participant, ...], Token, str] | None:
        """A product named where its maker acts or is acted on: "the agency fined the app X"."""
        for function in evocation.frame.slots.get(role, ()):
            bidden = evocation.frame.controls and function in ADDRESSED
            if not bidden and function not in DIRECT and function.rpartition(".")[2] not in OWNED:
                continue
            for head in self._paths.heads(evocation, function):
                pointed = head.tag_ == "PRP$"  # "its chief executive" is of whoever makes it
                named_here = head.pos_ == "PROPN" or head.ent_type_ or head.text[0].isupper()
                if not (pointed or named_here):
                    continue
                found = tuple(
                    each
                    for each in named(head, frozenset())
                    if each.name not in used and self._acts_for_maker(each, pointed=pointed)
                )
                if found:
                    return found, head, f"{function}-metonymy"
        return None

    def acting_beside(
        self, head: Token, found: tuple[Participant, ...], used: set[str]
    ) -> tuple[Participant, ...]:
        """Products that act side by side with whoever acts: "Acme and Rover asked the court"."""
        gone = used | {each.name for each in found}
        beside = self._named(head, frozenset())
        return tuple(it for it in beside if it.name not in gone and self._acts_for_maker(it))

    def _acts_for_maker(self, each: Participant, *, pointed: bool = False) -> bool:
        if (each.span is None and not pointed) or any(map(str.isdigit, each.name)):
            return False
        return self._lexicon.is_any(each.kind, self._frames.acting)

    def from_directive(
        self, evocation: Evocation, named: Named, used: set[str]
    ) -> tuple[Participant, ...]:
        """Where an order or law is what orders or allows: whoever issued the last one told."""
        frame = evocation.frame
        if "subject" not in frame.slots.get("agent", ()):
            return ()
        if not self._issuers.is_directive(frame.kind):
            return ()
        for head in self._paths.heads(evocation, "subject"):
            meant = named(head, frozenset())
            unsettled = head.lower_ == "it" and all(map(self._is_issued, meant))
            if any(map(_is_titled, meant)):
                return ()  # a law that goes by a name is no order told before
            if unsettled or (self._issuers.issues(head) and _is_definite(head)):
                return self._issuers.told(used)
        return ()

    def bidding_laws(self, evocation: Evocation) -> tuple[Participant, ...]:
        """The laws with names by which somebody must do something: "the Acme Act obliges firms"."""
        frame = evocation.frame
        kinds = self._frames.accepts.get((frame.type, "object"), frozenset())
        if evocation.kind not in BIDDING or not self._issuers.is_directive(frame.kind):
            return ()
        for function in LAWFUL if "subject" in frame.slots.get("agent", ()) else LAWFUL[1:]:
            for word in self._paths.heads(evocation, function):
                head = antecedent(word, word) if word.tag_ == "WDT" else word
                meant = self._named(head, kinds)
                found = tuple(each for each in meant if _is_titled(each) and self._is_issued(each))
                if found:
                    return found
        return ()

    def from_answered(self, evocation: Evocation, used: set[str]) -> tuple[Participant, ...]:
        """Whoever made what is answered: of "denied the claim", who claimed it."""
        slots = evocation.frame.slots.get("object", ())
        heads = [
            head
            for path in slots
            if "." not in path
            for head in self._paths.heads(evocation, path)
            if head.pos_ == "NOUN" and _is_definite(head)
        ]
        found = (self._issuers.answered(head, used) for head in heads)
        return next((people for people in found if people), ())

    def _is_issued(self, meant: Participant) -> bool:
        """Whether what is meant is a directive or law, not somebody."""
        return bool(meant.kind) and self._issuers.is_directive(meant.kind)

    def mentioned(self, evocation: Evocation, used: set[str]) -> tuple[Participant, ...]:
        """The product named farther down in what is said: "asked Lee about sales of the Rover"."""
        head = evocation.head
        support = self._paths.predication(head).support
        kinds = frozenset((self._lexicon.versioned,))
        for place in filter(None, (head, support)):
            for token in _told_below(place):
                if token.i > head.i and token.pos_ in {"PROPN", "NOUN", "NUM", "X"}:
                    named = (it for it in self._named(token, kinds) if it.name not in used)
                    found = tuple(it for it in named if is_named(it) and self._is_made(it))
                    if found:
                        return found
        return ()

    def _is_made(self, each: Participant) -> bool:
        named = each.span is not None or bool(each.iri)
        return named and self._lexicon.is_a(each.kind, self._lexicon.versioned)

    def from_topic(
        self,
        evocation: Evocation,
        kinds: frozenset[str],
        used: set[str],
        last: tuple[Participant, ...] = (),
    ) -> tuple[Participant, ...]:
        """An object that the clause only points to ("it", "the models") or leaves out.

        `last` is what the last clause of the same type was about.
        """
        frame = evocation.frame
        pointer = self._pointer(evocation, kinds)
        if pointer is None:
            if not self._is_topical(evocation, frame):
                return ()
            goes_on = _is_bidding(evocation.head) or _tells_of_that(evocation.head)
            if last and (goes_on or self._issuers.is_directive(frame.kind)):
                return tuple(each for each in last if each.name not in used)
            pointer = evocation.head
        own = self._frames.accepts.get((frame.type, "object"), kinds) & kinds or kinds
        found = self._topics.latest(pointer, own, plural=_is_plural(pointer))
        if pointer.pos_ != "PRON":
            found = found or self._topics.main(own)
        elif pointer.head == evocation.head:
            found = found or last
        found = found or self._topics.latest(pointer, kinds)
        return tuple(each for each in found if each.name not in used)

    def _pointer(self, evocation: Evocation, kinds: frozenset[str]) -> Token | None:
        pointing = (
            head
            for path in evocation.frame.slots.get("object", ())
            if "." not in path
            for head in self._paths.heads(evocation, path)
        )
        return next((head for head in pointing if self._points(head, kinds)), None)

    def _is_topical(self, evocation: Evocation, frame: Frame) -> bool:
        """Whether a frame speaks of what the text is about: by itself, or as a deed just told."""
        if not frame.topical:
            return False
        if evocation.kind == "verb" or len(evocation.words) > 1:
            return len(evocation.words) > 1
        found = self._paths.predication(evocation.head)
        return bool(self._paths.support_role(found)) and found.head.dep_ == "nsubjpass"

    def _points(self, token: Token, kinds: frozenset[str]) -> bool:
        """Whether a word points to something told before: a pronoun, a definite description."""
        if token.tag_ in {"PRP", "PRP$"}:
            return token.lower_ not in FIRST_SECOND | PERSONAL
        if token.tag_ == "DT" and token.lower_ in POINTING:
            return token.dep_ not in {"nsubj", "nsubjpass"} or token.lower_ in PLURAL
        if token.pos_ != "NOUN" or not _is_definite(token):
            return False
        nouns = self._lexicon.kinds_of_noun(token.lemma_.lower())
        return any(self._lexicon.is_any(noun, kinds) for noun in nouns)


def _is_titled(meant: Participant) -> bool:
    """Whether a law goes by a name of its own here, be it a known one."""
    return meant.span is not None and is_named(meant) and " " in meant.name


def _told_below(token: Token) -> Iterator[Token]:
    """What depends on a word, in text order, without what is but added of somebody."""
    for child in token.children:
        if child.dep_ not in ASIDE:
            yield from _told_below(child)
    yield token


def _is_bidding(verb: Token) -> bool:
    """Whether a verb tells what to do, with nobody who does it: "the order: suspend access"."""
    bare = not any(c.dep_ in {"aux", "nsubj", "nsubjpass"} for c in verb.children)
    return verb.tag_ == "VB" and bare and verb.dep_ != "conj"


def _tells_of_that(verb: Token) -> bool:
    """Whether a verb goes on with the deed just told: "this applies to all"."""
    return any(c.dep_ in {"nsubj", "det"} and c.lower_ in {"this", "that"} for c in verb.lefts)


def _is_definite(head: Token) -> bool:
    return any(c.dep_ in {"det", "poss"} and c.lower_ in POINTING for c in head.children)


def _is_plural(token: Token) -> bool:
    return token.tag_ == "NNS" or token.lower_ in PLURAL
