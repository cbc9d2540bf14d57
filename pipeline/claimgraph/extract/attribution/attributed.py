"""One attribution as token ranges, and how attributions lie within each other."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from claimgraph.extract.grammar.complements import Range

POSITIVE, NEGATIVE = "positive", "negative"


@dataclass(frozen=True, slots=True)
class AttributionFrame:
    """One attribution in tokens of the document's Doc.

    `source` holds the tokens of the source phrase, empty when nobody is told; `source_head` is
    the token to ask who is meant (of a relative pronoun: its antecedent). `cue_head` is the word
    that makes the attribution, `cue` all words of the cue. `content` are half-open token ranges.
    `kind` is direct, indirect, mixed, accordingTo, nominal, adjectival, adverbial, colon or turn
    (of a transcript).
    `within` is the index, among the frames of the document, of the frame whose content holds
    this one.
    """

    cue_head: int
    cue: tuple[int, ...]
    content: tuple[Range, ...]
    source: tuple[int, ...] = ()
    source_head: int | None = None
    act: str = "Say"
    polarity: str = POSITIVE
    kind: str = "indirect"
    within: int | None = None

    def holds(self, index: int) -> bool:
        """Whether a token lies in the content."""
        return any(start <= index < end for start, end in self.content)


def governing(frames: Sequence[AttributionFrame], index: int) -> tuple[int, ...]:
    """The indices of the frames whose content holds a token, innermost first."""
    holding = [number for number, frame in enumerate(frames) if frame.holds(index)]
    return tuple(sorted(holding, key=lambda number: (_size(frames[number]), number)))


def _size(frame: AttributionFrame) -> int:
    return sum(end - start for start, end in frame.content)


def nested(frames: Sequence[AttributionFrame]) -> tuple[AttributionFrame, ...]:
    """The frames, each knowing the smallest other one whose content holds its cue."""
    holders = _passed_on(frames)
    heads = {frame.cue_head: number for number, frame in enumerate(frames)}
    for number, frame in enumerate(frames):
        for start, end in frame.content:
            for index in range(start, end):
                if index in heads and heads[index] != number:
                    holders.setdefault(heads[index], []).append(number)
    return tuple(
        replace(frame, within=_innermost(frames, number, holders.get(number, [])))
        for number, frame in enumerate(frames)
    )


def _passed_on(frames: Sequence[AttributionFrame]) -> dict[int, list[int]]:
    """Frames whose words another passes on: "Lee, quoting Roy, wrote: P" has Roy's within Lee's."""
    by_content: dict[tuple[Range, ...], list[int]] = {}
    for number, frame in enumerate(frames):
        by_content.setdefault(frame.content, []).append(number)
    return {
        first: [last]
        for first, *_, last in (them for them in by_content.values() if len(them) > 1)
        if frames[first].source_head not in (None, frames[last].source_head)
        and frames[first].kind == "direct"
    }


def _innermost(
    frames: Sequence[AttributionFrame], number: int, holders: Iterable[int]
) -> int | None:
    """The smallest holder that the frame does not hold in turn."""
    own = frames[number]
    able = [n for n in holders if not own.holds(frames[n].cue_head)]
    return min(able, key=lambda n: (_size(frames[n]), n), default=None)
