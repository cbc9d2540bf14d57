"""Ordinary English for each claim type: every way of saying it is read as what it says."""

import pytest

from claimgraph.extract import Extractor
from claimgraph.layout import domain
from claimgraph.model import Claim
from conftest import document

POSTS = [
    ("Governor Ann Lee met Google.", "Affiliation"),
    ("Attorney General Ann Lee sued Google.", "Affiliation"),
    ("Ann Lee, the technology secretary, wrote to Google.", "Affiliation"),
]
CASES = POSTS


@pytest.fixture(scope="module")
def told() -> dict[str, tuple[Claim, ...]]:
    """The claims of every text."""
    texts = [text for text, _ in CASES]
    readings = Extractor(domain()).read(document(text) for text in texts)
    return dict(zip(texts, (each.claims for each in readings), strict=True))


@pytest.mark.parametrize(("text", "kind"), CASES)
def test_is_read(told: dict[str, tuple[Claim, ...]], text: str, kind: str) -> None:
    """A sentence gives a claim of the type that it tells."""
    assert kind in {each.type for each in told[text]}
