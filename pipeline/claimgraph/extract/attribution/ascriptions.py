"""The attributions that single words make, before they are nested in each other."""

from collections.abc import Iterator

from claimgraph.extract.attribution.attributed import AttributionFrame
from claimgraph.extract.attribution.cues import Cues
from claimgraph.extract.attribution.nominal import adjectival, adverbial, nominal, phrasal
from claimgraph.extract.attribution.scene import scene
from claimgraph.extract.attribution.turns import Turn
from claimgraph.extract.attribution.verbal import verbal
from claimgraph.extract.parse.language import Parsed


def ascriptions(parsed: Parsed, cues: Cues) -> Iterator[AttributionFrame]:
    """Every attribution that a word of the document makes, one a word, and turns of speech."""
    stage = scene(parsed, cues)
    taken = set(stage.turns)
    yield from (_spoken(colon, turn) for colon, turn in stage.turns.items())
    for token in parsed.doc:
        if token.lower_ not in cues.known or token.i in taken or token.is_space:
            continue
        for find in (verbal, phrasal, nominal, adjectival, adverbial):
            frame = find(stage, token)
            if frame is not None:
                taken.update(frame.cue)
                yield frame
                break


def _spoken(colon: int, turn: Turn) -> AttributionFrame:
    """What somebody says who has the floor in a transcript."""
    return AttributionFrame(
        cue_head=colon,
        cue=(colon,),
        content=(turn.content,),
        source=tuple(range(*turn.source)),
        source_head=turn.head,
        kind="turn",
    )
