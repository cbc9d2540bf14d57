"""Whose word a claim is: what is wanted, promised, presupposed or blamed in somebody's words."""

import pytest

from claimgraph.extract import Extractor
from claimgraph.model import Claim
from conftest import document

PUBLISHED = "2025-03-12"


def claim(extractor: Extractor, text: str, kind: str) -> Claim:
    """The last claim of a type in a text."""
    (reading,) = extractor.read([document(text, published=PUBLISHED)])
    return [each for each in reading.claims if each.type == kind][-1]


CASES = [
    ("asked", "Ann Lee asked Ofcom to ban Grok.", "Order", "hypothetical", ["Ann Lee"]),
    ("promised", "OpenAI promised to restore ChatGPT.", "Restoration", "hypothetical", ["OpenAI"]),
    ("ordered", "Ofcom ordered xAI to suspend Grok.", "Suspension", "hypothetical", []),
    ("planned", "OpenAI plans to suspend ChatGPT.", "Suspension", "hypothetical", []),
    ("as asked", "Ofcom fined Meta, as Google had requested.", "Sanction", "asserted", []),
    ("unsaid", "Meta has not said when Llama will be restored.", "Restoration", "hypothetical", []),
    ("never did", "Ann Lee, who said she had never hacked Grok, left.", "Denial", "asserted", []),
    ("brushed aside", "Ann Lee brushed aside a request by Meta.", "Request", "asserted", []),
    (
        "and another",
        "Grok is slow, according to xAI, and Ofcom fined Meta.",
        "Sanction",
        "asserted",
        [],
    ),
    (
        "semicolon",
        "Meta fought claims that it had spied; Ofcom fined Google.",
        "Sanction",
        "asserted",
        [],
    ),
    (
        "recalled",
        "Ann Lee recalled that Ofcom had fined Meta.",
        "Sanction",
        "reported",
        ["Ann Lee"],
    ),
    (
        "which ones",
        "Google said it had blocked bots that hacked Gemini.",
        "Attack",
        "reported",
        ["Google"],
    ),
    (
        "who it is",
        "Google said it would not work with Meta, which Ofcom fined in May.",
        "Sanction",
        "asserted",
        [],
    ),
    (
        "to join",
        "Ann Lee revealed that Bob Roy would be joining OpenAI.",
        "Affiliation",
        "hypothetical",
        ["Ann Lee"],
    ),
    ("refusal", "Meta will not sign the AI Act pact, Ann Lee said.", "Refusal", "reported", None),
    ("dateline", "DELHI: Ofcom ordered xAI to suspend Grok.", "Order", "asserted", []),
    (
        "own person",
        "Meta's chief lawyer, Ann Lee, said Meta strongly disagrees with the order of Ofcom.",
        "Denial",
        "asserted",
        [],
    ),
    (
        "appealed",
        "Meta has confirmed it will appeal a fine imposed by Ofcom.",
        "Sanction",
        "asserted",
        [],
    ),
]


@pytest.mark.parametrize(
    ("way", "text", "kind", "status", "who"), CASES, ids=[case[0] for case in CASES]
)
def test_whose_word_it_is(
    extractor: Extractor, way: str, text: str, kind: str, status: str, who: list[str] | None
) -> None:
    """Each way of wanting, telling or taking for granted gives its status and its speaker."""
    found = claim(extractor, text, kind)
    assert found.status.value == status, way
    if who is not None:
        assert [each.name for each in found.speaker] == who, way


def test_nobody_blames_himself(extractor: Extractor) -> None:
    """The pronoun for whom a speaker blames is never the speaker."""
    found = claim(extractor, "X fought the order, arguing that it violated the law.", "Accusation")
    assert [each.name for each in found.agent] == ["X"]
    assert not found.recipient


def test_it_goes_on_to_say(extractor: Extractor) -> None:
    """A pronoun that has done something before it speaks is somebody, not an empty subject."""
    text = "Ofcom met. It called the step wrong and said a fine had been imposed on Meta."
    assert [each.name for each in claim(extractor, text, "Sanction").speaker] == ["Ofcom"]


def test_who_speaks_of_his_own_speaking_says_it_once(extractor: Extractor) -> None:
    """What somebody quoted says of his own saying makes no second statement."""
    (reading,) = extractor.read([document("“We are not saying that Grok failed,” said Ann Lee.")])
    assert len([each for each in reading.claims if each.type == "Statement"]) == 1
