"""Standing and dates of claims where clauses meet: own findings, terms, obligations, tellers."""

import pytest

from claimgraph.extract import Extractor
from claimgraph.model import Claim, Status
from claimgraph.read import read_text
from conftest import document

PUBLISHED = "2025-03-12"  # a Wednesday


def claim(extractor: Extractor, text: str, kind: str) -> Claim:
    """The first claim of a type in a text."""
    (reading,) = extractor.read([document(text, published=PUBLISHED)])
    return next(each for each in reading.claims if each.type == kind)


@pytest.mark.parametrize(
    ("text", "kind", "status"),
    [
        ("Meta concluded it had no choice but to suspend Llama.", "Suspension", "asserted"),
        ("Google asked a judge in May to ban the app Grok.", "Order", "hypothetical"),
        ("Meta moved for an order that would bar Google from Rome.", "Order", "hypothetical"),
        ("Google to suspend Gemini in Italy, Pichai says", "Suspension", "hypothetical"),
        ("Google has ten days to comply with the order.", "Compliance", "hypothetical"),
        ("Ofcom sued X. X did not respond to a request for comment.", "Lawsuit", "asserted"),
        ("Ofcom announced that Google would need to divest Chrome.", "Order", "reported"),
        ("Ofcom announced a ban on Grok, xAI said on Monday.", "Order", "reported"),
        ("Ann Lee called for Google to be fined heavily.", "Sanction", "hypothetical"),
        ("Ofcom is to investigate Grok.", "Investigation", "hypothetical"),
        ("Ofcom is going to ban Grok.", "Order", "hypothetical"),
        ("The Danish authorities have no objection to Grok.", "Approval", "asserted"),
        ("OpenAI said that its service was back to normal.", "Restoration", "reported"),
        ("Ministers still have to approve Gemini.", "Approval", "hypothetical"),
        ("Brussels has yet to approve Gemini.", "Approval", "negated"),
        ("The court is yet to lift the ban on Grok.", "Restoration", "negated"),
        ("Ann Lee argued that Google had trained Gemini.", "Development", "reported"),
    ],
)
def test_status(extractor: Extractor, text: str, kind: str, status: str) -> None:
    """What is done after all is asserted, what is due is not, what another tells is not."""
    assert claim(extractor, text, kind).status is Status(status)


@pytest.mark.parametrize(
    ("text", "kind", "date"),
    [
        ("ROME, March 10 (Wire) - Italy blocked Grok, the watchdog said.", "Suspension", ""),
        ("Meta fell behind in 2023 when OpenAI released GPT-4.", "Release", "2023"),
        ("Ofcom accused Meta of theft in a March 3 letter.", "Accusation", "2025-03-03"),
        ("On March 3, Meta launched Llama, tested by OpenAI.", "Evaluation", ""),
        (
            "Ofcom announced on Monday that Google would need to divest Chrome.",
            "Order",
            "2025-03-10",
        ),
        ("In a ruling issued on Monday, Ofcom fined Meta.", "Sanction", "2025-03-10"),
        ("Ofcom erred. The order, issued on Monday, bars Meta from Rome.", "Order", "2025-03-10"),
        ("It was on March 3 that Meta released Llama.", "Release", "2025-03-03"),
        ("Meta must unplug Llama by March 20.", "Order", ""),
        ("When it closed in May, OpenAI released GPT-5.", "Release", "2024-05"),
        (
            "From May 3, users will be barred from Llama, Meta said on Monday.",
            "Statement",
            "2025-03-10",
        ),
        ("Ofcom announced on Monday that it had fined Meta.", "Sanction", "2025-03-10"),
        ("Issued on Monday, the order bars Meta from Rome.", "Order", "2025-03-10"),
        ("In a notice, dated March 3, Ofcom asks Meta to close.", "Request", "2025-03-03"),
        ("A copy of a letter dated March 3 asks Meta to close.", "Request", "2025-03-03"),
        ("Grok has been suspended in Rome until 28 April.", "Suspension", ""),
        ("Meta sued Ofcom in 2024 and, in January, left Rome.", "Lawsuit", "2024"),
        ("Meta said on Monday's call that Llama is safe.", "Statement", "2025-03-10"),
        ("Refusing to pay, Meta said on Monday that Llama is safe.", "Refusal", "2025-03-10"),
    ],
)
def test_date(extractor: Extractor, text: str, kind: str, date: str) -> None:
    """A claim has the date of the clause whose time it shares, never that of another."""
    assert claim(extractor, text, kind).date == date


def test_counted_dates_say_so(extractor: Extractor) -> None:
    """A date that is counted from another carries its reason; one that is told does not."""
    told = "Meta released Llama on March 3. Two days later OpenAI released GPT-5."
    (reading,) = extractor.read([document(told, published=PUBLISHED)])
    releases = [each for each in reading.claims if each.type == "Release"]
    assert [(each.date, "derived-date" in each.reasons) for each in releases] == [
        ("2025-03-03", False),
        ("2025-03-05", True),
    ]


@pytest.mark.parametrize(
    ("text", "party"),
    [
        ("Meta blocked Llama for any foreign user.", "any foreign user"),
        ("Meta suspended Llama for three days.", ""),
        ("Meta suspended Llama for a flaw.", ""),
        ("Meta restricted Llama to roughly 40 agencies.", "roughly 40 agencies"),
    ],
)
def test_party(extractor: Extractor, text: str, party: str) -> None:
    """A party is a group of people or bodies, never a time or a reason."""
    (reading,) = extractor.read([document(text, published=PUBLISHED)])
    found = {each.party for each in reading.claims if each.type in {"Suspension", "Restriction"}}
    assert found == {party}


def test_lines_of_notes_share_a_date(extractor: Extractor) -> None:
    """What one line of a list tells has the date that the line "When" gives."""
    notes = "- What: Ofcom banned Grok.\n- When: March 4, in the morning.\n- Where: Leeds."
    (reading,) = extractor.read([read_text(notes, "notes", published=PUBLISHED)])
    (found,) = (each for each in reading.claims if each.type == "Order")
    assert (found.date, "derived-date" in found.reasons) == ("2025-03-04", True)


def test_a_thing_found_is_no_report(extractor: Extractor) -> None:
    """Who finds a way to do something has it: no one needs to vouch for it."""
    text = "Google demonstrated a technique to bypass the safeguards of Grok."
    found = claim(extractor, text, "Attack")
    assert (found.status, found.speaker) == (Status.ASSERTED, ())
