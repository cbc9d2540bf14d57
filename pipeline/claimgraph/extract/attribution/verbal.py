"""Attributions made by verbs, with or without quotation marks."""

from collections.abc import Iterable

from spacy.tokens import Token

from claimgraph.extract.attribution.asides import following, mistagged, parenthesis
from claimgraph.extract.attribution.attributed import NEGATIVE, POSITIVE, AttributionFrame
from claimgraph.extract.attribution.content import (
    CLAUSES,
    Held,
    content,
    held,
    is_telling,
    weight,
    with_rest,
)
from claimgraph.extract.attribution.cues import Use
from claimgraph.extract.attribution.scene import Scene, rest_of
from claimgraph.extract.attribution.voices import (
    agent,
    named_after,
    neighbour,
    own_subject,
    phrase_beside,
    subject,
    voice,
)
from claimgraph.extract.grammar.complements import (
    CONTENT_VERBS,
    Range,
    extent,
    has_object,
    is_passive,
    joined,
)
from claimgraph.extract.grammar.predicates import is_perfect
from claimgraph.extract.grammar.subjects import antecedent

NEGATIONS = frozenset(("not", "n't", "never", "no", "nobody", "neither", "nor", "none"))
AUXILIARIES = ("aux", "auxpass", "neg", "prt")
_PREPOSITIONS = "compared assuming supposing considering judging granted regarding concerning"
PREPOSITIONS = frozenset(_PREPOSITIONS.split())
PARTICIPANTS = frozenset(("i", "we", "you"))
PERSONS = frozenset(("i", "you"))
PRIVATE = frozenset(("Think", "Know", "Feel", "Plan"))
BIDDING = frozenset(("Order", "Allow", "Warn"))
CLAUSAL = 4
PREPOSITIONAL = (1, 3)


def verbal(stage: Scene, token: Token) -> AttributionFrame | None:
    """The attribution that a verb makes, if it is a cue and something is ascribed."""
    uses = stage.cues.uses("verb", token)
    if not uses or token.dep_ in ("aux", "auxpass") or _is_preposition(token):
        return None
    if token.pos_ not in CONTENT_VERBS and token.i not in stage.said:
        return _of_noun(stage, token)
    if stage.cues.uses("adjective", token) and _is_adjective(token):
        return None
    if token.i in stage.said:
        return _quoting(stage, token, uses)
    return _passing_on(stage, token, uses) or _indirect(stage, token, uses)


def _is_preposition(token: Token) -> bool:
    """As in "compared to others", "assuming that it holds": nobody does so."""
    loose = token.dep_ in ("advcl", "prep", "pcomp", "acl") and own_subject(token) is None
    return loose and token.lower_ in PREPOSITIONS and not _follows_comma(token)


def _follows_comma(token: Token) -> bool:
    return token.i > 0 and token.nbor(-1).text == ","


def _is_adjective(token: Token) -> bool:
    """As in "she was opposed to it": a participle that nobody acts by."""
    if any(child.dep_ == "ccomp" for child in token.rights):  # "it is alleged that"
        return False
    active = is_perfect(token) and has_object(token)
    return token.tag_ == "VBN" and agent(token) is None and not active


def _of_noun(stage: Scene, token: Token) -> AttributionFrame | None:
    told = mistagged(stage, token)
    if told is None:
        return None
    start = token.left_edge.i
    return AttributionFrame(
        cue_head=token.i,
        cue=(token.i,),
        content=joined(told[1]),
        source=tuple(range(start, token.i)),
        source_head=token.i - 1,
        act=told[0].cue.act,
    )


def _quoting(stage: Scene, token: Token, uses: tuple[Use, ...]) -> AttributionFrame | None:
    use = next(
        use for use in uses if "quotation" in use.cue.takes and rest_of(token, use) is not None
    )
    quoted = stage.said[token.i]
    ranges = [_lead_in(stage, q.start, q.end, token) for q in quoted]
    if token.i + 1 < quoted[0].start and token.nbor().text == ":":
        ranges = [(token.i + 2, quoted[0].end), *ranges[1:]]
    return _frame(token, use, ranges, "direct")


def _passing_on(stage: Scene, token: Token, uses: tuple[Use, ...]) -> AttributionFrame | None:
    """As in "Lee, quoting Roy, wrote: P": by whom it was said before."""
    use = next((u for u in uses if u.cue.felt_by_object and "quotation" in u.cue.takes), None)
    beside = token.tag_ == "VBG" and token.dep_ in ("acl", "advcl")
    said = next((above for above in token.ancestors if above.i in stage.said), None)
    after = next((child for child in token.rights if child.dep_ == "conj"), None)
    if use is not None and after is not None and token.tag_ == "VBD":
        return _quoted_and_said(stage, token, after, use)
    whom = next((c for c in token.rights if c.dep_ == "dobj" and c.pos_ == "PROPN"), None)
    if use is None or not beside or said is None or whom is None:
        return None
    ranges = [_lead_in(stage, q.start, q.end, said) for q in stage.said[said.i]]
    return AttributionFrame(
        cue_head=token.i,
        cue=(token.i,),
        content=joined(ranges),
        source=tuple(range(*phrase_beside(whom, token))),
        source_head=whom.i,
        act=use.cue.act,
        kind="direct",
    )


def _quoted_and_said(stage: Scene, token: Token, verb: Token, use: Use) -> AttributionFrame | None:
    """As in "Lee quoted Roy and wrote that P": both said it, Roy first."""
    whom = next((c for c in token.rights if c.dep_ == "dobj" and c.pos_ == "PROPN"), None)
    uses = stage.cues.uses("verb", verb)
    told = _indirect(stage, verb, uses) if uses and whom is not None else None
    if told is None or whom is None:
        return None
    source = tuple(range(*phrase_beside(whom, token)))
    return AttributionFrame(
        token.i, (token.i,), told.content, source, whom.i, use.cue.act, kind="direct"
    )


def _lead_in(stage: Scene, start: int, end: int, token: Token) -> Range:
    """A quotation with the words that open its sentence, where the cue only follows."""
    if token.i < start:
        that = (i for i in range(token.i + 1, start) if token.doc[i].lower_ == "that")
        return next(that, start), end
    opening, _ = stage.sentence(start)
    if any(is_telling(stage, token.doc[i]) for i in range(opening, start)):
        return start, end
    return opening, end


def _indirect(stage: Scene, token: Token, uses: tuple[Use, ...]) -> AttributionFrame | None:
    if _is_private(token, uses):
        return None
    found = held(token)
    if any("noun" in use.cue.takes for use in uses) and _told_by_noun(stage, found):
        return None
    stirring = _stirring(token, uses, found) or _given(token, uses, found)
    if stirring is not None:
        return stirring
    if not any(h.i > token.i for kind in CLAUSES for h in found.get(kind, ())):
        aside = parenthesis(stage, token, uses)
        if aside is not None:
            return _frame(token, *aside, "indirect")
    best = _best(stage, token, uses, found)
    if best is not None:
        return best
    aside = following(stage, token, uses)
    return _frame(token, *aside, "indirect") if aside and aside[1] else None


def _told_by_noun(stage: Scene, found: Held) -> bool:
    """As in "express support for it": what the verb holds is a cue, which tells more."""
    return any(
        set(held(noun)) & use.cue.takes
        for noun in found.get("object", ())
        for use in stage.cues.uses("noun", noun)
    )


def _is_private(token: Token, uses: tuple[Use, ...]) -> bool:
    """As in "I think", "you know": the text's own voice, ascribed to nobody."""
    subject = own_subject(token)
    if subject is None or subject.lower_ not in PERSONS:
        return False
    return all(use.cue.act in PRIVATE for use in uses)


def _stirring(token: Token, uses: tuple[Use, ...], found: Held) -> AttributionFrame | None:
    """As in "the fine angered the maker": the object feels what the subject stirs."""
    stirs = (u for u in uses if u.cue.felt_by_object and "quotation" not in u.cue.takes)
    use = next(stirs, None)
    if use is None or is_passive(token):
        return None
    subject, feeler = own_subject(token), next(iter(found.get("object", ())), None)
    if subject is None or feeler is None or feeler.lower_.endswith("self"):
        return None
    return AttributionFrame(
        cue_head=token.i,
        cue=(token.i,),
        content=joined([phrase_beside(subject, token)]),
        source=tuple(range(*phrase_beside(feeler, token))),
        source_head=feeler.i,
        act=use.cue.act,
        polarity=polarity(token),
    )


def _given(token: Token, uses: tuple[Use, ...], found: Held) -> AttributionFrame | None:
    """As in "won the backing of the union": the union backs whoever the subject is."""
    receiver = subject(token)
    for noun in found.get("object", ()):
        use = next((u for u in uses if u.cue.given_by and u.rest == (noun.lemma_.lower(),)), None)
        if use is None or receiver is None or is_passive(token):
            continue
        giver = _giver(noun, use.cue.given_by) or _giver(token, use.cue.given_by - {"of"})
        if giver is not None:
            return AttributionFrame(
                cue_head=token.i,
                cue=tuple(sorted((token.i, noun.i))),
                content=joined([phrase_beside(receiver, token)]),
                source=tuple(range(*extent(giver))),
                source_head=giver.i,
                act=use.cue.act,
                polarity=polarity(token),
            )
    return None


def _giver(word: Token, prepositions: frozenset[str]) -> Token | None:
    for child in word.rights:
        if child.dep_ == "prep" and child.lower_ in prepositions:
            return next((c for c in child.children if c.dep_ == "pobj"), None)
    return None


def _best(
    stage: Scene, token: Token, uses: tuple[Use, ...], found: Held
) -> AttributionFrame | None:
    """The use that finds the most telling complement, longer cues first."""
    passive = is_passive(token) or _bids_nobody(token, uses, found)
    options = []
    for use in uses:
        rest = rest_of(token, use)
        if rest is None:
            continue
        own = with_rest(found, [t for t in rest if t.lower_ not in use.cue.takes])
        ranges = joined(content(stage, token, use, own, passive=passive))
        if ranges:
            options.append((len(use.rest), weight(use, own), ranges, use, rest))
    if not options:
        return None
    _, rank, ranges, use, rest = max(options, key=lambda option: option[:2])
    if not _ascribes(token, rank, passive=passive):
        return None
    return _frame(token, use, ranges, "indirect", rest, passive=passive)


def _bids_nobody(token: Token, uses: tuple[Use, ...], found: Held) -> bool:
    """As in the headline "Maker ordered to stop": without an object it is the maker who must."""
    bids = uses[0].cue.act in BIDDING and token.tag_ in ("VBD", "VBN")
    return bids and bool(found.get("infinitive")) and not found.get("object")


def _ascribes(token: Token, rank: int, *, passive: bool) -> bool:
    """Whether the verb ascribes at all: "released emails" and "you see it" ascribe nothing."""
    if rank >= CLAUSAL:
        return token.dep_ != "csubj"
    speaker = voice(token)
    if token.dep_ in ("amod", "csubj", "compound"):
        return False
    if speaker is None:
        return passive and (token.dep_ != "acl" or rank in PREPOSITIONAL)
    return speaker.lower_ not in PARTICIPANTS


def _frame(
    token: Token,
    use: Use,
    ranges: Iterable[Range],
    kind: str,
    rest: list[Token] | None = None,
    *,
    passive: bool = False,
) -> AttributionFrame:
    speaker = agent(token) if passive else named_after(token) or voice(token)
    if "subject" in use.cue.takes:
        speaker = None
    if speaker is None and not passive and _lost_subject(token, use):
        speaker = neighbour(token)
    if speaker is None and not passive and _is_loose(token):
        speaker = own_subject(token.sent.root)
    source = () if speaker is None else tuple(range(*phrase_beside(speaker, token)))
    cue = sorted({token.i, *(t.i for t in rest or ()), *_auxiliaries(token)})
    content = joined(ranges)
    if passive:  # "accused by Acme of theft": what the parse hung on who does it
        source = tuple(i for i in source if not any(a <= i < b for a, b in content))
    return AttributionFrame(
        cue_head=token.i,
        cue=tuple(cue),
        content=content,
        source=source,
        source_head=None if speaker is None else antecedent(speaker, token).i,
        act=use.cue.act,
        polarity=polarity(token),
        kind=kind,
    )


def _is_loose(token: Token) -> bool:
    """Whether a participle of saying stands behind a comma: ", clearly stating: P"."""
    before = [token.doc[i].text for i in range(max(0, token.i - 2), token.i)]
    return token.tag_ == "VBG" and "," in before and token.sent.root.tag_ in ("VBD", "VBZ", "VBN")


def _lost_subject(token: Token, use: Use) -> bool:
    """Whether a finite verb of saying must have a subject that the parse did not find."""
    finite = token.tag_ in ("VBD", "VBZ", "VBP", "NNS") and not is_passive(token)
    return finite and "subject" not in use.cue.takes


def _auxiliaries(token: Token) -> list[int]:
    return [c.i for c in token.children if c.dep_ in AUXILIARIES and abs(c.i - token.i) <= 4]


def polarity(token: Token) -> str:
    """Whether saying it is itself negated: "did not say"."""
    negated = any(c.dep_ == "neg" or c.lower_ in NEGATIONS for c in token.children)
    return NEGATIVE if negated else POSITIVE
