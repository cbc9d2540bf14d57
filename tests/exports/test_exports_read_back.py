"""Each export read by a tool that is not ours: equal counts, the hostile label intact."""

import csv
import json
import re
import shutil
import sqlite3
import subprocess
from collections.abc import Iterable
from pathlib import Path

import duckdb
import networkx as nx
import openpyxl
import pyoxigraph as ox
import pytest
import rdflib

from claimgraph.canonical import layer_quads
from claimgraph.export import FORMATS
from exported import Exported, digests

MAKER = "https://w3id.org/claimgraph/id/maker"
GLOW = "https://w3id.org/claimgraph/id/glow"
RDFS_LABEL = rdflib.RDFS.label
FLAT = {"turtle": "turtle", "ntriples": "nt", "rdfxml": "xml"}
NAMED = {"trig": "trig", "nquads": "nquads", "jsonld": "json-ld"}
RAPPER = {
    "turtle": "turtle",
    "ntriples": "ntriples",
    "rdfxml": "rdfxml",
    "trig": "trig",
    "nquads": "nquads",
    "owl": "turtle",
    "nanopub": "trig",
    "dataset": "turtle",
}
COUNTS = {
    "sources": 2,
    "entities": 3,
    "claims": 3,
    "situations": 2,
    "values": 6,
    "differences": 1,
    "states": 2,
}
NODES, EDGES = 13, 33


def labels(graph: Iterable[tuple[object, ...]]) -> set[str]:
    """The labels of the maker among triples or quads of rdflib."""
    return {str(t[2]) for t in graph if str(t[0]) == MAKER and t[1] == RDFS_LABEL}


@pytest.mark.parametrize("name", list(FORMATS))
def test_a_later_export_is_the_same_bytes(exported: Exported, name: str) -> None:
    """Two seconds later, from a store filled in another order: the same digests."""
    at = exported.at(name)
    names = exported.later[name]
    paths = tuple((at if at.is_dir() else at.parent) / file for file in names)
    assert names
    assert digests(paths) == names


@pytest.mark.parametrize("name", list(FLAT))
def test_rdflib_reads_each_triple_once(exported: Exported, hostile: str, name: str) -> None:
    """Flat formats hold the triples of all layers."""
    graph = rdflib.Graph().parse(exported.at(name), format=FLAT[name])
    assert len(graph) == len({q.triple for q in layer_quads(exported.store)})
    assert labels(graph) == {hostile}


@pytest.mark.parametrize("name", list(NAMED))
def test_rdflib_reads_all_quads(exported: Exported, hostile: str, name: str) -> None:
    """Formats with graphs hold each quad."""
    graph = rdflib.Dataset().parse(exported.at(name), format=NAMED[name])
    assert sum(1 for _ in graph.quads()) == len(set(layer_quads(exported.store)))
    assert labels(graph.quads()) == {hostile}


@pytest.mark.parametrize("name", list(RAPPER))
def test_rapper_counts_as_we_do(exported: Exported, name: str) -> None:
    """Raptor finds as many statements as pyoxigraph."""
    if not (rapper := shutil.which("rapper")):
        pytest.skip("rapper (raptor2-utils) is not installed")
    command = [rapper, "-c", "-i", RAPPER[name], str(exported.at(name))]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stderr
    found = re.search(r"returned (\d+) triples", told)
    form = ox.RdfFormat.RDF_XML if name == "rdfxml" else None
    ours = {".nq": ox.RdfFormat.N_QUADS, ".nt": ox.RdfFormat.N_TRIPLES}.get(
        FORMATS[name].suffix, ox.RdfFormat.TRIG
    )
    expected = sum(1 for _ in ox.parse(path=str(exported.at(name)), format=form or ours))
    assert found
    assert int(found[1]) == expected


def test_json_ld_has_types_context_and_frame(exported: Exported) -> None:
    """Types are `@type`, and the files beside carry the same context."""
    path = exported.at("jsonld")
    body = json.loads(path.read_bytes())
    nodes = [node for graph in body["@graph"] for node in graph["@graph"]]
    claims = [node for node in nodes if "cg:Claim" in node.get("@type", ())]
    assert len(claims) == 3
    assert json.loads(path.with_suffix(".context.jsonld").read_bytes()) == {
        "@context": body["@context"]
    }
    frame = json.loads(path.with_suffix(".frame.jsonld").read_bytes())
    assert frame["@type"] == "cg:Claim"
    assert body["@context"].items() <= frame["@context"].items()


def test_the_owl_file_has_one_header_and_declares_all(exported: Exported) -> None:
    """What Protégé needs: one ontology, every class, property and individual declared."""
    graph = rdflib.Graph().parse(exported.at("owl"), format="turtle")
    owl = rdflib.OWL
    assert len(set(graph.subjects(rdflib.RDF.type, owl.Ontology))) == 1
    kinds = (owl.ObjectProperty, owl.DatatypeProperty, owl.AnnotationProperty)
    declared = {p for kind in kinds for p in graph.subjects(rdflib.RDF.type, kind)}
    built_in = (str(rdflib.RDF), str(rdflib.RDFS), str(owl))
    used = {p for p in graph.predicates() if not str(p).startswith(built_in)}
    assert used <= declared
    assert (rdflib.URIRef(MAKER), rdflib.RDF.type, owl.NamedIndividual) in graph
    assert not any("/claim/" in str(term) for triple in graph for term in triple)


def test_rdf_1_2_names_the_claims_behind_a_value(exported: Exported) -> None:
    """Both claims reify the order's issuer; the addressee is told by one of them."""
    quads = list(ox.parse(path=str(exported.at("rdf12")), format=ox.RdfFormat.TURTLE))
    reified = {
        (q.subject.value.rsplit("/", 1)[-1], q.object.predicate.value.rsplit("#", 1)[-1])
        for q in quads
        if isinstance(q.object, ox.Triple)
    }
    assert {("p1", "issuedBy"), ("t1", "issuedBy"), ("p1", "addressedTo")} <= reified
    assert ("t1", "addressedTo") not in reified


@pytest.mark.parametrize("name", ["gexf", "graphml"])
def test_networkx_reads_nodes_edges_and_dates(exported: Exported, hostile: str, name: str) -> None:
    """Every node and edge arrives, parallel ones apart, and states keep their days."""
    reader = nx.read_gexf if name == "gexf" else nx.read_graphml
    graph = reader(exported.at(name))
    assert (graph.number_of_nodes(), graph.number_of_edges()) == (NODES, EDGES)
    assert graph.is_multigraph()
    shown = graph.nodes[MAKER]["label" if name == "gexf" else "name"]
    assert shown == hostile
    state = graph.nodes["https://w3id.org/claimgraph/state/1"]
    assert (state["start"], state["end"]) == ("2031-03-04", "2031-06-30")


def test_gexf_edges_have_kinds_and_states_dates(exported: Exported) -> None:
    """Gephi keeps parallel edges apart by `kind`; an edge to a state lasts as long as it."""
    text = exported.at("gexf").read_text("utf-8")
    assert 'mode="dynamic" timeformat="date"' in text
    edges = re.findall(r"<edge [^>]*>", text)
    assert all(" kind=" in edge for edge in edges)
    dated = [edge for edge in edges if 'kind="hasAccessState"' in edge]
    assert [re.findall(r'(?:start|end)="([^"]+)"', edge) for edge in dated] == [
        ["2031-03-04", "2031-06-30"],
        ["2031-07-01"],
    ]
    titles = re.findall(r'title="([^"]+)"', text.partition("</attributes>")[0])
    assert len({title.casefold() for title in titles}) == len(titles)


def test_duckdb_reads_csv_and_parquet_alike(exported: Exported, hostile: str) -> None:
    """The same rows and columns in both, the label as it is, lists as lists in Parquet."""
    with duckdb.connect() as db:
        for table, count in COUNTS.items():
            at_csv, at_parquet = (
                exported.at("csv") / f"{table}.csv",
                exported.at("parquet") / f"{table}.parquet",
            )
            in_csv = db.execute(f"FROM read_csv('{at_csv}', all_varchar=true)").fetchall()
            in_parquet = db.execute(f"FROM '{at_parquet}'").fetchall()
            assert (len(in_csv), len(in_parquet)) == (count, count), table
            assert [row[0] for row in in_csv] == [row[0] for row in in_parquet]
        for suffix in ("csv", "parquet"):
            entities = db.read_csv if suffix == "csv" else db.read_parquet
            found = entities(str(exported.at(suffix) / f"entities.{suffix}"))
            assert (MAKER, hostile) in found.select("iri, label").fetchall()
        claims = db.read_parquet(str(exported.at("parquet") / "claims.parquet"))
        agents = claims.select("agent_iri, confidence").fetchall()
        assert (["https://w3id.org/claimgraph/id/agency"], 0.9) in agents


def test_sqlite_holds_the_tables(exported: Exported, hostile: str) -> None:
    """The database has every table; who could use a model on a day is one query."""
    with sqlite3.connect(exported.at("sqlite")) as db:
        for table, count in COUNTS.items():
            rows_of = f'SELECT COUNT(*) FROM "{table}"'  # noqa: S608, our own names
            assert db.execute(rows_of).fetchone() == (count,)
        label = db.execute("SELECT label FROM entities WHERE iri = ?", [MAKER]).fetchone()
        assert label == (hostile,)
        then = """SELECT status FROM states WHERE thing_iri = ? AND "from" <= '2031-04-01'
                  AND ("until" = '' OR "until" >= '2031-04')"""
        assert db.execute(then, [GLOW]).fetchall() == [("Suspended",)]
        assert db.execute("SELECT conflict FROM differences").fetchall() == [(1,)]


def test_the_workbook_has_texts_and_no_formulas(exported: Exported, hostile: str) -> None:
    """Openpyxl finds every row; what begins with = is a string."""
    book = openpyxl.load_workbook(exported.at("xlsx"))
    assert {name: book[name].max_row - 1 for name in book.sheetnames} == COUNTS
    cells = [cell for sheet in book for row in sheet for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f" or cell.hyperlink]
    assert hostile in {cell.value for cell in cells}


def test_neo4j_gets_each_node_and_relationship_once(exported: Exported, hostile: str) -> None:
    """Both sets of CSV hold the network; each end of a relationship is a node."""
    admin, load = exported.at("neo4j-admin"), exported.at("neo4j-load")
    nodes, edges = rows(admin / "nodes.csv"), rows(admin / "relationships.csv")
    assert (len(nodes), len(edges)) == (NODES, EDGES)
    names = {node["iri:ID"]: node for node in nodes}
    assert names[MAKER]["name"] == hostile
    assert names[MAKER][":LABEL"] == "ClaimGraph;Entity;Company"
    assert all({edge[":START_ID"], edge[":END_ID"]} <= names.keys() for edge in edges)
    files = {kind: sorted(load.glob(f"{kind}-*.csv")) for kind in ("nodes", "relationships")}
    assert sum(len(rows(path)) for path in files["nodes"]) == NODES
    assert sum(len(rows(path)) for path in files["relationships"]) == EDGES
    cypher = (load / "load.cypher").read_text("utf-8")
    assert set(re.findall(r"file:///([^']+)", cypher)) == {p.name for p in load.glob("*.csv")}


def rows(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_neosemantics_gets_the_flat_graph(exported: Exported) -> None:
    """Its triples are those of the N-Triples export."""
    flat = exported.at("neo4j-n10s") / "graph.nt"
    assert flat.read_bytes() == exported.at("ntriples").read_bytes()


def test_brat_offsets_fit_the_text(exported: Exported) -> None:
    """Each text-bound annotation quotes the stretch that it names, a piece a line."""
    folder = exported.at("brat")
    seen = 0
    for path in sorted(folder.glob("*.ann")):
        text = path.with_suffix(".txt").read_text("utf-8")
        for line in path.read_text("utf-8").splitlines():
            assert re.match(r"[TAR#]\d+\t", line)
            if line.startswith("T"):
                _, where, quote = line.split("\t")
                pieces = [piece.split() for piece in where.partition(" ")[2].split(";")]
                assert " ".join(text[int(a) : int(b)] for a, b in pieces) == quote
                seen += 1
    assert seen == 4
    kinds = (folder / "annotation.conf").read_text("utf-8")
    assert "SuspensionOrder\n" in kinds


def test_a_crate_describes_its_files(exported: Exported) -> None:
    """Sizes, digests and counts in both descriptions are those of the files."""
    folder = exported.at("rocrate")
    crate = json.loads((folder / "ro-crate-metadata.json").read_bytes())
    entries = {one["@id"]: one for one in crate["@graph"]}
    files = sorted(path for path in folder.iterdir() if path.name != "ro-crate-metadata.json")
    assert {part["@id"] for part in entries["./"]["hasPart"]} == {path.name for path in files}
    sums = digests(tuple(files))
    assert {name: entries[name]["sha256"] for name in sums} == sums
    assert entries["./"]["datePublished"] == "2031-03-07"
    told = rdflib.Graph().parse(folder / "dataset.ttl", format="turtle")
    void = rdflib.Namespace("http://rdfs.org/ns/void#")
    spdx = rdflib.Namespace("http://spdx.org/rdf/terms#")
    dataset = rdflib.URIRef("https://w3id.org/claimgraph/dataset")
    quads = len(set(layer_quads(exported.store)))
    assert told.value(dataset, void.triples).toPython() == quads
    found = {str(value) for value in told.objects(None, spdx.checksumValue)}
    assert found == {digest for name, digest in sums.items() if name != "dataset.ttl"}
    by_class = {
        str(told.value(part, void["class"])): told.value(part, void.entities).toPython()
        for part in told.objects(dataset, void.classPartition)
    }
    assert by_class["https://w3id.org/claimgraph/ns#Claim"] == 3
