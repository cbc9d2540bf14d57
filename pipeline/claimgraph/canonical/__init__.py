"""The graph as files that can be compared line by line: sorted, prefixed, without blank nodes.

However large a graph is, it is sorted in runs on disk and written as it is merged.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack
from enum import StrEnum
from heapq import merge
from io import BytesIO
from itertools import chain, islice
from tempfile import TemporaryFile
from typing import IO, Any, Final

import pyoxigraph as ox
from pyoxigraph import DefaultGraph, NamedNode, Quad, RdfFormat

from claimgraph.canonical import order
from claimgraph.canonical.jsonld import write_jsonld
from claimgraph.canonical.order import flat, named
from claimgraph.canonical.rdfxml import write_rdfxml
from claimgraph.errors import StoreError
from claimgraph.store.graphstore import GraphStore
from claimgraph.terms import cg
from claimgraph.vocabulary import CONSENSUS, ENTITIES, INFERRED

STORE_ONLY: Final = frozenset({cg("text")})


class Format(StrEnum):
    """The RDF syntaxes that are written here, by the name a user gives."""

    TURTLE = "turtle"
    TRIG = "trig"
    NQUADS = "nquads"
    NTRIPLES = "ntriples"
    JSONLD = "jsonld"
    RDFXML = "rdfxml"


class Layer(StrEnum):
    """The layers of the graph."""

    ENTITIES = "entities"
    CLAIMS = "claims"
    CONSENSUS = "consensus"
    INFERRED = "inferred"


ALL_LAYERS: Final = tuple(Layer)
_OXIGRAPH: Final = {
    Format.TURTLE: RdfFormat.TURTLE,
    Format.TRIG: RdfFormat.TRIG,
    Format.NQUADS: RdfFormat.N_QUADS,
    Format.NTRIPLES: RdfFormat.N_TRIPLES,
    Format.JSONLD: RdfFormat.JSON_LD,
    Format.RDFXML: RdfFormat.RDF_XML,
}
_DERIVED: Final = {
    Layer.ENTITIES: NamedNode(ENTITIES),
    Layer.CONSENSUS: NamedNode(CONSENSUS),
    Layer.INFERRED: NamedNode(INFERRED),
}
_LINES: Final = (Format.NQUADS, Format.NTRIPLES)


def export(
    store: GraphStore,
    form: Format = Format.TURTLE,
    layers: Iterable[Layer] = ALL_LAYERS,
    names: Mapping[str, str] | None = None,
) -> bytes:
    """The chosen layers of a store in a format, the same bytes for the same content.

    `names` are the prefixes to use, the project's if none are given. What only the store keeps
    (whole texts) stays behind.
    """
    return write(layer_quads(store, layers), form, names)


def layer_quads(store: GraphStore, layers: Iterable[Layer] = ALL_LAYERS) -> Iterator[Quad]:
    """The quads of the chosen layers, store-only triples left out, in no order."""
    chosen = frozenset(layers)
    graphs = [graph for layer, graph in _DERIVED.items() if layer in chosen]
    if Layer.CLAIMS in chosen:
        graphs.extend(store.source_graphs())
    if graphs:
        yield from (q for q in store.quads(*graphs) if q.predicate not in STORE_ONLY)


def write(quads: Iterable[Quad], form: Format, names: Mapping[str, str] | None = None) -> bytes:
    """Quads in a format, sorted, with those prefixes (default: the project's) that are used."""
    out = BytesIO()
    write_to(out, quads, form, names)
    return out.getvalue()


def write_to(
    out: IO[bytes], quads: Iterable[Quad], form: Format, names: Mapping[str, str] | None = None
) -> None:
    """Writes quads as `write` gives them, piece by piece."""
    if form in _LINES:
        _write_lines(out, quads, form)
    elif form is Format.JSONLD:
        write_jsonld(out, quads, names)
    elif form is Format.RDFXML:
        write_rdfxml(out, quads, names)
    elif form is Format.TURTLE:
        used, ordered = flat(quads, names)
        _serialize(out, (quad.triple for quad in ordered), form, used)
    else:
        used, ordered = named(quads, names)
        _serialize(out, ordered, form, used)


def read(data: bytes, form: Format, base: str | None = None) -> list[Quad]:
    """The quads in bytes of a format.

    Raises:
        StoreError: they do not parse; the message gives line and column.
    """
    try:
        return list(ox.parse(data, format=_OXIGRAPH[form], base_iri=base))
    except SyntaxError as error:
        place = f" at line {error.lineno}, column {error.offset}" if error.lineno else ""
        raise StoreError(f"This is no {form}{place}: {error.msg}.") from error


def _write_lines(out: IO[bytes], quads: Iterable[Quad], form: Format) -> None:
    """One statement a line, lines sorted: canonical, since nothing is nameless."""
    if form is Format.NTRIPLES:
        quads = (Quad(q.subject, q.predicate, q.object, DefaultGraph()) for q in quads)
    with ExitStack() as stack:
        source, runs = iter(quads), list[Iterable[bytes]]()
        while batch := list(islice(source, order.RUN)):
            lines = ox.serialize(batch, format=RdfFormat.N_QUADS) or b""
            run = sorted(lines.splitlines(keepends=True))
            if len(batch) == order.RUN:
                file = stack.enter_context(TemporaryFile())
                file.writelines(run)
                file.seek(0)
                run = file  # type: ignore[assignment]
            runs.append(run)
        last = b""
        for line in merge(*runs):
            if line != last:
                out.write(line)
            last = line


class _Body:
    """A file that leaves out what a serialiser writes first: its head, in no fixed order."""

    def __init__(self, out: IO[bytes], head: int) -> None:
        self._out, self._left = out, head

    def write(self, data: bytes) -> int:
        """Writes what lies behind the head."""
        skipped = min(self._left, len(data))
        self._left -= skipped
        self._out.write(data[skipped:])
        return len(data)

    def flush(self) -> None:
        """Hands on what the file beneath still holds."""
        self._out.flush()


def _serialize(
    out: IO[bytes], items: Iterable[Any], form: Format, names: Mapping[str, str]
) -> None:
    items = iter(items)
    first = next(items, None)
    if first is None:
        return
    head = "".join(sorted(f"@prefix {name}: <{space}> .\n" for name, space in names.items()))
    out.write(head.encode())
    body: Any = _Body(out, len(head.encode()))
    ox.serialize(chain((first,), items), body, _OXIGRAPH[form], prefixes=dict(names))


__all__ = [
    "ALL_LAYERS",
    "STORE_ONLY",
    "Format",
    "Layer",
    "export",
    "layer_quads",
    "read",
    "write",
    "write_to",
]
