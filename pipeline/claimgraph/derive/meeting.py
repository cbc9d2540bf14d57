"""Which claims meet in which situations, looked at anew where a claim came, went or changed.

A claim can only choose situations with members that it is linked to by handles. So those choose
anew that came or changed, and those linked to a situation that differs from before; the others
stay, and are looked at where what they stay in may be chosen. Of what many claims tell of, only
those situations are read that can be chosen by their gist. What embeds a claim whose situation
changed its name is looked at too, for names rest on names.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import Final

from pyoxigraph import NamedNode

from claimgraph.derive.choosing import Gist, Marking, Marks, could_choose, gist_of
from claimgraph.derive.handles import BETWEEN, Kinds, Look, key_of, kinds_of, look_of, shape_of
from claimgraph.derive.ledger import Rows
from claimgraph.derive.shelf import REFERENCE, Claims, Shelf
from claimgraph.reconcile.records import Record
from claimgraph.reconcile.replay import Replayed, replayed
from claimgraph.reconcile.situations import WITHIN, Situation, handles_of, situations

HANDLE: Final = "handle of"
LOOK: Final = "look of"
SHAPE: Final = "shape of"
GIST: Final = "gist of"
MANY: Final = 200
"""From so many claims on that choose anew, all is read that they are linked to."""


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
    _homes: dict[str, tuple[str, ...]] = field(default_factory=dict)
    _members: dict[str, Mapping[str, object]] = field(default_factory=dict)
    _paths: dict[tuple[str, Kinds, tuple[str, ...]], set[tuple[str, str]]] = field(
        default_factory=dict
    )
    _shapes: dict[str, list[tuple[str, Kinds, list[str]]]] = field(default_factory=dict)
    _marks: dict[str, Marks | None] = field(default_factory=dict)
    _gists: dict[str, tuple[Gist, ...]] = field(default_factory=dict)

    @cached_property
    def marking(self) -> Marking:
        """What the claims that are looked at are known by."""
        return Marking(self.shelf.same)

    @cached_property
    def home(self) -> str:
        """The kind of the rows that say in which situations the claims are."""
        return home_kind(lasting=self.lasting)

    @cached_property
    def handle(self) -> str:
        """The kind of the rows that say by which handles claims are found."""
        return f"{HANDLE} {self.home}"

    @cached_property
    def look(self) -> str:
        """The kind of the rows that say what claims look like."""
        return f"{LOOK} {self.home}"

    def lay_out(self, dirty: Collection[str], gone: Collection[str]) -> Met:
        """The situations of all claims that may meet others than before."""
        is_first = not self.ledger.count(self.look, "")
        own = [r for r in self.shelf.need(sorted(dirty)) if self.shelf.lasts(r) == self.lasting]
        seeds = {one.iri.value for one in own}
        if is_first:  # there are no others, neither here nor elsewhere
            self._keep_handles(own)
            laid = self._laid(seeds, seeds, seeds, set())
            return self._kept(laid, seeds, self._moved(laid.found, seeds), seeds)
        former = {*gone, *dirty} - seeds
        before = self._neighbours(former | seeds)
        beside = Reach(self).take(before | former)
        self._keep_handles(own)
        for name in former:
            self.ledger.put(self.handle, name, {})
            self.ledger.put(self.look, name, {})
        return self._placed(seeds, before | beside, former)

    def homes(self, name: str) -> tuple[str, ...]:
        """The situations in which a claim was before."""
        if name not in self._homes:
            self._homes[name] = tuple(self.ledger.owners(self.home, name))
        return self._homes[name]

    def members(self, home: str) -> Mapping[str, object]:
        """The claims that were in a situation before, each with its part."""
        if home not in self._members:
            self._members[home] = self.ledger.of(self.home, home)
        return self._members[home]

    def _neighbours(self, names: Iterable[str]) -> set[str]:
        """Claims with those that shared a situation with them."""
        found = set(names)
        homes = {home for name in found for home in self.homes(name)}
        return found.union(*map(self.members, homes))

    def _keep_handles(self, records: Iterable[Record]) -> None:
        """Keeps by what claims are found: handles of their roles, those that fewest share first."""
        looks = [
            (record, look_of(handles_of(self.shelf.same, record), record)) for record in records
        ]
        tally = Counter(one for _, look in looks for told in look.values() for one in told)
        for record, look in looks:
            ordered = dict(sorted(look.items(), key=lambda item: self._rank(item[0], look, tally)))
            kinds = kinds_of(self.shelf.same, record)
            name, cls, shape = record.iri.value, record.type.value, shape_of(kinds, ordered)
            keys = (key_of(handle, shape) for told in ordered.values() for handle in told)
            self.ledger.put(self.handle, name, dict.fromkeys(sorted(keys)))
            marks = None if self.lasting else self.marking.marks(record.iri)
            self._marks[name] = marks
            self.ledger.put(self.look, name, {cls: (kinds, ordered, marks)})
            self.ledger.put(f"{SHAPE} {self.home}", f"{cls} {shape}", {cls: shape})
        self._paths.clear()
        self._shapes.clear()

    def could_choose(self, name: str, gists: Iterable[Gist]) -> bool:
        """Whether a claim could choose a situation of one of these gists."""
        if name not in self._marks:
            rows = self.ledger.of(self.look, name).values()
            self._marks[name] = next((row[2] for row in rows), None)  # type: ignore[index]
        marks = self._marks[name]
        if marks is None:
            return False
        habits = self.shelf.same.habits(NamedNode(marks.type))
        return any(could_choose(marks, one, habits) for one in gists)

    def gists(self, home: str) -> tuple[Gist, ...]:
        """The gists of the situations of a name as they were before."""
        if home not in self._gists:
            self._gists[home] = tuple(self.ledger.of(f"{GIST} {self.home}", home).values())  # type: ignore[arg-type]
        return self._gists[home]

    def _rank(self, path: str, look: Look, tally: Mapping[str, int]) -> int:
        """About how many share the handles of the role in which a path begins."""
        handles = look[path.split(WITHIN, 1)[0]]
        count = partial(self.ledger.count, self.handle)
        most = max((tally[one] + count(f"{one} ") for one in handles), default=0)
        return most.bit_length() // 2

    def keys_beside(self, name: str) -> Iterator[str]:
        """By which handles of which others a claim is linked to these."""
        looks = self.ledger.of(self.look, name)
        for cls, told in looks.items():
            kinds: Kinds = told[0]  # type: ignore[index]
            look: Look = told[1]  # type: ignore[index]
            for path, shape in self._common(cls, kinds, tuple(look)):
                yield from (key_of(handle, shape) for handle in look[path])

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

    def _placed(self, told: set[str], beside: set[str], gone: set[str]) -> Met:
        """Lays out anew what was told and what stood beside it, until no other could choose."""
        reach, free = Reach(self), (told | beside) - gone
        held = set(free)
        while True:
            is_broad = self.lasting or len(free) > MANY
            held |= (reach.take(free) if is_broad else reach.choices(free)) - gone
            held |= self._neighbours(held | self._circles(held)) - gone
            if self.lasting:  # parts of claims choose, and few are linked
                held |= reach.all(held)
                free = held
            laid = self._laid(told, free, held, gone)
            moved = self._moved(laid.found, held | gone)
            more = self._renamed(laid.found, moved) - held - gone
            if is_broad:
                fresh = reach.take(laid.unsettled) - held
            else:
                gists = tuple(map(self._gist, laid.differing))
                fresh = reach.choosers(laid.unsettled, gists) - held - gone
            if not (laid.awake or more or fresh):
                return self._kept(laid, held | gone, moved, told)
            free = free | laid.awake
            held |= more | fresh

    def _laid(self, told: set[str], free: set[str], held: set[str], gone: set[str]) -> Replayed:
        records = self.shelf.need(sorted(held))
        elsewhere = partial(self._elsewhere, frozenset(held | gone))
        if self.lasting:
            found = situations(self.shelf.same, records, elsewhere)
            return Replayed(found, {}, (), frozenset())
        former = {
            name: (home, str(self.members(home)[name] or ""))
            for name in held - told
            for home in self.homes(name)
        }
        return replayed(self.shelf.same, records, free, former, elsewhere)

    def _moved(self, found: Iterable[Situation], claims: Iterable[str]) -> frozenset[str]:
        """The claims that are in other situations than before."""
        homes = defaultdict[str, set[str]](set)
        for one in found:
            for record in one.members:
                homes[record.iri.value].add(one.iri.value)
        return frozenset(name for name in claims if homes[name] != set(self.homes(name)))

    def _renamed(self, found: Iterable[Situation], moved: Iterable[str]) -> set[str]:
        """The claims whose situations have to be named anew, or bear a name that was found."""
        speaking = {name for name in self.claims.speaking_of(moved) if self._is_ours(name)}
        return speaking.union(*(self.members(one.iri.value) for one in found))

    def _gist(self, members: Iterable[Record]) -> Gist:
        return gist_of([self.marking.marks(record.iri) for record in members])

    def _kept(self, laid: Replayed, claims: set[str], moved: frozenset[str], told: set[str]) -> Met:
        old = {home for name in claims for home in self.homes(name)}
        vanished = old - {one.iri.value for one in laid.found}
        for name in sorted(vanished):
            self.ledger.put(self.home, name, {})
            self.ledger.put(f"{GIST} {self.home}", name, {})
        changed = set[str]()
        for one in laid.found:
            parts = {r.iri.value: self._part(r) or laid.founders.get(r.iri) for r in one.members}
            if self.ledger.put(self.home, one.iri.value, parts):
                changed.add(one.iri.value)
            if not self.lasting and (one.iri.value in changed or not told.isdisjoint(parts)):
                self._keep_gists(one, parts)
        return Met(laid.found, frozenset(changed), frozenset(vanished), moved)

    def _keep_gists(self, situation: Situation, founders: Mapping[str, str | None]) -> None:
        apart = defaultdict[str, list[Record]](list)
        for record in situation.members:
            apart[founders[record.iri.value] or ""].append(record)
        rows = {key: self._gist(members) for key, members in sorted(apart.items())}
        self.ledger.put(f"{GIST} {self.home}", situation.iri.value, rows)

    def _part(self, record: Record) -> str | None:
        """Which part of a claim is in a situation, where its class takes claims apart."""
        return str(sorted(record.roles.items(), key=str)) if self.lasting else None

    def _elsewhere(self, affected: frozenset[str], claim: NamedNode) -> tuple[NamedNode, ...]:
        if claim.value in affected:
            return ()
        return tuple(map(NamedNode, self.homes(claim.value)))

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
        for home in self.homes(name):
            if home not in self._beside:
                members = self.members(home)
                self._beside[home] = frozenset(c for one in members for c in self._inner(one))
            yield from self._beside[home]


@dataclass(frozen=True)
class Reach:
    """Claims with those that are linked to them, followed no claim and no handle twice.

    Two claims of a type are linked by a handle of the role that is, of those which both tell, the
    first to the one or to the other: what they need to share to meet.
    """

    meeting: Meeting
    found: set[str] = field(default_factory=set)
    _followed: set[str] = field(default_factory=set)
    _asked: set[str] = field(default_factory=set)
    _homes: set[str] = field(default_factory=set)
    _links: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def take(self, names: Iterable[str]) -> set[str]:
        """All that was found so far, these and those linked to these too."""
        fresh = set(names) - self._followed
        self._followed.update(fresh)
        self.found.update(fresh, self._linked(fresh))
        return self.found

    def all(self, names: Iterable[str]) -> set[str]:
        """The same for those linked by way of others too."""
        self.take(names)
        while fresh := self.found - self._followed:
            self.take(fresh)
        return self.found

    def choices(self, names: Iterable[str]) -> set[str]:
        """All that was found so far, these, and all in situations that these could choose."""
        for name in sorted(set(names) - self._asked):
            self._asked.add(name)
            self.found.add(name)
            homes = {home for one in self._linked([name]) for home in self.meeting.homes(one)}
            for home in homes - self._homes:
                if self.meeting.could_choose(name, self.meeting.gists(home)):
                    self._homes.add(home)
                    self.found.update(self.meeting.members(home))
        return self.found

    def choosers(self, names: Iterable[str], gists: Collection[Gist]) -> set[str]:
        """Of the claims linked to some those that could choose one of some situations."""
        linked = self._linked(names) - self.found
        return {name for name in linked if self.meeting.could_choose(name, gists)}

    def _linked(self, names: Iterable[str]) -> set[str]:
        kind = self.meeting.handle
        keys = {key for name in names for key in self.meeting.keys_beside(name)}
        for key in keys - self._links.keys():
            self._links[key] = tuple(self.meeting.ledger.owners(kind, key))
        return {one for key in keys for one in self._links[key]}
