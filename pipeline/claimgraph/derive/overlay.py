"""Rows as they would be: those of a ledger, which stays as it is, with what was put over them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from claimgraph.derive.ledger import Rows


@dataclass(frozen=True)
class Overlay(Rows):
    """Rows over others: an owner's rows of a kind that were put here hide those below."""

    below: Rows
    put_here: dict[tuple[str, str], Mapping[str, object]] = field(default_factory=dict)
    by_key: dict[tuple[str, str], set[str]] = field(default_factory=lambda: defaultdict(set))
    hidden: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    def put(self, kind: str, owner: str, new: Mapping[str, object]) -> frozenset[str]:
        """See `Rows.put`."""
        old = self.of(kind, owner)
        if (kind, owner) not in self.put_here:
            self.hidden[kind] |= old.keys()
        for key in old.keys() - new.keys():
            self.by_key[kind, key].discard(owner)
        for key in new:
            self.by_key[kind, key].add(owner)
        self.put_here[kind, owner] = new
        other = {key for key in new.keys() & old.keys() if new[key] != old[key]}
        return frozenset(other | (new.keys() ^ old.keys()))

    def at(self, kind: str, key: str) -> list[tuple[str, object]]:
        """See `Rows.at`."""
        below = self.below.at(kind, key)
        told = [(owner, one) for owner, one in below if (kind, owner) not in self.put_here]
        here = self.by_key.get((kind, key), ())
        told += ((owner, self.put_here[kind, owner][key]) for owner in here)
        return sorted(told, key=lambda row: row[0])

    def of(self, kind: str, owner: str) -> dict[str, object]:
        """See `Rows.of`."""
        if (kind, owner) in self.put_here:
            return dict(sorted(self.put_here[kind, owner].items()))
        return self.below.of(kind, owner)

    def keys(self, kind: str) -> Iterable[str]:
        """See `Rows.keys`."""
        hidden = self.hidden.get(kind, set())
        gone = {key for key in hidden if not self.has(kind, key)}
        here = {key for (one, key), owners in self.by_key.items() if one == kind and owners}
        return {*self.below.keys(kind), *here} - gone

    def keys_of(self, kind: str, owner: str) -> Iterable[str]:
        """See `Rows.keys_of`."""
        if (kind, owner) in self.put_here:
            return self.put_here[kind, owner].keys()
        return self.below.keys_of(kind, owner)

    def owners(self, kind: str, key: str) -> Iterable[str]:
        """See `Rows.owners`."""
        below = self.below.owners(kind, key)
        told = {owner for owner in below if (kind, owner) not in self.put_here}
        return told | self.by_key.get((kind, key), set())

    def has(self, kind: str, key: str) -> bool:
        """See `Rows.has`."""
        if self.by_key.get((kind, key)):
            return True
        if key not in self.hidden.get(kind, ()):
            return self.below.has(kind, key)
        return any((kind, owner) not in self.put_here for owner in self.below.owners(kind, key))

    def count(self, kind: str, prefix: str) -> int:
        """See `Rows.count`."""
        return self.below.count(kind, prefix)
