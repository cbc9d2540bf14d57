"""Folding: what is no part of a sentence is left out, and every offset still finds its way back."""

import pytest

from claimgraph.extract.parse.fold import fold

MARKED = [
    ("**Ann Lee** accused *two* critics.", "Ann Lee accused two critics."),
    ("**What:** a ban on `rover`, ***all*** of __it__", "What: a ban on rover, all of it"),
    ("The [Kelp app](https://kelp.example/a_b) fell.", "The Kelp app fell."),
    ("Kelp said so.[3] It did.[1][2]", "Kelp said so. It did."),
]
PLAIN = [
    "2 * 3 * 4 and x*y*z",
    "a_b_c and d_e_f",
    "Prices* here, terms* there",
    "[Kelp] (see below)",
]


@pytest.mark.parametrize(("text", "folded"), MARKED)
def test_marks_of_emphasis_links_and_citations_are_left_out(text: str, folded: str) -> None:
    """Marks around words are no part of the sentence, and offsets point behind them."""
    found = fold(text, 10)
    assert found.text == folded
    assert all(text[at - 10] == letter for letter, at in zip(folded, found.origin, strict=False))


@pytest.mark.parametrize("text", PLAIN)
def test_signs_that_mark_nothing_stay(text: str) -> None:
    """Stars, underscores and brackets that stand for themselves are kept."""
    assert fold(text).text == text
