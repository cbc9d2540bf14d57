"""Who acts and speaks through orders, laws and documents: whoever the text says issued them."""

from collections.abc import Iterable

from spacy.tokens import Token

from claimgraph.extract.naming.lexicon import Lexicon
from claimgraph.model import Participant

FAR = 8  # deeds back to which somebody's answer may go


def is_named(participant: Participant) -> bool:
    """Whether a participant has a name, and is not only described."""
    return bool(participant.iri) or any(map(str.isupper, participant.name))


def is_somebody(lexicon: Lexicon, participant: Participant) -> bool:
    """Whether a participant has a name that is more than "Experts" at a sentence's start."""
    if not is_named(participant):
        return False
    inner = any(map(str.isupper, participant.name[1:]))
    told = inner or participant.name.split(" ", 1)[0] in lexicon.place_names  # "Danish regulators"
    return bool(participant.iri) or told or not lexicon.is_group(participant.kind)


class Issuers:
    """Remembers, through one document, who issued the last directive told.

    `issued` are the classes of what is issued.
    """

    def __init__(self, lexicon: Lexicon, issued: frozenset[str]) -> None:
        self._lexicon, self._issued = lexicon, issued
        self._told: tuple[Participant, ...] = ()
        self._made: list[tuple[int, str, tuple[Participant, ...]]] = []
        self._dealt: list[tuple[frozenset[str], tuple[Participant, ...]]] = []

    def told(self, taken: Iterable[str] = (), kind: str = "") -> tuple[Participant, ...]:
        """Who issued the last directive told, be it of a class, without those already taken."""
        gone = frozenset(taken)
        found = self._told if not kind else self._last_made(kind)
        return tuple(each for each in found if each.name not in gone)

    def _last_made(self, kind: str) -> tuple[Participant, ...]:
        """Who made the last thing of a class."""
        made = (people for _, it, people in reversed(self._made) if self._lexicon.is_a(it, kind))
        return next(made, ())

    def note(
        self, at: int, kind: str, agents: tuple[Participant, ...], others: Iterable[Participant]
    ) -> None:
        """Remember who, as told at a word, made something of this class, and against whom."""
        if not any(map(is_named, agents)):
            return
        people = tuple(each.elsewhere for each in agents)
        self._made.append((at, kind, people))
        against = frozenset(each.name for each in others if is_named(each))
        if against:
            self._dealt.append((against, people))
        if self.is_directive(kind):
            self._told = people

    def counterpart(self, names: set[str]) -> tuple[Participant, ...]:
        """Who last did something to one of these, and is none of them."""
        for against, people in reversed(self._dealt[-FAR:]):
            if against & names and not names & {each.name for each in people}:
                return people
        return ()

    def maker(self, head: Token) -> tuple[Participant, ...]:
        """Who made the last thing of the class that a noun names: of "the suit", who sued."""
        kinds = self._lexicon.kinds_of_noun(head.lemma_.lower())
        for at, kind, people in reversed(self._made):
            if at < head.i and self._lexicon.is_any(kind, kinds):
                return people
        return ()

    def answered(self, head: Token, taken: set[str]) -> tuple[Participant, ...]:
        """Who made the last thing that a noun may name; of "the decision", be it any directive."""
        found = self.maker(head)
        kinds = self._lexicon.kinds_of_noun(head.lemma_.lower())
        if not found and any(map(self.is_directive, kinds)):
            made = (
                them
                for at, it, them in reversed(self._made)
                if at < head.i and self.is_directive(it)
            )
            found = next(made, ())
        return () if taken & {each.name for each in found} else found

    def is_directive(self, kind: str) -> bool:
        """Whether members of a class are issued by somebody."""
        return self._lexicon.is_any(kind, self._issued)

    def issues(self, head: Token) -> bool:
        """Whether a word is a directive or document, for which its issuer speaks."""
        if head.pos_ not in {"NOUN", "PROPN"}:
            return False
        kinds = self._lexicon.kinds_of_noun(head.lemma_.lower())
        if any(map(self._lexicon.is_actor, kinds)):
            return False  # an "authority" is somebody before it is a power
        return any(map(self.is_directive, kinds))

    def may_be_issued(self, head: Token) -> bool:
        """Whether a noun may be what somebody issued: a directive, or nothing known."""
        kinds = self._lexicon.kinds_of_noun(head.lemma_.lower())
        return head.pos_ == "NOUN" and (not kinds or any(map(self.is_directive, kinds)))

    def of(self, head: Token) -> tuple[Participant, ...]:
        """Who speaks where a directive or document does: whoever issued the last one told."""
        return self._told if self.issues(head) else ()
