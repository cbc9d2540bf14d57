"""What notebooks and other programs call: texts in; rows, answers and rdflib graphs out.

`from claimgraph import api`, then `api.read`, `api.extract`, `api.build`, `api.load`. These names
stay: within releases of one first number, names and parameters may be added, none taken away, and
rows may get further keys. Other modules of the package may change at any time.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, Self, TypeAlias

import pyoxigraph as ox
from rdflib import Dataset, Graph

from claimgraph import report
from claimgraph.ask import catalogue
from claimgraph.canonical import ALL_LAYERS, Format, Layer, layer_quads, write
from claimgraph.errors import SourceError
from claimgraph.explain.chain import as_text, explain
from claimgraph.layout import DEFAULT_MODEL, Domain, domain
from claimgraph.model import Document, Reading
from claimgraph.prefixes import prefixes
from claimgraph.read import ReadOptions
from claimgraph.read import read as read_all
from claimgraph.run.pipeline import Built, Pipeline
from claimgraph.store.embedded import Store

Source: TypeAlias = str | Path | Document
Row: TypeAlias = dict[str, Any]


def read(*paths: str | Path, **known: str) -> tuple[Document, ...]:
    """The documents in files and folders, in order of their paths.

    Args:
        paths: text, Markdown, HTML or PDF files, or folders of them.
        known: what the files do not tell themselves: `title`, `publisher`, `author`, `published`
            (an ISO day), `url`, `rights`, `language`; `id` for a single file.

    Raises:
        SourceError: a file cannot be read; says why and what to do.
    """
    documents = []
    for found in read_all([str(path) for path in paths], ReadOptions(**known), None):  # type: ignore[arg-type]
        if isinstance(found, SourceError):
            raise found
        documents.append(found)
    return tuple(documents)


def extract(
    *sources: Source, domain_folder: str | Path | None = None, model: str = DEFAULT_MODEL
) -> tuple[Reading, ...]:
    """What each source says: its attributions, claims and entities, without a store.

    Args:
        sources: documents, or paths that `read` takes.
        domain_folder: the folder of another domain; None is the one that ships.
        model: name or path of an installed spaCy pipeline.

    Raises:
        SourceError: a file cannot be read.
        ModelError: the spaCy pipeline is missing.
    """
    from claimgraph.extract import Extractor  # noqa: PLC0415 - loads spaCy

    extractor = Extractor(_domain(domain_folder), model)
    return tuple(extractor.read(_documents(sources)))


def claims(readings: Iterable[Reading]) -> list[Row]:
    """The claims of some readings as rows, ready for a table; offsets are code points, half-open.

    The keys are those that `claimgraph claims --format jsonl` prints.
    """
    return [report.claim_record(claim) for reading in readings for claim in reading.claims]


def attributions(readings: Iterable[Reading]) -> list[Row]:
    """Who said what in some readings as rows, as `claimgraph attributions` prints them."""
    return [
        report.attribution_record(one, reading.document)
        for reading in readings
        for one in reading.attributions
    ]


def build(
    *sources: Source,
    store: str | Path | None = None,
    domain_folder: str | Path | None = None,
    model: str = DEFAULT_MODEL,
    curation: str | Path | None = None,
) -> "KnowledgeGraph":
    """The graph of some sources: all stages from text to consensus, inference and validation.

    Args:
        sources: documents, or paths that `read` takes.
        store: a folder that keeps the graph; what is there already stays and is not read again.
            None keeps it in memory.
        domain_folder: the folder of another domain.
        model: name or path of an installed spaCy pipeline.
        curation: the folder with reviewers' decisions.

    Raises:
        SourceError: a file cannot be read.
        StoreError: the folder is no store, or another process is writing it.
    """
    place = None if domain_folder is None else Path(domain_folder)
    decisions = None if curation is None else Path(curation)
    kept = Store.memory() if store is None else Store.open(store)
    pipeline = Pipeline.of(place, model, decisions)
    built = pipeline.build(kept, _documents(sources))
    return KnowledgeGraph(kept, pipeline.domain, built)


def load(store: str | Path, *, domain_folder: str | Path | None = None) -> "KnowledgeGraph":
    """The graph in a store that `build` made, for reading; other processes may read beside it.

    Raises:
        StoreError: there is no store, or a newer version made it.
    """
    return KnowledgeGraph(Store.open(store, read_only=True), _domain(domain_folder))


@dataclass(frozen=True)
class KnowledgeGraph:
    """A graph to ask. As a context manager it lets go of its store at the end.

    `built` tells what `build` did: outcome of each source, what was kept out, findings.
    """

    store: Store
    domain: Domain
    built: Built | None = field(default=None, repr=False)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Lets go of the store; another process can then write it."""
        self.store.close()

    @cached_property
    def _catalogue(self) -> catalogue.Catalogue:
        return catalogue.Catalogue.load(self.domain)

    @property
    def questions(self) -> Mapping[str, str]:
        """The names of the questions that can be asked, with their words."""
        return {question.name: question.text for question in self._catalogue.questions}

    def ask(self, name: str, **parameters: str) -> list[Row]:
        """The answer to a question of the catalogue: a row an answer, a key a column.

        Parameters take labels and aliases of what the graph knows, and dates as 2026-06-20.

        Raises:
            UnknownNameError: no such question, parameter or entity; tells near names.
            QueryError: a parameter is missing or no date where one is asked for.
        """
        found = catalogue.ask(self.store, self._catalogue.question(name), parameters)
        return [dict(zip(found.columns, row, strict=True)) for row in found.rows]

    def query(self, sparql: str, **bound: ox.NamedNode | ox.Literal) -> list[Row]:
        """The rows of a SELECT over all layers; the domain's prefixes are known.

        Values are strings (IRIs and lexical forms), None where a variable is unbound. `bound`
        binds variables that the query selects. The query runs in this process without a limit.

        Raises:
            QueryError: it does not parse, or is no SELECT.
        """
        found = self.store.rows(sparql, bound, prefixes(self.domain))
        names = [variable.value for variable in found.variables]
        return [{name: _plain(row[name]) for name in names} for row in found]

    def explain(self, name: str) -> str:
        """Why the graph holds a node: claims, quotes, sources and rules, as text.

        Raises:
            UnknownNameError: nothing bears this IRI, prefixed name or label.
        """
        return as_text(explain(self.store, name))

    def rdflib(self, *layers: str) -> Graph:
        """The layers as one rdflib graph: `entities`, `claims`, `consensus`, `inferred`, or all."""
        return Graph().parse(data=self._bytes(layers, Format.NTRIPLES), format="nt")

    def dataset(self, *layers: str) -> Dataset:
        """The layers as an rdflib dataset, with their named graphs."""
        found = Dataset()
        found.parse(data=self._bytes(layers, Format.NQUADS), format="nquads")
        return found

    def turtle(self, *layers: str) -> str:
        """The layers as canonical Turtle: the same graph gives the same text."""
        return self._bytes(layers, Format.TURTLE).decode()

    def _bytes(self, layers: Sequence[str], form: Format) -> bytes:
        chosen = [Layer(name) for name in layers] or list(ALL_LAYERS)
        return write(layer_quads(self.store, chosen), form, prefixes(self.domain))


def _documents(sources: Iterable[Source]) -> tuple[Document, ...]:
    found: list[Document] = []
    for source in sources:
        found.extend([source] if isinstance(source, Document) else read(source))
    return tuple(found)


def _domain(folder: str | Path | None) -> Domain:
    return domain(None if folder is None else Path(folder))


def _plain(term: object) -> str | None:
    value = getattr(term, "value", None)
    return value if isinstance(value, str) else None
