"""Names in a document: from the lexicon, from patterns, from letters and the recogniser.

What kind of thing a name means comes from the lexicon, else from its last word ("... Court"),
its version, the nouns that stand beside it ("the chatbot Grok", "Luka, a software company"), and
at last from the recogniser's votes over the whole document.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from spacy.tokens import Token

from claimgraph.extract.naming.cutting import VERSION, VERSIONED, Piece
from claimgraph.extract.naming.lexicon import Lexicon
from claimgraph.extract.naming.runs import ROMANCE, Runs
from claimgraph.extract.parse.words import Words

ACTING = frozenset(("nsubj", "nsubjpass", "poss", "dobj", "conj", "appos"))
STRONG, WEAK = 3, 1
LOCAL = frozenset(
    ("in", "from", "across", "near", "to", "into", "outside", "around", "at", "throughout", "of")
)
AMOUNT = re.compile(r"\d[\d.,]*(?:[bkmt]|bn|mn)", re.IGNORECASE)
QUOTES = frozenset(('"', "\u201c", "'", "\u2018"))
CALLED = frozenset(("called", "named", "dubbed", "nicknamed", "codenamed", "titled", "branded"))
ADDRESS = frozenset(("mr", "mrs", "ms", "miss", "dr", "sir", "dame"))


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in the text: word indices, the name without possessive, kind, entity, how found.

    `how` is one of lexicon, pattern, recogniser, apposition, description. `nouns` are the nouns
    that the text puts beside the name: what it can be called by later.
    """

    start: int
    end: int
    name: str
    kind: str = ""
    iri: str = ""
    how: str = "recogniser"
    nouns: tuple[str, ...] = ()


def mentions(words: Words, lexicon: Lexicon) -> tuple[Mention, ...]:
    """The names of a document in text order; they do not overlap."""
    runs = Runs(words, lexicon)
    finder = _Finder(words, lexicon, runs)
    found = [finder.mention(piece) for piece in runs.pieces()]
    return _Kinds(finder, tuple(it for it in found if it is not None)).typed()


@dataclass(frozen=True)
class _Finder:
    words: Words
    lexicon: Lexicon
    runs: Runs

    def mention(self, piece: Piece) -> Mention | None:
        """The piece as a mention, or None when it is a place that does not act."""
        name = self.words.joined(piece.start, piece.end).strip(" '\"")
        if VERSION.fullmatch(self.words.texts[piece.end - 1]):
            name = name.rstrip(".")
        if not name or AMOUNT.fullmatch(name):
            return None
        if piece.surface is not None:
            return self._known(piece, name)
        kind, how = self._kind(piece)
        return Mention(piece.start, piece.end, name, kind, "", how)

    def _known(self, piece: Piece, name: str) -> Mention | None:
        surface = piece.surface
        if surface is None or (surface.hidden and not self._acts(piece)):
            return None
        kinds = self.lexicon.entries[surface.iri].kinds
        kind = kinds[0] if kinds else ""
        told = surface.text if name == f"{surface.text}." else name
        return Mention(piece.start, piece.end, told, kind, surface.iri, "lexicon")

    def _acts(self, piece: Piece) -> bool:
        head = self.words.doc[piece.end - 1]
        return head.dep_ in ACTING or (head.dep_ == "pobj" and head.head.dep_ == "agent")

    def _kind(self, piece: Piece) -> tuple[str, str]:
        """What the words of a name tell of its kind."""
        if piece.role == "post":
            return min(self.lexicon.posts, default=""), "pattern"
        if piece.role == "holder":
            return self.lexicon.person_kind, "apposition"
        for noun in self._head_nouns(piece):
            told = self.lexicon.kinds_of_noun(noun)
            kinds = [kind for kind in told if not self.lexicon.is_group(kind)]
            if kinds and piece.end - piece.start > 1 and not self._is_surname(piece, kinds[0]):
                return kinds[0], "pattern"
        if self._versioned(piece):
            return self._model_kind(piece), "pattern"
        return self._branch_kind(piece), "recogniser"

    def _is_surname(self, piece: Piece, kind: str) -> bool:
        """Whether a noun for a post is but the surname of somebody: "Matthew Prince"."""
        given = self.words.texts[piece.start] in self.lexicon.given_names
        return given and self.lexicon.is_post(kind)

    def _branch_kind(self, piece: Piece) -> str:
        """The kind of a body whose branch a name is: "Google Japan"."""
        known = self.runs.known.get(piece.start)
        if known is None or known[0] >= piece.end:
            return ""
        kinds = self.lexicon.entries[known[1].iri].kinds
        place = self.words.texts[piece.end - 1] in self.lexicon.place_names
        return kinds[0] if place and kinds and self.lexicon.is_actor(kinds[0]) else ""

    def _versioned(self, piece: Piece) -> bool:
        """Whether a word of a name is a version or carries one: "Gemma 3 Nano", "GPT-4.5"."""
        texts = self.words.texts[piece.start : piece.end]
        return any(map(VERSION.fullmatch, texts[1:])) or any(map(VERSIONED.fullmatch, texts))

    def _model_kind(self, piece: Piece) -> str:
        """The kind of a version: told by the family whose name it begins with, if one is known."""
        known = self.runs.known.get(piece.start)
        if known is not None:
            kinds = self.lexicon.entries[known[1].iri].kinds
            if kinds and self.lexicon.is_a(kinds[0], self.lexicon.versioned):
                return self.lexicon.parent(kinds[0])
        return self.lexicon.versioned

    def _head_nouns(self, piece: Piece) -> Iterator[str]:
        lowers = self.words.lowers[piece.start : piece.end]
        cut = next((k for k, low in enumerate(lowers) if low in ("of", "for", "at")), len(lowers))
        if cut:
            yield lowers[cut - 1].rstrip(".")
        if len(lowers) >= 2:
            yield " ".join(lowers[-2:])
        if len(lowers) >= 3 and VERSION.fullmatch(lowers[-1]):  # "Executive Order 13859"
            yield " ".join(lowers[-3:-1])
            yield lowers[-2]


@dataclass(frozen=True)
class _Kinds:
    """Kinds of names from what stands beside them, shared over the whole document."""

    finder: _Finder
    found: tuple[Mention, ...]

    def typed(self) -> tuple[Mention, ...]:
        return tuple(self._typed(it) for it in self.found)

    def _typed(self, mention: Mention) -> Mention:
        nouns = tuple(self.beside[mention.start])
        if mention.kind and not self._may_be_another(mention):
            return replace(mention, nouns=nouns)
        votes = self.votes.get(mention.name, {})
        best = max(sorted(votes), key=lambda kind: votes[kind], default="")
        strong = votes.get(best, 0) >= STRONG
        if mention.kind and not strong:
            return replace(mention, nouns=nouns)
        how = "apposition" if strong else mention.how
        return replace(mention, nouns=nouns, kind=best, how=how)

    def _may_be_another(self, mention: Mention) -> bool:
        """Whether what stands beside a name may tell its kind better than its own last word."""
        lexicon = self.finder.lexicon
        made = mention.how == "pattern" and not lexicon.is_actor(mention.kind)
        return mention.kind == lexicon.versioned or (made and not lexicon.is_post(mention.kind))

    @cached_property
    def beside(self) -> Mapping[int, list[str]]:
        """Nouns beside each mention, by its first word."""
        return {it.start: list(dict.fromkeys(self._nouns(it))) for it in self.found}

    @cached_property
    def votes(self) -> Mapping[str, dict[str, int]]:
        """What the document tells of the kind of each name."""
        votes: dict[str, dict[str, int]] = {}
        guessed: dict[str, dict[str, int]] = {}
        for mention in self.found:
            tally = votes.setdefault(mention.name, {})
            kind = self._recognised(mention)
            for noun in self.beside[mention.start]:
                kept = self._told(noun, kind)
                tally[kept] = tally.get(kept, 0) + STRONG
            if self._is_who(mention):
                person = self.finder.lexicon.person_kind
                tally[person] = tally.get(person, 0) + STRONG
            if kind and not (
                self.finder.lexicon.is_place_kind(kind) and not self._located(mention)
            ):
                guesses = guessed.setdefault(mention.name, {})
                guesses[kind] = guesses.get(kind, 0) + WEAK
        for name, guesses in guessed.items():
            for kind, weight in guesses.items():
                most = STRONG - WEAK if len(votes[name].keys() - {kind}) else weight
                votes[name][kind] = votes[name].get(kind, 0) + min(weight, most)
        return votes

    def _located(self, mention: Mention) -> bool:
        """Whether something is told to be where a name is, at any of its places in the text."""
        return mention.name in self.places

    @cached_property
    def places(self) -> frozenset[str]:
        """Names before which a word of place stands, or after which a place does."""
        lowers = self.finder.words.lowers
        return frozenset(
            it.name
            for it in self.found
            if (it.start and lowers[it.start - 1] in LOCAL)
            or lowers[it.end : it.end + 2] == ("-", "based")
            or " " in it.name
        )

    def _told(self, noun: str, recognised: str) -> str:
        """The kind that a noun beside a name tells; of a post or profession, a person's."""
        lexicon = self.finder.lexicon
        kinds = lexicon.kinds_of_noun(noun)
        if lexicon.is_personal(recognised) and noun in lexicon.person_nouns:
            return lexicon.person_kind
        personal = lexicon.is_post(kinds[0]) or lexicon.is_group(kinds[0])
        return lexicon.person_kind if personal else kinds[0]

    def _is_who(self, mention: Mention) -> bool:
        """Whether the sentence speaks of a name as "who", or gives it a title of address."""
        words = self.finder.words
        before = words.lowers[mention.start - 1] if mention.start else ""
        if before.rstrip(".") in ADDRESS:
            return True
        after = words.lowers[mention.end : mention.end + 2]
        return after[:1] == ("who",) or after == (",", "who")

    def _recognised(self, mention: Mention) -> str:
        doc, lexicon = self.finder.words.doc, self.finder.lexicon
        kind = lexicon.recogniser.get(doc[mention.end - 1].ent_type_, "")
        if not lexicon.is_personal(kind):
            return kind
        parts = mention.name.split()
        small = any(part.islower() and part not in ROMANCE for part in parts)
        return "" if len(parts) == 1 or small else kind

    def _nouns(self, mention: Mention) -> Iterator[str]:
        """Nouns that the sentence puts beside a name: before it, in apposition, by "is a"."""
        doc, words = self.finder.words.doc, self.finder.words
        head = _head(doc, mention)
        yield from self._before(mention)
        yield from self._after(mention)
        for child in head.children:
            if child.dep_ == "appos" and child.i > head.i and child.tag_.startswith("NN"):
                yield from self._noun(child, mention)
        if head.dep_ == "appos" and head.head.tag_ in ("NN", "NNS"):
            yield from self._noun(head.head, mention)
        if head.dep_ == "nsubj" and head.head.lemma_ == "be":
            for child in head.head.children:
                if child.dep_ == "attr" and child.tag_ == "NN":
                    yield from self._noun(child, mention)
        last = words.lowers[mention.end - 1].rstrip(".")
        if self.finder.lexicon.kinds_of_noun(last):
            yield last

    def _before(self, mention: Mention) -> Iterator[str]:
        """The noun in small letters right before a name: "the chatbot Grok", "its maker, Luka,"."""
        words, i = self.finder.words, mention.start - 1
        if i > 1 and words.texts[i] == "," and self._described_before(i, mention):
            i -= 1
        if i > 0 and (words.texts[i] in QUOTES or words.lowers[i] in CALLED):
            i -= 1 + (words.lowers[i - 1] in CALLED)
        if i < 0 or words.sentence[i] != words.sentence[mention.start]:
            return
        if words.tags[i] not in ("NN", "NNP", "HYPH"):
            return
        pair = f"{words.lowers[i - 1]} {words.lowers[i]}" if i else ""
        known = next((it for it in (pair, words.lowers[i]) if it in self.finder.lexicon.nouns), "")
        if known and not (words.capital[i] and known not in self.finder.lexicon.post_nouns):
            yield known

    def _after(self, mention: Mention) -> Iterator[str]:
        """What is made and somebody's own, told after its name: "its Quill drawing tool"."""
        words, lexicon, i = self.finder.words, self.finder.lexicon, mention.end
        if not mention.start or words.tags[mention.start - 1] not in ("PRP$", "POS"):
            return
        while i < len(words.tags) and words.tags[i] in ("NN", "JJ") and not words.capital[i]:
            i += 1
        noun = words.lowers[i - 1]
        kinds = lexicon.kinds_of_noun(noun) if i > mention.end else ()
        if any(lexicon.is_a(kind, lexicon.versioned) for kind in kinds):
            yield noun

    def _described_before(self, comma: int, mention: Mention) -> bool:
        """Whether a phrase with an article or owner ends at a comma, and the name is an aside."""
        words = self.finder.words
        after = words.texts[mention.end] if mention.end < len(words.texts) else "."
        if after not in (",", ".", ")") and not words.texts[mention.end - 1].endswith("."):
            return False
        i = comma - 1
        while i > comma - 6 and words.tags[i] in ("NN", "JJ", "HYPH", "NNP", "VBN"):
            i -= 1
        return i < comma - 1 and words.tags[i] in ("PRP$", "POS", "DT")

    def _noun(self, token: Token, mention: Mention) -> Iterator[str]:
        """A noun that tells what a name means; a body's noun tells nothing of a person."""
        lemma, lexicon = token.lemma_.lower(), self.finder.lexicon
        kinds = lexicon.kinds_of_noun(lemma)
        person = lexicon.is_personal(self._recognised(mention))
        if kinds and not (person and lemma not in lexicon.person_nouns):
            yield lemma


def _head(doc: object, mention: Mention) -> Token:
    """The word of a mention on which its other words hang."""
    span = doc[mention.start : mention.end]  # type: ignore[index]
    root: Token = span.root
    return root
