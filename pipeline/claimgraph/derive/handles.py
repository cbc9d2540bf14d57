"""By what claims are found that may meet: handles of their roles, as digests under short keys."""

import hashlib
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Final

from claimgraph.reconcile.records import CONTENT, WORDS, Record
from claimgraph.reconcile.sameness import Sameness

BETWEEN: Final = " | "
Look = dict[str, list[str]]
Kinds = tuple[str, ...]
"""What a claim passes on: in words of its own, or claims of which types."""


def look_of(handles: Mapping[str, Iterable[object]], record: Record) -> Look:
    """The handles of a claim as digests, by the path of roles that leads to them."""
    cls = record.type.value
    return {
        path: sorted(_digest(f"{cls} {path} {one}") for one in told)
        for path, told in handles.items()
    }


def kinds_of(same: Sameness, record: Record) -> Kinds:
    """What a claim passes on; nothing where it passes on nothing."""
    key = same.key(record)
    claims = [same.corpus.claim(value) for value in key.get(CONTENT, ())]
    found = {claim.type.value if claim else CONTENT.value for claim in claims}
    return tuple(sorted(found | {WORDS.value} & {role.value for role in key}))


def shape_of(kinds: Kinds, paths: Iterable[str]) -> str:
    """What a claim passes on and which paths lead from it, in one line."""
    return f"{' '.join(kinds)}{BETWEEN}{' '.join(paths)}"


def key_of(handle: str, shape: str) -> str:
    """By what the claims of a shape are found that have a handle."""
    return f"{handle} {_digest(shape)}"


@lru_cache(maxsize=1_000)
def _digest(told: str) -> str:
    return hashlib.blake2b(told.encode(), digest_size=9).hexdigest()
