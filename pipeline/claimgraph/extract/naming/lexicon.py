"""What the domain's files tell of names: known entities, kinds, head nouns, demonyms.

Everything is read from the Turtle files of the domain; no name stands in the code.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from claimgraph.extract.naming.entries import Entry, Facts
from claimgraph.layout import Domain
from claimgraph.vocabulary import CG

ACTS_AS = CG + "actsAs"
SHOUTED = 6  # a label of this length or more is known in capital letters too


@dataclass(frozen=True, slots=True)
class Surface:
    """One way to write an entity; `hidden` when it needs a context that calls for the entity."""

    text: str
    iri: str
    hidden: bool = False


@dataclass(frozen=True)
class Lexicon:
    """All that the domain tells of names, ready for look-up.

    `nouns` gives, for the singular of a noun in lower case, the classes it is a head noun of.
    `ancestors` gives for each class itself and all above it.
    """

    entries: Mapping[str, Entry]
    ancestors: Mapping[str, frozenset[str]]
    nouns: Mapping[str, tuple[str, ...]]
    recogniser: Mapping[str, str] = field(default_factory=dict)
    not_names: frozenset[str] = frozenset()
    personal: frozenset[str] = frozenset()
    posts: frozenset[str] = frozenset()
    groups: frozenset[str] = frozenset()
    standing: frozenset[str] = frozenset()
    parties: frozenset[str] = frozenset()
    feminine: frozenset[str] = frozenset()
    masculine: frozenset[str] = frozenset()
    versioned: str = ""

    @classmethod
    def load(cls, domain: Domain) -> "Lexicon":
        """The lexicon of a domain.

        Raises:
            DomainError: a file is not Turtle.
        """
        facts = Facts.load(domain)
        return cls(
            entries=facts.entries(),
            ancestors=facts.ancestors(),
            nouns=facts.nouns(),
            recogniser=facts.by_value("recogniserLabel"),
            not_names=frozenset(word.casefold() for _, word in facts.literals("notAName")),
            personal=facts.marked("personal"),
            posts=facts.marked("post"),
            groups=facts.marked("group"),
            standing=facts.words("standsFor"),
            parties=facts.words("partyNoun"),
            feminine=facts.words("feminineName"),
            masculine=facts.words("masculineName"),
            versioned=min(facts.marked("versioned"), default=""),
        )

    @cached_property
    def surfaces(self) -> Mapping[str, tuple[Surface, ...]]:
        """Ways to write entities by their first word, longest first."""
        found: dict[str, set[tuple[str, str, bool]]] = {}
        for entry in self.entries.values():
            for name in entry.names:
                _put(found, name, entry.iri, hidden=False)
                _put(found, _headed(name), entry.iri, hidden=False)
                if len(name) >= SHOUTED:
                    _put(found, name.upper(), entry.iri, hidden=False)
            for name in entry.hidden:
                _put(found, name, entry.iri, hidden=True)
        return {
            word: tuple(
                Surface(*it)
                for it in sorted(them, key=lambda it: (-len(it[0]), it[2], it[0], it[1]))
            )
            for word, them in found.items()
        }

    @cached_property
    def demonyms(self) -> Mapping[str, str]:
        """Adjectives of places, with the entity each belongs to."""
        pairs = [(word, entry.iri) for entry in self.entries.values() for word in entry.demonyms]
        return dict(sorted(pairs, reverse=True))

    @cached_property
    def place_names(self) -> Mapping[str, str]:
        """Names and demonyms of places, and of bodies that go by one, with the entity of each."""
        named = [
            (name, entry.iri)
            for entry in self.entries.values()
            for name in (entry.names if self.is_place(entry.iri) else entry.hidden)
        ]
        return {**dict(sorted(named, reverse=True)), **self.demonyms}

    def place(self, word: str) -> Entry | None:
        """The place, or the body that goes by one, that a word names or is the adjective of."""
        return self.entries.get(self.place_names.get(word, ""))

    @cached_property
    def given_names(self) -> frozenset[str]:
        """Names that women or men are given."""
        return self.feminine | self.masculine

    def acting(self, place: str) -> Entry | None:
        """The body that a place's name means where the place acts, or None."""
        for surface in self.surfaces.get(first_word(place), ()):
            if surface.hidden and surface.text == place:
                return self.entries[surface.iri]
        return None

    def counterparts(self, iri: str) -> tuple[Entry, ...]:
        """The entities of other kinds that the name of an entity may stand for."""
        entry = self.entries.get(iri)
        told = entry.facts if entry else ()
        return tuple(self.entries[it] for p, it in told if p == ACTS_AS and it in self.entries)

    def namesakes(self, iri: str) -> tuple[Entry, ...]:
        """What goes by the name of its maker: the app of a company, by the company."""
        return self._namesakes.get(iri, ())

    @cached_property
    def _namesakes(self) -> Mapping[str, tuple[Entry, ...]]:
        found: dict[str, tuple[Entry, ...]] = {}
        for iri, entry in sorted(self.entries.items()):
            named, _, noun = entry.names[0].rpartition(" ")
            for maker in self.counterparts(iri):
                if noun.islower() and any(f"{it} ".startswith(f"{named} ") for it in maker.names):
                    found[maker.iri] = (*found.get(maker.iri, ()), entry)
        return found

    def is_a(self, kind: str, ancestor: str) -> bool:
        """Whether a class is another or lies below it."""
        return ancestor in self.ancestors.get(kind, (kind,))

    def is_any(self, kind: str, ancestors: Iterable[str]) -> bool:
        """Whether a class is one of others or lies below one."""
        return not self.ancestors.get(kind, frozenset((kind,))).isdisjoint(ancestors)

    def parent(self, kind: str) -> str:
        """The class right above a class, or the class itself when it is a root."""
        above = self.ancestors.get(kind, frozenset((kind,))) - {kind}
        return max(sorted(above), key=lambda one: len(self.ancestors.get(one, ())), default=kind)

    def fits(self, kind: str, accepted: Collection[str]) -> bool:
        """Whether something of a kind may be what is accepted; an unknown kind may be anything.

        A kind above an accepted one fits too, since it may turn out to be the finer one.
        """
        if not kind or not accepted or self.is_any(kind, accepted):
            return True
        return any(self.is_a(one, kind) for one in accepted)

    def kinds_of_noun(self, noun: str) -> tuple[str, ...]:
        """The classes that a noun (singular, lower case) names, or those of its last part."""
        found = self.nouns.get(noun)
        if found is None and "-" in noun:
            found = self.nouns.get(noun.replace("-", " ")) or self.nouns.get(
                noun.rsplit("-", maxsplit=1)[-1]
            )
        return found or ()

    def kinds_meant(self, noun: str) -> tuple[str, ...]:
        """The classes in which to look for what "the NOUN" means.

        Whoever acts and what is made come before other readings; classes that lie far apart
        otherwise are none.
        """
        kinds = [kind for kind in self.kinds_of_noun(noun) if not self.is_group(kind)]
        near = [kind for kind in kinds if self.is_actor(kind) or self.is_a(kind, self.versioned)]
        if noun in self.post_nouns:
            near.append(self.person_kind)
        if near:
            return tuple(near)
        related = all(self.is_a(one, kinds[0]) or self.is_a(kinds[0], one) for one in kinds)
        return tuple(kinds) if related else ()

    @cached_property
    def actor_kinds(self) -> frozenset[str]:
        """The classes above human beings but not above everything: whoever may act."""
        above = self.ancestors.get(self.person_kind, frozenset())
        return frozenset(kind for kind in above if not kind.startswith(CG))

    def is_actor(self, kind: str) -> bool:
        """Whether something of this kind may act: a person, a body, a post, a group."""
        return self.is_any(kind, self.actor_kinds)

    def is_actor_noun(self, noun: str) -> bool:
        """Whether a noun names somebody who may act."""
        return any(self.is_actor(kind) for kind in self.kinds_of_noun(noun))

    def is_spoken_of(self, noun: str) -> bool:
        """Whether a description with this noun brings up somebody, or a happening or directive."""
        return any(
            self.is_actor(kind) or not self.is_a(kind, CG + "Entity")
            for kind in self.kinds_of_noun(noun)
        )

    def is_party_noun(self, noun: str) -> bool:
        """Whether a noun calls somebody by the part that he has in a deed: "defendants"."""
        return noun in self.parties or noun.removesuffix("s") in self.parties

    def is_body_noun(self, noun: str) -> bool:
        """Whether a noun names a body of people that may act."""
        return any(self._is_body(kind) for kind in self.kinds_of_noun(noun))

    def kind_described(self, noun: str, *, plural: bool) -> str:
        """The kind of something that has no name: a group where the noun tells somebody."""
        kinds = self.kinds_of_noun(noun)
        personal = any(self.is_group(kind) or self.is_post(kind) for kind in kinds)
        if personal and (plural or not any(self._is_body(kind) for kind in kinds)):
            return self.group_kind
        actors = [kind for kind in kinds if self.is_actor(kind) and not self.is_group(kind)]
        return next(iter((*actors, *kinds)), "")

    def _is_body(self, kind: str) -> bool:
        return self.is_actor(kind) and not self.is_group(kind) and not self.is_post(kind)

    def is_place(self, iri: str) -> bool:
        """Whether an entity is a place: something with demonyms, or of a kind that has some."""
        entry = self.entries.get(iri)
        return entry is not None and any(kind in self._place_kinds for kind in entry.kinds)

    def is_place_kind(self, kind: str) -> bool:
        """Whether a class is one that places with demonyms belong to."""
        return kind in self._place_kinds

    @cached_property
    def _place_kinds(self) -> frozenset[str]:
        return frozenset(
            kind for entry in self.entries.values() if entry.demonyms for kind in entry.kinds
        )

    def reach(self, iri: str) -> frozenset[str]:
        """An entity and all that its facts lead to, step by step."""
        found: set[str] = set()
        waiting = [iri]
        while waiting:
            one = waiting.pop()
            if one not in found:
                found.add(one)
                entry = self.entries.get(one)
                if entry is not None:
                    waiting.extend(value for _, value in entry.facts)
        return frozenset(found)

    def is_personal(self, kind: str) -> bool:
        """Whether something of this kind is one human being."""
        return self.is_any(kind, self.personal)

    def is_post(self, kind: str) -> bool:
        """Whether something of this kind is a post that persons hold."""
        return self.is_any(kind, self.posts)

    def is_group(self, kind: str) -> bool:
        """Whether something of this kind is a group without a name of its own."""
        return self.is_any(kind, self.groups)

    @cached_property
    def post_nouns(self) -> frozenset[str]:
        """Nouns that name a post or a profession: what stands before a person's name."""
        return frozenset(
            noun for noun, kinds in self.nouns.items() if any(self.is_post(kind) for kind in kinds)
        )

    @cached_property
    def person_nouns(self) -> frozenset[str]:
        """Nouns for a human being: posts, professions, members of groups that are no bodies."""
        return frozenset(
            noun
            for noun, kinds in self.nouns.items()
            if any(self.is_post(kind) for kind in kinds)
            or (any(self.is_group(kind) for kind in kinds) and not self.is_body_noun(noun))
        )

    @cached_property
    def person_kind(self) -> str:
        """The class of human beings, or empty."""
        return min(self.personal, default="")

    @cached_property
    def group_kind(self) -> str:
        """The class of groups without a name, or empty."""
        return min(self.groups, default="")


def _put(
    found: dict[str, set[tuple[str, str, bool]]], name: str, iri: str, *, hidden: bool
) -> None:
    found.setdefault(first_word(name), set()).add((name, iri, hidden))


def _headed(name: str) -> str:
    """A name with its last word capitalised: "Trump Administration"."""
    start = name.rfind(" ") + 1
    return name[:start] + name[start : start + 1].upper() + name[start + 1 :] if start else name


def first_word(text: str) -> str:
    """The letters and digits with which a text begins, or its first character."""
    if text.isalnum():
        return text
    end = next((i for i, c in enumerate(text) if not c.isalnum()), len(text))
    return text[: max(end, 1)]
