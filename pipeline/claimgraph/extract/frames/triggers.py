"""Words that evoke frames, and how they are found in a text."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from claimgraph.extract.frames.framefile import Frame, FrameFile, all_forms
from claimgraph.extract.grammar import phrases
from claimgraph.extract.grammar.predicates import is_headline_verb, is_perfect, is_verbal
from claimgraph.extract.parse.inflection import forms

WORD_KINDS = ("verb", "noun", "adjective", "adverb", "phrase", "modal")
MODIFYING = frozenset({"modal", "adverb"})  # what evokes a frame of the verb it stands beside
STEPS = 4  # how many words may stand between a word of a trigger and what it hangs on
REACH = 10  # how far a word of a trigger may stand from the first
FAR = 24  # how far, where it is of a longer trigger and hangs on the first or its preposition
SKIPPED = frozenset(("-", "the", "a", "an"))
# What these prepositions lead to is no part of a trigger: "extend beyond the law into control".
ASIDE = frozenset({"into", "beyond", "without", "despite", "before", "after", "during", "through"})
# What the parser hangs on an object though it is the verb's: "advised all against it".
LOOSE = frozenset({"as", "against", "from", "into"})
PARTICLES = frozenset({"IN", "RP"})
PARTICLE_WORDS = frozenset({"in", "on", "off", "up", "out", "over", "through", "around"})
NOMINAL_TAGS = ("NN", "JJ", "CD", "VBG")
EMPTY = frozenset({"ADP", "ADV", "PART", "DET"})
CLAUSAL = frozenset({"advcl", "acl", "xcomp", "ccomp", "pcomp", "ROOT"})


@dataclass(frozen=True, slots=True)
class Trigger:
    """One word or group of words that evokes a frame.

    `rest` holds the forms of the words after the first one, `before` the words that stand right
    before it ("red", "-" of the verb "red-team", which is found by its last part).
    """

    frame: Frame
    kind: str
    words: tuple[str, ...]
    rest: tuple[frozenset[str], ...] = ()
    before: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Evocation:
    """A frame evoked in a text: the head word and all words of the trigger, by index."""

    frame: Frame
    kind: str
    head: Token
    words: tuple[int, ...]

    @property
    def is_of_passive(self) -> bool:
        """Whether the trigger tells the passive itself, so that its subject is who undergoes."""
        return self.kind == "verb" and self.head.doc[self.words[0]].dep_ == "auxpass"


@dataclass(frozen=True, slots=True)
class Beginning:
    """The triggers that begin with one form of a word.

    `alone` are the numbers of those of one word, `by_second` those of the others by each form
    that their second word takes, since few second words stand in any one sentence.
    """

    triggers: tuple[Trigger, ...]
    alone: tuple[int, ...]
    by_second: Mapping[str, tuple[int, ...]]

    @classmethod
    def of(cls, triggers: Iterable[Trigger]) -> "Beginning":
        """The triggers in their order, indexed."""
        told, by_second = tuple(triggers), dict[str, tuple[int, ...]]()
        for number, trigger in enumerate(told):
            for form in trigger.rest[0] if trigger.rest else ():
                by_second[form] = (*by_second.get(form, ()), number)
        alone = tuple(number for number, trigger in enumerate(told) if not trigger.rest)
        return cls(told, alone, by_second)

    def possible(self, words: set[str]) -> Iterator[Trigger]:
        """Those of which a sentence of such words has every word, in their order."""
        numbers = set(self.alone)
        for form in self.by_second.keys() & words:
            numbers.update(self.by_second[form])
        for number in sorted(numbers):
            trigger = self.triggers[number]
            if not any(map(words.isdisjoint, trigger.rest[1:])):
                yield trigger


def match(trigger: Trigger, token: Token) -> Evocation | None:
    """The evocation that a trigger makes at a word, if all of its words are there."""
    if not _fits(trigger, token):
        return None
    begin = token.i - len(trigger.before)
    if begin < 0 or any(token.doc[begin + k].lower_ != w for k, w in enumerate(trigger.before)):
        return None
    found = list(range(begin, token.i + 1))
    rest, at, verb = trigger.rest, token, token
    if _is_passive_of(trigger, token):
        at = verb = token.head
        found.append(verb.i)
        rest = rest[1:]
    for forms_of in rest:
        following = _following(trigger, at, verb, forms_of) or _raised(trigger, verb, forms_of)
        if following is None:
            return None
        found.append(following.i)
        at = following
    if trigger.kind == "verb" and _is_phrasal_otherwise(verb, found):
        return None
    head = verb if trigger.kind == "verb" else _nominal_head(token.doc, found)
    head = token.head if trigger.kind in MODIFYING else head
    return Evocation(trigger.frame, trigger.kind, head, tuple(sorted(found)))


def _is_phrasal_otherwise(verb: Token, found: list[int]) -> bool:
    """Whether a particle makes another verb of it: who "ruled out" a ban did not rule.

    One that follows the object tells what became of it: "ordered it off" is an order.
    """
    following = (c for c in verb.rights if c.dep_ == "prt" and c.i == verb.i + 1)
    return len(found) == 1 and any(child.i not in found for child in following)


def _is_passive_of(trigger: Trigger, token: Token) -> bool:
    """Whether "be" stands before the participle of a trigger: "was hit by an outage"."""
    if trigger.kind != "verb" or not trigger.rest or token.dep_ != "auxpass":
        return False
    return token.head.tag_ == "VBN" and token.head.lower_ == trigger.words[1]


def _nominal_head(doc: Doc, found: list[int]) -> Token:
    """The word of a nominal trigger on which the others depend."""
    inside = set(found)
    tops = [doc[i] for i in reversed(found) if doc[i].head.i not in inside]
    told = (top for top in tops if top.pos_ not in EMPTY)  # "only to vetted users": not "to"
    return next(told, tops[0] if tops else doc[found[-1]])


def _fits(trigger: Trigger, token: Token) -> bool:
    if trigger.kind == "verb":
        return _is_hyphened(trigger, token) or is_verbal(token) or is_headline_verb(token)
    if trigger.kind == "noun":
        if trigger.rest:
            return token.tag_[:2] in {"NN", "JJ", "VB", "CD"}
        return token.tag_.startswith(NOMINAL_TAGS) and not _is_clausal(token)
    if trigger.kind == "adjective":
        return not token.tag_.startswith(("NN", "VBZ", "VBP", "VBD")) and not _leads_on(token)
    if trigger.kind == "adverb":
        return token.dep_ == "advmod" and is_verbal(token.head)
    return trigger.kind != "modal" or token.tag_ == "MD"


def _leads_on(token: Token) -> bool:
    """Whether an adjective's word is another here: "heading down the path", "has gone after"."""
    if token.dep_ == "prep":
        return any(child.dep_ in {"pobj", "pcomp"} for child in token.rights)
    return token.tag_ == "VBN" and is_perfect(token)


def _is_hyphened(trigger: Trigger, token: Token) -> bool:
    """Whether the last part of a verb like "red-team" is one, if only after "to"."""
    before = token.i - len(trigger.before) - 1
    after_to = before >= 0 and token.doc[before].lower_ == "to"
    return bool(trigger.before) and (after_to or token.tag_.startswith("VB"))


def _is_clausal(token: Token) -> bool:
    return token.tag_ == "VBG" and token.dep_ in CLAUSAL


def _following(trigger: Trigger, at: Token, first: Token, forms_of: frozenset[str]) -> Token | None:
    doc = first.doc
    if trigger.kind != "verb":
        after = at.i + 1
        while after < len(doc) and doc[after].lower_ in SKIPPED - forms_of:
            after += 1
        return doc[after] if after < len(doc) and doc[after].lower_ in forms_of else None
    for i in range(at.i + 1, min(first.i + FAR, len(doc))):
        token = doc[i]
        if token.is_sent_start:
            return None
        found = token.lower_ in forms_of or token.lemma_ in forms_of
        near = i < first.i + REACH or (len(trigger.rest) > 1 and _stands_below(token, first))
        if not (found and near and _depends(token, first, at)):
            continue
        if not _is_beyond(token, trigger) and not _leads_elsewhere(token, trigger, at):
            return token
    return None


def _stands_below(token: Token, first: Token) -> bool:
    """Whether a word hangs on a verb or its preposition: "put Acme, a firm of ten, on a list"."""
    at = token.head if token.dep_ == "pobj" else token
    return first in (at.head, at.head.head if at.head.dep_ == "dobj" else at.head)


def _is_beyond(token: Token, trigger: Trigger) -> bool:
    """Whether a word is of another deed: "wrote code to" is not "wrote to".

    So too "stopped Acme from selling", which is not "stopped selling", and "turned it off on
    Monday", which is not "turned on".
    """
    if token.dep_ == "prep" and token.lower_ != "until" and phrases.tells_when(token):
        return True
    deed = token.head if token.dep_ == "conj" else token  # "stop Acme from storing or using it"
    if deed.dep_ == "pcomp":
        return not any(deed.head.lower_ in forms_of for forms_of in trigger.rest)
    semimodal = trigger.words[0] == "have" and token.nbor(-1).lemma_ == "have"
    return token.dep_ == "aux" and trigger.rest[-1] == all_forms(token.lower_) and not semimodal


def _leads_elsewhere(token: Token, trigger: Trigger, at: Token) -> bool:
    """Whether a particle of a trigger is a preposition here: "called its place in the list"."""
    last = token.lower_ in PARTICLE_WORDS and trigger.rest[-1] == all_forms(token.lower_)
    if last and token.tag_ == "NN":  # "is a spin-off"
        return True
    if token.dep_ != "prep" or token.i == at.i + 1 or not last:
        return False
    functions = (path for paths in trigger.frame.slots.values() for path in paths)
    return not any(token.lower_ in path.split(".") for path in functions)


def _raised(trigger: Trigger, verb: Token, forms_of: frozenset[str]) -> Token | None:
    """The noun of a trigger before its verb: "access was restored", "the outage began".

    So too where the verb modifies it: "a suit filed on Monday", "the rules that they issued".
    """
    if trigger.kind != "verb":
        return None
    if verb.dep_ == "acl" and verb.tag_ == "VBN" and verb.head.lower_ in forms_of:
        return verb.head
    alone = not any(child.dep_ in {"dobj", "ccomp", "xcomp"} for child in verb.children)
    if verb.dep_ == "relcl" and _is_done_to_head(verb) and verb.head.lower_ in forms_of:
        return verb.head
    for child in verb.children:
        raised = child.dep_ == "nsubjpass" or (child.dep_ == "nsubj" and alone)
        if raised and child.lower_ in forms_of:
            return child
    return None


def _is_done_to_head(verb: Token) -> bool:
    """Whether a relative clause tells who did it to its noun: "the rules that Ireland issued".

    Where a pronoun does it, as in "the data it holds", nothing new is told.
    """
    doers = [child for child in verb.children if child.dep_ == "nsubj"]
    others = (c for c in verb.children if c.dep_ in {"dobj", "ccomp", "xcomp"})
    named = any(child.pos_ != "PRON" and child.tag_ != "WDT" for child in doers)
    return named and all(child.tag_ == "WDT" for child in others)


def _depends(token: Token, first: Token, last: Token) -> bool:
    """Whether a word hangs on the trigger's first or last word, over few words between."""
    completed = token.head.dep_ == "oprd" or (token.head.dep_ == "attr" and token.head != last)
    if token.dep_ == "prep" and completed:
        return False  # "called the veto a setback for them"
    beside = token.lower_ in LOOSE and token.head.dep_ == "dobj"
    at = token.head if beside or token.dep_ == "mark" else token
    for _ in range(1 if token.tag_ in PARTICLES else STEPS):
        at = at.head
        cleft = first.dep_ == "csubj" and at == first.head  # "what they found were flaws"
        if cleft or at in (first, last):
            return True
        if at.dep_ in {"ccomp", "relcl", "acl"} or at.lower_ in ASIDE:
            return False
        if at.dep_ == "conj" and is_verbal(at):
            return False  # "blocked it, and Lee restored access": another deed's access
    return False


def index(reader: FrameFile, frames: Iterable[tuple[str, Frame]]) -> dict[str, Beginning]:
    """The triggers of all frames by the forms that their first words take."""
    found: dict[str, list[Trigger]] = {}
    for iri, frame in frames:
        for kind in () if frame.construction else WORD_KINDS:
            for text in sorted(set(reader.values(iri, kind))):
                trigger = _trigger(frame, kind, text)
                for form in sorted(_first_forms(trigger.words, kind)):
                    found.setdefault(form, []).append(trigger)
    return {form: Beginning.of(triggers) for form, triggers in found.items()}


def _trigger(frame: Frame, kind: str, text: str) -> Trigger:
    """A trigger as the tokeniser cuts it: hyphens stand alone."""
    words = tuple(text.replace("-", " - ").split())
    before: tuple[str, ...] = ()
    if kind == "verb" and "-" in words:
        last = len(words) - words[::-1].index("-")
        before, words = words[:last], words[last:]
    return Trigger(frame, kind, words, tuple(all_forms(word) for word in words[1:]), before)


def _first_forms(words: tuple[str, ...], kind: str) -> frozenset[str]:
    if kind == "noun" and len(words) > 1:
        return frozenset((words[0],))
    return forms(words[0], kind)
