"""Who has the floor in a transcript: paragraphs that open with a name and a colon."""

from collections.abc import Mapping
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from claimgraph.extract.grammar.complements import Range, trimmed
from claimgraph.extract.parse.language import Block, Parsed
from claimgraph.extract.parse.quotes import SENTENCE_END

LONGEST = 24  # the most words of who speaks, with his seat and party in brackets
FEWEST = 3  # how often the floor must change hands
PEOPLE = 2  # how many of those who speak must be known for people
OPENING, CLOSING = "(", ")"
JOINTS = frozenset(("of", "the", "and", "for", "at", "de", "von", "van", "der", "al"))
CLOSED = SENTENCE_END | {"\u201d", "\u2019", '"', "'"}


@dataclass(frozen=True, slots=True)
class Turn:
    """What one speaker says: the words of who he is, the one that heads them, what he says."""

    source: Range
    head: int
    content: Range


def turns(parsed: Parsed) -> Mapping[int, Turn]:
    """The turns of a transcript by the token that opens each with its colon; else nothing.

    A document is a transcript when at least three paragraphs open with capitalised names and a
    colon, two or more of them people's, and one of these speaks again. A speaker goes on in whole
    sentences until another has the floor; the last one only in his own paragraph, for nobody
    tells where he ends.
    """
    opened = [
        (number, colon, head)
        for number, block in enumerate(parsed.blocks)
        if (colon := _colon(parsed.doc, block)) is not None
        if (head := _speaker(parsed.doc, block.start, colon)) is not None
    ]
    people = [parsed.doc[head].lower_ for _, _, head in opened if _is_person(parsed.doc[head])]
    if len(opened) < FEWEST or not PEOPLE <= len(set(people)) < len(people):
        return {}
    ends = [*(number for number, _, _ in opened[1:]), opened[-1][0] + 1]
    found = {}
    for (number, colon, head), following in zip(opened, ends, strict=True):
        content = trimmed(parsed.doc, colon + 1, _last_told(parsed, number, following))
        found[colon] = Turn((parsed.blocks[number].start, colon), head, content)
    return found


def _colon(doc: Doc, block: Block) -> int | None:
    """The colon that ends who speaks, where nothing but names and brackets stands before it."""
    inside = False
    for index in range(block.start, min(block.end - 1, block.start + LONGEST)):
        token = doc[index]
        if token.text.endswith(":"):
            return index if index > block.start else None
        inside = (inside or token.text == OPENING) and token.text != CLOSING
        named = inside or token.text[0].isupper() or token.lower_ in JOINTS or token.is_punct
        if not named or token.text in SENTENCE_END:
            return None
    return None


def _speaker(doc: Doc, start: int, colon: int) -> int | None:
    """The last word of the speaker's name: the person's in a bracket, else the one before it."""
    bracket = next((i for i in range(start, colon) if doc[i].text == OPENING), colon)
    within = [i for i in range(bracket + 1, colon) if _is_person(doc[i])]
    if within and not _is_person(doc[bracket - 1]) and within[0] == bracket + 1:
        return within[-1]
    return bracket - 1 if bracket > start and doc[bracket - 1].text[0].isupper() else None


def _is_person(token: Token) -> bool:
    return token.pos_ == "PROPN" and token.ent_type_ == "PERSON"


def _last_told(parsed: Parsed, number: int, following: int) -> int:
    """Where a turn ends: with the last whole sentence before another has the floor."""
    end = parsed.blocks[number].end
    for block in parsed.blocks[number + 1 : following]:
        if parsed.doc[block.end - 1].text in CLOSED:
            end = block.end
    return end
