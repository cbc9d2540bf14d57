"""Notes in labelled lines: "What: ... When: ..." tell one thing together."""

from collections.abc import Sequence
from dataclasses import replace

from spacy.tokens import Doc

from claimgraph.extract.dates import DateMention

WHEN = frozenset({"when", "date", "dated"})
WHAT = frozenset({"what", "who"})
LONGEST = 3  # words of a label, up to its colon
FAR = 3  # how many labelled lines may lie between what happened and when


def dated_lines(doc: Doc, dates: Sequence[DateMention]) -> dict[int, DateMention]:
    """For the words of lines that tell what, the first date of the line beside that tells when."""
    labels = _labels(doc)
    whens = [(number, _first(doc, at, dates)) for number, at in enumerate(labels) if _is(doc, at)]
    found: dict[int, DateMention] = {}
    for number, at in enumerate(labels):
        if doc[at].lower_ not in WHAT:
            continue
        near = [(abs(other - number), date) for other, date in whens if date is not None]
        near = [(gap, date) for gap, date in near if gap <= FAR]
        if near:
            date = replace(min(near, key=lambda it: it[0])[1], derived=True)
            end = labels[number + 1] if number + 1 < len(labels) else doc[at].sent.end
            found.update(dict.fromkeys(range(at, min(end, doc[at].sent.end)), date))
    return found


def _is(doc: Doc, at: int) -> bool:
    return doc[at].lower_ in WHEN


def _labels(doc: Doc) -> list[int]:
    """The first words of sentences that begin with a label and a colon."""
    return [
        sentence.start
        for sentence in doc.sents
        if any(token.text == ":" for token in sentence[1 : LONGEST + 1])
    ]


def _first(doc: Doc, at: int, dates: Sequence[DateMention]) -> DateMention | None:
    end = doc[at].sent.end
    return next((each for each in dates if at <= each.start < end and each.value), None)
