"""A small graph with a hostile label as a store, and its export in every format."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from claimgraph.export import FORMATS
from claimgraph.store.embedded import Store

GRAPH = Path(__file__).parent / "exports" / "graph.trig"


def quads() -> list[ox.Quad]:
    """The graph's quads, as they stand in the file."""
    return list(ox.parse(path=str(GRAPH), format=ox.RdfFormat.TRIG))


def stored(graph: list[ox.Quad]) -> Store:
    """A store in memory that holds a graph."""
    store = Store.memory()
    for quad in graph:
        store.inner.add(quad)
    return store


@dataclass(frozen=True)
class Exported:
    """A store, the folder with its export in each format, and the digests of a later export."""

    store: Store
    folder: Path
    later: Mapping[str, Mapping[str, str]]

    def at(self, name: str) -> Path:
        """The file or folder of a format."""
        return self.folder / place(name)


def place(name: str) -> str:
    """The name of the file or folder of a format."""
    form = FORMATS[name]
    return name if form.is_folder else f"{name}{form.suffix}"


def digests(paths: tuple[Path, ...]) -> dict[str, str]:
    """SHA-256 of some files, by name."""
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in paths}
