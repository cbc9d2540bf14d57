"""Attributions made by nouns, adjectives, adverbs and fixed phrases."""

from collections.abc import Iterable

from spacy.tokens import Doc, Token

from claimgraph.extract.attribution.attributed import AttributionFrame
from claimgraph.extract.attribution.content import CLAUSES, is_telling
from claimgraph.extract.attribution.cues import Use
from claimgraph.extract.attribution.scene import Scene
from claimgraph.extract.attribution.verbal import polarity
from claimgraph.extract.attribution.voices import (
    SUBJECTS,
    phrase_beside,
    possessor,
    subject,
)
from claimgraph.extract.grammar.complements import (
    CONTENT_VERBS,
    Range,
    complements,
    extent,
    joined,
    phrase_extent,
    trimmed,
)
from claimgraph.extract.grammar.subjects import antecedent

SPEAKERS = frozenset(("PERSON", "ORG", "NORP"))
SPEAKER_LENGTH = 6
HOLDING = frozenset(("in", "with", "under", "on", "to"))
ANSWERS = frozenset(("Deny", "Oppose", "Criticise"))
_MET = "face hear receive"  # what others say to somebody
MET = frozenset(_MET.split())
NOUNS = frozenset(("NOUN", "PROPN"))


def nominal(stage: Scene, token: Token) -> AttributionFrame | None:
    """As in "Her claim that P", "support for P", "expressed concern about P"."""
    if token.pos_ not in NOUNS:
        return None
    for use in stage.cues.uses("noun", token):
        if (told := _after_colon(stage, token, use)) is not None:
            return told
        content = _held(token, use) or _told_to_be(token, use)
        clausal = _is_clausal(token, use)
        speaker = None if clausal and _is_answered(stage, token) else _noun_voice(token)
        if content and (speaker is not None or clausal):
            return _frame(token, use, content, speaker, "nominal")
    return None


def _after_colon(stage: Scene, token: Token, use: Use) -> AttributionFrame | None:
    """As in 'Lee's answer: "P"': words quoted after the noun for what somebody said."""
    speaker = next((c for c in token.lefts if c.dep_ == "poss"), None)
    if speaker is None or "quotation" not in use.cue.takes or token.i + 2 >= len(token.doc):
        return None
    opening = stage.around.get(token.i + 2)
    if token.nbor().text != ":" or opening is None:
        return None
    return _frame(token, use, [(opening.start, opening.end)], speaker, "direct")


def _is_answered(stage: Scene, token: Token) -> bool:
    """As in "denied the claims that P", "faces claims that P": somebody else makes them."""
    if token.dep_ != "dobj" or possessor(token) is not None:
        return False
    answers = any(use.cue.act in ANSWERS for use in stage.cues.uses("verb", token.head))
    return answers or token.head.lemma_ in MET


def _is_clausal(token: Token, use: Use) -> bool:
    """Whether a whole clause hangs on the noun; a mere phrase needs somebody who says it."""
    return any(kind in CLAUSES and kind in use.cue.takes for kind, _ in complements(token))


def adjectival(stage: Scene, token: Token) -> AttributionFrame | None:
    """As in "She is afraid that P", "critical of P"."""
    if token.pos_ not in ("ADJ", "VERB"):
        return None
    for use in stage.cues.uses("adjective", token):
        if "head" in use.cue.takes:
            return _before_noun(token, use)
        content = _held(token, use) or _held(token.head, use, clauses_only=True)
        if content and token.dep_ != "compound":
            return _frame(token, use, content, _adjective_voice(token), "adjectival")
    return None


def _before_noun(token: Token, use: Use) -> AttributionFrame | None:
    """As in "the alleged theft": the noun it stands before, told by nobody who is named."""
    noun = token.head
    if token.dep_ != "amod" or noun.i < token.i:
        return None
    content = trimmed(token.doc, token.i + 1, noun.right_edge.i + 1)
    return _frame(token, use, [content], None, "adjectival")


def adverbial(stage: Scene, token: Token) -> AttributionFrame | None:
    """As in "Reportedly P": the clause that the adverb stands in, nobody named."""
    uses = stage.cues.uses("adverb", token)
    head = token.head
    if not uses or token.pos_ != "ADV" or (head.i > token.i and is_telling(stage, head)):
        return None
    start, end = extent(head)
    content = [r for r in ((start, token.i), (token.i + 1, end)) if r[0] < r[1]]
    trimmed_content = [trimmed(token.doc, *r) for r in content]
    return _frame(token, uses[0], [r for r in trimmed_content if r[0] < r[1]], None, "adverbial")


def phrasal(stage: Scene, token: Token) -> AttributionFrame | None:
    """As in "According to S, P" and phrases like it; "in a poll P"; "S: P"."""
    uses = stage.cues.uses("phrase", token)
    if uses and token.is_punct:
        return colon(stage, token, uses[0])
    noun = next((c for c in token.children if c.dep_ == "pobj"), None) if uses else None
    for use in uses:
        if _is_followed_by(token, use.rest) and (use.rest or _is_named(token)):
            return _according(stage, token, use)
        if noun is not None and use.cue.of_possessor and (noun.lemma_.lower(),) == use.rest:
            return _account(stage, token, noun, use)
        if noun is not None and (noun.lower_,) == use.rest:
            return _evidence(stage, token, noun, use)
    return None


def _is_followed_by(token: Token, words: tuple[str, ...]) -> bool:
    doc = token.doc
    for i, word in enumerate(words, token.i + 1):
        if i == len(doc) or doc[i].lower_ != word:
            return False
    return True


def colon(stage: Scene, token: Token, use: Use) -> AttributionFrame | None:
    """As in "S: P" at the beginning of a paragraph or a headline."""
    block = stage.parsed.blocks[stage.parsed.block_number(token.i)]
    doc, start = token.doc, block.start
    if not 0 < token.i - start <= SPEAKER_LENGTH or token.i + 1 >= block.end:
        return None
    names = [t for t in doc[start : token.i] if not t.is_punct]
    if not all(_names_speaker(t) for t in names) or len("".join(t.text for t in names)) < 2:
        return None
    titled = start == 0 and (all(t.pos_ == "PROPN" for t in names) or _is_source(stage, names))
    if not titled and not any(t.ent_type_ in SPEAKERS or t.is_upper for t in names):
        return None
    content = trimmed(doc, token.i + 1, block.end)
    if not titled and not any(t.pos_ in CONTENT_VERBS for t in doc[content[0] : content[1]]):
        return None
    return AttributionFrame(
        cue_head=token.i,
        cue=(token.i,),
        content=joined([stage.whole(*content, token.i)]),
        source=tuple(range(start, token.i)),
        source_head=names[-1].i,
        act=use.cue.act,
        kind="colon",
    )


def _is_source(stage: Scene, names: list[Token]) -> bool:
    """Whether a headline opens with what is told by a report, a poll, a newspaper."""
    uses = stage.cues.uses("phrase", names[-1])
    return any(use.rest == (":",) for use in uses)


def _is_named(preposition: Token) -> bool:
    """As in "per the agency", not "per day": the noun is told apart from others of its kind."""
    noun = next((c for c in preposition.children if c.dep_ == "pobj"), None)
    if noun is None:
        return False
    return noun.pos_ == "PROPN" or any(c.dep_ in ("det", "poss") for c in noun.lefts)


def _names_speaker(token: Token) -> bool:
    return token.pos_ in ("PROPN", "NOUN", "ADJ", "PART", "DET", "CCONJ") or token.is_upper


def _account(stage: Scene, token: Token, noun: Token, use: Use) -> AttributionFrame | None:
    """As in "by its own account P": the possessor speaks."""
    speaker = possessor(noun)
    if speaker is None or speaker.i > noun.i:
        return None
    start, end = stage.sentence(token.i)
    pieces = [trimmed(token.doc, start, token.i), trimmed(token.doc, extent(noun)[1], end)]
    return AttributionFrame(
        cue_head=token.i,
        cue=(token.i, noun.i),
        content=joined(pieces),
        source=tuple(range(*phrase_beside(speaker, noun))),
        source_head=speaker.i,
        act=use.cue.act,
        kind="accordingTo",
    )


def _evidence(stage: Scene, token: Token, noun: Token, use: Use) -> AttributionFrame | None:
    """As in "P in a recent poll": what a survey shows, unless somebody else is heard to say it."""
    start, end = stage.sentence(token.i)
    if any(is_telling(stage, t) and t.pos_ in CONTENT_VERBS for t in token.doc[start:end]):
        return None
    source = extent(noun)
    pieces = [trimmed(token.doc, start, token.i), trimmed(token.doc, source[1], end)]
    return AttributionFrame(
        cue_head=token.i,
        cue=(token.i,),
        content=joined(pieces),
        source=tuple(range(*source)),
        source_head=noun.i,
        act=use.cue.act,
        kind="accordingTo",
    )


def _according(stage: Scene, token: Token, use: Use) -> AttributionFrame | None:
    doc = token.doc
    last = doc[token.i + len(use.rest)]
    head = next((c for c in last.children if c.dep_ in ("pobj", "pcomp")), None)
    if head is None:
        return None
    source = extent(head)
    start, end = stage.sentence(token.i)
    pieces = [trimmed(doc, start, token.i), trimmed(doc, source[1], end)]
    if _another_begins(token, source[1]):
        pieces = pieces[:1]
    content = [piece for piece in pieces if piece[0] < piece[1]]
    if not content:
        return None
    return AttributionFrame(
        cue_head=token.i,
        cue=tuple(range(token.i, last.i + 1)),
        content=joined(content),
        source=tuple(range(*source)),
        source_head=head.i,
        act=use.cue.act,
        kind="accordingTo",
    )


def _held(token: Token, use: Use, *, clauses_only: bool = False) -> list[Range]:
    found = []
    for kind, head in complements(token):
        if kind not in use.cue.takes or head.i < token.i:
            continue
        if kind in CLAUSES:
            found.append(_to_semicolon(token.doc, extent(head)))
        elif not clauses_only and head.dep_ in ("prep", "agent"):
            found.append(phrase_extent(head))
    return [r for r in found if r[0] < r[1]]


def _to_semicolon(doc: Doc, clause: Range) -> Range:
    """A clause up to the semicolon after which the text goes on by itself."""
    stop = next((i for i in range(*clause) if doc[i].text == ";"), None)
    return clause if stop is None else trimmed(doc, clause[0], stop)


def _another_begins(token: Token, after: int) -> bool:
    """Whether another main clause follows: "P, according to Acme, and Roy left"."""
    doc = token.doc
    if after + 2 >= len(doc) or doc[after].text != "," or doc[after + 1].dep_ != "cc":
        return False
    joined_by = doc[after + 1].head
    return any(
        c.dep_ == "conj" and c.i > after and any(s.dep_ in SUBJECTS for s in c.lefts)
        for c in joined_by.rights
    )


def _told_to_be(token: Token, use: Use) -> list[Range]:
    """As in "Its position is that P", also after an aside that the parse took for the verb."""
    if token.dep_ != "nsubj" or not use.cue.takes & set(CLAUSES):
        return []
    verbs = [token.head, *(c for c in token.head.rights if c.dep_ == "conj")]
    clauses = [c for v in verbs if v.lemma_ == "be" for c in v.rights if c.dep_ == "ccomp"]
    return [extent(clause) for clause in clauses[:1]]


def _noun_voice(token: Token) -> Token | None:
    """Who holds what the noun names: its possessor, else the subject of its verb."""
    own = possessor(token)
    if own is not None:
        return own
    if token.dep_ in ("dobj", "attr"):
        return subject(token.head)
    within = token.dep_ == "pobj" and token.head.lower_ in HOLDING
    if within and token.head.head.pos_ in ("VERB", "AUX"):
        return subject(token.head.head)
    return None


def _adjective_voice(token: Token) -> Token | None:
    if token.dep_ == "amod":
        return token.head
    head = token.head if token.dep_ in ("acomp", "advcl", "oprd", "conj") else token
    return subject(head)


def _frame(
    token: Token, use: Use, content: Iterable[Range], speaker: Token | None, kind: str
) -> AttributionFrame:
    source = () if speaker is None else tuple(range(*phrase_beside(speaker, token)))
    return AttributionFrame(
        cue_head=token.i,
        cue=(token.i,),
        content=joined(content),
        source=source,
        source_head=None if speaker is None else antecedent(speaker, token.head).i,
        act=use.cue.act,
        polarity=polarity(token.head),
        kind=kind,
    )
