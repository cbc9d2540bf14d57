"""Quantities: value, unit, bound, words."""

from collections.abc import Callable
from itertools import pairwise

import pytest

from claimgraph.extract.parse.language import Parsed
from claimgraph.extract.values.quantities import number, quantities
from claimgraph.model import Quantity

Parse = Callable[..., Parsed]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It has 240,000 clients.", ("240,000 clients", "240000", "clients", "exact")),
        ("It sent 2.5 million letters.", ("2.5 million letters", "2500000", "letters", "exact")),
        ("They opened roughly 900 fake shops.",
         ("roughly 900 fake shops", "900", "fake shops", "about")),
        ("He wrote more than twenty letters.",
         ("more than twenty letters", "20", "letters", "over")),
        ("It now serves ~200 shops.", ("~200 shops", "200", "shops", "about")),
        ("It cost at least $4.5 billion.",
         ("at least $4.5 billion", "4500000000", "US dollars", "over")),
        ("The fine was 5 million euros.", ("5 million euros", "5000000", "euros", "exact")),
        ("They pay 100 euros per day.", ("100 euros per day", "100", "euros per day", "exact")),
        ("It made up about 9% of sales.", ("about 9% of sales", "9", "percent of sales", "about")),
        ("It fell 2.8 per cent.", ("2.8 per cent", "2.8", "percent", "exact")),
        ("It was up to 40 users.", ("up to 40 users", "40", "users", "under")),
        ("Hundreds of shops closed.", ("Hundreds of shops", "100", "shops", "over")),
        ("It lost nearly half its traffic.",
         ("nearly half its traffic", "0.5", "of its traffic", "about")),
    ],
)  # fmt: skip
def test_quantities(parse_text: Parse, text: str, expected: tuple[str, ...]) -> None:
    """A quantity has its words, a plain decimal value, what it counts and a bound."""
    (found,) = quantities(parse_text(text))
    assert found.quantity == Quantity(*expected)


@pytest.mark.parametrize(
    "text", ["It began in 2024.", "They met on May 3, 2021.", "We tested GPT-7.", "Orbis 5 failed."]
)
def test_numbers_that_count_nothing(parse_text: Parse, text: str) -> None:
    """Dates and versions are no quantities."""
    assert quantities(parse_text(text)) == ()


@pytest.mark.parametrize(
    ("words", "value"),
    [("1,500", "1500"), ("2.50", "2.5"), ("twenty five", "25"), ("3 billion", "3000000000"),
     ("0.1", "0.1"), ("nonsense", None)],
)  # fmt: skip
def test_canonical_numbers(words: str, value: str | None) -> None:
    """Digits and words give one canonical decimal."""
    assert number(words) == value


def test_quantities_do_not_overlap(parse_text: Parse) -> None:
    """Quantities stand in text order and share no word."""
    found = quantities(parse_text("It paid $3 million to 40 users in two big cities."))
    assert [(it.start, it.end) for it in found] == sorted((it.start, it.end) for it in found)
    assert all(a.end <= b.start for a, b in pairwise(found))
