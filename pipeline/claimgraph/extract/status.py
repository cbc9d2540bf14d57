"""How a text presents what a claim says: asserted, reported, alleged, denied, negated or not yet.

Two things are read: the operators above the predicate inside its own sentence (negation, modals,
conditions, plans, adverbs), and the attributions whose content holds it. Each rule has a name.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from spacy.tokens import Token

from claimgraph.extract.attributed import NEGATIVE, AttributionFrame
from claimgraph.extract.operators import Operators
from claimgraph.extract.predicates import SUBJECTS, is_verbal_or_be
from claimgraph.model import Participant, Status

MODALS = frozenset(
    {
        "may",
        "might",
        "could",
        "would",
        "will",
        "'ll",
        "wo",
        "shall",
        "should",
        "ought",
        "must",
        "'d",
        "can",
    }
)
CONDITIONS = frozenset({"if", "whether", "unless", "lest"})
AWAITING = frozenset({"until", "till", "once", "before"})
NEGATIONS = frozenset({"no", "neither", "none", "nobody", "nothing", "nor", "without"})
REPORTING = {
    "Accuse": Status.ALLEGED,
    "Criticise": Status.ALLEGED,
    "Deny": Status.DENIED,
}
# Acts whose content is wanted or foreseen, not told: no one vouches that it happened.
WANTING = frozenset({"Order", "Ask", "Plan", "Advise", "Promise", "Predict", "Allow", "Agree"})
REFUSING = frozenset({"Refuse"})
# Acts whose content the text itself presents as so: no one's word is needed for it.
FACTIVE = frozenset({"Feel", "Praise", "Know", "Perceive", "Seem", "Support", "Oppose"})
EXCEPTING = frozenset({"but", "except"})  # "no choice but to sell": what is done after all
OBLIGING = frozenset({"need", "have"})
TERMS = frozenset(["hours", "days", "weeks", "months", "years", "time", "deadline"])
SHOWING = frozenset({"Find", "Report"})
LINKED = frozenset({"xcomp", "oprd", "acomp", "attr"})
MAX_ASCENT = 8

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
        if self.stands_already(head):
            return Standing(Status.ASSERTED, (), None, "status:taken-up")
        local, rule = self.local(head, anchor, own)
        for number in self.governing(head.i):
            frame = self._frames[number]
            if own & set(frame.cue) or frame.cue_head in own:
                continue
            if _is_presupposed(head, frame) or _is_before_denial(head, frame):
                continue
            judged = self._attributed(frame, number, local, rule, head)
            if judged is not None:
                return judged
            wanted = frame.act in WANTING | REFUSING and not _is_aside(head, frame)
            if head.doc[frame.cue_head].lemma_ in self._operators.standing:
                wanted = False  # "the decision to close": what is decided is done
            if local is None and wanted:
                local, rule = Status.HYPOTHETICAL, f"status:attribution-{frame.act.lower()}"
        return Standing(local or Status.ASSERTED, (), None, rule or "status:own-voice")

    def _attributed(
        self, frame: AttributionFrame, number: int, local: Status | None, rule: str, head: Token
    ) -> Standing | None:
        act = frame.act
        if act in SHOWING and _is_thing_found(head, frame):
            return None
        ruled = act == "Order" and _is_finite_below(head, frame.cue_head)
        if (act in WANTING and not ruled) or act in REFUSING or act in FACTIVE:
            return None
        name = f"status:attribution-{act.lower()}"
        status, rule = _combined(frame, local, rule, name)
        return Standing(status, self._speaker_of(frame), number, rule)

    def local(
        self, head: Token, anchor: Token, own: frozenset[int] = frozenset()
    ) -> tuple[Status | None, str]:
        """What the operators of the clause itself say, with the rule's name; never `own` words."""
        if any(head.doc[i].tag_ == "MD" or is_obliged(head.doc[i]) for i in own):
            return None, ""
        if head != anchor:
            found = self._around(head) or self._reduced(head) or self._wanted(head, anchor)
            if found:
                return found
        return self._chain(anchor)

    def stands_already(self, noun: Token) -> bool:
        """Whether a deed is but the object of taking up: "challenge the ban", "obey an order"."""
        verb = _taker(noun)
        if verb is None:
            return False
        if {verb.lower_, verb.lemma_} & self._operators.standing:
            return True
        of = self._operators.of  # "denied the motion": it was made
        denied = of("verb", verb.lower_, verb.lemma_) is Status.DENIED
        return denied and of("noun", noun.lower_, noun.lemma_) is Status.HYPOTHETICAL

    def _wanted(self, noun: Token, verb: Token) -> tuple[Status, str] | None:
        """A deed that is but the object of wanting: "postponed the launch", "seek approval"."""
        if noun.dep_ not in {"dobj", "nsubjpass"} or noun.head != verb:
            return None
        status = self._operators.of("verb", verb.lower_, verb.lemma_)
        if status is not Status.HYPOTHETICAL:
            return None
        return status, "status:operator-hypothetical"

    def _chain(self, token: Token) -> tuple[Status | None, str]:
        at = token
        for _ in range(MAX_ASCENT):
            found = self._around(at) or self._bare(at)
            if found:
                return found
            above = self._above(at)
            if above is None:
                break
            found = self._operator(above, at)
            if found:
                return found
            at = above
        return None, ""

    def _around(self, token: Token) -> tuple[Status, str] | None:
        """Operators among a word's own dependents."""
        for child in token.children:
            lower = child.lower_
            if child.dep_ == "neg" or (child.dep_ in {"det", "preconj"} and lower in NEGATIONS):
                return Status.NEGATED, "status:negation"
            if child.dep_ == "aux" and lower in MODALS:
                return Status.HYPOTHETICAL, f"status:modal-{child.lemma_}"
            if child.dep_ == "mark" and (lower in CONDITIONS or _awaits(child, token)):
                return Status.HYPOTHETICAL, "status:condition"
            if child.dep_ in SUBJECTS and self._is_negative(child):
                return Status.NEGATED, "status:negative-subject"
            if child.dep_ == "advmod":
                status = self._operators.of("adverb", lower)
                if status:
                    return status, f"status:adverb-{status.value}"
        return None

    def _is_negative(self, token: Token) -> bool:
        if token.lower_ in NEGATIONS:
            return True
        return any(c.dep_ == "det" and c.lower_ in NEGATIONS for c in token.children)

    def _reduced(self, noun: Token) -> tuple[Status, str] | None:
        """Modifiers of a noun or participle: "alleged breach", "a possible ban"."""
        for child in noun.children:
            if child.dep_ in {"amod", "compound"}:
                status = self._operators.of("adjective", child.lower_)
                if status:
                    return status, f"status:adjective-{status.value}"
        if noun.dep_ == "pobj" and noun.head.lower_ in NEGATIONS:
            return Status.NEGATED, "status:without"
        return None

    def _bare(self, token: Token) -> tuple[Status, str] | None:
        """A headline's infinitive ("X to close Y"), a question, "without doing"."""
        top = token if token.dep_ == "ROOT" else token.head
        told = top == token or (token.dep_ in {"acl", "relcl"} and top.pos_ == "PROPN")
        if told and top.dep_ == "ROOT" and token.tag_ == "VB" and _has_to(token):
            return Status.HYPOTHETICAL, "status:headline-infinitive"
        if token.dep_ == "ROOT" and token.sent[-1].lower_ == "?":
            return Status.HYPOTHETICAL, "status:question"
        if token.dep_ in {"acl", "relcl"} and token.head.lower_ in TERMS and _has_to(token):
            return Status.HYPOTHETICAL, "status:term"
        if token.dep_ == "pcomp" and token.head.lower_ in NEGATIONS:
            return Status.NEGATED, "status:without"
        if token.dep_ in {"ccomp", "conj"} and _asks_which(token):
            return Status.HYPOTHETICAL, "status:indirect-question"
        return None

    def _above(self, token: Token) -> Token | None:
        """The word whose operator force a clause stands under, or None at its own main clause."""
        above, label = token.head, token.dep_
        if above == token:
            return None
        if label == "pcomp":
            return None if above.lower_ in EXCEPTING else above.head
        own_subject = any(child.dep_ in SUBJECTS for child in token.children)
        if label == "conj":
            return above if is_verbal_or_be(above) and not own_subject else None
        if label == "ccomp":
            bare = token.tag_ == "VB" or (token.tag_ == "VBG" and not own_subject)
            marked = any(child.dep_ == "mark" for child in token.children)
            return above if bare and not marked else None
        linked = label in LINKED or (label in {"acl", "advcl"} and token.tag_ == "VB")
        return above if linked else None

    def _operator(self, above: Token, below: Token) -> tuple[Status, str] | None:
        if below.dep_ == "conj":
            return None
        kind = "verb" if is_verbal_or_be(above) else "noun"
        if above.tag_.startswith("JJ"):
            kind = "adjective"
        if below.dep_ == "advcl" and any(child.dep_ == "dobj" for child in above.children):
            return None  # a purpose clause: what is done for it is told by its own verb
        status = self._operators.of(kind, above.lower_, above.lemma_)
        if status is None:
            return None
        negated = any(child.dep_ == "neg" for child in above.children)
        if negated and status is Status.NEGATED:
            return None
        return (Status.NEGATED if negated else status), f"status:operator-{status.value}"


def _combined(
    frame: AttributionFrame, local: Status | None, rule: str, name: str
) -> tuple[Status, str]:
    """The status of what is said, from the act of saying and from its own operators."""
    base = REPORTING.get(frame.act, Status.REPORTED)
    if base is Status.DENIED or (base is Status.ALLEGED and "modal" not in rule):
        return base, name
    if frame.polarity == NEGATIVE:
        return Status.NEGATED, name + "-negated"
    if local is Status.NEGATED:
        return Status.DENIED, f"{name}+{rule}"
    if local in (Status.HYPOTHETICAL, Status.ALLEGED):
        return local, f"{name}+{rule}"
    return base, name


def _taker(noun: Token) -> Token | None:
    """The verb whose object, or phrase after its preposition, a noun is."""
    if noun.pos_ != "NOUN":
        return None
    at = noun
    while at.dep_ == "conj" and at.head.pos_ == "NOUN":
        at = at.head
    if at.dep_ in {"dobj", "nsubjpass"}:
        return at.head
    within = at.dep_ == "pobj" and at.head.dep_ == "prep" and at.head.head.pos_ == "VERB"
    return at.head.head if within else None


def _asks_which(verb: Token) -> bool:
    """Whether a clause asks for what it is about: "unclear which power it invoked"."""
    objects = (child for child in verb.lefts if child.dep_ == "dobj")
    return any(inner.tag_ == "WDT" for child in objects for inner in child.lefts)


def is_obliged(verb: Token) -> bool:
    """Whether a verb tells, looked at from the past, of an obligation: "would have to sell"."""
    if verb.lemma_ not in OBLIGING:
        return False
    told = {child.lower_ for child in verb.children if child.dep_ == "aux"}
    return "would" in told and any(child.dep_ == "xcomp" for child in verb.children)


def _is_thing_found(head: Token, frame: AttributionFrame) -> bool:
    """Whether a word tells what a thing found is for: "found a way to", "showed a tool to"."""
    cue = head.doc[frame.cue_head]
    things = [child for child in cue.children if child.dep_ == "dobj"]
    clauses = any(child.dep_ == "ccomp" for child in cue.children)
    meant = head.dep_ in {"acl", "relcl"} and _has_to(head)
    return meant and not clauses and head.head in things


def _is_before_denial(head: Token, frame: AttributionFrame) -> bool:
    """Whether a word stands before someone who is told not to have spoken: not what he said."""
    quoted = frame.kind == "direct"
    return (
        frame.polarity == NEGATIVE and not quoted and head.i < min((frame.cue_head, *frame.source))
    )


def _awaits(mark: Token, verb: Token) -> bool:
    """Whether a clause tells what is still awaited: "until it complies", "once it has paid"."""
    words = (verb, *(child for child in verb.children if child.dep_ == "aux"))
    return mark.lower_ in AWAITING and any(word.tag_ in {"VBZ", "VBP"} for word in words)


def _has_to(verb: Token) -> bool:
    return any(child.dep_ == "aux" and child.lower_ == "to" for child in verb.children)


def _size(frame: AttributionFrame) -> int:
    return sum(end - start for start, end in frame.content)


def _is_presupposed(head: Token, frame: AttributionFrame) -> bool:
    """Whether what stands within words said is taken for granted: "X's suit", "X, who sued"."""
    if frame.kind != "direct" and _is_in_relative(head, frame.cue_head):
        return True
    if head.pos_ not in {"NOUN", "PROPN"} or head.head.i == frame.cue_head:
        return False
    owned = any(child.dep_ == "poss" for child in head.children)
    return owned or (frame.act == "Deny" and frame.kind != "direct")


def _is_in_relative(head: Token, cue: int) -> bool:
    """Whether a word lies, below a cue, in a clause that tells who somebody is: "X, who sued"."""
    at = head
    for _ in range(MAX_ASCENT):
        if at.i == cue or at.head == at:
            return False
        if at.dep_ == "relcl":
            return any(c.dep_ in SUBJECTS and c.tag_ in {"WP", "WDT"} for c in at.children)
        at = at.head
    return False


def _is_aside(head: Token, frame: AttributionFrame) -> bool:
    """Whether a clause only accompanies what is wanted: "told Acme to stop, sending a letter"."""
    at = head
    for _ in range(MAX_ASCENT):
        if at.i == frame.cue_head or at.head == at:
            return False
        if at.dep_ == "advcl" and (at.tag_ != "VB" or at.head.i == frame.cue_head):
            return True
        at = at.head
    return False


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
