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
from claimgraph.reconcile.situations import Situation, handles_of, situations

HANDLE: Final = "handle of"
LOOK: Final = "look of"
SHAPE: Final = "shape of"


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
            self._put_handles(record)
        for name in former:
            self.ledger.put(f"{HANDLE} {self.home}", name, {})
            self.ledger.put(f"{LOOK} {self.home}", name, {})
        return self._placed(self._linked(seeds | beside - former), former)

    def _put_handles(self, record: Record) -> None:
        """Keeps by what a claim is found: handles of its roles, the most particular first."""
        handles = handles_of(self.shelf.same, record)
        look = {role.value: sorted(map(_digest, told)) for role, told in handles.items()}
        shape, cls, name = " ".join(look), record.type.value, record.iri.value
        keys = (_key(handle, shape) for told in look.values() for handle in told)
        self.ledger.put(f"{HANDLE} {self.home}", name, dict.fromkeys(sorted(keys)))
        self.ledger.put(f"{LOOK} {self.home}", name, {cls: look})
        shapes = self.ledger.of(f"{SHAPE} {self.home}", cls)
        if shape not in shapes:
            self.ledger.put(f"{SHAPE} {self.home}", cls, {**shapes, shape: None})

    def _linked(self, names: Iterable[str], *, is_near: bool = False) -> set[str]:
        """Claims with all that are linked to them, by way of others too or, if near, at once.

        Two claims of a type are linked by a handle of the role that is, of those which both tell,
        the most particular to the one or to the other: what they need to share to meet.
        """
        found, beside, seen = set[str](), set[str](), set[str]()
        frontier = list(names)
        while frontier:
            name = frontier.pop()
            if name in found:
                continue
            found.add(name)
            fresh = set(self._keys_beside(name)) - seen
            seen |= fresh
            for key in fresh:
                near = self.ledger.owners(f"{HANDLE} {self.home}", key)
                (beside.update if is_near else frontier.extend)(near)
        return {name for name in found | beside if self._is_ours(name)}

    def _keys_beside(self, name: str) -> Iterator[str]:
        """By which handles of which others a claim is linked to these."""
        looks = self.ledger.of(f"{LOOK} {self.home}", name)
        for cls, look in looks.items():
            for shape in self._shapes(cls):
                others = shape.split()
                one = next((role for role in look if role in others), None)  # type: ignore[attr-defined]
                other = next((role for role in others if role in look), None)  # type: ignore[operator]
                for role in {one, other} - {None}:
                    yield from (_key(handle, shape) for handle in look[role])  # type: ignore[index]

    def _shapes(self, cls: str) -> Iterable[str]:
        """In which orders claims of a type tell which roles, or told them once."""
        return self.ledger.keys_of(f"{SHAPE} {self.home}", cls)

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


def _key(handle: str, shape: str) -> str:
    return f"{handle} {_digest(shape)}"
