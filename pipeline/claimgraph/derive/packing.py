"""Values of a ledger as bytes, and back.

A store may come from somebody else, and a pickle calls whatever it names. What is read here can
name nothing but the kinds of values that a ledger holds: terms, and records of this package.
"""

import io
import pickle
from dataclasses import is_dataclass
from enum import Enum
from typing import Final

import pyoxigraph as ox

from claimgraph.errors import StoreError

PROTOCOL: Final = 5
NOTHING: Final = pickle.dumps(None, PROTOCOL)
OWN: Final = "claimgraph."
PLAIN: Final = frozenset(
    (ox.NamedNode, ox.BlankNode, ox.Literal, ox.Quad, ox.DefaultGraph, frozenset, set)
)
MODULES: Final = frozenset(kind.__module__ for kind in PLAIN) | {"pyoxigraph"}


def packed(value: object) -> bytes:
    """A value as bytes, for `unpacked` to read."""
    return NOTHING if value is None else pickle.dumps(value, PROTOCOL)


def unpacked(told: bytes) -> object:
    """The value that was packed.

    Raises:
        StoreError: the bytes were not packed here.
    """
    try:
        return _Reader(io.BytesIO(told)).load()
    except Exception as error:
        raise StoreError(
            f"A row of the store's ledger cannot be read ({error}). Delete ledger.db in its "
            "folder: the next build derives all anew."
        ) from error


class _Reader(pickle.Unpickler):
    """Reads values of the kinds that a ledger holds, and no others."""

    def find_class(self, module: str, name: str) -> type:
        """See `pickle.Unpickler.find_class`."""
        known = module in MODULES or module.startswith(OWN)
        kind = super().find_class(module, name) if known else None
        if not isinstance(kind, type) or not _is_value(kind):
            raise pickle.UnpicklingError(f"{module}.{name} is no kind of value")
        return kind


def _is_value(kind: type) -> bool:
    if kind in PLAIN:
        return True
    return kind.__module__.startswith(OWN) and (is_dataclass(kind) or issubclass(kind, Enum))
