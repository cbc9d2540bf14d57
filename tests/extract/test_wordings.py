"""Constructions and turns of phrase that tell a claim without its plainest words."""

from collections.abc import Mapping

import pytest

from claimgraph.model import Claim
from conftest import ClaimsOf

BELONGING = [
    ("Ann Lee, formerly of IBM, praised the chip.", "Affiliation"),
    ("Ann Lee, then at Bell Labs, praised the chip.", "Affiliation"),
    ("Microsoft's Satya Nadella met the queen.", "Affiliation"),
    ("Ann Lee (University of Oslo) met Meta.", "Affiliation"),
    ("Volker Wissing (FDP) met Meta on Monday.", "Affiliation"),
    ("The Federal Trade Commission under Lina Khan met Meta.", "Affiliation"),
    ("Ohio, whose regulator PTS met Meta, is big.", "Affiliation"),
    ("Councillor Ann Lee met Meta.", "Affiliation"),
    ("Google, whose chatbot Gemini is slow, moved.", "Development"),
]
FOUND_BY_JUDGES = [
    ("Judge Ann Lee heard Google. She held that the claim was too vague.", "Statement"),
    ("Judge Paul Lee heard Google. He found that the rules are not about speech.", "Statement"),
]
CLAIMED = [
    ("Google insisted that its ads were fair.", "Statement"),
    ("Google claimed the ads were fair.", "Statement"),
    ("Google claimed that Meta copied its code.", "Accusation"),
]
PASSIVES = [
    ("ChatGPT was hit by an outage on Monday.", "Suspension"),
    ("Gemini was knocked offline.", "Suspension"),
    ("Meta was named in a lawsuit.", "Lawsuit"),
]
SEVERAL_WORDS = [
    ("Google took the wraps off Gemini 3.", "Release"),
    ("X made Grok unavailable in Turkey.", "Suspension"),
    ("Tesla switched on Grok in its cars.", "Release"),
    ("Microsoft holds a stake in OpenAI.", "Affiliation"),
    ("Meta fenced off Llama 4 from European users.", "Restriction"),
]
SAID_OTHERWISE = [
    ("The CNIL puts Clearview AI on notice to delete the photographs.", "Order"),
    ("The White House drew up rules for chatbots made by Meta.", "Rule"),
    ("The Senate put its signature to the AI Act.", "Rule"),
    ("Google gave the FTC the cold shoulder.", "Refusal"),
    ("Signal would not weaken its encryption.", "Refusal"),
    ("Synopsys regained access to China.", "Restoration"),
    ("Ten more banks were let into ChatGPT by OpenAI.", "Expansion"),
    ("Epic Games complained all summer.", "Accusation"),
    ("Google sought more time.", "Request"),
]
RARER = [
    ("Germany excluded Huawei from its networks.", "Order"),
    ("The White House blocked the takeover of Arm by Nvidia.", "Order"),
    ("Microsoft linked the attack to Russia.", "Accusation"),
    ("Meta came under fire over its glasses.", "Accusation"),
    ("Elon Musk called Sam Altman a liar.", "Accusation"),
    ("Nvidia may go on shipping the H20.", "Approval"),
    ("Nvidia was granted a licence for the H20.", "Approval"),
    ("Ireland has no objection to Gemini.", "Approval"),
    ("Huawei is on the entity list.", "Sanction"),
    ("The Commerce Department listed Huawei in May.", "Sanction"),
    ("Google put Gemini up for download.", "Release"),
    ("CrowdStrike pushed a faulty update to Falcon.", "Release"),
    ("Google rejected the description.", "Denial"),
    ("China expressed strong dissatisfaction with the ban on Huawei.", "Denial"),
    ("Google sounded out Meta about a merger.", "Request"),
    ("Google discussed the matter with the White House.", "Communication"),
    ("Getty Images abandoned its claim against Stability AI.", "Lawsuit"),
    ("Italy withdrew its order against ChatGPT.", "Restoration"),
]
WITHOUT_A_NAMED_THING = [
    ("Google switched off the gadget's hearing altogether.", "Suspension"),
    ("Nvidia froze deliveries to the plant.", "Suspension"),
    ("OpenAI restored access for its staff.", "Restoration"),
    ("Anthropic withheld access from its rivals.", "Restriction"),
    ("An internal review found no evidence that Azure had been used for spying.", "Evaluation"),
]
OF_NOTICES = [
    ("Police found unauthorized access to the servers of Google.", "Attack"),
    ("Google revoked a number of tokens on Monday.", "Suspension"),
    ("Apple threw Fortnite out of the App Store.", "Suspension"),
    ("Gemini 2.5 Pro landed in second place.", "Evaluation"),
    ("The CNIL began its checks of Meta in May.", "Investigation"),
    ("Colorado pushed back the start of the AI Act.", "Rule"),
    ("OpenAI promised parental controls.", "Compliance"),
    ("Gavin Newsom vetoed SB 1047.", "Refusal"),
    ("The Conseil d'État annulled the AI Act.", "Order"),
    ("The AI Act obliges chatbots to remind children of it.", "Order"),
    ("Employees had used TikTok to track reporters.", "Attack"),
    ("A jury ruled against Google on Monday.", "Order"),
    ("The weights of Llama 4 can be downloaded by anybody.", "Release"),
    ("Meta did not follow up on the requests of Italy.", "Refusal"),
    ("The AI Act expires on 31 March 2031.", "Rule"),
    ("OpenAI asked Gavin Newsom in a letter to sign the bill.", "Request"),
]
CASES = (
    *(WITHOUT_A_NAMED_THING + RARER + BELONGING + FOUND_BY_JUDGES + CLAIMED + PASSIVES),
    *(OF_NOTICES + SEVERAL_WORDS + SAID_OTHERWISE),
)


@pytest.fixture(scope="module")
def told(claims_of: ClaimsOf) -> Mapping[str, tuple[Claim, ...]]:
    """The claims of each sentence, read as a text of its own."""
    return claims_of(text for text, _ in CASES)


@pytest.mark.parametrize(("text", "kind"), CASES)
def test_each_wording_is_read_as_what_it_says(
    told: Mapping[str, tuple[Claim, ...]], text: str, kind: str
) -> None:
    """What a sentence says is among its claims, however it puts it."""
    assert kind in {claim.type for claim in told[text]}


def test_what_is_insisted_on_is_no_request(told: Mapping[str, tuple[Claim, ...]]) -> None:
    """Who insists that something is so asks nobody for anything."""
    assert "Request" not in {claim.type for claim in told[CLAIMED[0][0]]}
