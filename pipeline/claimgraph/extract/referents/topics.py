"""What a clause speaks of without naming it: the latest names of the kind that a role asks for."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator

from spacy.tokens import Token

from claimgraph.extract.naming.lexicon import Lexicon
from claimgraph.extract.naming.names import Mention
from claimgraph.extract.referents.memory import is_set_apart
from claimgraph.extract.referents.resolve import Referents
from claimgraph.model import Participant

WINDOW = 3  # sentences looked back
OFTEN = 3  # how often a name has to stand in a text to be its topic
JOINING = frozenset({"and", "or", "&", "\u2013", "\u2014", ":", "("})
BETWEEN = frozenset({",", "and", "or", "&", "the", "/", "\u2013", "\u2014", ":", "("})
OPENING = frozenset({"\u2013", "\u2014", ":", "("})  # what a list of members stands behind
MODIFYING = frozenset({"compound", "nmod", "poss"})
PLURAL = frozenset({"they", "them", "their", "these", "those", "both", "theirs", "themselves"})


class Topics:
    """The names of one document by kind and place."""

    def __init__(
        self,
        referents: Referents,
        lexicon: Lexicon,
        family_nouns: frozenset[str] = frozenset(),
    ) -> None:
        self._referents, self._lexicon = referents, lexicon
        self._family_nouns = family_nouns
        self._doc = referents.parsed.doc
        self._sentence: list[int] = []
        for number, sentence in enumerate(self._doc.sents):
            self._sentence += [number] * len(sentence)
        self._named = list(self._all())
        self._ends = [mention.end for mention, _ in self._named]

    def _all(self) -> Iterator[tuple[Mention, Participant]]:
        for mention in self._referents.mentions:
            if is_set_apart(self._doc[mention.end - 1]):
                continue
            for participant in self._referents.only(self._doc[mention.end - 1]):
                if participant.kind:
                    yield mention, participant.elsewhere

    def latest(
        self, at: Token, kinds: frozenset[str], *, plural: bool = False
    ) -> tuple[Participant, ...]:
        """The last names of those kinds told before a word, in its sentence or the ones before.

        Of a plural, those coordinated with each other; else the last one alone.
        """
        here = self._sentence[at.i]
        fitting: list[tuple[Mention, Participant]] = []
        for number in range(bisect_right(self._ends, at.i) - 1, -1, -1):
            mention, it = self._named[number]
            if here - self._sentence[mention.start] > WINDOW:
                break
            if self._lexicon.is_any(it.kind, kinds):
                fitting.insert(0, (mention, it))
        if not fitting:
            return ()
        if plural:
            group = self._group(fitting)
            if group:
                return group
        return (self._whole(fitting),)

    def _whole(self, fitting: list[tuple[Mention, Participant]]) -> Participant:
        """The last thing, or the line of things whose members a list told last: "the R family"."""
        at = len(fitting) - 1
        while at and self._together(fitting[at - 1][0], fitting[at][0]):
            at -= 1
        opens = at + 1 < len(fitting) and self._between(fitting, at + 1) & OPENING
        first = fitting[at][0].start
        if at and at + 1 < len(fitting) and self._doc[first - 1].text == ":":
            whole, of_it = fitting[at - 1]
            told = self._doc[whole.end - 1].lower_ in self._family_nouns
            if told and self._sentence[whole.start] == self._sentence[first]:
                return of_it  # "the R family on Monday: R1, R2 and R3"
        return fitting[at if opens else -1][1]

    def _between(self, fitting: list[tuple[Mention, Participant]], at: int) -> set[str]:
        """The words before a mention, from the one before it."""
        return {t.lower_ for t in self._doc[fitting[at - 1][0].end : fitting[at][0].start]}

    def listed_after(self, head: Token) -> Iterator[Token]:
        """The last words of the names of one kind that a list goes on with after a name."""
        mention = self._referents.mention_at(head.i)
        if mention is None or not mention.kind:
            return
        start = end = mention.end
        while (following := self._next_in_list(end, first=end == start)) is not None:
            yield self._doc[following.end - 1]
            end = following.end

    def _next_in_list(self, end: int, *, first: bool) -> Mention | None:
        i, joined = end, False
        while i < min(len(self._doc), end + 4):
            found = self._referents.mention_at(i)
            if found is not None:
                modifies = self._doc[found.end - 1].dep_ in MODIFYING
                return found if joined and found.start == i and not modifies else None
            token = self._doc[i]
            joined = joined or token.lower_ in JOINING or (token.lower_ == "," and not first)
            if token.lower_ not in BETWEEN | self._family_nouns and token.tag_ not in {"JJ", "VBG"}:
                return None
            i += 1
        return None

    def makers(self, things: tuple[Participant, ...]) -> tuple[Participant, ...]:
        """Who makes things that the lexicon knows, where the text speaks of them."""
        told = {it.iri: it for it in self._referents.entities() if it.iri}
        facts = {
            value: None
            for each in things
            if each.iri in self._lexicon.entries
            for _, value in self._lexicon.entries[each.iri].facts
        }
        return tuple(
            told[iri] for iri in facts if iri in told and self._lexicon.is_actor(told[iri].kind)
        )

    def main(self, kinds: frozenset[str]) -> tuple[Participant, ...]:
        """The name of those kinds that the document speaks of most, if it does so often."""
        any_of = self._lexicon.is_any
        counts = Counter(it.name for _, it in self._named if any_of(it.kind, kinds))
        if not counts:
            return ()
        name, often = max(counts.items(), key=lambda pair: pair[1])
        if often < OFTEN:
            return ()
        return (next(it for _, it in self._named if it.name == name),)

    def _group(self, fitting: list[tuple[Mention, Participant]]) -> tuple[Participant, ...]:
        """The last run of two or more names that only commas and "and" part."""
        run: list[Participant] = []
        best: list[Participant] = []
        last: Mention | None = None
        for mention, participant in fitting:
            if last is not None and not self._together(last, mention):
                run = []
            run.append(participant)
            last = mention
            if len({it.name for it in run}) > 1:
                best = list(run)
        return tuple({it.name: it for it in best}.values())

    def _together(self, first: Mention, second: Mention) -> bool:
        return second.start - first.end <= 3 and all(
            token.lower_ in BETWEEN for token in self._doc[first.end : second.start]
        )
