"""Fixtures that many tests ask for: the loaded pipeline, parsing, the shared material."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

import pytest
from spacy.language import Language

from claimgraph.extract import Extractor
from claimgraph.extract.parse.language import Parsed, load, parse
from claimgraph.layout import domain
from claimgraph.model import Claim, Document, Region, RegionKind, Span
from claimgraph.read import ReadOptions, read
from claimgraph.run.pipeline import Pipeline
from claimgraph.store.embedded import Store

ROOT = Path(__file__).resolve().parents[1]
ClaimsOf = Callable[[Iterable[str]], Mapping[str, tuple[Claim, ...]]]


@pytest.fixture(scope="session")
def root() -> Path:
    """The project's folder."""
    return ROOT


@pytest.fixture(scope="session")
def shared() -> Path:
    """The shared material beside the project; tests that need it skip where it is absent."""
    folder = ROOT.parent / "shared"
    if not folder.is_dir():
        pytest.skip("needs ../shared, which is not here")
    return folder


@pytest.fixture(scope="session")
def nlp() -> Language:
    """The default spaCy pipeline, loaded once."""
    return load()


def document(text: str, **fields: str) -> Document:
    """A document whose paragraphs are the text's lines."""
    regions, position = [], 0
    for line in text.split("\n"):
        if line.strip():
            regions.append(Region(RegionKind.BODY, Span(position, position + len(line))))
        position += len(line) + 1
    digest = hashlib.sha256(text.encode()).hexdigest()
    return Document(
        id=fields.pop("id", "test"), text=text, sha256=digest, regions=tuple(regions), **fields
    )


@pytest.fixture(scope="session")
def parse_text(nlp: Language) -> Callable[..., Parsed]:
    """A function that parses a text whose lines are paragraphs."""

    def parsed(text: str, **fields: str) -> Parsed:
        return next(parse(nlp, [document(text, **fields)]))

    return parsed


@pytest.fixture(scope="session")
def extractor() -> Extractor:
    """The extractor of the domain that ships."""
    return Extractor(domain())


@pytest.fixture(scope="session")
def claims_of(extractor: Extractor) -> ClaimsOf:
    """A function from texts to the claims of each; equal texts are read once."""

    def read_all(texts: Iterable[str]) -> Mapping[str, tuple[Claim, ...]]:
        different = list(dict.fromkeys(texts))
        readings = extractor.read(document(text) for text in different)
        return {text: one.claims for text, one in zip(different, readings, strict=True)}

    return read_all


@pytest.fixture(scope="session")
def graph_of() -> Iterator[Callable[[Path], Store]]:
    """A function from a folder of texts to the store that they build, each built once."""
    stores: dict[Path, Store] = {}

    def build(folder: Path) -> Store:
        if folder not in stores:
            found = [one for one in read([folder], ReadOptions()) if isinstance(one, Document)]
            stores[folder] = Store.memory()
            Pipeline.of().build(stores[folder], found)
        return stores[folder]

    yield build
    for store in stores.values():
        store.close()
