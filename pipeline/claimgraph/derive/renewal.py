"""The derived layers renewed for the sources that came, went or changed.

What it gives is what deriving from all sources at once gives, to the byte; see `Derivation`.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final

from pyoxigraph import NamedNode, Quad

from claimgraph.axioms import Rules, compile_rules
from claimgraph.curation.decisions import Curation
from claimgraph.derive.account import Account, Links
from claimgraph.derive.change import Change, Match
from claimgraph.derive.closing import reclose, strays
from claimgraph.derive.layers import Layers
from claimgraph.derive.ledger import Rows
from claimgraph.derive.meeting import Meeting
from claimgraph.derive.ruling import Ruling, anchored
from claimgraph.derive.shelf import Claims, Shelf
from claimgraph.derive.tale import Tale
from claimgraph.derive.things import REMARKS, Things
from claimgraph.entities import Lexicon, lexicon_of
from claimgraph.infer import infer
from claimgraph.ontology import Ontology
from claimgraph.reconcile.layer import GRAPH, LAYER, predicates_of, ruled
from claimgraph.terms import LABEL, TYPE
from claimgraph.vocabulary import INFERRED

RULES = "rules"
STRAY: Final = "stray"
"""Of links of chains that end at what is no thing of the layers."""
LARGE = 20_000
"""From a change of so many triples on, closing anew costs less than closing what changed."""

NOTHING: Final = Tale({}, {})


@dataclass(frozen=True)
class Derivation:
    """How the layers of a domain are renewed, with a ledger of what they were made of."""

    ontology: Ontology
    curation: Curation
    rules: tuple[Path, ...]
    ledger: Rows

    @cached_property
    def lexicon(self) -> Lexicon:
        """The entries of the lexicon."""
        return lexicon_of(self.ontology)

    def change(self, told: Mapping[str, Tale], match: Match | None = None) -> Change:
        """How the layers change when sources tell other things than before.

        Args:
            told: what the sources tell that changed, by id; nothing for one that is gone.
            match: finds quads in the layers as they were; None where there were none.
        """
        layers = Layers(match or _nothing)
        things = Things(self.ledger, layers.match, self.lexicon, self.curation)
        claims = Claims(self.ledger)
        for source, tale in sorted(told.items()):
            things.tell(source, tale)
            claims.tell(source, tale)
        claims.settle()
        entities = things.change()
        layers.take(entities)
        account = self._account(claims, layers, entities)
        consensus = self._consensus(account, layers, entities)
        asserted = Change(entities.gone | consensus.gone, entities.come | consensus.come)
        inferred = self._inferred(asserted, match, layers, consensus)
        return Change(asserted.gone | inferred.gone, asserted.come | inferred.come)

    def _account(self, claims: Claims, layers: Layers, entities: Change) -> Account:
        """The two rounds of meeting, and what follows from them."""
        links = Links(self.ledger, self.ontology)

        def about(node: NamedNode) -> Iterator[Quad]:
            for predicate in (TYPE, LABEL, *self.ontology.coarser_relations):
                yield from layers.quads_for_pattern(node, predicate, None, LAYER)

        def about_linked(node: NamedNode) -> Iterator[Quad]:
            yield from about(node)
            yield from links.of(node)

        first = Shelf(self.ledger, self.ontology, about)
        changed = (quad for quad in entities.gone | entities.come if quad.predicate not in REMARKS)
        touched = self._below({q.subject.value for q in changed}, layers, links)  # type: ignore[union-attr]
        dirty = claims.dirty | claims.speaking_of(claims.dirty | claims.gone | touched)
        lasting = Meeting(self.ledger, claims, first, lasting=True).lay_out(dirty, claims.gone)
        dirty |= claims.speaking_of(lasting.moved)
        touched |= self._below(links.renew(lasting, first, dirty) | touched, layers, links)
        dirty |= claims.speaking_of(touched)
        second = Shelf(self.ledger, self.ontology, about_linked)
        passing = Meeting(self.ledger, claims, second, lasting=False).lay_out(dirty, claims.gone)
        dirty |= claims.speaking_of(passing.moved)
        account = Account(self.ledger, self.ontology, claims, second)
        account.renew((lasting, passing), dirty, touched)
        return account

    def _below(self, names: Iterable[str], layers: Layers, links: Links) -> set[str]:
        """Things with all that are understood by what lies above them."""
        found = set(names)
        frontier = sorted(found)
        while frontier:
            node = NamedNode(frontier.pop())
            fresh = set(links.leading_to(node))
            for relation in self.ontology.coarser_relations:
                told = layers.quads_for_pattern(None, relation, node, LAYER)
                fresh |= {quad.subject.value for quad in told}  # type: ignore[union-attr]
            frontier.extend(sorted(fresh - found))
            found |= fresh
        return found

    def _consensus(self, account: Account, layers: Layers, entities: Change) -> Change:
        """How the consensus changes, what the entity layer tells already left out."""
        if self.rules:
            self._rule(account, layers, self._shown(account, layers, entities), entities)
        return self._shown(account, layers, entities)

    def _shown(self, account: Account, layers: Layers, entities: Change) -> Change:
        others = {
            Quad(quad.subject, quad.predicate, quad.object, GRAPH)
            for quad in entities.gone | entities.come
        }
        if layers.match is _nothing:
            return Change(frozenset(), frozenset(account.made.values()) - others)
        gone, come = set[Quad](), set[Quad]()
        for quad in others.union(account.changed()):
            triple = (quad.subject, quad.predicate, quad.object)
            known = next(layers.quads_for_pattern(*triple, LAYER), None)  # type: ignore[arg-type]
            was = next(layers.match(*triple, GRAPH), None) is not None  # type: ignore[arg-type]
            if was != (known is None and account.is_made(quad)):
                (gone if was else come).add(quad)
        return Change(frozenset(gone), frozenset(come))

    def _rule(self, account: Account, layers: Layers, before: Change, entities: Change) -> None:
        """Renews what the rules construct, everywhere or where they can see a change."""
        rules = anchored(self.rules)
        if rules is None:
            self._rule_all(account, layers, before)
            return
        beside = Layers(layers.quads_for_pattern)
        ruling = Ruling(rules, self.ontology, account.makers, beside)
        if layers.match is _nothing:
            made = ruling.everything((*entities.come, *before.come))
        else:
            beside.take(before)
            made = ruling.renewed((*account.changed(), *entities.gone, *entities.come))
        for owner in sorted(made):
            account.make(owner, made[owner])

    def _rule_all(self, account: Account, layers: Layers, before: Change) -> None:
        """Asks the rules over everything."""
        named = predicates_of(self.rules)
        chosen = [None] if named is None else sorted(named, key=str)
        entities = [q for p in chosen for q in layers.quads_for_pattern(None, p, None, LAYER)]
        makers = account.makers
        ruled_before = {q for q in makers.made_by(RULES) if makers.of(q) == [RULES]}
        told = {q for p in chosen for q in layers.match(None, p, None, GRAPH)}
        made = [q for q in (told - before.gone) | before.come if str(q) not in ruled_before]
        account.make(RULES, ruled(entities, made, self.ontology, self.rules))

    def _inferred(
        self, asserted: Change, match: Match | None, layers: Layers, consensus: Change
    ) -> Change:
        rules = compile_rules(self.ontology)
        is_astray = self.ledger.has(STRAY, STRAY)
        if rules is not None:
            self._note_strays(rules, asserted)
        if match is None:
            return Change.between((), infer(asserted.come, self.ontology))
        layers.take(consensus)
        is_astray |= self.ledger.has(STRAY, STRAY)
        is_small = len(asserted.gone) + len(asserted.come) < LARGE
        if rules is not None and is_small and not is_astray:
            return reclose(rules, match, asserted)
        told = [
            quad
            for layer in (LAYER, GRAPH)
            for quad in layers.quads_for_pattern(None, None, None, layer)
        ]
        inferred = NamedNode(INFERRED)
        return Change.between(match(None, None, None, inferred), infer(told, self.ontology))

    def _note_strays(self, rules: Rules, asserted: Change) -> None:
        """Keeps which links of chains are there that only closing anew takes into account."""
        for quads, rows in ((asserted.gone, {}), (asserted.come, {STRAY: None})):
            for quad in strays(rules, quads):
                self.ledger.put(STRAY, str(quad), rows)


def _nothing(*_: object) -> Iterator[Quad]:
    return iter(())
