"""Which dates and quantities belong to which predicate."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from claimgraph.extract.dates import DateMention
from claimgraph.extract.predicates import SUBJECTS, is_verbal_or_be
from claimgraph.extract.quantities import QuantityMention
from claimgraph.model import Quantity

# Clauses that happen at the time their main clause tells: participles, infinitives, complements.
TIMED_BY_MAIN = frozenset({"xcomp", "advcl", "acl", "conj", "pcomp", "oprd", "prep"})
MAX_ASCENT = 4
OPENING = 3  # how many words may stand before a date that opens a sentence


@dataclass(frozen=True, slots=True)
class Moment:
    """A date with the clock time told beside it."""

    date: str = ""
    time: str = ""
    anchored: bool = False


class Moments:
    """The dates and quantities of one document by the predicate they hang on."""

    def __init__(
        self, doc: Doc, dates: Sequence[DateMention], quantities: Sequence[QuantityMention]
    ) -> None:
        self._doc = doc
        self._quantities = quantities
        self._by_holder: dict[int, list[DateMention]] = {}
        for mention in dates:
            for holder in _dated(doc[mention.start : mention.end].root, mention):
                self._by_holder.setdefault(holder.i, []).append(mention)

    def of(self, head: Token, anchor: Token, beyond: frozenset[int] = frozenset()) -> Moment:
        """When what a predicate says is told to happen.

        `beyond` are words (cues of those who tell of it) whose own dates do not count.

        A date hangs on the noun or verb it modifies; a participle or infinitive without one
        shares the date of the clause it depends on.
        """
        for token in dict.fromkeys((head, anchor)):
            found = self._by_holder.get(token.i)
            if found:
                return _moment(found)
        for child in anchor.children:
            if child.dep_ in {"xcomp", "ccomp"} and child.tag_ == "VB":
                found = self._by_holder.get(child.i)
                if found:
                    return _moment(found)
        at = anchor
        for _ in range(MAX_ASCENT):
            if not self._shares(at):
                return Moment()
            at = _verb_above(at)
            if at.i in beyond:
                return Moment()
            found = self._by_holder.get(at.i)
            if found:
                return _moment(found)
        return Moment()

    def _shares(self, token: Token) -> bool:
        if token.dep_ not in TIMED_BY_MAIN:
            return False
        if token.dep_ == "advcl" and token.tag_ in {"VBN", "VBD"}:
            return False
        finite = any(child.dep_ in SUBJECTS for child in token.children)
        if token.dep_ == "conj":
            return not finite
        return not (finite and token.dep_ in {"advcl", "acl"})

    def quantities(self, start: int, end: int) -> tuple[Quantity, ...]:
        """The quantities told between two tokens."""
        return tuple(
            each.quantity for each in self._quantities if start <= each.start and each.end <= end
        )


def _dated(root: Token, mention: DateMention) -> Iterable[Token]:
    """What a date dates; at the head of a sentence, before a comma, its main verb."""
    sentence = root.sent
    after = mention.end
    opens = mention.start - sentence.start <= OPENING and after < len(root.doc)
    main = sentence.root
    if opens and root.doc[after].lower_ == "," and is_verbal_or_be(main):
        return (main,)
    return _holders(root)


def _holders(token: Token) -> Iterable[Token]:
    """The words that a date dates: the nouns up to its verb, and that verb."""
    at = token
    for _ in range(MAX_ASCENT + 2):
        above = at.head
        if above == at:
            break
        at = above
        if at.pos_ in {"NOUN", "PROPN"}:
            yield at
        if is_verbal_or_be(at):
            yield at
            break


def _verb_above(token: Token) -> Token:
    at = token.head
    while at.dep_ != "ROOT" and not is_verbal_or_be(at):
        at = at.head
    return at


def _moment(found: Sequence[DateMention]) -> Moment:
    dated = max(found, key=lambda each: len(each.value))
    time = next((each.time for each in found if each.time), "")
    return Moment(dated.value, time, dated.anchored)
