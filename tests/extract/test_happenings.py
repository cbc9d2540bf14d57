"""What happens to products, systems and bodies: who is hit, what is off, limited, back, made."""

from collections.abc import Mapping

import pytest

from claimgraph.model import Claim
from conftest import ClaimsOf

ATTACKS = [
    ("Hackers targeted Siemens for two years.", "Attack", "recipient", "Siemens"),
    ("Siemens was hit by a ransomware attack.", "Attack", "recipient", "Siemens"),
    ("Records of patients were stolen from Siemens.", "Attack", "recipient", "Siemens"),
    ("Siemens fell victim to a phishing campaign.", "Attack", "recipient", "Siemens"),
]
OFF_AND_ON = [
    ("OpenAI switched off ChatGPT on Friday.", "Suspension", "object", "ChatGPT"),
    ("ChatGPT disabled for all customers", "Suspension", "object", "ChatGPT"),
    ("An outage hit ChatGPT on Monday.", "Suspension", "object", "ChatGPT"),
    ("Users in Italy can no longer use ChatGPT.", "Suspension", "object", "ChatGPT"),
    ("Microsoft stopped using ChatGPT in May.", "Suspension", "object", "ChatGPT"),
    ("ChatGPT is available only to vetted researchers.", "Restriction", "object", "ChatGPT"),
    ("The suspension of ChatGPT ended on Monday.", "Restoration", "object", "ChatGPT"),
    ("ChatGPT was up and running again by noon.", "Restoration", "object", "ChatGPT"),
    ("Many customers had trouble accessing ChatGPT.", "Suspension", "object", "ChatGPT"),
    ("OpenAI reverted the change a day later.", "Restoration", "agent", "OpenAI"),
    ("Google fixed the bug in ChatGPT on Monday.", "Restoration", "object", "ChatGPT"),
]
RULED_AND_ASKED = [
    ("Officials said ChatGPT is not allowed to be sold there.", "Order", "object", "ChatGPT"),
    ("Judge Ida Moor cut the damages against Google.", "Order", "recipient", "Google"),
    ("Google said it was looking into reports of faults.", "Investigation", "agent", "Google"),
    ("Google ruled out a cyberattack as the cause.", "Denial", "agent", "Google"),
]
MADE_AND_TESTED = [
    ("Claude, a chatbot from Siemens, was praised.", "Development", "agent", "Siemens"),
    ("Siemens praised its Kobalt assistant.", "Development", "object", "Kobalt"),
    ("A study by Siemens found that ChatGPT erred.", "Evaluation", "agent", "Siemens"),
    ("Claude is powered by ChatGPT.", "Variant", "agent", "Claude"),
]
TOLD = ATTACKS + OFF_AND_ON + RULED_AND_ASKED + MADE_AND_TESTED
UNTOLD = [
    ("Regulators targeted Siemens for two years.", "Attack"),
    ("OpenAI switched off ChatGPT on Friday.", "Release"),
    ("Google stopped OpenAI from storing or using its work.", "Suspension"),
    ("ChatGPT hit a million users.", "Attack"),
    ("Google installed ChatGPT on its phones.", "Affiliation"),
]


@pytest.fixture(scope="module")
def told(claims_of: ClaimsOf) -> Mapping[str, tuple[Claim, ...]]:
    """The claims of every text."""
    return claims_of(text for text, *_ in (*TOLD, *UNTOLD))


@pytest.mark.parametrize(("text", "kind", "role", "name"), TOLD)
def test_is_read(
    told: Mapping[str, tuple[Claim, ...]], text: str, kind: str, role: str, name: str
) -> None:
    """A happening is read with whom or what it befalls, or who does it."""
    fillers = [
        one.name for claim in told[text] if claim.type == kind for one in getattr(claim, role)
    ]
    assert name in fillers


@pytest.mark.parametrize(("text", "kind"), UNTOLD)
def test_is_not_read(told: Mapping[str, tuple[Claim, ...]], text: str, kind: str) -> None:
    """The same words of another doer, or with a preposition that only tells when, are none."""
    assert kind not in {claim.type for claim in told[text]}
