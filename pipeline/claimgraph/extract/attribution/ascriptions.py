"""The attributions that single words make, before they are nested in each other."""

from collections.abc import Iterator

from claimgraph.extract.attribution.attributed import AttributionFrame
from claimgraph.extract.attribution.cues import Cues
from claimgraph.extract.attribution.nominal import adjectival, adverbial, nominal, phrasal
from claimgraph.extract.attribution.scene import scene
from claimgraph.extract.attribution.verbal import verbal
from claimgraph.extract.parse.language import Parsed


def ascriptions(parsed: Parsed, cues: Cues) -> Iterator[AttributionFrame]:
    """Every attribution that a word of the document makes, one a word."""
    stage = scene(parsed, cues)
    taken: set[int] = set()
    for token in parsed.doc:
        if token.lower_ not in cues.known or token.i in taken or token.is_space:
            continue
        for find in (verbal, phrasal, nominal, adjectival, adverbial):
            frame = find(stage, token)
            if frame is not None:
                taken.update(frame.cue)
                yield frame
                break
