"""What has been spoken of so far in a document, and how salient each thing is at a word."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from spacy.tokens import Token

from claimgraph.extract.grammar.predicates import is_verbal_or_be
from claimgraph.extract.naming.entities import Entity, Gathered
from claimgraph.extract.naming.lexicon import Lexicon
from claimgraph.extract.naming.names import Mention
from claimgraph.extract.parse.words import Words

WINDOW = 3  # sentences within which things compete
FAR = 60  # sentences back to which a description may reach when nothing nearer fits
MAIN = 0.8  # what the subject of a sentence's own verb weighs more than that of a clause in it
GOVERNS = 2.0  # what the subject of the word's own clause weighs more
STEP = 1.5  # how much salience a sentence's distance costs
NAMED_BONUS, BESIDE_BONUS = 4.0, 0.8
WEIGHTS = {
    "nsubj": 2.6,
    "nsubjpass": 2.6,
    "dobj": 2.0,
    "dative": 2.0,
    "agent": 2.0,
    "poss": 1.6,
}
PROMINENT = 2.5  # the weight from which on something is spoken of as a subject
OWNER = 2.6  # what the owner of a subject weighs
SUBJECTS = frozenset(("nsubj", "nsubjpass"))
GOVERNING = frozenset(("nsubj", "nsubjpass", "dobj", "poss"))
OBJECTS = frozenset(("dobj", "pobj", "dative"))
INNER = frozenset(("prep", "dative", "dobj", "pobj"))
CLAUSES = frozenset(("ccomp", "advcl", "relcl", "csubj", "pcomp", "parataxis"))
REFLEXIVE = frozenset(("himself", "herself", "itself", "themselves"))
Agrees = Callable[[int], bool]


REST = frozenset(("other", "remaining"))
DOING = frozenset(("from", "into"))  # "barred from doing", not "accused of doing"


@dataclass(frozen=True, slots=True)
class Said:
    """Something spoken of at a word: the numbers of its entities and its weight there."""

    at: int
    sentence: int
    entities: tuple[int, ...]
    weight: float


@dataclass
class Memory:
    """The entities of a document, what each word means, and what was spoken of in which order."""

    words: Words
    lexicon: Lexicon
    mentions: tuple[Mention, ...]
    gathered: Gathered
    entities: list[Entity] = field(default_factory=list)
    found: dict[int, tuple[int, ...]] = field(default_factory=dict)
    said: list[Said] = field(default_factory=list)
    members: dict[int, tuple[int, ...]] = field(default_factory=dict)
    described: dict[str, int] = field(default_factory=dict)
    prominent: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.entities.extend(self.gathered.entities)

    @cached_property
    def starts(self) -> Mapping[int, int]:
        """The number of the mention that begins at a word."""
        return {mention.start: number for number, mention in enumerate(self.mentions)}

    @cached_property
    def covering(self) -> Mapping[int, int]:
        """The number of the mention that a word belongs to."""
        return {
            index: number
            for number, mention in enumerate(self.mentions)
            for index in range(mention.start, mention.end)
        }

    @cached_property
    def vague(self) -> frozenset[str]:
        """Classes that a recogniser's label gives and that say no more than "some body"."""
        return frozenset(
            kind for kind in self.lexicon.recogniser.values() if self.lexicon.is_actor(kind)
        )

    @cached_property
    def times(self) -> Counter[int]:
        """How often each named entity is named."""
        return Counter(self.gathered.of_mention)

    @cached_property
    def by_noun(self) -> Mapping[str, tuple[int, ...]]:
        """The named entities that the text calls by a noun."""
        return _index((noun, k) for k, it in enumerate(self.gathered.entities) for noun in it.nouns)

    @cached_property
    def by_word(self) -> Mapping[str, tuple[int, ...]]:
        """The named bodies in whose names a word stands."""
        pairs = (
            (word, k)
            for k, it in enumerate(self.gathered.entities)
            if self.lexicon.is_actor(it.kind) and not self.lexicon.is_personal(it.kind)
            for word in {word.casefold() for name in it.names for word in name.split()}
        )
        return _index(pairs)

    @cached_property
    def by_kind(self) -> Mapping[str, tuple[int, ...]]:
        """The named entities of a class or a class below it."""
        above = self.lexicon.ancestors
        return _index(
            (one, k)
            for k, it in enumerate(self.gathered.entities)
            for one in above.get(it.kind, frozenset((it.kind,)))
        )

    def names(self, token: Token) -> tuple[int, ...]:
        """The entity that a word is part of a name of."""
        number = self.covering.get(token.i)
        return () if number is None else (self.gathered.of_mention[number],)

    def kind(self, number: int) -> str:
        """The kind of an entity."""
        return self.entities[number].kind

    def named(self, number: int, noun: str) -> bool:
        """Whether a name of an entity ends in a noun: "Cologne Higher Regional Court"."""
        if noun not in self.entities[number].nouns:
            return False
        folded = (name.casefold() for name in self.entities[number].names)
        return any(name.endswith(f" {noun}") or f"{noun} of " in name for name in folded)

    def put(self, token: Token, entities: tuple[int, ...]) -> None:
        """Keep that a word means entities."""
        if entities:
            self.found[token.i] = entities
            self.say(token, entities)

    def say(self, token: Token, entities: tuple[int, ...]) -> None:
        """Keep that entities were spoken of at a word; what is but set apart is not salient."""
        if is_set_apart(token):
            return
        role = token.dep_
        if role == "conj":
            role = token.head.dep_
        if role == "pobj" and token.head.dep_ == "agent":
            role = "agent"
        weight = WEIGHTS.get(role, 1.0)
        if role in SUBJECTS and token.head.dep_ in ("ROOT", "conj"):
            weight += MAIN
        if role == "poss" and token.head.dep_ in SUBJECTS:
            weight = OWNER
        if token.dep_ == "conj" or any(child.dep_ == "conj" for child in token.rights):
            weight -= MAIN
        if weight >= PROMINENT:
            self.prominent.update(entities)
        self.said.append(Said(token.i, self.words.sentence[token.i], entities, weight))

    def recent(self, token: Token, window: int) -> Iterator[Said]:
        """What was spoken of in so many sentences before a word, latest first."""
        here = self.words.sentence[token.i]
        for said in reversed(self.said):
            if here - said.sentence > window:
                return
            yield said

    def coordinated(self, said: Said) -> tuple[int, ...]:
        """All that was spoken of together at a place."""
        if len(said.entities) > 1:
            return said.entities
        token = self.words.doc[said.at]
        heads = sorted((token, *token.conjuncts), key=lambda one: one.i)
        numbers = [number for one in heads for number in self.found.get(one.i, ())]
        return tuple(dict.fromkeys(numbers)) or said.entities

    def salient(
        self, token: Token, agrees: Agrees, noun: str = "", floor: float = -99.0
    ) -> tuple[int, ...]:
        """The most salient single thing before a word that agrees with it.

        For a description (`noun`), farther things count where none within the window does.
        """
        best: tuple[float, int] | None = None
        chosen: tuple[int, ...] = ()
        here = [said for said in self.recent(token, 0) if self.clashes(token, said)]
        barred = {number for said in here for number in said.entities}
        for said in self.recent(token, FAR if noun else WINDOW):
            away = self.words.sentence[token.i] - said.sentence
            if away > WINDOW + 1 and best is not None:
                break
            if len(said.entities) != 1 or not agrees(said.entities[0]):
                continue
            if said.entities[0] in barred or self.clashes(token, said):
                continue
            bonus = self._bonus(said.entities[0], noun) - (MAIN if self._untyped(said, noun) else 0)
            score = (self.score(token, said) + bonus, said.at)
            if score[0] >= floor and (best is None or score > best):
                best, chosen = score, said.entities
        return chosen

    def score(self, token: Token, said: Said) -> float:
        """How salient something spoken of is at a word."""
        away = self.words.sentence[token.i] - said.sentence
        place = self.lexicon.is_place_kind(self.kind(said.entities[0]))
        governs = self._governs(said, token, away) + self._beside(said, token)
        return said.weight - STEP * (away + place) + governs

    def _beside(self, said: Said, token: Token) -> float:
        """How much better the owner of what stands before fits: "Acme or its chief"."""
        phrase, other = token.head, self.words.doc[said.at]
        if token.tag_ != "PRP$" or phrase.dep_ != "conj":
            return 0.0
        before = {phrase.head.i}
        if is_verbal_or_be(phrase.head):  # the parser lost what the phrase is coordinated with
            before = {it.i for it in phrase.head.rights if it.dep_ == "dobj"}
        owns = other.dep_ == "poss" and other.head.i in before
        return 3 * GOVERNS if owns or other.i in before else 0.0

    def _untyped(self, said: Said, noun: str) -> bool:
        """Whether a description would have to mean something of which no kind is known."""
        return bool(noun) and not self.kind(said.entities[0])

    def _bonus(self, number: int, noun: str) -> float:
        """How much better an entity fits a noun that stands in its name or beside it."""
        if not noun or noun not in self.entities[number].nouns:
            return 0.0
        return NAMED_BONUS if self.named(number, noun) else BESIDE_BONUS

    def clashes(self, token: Token, said: Said) -> bool:
        """Whether both hang on one verb, so that only a reflexive could mean the other.

        Nor does an apposition speak of what it stands beside: "Meta, its owner".
        """
        if token.head.dep_ == "appos" and token.head.head.i == said.at:
            return True
        if token.lower_ in REFLEXIVE or token.tag_ == "PRP$" or token.dep_ == "poss":
            return False
        other = self.words.doc[said.at]
        by = token.dep_ == "pobj" and (token.head.dep_ == "agent" or token.head.lower_ == "against")
        verb = token.head.head if by else token.head
        if other.head.i == verb.i or _is_spoken_of(other, token):
            return True
        understood = verb.dep_ == "advcl" and verb.tag_ == "VBG" and token.dep_ == "dobj"
        if understood and other.dep_ in SUBJECTS and other.head.i == verb.head.i:
            return True
        return other.dep_ in SUBJECTS and other.head.i in _clause(token)

    def _is_speakers(self, said: Said, token: Token) -> bool:
        """Whether a body is told beside a person who speaks of it: "Lee, head of Acme, said it"."""
        speaker = _speaker(token)
        if speaker is None or said.at == speaker.i:
            return False
        people = self.found.get(speaker.i, ())
        person = any(self.lexicon.is_personal(self.kind(number)) for number in people)
        beside = speaker.left_edge.i <= said.at <= speaker.right_edge.i
        return person and beside and not self.lexicon.is_place_kind(self.kind(said.entities[0]))

    def _governs(self, said: Said, token: Token, away: int) -> float:
        """How much better a subject fits whose verb the word depends on; the nearest one most.

        The object of a verb is the understood subject of what depends on it: "ordered Luka to".
        """
        doc = self.words.doc
        role, verb = doc[said.at].dep_, doc[said.at].head
        if away == 0 and self._is_speakers(said, token):
            return GOVERNS + MAIN
        if away or role not in GOVERNING or verb.i == token.i:
            return 0.0
        crossed, above, below = 0, token, token
        while above.i not in (verb.i, above.head.i):
            crossed += above.dep_ in CLAUSES
            below, above = above, above.head
        if above.i != verb.i:
            return 0.0
        if role == "poss":
            return GOVERNS if said.at < token.i else 0.0
        if role == "dobj":
            controls = below.dep_ in ("xcomp", "ccomp") or _is_whose_deed(doc[said.at], below)
            return 2 * GOVERNS if controls and said.at < token.i else 0.0
        return 0.0 if token.dep_ in OBJECTS else GOVERNS / (crossed + 1)


def _speaker(token: Token) -> Token | None:
    """The subject of the clause above the one in which a pronoun is the subject: who speaks."""
    at = token.head
    while at.dep_ == "conj":
        at = at.head
    if token.dep_ not in SUBJECTS or at.dep_ != "ccomp":
        return None
    return next((child for child in at.head.children if child.dep_ in SUBJECTS), None)


def _clause(token: Token) -> frozenset[int]:
    """The verbs whose subject a pronoun below them cannot mean: "it gave X a day and fined it"."""
    if token.dep_ not in OBJECTS:
        return frozenset()
    at = token.head
    while at.dep_ in INNER and not any(child.dep_ == "poss" for child in at.lefts):
        at = at.head
    found = {at.i}
    while at.dep_ == "conj" and not any(child.dep_ in SUBJECTS for child in at.children):
        at = at.head
        found.add(at.i)
    return frozenset(found)


def _is_spoken_of(subject: Token, speaker: Token) -> bool:
    """Whether words of saying part a subject from its verb: "His rival, he says, has left"."""
    verb, saying = subject.head, speaker.head
    aside = saying.head == verb if saying.dep_ == "parataxis" else verb.head == saying
    within = subject.i < speaker.i < verb.i and speaker.dep_ in SUBJECTS
    return aside and within and subject.dep_ in SUBJECTS


def _is_whose_deed(held: Token, below: Token) -> bool:
    """Whether an object is whose deed is told: "barred Acme from selling its chips"."""
    places = [below] if below.dep_ == "prep" else [it for it in held.rights if it.dep_ == "prep"]
    if below.i != held.i and below.dep_ != "prep":
        return False
    return any(
        it.lower_ in DOING and any(inner.dep_ == "pcomp" for inner in it.children) for it in places
    )


def is_set_apart(token: Token) -> bool:
    """Whether a phrase tells of what is left besides the thing spoken of: "all other models"."""
    heads = (token, token.head) if token.dep_ in ("compound", "nmod") else (token,)
    return any(child.lower_ in REST for head in heads for child in head.lefts)


def _index(pairs: Iterable[tuple[str, int]]) -> Mapping[str, tuple[int, ...]]:
    found: dict[str, list[int]] = {}
    for key, number in pairs:
        found.setdefault(key, []).append(number)
    return {key: tuple(numbers) for key, numbers in found.items()}
