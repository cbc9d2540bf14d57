"""Who says, blames, denies and sues, in wordings that no development text has."""

from collections.abc import Mapping

import pytest

from claimgraph.model import Claim
from conftest import ClaimsOf

SAID = [
    ("Google signalled that it would appeal.", "Statement"),
    ("Ann Lee was quick to point out that Gemini is open.", "Statement"),
    ("Google was at pains to add that Gemini is safe.", "Statement"),
    ("Tim Cook let it be known that Siri would be late.", "Statement"),
    ("Google went on to say that Gemini is safe.", "Statement"),
    ("Google would say only that Gemini is safe.", "Statement"),
    ("OpenAI appealed. A spokeswoman says the company is pleased.", "Statement"),
    ("Ann Lee called the delay a lesson for the trade.", "Statement"),
    ('Ann Lee calls this "running out the clock".', "Statement"),
    ("Todd Lyons accused CNN of a crime. CNN noted that reporting is lawful.", "Statement"),
]
FORMED = [
    ("Telegram was founded by Pavel Durov.", "Affiliation"),
]
FAMILIES = [
    ("Meta dragged Google into a Texas courtroom.", "Lawsuit"),
    ("The case pits Meta against Google.", "Lawsuit"),
    ("Google withdrew its suit against Meta.", "Lawsuit"),
    ("Google shrugged off the criticism.", "Denial"),
    ("Google described the order as overbroad.", "Denial"),
    ("Ann Lee of Google does not share the view of the court.", "Denial"),
    ("Google expressed surprise at the ruling.", "Statement"),
    ("The BSI reviewed Signal.", "Investigation"),
    ("Ann Lee reviewed Signal.", "Evaluation"),
    ("Google handed a report to Meta.", "Communication"),
    ("Ann Lee spotted a flaw in Signal.", "Evaluation"),
    ("Ann Lee, a pharmacist at Google, spoke.", "Affiliation"),
    ("Ann Lee, who used to run Google, objected.", "Affiliation"),
    ("Microsoft's Digital Crimes Unit drafted it.", "Affiliation"),
    ("Nvidia is the subject of an antitrust investigation in China.", "Investigation"),
    ("Gemini will not come cheap, warned its chairman Ann Lee.", "Statement"),
    ("The FBI, whose director Louis Freeh praised it, agreed.", "Affiliation"),
    ("Ann Lee showed that Gemini can be fooled.", "Evaluation"),
    ("Google called the step blackmail.", "Accusation"),
    ("Google said the letter was a forgery.", "Denial"),
    ("Google argued that the complaint had no merit.", "Denial"),
    ("Google was the subject of a government inspection in 2023.", "Investigation"),
    ("Bing Chat runs on GPT-4.", "Variant"),
    ("Warner's complaint against Suno remains open.", "Lawsuit"),
    ("SK Telecom reported the breach on Monday.", "Communication"),
    ("Gemini runs in half of all schools, points out Ann Lee.", "Statement"),
    ("Google hopes that the rule will bring clarity.", "Statement"),
    ("Google said it had done nothing wrong.", "Denial"),
]
ALL = [*SAID, *FORMED, *FAMILIES]
NEVER = [
    ("Apple charged its customers $9 a month.", "Accusation"),
    ("Ann Lee takes charge of Google's cloud unit.", "Accusation"),
    ("Ann Lee wants the judge to move fast on Gemini.", "Statement"),
    ("DeepSeek is a spin-off of a fund.", "Suspension"),
    ("The app runs on the iPhone.", "Variant"),
    ("Russia finds itself at odds with Gemini.", "Evaluation"),
    ("Google knew that Gemini was slow.", "Statement"),
    ("Google would say that Gemini is safe.", "Statement"),
    ("CNN noted that reporting on Google is lawful.", "Statement"),
    ("Italy gave Google ten days to explain how Gemini works.", "Statement"),
    ("Telegram was founded by Pavel Durov.", "Evaluation"),
]


@pytest.fixture(scope="module")
def told(claims_of: ClaimsOf) -> Mapping[str, tuple[Claim, ...]]:
    """The claims of every sentence."""
    return claims_of(sorted({text for text, _ in (*ALL, *NEVER)}))


@pytest.mark.parametrize(("text", "kind"), ALL)
def test_is_read(told: Mapping[str, tuple[Claim, ...]], text: str, kind: str) -> None:
    """A sentence gives a claim of the type that it tells."""
    assert kind in {each.type for each in told[text]}


@pytest.mark.parametrize(("text", "kind"), NEVER)
def test_is_not_read(told: Mapping[str, tuple[Claim, ...]], text: str, kind: str) -> None:
    """Words that look alike but tell something else give no such claim."""
    assert kind not in {each.type for each in told[text]}
