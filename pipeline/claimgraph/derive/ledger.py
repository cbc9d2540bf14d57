"""What the derived layers were made of, kept in rows beside the store, so that little is made anew.

A row has a kind, a key by which it is found, an owner with whom it goes, and a value. The ledger
is no part of the graph: without it, or with one of another state, all is derived from nothing, with
rows in memory that then fill the file at one go.
"""

import sqlite3
from abc import ABC, abstractmethod
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from operator import itemgetter
from pathlib import Path
from typing import Final, Self

from claimgraph.derive.packing import packed, unpacked

TABLE: Final = """
CREATE TABLE IF NOT EXISTS rows (
  kind TEXT, key TEXT, owner TEXT, value BLOB, PRIMARY KEY (kind, key, owner)
) WITHOUT ROWID;
"""
INDEX: Final = "CREATE INDEX IF NOT EXISTS owned ON rows (kind, owner)"
HABITS: Final = "PRAGMA journal_mode = TRUNCATE; PRAGMA cache_size = -60000;"
STATE: Final = "state"
FORM: Final = "8"
"""Changes where rows are written otherwise: those of another form are of no use."""
MANY: Final = 1_000
"""More rows than that are not counted."""


class Rows(ABC):
    """Rows that are found by key or by owner."""

    @abstractmethod
    def put(self, kind: str, owner: str, new: Mapping[str, object]) -> frozenset[str]:
        """Puts an owner's rows of a kind in the place of those before; gives the keys changed."""

    @abstractmethod
    def at(self, kind: str, key: str) -> list[tuple[str, object]]:
        """The rows of a kind with a key, each with its owner, by owner."""

    @abstractmethod
    def of(self, kind: str, owner: str) -> dict[str, object]:
        """The rows of a kind that an owner has, by key."""

    @abstractmethod
    def keys(self, kind: str) -> Iterable[str]:
        """The keys of a kind, each once."""

    @abstractmethod
    def keys_of(self, kind: str, owner: str) -> Iterable[str]:
        """The keys of an owner's rows."""

    @abstractmethod
    def owners(self, kind: str, key: str) -> Iterable[str]:
        """The owners of the rows with a key."""

    @abstractmethod
    def has(self, kind: str, key: str) -> bool:
        """Whether there is a row with a key."""

    @abstractmethod
    def count(self, kind: str, prefix: str) -> int:
        """About how many rows of keys with a prefix were there before; many are not counted."""


@dataclass(frozen=True, slots=True)
class Drafted:
    """The rows of one kind in memory: their values by owner and key, and by key and owner."""

    by_owner: dict[str, Mapping[str, object]] = field(default_factory=dict)
    by_key: dict[str, dict[str, object]] = field(default_factory=lambda: defaultdict(dict))


@dataclass(frozen=True)
class Draft(Rows):
    """Rows in memory, as long as all is derived from nothing."""

    kinds: dict[str, Drafted] = field(default_factory=lambda: defaultdict(Drafted))

    def put(self, kind: str, owner: str, new: Mapping[str, object]) -> frozenset[str]:
        """See `Rows.put`."""
        rows = self.kinds[kind]
        old = rows.by_owner.get(owner, {})
        if not old and not new:
            return frozenset()
        for key, value in new.items():
            rows.by_key[key][owner] = value
        rows.by_owner[owner] = new
        if not old:
            return frozenset(new)
        gone = old.keys() - new.keys()
        for key in gone:
            del rows.by_key[key][owner]
        come = {key for key in new if key not in old or new[key] != old[key]}
        return frozenset(gone | come)

    def at(self, kind: str, key: str) -> list[tuple[str, object]]:
        """See `Rows.at`."""
        return sorted(self.kinds[kind].by_key.get(key, {}).items(), key=itemgetter(0))

    def of(self, kind: str, owner: str) -> dict[str, object]:
        """See `Rows.of`."""
        return dict(sorted(self.kinds[kind].by_owner.get(owner, {}).items()))

    def keys(self, kind: str) -> Iterator[str]:
        """See `Rows.keys`."""
        return (key for key, owners in self.kinds[kind].by_key.items() if owners)

    def keys_of(self, kind: str, owner: str) -> Iterable[str]:
        """See `Rows.keys_of`."""
        return self.kinds[kind].by_owner.get(owner, {}).keys()

    def owners(self, kind: str, key: str) -> tuple[str, ...]:
        """See `Rows.owners`."""
        return tuple(self.kinds[kind].by_key.get(key, ()))

    def has(self, kind: str, key: str) -> bool:
        """See `Rows.has`."""
        return bool(self.kinds[kind].by_key.get(key))

    def count(self, kind: str, prefix: str) -> int:  # noqa: ARG002, nothing was there before
        """See `Rows.count`."""
        return 0

    def all(self) -> Iterator[tuple[str, str, str, object]]:
        """Kind, key, owner and value of each row, in the order of the first three."""
        for kind, rows in sorted(self.kinds.items(), key=itemgetter(0)):
            for key, owners in sorted(rows.by_key.items(), key=itemgetter(0)):
                for owner, value in sorted(owners.items(), key=itemgetter(0)):
                    yield kind, key, owner, value


@dataclass(frozen=True)
class Ledger(Rows):
    """Rows in one transaction: `keep` makes them last, `forget` takes back what was not kept."""

    rows: sqlite3.Connection

    @classmethod
    def open(cls, path: Path | None) -> Self:
        """The ledger in a file, or one in memory; an unreadable file is begun anew."""
        try:
            return cls._opened(path)
        except sqlite3.DatabaseError:
            if path is None:
                raise
            path.unlink(missing_ok=True)
            return cls._opened(path)

    @classmethod
    def reading(cls, path: Path | None) -> Self:
        """The ledger in a file that stays as it is, or an empty one."""
        if path is None or not path.is_file():
            return cls._opened(None)
        rows = sqlite3.connect(
            f"{path.resolve().as_uri()}?mode=ro",
            uri=True,
            isolation_level=None,
            check_same_thread=False,
        )
        rows.execute("BEGIN")
        return cls(rows)

    def close(self) -> None:
        """Lets go of the file; what was not kept is forgotten."""
        self.rows.close()

    @classmethod
    def _opened(cls, path: Path | None) -> Self:
        rows = sqlite3.connect(path or ":memory:", isolation_level=None, check_same_thread=False)
        rows.executescript(f"{HABITS}{TABLE}{INDEX}")
        rows.execute("BEGIN")
        return cls(rows)

    def keep(self, state: str) -> None:
        """Makes the rows last, as those of a state of the sources."""
        self.put(STATE, STATE, {state: None})
        self.rows.execute("COMMIT")
        self.rows.execute("BEGIN")

    def forget(self) -> None:
        """Takes back what was not kept."""
        if self.rows.in_transaction:
            self.rows.execute("ROLLBACK")
        self.rows.execute("BEGIN")

    def fill(self, draft: Draft) -> None:
        """Puts the rows of a draft in the place of all that were there."""
        self.rows.execute("DROP TABLE rows")
        self.rows.execute(TABLE)
        told = ((kind, key, owner, packed(value)) for kind, key, owner, value in draft.all())
        self.rows.executemany("INSERT INTO rows VALUES (?, ?, ?, ?)", told)
        self.rows.execute(INDEX)

    @property
    def state(self) -> str:
        """The state that the rows belong to; empty where there is none."""
        return next(iter(self.of(STATE, STATE)), "")

    def put(self, kind: str, owner: str, new: Mapping[str, object]) -> frozenset[str]:
        """See `Rows.put`."""
        told = self.rows.execute(
            "SELECT key, value FROM rows INDEXED BY owned WHERE kind = ? AND owner = ?",
            (kind, owner),
        )
        old = dict(told.fetchall())
        fresh = {key: packed(value) for key, value in new.items()}
        gone = old.keys() - fresh.keys()
        come = {key for key, value in fresh.items() if old.get(key) != value}
        self.rows.executemany(
            "DELETE FROM rows WHERE kind = ? AND key = ? AND owner = ?",
            ((kind, key, owner) for key in gone),
        )
        self.rows.executemany(
            "INSERT OR REPLACE INTO rows VALUES (?, ?, ?, ?)",
            ((kind, key, owner, fresh[key]) for key in sorted(come)),
        )
        return frozenset(gone | come)

    def at(self, kind: str, key: str) -> list[tuple[str, object]]:
        """See `Rows.at`."""
        told = self.rows.execute(
            "SELECT owner, value FROM rows WHERE kind = ? AND key = ? ORDER BY owner", (kind, key)
        )
        return [(owner, unpacked(value)) for owner, value in told]

    def of(self, kind: str, owner: str) -> dict[str, object]:
        """See `Rows.of`."""
        told = self.rows.execute(
            "SELECT key, value FROM rows INDEXED BY owned "
            "WHERE kind = ? AND owner = ? ORDER BY key",
            (kind, owner),
        )
        return {key: unpacked(value) for key, value in told}

    def keys(self, kind: str) -> Iterator[str]:
        """See `Rows.keys`."""
        told = self.rows.execute("SELECT DISTINCT key FROM rows WHERE kind = ?", (kind,))
        return (key for (key,) in told)

    def keys_of(self, kind: str, owner: str) -> list[str]:
        """See `Rows.keys_of`."""
        told = self.rows.execute(
            "SELECT key FROM rows INDEXED BY owned WHERE kind = ? AND owner = ?", (kind, owner)
        )
        return [key for (key,) in told]

    def owners(self, kind: str, key: str) -> list[str]:
        """See `Rows.owners`."""
        told = self.rows.execute("SELECT owner FROM rows WHERE kind = ? AND key = ?", (kind, key))
        return [owner for (owner,) in told]

    def has(self, kind: str, key: str) -> bool:
        """See `Rows.has`."""
        told = self.rows.execute(
            "SELECT 1 FROM rows WHERE kind = ? AND key = ? LIMIT 1", (kind, key)
        )
        return told.fetchone() is not None

    def count(self, kind: str, prefix: str) -> int:
        """See `Rows.count`."""
        told = self.rows.execute(
            "SELECT count(*) FROM (SELECT 1 FROM rows "
            "WHERE kind = ? AND key >= ? AND key < ? LIMIT ?)",
            (kind, prefix, f"{prefix}\U0010ffff", MANY),
        )
        return int(told.fetchone()[0])
