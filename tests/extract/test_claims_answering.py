"""What analysts ask of a text: grounds, groups, silence, limits, lists, quoters, whose people."""

from claimgraph.extract import Extractor
from claimgraph.model import Claim, Reading, Status
from conftest import document

PUBLISHED = "2025-03-12"


def reading(extractor: Extractor, text: str) -> Reading:
    """What a text says."""
    (found,) = extractor.read([document(text, published=PUBLISHED)])
    return found


def claims(extractor: Extractor, text: str, kind: str) -> list[Claim]:
    """The claims of a text with a type or subtype."""
    found = reading(extractor, text).claims
    return [each for each in found if kind in (each.type, each.subtype)]


def test_a_ground_cited_beside_a_deed_is_its_authority(extractor: Extractor) -> None:
    """What is cited tells why the deed was done, and is no statement of its own."""
    text = "Ofcom banned Grok on Monday, citing public safety."
    (order,) = claims(extractor, text, "Order")
    assert [each.name for each in order.authority] == ["public safety"]
    assert not claims(extractor, text, "Statement")


def test_an_order_concerns_the_group_that_its_command_names(extractor: Extractor) -> None:
    """Whom an ordered suspension keeps out is the party of the order too."""
    text = "Ofcom ordered Meta to suspend access to Llama for any foreign national."
    assert {each.party for each in claims(extractor, text, "Order")} == {"any foreign national"}


def test_what_is_left_unsaid_is_negated(extractor: Extractor) -> None:
    """A document that does not tell its reason leaves a negated statement of its issuer."""
    text = "Ofcom sent Meta an order on Monday. Ofcom did not offer detailed justification."
    statuses = {each.status for each in claims(extractor, text, "Statement")}
    assert statuses == {Status.NEGATED}


def test_requests_handed_on_are_a_limit_with_who_answers_instead(extractor: Extractor) -> None:
    """The weaker model is who answers, not what is limited."""
    text = "Meta released Llama 4. Filters watch for risky questions and route those to Llama 3."
    (found,) = claims(extractor, text, "Rerouting")
    assert [each.name for each in found.recipient] == ["Llama 3"]
    assert [each.name for each in found.object] == ["Llama 4"]
    assert "risky questions" in found.quote


def test_a_line_not_crossed_is_negated(extractor: Extractor) -> None:
    """A threshold is a finding about a model."""
    (found,) = claims(extractor, "Llama 4 did not cross the red line.", "Evaluation")
    assert found.status is Status.NEGATED


def test_open_to_some_alone_is_a_restriction(extractor: Extractor) -> None:
    """What is available to a group alone is limited to it."""
    (found,) = claims(extractor, "Grok is only available to approved partners.", "Restriction")
    assert found.party == "approved partners"


def test_what_is_set_apart_is_not_meant_by_it(extractor: Extractor) -> None:
    """After "all other models", "it" still means the one spoken of before."""
    text = "Meta disabled Llama 4. All other Grok models stay online. Meta will restore it soon."
    (found,) = claims(extractor, text, "Restoration")
    assert [each.name for each in found.object] == ["Llama 4"]


def test_the_number_in_a_name_counts_nothing(extractor: Extractor) -> None:
    """The models of a version are not so many models."""
    found = claims(extractor, "Meta launched the Llama 4 models on Monday.", "Release")
    assert [each.quantity for each in found] == [()]


def test_silence_is_a_response_of_its_own_kind(extractor: Extractor) -> None:
    """Neither a denial nor a refusal of something asked."""
    for text in ("Meta did not respond to requests.", "Meta gave no answer to questions."):
        assert [each.subtype for each in claims(extractor, text, "Refusal")] == ["NoResponse"]


def test_nobody_accuses_his_own_people(extractor: Extractor) -> None:
    """What an officer tells of his own staff is reported, not alleged."""
    text = "Meta CEO Ann Lee said that Meta researchers used Grok to steal data."
    found = claims(extractor, text, "Attack")
    assert [each.status for each in found] == [Status.REPORTED]


def test_who_is_quoted_by_another_spoke_first(extractor: Extractor) -> None:
    """The words are of the one quoted, passed on by who writes them."""
    text = 'Ann Lee, quoting Omar Roy, wrote: "The uses of it are found, not known in advance."'
    told = {each.speaker: each for each in reading(extractor, text).attributions}
    assert told["Omar Roy"].within == told["Ann Lee"].id


def test_what_is_said_in_a_dated_paper_has_its_date(extractor: Extractor) -> None:
    """Who says something in an essay said it when the essay came out."""
    text = "In an essay published on March 4, Ann Lee said that Grok is not safe."
    (found,) = claims(extractor, text, "Statement")
    assert found.date == "2025-03-04"


def test_a_position_is_a_statement(extractor: Extractor) -> None:
    """What a position is told to be is said by whoever holds it."""
    text = "Meta sued Ofcom. Its position is that Llama is safe for everyone."
    found = claims(extractor, text, "Statement")
    assert [each.name for one in found for each in one.agent] == ["Meta"]
