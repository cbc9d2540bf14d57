"""Whether an evoked frame with its roles filled makes a claim: conditions beyond its roles."""

from spacy.tokens import Token

from claimgraph.extract.claims.ground import Ground
from claimgraph.extract.claims.issuers import is_somebody
from claimgraph.extract.claims.roles import Filled
from claimgraph.extract.grammar import phrases
from claimgraph.extract.grammar.predicates import SUBJECTS, has_to
from claimgraph.extract.grammar.spans import governing_verb
from claimgraph.extract.grammar.subjects import bearer
from claimgraph.model import Status

OWNING = frozenset({"possessor", "of", "at", "for"})  # where a noun tells whose it is
TRYING = "status:operator-hypothetical"
QUESTIONS = frozenset({"WRB", "WP"})
DENYING = frozenset({"no", "without"})
REFLEXIVE = ("self", "selves")
SENSE = ("subject", "object", "of")  # whose nouns tell the sense of a word
HELD = frozenset({"dobj", "ccomp", "xcomp", "prep", "oprd"})  # what a verb of saying holds itself


def anchor(filled: Filled) -> Token:
    """The verb whose tense, negation and mood count for a predicate."""
    found = filled.predication
    if found.kind == "verb":
        return found.head
    if found.support is not None and found.head.dep_ != "pobj":
        return found.support
    return governing_verb(bearer(found.head) or found.head)


def holds(ground: Ground, filled: Filled) -> bool:
    """Whether all conditions of a frame hold."""
    frame = filled.evocation.frame
    told = _is_told(ground, filled) and not _is_done_to_itself(filled)
    if not told or not _is_complete(ground, filled):
        return False
    if ground.excluded(filled.roles.get("agent", ()), frame.excludes):
        return False
    if _is_done_by_another(ground, filled) or _only_tells_apart(filled) or _is_but_meant(filled):
        return False
    if _is_of_another_sense(filled) or not _is_worded(ground, filled) or _is_but_wanted(filled):
        return False
    if frame.type in ground.speech and not _is_spoken(ground, filled):
        return False
    return not frame.negated or _is_negated(ground, filled)


def _is_negated(ground: Ground, filled: Filled) -> bool:
    """Whether the predicate is negated, be it of what happened or of what may: "would not"."""
    own = any(child.dep_ == "neg" for child in anchor(filled).children)
    return own or _local(ground, filled)[0] is Status.NEGATED


def _is_blamed_aside(filled: Filled) -> bool:
    """Whether what a speaker might blame someone for is but named: "fined it for breaching"."""
    head = filled.evocation.head
    speaking = "speaker" in filled.evocation.frame.slots.get("agent", ())
    return speaking and head.tag_ == "VBG" and not any(c.dep_ == "aux" for c in head.children)


def _is_complete(ground: Ground, filled: Filled) -> bool:
    """Whether every role is filled that the frame asks for and that may not be left out.

    A verb may leave it out, unless it tells such a deed only of doers of some kind; of a noun for
    what lasts, something nameless has to stand there.
    """
    frame = filled.evocation.frame
    lacking = ground.frames.lacking.get(frame.type, frozenset()) - frame.fillers.keys()
    if not _tells_event(filled):
        lacking = frozenset(role for role in lacking if _is_overt(filled, role))
    return filled.satisfied(but=lacking)


def _is_overt(filled: Filled, role: str) -> bool:
    """Whether the phrase of a noun has a place for a role: "her lawyer", "head of the firm"."""
    found = filled.predication
    places = OWNING & frozenset(filled.evocation.frame.slots.get(role, ()))
    return found.kind == "noun" and any(found.heads(function) for function in places)


def _tells_event(filled: Filled) -> bool:
    """Whether a verb tells what happens, not what lasts."""
    return filled.predication.kind == "verb" and not filled.evocation.frame.lasting


def _is_told(ground: Ground, filled: Filled) -> bool:
    """Whether something with a name fills a role, if a verb does not tell enough without one."""
    frame = filled.evocation.frame
    if _tells_event(filled) and frame.type in ground.frames.unnamed:
        return True
    if frame.unnamed and filled.evocation.head.tag_ != "VBG":
        return True
    people = (each for them in filled.roles.values() for each in them)
    return any(is_somebody(ground.lexicon, each) for each in people)


def _local(ground: Ground, filled: Filled) -> tuple[Status | None, str]:
    return ground.judge.local(filled.evocation.head, anchor(filled))


def _is_done_by_another(ground: Ground, filled: Filled) -> bool:
    """Whether the clause tells a doer whom the frame does not accept."""
    frame, found = filled.evocation.frame, filled.predication
    if "agent" not in frame.fillers or found.kind != "verb":
        return False
    if filled.paths.get("agent") == "speaker":
        kinds = frame.fillers["agent"]
        return not any(ground.lexicon.fits(it.kind, kinds) for it in filled.roles["agent"])
    if filled.roles.get("agent"):
        return False
    if "subject" not in frame.slots.get("agent", ()):
        return False
    return any(not ground.filler.issuers.issues(head) for head in found.heads("subject"))


def _is_of_another_sense(filled: Filled) -> bool:
    """Whether doer or object are called by a noun with which the trigger means something else."""
    heads = (head for function in SENSE for head in filled.predication.heads(function))
    words = filled.evocation.frame.other_words
    return any(head.lower_ in words and head.pos_ == "NOUN" for head in heads)


def _is_worded(ground: Ground, filled: Filled) -> bool:
    """Whether content and doer are told with words that the frame asks for, if it does."""
    frame = filled.evocation.frame
    if frame.content_words and not _mentions_one(filled):
        return False
    return not frame.agent_words or _is_done_by_such(ground, filled)


def _is_done_by_such(ground: Ground, filled: Filled) -> bool:
    """Whether the doer is called by a noun that the frame wants, be it as one of a group.

    So too where the text calls him by it elsewhere: "Judge Lee heard the case; she held that".
    """
    words = filled.evocation.frame.agent_words
    if any(ground.nouns_of(each) & words for each in filled.roles.get("agent", ())):
        return True
    for head in filled.predication.heads("subject"):
        members = (c for it in head.rights if it.lower_ == "of" for c in it.rights)
        if any(token.lower_ in words for token in (head, *members)):
            return True
    return False


def _only_tells_apart(filled: Filled) -> bool:
    """Whether a participle but says what group is meant: "to serve firms approved by the state"."""
    head = filled.evocation.head
    if head.dep_ != "acl" or head.tag_ != "VBN" or filled.count > 1:
        return False
    noun = head.head
    definite = phrases.is_definite(noun)
    return noun.tag_ == "NNS" and not definite and not filled.roles.get("object")


def _is_spoken(ground: Ground, filled: Filled) -> bool:
    """Whether an act of speech takes place: said outright, not planned or hinted at."""
    head = filled.evocation.head
    if _is_blamed_aside(filled) or _is_told_of_before(head):
        return False
    aside = (head.dep_ == "advcl" and head.tag_ == "VBG") or head.dep_ == "acl"
    if aside and head.lower_ in ground.frames.invoking and _cites_ground(ground, filled):
        return False  # the deed beside it has what is cited as its ground
    if aside and filled.count < 2 and len(filled.evocation.words) == 1:
        return bool(filled.predication.heads("clause"))
    told = [head.doc[i] for i in filled.evocation.words]
    if any(token.dep_ == "neg" or token.lower_ in DENYING for token in told):
        return True  # "not true", "no merit" are said outright
    status, rule = _local(ground, filled)
    if filled.paths.get("agent") == "speaker":
        return status is None or rule == TRYING
    return status is not Status.HYPOTHETICAL


def _is_but_meant(filled: Filled) -> bool:
    """Whether a verb without tense only names a doing: "accused of training its models on it"."""
    head = filled.evocation.head
    lasting = filled.evocation.frame.lasting and filled.evocation.kind == "verb"
    if not lasting or head.tag_ not in {"VB", "VBG"} or _is_used_to(head):
        return False
    if head.tag_ == "VBG" and head.dep_ in {"acl", "advcl"}:  # "the firm developing it"
        return False
    return not any(child.dep_ == "aux" and child.lower_ != "to" for child in head.children)


def _is_but_wanted(filled: Filled) -> bool:
    """Whether a modal tells what nobody bids: what is asked for, what something has to be like.

    So too what a speaker thinks that others must do, whom nothing names.
    """
    verb = filled.evocation.head
    if filled.evocation.kind != "modal":
        return False
    asked = any(c.tag_ in QUESTIONS and c.dep_ not in SUBJECTS for c in verb.lefts)
    alike = verb.lemma_ == "be" and any(c.dep_ in {"acomp", "attr"} for c in verb.rights)
    aside = alike or filled.paths.get("agent") == "speaker"
    return asked or (aside and not filled.has("recipient"))


def _is_done_to_itself(filled: Filled) -> bool:
    """Whether a reflexive makes another verb of a trigger: "found itself at odds with it"."""
    heads = filled.predication.heads("object")
    own = filled.evocation.words
    return any(head.lower_.endswith(REFLEXIVE) and head.i not in own for head in heads)


def _is_used_to(verb: Token) -> bool:
    """Whether an infinitive tells what was or was done: "used to run it", "used X to make it"."""
    return verb.dep_ == "xcomp" and verb.head.lemma_ == "use" and verb.head.tag_ == "VBD"


def _cites_ground(ground: Ground, filled: Filled) -> bool:
    """Whether what is cited is a ground on which one may act, not just a reason."""
    kinds = ground.frames.accepted(filled.evocation.frame, "authority")
    cited = (it for o in filled.predication.heads("object") for it in ground.referents.of(o, kinds))
    return any(each.kind for each in cited)


def _is_told_of_before(verb: Token) -> bool:
    """Whether a relative clause but tells who spoke of a thing: "accounts that she had flagged"."""
    if verb.dep_ != "relcl" or {child.dep_ for child in verb.rights} & HELD:
        return False
    subjects = (child for child in verb.lefts if child.dep_ in SUBJECTS)
    return any(child.tag_ not in QUESTIONS | {"WDT"} for child in subjects)


def _mentions_one(filled: Filled) -> bool:
    """Whether the embedded clause has a word that the frame asks for, in its main clause."""
    words = filled.evocation.frame.content_words
    for clause in filled.predication.heads("clause"):
        if any(child.tag_ in QUESTIONS for child in clause.children):
            continue  # "told it how to do so" tells nobody to do so
        own = (token for token in (clause, *clause.children) if token.dep_ != "prep")
        if any(token.lower_ in words for token in own):
            return True
    head = filled.evocation.head
    if "to" in words and (_has_loose_infinitive(head) or any(map(_opens_bidding, head.lefts))):
        return True
    return any(token.lower_ in words for token in filled.predication.heads("complement"))


def _opens_bidding(clause: Token) -> bool:
    """Whether a clause that begins a sentence bids: "Stop the app, court tells Acme"."""
    bare = clause.tag_ == "VB" and not any(c.dep_ in {*SUBJECTS, "aux"} for c in clause.lefts)
    return bare and clause.left_edge.is_sent_start is True


def _has_loose_infinitive(verb: Token) -> bool:
    """Whether an infinitive hangs on a phrase of the verb: "told staff in a memo not to do so".

    So too where it hangs beside such a phrase: "advised schools in May to avoid it".
    """
    phrases_of = [child for child in verb.rights if child.dep_ in {"prep", "dobj"}]
    beside = (child for child in verb.rights if child.dep_ == "advcl")
    if phrases_of and any(map(has_to, beside)):
        return True
    return any(
        token.dep_ in {"acl", "relcl"} and has_to(token)
        for phrase in phrases_of
        for token in phrase.subtree
        if token.head.head in (verb, phrase)
    )
