"""Names in a document: from the lexicon, from patterns, from letters and the recogniser.

What kind of thing a name means comes from the lexicon, else from its last word ("... Court"),
its version, the nouns that stand beside it ("the chatbot Grok", "Luka, a software company"), and
at last from the recogniser's votes over the whole document.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from spacy.tokens import Token

from claimgraph.extract.language import Parsed
from claimgraph.extract.lexicon import Lexicon
from claimgraph.extract.runs import LEGAL_FORMS, VERSION, VERSIONED, Piece, Runs
from claimgraph.extract.words import Words

ACTING = frozenset(("nsubj", "nsubjpass", "poss", "dobj", "conj", "appos"))
STRONG, WEAK = 3, 1


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


def mentions(parsed: Parsed, lexicon: Lexicon) -> tuple[Mention, ...]:
    """The names of a document in text order; they do not overlap."""
    words = Words.of(parsed)
    finder = _Finder(words, lexicon)
    found = [finder.mention(piece) for piece in Runs(words, lexicon).pieces()]
    return _Kinds(finder, tuple(it for it in found if it is not None)).typed()


@dataclass(frozen=True)
class _Finder:
    words: Words
    lexicon: Lexicon

    def mention(self, piece: Piece) -> Mention | None:
        """The piece as a mention, or None when it is a place that does not act."""
        name = self.words.joined(piece.start, piece.end).strip(" '\"")
        if not name:
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
        return Mention(piece.start, piece.end, name, kind, surface.iri, "lexicon")

    def _acts(self, piece: Piece) -> bool:
        head = self.words.doc[piece.end - 1]
        return head.dep_ in ACTING or (head.dep_ == "pobj" and head.head.dep_ == "agent")

    def _kind(self, piece: Piece) -> tuple[str, str]:
        """What the words of a name tell of its kind."""
        last = self.words.lowers[piece.end - 1].rstrip(".")
        if piece.role == "post":
            return min(self.lexicon.posts, default=""), "pattern"
        if piece.role == "person":
            return self.lexicon.person_kind, "apposition"
        for noun in self._head_nouns(piece):
            kinds = self.lexicon.kinds_of_noun(noun)
            if kinds and piece.end - piece.start > 1:
                return kinds[0], "pattern"
        if VERSION.fullmatch(last) or VERSIONED.fullmatch(self.words.texts[piece.end - 1]):
            return self.lexicon.versioned, "pattern"
        return "", "recogniser"

    def _head_nouns(self, piece: Piece) -> Iterator[str]:
        lowers = self.words.lowers[piece.start : piece.end]
        cut = next((k for k, low in enumerate(lowers) if low in ("of", "for", "at")), len(lowers))
        if cut:
            yield lowers[cut - 1].rstrip(".")
        if len(lowers) >= 2:
            yield " ".join(lowers[-2:])


@dataclass(frozen=True)
class _Kinds:
    """Kinds of names from what stands beside them, shared over the whole document."""

    finder: _Finder
    found: tuple[Mention, ...]

    def typed(self) -> tuple[Mention, ...]:
        return tuple(self._typed(it) for it in self.found)

    def _typed(self, mention: Mention) -> Mention:
        nouns = tuple(self.beside[mention.start])
        if mention.kind:
            return replace(mention, nouns=nouns)
        votes = self.votes.get(mention.name, {})
        best = max(sorted(votes), key=lambda kind: votes[kind], default="")
        strong = votes.get(best, 0) >= STRONG
        how = "apposition" if strong else mention.how
        return replace(mention, nouns=nouns, kind=best, how=how)

    @cached_property
    def beside(self) -> Mapping[int, list[str]]:
        """Nouns beside each mention, by its first word."""
        return {it.start: list(dict.fromkeys(self._nouns(it))) for it in self.found}

    @cached_property
    def votes(self) -> Mapping[str, dict[str, int]]:
        """What the document tells of the kind of each name."""
        votes: dict[str, dict[str, int]] = {}
        for mention in self.found:
            tally = votes.setdefault(mention.name, {})
            for noun in self.beside[mention.start]:
                for kind in self.finder.lexicon.kinds_of_noun(noun)[:1]:
                    kept = self._of_post(kind)
                    tally[kept] = tally.get(kept, 0) + STRONG
            kind = self._recognised(mention)
            if kind:
                tally[kind] = tally.get(kind, 0) + WEAK
        return votes

    def _of_post(self, kind: str) -> str:
        """A name beside a post or a profession is a person's."""
        lexicon = self.finder.lexicon
        return lexicon.person_kind if lexicon.is_post(kind) or lexicon.is_group(kind) else kind

    def _recognised(self, mention: Mention) -> str:
        doc, lexicon = self.finder.words.doc, self.finder.lexicon
        kind = lexicon.recogniser.get(doc[mention.end - 1].ent_type_, "")
        single = mention.end - mention.start == 1
        return "" if single and lexicon.is_personal(kind) else kind

    def _nouns(self, mention: Mention) -> Iterator[str]:
        """Nouns that the sentence puts beside a name: before it, in apposition, by "is a"."""
        doc, words = self.finder.words.doc, self.finder.words
        head = _head(doc, mention)
        yield from self._before(mention)
        for child in head.children:
            if child.dep_ == "appos" and child.i > head.i and child.tag_.startswith("NN"):
                yield from self._noun(child)
        if head.dep_ == "appos" and head.head.tag_ in ("NN", "NNS"):
            yield from self._noun(head.head)
        if head.dep_ == "nsubj" and head.head.lemma_ == "be":
            for child in head.head.children:
                if child.dep_ == "attr" and child.tag_ == "NN":
                    yield from self._noun(child)
        last = words.lowers[mention.end - 1].rstrip(".")
        if self.finder.lexicon.kinds_of_noun(last) or last in LEGAL_FORMS:
            yield last

    def _before(self, mention: Mention) -> Iterator[str]:
        """The noun in small letters right before a name: "the chatbot Grok", "its maker, Luka,"."""
        words, i = self.finder.words, mention.start - 1
        if i > 1 and words.texts[i] == "," and words.tags[i - 2] in ("PRP$", "POS", "DT", "JJ"):
            closed = words.texts[mention.end - 1].endswith(".") or (
                mention.end < len(words.texts) and words.texts[mention.end] in (",", ".", ")")
            )
            i -= 1 if closed else 0
        if i < 0 or words.sentence[i] != words.sentence[mention.start]:
            return
        if words.tags[i] not in ("NN", "NNP", "HYPH"):
            return
        pair = f"{words.lowers[i - 1]} {words.lowers[i]}" if i else ""
        known = next((it for it in (pair, words.lowers[i]) if it in self.finder.lexicon.nouns), "")
        if known and not (words.capital[i] and known not in self.finder.lexicon.post_nouns):
            yield known

    def _noun(self, token: Token) -> Iterator[str]:
        lemma = token.lemma_.lower()
        if self.finder.lexicon.kinds_of_noun(lemma):
            yield lemma


def _head(doc: object, mention: Mention) -> Token:
    """The word of a mention on which its other words hang."""
    span = doc[mention.start : mention.end]  # type: ignore[index]
    root: Token = span.root
    return root
