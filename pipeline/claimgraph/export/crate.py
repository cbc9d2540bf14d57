"""An RO-Crate: the graph and its tables in one folder, with a description that machines read."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from pyoxigraph import NamedNode

from claimgraph.canonical import Format, write, write_to
from claimgraph.export.content import Content
from claimgraph.export.description import NAMES, TITLE, File, description, latest
from claimgraph.export.tabular import write_csv
from claimgraph.vocabulary import DCTERMS, SCHEMA

METADATA: Final = "ro-crate-metadata.json"
CONTEXT: Final = "https://w3id.org/ro/crate/1.1/context"
PROFILE: Final = "https://w3id.org/ro/crate/1.1"
SYNTAXES: Final = {
    "graph.trig": (Format.TRIG, "application/trig", "The graph, layer by layer"),
    "graph.ttl": (Format.TURTLE, "text/turtle", "The graph without its layers"),
}
DESCRIPTION: Final = "dataset.ttl"


def write_crate(content: Content, out: Path) -> None:
    """Writes graph, tables and descriptions (RO-Crate, DCAT, VoID) into a folder."""
    about = {}
    for name, (form, _, told) in SYNTAXES.items():
        with (out / name).open("wb") as file:
            write_to(file, content.quads(), form, content.prefixes)
        about[name] = told
    write_csv(content, out)
    for path in sorted(out.glob("*.csv")):
        about[path.name] = f"The table of {path.stem}"
    files = [File.at(out / name, name, _media_type(name)) for name in sorted(about)]
    turtle = write(description(content, files), Format.TURTLE, {**content.prefixes, **NAMES})
    (out / DESCRIPTION).write_bytes(turtle)
    about[DESCRIPTION] = "What the dataset holds, in DCAT and VoID"
    files.append(File.at(out / DESCRIPTION, DESCRIPTION, "text/turtle"))
    crate = json.dumps(_crate(content, files, about), ensure_ascii=False, indent=2)
    (out / METADATA).write_text(crate + "\n", encoding="utf-8")


def _media_type(name: str) -> str:
    return SYNTAXES[name][1] if name in SYNTAXES else "text/csv"


def _crate(content: Content, files: Sequence[File], about: dict[str, str]) -> dict[str, Any]:
    entries = [_file(file, about[file.name]) for file in files]
    sources = _sources(content)
    root = {
        "@id": "./",
        "@type": "Dataset",
        "name": TITLE,
        "description": "Claims of several sources with their quotes, reconciled.",
        "datePublished": latest(content) or "1970-01-01",
        "hasPart": [{"@id": entry["@id"]} for entry in entries],
        "isBasedOn": [{"@id": source["@id"]} for source in sources],
    }
    head = {
        "@id": METADATA,
        "@type": "CreativeWork",
        "conformsTo": {"@id": PROFILE},
        "about": {"@id": "./"},
    }
    return {"@context": CONTEXT, "@graph": [head, root, *entries, *sources]}


def _file(file: File, description_: str) -> dict[str, Any]:
    return {
        "@id": file.name,
        "@type": "File",
        "name": file.name,
        "description": description_,
        "encodingFormat": file.media_type,
        "contentSize": str(file.size),
        "sha256": file.sha256,
    }


def _sources(content: Content) -> list[dict[str, Any]]:
    """The sources as articles, with what is known of each."""
    facts = content.facts
    properties = {
        "name": DCTERMS + "title",
        "publisher": DCTERMS + "publisher",
        "author": DCTERMS + "creator",
        "datePublished": DCTERMS + "issued",
        "url": SCHEMA + "url",
        "license": DCTERMS + "rights",
    }
    found = []
    for node in sorted(facts.table(NamedNode(DCTERMS + "identifier")), key=str):
        told = {key: facts.string(node, NamedNode(name)) for key, name in properties.items()}
        entry = {"@id": node.value, "@type": "Article"}
        found.append({**entry, **{key: value for key, value in told.items() if value}})
    return found
