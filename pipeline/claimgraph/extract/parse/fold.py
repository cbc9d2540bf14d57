"""Text made easy to match, with the way back to the original offsets.

Matching sees plain hyphens, straight quotes and single letters for ligatures; offsets always
point at the text as it was. `Folded.origin[i]` is where folded character `i` began.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

HYPHENS = dict.fromkeys("\u2010\u2011\u00ad\ufe63\uff0d", "-") | {"\u00ad": ""}
QUOTES = {
    "\u2018": "'", "\u2019": "'", "\u201a": "'", "\u201b": "'", "\u2032": "'",
    "\u201c": '"', "\u201d": '"', "\u201e": '"', "\u201f": '"', "\u2033": '"',
    "\u00ab": '"', "\u00bb": '"',
}  # fmt: skip
LIGATURES = {"\ufb00": "ff", "\ufb01": "fi", "\ufb02": "fl", "\ufb03": "ffi", "\ufb04": "ffl"}
INVISIBLE = dict.fromkeys("\u200b\u200c\u200d\u2060\ufeff\ufe0e\ufe0f", "")
LABEL_BRACKETS = {"\u3010": " ", "\u3011": ": "}  # a word between them labels what follows
FOLDS = {**LABEL_BRACKETS, **HYPHENS, **QUOTES, **LIGATURES, **INVISIBLE}

# "[3]" and "[1][2]" point at a list of references and are no part of the sentence.
CITATION = re.compile(r"(?:\[\d{1,3}(?:,\s?\d{1,3})*\])+")
# The marks around "**Acme**", "*at once*", "`rover`"; not those of "2*3*4" or "a_b_c".
EMPHASIS = re.compile(
    r"(?<![\w*])(\*{1,3}|_{1,2}|`)(?=[^\s*_`])(.{1,200}?)(?<=[^\s*_`])(\1)(?![\w*])"
)
# The brackets and the address of "[Acme](https://acme.example)".
LINK = re.compile(r"(\[)([^\[\]\n]{1,200})(\]\((?:https?:|mailto:|/|#)[^()\s]*\))")


@dataclass(frozen=True, slots=True)
class Folded:
    """Folded text and the offset each of its characters came from, then one past the end."""

    text: str
    origin: tuple[int, ...]


def fold(text: str, start: int = 0) -> Folded:
    """The folded form of `text`, whose first character stands at offset `start`."""
    skipped = {i for m in CITATION.finditer(text) for i in range(m.start(), m.end())}
    marks = (m for mark in (EMPHASIS, LINK) for m in mark.finditer(text))
    skipped.update(i for m in marks for group in (1, 3) for i in range(*m.span(group)))
    characters: list[str] = []
    origin: list[int] = []
    for index, character in enumerate(text):
        folded = "" if index in skipped else _plain(character)
        characters.extend(folded)
        origin.extend([start + index] * len(folded))
    return Folded("".join(characters), (*origin, start + len(text)))


@lru_cache(maxsize=4096)
def _plain(character: str) -> str:
    if character in FOLDS:
        return FOLDS[character]
    if character.isspace():
        return " "
    if unicodedata.category(character) == "So":  # emoji and bullets stand for nothing said
        return " "
    return character
