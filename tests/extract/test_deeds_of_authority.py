"""Asking, labelling, barring and allowing: which words of them make a claim, and which do not."""

from collections.abc import Mapping

import pytest

from claimgraph.model import Claim
from conftest import ClaimsOf

ASKED = [
    ("Getty wants Ireland to tighten the law.", "Request"),
    ("Google wants the bill to be shelved.", "Request"),
    ("Google pressed Meta for months to open its app.", "Request"),
    ("Google advised Meta in May to avoid the app.", "Request"),
    ("The ministry advised users against Gemini.", "Request"),
    ("Britain proposed that Google provide a key.", "Request"),
    ("Meta's call to ban Gemini was heard.", "Request"),
    ("Google undertook on Monday to delete the data.", "Compliance"),
]
ONLY_WORDS = [
    ("Google pressed the button.", "Request"),
    ("Ann Lee advises Google on chips.", "Request"),
    ("Meta pushed a faulty file to Windows.", "Request"),
    ("Google wants to buy Meta.", "Request"),
    ("China labelled the accusation groundless.", "Sanction"),
    ("Microsoft's revenue is down.", "Suspension"),
    ("Google resumed talks with Meta.", "Restoration"),
    ("Google is heading down the wrong path.", "Suspension"),
    ("Google and Meta have gone after Nvidia.", "Suspension"),
    ("Meta ordered 350,000 chips from Nvidia.", "Order"),
    ("Judge Ann Lee ruled out a breakup of Google.", "Order"),
    ("A shortage of chips forced Meta to wait.", "Order"),
]
LABELLED = [
    ("The Pentagon labelled Huawei a threat.", "Sanction"),
]
BARRED = [
    ("Nvidia's H20 may not be sold to China.", "Restriction"),
    ("Anthropic's terms forbid the training of Gemini.", "Restriction"),
    ("Ireland ruled on Meta. The company has to delete the data, the ministry said.", "Order"),
    ("Slack wasn't working on Monday.", "Suspension"),
    ("The rules that Ireland issued are new.", "Rule"),
    ("The ministry gave Meta until May 5 to remove the app.", "Order"),
    ("Google is restrained from using the data.", "Order"),
    ("Stop using Gemini, judge tells Meta", "Order"),
]
OPENED = [
    ("The return of Gemini to Italy pleased users.", "Restoration"),
    ("Google brought Gemini to Chrome.", "Release"),
    ("OpenAI gave Google access to ChatGPT.", "Approval"),
]
UNWILLING = [
    ("The Commerce Department would not let Google mail the disk.", "Refusal"),
    ("Google did not get back to us.", "Refusal"),
    ("The ministry neither confirms nor denies the order to Google.", "Refusal"),
]
TOLD = [*ASKED, *LABELLED, *BARRED, *OPENED, *UNWILLING]


@pytest.fixture(scope="module")
def told(claims_of: ClaimsOf) -> Mapping[str, tuple[Claim, ...]]:
    """The claims of every sentence."""
    return claims_of([text for text, _ in (*TOLD, *ONLY_WORDS)])


@pytest.mark.parametrize(("text", "kind"), TOLD)
def test_is_told_by_its_words(told: Mapping[str, tuple[Claim, ...]], text: str, kind: str) -> None:
    """Words with what they ask for make a claim."""
    assert kind in {each.type for each in told[text]}


@pytest.mark.parametrize(("text", "kind"), ONLY_WORDS)
def test_is_but_a_word(told: Mapping[str, tuple[Claim, ...]], text: str, kind: str) -> None:
    """The same words in another sense make none."""
    assert kind not in {each.type for each in told[text]}
