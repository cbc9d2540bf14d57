"""Attributions made by verbs, with or without quotation marks."""

from collections import defaultdict
from collections.abc import Iterable

from spacy.tokens import Token

from claimgraph.extract.attributed import NEGATIVE, POSITIVE, AttributionFrame
from claimgraph.extract.complements import (
    CONTENT_VERBS,
    Range,
    complements,
    extent,
    is_passive,
    joined,
    phrase_extent,
    trimmed,
)
from claimgraph.extract.cues import Use
from claimgraph.extract.quotes import SENTENCE_END
from claimgraph.extract.scene import Scene, rest_of
from claimgraph.extract.voices import antecedent, own_subject, source_range, voice

FREE = frozenset(("what", "who", "whatever", "whoever"))
CLAUSES = ("clause", "question", "infinitive", "gerund")
NOMINAL = ("object", "complement", "dative")
NEGATIONS = frozenset(("not", "n't", "never", "no", "nobody", "neither", "nor", "none"))
AUXILIARIES = ("aux", "auxpass", "neg", "prt")
SPEAKING = frozenset(("clause", "quotation"))
BREAKS = frozenset((",", "-", "--", "–", "—"))
PARENTHESIS = 14
OPENERS = frozenset(("DET", "PRON", "PROPN", "NOUN", "ADJ", "NUM", "SCONJ"))

Held = dict[str, list[Token]]


def verbal(stage: Scene, token: Token) -> AttributionFrame | None:
    """The attribution that a verb makes, if it is a cue and something is ascribed."""
    if token.pos_ not in CONTENT_VERBS or token.dep_ in ("aux", "auxpass"):
        return None
    uses = stage.cues.uses("verb", token)
    if not uses:
        return None
    if token.i in stage.said:
        return _quoting(stage, token, uses)
    return _best(stage, token, uses)


def _quoting(stage: Scene, token: Token, uses: tuple[Use, ...]) -> AttributionFrame | None:
    use = next(use for use in uses if "quotation" in use.cue.takes and _fits(token, use))
    content = [_lead_in(stage, q.start, q.end, token) for q in stage.said[token.i]]
    return _frame(stage, token, use, content, "direct")


def _lead_in(stage: Scene, start: int, end: int, token: Token) -> Range:
    """A quotation with the words that open its sentence, where the cue only follows."""
    if token.i < start:
        return _interrupted(stage, start, end, token)
    opening, _ = stage.sentence(start)
    return opening, end


def _interrupted(stage: Scene, start: int, end: int, token: Token) -> Range:
    return start, end


def _fits(token: Token, use: Use) -> bool:
    return rest_of(token, use) is not None


def _best(stage: Scene, token: Token, uses: tuple[Use, ...]) -> AttributionFrame | None:
    """The first use, longest first, that finds what it takes."""
    held = _held(token)
    if not any(h.i > token.i for kind in CLAUSES for h in held.get(kind, ())):
        aside = _parenthesis(stage, token, uses)
        if aside is not None:
            return aside
    passive = is_passive(token)
    options = []
    for use in uses:
        rest = rest_of(token, use)
        if rest is None:
            continue
        own = _merge(held, rest)
        content = joined(_content(stage, token, use, own, passive=passive))
        if content:
            options.append((len(use.rest), _weight(use, own), content, use, rest))
    if not options:
        return _parenthesis(stage, token, uses) or _following(stage, token, uses)
    *_, content, use, rest = max(options, key=lambda option: option[:2])
    return _frame(stage, token, use, content, "indirect", rest)


def _held(token: Token) -> Held:
    held: Held = defaultdict(list)
    for kind, head in complements(token):
        held[kind].append(head)
    return held


def _merge(held: Held, rest: list[Token]) -> Held:
    """What a verb holds together with the words that complete it, which are no content."""
    if not rest:
        return held
    merged: Held = defaultdict(list)
    done = {token.i for token in rest}
    for source in (held, *(_held(token) for token in rest)):
        for kind, heads in source.items():
            merged[kind].extend(h for h in heads if h.i not in done)
    return merged


def _weight(use: Use, held: Held) -> int:
    ranks = {"clause": 5, "question": 5, "infinitive": 4, "gerund": 4, "complement": 3, "object": 2}
    return max((ranks.get(kind, 1) for kind in use.cue.takes if held.get(kind)), default=0)


def _content(stage: Scene, token: Token, use: Use, held: Held, *, passive: bool) -> list[Range]:
    takes = use.cue.takes
    heads: list[Range] = []
    held = _as_taken(token, held, takes)
    clauses = [h for kind in CLAUSES if kind in takes for h in held.get(kind, ())]
    heads.extend(extent(h) for h in clauses)
    if "object" in takes and not (clauses and use.cue.addresses_object):
        heads.extend(extent(h) for h in held.get("object", ()))
    if "complement" in takes:
        heads.extend(extent(h) for h in held.get("complement", ()))
    for kind, found in sorted(held.items()):
        if kind in takes and kind not in (*CLAUSES, *NOMINAL, "subject"):
            heads.extend(phrase_extent(h) for h in found)
    if "subject" in takes:
        return _with_subject(token, heads)
    if passive:
        return _passive(token, use, heads)
    return _tidy(stage, token, heads)


def _as_taken(token: Token, held: Held, takes: frozenset[str]) -> Held:
    """What a verb holds, small clauses and free relatives read as the verb takes them."""
    read: Held = defaultdict(list, {kind: list(heads) for kind, heads in held.items()})
    for head in held.get("complement", ()):
        if head.dep_ == "ccomp" and "complement" not in takes and "clause" in takes:
            read["clause"].append(head)
    for head in held.get("question", ()):
        if "question" not in takes and "object" in takes and head.left_edge.lower_ in FREE:
            read["object"].append(head)
    for head in held.get("clause", ()):
        if "clause" not in takes and "object" in takes and head.i > token.i:
            read["object"].append(head)
        elif head.right_edge.i < token.i and not _leads_to(head, token):
            read["clause"].remove(head)
    return read


def _leads_to(head: Token, token: Token) -> bool:
    """Whether a clause before the verb is what is said, not a neighbour joined by ";"."""
    after = token.doc[head.right_edge.i + 1].text
    return after not in (";", ":") and head.doc[head.right_edge.i].text not in (";", ":")


def _with_subject(token: Token, heads: list[Range]) -> list[Range]:
    subject = own_subject(token)
    if not heads or subject is None:
        return heads
    return sorted([source_range(subject), *heads])


def _passive(token: Token, use: Use, heads: list[Range]) -> list[Range]:
    """The subject of a passive is its object: what was said, or who was accused."""
    subject = own_subject(token)
    if "object" not in use.cue.takes and not heads:
        return []
    if use.cue.addresses_object:
        return heads
    if subject is None and token.dep_ in ("acl", "amod"):
        noun = token.head
        return sorted([trimmed(noun.doc, noun.left_edge.i, noun.i + 1), *heads])
    if subject is None:
        return heads
    return sorted([source_range(subject), *heads])


def _tidy(stage: Scene, token: Token, ranges: list[Range]) -> list[Range]:
    """Ranges without the cue, and with the whole of each quotation that they touch."""
    kept = []
    for start, end in ranges:
        if start <= token.i < end:
            before, after = (start, token.i), (token.i + 1, end)
            start, end = max(before, after, key=lambda r: r[1] - r[0])
        start, end = trimmed(token.doc, start, end)
        if start < end:
            kept.append(stage.whole(start, end, token.i))
    return kept


def _parenthesis(stage: Scene, token: Token, uses: tuple[Use, ...]) -> AttributionFrame | None:
    """ "P, she said" and "P, she said, Q": the sentence around the speaker's words."""
    use = next((u for u in uses if SPEAKING <= u.cue.takes and _fits(token, u)), None)
    subject = own_subject(token)
    if use is None or subject is None or token.dep_ == "relcl":
        return None
    start, end = stage.sentence(token.i)
    opening = min(subject.left_edge.i, token.i)
    closing = _closing(token, subject, end)
    if opening <= start or token.doc[opening - 1].text not in BREAKS or closing is None:
        return None
    pieces = [trimmed(token.doc, start, opening), trimmed(token.doc, closing, end)]
    content = [stage.whole(*piece, token.i) for piece in pieces if piece[0] < piece[1]]
    return _frame(stage, token, use, content, "indirect")


def _closing(token: Token, subject: Token, end: int) -> int | None:
    """Where the words of saying end: at the next comma, or with the sentence."""
    index = max(token.i, subject.right_edge.i if subject.i > token.i else token.i) + 1
    for _ in range(PARENTHESIS):
        if index >= end or token.doc[index].text in SENTENCE_END:
            return end
        if token.doc[index].text in BREAKS:
            return index
        index += 1
    return None


def _following(stage: Scene, token: Token, uses: tuple[Use, ...]) -> AttributionFrame | None:
    """The rest of the sentence, where the parse gives a verb of saying nothing to say."""
    use = next((u for u in uses if "clause" in u.cue.takes and _fits(token, u)), None)
    if use is None or own_subject(token) is None or token.i + 2 >= len(token.doc):
        return None
    if token.doc[token.i + 1].pos_ not in OPENERS:
        return None
    _, end = stage.sentence(token.i)
    stop = next((i for i in range(token.i + 1, end) if token.doc[i].text in (",", ";")), end)
    content = trimmed(token.doc, token.i + 1, stop)
    if content[0] >= content[1]:
        return None
    return _frame(stage, token, use, [stage.whole(*content, token.i)], "indirect")


def _frame(
    stage: Scene,
    token: Token,
    use: Use,
    content: Iterable[Range],
    kind: str,
    rest: list[Token] | None = None,
) -> AttributionFrame:
    speaker = None if "subject" in use.cue.takes else voice(token)
    source = () if speaker is None else tuple(range(*source_range(speaker)))
    cue = sorted({token.i, *(t.i for t in rest or ()), *_auxiliaries(token)})
    return AttributionFrame(
        cue_head=token.i,
        cue=tuple(cue),
        content=joined(content),
        source=source,
        source_head=None if speaker is None else antecedent(speaker, token).i,
        act=use.cue.act,
        polarity=polarity(token),
        kind=kind,
    )


def _auxiliaries(token: Token) -> list[int]:
    return [c.i for c in token.children if c.dep_ in AUXILIARIES and abs(c.i - token.i) <= 4]


def polarity(token: Token) -> str:
    """Whether saying it is itself negated: "did not say"."""
    negated = any(c.dep_ == "neg" or c.lower_ in NEGATIONS for c in token.children)
    return NEGATIVE if negated else POSITIVE
