"""Duties told in the lines of a list, by a modal alone, and of whom nobody is named."""

from collections.abc import Mapping

import pytest

from claimgraph.model import Claim
from conftest import ClaimsOf

LISTED = """Under the settlement, Google:

- is prohibited for five years from using the tool;
- must delete all photos;
- must inform users.
"""
BIDDEN = [
    "The state administration must get rid of the app.",
    "The data must be deleted from its training sets.",
    "All purchases must now undergo a review.",
]
NOT_BIDDEN = [
    "What must exporters show?",
    "An injunction must be specific.",
]
Claims = Mapping[str, tuple[Claim, ...]]


@pytest.fixture(scope="module")
def claims(claims_of: ClaimsOf) -> Claims:
    """The claims of each text, by the text."""
    return claims_of([LISTED, *BIDDEN, *NOT_BIDDEN])


def test_lines_share_the_subject_of_their_lead_in(claims: Claims) -> None:
    """Lines without a subject speak of whom the words before the colon name."""
    orders = [each for each in claims[LISTED] if each.type == "Order"]
    named = [tuple(it.name for it in each.recipient) for each in orders]
    assert named == [("Google",)] * 3


@pytest.mark.parametrize("text", BIDDEN)
def test_a_duty_needs_no_name(claims: Claims, text: str) -> None:
    """A modal of duty tells an order even of a group or thing without a name."""
    assert "Order" in {each.type for each in claims[text]}


@pytest.mark.parametrize("text", NOT_BIDDEN)
def test_what_is_asked_or_described_is_no_duty(claims: Claims, text: str) -> None:
    """Neither a question about duties nor how something has to be is an order."""
    assert "Order" not in {each.type for each in claims[text]}
