"""Whom a pronoun means: what is most salient and agrees with it, or nothing."""

from collections.abc import Iterable

from spacy.tokens import Token

from claimgraph.extract.memory import WINDOW, Memory

HE_SHE = frozenset(("he", "she", "him", "her", "his", "hers", "himself", "herself"))
SHE = frozenset(("she", "her", "hers", "herself"))
IT = frozenset(("it", "its", "itself"))
THEY = frozenset(("they", "them", "their", "theirs", "themselves"))
_FIRST = "we us our ours ourselves i me my myself"
FIRST = frozenset(_FIRST.split())
_SEEMING = "seem appear rain happen turn"
SEEMING = frozenset(_SEEMING.split())
FLOOR = -0.4  # how salient a thing has to be for "it": the last sentence's subject or object


def antecedent(token: Token, memory: Memory) -> tuple[int, ...]:
    """The numbers of the entities that a pronoun of the third person means."""
    low = token.lower_
    if low in IT:
        if expletive(token):
            return ()
        return memory.salient(token, lambda number: is_thing(number, memory), floor=FLOOR)
    if low in HE_SHE:
        other = memory.lexicon.masculine if low in SHE else memory.lexicon.feminine
        return memory.salient(token, lambda number: is_person(number, memory, other))
    return _they(token, memory) if low in THEY else ()


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
    for said in memory.recent(token, WINDOW):
        if memory.clashes(token, said):
            continue
        together = memory.coordinated(said)
        if len(together) > 1 and not all(_is_place(number, memory) for number in together):
            return together
        if memory.entities[said.entities[0]].plural:
            return said.entities
    return memory.salient(token, lambda number: _may_be_they(number, memory), floor=FLOOR)


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
