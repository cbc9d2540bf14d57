"""Transcripts: who has the floor says what stands in his turn, to its end."""

import pytest

from claimgraph.extract import Extractor
from claimgraph.model import Reading
from conftest import document

DEBATE = """\
The Minister of Trade (Ann Lee): With permission, I will make a statement. Ofcom fined Meta in May.

I have written to Google this morning.

11.47 am

Tom Roe (Leeds North) (Ind): So far, so good. Last year Ofcom ordered Google to close Gemini.

Ann Lee: I thank him. In June Germany banned DeepSeek from app stores.

Ofcom fined TikTok in April.
"""


@pytest.fixture(scope="module")
def debate(extractor: Extractor) -> Reading:
    """What a debate in parliament says."""
    (reading,) = extractor.read([document(DEBATE, published="2025-07-02")])
    return reading


@pytest.mark.parametrize(
    ("kind", "agent", "speaker"),
    [
        ("Sanction", "Ofcom", ["Ann Lee"]),
        ("Communication", "Ann Lee", ["Ann Lee"]),
        ("Order", "Ofcom", ["Tom Roe"]),
        ("Order", "Germany", ["Ann Lee"]),
    ],
)
def test_what_stands_in_a_turn_is_said_by_who_has_the_floor(
    debate: Reading, kind: str, agent: str, speaker: list[str]
) -> None:
    """A turn runs to the next one, over paragraphs and past lines that only tell the time."""
    told = next(
        each
        for each in debate.claims
        if each.type == kind and [who.name for who in each.agent] == [agent]
    )
    assert told.status.value == "reported"
    assert [who.name for who in told.speaker] == speaker


def test_the_last_turn_ends_with_its_paragraph(debate: Reading) -> None:
    """Nobody tells where the last speaker ends: what follows his paragraph is the text's own."""
    last = [each for each in debate.claims if each.type == "Sanction"][-1]
    assert last.status.value == "asserted"


def test_notes_with_labels_are_no_transcript(extractor: Extractor) -> None:
    """Labels that recur are nobody's turns: what they label is told by the text itself."""
    text = "Who: Ofcom.\n\nWhat: Ofcom fined Meta.\n\nWho: Google.\n\nWhat: Ofcom banned Grok.\n"
    (reading,) = extractor.read([document(text)])
    assert {each.status.value for each in reading.claims} == {"asserted"}
