"""Which claims meet in which situations, looked at anew where a claim came, went or changed.

Claims that are not linked by handles never meet, directly or by way of others: so all that are
linked to a changed claim are laid out anew, and what embeds a claim whose situation changed its
name, for names rest on names.
"""

import hashlib
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import Final

from pyoxigraph import NamedNode

from claimgraph.derive.ledger import Rows
from claimgraph.derive.shelf import REFERENCE, Claims, Shelf
from claimgraph.reconcile.records import Record
from claimgraph.reconcile.situations import Handle, Situation, handles_of, situations

LEADING: Final = "leading handle of"
BESIDE: Final = "other handle of"
ALONE: Final = "only handle of"
LINKED: Final = {LEADING: (LEADING,), BESIDE: (ALONE,), ALONE: (ALONE, BESIDE)}
"""Kinds of handles: of a claim's leading role, of others beside that, of others without that."""


def home_kind(*, lasting: bool) -> str:
    """The kind of the rows that say in which situations claims have met."""
    return "lasting home" if lasting else "passing home"


@dataclass(frozen=True)
class Met:
    """The situations laid out anew, those that are no more, and the claims that moved.

    `changed` are those found that have other members than before, or other parts of them.
    """

    found: tuple[Situation, ...]
    changed: frozenset[str]
    vanished: frozenset[str]
    moved: frozenset[str]


@dataclass(frozen=True)
class Meeting:
    """The claims of one of the two rounds: those that tell lasting relations, or the others."""

    ledger: Rows
    claims: Claims
    shelf: Shelf
    lasting: bool
    _beside: dict[str, frozenset[str]] = field(default_factory=dict)

    @property
    def home(self) -> str:
        """The kind of the rows that say in which situations the claims are."""
        return home_kind(lasting=self.lasting)

    def lay_out(self, dirty: Collection[str], gone: Collection[str]) -> Met:
        """The situations of all claims that may meet others than before."""
        own = [r for r in self.shelf.need(sorted(dirty)) if self.shelf.lasts(r) == self.lasting]
        seeds = {one.iri.value for one in own}
        former = {*gone, *dirty} - seeds
        beside = self._linked({*seeds, *former}, is_near=True)
        for record in own:
            self._put_handles(record.iri.value, *handles_of(self.shelf.same, record))
        for name in former:
            self._put_handles(name)
        return self._placed(self._linked(seeds | beside - former), former)

    def _put_handles(
        self, name: str, first: Collection[Handle] = (), others: Collection[Handle] = ()
    ) -> None:
        kinds = {LEADING: first, BESIDE: others if first else (), ALONE: () if first else others}
        for kind, handles in kinds.items():
            told = dict.fromkeys(sorted(map(_digest, handles)))
            self.ledger.put(f"{kind} {self.home}", name, told)

    def _linked(self, names: Iterable[str], *, is_near: bool = False) -> set[str]:
        """Claims with all that are linked to them, by way of others too or, if near, at once.

        By the handles of their leading role claims that have one are linked; by other handles
        those alone of which one at least has none.
        """
        found, beside, seen = set[str](), set[str](), set[tuple[str, str]]()
        frontier = list(names)
        while frontier:
            name = frontier.pop()
            if name in found:
                continue
            found.add(name)
            for kind, others in LINKED.items():
                for handle in self.ledger.keys_of(f"{kind} {self.home}", name):
                    if (kind, handle) not in seen:
                        seen.add((kind, handle))
                        for other in others:
                            near = self.ledger.owners(f"{other} {self.home}", handle)
                            (beside.update if is_near else frontier.extend)(near)
        return {name for name in found | beside if self._is_ours(name)}

    def _is_ours(self, name: str) -> bool:
        records = self.shelf.need([name])
        return bool(records) and self.shelf.lasts(records[0]) == self.lasting

    def _placed(self, affected: set[str], gone: set[str]) -> Met:
        while True:
            affected |= self._linked(self._circles(affected))
            records = self.shelf.need(sorted(affected))
            elsewhere = partial(self._elsewhere, frozenset(affected | gone))
            found = situations(self.shelf.corpus, records, elsewhere)
            homes: dict[str, list[str]] = {}
            for one in found:
                for record in one.members:
                    homes.setdefault(record.iri.value, []).append(one.iri.value)
            moved = {
                name
                for name in {*affected, *gone}
                if set(homes.get(name, ())) != set(self.ledger.owners(self.home, name))
            }
            more = {n for n in self.claims.speaking_of(moved) if self._is_ours(n)} - affected
            if not more:
                return self._kept(found, affected | gone, moved)
            affected |= self._linked(more)

    def _kept(self, found: tuple[Situation, ...], claims: set[str], moved: set[str]) -> Met:
        old = {home for name in claims for home in self.ledger.owners(self.home, name)}
        vanished = old - {one.iri.value for one in found}
        for name in sorted(vanished):
            self.ledger.put(self.home, name, {})
        changed = set[str]()
        for one in found:
            parts = {r.iri.value: self._part(r) for r in one.members}
            if self.ledger.put(self.home, one.iri.value, parts):
                changed.add(one.iri.value)
        return Met(found, frozenset(changed), frozenset(vanished), frozenset(moved))

    def _part(self, record: Record) -> str | None:
        """Which part of a claim is in a situation, where its class takes claims apart."""
        return str(sorted(record.roles.items(), key=str)) if self.lasting else None

    def _elsewhere(self, affected: frozenset[str], claim: NamedNode) -> tuple[NamedNode, ...]:
        if claim.value in affected:
            return ()
        return tuple(NamedNode(one) for one in self.ledger.owners(self.home, claim.value))

    def _circles(self, affected: set[str]) -> set[str]:
        """Claims by way of whose situations affected claims embed affected ones."""
        above: dict[str, set[str]] = {}
        frontier = [c for name in affected for c in self._inner(name) if c not in affected]
        seen, hits = set(frontier), set[str]()
        while frontier:
            here = frontier.pop()
            for inner in self._embedded_beside(here):
                if inner in affected:
                    hits.add(here)
                    continue
                above.setdefault(inner, set()).add(here)
                if inner not in seen:
                    seen.add(inner)
                    frontier.append(inner)
        found, rising = set(hits), list(hits)
        while rising:
            fresh = above.get(rising.pop(), set()) - found
            found |= fresh
            rising.extend(fresh)
        return found

    def _inner(self, name: str) -> Iterator[str]:
        """The claims that a claim speaks of."""
        return (k for k in self.ledger.keys_of(REFERENCE, name) if "/claim/" in k)

    def _embedded_beside(self, name: str) -> Iterator[str]:
        """What the claims that share a situation with one speak of."""
        for home in self.ledger.owners(self.home, name):
            if home not in self._beside:
                members = self.ledger.keys_of(self.home, home)
                self._beside[home] = frozenset(c for one in members for c in self._inner(one))
            yield from self._beside[home]


def _digest(handle: object) -> str:
    return hashlib.blake2b(str(handle).encode(), digest_size=9).hexdigest()
