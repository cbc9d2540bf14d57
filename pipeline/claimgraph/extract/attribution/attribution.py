"""Who said what: attributions as token ranges, nested as the text nests them."""

import hashlib
from collections import Counter
from collections.abc import Callable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace

from spacy.tokens import Token

from claimgraph.extract.attribution.ascriptions import ascriptions
from claimgraph.extract.attribution.attributed import AttributionFrame, governing, nested
from claimgraph.extract.attribution.cues import Cues
from claimgraph.extract.parse.language import Parsed
from claimgraph.extract.parse.quotes import quotations
from claimgraph.model import Attribution, Span

__all__ = [
    "AttributionFrame",
    "Cues",
    "attributions",
    "governing",
    "tellings",
    "to_attributions",
]

# Acts of the mind or of taking sides: told of somebody, they pass on no words of his.
_SILENT = "Think Know Feel Plan Perceive Seem Support Oppose Find Predict"
SILENT = frozenset(_SILENT.split())
VOICED = frozenset(("direct", "indirect", "accordingTo"))
FINITE = frozenset(("VBD", "VBZ", "VBP", "MD"))


def attributions(parsed: Parsed, cues: Cues) -> tuple[AttributionFrame, ...]:
    """All attributions of a document, in the order of their cues."""
    return nested(sorted(ascriptions(parsed, cues), key=lambda frame: frame.cue_head))


def tellings(parsed: Parsed, frames: Sequence[AttributionFrame]) -> tuple[AttributionFrame, ...]:
    """The frames that tell who said what: all outermost ones, and the links of a chain within.

    A nested frame is a link when somebody passes on a clause by it; within quotation marks only
    somebody named. What a quoted speaker feels or thinks besides is left out.
    """
    quoted = {i for q in quotations(parsed) for i in range(q.start, q.end)}
    kept = [n for n, frame in enumerate(frames) if _is_telling(parsed, frame, quoted)]
    places = {number: place for place, number in enumerate(kept)}
    found = []
    for number in kept:
        outer = frames[number].within
        while outer is not None and outer not in places:
            outer = frames[outer].within
        found.append(replace(frames[number], within=None if outer is None else places[outer]))
    return tuple(found)


def _is_telling(parsed: Parsed, frame: AttributionFrame, quoted: AbstractSet[int]) -> bool:
    if frame.within is None and frame.cue_head not in quoted:
        return True
    if frame.source_head is None or frame.act in SILENT or frame.kind not in VOICED:
        return False
    if frame.cue_head in quoted and parsed.doc[frame.source_head].pos_ != "PROPN":
        return False
    if frame.kind == "indirect" and _is_unsaid(parsed.doc[frame.cue_head]):
        return False
    return any(t.tag_ in FINITE for part in frame.content for t in parsed.doc[slice(*part)])


def _is_unsaid(verb: Token) -> bool:
    """As in "asked her to say P", "would say P": nobody has said it yet."""
    return verb.tag_ == "VB" and any(c.tag_ in ("TO", "MD") for c in verb.lefts)


def to_attributions(
    parsed: Parsed, frames: Sequence[AttributionFrame], speaker_of: Callable[[Token], str]
) -> tuple[Attribution, ...]:
    """The frames in offsets of the document's text, with ids minted from what they say.

    `speaker_of` gives the name that a source's head token means, or an empty string.
    """
    seen: Counter[str] = Counter()
    ids = [_mint(parsed, frame, seen) for frame in frames]
    return tuple(
        Attribution(
            id=ids[number],
            document=parsed.document.id,
            source=_span(parsed, frame.source),
            cue=parsed.span(min(frame.cue), max(frame.cue) + 1),
            content=tuple(parsed.span(start, end) for start, end in frame.content),
            speaker="" if frame.source_head is None else speaker_of(parsed.doc[frame.source_head]),
            act=frame.act,
            polarity=frame.polarity,
            within=None if frame.within is None else ids[frame.within],
        )
        for number, frame in enumerate(frames)
    )


def _span(parsed: Parsed, tokens: Sequence[int]) -> Span | None:
    return parsed.span(min(tokens), max(tokens) + 1) if tokens else None


def _mint(parsed: Parsed, frame: AttributionFrame, seen: Counter[str]) -> str:
    document = parsed.document
    cue = document.quote(parsed.span(min(frame.cue), max(frame.cue) + 1))
    content = [document.quote(parsed.span(start, end)) for start, end in frame.content]
    key = "\x1f".join((document.id, cue, *content))
    seen[key] += 1
    return hashlib.sha256(f"{key}\x1f{seen[key]}".encode()).hexdigest()[:12]
