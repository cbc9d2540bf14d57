"""A document made ready for attribution: its quotations, and which cue each hangs on."""

from collections.abc import Mapping
from dataclasses import dataclass

from spacy.tokens import Token

from claimgraph.extract.attribution.cues import Cues, Use
from claimgraph.extract.attribution.turns import Turn, turns
from claimgraph.extract.attribution.utterances import sentence, utterances
from claimgraph.extract.grammar.complements import CONTENT_VERBS, Range
from claimgraph.extract.parse.language import Parsed
from claimgraph.extract.parse.quotes import SENTENCE_END, Quotation, quotations

REACH = 4


@dataclass(frozen=True, slots=True)
class Scene:
    """A parsed document, the cues, and what the quotation marks tell.

    `inside[i]` is 1 where token i lies in a quotation; `said` gives the spoken quotations of
    each cue by the index of its token, `around` the quotation that a token lies in, `turns` what
    the colons of a transcript open.
    """

    parsed: Parsed
    cues: Cues
    inside: bytes
    marked: tuple[Quotation, ...]
    said: dict[int, list[Quotation]]
    around: dict[int, Quotation]
    turns: Mapping[int, Turn]

    def sentence(self, index: int) -> tuple[int, int]:
        """The sentence around a token, quotations never broken."""
        return sentence(self.parsed, index, self.inside)

    def whole(self, start: int, end: int, cue: int) -> Range:
        """A range of content that breaks no quotation, save the one the cue itself lies in."""
        home = self.around.get(cue)
        if home is not None and home.start <= start < home.end:
            return start, max(start, min(end, home.end - home.closed))
        for edge in (start, end - 1, end):
            quotation = self.around.get(edge)
            if quotation is None or quotation.holds(cue):
                continue
            if edge < end or (quotation.start == end and self._goes_on(end)):
                start, end = min(start, quotation.start), max(end, quotation.end)
        return start, end

    def _goes_on(self, index: int) -> bool:
        """Whether a sentence goes on with a token: as in 'it was "a mistake"'."""
        before = self.parsed.doc[index - 1]
        return before.i not in self.around and before.text not in SENTENCE_END


def scene(parsed: Parsed, cues: Cues) -> Scene:
    """What attribution needs to know of a document."""
    marked = quotations(parsed)
    inside = bytearray(len(parsed.doc))
    for quotation in marked:
        inside[quotation.start : quotation.end] = b"\x01" * (quotation.end - quotation.start)

    def quotable(index: int) -> bool:
        return _quotable(cues, parsed.doc[index])

    around = {i: quotation for quotation in marked for i in range(quotation.start, quotation.end)}
    said = utterances(parsed, marked, quotable)
    return Scene(parsed, cues, bytes(inside), marked, said, around, turns(parsed))


def _quotable(cues: Cues, token: Token) -> bool:
    headed = token.pos_ in CONTENT_VERBS or _may_head(token)
    if not headed or token.dep_ in ("aux", "auxpass"):
        return False
    return any(
        "quotation" in use.cue.takes and rest_of(token, use) is not None
        for use in cues.uses("verb", token)
    )


def _may_head(token: Token) -> bool:
    """As in "the decision states": a plural noun to the tagger, after a noun, may be a verb."""
    return token.tag_ == "NNS" and token.i > 0 and token.nbor(-1).pos_ in ("NOUN", "PROPN")


def rest_of(token: Token, use: Use) -> list[Token] | None:
    """The tokens that complete a cue ("out" of "point out"), or None where one is missing."""
    found = []
    for word in use.rest:
        match = _near(token, word)
        if match is None:
            return None
        found.append(match)
    return found


def _near(token: Token, word: str) -> Token | None:
    doc = token.doc
    for index in range(token.i + 1, min(len(doc), token.i + 1 + REACH)):
        near = doc[index]
        told = near.lower_ == word or near.lemma_.lower() == word
        if told and (near.dep_ != "prt" or near.head == token):
            return near  # not 'calls this "running out the clock"'
    return None
