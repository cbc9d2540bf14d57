"""From documents to what they say: all steps of reading in order."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property

from spacy.tokens import Token

from claimgraph.extract.attribution.attribution import (
    AttributionFrame,
    attributions,
    tellings,
    to_attributions,
)
from claimgraph.extract.attribution.cues import Cues
from claimgraph.extract.claims.claims import claims
from claimgraph.extract.claims.ground import Ground, Knowledge
from claimgraph.extract.claims.moments import Moments
from claimgraph.extract.frames.frames import Frames
from claimgraph.extract.frames.operators import Operators
from claimgraph.extract.naming.lexicon import Lexicon, first_word
from claimgraph.extract.naming.names import mentions
from claimgraph.extract.parse.language import Parsed, load, parse
from claimgraph.extract.parse.words import Words
from claimgraph.extract.referents.resolve import Referents, resolve
from claimgraph.extract.values.dates import dates
from claimgraph.extract.values.quantities import quantities
from claimgraph.layout import DEFAULT_MODEL, Domain
from claimgraph.model import Document, Reading

SPOKEN = frozenset(("direct", "mixed", "colon", "turn"))  # where "I" is who speaks


class Extractor:
    """Reads documents with the frames, cues and names of one domain.

    Args:
        domain: whose frames, lexicon and ontology say what is looked for.
        model: name or path of an installed spaCy pipeline.
    """

    def __init__(self, domain: Domain, model: str = DEFAULT_MODEL) -> None:
        self._knowledge = Knowledge(
            Frames.load(domain), Operators.load(domain), Lexicon.load(domain)
        )
        self._cues = Cues.load(domain)
        self._model = model

    def load(self) -> None:
        """Loads the language model now, for processes that begin afterwards to share.

        Raises:
            ModelError: see `read`.
        """
        load(self._model)

    def read(self, documents: Iterable[Document]) -> Iterator[Reading]:
        """What each document says, in their order.

        Raises:
            ModelError: the language model is not installed, or not the one that it should be.
        """
        for parsed in parse(load(self._model), documents, self.names):
            yield self.understand(parsed)

    @cached_property
    def names(self) -> Mapping[str, tuple[str, ...]]:
        """Ways to write the names that the domain knows, by their first word."""
        lexicon = self._knowledge.lexicon
        found = {word: tuple(s.text for s in them) for word, them in lexicon.surfaces.items()}
        for name in lexicon.place_names:
            word = first_word(name)
            found[word] = (*found.get(word, ()), name)
        return found

    def understand(self, parsed: Parsed) -> Reading:
        """What a parsed document says."""
        document = parsed.document
        frames = attributions(parsed, self._cues)
        lexicon = self._knowledge.lexicon
        words = Words.of(parsed)
        named = mentions(words, lexicon)
        referents = resolve(parsed, words, named, lexicon, _voices(frames))
        counted = [one for one in quantities(parsed) if not referents.is_within_name(one.start)]
        moments = Moments(parsed, dates(parsed, document.published), counted)
        ground = Ground(self._knowledge, parsed, referents, frames, moments)
        return Reading(
            document=document,
            attributions=to_attributions(parsed, tellings(parsed, frames), _speaker(referents)),
            claims=claims(ground),
            entities=referents.entities(),
            aliases=referents.aliases(),
        )


def _voices(frames: Iterable[AttributionFrame]) -> dict[int, int]:
    """For each word of direct speech, the word that heads its speaker's phrase."""
    found: dict[int, int] = {}
    for frame in frames:
        if frame.source_head is None or frame.kind not in SPOKEN:
            continue
        for start, end in frame.content:
            for index in range(start, end):
                found.setdefault(index, frame.source_head)
    return found


def _speaker(referents: Referents) -> "_SpeakerOf":
    return _SpeakerOf(referents)


class _SpeakerOf:
    def __init__(self, referents: Referents) -> None:
        self._referents = referents

    def __call__(self, head: Token) -> str:
        found = self._referents.of(head)
        return ", ".join(each.name for each in found)
