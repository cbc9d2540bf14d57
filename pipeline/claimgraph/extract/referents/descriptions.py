"""What a description means: something named beside it, something known, or something new.

"the company", "both models", "the Italian authority" mean what the text has spoken of;
"a consultant in Lyon" and "three labs" bring up somebody new whom later words can mean.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from spacy.tokens import Token

from claimgraph.extract.grammar import phrases
from claimgraph.extract.naming.entities import Entity
from claimgraph.extract.naming.entries import Entry
from claimgraph.extract.referents.beside import Beside
from claimgraph.extract.referents.memory import WINDOW, Agrees, Memory
from claimgraph.vocabulary import CG

EARLY = 3  # sentences in which a bare noun may stand for somebody named later
COUNTS = {"both": 2, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7}
MOST = 4  # how many things "the companies" may mean when nothing joins them
ENTITY = CG + "Entity"
UNSAID = frozenset(("ROOT", "dep", "npadvmod"))


@dataclass(frozen=True)
class Descriptions:
    """Settles the common nouns of one document against what it has spoken of."""

    memory: Memory

    def meaning(self, head: Token) -> tuple[int, ...]:
        """The numbers of the entities that a noun phrase with this head means."""
        named = Beside(self.memory).meaning(head)
        if named:
            return named
        noun = self._noun(head)
        lexicon = self.memory.lexicon
        if noun in lexicon.standing and not lexicon.is_body_noun(noun):
            spoken_for = self._spoken_for(head)
            if spoken_for:
                return spoken_for
        if head.dep_ in ("compound", "attr", "nmod") or not lexicon.kinds_of_noun(noun):
            return ()
        if phrases.is_plural(head):
            return self._several(head, noun) or self._new(head, noun)
        return self._known(head, noun) or self._new(head, noun)

    def _noun(self, head: Token) -> str:
        """The noun, with the one before it where the two are a head noun: "rights group"."""
        noun = phrases.noun(head)
        pair = f"{head.doc[head.i - 1].lower_} {noun}" if head.i else noun
        return pair if pair in self.memory.lexicon.nouns else noun

    def _spoken_for(self, head: Token) -> tuple[int, ...]:
        """The body told before for which somebody speaks: "a company spokesman", "a spokesman"."""
        lexicon = self.memory.lexicon
        inner = [t for c in head.rights if c.lower_ in ("of", "for") for t in c.rights]
        for token in (*head.lefts, *inner):
            plain = all(child.dep_ == "det" for child in token.lefts)
            if plain and token.tag_ == "NN" and lexicon.is_body_noun(phrases.noun(token)):
                fits = self._fitting(frozenset(), plural=False)
                return self._definite(token, phrases.noun(token), fits, alone=True)
        bare = all(child.dep_ == "det" for child in head.children)
        if not bare or head.dep_ != "nsubj" or phrases.is_plural(head):
            return ()
        return self.memory.salient(head, self._is_body)

    def _is_body(self, number: int) -> bool:
        """Whether something is one body for which somebody may speak."""
        kind, lexicon = self.memory.kind(number), self.memory.lexicon
        if not lexicon.is_actor(kind) or self.memory.entities[number].plural:
            return False
        other = lexicon.is_personal(kind) or lexicon.is_group(kind) or lexicon.is_post(kind)
        return not other and not lexicon.is_place_kind(kind)

    def _known(self, head: Token, noun: str) -> tuple[int, ...]:
        """The one known thing that a description in the singular means."""
        determiner, owner = phrases.determiner(head), phrases.possessor(head)
        if _is_introduced(head):
            return ()
        places = self._places(head)
        fits = self._fitting(places, plural=False)
        placed = places and owner is not None and owner.tag_ == "NNP"
        if owner is not None and not placed:
            return self._only(self._called_so(noun), fits, head)
        if determiner in phrases.DEFINITE or owner is not None:
            found = self._definite(head, noun, fits, alone=owner is None)
        else:
            found = self._early(head, noun, fits, placed=bool(places))
        self._place_told(found, places)
        return found

    def _place_told(self, found: tuple[int, ...], places: frozenset[str]) -> None:
        """Keep where a body is that nothing else tells of: "Malta's watchdog" for a board."""
        for number in found:
            entity = self.memory.entities[number]
            if places and not entity.places and not self._where(number):
                self.memory.entities[number] = replace(entity, places=tuple(sorted(places)))

    def _early(self, head: Token, noun: str, fits: Agrees, *, placed: bool) -> tuple[int, ...]:
        """Somebody named only later, of whom the first sentences or a place tell enough."""
        determiner = phrases.determiner(head)
        early = self.memory.words.sentence[head.i] < EARLY
        bare = not determiner and early and self.memory.lexicon.is_actor_noun(noun)
        if not bare and not (determiner in phrases.INDEFINITE and (early or placed)):
            return ()
        found = self._only(self._called_so(noun), fits, head)
        if not found and (placed or bare):
            found = self._only(self._of_kind(noun), fits, head)
        return found

    def _definite(self, head: Token, noun: str, fits: Agrees, *, alone: bool) -> tuple[int, ...]:
        """What "the NOUN" means: the most salient thing of that name, noun or kind."""
        memory = self.memory
        kinds = memory.lexicon.kinds_meant(noun)
        plain = not self._narrowed(head)
        bare = plain and not self._places(head)
        happening = not any(memory.lexicon.is_a(kind, ENTITY) for kind in kinds)

        def proper(number: int) -> bool:  # no "Danish trade ministry" is the Danish government
            return bare or (memory.kind(number) in kinds and not memory.entities[number].described)

        def by_noun(number: int) -> bool:
            return noun in memory.entities[number].nouns and fits(number)

        def by_either(number: int) -> bool:
            told = noun in memory.entities[number].nouns
            if not told and (happening or self._another_post(noun, number)):
                return False
            if not told and not proper(number):
                return False
            return (told or self._is_any(number, kinds, vaguely=plain)) and fits(number)

        if not memory.lexicon.is_actor_noun(noun) and (not alone or self._narrowed(head)):
            return memory.salient(
                head, lambda number: by_noun(number) and self._echoes(head, number)
            )
        alike = [number for number in self._of_kind(noun) if proper(number)]
        in_name = [number for number in self._called_so(noun) if memory.named(number, noun)]
        return (
            self._only(in_name, fits, head)
            or self._sharing(head, noun)
            or memory.salient(head, by_either, noun)
            or self._only(self._called_so(noun), fits, head)
            or self._only((k for k in alike if memory.times[k] > 1), fits, head)
            or self._only((k for k in alike if self._is_there(k, head)), fits, head)
        )

    def _is_there(self, number: int, head: Token) -> bool:
        """Whether a body belongs to the place that a description names: "Malta's watchdog"."""
        reach = self.memory.lexicon.reach
        wanted = {one for place in self._places(head) for one in reach(place)}
        return bool(self._where(number) & wanted)

    def _another_post(self, noun: str, number: int) -> bool:
        """Whether a noun names a post and an entity is some other post: "the mayor", no judge."""
        lexicon = self.memory.lexicon
        return noun in lexicon.post_nouns and lexicon.is_post(self.memory.kind(number))

    def _is_any(self, number: int, kinds: Iterable[str], *, vaguely: bool = False) -> bool:
        """Whether an entity is of some kinds; vaguely, also a body of which no more is known."""
        kind, lexicon = self.memory.kind(number), self.memory.lexicon
        iri = self.memory.entities[number].iri
        twins = lexicon.namesakes(iri)
        if number in self.memory.prominent:
            twins += lexicon.counterparts(iri)
        if any(lexicon.is_a(it, one) for it in (kind, *_kinds(twins)) for one in kinds):
            return True
        if not vaguely or number not in self.memory.prominent:
            return False
        vague = {kind} & self.memory.vague if kind else self.memory.vague
        return any(lexicon.parent(one) in vague for one in kinds)

    def _called_so(self, noun: str) -> tuple[int, ...]:
        return self.memory.by_noun.get(noun, ())

    def _of_kind(self, noun: str) -> tuple[int, ...]:
        kinds = self.memory.lexicon.kinds_meant(noun)
        numbers = (number for kind in kinds for number in self.memory.by_kind.get(kind, ()))
        return tuple(dict.fromkeys(numbers))

    def _only(self, numbers: Iterable[int], fits: Agrees, head: Token) -> tuple[int, ...]:
        """The one of some entities that fits, if there is just one."""
        taken = self.memory.names(head.head)
        fitting = [number for number in numbers if number not in taken and fits(number)]
        return tuple(fitting) if len(fitting) == 1 else ()

    def _narrowed(self, head: Token) -> bool:
        """Whether words before a noun narrow it: "source code", "the latest chip software"."""
        paired = self._noun(head) != phrases.noun(head)
        return any(
            not (paired and child.i == head.i - 1)
            and child.dep_ in ("amod", "compound", "nmod")
            and child.lower_ not in self.memory.lexicon.nouns
            and child.lower_ not in phrases.IDLE
            and child.text not in self.memory.lexicon.place_names
            for child in head.lefts
        )

    def _echoes(self, head: Token, number: int) -> bool:
        """Whether the words that narrow a noun stand in a name of the entity, or none narrows."""
        told = {w for name in self.memory.entities[number].names for w in name.casefold().split()}
        narrowing = {
            child.lower_
            for child in head.lefts
            if child.dep_ in ("amod", "compound", "nmod") and child.lower_ not in phrases.IDLE
        }
        return not narrowing or bool(narrowing & told)

    def _places(self, head: Token) -> frozenset[str]:
        """The places that a description names: "the Italian authority", "Brazil's watchdog"."""
        found = set()
        for child in head.children:
            of_it = child.dep_ == "prep" and child.lower_ == "of"
            owner = child.dep_ == "poss" and child.pos_ == "NOUN"
            inner = child.children if of_it or owner else ()
            for token in (child, *inner):
                if token.dep_ in ("amod", "compound", "nmod", "poss", "pobj"):
                    found.add(self._place(token))
        return frozenset(found - {""})

    def _place(self, token: Token) -> str:
        """The place that a word names, by IRI, or by name where the lexicon has none; or empty."""
        lexicon = self.memory.lexicon
        iri = lexicon.place_names.get(token.text)
        if iri:
            return iri
        for number in self.memory.names(token):
            entity = self.memory.entities[number]
            if entity.kind and lexicon.is_place_kind(entity.kind):
                return entity.iri or entity.name
        return ""

    def _fitting(self, places: frozenset[str], *, plural: bool | None) -> Agrees:
        """Whether an entity agrees with the places and the number of a description."""
        wanted = frozenset(one for place in places for one in self.memory.lexicon.reach(place))

        def fits(number: int) -> bool:
            if plural is not None and self.memory.entities[number].plural != plural:
                return False
            about = self._where(number) if wanted else frozenset[str]()
            return not about or bool(about & wanted)

        return fits

    def _where(self, number: int) -> frozenset[str]:
        """The places that an entity is known to belong to."""
        entity, lexicon = self.memory.entities[number], self.memory.lexicon
        own = {iri for part in _parts(entity.name) if (iri := lexicon.place_names.get(part))}
        own.update(entity.places)
        if entity.iri:
            own.add(entity.iri)
        reached = {one for place in own for one in lexicon.reach(place)}
        return frozenset(one for one in reached if lexicon.is_place(one) or one in entity.places)

    def _several(self, head: Token, noun: str) -> tuple[int, ...]:
        """The things that a description in the plural means."""
        determiner, places = phrases.determiner(head), self._places(head)
        fits = self._fitting(places, plural=None)
        if determiner not in phrases.DEFINITE:
            counted = any(child.dep_ == "nummod" for child in head.lefts)
            return self._most(noun, fits) if places and not determiner and not counted else ()
        kinds = self.memory.lexicon.kinds_meant(noun)

        def agrees(number: int) -> bool:
            told = noun in self.memory.entities[number].nouns
            return told or (self._is_any(number, kinds) and fits(number))

        return self._sharing(head, noun) or self._group(head, agrees, self._count(head))

    def _sharing(self, head: Token, noun: str) -> tuple[int, ...]:
        """The one body whose name shares the words that narrow a description of somebody.

        "The consumer advocates" are the "Lyon Consumer Association".
        """
        memory = self.memory
        if not memory.lexicon.is_actor_noun(noun):
            return ()
        found: set[int] = set()
        for child in head.lefts:
            if child.text in memory.lexicon.place_names or child.lower_ in phrases.IDLE:
                continue
            if child.dep_ in ("compound", "amod", "nmod"):
                numbers = set(memory.by_word.get(child.lower_, ()))
                if not numbers:
                    return ()
                found = found & numbers if found else numbers
        return tuple(found) if len(found) == 1 else ()

    def _most(self, noun: str, fits: Agrees) -> tuple[int, ...]:
        """The entity named most often among those in whose names the noun stands."""
        names = ((number, self.memory.entities[number].names) for number in self._called_so(noun))
        fitting = [k for k, told in names if fits(k) and any(noun in it.lower() for it in told)]
        return (max(fitting, key=lambda number: self.memory.times[number]),) if fitting else ()

    def _group(self, head: Token, agrees: Agrees, wanted: int) -> tuple[int, ...]:
        """The latest things that agree and were spoken of together, or that many of them."""
        singles: dict[int, None] = {}
        for said in self.memory.recent(head, 2 * WINDOW):
            together = self.memory.coordinated(said)
            fitting = tuple(number for number in together if agrees(number))
            if len(fitting) < len(together) and (fitting or self._unknown(together)):
                fitting = together
            if len(fitting) > 1 and wanted in (0, len(fitting)):
                return fitting
            if len(fitting) == 1 and self.memory.entities[fitting[0]].plural and not wanted:
                return fitting
            singles.update(dict.fromkeys(fitting))
            if wanted and len(singles) == wanted:
                return tuple(sorted(singles))
        people = any(self.memory.lexicon.is_personal(self.memory.kind(k)) for k in singles)
        loose = not wanted and not people and 1 < len(singles) <= MOST
        return tuple(sorted(singles)) if loose else ()

    def _unknown(self, numbers: tuple[int, ...]) -> bool:
        """Whether nothing tells the kind of several things named together."""
        return len(numbers) > 1 and not any(self.memory.kind(number) for number in numbers)

    def _count(self, head: Token) -> int:
        words = [child.lower_ for child in head.lefts if child.dep_ in ("nummod", "det", "predet")]
        return next((COUNTS[word] for word in words if word in COUNTS), 0)

    def _new(self, head: Token, noun: str) -> tuple[int, ...]:
        """A new thing that a description brings up, when it is somebody or a directive."""
        lexicon, memory = self.memory.lexicon, self.memory
        determiner, plural = phrases.determiner(head), phrases.is_plural(head)
        if not lexicon.is_spoken_of(noun):
            return ()
        if head.dep_ in UNSAID and determiner not in phrases.INDEFINITE:
            return ()
        places = self._places(head)
        if determiner in phrases.SWEEPING or (noun in lexicon.standing and not places):
            return ()
        if determiner in phrases.DEFINITE and not self._narrowed(head):
            return ()
        if not (plural or determiner or places or phrases.possessor(head) is not None):
            return ()
        name = phrases.text(head)
        number = memory.described.setdefault(name.casefold(), len(memory.entities))
        if number == len(memory.entities):
            memory.entities.append(
                Entity(
                    name,
                    (name,),
                    lexicon.kind_described(noun, plural=plural),
                    nouns=frozenset((noun,)),
                    first=head.i,
                    plural=plural,
                    described=True,
                    places=tuple(sorted(places)),
                    count=self._count(head),
                )
            )
        return (number,)


def _kinds(entries: Iterable[Entry]) -> Iterator[str]:
    return (kind for entry in entries for kind in entry.kinds)


def _is_introduced(head: Token) -> bool:
    """Whether a definite phrase tells of somebody new: "the only official with a degree"."""
    unique = any(child.lower_ in ("only", "sole") for child in head.lefts)
    return unique and any(child.dep_ in ("prep", "relcl", "acl") for child in head.rights)


def _parts(name: str) -> Iterator[str]:
    """The words of a name, and what two or three of them in a row make."""
    words = name.split()
    for length in (1, 2, 3):
        for start in range(len(words) - length + 1):
            yield " ".join(words[start : start + length])
