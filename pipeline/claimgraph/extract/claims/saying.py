"""Claims of saying: what the attributions of a text themselves state."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from spacy.tokens import Token

from claimgraph.extract.attribution.attribution import AttributionFrame
from claimgraph.extract.claims.candidates import Candidate
from claimgraph.extract.claims.ground import Ground
from claimgraph.extract.claims.issuers import is_named
from claimgraph.extract.claims.moments import Moment
from claimgraph.extract.claims.spoken import denies_himself, is_said
from claimgraph.extract.claims.status import Standing
from claimgraph.extract.grammar import phrases
from claimgraph.extract.grammar.predicates import SUBJECTS
from claimgraph.extract.referents.pronouns import FIRST
from claimgraph.model import Participant, Status
from claimgraph.vocabulary import CG

# With these before its verb, a saying has not taken place.
UNSPOKEN = frozenset({"will", "would", "should", "could", "may", "might", "must"})
ENTITY = CG + "Entity"
ANSWERED = frozenset({"dobj", "pobj"})
DENYING = frozenset({"Deny", "Oppose"})
BEFORE = frozenset({"det", "poss", "amod", "compound", "nmod", "nummod"})
POINTERS = frozenset({"NOUN", "PRON"})
MAIN = frozenset(
    {"nsubj", "nsubjpass", "dobj", "ROOT"}
)  # where a thing is spoken of, not named aside


@dataclass(frozen=True, slots=True)
class _Saying:
    """An attribution with its number, its speakers, and the candidates within what is said."""

    number: int
    frame: AttributionFrame
    speakers: tuple[Participant, ...]
    inner: tuple[Candidate, ...]

    def names(self) -> set[str]:
        return {each.name for each in self.speakers}


def sayings(ground: Ground, evoked: Sequence[Candidate]) -> Iterator[Candidate]:
    """The claims that attributions make, given those that frames evoked."""
    maker = _Maker(ground, _partakers(ground, evoked))
    governed: dict[int, list[Candidate]] = {}
    for each in evoked:
        for number in ground.judge.governing(each.head.i):
            governed.setdefault(number, []).append(each)
    spoken = {index for each in evoked for index in each.words if each.type in ground.speech}
    cued = {index for each in evoked for index in each.words if not each.lasting}
    for number, frame in enumerate(ground.voices):
        # "wrote in a letter": what is quoted is said besides what is sent
        if not (spoken if frame.kind == "direct" else cued) & set(frame.cue):
            said = maker.make(number, frame, tuple(governed.get(number, ())))
            if said is not None:
                yield said
                yield from maker.continued(said, frame)


def without_echoes(ground: Ground, evoked: Sequence[Candidate]) -> list[Candidate]:
    """Without what but introduces another act of speech: "found that Acme broke the law"."""
    acts = {(each.head.i, each.type): each for each in evoked if each.type in ground.speech}
    within = {
        child.i: each
        for each in acts.values()
        for child in each.head.children
        if child.dep_ == "ccomp"
    }
    echoes = {
        outer.key
        for inner in acts.values()
        if (outer := within.get(inner.head.i)) and outer.type != inner.type
        if outer.names("agent") & inner.names("agent")
    }
    return [each for each in evoked if each.key not in echoes]


def _partakers(ground: Ground, evoked: Sequence[Candidate]) -> frozenset[str]:
    """The names of those who do more in the story than speak: a newspaper that sues somebody.

    So too of those whom others blame: a broadcaster that a minister accuses.
    """
    blaming = frozenset(ground.frames.blames.values())
    deeds = (each for each in evoked if each.type not in ground.speech and not each.lasting)
    blamed = (each.names("recipient") for each in evoked if each.type in blaming)
    return frozenset(
        name for names in (*(it.names("agent") for it in deeds), *blamed) for name in names
    )


class _Maker:
    def __init__(self, ground: Ground, partakers: frozenset[str]) -> None:
        self._ground, self._partakers = ground, partakers
        self._doc = ground.parsed.doc

    def make(
        self, number: int, frame: AttributionFrame, inner: tuple[Candidate, ...]
    ) -> Candidate | None:
        """The claim that an attribution makes, if it makes one of its own."""
        frames = self._ground.frames
        use = frames.acts.get(frame.act)
        if use is None or frame.source_head is None or not is_said(self._ground, frame):
            return None
        told = self._ground.speakers(frame)
        speakers = tuple(
            it
            for it in told
            if it.name in self._partakers or not self._ground.excluded((it,), use.excludes)
        )
        saying = _Saying(number, frame, speakers, inner)
        if not speakers or self._repeats(saying) or self._echoes(saying):
            return None
        known = any(map(is_named, speakers)) or self._is_office(frame)
        told_of = self._is_about_somebody(frame) or about(self._ground, frame, use.type)
        if not known and not told_of:
            return None
        blamed = [each for each in inner if self._blames(each, saying)]
        kind = frames.accusing(use.type, [each.type for each in blamed])
        if denies_himself(self._ground, frame, saying.names()):
            kind = frames.acts["Deny"].type if "Deny" in frames.acts else kind
        accused = tuple(who for each in blamed for who in each.role("agent"))
        said = self._candidate(saying, kind, accused if kind in frames.blames.values() else ())
        unsaid = said.standing.status is Status.HYPOTHETICAL or self._is_unsaid(said)
        return None if unsaid else said

    def _is_office(self, frame: AttributionFrame) -> bool:
        """Whether the source is one body or holder of a post spoken of before: "the minister"."""
        head = self._doc[frame.source_head or 0]
        if head.tag_ not in {"NN", "NNP"} or not any(c.lower_ == "the" for c in head.lefts):
            return False
        kinds = self._ground.lexicon.kinds_of_noun(head.lemma_.lower())
        return any(self._ground.lexicon.is_actor(kind) for kind in kinds)

    def _is_unsaid(self, said: Candidate) -> bool:
        """Whether nothing was said after all: "refused to say", "had days to explain"."""
        verb = said.head
        if not any(child.lower_ == "to" for child in verb.lefts) or verb.tag_ != "VB":
            return False
        done = verb.dep_ == "xcomp" or _goes_on(verb) or _is_at_pains(verb)
        return not done or said.standing.status is not Status.ASSERTED

    def _is_about_somebody(self, frame: AttributionFrame) -> bool:
        """Whether what is said names someone or something."""
        words = [self._doc[i] for start, end in frame.content for i in range(start, end)]
        if any(self._ground.referents.mention_at(token.i) is not None for token in words):
            return True
        return frame.act == "Say" and any(map(self._points_to_somebody, words))

    def _points_to_somebody(self, token: Token) -> bool:
        """Whether a word points to somebody who has a name: "the company"."""
        pointing = token.tag_ == "NN" and phrases.is_definite(token)
        actors = self._ground.frames.speakers
        return pointing and any(map(is_named, self._ground.referents.of(token, actors)))

    def continued(self, said: Candidate, frame: AttributionFrame) -> Iterator[Candidate]:
        """The same speech where it goes on in paragraphs of its own."""
        if frame.kind != "direct":
            return
        here = self._ground.parsed.block_number(frame.cue_head)
        for start, end in frame.content:
            if self._ground.parsed.block_number(start) == here:
                continue
            sentence = self._doc[start].sent
            yield replace(
                said,
                head=sentence.root,
                words=(sentence.root.i,),
                extent=(start, max(start + 1, min(end, sentence.end))),
                roles={**said.roles, "recipient": ()},
                moment=Moment(),
                reasons=(*said.reasons, "path:continued-speech"),
                attribution=None,
            )

    def _repeats(self, saying: _Saying) -> bool:
        """Whether what is said is itself an act of speech of the same speaker, already told."""
        return any(
            each.type in self._ground.speech
            and each.names("agent") & saying.names()
            and _is_main(each, saying.frame)
            for each in saying.inner
        )

    def _echoes(self, saying: _Saying) -> bool:
        """Whether somebody quoted but speaks of his own speaking: "we are saying that"."""
        frame = saying.frame
        if self._doc[frame.source_head or 0].lower_ not in FIRST:
            return False
        around = (self._ground.voices[it] for it in self._ground.judge.governing(frame.cue_head))
        return any(
            {who.name for who in self._ground.speakers(each)} & saying.names() for each in around
        )

    def _blames(self, each: Candidate, saying: _Saying) -> bool:
        """Whether what is said is, in the main, that someone else did something."""
        doers = each.role("agent")
        if not any(map(is_named, doers)) or each.names("agent") & saying.names():
            return False
        if any(child.dep_ == "neg" for child in each.head.children):
            return False
        return _is_main(each, saying.frame)

    def _candidate(self, saying: _Saying, kind: str, accused: tuple[Participant, ...]) -> Candidate:
        frame = saying.frame
        head = self._doc[frame.cue_head]
        standing = self._standing(saying)
        name = f"act-{frame.act.lower()}"
        return Candidate(
            type=kind,
            head=head,
            words=frame.cue,
            extent=self._extent(frame),
            roles={
                "agent": saying.speakers,
                "recipient": self._told(saying) or accused,
                "object": about(self._ground, frame, kind),
            },
            standing=standing,
            moment=self._moment(frame),
            frame=name,
            reasons=(f"frame:{name}", "path:agent=speaker", standing.rule),
            attribution=saying.number,
            quoted=frame.kind == "direct",
        )

    def _moment(self, frame: AttributionFrame) -> Moment:
        """When it was said, or the document was written in which it was."""
        head, moments = self._doc[frame.cue_head], self._ground.moments
        found = moments.of(head, head, making=_is_within_told(head))
        return found if found.date else moments.of_document(head, frame.holds)

    def _standing(self, saying: _Saying) -> Standing:
        frame = saying.frame
        head = self._doc[frame.cue_head]
        only = any(c.lower_ == "only" for c in self._doc[head.i - 1 : head.i + 2])
        own = frozenset(i for i in frame.cue if only or self._doc[i].lower_ not in UNSPOKEN)
        standing = self._ground.judge.standing(head, head, own)
        unbelieved = frame.act == "Think" and standing.status is Status.NEGATED
        if unbelieved or self._ground.speaks_itself(None, saying.speakers, standing):
            return Standing(Status.ASSERTED, (), None, "status:own-words")
        return standing

    def _told(self, saying: _Saying) -> tuple[Participant, ...]:
        """Whom the words are said to: the object of a verb like "tell" outside the content."""
        found = self._ground.filler.paths.predication(self._doc[saying.frame.cue_head])
        for function in ("indirect", "object"):
            for head in found.heads(function):
                if not saying.frame.holds(head.i):
                    told = self._ground.referents.of(head, self._ground.frames.speakers)
                    names = saying.names()
                    return tuple(it for it in told if is_named(it) and it.name not in names)
        return ()

    def _joins(self, frame: AttributionFrame) -> bool:
        """Whether a saying only goes on from another verb: "warned of it and said P"."""
        head = self._doc[frame.cue_head]
        return head.dep_ == "conj" and bool(frame.source) and max(frame.source) < head.head.i

    def _extent(self, frame: AttributionFrame) -> tuple[int, int]:
        """Source, cue and content, as far as they lie in the cue's sentence."""
        indices = [*frame.cue, *(() if self._joins(frame) else frame.source)]
        for start, end in frame.content:
            indices += [start, end - 1]
        sentence = self._doc[frame.cue_head].sent
        start = min(frame.cue_head, max(min(indices), sentence.start))
        end = max(frame.cue_head + 1, min(max(indices) + 1, max(sentence.end, start + 1)))
        return start, end


def _goes_on(verb: Token) -> bool:
    """Whether an infinitive tells what follows a deed: "went on to say"."""
    held = any(child.dep_ in {"dobj", "dative"} for child in verb.head.children)
    return verb.dep_ == "advcl" and verb.head.i < verb.i and not held


def _is_at_pains(verb: Token) -> bool:
    """Whether an infinitive hangs on a state that comes with the deed: "was at pains to add"."""
    return verb.dep_ == "acl" and verb.head.dep_ == "pobj" and verb.head.head.head.lemma_ == "be"


def _is_within_told(verb: Token) -> bool:
    """Whether the verb tells what stands in a thing: "a May 3 letter in which she said"."""
    return any(c.lower_ == "in" and any(g.tag_ == "WDT" for g in c.children) for c in verb.lefts)


def about(ground: Ground, frame: AttributionFrame, kind: str) -> tuple[Participant, ...]:
    """What the words said are about: the things named in them that the role accepts."""
    kinds = ground.frames.accepts.get((kind, "object"), frozenset())
    found: dict[str, Participant] = {}
    words = [i for start, end in frame.content for i in range(start, end)]
    for i in words:
        for each in _named_at(ground, i, kinds):
            found.setdefault(each.name, each)
    denial = frame.act in DENYING
    if found or denial:
        return tuple(found.values())
    return _answered(ground, words, kinds) or _nameless(ground, words, kinds, frame.cue_head)


def _answered(
    ground: Ground, words: Iterable[int], kinds: frozenset[str]
) -> tuple[Participant, ...]:
    """The directive without a name that is spoken of: "said it was reviewing the decision"."""
    for i in words:
        token = ground.parsed.doc[i]
        before = [child.lower_ for child in token.children if child.dep_ in BEFORE]
        told = before == ["the"] or (token.dep_ == "dobj" and before[:1] in (["a"], ["an"]))
        if token.tag_ == "NN" and token.dep_ in ANSWERED and told and _is_directive(ground, token):
            return ground.referents.only(token, kinds)
    return ()


def _nameless(
    ground: Ground, words: Sequence[int], kinds: frozenset[str], cue: int
) -> tuple[Participant, ...]:
    """What needs no name and is the subject of what is said: "said that source code is speech"."""
    for i in words:
        token = ground.parsed.doc[i]
        if token.pos_ != "NOUN" or token.dep_ not in SUBJECTS:
            continue
        verb = token.head
        if verb.head.i in (cue, verb.i) or verb.head.i not in words:
            told = _is_nameless(ground, token) or _is_the_one(ground, token, kinds)
            return ground.referents.only(token, kinds) if told else ()
    return ()


def _is_nameless(ground: Ground, token: Token) -> bool:
    """Whether a noun is of what needs no name to be told apart."""
    told = ground.lexicon.kinds_of_noun(phrases.noun(token))
    return any(ground.lexicon.is_any(k, ground.frames.nameless) for k in told)


def _is_the_one(ground: Ground, token: Token, kinds: frozenset[str]) -> bool:
    """Whether a noun is of one thing told before, which nobody makes: "the case", "the scheme"."""
    lexicon, told = ground.lexicon, ground.lexicon.kinds_of_noun(phrases.noun(token))
    definite = token.tag_ == "NN" and phrases.is_definite(token)
    made = any(lexicon.is_a(kind, lexicon.versioned) for kind in told)
    return definite and not made and any(lexicon.is_any(k, kinds) for k in told)


def _named_at(ground: Ground, i: int, kinds: frozenset[str]) -> Iterator[Participant]:
    """What a word names or points to, if it is certainly of those kinds."""
    token = ground.parsed.doc[i]
    mention = ground.referents.mention_at(i)
    if mention is not None and not (mention.end - 1 == i and mention.kind):
        return
    if mention is not None and not ground.lexicon.fits(mention.kind, kinds):
        return
    if mention is None and token.pos_ not in POINTERS:
        return
    for each in ground.referents.only(token, kinds):
        known = mention is not None or each.name in ground.known or _is_topic(ground, token)
        fits = each.kind and ground.lexicon.is_any(each.kind, kinds)
        if known and fits and not _is_aside(ground, token, each.kind):
            yield each


def _is_topic(ground: Ground, token: Token) -> bool:
    """Whether a directive without a name is the subject of what is said: "the order is wrong"."""
    definite = phrases.is_definite(token)
    return definite and token.dep_ in SUBJECTS and _is_directive(ground, token)


def _is_directive(ground: Ground, token: Token) -> bool:
    """Whether a noun names a directive by which something happens, not only a text."""
    told = ground.lexicon.kinds_of_noun(phrases.noun(token))
    happening = any(not ground.lexicon.is_a(kind, ENTITY) for kind in told)
    return happening and ground.filler.issuers.issues(token)


def _is_aside(ground: Ground, token: Token, kind: str) -> bool:
    """Whether something is but cited, of a kind that often is: a law."""
    cited = ground.lexicon.is_any(kind, ground.frames.cited)
    return cited and token.dep_ not in MAIN


def _evidenced(verb: Token) -> Token:
    """The main verb of "there is evidence that P", "it has proof that P", for the verb of P."""
    noun = verb.head
    shown = verb.dep_ in {"acl", "relcl"} and any(c.lower_ == "that" for c in verb.lefts)
    return noun.head if shown and noun.dep_ in {"attr", "dobj"} else verb


def _is_main(each: Candidate, frame: AttributionFrame) -> bool:
    """Whether a candidate's predicate is the main one of what is said."""
    at = _evidenced(each.head)
    for _ in range(2):
        if at.head.i == frame.cue_head or at.head == at:
            return True
        if at.dep_ not in {"xcomp", "conj"}:
            return False
        at = at.head
    return at.head.i == frame.cue_head or at.head == at
