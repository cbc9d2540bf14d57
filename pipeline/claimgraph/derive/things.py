"""The entity layer renewed: for the entities that a changed source spoke of or speaks of."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from pyoxigraph import NamedNode, Quad

from claimgraph.curation.decisions import Curation
from claimgraph.derive.change import Change, Match
from claimgraph.derive.ledger import Rows
from claimgraph.derive.tale import Tale, Telling
from claimgraph.derive.tally import Tally, told_of
from claimgraph.entities import GRAPH, Lexicon, Told, layer_of
from claimgraph.terms import ALT_LABEL, LABEL, TYPE, Node, cg

TELLING: Final = "telling"
IN_WORDS: Final = "telling in words"
"""Of what a source mentions nowhere but in the words for a group."""
ENTRY: Final = "entry"
RUN: Final = "run"
MET: Final = "met"
LET_IN: Final = "let in"
TALLY: Final = "tally"
DESCRIBING: Final = (TYPE, LABEL, ALT_LABEL)
REMARKS: Final = frozenset({cg("restsOn"), ALT_LABEL})
"""What no claim is understood by."""


@dataclass(frozen=True)
class Things:
    """The entities of some sources, by the rows of a ledger and the layer as it was."""

    ledger: Rows
    match: Match
    lexicon: Lexicon
    curation: Curation
    touched: set[str] = field(default_factory=set)
    gone: dict[str, list[Telling]] = field(default_factory=lambda: defaultdict(list))
    come: dict[str, list[Telling]] = field(default_factory=lambda: defaultdict(list))

    def tell(self, source: str, tale: Tale) -> None:
        """Puts what a source tells in the place of what it told; nothing takes it out."""
        for kind in (TELLING, IN_WORDS):
            old = self.ledger.of(kind, source)
            new = {
                k: one for k, one in tale.tellings.items() if one.is_in_words == (kind != TELLING)
            }
            changed = self.ledger.put(kind, source, new)
            self.touched.update(changed)
            for entity in changed:
                for tellings, told in ((self.gone, old.get(entity)), (self.come, new.get(entity))):
                    if isinstance(told, Telling):
                        tellings[entity].append(told)
        self.ledger.put(RUN, source, dict.fromkeys(tale.runs))
        self.ledger.put(MET, source, dict.fromkeys(tale.met))
        self.ledger.put(LET_IN, source, dict.fromkeys(tale.named))

    def change(self) -> Change:
        """How the entity layer changes with all that was told."""
        before = self._known()
        self._note_entries()
        known = self._known()
        tallies = self._tallied()
        stays = {NamedNode(one) for one in self.touched} & before & known
        about = {NamedNode(one) for one in self.touched} - stays - tallies.keys()
        about |= before ^ known
        made = layer_of(self._merged(about), known & about, self.lexicon)
        summed = layer_of(told_of(tallies), (), self.lexicon)
        made |= {quad for quad in summed if quad.predicate in DESCRIBING}
        new = {*self.curation.labelled(sorted(made, key=str)), *self._beside()}
        subjects = about | self._beside_subjects()
        old = [quad for one in subjects for quad in self.match(one, None, None, GRAPH)]
        old += [q for one in tallies for p in DESCRIBING for q in self.match(one, p, None, GRAPH)]
        renewed = Change.between(old, new)
        grounds = self._grounds(one.value for one in stays | tallies.keys())
        return Change(renewed.gone | grounds.gone, renewed.come | grounds.come)

    def _tallied(self) -> dict[NamedNode, Tally]:
        """The sums of touched things that rest on claims as before, entries of the lexicon apart.

        Of these only the sums are needed, whatever the number of sources that speak of them.
        """
        found = dict[NamedNode, Tally]()
        for name in sorted(self.touched):
            if (node := NamedNode(name)) in self.lexicon.entries:
                continue
            old = next(iter(self.ledger.of(TALLY, name).values()), None) or Tally()
            new = old.changed(self.gone[name], self.come[name])  # type: ignore[attr-defined]
            self.ledger.put(TALLY, name, {name: new} if new != Tally() else {})
            if old.grounding and new.grounding:  # type: ignore[attr-defined]
                found[node] = new
        return found

    def _grounds(self, entities: Iterable[str]) -> Change:
        """On which claims things rest that stay."""

        def quads(entity: str, tellings: list[Telling]) -> set[Quad]:
            claims = {claim for one in tellings for claim in one.grounds}
            return set(Node(NamedNode(entity), GRAPH).put(cg("restsOn"), *claims))

        names = sorted(entities)
        gone = {quad for one in names for quad in quads(one, self.gone[one])}
        come = {quad for one in names for quad in quads(one, self.come[one])}
        return Change(frozenset(gone - come), frozenset(come - gone))

    def _known(self) -> set[NamedNode]:
        """The entries of the lexicon that the layer has."""
        return self.lexicon.reachable(map(NamedNode, self.ledger.keys(ENTRY)))

    def _note_entries(self) -> None:
        """Keeps of which entries of the lexicon sources tell."""
        entries = (name for name in self.touched if NamedNode(name) in self.lexicon.entries)
        for name in sorted(entries):
            is_told = self.ledger.has(TELLING, name)
            self.ledger.put(ENTRY, name, {name: None} if is_told else {})

    def _merged(self, about: Iterable[NamedNode]) -> Told:
        names: dict[NamedNode, Counter[str]] = {}
        kinds: dict[NamedNode, Counter[NamedNode]] = {}
        mentions: dict[NamedNode, set[NamedNode]] = {}
        told = Told(names, kinds, mentions, defaultdict(set), {}, {}, frozenset())
        parties: dict[NamedNode, str] = {}
        types: dict[NamedNode, NamedNode] = {}
        for entity in about:
            for one in self._tellings(entity):
                if one.mentions:
                    names.setdefault(entity, Counter()).update(dict(one.names))
                    kinds.setdefault(entity, Counter()).update(dict(one.kinds))
                    mentions.setdefault(entity, set()).update(one.mentions)
                if one.supports:
                    told.supports[entity].update(one.supports)
                for claim, words, cls in one.parties:
                    parties[claim], types[claim] = words, cls
        return Told(names, kinds, mentions, told.supports, parties, types, frozenset())

    def _tellings(self, entity: NamedNode) -> Iterator[Telling]:
        for kind in (TELLING, IN_WORDS):
            for _, told in self.ledger.at(kind, entity.value):
                if isinstance(told, Telling):
                    yield told

    def _beside(self) -> Iterator[Quad]:
        """The runs and the decisions that the sources met."""
        for run in self.ledger.keys(RUN):
            yield from Node(NamedNode(run), GRAPH).a(cg("Run"))
        if self.curation.decisions:
            yield from self.curation.beside({*self.ledger.keys(MET)}, {*self.ledger.keys(LET_IN)})

    def _beside_subjects(self) -> set[NamedNode]:
        runs = self.match(None, TYPE, cg("Run"), GRAPH)
        decided = {NamedNode(one.iri) for one in self.curation.decisions}
        sources = {NamedNode(one) for one in self.curation.accepted}
        return {q.subject for q in runs if isinstance(q.subject, NamedNode)} | decided | sources
