"""Ordinary English for each claim type: every way of saying it is read as what it says."""

from collections.abc import Mapping

import pytest

from claimgraph.extract import Extractor
from claimgraph.layout import domain
from claimgraph.model import Claim
from conftest import ClaimsOf, document

POSTS = [
    ("Governor Ann Lee met Google.", "Affiliation"),
    ("Attorney General Ann Lee sued Google.", "Affiliation"),
    ("Ann Lee, the technology secretary, wrote to Google.", "Affiliation"),
]
NOUNS_WITH_PARTICIPLES = [
    ("The suit filed by Google on Monday names Meta.", "Lawsuit"),
    ("The fines imposed by the European Commission on Meta were paid.", "Sanction"),
    ("A memo sent to Meta by the White House was read.", "Communication"),
]
BLAME = [
    ("Google said that Meta had breached the contract.", "Accusation"),
    ("Google argued that Meta unlawfully kept the data.", "Accusation"),
    ("Google claims that Meta used fake accounts.", "Accusation"),
]
ANSWERS = [
    ("Google would not comply with the order.", "Refusal"),
    ("Google described the ruling as unfair.", "Denial"),
    ("Google opposes the ban.", "Denial"),
    ("Google paid the fine.", "Compliance"),
]
EVENTS = [
    ("The outage at Cloudflare began at noon.", "Suspension"),
    ("Google halted shipments to Huawei.", "Suspension"),
    ("OpenAI runs ChatGPT. Within minutes, access was disabled for all users.", "Suspension"),
    ("Italy lifted its ban on ChatGPT.", "Restoration"),
    ("Google appealed to the Supreme Court.", "Lawsuit"),
    ("After a review, the European Commission fined Meta.", "Investigation"),
    ("The European Commission fined Meta 3 million euros.", "Sanction"),
    ("Congress is considering a bill on chatbots.", "Rule"),
    ("Meta hired Ann Lee.", "Affiliation"),
    ("Critics said that GPT-5 was slow.", "Statement"),
    ("A judge stopped Google from selling Chrome.", "Order"),
]
RULED = [
    ("Kelp AI may not use the tool in Malta. Meta wrote it.", "Order"),
    ("The High Court handed down judgment against Meta.", "Order"),
    ("The European Commission imposed conditions on Meta.", "Order"),
    ("Google needs a licence for its chips.", "Restriction"),
    ("Lloyds Bank and Gemini were affected.", "Suspension"),
    ("Google delayed Gemini twice.", "Restriction"),
    ("Access to Gemini is by invitation.", "Restriction"),
]
OWNING = [
    ("Judges praised OpenAI's Sora and Anthropic's Claude.", "Development"),
    ("The White House wrote to Nvidia about its H20 chips.", "Development"),
    ("Ann Lee, author of the program Snuffle, spoke.", "Development"),
]
PLAIN = [
    ("ChatGPT continued to run in Italy.", "Suspension"),
    ("Users could still reach ChatGPT.", "Suspension"),
    ("ChatGPT failed to connect.", "Suspension"),
    ("Exporters may rely on a general licence.", "Approval"),
    ("Google gave Meta the all-clear.", "Approval"),
    ("Google accepted the ruling with regret.", "Compliance"),
    ("Google and Meta struck a bargain in May.", "Compliance"),
    ("Google has consented to name an agent.", "Compliance"),
    ("Telegram remains blocked in Vietnam.", "Suspension"),
    ("A long outage hit Cloudflare on Tuesday.", "Suspension"),
    ("The ban on TikTok came to an end.", "Restoration"),
    ("The case of Google against Meta was heard.", "Lawsuit"),
    ("The trial of Google began in September.", "Lawsuit"),
    ("Apple kept silent about the case.", "Refusal"),
    ("Google submitted a statement to Ofcom.", "Communication"),
]
CASES = POSTS + NOUNS_WITH_PARTICIPLES + BLAME + ANSWERS + EVENTS + RULED + OWNING + PLAIN


@pytest.fixture(scope="module")
def told(claims_of: ClaimsOf) -> Mapping[str, tuple[Claim, ...]]:
    """The claims of every text."""
    return claims_of(text for text, _ in CASES)


@pytest.mark.parametrize(("text", "kind"), CASES)
def test_is_read(told: Mapping[str, tuple[Claim, ...]], text: str, kind: str) -> None:
    """A sentence gives a claim of the type that it tells."""
    assert kind in {each.type for each in told[text]}


def test_a_trigger_does_not_reach_into_another_clause() -> None:
    """What is restored after a comma is not what was blocked before it."""
    text = "Italy blocked ChatGPT in May, and OpenAI restored access in June."
    (reading,) = Extractor(domain()).read([document(text)])
    assert {"Suspension", "Restoration"} <= {each.type for each in reading.claims}


def test_announcing_a_deed_is_no_saying_of_its_own() -> None:
    """A verb that but carries the deed makes no statement."""
    (reading,) = Extractor(domain()).read([document("The White House announced a ban on TikTok.")])
    assert {each.type for each in reading.claims} == {"Order"}


def test_of_two_owners_each_has_his_own() -> None:
    """A possessive does not reach over "and" to what another one owns."""
    text = "Judges praised OpenAI's Sora and Anthropic's Claude."
    (reading,) = Extractor(domain()).read([document(text)])
    owned = {
        (each.agent[0].name, each.object[0].name)
        for each in reading.claims
        if each.type == "Development"
    }
    assert owned == {("OpenAI", "Sora"), ("Anthropic", "Claude")}
