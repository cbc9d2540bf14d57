"""Mentions gathered into the entities of a document: one for all names of one thing.

Short forms, surnames, acronyms and spellings of one lexicon entry meet; the fullest name that
the text gives stands for all.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from claimgraph.extract.naming.lexicon import Lexicon
from claimgraph.extract.naming.names import Mention
from claimgraph.extract.parse.words import Words

LONG = 7  # the least letters of a surname that may be misspelt
ACRONYM = re.compile(r"[A-Z][A-Za-z.&-]*[A-Z][A-Za-z.]*")
VERSIONS = re.compile(r".*[A-Z].*\ds")
BESIDE = frozenset(((",", "or"), (",", "or", "the")))
DEFINING = frozenset(("(", '"', "the", "hereinafter", "hereafter", ","))
YOUNGER = frozenset(("jr", "sr", "ii", "iii", "iv"))
SMALL_WORDS = frozenset(("of", "the", "and", "for", "in", "on", "de", "da", "do", "e", "&"))


@dataclass(frozen=True, slots=True)
class Entity:
    """One thing that a document speaks of: fullest name, all names, kind, nouns it is called by.

    `described` says that it has no name of its own, `plural` that it is many, `count` how many
    where that is told, `guessed` that nothing but the recogniser tells its kind.
    """

    name: str
    names: tuple[str, ...]
    kind: str = ""
    iri: str = ""
    nouns: frozenset[str] = frozenset()
    first: int = 0
    plural: bool = False
    described: bool = False
    places: tuple[str, ...] = ()
    count: int = 0
    guessed: bool = False


@dataclass(frozen=True, slots=True)
class Gathered:
    """The entities of a document in order, and for each mention the number of its entity."""

    entities: tuple[Entity, ...]
    of_mention: tuple[int, ...]


def gather(mentions: Sequence[Mention], words: Words, lexicon: Lexicon) -> Gathered:
    """The entities that mentions name."""
    keys = _keys(mentions, words, lexicon)
    order = list(dict.fromkeys(keys))
    numbers = {key: number for number, key in enumerate(order)}
    groups: dict[str, list[Mention]] = {key: [] for key in order}
    for mention, key in zip(mentions, keys, strict=True):
        groups[key].append(mention)
    entities = tuple(_entity(groups[key], lexicon) for key in order)
    return Gathered(entities, tuple(numbers[key] for key in keys))


def _keys(mentions: Sequence[Mention], words: Words, lexicon: Lexicon) -> list[str]:
    """What tells the entity of each mention: the lexicon's IRI, else the fullest like name."""
    own = [it.iri or plain(it.name) for it in mentions]
    kinds = _kinds(mentions, own)
    links = _bracketed(mentions, words, own, lexicon)
    longer = _Longer(_long_names(mentions, own), kinds, lexicon)
    named = {plain(mention.name): key for mention, key in zip(mentions, own, strict=True)}
    tried: set[str] = set()
    for mention, key in zip(mentions, own, strict=True):
        if not mention.iri and plain(_singular(mention.name)) in named:
            links[key] = named[plain(_singular(mention.name))]
        if key not in links and key not in tried and not mention.iri:
            tried.add(key)
            found = longer.of(mention, key) or longer.misspelt(mention)
            if found:
                links[key] = found
    return [_last(key, links) for key in own]


def _singular(name: str) -> str:
    """The name of a version of which there are many: of "H9s" H9; empty for any other name."""
    return name[:-1] if VERSIONS.fullmatch(name) else ""


def _last(key: str, links: Mapping[str, str]) -> str:
    seen = {key}
    while key in links and links[key] not in seen:
        key = links[key]
        seen.add(key)
    return key


def plain(name: str) -> str:
    """A name for comparing: no case, no dots, no article."""
    return name.casefold().replace(".", "").removeprefix("the ").strip()


def _kinds(mentions: Iterable[Mention], keys: Iterable[str]) -> dict[str, str]:
    kinds: dict[str, str] = {}
    for mention, key in zip(mentions, keys, strict=True):
        if mention.kind:
            kinds.setdefault(key, mention.kind)
    return kinds


def _bracketed(
    mentions: Sequence[Mention], words: Words, keys: Sequence[str], lexicon: Lexicon
) -> dict[str, str]:
    """Short names right after the name they stand for: "(FTC)", "(the "Company")", ", or FTC,"."""
    links: dict[str, str] = {}
    for i in range(1, len(mentions)):
        short, long = mentions[i], mentions[i - 1]
        between = words.texts[long.end : short.start]
        after = words.texts[short.end : short.end + 2]
        beside = between in BESIDE and after[:1] in ((",",), (".",))
        if not beside and (between[:1] != ("(",) or len(between) > 4 or ")" not in after):
            continue
        defined = '"' in between and set(between) <= DEFINING
        plainly = beside or set(between) <= {"(", "the"}
        if defined or (plainly and _stands_for(short.name, long.name)):
            if not _agrees(short, long, lexicon):
                links[keys[i]] = keys[i - 1]
            elif not long.iri:
                links[keys[i - 1]] = keys[i]
    return links


def _agrees(short: Mention, long: Mention, lexicon: Lexicon) -> bool:
    """Whether the entity that the lexicon has for an acronym may be what the text tells it is."""
    if not short.iri:
        return False
    told = set(plain(long.name).split()) - SMALL_WORDS
    place = lexicon.is_place(short.iri) and not lexicon.is_place(long.iri)
    known = {word for name in lexicon.entries[short.iri].names for word in plain(name).split()}
    return not place and len(told & known) * 2 >= len(told)


def _stands_for(short: str, long: str) -> bool:
    """Whether a bracketed word may be the acronym of a name, be it in another language."""
    return bool(ACRONYM.fullmatch(short)) and " " in long and len(short) < len(long)


def _long_names(
    mentions: Sequence[Mention], keys: Sequence[str]
) -> list[tuple[tuple[str, ...], str]]:
    """Names of several words with their keys, each once, in text order."""
    found: dict[tuple[tuple[str, ...], str], None] = {}
    for mention, key in zip(mentions, keys, strict=True):
        parts = split(mention.name)
        if len(parts) > 1:
            found[parts, key] = None
    return list(found)


@dataclass(frozen=True)
class _Longer:
    """The names of several words of a document, by their words."""

    names: Sequence[tuple[tuple[str, ...], str]]
    kinds: Mapping[str, str]
    lexicon: Lexicon

    @cached_property
    def _by_word(self) -> Mapping[str, list[int]]:
        found: dict[str, list[int]] = {}
        for place, (parts, _) in enumerate(self.names):
            initials = "".join(word[0] for word in parts if word and word not in SMALL_WORDS)
            for word in {*parts, initials}:
                found.setdefault(word, []).append(place)
        return found

    def of(self, mention: Mention, key: str) -> str:
        """The key of the one longer name that a name is short for, or empty."""
        parts = split(mention.name)
        fitting: dict[str, None] = {}
        for place in self._by_word.get(parts[0], ()):
            long, other = self.names[place]
            longer = len(long) > len(parts) or _reordered(parts, long)
            kind = self.kinds.get(other, "")
            if other != key and longer and _short_for(mention, parts, long, kind, self.lexicon):
                fitting[other] = None
        return next(iter(fitting)) if len(fitting) == 1 else ""

    def misspelt(self, mention: Mention) -> str:
        """The key of the one person whose surname a name nearly is: "Berstein" for "Bernstein"."""
        word = plain(mention.name)
        if len(word) < LONG or not word.isalpha() or mention.how != "recogniser":
            return ""
        people = {
            key
            for parts, key in self.names
            if self.lexicon.is_personal(self.kinds.get(key, "")) and _nearly(word, parts[-1])
        }
        return people.pop() if len(people) == 1 else ""


def _nearly(one: str, other: str) -> bool:
    """Whether two words differ by one letter left out, put in or changed, and begin alike."""
    short, long = sorted((one, other), key=len)
    if short[0] != long[0] or short == long or len(long) - len(short) > 1:
        return False
    at = next((i for i, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short))
    rest = short[at:] if len(long) > len(short) else short[at + 1 :]
    return rest == long[at + 1 :]


def split(name: str) -> tuple[str, ...]:
    """The words of a name for comparing, hyphens parting them; "Jr." is no surname."""
    parts = tuple(re.split(r"[\s-]+", plain(name)))
    return parts[:-1] if len(parts) > 2 and parts[-1] in YOUNGER else parts


def _short_for(
    mention: Mention, parts: tuple[str, ...], long: tuple[str, ...], kind: str, lexicon: Lexicon
) -> bool:
    if mention.how not in ("recogniser", "lexicon") and not lexicon.fits(mention.kind, (kind,)):
        return False
    person = lexicon.is_personal(kind)
    if person or not kind:
        surname = long[-len(parts) :] == parts
        given = person and len(parts) == 1 and long[0] == parts[0]
        if surname or given:
            return True
    if person:
        return False
    versioned = parts[-1][:1].isdigit() or (len(parts) == 1 and parts[0][-1:].isdigit())
    if _same_words(parts, long) or (long[: len(parts)] == parts and not versioned):
        return True
    last = long[-len(parts) :] == parts and bool(lexicon.kinds_of_noun(parts[-1]))
    initials = "".join(word[0] for word in long if word not in SMALL_WORDS and word)
    return last or (mention.name.isupper() and initials == parts[0] and len(parts[0]) > 1)


def _reordered(short: tuple[str, ...], long: tuple[str, ...]) -> bool:
    """Whether two names have the same words in another order; the first in order is kept."""
    same = set(short) - SMALL_WORDS == set(long) - SMALL_WORDS
    return same and (len(long), long) > (len(short), short)


def _same_words(short: tuple[str, ...], long: tuple[str, ...]) -> bool:
    """Whether a name leaves words out of a longer one, or puts the same words in another order."""
    if len(short) < 2:
        return False
    if set(short) - SMALL_WORDS == set(long) - SMALL_WORDS:
        return True
    rest = iter(long)
    inside = all(word in rest for word in short)
    return inside and short[0] == long[0] and short[-1] == long[-1]


def _entity(group: Sequence[Mention], lexicon: Lexicon) -> Entity:
    names = tuple(dict.fromkeys(it.name for it in group))
    first = group[0].start
    longest = max(group, key=lambda it: len(it.name))
    if not longest.iri:  # a short form that the text gives to a body may mean another elsewhere
        group = [it for it in group if not it.iri or _agrees(it, longest, lexicon)]
    iri = next((it.iri for it in group if it.iri), "")
    kind = _best_kind(group)
    nouns = frozenset(noun for it in group for noun in it.nouns) | _name_nouns(names, lexicon)
    label = lexicon.entries[iri].names[0] if iri else ""
    guessed = not iri and all(it.how == "recogniser" or not it.kind for it in group)
    return Entity(fullest(names, label), names, kind, iri, nouns, first, guessed=guessed)


def _best_kind(group: Sequence[Mention]) -> str:
    trust = {"lexicon": 0, "apposition": 1, "pattern": 2, "description": 3, "recogniser": 4}
    told = [it for it in group if it.kind]
    return min(told, key=lambda it: trust.get(it.how, 5)).kind if told else ""


def _name_nouns(names: Iterable[str], lexicon: Lexicon) -> frozenset[str]:
    """Head nouns of names of several words: court, commission, prosecutor, office.

    A body goes by any such noun in its name ("Information Commissioner's Office"); of anything
    else but the last counts: "App Store" names a store.
    """
    found: set[str] = set()
    for name in names:
        parts = re.findall(r"[\w.-]+", name.casefold().replace("'s", ""))
        if len(parts) > 1:
            nouns = [part for part in parts if lexicon.kinds_of_noun(part)]
            last = nouns[-1:] if nouns and parts[-1] == nouns[-1] else []
            found.update(part for part in nouns if part in last or lexicon.is_body_noun(part))
    return frozenset(found)


def fullest(names: Sequence[str], label: str = "") -> str:
    """The name with the most words, of these the longest, of these the first.

    A description in small letters ("privacy watchdog") gives way to a name, unless the known
    label is one too, and to what has a capital at all ("U.S. government"); a name in capital
    letters is told as the label writes it.
    """
    known = {name.upper(): name for name in (*names, label) if name and not name.isupper()}
    told = [known.get(name, _calm(name)) for name in names]
    proper = [name for name in told if name.split()[-1][0].isupper() or name[-1].isdigit()]
    if proper and not (label and label.rsplit(maxsplit=1)[-1].islower()):
        told = proper
    told = [name for name in told if name != name.lower()] or told
    told = [name for name in told if not _is_derived(name, names)] or told
    ranked = [(-len(name.split()), -len(name), place, name) for place, name in enumerate(told)]
    return min(ranked)[-1]


def _is_derived(name: str, names: Sequence[str]) -> bool:
    """Whether a name but tells of what is like another of them, or many: "Rover-class", "H9s"."""
    stem, _, last = name.rpartition("-")
    return (last.islower() and stem in names) or _singular(name) in names


def _calm(name: str) -> str:
    """A name of several words in capital letters as it would be written in a sentence."""
    shouted = name.isupper() and len(name.split()) > 1 and max(map(len, name.split())) > 4
    return name.title() if shouted else name
