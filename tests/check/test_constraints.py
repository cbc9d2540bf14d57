"""Set-based SHACL-SPARQL: what is supported gives the standard's verdict, the rest is refused."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest

from claimgraph.check import constraints
from claimgraph.check.checker import Checker
from claimgraph.errors import DomainError
from claimgraph.layout import domain
from claimgraph.shacl import Data, targeted
from claimgraph.vocabulary import SH

SHAPE = """
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix ex: <https://example.org/> .
ex:prefixes sh:declare [ sh:prefix "ex" ; sh:namespace "https://example.org/" ] .
ex:Shape a sh:NodeShape ; sh:targetClass ex:Lamp ;
  sh:sparql [ sh:prefixes ex:prefixes ; sh:message "No." ; sh:select \"\"\"%s\"\"\" ] .
"""
DATA = """
@prefix ex: <https://example.org/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
ex:DeskLamp rdfs:subClassOf ex:Lamp .
ex:a a ex:Lamp ; ex:watts 3 . ex:b a ex:DeskLamp ; ex:watts 70 . ex:c a ex:Chair ; ex:watts 80 .
"""
SUPPORTED = ("node/sparql-001", "node/sparql-002", "node/sparql-003", "node/prefixes-001")
REFUSED = (
    *(f"pre-binding/pre-binding-00{n}" for n in (1, 2, 3, 4, 5, 6, 7)),
    *(f"pre-binding/unsupported-sparql-00{n}" for n in (1, 2, 3, 4, 5)),
    "pre-binding/shapesGraph-001",
    "property/sparql-001",
)


def load(select: str) -> tuple[constraints.Constraint, ...]:
    """The constraint with this query."""
    return constraints.load(graph(SHAPE % select))


def graph(text: str) -> Data:
    """The graph that a text in Turtle tells."""
    quads = ox.parse(text.encode(), format=ox.RdfFormat.TURTLE)
    return Data(quad.triple for quad in quads)


def file(path: Path) -> Data:
    """The graph that a file tells, relative names read from its own."""
    quads = ox.parse(path=path, format=ox.RdfFormat.TURTLE, base_iri=path.as_uri())
    return Data(quad.triple for quad in quads)


def offences(constraint: constraints.Constraint, data: Data, store: ox.Store) -> Iterator[str]:
    """The focus nodes that break a constraint; none where it is said that it cannot be broken."""
    found = constraint.offences(store, targeted(data, constraint.targets))
    return (one.focus for one in found if constraint.may_be_broken(data))


def offenders(select: str) -> set[str]:
    """The focus nodes that break the constraint in the data above."""
    store = ox.Store()
    store.load(DATA.encode(), format=ox.RdfFormat.TURTLE)
    (constraint,) = load(select)
    return {focus.rsplit("/", 1)[1] for focus in offences(constraint, graph(DATA), store)}


def test_one_query_finds_all_offenders_among_the_targets() -> None:
    """Instances of subclasses are targets, others are not."""
    assert offenders("SELECT $this WHERE { $this ex:watts ?w FILTER (?w > 2) }") == {"a", "b"}
    assert offenders("SELECT $this WHERE { $this ex:watts ?w FILTER (?w > 60) }") == {"b"}


def test_groups_are_counted_for_each_node() -> None:
    """Aggregates grouped by $this are the same at once and one by one."""
    query = (
        "SELECT $this (COUNT(?w) AS ?n) WHERE { $this ex:watts ?w } GROUP BY $this HAVING (?n > 0)"
    )
    assert offenders(query.replace(" HAVING (?n > 0)", "")) == {"a", "b"}


@pytest.mark.parametrize(
    "select",
    [
        "SELECT $this WHERE { FILTER ($this = ex:a) }",
        "SELECT $this WHERE { $this ex:watts ?w MINUS { $this ex:watts 3 } }",
        "SELECT $this WHERE { $this ex:watts ?w VALUES ?w { 3 } }",
        "SELECT $this WHERE { { SELECT (COUNT(*) AS ?n) WHERE { ?x ex:watts ?w } } $this ?p ?n }",
        "SELECT $this WHERE { $this ex:watts ?w { FILTER ($this = ex:a) ?x ex:watts ?y } }",
        "SELECT $this WHERE { BIND (ex:a AS $this) }",
        "SELECT $this WHERE { SERVICE <https://example.org/> { $this ex:watts ?w } }",
        "SELECT $this WHERE { GRAPH ex:g { $this ex:watts ?w } }",
        "SELECT $this WHERE { $this $PATH ?w }",
        "SELECT $this WHERE { OPTIONAL { $this ex:watts ?w } }",
        "SELECT $this WHERE { $this ex:watts ?w",
    ],
)
def test_what_needs_binding_beforehand_is_refused(select: str) -> None:
    """A query whose answer could differ when run at once is refused loudly."""
    with pytest.raises(DomainError):
        load(select)


def test_a_deactivated_shape_is_left_out() -> None:
    """sh:deactivated switches a constraint off."""
    text = SHAPE % "SELECT $this WHERE { $this ex:watts ?w }"
    assert constraints.load(graph(text + "ex:Shape sh:deactivated true .")) == ()


@pytest.mark.parametrize(
    ("select", "needed"),
    [
        ("$this ex:watts ?w ; ex:volts ?v", "volts watts"),
        ("{ $this ex:watts ?w } UNION { $this ex:volts ?w }", "volts|watts"),
        ("$this ex:watts/^ex:volts* ?w OPTIONAL { $this ex:amps ?a }", "watts"),
        ("$this (ex:amps|^ex:volts)/ex:watts+ ?w FILTER NOT EXISTS { $this ex:ohms 1 }",
         "amps|volts watts"),
        ("$this ?p ?o { SELECT $this WHERE { $this ex:watts ?w } }", "watts"),
    ],
)  # fmt: skip
def test_a_constraint_tells_what_no_offender_is_without(select: str, needed: str) -> None:
    """It is asked of no graph that lacks the properties of every solution."""
    (constraint,) = load(f"SELECT $this WHERE {{ {select} }}")
    groups = ("|".join(sorted(p.value[20:] for p in group)) for group in constraint.needs)
    assert " ".join(sorted(groups)) == needed


@pytest.mark.parametrize(
    ("path", "reads"),
    [
        ("ex:watts/^ex:volts*", {"sold", "volts", "watts"}),
        ("!ex:watts", None),
        ("ex:volts/(ex:amps|!(ex:watts|^ex:ohms))", None),
    ],
)
def test_a_path_round_some_properties_may_read_any_other(path: str, reads: set[str] | None) -> None:
    """Wherever in a path it says which properties it does not follow."""
    (constraint,) = load(f"SELECT $this WHERE {{ $this ex:sold true ; {path} 1 }}")
    found = constraint.reads
    assert (None if found is None else {p.value[20:] for p in found}) == reads


@pytest.mark.parametrize("name", SUPPORTED)
def test_the_verdicts_are_those_of_the_w3c_suite(name: str, shared: Path) -> None:
    """Where a construct is supported, results are those that the standard's tests expect."""
    path = shared / "suites" / "shacl" / "sparql" / f"{name}.ttl"
    data = file(path)
    store = ox.Store()
    store.load(path=str(path), format=ox.RdfFormat.TURTLE, base_iri=path.as_uri())
    found = [focus for c in constraints.load(data) for focus in offences(c, data, store)]
    told = data.out(ox.NamedNode(SH + "focusNode")).values()
    wanted = [node.value for nodes in told for node in nodes]
    assert sorted(found) == sorted(wanted)


@pytest.mark.parametrize("name", REFUSED)
def test_the_rest_of_the_w3c_suite_is_refused(name: str, shared: Path) -> None:
    """A construct that is not supported is never answered wrongly: it is refused."""
    path = shared / "suites" / "shacl" / "sparql" / f"{name}.ttl"
    with pytest.raises(DomainError):
        constraints.load(file(path))


def test_shapes_of_a_domain_may_use_its_prefixes(root: Path, tmp_path: Path) -> None:
    """What a domain's ontology prefers as prefix is known where `sh:prefixes` names the list."""
    folder = tmp_path / "recalls"
    shutil.copytree(root / "tests" / "domains" / "recalls", folder)
    query = "SELECT $this WHERE { $this rec:complainant ?x ; rec:blamed ?x . }"
    (folder / "shapes" / "Own.ttl").write_text(
        "@prefix sh: <http://www.w3.org/ns/shacl#> .\n"
        "@prefix rec: <https://example.org/recalls#> .\n"
        'rec:Own a sh:NodeShape ; sh:targetSubjectsOf rec:blamed ; sh:sparql [ sh:message "No." ;\n'
        f'  sh:prefixes <https://w3id.org/claimgraph/prefixes> ; sh:select "{query}" ] .\n',
        "utf-8",
    )
    (own,) = (one for one in Checker(domain(folder)).constraints if one.shape.endswith("#Own"))
    assert ox.NamedNode("https://example.org/recalls#blamed") in (own.reads or ())
