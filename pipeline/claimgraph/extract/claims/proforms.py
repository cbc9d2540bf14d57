"""Deeds told by words that stand for others: "Germany followed suit", "Acme did so in May"."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from spacy.tokens import Token

from claimgraph.extract.claims.candidates import Candidate
from claimgraph.extract.claims.ground import Ground
from claimgraph.extract.claims.issuers import is_named
from claimgraph.extract.grammar.predicates import SUBJECTS, is_verbal_or_be
from claimgraph.extract.grammar.spans import clause
from claimgraph.extract.grammar.subjects import subject
from claimgraph.model import Status

DOING = frozenset({"so", "likewise", "same"})  # "did so", "did the same"
FOLLOWING = "suit"  # "followed suit"
STEPS = 4  # how far below its main verb a deed may stand
DONE = frozenset({Status.ASSERTED, Status.REPORTED})
LIKEWISE = frozenset({"likewise", "same", FOLLOWING})  # done by somebody else


def followed(ground: Ground, evoked: Sequence[Candidate]) -> Iterator[Candidate]:
    """The deeds that stand-ins tell again, each after the main deed told just before it.

    Of several deeds told there the one that is wanted of the doer is meant: "asked Acme to close
    it, and Acme did so".
    """
    for token in ground.parsed.doc:
        word = _stand_in(token)
        before = _before(token) if word else None
        if before is None:
            continue
        main = [
            each
            for each in evoked
            if each.head.i < token.i and _heads(before, each.head) and _is_deed(ground, each, word)
        ]
        main.sort(key=lambda each: (each.head == before, each.head.i))
        again = [(each, it) for each in main if (it := _again(ground, token, each, word))]
        wanted = [
            it for each, it in again if _is_wanted(each) and each.names("agent") & it.names("agent")
        ]
        yield from (wanted or [it for each, it in again if not _is_wanted(each)])[-1:]


def _stand_in(verb: Token) -> str:
    """The word by which a verb stands for another: "so" of "did so"; nothing for other verbs."""
    if verb.lemma_ not in {"do", "follow"} or verb.pos_ not in {"VERB", "AUX"}:
        return ""
    words = {FOLLOWING} if verb.lemma_ == "follow" else DOING
    return next((c.lower_ for c in verb.rights if c.i <= verb.i + 2 and c.lower_ in words), "")


def _before(verb: Token) -> Token | None:
    """The main verb told just before: of the clause it is joined to, else of the last sentence."""
    at = verb
    while at.dep_ in {"ccomp", "relcl", "advcl"} and at.head is not at:
        at = at.head
    if at.dep_ == "conj" and is_verbal_or_be(at.head):
        return at.head
    left = next((c for c in at.lefts if c.dep_ in {"ccomp", "advcl"} and c.i < verb.i), None)
    if left is not None and left != verb:
        return left
    start = verb.sent.start
    return verb.doc[start - 1].sent.root if start else None


def _heads(main: Token, head: Token) -> bool:
    """Whether a deed stands at, or not far below, a main verb."""
    at = head
    for _ in range(STEPS):
        if at == main:
            return True
        if at.dep_ in {"relcl", "acl"} and at.head.dep_ not in {"dobj", "attr"}:
            return False
        at = at.head
    return False


def _is_deed(ground: Ground, each: Candidate, word: str) -> bool:
    """Whether somebody may do the same: a deed by a verb; where others follow, one that is done."""
    done = word not in LIKEWISE or each.standing.status in DONE
    told = not each.lasting and each.type not in ground.speech
    return done and told and each.head.pos_ == "VERB"


def _is_wanted(each: Candidate) -> bool:
    return each.standing.status is Status.HYPOTHETICAL


def _again(ground: Ground, verb: Token, deed: Candidate, word: str) -> Candidate | None:
    """A deed as somebody does it who does so too."""
    doer = subject(verb)
    kinds = ground.frames.accepts.get((deed.type, "agent"), frozenset())
    agents = ground.referents.of(doer.head, kinds) if doer else ()
    same = {each.name for each in agents} & deed.names("agent")
    own = any(c.dep_ in SUBJECTS for c in verb.children)
    if not own or not any(map(is_named, agents)) or (word in LIKEWISE and same):
        return None
    standing, moment = ground.judge.standing(verb, verb), ground.moments.of(verb, verb)
    if standing.status not in DONE or (same and not moment.date and not _is_wanted(deed)):
        return None  # "it did so on two grounds": nothing new is told
    told = (f"frame:{deed.frame}", "path:stand-in", standing.rule)
    others = {role: tuple(it.elsewhere for it in who) for role, who in deed.roles.items()}
    return replace(
        deed,
        head=verb,
        words=(verb.i,),
        extent=clause(verb),
        roles={**others, "agent": agents},
        standing=standing,
        moment=moment,
        quantities=(),
        reasons=(*told, "doubt:resolved-from-elsewhere"),
        attribution=None,
    )
