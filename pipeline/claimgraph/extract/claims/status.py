"""How a text presents what a claim says: asserted, reported, alleged, denied, negated or not yet.

Two things are read: the operators of its own sentence (`modality`) and the attributions whose
content holds it. Each rule has a name.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from spacy.tokens import Token

from claimgraph.extract.attribution.attributed import NEGATIVE, AttributionFrame
from claimgraph.extract.claims.modality import MAX_ASCENT, Modality
from claimgraph.extract.frames.operators import Operators
from claimgraph.extract.grammar.complements import parted_by_time
from claimgraph.extract.grammar.predicates import SUBJECTS, has_to
from claimgraph.model import Participant, Status

REPORTING = {
    "Accuse": Status.ALLEGED,
    "Criticise": Status.ALLEGED,
    "Deny": Status.DENIED,
}
# Acts whose content is wanted or foreseen, not told: no one vouches that it happened.
WANTING = frozenset({"Order", "Ask", "Plan", "Advise", "Promise", "Predict", "Allow", "Agree"})
REFUSING = frozenset({"Refuse"})
# Of these the acts by which somebody asks or promises in words: what he wants is told as his.
VOICED = frozenset({"Ask", "Advise", "Promise"})
# Acts whose content the text itself presents as so: no one's word is needed for it.
FACTIVE = frozenset({"Feel", "Praise", "Know", "Perceive", "Seem", "Support", "Oppose"})
TIMING = frozenset({"after", "before", "when", "since", "while", "until", "as"})
RELATIVES = frozenset({"WP", "WDT", "WP$"})
SHOWING = frozenset({"Find", "Report"})

Who = Callable[[AttributionFrame], tuple[Participant, ...]]


@dataclass(frozen=True, slots=True)
class Standing:
    """A claim's status, its speakers, the attribution that gives them, and the rule's name."""

    status: Status
    speaker: tuple[Participant, ...] = ()
    frame: int | None = None
    rule: str = ""


class Judge:
    """Judges the status of what is told in one document."""

    def __init__(
        self, operators: Operators, frames: Sequence[AttributionFrame], speaker_of: Who
    ) -> None:
        self._operators, self._frames, self._speaker_of = operators, frames, speaker_of
        modality = Modality(operators)
        self.local, self.stands_already = modality.local, modality.stands_already
        self._holding: dict[int, list[int]] = {}
        for number in sorted(range(len(frames)), key=lambda it: (_size(frames[it]), it)):
            for start, end in frames[number].content:
                for index in range(start, end):
                    self._holding.setdefault(index, []).append(number)

    def governing(self, index: int) -> Sequence[int]:
        """The numbers of the attributions whose content holds a token, innermost first."""
        return self._holding.get(index, ())

    def standing(self, head: Token, anchor: Token, own: frozenset[int] = frozenset()) -> Standing:
        """The standing of what a predicate says.

        Args:
            head: the predicate.
            anchor: the verb that carries it (itself if it is one).
            own: the words of the claim's trigger: attributions that they cue do not govern it.
        """
        made = _is_done_to_noun(head)
        if self.stands_already(head.head if made else head):
            return Standing(Status.ASSERTED, (), None, "status:taken-up")
        local, rule = self.local(head, anchor, own)
        for number in self.governing(head.i):
            frame = self._frames[number]
            if own & {frame.cue_head, *frame.cue} or _is_beside(head, frame):
                continue
            judged = self._attributed(frame, number, local, rule, head)
            if judged is not None:
                return judged
            wanted = frame.act in WANTING | REFUSING and not _is_aside(head, frame)
            if head.doc[frame.cue_head].lemma_ in self._operators.standing:
                wanted = False  # "the decision to close": what is decided is done
            if local is None and wanted:
                local, rule = Status.HYPOTHETICAL, f"status:attribution-{frame.act.lower()}"
            if wanted and local is Status.HYPOTHETICAL and frame.act in VOICED and not made:
                return Standing(local, self._speaker_of(frame), number, rule)
        return Standing(local or Status.ASSERTED, (), None, rule or "status:own-voice")

    def _attributed(
        self, frame: AttributionFrame, number: int, local: Status | None, rule: str, head: Token
    ) -> Standing | None:
        act = frame.act
        if act in SHOWING and _is_thing_found(head, frame):
            return None
        unknown = frame.polarity == NEGATIVE and local is Status.HYPOTHETICAL
        if unknown and frame.kind != "direct":  # "did not say if it will"
            return None
        ruled = act == "Order" and _is_finite_below(head, frame.cue_head)
        if (act in WANTING and not ruled) or act in REFUSING or act in FACTIVE:
            return None
        name = f"status:attribution-{act.lower()}"
        status, rule = _combined(frame, local, rule, name)
        outer = [self._frames[n] for n in self.governing(head.i) if self._frames[n] != frame]
        if status is Status.ALLEGED or frame.kind == "nominal":  # "denied the claim that P"
            denied = next(
                (it for it in outer if it.act == "Deny" and it.holds(frame.cue_head)), None
            )
            if denied is not None and denied.source_head is not None:
                return Standing(Status.DENIED, self._speaker_of(denied), number, f"{rule}+denied")
        speakers = self._speaker_of(frame)
        if frame.source_head is None:  # "allegedly P, she said"
            told = (self._speaker_of(it) for it in outer if it.source_head is not None)
            speakers = next(filter(None, told), speakers)
        return Standing(status, speakers, number, rule)


def _combined(
    frame: AttributionFrame, local: Status | None, rule: str, name: str
) -> tuple[Status, str]:
    """The status of what is said, from the act of saying and from its own operators."""
    base = REPORTING.get(frame.act, Status.REPORTED)
    if base is Status.DENIED or (base is Status.ALLEGED and "modal" not in rule):
        return base, name
    if frame.polarity == NEGATIVE and local is not Status.HYPOTHETICAL:
        return Status.NEGATED, name + "-negated"
    if local is Status.NEGATED:
        return Status.DENIED, f"{name}+{rule}"
    if local in (Status.HYPOTHETICAL, Status.ALLEGED):
        return local, f"{name}+{rule}"
    return base, name


def _is_done_to_noun(head: Token) -> bool:
    """Whether a bare participle tells what was done to a noun: "appeal a fine imposed by it"."""
    whole = any(child.dep_ in {"aux", "mark", *SUBJECTS} for child in head.children)
    return head.dep_ == "acl" and head.tag_ == "VBN" and not whole


def _is_beside(head: Token, frame: AttributionFrame) -> bool:
    """Whether a word within an attribution is for all that not part of what is ascribed."""
    likewise = frame.act in WANTING and _is_likewise(head.doc[frame.cue_head])
    return likewise or _is_presupposed(head, frame) or _is_before_denial(head, frame)


def _is_thing_found(head: Token, frame: AttributionFrame) -> bool:
    """Whether a word tells what a thing found is for: "found a way to", "showed a tool to"."""
    cue = head.doc[frame.cue_head]
    things = [child for child in cue.children if child.dep_ == "dobj"]
    clauses = any(child.dep_ == "ccomp" for child in cue.children)
    meant = head.dep_ in {"acl", "relcl"} and has_to(head)
    return meant and not clauses and head.head in things


def _is_before_denial(head: Token, frame: AttributionFrame) -> bool:
    """Whether a word stands before someone who is told not to have spoken: not what he said."""
    quoted = frame.kind == "direct"
    return (
        frame.polarity == NEGATIVE and not quoted and head.i < min((frame.cue_head, *frame.source))
    )


def _size(frame: AttributionFrame) -> int:
    return sum(end - start for start, end in frame.content)


def _is_presupposed(head: Token, frame: AttributionFrame) -> bool:
    """Whether what stands within words said is taken for granted: "X's suit", "X, who sued"."""
    if frame.kind != "direct" and _is_in_relative(head, frame.cue_head):
        return True
    if frame.kind == "adverbial" and _is_in_time_clause(head, frame):
        return True
    if head.pos_ not in {"NOUN", "PROPN"} or head.head.i == frame.cue_head:
        return False
    if frame.kind == "direct":
        return False
    return frame.act == "Deny" or any(child.dep_ == "poss" for child in head.children)


def _is_likewise(cue: Token) -> bool:
    """Whether somebody wanted what is told too: "it was closed, as the office had asked"."""
    return any(child.lower_ == "as" and child.dep_ in {"mark", "advmod"} for child in cue.lefts)


def _is_in_relative(head: Token, cue: int) -> bool:
    """Whether a word lies, below a cue, in a clause that tells who somebody is: "X, who sued".

    What tells which ones are meant is said with the rest: "spotted accounts that stole it".
    """
    at = head
    for _ in range(MAX_ASCENT):
        if at.i == cue or at.head == at:
            return False
        if at.dep_ == "relcl":
            opens = next((c for c in at.subtree if c.i < at.i and c.tag_ in RELATIVES), None)
            apart = opens is not None and opens.i > 0 and opens.nbor(-1).text == ","
            return opens is not None and (apart or at.head.pos_ == "PROPN")
        at = at.head
    return False


def _is_in_time_clause(head: Token, frame: AttributionFrame) -> bool:
    """Whether a word but tells when: "he allegedly left after the fine was imposed"."""
    at, verb = head, head.doc[frame.cue_head].head
    for _ in range(MAX_ASCENT):
        if at in (verb, at.head) or at.i == frame.cue_head:
            return False
        if at.dep_ == "advcl" and any(child.lower_ in TIMING for child in at.children):
            return True
        at = at.head
    return False


def _is_aside(head: Token, frame: AttributionFrame) -> bool:
    """Whether a clause only accompanies what is wanted: "told Acme to stop, sending a letter"."""
    at = head
    for _ in range(MAX_ASCENT):
        if at.i == frame.cue_head or at.head == at:
            return False
        if at.dep_ == "advcl" and (at.tag_ != "VB" or at.head.i == frame.cue_head):
            return not (_is_bidden(at) or parted_by_time(at.head, at))
        at = at.head
    return False


def _is_bidden(verb: Token) -> bool:
    """Whether an infinitive with its own subject tells what is wanted: "for it to be closed"."""
    return has_to(verb) and verb.tag_ == "VBN" and any(c.dep_ in SUBJECTS for c in verb.lefts)


def _is_finite_below(head: Token, cue: int) -> bool:
    """Whether the clause that a word stands in below a cue tells what is, not what shall be."""
    at = head
    for _ in range(MAX_ASCENT):
        if at.head.i == cue:
            return at.tag_ in {"VBD", "VBZ", "VBP"}
        if at.head == at:
            return False
        at = at.head
    return False
