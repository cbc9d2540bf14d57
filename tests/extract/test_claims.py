"""Claims of whole sentences: types, roles, links, spans, ids."""

import pytest

from claimgraph.extract import Extractor
from claimgraph.model import Claim, Participant, Reading
from conftest import document


def read(extractor: Extractor, text: str, **fields: str) -> Reading:
    """What a text says."""
    return next(extractor.read([document(text, **fields)]))


def names(people: tuple[Participant, ...]) -> list[str]:
    """The names of those who fill a role."""
    return [each.name for each in people]


def only(reading: Reading, kind: str) -> Claim:
    """The one claim of a type."""
    (found,) = (each for each in reading.claims if each.type == kind)
    return found


CASES = [
    ("OpenAI launched GPT-5 on Monday.", "Release", ["OpenAI"], [], ["GPT-5"]),
    ("Italy blocked ChatGPT.", "Suspension", None, [], ["ChatGPT"]),
    (
        "Last week Anthropic restricted Claude to 40 firms.",
        "Restriction",
        ["Anthropic"],
        [],
        ["Claude"],
    ),
    ("OpenAI restored access to ChatGPT.", "Restoration", ["OpenAI"], [], ["ChatGPT"]),
    ("The European Commission fined Meta.", "Sanction", ["European Commission"], ["Meta"], []),
    ("Ofcom opened an investigation into X.", "Investigation", ["Ofcom"], ["X"], []),
    ("Getty Images sued Stability AI.", "Lawsuit", ["Getty Images"], ["Stability AI"], []),
    ("The White House asked OpenAI to help.", "Request", ["White House"], ["OpenAI"], []),
    ("Microsoft complied with the order.", "Compliance", ["Microsoft"], [], None),
    ("Microsoft refused to comply.", "Refusal", ["Microsoft"], [], []),
    ("Anthropic wrote to the White House.", "Communication", ["Anthropic"], ["White House"], []),
    ("Google, which Meta accused of theft, left.", "Accusation", ["Meta"], ["Google"], []),
    ("Anthropic expanded access to Claude.", "Expansion", ["Anthropic"], [], ["Claude"]),
    ("Microsoft's Copilot is slow.", "Development", ["Microsoft"], [], ["Copilot"]),
    ("The hackers have jailbroken Claude.", "Attack", None, [], ["Claude"]),
    ("Google warned that Claude is slow.", "Statement", ["Google"], [], ["Claude"]),
    (
        "ByteDance and TikTok asked the White House to help.",
        "Request",
        ["ByteDance", "TikTok"],
        ["White House"],
        None,
    ),
    (
        "Ann Lee, chairman of the Gorran Policy Institute think-tank, left.",
        "Affiliation",
        ["Ann Lee"],
        ["Gorran Policy Institute"],
        [],
    ),
    ("Anthropic fell. Fable 5 was released in June.", "Release", ["Anthropic"], [], ["Fable 5"]),
    ("Ofcom wrote to Tim Cook demanding records.", "Request", ["Ofcom"], [], None),
    ("President Emmanuel Macron left.", "Affiliation", None, ["French government"], []),
    (
        "Ann Lee, Asia policy chief at OpenAI, left.",
        "Affiliation",
        ["Ann Lee"],
        ["OpenAI"],
        [],
    ),
    (
        "Google said that Claude breaks promises made under the First Amendment.",
        "Statement",
        ["Google"],
        [],
        ["Claude"],
    ),
    (
        "Ofcom fined Meta. Meta disputes the fine.",
        "Denial",
        ["Meta"],
        ["Ofcom"],
        None,
    ),
    ("Ofcom is considering a ban on ChatGPT.", "Order", ["Ofcom"], [], ["ChatGPT"]),
    ("Ofcom ordered WhatsApp to stop the tests.", "Order", ["Ofcom"], ["WhatsApp"], []),
    (
        "The White House rejected TikTok's petition to lift the rule.",
        "Denial",
        ["White House"],
        ["TikTok"],
        None,
    ),
    (
        "Clearview AI was fined by Ofcom and ordered to delete its photos.",
        "Order",
        ["Ofcom"],
        ["Clearview AI"],
        None,
    ),
]


@pytest.mark.parametrize(("text", "kind", "agent", "recipient", "object_"), CASES)
def test_roles(
    extractor: Extractor,
    text: str,
    kind: str,
    agent: list[str] | None,
    recipient: list[str],
    object_: list[str] | None,
) -> None:
    """Each claim type has its roles filled from the grammar."""
    found = only(read(extractor, text), kind)
    assert agent is None or names(found.agent) == agent
    assert names(found.recipient) == recipient
    assert object_ is None or names(found.object) == object_


def test_spans_hold_their_quotes(extractor: Extractor) -> None:
    """The quote and the trigger stand where the spans say."""
    text = "On Monday, OpenAI said it had launched GPT-5 for its users."
    reading = read(extractor, text)
    assert reading.claims
    for claim in reading.claims:
        assert text[claim.span.start : claim.span.end] == claim.quote
        assert text[claim.trigger_span.start : claim.trigger_span.end] == claim.trigger


def test_what_is_ordered_is_the_content(extractor: Extractor) -> None:
    """An order links to the suspension ordered and takes the finer class."""
    reading = read(extractor, "The White House ordered OpenAI to suspend GPT-5.")
    order, suspension = only(reading, "Order"), only(reading, "Suspension")
    assert order.content == suspension.id
    assert order.subtype == "SuspensionOrder"


def test_an_accusation_links_to_what_is_alleged(extractor: Extractor) -> None:
    """The deed alleged is a claim of its own, the content of the accusation."""
    reading = read(extractor, "Google accused OpenAI of hacking Gemini.")
    assert only(reading, "Accusation").content == only(reading, "Attack").id


def test_a_denial_links_to_what_is_denied(extractor: Extractor) -> None:
    """What is denied is the content of the denial."""
    reading = read(extractor, "OpenAI denied that it hacked Gemini.")
    assert only(reading, "Denial").content == only(reading, "Attack").id


def test_what_is_said_is_reported_in_the_saying(extractor: Extractor) -> None:
    """A reported claim points to the claim of saying."""
    reading = read(extractor, "Google said that OpenAI launched GPT-5.")
    assert only(reading, "Release").reported_in == only(reading, "Statement").id


def test_lasting_relations_are_told_once(extractor: Extractor) -> None:
    """A relation told twice makes one claim."""
    reading = read(extractor, "OpenAI's GPT-5 is slow. OpenAI's GPT-5 is old.")
    only(reading, "Development")


def test_posts_beside_names(extractor: Extractor) -> None:
    """Titles before and after a name are affiliations with the body named."""
    before = read(extractor, "OpenAI chief executive Sam Altman left.")
    after = read(extractor, "Sam Altman, chief executive of OpenAI, left.")
    for reading in (before, after):
        found = only(reading, "Affiliation")
        assert (names(found.agent), names(found.recipient)) == (["Sam Altman"], ["OpenAI"])


def test_two_triggers_of_one_event_make_one_claim(extractor: Extractor) -> None:
    """A support verb and its noun tell one event."""
    only(read(extractor, "Ofcom launched a formal investigation into X."), "Investigation")


def test_an_order_speaks_for_its_issuer(extractor: Extractor) -> None:
    """What "the order" requires, its issuer requires."""
    text = "President Donald Trump signed an executive order. The order requires Google to wait."
    found = only(read(extractor, text), "Order")
    assert names(found.agent) == ["Donald Trump"]
    assert "path:agent=issuer-told" in found.reasons


def test_what_nobody_is_named_in_is_no_claim(extractor: Extractor) -> None:
    """A sentence without anyone or anything named makes no claim of what people do all day."""
    assert read(extractor, "The agency wrote to the company.").claims == ()


def test_an_outlet_that_passes_a_story_on_makes_no_statement(extractor: Extractor) -> None:
    """A newspaper is a speaker, its reporting no statement."""
    reading = read(extractor, "Reuters reported that OpenAI launched GPT-5.")
    assert "Statement" not in {each.type for each in reading.claims}
    assert names(only(reading, "Release").speaker) == ["Reuters"]


def test_ids_depend_on_the_claim_alone(extractor: Extractor) -> None:
    """The same sentence read with others keeps its claim's id; equals are numbered."""
    text = "OpenAI launched GPT-5."
    one = read(extractor, text).claims[0].id
    assert one in {each.id for each in read(extractor, f"{text}\nGoogle sued Meta.").claims}
    twice = [each.id for each in read(extractor, f"{text}\n{text}").claims]
    assert len(set(twice)) == len(twice)


def test_confidence_and_reasons(extractor: Extractor) -> None:
    """Named doubts lower the confidence, which has two decimals."""
    sure = only(read(extractor, "The European Commission fined Meta."), "Sanction")
    doubted = only(read(extractor, "A rollout of ChatGPT by OpenAI followed."), "Release")
    assert sure.confidence > doubted.confidence
    assert "doubt:nominal" in doubted.reasons
    assert round(doubted.confidence, 2) == doubted.confidence


def test_dates_belong_to_their_clauses(extractor: Extractor) -> None:
    """A date dates the clause it stands in, not what is said in it."""
    text = "Google said on 3 May 2026 that OpenAI launched GPT-5 in April 2026."
    reading = read(extractor, text, published="2026-06-01")
    assert only(reading, "Statement").date == "2026-05-03"
    assert only(reading, "Release").date == "2026-04"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Speaking on 3 May, Tim Cook said that Siri was safe.", "Statement"),
        ("On 3 May Prime Minister Keir Starmer banned DeepSeek.", "Order"),
        ("Italy banned on 3 May that app which Acme had made, ChatGPT.", "Order"),
    ],
)
def test_dates_beside_their_verb(extractor: Extractor, text: str, kind: str) -> None:
    """A date that opens a sentence or stands at a verb is the verb's, whatever the parse says."""
    reading = read(extractor, text, published="2026-06-01")
    assert [each.date for each in reading.claims if each.type.endswith(kind)] == ["2026-05-03"]


def test_reading_twice_gives_the_same(extractor: Extractor) -> None:
    """The same text gives equal readings."""
    text = "Google said that OpenAI launched GPT-5. It was blocked in Italy."
    assert read(extractor, text) == read(extractor, text)


def test_speech_goes_on_in_the_next_paragraph(extractor: Extractor) -> None:
    """A quotation that runs over paragraphs makes a statement in each."""
    text = (
        "\u201cThe ban on ChatGPT was wrong,\u201d said Sam Altman.\n"
        "\u201cChatGPT is safe and will stay.\u201d"
    )
    said = [each for each in read(extractor, text).claims if each.type == "Statement"]
    assert {name for each in said for name in names(each.agent)} == {"Sam Altman"}


def test_allegedly_goes_back_to_the_last_accuser(extractor: Extractor) -> None:
    """Without a source of its own, an allegation is that of whoever accused last."""
    text = "Google accused OpenAI of theft. OpenAI allegedly hacked Gemini."
    found = next(each for each in read(extractor, text).claims if each.type == "Attack")
    assert names(found.speaker) == ["Google"]


def test_a_label_before_a_colon_says_nothing(extractor: Extractor) -> None:
    """Words in capitals before a colon are a label, no speaker."""
    text = "KEEPING AMERICA SAFE: OpenAI launched GPT-5."
    assert names(only(read(extractor, text), "Release").speaker) == []


def test_a_product_stands_for_its_maker(extractor: Extractor) -> None:
    """A product named where its maker is acted on fills the maker's role."""
    found = only(read(extractor, "Italy fined ChatGPT last year."), "Sanction")
    assert names(found.recipient) == ["ChatGPT"]


def test_a_document_speaks_for_its_owner(extractor: Extractor) -> None:
    """Whose statement it is says what stands in it, not who issued the last order told."""
    text = (
        "The Commerce Department ordered a recall of the models.\n\n"
        "Anthropic was blunt. Its letter rejected the claim."
    )
    assert names(only(read(extractor, text), "Denial").agent) == ["Anthropic"]
