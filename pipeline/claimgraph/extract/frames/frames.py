"""The frames of a domain: which words evoke which claim type, and what fills its roles.

Everything is read from the domain's Turtle files: the frames themselves, the role profiles (what
a role accepts), the claim types and the support verbs.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from spacy.tokens import Doc, Token

from claimgraph.extract.frames.framefile import ActUse, Frame, FrameFile, statements
from claimgraph.extract.frames.triggers import Beginning, Evocation, index, match
from claimgraph.layout import Domain
from claimgraph.vocabulary import local_name

__all__ = ["ActUse", "Evocation", "Frame", "Frames"]


@dataclass(frozen=True)
class Frames:
    """All frames of a domain, indexed by the word forms that evoke them."""

    triggers: Mapping[str, Beginning]
    constructions: Mapping[str, tuple[Frame, ...]]
    accepts: Mapping[tuple[str, str], frozenset[str]]
    supports: Mapping[str, str]
    acts: Mapping[str, ActUse]
    befalling: Mapping[str, str] = field(default_factory=dict)
    speakers: frozenset[str] = frozenset()
    nameless: frozenset[str] = frozenset()
    issued: frozenset[str] = frozenset()
    acting: frozenset[str] = frozenset()
    cited: frozenset[str] = frozenset()
    finer: Mapping[tuple[str, str], str] = field(default_factory=dict)
    blames: Mapping[str, str] = field(default_factory=dict)
    types: frozenset[str] = frozenset()
    family_nouns: frozenset[str] = frozenset()
    public_posts: frozenset[str] = frozenset()
    seats: Mapping[str, frozenset[str]] = field(default_factory=dict)
    invoking: frozenset[str] = frozenset()
    unnamed: frozenset[str] = frozenset()
    lacking: Mapping[str, frozenset[str]] = field(default_factory=dict)
    retold: frozenset[tuple[str, str]] = frozenset()
    dealings: Mapping[tuple[str, str], int] = field(default_factory=dict)
    central: frozenset[tuple[str, str]] = frozenset()
    parties: Mapping[str, tuple[str, str]] = field(default_factory=dict)

    @classmethod
    def load(cls, domain: Domain) -> "Frames":
        """The frames of a domain.

        Raises:
            DomainError: a file is not Turtle, or a frame evokes what is no claim type.
        """
        reader = FrameFile(statements(domain))
        frames = reader.frames()
        return cls(
            triggers=index(reader, frames),
            constructions=_by_construction(frames),
            accepts=reader.accepts(),
            supports=reader.supports(),
            befalling=reader.befalling(),
            acts=reader.acts(),
            speakers=reader.speakers(),
            nameless=reader.marked("nameless"),
            issued=reader.marked("issued"),
            acting=reader.marked("actsForMaker"),
            cited=reader.marked("citedAside"),
            finer=reader.finer(),
            blames={
                local_name(iri): local_name(reader.first(iri, "blamedBy"))
                for iri in sorted(reader.about)
                if reader.first(iri, "blamedBy")
            },
            family_nouns=reader.nouns_of_construction("members"),
            public_posts=reader.nouns_of_construction("public title"),
            seats=reader.seats(),
            types=frozenset(local_name(iri) for iri in reader.claim_types),
            invoking=reader.verbs_taking("authority"),
            unnamed=frozenset(map(local_name, reader.marked("toldUnnamed"))),
            lacking=reader.may_lack(),
            retold=reader.roles_marked("retold"),
            dealings=reader.dealings(),
            central=reader.roles_marked("central"),
            parties=reader.parties(),
        )

    def evoked(self, doc: Doc) -> Iterator[tuple[Evocation, ...]]:
        """For each word that evokes frames, in text order, the evocations that begin with it."""
        for sentence in doc.sents:
            forms = [(token, (token.lower_, token.lemma_)) for token in sentence]
            words = {word for _, both in forms for word in both}
            telling = words & self.triggers.keys()
            for token, both in forms:
                if telling.isdisjoint(both):
                    continue
                found = tuple(self._evoked_at(token, both, words))
                if found:
                    yield found

    def _evoked_at(
        self, token: Token, forms: tuple[str, str], words: set[str]
    ) -> Iterator[Evocation]:
        """What a word evokes as it stands, or else by its lemma, in a sentence of such words.

        The lemma is not trusted for a form that some word takes: "founded" is not of "find".
        """
        told = next(self.triggers[key] for key in forms if key in self.triggers)
        for trigger in told.possible(words):
            evocation = match(trigger, token)
            if evocation is not None:
                yield evocation

    def accusing(self, kind: str, told: list[str]) -> str:
        """The claim type of saying such things: that of the act, or of blaming someone for one."""
        return next((self.blames[one] for one in told if one in self.blames), kind)

    def accepted(self, frame: Frame, role: str) -> frozenset[str]:
        """The classes that a role of a frame's claims accepts; empty for anything."""
        return frame.fillers.get(role) or self.accepts.get((frame.type, role), frozenset())


def _by_construction(frames: Iterable[tuple[str, Frame]]) -> dict[str, tuple[Frame, ...]]:
    found: dict[str, list[Frame]] = {}
    for _, frame in frames:
        if frame.construction:
            found.setdefault(frame.construction, []).append(frame)
    return {name: tuple(them) for name, them in found.items()}
