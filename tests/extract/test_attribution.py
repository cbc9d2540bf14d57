"""Who said what: quotations, indirect speech, nouns, nesting, polarity."""

from collections.abc import Callable

import pytest

from claimgraph.extract.attribution.attribution import (
    AttributionFrame,
    Cues,
    attributions,
    governing,
    tellings,
    to_attributions,
)
from claimgraph.extract.parse.language import Parsed
from claimgraph.layout import domain

Parse = Callable[..., Parsed]


@pytest.fixture(scope="module")
def cues() -> Cues:
    """The cues that ship."""
    return Cues.load(domain())


@pytest.fixture
def told(parse_text: Parse, cues: Cues) -> Callable[[str], list[dict[str, str]]]:
    """A function from a text to its attributions in words."""

    def words(text: str) -> list[dict[str, str]]:
        parsed = parse_text(text)
        frames = attributions(parsed, cues)
        return [_words(parsed, frames, frame) for frame in frames]

    return words


def _words(
    parsed: Parsed, frames: tuple[AttributionFrame, ...], frame: AttributionFrame
) -> dict[str, str]:
    quote = parsed.document.quote
    tokens = frame.source
    return {
        "source": quote(parsed.span(min(tokens), max(tokens) + 1)) if tokens else "",
        "cue": parsed.doc[frame.cue_head].text,
        "content": " | ".join(quote(parsed.span(*part)) for part in frame.content),
        "act": frame.act,
        "polarity": frame.polarity,
        "kind": frame.kind,
        "within": "" if frame.within is None else parsed.doc[frames[frame.within].cue_head].text,
    }


def _of(found: list[dict[str, str]], cue: str) -> dict[str, str]:
    matching = [row for row in found if row["cue"] == cue]
    assert len(matching) == 1, f"one attribution by {cue!r} among {[row['cue'] for row in found]}"
    return matching[0]


@pytest.mark.parametrize(
    ("text", "cue", "source", "content"),
    [
        (
            "The firm said it had halted the works and notified the mayor.",
            "said",
            "The firm",
            "it had halted the works and notified the mayor",
        ),
        (
            "Lind said the plan was a mistake and warned that the bridge would fall.",
            "warned",
            "Lind",
            "that the bridge would fall",
        ),
        (
            "Lind rejected the claim that they endanger anyone and described it as absurd.",
            "rejected",
            "Lind",
            "the claim that they endanger anyone",
        ),
        (
            "Police shut it and set limits, a step to save it, agencies and the mayor said Friday.",
            "said",
            "agencies and the mayor",
            "Police shut it and set limits, a step to save it",
        ),
        (
            "The ministry said that the bridge was unsafe.",
            "said",
            "The ministry",
            "that the bridge was unsafe",
        ),
        (
            '"The bridge is unsafe," said Marta Lind, the chief engineer. "We will close it."',
            "said",
            "Marta Lind, the chief engineer",
            '"The bridge is unsafe," | "We will close it."',
        ),
        (
            "“We never saw the report,” Lind told reporters on Monday.",
            "told",
            "Lind",
            "“We never saw the report,”",
        ),
        (
            'Lind said: "Nobody was hurt."',
            "said",
            "Lind",
            '"Nobody was hurt."',
        ),
        (
            "The bridge, the engineers said, could not be saved.",
            "said",
            "the engineers",
            "The bridge | could not be saved",
        ),
        (
            "The bridge was unsafe, the mayor said on Friday.",
            "said",
            "the mayor",
            "The bridge was unsafe",
        ),
        (
            "According to the harbour office, two ships collided.",
            "According",
            "the harbour office",
            "two ships collided",
        ),
        (
            "Two ships collided, according to the harbour office.",
            "according",
            "the harbour office",
            "Two ships collided",
        ),
        (
            "The mayor closed the bridge, citing an engineer's report.",
            "citing",
            "The mayor",
            "an engineer's report",
        ),
        (
            "The union accused the harbour office of hiding the report.",
            "accused",
            "The union",
            "the harbour office of hiding the report",
        ),
        (
            "Lind called the plan a mistake.",
            "called",
            "Lind",
            "the plan a mistake",
        ),
        (
            "The mayor wants to rebuild the bridge.",
            "wants",
            "The mayor",
            "to rebuild the bridge",
        ),
        (
            "Her claim that the bridge was safe surprised the council.",
            "claim",
            "Her",
            "that the bridge was safe",
        ),
        (
            "As Lind noted, the bridge was built in haste.",
            "noted",
            "Lind",
            "the bridge was built in haste",
        ),
        (
            "The mayor recalled that Oslo is not alone: Bergen closed a bridge, too.",
            "recalled",
            "The mayor",
            "that Oslo is not alone: Bergen closed a bridge, too",
        ),
        (
            "The office says it is in touch with the builder and has asked for the plans.",
            "says",
            "The office",
            "it is in touch with the builder and has asked for the plans",
        ),
        (
            "The city asked a judge in November to order the closure of the bridge.",
            "asked",
            "The city",
            "a judge | to order the closure of the bridge",
        ),
        (
            'Few were glad. Marta Lind\'s answer: "We will close it."',
            "answer",
            "Marta Lind's",
            '"We will close it."',
        ),
        (
            "Lind denied on Friday that the bridge had been unsafe.",
            "denied",
            "Lind",
            "that the bridge had been unsafe",
        ),
        (
            "There are reports that the bridge has been closed.",
            "reports",
            "",
            "that the bridge has been closed",
        ),
        (
            "What remained was the request that the bridge be closed.",
            "request",
            "",
            "that the bridge be closed",
        ),
    ],
)
def test_source_and_content(
    told: Callable[[str], list[dict[str, str]]], text: str, cue: str, source: str, content: str
) -> None:
    """Each way of ascribing gives its source and the exact extent of what is ascribed."""
    row = _of(told(text), cue)
    assert (row["source"], row["content"]) == (source, content)


def test_agentless_passive(told: Callable[[str], list[dict[str, str]]]) -> None:
    """A passive without agent has no source and keeps the accused in its content."""
    row = _of(told("The harbour office was accused of hiding the report."), "accused")
    assert row["source"] == ""
    assert row["act"] == "Accuse"
    assert "The harbour office" in row["content"]
    assert "hiding the report" in row["content"]


def test_passive_with_agent(told: Callable[[str], list[dict[str, str]]]) -> None:
    """Who a passive is done by is its source."""
    row = _of(told("The collision was first reported by the harbour radio."), "reported")
    assert row["source"] == "the harbour radio"
    assert row["content"] == "The collision"


def test_reportedly(told: Callable[[str], list[dict[str, str]]]) -> None:
    """An evidential adverb ascribes its clause to nobody in particular."""
    row = _of(told("The captain reportedly left the ship first."), "reportedly")
    assert (row["source"], row["kind"]) == ("", "adverbial")
    assert "left the ship first" in row["content"]


def test_denial_and_negation(told: Callable[[str], list[dict[str, str]]]) -> None:
    """Denying is an act; not saying is a polarity."""
    assert _of(told("Lind denied that the report was hidden."), "denied")["act"] == "Deny"
    row = _of(told("Lind did not say that the report was hidden."), "say")
    assert row["polarity"] == "negative"


def test_nested(told: Callable[[str], list[dict[str, str]]]) -> None:
    """An attribution within what another says knows it, to any depth."""
    found = told("Lind said that the mayor claimed the captain denied hiding the log.")
    assert _of(found, "said")["within"] == ""
    assert _of(found, "claimed")["within"] == "said"
    assert _of(found, "denied")["within"] == "claimed"


def test_second_verb_of_the_same_speaker(told: Callable[[str], list[dict[str, str]]]) -> None:
    """What the outer speaker adds after a comma is no part of what she said first."""
    found = told("Lind said the bridge was unsafe, calling the repairs a farce.")
    assert "farce" not in _of(found, "said")["content"]
    assert _of(found, "calling")["source"] == "Lind"


def test_quotation_over_paragraphs(told: Callable[[str], list[dict[str, str]]]) -> None:
    """A paragraph that opens with a mark goes on with a quotation left open before it."""
    found = told("“We warned them,” Lind said. “Nobody listened.\n“Nobody ever does.”")
    content = _of(found, "said")["content"]
    assert content.startswith("“We warned them,”")
    assert content.endswith("“Nobody ever does.”")


def test_mixed_quotation(told: Callable[[str], list[dict[str, str]]]) -> None:
    """Quoted words inside a clause belong to the clause, marks included."""
    row = _of(told("Lind said the plan was “a costly joke” and had failed."), "said")
    assert "the plan was “a costly joke”" in row["content"]


def test_transcript(told: Callable[[str], list[dict[str, str]]]) -> None:
    """A name and a colon open what somebody says."""
    row = _of(told("Marta Lind: Nobody has seen the report."), ":")
    assert (row["source"], row["content"]) == ("Marta Lind", "Nobody has seen the report")


def test_tellings(parse_text: Parse, cues: Cues) -> None:
    """Of what is nested, only the links of a chain of saying are told; they stay linked."""
    parsed = parse_text("Lind said the mayor hoped the captain had said that he saw the rocks.")
    frames = attributions(parsed, cues)
    told = tellings(parsed, frames)
    words = [parsed.doc[frame.cue_head].text for frame in told]
    assert words == ["said", "said"]
    assert told[1].within == 0


def test_governing(parse_text: Parse, cues: Cues) -> None:
    """The frames that govern a token come innermost first."""
    parsed = parse_text("Lind said that the mayor claimed the captain had lied.")
    frames = attributions(parsed, cues)
    lied = next(token.i for token in parsed.doc if token.text == "lied")
    order = [parsed.doc[frames[number].cue_head].text for number in governing(frames, lied)]
    assert order == ["claimed", "said"]


def test_attributions_of_the_model(parse_text: Parse, cues: Cues) -> None:
    """Frames become attributions with offsets, resolved speakers and ids of their own."""
    parsed = parse_text("Lind said no one knew. Lind said no one knew.")
    found = to_attributions(parsed, attributions(parsed, cues), lambda token: token.text)
    said = [a for a in found if parsed.document.quote(a.cue) == "said"]
    assert [a.speaker for a in said] == ["Lind", "Lind"]
    assert len({a.id for a in said}) == 2
    again = to_attributions(parsed, attributions(parsed, cues), lambda token: token.text)
    assert again == found


def test_text_without_saying(told: Callable[[str], list[dict[str, str]]]) -> None:
    """A plain report of events ascribes nothing."""
    assert told("The ship sank in the harbour. Two boats came.") == []


def test_empty_text(parse_text: Parse, cues: Cues) -> None:
    """A text without words has no attributions."""
    assert attributions(parse_text("\n\n"), cues) == ()
