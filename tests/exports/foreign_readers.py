# ruff: noqa: PLC0415
"""Reads the exports of the small graph and of the seeds with heavier tools: `make check-exports`.

The tools are installed into a folder of their own; this file runs there, beside the project's
interpreter, which writes the exports. What is not to be had is named and left out.
"""

import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

TOOLS = (
    *("nanopub==2.0.1", "igraph==1.0.0", "PyLD==3.3.0", "rocrate==0.16.0"),
    *("py-horned-owl==2.0.0", "ladybug==0.22.0", "datasette==0.65.5"),
)
MAKER = "https://w3id.org/claimgraph/id/maker"
NODES, EDGES, CLAIMS = 13, 33, 3


def main() -> None:
    """Installs, writes, reads; exits with 1 where a tool reads something else."""
    root, folder = Path(__file__).resolve().parents[2], Path(sys.argv[1]).resolve()
    if len(sys.argv) == 2:
        _prepare(root, folder)
        inner = folder / "tools" / "bin" / "python"
        sys.exit(subprocess.call([inner, __file__, folder, "read"]))
    failed = [name for name, check in checks() if not _passed(name, check, folder / "exports")]
    sys.exit(f"not read as written: {', '.join(failed)}" if failed else 0)


def _prepare(root: Path, folder: Path) -> None:
    """The tools and the exports of the small graph."""
    shutil.rmtree(folder / "exports", ignore_errors=True)
    if not (folder / "tools").exists():
        subprocess.check_call([sys.executable, "-m", "venv", folder / "tools"])
        subprocess.check_call([folder / "tools" / "bin" / "pip", "install", "-q", *TOOLS])
    sys.path.insert(0, str(root / "tests"))
    from claimgraph.export import FORMATS, Selection
    from exported import place, quads, stored

    store = stored(quads())
    for name, form in FORMATS.items():
        form.write(store, Selection(), folder / "exports" / place(name))


def _passed(name: str, check: Callable[[Path], bool], folder: Path) -> bool:
    try:
        passed = check(folder)
    except FileNotFoundError as error:
        sys.stdout.write(f"{name}: not here ({error})\n")
        return True
    except Exception as error:  # noqa: BLE001, whatever a tool says, the others are asked too
        sys.stdout.write(f"{name}: {type(error).__name__}: {error}\n")
        return False
    sys.stdout.write(f"{name}: {'as written' if passed else 'OTHERWISE'}\n")
    return passed


def checks() -> Iterator[tuple[str, Callable[[Path], bool]]]:
    """The tools by name, each with what it has to find."""
    yield "igraph, GraphML", igraph_reads
    yield "PyLD, JSON-LD and frame", pyld_frames
    yield "nanopub, trusty URIs", nanopub_trusts
    yield "rocrate", rocrate_reads
    yield "py-horned-owl, OWL", horned_reads
    yield "ladybug, Neo4j CSV", ladybug_copies
    yield "datasette, SQLite", datasette_serves
    yield "Jena riot, every RDF syntax", riot_counts
    yield "LibreOffice, XLSX", libreoffice_converts


def igraph_reads(folder: Path) -> bool:
    """Nodes, edges and the label."""
    import igraph

    graph = igraph.Graph.Read_GraphML(str(folder / "graphml.graphml"))
    named = graph.vs.select(iri=MAKER)["name"]
    return (graph.vcount(), graph.ecount()) == (NODES, EDGES) and named[0].startswith("=cmd|")


def pyld_frames(folder: Path) -> bool:
    """The frame finds each claim by its type, its evidence inside."""
    from pyld import jsonld

    body = json.loads((folder / "jsonld.jsonld").read_bytes())
    frame = json.loads((folder / "jsonld.frame.jsonld").read_bytes())
    framed = jsonld.frame(body, frame)["@graph"]
    return len(framed) == CLAIMS and all("oa:hasSelector" in c["cg:evidence"] for c in framed)


def nanopub_trusts(folder: Path) -> bool:
    """Each nanopublication has the name that the library computes for its content."""
    import logging

    import rdflib
    from nanopub.trustyuri.rdf import RdfHasher

    logging.disable(logging.WARNING)  # rdflib warns of the hole that the method puts into names
    whole = rdflib.Dataset().parse(folder / "nanopub.trig", format="trig")
    kind = rdflib.URIRef("http://www.nanopub.org/nschema#Nanopublication")
    names = {s for s, _, _, _ in whole.quads((None, rdflib.RDF.type, kind, None))}
    for name in names:
        code = name.rsplit("/", 1)[-1]
        own = [(g, s, p, o) for s, p, o, g in whole.quads() if str(g).startswith(name)]
        if RdfHasher.make_hash(own, code) != code:
            return False
    return len(names) == CLAIMS


def rocrate_reads(folder: Path) -> bool:
    """The crate opens and lists its files."""
    from rocrate.rocrate import ROCrate

    crate = ROCrate(str(folder / "rocrate"))
    return len(crate.root_dataset["hasPart"]) == len(list((folder / "rocrate").iterdir())) - 1


def horned_reads(folder: Path) -> bool:
    """Classes, properties and individuals arrive as such."""
    import pyhornedowl

    told = pyhornedowl.open_ontology(str(folder / "owl.owl.ttl"), "ttl")
    return len(told.get_classes()) > 50 and len(told.get_object_properties()) > 50


def ladybug_copies(folder: Path) -> bool:
    """COPY of nodes and relationships, and the label, in Cypher."""
    import ladybug

    database = ladybug.Connection(ladybug.Database(":memory:"))
    head = (folder / "neo4j-admin" / "nodes.csv").read_text("utf-8").partition("\n")[0].split(",")
    columns = [f"c{n} STRING" for n in range(1, len(head))]
    database.execute(f"CREATE NODE TABLE N(iri STRING PRIMARY KEY, {', '.join(columns)})")
    database.execute(
        "CREATE REL TABLE R(FROM N TO N, t STRING, p STRING, l STRING, s STRING, e STRING)"
    )
    options = "(HEADER=true, PARALLEL=false, ESCAPE='\"')"
    for table, name in (("N", "nodes"), ("R", "relationships")):
        path = folder / "neo4j-admin" / f"{name}.csv"
        database.execute(f"COPY {table} FROM '{path}' {options}")
    counts = [
        database.execute(query).get_next()[0]
        for query in ("MATCH (n) RETURN count(n)", "MATCH ()-[r]->() RETURN count(r)")
    ]
    label = database.execute(f"MATCH (n:N {{iri: '{MAKER}'}}) RETURN n.c2").get_next()[0]
    return counts == [NODES, EDGES] and label.startswith("=cmd|") and "\n" in label


def datasette_serves(folder: Path) -> bool:
    """Datasette gives the rows of a table."""
    command = [Path(sys.executable).with_name("datasette"), folder / "sqlite.sqlite"]
    told = subprocess.check_output([*command, "--get", "/sqlite/claims.json?_shape=array"])
    return len(json.loads(told)) == CLAIMS


def riot_counts(folder: Path) -> bool:
    """Jena validates every syntax without a warning."""
    if not (riot := shutil.which("riot")):
        raise FileNotFoundError("riot: apt-get install libapache-jena-java")
    names = ("turtle.ttl", "ntriples.nt", "rdfxml.rdf", "trig.trig", "nquads.nq", "owl.owl.ttl")
    return all(
        not subprocess.run(
            [riot, "--validate", folder / name], capture_output=True, check=True
        ).stderr
        for name in names
    )


def libreoffice_converts(folder: Path) -> bool:
    """The first sheet as CSV has all rows; no formula was run."""
    if not (office := shutil.which("soffice")):
        raise FileNotFoundError("soffice: apt-get install libreoffice-calc-nogui")
    out = folder / "office"
    options = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"
    command = [office, "--headless", "--convert-to", options, "--outdir", out]
    subprocess.run([*command, folder / "xlsx.xlsx"], capture_output=True, check=True)
    return "=cmd|" in (out / "xlsx-entities.csv").read_text("utf-8")


if __name__ == "__main__":
    main()
