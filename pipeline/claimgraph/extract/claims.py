"""From a parsed document to its claims: frames evoked, roles filled, status judged, duplicates out."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from spacy.tokens import Token

from claimgraph.extract import phrases
from claimgraph.extract.attribution import AttributionFrame
from claimgraph.extract.candidates import Candidate, to_claims
from claimgraph.extract.clauses import bearer
from claimgraph.extract.frames import Evocation, Frame, Frames
from claimgraph.extract.language import Parsed
from claimgraph.extract.lexicon import Lexicon
from claimgraph.extract.moments import Moments
from claimgraph.extract.operators import Operators
from claimgraph.extract.resolve import Referents
from claimgraph.extract.roles import Filled, Filler
from claimgraph.extract.spans import clause, governing_verb
from claimgraph.extract.status import Judge, Standing
from claimgraph.model import Claim, Participant, Status

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
        self._parsed, self._referents, self._voices = parsed, referents, voices
        self._moments = moments
        self._filler = Filler(self._frames, referents.of, self._lexicon.fits)
        self._judge = Judge(knowledge.operators, voices, self._speakers)
        self._headings = frozenset(
            block.start for block in parsed.blocks if parsed.is_heading(parsed.doc[block.start])
        )

    def claims(self) -> tuple[Claim, ...]:
        """All claims of the document in text order."""
        evoked = [made for made in map(self._best, self._evocations()) if made is not None]
        constructed = list(self._constructed())
        said = list(self._said(evoked))
        return to_claims(self._parsed, self._linked(_once([*evoked, *constructed, *said])))

    def _evocations(self) -> Iterator[tuple[Evocation, ...]]:
        for evocations in self._frames.evoked(self._parsed.doc):
            usable = tuple(it for it in evocations if not self._inside_name(it))
            if usable:
                yield usable

    def _inside_name(self, evocation: Evocation) -> bool:
        """Whether a nominal trigger is but a part of a name ("Ministry of Foreign Affairs")."""
        if evocation.kind == "verb":
            return False
        mention = self._referents.mention_at(evocation.head.i)
        return mention is not None and mention.end - mention.start > len(evocation.words)

    def _best(self, evocations: tuple[Evocation, ...]) -> Candidate | None:
        """The evocation of one word that fills most roles, as a candidate."""
        filled = [self._filler.fill(it) for it in evocations]
        able = [it for it in filled if it.count and it.satisfied() and self._holds(it)]
        if not able:
            return None
        return self._candidate(max(able, key=lambda it: it.count))

    def _holds(self, filled: Filled) -> bool:
        """Whether a frame that is meant only when negated is."""
        if not filled.evocation.frame.negated:
            return True
        return self._local(filled)[0] is Status.NEGATED

    def _local(self, filled: Filled) -> tuple[Status | None, str]:
        return self._judge.local(filled.evocation.head, _anchor(filled))

    def _candidate(self, filled: Filled) -> Candidate:
        evocation = filled.evocation
        frame, head = evocation.frame, evocation.head
        anchor = _anchor(filled)
        extent = self._extent(filled)
        roles = {role: filled.roles.get(role, ()) for role in ROLES}
        standing = self._standing(filled, frame, anchor)
        return Candidate(
            type=frame.type,
            head=head,
            words=evocation.words,
            extent=extent,
            roles=roles,
            standing=standing,
            subtype=frame.subtype,
            party=self._party(filled),
            moment=self._moments.of(head, anchor),
            quantities=self._moments.quantities(*extent),
            frame=frame.name,
            reasons=self._reasons(filled, standing),
        )

    def _standing(self, filled: Filled, frame: Frame, anchor: Token) -> Standing:
        if frame.status is not None:
            return Standing(frame.status, (), None, "status:frame")
        if frame.lasting:
            return Standing(Status.ASSERTED, (), None, "status:standing-relation")
        own = frozenset(filled.evocation.words)
        standing = self._judge.standing(filled.evocation.head, anchor, own)
        if frame.negated and standing.status in (Status.NEGATED, Status.DENIED):
            told = Status.ASSERTED if standing.frame is None else Status.REPORTED
            return replace(standing, status=told, rule="status:negative-frame")
        return standing

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
        if frame.source_head is None:
            return ()
        head = self._parsed.doc[frame.source_head]
        return self._referents.of(head, self._frames.speakers)

    # Relations that a construction states, not a word: "OpenAI's GPT-5.5".

    def _constructed(self) -> Iterator[Candidate]:
        for token in self._parsed.doc:
            if token.dep_ == "poss":
                yield from self._possession(token)

    def _possession(self, owner: Token) -> Iterator[Candidate]:
        for frame in self._frames.constructions.get("possession", ()):
            roles = self._of_construction(frame, owner, owner.head)
            if roles is not None:
                yield self._relation(frame, owner, owner.head, roles)
                return

    def _of_construction(
        self, frame: Frame, owner: Token, owned: Token
    ) -> dict[str, tuple[Participant, ...]] | None:
        roles = {}
        for role, functions in frame.slots.items():
            token = owned if "self" in functions else owner
            kinds = self._frames.accepted(frame, role)
            named = [
                it
                for it in self._referents.of(token, kinds)
                if it.kind and (it.iri or it.name[:1].isupper())
            ]
            if token == owned:
                named = [it for it in named if it.span is not None]
            if not named:
                return None
            roles[role] = tuple(named)
        return roles

    def _relation(
        self, frame: Frame, owner: Token, owned: Token, roles: dict[str, tuple[Participant, ...]]
    ) -> Candidate:
        start = owner.left_edge.i
        end = (
            max(owned.i, *(child.i for child in owned.children if child.dep_ == "appos"), start) + 1
        )
        mention = self._referents.mention_at(end - 1)
        if mention is not None:
            end = max(end, mention.end)
        return Candidate(
            type=frame.type,
            head=owned,
            words=(owner.i,),
            extent=(start, end),
            roles=roles,
            standing=Standing(Status.ASSERTED, (), None, "status:standing-relation"),
            subtype=frame.subtype,
            frame=frame.name,
            reasons=(f"frame:{frame.name}", "path:possession", "doubt:construction"),
        )

    # Claims of saying: what the attributions themselves state.

    def _said(self, evoked: Sequence[Candidate]) -> Iterator[Candidate]:
        cued = {index for each in evoked for index in each.words if each.type != "Development"}
        for number, frame in enumerate(self._voices):
            if cued & set(frame.cue) or frame.source_head is None:
                continue
            use = self._frames.acts.get(frame.act)
            if use is None or frame.kind in ("adverbial", "adjectival"):
                continue
            speakers = tuple(
                it
                for it in self._speakers(frame)
                if not any(self._lexicon.is_a(it.kind, no) for no in use.excludes)
            )
            if speakers:
                yield self._statement(number, frame, use.type, speakers)

    def _statement(
        self, number: int, frame: AttributionFrame, kind: str, speakers: tuple[Participant, ...]
    ) -> Candidate:
        head = self._parsed.doc[frame.cue_head]
        standing = self._judge.standing(head, head, frozenset(frame.cue))
        about = self._about(frame, kind, speakers)
        extent = self._said_extent(frame)
        return Candidate(
            type=kind,
            head=head,
            words=frame.cue,
            extent=extent,
            roles={"agent": speakers, **about},
            standing=standing,
            moment=self._moments.of(head, head),
            frame=f"act-{frame.act.lower()}",
            reasons=(f"frame:act-{frame.act.lower()}", "path:agent=source", standing.rule),
            attribution=number,
        )

    def _about(
        self, frame: AttributionFrame, kind: str, speakers: tuple[Participant, ...]
    ) -> dict[str, tuple[Participant, ...]]:
        """What the words said are about: the things named in them that the role accepts."""
        kinds = self._frames.accepts.get((kind, "object"), frozenset())
        found: dict[str, Participant] = {}
        for start, end in frame.content:
            for i in range(start, end):
                mention = self._referents.mention_at(i)
                if mention is None or mention.end - 1 != i or not mention.kind:
                    continue
                for each in self._referents.only(self._parsed.doc[i], kinds):
                    if each.kind and self._strictly(each.kind, kinds):
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

    # Links and duplicates.

    def _linked(self, candidates: list[Candidate]) -> list[Candidate]:
        return candidates


def _anchor(filled: Filled) -> Token:
    """The verb whose tense, negation and mood count for a predicate."""
    found = filled.predication
    if found.kind == "verb":
        return found.head
    if found.support is not None:
        return found.support
    named = bearer(found.head)
    return governing_verb(named or found.head)


def _once(candidates: list[Candidate]) -> list[Candidate]:
    """Without claims that another of the same type on the same words already makes."""
    kept: list[Candidate] = []
    seen: set[tuple[object, ...]] = set()
    for each in sorted(candidates, key=lambda it: (*it.extent, it.head.i)):
        key: tuple[object, ...]
        if each.type in ("Development", "Variant", "Affiliation"):
            key = (each.type, each.names("agent"), each.names("object"), each.names("recipient"))
        else:
            key = (each.type, each.head.i)
        if key not in seen:
            seen.add(key)
            kept.append(each)
    return kept
