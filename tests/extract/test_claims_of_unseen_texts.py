"""Deeds told without a doer, by rare verbs, far-off triggers and things that are only described."""

from collections.abc import Mapping

import pytest

from claimgraph.model import Claim
from conftest import ClaimsOf

HELD_TWICE = "Ida Moor, head of Google's safety team (former adviser), spoke on Monday."
RARE_VERBS = [
    ("Mistral open-sourced its Devstral model in May.", "Release"),
    ("Pornhub geo-blocked users in Utah.", "Suspension"),
    ("Reddit rate-limited Perplexity.", "Restriction"),
]
HYPHENED = [
    ("The Elon Musk-founded company xAI is in Palo Alto.", "Affiliation"),
    ("The OpenAI-developed tool Sora was slow.", "Development"),
]
FAR_APART = [
    (
        "Commerce placed Yangtze Memory, a maker of chips with many plants, on its entity list.",
        "Sanction",
    ),
]
WITHOUT_A_DOER = [
    ("Google was asked to explain the fault.", "Request"),
    ("Meta is being sued over its glasses.", "Lawsuit"),
    ("Meta was told to close the site.", "Order"),
    ("Meta is alleged to have copied the books.", "Accusation"),
]
DESCRIBED = [
    ("Google switched the service off on Monday.", "Suspension"),
    ("Customers were unable to access ChatGPT.", "Suspension"),
    ("ChatGPT is no longer accessible in Italy.", "Suspension"),
]
UNWILLING = [
    ("Google will not sign the code.", "Refusal"),
    ("Google would not say whether it will appeal.", "Refusal"),
    ("Google failed to heed the order.", "Refusal"),
]
UNNAMED = [
    ("The Utah committee has voted to ban Grok from schools.", "Order"),
    ("A chatbot for farmers was switched off overnight.", "Suspension"),
    ("Both have contested the listing.", "Denial"),
    ("A spokesman declined to comment.", "Refusal"),
    ("The supplier was hit with a record fine.", "Sanction"),
]
LETTERS = [
    ('"Much can be done," Google wrote in a letter to Meta.', "Statement"),
    ('"Much can be done," Google wrote in a letter to Meta.', "Communication"),
]
ALL = [
    *RARE_VERBS,
    *HYPHENED,
    *FAR_APART,
    *WITHOUT_A_DOER,
    *DESCRIBED,
    *UNWILLING,
    *UNNAMED,
    *LETTERS,
]
NEVER = [
    ("Meta was accused of training its models on books.", "Development"),
    ("The accounts that Ann Lee had flagged are at Google.", "Statement"),
    ("A thief who steals the weights of Claude would escape.", "Statement"),
    ("Google promised an upgrade of Gemini.", "Compliance"),
    ("Ann Lee questioned whether Meta is a bank.", "Investigation"),
    ("Acme-made phones reached Google.", "Release"),
    ("A neighbour wrote to a cousin.", "Communication"),
    ("The lawyer Ann Lee rose.", "Affiliation"),
    ("Kelp reads mails with the user's permission.", "Approval"),
]


@pytest.fixture(scope="module")
def told(claims_of: ClaimsOf) -> Mapping[str, tuple[Claim, ...]]:
    """The claims of every sentence."""
    return claims_of([HELD_TWICE, *(text for text, _ in (*ALL, *NEVER))])


@pytest.mark.parametrize(("text", "kind"), ALL)
def test_is_told(told: Mapping[str, tuple[Claim, ...]], text: str, kind: str) -> None:
    """A sentence gives a claim of the type that it tells."""
    assert kind in {each.type for each in told[text]}


@pytest.mark.parametrize(("text", "kind"), NEVER)
def test_is_not_told(told: Mapping[str, tuple[Claim, ...]], text: str, kind: str) -> None:
    """What is only named aside, or told of things alone, gives no such claim."""
    assert kind not in {each.type for each in told[text]}


def test_what_anybody_might_do_has_not_been_done(told: Mapping[str, tuple[Claim, ...]]) -> None:
    """A clause about whoever would do so is hypothetical."""
    text = "A thief who steals the weights of Claude would escape."
    assert {each.status.value for each in told[text] if each.type == "Attack"} == {"hypothetical"}


def test_a_post_is_told_once(told: Mapping[str, tuple[Claim, ...]]) -> None:
    """What two rules read from the same words is one claim, the one that names more."""
    claims = [each for each in told[HELD_TWICE] if each.type == "Affiliation"]
    assert [[who.name for who in each.recipient] for each in claims] == [["Google"]]
