"""The graph taken elsewhere: one writer a format, the same bytes for the same content.

`FORMATS` lists them; `Form.write` writes a selection of a store to a file or a folder.
"""

import shutil
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Final

from claimgraph.canonical import ALL_LAYERS, Format, Layer, export, layer_quads, read, write
from claimgraph.errors import StoreError
from claimgraph.export import (
    brat,
    crate,
    description,
    nanopubs,
    neo4j,
    pictures,
    rdf,
    reified,
    tabular,
)
from claimgraph.export.content import Content, Selection
from claimgraph.export.signing import Signer
from claimgraph.prefixes import prefixes
from claimgraph.store.graphstore import GraphStore

Writer = Callable[[Content, Path], Mapping[str, bytes] | None]


@dataclass(frozen=True, slots=True)
class Form:
    """A format of an export.

    `suffix` is what its file's name ends in, or "/" where it is a folder; `layers` are those that
    suit it. `writer` gets a content and a fresh path; what it gives are files that belong beside
    the file, by suffix.
    """

    name: str
    description: str
    suffix: str
    media_type: str
    writer: Writer = field(repr=False)
    layers: tuple[Layer, ...] = ALL_LAYERS

    @property
    def is_folder(self) -> bool:
        """Whether it takes several files."""
        return self.suffix == "/"

    def write(self, store: GraphStore, selection: Selection, out: Path) -> tuple[Path, ...]:
        """Writes a selection of a store; gives the paths that were written.

        A file is whole or as it was before.

        Raises:
            StoreError: the path is a folder that is not empty, or cannot be written; or a library
                that the format needs is not installed.
            UnknownNameError: the selection names what the store does not know.
        """
        content = Content(store, selection, self.layers)
        try:
            return self._folder(content, out) if self.is_folder else self._file(content, out)
        except OSError as error:
            raise StoreError(f"{out} cannot be written: {error.strerror or error}.") from error

    def _file(self, content: Content, out: Path) -> tuple[Path, ...]:
        out.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=out.parent, prefix=".export-") as folder:
            fresh = Path(folder) / out.name
            beside = self.writer(content, fresh) or {}
            for suffix, body in beside.items():
                fresh.with_suffix(suffix).write_bytes(body)
            written = sorted(Path(folder).iterdir())
            return tuple(path.replace(out.parent / path.name) for path in written)

    def _folder(self, content: Content, out: Path) -> tuple[Path, ...]:
        if out.exists() and (not out.is_dir() or any(out.iterdir())):
            raise StoreError(f"{out} is there and not empty; empty it or name another folder.")
        out.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=out.parent, prefix=".export-") as folder:
            self.writer(content, Path(folder))
            out.mkdir(exist_ok=True)
            return tuple(
                Path(shutil.move(path, out / path.name)) for path in sorted(Path(folder).iterdir())
            )


_FORMS: Final = (
    Form("turtle", "all layers as one graph; most RDF tools", ".ttl", "text/turtle", rdf.turtle),
    Form("trig", "with the named graphs: Fuseki, GraphDB", ".trig", "application/trig", rdf.trig),
    Form("nquads", "a quad a line: bulk loaders", ".nq", "application/n-quads", rdf.nquads),
    Form("ntriples", "a triple a line", ".nt", "application/n-triples", rdf.ntriples),
    Form(
        "jsonld",
        "JSON for programs; context and frame are written beside it",
        ".jsonld",
        "application/ld+json",
        rdf.jsonld,
    ),
    Form("rdfxml", "for tools that read no Turtle", ".rdf", "application/rdf+xml", rdf.rdfxml),
    Form(
        "owl",
        "ontology, entities and consensus in one Turtle file: Prot\u00e9g\u00e9",
        ".owl.ttl",
        "text/turtle",
        rdf.owl,
        (Layer.ENTITIES, Layer.CONSENSUS),
    ),
    Form(
        "rdf12",
        "Turtle of RDF 1.2: each value with the claims that tell it",
        ".ttl",
        "text/turtle",
        reified.write_reified,
    ),
    Form(
        "nanopub",
        "a nanopublication a claim, as TriG; signed with --sign",
        ".trig",
        "application/trig",
        nanopubs.write_nanopubs,
        (Layer.CLAIMS,),
    ),
    Form(
        "dataset",
        "what the graph holds, counted, in DCAT and VoID",
        ".ttl",
        "text/turtle",
        description.write_description,
    ),
    Form("gexf", "Gephi; states have dates", ".gexf", "application/gexf+xml", pictures.write_gexf),
    Form(
        "graphml", "Cytoscape, yEd, igraph", ".graphml", "application/xml", pictures.write_graphml
    ),
    Form("xlsx", "spreadsheet, a sheet a table", ".xlsx", tabular.XLSX, tabular.write_xlsx),
    Form(
        "sqlite",
        "database with the tables",
        ".sqlite",
        "application/vnd.sqlite3",
        tabular.write_sqlite,
    ),
    Form("csv", "the tables as CSV: pandas, R, DuckDB", "/", "text/csv", tabular.write_csv),
    Form(
        "parquet",
        "the tables as Parquet: DuckDB, pandas",
        "/",
        "application/vnd.apache.parquet",
        tabular.write_parquet,
    ),
    Form("neo4j-admin", "for neo4j-admin database import", "/", "text/csv", neo4j.write_admin),
    Form("neo4j-load", "for LOAD CSV, with its Cypher", "/", "text/csv", neo4j.write_load),
    Form("neo4j-n10s", "for neosemantics", "/", "application/n-triples", neo4j.write_n10s),
    Form("brat", "texts with annotations: brat, INCEpTION", "/", "text/plain", brat.write_brat),
    Form(
        "rocrate",
        "graph, tables and their descriptions as an RO-Crate",
        "/",
        "application/ld+json",
        crate.write_crate,
    ),
)
FORMATS: Final[Mapping[str, Form]] = {form.name: form for form in _FORMS}
SIGNED: Final = "nanopub"
"""The one format that can be signed."""


def signed(signer: Signer) -> Form:
    """The format that can be signed, with a signer."""
    return replace(FORMATS[SIGNED], writer=partial(nanopubs.write_nanopubs, signer=signer))


__all__ = [
    "ALL_LAYERS",
    "FORMATS",
    "SIGNED",
    "Content",
    "Form",
    "Format",
    "Layer",
    "Selection",
    "Signer",
    "export",
    "layer_quads",
    "prefixes",
    "read",
    "signed",
    "write",
]
