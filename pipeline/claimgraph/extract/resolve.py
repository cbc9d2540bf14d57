"""Who is meant: names, coordinations, pronouns, descriptions and possessives to participants.

One pass over the words in order keeps what has been spoken of; a pronoun or a definite
description means the most salient thing before it that agrees in kind and number. What does not
resolve stays empty.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from spacy.tokens import Token

from claimgraph.extract import phrases
from claimgraph.extract.entities import Entity, Gathered, gather
from claimgraph.extract.language import Parsed
from claimgraph.extract.lexicon import Lexicon
from claimgraph.extract.names import Mention
from claimgraph.extract.words import Words
from claimgraph.model import Participant

HE_SHE = frozenset(("he", "she", "him", "her", "his", "hers", "himself", "herself"))
IT = frozenset(("it", "its", "itself"))
THEY = frozenset(("they", "them", "their", "theirs", "themselves"))
FIRST = frozenset(("we", "us", "our", "ours", "ourselves", "i", "me", "my", "mine", "myself"))
RELATIVE = frozenset(("who", "which", "that", "whose", "whom"))
REFLEXIVE = frozenset(("himself", "herself", "itself", "themselves"))
WINDOW = 3
WEIGHTS = {"nsubj": 3.0, "nsubjpass": 3.0, "dobj": 2.0, "dative": 2.0, "agent": 2.0, "poss": 1.6}
COUNTS = {"both": 2, "two": 2, "three": 3, "four": 4, "five": 5}


@dataclass(frozen=True, slots=True)
class _Said:
    """Something spoken of at a word: the numbers of its entities and its weight there."""

    at: int
    sentence: int
    entities: tuple[int, ...]
    weight: float


@dataclass(frozen=True)
class Referents:
    """What the words of one document mean; ask with `of`."""

    parsed: Parsed
    lexicon: Lexicon
    mentions: tuple[Mention, ...]
    gathered: Gathered
    meant: Mapping[int, tuple[int, ...]]
    voices: Mapping[int, int] = field(default_factory=dict)

    def of(self, head: Token, kinds: frozenset[str] = frozenset()) -> tuple[Participant, ...]:
        """The participants that a noun phrase with this head means.

        Coordinated phrases to the right count in. Empty when nothing is known to be meant, or
        when nothing of the kinds asked for is.
        """
        found: dict[tuple[str, str], Participant] = {}
        for part in phrases.conjuncts(head):
            for participant in self._one(part, kinds):
                found.setdefault((participant.name, participant.iri), participant)
        return tuple(found.values())

    def only(self, head: Token, kinds: frozenset[str] = frozenset()) -> tuple[Participant, ...]:
        """As `of`, without what is coordinated with the head."""
        return tuple(self._one(head, kinds))

    def entities(self) -> tuple[Participant, ...]:
        """All named entities of the document, in order of first mention."""
        return tuple(
            Participant(entity.name, entity.kind, entity.iri) for entity in self.gathered.entities
        )

    def aliases(self) -> dict[str, tuple[str, ...]]:
        """The other names that the text gives each entity, by its fullest name."""
        return {
            entity.name: tuple(name for name in entity.names if name != entity.name)
            for entity in self.gathered.entities
            if len(entity.names) > 1
        }

    def mention_at(self, index: int) -> Mention | None:
        """The mention that a word belongs to."""
        number = self._at.get(index)
        return None if number is None else self.mentions[number]

    def with_voices(self, voices: Mapping[int, int]) -> "Referents":
        """The same, knowing for words inside quotations the word that names their speaker."""
        return replace(self, voices=voices)

    @cached_property
    def _at(self) -> Mapping[int, int]:
        return {
            index: number
            for number, mention in enumerate(self.mentions)
            for index in range(mention.start, mention.end)
        }

    def _one(self, head: Token, kinds: frozenset[str]) -> Iterator[Participant]:
        numbers = self.meant.get(head.i, ())
        if numbers:
            for number in numbers:
                yield from self._entity(number, head, kinds)
        elif head.lower_ in FIRST:
            yield from self._first_person(head, kinds)
        elif head.i not in self._at and head.pos_ in ("NOUN", "PROPN", "ADJ"):
            yield from self._described(head, kinds)

    def _entity(self, number: int, head: Token, kinds: frozenset[str]) -> Iterator[Participant]:
        entity = self.gathered.entities[number]
        mention = self.mention_at(head.i)
        span = self.parsed.span(mention.start, mention.end) if mention else None
        if self.lexicon.fits(entity.kind, kinds):
            yield Participant(entity.name, entity.kind, entity.iri, span)
            return
        acting = self.lexicon.acting(entity.name)
        if acting is not None and acting.kinds and self.lexicon.fits(acting.kinds[0], kinds):
            name = self._by_iri.get(acting.iri, entity.name)
            yield Participant(name, acting.kinds[0], acting.iri, span)

    @cached_property
    def _by_iri(self) -> Mapping[str, str]:
        return {entity.iri: entity.name for entity in self.gathered.entities if entity.iri}

    def _first_person(self, head: Token, kinds: frozenset[str]) -> Iterator[Participant]:
        source = self.voices.get(head.i)
        if source is not None and source != head.i:
            for participant in self.of(self.parsed.doc[source], kinds):
                yield replace(participant, span=None)
        elif source is None:
            name = self.parsed.document.publisher or self.parsed.document.author
            if name:
                yield Participant(name)

    def _described(self, head: Token, kinds: frozenset[str]) -> Iterator[Participant]:
        """A group or thing without a name, by its own words."""
        noun = phrases.noun(head)
        told = self.lexicon.kinds_of_noun(noun)
        group = self.lexicon.group_kind
        if group in told or (phrases.is_plural(head) and any(map(self.lexicon.is_post, told))):
            kind = group
        elif told:
            kind = told[0]
        else:
            return
        if self.lexicon.fits(kind, kinds):
            start, end = phrases.bounds(head)
            yield Participant(phrases.text(head), kind, "", self.parsed.span(start, end))


def resolve(
    parsed: Parsed,
    mentions: Sequence[Mention],
    lexicon: Lexicon,
    voices: Mapping[int, int] | None = None,
) -> Referents:
    """What the words of a document mean.

    `voices` gives, for words inside quotations, the word that heads their speaker's phrase.
    """
    words = Words.of(parsed)
    gathered = gather(mentions, words, lexicon)
    meant = _Pass(words, lexicon, tuple(mentions), gathered).meant()
    return Referents(parsed, lexicon, tuple(mentions), gathered, meant, voices or {})


@dataclass
class _Pass:
    """The pass over the words: what is meant so far, what was spoken of when."""

    words: Words
    lexicon: Lexicon
    mentions: tuple[Mention, ...]
    gathered: Gathered
    found: dict[int, tuple[int, ...]] = field(default_factory=dict)
    said: list[_Said] = field(default_factory=list)

    def meant(self) -> dict[int, tuple[int, ...]]:
        """For each word that names or stands for entities, their numbers."""
        at = {mention.start: number for number, mention in enumerate(self.mentions)}
        doc, tags, lowers = self.words.doc, self.words.tags, self.words.lowers
        inside = -1
        for i, tag in enumerate(tags):
            if i in at:
                inside = self._name(at[i])
            if i < inside:
                continue
            if tag in ("PRP", "PRP$"):
                self._put(doc[i], self._pronoun(doc[i], lowers[i]))
            elif tag in ("NN", "NNS"):
                self._put(doc[i], self._description(doc[i]))
        return self.found

    def _name(self, number: int) -> int:
        mention = self.mentions[number]
        entity = self.gathered.of_mention[number]
        for index in range(mention.start, mention.end):
            self.found[index] = (entity,)
        root = self.words.doc[mention.start : mention.end].root
        self._say(root, (entity,))
        return mention.end

    def _put(self, token: Token, entities: tuple[int, ...]) -> None:
        if entities:
            self.found[token.i] = entities
            self._say(token, entities)

    def _say(self, token: Token, entities: tuple[int, ...]) -> None:
        role = token.dep_
        if role == "conj":
            role = token.head.dep_
        if role == "pobj" and token.head.dep_ == "agent":
            role = "agent"
        weight = WEIGHTS.get(role, 1.0)
        self.said.append(_Said(token.i, self.words.sentence[token.i], entities, weight))

    def _entity(self, number: int) -> Entity:
        return self.gathered.entities[number]

    def _pronoun(self, token: Token, low: str) -> tuple[int, ...]:
        if low in IT:
            return self._salient(token, self._thing) if not _expletive(token) else ()
        if low in HE_SHE:
            return self._salient(token, self._person)
        if low in THEY:
            return self._plural(token) or self._salient(token, self._body)
        return ()

    def _thing(self, entity: Entity) -> bool:
        lexicon = self.lexicon
        if lexicon.is_personal(entity.kind) or lexicon.is_post(entity.kind):
            return False
        return bool(entity.kind) or len(entity.name) > 1

    def _person(self, entity: Entity) -> bool:
        kind = entity.kind
        return self.lexicon.is_personal(kind) or (not kind and " " in entity.name)

    def _body(self, entity: Entity) -> bool:
        return self._thing(entity) and entity.kind != ""

    def _salient(self, token: Token, agrees: object) -> tuple[int, ...]:
        here = self.words.sentence[token.i]
        best: tuple[float, int] | None = None
        chosen: tuple[int, ...] = ()
        for said in reversed(self.said):
            if here - said.sentence > WINDOW:
                break
            if len(said.entities) != 1 or not agrees(self._entity(said.entities[0])):  # type: ignore[operator]
                continue
            if self._clashes(token, said):
                continue
            score = (said.weight - 1.5 * (here - said.sentence) - 0.01 * self._depth(said), said.at)
            if best is None or score > best:
                best, chosen = score, said.entities
        return chosen

    def _depth(self, said: _Said) -> int:
        return len(self.said) - said.at % 1

    def _clashes(self, token: Token, said: _Said) -> bool:
        """Whether both hang on one verb, so that only a reflexive could mean the other."""
        if token.lower_ in REFLEXIVE or token.tag_ == "PRP$":
            return False
        other = self.words.doc[said.at]
        return other.head.i == token.head.i and token.dep_ != "poss"

    def _plural(self, token: Token) -> tuple[int, ...]:
        """The last two or more things spoken of together."""
        here = self.words.sentence[token.i]
        for said in reversed(self.said):
            if here - said.sentence > WINDOW:
                break
            if len(said.entities) > 1:
                return said.entities
            together = self._coordinated(said)
            if len(together) > 1:
                return together
        return ()

    def _coordinated(self, said: _Said) -> tuple[int, ...]:
        token = self.words.doc[said.at]
        heads = [token, *token.conjuncts]
        numbers = [n for one in sorted(heads, key=lambda t: t.i) for n in self.found.get(one.i, ())]
        return tuple(dict.fromkeys(numbers))

    def _description(self, head: Token) -> tuple[int, ...]:
        """What a noun with an article means: something named before that it can be called."""
        named = self._apposed(head)
        if named:
            return named
        if phrases.possessor(head) is not None:
            return ()
        determiner = phrases.determiner(head)
        if determiner not in phrases.DEFINITE:
            return ()
        noun = phrases.noun(head)
        if not self.lexicon.kinds_of_noun(noun):
            return ()
        if phrases.is_plural(head):
            return self._several(head, noun)
        return self._called(head, noun)

    def _apposed(self, head: Token) -> tuple[int, ...]:
        for child in head.rights:
            if child.dep_ == "appos":
                names = [n for one in phrases.conjuncts(child) for n in self._names(one)]
                if names:
                    return tuple(dict.fromkeys(names))
        return ()

    def _names(self, token: Token) -> tuple[int, ...]:
        number = self._starting.get(token.i)
        return () if number is None else (self.gathered.of_mention[number],)

    @cached_property
    def _starting(self) -> Mapping[int, int]:
        return {
            index: number
            for number, mention in enumerate(self.mentions)
            for index in range(mention.start, mention.end)
        }

    def _called(self, head: Token, noun: str) -> tuple[int, ...]:
        kinds = self.lexicon.kinds_of_noun(noun)
        by_noun = self._latest(head, lambda entity: noun in entity.nouns)
        if by_noun:
            return by_noun
        return self._latest(
            head,
            lambda entity: any(self.lexicon.is_a(entity.kind, kind) for kind in kinds),
        )

    def _latest(self, head: Token, fits: object) -> tuple[int, ...]:
        here = self.words.sentence[head.i]
        best: tuple[float, int] | None = None
        chosen: tuple[int, ...] = ()
        for said in reversed(self.said):
            if best is not None and here - said.sentence > WINDOW:
                break
            if len(said.entities) != 1 or not fits(self._entity(said.entities[0])):  # type: ignore[operator]
                continue
            score = (said.weight - 1.5 * (here - said.sentence), said.at)
            if best is None or score > best:
                best, chosen = score, said.entities
        return chosen

    def _several(self, head: Token, noun: str) -> tuple[int, ...]:
        kinds = self.lexicon.kinds_of_noun(noun)
        here = self.words.sentence[head.i]
        for said in reversed(self.said):
            if here - said.sentence > 2 * WINDOW:
                break
            together = said.entities if len(said.entities) > 1 else self._coordinated(said)
            fitting = [
                number
                for number in together
                if any(self.lexicon.is_a(self._entity(number).kind, kind) for kind in kinds)
            ]
            if len(fitting) > 1:
                return tuple(fitting)
        return ()


def _expletive(token: Token) -> bool:
    """Whether "it" stands for nothing: "it is clear that", "it seems"."""
    if token.dep_ == "expl":
        return True
    if token.dep_ not in ("nsubj", "nsubjpass") or token.lower_ != "it":
        return False
    verb = token.head
    if verb.lemma_ in ("seem", "appear", "rain", "happen", "turn"):
        return True
    return (
        verb.lemma_ == "be"
        and any(child.dep_ in ("acomp", "attr") for child in verb.children)
        and any(child.dep_ in ("ccomp", "xcomp", "advcl", "csubj") for child in verb.children)
    )
