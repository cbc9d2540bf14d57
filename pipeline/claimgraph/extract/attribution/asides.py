"""What is said around the words of saying, found without leaning on the parse.

Parsers stumble over "P, she said, Q", "as she said, P" and nouns that are verbs ("records show");
the order of words tells what is said all the same.
"""

from collections.abc import Sequence

from spacy.tokens import Token

from claimgraph.extract.attribution.content import TELLING, sentence_rest
from claimgraph.extract.attribution.cues import Use
from claimgraph.extract.attribution.scene import Scene, rest_of
from claimgraph.extract.attribution.voices import agent, named_after, neighbour, own_subject
from claimgraph.extract.grammar.complements import CONTENT_VERBS, Range, has_to, is_passive, trimmed
from claimgraph.extract.parse.quotes import SENTENCE_END

SPEAKING = frozenset(("clause", "quotation"))
BREAKS = frozenset((",", "-", "--", "\u2013", "\u2014"))
CLAUSE_ENDS = SENTENCE_END | {",", ";"}
PLURAL = frozenset(("NNS", "NNPS"))
PARENTHESIS = 14
NEAR_COLON = 8
OPENERS = frozenset(("DET", "PRON", "PROPN", "NOUN", "ADJ", "NUM", "SCONJ", "VERB", "ADV"))
FINITE = frozenset(("VBD", "VBZ", "VBP", "MD"))
COMPLEMENTS = frozenset(("dobj", "ccomp", "xcomp", "attr", "oprd", "intj", "acomp"))

Aside = tuple[Use, list[Range]]


def telling_use(token: Token, uses: Sequence[Use]) -> Use | None:
    """The use as a verb that can pass on any clause, question or quotation."""
    return next((u for u in uses if u.cue.takes >= TELLING and rest_of(token, u) is not None), None)


def parenthesis(stage: Scene, token: Token, uses: Sequence[Use]) -> Aside | None:
    """As in "P, she said" and "P, she said, Q": the sentence around the speaker's words."""
    use = next((u for u in uses if u.cue.takes >= SPEAKING and rest_of(token, u) is not None), None)
    cited = agent(token) if is_passive(token) else None
    subject = own_subject(token) or cited or named_after(token) or neighbour(token)
    if use is None or subject is None or token.dep_ == "relcl":
        return None
    if subject is not cited and not _finite(token):
        return None
    start, end = stage.sentence(token.i)
    opening = min(subject.left_edge.i, token.i)
    if cited is not None:
        opening = _before_adverbs(token)
    closing = _closing(token, subject, end, use)
    as_clause = _after_as(token, opening, start)
    before = token.doc[opening - 1].text if opening > start else ""
    if closing is None or not (as_clause or (before in BREAKS and cited is None)):
        return None
    opening -= as_clause
    pieces = [trimmed(token.doc, start, opening), trimmed(token.doc, closing, end)]
    if not any(t.pos_ in CONTENT_VERBS for piece in pieces for t in token.doc[slice(*piece)]):
        return None
    content = [stage.whole(*piece, token.i) for piece in pieces if piece[0] < piece[1]]
    return (use, content) if content else None


def _after_as(token: Token, opening: int, start: int) -> bool:
    """Whether "as" opens the aside, at the beginning of its sentence or after a break."""
    if opening <= start or token.doc[opening - 1].lower_ != "as":
        return False
    before = token.doc[opening - 2]
    return opening - 1 == start or before.text in BREAKS or before.dep_ == "cc" or before.is_space


def _before_adverbs(token: Token) -> int:
    """Where a verb begins with the adverbs before it: "first reported"."""
    index = token.i
    while index > 0 and token.doc[index - 1].pos_ == "ADV":
        index -= 1
    return index


def _finite(token: Token) -> bool:
    subject = own_subject(token)
    mistaken = token.tag_ == "VBN" and subject is not None and subject.dep_ == "nsubj"
    if token.tag_ in FINITE or mistaken:
        return True
    return any(child.dep_ == "aux" and child.tag_ in FINITE for child in token.lefts)


def _closing(token: Token, subject: Token, end: int, use: Use) -> int | None:
    """Where the words of saying end: at the next comma, or with the sentence."""
    index = max(token.i, subject.right_edge.i if subject.i > token.i else token.i) + 1
    for _ in range(PARENTHESIS):
        if index >= end or token.doc[index].text in SENTENCE_END:
            return None if _says_more(token, end, use) else end
        if token.doc[index].text in BREAKS:
            return None if _says_more(token, index, use) else index
        index += 1
    return None


def _says_more(token: Token, end: int, use: Use) -> bool:
    """Whether the verb has something to say of its own before the end of the aside."""
    if named_after(token) is not None:
        return False
    more = COMPLEMENTS - {"dobj"} if use.cue.addresses_object else COMPLEMENTS
    own = {each.i for each in rest_of(token, use) or ()}  # "as she put it"
    return any(
        child.dep_ in more and child.i < end and child.i not in own for child in token.rights
    )


def following(stage: Scene, token: Token, uses: Sequence[Use]) -> Aside | None:
    """The rest of the sentence, where the parse gives a verb of saying nothing to say."""
    use = telling_use(token, uses)
    subject = own_subject(token)
    if use is None or token.i + 2 >= len(token.doc) or has_to(token):
        return None
    below = _below(stage, token)
    if below is not None:
        return use, [below]
    that = _that(stage, token)
    if that is not None:
        return use, [stage.whole(*sentence_rest(stage, that - 1), token.i)]
    if subject is None or token.doc[token.i + 1].pos_ not in (*OPENERS, "AUX"):
        return None
    return use, _spoken_of(stage, token, subject)


def _below(stage: Scene, token: Token) -> Range | None:
    """The next paragraph, where the verb's own ends in a colon."""
    blocks = stage.parsed.blocks
    number = stage.parsed.block_number(token.i)
    last = token.doc[blocks[number].end - 1]
    if last.text != ":" or last.i - token.i > NEAR_COLON or number + 1 >= len(blocks):
        return None
    return trimmed(token.doc, blocks[number + 1].start, blocks[number + 1].end)


def _that(stage: Scene, token: Token) -> int | None:
    """Where "that" opens what is said, some words after the verb."""
    _, end = stage.sentence(token.i)
    for index in range(token.i + 1, min(end, token.i + PARENTHESIS)):
        if token.doc[index].lower_ == "that" and token.doc[index].tag_ in ("IN", "WDT"):
            return index
        if token.doc[index].tag_ in FINITE:
            return None
    return None


def _spoken_of(stage: Scene, token: Token, subject: Token) -> list[Range]:
    """The clause after the verb; with "what she said was P", the word before her too."""
    rest = stage.whole(*sentence_rest(stage, token.i, CLAUSE_ENDS), token.i)
    if rest[0] >= rest[1]:
        return []
    opening = subject.left_edge.i
    if token.doc[token.i + 1].tag_ in FINITE and opening > 0 and subject.i < token.i:
        return [(opening - 1, opening), rest]
    return [rest]


def mistagged(stage: Scene, token: Token) -> Aside | None:
    """As in "Records show that P" and headlines: a verb that the tagger took for a noun."""
    if token.i == 0 or token.i + 2 >= len(token.doc):
        return None
    before, after = token.nbor(-1), token.nbor()
    if before.pos_ not in ("NOUN", "PROPN"):
        return None
    uses = stage.cues.uses("verb", token)
    if after.lower_ == "that" and (before.tag_ in PLURAL or token.tag_ in PLURAL or _heads(token)):
        use = telling_use(token, uses)
    elif _heads(token) and after.tag_ == "TO":
        use = next((u for u in uses if "infinitive" in u.cue.takes and not u.rest), None)
    elif _heads(token) and after.pos_ in ("DET", "PRON", "PROPN") and token.tag_ in PLURAL:
        use = next((u for u in uses if "object" in u.cue.takes and not u.rest), None)
    else:
        return None
    if use is None:
        return None
    return use, [stage.whole(*sentence_rest(stage, token.i), token.i)]


def _heads(token: Token) -> bool:
    return token.dep_ == "ROOT" or (token.dep_ == "conj" and token.head.pos_ == "VERB")
