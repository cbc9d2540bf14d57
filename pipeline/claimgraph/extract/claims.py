"""From a parsed document to its claims: frames evoked, roles filled, status judged, duplicates out."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from spacy.tokens import Token

from claimgraph.extract import phrases
from claimgraph.extract.attribution import AttributionFrame
from claimgraph.extract.candidates import Candidate, to_claims
from claimgraph.extract.frames import Evocation, Frame, Frames
from claimgraph.extract.language import Parsed
from claimgraph.extract.lexicon import Lexicon
from claimgraph.extract.merging import merged
from claimgraph.extract.moments import Moment, Moments
from claimgraph.extract.operators import Operators
from claimgraph.extract.relations import Relations
from claimgraph.extract.resolve import Referents
from claimgraph.extract.issuers import is_named
from claimgraph.extract.roles import Filled, Filler
from claimgraph.extract.spans import clause, governing_verb
from claimgraph.extract.status import Judge, Standing
from claimgraph.extract.subjects import bearer
from claimgraph.extract.titles import titles
from claimgraph.extract.topics import Topics
from claimgraph.model import Claim, Participant, Status

UNSAID = frozenset({"adverbial", "adjectival", "accordingTo"})
POINTERS = frozenset({"NOUN", "PRON"})
FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
ROLES = ("agent", "recipient", "object", "authority")


@dataclass(frozen=True)
class Knowledge:
    """What the domain tells that claims are made with."""

    frames: Frames
    operators: Operators
    lexicon: Lexicon


class Claimer:
    """Makes the claims of one document."""

    def __init__(
        self,
        knowledge: Knowledge,
        parsed: Parsed,
        referents: Referents,
        voices: Sequence[AttributionFrame],
        moments: Moments,
    ) -> None:
        self._frames = knowledge.frames
        self._lexicon = knowledge.lexicon
        self._parsed, self._referents = parsed, referents
        self._voices = voices = [each for each in voices if not self._is_label(each)]
        self._moments = moments
        topics = Topics(referents, self._lexicon)
        self._filler = Filler(self._frames, referents.of, self._lexicon, topics)
        self._judge = Judge(knowledge.operators, voices, self._speakers)
        self._known = frozenset(it.name for it in referents.entities())
        self._sources = {
            frame.cue_head: parsed.doc[frame.source_head]
            for frame in voices
            if frame.source_head is not None
        }
        self._speech = frozenset(use.type for use in self._frames.acts.values())
        self._headings = frozenset(
            block.start for block in parsed.blocks if parsed.is_heading(parsed.doc[block.start])
        )

    def claims(self) -> tuple[Claim, ...]:
        """All claims of the document in text order."""
        evoked = [made for made in map(self._best, self._evocations()) if made is not None]
        constructed = list(self._constructed())
        said = list(self._said(evoked))
        evoked = [self._as_blamed(each) for each in evoked]
        return to_claims(self._parsed, merged([*evoked, *constructed, *said]))

    def _as_blamed(self, each: Candidate) -> Candidate:
        """What someone is accused of by merely being said to have done it is alleged."""
        standing = each.standing
        if standing.status is not Status.REPORTED or each.type not in self._frames.blames:
            return each
        if not any(map(is_named, each.role("agent"))) or not standing.speaker:
            return each
        rule = f"{standing.rule}+status:blamed"
        return replace(each, standing=replace(standing, status=Status.ALLEGED, rule=rule))

    def _evocations(self) -> Iterator[tuple[Evocation, ...]]:
        for evocations in self._frames.evoked(self._parsed.doc):
            usable = tuple(it for it in evocations if not self._inside_name(it))
            if usable:
                yield usable

    def _is_label(self, frame: AttributionFrame) -> bool:
        """Whether the words before a colon but label what follows, and name nobody who speaks."""
        if frame.kind != "colon":
            return False
        texts = [self._parsed.doc[i] for i in frame.source]
        named = [self._referents.mention_at(token.i) is not None for token in texts]
        return not any(named) or (all(token.is_upper for token in texts) and len(texts) > 1)

    def _inside_name(self, evocation: Evocation) -> bool:
        """Whether a nominal trigger is but a part of a name ("Ministry of Foreign Affairs")."""
        if evocation.kind == "verb":
            return False
        mention = self._referents.mention_at(evocation.head.i)
        return mention is not None and mention.end - mention.start > len(evocation.words)

    def _best(self, evocations: tuple[Evocation, ...]) -> Candidate | None:
        """The evocation of one word that fills most roles, as a candidate."""
        filled = [self._with_speaker(self._filler.fill(it)) for it in evocations]
        able = [it for it in filled if it.is_told() and it.satisfied() and self._holds(it)]
        if not able:
            return None
        best = max(able, key=_rank)
        if best.evocation.kind == "noun" and best.by_pronoun_alone():
            return None
        self._filler.issuers.note(best.evocation.frame.kind, best.roles.get("agent", ()))
        return self._candidate(best)

    def _with_speaker(self, filled: Filled) -> Filled:
        """For a frame whose agent is whoever says it, that speaker."""
        frame = filled.evocation.frame
        source = self._sources.get(filled.evocation.head.i)
        if source is not None and frame.type in self._speech and "agent" in filled.roles:
            speakers = self._referents.of(source, self._frames.accepted(frame, "agent"))
            taken = {it.name for it in filled.roles.get("recipient", ())}
            if any(is_named(it) and it.name not in taken for it in speakers):
                filled.roles["agent"] = speakers
                filled.paths["agent"] = "source"
        if "speaker" in frame.slots.get("agent", ()) and not filled.roles.get("agent"):
            for number in self._judge.governing(filled.evocation.head.i):
                speakers = self._speakers(self._voices[number])
                taken = {it.name for it in filled.roles.get("recipient", ())}
                if any(is_named(it) and it.name not in taken for it in speakers):
                    filled.roles["agent"] = speakers
                    filled.paths["agent"] = "speaker"
                    break
            else:
                self._filler.fill_from_directive_told(filled)
        return filled

    def _holds(self, filled: Filled) -> bool:
        """Whether the conditions of a frame beyond its roles hold."""
        frame = filled.evocation.frame
        if frame.excludes and self._excluded(filled.roles.get("agent", ()), frame.excludes):
            return False
        if self._is_done_by_another(filled):
            return False
        if frame.content_words and not self._mentions_one(filled):
            return False
        if frame.type in self._speech and not self._is_spoken(filled):
            return False
        return not frame.negated or self._local(filled)[0] is Status.NEGATED

    def _is_done_by_another(self, filled: Filled) -> bool:
        """Whether the clause tells a doer whom the frame does not accept."""
        frame = filled.evocation.frame
        found = filled.predication
        if "agent" not in frame.fillers or filled.roles.get("agent") or found.kind != "verb":
            return False
        if "subject" not in frame.slots.get("agent", ()):
            return False
        return any(not self._filler.issuers.issues(head) for head in found.heads("subject"))

    def _is_spoken(self, filled: Filled) -> bool:
        """Whether an act of speech takes place: said outright, not planned or hinted at."""
        head = filled.evocation.head
        if head.dep_ == "advcl" and head.tag_ == "VBG" and filled.count < 2:
            return bool(filled.predication.heads("clause"))
        local = self._local(filled)[0]
        if filled.paths.get("agent") == "speaker":
            return local is None or self._local(filled)[1] == "status:operator-hypothetical"
        return local is not Status.HYPOTHETICAL

    def _mentions_one(self, filled: Filled) -> bool:
        """Whether the embedded clause has a word that the frame asks for, in its main clause."""
        words = filled.evocation.frame.content_words
        for clause_head in filled.predication.heads("clause"):
            near = [clause_head, *clause_head.children]
            if any(token.lower_ in words for token in near):
                return True
        return any(token.lower_ in words for token in filled.predication.heads("complement"))

    def _excluded(self, people: tuple[Participant, ...], kinds: frozenset[str]) -> bool:
        return any(self._lexicon.is_a(it.kind, kind) for it in people for kind in kinds)

    def _local(self, filled: Filled) -> tuple[Status | None, str]:
        return self._judge.local(filled.evocation.head, _anchor(filled))

    def _candidate(self, filled: Filled) -> Candidate:
        evocation = filled.evocation
        frame, head = evocation.frame, evocation.head
        anchor = _anchor(filled)
        mood = head if head.dep_ == "pobj" and evocation.kind == "noun" else anchor
        extent = self._extent(filled)
        roles = {role: filled.roles.get(role, ()) for role in ROLES}
        standing = self._standing(filled, frame, mood)
        return Candidate(
            type=frame.type,
            head=head,
            words=evocation.words,
            extent=extent,
            roles=roles,
            standing=standing,
            subtype=frame.subtype,
            lasting=frame.lasting,
            when_negated=frame.negated,
            content_status=frame.content_status,
            party=self._party(filled),
            moment=Moment() if frame.lasting else self._moment(head, anchor),
            quantities=self._moments.quantities(*extent),
            frame=frame.name,
            reasons=self._reasons(filled, standing),
        )

    def _moment(self, head: Token, anchor: Token) -> Moment:
        cues = frozenset(self._voices[n].cue_head for n in self._judge.governing(head.i))
        return self._moments.of(head, anchor, cues)

    def _standing(self, filled: Filled, frame: Frame, anchor: Token) -> Standing:
        if frame.status is not None:
            return Standing(frame.status, (), None, "status:frame")
        if frame.lasting:
            return Standing(Status.ASSERTED, (), None, "status:standing-relation")
        if filled.paths.get("agent") == "speaker":
            return Standing(Status.ASSERTED, (), None, "status:act-of-speaking")
        own = frozenset(filled.evocation.words)
        standing = self._judge.standing(filled.evocation.head, anchor, own)
        if self._speaks_itself(frame, filled.roles.get("agent", ()), standing):
            return Standing(Status.ASSERTED, (), None, "status:own-words")
        if frame.negated and standing.status in (Status.NEGATED, Status.DENIED):
            told = Status.ASSERTED if standing.frame is None else Status.REPORTED
            return replace(standing, status=told, rule="status:negative-frame")
        return standing

    def _speaks_itself(
        self, frame: Frame | None, agents: tuple[Participant, ...], standing: Standing
    ) -> bool:
        """Whether an act of speech is told by the one who does it: "it said it disagrees"."""
        if standing.status is not Status.REPORTED:
            return False
        if frame and frame.type not in self._speech and not self._filler.issuers.is_directive(frame.kind):
            return False
        return bool({it.name for it in agents} & {it.name for it in standing.speaker})

    def _extent(self, filled: Filled) -> tuple[int, int]:
        head = filled.evocation.head
        keep = [self._parsed.doc[i] for i in filled.evocation.words]
        for heads in filled.heads.values():
            keep += [token for token in heads if token.sent == head.sent]
        return clause(head, keep)

    def _party(self, filled: Filled) -> str:
        heads = filled.heads.get("party", ())
        return phrases.text(heads[0]) if heads else ""

    def _reasons(self, filled: Filled, standing: Standing) -> tuple[str, ...]:
        evocation = filled.evocation
        reasons = [f"frame:{evocation.frame.name}"]
        reasons += [f"path:{role}={path}" for role, path in filled.paths.items()]
        reasons.append(standing.rule)
        if evocation.kind == "noun":
            reasons.append("doubt:nominal")
        if evocation.kind == "adjective":
            reasons.append("doubt:adjective")
        people = [each for role in ROLES for each in filled.roles.get(role, ())]
        if any(each.span is None for each in people):
            reasons.append("doubt:resolved-from-elsewhere")
        if any(not each.kind for each in people):
            reasons.append("doubt:kind-unknown")
        if filled.count == 1:
            reasons.append("doubt:one-role")
        return tuple(reasons)

    def _speakers(self, frame: AttributionFrame) -> tuple[Participant, ...]:
        """Who is the source of an attribution; of a document, whoever it is by."""
        if frame.source_head is None:
            return ()
        head = self._parsed.doc[frame.source_head]
        found = self._referents.of(head, self._frames.speakers)
        if any(map(is_named, found)) and not self._filler.issuers.issues(head):
            return found
        named = self._named_in(frame.source, bodies=self._filler.issuers.issues(head))
        return named or self._filler.issuers.of(head) or found

    def _named_in(self, words: tuple[int, ...], *, bodies: bool) -> tuple[Participant, ...]:
        """The person named within a source's phrase, or the body where it is of a document."""
        found: list[Participant] = []
        for i in words:
            mention = self._referents.mention_at(i)
            if mention is not None and mention.end - 1 == i:
                found += self._referents.only(self._parsed.doc[i], self._frames.speakers)
        people = [it for it in found if self._lexicon.is_personal(it.kind)]
        return tuple((people or (found if bodies else []))[-1:])

    # Relations that a construction states, not a word: "OpenAI's GPT-5.5".

    def _constructed(self) -> Iterator[Candidate]:
        for each in Relations(self._frames, self._lexicon, self._referents).all():
            yield self._lasting(each.frame, each.head, each.extent, each.roles)
        for frame in self._frames.constructions.get("title", ()):
            bodies = self._frames.accepted(frame, "recipient")
            for post in titles(self._referents, self._lexicon, bodies, self._frames.chiefs):
                roles = {"agent": (post.holder,), "recipient": post.bodies}
                yield self._lasting(frame, post.noun, post.extent, roles)

    def _lasting(
        self,
        frame: Frame,
        head: int,
        extent: tuple[int, int],
        roles: dict[str, tuple[Participant, ...]],
    ) -> Candidate:
        return Candidate(
            type=frame.type,
            head=self._parsed.doc[head],
            words=(head,),
            extent=extent,
            roles=roles,
            standing=Standing(Status.ASSERTED, (), None, "status:standing-relation"),
            subtype=frame.subtype,
            lasting=True,
            frame=frame.name,
            reasons=(f"frame:{frame.name}", f"path:{frame.construction}", "doubt:construction"),
        )

    # Claims of saying: what the attributions themselves state.

    def _said(self, evoked: Sequence[Candidate]) -> Iterator[Candidate]:
        governed: dict[int, list[Candidate]] = {}
        for each in evoked:
            for number in self._judge.governing(each.head.i):
                governed.setdefault(number, []).append(each)
        cued = {index for each in evoked for index in each.words if not each.lasting}
        for number, frame in enumerate(self._voices):
            if cued & set(frame.cue) or frame.source_head is None:
                continue
            use = self._frames.acts.get(frame.act)
            if use is None or (frame.kind in UNSAID and not self._is_quoted(frame)):
                continue
            speakers = tuple(
                it for it in self._speakers(frame) if not self._excluded((it,), use.excludes)
            )
            if not any(map(is_named, speakers)) or not self._is_said(frame):
                continue
            inner = governed.get(number, [])
            if any(self._says_the_same(each, frame, speakers) for each in inner):
                continue
            blamed = [it for it in inner if self._blames(it, frame, speakers)]
            kind = self._frames.accusing(use.type, [it.type for it in blamed])
            said = self._statement(number, frame, kind, speakers)
            if kind in self._frames.blames.values() and not said.role("recipient"):
                accused = tuple(who for it in blamed for who in it.role("agent"))
                said = replace(said, roles={**said.roles, "recipient": accused})
            if said.standing.status is not Status.HYPOTHETICAL:
                yield said

    def _is_quoted(self, frame: AttributionFrame) -> bool:
        """Whether what is said "according to" somebody is given in his own words."""
        start = min(start for start, _ in frame.content) if frame.content else 0
        return frame.kind == "accordingTo" and any(
            self._parsed.doc[i].is_quote for i in (max(start - 1, 0), start)
        )

    def _says_the_same(
        self, each: Candidate, frame: AttributionFrame, speakers: tuple[Participant, ...]
    ) -> bool:
        """Whether what is said is itself an act of speech of the same speaker, already told."""
        if each.type not in self._speech or not each.names("agent") & {it.name for it in speakers}:
            return False
        return self._is_main(each, frame)

    def _blames(
        self, each: Candidate, frame: AttributionFrame, speakers: tuple[Participant, ...]
    ) -> bool:
        """Whether what is said is, in the main, that someone else did something."""
        doers = each.role("agent")
        if not any(map(is_named, doers)) or {it.name for it in doers} & {
            it.name for it in speakers
        }:
            return False
        return self._is_main(each, frame)

    def _is_main(self, each: Candidate, frame: AttributionFrame) -> bool:
        """Whether a candidate's predicate is the main one of what is said."""
        at = each.head
        for _ in range(2):
            if at.head.i == frame.cue_head or at.head == at:
                return True
            if at.dep_ not in ("xcomp", "conj"):
                return False
            at = at.head
        return at.head.i == frame.cue_head or at.head == at

    def _is_said(self, frame: AttributionFrame) -> bool:
        """Whether the content is a saying: a clause or spoken words, not a mere thing named."""
        if frame.kind in ("direct", "mixed", "nominal", "colon"):
            return True
        tokens = [self._parsed.doc[i] for start, end in frame.content for i in range(start, end)]
        if frame.act == "Think" and any(token.dep_ == "ccomp" for token in tokens):
            return True
        return any(token.tag_ in FINITE for token in tokens)

    def _statement(
        self, number: int, frame: AttributionFrame, kind: str, speakers: tuple[Participant, ...]
    ) -> Candidate:
        head = self._parsed.doc[frame.cue_head]
        standing = self._judge.standing(head, head, frozenset(frame.cue))
        unbelieved = frame.act == "Think" and standing.status is Status.NEGATED
        if unbelieved or self._speaks_itself(None, speakers, standing):
            standing = Standing(Status.ASSERTED, (), None, "status:own-words")
        about = self._about(frame, kind, speakers)
        extent = self._said_extent(frame)
        return Candidate(
            type=kind,
            head=head,
            words=frame.cue,
            extent=extent,
            roles={"agent": speakers, "recipient": self._told(frame, speakers), **about},
            standing=standing,
            moment=self._moments.of(head, head),
            frame=f"act-{frame.act.lower()}",
            reasons=(f"frame:act-{frame.act.lower()}", "path:agent=source", standing.rule),
            attribution=number,
        )

    def _told(
        self, frame: AttributionFrame, speakers: tuple[Participant, ...]
    ) -> tuple[Participant, ...]:
        """Whom the words are said to: the object of a verb like "tell" outside the content."""
        found = self._filler.paths.predication(self._parsed.doc[frame.cue_head])
        taken = {it.name for it in speakers}
        for function in ("indirect", "object"):
            for head in found.heads(function):
                if not frame.holds(head.i):
                    told = self._referents.of(head, self._frames.speakers)
                    return tuple(it for it in told if is_named(it) and it.name not in taken)
        return ()

    def _about(
        self, frame: AttributionFrame, kind: str, speakers: tuple[Participant, ...]
    ) -> dict[str, tuple[Participant, ...]]:
        """What the words said are about: the things named in them that the role accepts."""
        kinds = self._frames.accepts.get((kind, "object"), frozenset())
        found: dict[str, Participant] = {}
        for start, end in frame.content:
            for i in range(start, end):
                mention = self._referents.mention_at(i)
                if mention is not None and (mention.end - 1 != i or not mention.kind):
                    continue
                if mention is None and self._parsed.doc[i].pos_ not in POINTERS:
                    continue
                for each in self._referents.only(self._parsed.doc[i], kinds):
                    known = mention is not None or each.name in self._known
                    if known and each.kind and self._strictly(each.kind, kinds):
                        found.setdefault(each.name, each)
        return {"object": tuple(found.values())}

    def _strictly(self, kind: str, kinds: frozenset[str]) -> bool:
        return any(self._lexicon.is_a(kind, one) for one in kinds)

    def _said_extent(self, frame: AttributionFrame) -> tuple[int, int]:
        indices = [*frame.cue, *frame.source]
        for start, end in frame.content:
            indices += [start, end - 1]
        sentence = self._parsed.doc[frame.cue_head].sent
        start = min(frame.cue_head, max(min(indices), sentence.start))
        end = max(frame.cue_head + 1, min(max(indices) + 1, max(sentence.end, start + 1)))
        return start, end


def _rank(filled: Filled) -> tuple[int, bool, int]:
    """What makes one evocation of a word better than another: words, negation, roles."""
    return len(filled.evocation.words), filled.evocation.frame.negated, filled.count


def _anchor(filled: Filled) -> Token:
    """The verb whose tense, negation and mood count for a predicate."""
    found = filled.predication
    if found.kind == "verb":
        return found.head
    if found.support is not None and found.head.dep_ != "pobj":
        return found.support
    named = bearer(found.head)
    return governing_verb(named or found.head)
