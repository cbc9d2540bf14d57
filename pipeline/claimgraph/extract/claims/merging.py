"""Which of several candidates on the same words stay: one claim for one thing said."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from spacy.tokens import Token

from claimgraph.extract.claims.candidates import Candidate, Key
from claimgraph.extract.grammar.predicates import SUBJECTS, is_verbal_or_be
from claimgraph.model import Participant, Status

NEAR = 5  # words up the tree within which two predicates tell one event


UNDONE = frozenset({Status.HYPOTHETICAL, Status.NEGATED, Status.DENIED})
Finer = Mapping[tuple[str, str], str]


def merged(
    candidates: Iterable[Candidate], finer: Finer, speech: frozenset[str]
) -> list[Candidate]:
    """The candidates without those that another one tells already.

    Of two triggers where one holds the other's words, the longer stays. Of two of one type where
    one predicate is part of the other's phrase ("run an attack", "use theft to copy"), one stays
    and takes over the roles that it lacks. Lasting relations are told once. What is ordered, said
    or denied becomes the content of the order, the saying or the denial; `finer` gives the finer
    class of a claim type with content of another, `speech` the types of mere sayings.
    """
    by_sentence: dict[int, list[Candidate]] = {}
    for each in sorted(candidates, key=lambda it: (*it.extent, it.head.i, it.type)):
        by_sentence.setdefault(each.head.sent.start, []).append(each)
    kept = [
        each for group in by_sentence.values() for each in _merged_sentence(group, finer, speech)
    ]
    return list(_relations_once(kept))


def _merged_sentence(
    group: list[Candidate], finer: Finer, speech: frozenset[str]
) -> list[Candidate]:
    longest = [each for each in group if not any(_outdone(each, by) for by in group)]
    longest = [each for each in longest if not any(_unanswered(each, by) for by in longest)]
    said = [each for each in longest if each.type in speech]
    empty = [each for each in said if any(_carries(each, by) for by in longest)]
    longest = [each for each in longest if each not in empty]
    return _joined(_without_ordered(_linked(longest, finer)))


def _linked(group: list[Candidate], finer: Finer) -> list[Candidate]:
    """Each holder of a content with its link, and with the finer class that the content makes."""
    linked = []
    for each in group:
        holds = each.content_status is not None or each.attribution is not None
        inner = [it for it in group if it is not each and _is_content(it, each)] if holds else []
        if not inner:
            linked.append(each)
            continue
        content = min(inner, key=lambda it: (_depth(it), it.head.i))
        subtype = finer.get((each.type, content.type), "") or each.subtype
        linked.append(replace(each, content=content.key, subtype=subtype))
    return linked


def _outdone(each: Candidate, by: Candidate) -> bool:
    own, others = set(each.words), set(by.words)
    apart = each.type != by.type and (each.names("agent") - by.names("agent") or each.quoted)
    return own < others and not each.lasting and not apart


def _unanswered(each: Candidate, by: Candidate) -> bool:
    """Whether a noun is but what somebody left unanswered: "did not respond to a request"."""
    at = each.head
    answered = at.dep_ == "pobj" and at.head.lower_ == "to" and at.head.head == by.head
    return by.when_negated and answered


def _carries(each: Candidate, by: Candidate) -> bool:
    """Whether a verb of saying but carries the deed that its object names: "announced a ban"."""
    if by.lasting:  # "warned its chief Ann Lee"
        return False
    carried = by.head.dep_ == "dobj" and by.head.head == each.head and by.type != each.type
    alike = each.names("agent") and each.names("agent") == by.names("agent")
    return bool(carried and alike and by.head.i not in each.words)


def _without_ordered(candidates: list[Candidate]) -> list[Candidate]:
    """Without what is only ordered or asked for, unless it brings in someone or something new.

    What is left out tells the directive its object instead.
    """
    wanting = [each for each in candidates if each.content_status is Status.HYPOTHETICAL]
    kept = []
    lent: dict[Key, Candidate] = {}
    for each in candidates:
        holder = next((it for it in wanting if it is not each and _is_content(each, it)), None)
        if holder is None or each.standing.status not in UNDONE or each.lasting:
            kept.append(each)
            continue
        lent.setdefault(holder.key, each)
        if _brings_new(each, holder):
            kept.append(each)
    return [_with_object(each, lent.get(each.key)) for each in kept]


def _brings_new(each: Candidate, holder: Candidate) -> bool:
    """Whether what is ordered names someone or something that the directive's roles do not."""
    told = holder.names("agent") | holder.names("recipient")
    named = {it.name for them in each.roles.values() for it in them}
    return "path:object=topic" not in each.reasons and bool(named - told)


def _with_object(each: Candidate, content: Candidate | None) -> Candidate:
    if content is None or each.role("object") or not content.role("object"):
        return each
    taken = each.names("agent") | each.names("recipient")
    roles = {
        **each.roles,
        "object": tuple(it for it in content.role("object") if it.name not in taken),
    }
    return replace(each, roles=roles, reasons=(*each.reasons, "path:object=content"))


def _is_content(each: Candidate, holder: Candidate) -> bool:
    """Whether a candidate is what another one's predicate orders, says or denies.

    What is told as done before the words of an order is what it follows, not what it demands.
    """
    done_before = each.standing.status is Status.ASSERTED and each.head.i < holder.head.i
    told_apart = each.type != holder.type and not each.lasting and not done_before
    return told_apart and _climbs(each, holder)


def _climbs(each: Candidate, holder: Candidate) -> bool:
    """Whether a predicate depends on another within its clause."""
    at = each.head
    for _ in range(NEAR):
        if at.dep_ in {"ROOT", "relcl", "advcl"} or (at.dep_ == "conj" and not _is_bare(at)):
            return False
        at = at.head
        if at == holder.head or at.i in holder.words:
            return True
    return False


def _is_bare(verb: Token) -> bool:
    """Whether a coordinated verb is an infinitive without a subject, like the one before it."""
    return verb.tag_ == "VB" and not any(child.dep_ in SUBJECTS for child in verb.children)


def _joined(candidates: list[Candidate]) -> list[Candidate]:
    kept: list[Candidate] = []
    for each in sorted(candidates, key=lambda it: (_depth(it), it.head.i)):
        number = next((n for n, by in enumerate(kept) if _same_event(each, by)), None)
        if number is None:
            kept.append(each)
        else:
            kept[number] = _with_roles_of(kept[number], each)
    return kept


def _depth(each: Candidate) -> int:
    return sum(1 for _ in each.head.ancestors)


def _same_event(inner: Candidate, outer: Candidate) -> bool:
    if inner.type != outer.type or inner.lasting:
        return False
    if inner.head == outer.head or set(inner.words) & set(outer.words):
        return True
    return _near(inner, outer) and _agree(inner, outer)


def _near(inner: Candidate, outer: Candidate) -> bool:
    at = inner.head
    for _ in range(NEAR):
        if at.dep_ in {"ROOT", "relcl", "ccomp"} or (at.dep_ == "conj" and is_verbal_or_be(at)):
            return False
        if at.dep_ == "acl" and at.tag_ == "VBN" and at.head != outer.head:
            return False
        at = at.head
        if at == outer.head or at.i in outer.words:
            return True
    return False


def _agree(inner: Candidate, outer: Candidate) -> bool:
    """Whether no role is filled by different ones."""
    return all(
        not inner.role(role) or not outer.role(role) or inner.names(role) & outer.names(role)
        for role in ("agent", "recipient", "object")
    )


def _with_roles_of(outer: Candidate, inner: Candidate) -> Candidate:
    taken = {it.name for them in outer.roles.values() for it in them}
    roles: dict[str, tuple[Participant, ...]] = dict(outer.roles)
    for role, them in inner.roles.items():
        if not roles.get(role):
            roles[role] = tuple(it for it in them if it.name not in taken)
    moment = outer.moment if outer.moment.date else inner.moment
    return replace(outer, roles=roles, moment=moment, party=outer.party or inner.party)


def _relations_once(candidates: list[Candidate]) -> Iterator[Candidate]:
    told: set[tuple[str, str, str]] = set()
    for each in sorted(_fullest(candidates), key=lambda it: (*it.extent, it.head.i)):
        if not each.lasting:
            yield each
            continue
        others = each.names("object") | each.names("recipient")
        pairs = {(each.type, a, b) for a in each.names("agent") for b in others or {""}}
        if not pairs <= told:
            told |= pairs
            yield each


def _fullest(candidates: list[Candidate]) -> Iterable[Candidate]:
    """Of candidates that nothing tells apart, the one that names most."""
    return {each.key: each for each in sorted(candidates, key=_named)}.values()


def _named(each: Candidate) -> int:
    return sum(len(them) for them in each.roles.values())
