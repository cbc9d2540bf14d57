"""The network for Neo4j: files for its bulk import, for LOAD CSV, and triples for neosemantics."""

import csv
from collections.abc import Iterable, Sequence
from itertools import groupby
from pathlib import Path
from typing import Final

from claimgraph import iri
from claimgraph.canonical import Format, write_to
from claimgraph.export.content import Content
from claimgraph.export.network import BETWEEN, Edge, Network, Node

ADMIN_TYPES: Final = {int: ":long", float: ":double", str: ""}
CONVERSIONS: Final = {int: "toInteger", float: "toFloat"}
EDGE_COLUMNS: Final = ("property", "layer", "start", "end")
LOAD_HEAD: Final = """\
// Copy the CSV files into Neo4j's import folder, then run this file with cypher-shell -f.
// Set dbms.import.csv.legacy_quote_escaping=false (Neo4j 5), so that a backslash is a backslash.
CREATE CONSTRAINT claimgraph_iri IF NOT EXISTS FOR (n:ClaimGraph) REQUIRE n.iri IS UNIQUE;
"""
N10S: Final = """\
// neosemantics: copy graph.nt into Neo4j's import folder, then run this file with cypher-shell -f.
CREATE CONSTRAINT n10s_unique_uri FOR (r:Resource) REQUIRE r.uri IS UNIQUE;
CALL n10s.graphconfig.init({handleVocabUris: 'SHORTEN', handleMultival: 'ARRAY'});
CALL n10s.rdf.import.fetch('file:///var/lib/neo4j/import/graph.nt', 'N-Triples');
"""


def write_admin(content: Content, out: Path) -> None:
    """Writes nodes.csv and relationships.csv with the headers of `neo4j-admin database import`."""
    network = Network(content)
    columns = network.columns
    typed = [f"{name}{ADMIN_TYPES[kind]}" for name, kind in columns.items()]
    head = ["iri:ID", ":LABEL", "name", "kind", "type", "start", "end", *typed]
    rows = (
        [one.iri, ";".join(_labels(one)), one.label, *_told(one), *_properties(one, columns)]
        for one in network.nodes
    )
    _write(out / "nodes.csv", head, rows)
    edges = ([e.source, e.target, e.kind, *_edge_told(e)] for e in network.edges)
    _write(out / "relationships.csv", [":START_ID", ":END_ID", ":TYPE", *EDGE_COLUMNS], edges)


def write_load(content: Content, out: Path) -> None:
    """Writes a CSV file a kind of node and relationship, and load.cypher, which loads them."""
    network = Network(content)
    steps = [LOAD_HEAD]
    for kind, nodes in groupby(sorted(network.nodes, key=lambda n: (n.kind, n.iri)), _kind):
        steps.append(_load_nodes(kind, list(nodes), network, out))
    for name, edges in groupby(sorted(network.edges, key=lambda e: (e.kind, e.id)), _name):
        steps.append(_load_edges(name, list(edges), out))
    (out / "load.cypher").write_text("\n".join(steps), encoding="utf-8")


def write_n10s(content: Content, out: Path) -> None:
    """Writes flat N-Triples and the Cypher that has neosemantics read them."""
    with (out / "graph.nt").open("wb") as file:
        write_to(file, content.quads(), Format.NTRIPLES)
    (out / "load.cypher").write_text(N10S, encoding="utf-8")


def _load_nodes(kind: str, nodes: Sequence[Node], network: Network, out: Path) -> str:
    used = {name for node in nodes for name in node.properties}
    columns = {name: type_ for name, type_ in network.columns.items() if name in used}
    name = f"nodes-{kind}.csv"
    rows = ([n.iri, n.label, *_told(n), *_properties(n, columns)] for n in nodes)
    _write(out / name, ["iri", "name", "kind", "type", "start", "end", *columns], rows)
    typed = "".join(
        f", n.{_quoted(column)} = {CONVERSIONS[type_]}(row.{_quoted(column)})"
        for column, type_ in columns.items()
        if type_ in CONVERSIONS
    )
    return (
        f"LOAD CSV WITH HEADERS FROM 'file:///{name}' AS row\n"
        f"MERGE (n:ClaimGraph {{iri: row.iri}}) SET n:{kind.capitalize()}, n += row{typed};\n"
    )


def _load_edges(kind: str, edges: Sequence[Edge], out: Path) -> str:
    name = f"relationships-{iri.safe(kind)}.csv"
    rows = ([e.source, e.target, *_edge_told(e)] for e in edges)
    _write(out / name, ["source", "target", *EDGE_COLUMNS], rows)
    told = ", ".join(f"r.{column} = row.{column}" for column in EDGE_COLUMNS)
    return (
        f"LOAD CSV WITH HEADERS FROM 'file:///{name}' AS row\n"
        "MATCH (a:ClaimGraph {iri: row.source}), (b:ClaimGraph {iri: row.target})\n"
        f"MERGE (a)-[r:{_quoted(kind)}]->(b) SET {told};\n"
    )


def _kind(node: Node) -> str:
    return node.kind


def _name(edge: Edge) -> str:
    return edge.kind


def _labels(node: Node) -> list[str]:
    return list(dict.fromkeys(("ClaimGraph", node.kind.capitalize(), *node.classes)))


def _told(node: Node) -> tuple[str, ...]:
    return node.kind, BETWEEN.join(node.classes), node.start, node.end


def _edge_told(edge: Edge) -> tuple[str, ...]:
    return edge.property, edge.layer, edge.start, edge.end


def _properties(node: Node, columns: Iterable[str]) -> list[object]:
    return [node.properties.get(name, "") for name in columns]


def _quoted(name: str) -> str:
    doubled = name.replace("`", "``")
    return f"`{doubled}`"


def _write(path: Path, head: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(head)
        writer.writerows(rows)
