"""Every Turtle file and query: it parses, agrees on prefixes, and uses terms that exist."""

import json
import re
from pathlib import Path

import pyoxigraph
import pytest
from rdflib import OWL, RDF, SH, Graph, URIRef, namespace
from rdflib.plugins.sparql import prepareQuery

from claimgraph import vocabulary
from turtles import OURS, ROOT, declared_prefixes, files, graph, iris, name_of, prefixes

ONTOLOGY = sorted((ROOT / "ontology").glob("*.ttl"))
CLOSED = tuple(
    getattr(namespace, name)
    for name in (
        *("RDF", "RDFS", "OWL", "XSD", "SKOS", "DCTERMS", "PROV"),
        *("SDO", "SH", "ORG", "FOAF", "ODRL2", "VANN"),
    )
)
LISTED = json.loads((Path(__file__).parent / "foreign_terms.json").read_text("utf-8"))
NAMED = {"ids": name_of}


@pytest.mark.parametrize("path", files(".ttl"), **NAMED)
def test_both_parsers_read_the_same(path: Path) -> None:
    """Rdflib and pyoxigraph find the same number of triples in a file."""
    with path.open("rb") as turtle:
        found = {str(quad) for quad in pyoxigraph.parse(turtle, pyoxigraph.RdfFormat.TURTLE)}
    assert len(found) == len(graph(path))


@pytest.mark.parametrize("path", files(".rq"), **NAMED)
def test_every_query_parses(path: Path) -> None:
    """Rdflib reads every query; updates are none of them."""
    assert prepareQuery(path.read_text("utf-8"))


@pytest.mark.parametrize("path", files(".ttl", ".rq"), **NAMED)
def test_prefixes_agree_with_the_list(path: Path) -> None:
    """A prefix means the same everywhere; only tests have more than the list."""
    wrong = {
        (prefix, namespace)
        for prefix, namespace in declared_prefixes(path)
        if prefixes().get(prefix, namespace) != namespace
        or (prefix not in prefixes() and "tests" not in path.relative_to(ROOT).parts)
    }
    assert not wrong


def test_one_namespace_has_one_prefix() -> None:
    """The list gives no namespace two prefixes."""
    assert len(set(prefixes().values())) == len(prefixes())


def test_the_code_agrees_with_the_list() -> None:
    """The namespaces of vocabulary.py are those of the list."""
    names = ("CG", "SHAPES", "RDF", "RDFS", "OWL", "XSD", "SKOS", "DCTERMS", "PROV", "OA", "SCHEMA")
    assert {name: getattr(vocabulary, name) for name in names} == {
        name: prefixes()[name.lower()] for name in names
    }


@pytest.fixture(scope="module")
def declared() -> set[str]:
    """Every IRI that a file of ontology or shapes says something about."""
    turtle = [*ONTOLOGY, *(path for path in files(".ttl") if "shapes" in path.parts)]
    return {str(s) for path in turtle for s in graph(path).subjects() if isinstance(s, URIRef)}


@pytest.mark.parametrize("path", files(".ttl", ".rq"), **NAMED)
def test_our_own_terms_are_declared(path: Path, declared: set[str]) -> None:
    """A misspelt cg:, gov: or shapes: term would hold of nothing and say so nowhere."""
    spaces = tuple(prefixes()[name] for name in ("cg", "gov", "shapes"))
    used = {iri for iri in iris(path) if iri.startswith(spaces) and iri not in spaces}
    own = {str(subject) for subject in graph(path).subjects()} if path.suffix == ".ttl" else set()
    assert used - declared - (own if "tests" in path.parts else set()) == set()


@pytest.mark.parametrize("path", files(".ttl", ".rq"), **NAMED)
def test_terms_of_others_exist(path: Path) -> None:
    """A misspelt sh: term conforms silently, so every foreign term is looked up."""
    assert [iri for iri in sorted(iris(path)) if not _exists(iri)] == []


def _exists(iri: str) -> bool:
    for vocabulary_ in CLOSED:
        if iri.startswith(str(vocabulary_)) and iri != str(vocabulary_):
            local = iri.removeprefix(str(vocabulary_))
            return local in vocabulary_ or _is_list_item(iri)
    for start, names in LISTED.items():
        if iri.startswith(start):
            return iri.removeprefix(start) in names
    return iri.startswith((OURS, "https://creativecommons.org/")) or _is_plain(iri)


def _is_list_item(iri: str) -> bool:
    return re.fullmatch(re.escape(str(RDF)) + r"_\d+", iri) is not None


def _is_plain(iri: str) -> bool:
    """Whether an IRI lies in no namespace that the list knows: an address, a test's own term."""
    return not iri.startswith(tuple(prefixes().values()))


def test_misspelt_terms_are_found() -> None:
    """The look-up tells a real term from one that is nearly so."""
    shacl = str(SH)
    assert _exists(shacl + "minCount")
    assert not _exists(shacl + "minCuont")
    assert not _exists(str(OWL) + "TransitivProperty")
    assert not _exists(prefixes()["oa"] + "exactly")


@pytest.mark.parametrize("path", ONTOLOGY, **NAMED)
def test_a_file_is_one_ontology(path: Path) -> None:
    """Each file of ontology/ has one header, whose version is that of its version IRI."""
    headers = list(graph(path).subjects(RDF.type, OWL.Ontology))
    assert len(headers) == 1
    version = graph(path).value(headers[0], OWL.versionInfo)
    assert graph(path).value(headers[0], OWL.versionIRI) == URIRef(f"{headers[0]}/{version}")


def test_versions_agree_with_the_changelog() -> None:
    """The ontology's versions are one, and the top entry of the changelog that names it."""
    merged = Graph()
    for path in ONTOLOGY:
        merged += graph(path)
    versions = {str(version) for version in merged.objects(None, OWL.versionInfo)}
    assert len(versions) == 1
    changelog = ROOT / "CHANGELOG.md"
    if not changelog.is_file():
        pytest.skip("needs CHANGELOG.md, which is not here")
    told = re.findall(r"[Oo]ntology\s+v?(\d+\.\d+\.\d+)", changelog.read_text("utf-8"))
    top = re.findall(r"^## \[?v?(\d+\.\d+\.\d+)", changelog.read_text("utf-8"), re.MULTILINE)
    assert versions <= set(told[:1] or top[:1])
