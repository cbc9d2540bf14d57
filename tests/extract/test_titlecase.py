"""Headlines In Title Case: what is written small for the parser, and what stays."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.language import Language

from claimgraph.extract import Extractor
from claimgraph.extract.parse.titlecase import TitleCase, words_within
from claimgraph.layout import domain
from claimgraph.read import read_text

NAMES = {"Harbour": ("Harbour Master's Office",), "Order": ("Order 17",)}


@pytest.fixture(scope="module")
def headlines(nlp: Language) -> TitleCase:
    """With two names that are made of common words."""
    return TitleCase(NAMES, nlp)


def test_common_words_are_written_small(headlines: TitleCase) -> None:
    """Verbs and nouns of the language lose the capital that the headline gave them."""
    told = headlines.lowered("Regulator Blocks Zanvia Over Missing Safety Reports", Counter())
    assert told == "Regulator blocks Zanvia over missing safety reports"


def test_known_names_stay(headlines: TitleCase) -> None:
    """A name that the domain knows stays as it is written, whatever its words mean."""
    told = headlines.lowered("Why Harbour Master's Office Rejects Order 17 Again", Counter())
    assert told == "Why Harbour Master's Office rejects Order 17 again"


def test_the_document_tells_its_names(headlines: TitleCase) -> None:
    """A word that stands with a capital within sentences keeps it, one that does not loses it."""
    written = words_within(["The court heard Grant, and then the chair asked Grant to leave."])
    told = headlines.lowered("Angry Chair Sends Grant Away After Hearing", written)
    assert told == "Angry chair sends Grant away after hearing"


@pytest.mark.parametrize(
    "text",
    [
        "Regulator blocks Zanvia over missing safety reports",
        "The Harbour Master's Office",
        "On Monday the regulator blocked Zanvia, and its makers appealed at once.",
    ],
)
def test_sentences_stay_as_they_are(headlines: TitleCase, text: str) -> None:
    """What is not written in title case is not touched."""
    assert headlines.lowered(text, Counter()) == text


@given(st.text(max_size=80))
def test_length_never_changes(nlp: Language, text: str) -> None:
    """Offsets hold: only capitals become small, letter for letter."""
    told = TitleCase(NAMES, nlp).lowered(text, Counter())
    assert len(told) == len(text)
    assert told.casefold() == text.casefold()


def test_a_headline_is_read_with_its_own_words() -> None:
    """Claims of a headline in title case quote it as it is written."""
    text = "Commerce Department Orders Anthropic To Suspend Heron 2\n\nMore will be told later.\n"
    (reading,) = Extractor(domain()).read([read_text(text, "a")])
    quotes = {claim.type: claim.quote for claim in reading.claims}
    assert quotes["Order"].startswith("Commerce Department Orders Anthropic")
