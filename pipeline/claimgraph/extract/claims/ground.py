"""What every stage of making the claims of one document stands on."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from spacy.tokens import Token

from claimgraph.extract.attribution.attribution import VOICED, AttributionFrame
from claimgraph.extract.claims.captions import Captions
from claimgraph.extract.claims.issuers import is_named
from claimgraph.extract.claims.moments import Moments
from claimgraph.extract.claims.roles import Filler
from claimgraph.extract.claims.status import Judge, Standing
from claimgraph.extract.frames.frames import Frame, Frames
from claimgraph.extract.frames.operators import Operators
from claimgraph.extract.grammar import phrases
from claimgraph.extract.grammar.predicates import FINITE
from claimgraph.extract.naming.lexicon import Lexicon
from claimgraph.extract.parse.language import Parsed
from claimgraph.extract.referents.pronouns import HE_SHE
from claimgraph.extract.referents.resolve import Referents
from claimgraph.extract.referents.topics import Topics
from claimgraph.model import Participant, Status
from claimgraph.vocabulary import local_name

NEAR = 60  # words within which who was quoted may go on as "she"
SPEAKING = frozenset({"Say", "Announce", "Write", "Argue", "Warn", "Report", "Confirm"})
VOICING = SPEAKING - {"Report"}  # what things show nobody says
INDEFINITE = frozenset({"a", "an", "another", "some"})
# Acts by which somebody issues an order; by merely saying that he has, he vouches for it.
ENACTING = frozenset({"Announce", "Order", "Allow"})
FINDING = frozenset({"Find", "Think"})


@dataclass(frozen=True)
class Knowledge:
    """What the domain tells that claims are made with."""

    frames: Frames
    operators: Operators
    lexicon: Lexicon


class Ground:
    """One document with its referents, attributions, dates, and those who judge and fill.

    `accuser` is who accused last in the text so far: who "allegedly" goes back to.
    """

    def __init__(
        self,
        knowledge: Knowledge,
        parsed: Parsed,
        referents: Referents,
        voices: Sequence[AttributionFrame],
        moments: Moments,
    ) -> None:
        self.frames, self.lexicon = knowledge.frames, knowledge.lexicon
        self.parsed, self.referents, self.moments = parsed, referents, moments
        self.voices = [each for each in voices if not self._is_label(each)]
        topics = Topics(referents, self.lexicon, self.frames.family_nouns)
        self.filler = Filler(self.frames, referents.of, self.lexicon, topics)
        self.judge = Judge(knowledge.operators, self.voices, self.vouching)
        self.accuser: tuple[Participant, ...] = ()
        self.known = frozenset(each.name for each in referents.entities())
        self.speech = frozenset(use.type for use in self.frames.acts.values())

    def _is_label(self, frame: AttributionFrame) -> bool:
        """Whether the words before a colon but label what follows, and name nobody who speaks."""
        if frame.kind != "colon":
            return False
        tokens = [self.parsed.doc[i] for i in frame.source]
        named = any(self.referents.mention_at(token.i) is not None for token in tokens)
        capitals = all(token.is_upper for token in tokens)
        return not named or (capitals and (len(tokens) > 1 or self._is_dateline(frame)))

    def _is_dateline(self, frame: AttributionFrame) -> bool:
        """Whether what stands before a colon is the place from where a text reports."""
        head = None if frame.source_head is None else self.parsed.doc[frame.source_head]
        found = () if head is None else self.referents.only(head)
        kinds = [each.kind for each in found]
        return all(not kind or self.lexicon.is_place_kind(kind) for kind in kinds)

    @cached_property
    def _nouns(self) -> dict[str, frozenset[str]]:
        return {each.name: each.nouns for each in self.referents.gathered.entities}

    def nouns_of(self, participant: Participant) -> frozenset[str]:
        """What the text calls somebody beside his name: "judge" where "Judge Lee" stands."""
        return self._nouns.get(participant.name, frozenset())

    def speakers(self, frame: AttributionFrame) -> tuple[Participant, ...]:
        """Who is the source of an attribution; of a document, whoever it is by."""
        if frame.source_head is None:
            return self.accuser if frame.act == "Accuse" else ()
        head = _of_whom(self.parsed.doc[frame.source_head])
        return self._told_as_speaker(frame, head) or self._by_saying(frame, head)

    def _told_as_speaker(self, frame: AttributionFrame, head: Token) -> tuple[Participant, ...]:
        """Who is meant by the source of an attribution as one who can speak."""
        found = self.referents.of(head, self.frames.speakers)
        if not any(map(is_named, found)):
            found = self._last_heard(frame, head) or found
        issued = self.filler.issuers.issues(head)
        acting = self.lexicon.is_actor_noun(head.lemma_.lower())  # "authority" is both
        if any(map(is_named, found)) and (acting or not issued):
            return self._owner_of_outlet(head, found) or self._in_person(frame.source, found)
        named = self._authors(head) or self._named_in(frame.source, bodies=issued)
        told = named or self._owners(head) or self._writers(head)
        if told or self._party_kinds(head):
            return told or found
        return (self.filler.issuers.of(head) if _is_known(head) else ()) or found

    def _by_saying(self, frame: AttributionFrame, head: Token) -> tuple[Participant, ...]:
        """Who must be one who speaks, since he says something: "Jupiter said that it knew".

        A name that is taken for a place or a thing made is then that of the body behind it.
        """
        verb = self.parsed.doc[frame.cue_head]
        if frame.kind not in VOICED or frame.act not in VOICING or not _is_finite(verb):
            return ()
        words = (self.parsed.doc[i] for start, end in frame.content for i in range(start, end))
        if not any(word.tag_ in FINITE for word in words):
            return ()
        return tuple(
            replace(each, kind="", iri="")
            for each in self.referents.of(head)
            if is_named(each) and self._may_be_body(each.kind)
        )

    def _may_be_body(self, kind: str) -> bool:
        """Whether the name of a thing of some kind may be that of the body behind it."""
        made = self.lexicon.is_a(kind, self.lexicon.versioned)
        return made or self.lexicon.is_place_kind(kind)

    def _heard_before(self, at: int) -> Iterator[AttributionFrame]:
        """Who spoke before a word, the last first, each near the one after."""
        before = (it for it in self.voices if it.source_head is not None and it.cue_head < at)
        for each in sorted(before, key=lambda it: -it.cue_head):
            if each.cue_head <= at - NEAR:
                return
            if each.act in SPEAKING:
                at = each.cue_head
                yield each

    def vouching(self, frame: AttributionFrame) -> tuple[Participant, ...]:
        """Who vouches for what is said: its source, by its own words where it has no name."""
        found = self.speakers(frame)
        if found or frame.source_head is None or frame.act not in SPEAKING:
            return found
        head = self.parsed.doc[frame.source_head]
        loose = frame.kind == "accordingTo" and phrases.determiner(head) not in INDEFINITE
        told = frame.kind in VOICED and head.pos_ == "NOUN" and not loose
        words = phrases.opening([self.parsed.doc[i] for i in frame.source]) if told else ""
        return (Participant(words),) if len(words) > 1 else ()

    def _last_heard(self, frame: AttributionFrame, head: Token) -> tuple[Participant, ...]:
        """Who "she" is of whom nobody else is known: who was quoted by name just before."""
        if head.lower_ not in HE_SHE:
            return ()
        for each in self._heard_before(frame.cue_head):
            source = self.parsed.doc[each.source_head or 0]
            found = self.referents.of(source, self.frames.speakers)
            people = tuple(it for it in found if is_named(it))
            if people or source.pos_ != "PRON":
                return tuple(it.elsewhere for it in people[:1])
        return ()

    def _owner_of_outlet(
        self, head: Token, found: tuple[Participant, ...]
    ) -> tuple[Participant, ...]:
        """Who speaks through what only carries his words: "Acme's blog", "its website"."""
        if head.pos_ != "NOUN" or self.referents.mention_at(head.i) is not None:
            return ()
        kinds = [each.kind for each in found]
        people = (self.lexicon.is_post, self.lexicon.is_group, self.lexicon.is_personal)
        if any(is_one(kind) for kind in kinds for is_one in people):
            return ()
        owners = self._owners(head)
        told = (*(each.name for each in owners), *(each.name.split()[0] for each in found))
        landed = any(name in self.lexicon.place_names for name in told)
        return () if landed else owners  # "Malta's cartel office" speaks for itself

    def _in_person(
        self, words: tuple[int, ...], found: tuple[Participant, ...]
    ) -> tuple[Participant, ...]:
        """The person whose name follows his post: "Acme's head of sales in Kent, Ann Lee"."""
        if all(self.lexicon.is_personal(each.kind) for each in found):
            return found
        beside = tuple(i for i in words if self.parsed.doc[i].dep_ == "appos")
        people = self._named_in(beside, bodies=False)
        return people if len(found) == 1 and people else found

    def _owners(self, head: Token) -> tuple[Participant, ...]:
        """Whose a document is: "its statement", "their letter"."""
        for child in head.children:
            if child.dep_ == "poss":
                found = self.referents.of(child, self.frames.speakers)
                return tuple(each.elsewhere for each in found if is_named(each))
        return ()

    def _authors(self, head: Token) -> tuple[Participant, ...]:
        """By whom a document or suit is: "a lawsuit filed by Acme", "a study from Acme"."""
        if self.lexicon.is_actor_noun(head.lemma_.lower()):
            return ()
        made = (c for c in head.rights if c.dep_ == "acl" and c.tag_ == "VBN")
        for word in (head, *made):
            for by in word.rights:
                if by.dep_ in {"agent", "prep"} and by.lower_ in {"by", "from"}:
                    for noun in by.children:
                        found = self.referents.of(noun, self.frames.speakers)
                        if any(map(is_named, found)):
                            return tuple(each.elsewhere for each in found)
        return ()

    def _writers(self, head: Token) -> tuple[Participant, ...]:
        """Who wrote "the filing" or "the suit": who spoke in one just before, or who sued."""
        for at, noun, source in reversed(self._papers):
            if at < head.i and noun == head.lemma_:
                found = self.referents.of(self.parsed.doc[source], self.frames.speakers)
                if any(map(is_named, found)):
                    return tuple(each.elsewhere for each in found)
        titled = (self.captions.doer(kind) for kind in self._party_kinds(head))
        return self.filler.issuers.maker(head) or next(filter(None, titled), ())

    def _party_kinds(self, head: Token) -> list[str]:
        """The claim types with parties that a noun names: of "the complaint" that of suits."""
        told = {local_name(kind) for kind in self.lexicon.kinds_of_noun(head.lemma_.lower())}
        return sorted(told & {kind for kind, _ in self.frames.parties.values()})

    @cached_property
    def captions(self) -> Captions:
        """Who the document's captions name as the parties to a suit."""
        return Captions(self.referents, self.frames.parties)

    @cached_property
    def _papers(self) -> tuple[tuple[int, str, int], ...]:
        """The documents in which somebody speaks ("said in a filing"): word, noun, speaker."""
        doc, issues = self.parsed.doc, self.filler.issuers.issues
        found = [
            (noun.i, noun.lemma_, voice.source_head)
            for voice in self.voices
            if voice.source_head is not None
            for child in doc[voice.cue_head].children
            if child.lower_ == "in"
            for noun in child.rights
            if issues(noun)
        ]
        return tuple(sorted(found))

    def _named_in(self, words: tuple[int, ...], *, bodies: bool) -> tuple[Participant, ...]:
        """The person named within a source's phrase, or the body where it is of a document."""
        found: list[Participant] = []
        for i in words:
            mention = self.referents.mention_at(i)
            if mention is not None and mention.end - 1 == i:
                found += self.referents.only(self.parsed.doc[i], self.frames.speakers)
        people = [each for each in found if self.lexicon.is_personal(each.kind)]
        return tuple((people or (found if bodies else []))[-1:])

    def excluded(self, people: tuple[Participant, ...], kinds: frozenset[str]) -> bool:
        """Whether one of some people is of a kind that is left out."""
        return any(self.lexicon.is_any(each.kind, kinds) for each in people)

    def speaks_itself(
        self, frame: Frame | None, agents: tuple[Participant, ...], standing: Standing
    ) -> bool:
        """Whether an act of speech is told by the one who does it: "it said it disagrees"."""
        speech = frame is not None and frame.type in self.speech
        denies = speech and standing.status is Status.DENIED  # "said he had never signed"
        if standing.status is not Status.REPORTED and not denies:
            return False
        if frame is not None and not self._is_own(frame, standing):
            return False
        return bool(_names(agents) & _names(standing.speaker))

    def _is_own(self, frame: Frame, standing: Standing) -> bool:
        """Whether the deed is the saying, its finding, or the order that it announces."""
        act = "" if standing.frame is None else self.voices[standing.frame].act
        if frame.type in self.speech or act in FINDING:
            return True
        return act in ENACTING and self.filler.issuers.is_directive(frame.kind)


def _of_whom(head: Token) -> Token:
    """Of whom some are told: of "three of its directors" the directors."""
    if head.tag_ != "CD":
        return head
    groups = (of for of in head.rights if of.lower_ == "of")
    return next((noun for of in groups for noun in of.rights if noun.dep_ == "pobj"), head)


def _is_finite(verb: Token) -> bool:
    """Whether a verb is told with a tense of its own, or beside one that has: "noting that"."""
    return verb.tag_ in FINITE or verb.tag_ == "VBG" or any(c.tag_ in FINITE for c in verb.lefts)


def _is_known(head: Token) -> bool:
    """Whether a document is one already spoken of: "the letter", "its order", not "a letter"."""
    return not any(child.dep_ == "det" and child.lower_ in INDEFINITE for child in head.children)


def _names(people: tuple[Participant, ...]) -> set[str]:
    return {each.name for each in people}
