"""Who fills the roles of an evoked frame: from grammatical functions to participants."""

from dataclasses import dataclass, field

from spacy.tokens import Token

from claimgraph.extract.claims.fallbacks import Fallbacks, Named
from claimgraph.extract.claims.issuers import Issuers, is_named
from claimgraph.extract.claims.paths import Paths, alternatives
from claimgraph.extract.frames.frames import Evocation, Frames
from claimgraph.extract.grammar import phrases
from claimgraph.extract.grammar.clauses import Predication
from claimgraph.extract.grammar.predicates import is_passive
from claimgraph.extract.naming.lexicon import Lexicon
from claimgraph.extract.referents.topics import Topics
from claimgraph.model import Participant

NAMED_ROLES = ("agent", "recipient", "object", "authority")
ACTING_ROLES = ("agent", "recipient")
OBJECTS = frozenset({"object", "particular"})
LOOSE = frozenset({"compound", "modifier"})
ORIGINATOR = "originator"  # the function of whoever made what is answered, or the object
MENTIONED = "mentioned"  # the function of what is named anywhere in what a deed is told of
COUNTERPART = "counterpart"  # the function of whoever last acted on the one who now acts
BIDDEN_BY = "bidden-by"  # the function of a law by which somebody must do what nobody bids
GROUPS = frozenset({"everyone", "anyone", "all"})


@dataclass(frozen=True, slots=True)
class Filled:
    """An evoked frame with its roles filled; `paths` tells from which function each came.

    `spoken_of` are the roles of something that the text only describes: "switched the service off".
    """

    evocation: Evocation
    predication: Predication
    roles: dict[str, tuple[Participant, ...]] = field(default_factory=dict)
    heads: dict[str, tuple[Token, ...]] = field(default_factory=dict)
    paths: dict[str, str] = field(default_factory=dict)
    spoken_of: set[str] = field(default_factory=set)

    @property
    def count(self) -> int:
        """How many of the named roles are filled."""
        return sum(bool(self.roles.get(role)) for role in NAMED_ROLES)

    def names(self) -> set[str]:
        """The names of all who fill a role."""
        return {each.name for them in self.roles.values() for each in them}

    def put(self, role: str, found: tuple[Participant, ...], path: str, *heads: Token) -> None:
        """Add those who fill a role, and the words that name them."""
        self.roles[role] = (*self.roles.get(role, ()), *found)
        self.paths.setdefault(role, path)
        if heads:
            self.heads[role] = (*self.heads.get(role, ()), *heads)

    def satisfied(self, but: frozenset[str] = frozenset()) -> bool:
        """Whether everything the frame requires is there, `but` for some roles."""
        frame = self.evocation.frame
        if frame.requires_one and not any(map(self.has, frame.requires_one)):
            return False
        return all(map(self.has, frame.requires - but))

    def has(self, role: str) -> bool:
        """Whether a role is filled, be it by something that is only described."""
        if role == "recipient" and self.heads.get("party"):
            return True
        return bool(self.roles.get(role) or self.heads.get(role)) or role in self.spoken_of

    def by_pronoun_alone(self) -> bool:
        """Whether a possessive pronoun is all that fills a noun's roles: "its launch"."""
        heads = [head for them in self.heads.values() for head in them]
        return bool(heads) and all(head.tag_ == "PRP$" for head in heads)


class Filler:
    """Fills the roles of evoked frames in one document."""

    def __init__(self, frames: Frames, named: Named, lexicon: Lexicon, topics: Topics) -> None:
        self._frames, self._named = frames, named
        self._lexicon, self._topics = lexicon, topics
        self.issuers = Issuers(lexicon, frames.issued)
        self.paths = Paths(frames, self.issuers)
        self._about: dict[str, tuple[Participant, ...]] = {}
        self._fallbacks = Fallbacks(frames, lexicon, self.paths, self.issuers, topics, named)

    def fill(self, evocation: Evocation) -> Filled:
        """The roles of an evoked frame."""
        filled = Filled(evocation, self.paths.predication(evocation.head))
        for role in NAMED_ROLES:
            if role != "object" or not self._fill_by_law(filled):
                self._fill(filled, role)
            if role == "object" and not filled.roles.get(role):
                self._fill_by_undergoing(filled)
            if not filled.roles.get(role):
                self._fall_back(filled, role)
        for role in ACTING_ROLES:
            if not filled.roles.get(role):
                self._fill_by_metonymy(filled, role)
        if ORIGINATOR in evocation.frame.slots.get("agent", ()) and not filled.roles.get("agent"):
            makers = self._topics.makers(filled.roles.get("object", ()))
            if makers:
                filled.put("agent", makers, ORIGINATOR)
        self._fill_party(filled)
        if self._is_bidden_by_nobody(filled):
            self.fill_from_directive_told(filled)
        named = tuple(it.elsewhere for it in filled.roles.get("object", ()) if it.iri)
        self._about[evocation.frame.type] = named or self._about.get(evocation.frame.type, ())
        return filled

    def _fill_by_law(self, filled: Filled) -> bool:
        """Take as object the law by which somebody must do something, where nobody bids it."""
        if filled.roles.get("agent"):
            return False
        found = self._fallbacks.bidding_laws(filled.evocation)
        if found:
            filled.put("object", found, BIDDEN_BY)
        return bool(found)

    def _is_bidden_by_nobody(self, filled: Filled) -> bool:
        """Whether some group must do something as nobody bids: "firms are required to report"."""
        frame, found = filled.evocation.frame, filled.predication
        bids = frame.controls and found.passive and self.issuers.is_directive(frame.kind)
        named = (each for them in filled.roles.values() for each in them if is_named(each))
        return bids and bool(filled.heads.get("party")) and not any(named)

    def _fill(self, filled: Filled, role: str) -> None:
        evocation = filled.evocation
        spare: tuple[tuple[Participant, ...], str, Token] | None = None
        for function in alternatives(evocation, evocation.frame.slots.get(role, ())):
            for head in self.paths.heads(evocation, function):
                own = head.i in evocation.words and function != "self"
                if own and role != "object":
                    continue
                found = self._fitting(filled, role, function, head)
                if own:
                    found = self._among_own(filled, found, function, head)
                if own and found and not any(map(is_named, found)):
                    spare = (found, function, head)  # "denied the motion", unless more is told
                elif found and (spare is None or any(map(is_named, found))):
                    filled.put(role, found, function, head)
            if filled.roles.get(role) and role != "authority":
                return
        if spare is not None:
            filled.put(role, *spare)

    def _among_own(
        self, filled: Filled, found: tuple[Participant, ...], function: str, head: Token
    ) -> tuple[Participant, ...]:
        """Of what a trigger's own words mean, what can be told: "put on its Blacklist".

        A name behind the word names something else: "lifted the order for users in Norway".
        """
        if function in OBJECTS and not filled.evocation.frame.topical:
            return tuple(each for each in found if self._tellable(each))
        capital = any(map(str.isupper, head.doc[head.left_edge.i : head.i + 1].text))
        return tuple(each for each in found if is_named(each) and (each.iri or capital))

    def _fill_by_undergoing(self, filled: Filled) -> None:
        """Take what is made for what a passive without auxiliary is done to: "Rover 2 disabled"."""
        found, frame = filled.predication, filled.evocation.frame
        past = found.kind == "verb" and not found.passive and found.head.tag_ in {"VBD", "VBN"}
        told = "object" in frame.fillers and "object" in frame.slots.get("object", ())
        if not past or not told or found.heads("object"):
            return
        kinds = self._frames.accepted(frame, "object")
        for head in found.heads("subject"):
            fitting = self._fitting(filled, "object", "object", head)
            made = tuple(
                each
                for each in fitting
                if not self._lexicon.is_actor(each.kind) and self._lexicon.is_any(each.kind, kinds)
            )
            if made:
                filled.put("object", made, "undergone", head)

    def _fitting(
        self, filled: Filled, role: str, function: str, head: Token
    ) -> tuple[Participant, ...]:
        """Those whom an argument means and who may fill a role."""
        if role == "agent" and self.issuers.issues(head):
            return ()
        kinds = self._frames.accepted(filled.evocation.frame, role)
        used = filled.names()
        meant = (*self._named(head, kinds), *self._listed_after(head, kinds))
        if role == "object" and any(each.span is None for each in meant):
            meant = self._whole(head, kinds) or meant
        found = tuple(
            each
            for each in meant
            if each.name not in used
            and self._lexicon.fits(each.kind, kinds)
            and (each.iri or each.name.casefold() not in self._lexicon.not_names)
        )
        if role in ACTING_ROLES and found:
            found = (*found, *self._fallbacks.acting_beside(head, found, used))
        named = tuple(each for each in found if is_named(each))
        if function in LOOSE:
            return tuple(each for each in named if each.iri or each.kind)
        if role == "agent":
            return named or found
        if found:
            filled.spoken_of.add(role)
        return tuple(each for each in found if self._tellable(each))

    def _fall_back(self, filled: Filled, role: str) -> None:
        frame = filled.evocation.frame
        told_to = role == "recipient" and frame.controls and _is_told_to_act(filled)
        if told_to or (role in ACTING_ROLES and role in frame.requires):
            self._fill_by_metonymy(filled, role)
        if role == "agent" and not filled.roles.get(role):
            found = self._fallbacks.from_directive(filled.evocation, self._named, filled.names())
            if found:
                filled.put(role, found, "issuer-told")
        if (
            role == "recipient"
            and ORIGINATOR in frame.slots.get(role, ())
            and not filled.roles.get(role)
        ):
            found = self._fallbacks.from_answered(filled.evocation, filled.names())
            if found:
                filled.put(role, found, ORIGINATOR)
        kinds = self._frames.accepted(frame, role)
        wanted = frame.topical or role in frame.requires
        if role == "object" and kinds and wanted and not frame.lasting:
            last = self._about.get(frame.type, ())
            found = self._fallbacks.from_topic(filled.evocation, kinds, filled.names(), last)
            if found:
                filled.put(role, found, "topic")

    def _fill_by_metonymy(self, filled: Filled, role: str) -> None:
        found = self._fallbacks.by_metonymy(filled.evocation, role, self._named, filled.names())
        if found is not None:
            filled.put(role, found[0], found[2], found[1])

    def fill_from_directive_told(self, filled: Filled) -> None:
        """Take as agent whoever issued the last such directive, unless another role has him."""
        found = self.issuers.told(filled.names(), filled.evocation.frame.kind)
        if found:
            filled.put("agent", found, "issuer-told")

    def fill_from_story(self, filled: Filled) -> None:
        """Take as recipient of an answer whoever last acted on the one who answers."""
        slots = filled.evocation.frame.slots.get("recipient", ())
        agents = {each.name for each in filled.roles.get("agent", ())}
        if COUNTERPART in slots and agents and not filled.roles.get("recipient"):
            taken = filled.names()
            found = self.issuers.counterpart(agents)
            if found and not taken & {each.name for each in found}:
                filled.put("recipient", found, COUNTERPART)
        self._fill_mentioned(filled)

    def _fill_mentioned(self, filled: Filled) -> None:
        """Take as object the product named farther down in what a deed is told of."""
        slots = filled.evocation.frame.slots.get("object", ())
        if MENTIONED in slots and not filled.roles.get("object"):
            found = self._fallbacks.mentioned(filled.evocation, filled.names())
            if found:
                filled.put("object", found, MENTIONED)

    def _whole(self, head: Token, kinds: frozenset[str]) -> tuple[Participant, ...]:
        """The named product whose part is told: "the weights of Rover 2" are not Rover 1's."""
        if head.pos_ != "NOUN" or self._lexicon.is_actor_noun(phrases.noun(head)):
            return ()
        inner = (c for it in head.rights if it.lower_ == "of" for c in it.rights)
        return tuple(
            each
            for token in inner
            for each in self._named(token, kinds)
            if each.span is not None
            and not self._lexicon.is_actor(each.kind)
            and self._lexicon.is_any(each.kind, kinds)
        )

    def _listed_after(self, head: Token, kinds: frozenset[str]) -> tuple[Participant, ...]:
        """Names listed after an argument's own, where the parser lost the list."""
        listed = tuple(self._topics.listed_after(head))
        named = {each.name for each in self._named(head, kinds)} if listed else set()
        found: dict[str, Participant] = {}
        for token in listed:
            for each in self._named(token, kinds):
                if each.name not in named:
                    found.setdefault(each.name, each)
        return tuple(found.values())

    def _tellable(self, participant: Participant) -> bool:
        """Whether something may fill a role: what has a name, or needs none to be told apart."""
        return is_named(participant) or self._is_nameless(participant)

    def _is_nameless(self, participant: Participant) -> bool:
        return self._lexicon.is_any(participant.kind, self._frames.nameless)

    def _fill_party(self, filled: Filled) -> None:
        """The group without a name that an act is for or against."""
        evocation = filled.evocation
        taken = {head.i for heads in filled.heads.values() for head in heads}
        for function in evocation.frame.slots.get("party", ()):
            for head in self.paths.heads(evocation, function):
                if head.i not in taken and self._is_group(head) and not self._is_name(head):
                    filled.heads["party"] = (head,)
                    return

    def _is_name(self, head: Token) -> bool:
        return any(map(is_named, self._named(head, frozenset())))

    def _is_group(self, head: Token) -> bool:
        """Whether a word stands for people or bodies: "everyone", "any user", "20 agencies"."""
        if head.lower_ in GROUPS:
            return True
        told = head.tag_ in {"NNS", "NN"} or (head.tag_ == "JJ" and head.dep_ == "pobj")
        if not told or self._lexicon.is_actor_noun(phrases.noun(head)):
            return told
        members = (c for it in head.rights if it.lower_ == "of" for c in it.rights)
        return any(c.tag_ == "NNS" and self._is_group(c) for c in members)


def _is_told_to_act(filled: Filled) -> bool:
    """Whether a verb has an infinitive that tells what someone is to do: "ordered X to stop"."""
    clauses = filled.predication.heads("clause")
    return any(head.tag_ == "VB" and not is_passive(head) for head in clauses)
