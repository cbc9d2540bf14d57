"""From a parsed document to its claims: frames evoked, roles filled, status judged, merged."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cached_property

from spacy.tokens import Token

from claimgraph.extract.attribution.attribution import AttributionFrame
from claimgraph.extract.claims.belonging import Belonging
from claimgraph.extract.claims.candidates import Candidate, to_claims
from claimgraph.extract.claims.conditions import anchor, holds
from claimgraph.extract.claims.constructions import LASTING, constructed
from claimgraph.extract.claims.dealings import Dealings
from claimgraph.extract.claims.ground import Ground
from claimgraph.extract.claims.issuers import is_named
from claimgraph.extract.claims.labelled import labelled_parties
from claimgraph.extract.claims.litigants import Litigants
from claimgraph.extract.claims.merging import merged
from claimgraph.extract.claims.moments import Moment
from claimgraph.extract.claims.proforms import followed
from claimgraph.extract.claims.retold import completed
from claimgraph.extract.claims.roles import BIDDEN_BY, NAMED_ROLES, Filled
from claimgraph.extract.claims.saying import about, sayings, without_echoes
from claimgraph.extract.claims.status import Standing
from claimgraph.extract.frames.frames import Evocation, Frame
from claimgraph.extract.grammar import phrases
from claimgraph.extract.grammar.spans import clause
from claimgraph.model import Claim, Participant, Status

POINTING = frozenset({"those", "these"})
BEGINNING = frozenset({"begin", "start"})
TOLD_AS_SUCH = frozenset({"ccomp", "ROOT"})  # where what lasts is itself what somebody tells
RESOLVING = frozenset({"Plan"})  # "decided on Friday to fine it": decided and done
DONE_BY_TELLING = frozenset({"status:own-words", "status:act-of-speaking"})


def claims(ground: Ground) -> tuple[Claim, ...]:
    """All claims of a document in text order."""
    claimer = _Claimer(ground)
    evoked = without_echoes(ground, list(claimer.evoked()))
    said = list(sayings(ground, evoked))
    evoked = [claimer.as_blamed(each) for each in evoked]
    evoked = list(completed([*evoked, *followed(ground, evoked)], ground.frames.retold))
    evoked = list(Dealings(evoked, ground.frames.dealings, ground.frames.central).completed())
    told = [*evoked, *claimer.constructed, *said]
    told = list(Litigants(ground.captions, told).named())
    together = merged(told, ground.frames.finer, ground.speech)
    return to_claims(ground.parsed, together)


class _Claimer:
    def __init__(self, ground: Ground) -> None:
        self._ground = ground
        self._frames, self._judge = ground.frames, ground.judge
        self._noted = labelled_parties(ground.parsed)
        self._cued = {each.cue_head: each for each in ground.voices}
        self._numbers = {each.cue_head: number for number, each in enumerate(ground.voices)}

    def evoked(self) -> Iterator[Candidate]:
        """What words evoke, in text order."""
        for evocations in self._frames.evoked(self._ground.parsed.doc):
            usable = [each for each in evocations if not self._inside_name(each)]
            best = self._best(usable)
            if best is not None:
                yield best

    def _inside_name(self, evocation: Evocation) -> bool:
        """Whether a nominal trigger is but a part of a name ("Ministry of Foreign Affairs")."""
        if evocation.kind == "verb":
            return False
        mention = self._ground.referents.mention_at(evocation.head.i)
        return mention is not None and mention.end - mention.start > len(evocation.words)

    def _best(self, evocations: list[Evocation]) -> Candidate | None:
        """The evocation of one word that says most, as a candidate."""
        filled = [self._completed(self._ground.filler.fill(each)) for each in evocations]
        able = [each for each in filled if holds(self._ground, each)]
        if not able:
            return None
        best = max(able, key=_rank)
        if best.evocation.kind == "noun" and best.by_pronoun_alone():
            return None
        self._ground.filler.fill_from_story(best)
        agents, others = best.roles.get("agent", ()), best.roles.get("recipient", ())
        issuers, kind = self._ground.filler.issuers, best.evocation.frame.kind
        issuers.note(best.evocation.head.i, kind, agents, others)
        blaming = best.evocation.frame.type in self._frames.blames.values()
        if blaming and any(map(is_named, agents)):
            self._ground.accuser = tuple(each.elsewhere for each in agents)
        return self._candidate(best)

    def _completed(self, filled: Filled) -> Filled:
        """The roles with those whom labelled lines or the attribution tell."""
        noted = self._noted.get(filled.evocation.head.i, {})
        for role in noted if filled.evocation.kind == "noun" else ():
            if role in filled.evocation.frame.slots and not filled.roles.get(role):
                found = tuple(self._named_among(noted[role], filled, role))
                if found:
                    filled.put(role, found, "label")
        return self._with_speaker(filled)

    def _named_among(
        self, words: Iterable[int], filled: Filled, role: str
    ) -> Iterator[Participant]:
        kinds = self._frames.accepted(filled.evocation.frame, role)
        taken = filled.names()
        for i in words:
            mention = self._ground.referents.mention_at(i)
            if mention is not None and mention.end - 1 == i:
                people = self._ground.referents.only(self._ground.parsed.doc[i], kinds)
                yield from (each for each in people if each.name not in taken)

    def _with_speaker(self, filled: Filled) -> Filled:
        """For acts of speech, whom the attribution tells; for "speaker", who says the clause."""
        frame, head = filled.evocation.frame, filled.evocation.head
        cued = self._cued.get(head.i)
        if cued is not None and frame.type in self._ground.speech and "agent" in filled.roles:
            self._set_from_attribution(filled, cued)
        elif cued is not None and cued.source_head is not None and frame.negated:
            self._set_agent(filled, self._ground.speakers(cued), "source")
        bidden = filled.paths.get("object") == BIDDEN_BY
        open_to = "speaker" in frame.slots.get("agent", ()) and not bidden
        if open_to and not filled.roles.get("agent"):
            governing = self._judge.governing(head.i)
            if any(self._ground.voices[number].act == "Order" for number in governing):
                return filled  # who rules that somebody broke a law does not blame but judge
            for number in governing:
                speakers = self._ground.speakers(self._ground.voices[number])
                _blame_another(filled, speakers)
                if self._set_agent(filled, speakers, "speaker"):
                    return filled
                nameless = speakers and not any(map(is_named, speakers))
                if nameless and filled.roles.get("recipient"):
                    filled.put("agent", speakers, "speaker")
                    return filled
            if not governing and self._ground.filler.issuers.is_directive(frame.kind):
                self._ground.filler.fill_from_directive_told(filled)
        return filled

    def _set_from_attribution(self, filled: Filled, cued: AttributionFrame) -> None:
        """The source as agent; what its words are about as object."""
        frame = filled.evocation.frame
        if cued.source_head is not None:
            source = self._ground.parsed.doc[cued.source_head]
            kinds = self._frames.accepted(frame, "agent")
            people = self._ground.referents.of(source, kinds)
            if not any(map(is_named, people)):
                people = self._ground.speakers(cued)
            self._set_agent(filled, people, "source")
        if not filled.roles.get("object"):
            found = about(self._ground, cued, frame.type)
            taken = filled.names()
            found = tuple(each for each in found if each.name not in taken)
            if found:
                filled.put("object", found, "content")

    def _set_agent(self, filled: Filled, people: tuple[Participant, ...], path: str) -> bool:
        taken = {each.name for each in filled.roles.get("recipient", ())}
        if not any(is_named(each) and each.name not in taken for each in people):
            return False
        filled.roles["agent"], filled.paths["agent"] = people, path
        return True

    def _candidate(self, filled: Filled) -> Candidate:
        evocation = filled.evocation
        frame, head = evocation.frame, evocation.head
        extent = self._extent(filled)
        standing = self._standing(filled)
        heads = filled.heads.get("party", ())
        return Candidate(
            type=frame.type,
            head=head,
            words=evocation.words,
            extent=extent,
            roles={role: self._people(filled, role) for role in NAMED_ROLES},
            standing=standing,
            subtype=frame.subtype,
            lasting=frame.lasting,
            when_negated=frame.negated,
            content_status=frame.content_status,
            party=phrases.group(heads[0]) if heads else "",
            moment=self._moment(filled, standing) if _is_event(filled) else Moment(),
            quantities=self._ground.moments.quantities(*extent),
            frame=frame.name,
            reasons=_reasons(filled, standing),
            attribution=self._numbers.get(head.i) if frame.type in self._ground.speech else None,
        )

    def _people(self, filled: Filled, role: str) -> tuple[Participant, ...]:
        """Who fills a role; of "we" who do more than speak, the body of the person who says so."""
        spoken = role == "agent" and filled.evocation.frame.type in self._ground.speech
        people, heads = filled.roles.get(role, ()), filled.heads.get(role, ())
        return people if spoken else self._belonging.meant(people, heads)

    def _moment(self, filled: Filled, standing: Standing) -> Moment:
        """When a deed is told to happen; what is only taken up has no date of that.

        What somebody does by telling it is done when he tells it.
        """
        head, verb = filled.evocation.head, anchor(filled)
        doc = head.doc
        if self._judge.stands_already(head):
            verb = head
        governing = self._judge.governing(head.i)
        voices = (self._ground.voices[number] for number in governing)
        cues = {each.cue_head for each in voices if each.act not in RESOLVING}
        if verb.dep_ == "acl" and self._judge.stands_already(verb.head):
            cues.add(verb.head.head.i)
        making = self._ground.filler.issuers.is_directive(filled.evocation.frame.kind)
        moments, issues = self._ground.moments, self._ground.filler.issuers.issues
        found = moments.of(head, verb, frozenset(cues), making=making)
        if not found.date and standing.rule in DONE_BY_TELLING:
            dated = (moments.of(doc[cue], doc[cue]) for cue in sorted(cues - {head.i}))
            found = next((each for each in dated if each.date), found)
        if found.date or verb.i in cues:
            return found
        return self._of_origin(filled.evocation) or moments.of_paper(verb, issues)

    def _of_origin(self, evocation: Evocation) -> Moment | None:
        """When a deed that a noun names came about: "a probe opened in May, which began on"."""
        clauses = (c for c in evocation.head.rights if c.dep_ in {"acl", "relcl"})
        for each in clauses if evocation.kind == "noun" else ():
            if each.lower_ in self._frames.supports or each.lemma_ in BEGINNING:
                return self._ground.moments.of(each, each)
        return None

    def _standing(self, filled: Filled) -> Standing:
        frame, head = filled.evocation.frame, filled.evocation.head
        if frame.status is not None:
            by = self._judge.standing(head, anchor(filled), frozenset(filled.evocation.words))
            another = frame.status is Status.ASSERTED and bool(by.speaker)
            status = Status.REPORTED if another else frame.status
            return Standing(status, by.speaker, by.frame, "status:frame")
        if frame.lasting:
            return self._lasting_standing(filled)
        if filled.paths.get("agent") == "speaker" and self._is_done_by_saying(frame):
            return Standing(Status.ASSERTED, (), None, "status:act-of-speaking")
        aside = filled.evocation.kind == "noun" and head.dep_ == "pobj"
        verb = head if aside else anchor(filled)
        standing = self._judge.standing(head, verb, frozenset(filled.evocation.words))
        agents = filled.roles.get("agent", ())
        if self._ground.speaks_itself(frame, agents, standing) or self._speaks_for(
            frame, agents, standing
        ):
            return self._told_of(filled, verb, standing)
        if frame.negated and standing.status in (Status.NEGATED, Status.DENIED):
            own = frame.type in self._ground.speech and bool(filled.names() & _told_by(standing))
            told = Status.ASSERTED if own or standing.frame is None else Status.REPORTED
            who = () if own else standing.speaker
            standing = replace(standing, status=told, speaker=who, rule="status:negative-frame")
        return standing

    def _is_done_by_saying(self, frame: Frame) -> bool:
        """Whether somebody does a deed by saying it: an order, an accusation, an act of speech."""
        spoken = frame.type in self._ground.speech or frame.type in self._frames.blames.values()
        return spoken or self._ground.filler.issuers.is_directive(frame.kind)

    def _speaks_for(
        self, frame: Frame, agents: tuple[Participant, ...], standing: Standing
    ) -> bool:
        """Whether a body's own person tells that it denies or says something: it does so by him."""
        if standing.status is not Status.REPORTED or frame.type not in self._ground.speech:
            return False
        bodies = self._belonging.bodies(standing.speaker)
        return any(each.name in bodies for each in agents)

    def _lasting_standing(self, filled: Filled) -> Standing:
        """What lasts is so, unless its verb says not or not yet, or somebody else tells of it."""
        if filled.evocation.kind != "verb":
            return LASTING
        head, verb = filled.evocation.head, anchor(filled)
        standing = self._judge.standing(head, verb, frozenset(filled.evocation.words))
        if self._judge.local(head, verb)[0] in (Status.HYPOTHETICAL, Status.NEGATED):
            return standing
        own = filled.names() & _told_by(standing)
        told = verb.dep_ in TOLD_AS_SUCH and standing.speaker and not own
        return standing if told else LASTING

    def _told_of(self, filled: Filled, verb: Token, own: Standing) -> Standing:
        """The standing of an act of speech: asserted, unless somebody else tells of it."""
        cue = () if own.frame is None else self._ground.voices[own.frame].cue
        words = frozenset((*filled.evocation.words, *cue))
        around = self._judge.standing(filled.evocation.head, verb, words)
        agents = {each.name for each in filled.roles.get("agent", ())}
        others = _told_by(around) - agents
        if around.status is Status.REPORTED and around.frame is not None and others:
            return around
        return Standing(Status.ASSERTED, (), None, "status:own-words")

    def _extent(self, filled: Filled) -> tuple[int, int]:
        head = filled.evocation.head
        keep = [head.doc[i] for i in filled.evocation.words]
        for heads in filled.heads.values():
            keep += heads
        if "clause" in filled.evocation.frame.slots.get("content", ()):
            keep += [c for c in head.rights if c.dep_ == "advcl" and c.tag_ == "VB"]
        if head.dep_ == "conj" and any(c.lower_ in POINTING for c in head.rights):
            keep.append(head.head)  # "looks for faults and mends those"
        return clause(head, keep)

    @cached_property
    def _belonging(self) -> Belonging:
        return Belonging(self._ground.lexicon, self.constructed)

    def as_blamed(self, each: Candidate) -> Candidate:
        """What someone is blamed for by merely being said to have done it is alleged."""
        standing = each.standing
        if standing.status is not Status.REPORTED or each.type not in self._frames.blames:
            return each
        told = self._ground.voices[standing.frame].kind if standing.frame is not None else ""
        blamed = standing.speaker or told == "nominal"  # "faces claims that it stole"
        if not any(map(is_named, each.role("agent"))) or not blamed:
            return each
        if {one.name for one in each.role("agent")} & _told_by(standing):
            return each
        bodies = self._belonging.bodies(standing.speaker)
        if any(body in one.name for one in each.role("agent") for body in bodies):
            return each  # nobody accuses his own people by telling what they did
        rule = f"{standing.rule}+status:blamed"
        return replace(each, standing=replace(standing, status=Status.ALLEGED, rule=rule))

    @cached_property
    def constructed(self) -> tuple[Candidate, ...]:
        """What is stated without a word that evokes it."""
        return tuple(constructed(self._ground))


def _blame_another(filled: Filled, speakers: tuple[Participant, ...]) -> None:
    """Take back that "it" or "he" whom a speaker blames is himself: somebody else is meant."""
    heads = filled.heads.get("recipient", ())
    blamed = {each.name for each in filled.roles.get("recipient", ())}
    by_pronoun = bool(heads) and all(head.tag_ == "PRP" for head in heads)
    if by_pronoun and blamed and blamed <= {each.name for each in speakers}:
        filled.roles["recipient"] = ()


def _told_by(standing: Standing) -> set[str]:
    return {each.name for each in standing.speaker}


def _is_event(filled: Filled) -> bool:
    """Whether a predicate tells what happens, also where it begins or ends what lasts: "joined"."""
    past = filled.evocation.head.tag_ in {"VBD", "VBN"}
    return not filled.evocation.frame.lasting or (filled.evocation.kind == "verb" and past)


def _rank(filled: Filled) -> tuple[bool, int, bool, int]:
    """What makes one evocation of a word better than another: negation, words, roles."""
    frame = filled.evocation.frame
    literal = not any(path.endswith("-metonymy") for path in filled.paths.values())
    return frame.negated, len(filled.evocation.words), literal, filled.count


def _reasons(filled: Filled, standing: Standing) -> tuple[str, ...]:
    evocation = filled.evocation
    reasons = [f"frame:{evocation.frame.name}"]
    reasons += [f"path:{role}={path}" for role, path in filled.paths.items()]
    reasons.append(standing.rule)
    if evocation.kind == "noun":
        reasons.append("doubt:nominal")
    if evocation.kind == "adjective":
        reasons.append("doubt:adjective")
    people = [each for role in NAMED_ROLES for each in filled.roles.get(role, ())]
    if any(each.span is None for each in people):
        reasons.append("doubt:resolved-from-elsewhere")
    if any(not each.kind for each in people):
        reasons.append("doubt:kind-unknown")
    if filled.count == 1:
        reasons.append("doubt:one-role")
    return tuple(reasons)
