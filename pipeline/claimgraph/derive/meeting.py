"""Which claims meet in which situations, looked at anew where a claim came, went or changed.

Claims that are not linked by handles never meet, directly or by way of others: so all that are
linked to a changed claim are laid out anew, and what embeds a claim whose situation changed its
name, for names rest on names.
"""

import hashlib
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Final

from pyoxigraph import NamedNode

from claimgraph.derive.ledger import Rows
from claimgraph.derive.shelf import REFERENCE, Claims, Shelf
from claimgraph.reconcile.records import CONTENT, WORDS, Record
from claimgraph.reconcile.sameness import Sameness
from claimgraph.reconcile.situations import WITHIN, Situation, handles_of, situations

HANDLE: Final = "handle of"
LOOK: Final = "look of"
SHAPE: Final = "shape of"
BETWEEN: Final = " | "
Look = dict[str, list[str]]
Kinds = tuple[str, ...]
"""What a claim passes on: in words of its own, or claims of which types."""


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
    _paths: dict[tuple[str, Kinds, tuple[str, ...]], set[tuple[str, str]]] = field(
        default_factory=dict
    )
    _shapes: dict[str, list[tuple[str, Kinds, list[str]]]] = field(default_factory=dict)

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
        self._keep_handles(own)
        for name in former:
            self.ledger.put(f"{HANDLE} {self.home}", name, {})
            self.ledger.put(f"{LOOK} {self.home}", name, {})
        return self._placed(self._linked(seeds | beside - former), former)

    def _keep_handles(self, records: Iterable[Record]) -> None:
        """Keeps by what claims are found: handles of their roles, those that fewest share first."""
        looks = [(record, _look(handles_of(self.shelf.same, record), record)) for record in records]
        tally = Counter(one for _, look in looks for told in look.values() for one in told)
        for record, look in looks:
            ordered = dict(sorted(look.items(), key=lambda item: self._rank(item[0], look, tally)))
            kinds = _kinds(self.shelf.same, record)
            name, cls, shape = record.iri.value, record.type.value, _shape(kinds, ordered)
            keys = (_key(handle, shape) for told in ordered.values() for handle in told)
            self.ledger.put(f"{HANDLE} {self.home}", name, dict.fromkeys(sorted(keys)))
            self.ledger.put(f"{LOOK} {self.home}", name, {cls: (kinds, ordered)})
            self.ledger.put(f"{SHAPE} {self.home}", f"{cls} {shape}", {cls: shape})
        self._paths.clear()
        self._shapes.clear()

    def _rank(self, path: str, look: Look, tally: Mapping[str, int]) -> int:
        """About how many share the handles of the role in which a path begins."""
        handles = look[path.split(WITHIN, 1)[0]]
        kind = f"{HANDLE} {self.home}"
        most = max((tally[one] + self.ledger.count(kind, f"{one} ") for one in handles), default=0)
        return most.bit_length() // 2

    def _linked(self, names: Iterable[str], *, is_near: bool = False) -> set[str]:
        """Claims with all that are linked to them, by way of others too or, if near, at once.

        Two claims of a type are linked by a handle of the role that is, of those which both tell,
        the first to the one or to the other: what they need to share to meet.
        """
        found, beside, seen = set[str](), set[str](), set[str]()
        names = list(names)
        frontier = names if is_near else [name for name in names if self._is_ours(name)]
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
        return {name for name in found | beside if self._is_ours(name)} if is_near else found

    def _keys_beside(self, name: str) -> Iterator[str]:
        """By which handles of which others a claim is linked to these."""
        looks = self.ledger.of(f"{LOOK} {self.home}", name)
        for cls, told in looks.items():
            kinds: Kinds = told[0]  # type: ignore[index]
            look: Look = told[1]  # type: ignore[index]
            for path, shape in self._common(cls, kinds, tuple(look)):
                yield from (_key(handle, shape) for handle in look[path])

    def _common(self, cls: str, kinds: Kinds, paths: tuple[str, ...]) -> set[tuple[str, str]]:
        """Which paths lead from claims of a shape to claims of each other, with these shapes.

        Claims that pass on something meet where it may be the same: of types that are the same, or
        that claims which pass on several bring together.
        """
        if (cls, kinds, paths) not in self._paths:
            found = set[tuple[str, str]]()
            meeting = self._meeting(cls, kinds)
            for shape, others, theirs in self._shapes_of(cls):
                if kinds and others and meeting.isdisjoint(others):
                    continue
                one = next((path for path in paths if path in theirs), None)
                other = next((path for path in theirs if path in paths), None)
                found |= {(path, shape) for path in (one, other) if path}
            self._paths[cls, kinds, paths] = found
        return self._paths[cls, kinds, paths]

    def _meeting(self, cls: str, kinds: Kinds) -> frozenset[str]:
        """The kinds with all that claims of several kinds bring together with them."""
        found, size = set(kinds), 0
        while size < len(found):
            size = len(found)
            for _, others, _ in self._shapes_of(cls):
                if not found.isdisjoint(others):
                    found.update(others)
        return frozenset(found)

    def _shapes_of(self, cls: str) -> list[tuple[str, Kinds, list[str]]]:
        """The shapes of a class's claims, each with the kinds and paths that it names."""
        if cls not in self._shapes:
            told = (str(shape) for _, shape in self.ledger.at(f"{SHAPE} {self.home}", cls))
            parts = ((shape, *shape.split(BETWEEN)) for shape in told)
            self._shapes[cls] = [(s, tuple(k.split()), paths.split(" ")) for s, k, paths in parts]
        return self._shapes[cls]

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


def _look(handles: Mapping[str, Iterable[object]], record: Record) -> Look:
    """The handles of a claim as digests, by the path of roles that leads to them."""
    cls = record.type.value
    return {
        path: sorted(_digest(f"{cls} {path} {one}") for one in told)
        for path, told in handles.items()
    }


def _kinds(same: Sameness, record: Record) -> Kinds:
    """What a claim passes on; nothing where it passes on nothing."""
    key = same.key(record)
    claims = [same.corpus.claim(value) for value in key.get(CONTENT, ())]
    found = {claim.type.value if claim else CONTENT.value for claim in claims}
    return tuple(sorted(found | {WORDS.value} & {role.value for role in key}))


def _shape(kinds: Kinds, paths: Iterable[str]) -> str:
    return f"{' '.join(kinds)}{BETWEEN}{' '.join(paths)}"


def _digest(told: str) -> str:
    return hashlib.blake2b(told.encode(), digest_size=9).hexdigest()


def _key(handle: str, shape: str) -> str:
    return f"{handle} {_digest(shape)}"
