"""Plain lists of names: "Meta, Google and Brixton", whatever the parser makes of them."""

from collections.abc import Sequence

from spacy.tokens import Doc, Token

from claimgraph.extract.grammar.predicates import SUBJECTS
from claimgraph.extract.naming.names import Mention

JOINTS = ((",",), ("and",), (",", "and"), ("or",), (",", "or"), ("&",))
FIRST = frozenset(joint[0] for joint in JOINTS)
DESCRIBING = frozenset(("DT", "JJ", "NN", "NNP", "VBG", "HYPH"))
OBJECTS = frozenset(("dobj", "pobj", "dative"))
FAR = 6  # the most words between two names of a list
MODIFYING = frozenset(("poss", "compound", "amod", "nmod"))


def following(mentions: Sequence[Mention], doc: Doc, number: int) -> list[int]:
    """The mentions that commas and a last "and" or "or" join to one, to its right.

    None where no such last word closes the list, or where its last name is no noun phrase of its
    own ("Meta and Google's lawyers").
    """
    found: list[int] = []
    for k in range(number + 1, len(mentions)):
        between = _joint(mentions, doc, k)
        if between is None:
            return found if _goes_on_nameless(mentions, doc, [number, *found]) else []
        found.append(k)
        if between != (",",):
            first, last = _root(mentions[number], doc), _root(mentions[k], doc)
            begins = last.dep_ in SUBJECTS and first.dep_ in OBJECTS  # "sued Acme, and Roe said"
            return [] if begins or last.dep_ in MODIFYING else found
    return []


def preceding(mentions: Sequence[Mention], doc: Doc, number: int) -> list[int]:
    """The mentions listed before one of which the parser made parts of its phrase.

    As in "On Monday, Acme and Brixton Media sued", where "Acme" is hung on the last word.
    """
    found: list[int] = []
    last = mentions[number]
    for k in range(number - 1, -1, -1):
        between = _joint(mentions, doc, k + 1)
        if between is None or (between == (",",)) != bool(found):
            break
        if not found and not last.start <= _root(mentions[k], doc).head.i < last.end:
            break
        found.append(k)
    return found[::-1]


def _joint(mentions: Sequence[Mention], doc: Doc, k: int) -> tuple[str, ...] | None:
    """The words that join a mention to the one before it in a list, or None.

    A noun that tells what the name means may stand between: "Acme and the app Rover".
    """
    start = mentions[k - 1].end
    if doc[start].lower_ not in FIRST:
        return None
    words = tuple(doc[i] for i in range(start, min(mentions[k].start, start + FAR)))
    lowers = tuple(word.lower_ for word in words)
    if lowers in JOINTS:
        return lowers
    for joint in JOINTS:
        rest = words[len(joint) :]
        beside = bool(rest) and rest[-1].lower_ in mentions[k].nouns
        if lowers[: len(joint)] == joint and beside and {it.tag_ for it in rest} <= DESCRIBING:
            return joint
    return None


def _root(mention: Mention, doc: Doc) -> Token:
    return doc[mention.start : mention.end].root


def _goes_on_nameless(mentions: Sequence[Mention], doc: Doc, listed: list[int]) -> bool:
    """Whether a list of people ends in some without a name: "Ann Lee, Bo Roe and two others"."""
    end = mentions[listed[-1]].end
    kinds = {mentions[k].kind for k in listed}
    closed = len(listed) > 1 and len(kinds) == 1 and kinds != {""}
    return closed and end + 1 < len(doc) and doc[end].lower_ == "and" and doc[end + 1].tag_ == "CD"
