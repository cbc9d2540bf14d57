"""Who speaks: through documents, outlets, posts and pronouns."""

import pytest

from claimgraph.extract import Extractor
from conftest import document


def speakers(extractor: Extractor, text: str, kind: str) -> list[str]:
    """Who acts in the last claim of a type."""
    reading = next(extractor.read([document(text)]))
    found = [each for each in reading.claims if each.type == kind]
    return [who.name for who in found[-1].agent] if found else []


CASES = [
    ("blog", "“ChatGPT is slow,” according to Google's blog.", "Statement", ["Google"]),
    ("name at the end", "ChatGPT is slow, wrote Google.", "Statement", ["Google"]),
    ("title first", "“It is slow,” said Under Secretary Ann Lee.", "Statement", ["Ann Lee"]),
    ("suit", "Meta sued Google. The suit says Google copied Llama.", "Accusation", ["Meta"]),
    ("made by", "A study by Google found that Meta breached the GDPR.", "Accusation", ["Google"]),
    ("office", "“We will not pay,” the minister said.", "Statement", ["minister"]),
    ("evidence", "Google said there is proof that Meta hacked Gemini.", "Accusation", ["Google"]),
    ("which he", "ChatGPT, which Google called a toy, grew.", "Statement", ["Google"]),
]  # fmt: skip


@pytest.mark.parametrize(("way", "text", "kind", "who"), CASES, ids=[case[0] for case in CASES])
def test_ways_to_speak(
    extractor: Extractor, way: str, text: str, kind: str, who: list[str]
) -> None:
    """Each way of passing on words finds whose they are."""
    assert speakers(extractor, text, kind) == who, way


def test_she_is_who_was_heard_last(extractor: Extractor) -> None:
    """A pronoun that means nobody known goes on for who was quoted by name."""
    text = "Ann Lee told a friend that ChatGPT is slow. “It broke ChatGPT,” she said."
    assert speakers(extractor, text, "Statement") == ["Ann Lee"]


@pytest.mark.parametrize(
    "text",
    [
        "Google refused to say why ChatGPT failed.",
        "Google had ten days to explain what ChatGPT is.",
        "Google would say that ChatGPT failed.",
    ],
)
def test_nothing_is_said(extractor: Extractor, text: str) -> None:
    """What is refused, awaited or imagined has not been said."""
    assert speakers(extractor, text, "Statement") == []


def test_a_newspaper_speaks_where_it_takes_part(extractor: Extractor) -> None:
    """An outlet that sues speaks for itself; one that but reports does not."""
    sued = "The New York Times sued OpenAI. The New York Times said ChatGPT is wrong."
    assert speakers(extractor, sued, "Statement") == ["New York Times"]
    assert speakers(extractor, "Reuters said ChatGPT is wrong.", "Statement") == []


def vouching(extractor: Extractor, text: str, kind: str) -> list[str]:
    """To whom the last claim of a type is ascribed."""
    reading = next(extractor.read([document(text)]))
    found = [each for each in reading.claims if each.type == kind]
    return [who.name for who in found[-1].speaker] if found else []


HEARD = [
    ("says of itself", "Google met Meta. Google has blocked Grok for Meta, it said.", ["Google"]),
    ("parted", "Ann Lee spoke. Her rival Bo Roe, she said, blocked Grok.", ["Ann Lee"]),
    ("title", "Meta v. Google: a note\n\nThe complaint says Grok was blocked.", ["Meta"]),
    ("no name", "State media said Grok was blocked.", ["State media"]),
    ("no proof", "According to new details, Grok was blocked.", []),
    ("paper", "In a memo, Meta said so. Grok was blocked, the memo claimed.", ["Meta"]),
]


@pytest.mark.parametrize(("way", "text", "who"), HEARD, ids=[case[0] for case in HEARD])
def test_who_vouches(extractor: Extractor, way: str, text: str, who: list[str]) -> None:
    """What is said is ascribed to whoever the words around it mean."""
    assert vouching(extractor, text, "Suspension") == who, way
