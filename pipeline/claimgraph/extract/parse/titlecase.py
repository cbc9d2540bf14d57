"""Headlines In Title Case, read as sentences: the parser takes each capital for a name.

Words of a language's own vocabulary are written small, letter for letter, so that offsets hold.
What the domain knows as a name, or the document writes with a capital within sentences, stays.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from spacy.language import Language

WORD: Final = re.compile(r"[^\W\d_]+(?:['\u2019-][^\W\d_]+)*")
WITHIN: Final = re.compile(r"(?<=[\w,;] )[^\W\d_]+")
LEAST_WORDS: Final = 4
SHARE: Final = 0.8
SHORT: Final = 3  # title case leaves prepositions and articles small
# "March" and "May" are words too; whoever means the month mostly writes its day beside it.
MONTHS: Final = frozenset({
    "January", "February", "April", "June", "July", "August", "September", "October", "November",
    "December",
})  # fmt: skip


@dataclass(frozen=True)
class TitleCase:
    """What is needed to tell names from other words in a headline.

    Args:
        names: ways to write known names, by their first word.
        nlp: the language whose vocabulary counts as common words.
    """

    names: Mapping[str, tuple[str, ...]]
    nlp: Language

    def lowered(self, text: str, written: Counter[str]) -> str:
        """A headline in title case with its common words small; any other text as it is.

        `written` counts the words of the rest of the document as they stand within sentences.
        """
        words = list(WORD.finditer(text))
        if text.rstrip().endswith(".") or not _is_title_case([it.group() for it in words]):
            return text  # what ends as a sentence does is one, however many names it has
        kept = self._named(text, words)
        pieces, end = [], 0
        for match in words[1:]:
            word = match.group()
            if match.start() not in kept and self._is_common(word, written):
                pieces += [text[end : match.start()], word.lower()]
                end = match.end()
        return "".join(pieces) + text[end:]

    def _named(self, text: str, words: Iterable[re.Match[str]]) -> set[int]:
        """Where the words of known names begin."""
        kept: set[int] = set()
        for match in words:
            for name in self.names.get(match.group(), ()):
                if text.startswith(name, match.start()):
                    inside = range(match.start(), match.start() + len(name))
                    kept |= {other.start() for other in words if other.start() in inside}
        return kept

    def _is_common(self, word: str, written: Counter[str]) -> bool:
        """Whether a capital is the headline's and not the word's own."""
        low = word.lower()
        if not word[1:].islower() or word in MONTHS:
            return False
        if written[word] or written[low]:
            return written[low] >= written[word]
        return low in vocabulary(self.nlp) or any(one in vocabulary(self.nlp) for one in _base(low))


def words_within(texts: Iterable[str]) -> Counter[str]:
    """How often words stand within sentences, capitals told apart; headlines do not count."""
    found: Counter[str] = Counter()
    for text in texts:
        if not _is_title_case([match.group() for match in WORD.finditer(text)]):
            found.update(WITHIN.findall(text))
    return found


def _is_title_case(words: list[str]) -> bool:
    """Whether nearly all longer words of a headline begin with a capital."""
    longer = [word for word in words if len(word) > SHORT]
    if len(longer) < LEAST_WORDS:
        return False
    return sum(word[0].isupper() for word in longer) >= SHARE * len(longer)


def _base(word: str) -> Iterable[str]:
    """What an inflected word may come from."""
    for ending, put in ENDINGS:
        if word.endswith(ending) and len(word) > len(ending) + 2:
            yield word.removesuffix(ending) + put


ENDINGS: Final = (
    ("s", ""), ("es", ""), ("ies", "y"), ("ed", ""), ("ed", "e"), ("ied", "y"), ("ing", ""),
    ("ing", "e"), ("er", ""), ("er", "e"), ("est", ""), ("ly", ""),
)  # fmt: skip


@lru_cache(maxsize=2)
def vocabulary(nlp: Language) -> frozenset[str]:
    """The common words of a pipeline: those that its lemmatiser lists, and its function words."""
    words = {word.lower() for word in nlp.Defaults.stop_words}
    if nlp.has_pipe("lemmatizer"):
        lookups = nlp.get_pipe("lemmatizer").lookups  # type: ignore[attr-defined]
        for table in ("lemma_index", "lemma_exc"):
            for listed in lookups.get_table(table).values() if lookups.has_table(table) else ():
                words.update(word for word in listed if word.islower())
    return frozenset(words)
