"""The graph as files that can be compared line by line: sorted, prefixed, without blank nodes."""

from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from pathlib import Path
from typing import Final

import pyoxigraph as ox
from pyoxigraph import DefaultGraph, NamedNode, Quad, RdfFormat, Triple

from claimgraph.errors import StoreError
from claimgraph.layout import home
from claimgraph.store import Store
from claimgraph.terms import cg, sort_key
from claimgraph.vocabulary import CONSENSUS, ENTITIES, INFERRED, SH

STORE_ONLY: Final = frozenset({cg("text")})
CHUNK: Final = 5_000


class Format(StrEnum):
    """The formats of a whole graph, by the name a user gives."""

    TURTLE = "turtle"
    TRIG = "trig"
    NQUADS = "nquads"
    NTRIPLES = "ntriples"
    JSONLD = "jsonld"


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
}
_DERIVED: Final = {
    Layer.ENTITIES: NamedNode(ENTITIES),
    Layer.CONSENSUS: NamedNode(CONSENSUS),
    Layer.INFERRED: NamedNode(INFERRED),
}
_FLAT: Final = (Format.TURTLE, Format.NTRIPLES)
_LINES: Final = (Format.NQUADS, Format.NTRIPLES)


def prefixes(path: Path | None = None) -> dict[str, str]:
    """The project's prefixes, from `ontology/prefixes.ttl`, by prefix."""
    path = path or home() / "ontology" / "prefixes.ttl"
    declared: dict[str, dict[str, str]] = {}
    for quad in ox.parse(path=str(path), format=RdfFormat.TURTLE):
        if quad.predicate.value in {SH + "prefix", SH + "namespace"}:
            key = quad.predicate.value.removeprefix(SH)
            value = quad.object.value if isinstance(quad.object, ox.Literal) else ""
            declared.setdefault(str(quad.subject), {})[key] = value
    return dict(sorted((one["prefix"], one["namespace"]) for one in declared.values()))


def export(
    store: Store, form: Format = Format.TURTLE, layers: Iterable[Layer] = ALL_LAYERS
) -> bytes:
    """The chosen layers of a store in a format, the same bytes for the same content.

    Store-only triples (whole texts) stay behind.
    """
    return write(layer_quads(store, layers), form)


def layer_quads(store: Store, layers: Iterable[Layer] = ALL_LAYERS) -> Iterator[Quad]:
    """The quads of the chosen layers, store-only triples left out, in no order."""
    chosen = frozenset(layers)
    graphs = [graph for layer, graph in _DERIVED.items() if layer in chosen]
    if Layer.CLAIMS in chosen:
        graphs.extend(store.source_graphs())
    if graphs:
        yield from (q for q in store.quads(*graphs) if q.predicate not in STORE_ONLY)


def write(quads: Iterable[Quad], form: Format, names: Mapping[str, str] | None = None) -> bytes:
    """Quads in a format, sorted, with those prefixes (default: the project's) that are used."""
    quads = list(quads)
    if form in _LINES:
        return _lines(quads, form)
    used = _used(quads, prefixes() if names is None else names)
    if form in _FLAT:
        triples = sorted({quad.triple for quad in quads}, key=sort_key)
        return _serialized(triples, form, used)
    ordered = sorted(set(quads), key=lambda quad: (str(quad.graph_name), *sort_key(quad)))
    return _serialized(ordered, form, used)


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


def _lines(quads: list[Quad], form: Format) -> bytes:
    """One statement a line, lines sorted: canonical, since nothing is nameless."""
    if form is Format.NTRIPLES:
        quads = [Quad(q.subject, q.predicate, q.object, DefaultGraph()) for q in quads]
    lines = _dump(quads, RdfFormat.N_QUADS, {}).splitlines(keepends=True)
    return b"".join(sorted(set(lines)))


def _serialized(items: list[Triple] | list[Quad], form: Format, names: Mapping[str, str]) -> bytes:
    if form not in {Format.TURTLE, Format.TRIG}:
        return _dump(items, _OXIGRAPH[form], {})
    lines = _dump(items, _OXIGRAPH[form], dict(names)).splitlines(keepends=True)
    head = next((n for n, line in enumerate(lines) if not line.startswith(b"@prefix")), len(lines))
    return b"".join((*sorted(lines[:head]), *lines[head:]))


def _dump(items: list[Triple] | list[Quad], form: RdfFormat, names: dict[str, str]) -> bytes:
    return ox.serialize(items, format=form, prefixes=names) or b""


def _used(quads: Iterable[Quad], names: Mapping[str, str]) -> dict[str, str]:
    """The prefixes that some term of the quads begins with."""
    spaces: set[str] = set()
    for quad in quads:
        for term in (quad.subject, quad.predicate, quad.object, quad.graph_name):
            name = term.datatype if isinstance(term, ox.Literal) else term
            if isinstance(name, NamedNode):
                spaces.add(_space(name.value))
    return {prefix: space for prefix, space in sorted(names.items()) if space in spaces}


def _space(name: str) -> str:
    cut = max(name.rfind("#"), name.rfind("/")) + 1
    return name[:cut]
