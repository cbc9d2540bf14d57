"""When what a claim says happened: which words of a sentence its date may hang on."""

import pytest

from claimgraph.extract import Extractor
from conftest import document

PUBLISHED = "2025-12-04"

CASES = [
    ("stopped", "Canada stopped its ministries from using Grok two years ago.", "Order", "2023"),
    ("at first", "Last Friday access to Grok was widened to all users.", "Expansion", "2025-11-28"),
    (
        "when it was",
        '"The fine is a mistake," Ann Lee said when the ruling was announced on May 19.',
        "Statement",
        "2025-05-19",
    ),
    (
        "agreement",
        "By an order which Judge Roe signed on 2 January 2025, Meta was banned from using Llama.",
        "Order",
        "2025-01-02",
    ),
    (
        "and he",
        "Ann Lee told a panel on May 3 that Grok was unsafe, and she urged Ofcom to ban it.",
        "Request",
        "2025-05-03",
    ),
    ("decided", "Ofcom decided on May 3 to suspend Grok.", "Suspension", "2025-05-03"),
    (
        "reported to have",
        "Meta and Google are reported to have suspended Llama in November.",
        "Suspension",
        "2025-11",
    ),
]


@pytest.mark.parametrize(
    ("text", "kind", "value"), [it[1:] for it in CASES], ids=[c[0] for c in CASES]
)
def test_a_date_reaches_the_deed_it_is_told_of(
    extractor: Extractor, text: str, kind: str, value: str
) -> None:
    """A date belongs to the deed also where a gerund, a noun or a "when" clause stands between."""
    (reading,) = extractor.read([document(text, published=PUBLISHED)])
    assert value in [each.date for each in reading.claims if each.type == kind]
