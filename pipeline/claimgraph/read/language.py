"""Which language a text is in, found offline and the same way every time."""

import re
from functools import cache
from pathlib import Path
from typing import Final

from py3langid.langid import MODEL_FILE, LanguageIdentifier

from claimgraph.errors import SourceError

READ: Final = "en"
# Fewer letters say too little about their language.
ENOUGH: Final = 200
SAMPLE: Final = 20_000
# Below the first, English is ruled out; above the second, another language is sure enough.
UNLIKELY, SURE = 0.1, 0.4
# What the identifier calls text that is in no language, and a close relative of English.
UNCERTAIN: Final = frozenset({"zxx", "und", "pcm"})
LETTERS: Final = re.compile(r"[^\W\d_]")
LANGUAGES: Final = """
    af=Afrikaans ar=Arabic az=Azerbaijani be=Belarusian bg=Bulgarian bn=Bengali bs=Bosnian
    ca=Catalan cs=Czech cy=Welsh da=Danish de=German el=Greek eo=Esperanto es=Spanish et=Estonian
    eu=Basque fa=Persian fi=Finnish fr=French ga=Irish gl=Galician gu=Gujarati he=Hebrew hi=Hindi
    hr=Croatian hu=Hungarian hy=Armenian id=Indonesian is=Icelandic it=Italian ja=Japanese
    ka=Georgian kk=Kazakh kn=Kannada ko=Korean la=Latin lt=Lithuanian lv=Latvian mk=Macedonian
    ml=Malayalam mn=Mongolian mr=Marathi ms=Malay mt=Maltese ne=Nepali nl=Dutch nn=Norwegian
    no=Norwegian pa=Punjabi pl=Polish pt=Portuguese ro=Romanian ru=Russian sk=Slovak sl=Slovenian
    sq=Albanian sr=Serbian sv=Swedish sw=Swahili ta=Tamil te=Telugu th=Thai tl=Tagalog tr=Turkish
    uk=Ukrainian ur=Urdu vi=Vietnamese wuu=Chinese yue=Cantonese zh=Chinese zu=Zulu
"""
NAMES: Final = dict(pair.split("=") for pair in LANGUAGES.split())


def language_of(prose: str, path: Path | str, told: str = "") -> str:
    """The language told, else the one found in the prose; empty when that is too short to tell.

    Raises:
        SourceError: it is not English.
    """
    language = _tag(told) if told else _found(prose)
    if language and language.split("-")[0] != READ:
        name = NAMES.get(language.split("-")[0], "another language")
        raise SourceError(
            path,
            f"The text is in {name} ({language}), which the pipeline does not read.",
            f"`--language {READ}` reads it anyway.",
        )
    return language


def _tag(told: str) -> str:
    """A language tag as it is written, or the tag of a language's English name."""
    word = told.strip().replace("_", "-")
    if word.lower() == "english":
        return READ
    named = {name.lower(): tag for tag, name in sorted(NAMES.items(), reverse=True)}
    return named.get(word.lower(), word.lower())


def _found(prose: str) -> str:
    sample = prose[:SAMPLE]
    ranked = [(str(tag), float(share)) for tag, share in _identifier().rank(sample)]
    english = dict(ranked).get(READ, 0.0)
    tag, share = ranked[0]
    if len(LETTERS.findall(sample)) < ENOUGH or tag in UNCERTAIN or share < SURE:
        return READ if tag == READ else ""
    return tag if english < UNLIKELY else READ


@cache
def _identifier() -> LanguageIdentifier:
    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
