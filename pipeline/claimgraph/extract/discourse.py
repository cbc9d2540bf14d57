"""What has been spoken of: one pass over the words that settles names, pronouns, descriptions.

A pronoun or a definite description means the most salient thing before it that agrees with it. A
description that means nothing known ("a consultant in Lyon", "three labs") is a new thing that
later words can mean. What agrees with nothing stays unsettled.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from spacy.tokens import Token

from claimgraph.extract import phrases
from claimgraph.extract.entities import Entity, Gathered
from claimgraph.extract.lexicon import Lexicon
from claimgraph.extract.names import Mention
from claimgraph.extract.words import Words

HE_SHE = frozenset(("he", "she", "him", "her", "his", "hers", "himself", "herself"))
IT = frozenset(("it", "its", "itself"))
THEY = frozenset(("they", "them", "their", "theirs", "themselves"))
FIRST = frozenset(("we", "us", "our", "ours", "ourselves", "i", "me", "my", "mine", "myself"))
REFLEXIVE = frozenset(("himself", "herself", "itself", "themselves"))
WINDOW = 3
EARLY = 3  # sentences in which a bare noun may stand for somebody named later
MAIN = 0.8  # what the subject of a sentence's own verb weighs more than that of a clause in it
WEIGHTS = {
    "nsubj": 2.6,
    "nsubjpass": 2.6,
    "dobj": 2.0,
    "dative": 2.0,
    "agent": 2.0,
    "poss": 1.6,
}
GOVERNS = 2.0
NAMED_BONUS, BESIDE_BONUS = 4.0, 0.8
STEP = 1.5  # how much salience a sentence's distance costs
COUNTS = {"both": 2, "two": 2, "three": 3, "four": 4, "five": 5}
Agrees = Callable[[int], bool]


@dataclass(frozen=True, slots=True)
class Said:
    """Something spoken of at a word: the numbers of its entities and its weight there."""

    at: int
    sentence: int
    entities: tuple[int, ...]
    weight: float


@dataclass
class Discourse:
    """The pass over the words of one document."""

    words: Words
    lexicon: Lexicon
    mentions: tuple[Mention, ...]
    gathered: Gathered
    entities: list[Entity] = field(default_factory=list)
    found: dict[int, tuple[int, ...]] = field(default_factory=dict)
    said: list[Said] = field(default_factory=list)
    members: dict[int, tuple[int, ...]] = field(default_factory=dict)

    def settle(self) -> dict[int, tuple[int, ...]]:
        """For each word that names or stands for entities, their numbers."""
        self.entities.extend(self.gathered.entities)
        doc, tags, lowers = self.words.doc, self.words.tags, self.words.lowers
        inside = -1
        for i, tag in enumerate(tags):
            if i in self.starts:
                inside = self._name(self.starts[i])
            if i < inside:
                continue
            if tag in ("PRP", "PRP$"):
                self._put(doc[i], self._pronoun(doc[i], lowers[i]))
            elif tag in ("NN", "NNS") or (tag == "NNP" and lowers[i] in self.lexicon.nouns):
                self._put(doc[i], self._description(doc[i]))
        return {i: self._spelt_out(numbers) for i, numbers in self.found.items()}

    def _spelt_out(self, numbers: tuple[int, ...]) -> tuple[int, ...]:
        """Groups whose members are told later, as their members."""
        spelt = [one for number in numbers for one in self.members.get(number, (number,))]
        return tuple(dict.fromkeys(spelt))

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

    def _name(self, number: int) -> int:
        mention = self.mentions[number]
        entity = self.gathered.of_mention[number]
        for index in range(mention.start, mention.end):
            self.found[index] = (entity,)
        self._say(self.words.doc[mention.start : mention.end].root, (entity,))
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
        if role in ("nsubj", "nsubjpass") and token.head.dep_ in ("ROOT", "conj"):
            weight += MAIN
        self.said.append(Said(token.i, self.words.sentence[token.i], entities, weight))

    # Pronouns

    def _pronoun(self, token: Token, low: str) -> tuple[int, ...]:
        if low in IT:
            return () if expletive(token) else self._salient(token, self._is_thing)
        if low in HE_SHE:
            return self._salient(token, self._is_person)
        if low in THEY:
            return self._they(token)
        return ()

    def _is_thing(self, number: int) -> bool:
        entity, lexicon = self.entities[number], self.lexicon
        if lexicon.is_personal(entity.kind) or lexicon.is_post(entity.kind) or entity.plural:
            return False
        return not lexicon.is_group(entity.kind)

    def _is_person(self, number: int) -> bool:
        entity = self.entities[number]
        if self.lexicon.is_personal(entity.kind):
            return True
        return entity.described and self.lexicon.is_group(entity.kind) and not entity.plural

    def _is_many(self, number: int) -> bool:
        return self.entities[number].plural

    def _may_be_they(self, number: int) -> bool:
        """Whether one thing may be spoken of as "they": a body of people, somebody unnamed."""
        entity = self.entities[number]
        return self.lexicon.is_actor(entity.kind) and not self.lexicon.is_personal(entity.kind)

    def _they(self, token: Token) -> tuple[int, ...]:
        here = self.words.sentence[token.i]
        for said in reversed(self.said):
            if here - said.sentence > WINDOW:
                break
            if self._clashes(token, said):
                continue
            together = said.entities if len(said.entities) > 1 else self._coordinated(said)
            if len(together) > 1 and any(map(self._may_be_they, together)):
                return together
            if self._is_many(said.entities[0]):
                return said.entities
        return self._salient(token, self._may_be_they)

    def _salient(
        self, token: Token, agrees: Agrees, window: int = WINDOW, noun: str = ""
    ) -> tuple[int, ...]:
        """The most salient single thing before a word that agrees with it.

        Things within the window compete; for a description, farther ones count where none does.
        """
        here = self.words.sentence[token.i]
        best: tuple[float, int] | None = None
        chosen: tuple[int, ...] = ()
        for said in reversed(self.said):
            away = here - said.sentence
            if away > window and (best is not None or not noun):
                break
            if len(said.entities) != 1 or not agrees(said.entities[0]):
                continue
            if self._clashes(token, said):
                continue
            bonus = self._bonus(said.entities[0], noun) + self._governs(said, token, away)
            score = (said.weight - STEP * away + bonus, said.at)
            if best is None or score > best:
                best, chosen = score, said.entities
        return chosen

    def _governs(self, said: Said, token: Token, away: int) -> float:
        """How much better a subject fits whose verb the word depends on; the nearest one most.

        The object of a verb is the understood subject of what depends on it: "ordered Luka to".
        """
        doc = self.words.doc
        role, verb = doc[said.at].dep_, doc[said.at].head
        if away or role not in ("nsubj", "nsubjpass", "dobj") or verb.i == token.i:
            return 0.0
        steps, above, below = 0, token, token
        while above.i not in (verb.i, above.head.i):
            below, above = above, above.head
            steps += above.pos_ in ("VERB", "AUX")
        if above.i != verb.i:
            return 0.0
        if role == "dobj":
            return GOVERNS + MAIN if below.dep_ in ("xcomp", "ccomp") and said.at < token.i else 0.0
        return GOVERNS / max(steps, 1)

    def _bonus(self, number: int, noun: str) -> float:
        """How much better an entity fits a noun that stands in its name or beside it."""
        if not noun or noun not in self.entities[number].nouns:
            return 0.0
        return NAMED_BONUS if self._named(number, noun) else BESIDE_BONUS

    def _named(self, number: int, noun: str) -> bool:
        """Whether a name of an entity ends in a noun: "Cologne Higher Regional Court"."""
        names = self.entities[number].names
        return any(
            name.casefold().endswith(f" {noun}") or f"{noun} of " in name.casefold()
            for name in names
        )

    def _clashes(self, token: Token, said: Said) -> bool:
        """Whether both hang on one verb, so that only a reflexive could mean the other."""
        if token.lower_ in REFLEXIVE or token.tag_ == "PRP$" or token.dep_ == "poss":
            return False
        return self.words.doc[said.at].head.i == token.head.i

    def _coordinated(self, said: Said) -> tuple[int, ...]:
        token = self.words.doc[said.at]
        heads = sorted((token, *token.conjuncts), key=lambda one: one.i)
        numbers = [number for one in heads for number in self.found.get(one.i, ())]
        return tuple(dict.fromkeys(numbers))

    # Descriptions

    def _description(self, head: Token) -> tuple[int, ...]:
        """What a common noun means: something named beside it, something known, or new."""
        if head.dep_ == "appos":
            same = self._same_as(head)
            if same:
                return same
        named = self._apposed(head) or self._compounded(head) or self._body_of(head)
        if named:
            return named
        noun = phrases.noun(head)
        if head.dep_ in ("compound", "attr", "nmod") or not self.lexicon.kinds_of_noun(noun):
            return ()
        if phrases.is_plural(head):
            return self._several(head, noun) or self._new(head, noun)
        return self._known(head, noun) or self._new(head, noun)

    def _apposed(self, head: Token) -> tuple[int, ...]:
        """The names that follow a noun as its other name, its examples or its holder."""
        if not self.lexicon.kinds_of_noun(phrases.noun(head)):
            return ()
        for child in head.rights:
            examples = child.dep_ == "prep" and child.lower_ in phrases.EXAMPLES
            if child.dep_ == "appos":
                names = self._listed(child)
            elif examples or (child.lower_ == "as" and child.nbor(-1).lower_ == "such"):
                names = [n for one in child.rights if one.dep_ == "pobj" for n in self._listed(one)]
            else:
                names = []
            if names:
                found = tuple(dict.fromkeys(names))
                self._anticipated(head, found)
                return found
        return self._holder(head)

    def _same_as(self, head: Token) -> tuple[int, ...]:
        """What an apposition is another description of: the name that agrees with it."""
        kinds = self.lexicon.kinds_of_noun(phrases.noun(head))
        before = [self.found.get(head.head.i, ())]
        edge = head.left_edge.i
        before += [self.found.get(i, ()) for i in range(edge - 1, max(edge - 4, -1), -1)]
        for numbers in before:
            if len(numbers) == 1 and self._fits_noun(numbers[0], kinds):
                return numbers
        return ()

    def _fits_noun(self, number: int, kinds: tuple[str, ...]) -> bool:
        kind = self.entities[number].kind
        personal = self.lexicon.is_personal(kind) and any(
            self.lexicon.is_post(one) or self.lexicon.is_group(one) for one in kinds
        )
        return personal or self.lexicon.fits(kind, kinds)

    def _listed(self, first: Token) -> list[int]:
        return [number for one in phrases.conjuncts(first) for number in self._names(one)]

    def _holder(self, head: Token) -> tuple[int, ...]:
        """The person named after a post and a comma: "Chairman of the group Noyb, Max Schrems"."""
        if phrases.noun(head) not in self.lexicon.post_nouns:
            return ()
        for index in range(head.i + 1, min(head.right_edge.i + 3, len(self.words.texts))):
            number = self.starts.get(index)
            if number is not None and self.words.texts[index - 1] == ",":
                entity = self.gathered.of_mention[number]
                if self.lexicon.is_personal(self.entities[entity].kind):
                    return (entity,)
        return ()

    def _anticipated(self, head: Token, names: tuple[int, ...]) -> None:
        """A group spoken of shortly before is the one whose members are listed now."""
        if len(names) < 2 or phrases.determiner(head) not in phrases.DEFINITE:
            return
        here, noun = self.words.sentence[head.i], phrases.noun(head)
        for said in self.said:
            if here - said.sentence > EARLY + 1 or len(said.entities) != 1:
                continue
            entity = self.entities[said.entities[0]]
            same = noun in entity.nouns or entity.count == len(names)
            if entity.described and entity.plural and same and entity.count in (0, len(names)):
                self.members[said.entities[0]] = names

    def _names(self, token: Token) -> tuple[int, ...]:
        number = self.covering.get(token.i)
        return () if number is None else (self.gathered.of_mention[number],)

    def _compounded(self, head: Token) -> tuple[int, ...]:
        """The name before a noun that tells its kind: "the Fable 5 model"."""
        kinds = self.lexicon.kinds_of_noun(phrases.noun(head))
        for child in head.lefts:
            if child.dep_ in ("compound", "nmod", "amod") and child.i in self.covering:
                for number in self._names(child):
                    kind = self.entities[number].kind
                    if kind and any(self.lexicon.is_a(kind, one) for one in kinds):
                        return (number,)
        return ()

    def _body_of(self, head: Token) -> tuple[int, ...]:
        """The body that somebody speaks for or some place belongs to: "a Luka spokesperson"."""
        if not {phrases.noun(head), head.lower_} & self.lexicon.standing:
            return ()
        inner = [t for c in head.rights if c.lower_ in ("of", "for") for t in c.rights]
        for token in (*head.lefts, *inner):
            if token.dep_ in ("compound", "poss", "nmod", "pobj"):
                for number in self._names(token) or self.found.get(token.i, ()):
                    kind = self.entities[number].kind
                    if self.lexicon.is_actor(kind) and not self.lexicon.is_personal(kind):
                        return (number,)
        return ()

    def _known(self, head: Token, noun: str) -> tuple[int, ...]:
        """The one known thing that a description in the singular means."""
        determiner, owner = phrases.determiner(head), phrases.possessor(head)
        places = self._places(head)
        fits = self._single(self._placed(places))
        if owner is not None and owner.tag_ != "PRP$" and not places:
            return self._only(lambda number: noun in self.entities[number].nouns, head)
        if determiner in phrases.DEFINITE or (owner is not None and places):
            return self._called(head, noun, fits, generic=owner is None)
        if owner is not None:
            return self._only(lambda number: noun in self.entities[number].nouns, head)
        early = self.words.sentence[head.i] < EARLY
        if (determiner in phrases.INDEFINITE and (early or places)) or (
            not determiner and early and self.lexicon.is_actor_noun(noun)
        ):
            return self._only(
                lambda number: noun in self.entities[number].nouns and fits(number), head
            ) or (self._only(self._by_kind(noun, fits), head) if places or not determiner else ())
        return ()

    def _called(self, head: Token, noun: str, fits: Agrees, *, generic: bool) -> tuple[int, ...]:
        """What "the NOUN" means: the most salient thing of that name, noun or kind."""

        def by_noun(number: int) -> bool:
            return noun in self.entities[number].nouns and fits(number)

        by_kind = self._by_kind(noun, fits)
        actor = self.lexicon.is_actor_noun(noun)
        if not actor and (not generic or self._modified(head)):
            return self._latest(head, by_noun, noun)
        return (
            self._only(lambda number: self._named(number, noun) and fits(number), head)
            or self._latest(head, lambda number: by_noun(number) or by_kind(number), noun)
            or self._only(by_noun, head)
            or self._only(by_kind, head)
        )

    def _latest(self, head: Token, agrees: Agrees, noun: str) -> tuple[int, ...]:
        return self._salient(head, agrees, window=WINDOW + 1, noun=noun)

    def _only(self, agrees: Agrees, head: Token) -> tuple[int, ...]:
        """The one entity of the whole document that agrees, if there is just one."""
        fitting = [number for number in range(len(self.gathered.entities)) if agrees(number)]
        taken = self._names(head.head)
        fitting = [number for number in fitting if number not in taken]
        return tuple(fitting) if len(fitting) == 1 else ()

    def _most(self, agrees: Agrees) -> tuple[int, ...]:
        """The entity named most often among those that agree."""
        fitting = [number for number in range(len(self.gathered.entities)) if agrees(number)]
        times = self.gathered.of_mention
        return (max(fitting, key=times.count),) if fitting else ()

    def _by_kind(self, noun: str, fits: Agrees) -> Agrees:
        kinds = self.lexicon.kinds_meant(noun)

        def agrees(number: int) -> bool:
            kind = self.entities[number].kind
            return (
                not self.entities[number].plural
                and any(self.lexicon.is_a(kind, one) for one in kinds)
                and fits(number)
            )

        return agrees

    def _modified(self, head: Token) -> bool:
        """Whether words before a noun narrow it: "source code", "the latest chip software"."""
        return any(
            child.dep_ in ("amod", "compound", "nmod")
            and child.lower_ not in self.lexicon.nouns
            and child.lower_ not in phrases.IDLE
            for child in head.lefts
        )

    def _places(self, head: Token) -> frozenset[str]:
        """The places that a description names: "the Italian authority", "Brazil's watchdog"."""
        found = set()
        for child in head.children:
            inner = child.children if child.dep_ == "prep" and child.lower_ == "of" else ()
            for token in (child, *inner):
                iri = self.lexicon.place_names.get(token.text)
                if iri and token.dep_ in ("amod", "compound", "nmod", "poss", "pobj"):
                    found.add(iri)
        return frozenset(found)

    def _placed(self, places: frozenset[str]) -> Agrees:
        wanted = frozenset(place for one in places for place in self.lexicon.reach(one))

        def fits(number: int) -> bool:
            if not wanted:
                return True
            about = self._where(number)
            return not about or bool(about & wanted)

        return fits

    def _single(self, fits: Agrees) -> Agrees:
        return lambda number: not self.entities[number].plural and fits(number)

    def _where(self, number: int) -> frozenset[str]:
        """The places that an entity is known to belong to."""
        entity = self.entities[number]
        own = {iri for word in entity.name.split() if (iri := self.lexicon.place_names.get(word))}
        own |= {place for place in entity.places if place}
        if entity.iri:
            own.add(entity.iri)
        return frozenset(
            place
            for one in own
            for place in self.lexicon.reach(one)
            if self.lexicon.is_place(place)
        )

    def _several(self, head: Token, noun: str) -> tuple[int, ...]:
        """The things that a definite description in the plural means."""
        determiner = phrases.determiner(head)
        places = self._places(head)
        placed, kinds = self._placed(places), self.lexicon.kinds_meant(noun)

        def fits(number: int) -> bool:
            kind = self.entities[number].kind
            return any(self.lexicon.is_a(kind, one) for one in kinds) and placed(number)

        by_noun: Agrees = lambda number: noun in self.entities[number].nouns  # noqa: E731
        if determiner not in phrases.DEFINITE:
            placed_noun: Agrees = lambda number: by_noun(number) and placed(number)  # noqa: E731
            return self._most(placed_noun) if places and not determiner else ()
        wanted = self._count(head, determiner)
        here = self.words.sentence[head.i]
        singles: dict[int, None] = {}
        for said in reversed(self.said):
            if here - said.sentence > 2 * WINDOW:
                break
            together = said.entities if len(said.entities) > 1 else self._coordinated(said)
            fitting = tuple(number for number in together if fits(number) or by_noun(number))
            if len(fitting) < len(together) and (fitting or self._unknown(together)):
                fitting = together
            if len(fitting) > 1 and wanted in (0, len(fitting)):
                return fitting
            if len(fitting) == 1 and self.entities[fitting[0]].plural and not wanted:
                return fitting
            singles.update(dict.fromkeys(fitting))
            if wanted and len(singles) == wanted:
                return tuple(sorted(singles))
        return ()

    def _unknown(self, numbers: tuple[int, ...]) -> bool:
        """Whether nothing tells the kind of several things named together."""
        return len(numbers) > 1 and not any(self.entities[number].kind for number in numbers)

    def _count(self, head: Token, determiner: str) -> int:
        words = [child.lower_ for child in head.lefts if child.dep_ in ("nummod", "det", "predet")]
        return next((COUNTS[word] for word in (*words, determiner) if word in COUNTS), 0)

    def _new(self, head: Token, noun: str) -> tuple[int, ...]:
        """A new thing that a description brings up, when it is somebody or a directive."""
        if not self.lexicon.is_spoken_of(noun) or head.dep_ in ("ROOT", "dep", "npadvmod"):
            return ()
        determiner, plural = phrases.determiner(head), phrases.is_plural(head)
        if determiner in phrases.DEFINITE and not self._modified(head):
            return ()
        owned = determiner or phrases.possessor(head) is not None or self._places(head)
        if determiner in phrases.SWEEPING or not (plural or owned) or self._of_named(head):
            return ()
        kind = self.lexicon.kind_described(noun, plural=plural)
        name = phrases.text(head)
        for number in range(len(self.gathered.entities), len(self.entities)):
            if self.entities[number].name.casefold() == name.casefold():
                return (number,)
        entity = Entity(
            name,
            (name,),
            kind,
            nouns=frozenset((noun,)),
            first=head.i,
            plural=plural,
            described=True,
            places=tuple(sorted(self._places(head))),
            count=self._count(head, determiner),
        )
        self.entities.append(entity)
        return (len(self.entities) - 1,)

    def _of_named(self, head: Token) -> bool:
        """Whether a name stands before the noun: "X's offices" are nobody of their own."""
        return any(
            child.i in self.covering and not self._places(head) and child.dep_ != "amod"
            for child in head.lefts
        )


def expletive(token: Token) -> bool:
    """Whether "it" stands for nothing: "it is clear that", "it seems"."""
    if token.dep_ == "expl":
        return True
    if token.dep_ not in ("nsubj", "nsubjpass") or token.lower_ != "it":
        return False
    verb = token.head
    if verb.lemma_ in ("seem", "appear", "rain", "happen", "turn"):
        return True
    children = [child.dep_ for child in verb.children]
    judged = verb.lemma_ == "be" and _any_of(children, ("acomp", "attr"))
    if verb.dep_ != "ROOT" and verb.lemma_ == "be" and "acomp" in children:
        return any(child.lower_ in ("late", "early") for child in verb.children)
    passive = token.dep_ == "nsubjpass" and _any_of(children, ("ccomp", "csubj"))
    return passive or (judged and _any_of(children, ("ccomp", "xcomp", "advcl", "csubj")))


def _any_of(found: Iterable[str], wanted: Iterable[str]) -> bool:
    return bool(set(found) & set(wanted))


def spoken(discourse: Discourse) -> Iterator[Entity]:
    """The entities a discourse brought up, named and described."""
    yield from discourse.entities
