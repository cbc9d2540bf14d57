"""What the shapes find, kept and renewed for what changed alone.

A source is judged by what it says itself and by the things that it speaks of as it tells of them:
that verdict is its own, whatever other sources say. What is derived (situations, differences,
states, entities) is judged with all that its shapes look at, and only where it changed.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain, islice
from typing import Final

from pyoxigraph import NamedNode, Quad, RdfFormat, Triple, parse, serialize

from claimgraph import iri, shacl
from claimgraph.check.checker import Checker, Indexed, flat
from claimgraph.check.findings import Finding
from claimgraph.check.locate import EVIDENCE, Locator, Place, View
from claimgraph.entities import entities_in, lexicon_of
from claimgraph.facts import Facts
from claimgraph.infer import infer
from claimgraph.ontology import Ontology
from claimgraph.terms import ALT_LABEL, TYPE, cg
from claimgraph.vocabulary import BASE, CONSENSUS, ENTITIES, INFERRED

OWN_KINDS: Final = frozenset({"claim", "evidence", "attribution", "quantity", "source", "mention"})
OWN_CLASSES: Final = frozenset(cg(kind.capitalize()) for kind in OWN_KINDS)
IDS: Final = BASE + "id/"
LIGHT_KINDS: Final = frozenset({"claim", "quantity", "source"})
LIGHT_NAMES: Final = tuple(f"{BASE}{kind}/" for kind in sorted(LIGHT_KINDS))
LIGHT_CLASSES: Final = tuple(cg(kind.capitalize()) for kind in sorted(LIGHT_KINDS))
DERIVED: Final = tuple(NamedNode(name) for name in (ENTITIES, CONSENSUS, INFERRED))
HEAVY: Final = frozenset({cg("text")})
GROUND: Final = cg("restsOn")
DESCRIBES: Final = cg("describes")
ON_SITUATION: Final = cg("onSituation")
IMMATERIAL: Final = frozenset({GROUND, ALT_LABEL})
"""What changes of an entity with every source, and no shape over others looks at."""

TOGETHER: Final = 16
"""So many sources at most are judged side by side."""


@dataclass(frozen=True, slots=True)
class Light:
    """What of a source is looked at to judge what is derived.

    `told` are N-Triples, which take less room than objects: no attributions, no texts, of claims
    what shapes over other nodes look at. `places` are where the claims stand.
    """

    told: bytes
    places: tuple[Place, ...]


Stood = tuple[Finding, tuple[Place, ...]]
"""A finding with the places of its focus node, none where they were not looked for."""


@dataclass(frozen=True)
class Judge:
    """The shapes of a domain over sources and over what is derived from them."""

    checker: Checker
    ontology: Ontology

    def own_all(self, sources: Iterable[shacl.Tables]) -> list[tuple[Finding, ...]]:
        """What is found in each of some sources; see `Beside`, which uses their tables up.

        However many there are, no more than `TOGETHER` are held at a time.
        """
        found: list[tuple[Finding, ...]] = []
        beside = Beside(self)
        for told in sources:
            if not beside.takes(told):
                found += beside.findings()
                beside = Beside(self)
                beside.takes(told)
        return found + beside.findings()

    @cached_property
    def _distant(self) -> frozenset[NamedNode] | None:
        """What shapes over what is derived look at elsewhere than at a focus node; None for any.

        Where decisions change, all is judged anew.
        """
        return self.checker.distant((*OWN_CLASSES, cg("Decision")))

    def derived(
        self,
        view: View,
        changed: Collection[Quad] | None = None,
        made: Iterable[Quad] | None = None,
    ) -> tuple[frozenset[str] | None, tuple[Finding, ...]]:
        """What is found in what is derived: everywhere, or at the nodes that a change touches.

        `made` is all that is derived, where it is at hand. Gives the nodes that were judged, None
        for all of them, and what was found at these.
        """
        region = Region(view, lexicon_of(self.ontology).properties, self._distant)
        if changed is None:  # no triple is in two graphs, nor is any met twice here
            wanted, graph = None, self.checker.tabled(shacl.tabled(region.everything(made)))
        else:
            nodes = region.touched(changed)
            wanted = frozenset(node.value for node in nodes)
            graph = self.checker.index(flat(region.around(nodes)))
        found = self._found(graph)
        chosen = ((one, ()) for one in found if wanted is None or one.focus in wanted)
        return wanted, self.placed(chosen, view)

    def light(self, source: shacl.Tables) -> Light:
        """What of a source is looked at to judge what is derived."""
        seen = source.keys() - HEAVY if self._distant is None else self._distant
        told = (
            Triple(node, predicate, value)
            for predicate, table in source.items()
            if predicate in seen
            for node, values in table.items()
            if isinstance(node, NamedNode) and node.value.startswith(LIGHT_NAMES)
            for value in values
        )
        locator = Locator(Indexed(shacl.Data.of(source), ()))
        nodes = (node for node in source.get(EVIDENCE, ()) if isinstance(node, NamedNode))
        claims = (node for node in nodes if iri.kind_of(node.value) == "claim")
        places = tuple(place for claim in claims for place in locator.own(claim))
        return Light(serialize(told, format=RdfFormat.N_TRIPLES) or b"", places)

    def unplaced(self, made: Iterable[Quad], sources: Collection[Light]) -> tuple[Stood, ...]:
        """What is found in what is derived, without the words of the texts.

        `made` is all that is derived, `sources` what `light` gives of each source.
        """
        told = (parse(one.told, format=RdfFormat.N_TRIPLES) for one in sources)
        graph = self.checker.tabled(shacl.tabled(chain(made, *told)))
        known = defaultdict[str, list[Place]](list)
        for place in chain.from_iterable(one.places for one in sources):
            known[place.node].append(place)
        locator = Locator(graph, known)
        return tuple((one, locator.foreseen(one)) for one in self._found(graph))

    def placed(self, found: Iterable[Stood], view: View) -> tuple[Finding, ...]:
        """Findings with the words of the texts that a graph holds, the worst first."""
        locator = Locator(view)
        located = {self.checker.located(o, locator, at, self.ontology) for o, at in found}
        return tuple(sorted(located, key=lambda one: one.order))

    def _found(self, graph: Indexed) -> Iterator[Finding]:
        for one in self.checker.found(graph, shacl.Scope(apart=OWN_CLASSES)):
            if iri.kind_of(one.focus) not in OWN_KINDS:
                yield one


class Beside:
    """Sources judged side by side and yet each alone.

    What they share, the things they speak of, goes by a name of its own in each; sources that
    share more are not judged together.
    """

    def __init__(self, judge: Judge) -> None:
        self._judge = judge
        self._tables: shacl.Tables = {}
        self._owner: dict[shacl.Term, int] = {}
        self._count = 0

    def takes(self, tables: shacl.Tables) -> bool:
        """Takes a source in, unless there are enough or one speaks of nodes that it speaks of."""
        nodes = {p: _nodes(table.values()) for p, table in tables.items()}
        met = set[shacl.Term]().union(*tables.values(), *nodes.values())
        own = [n for n in met if isinstance(n, NamedNode) and iri.kind_of(n.value) in OWN_KINDS]
        alone = self._judge.checker.names_things
        is_full = alone or self._count == TOGETHER or not self._owner.keys().isdisjoint(own)
        if self._count and is_full:
            return False
        self._owner.update((node, self._count) for node in own)
        entities = entities_in(
            Facts(tables),  # type: ignore[arg-type]  # no blank nodes are in what a source says
            self._judge.ontology,
        )
        names = self._names(entities)
        for predicate, pointed in nodes.items():
            if not pointed.isdisjoint(names.keys()):
                tables[predicate] = _renamed(tables[predicate], names)
        self._put(tables)
        derived = shacl.tabled({*entities, *infer(entities, self._judge.ontology)})
        for predicate, table in derived.items():
            self._put({predicate: {names.get(s, s): v for s, v in _renamed(table, names).items()}})
        self._count += 1
        return True

    def _put(self, tables: shacl.Tables) -> None:
        for predicate, table in tables.items():
            known = self._tables.setdefault(predicate, {})
            for shared in known.keys() & table.keys():
                table[shared] = list(dict.fromkeys((*known[shared], *table[shared])))
            known.update(table)

    def _names(self, entities: Iterable[Quad]) -> dict[shacl.Term, NamedNode]:
        """The names by which things go in the source that is taken in."""
        found = {quad.subject for quad in entities}
        things = (one.value for one in found if isinstance(one, NamedNode))
        return {
            NamedNode(name): NamedNode(f"{IDS}~{self._count}~{name.removeprefix(IDS)}")
            for name in things
            if name.startswith(IDS)
        }

    def findings(self) -> list[tuple[Finding, ...]]:
        """What is found in each source taken in, in their order."""
        checker = self._judge.checker
        graph = checker.tabled(self._tables)
        locator = Locator(graph)
        found: list[set[Finding]] = [set() for _ in range(self._count)]
        scope = shacl.Scope(among=self._owner.keys())
        for one in checker.found(graph, scope, lambda term: _plain(locator.name(term))):
            told = replace(locator.locate(one), value=_plain(one.value))
            found[self._owner[NamedNode(one.focus)]].add(told)
        return [tuple(sorted(several, key=lambda one: one.order)) for several in found]


def _nodes(values: Iterable[Iterable[shacl.Term]]) -> set[NamedNode]:
    return {one for several in values for one in several if isinstance(one, NamedNode)}


def _renamed(
    table: Mapping[shacl.Term, list[shacl.Term]], names: Mapping[shacl.Term, NamedNode]
) -> dict[shacl.Term, list[shacl.Term]]:
    """A table whose values go by other names."""
    return {one: [names.get(value, value) for value in values] for one, values in table.items()}


MARK: Final = re.compile(rf"^({IDS})?~\d+~")


def _plain(text: str) -> str:
    """An IRI or its local name as it was before sources were put side by side."""
    return MARK.sub(r"\1", text) if "~" in text else text


@dataclass(frozen=True)
class Region:
    """What lies around some nodes of a graph, as far as shapes look.

    `describing` are the properties by which the entity layer tells things; `distant` those that
    shapes look at elsewhere than at these nodes, None for any.
    """

    view: View
    describing: frozenset[NamedNode] = frozenset()
    distant: frozenset[NamedNode] | None = None

    def everything(self, made: Iterable[Quad] | None = None) -> Iterator[Quad]:
        """All that is derived, and of the sources what it is derived from, texts left out.

        `made` is what is derived, where it is at hand.
        """
        if made is None:
            layers = (self.view.quads_for_pattern(None, None, None, one) for one in DERIVED)
            made = chain.from_iterable(layers)
        yield from made
        for cls in LIGHT_CLASSES:
            for quad in self.view.quads_for_pattern(None, TYPE, cls, None):
                node, graph = quad.subject, quad.graph_name
                if isinstance(node, NamedNode) and isinstance(graph, NamedNode):
                    told = self.view.quads_for_pattern(node, None, None, graph)
                    yield from (one for one in told if one.predicate not in HEAVY)

    def touched(self, changed: Iterable[Quad]) -> frozenset[NamedNode]:
        """The nodes about which something else is told than before, and those that tell of them."""
        found: set[NamedNode] = set()
        for quad in changed:
            node = quad.subject
            if not isinstance(node, NamedNode):
                continue
            if quad.predicate == DESCRIBES and isinstance(quad.object, NamedNode):
                found.add(quad.object)
            elif iri.kind_of(node.value) not in OWN_KINDS:
                if self.is_seen_from_afar(quad.predicate):
                    found |= set(self.pointing_to(node))
                found.add(node)
        return frozenset(found)

    def is_seen_from_afar(self, predicate: NamedNode) -> bool:
        """Whether what a property tells of a node may matter for others."""
        is_distant = self.distant is None or predicate in self.distant
        return is_distant and predicate not in IMMATERIAL

    def pointing_to(self, node: NamedNode) -> Iterator[NamedNode]:
        """What is derived and tells of a node."""
        for quad in self.view.quads_for_pattern(None, None, node, None):
            subject = quad.subject
            if isinstance(subject, NamedNode) and iri.kind_of(subject.value) not in OWN_KINDS:
                yield subject

    def around(self, nodes: Collection[NamedNode]) -> Iterator[Quad]:
        """What is told of the nodes, and as far as shapes look what is told beyond them.

        Beyond lie what the nodes lead to, their claims and the differences about them.
        """
        beyond = set[NamedNode]()
        for node in nodes:
            for quad in self.about(node):
                yield quad
                beyond |= self.leads_to(quad)
            for tie in (DESCRIBES, ON_SITUATION):
                for quad in self.view.quads_for_pattern(None, tie, node, None):
                    yield quad
                    if isinstance(quad.subject, NamedNode):
                        beyond.add(quad.subject)
        frontier = list(beyond - set(nodes))
        while frontier:
            for quad in self.seen_of(frontier.pop()):
                yield quad
                fresh = self.leads_to(quad) - beyond
                beyond |= fresh
                frontier.extend(fresh.difference(nodes))

    def seen_of(self, node: NamedNode) -> Iterator[Quad]:
        """What shapes over other nodes look at of a node."""
        told = self.about(node)
        yield from (q for q in told if self.distant is None or q.predicate in self.distant)

    def about(self, node: NamedNode) -> Iterator[Quad]:
        """What is told of a node, of its grounds one.

        Things may rest on very many claims, so these are not gone through.
        """
        if iri.kind_of(node.value) == "id":
            for predicate in self.describing:
                yield from self.view.quads_for_pattern(node, predicate, None, DERIVED[0])
            for layer in DERIVED[1:]:
                yield from self.view.quads_for_pattern(node, None, None, layer)
            yield from islice(self.view.quads_for_pattern(node, GROUND, None, None), 1)
            return
        for quad in self.view.quads_for_pattern(node, None, None, None):
            if quad.predicate not in HEAVY and quad.predicate != GROUND:
                yield quad
        yield from islice(self.view.quads_for_pattern(node, GROUND, None, None), 1)

    def leads_to(self, quad: Quad) -> set[NamedNode]:
        """The node that a triple leads to, where shapes may look at it."""
        value = quad.object
        if not isinstance(value, NamedNode) or quad.predicate == GROUND:
            return set()
        subject = iri.kind_of(getattr(quad.subject, "value", ""))
        kind = iri.kind_of(value.value)
        near = kind in LIGHT_KINDS - {"source"} or subject not in OWN_KINDS
        return {value} if near and kind and kind not in {"evidence", "mention"} else set()
