"""The rules by which a spaCy model gives words their part of speech and features, made fast.

Nearly all of them look at one word alone. What they say of a word with a tag and a function is
looked up once and remembered; only where a rule for several words applies are all of them asked.
"""

from typing import Any, Final

from spacy.matcher import Matcher
from spacy.pipeline import AttributeRuler
from spacy.tokens import Doc, Token
from spacy.tokens._retokenize import set_token_attrs

from claimgraph.extract.parse.standins import stand_in

RULER: Final = "attribute_ruler"
REMEMBERING: Final = "claimgraph_remembering_ruler"
MOST_WORDS: Final = 50_000
"""More words than that are not remembered: memory stays flat."""


class RememberingRuler:
    """Does to a document what an attribute ruler does.

    Args:
        ruler: whose rules these are.
    """

    def __init__(self, ruler: AttributeRuler) -> None:
        self._ruler = ruler
        self._alone, self._together = Matcher(ruler.vocab), Matcher(ruler.vocab)
        for number, told in enumerate(ruler.patterns):
            patterns: Any = told["patterns"]
            is_alone = all(len(words) == 1 for words in patterns)
            (self._alone if is_alone else self._together).add(str(number), patterns)
        self._known: dict[tuple[int, ...], dict[Any, Any]] = {}

    def __call__(self, doc: Doc) -> Doc:
        """The document, its words annotated."""
        if self._together(doc, allow_missing=True):
            return self._ruler(doc)
        words = map(tuple, doc.to_array(["TAG", "LOWER", "DEP"]).tolist())
        for token, word in zip(doc, words, strict=True):
            told = self._known.get(word)
            if told is None:
                told = self._learnt(token, word)
            if told:
                set_token_attrs(token, told)
        return doc

    def _learnt(self, token: Token, word: tuple[int, ...]) -> dict[Any, Any]:
        """What the rules say of a word, later ones over earlier ones."""
        if len(self._known) >= MOST_WORDS:
            self._known.clear()
        found = self._alone(token.doc[token.i : token.i + 1], allow_missing=True)
        strings = self._ruler.vocab.strings
        told: dict[Any, Any] = {}
        for number in sorted(int(strings[rule]) for rule, _, _ in found):
            told |= self._ruler.attrs[number]
        self._known[word] = told
        return told


def _is_ruler(pipe: object) -> bool:
    return isinstance(pipe, AttributeRuler)


with_memory: Final = stand_in(REMEMBERING, place=RULER, fits=_is_ruler, made=RememberingRuler)
"""Puts rules that remember in the place of a pipeline's own, which do the same."""
