"""What the words around a predicate in its own sentence make of it: not so, not yet, only alleged.

Negations, modals, conditions, questions, plans and adverbs; each rule has a name.
"""

from spacy.tokens import Token

from claimgraph.extract.frames.operators import Operators
from claimgraph.extract.grammar.predicates import SUBJECTS, has_to, is_verbal_or_be
from claimgraph.extract.grammar.spans import governing_verb
from claimgraph.model import Status

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
INVERTED = frozenset({"had", "were", "should"})
AWAITING = frozenset({"until", "till", "once", "before"})
NEGATIONS = frozenset({"no", "neither", "none", "nobody", "nothing", "nor", "without"})
EXCEPTING = frozenset({"but", "except"})  # "no choice but to sell": what is done after all
ANY = frozenset({"a", "an", "any", "whatever"})
OBLIGING = frozenset({"need", "have"})
PRESENT = frozenset({"is", "are", "'s", "'re", "am"})  # "it is to report in May"
TERMS = frozenset(["hours", "days", "weeks", "months", "years", "time", "deadline"])
LINKED = frozenset({"xcomp", "oprd", "acomp", "attr"})
TIMES = frozenset({"DATE", "TIME"})
MAX_ASCENT = 8


class Modality:
    """Reads the operators of single sentences."""

    def __init__(self, operators: Operators) -> None:
        self._operators = operators

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
        told = self._chain(anchor)
        if told[1] == "status:negative-object" and _objects(anchor) & own:
            return None, ""  # "had no objection" is what the words say, not that it is not so
        return told

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
        if token.dep_ == "relcl" and _tells_of_anybody(token):
            return Status.HYPOTHETICAL, "status:anybody"
        for child in token.children:
            found = self._negating(child) or self._suspending(child, token)
            if found:
                return found
            if child.dep_ == "advmod":
                status = self._operators.of("adverb", child.lower_)
                if status:
                    return status, f"status:adverb-{status.value}"
        return None

    def _negating(self, child: Token) -> tuple[Status, str] | None:
        """A dependent that says it is not so."""
        if child.dep_ == "neg" or (child.dep_ in {"det", "preconj"} and _is_no(child)):
            return Status.NEGATED, "status:negation"
        if child.dep_ in SUBJECTS and _is_negative(child):
            return Status.NEGATED, "status:negative-subject"
        if child.dep_ in {"dobj", "attr"} and _is_negative(child):
            return Status.NEGATED, "status:negative-object"
        return None

    def _suspending(self, child: Token, token: Token) -> tuple[Status, str] | None:
        """A dependent that says it is not yet so: a modal, a condition."""
        lower = child.lower_
        if child.dep_ == "aux" and lower in MODALS:
            return Status.HYPOTHETICAL, f"status:modal-{child.lemma_}"
        condition = child.dep_ == "mark" and (lower in CONDITIONS or _awaits(child, token))
        if condition or (child.dep_ == "aux" and _is_inverted(child, token)):
            return Status.HYPOTHETICAL, "status:condition"
        return None

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
        named = token.dep_ in {"acl", "relcl"} and top.pos_ == "PROPN"
        begins = named and top.left_edge.i == top.sent.start
        told = top == token or named or (token.dep_ == "ccomp" and token.i < top.i)
        if told and (top.dep_ == "ROOT" or begins) and token.tag_ == "VB" and has_to(token):
            return Status.HYPOTHETICAL, "status:headline-infinitive"
        if token.dep_ == "ROOT" and token.sent[-1].lower_ == "?":
            return Status.HYPOTHETICAL, "status:question"
        if has_to(token) and (due := _due(token)):
            return due
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
            apart = own_subject or _has_own_tense(token, above)
            return above if is_verbal_or_be(above) and not apart else None
        if label == "ccomp":
            bare = token.tag_ == "VB" or (token.tag_ == "VBG" and not own_subject)
            marked = any(child.dep_ == "mark" for child in token.children)
            return above if bare and not marked else None
        if label == "acl" and above.ent_type_ in TIMES:  # "asked in May to close"
            return governing_verb(above)
        linked = label in LINKED or (label in {"acl", "advcl"} and token.tag_ == "VB")
        return above if linked else None

    def _operator(self, above: Token, below: Token) -> tuple[Status, str] | None:
        if below.dep_ == "conj":
            return None
        kind = "verb" if is_verbal_or_be(above) else "noun"
        if above.tag_.startswith("JJ"):
            kind = "adjective"
        if above.tag_ == "RB":  # "stopped short of"
            kind = "adverb"
        if below.dep_ == "advcl" and any(child.dep_ == "dobj" for child in above.children):
            return None  # a purpose clause: what is done for it is told by its own verb
        status = self._operators.of(kind, above.lower_, above.lemma_)
        if status is None:
            return None
        negated = any(child.dep_ == "neg" for child in above.children)
        if negated and status is Status.NEGATED:
            return None
        return (Status.NEGATED if negated else status), f"status:operator-{status.value}"


def _has_own_tense(verb: Token, above: Token) -> bool:
    """Whether a verb has a tense where the one it is joined to has none: "it must end, said"."""
    return verb.tag_ in {"VBD", "VBZ", "VBP"} and above.tag_ == "VB"


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


def _tells_of_anybody(verb: Token) -> bool:
    """Whether a clause tells of whoever would do so: "a thief who takes it would escape"."""
    noun, above = verb.head, verb.head.head
    anybody = noun.tag_ == "NN" and any(child.lower_ in ANY for child in noun.lefts)
    if verb.tag_ != "VBZ" or not anybody or noun.dep_ not in SUBJECTS:
        return False
    return any(child.dep_ == "aux" and child.lower_ in MODALS for child in above.children)


def is_obliged(verb: Token) -> bool:
    """Whether a verb tells, looked at from the past, of an obligation: "would have to sell"."""
    if verb.lemma_ not in OBLIGING:
        return False
    told = {child.lower_ for child in verb.children if child.dep_ == "aux"}
    return "would" in told and any(child.dep_ == "xcomp" for child in verb.children)


def _due(infinitive: Token) -> tuple[Status, str] | None:
    """What is yet to be done: "ten days to comply", "is to report", "has yet to answer"."""
    above = infinitive.head
    if infinitive.dep_ in {"acl", "relcl"} and above.lower_ in TERMS:
        return Status.HYPOTHETICAL, "status:term"
    if _is_not_yet(infinitive):
        return Status.NEGATED, "status:not-yet"
    to_be = above.lower_ in PRESENT or (above.lemma_ == "have" and any(map(_is_still, above.lefts)))
    due = infinitive.dep_ == "xcomp" and to_be
    return (Status.HYPOTHETICAL, "status:to-be-done") if due else None


def _is_not_yet(infinitive: Token) -> bool:
    """Whether something has not been done so far: "it has yet to answer"."""
    above = infinitive.head
    adverbs = (*above.lefts, *above.rights, *infinitive.lefts)
    yet = any(each.lower_ == "yet" and each.dep_ == "advmod" for each in adverbs)
    return yet and infinitive.dep_ in LINKED and above.lemma_ in {"have", "be"}


def _is_still(adverb: Token) -> bool:
    return adverb.lower_ == "still" and adverb.dep_ == "advmod"


def _objects(verb: Token) -> set[int]:
    return {child.i for child in verb.rights if child.dep_ in {"dobj", "attr"}}


def _is_no(token: Token) -> bool:
    return token.lower_ in NEGATIONS


def _is_negative(token: Token) -> bool:
    return _is_no(token) or any(c.dep_ == "det" and _is_no(c) for c in token.children)


def _is_inverted(auxiliary: Token, verb: Token) -> bool:
    """Whether a clause is a condition by its order: "Had Acme paid, it would be free"."""
    if auxiliary.lower_ not in INVERTED:
        return False
    subjects = [child for child in verb.children if child.dep_ in SUBJECTS]
    below = verb.dep_ in {"advcl", "ccomp"} and (verb.i < verb.head.i or verb.dep_ == "advcl")
    return below and any(auxiliary.i < child.i for child in subjects)


def _awaits(mark: Token, verb: Token) -> bool:
    """Whether a clause tells what is still awaited: "until it complies", "once it has paid"."""
    words = (verb, *(child for child in verb.children if child.dep_ == "aux"))
    return mark.lower_ in AWAITING and any(word.tag_ in {"VBZ", "VBP"} for word in words)
