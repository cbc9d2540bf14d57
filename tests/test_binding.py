"""Terms in a query's text, and rows in a query's order: as the engine itself would have it."""

import pyoxigraph as ox
import pytest

from claimgraph.ask.ordering import order_apart
from claimgraph.store.binding import bound
from claimgraph.vocabulary import XSD


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("SELECT ?a { ?a ?b ?c }", "SELECT ?a { VALUES ?a { <urn:x> } ?a ?b ?c }"),
        (
            "SELECT ?a { { SELECT ?a { ?a ?b ?c } } }",
            "SELECT ?a { VALUES ?a { <urn:x> } { SELECT ?a { VALUES ?a { <urn:x> } ?a ?b ?c } } }",
        ),
        (
            "CONSTRUCT { ?a ?b ?c } { VALUES ?a { UNDEF } OPTIONAL { ?a ?b '{?a' } }",
            (
                "CONSTRUCT { ?a ?b ?c } { VALUES ?a { <urn:x> } "
                "OPTIONAL { VALUES ?a { <urn:x> } ?a ?b '{?a' } }"
            ),
        ),
        ('ASK { ?ab ?b "?a {" } # {?a', 'ASK { ?ab ?b "?a {" } # {?a'),
    ],
)
def test_variables_are_bound_in_each_group(query: str, expected: str) -> None:
    """Not in templates, data blocks, strings or comments, nor beside a subselect."""
    assert bound(query, {"a": ox.NamedNode("urn:x")}) == expected


def test_a_bound_query_keeps_its_lines() -> None:
    """What is shown to a person stands on a line of its own, as the rest does."""
    found = bound("SELECT ?a WHERE {\n  ?a ?b ?c .\n}", {"a": ox.NamedNode("urn:x")})
    assert found == "SELECT ?a WHERE {\n  VALUES ?a { <urn:x> }\n  ?a ?b ?c .\n}"


CELLS = (
    "UNDEF <urn:b> <urn:a> <urn:ä> <urn:z> 10 9 2.5 -1 0.5e1 true false 'b' 'a' 'é' 'B' "
    "'a'@en 'b'@en "
    f"'2026-03-05'^^<{XSD}date> '2026-03'^^<{XSD}gYearMonth> '2025'^^<{XSD}gYear> "
    f"'2026-01-30'^^<{XSD}date> '17:21:00'^^<{XSD}time>"
).split()
KINDS = (
    [cell for cell in CELLS if cell == "UNDEF" or cell[0] in "<-0123456789"],
    [cell for cell in CELLS if cell == "UNDEF" or cell[0] in "<'"],
    [cell for cell in CELLS if cell[0] in "tf<U"],
)


@pytest.mark.parametrize("cells", KINDS, ids=("numbers", "words and dates", "booleans"))
@pytest.mark.parametrize("order", ["?a ?b", "DESC(?a) ?b", "?b DESC(?a)", "DESC(?b) ASC( ?a )"])
def test_rows_are_sorted_as_the_engine_sorts_them(cells: list[str], order: str) -> None:
    """What is not told first, then IRIs, then literals; up and down, by several columns."""
    rows = " ".join(f"({a} {b})" for a in cells for b in cells[::3])
    sparql = f"SELECT ?a ?b WHERE {{ VALUES (?a ?b) {{ {rows} }} }} ORDER BY {order}\n"
    expected = [tuple(row) for row in solutions(sparql)]
    without, found = order_apart(sparql, ("a", "b"))
    assert "ORDER" not in without
    assert list(found.sorted(tuple(row) for row in solutions(without))) == expected


@pytest.mark.parametrize("end", ["ORDER BY STRLEN(?a)", "ORDER BY ?a LIMIT 2", "ORDER BY ?c"])
def test_an_order_that_is_more_than_columns_stays(end: str) -> None:
    """The engine then sorts, and what comes stays as it came."""
    sparql = f"SELECT ?a WHERE {{ ?a ?b ?c }} {end}"
    without, found = order_apart(sparql, ("a",))
    assert without == sparql
    rows = ((ox.Literal("b"),), (ox.Literal("a"),))
    assert found.sorted(rows) == rows


def solutions(sparql: str) -> ox.QuerySolutions:
    """The rows that the engine gives."""
    found = ox.Store().query(sparql)
    assert isinstance(found, ox.QuerySolutions)
    return found
