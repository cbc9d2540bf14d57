"""Who takes which part: agents, recipients and objects of claims, one construction a line."""

import pytest

from claimgraph.extract import Extractor
from claimgraph.layout import domain
from claimgraph.model import Claim
from conftest import document

Case = tuple[str, str, str, str]

BODIES = [
    (
        "The Lima Harbour Authority ordered Meta to stop.",
        "Order",
        "agent",
        "Lima Harbour Authority",
    ),
    (
        "Danish authorities opened a probe into Meta.",
        "Investigation",
        "agent",
        "Danish authorities",
    ),
]
CASES: list[Case] = BODIES


@pytest.fixture(scope="module")
def told() -> dict[str, tuple[Claim, ...]]:
    """The claims of every text."""
    texts = list(dict.fromkeys(text for text, *_ in CASES))
    readings = Extractor(domain()).read(document(text) for text in texts)
    return dict(zip(texts, (each.claims for each in readings), strict=True))


@pytest.mark.parametrize(("text", "kind", "role", "names"), CASES)
def test_takes_its_part(
    told: dict[str, tuple[Claim, ...]], text: str, kind: str, role: str, names: str
) -> None:
    """A claim of the type has exactly these names in the role, parted by "; "."""
    found = [each for each in told[text] if kind in (each.type, each.subtype)]
    wanted = set(filter(None, names.split("; ")))
    assert wanted in [{one.name for one in getattr(each, role)} for each in found]
