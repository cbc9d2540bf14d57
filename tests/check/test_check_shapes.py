"""The shapes, by their fixtures: what is right passes, each fault gives its own finding."""

import csv
import re
from functools import cache
from pathlib import Path

import pyoxigraph as ox
import pytest
from rdflib import Graph, URIRef

from claimgraph.check.checker import Checker
from claimgraph.check.rdflib_terms import rdflib_graph
from claimgraph.layout import domain
from claimgraph.vocabulary import SH, SHAPES

FOLDER = Path(__file__).parents[1] / "shapes"
VALID = sorted(FOLDER.glob("*/valid/*.ttl"))
INVALID = sorted(FOLDER.glob("*/invalid/*.ttl"))
PARAMETERS = {
    "minCount": "MinCount",
    "maxCount": "MaxCount",
    "class": "Class",
    "datatype": "Datatype",
    "in": "In",
    "nodeKind": "NodeKind",
    "minLength": "MinLength",
    "pattern": "Pattern",
    "minInclusive": "MinInclusive",
    "maxInclusive": "MaxInclusive",
    "or": "Or",
    "disjoint": "Disjoint",
    "sparql": "SPARQL",
}
DESCRIPTION = {"path", "property", "severity", "message", "name", "targetClass", "prefixes"}
DESCRIPTION |= {"targetSubjectsOf", "targetObjectsOf", "select", "declare", "prefix", "namespace"}
DESCRIPTION |= {"inversePath", "alternativePath"}


def name(path: Path) -> str:
    """A fixture's class and name."""
    return f"{path.parts[-3]}/{path.stem}"


@pytest.fixture(scope="module")
def checker() -> Checker:
    """The shapes of the domain that ships, read once."""
    return Checker(domain())


def quads(*paths: Path) -> list[ox.Quad]:
    """What the files say."""
    return [q for path in paths for q in ox.parse(path=path, format=ox.RdfFormat.TURTLE)]


def compact(text: str) -> str:
    """An IRI or property path with the prefixes of the given fixture and those of all files."""
    for prefix, namespace in prefixes().items():
        text = re.sub(rf"<?{re.escape(namespace)}([\w.-]*)>?", rf"{prefix}:\1", text)
    return text


@cache
def prefixes() -> dict[str, str]:
    """The project's prefix list, longer namespaces first."""
    (path,) = (path for path in domain().ontology_files() if path.name == "prefixes.ttl")
    found: dict[str, dict[str, str]] = {}
    for quad in quads(path):
        if isinstance(quad.object, ox.Literal) and quad.predicate.value.startswith(SH):
            found.setdefault(str(quad.subject), {})[quad.predicate.value] = quad.object.value
    pairs = {entry[SH + "prefix"]: entry[SH + "namespace"] for entry in found.values()}
    return dict(sorted(pairs.items(), key=lambda pair: (-len(pair[1]), pair[0])))


@pytest.mark.parametrize("path", VALID, ids=name)
def test_a_valid_fixture_gives_no_finding(path: Path, checker: Checker) -> None:
    """What is right passes every shape, Warnings included."""
    assert checker.check(quads(FOLDER / "given.ttl", path)) == ()


@pytest.mark.parametrize("path", INVALID, ids=name)
def test_an_invalid_fixture_gives_the_expected_findings(path: Path, checker: Checker) -> None:
    """Each fault is found, at its node, with its severity, and nothing else is."""
    with path.with_suffix(".expected.csv").open(encoding="utf-8", newline="") as file:
        wanted = sorted(tuple(row.values()) for row in csv.DictReader(file))
    found = sorted(
        (
            compact(f.focus),
            compact(f.path),
            f.component.removeprefix(SH).removesuffix("ConstraintComponent"),
            f.severity.value,
            f.shape.removeprefix(SHAPES),
        )
        for f in checker.check(quads(FOLDER / "given.ttl", path))
    )
    assert found == wanted


def test_every_constraint_is_broken_by_a_fixture(checker: Checker) -> None:
    """No shape is there that no fixture breaks: a misspelt target would pass everything."""
    broken = set()
    for path in FOLDER.glob("*/invalid/*.expected.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            broken |= {(row["shape"], row["component"]) for row in csv.DictReader(file)}
    assert constraints(rdflib_graph(checker.shapes)) <= broken


def constraints(shapes: Graph) -> set[tuple[str, str]]:
    """All pairs of a named shape and a constraint component that it uses."""
    return {
        (shape.removeprefix(SHAPES), component)
        for parameter, component in PARAMETERS.items()
        for shape in shapes.subjects(URIRef(SH + parameter))
        if isinstance(shape, URIRef)
    }


def test_every_parameter_is_one_that_the_coverage_knows(checker: Checker) -> None:
    """A new or misspelt parameter (sh:minCuont) is noticed, since it would check nothing."""
    used = {
        str(p).removeprefix(SH)
        for p in rdflib_graph(checker.shapes).predicates()
        if p.startswith(SH)
    }
    assert used <= PARAMETERS.keys() | DESCRIPTION


def test_every_fixture_on_disk_is_collected() -> None:
    """No fixture lies where no test looks, and each invalid one says what it expects."""
    given = {FOLDER / "given.ttl"}
    assert set(FOLDER.rglob("*.ttl")) == given | set(VALID) | set(INVALID)
    assert {p.with_suffix(".expected.csv") for p in INVALID} == set(FOLDER.rglob("*.csv"))


def test_every_shape_file_has_a_folder_of_fixtures(checker: Checker) -> None:
    """One folder a shape file, with something valid and something invalid in it."""
    files = {path.stem for path in checker.domain.shape_files()}
    assert files <= {path.parts[-3] for path in VALID}
    assert files <= {path.parts[-3] for path in INVALID}


def test_every_constraint_has_name_severity_and_message(checker: Checker) -> None:
    """Whoever reads a finding learns what is wrong in a sentence, in English."""
    shapes = rdflib_graph(checker.shapes)
    for shape, _ in constraints(shapes):
        node = URIRef(SHAPES + shape)
        holder = shapes.value(node, URIRef(SH + "sparql")) or node
        message = shapes.value(holder, URIRef(SH + "message"))
        assert message is not None, shape
        assert str(message).endswith("."), shape
        assert shapes.value(node, URIRef(SH + "severity")), shape
        assert shapes.value(node, URIRef(SH + "name")), shape


def test_core_shapes_name_no_term_of_a_domain(checker: Checker) -> None:
    """Another domain is checked by the same core shapes."""
    for path in checker.domain.shape_files():
        if path.parent.name == "core":
            assert "governance" not in path.read_text(encoding="utf-8"), path.name


def test_the_table_of_faults_is_complete_and_true(checker: Checker) -> None:
    """Each of S01 to S33 has a row, and each shape named in it exists."""
    (readme,) = checker.domain.root.glob("shapes/README.md")
    rows = [r for r in readme.read_text(encoding="utf-8").splitlines() if r.startswith("| S")]
    assert {row[2:5] for row in rows} >= {f"S{n:02}" for n in range(1, 34)}
    shapes = {shape for shape, _ in constraints(rdflib_graph(checker.shapes))}
    for row in rows:
        named = re.findall(r"`([A-Za-z*-]+)`", row.rsplit("|", 3)[1])
        head = ""
        for name in named:
            head = head if name.startswith("-") else name.partition("-")[0]
            wanted = head + name if name.startswith("-") else name
            assert any(s == wanted or s.startswith(wanted.removesuffix("*")) for s in shapes), name
