"""Who is meant: names, coordinations, pronouns, descriptions and possessives to participants.

One pass over the words in order keeps what has been spoken of; a pronoun or a definite
description means the most salient thing before it that agrees in kind and number. What does not
resolve stays empty.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from spacy.tokens import Token

from claimgraph.extract.grammar import phrases
from claimgraph.extract.naming.entities import Entity, Gathered, gather
from claimgraph.extract.naming.entries import Entry
from claimgraph.extract.naming.lexicon import Lexicon
from claimgraph.extract.naming.names import Mention
from claimgraph.extract.parse.language import Parsed
from claimgraph.extract.parse.words import Words
from claimgraph.extract.referents.discourse import settle
from claimgraph.extract.referents.lists import following, preceding
from claimgraph.extract.referents.memory import Memory
from claimgraph.extract.referents.owner import owner, teller
from claimgraph.extract.referents.pronouns import FIRST
from claimgraph.model import Participant
from claimgraph.remembered import remembered

UNDERGOING = frozenset(("nsubjpass", "dobj", "pobj"))
ACTING = frozenset(("nsubj", "nsubjpass", "dobj"))
DIRECT = frozenset(("nsubjpass", "dobj"))
ALONE = frozenset(("i", "me", "my", "myself"))


@dataclass(frozen=True)
class Referents:
    """What the words of one document mean; ask with `of`."""

    parsed: Parsed
    lexicon: Lexicon
    mentions: tuple[Mention, ...]
    gathered: Gathered
    known: tuple[Entity, ...]
    meant: Mapping[int, tuple[int, ...]]
    voices: Mapping[int, int] = field(default_factory=dict)

    def of(self, head: Token, kinds: frozenset[str] = frozenset()) -> tuple[Participant, ...]:
        """The participants that a noun phrase with this head means.

        Coordinated phrases to the right count in. Empty when nothing is known to be meant, or
        when nothing of the kinds asked for is. What was asked before is not looked for again.
        """
        return self._of(head.i, kinds)

    @remembered
    def _of(self, head: int, kinds: frozenset[str]) -> tuple[Participant, ...]:
        found: dict[tuple[str, str], Participant] = {}
        for part in self._parts(head):
            for participant in self._one(part, kinds):
                found.setdefault((participant.name, participant.iri), participant)
        return tuple(found.values())

    def only(self, head: Token, kinds: frozenset[str] = frozenset()) -> tuple[Participant, ...]:
        """As `of`, without what is coordinated with the head."""
        return tuple(self._one(head, kinds))

    @remembered
    def _parts(self, head: int) -> tuple[Token, ...]:
        """The heads of a coordination: by the parse, and of a plain list of names by its commas."""
        doc = self.parsed.doc
        parts = tuple(phrases.conjuncts(doc[head]))
        number = self._at.get(head)
        if number is None:
            return parts
        listed = following(self.mentions, doc, number) + preceding(self.mentions, doc, number)
        heads = [doc[self.mentions[k].end - 1] for k in listed]
        told = {self._at.get(part.i) for part in parts}
        return (*parts, *(one for one in heads if self._at[one.i] not in told))

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

    def is_within_name(self, index: int) -> bool:
        """Whether a word goes on with a name that began before it: the number of a version."""
        mention = self.mention_at(index)
        return mention is not None and mention.start < index

    @cached_property
    def _at(self) -> Mapping[int, int]:
        return {
            index: number
            for number, mention in enumerate(self.mentions)
            for index in range(mention.start, mention.end)
        }

    def _one(self, head: Token, kinds: frozenset[str]) -> Iterator[Participant]:
        numbers = self.meant.get(head.i, ())
        told = [one for number in numbers for one in self._entity(number, head, kinds)]
        if told:
            yield from told
        elif numbers and (head.i in self._at or head.pos_ != "NOUN"):
            return
        elif head.lower_ in FIRST:
            yield from self._first_person(head, kinds)
        elif head.i not in self._at and head.pos_ in ("NOUN", "PROPN", "ADJ"):
            yield from self._described(head, kinds)

    def _entity(self, number: int, head: Token, kinds: frozenset[str]) -> Iterator[Participant]:
        entity = self.known[number]
        mention = self.mention_at(head.i)
        span = self.parsed.span(mention.start, mention.end) if mention else None
        called = self._called(entity, head) if mention is None else ""
        if self.lexicon.fits(entity.kind, kinds) and not called:
            yield Participant(entity.name, entity.kind, entity.iri, span)
            return
        for other in self._others(entity, head, called):
            if other.kinds and self.lexicon.fits(other.kinds[0], kinds):
                yield Participant(entity.name, other.kinds[0], other.iri, span)
                return
        if mention and any(map(self._is_made, kinds)) and self._may_be_made(entity, head):
            yield Participant(entity.name, "", "", span)
        if not any(map(self.lexicon.is_actor, kinds)):
            return
        if mention and entity.guessed and self._acts(entity, head):
            yield Participant(entity.name, "", "", span)
        if not self.lexicon.is_place(entity.iri):
            return
        acting = self.lexicon.acting(entity.name)
        if acting is None or not acting.kinds:
            yield Participant(entity.name, "", "", span)
        elif self.lexicon.fits(acting.kinds[0], kinds):
            told = self._by_iri.get(acting.iri, entity.name)
            name = entity.name if told in acting.hidden else told
            yield Participant(name, acting.kinds[0], acting.iri, span)

    def _may_be_made(self, entity: Entity, head: Token) -> bool:
        """Whether the recogniser may have taken a product for a body: "released Magistral"."""
        guess = entity.guessed and not self.lexicon.is_personal(entity.kind)
        return guess and head.dep_ in DIRECT

    def _acts(self, entity: Entity, head: Token) -> bool:
        """Whether what the recogniser takes for a place acts: "opened a probe into Castlight"."""
        into = head.dep_ == "pobj" and head.head.lower_ in {"into", "against", "by"}
        return self.lexicon.is_place_kind(entity.kind) and (into or head.dep_ in ACTING)

    def _is_made(self, kind: str) -> bool:
        """Whether a class is of things that somebody makes, of which the recogniser knows few."""
        return self.lexicon.is_a(kind, self.lexicon.versioned)

    def _called(self, entity: Entity, head: Token) -> str:
        """The kind that a description gives what goes by its maker's name: "the app"."""
        told = self.lexicon.kinds_of_noun(phrases.noun(head))
        if any(map(self.lexicon.is_actor, told)):
            return ""
        kinds = (kind for twin in self.lexicon.namesakes(entity.iri) for kind in twin.kinds)
        fitting = (kind for kind in kinds if any(self.lexicon.is_a(kind, one) for one in told))
        return next(fitting, "")

    def _others(self, entity: Entity, head: Token, called: str) -> tuple[Entry, ...]:
        """What else a name may mean: who made what acts, what is made of whom something befalls."""
        told = self.lexicon.kinds_of_noun(phrases.noun(head))
        itself = any(self.lexicon.fits(entity.kind, (kind,)) for kind in told)
        maker = self.mention_at(head.i) is None and told and not itself  # "the company" for an app
        if (head.dep_ == "nsubj" or maker) and not called:
            return self.lexicon.counterparts(entity.iri)
        undergoes = called or head.dep_ in UNDERGOING
        return self.lexicon.namesakes(entity.iri) if undergoes else ()

    @cached_property
    def _by_iri(self) -> Mapping[str, str]:
        return {entity.iri: entity.name for entity in self.gathered.entities if entity.iri}

    def _first_person(self, head: Token, kinds: frozenset[str]) -> Iterator[Participant]:
        source = self.voices.get(head.i)
        if source is not None and source != head.i:
            for participant in self.of(self.parsed.doc[source], kinds):
                yield participant.elsewhere
        elif source is None:
            document, alone = self.parsed.document, head.lower_ in ALONE
            name = (document.author if alone else "") or document.publisher or document.author
            if name:
                yield Participant(name)
            elif alone and self._teller is not None:
                told = self.gathered.entities[self._teller]
                yield Participant(told.name, told.kind, told.iri)
            elif self._owner is not None:
                yield self._body_of(self.gathered.entities[self._owner])

    def _body_of(self, entity: Entity) -> Participant:
        """Who says "we" under a name: of a service, the body that runs it."""
        body = next(iter(self.lexicon.counterparts(entity.iri)), None)
        if body is None or not body.kinds or self.lexicon.is_actor(entity.kind):
            return Participant(entity.name, entity.kind, entity.iri)
        return Participant(self._by_iri.get(body.iri, body.names[0]), body.kinds[0], body.iri)

    @cached_property
    def _teller(self) -> int | None:
        return teller(self.parsed, self.mentions, self.gathered, self.lexicon)

    @cached_property
    def _owner(self) -> int | None:
        return owner(self.parsed, self.mentions, self.gathered, self.lexicon)

    def _described(self, head: Token, kinds: frozenset[str]) -> Iterator[Participant]:
        """A group or thing without a name, by its own words."""
        told = self.lexicon.kinds_of_noun(self._paired(head))
        group = self.lexicon.group_kind
        if group in told or (phrases.is_plural(head) and any(map(self.lexicon.is_post, told))):
            kind = group
        elif told:
            kind = next((one for one in told if self.lexicon.fits(one, kinds)), told[0])
        else:
            return
        if not self.lexicon.fits(kind, kinds):
            return
        words = self._words(head)
        if words.casefold() not in self.lexicon.not_names:
            start, end = phrases.bounds(head)
            yield Participant(words, kind, "", self.parsed.span(start, end))

    def _plain(self, words: str, start: int) -> str:
        """A description without the capital that its first word has as such: "Weights"."""
        first = words.split(maxsplit=1)[0] if words else ""
        known = (
            first.lower() in self.lexicon.nouns
            or self.parsed.doc[start].lemma_ in self.lexicon.nouns
        )
        if start in self._at or not known or first[1:] != first[1:].lower():
            return words
        return words[:1].lower() + words[1:]

    def _paired(self, head: Token) -> str:
        """The noun, with the word before it where the two are a head noun: "public health"."""
        noun = phrases.noun(head)
        pair = f"{head.doc[head.i - 1].lower_} {noun}" if head.i else noun
        return pair if pair in self.lexicon.nouns else noun

    def _words(self, head: Token) -> str:
        """A description in its own words, with the owner's name for "its" or "the company's"."""
        owner = phrases.possessor(head)
        words = self._plain(phrases.text(head), phrases.bounds(head)[0])
        if owner is None or owner.tag_ not in ("PRP$", "NN"):
            return words
        meant = self.only(owner)
        if len(meant) != 1 or (owner.tag_ == "NN" and not any(map(str.isupper, meant[0].name))):
            return words
        if owner.tag_ == "NN":  # "the company's products": of the company that is meant
            words = phrases.text_after(head, owner.right_edge.i)
        name = meant[0].name
        mark = "'" if name.endswith("s") else "'s"
        return f"{name}{mark} {words}" if words else name


def resolve(
    parsed: Parsed,
    words: Words,
    mentions: Sequence[Mention],
    lexicon: Lexicon,
    voices: Mapping[int, int] | None = None,
) -> Referents:
    """What the words of a document mean.

    `voices` gives, for words inside quotations, the word that heads their speaker's phrase.
    """
    gathered = gather(mentions, words, lexicon)
    memory = Memory(words, lexicon, tuple(mentions), gathered)
    meant = settle(memory)
    known = tuple(memory.entities)
    return Referents(parsed, lexicon, tuple(mentions), gathered, known, meant, voices or {})
