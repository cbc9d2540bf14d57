"""Names beside a noun that say whom it means: appositions, examples, holders, compounds."""

from collections.abc import Sequence
from dataclasses import dataclass

from spacy.tokens import Token

from claimgraph.extract.grammar import phrases
from claimgraph.extract.referents.lists import following
from claimgraph.extract.referents.memory import Memory

BEING = frozenset(("be", "become", "remain"))
REACH = 5  # sentences back in which a group may have been spoken of before its members are told


@dataclass(frozen=True)
class Beside:
    """Settles nouns by the names that their own phrase holds."""

    memory: Memory

    def meaning(self, head: Token) -> tuple[int, ...]:
        """The entities named beside a noun, or nothing."""
        if not self.memory.lexicon.kinds_of_noun(phrases.noun(head)) and not self._stands(head):
            return ()
        return (
            self._same_as(head)
            or self._is_said_to_be(head)
            or self._place_of(head)
            or self._apposed(head)
            or self._holder(head)
            or self._compounded(head)
            or self._body_of(head)
        )

    def _stands(self, head: Token) -> bool:
        return bool({phrases.noun(head), head.lower_} & self.memory.lexicon.standing)

    def _same_as(self, head: Token) -> tuple[int, ...]:
        """What an apposition is another description of: the name that agrees with it."""
        if head.dep_ != "appos":
            return ()
        found, edge = self.memory.found, head.left_edge.i
        if phrases.is_plural(head) and phrases.is_definite(head):
            listed = dict.fromkeys(self._listed(head.head))  # "A and B, the two models"
            if len(listed) > 1 and all(self._fits(number, head) for number in listed):
                return tuple(listed)
        before = [found.get(head.head.i, ())]
        before += [found.get(i, ()) for i in range(edge - 1, max(edge - 4, -1), -1)]
        for numbers in before:
            if len(numbers) == 1 and self._fits(numbers[0], head):
                return numbers
        return ()

    def _is_said_to_be(self, head: Token) -> tuple[int, ...]:
        """Who is said to be the one: "Malta became the latest country to block it"."""
        definite = phrases.is_definite(head)
        if head.dep_ != "attr" or not definite or head.head.lemma_ not in BEING:
            return ()
        subject = next((one for one in head.head.lefts if one.dep_ == "nsubj"), None)
        parts = [] if subject is None else list(phrases.conjuncts(subject))
        numbers = [number for one in parts for number in self.memory.found.get(one.i, ())]
        same = phrases.is_plural(head) == (len(numbers) > 1)
        return tuple(numbers) if same and all(self._fits(it, head) for it in numbers) else ()

    def _place_of(self, head: Token) -> tuple[int, ...]:
        """The place that a noun for places names with "of": "the state of New York"."""
        lexicon = self.memory.lexicon
        if not any(map(lexicon.is_place_kind, lexicon.kinds_of_noun(phrases.noun(head)))):
            return ()
        inner = [one for child in head.rights if child.lower_ == "of" for one in child.rights]
        numbers = [number for one in inner for number in self.memory.names(one)]
        return tuple(it for it in numbers if lexicon.is_place_kind(self.memory.kind(it)))[:1]

    def _place_in(self, noun: Token) -> bool:
        """Whether a word before a noun names a place: "Ankara chief prosecutor"."""
        return any(
            child.text in self.memory.lexicon.place_names or self._is_land(child)
            for child in noun.lefts
        )

    def _is_land(self, token: Token) -> bool:
        kinds = (self.memory.kind(number) for number in self.memory.names(token))
        return token.ent_type_ != "" and any(map(self.memory.lexicon.is_place_kind, kinds))

    def _fits(self, number: int, head: Token) -> bool:
        """Whether an entity may be what a noun calls it."""
        lexicon, kind = self.memory.lexicon, self.memory.kind(number)
        kinds = lexicon.kinds_of_noun(phrases.noun(head))
        if lexicon.is_personal(kind):
            return any(lexicon.is_post(one) or lexicon.is_group(one) for one in kinds)
        return lexicon.fits(kind, kinds)

    def _apposed(self, head: Token) -> tuple[int, ...]:
        """The names that follow a noun as its other name or as examples of it."""
        for child in head.rights:
            if child.dep_ == "appos":
                names = [number for number in self._listed(child) if self._fits(number, head)]
            elif self._gives_examples(child):
                names = [n for one in child.rights if one.dep_ == "pobj" for n in self._listed(one)]
            else:
                continue
            if names:
                found = tuple(dict.fromkeys(names))
                self._anticipated(head, found)
                return found
        return self._spelt_out(head)

    def _spelt_out(self, head: Token) -> tuple[int, ...]:
        """The names after a comma behind a plural, lost by the parse: "its models, A and B"."""
        after, memory = head.i + 1, self.memory
        start = memory.starts.get(after + 1)
        if not phrases.is_plural(head) or start is None or head.doc[after].text != ",":
            return ()
        listed = [start, *following(memory.mentions, memory.words.doc, start)]
        names = [memory.gathered.of_mention[number] for number in listed]
        known = all(memory.kind(it) and self._fits(it, head) for it in names)
        owned = phrases.possessor(head) is not None or phrases.is_definite(head)
        return tuple(dict.fromkeys(names)) if known and owned and len(names) > 1 else ()

    def _gives_examples(self, child: Token) -> bool:
        if child.dep_ != "prep":
            return False
        such = child.lower_ == "as" and child.i > 0 and child.nbor(-1).lower_ == "such"
        return such or child.lower_ in phrases.EXAMPLES

    def _listed(self, first: Token) -> list[int]:
        """The entities of a list of names: by the parse and by its commas, in text order."""
        memory = self.memory
        starts = {memory.covering.get(one.i) for one in phrases.conjuncts(first)}
        told = {number for number in starts if number is not None}
        for number in sorted(told)[:1]:
            told.update(following(memory.mentions, memory.words.doc, number))
        return [memory.gathered.of_mention[number] for number in sorted(told)]

    def _anticipated(self, head: Token, names: tuple[int, ...]) -> None:
        """A group spoken of shortly before is the one whose members are listed now."""
        if len(names) < 2 or not phrases.is_definite(head):
            return
        noun = phrases.noun(head)
        for said in self.memory.recent(head, REACH):
            entity = self.memory.entities[said.entities[0]]
            same = noun in entity.nouns or entity.count == len(names)
            if entity.described and entity.plural and same and entity.count in (0, len(names)):
                self.memory.members[said.entities[0]] = names

    def _holder(self, head: Token) -> tuple[int, ...]:
        """The person named after a post and a comma: "Chairman of the group Noyb, Max Schrems"."""
        memory = self.memory
        if phrases.noun(head) not in memory.lexicon.post_nouns:
            return ()
        for index in range(head.i + 1, min(head.right_edge.i + 3, len(memory.words.texts))):
            number = memory.starts.get(index)
            if number is not None and memory.words.texts[index - 1] == ",":
                entity = memory.gathered.of_mention[number]
                if memory.lexicon.is_personal(memory.kind(entity)):
                    return (entity,)
        return ()

    def _compounded(self, head: Token) -> tuple[int, ...]:
        """The name before a noun that tells its kind: "the Fable 5 model"."""
        lexicon = self.memory.lexicon
        kinds = lexicon.kinds_of_noun(phrases.noun(head))
        if phrases.is_plural(head) and any(map(lexicon.is_actor, kinds)):
            return ()  # "Acme divisions" are not Acme
        for child in head.lefts:
            if child.dep_ in ("compound", "nmod", "amod"):
                parts = phrases.conjuncts(child) if phrases.is_plural(head) else (child,)
                told = [it for one in parts if one.i < head.i for it in self.memory.names(one)]
                found = [number for number in told if self._is_such(number, kinds)]
                if found:
                    return tuple(dict.fromkeys(found))
        return ()

    def _is_such(self, number: int, kinds: Sequence[str]) -> bool:
        """Whether an entity is of some kinds, or a thing with versions as they are."""
        lexicon, kind = self.memory.lexicon, self.memory.kind(number)
        made = lexicon.is_a(kind, lexicon.versioned) and any(
            lexicon.is_a(one, lexicon.versioned) for one in kinds
        )
        return made or bool(kind and lexicon.is_any(kind, kinds))

    def _body_of(self, head: Token) -> tuple[int, ...]:
        """The body that somebody speaks for or some place belongs to: "a Luka spokesperson"."""
        if not self._stands(head):
            return ()
        lexicon = self.memory.lexicon
        inner = [t for c in head.rights if c.lower_ in ("of", "for") for t in c.rights]
        own = lexicon.is_body_noun(phrases.noun(head))
        for token in (*head.lefts, *inner):
            if token.dep_ in ("compound", "poss", "nmod", "pobj", "amod"):
                named = self.memory.names(token)
                if own and not named and self._place_in(token):
                    continue  # "the Ankara prosecutor's office" is no court told before
                for number in named or self.memory.found.get(token.i, ()):
                    kind = self.memory.kind(number)
                    if own and lexicon.is_place_kind(kind):
                        continue  # "Malta's cartel office" is not Malta
                    if lexicon.is_actor(kind) and not lexicon.is_personal(kind):
                        return (number,)
        return ()
