"""Words that stand for a deed told before: who follows suit, who does what he was asked to do."""

import pytest

from claimgraph.extract import Extractor
from claimgraph.model import Claim
from conftest import document


def claims(extractor: Extractor, text: str) -> list[Claim]:
    """The claims of a text that stand-ins tell."""
    (reading,) = extractor.read([document(text, published="2025-12-04")])
    return [each for each in reading.claims if "path:stand-in" in each.reasons]


@pytest.mark.parametrize(
    ("text", "kind", "agent", "date"),
    [
        (
            "Italy banned DeepSeek in March; Germany followed suit in April.",
            "Order",
            "Germany",
            "2025-04",
        ),
        ("Apple removed Grok on Monday. Google did the same.", "Suspension", "Google", ""),
        ("Ofcom asked Apple to remove Grok, and Apple did so.", "Suspension", "Apple", ""),
    ],
)
def test_a_stand_in_tells_the_deed_again(
    extractor: Extractor, text: str, kind: str, agent: str, date: str
) -> None:
    """The deed before is told of a new doer, or as done where it was asked for."""
    (again,) = claims(extractor, text)
    assert (again.type, [each.name for each in again.agent]) == (kind, [agent])
    assert (again.date, again.status.value) == (date, "asserted")


@pytest.mark.parametrize(
    "text",
    [
        "Apple removed Grok on Monday. It did so on two grounds.",
        "Italy banned DeepSeek. Germany could not do so.",
        "Ann Lee is ill. Google did so.",
    ],
)
def test_what_tells_nothing_new_makes_no_claim(extractor: Extractor, text: str) -> None:
    """The same deed told again by its doer, one that was not done, or no deed at all."""
    assert not claims(extractor, text)
