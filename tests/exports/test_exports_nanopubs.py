"""Nanopublications: four graphs each, nothing alleged outside the assertion, names that hold."""

import hashlib
from base64 import urlsafe_b64encode

import rdflib

from exported import Exported

NP = rdflib.Namespace("http://www.nanopub.org/nschema#")


def nanopubs(exported: Exported) -> tuple[rdflib.Dataset, list[rdflib.URIRef]]:
    """The exported data set and the names of its nanopublications."""
    graph = rdflib.Dataset().parse(exported.at("nanopub"), format="trig")
    pattern = (None, rdflib.RDF.type, NP.Nanopublication, None)
    return graph, sorted({s for s, _, _, _ in graph.quads(pattern)})


def test_each_claim_has_its_four_graphs(exported: Exported) -> None:
    """Head, assertion, provenance and publication info are there and hold something."""
    graph, names = nanopubs(exported)
    assert len(names) == 3
    for name in names:
        for link in (NP.hasAssertion, NP.hasProvenance, NP.hasPublicationInfo):
            (part,) = {o for _, _, o, _ in graph.quads((name, link, None, None))}
            assert len(graph.graph(part)) > 0
        assert len(graph.graph(rdflib.URIRef(f"{name}#Head"))) == 4


def test_names_are_the_digests_of_what_they_name(exported: Exported) -> None:
    """The code in each name, computed anew as trustyuri.net describes it, is the same."""
    graph, names = nanopubs(exported)
    for name in names:
        code = name.rsplit("/", 1)[-1]
        parts = [f"{name}#{part}" for part in ("Head", "assertion", "provenance", "pubinfo")]
        assert code == artifact_code(graph, parts, code)


def artifact_code(graph: rdflib.Dataset, parts: list[str], code: str) -> str:
    """The module RA of trusty URIs over some graphs."""
    rows = []
    for part in parts:
        for s, p, o in graph.graph(rdflib.URIRef(part)):
            names = [str(term).replace(code, " ") for term in (part, s, p)]
            if isinstance(o, rdflib.Literal):
                kind = str(o.datatype or rdflib.XSD.string)
                text = str(o).replace("\\", "\\\\").replace("\n", "\\n")
                said = f"@{o.language.lower()} {text}" if o.language else f"^{kind} {text}"
                rows.append(((*names, 1, str(o)), [*names, said]))
            else:
                value = str(o).replace(code, " ")
                rows.append(((*names, 0, value), [*names, value]))
    lines = [line for _, row in sorted(rows) for line in row]
    digest = hashlib.sha256("".join(f"{line}\n" for line in lines).encode()).digest()
    return "RA" + urlsafe_b64encode(digest).decode().rstrip("=")


def test_what_is_alleged_stays_in_its_assertion(exported: Exported) -> None:
    """The alleged denial is a claim with a status, told in no other graph."""
    graph, _ = nanopubs(exported)
    status = rdflib.URIRef("https://w3id.org/claimgraph/ns#status")
    alleged = rdflib.URIRef("https://w3id.org/claimgraph/ns#Alleged")
    found = [str(context) for _, _, _, context in graph.quads((None, status, alleged, None))]
    assert len(found) == 1
    assert found[0].endswith("#assertion")
