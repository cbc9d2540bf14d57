"""Where a name ends and what is beside it: sums, days, short forms."""

from collections.abc import Callable

from claimgraph.extract import Extractor
from claimgraph.extract.parse.language import Parsed
from claimgraph.layout import domain


def claim_of(parse_text: Callable[..., Parsed], text: str, kind: str) -> tuple[str, ...]:
    """Names of agent and recipient of the claim of that type."""
    reading = Extractor(domain()).understand(parse_text(text))
    (claim,) = (one for one in reading.claims if one.type == kind)
    return tuple(each.name for each in (*claim.agent, *claim.recipient))


def test_a_sum_after_a_name_is_no_version_of_it(parse_text: Callable[..., Parsed]) -> None:
    """A number that counts millions belongs to the sum, not to the name before it."""
    told = claim_of(
        parse_text, "Norway's watchdog fined Brightface AI 7.5 million euros.", "Sanction"
    )
    assert "Brightface AI" in told


def test_a_day_is_no_part_of_a_description(parse_text: Callable[..., Parsed]) -> None:
    """What was done on a day was done by somebody without a day in his name."""
    text = "The harbour safety regulator on Tuesday fined Acme AI 2 million euros."
    assert "harbour safety regulator" in claim_of(parse_text, text, "Sanction")


def test_a_short_form_may_follow_with_or(parse_text: Callable[..., Parsed]) -> None:
    """Where a name is followed by "or" and an acronym, both are one."""
    text = "The Office of Fair Harbours, or OFH, has acted. OFH fined Acme AI 2 million euros."
    assert "Office of Fair Harbours" in claim_of(parse_text, text, "Sanction")
