"""The frames of a domain as its Turtle files tell them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property

from claimgraph.errors import DomainError
from claimgraph.extract.parse.inflection import forms
from claimgraph.extract.parse.turtle import triples
from claimgraph.layout import Domain
from claimgraph.model import Status
from claimgraph.vocabulary import CG, RDF, RDFS, local_name

ROLES = ("agent", "recipient", "object", "party", "authority", "content", "quantity")
# Functions that tell most about a role come first; deeper paths after shallow ones.
FIRST = ("subject", "bearer", "self", "speaker", "object", "indirect", "possessor", "by", "of")


@dataclass(frozen=True, slots=True)
class Frame:
    """One frame: the claim type it evokes and the functions that fill its roles.

    `fillers` narrows what the type's role profile accepts. `status` is the status the frame gives
    its own claims, `content_status` that of what it embeds. `negated` frames hold only when the
    trigger is negated ("did not respond"), and then state, not deny. `lasting` frames state
    relations that hold on: told once per document, as facts. `content_words`, if any, are words
    of which the clause that the trigger embeds has to have one; `agent_words` are nouns of which
    one has to head the phrase of the doer ("hackers", "an audit by Acme"); `other_words` are nouns
    that, heading that phrase or the one of what is done to, give the trigger another sense ("Acme's
    shares are down", "talks resumed"). `topical` frames take
    what the text speaks of as their object where the clause leaves it out ("restored access").
    `controls` frames have the doer of their infinitive as object, so that without one they are
    passive. `unnamed` frames tell of a claim even where nobody and nothing has a name.
    """

    name: str
    type: str
    kind: str
    subtype: str = ""
    slots: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    fillers: Mapping[str, frozenset[str]] = field(default_factory=dict)
    requires: frozenset[str] = frozenset()
    requires_one: frozenset[str] = frozenset()
    status: Status | None = None
    content_status: Status | None = None
    negated: bool = False
    lasting: bool = False
    topical: bool = False
    controls: bool = False
    unnamed: bool = False
    construction: str = ""
    excludes: frozenset[str] = frozenset()
    content_words: frozenset[str] = frozenset()
    agent_words: frozenset[str] = frozenset()
    other_words: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class ActUse:
    """The claim type that a speech act evokes, and the kinds of speakers for whom it does not."""

    type: str
    excludes: frozenset[str] = frozenset()


@dataclass(frozen=True)
class FrameFile:
    """The statements of the domain's files about each subject, asked for what frames need."""

    about: Mapping[str, Mapping[str, tuple[str, ...]]]

    def values(self, subject: str, term: str) -> tuple[str, ...]:
        """What a core term says of a subject."""
        return self.about[subject].get(CG + term, ())

    def first(self, subject: str, term: str) -> str:
        """The first thing that a core term says of a subject, or empty."""
        return next(iter(self.values(subject, term)), "")

    def marked(self, term: str) -> frozenset[str]:
        """Everything that a term says true of."""
        return frozenset(iri for iri in self.about if self.first(iri, term) == "true")

    def of_class(self, name: str) -> list[str]:
        """The members of a core class."""
        kind = CG + name
        return [iri for iri in sorted(self.about) if kind in self.about[iri].get(RDF + "type", ())]

    @cached_property
    def claim_types(self) -> frozenset[str]:
        """The classes that are claim types."""
        return frozenset(iri for iri in self.about if self.first(iri, "claimType") == "true")

    def claim_type(self, iri: str, frame: str) -> str:
        """The claim type that a class is or lies below."""
        types, waiting = self.claim_types, [iri]
        while waiting:
            one = waiting.pop(0)
            if one in types:
                return one
            waiting.extend(self.about.get(one, {}).get(RDFS + "subClassOf", ()))
        raise DomainError(frame, f"evokes {iri}, which is no claim type.")

    def frames(self) -> list[tuple[str, Frame]]:
        """All frames, by IRI."""
        return [(iri, self._frame(iri)) for iri in self.of_class("Frame")]

    def _frame(self, iri: str) -> Frame:
        evokes = self.first(iri, "evokes")
        kind = self.claim_type(evokes, iri)
        subtype = self.first(iri, "subtype") or (evokes if evokes != kind else "")
        named = {role: self.values(iri, f"{role}From") for role in ROLES}
        slots = {role: tuple(sorted(them, key=_by_priority)) for role, them in named.items()}
        fillers = {role: frozenset(self.values(iri, f"{role}Filler")) for role in ROLES}
        return Frame(
            name=local_name(iri),
            type=local_name(kind),
            kind=kind,
            subtype=local_name(subtype) if subtype else "",
            slots={role: them for role, them in slots.items() if them},
            fillers={role: them for role, them in fillers.items() if them},
            requires=frozenset(local_name(role) for role in self.values(iri, "requires")),
            requires_one=frozenset(local_name(r) for r in self.values(iri, "requiresOne")),
            status=_status(self.first(iri, "frameStatus")),
            content_status=_status(self.first(iri, "contentStatus")),
            negated=self.first(iri, "whenNegated") == "true",
            lasting=self.first(iri, "lasting") == "true",
            topical=self.first(iri, "topical") == "true",
            controls=self.first(iri, "controls") == "true",
            unnamed=self.first(iri, "toldUnnamed") == "true",
            construction=self.first(iri, "construction"),
            excludes=frozenset(self.values(iri, "agentExcludes")),
            content_words=frozenset(
                form for word in self.values(iri, "contentWord") for form in all_forms(word)
            ),
            agent_words=frozenset(
                form for word in self.values(iri, "agentWord") for form in forms(word, "noun")
            ),
            other_words=frozenset(
                form for word in self.values(iri, "otherWord") for form in forms(word, "noun")
            ),
        )

    def nouns_of_construction(self, name: str) -> frozenset[str]:
        """The nouns of the frames with a construction."""
        return frozenset(
            noun
            for iri in self.of_class("Frame")
            if self.first(iri, "construction") == name
            for noun in self.values(iri, "noun")
        )

    def verbs_taking(self, role: str) -> frozenset[str]:
        """The forms of the verbs whose own object must fill a role: who cites a law invokes it."""
        return frozenset(
            form
            for iri in self.of_class("Frame")
            if "object" in self.values(iri, f"{role}From")
            and CG + role in self.values(iri, "requires")
            for verb in self.values(iri, "verb")
            for form in forms(verb, "verb")
        )

    def seats(self) -> dict[str, frozenset[str]]:
        """For each noun of a post in bodies of certain kinds, those kinds."""
        return {
            noun: frozenset(self.values(iri, "recipientFiller"))
            for iri in self.of_class("Frame")
            if self.first(iri, "construction") == "seat"
            for noun in self.values(iri, "noun")
        }

    def finer(self) -> dict[tuple[str, str], str]:
        """For a claim type and the claim type of its content, the finer class that they make."""
        return {
            (local_name(self.claim_type(iri, iri)), local_name(content)): local_name(iri)
            for iri in sorted(self.about)
            for content in self.values(iri, "contentClass")
            if iri not in self.of_class("Frame")
        }

    def may_lack(self) -> dict[str, frozenset[str]]:
        """For each claim type, the roles that a verb may leave out though a frame asks for them."""
        return {
            local_name(iri): frozenset(map(local_name, roles))
            for iri in sorted(self.about)
            if (roles := self.values(iri, "mayLack"))
        }

    def accepts(self) -> dict[tuple[str, str], frozenset[str]]:
        """For each claim type and role, the classes that the role profiles accept."""
        found: dict[tuple[str, str], set[str]] = {}
        for iri in self.of_class("RoleUse"):
            key = (local_name(self.first(iri, "onClass")), local_name(self.first(iri, "role")))
            found.setdefault(key, set()).update(self.values(iri, "accepts"))
        return {key: frozenset(kinds) for key, kinds in found.items()}

    def roles_marked(self, term: str) -> frozenset[tuple[str, str]]:
        """The roles of claim types that a term says true of."""
        return frozenset(
            (local_name(self.first(iri, "onClass")), local_name(self.first(iri, "role")))
            for iri in self.of_class("RoleUse")
            if self.first(iri, term) == "true"
        )

    def dealings(self) -> dict[tuple[str, str], int]:
        """The roles that whoever the doer mostly deals with fills, with the least of dealings."""
        return {
            (local_name(self.first(iri, "onClass")), local_name(self.first(iri, "role"))): int(
                least
            )
            for iri in self.of_class("RoleUse")
            if (least := self.first(iri, "dealings"))
        }

    def parties(self) -> dict[str, tuple[str, str]]:
        """For each noun for a party to a deed, the claim type and the role of whom it means."""
        return {
            noun: (local_name(self.first(iri, "onClass")), local_name(self.first(iri, "role")))
            for iri in self.of_class("RoleUse")
            for noun in self.values(iri, "partyNoun")
        }

    def supports(self) -> dict[str, str]:
        """For every form of a support verb, the role that its subject plays."""
        return {
            form: local_name(self.first(iri, "subjectRole"))
            for iri in self.of_class("SupportVerb")
            for verb in self.values(iri, "verb")
            for form in forms(verb, "verb")
        }

    def befalling(self) -> dict[str, str]:
        """For every form of a verb whose object a noun befalls, the role that it plays."""
        return {
            form: local_name(role)
            for iri in self.of_class("SupportVerb")
            if (role := self.first(iri, "objectRole"))
            for verb in self.values(iri, "verb")
            for form in forms(verb, "verb")
        }

    def acts(self) -> dict[str, ActUse]:
        """For every speech act that evokes a claim type, that type and who is excluded."""
        return {
            local_name(act): ActUse(
                local_name(self.first(iri, "evokes")),
                frozenset(self.values(iri, "agentExcludes")),
            )
            for iri in self.of_class("ActUse")
            for act in self.values(iri, "act")
        }

    def speakers(self) -> frozenset[str]:
        """The classes of those who may perform an act of speaking."""
        accepts = self.accepts()
        types = {use.type for use in self.acts().values()}
        return frozenset(kind for it in types for kind in accepts.get((it, "agent"), ()))


def _by_priority(function: str) -> tuple[int, int, str]:
    head = function.split(".", maxsplit=1)[0]
    rank = FIRST.index(head) if head in FIRST else len(FIRST)
    return function.count("."), rank, function


def _status(iri: str) -> Status | None:
    return Status(local_name(iri).lower()) if iri else None


def statements(domain: Domain) -> dict[str, dict[str, tuple[str, ...]]]:
    """What the Turtle files of a domain say of each subject, by predicate.

    Raises:
        DomainError: a file is not Turtle.
    """
    found: dict[str, dict[str, tuple[str, ...]]] = {}
    for subject, predicate, value in triples(domain):
        about = found.setdefault(subject, {})
        about[predicate] = (*about.get(predicate, ()), value.value)
    return found


@cache
def all_forms(word: str) -> frozenset[str]:
    """The forms that a word takes as a noun and as a verb."""
    return forms(word, "noun") | forms(word, "verb") if word.isalpha() else frozenset((word,))
