"""What an export holds: the chosen part of a store, as quads, facts and rows."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

import pyoxigraph as ox
from pyoxigraph import NamedNode, Quad

from claimgraph import selection
from claimgraph.canonical import ALL_LAYERS, Layer, layer_quads
from claimgraph.facts import Facts
from claimgraph.layout import Domain, domain
from claimgraph.ontology import Ontology
from claimgraph.prefixes import prefixes
from claimgraph.report import Record
from claimgraph.selection import Filter
from claimgraph.store.graphstore import GraphStore
from claimgraph.terms import LABEL, TYPE, Term, cg
from claimgraph.vocabulary import CONSENSUS, DCTERMS, ENTITIES, INFERRED, local_name

LAYER_OF = {
    NamedNode(ENTITIES): Layer.ENTITIES,
    NamedNode(CONSENSUS): Layer.CONSENSUS,
    NamedNode(INFERRED): Layer.INFERRED,
}
TITLE = NamedNode(DCTERMS + "title")


@dataclass(frozen=True)
class Selection:
    """Which part of a graph is wanted: layers, claims, and whether the publishers' words go along.

    `layers` is None where each format takes those that suit it. `domain` names the domain whose
    ontology tells what the graph's terms mean; None is the one that ships.
    """

    layers: tuple[Layer, ...] | None = None
    wanted: Filter = field(default_factory=Filter)
    quotes: bool = True
    domain: Domain | None = None

    @cached_property
    def ontology(self) -> Ontology:
        """The domain's ontology."""
        return Ontology.load(self.domain or domain())


@dataclass(frozen=True)
class Content:
    """The selected part of one store; each part is made when a format asks for it."""

    store: GraphStore
    selection: Selection
    usual: tuple[Layer, ...] = ALL_LAYERS

    @property
    def layers(self) -> tuple[Layer, ...]:
        """The layers that were asked for, else those that suit the format."""
        return self.usual if self.selection.layers is None else self.selection.layers

    @property
    def ontology(self) -> Ontology:
        """The domain's ontology."""
        return self.selection.ontology

    @cached_property
    def prefixes(self) -> Mapping[str, str]:
        """The domain's prefixes."""
        return prefixes(self.selection.domain)

    def quads(self) -> Iterator[Quad]:
        """The quads, in no order; each call reads them anew.

        Raises:
            UnknownNameError: the filter names what the store does not know.
        """
        return self._chosen() if self.selection.quotes else selection.quoteless(self._chosen)

    def _chosen(self) -> Iterator[Quad]:
        quads = layer_quads(self.store, self.layers)
        if self.selection.wanted.is_open:
            return quads
        claims = [selection.iri_of(record) for record in self._wanted]
        return selection.part(quads, claims, self.store)

    @cached_property
    def _wanted(self) -> tuple[Record, ...]:
        wanted = selection.wanted_in(self.store, self.selection.wanted)
        records = selection.claim_records(self.store, self.ontology)
        return tuple(record for record in records if wanted.wants(record))

    @cached_property
    def records(self) -> tuple[Record, ...]:
        """The claims as rows of the claims table; none where the claims' layer is left out."""
        if Layer.CLAIMS not in self.layers:
            return ()
        if self.selection.quotes:
            return self._wanted
        return tuple(selection.without_words(record) for record in self._wanted)

    @cached_property
    def facts(self) -> Facts:
        """All quads as look-up tables."""
        return Facts.of(self.quads())

    @cached_property
    def types(self) -> Mapping[NamedNode, tuple[NamedNode, ...]]:
        """The classes of each node that lie above no other of its classes, by node."""
        return {
            node: self._finest({kind for kind in kinds if isinstance(kind, NamedNode)})
            for node, kinds in self.facts.table(TYPE).items()
        }

    def _finest(self, kinds: set[NamedNode]) -> tuple[NamedNode, ...]:
        above = {upper for kind in kinds for upper in self.ontology.above(kind) if upper != kind}
        return tuple(sorted(kinds - above or kinds, key=str))

    def name(self, term: Term) -> str:
        """What a node is called, or a literal's text."""
        if isinstance(term, ox.Literal):
            return term.value
        told = self.facts.string(term, LABEL) or self.facts.string(term, TITLE)
        return told or self.facts.string(term, cg("words")) or local_name(term.value)


def layer_of(quad: Quad) -> Layer:
    """The layer that a quad is in."""
    graph = quad.graph_name
    return LAYER_OF.get(graph, Layer.CLAIMS) if isinstance(graph, NamedNode) else Layer.CLAIMS
