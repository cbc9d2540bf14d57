"""A small store and one server over it, for all tests of the endpoint."""

from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest

from claimgraph.store.embedded import Store
from claimgraph.vocabulary import CONSENSUS
from servers import Server, serving

KASEI = "http://kasei.us/2009/09/sparql/data/"
HOSTILE = "<script>alert('\u4e16')</script>"


@pytest.fixture(scope="session")
def store_folder(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with the questions' world, the graphs of the protocol's tests, and many triples."""
    folder = tmp_path_factory.mktemp("served") / "store"
    world = root / "tests" / "queries" / "world.ttl"
    consensus = ox.NamedNode(CONSENSUS)
    name, label = ox.NamedNode("https://example.org/p"), ox.NamedNode("https://example.org/label")
    with Store.open(folder) as store:
        store.inner.load(path=str(world), format=ox.RdfFormat.TURTLE, to_graph=consensus)
        many = (ox.NamedNode(f"https://example.org/n{n}") for n in range(3000))
        store.inner.extend(ox.Quad(node, name, node, consensus) for node in many)
        odd = ox.NamedNode("https://example.org/odd")
        store.inner.add(ox.Quad(odd, label, ox.Literal(HOSTILE), consensus))
        for number in (1, 2, 3):
            graph = ox.NamedNode(f"{KASEI}data{number}.rdf")
            document = ox.NamedNode("http://xmlns.com/foaf/0.1/Document")
            kind = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
            store.inner.add(ox.Quad(graph, kind, document, graph))
    return folder


@pytest.fixture(scope="session")
def server(store_folder: Path) -> Iterator[Server]:
    """A server over that store that gives a query two seconds."""
    with serving(store_folder, "--time-limit", "2", "--workers", "2") as found:
        yield found
