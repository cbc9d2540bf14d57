"""A Turtle file cut into statements: nothing is lost, and no cut goes through one."""

from pathlib import Path

import pyoxigraph as ox
import pytest

from claimgraph.statements import statements

ODD = """@prefix a: <urn:a#> .
PREFIX b: <urn:b#>
# a heading with a stop. And more

# of the first
a:x a:says "a stop. A bracket [ and # no comment" , '''two
lines .
here''' ; a:is [ a:of 1.5 , ( a:y. "z" ) ] . # beside the first
a:y\\.z <urn:c.d#e> 2 .
# the end
"""


def test_statements_of_an_odd_file() -> None:
    """Stops, brackets and signs of comments inside strings, IRIs, names and lists end nothing."""
    found = list(statements(ODD.replace("\\\\", "\\")))
    assert [one.body.split()[0] if one.body else "" for one in found] == [
        "@prefix",
        "PREFIX",
        "",
        "a:x",
        "a:y\\.z",
        "",
    ]
    assert found[3].above == "# of the first\n"
    assert found[3].body.endswith("# beside the first\n")


@pytest.mark.parametrize("name", ["claimgraph.ttl", "lexicon.ttl", "frames.ttl", "prefixes.ttl"])
def test_the_statements_are_the_file(root: Path, name: str) -> None:
    """Joined they give every byte; each by itself is Turtle."""
    text = (root / "ontology" / name).read_text("utf-8")
    found = list(statements(text))
    assert "".join(one.text for one in found) == text
    head = "".join(one.body for one in found if one.body.startswith("@prefix"))
    told = [q for one in found for q in ox.parse(head + one.body, format=ox.RdfFormat.TURTLE)]
    assert len(told) == len(list(ox.parse(text, format=ox.RdfFormat.TURTLE)))
