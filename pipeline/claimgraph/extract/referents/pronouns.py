"""Whom a pronoun means: what is most salient and agrees with it, or nothing."""

from collections.abc import Iterable

from spacy.tokens import Token

from claimgraph.extract.referents.memory import SUBJECTS, WINDOW, Memory, Said

HE_SHE = frozenset(("he", "she", "him", "her", "his", "hers", "himself", "herself"))
SHE = frozenset(("she", "her", "hers", "herself"))
IT = frozenset(("it", "its", "itself"))
THEY = frozenset(("they", "them", "their", "theirs", "themselves"))
_FIRST = "we us our ours ourselves i me my myself"
SELVES = frozenset(("himself", "herself", "itself", "themselves"))
FIRST = frozenset(_FIRST.split())
_SEEMING = "seem appear rain happen turn"
SEEMING = frozenset(_SEEMING.split())
COMPLEMENTS = frozenset(("dobj", "ccomp", "xcomp", "attr", "acomp", "oprd"))
READILY = 1.5  # how much sooner "they" means many than one
OF_PATIENTS = 2.0  # the same for those to whom something is done, or of whom something is told
FLOOR = -0.4  # how salient a thing has to be for "it": the last sentence's subject or object


def antecedent(token: Token, memory: Memory) -> tuple[int, ...]:
    """The numbers of the entities that a pronoun of the third person means."""
    low = token.lower_
    if token.dep_ == "appos" and low in SELVES:
        return memory.found.get(token.head.i, ())
    if low in IT:
        if expletive(token):
            return ()
        own = _of_himself(token, memory)
        if len(own) == 1 and is_thing(own[0], memory):
            return own
        return memory.salient(token, lambda number: is_thing(number, memory), floor=FLOOR)
    if low in HE_SHE:
        other = memory.lexicon.masculine if low in SHE else memory.lexicon.feminine
        return memory.salient(token, lambda number: is_person(number, memory, other))
    return _they(token, memory) if low in THEY else ()


def _of_himself(token: Token, memory: Memory) -> tuple[int, ...]:
    """What the words before are said of, where a pronoun says them: "Acme has left, it said"."""
    verb = token.head
    if token.dep_ not in SUBJECTS or {child.dep_ for child in verb.rights} & COMPLEMENTS:
        return ()
    said = (c for c in verb.lefts if c.dep_ == "ccomp" and c.right_edge.i < token.i)
    subjects = (c for clause in said for c in clause.lefts if c.dep_ in SUBJECTS)
    return memory.found.get(next((it.i for it in subjects), -1), ())


def is_thing(number: int, memory: Memory) -> bool:
    """Whether an entity may be spoken of as "it"."""
    entity, lexicon = memory.entities[number], memory.lexicon
    if lexicon.is_personal(entity.kind) or lexicon.is_post(entity.kind) or entity.plural:
        return False
    return not lexicon.is_group(entity.kind)


def is_person(number: int, memory: Memory, other: frozenset[str]) -> bool:
    """Whether an entity may be spoken of as "he" or "she": no name or noun tells otherwise.

    `other` are the names and nouns for people of the other gender.
    """
    entity = memory.entities[number]
    if entity.name.split()[0] in other or entity.nouns & other:
        return False
    if memory.lexicon.is_personal(entity.kind):
        return True
    return entity.described and memory.lexicon.is_group(entity.kind) and not entity.plural


def _may_be_they(number: int, memory: Memory) -> bool:
    """Whether one thing may be spoken of as "they": a body of people, somebody unnamed."""
    kind = memory.kind(number)
    return memory.lexicon.is_actor(kind) and not memory.lexicon.is_personal(kind)


def _is_place(number: int, memory: Memory) -> bool:
    return memory.lexicon.is_place_kind(memory.kind(number))


def _they(token: Token, memory: Memory) -> tuple[int, ...]:
    """What "they" means: several things or a group sooner than one body or one person unnamed."""
    best: tuple[float, int] | None = None
    chosen: tuple[int, ...] = ()
    readily = OF_PATIENTS if _is_patient(token) else READILY
    for said in memory.recent(token, WINDOW):
        meant, bonus = _many(said, memory, readily)
        if not meant or memory.clashes(token, said):
            continue
        score = (memory.score(token, said) + bonus, said.at)
        if score[0] >= FLOOR and (best is None or score > best):
            best, chosen = score, meant
    return chosen


def _is_patient(token: Token) -> bool:
    """Whether a pronoun is what something is done to, or what something is told of."""
    told = token.dep_ == "nsubj" and token.head.lemma_ == "be"
    return told or token.dep_ == "nsubjpass"


def _many(said: Said, memory: Memory, readily: float) -> tuple[tuple[int, ...], float]:
    """What of something spoken of may be "they", and how readily; nothing when it may not."""
    together = memory.coordinated(said)
    if len(together) > 1:  # "In Rome, Acme and Roe": the place is but where they act
        acting = tuple(number for number in together if not _is_place(number, memory))
        return (acting, readily) if acting else ((), 0.0)
    entity = memory.entities[together[0]]
    if entity.plural:
        return together, readily
    if entity.described and memory.lexicon.is_group(entity.kind):
        return together, 0.0
    return (together, -0.5) if _may_be_they(together[0], memory) else ((), 0.0)


def expletive(token: Token) -> bool:
    """Whether "it" stands for nothing: "it is clear that", "it seems"."""
    if token.dep_ == "expl":
        return True
    if token.dep_ not in ("nsubj", "nsubjpass") or token.lower_ != "it":
        return False
    verb = token.head
    if verb.lemma_ in SEEMING:
        return True
    children = [child.dep_ for child in verb.children]
    judged = verb.lemma_ == "be" and _any_of(children, ("acomp", "attr"))
    if verb.dep_ != "ROOT" and verb.lemma_ == "be" and "acomp" in children:
        return any(child.lower_ in ("late", "early") for child in verb.children)
    passive = token.dep_ == "nsubjpass" and _any_of(children, ("ccomp", "csubj"))
    return passive or (judged and _any_of(children, ("ccomp", "xcomp", "advcl", "csubj")))


def _any_of(found: Iterable[str], wanted: Iterable[str]) -> bool:
    return bool(set(found) & set(wanted))
