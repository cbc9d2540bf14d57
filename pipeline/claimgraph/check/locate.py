"""From a node of the graph to the words of the source that it rests on."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

import pyoxigraph as ox

from claimgraph import iri
from claimgraph.check.findings import Finding, Ground, Placed, is_iri
from claimgraph.model import Span
from claimgraph.vocabulary import CG, DCTERMS, OA, RDFS, local_name

EVIDENCE = ox.NamedNode(CG + "evidence")
HAS_SOURCE = ox.NamedNode(OA + "hasSource")
SELECTOR = ox.NamedNode(OA + "hasSelector")
SOURCE = ox.NamedNode(CG + "source")
IDENTIFIER = ox.NamedNode(DCTERMS + "identifier")
LABEL = ox.NamedNode(RDFS + "label")
# from a node to the claims it was made of: the node is the subject (out) or the object (in)
OUT = tuple(ox.NamedNode(CG + name) for name in ("differingClaim", "restsOn"))
MADE_BY = ox.NamedNode(CG + "madeBy")
IN = tuple(ox.NamedNode(CG + name) for name in ("describes", "quantity"))
TOLD = frozenset({"claim", "mention"})
"""The kinds of nodes with evidence of their own from which others are made."""


class View(Protocol):
    """Where quads are looked up by pattern; None stands for any term."""

    def quads_for_pattern(
        self,
        subject: ox.NamedNode | None,
        predicate: ox.NamedNode | None,
        value: ox.NamedNode | ox.Literal | None,
        graph: ox.NamedNode | None = None,
        /,
    ) -> Iterator[ox.Quad]:
        """The quads that have these terms."""

    def __iter__(self) -> Iterator[ox.Quad]:
        """All quads."""


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where a node's evidence stands; sorts in the order of the texts."""

    source: str
    start: int
    end: int
    node: str


@dataclass(frozen=True)
class Locator:
    """Finds places in the texts that a flat store of claims holds.

    `known` are places that were found before, by the node whose evidence stands there.
    """

    store: View
    known: Mapping[str, Sequence[Place]] = field(default_factory=dict)
    _texts: dict[str, str] = field(default_factory=dict, init=False, repr=False)
    _places: dict[str, list[Place]] = field(default_factory=dict, init=False, repr=False)

    def locate(self, finding: Finding, places: Sequence[Place] = ()) -> Finding:
        """The finding with source, span, line, column, quote and claims, as far as known.

        `places` are those of its focus node, where they were found before.
        """
        if places:
            return self._placed(finding, places)
        if not is_iri(finding.focus):
            return finding
        focus = ox.NamedNode(finding.focus)
        if self._one(focus, IDENTIFIER):
            return replace(finding, source=self._id(finding.focus))
        if places := self.places(focus):
            return self._placed(finding, places)
        source = self._one(focus, HAS_SOURCE) or self._one(focus, SOURCE)
        return replace(finding, source=self._id(source)) if source else finding

    def _id(self, source: str) -> str:
        """The id under which a source is known to its user."""
        if not is_iri(source):  # a graph of somebody else's may have any literal there
            return source
        return self._one(ox.NamedNode(source), IDENTIFIER) or local_name(source)

    def places(self, node: ox.NamedNode) -> tuple[Place, ...]:
        """The evidence of a node and of the claims it was made of, in the order of the texts."""
        if own := self._own(node):
            return tuple(own)
        near = self._near(node)
        if not near and (maker := self._maker(node)):
            return self.places(maker)
        near = near or self._linked(node)
        return tuple(sorted(place for claim in near for place in self._own(claim)))

    def foreseen(self, finding: Finding) -> tuple[Place, ...]:
        """The places of a focus node without evidence of its own; none unless all are known."""
        if not is_iri(finding.focus) or self._one(ox.NamedNode(finding.focus), IDENTIFIER):
            return ()
        node = ox.NamedNode(finding.focus)
        near = self._near(node) or self._near(self._maker(node) or node)
        names = [one.value for one in near if isinstance(one, ox.NamedNode)]
        if any(iri.kind_of(name) in TOLD and name not in self.known for name in names):
            return ()
        return tuple(sorted(place for name in names for place in self.known.get(name, ())))

    def _near(self, node: ox.NamedNode) -> list[object]:
        """The claims that a node was made of."""
        near: list[object] = [
            q.object for p in OUT for q in self.store.quads_for_pattern(node, p, None)
        ]
        return near + [q.subject for p in IN for q in self.store.quads_for_pattern(None, p, node)]

    def _maker(self, node: ox.NamedNode) -> ox.NamedNode | None:
        """The situation that made a node; the first by IRI where several did."""
        made = (quad.object for quad in self.store.quads_for_pattern(node, MADE_BY, None))
        return min((one for one in made if isinstance(one, ox.NamedNode)), key=str, default=None)

    def name(self, term: str) -> str:
        """The label of a node for use in a sentence, else its local name; a literal as it is."""
        if not is_iri(term):
            return term
        return self._one(ox.NamedNode(term), LABEL) or local_name(term)

    def _linked(self, node: ox.NamedNode) -> list[object]:
        """Whatever points at the node or is pointed at by it: the last resort."""
        found: list[object] = [q.object for q in self.store.quads_for_pattern(node, None, None)]
        found += [q.subject for q in self.store.quads_for_pattern(None, None, node)]
        return found

    def own(self, node: ox.NamedNode) -> list[Place]:
        """The evidence of a node itself, in the order of the texts."""
        found = [q.object for q in self.store.quads_for_pattern(node, EVIDENCE, None)] or [node]
        places = (self._place(evidence, node) for evidence in found)
        return sorted(place for place in places if place)

    def _own(self, node: object) -> list[Place]:
        """The evidence of a node itself, looked up once."""
        if not isinstance(node, ox.NamedNode):
            return []
        if node.value not in self._places:
            self._places[node.value] = self.own(node)
        return self._places[node.value]

    def _place(self, evidence: object, node: ox.NamedNode) -> Place | None:
        if not isinstance(evidence, ox.NamedNode):
            return None
        source = self._one(evidence, HAS_SOURCE)
        selectors = [q.object for q in self.store.quads_for_pattern(evidence, SELECTOR, None)]
        start = self._number(selectors, "start")
        end = self._number(selectors, "end")
        if not source or start is None or end is None or end <= start:
            return None
        return Place(source, start, end, node.value)

    def _number(self, selectors: Iterable[object], name: str) -> int | None:
        values = (self._one(selector, ox.NamedNode(OA + name)) for selector in selectors)
        return min((int(value) for value in values if value.isdigit()), default=None)

    def _one(self, subject: object, predicate: ox.NamedNode) -> str:
        if not isinstance(subject, ox.NamedNode):
            return ""
        found = self.store.quads_for_pattern(subject, predicate, None)
        return min((str(getattr(quad.object, "value", "")) for quad in found), default="")

    def _text(self, source: str) -> str:
        if source not in self._texts:
            node = ox.NamedNode(source) if is_iri(source) else None
            self._texts[source] = self._one(node, ox.NamedNode(CG + "text"))
        return self._texts[source]

    def _placed(self, finding: Finding, places: Iterable[Place]) -> Finding:
        first, *_ = places
        claims = tuple(dict.fromkeys(p.node for p in places if "/claim/" in p.node))
        return replace(finding, claims=claims).at(self._spot(first))

    def _spot(self, place: Place) -> Placed:
        text = self._text(place.source)
        line, column = line_and_column(text, place.start) if place.start < len(text) else (0, 0)
        return Placed(
            source=self._id(place.source),
            span=Span(place.start, place.end),
            line=line,
            column=column,
            quote=text[place.start : place.end],
        )

    def ground(self, kind: ox.NamedNode, claim: ox.NamedNode) -> Ground:
        """A claim that tells a kind, with the first place of its evidence."""
        spot = next((self._spot(place) for place in self._own(claim)), Placed())
        return Ground(kind.value, claim.value).at(spot)


def line_and_column(text: str, position: int) -> tuple[int, int]:
    r"""Line and column of a position, both counted from 1, columns in code points.

    >>> line_and_column("one\ntwo", 5)
    (2, 2)
    """
    return text.count("\n", 0, position) + 1, position - text.rfind("\n", 0, position)
