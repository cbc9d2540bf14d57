"""Datelines stand apart from the sentences that they open."""

import doctest

import pytest

from claimgraph.read import datelines, read_text

BODY = "The harbour office ordered the maker of Orion to stop. The maker said it would comply."


def test_doctests_hold() -> None:
    """What the docstrings show is what happens."""
    assert doctest.testmod(datelines).failed == 0


@pytest.mark.parametrize(
    ("line", "dateline"),
    [
        ("PORT CITY, Maine -- The gates closed.", "PORT CITY, Maine --"),
        ("SPRINGFIELD, March 3, 2031 -- The gates closed.", "SPRINGFIELD, March 3, 2031 --"),
        ("Port City, May 3 (Newswire) - The gates closed.", "Port City, May 3 (Newswire) -"),
        ("PORT CITY \u2014 A judge closed the gates.", "PORT CITY \u2014"),
        ("Port City, May 3: The gates closed.", "Port City, May 3:"),
        ("PORT CITY: The gates closed.", None),
        ("Orion - The crane - fell.", None),
        ("ORION fell \u2014 The crane too.", None),
    ],
)
def test_a_dateline_is_no_part_of_its_sentence(line: str, dateline: str | None) -> None:
    """Where and when a paragraph was written is a byline, what follows the dash is its body."""
    document = read_text(f"Harbour closes its gates\n\n{line}\n\n{BODY}\n", "a")
    kinds = {document.quote(it.span): it.kind.value for it in document.regions}
    assert kinds.get(dateline or line) == ("byline" if dateline else "body")
