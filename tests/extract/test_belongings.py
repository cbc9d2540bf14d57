"""Who belongs to whom, and whose product something is, by what stands beside the names."""

from collections.abc import Callable

import pytest

from claimgraph.extract import Extractor
from claimgraph.extract.parse.language import Parsed
from claimgraph.layout import domain

TOLD = (
    (
        "Ofcom warned Ann Lee and Bo Roe, both of Lee, Roe & Marsh, on Monday.",
        ("Affiliation", "Bo Roe", "Lee, Roe & Marsh"),
    ),
    (
        "The Harbour Safety Commission (Chairperson Ann Lee) fined Meta.",
        ("Affiliation", "Ann Lee", "Harbour Safety Commission"),
    ),
    (
        "Ann Lee, Director of the Bureau of Harbour Safety, praised Meta.",
        ("Affiliation", "Ann Lee", "Bureau of Harbour Safety"),
    ),
    ("TikTok boss Ann Lee wrote to Ofcom.", ("Affiliation", "Ann Lee", "TikTok")),
    (
        "Cloudflare failed on Monday. Its boss, Matthew Prince, wrote to Ofcom.",
        ("Affiliation", "Matthew Prince", "Cloudflare"),
    ),
    (
        "Norway's regulator, the Harbour Board, fined Meta.",
        ("Affiliation", "Harbour Board", "Norway"),
    ),
    (
        "Ofcom let Hewlett-Packard ship its QuillSecure encryption technology.",
        ("Development", "Hewlett-Packard", "QuillSecure"),
    ),
    (
        'Ofcom fined Brix Labs, Inc., the developer of the chatbot "Nuri".',
        ("Development", "Brix Labs, Inc.", "Nuri"),
    ),
)


@pytest.fixture(scope="session")
def extractor() -> Extractor:
    """One extractor for all texts of this file."""
    return Extractor(domain())


@pytest.mark.parametrize(("text", "told"), TOLD, ids=lambda it: str(it)[:40])
def test_what_stands_beside_a_name_tells_whose_it_is(
    parse_text: Callable[..., Parsed],
    extractor: Extractor,
    text: str,
    told: tuple[str, str, str],
) -> None:
    """Posts, brackets, owners and partners beside a name tell a lasting relation."""
    claims = extractor.understand(parse_text(text)).claims
    found = {
        (claim.type, one.name, other.name)
        for claim in claims
        for one in claim.agent
        for other in (*claim.recipient, *claim.object)
    }
    assert told in found


def test_a_place_where_a_list_of_firms_acts_is_no_firm(
    parse_text: Callable[..., Parsed], extractor: Extractor
) -> None:
    """A place at the end of a fronted phrase is none of those who act after its comma."""
    text = "In a suit filed in Rome, Disney and Meta accused Midjourney of stealing films."
    claims = extractor.understand(parse_text(text)).claims
    (claim,) = (it for it in claims if it.type == "Accusation")
    assert tuple(each.name for each in claim.agent) == ("Disney", "Meta")
