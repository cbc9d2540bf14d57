"""The frames of a domain: which words evoke which claim type, and what fills its roles.

Everything is read from the domain's Turtle files: the frames themselves, the role profiles (what
a role accepts), the claim types and the support verbs.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache

from pyoxigraph import Literal, NamedNode, RdfFormat, parse
from spacy.tokens import Doc, Token

from claimgraph.errors import DomainError
from claimgraph.extract.clauses import is_headline_verb, is_verbal
from claimgraph.extract.inflection import forms
from claimgraph.layout import Domain
from claimgraph.model import Status
from claimgraph.vocabulary import CG, RDF, RDFS, local_name

WORD_KINDS = ("verb", "noun", "adjective", "phrase", "modal")
ROLES = ("agent", "recipient", "object", "party", "authority", "content", "quantity")
# Functions that tell most about a role come first; deeper paths after shallow ones.
FIRST = ("subject", "bearer", "self", "speaker", "object", "indirect", "possessor", "by", "of")
STEPS = 3  # how many words may stand between a word of a trigger and what it hangs on
REACH = 10  # how far a word of a trigger may stand from the first
SKIPPED = frozenset(("-", "the", "a", "an"))
NOMINAL_TAGS = ("NN", "JJ", "CD", "VBG")


@dataclass(frozen=True, slots=True)
class Frame:
    """One frame: the claim type it evokes and the functions that fill its roles.

    `fillers` narrows what the type's role profile accepts. `status` is the status the frame gives
    its own claims, `content_status` that of what it embeds. `negated` frames hold only when the
    trigger is negated ("did not respond"), and then state, not deny. `lasting` frames state
    relations that hold on: told once per document, as facts. `content_words`, if any, are words
    of which the clause that the trigger embeds has to have one. `topical` frames take what the
    text speaks of as their object where the clause leaves it out ("restored access"). `controls`
    frames have the doer of their infinitive as object, so that without one they are passive.
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
    construction: str = ""
    excludes: frozenset[str] = frozenset()
    content_words: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Trigger:
    """One word or group of words that evokes a frame.

    `rest` holds the forms of the words after the first one, `before` the words that stand right
    before it ("red", "-" of the verb "red-team", which is found by its last part).
    """

    frame: Frame
    kind: str
    words: tuple[str, ...]
    rest: tuple[frozenset[str], ...] = ()
    before: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ActUse:
    """The claim type that a speech act evokes, and the kinds of speakers for whom it does not."""

    type: str
    excludes: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Evocation:
    """A frame evoked in a text: the head word and all words of the trigger, by index."""

    frame: Frame
    kind: str
    head: Token
    words: tuple[int, ...]


@dataclass(frozen=True)
class Frames:
    """All frames of a domain, indexed by the word forms that evoke them."""

    triggers: Mapping[str, tuple[Trigger, ...]]
    constructions: Mapping[str, tuple[Frame, ...]]
    accepts: Mapping[tuple[str, str], frozenset[str]]
    supports: Mapping[str, str]
    acts: Mapping[str, ActUse]
    speakers: frozenset[str] = frozenset()
    nameless: frozenset[str] = frozenset()
    issued: frozenset[str] = frozenset()
    acting: frozenset[str] = frozenset()
    blames: Mapping[str, str] = field(default_factory=dict)
    types: frozenset[str] = frozenset()
    family_nouns: frozenset[str] = frozenset()
    chiefs: frozenset[str] = frozenset()

    @classmethod
    def load(cls, domain: Domain) -> "Frames":
        """The frames of a domain.

        Raises:
            DomainError: a file is not Turtle, or a frame evokes what is no claim type.
        """
        reader = _Reader(_about(domain))
        frames = reader.frames()
        return cls(
            triggers=_index(reader, frames),
            constructions=_by_construction(frames),
            accepts=reader.accepts(),
            supports=reader.supports(),
            acts=reader.acts(),
            speakers=reader.speakers(),
            nameless=frozenset(
                iri for iri in reader.about if reader.first(iri, "nameless") == "true"
            ),
            issued=frozenset(
                iri for iri in reader.about if reader.first(iri, "issued") == "true"
            ),
            acting=frozenset(
                iri for iri in reader.about if reader.first(iri, "actsForMaker") == "true"
            ),
            blames={
                local_name(iri): local_name(reader.first(iri, "blamedBy"))
                for iri in sorted(reader.about)
                if reader.first(iri, "blamedBy")
            },
            family_nouns=reader.nouns_of_construction("members"),
            chiefs=reader.nouns_of_construction("title"),
            types=frozenset(local_name(iri) for iri in reader.claim_types),
        )

    def evoked(self, doc: Doc) -> Iterator[tuple[Evocation, ...]]:
        """For each word that evokes frames, in text order, the evocations that begin with it."""
        for token in doc:
            lower = token.lower_
            triggers = self.triggers.get(lower) or self.triggers.get(token.lemma_)
            if triggers is None:
                continue
            found = [it for trigger in triggers if (it := _match(trigger, token)) is not None]
            if found:
                yield tuple(found)

    def accusing(self, kind: str, told: list[str]) -> str:
        """The claim type of saying such things: that of the act, or of blaming someone for one."""
        return next((self.blames[one] for one in told if one in self.blames), kind)

    def accepted(self, frame: Frame, role: str) -> frozenset[str]:
        """The classes that a role of a frame's claims accepts; empty for anything."""
        return frame.fillers.get(role) or self.accepts.get((frame.type, role), frozenset())


def _match(trigger: Trigger, token: Token) -> Evocation | None:
    if not _fits(trigger, token):
        return None
    begin = token.i - len(trigger.before)
    if begin < 0 or any(token.doc[begin + k].lower_ != w for k, w in enumerate(trigger.before)):
        return None
    found = list(range(begin, token.i + 1))
    at = token
    for forms_of in trigger.rest:
        following = _following(trigger, at, token, forms_of) or _raised(trigger, token, forms_of)
        if following is None:
            return None
        found.append(following.i)
        at = following
    head = token if trigger.kind == "verb" else _nominal_head(token.doc, found)
    head = token.head if trigger.kind == "modal" else head
    return Evocation(trigger.frame, trigger.kind, head, tuple(sorted(found)))


def _nominal_head(doc: Doc, found: list[int]) -> Token:
    """The word of a nominal trigger on which the others depend."""
    inside = set(found)
    return next((doc[i] for i in reversed(found) if doc[i].head.i not in inside), doc[found[-1]])


def _fits(trigger: Trigger, token: Token) -> bool:
    if trigger.kind == "verb":
        return is_verbal(token) or is_headline_verb(token)
    if trigger.kind == "noun":
        if trigger.rest:
            return token.tag_[:2] in {"NN", "JJ", "VB", "CD"}
        return token.tag_.startswith(NOMINAL_TAGS) and not _is_clausal(token)
    if trigger.kind == "adjective":
        return not token.tag_.startswith(("NN", "VBZ", "VBP", "VBD"))
    return trigger.kind != "modal" or token.tag_ == "MD"


def _is_clausal(token: Token) -> bool:
    return token.tag_ == "VBG" and token.dep_ in {"advcl", "acl", "xcomp", "ccomp", "pcomp", "ROOT"}


def _following(trigger: Trigger, at: Token, first: Token, forms_of: frozenset[str]) -> Token | None:
    doc = first.doc
    if trigger.kind != "verb":
        after = at.i + 1
        while after < len(doc) and doc[after].lower_ in SKIPPED - forms_of:
            after += 1
        return doc[after] if after < len(doc) and doc[after].lower_ in forms_of else None
    for i in range(at.i + 1, min(first.i + REACH, len(doc))):
        token = doc[i]
        if token.is_sent_start:
            return None
        if (token.lower_ in forms_of or token.lemma_ in forms_of) and _depends(token, first, at):
            return token
    return None


def _raised(trigger: Trigger, verb: Token, forms_of: frozenset[str]) -> Token | None:
    """The noun of a trigger that a passive puts before its verb: "access was restored"."""
    if trigger.kind != "verb":
        return None
    for child in verb.children:
        if child.dep_ == "nsubjpass" and child.lower_ in forms_of:
            return child
    return None


def _depends(token: Token, first: Token, last: Token) -> bool:
    """Whether a word hangs on the trigger's first or last word, over few words between."""
    at = token
    for _ in range(STEPS):
        at = at.head
        if at in (first, last):
            return True
    return False


@dataclass(frozen=True)
class _Reader:
    """The statements of the domain's files about each subject."""

    about: Mapping[str, Mapping[str, tuple[str, ...]]]

    def values(self, subject: str, term: str) -> tuple[str, ...]:
        return self.about[subject].get(CG + term, ())

    def first(self, subject: str, term: str) -> str:
        return next(iter(self.values(subject, term)), "")

    def of_class(self, name: str) -> list[str]:
        kind = CG + name
        return [iri for iri in sorted(self.about) if kind in self.about[iri].get(RDF + "type", ())]

    @property
    def claim_types(self) -> frozenset[str]:
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
            construction=self.first(iri, "construction"),
            excludes=frozenset(self.values(iri, "agentExcludes")),
            content_words=frozenset(
                form for word in self.values(iri, "contentWord") for form in _all_forms(word)
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

    def accepts(self) -> dict[tuple[str, str], frozenset[str]]:
        found: dict[tuple[str, str], set[str]] = {}
        for iri in self.of_class("RoleUse"):
            key = (local_name(self.first(iri, "onClass")), local_name(self.first(iri, "role")))
            found.setdefault(key, set()).update(self.values(iri, "accepts"))
        return {key: frozenset(kinds) for key, kinds in found.items()}

    def supports(self) -> dict[str, str]:
        """For every form of a support verb, the role that its subject plays."""
        return {
            form: local_name(self.first(iri, "subjectRole"))
            for iri in self.of_class("SupportVerb")
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


def _about(domain: Domain) -> dict[str, dict[str, tuple[str, ...]]]:
    found: dict[str, dict[str, tuple[str, ...]]] = {}
    for path in domain.ontology_files():
        if not path.exists():
            continue
        try:
            for triple in parse(path=str(path), format=RdfFormat.TURTLE):
                subject, value = triple.subject, triple.object
                if isinstance(subject, NamedNode) and isinstance(value, NamedNode | Literal):
                    about = found.setdefault(subject.value, {})
                    key = triple.predicate.value
                    about[key] = (*about.get(key, ()), value.value)
        except SyntaxError as error:
            raise DomainError(path, f"is not Turtle: {error}.") from error
    return found


def _index(reader: _Reader, frames: Iterable[tuple[str, Frame]]) -> dict[str, tuple[Trigger, ...]]:
    found: dict[str, list[Trigger]] = {}
    for iri, frame in frames:
        for kind in () if frame.construction else WORD_KINDS:
            for text in sorted(reader.values(iri, kind)):
                trigger = _trigger(frame, kind, text)
                for form in sorted(_first_forms(trigger.words, kind)):
                    found.setdefault(form, []).append(trigger)
    return {form: tuple(triggers) for form, triggers in found.items()}


def _trigger(frame: Frame, kind: str, text: str) -> Trigger:
    """A trigger as the tokeniser cuts it: hyphens stand alone."""
    words = tuple(text.replace("-", " - ").split())
    before: tuple[str, ...] = ()
    if kind == "verb" and "-" in words:
        last = len(words) - words[::-1].index("-")
        before, words = words[:last], words[last:]
    return Trigger(frame, kind, words, tuple(_all_forms(word) for word in words[1:]), before)


def _first_forms(words: tuple[str, ...], kind: str) -> frozenset[str]:
    if kind == "noun" and len(words) > 1:
        return frozenset((words[0],))
    return forms(words[0], kind)


@cache
def _all_forms(word: str) -> frozenset[str]:
    return forms(word, "noun") | forms(word, "verb") if word.isalpha() else frozenset((word,))


def _by_construction(frames: Iterable[tuple[str, Frame]]) -> dict[str, tuple[Frame, ...]]:
    found: dict[str, list[Frame]] = {}
    for _, frame in frames:
        if frame.construction:
            found.setdefault(frame.construction, []).append(frame)
    return {name: tuple(them) for name, them in found.items()}
