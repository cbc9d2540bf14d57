"""What shapes look at beyond their focus nodes: so far, and no farther, a change is judged."""

import pyoxigraph as ox
import pytest
from pyoxigraph import NamedNode

from claimgraph.check import constraints
from claimgraph.check.sight import ALWAYS, distant
from claimgraph.shacl import Data

PREFIXES = """
@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix x: <https://example.org/x#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
"""
SCHEMA = "x:use x:names x:far . x:Left rdfs:subClassOf x:Apart ."


def data(turtle: str) -> Data:
    """A graph."""
    quads = ox.parse((PREFIXES + turtle).encode(), format=ox.RdfFormat.TURTLE)
    return Data([quad.triple for quad in quads])


def seen(shape: str, target: str = "x:Thing") -> set[str] | None:
    """The local names of what a shape looks at elsewhere; None for anything."""
    shapes = data(f"x:shape a sh:NodeShape ; sh:targetClass {target} ; {shape} .")
    apart = [NamedNode("https://example.org/x#Apart")]
    found = distant(shapes, constraints.load(shapes), data(SCHEMA), apart)
    return None if found is None else {one.value.split("#")[-1] for one in found - ALWAYS}


def asks(pattern: str) -> str:
    """A constraint in SPARQL."""
    prefix = "PREFIX x: <https://example.org/x#>"
    return f'sh:sparql [ sh:select "{prefix} SELECT $this WHERE {{ {pattern} }}" ]'


@pytest.mark.parametrize(
    ("shape", "names"),
    [
        ("sh:property [ sh:path x:near ; sh:minCount 1 ]", set()),
        ("sh:property [ sh:path ( x:near x:next ) ; sh:minCount 1 ]", {"near", "next"}),
        ("sh:property [ sh:path x:near ; sh:node [ sh:property [ sh:path x:far ] ] ]", {"far"}),
        (asks("$this x:near ?value ; ?any ?other"), set()),
        (asks("$this x:near/x:next+ ?value"), {"next"}),
        (asks("$this x:near+ $this"), {"near"}),
        (asks("$this x:near ?value . ?value x:next ?last"), {"next"}),
        (asks("?teller x:tells $this"), {"tells"}),
        ("sh:targetObjectsOf x:tells", {"tells"}),
        (asks("$this x:near ?value . ?use x:names ?path . ?value ?path ?last"), {"far", "names"}),
        (
            asks("?path (^x:next/x:names)+ ?far . $this x:near ?value . ?value ?far ?last"),
            {"far", "names", "next"},
        ),
        (asks("$this x:near ?value . ?value ?any ?last"), None),
        (asks("$this x:near ?value . ?value x:next/!x:far ?last"), None),
    ],
)
def test_what_is_seen_beyond_a_focus_node(shape: str, names: set[str] | None) -> None:
    """All that paths and queries name at other nodes; where a query names nothing, anything."""
    assert seen(shape) == names


def test_shapes_over_what_stands_apart_do_not_count() -> None:
    """Also where they aim at a class below it."""
    anything = asks("$this x:near ?value . ?value ?any ?last")
    assert seen(anything, "x:Left") == set()
