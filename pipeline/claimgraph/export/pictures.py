"""The network as GEXF 1.3 (Gephi, with dates) and GraphML (Cytoscape, yEd, igraph)."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final
from xml.sax.saxutils import quoteattr

from claimgraph.canonical.rdfxml import sayable, xml_text
from claimgraph.export.content import Content
from claimgraph.export.network import BETWEEN, Edge, Network, Node, Value

HEAD: Final = '<?xml version="1.0" encoding="UTF-8"?>\n'
TYPES: Final = {int: "long", float: "double", str: "string"}
NODE_COLUMNS: Final = ("iri", "kind", "type")
EDGE_COLUMNS: Final = ("property", "layer")
GRAPHML: Final = "http://graphml.graphdrawing.org/xmlns"


def write_gexf(content: Content, out: Path) -> None:
    """Writes GEXF 1.3: one edge kind a property, states and their edges with start and end."""
    _write(out, _gexf(Network(content)))


def write_graphml(content: Content, out: Path) -> None:
    """Writes GraphML with the columns `name` and `interaction` that Cytoscape looks for."""
    _write(out, _graphml(Network(content)))


def _write(out: Path, lines: Iterable[str]) -> None:
    with out.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(lines)


def _gexf(network: Network) -> Iterator[str]:
    dated = any(start or end for start, end in network.lasting.values())
    mode = ' mode="dynamic" timeformat="date"' if dated else ' mode="static"'
    yield f'{HEAD}<gexf xmlns="http://gexf.net/1.3" version="1.3">\n'
    yield "  <meta><creator>ClaimGraph</creator></meta>\n"
    yield f'  <graph defaultedgetype="directed"{mode}>\n'
    yield '    <attributes class="node" mode="static">\n'
    columns: dict[str, type] = {**dict.fromkeys(NODE_COLUMNS, str), **network.columns}
    for name, kind in columns.items():
        yield f"      <attribute{_attributes(id=name, title=name, type=TYPES[kind])}/>\n"
    yield '    </attributes>\n    <attributes class="edge" mode="static">\n'
    for name in EDGE_COLUMNS:
        yield f"      <attribute{_attributes(id=name, title=name, type='string')}/>\n"
    yield "    </attributes>\n    <nodes>\n"
    for node in network.nodes:
        head = _attributes(id=node.iri, label=node.label, start=node.start, end=node.end)
        yield f"      <node{head}>{_values(_told(node))}</node>\n"
    yield "    </nodes>\n    <edges>\n"
    for edge in network.edges:
        yield f"      <edge{_edge_head(edge)}>{_values(_edge_told(edge))}</edge>\n"
    yield "    </edges>\n  </graph>\n</gexf>\n"


def _edge_head(edge: Edge) -> str:
    return _attributes(
        id=edge.id,
        source=edge.source,
        target=edge.target,
        kind=edge.kind,
        label=edge.kind,
        start=edge.start,
        end=edge.end,
    )


def _told(node: Node) -> dict[str, Value]:
    return {
        "iri": node.iri,
        "kind": node.kind,
        "type": BETWEEN.join(node.classes),
        **node.properties,
    }


def _edge_told(edge: Edge) -> dict[str, Value]:
    return {"property": edge.property, "layer": edge.layer}


def _values(told: dict[str, Value]) -> str:
    pairs = ((name, value) for name, value in told.items() if value != "")
    inner = "".join(f"<attvalue{_attributes(**{'for': n, 'value': str(v)})}/>" for n, v in pairs)
    return f"<attvalues>{inner}</attvalues>"


def _attributes(**told: str) -> str:
    """Attributes of an element; those without a value are left out."""
    return "".join(f" {name}={quoteattr(sayable(value))}" for name, value in told.items() if value)


def _graphml(network: Network) -> Iterator[str]:
    yield f'{HEAD}<graphml xmlns="{GRAPHML}">\n'
    nodes: dict[str, type] = {
        **dict.fromkeys(("name", *NODE_COLUMNS, "start", "end"), str),
        **network.columns,
    }
    yield from (_key("node", name, kind) for name, kind in nodes.items())
    for name in ("interaction", *EDGE_COLUMNS, "start", "end"):
        yield _key("edge", name, str)
    yield '  <graph edgedefault="directed">\n'
    for node in network.nodes:
        told = {"name": node.label, **_told(node), "start": node.start, "end": node.end}
        yield f"    <node{_attributes(id=node.iri)}>{_data('n', told)}</node>\n"
    for edge in network.edges:
        head = _attributes(id=edge.id, source=edge.source, target=edge.target)
        told = {"interaction": edge.kind, **_edge_told(edge), "start": edge.start, "end": edge.end}
        yield f"    <edge{head}>{_data('e', told)}</edge>\n"
    yield "  </graph>\n</graphml>\n"


def _key(domain: str, name: str, kind: type) -> str:
    told = {"id": f"{domain[0]}_{name}", "for": domain, "attr.name": name}
    return f'  <key{_attributes(**told)} attr.type="{TYPES[kind]}"/>\n'


def _data(domain: str, told: dict[str, Value]) -> str:
    pairs = ((name, value) for name, value in told.items() if value != "")
    return "".join(
        f"<data{_attributes(key=f'{domain}_{name}')}>{xml_text(str(value))}</data>"
        for name, value in pairs
    )
