"""Sayings told in other words, and who says them where name or parse tells it badly."""

import pytest

from conftest import ClaimsOf

WORDED = [
    ("NSO Group claimed immunity on Monday.", "Statement", "claimed immunity"),
    ("Google has reserved the right to appeal.", "Statement", "reserved the right"),
    ("Ann Lee put the share of Gemini at one percent.", "Statement", "put"),
    ("The White House has threatened to veto the bill.", "Statement", "threatened"),
    ("Google vowed to exhaust its legal options.", "Statement", "vowed"),
    ("Google promised a full review of the flaw.", "Statement", "promised a"),
    ('Meta labelled the episode "an act of defamation" by Google.', "Accusation", "labelled"),
    ("Meta called the decision of the FTC disappointing.", "Denial", "called"),
    ("Ann Lee conceded that Google had not asked anybody.", "Statement", "conceded"),
    ("Ann Lee gave Google until November 6 to explain it.", "Request", "gave Google until"),
    ("Ann Lee grumbles that Google got Gemini approved too soon.", "Accusation", "grumbles"),
    ('"Google is too slow," stormed Ann Lee.', "Statement", "stormed"),
    ("Ann Lee pressed Google about Gemini.", "Request", "pressed"),
    ("Google moved to have the case thrown out.", "Request", "moved"),
    ("Her office called the idea a loophole.", "Denial", "called"),
]
SPOKEN = [
    ("Google and Nvidia have each told Congress that they are studying it.", {"Google", "Nvidia"}),
    ("ChatGPT assured him that the case was real.", {"ChatGPT"}),
    ("Google said that it was sorry. Three of its directors wrote that it failed.", {"Google"}),
]
TENSE = [
    "Experts who were asked pointed out that Gemini is safe.",
    "Ann Lee, who has been banging on about Gemini since May, called for it to be banned.",
]


@pytest.mark.parametrize(("text", "kind", "trigger"), WORDED)
def test_told_in_other_words(claims_of: ClaimsOf, text: str, kind: str, trigger: str) -> None:
    """Idioms of claiming, threatening, promising and blaming are acts of speech."""
    found = [(each.type, each.trigger) for each in claims_of([text])[text]]
    assert any(type_ == kind and told.startswith(trigger) for type_, told in found), found


@pytest.mark.parametrize(("text", "names"), SPOKEN)
def test_who_says_it(claims_of: ClaimsOf, text: str, names: set[str]) -> None:
    """Whoever says something speaks, be it a thing, each of a list, or some of a group."""
    said = [each for each in claims_of([text])[text] if each.type == "Statement"]
    assert {who.name for who in said[-1].agent} == names


@pytest.mark.parametrize("text", TENSE)
def test_past_tense_after_a_relative_clause(claims_of: ClaimsOf, text: str) -> None:
    """A verb of saying is active where a relative clause before it misled the parse."""
    reported = [
        each for each in claims_of([text])[text] if each.speaker or each.type == "Statement"
    ]
    assert reported


def test_owning_up_denies_nothing(claims_of: ClaimsOf) -> None:
    """Who admits that he has not done something denies nothing."""
    text = "Ann Lee admitted that she had not read the letter of Google."
    assert "Denial" not in {each.type for each in claims_of([text])[text]}
