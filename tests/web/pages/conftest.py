"""A graph of the seeds and of one article that would do harm, and the pages over it."""

from pathlib import Path

import pyoxigraph as ox
import pytest

from claimgraph.layout import domain
from claimgraph.read import read, read_text
from claimgraph.run.pipeline import Pipeline
from claimgraph.store.embedded import Store
from claimgraph.vocabulary import BASE, ENTITIES, RDFS
from claimgraph.web.pages.book import Book

EVIL = "</title><script>alert(1)</script>\"'><img src=x onerror=alert(2)>"
HARMFUL = """Anthropic launched Fable 5 on June 12, 2026 \U0001f680, a spokesman said.

The <b onclick=alert(3)>Commerce Department</b> ordered Anthropic to suspend Fable\u20115 & go.
"""


def harmful_store(*documents: object) -> tuple[Store, Pipeline]:
    """A store of some documents, an article with hostile words, and two hostile nodes."""
    pipeline = Pipeline.of()
    evil = read_text(
        HARMFUL, "evil.txt", id="evil", title=EVIL, publisher=EVIL, url="javascript:alert(4)"
    )
    store = Store.memory()
    pipeline.build(store, [*documents, evil])
    graph, label = ox.NamedNode(ENTITIES), ox.NamedNode(RDFS + "label")
    for name in (BASE + "id/evil-label", "javascript:alert(5)"):
        store.inner.add(ox.Quad(ox.NamedNode(name), label, ox.Literal(EVIL), graph))
    relation = ox.NamedNode(RDFS + "seeAlso")
    anthropic = ox.NamedNode(BASE + "id/anthropic")
    store.inner.add(ox.Quad(anthropic, relation, ox.NamedNode("javascript:alert(5)"), graph))
    return store, pipeline


@pytest.fixture(scope="session")
def small() -> tuple[Store, Pipeline]:
    """The harmful article alone."""
    return harmful_store()


@pytest.fixture(scope="session")
def book(root: Path) -> Book:
    """The pages over the seeds and the harmful article."""
    store, _ = harmful_store(*read([str(root / "seeds")]))
    return Book.of(store, domain())
