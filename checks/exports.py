# ruff: noqa: PLC0415
"""Reads the exports of the small graph of the tests with foreign tools: `make check-exports`.

What comes from PyPI is installed into a folder of its own, and this file runs there a second time;
what comes from npm and Debian is installed where it is missing, the latter as root.
"""

import csv
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import jena
import tools

TOOLS = (
    *("nanopub==2.0.1", "nanopub-sign==0.2.0", "igraph==1.0.0", "PyLD==3.3.0", "rocrate==0.16.0"),
    *("py-horned-owl==2.0.0", "owlready2==0.51", "ladybug==0.22.0", "ocg==0.4.6"),
    *("datasette==0.65.5", "pybrat==0.1.7", "pandas==2.3.3"),
)
PACKAGES = ("default-jre-headless", "libapache-jena-java", "libreoffice-calc-nogui", "serdi")
NODE = ("graphology@0.26.0", "graphology-gexf@0.13.2", "graphology-graphml@0.5.2")
MAKER = "https://w3id.org/claimgraph/id/maker"
RDFS_LABEL = "http://www.w3.org/2000/01/rdf-schema#label"
NODES, EDGES, CLAIMS = 13, 33, 3


def main() -> None:
    """Installs, writes, reads; exits with 1 where a tool reads something else."""
    folder = Path(sys.argv[1]).resolve()
    if len(sys.argv) == 2:
        _prepare(folder)
        inner = folder / "tools" / "bin" / "python"
        sys.exit(subprocess.call([inner, __file__, folder, "read"]))
    failed = [name for name, check in checks() if not _passed(name, check, folder / "exports")]
    sys.exit(f"not read as written: {', '.join(failed)}" if failed else 0)


def _prepare(folder: Path) -> None:
    """The tools and the exports of the small graph, nanopublications signed too."""
    shutil.rmtree(folder / "exports", ignore_errors=True)
    tools.debian(*PACKAGES)
    tools.npm(*NODE)
    if not (folder / "tools").exists():
        subprocess.check_call([sys.executable, "-m", "venv", folder / "tools"])
    subprocess.check_call([folder / "tools" / "bin" / "pip", "install", "-q", *TOOLS])
    sys.path.insert(0, str(tools.ROOT / "tests"))
    from claimgraph.export import FORMATS, Selection, Signer, signed
    from exported import place, quads, stored

    store = stored(quads())
    for name, form in FORMATS.items():
        form.write(store, Selection(), folder / "exports" / place(name))
    key = folder / "key.pem"
    subprocess.run(("openssl", "genrsa", "-out", key, "2048"), check=True, capture_output=True)
    signer = Signer.of(key, "https://orcid.org/0000-0000-0000-0000")
    signed(signer).write(store, Selection(), folder / "exports" / "signed.trig")


def _passed(name: str, check: Callable[[Path], bool], folder: Path) -> bool:
    try:
        passed = check(folder)
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
    yield "nanopub and nanopub-sign, signatures", nanopub_signatures
    yield "rocrate", rocrate_reads
    yield "py-horned-owl, OWL", horned_reads
    yield "owlready2, RDF/XML", owlready_reads
    yield "ladybug, CSV of neo4j-admin", ladybug_copies
    yield "ocg, Cypher of LOAD CSV", ocg_runs
    yield "graphology, GEXF and GraphML", graphology_reads
    yield "pybrat, brat", pybrat_reads
    yield "pandas, CSV", pandas_reads
    yield "datasette, SQLite", datasette_serves
    yield "Jena riot, every RDF syntax", riot_counts
    yield "serdi, Turtle and its kin", serdi_counts
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


def nanopub_signatures(folder: Path) -> bool:
    """Two libraries find each one valid, and none that was changed."""
    import logging

    import nanopub_sign
    import rdflib
    from nanopub import Nanopub

    logging.disable(logging.WARNING)
    text = (folder / "signed.trig").read_text("utf-8")
    head, *parts = re.split(r"^(?=<[^>]+#Head> \{)", text, flags=re.MULTILINE)
    for part in parts:
        nanopub_sign.Nanopub(head + part).check()
        graph = rdflib.ConjunctiveGraph().parse(data=head + part, format="trig")
        if not Nanopub(rdf=graph).has_valid_signature:
            return False
        try:
            nanopub_sign.Nanopub(head + part.replace("cg:Claim ", "cg:Clain ")).check()
        except Exception:  # noqa: BLE001, S112, what is not valid is refused, as it should be
            continue
        return False
    return len(parts) == CLAIMS


def owlready_reads(folder: Path) -> bool:
    """The maker is found by its name, with its label."""
    import owlready2

    world = owlready2.World()
    world.get_ontology((folder / "rdfxml.rdf").as_uri()).load()
    told = list(world.sparql(f"SELECT ?l {{ <{MAKER}> <{RDFS_LABEL}> ?l }}"))
    return str(told[0][0]).startswith("=cmd|")


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


def ocg_runs(folder: Path) -> bool:
    """The statements of load.cypher give all nodes and relationships; rows are read beforehand."""
    import ocg

    place, database = folder / "neo4j-load", ocg.Graph()
    text = re.sub(r"^//.*\n", "", (place / "load.cypher").read_text("utf-8"), flags=re.MULTILINE)
    for statement in text.split(";\n"):
        found = re.match(r"LOAD CSV WITH HEADERS FROM 'file:///([^']+)'", statement.strip())
        if found:
            with (place / found[1]).open(encoding="utf-8", newline="") as file:
                rows = ", ".join(map(_literal, csv.DictReader(file)))
            database.execute(f"UNWIND [{rows}]{statement.strip()[found.end() :]}")
    nodes = database.execute("MATCH (n:ClaimGraph) RETURN count(n) AS n")[0]["n"]
    edges = database.execute("MATCH ()-[r]->() RETURN count(r) AS n")[0]["n"]
    label = database.execute(f"MATCH (n {{iri: '{MAKER}'}}) RETURN n.name AS n")[0]["n"]
    return (nodes, edges) == (NODES, EDGES) and label.startswith("=cmd|") and "\n" in label


def _literal(row: dict[str, str]) -> str:
    def text(value: str) -> str:
        escaped = value.replace("\\", "\\\\").replace("'", "\\'").replace("\n", "\\n")
        return f"'{escaped}'"

    return f"{{{', '.join(f'`{name}`: {text(value)}' for name, value in row.items())}}}"


def graphology_reads(folder: Path) -> bool:
    """Both pictures have all nodes and edges, and the label."""
    script = Path(__file__).with_name("pictures.mjs")
    command = ["node", script, tools.npm(*NODE), folder / "gexf.gexf", folder / "graphml.graphml"]
    told = json.loads(subprocess.check_output(command))
    return all(
        (one["nodes"], one["edges"]) == (NODES, EDGES) and one["label"].startswith("=cmd|")
        for one in told
    )


def pybrat_reads(folder: Path) -> bool:
    """Each annotation quotes the stretches that it names."""
    from pybrat.parser import BratParser

    read = BratParser(error="raise").parse(folder / "brat")
    found = [(text.text, one) for text in read for one in text.entities]
    return len(found) == CLAIMS + 1 and all(
        " ".join(text[span.start : span.end] for span in one.spans) == one.mention
        for text, one in found
    )


def pandas_reads(folder: Path) -> bool:
    """All claims, and the label."""
    import pandas as pd

    claims = pd.read_csv(folder / "csv" / "claims.csv")
    entities = pd.read_csv(folder / "csv" / "entities.csv", keep_default_na=False)
    return len(claims) == CLAIMS and any(map(_is_hostile, entities["label"]))


def _is_hostile(label: str) -> bool:
    return label.startswith("=cmd|")


def datasette_serves(folder: Path) -> bool:
    """Datasette gives the rows of a table."""
    command = [Path(sys.executable).with_name("datasette"), folder / "sqlite.sqlite"]
    told = subprocess.check_output([*command, "--get", "/sqlite/claims.json?_shape=array"])
    return len(json.loads(told)) == CLAIMS


def riot_counts(folder: Path) -> bool:
    """Jena finds no fault in any syntax, and as many statements as there are lines."""
    lines = {
        kind: len((folder / name).read_bytes().splitlines())
        for kind, name in (("Triples", "ntriples.nt"), ("Quads", "nquads.nq"))
    }
    names = {
        "Triples": ("turtle.ttl", "ntriples.nt", "rdfxml.rdf"),
        "Quads": ("trig.trig", "nquads.nq"),
        "": ("owl.owl.ttl", "nanopub.trig", "signed.trig", "dataset.ttl"),
    }
    for kind, files in names.items():
        for name in files:
            told = jena.run(folder.parent / "jena", "riotcmd.riot", "--count", folder / name)
            counted = re.search(r" (?:Triples|Quads) = ([\d,]+)$", told.stderr.strip())
            if not counted or len(told.stderr.strip().splitlines()) > 1:
                return False
            if kind and int(counted[1].replace(",", "")) != lines[kind]:
                return False
    return True


def serdi_counts(folder: Path) -> bool:
    """Serdi reads as many statements as there are lines, strictly."""
    flat = len((folder / "ntriples.nt").read_bytes().splitlines())
    whole = len((folder / "nquads.nq").read_bytes().splitlines())
    sizes = {"turtle.ttl": flat, "ntriples.nt": flat, "trig.trig": whole, "nquads.nq": whole}
    told = {
        name: subprocess.check_output(["serdi", "-o", "nquads", folder / name]).splitlines()
        for name in sizes
    }
    return {name: len(lines) for name, lines in told.items()} == sizes


def libreoffice_converts(folder: Path) -> bool:
    """The first sheet as CSV has all rows; no formula was run."""
    out = folder / "office"
    options = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"
    command = ["soffice", "--headless", "--convert-to", options, "--outdir", out]
    subprocess.run([*command, folder / "xlsx.xlsx"], capture_output=True, check=True)
    return "=cmd|" in (out / "xlsx-entities.csv").read_text("utf-8")


if __name__ == "__main__":
    main()
