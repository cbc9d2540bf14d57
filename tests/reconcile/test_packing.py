"""Rows of a ledger: what was packed comes back, and nothing else can be named."""

import pickle
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import pytest

from claimgraph import layout
from claimgraph.derive.packing import packed, unpacked
from claimgraph.errors import StoreError
from claimgraph.model import Span, Status
from claimgraph.reconcile.records import Record

NODE = ox.NamedNode("https://example.org/loaf")


class Calling:
    """A value that calls something when it is read back."""

    def __init__(self, called: Callable[..., object], *arguments: object) -> None:
        self.call = (called, arguments)

    def __reduce__(self) -> tuple[Callable[..., object], tuple[object, ...]]:
        """What reading it calls."""
        return self.call


@pytest.mark.parametrize(
    "value",
    [
        None,
        ("a", 1, 0.5),
        {"a": (NODE, ox.Literal("rye", language="en"))},
        frozenset((ox.Quad(NODE, NODE, ox.Literal("1"), ox.DefaultGraph()),)),
        (Span(1, 2), Status.DENIED),
    ],
)
def test_values_come_back(value: object) -> None:
    """Terms, plain values and records are read as they were written."""
    assert unpacked(packed(value)) == value


@pytest.mark.parametrize("called", [Path.touch, layout.home, eval, pickle.loads, Record.__init__])
def test_nothing_is_called(called: Callable[..., object], tmp_path: Path) -> None:
    """Bytes that name a function are refused before it runs."""
    told = pickle.dumps(Calling(called, tmp_path / "made"), protocol=5)
    with pytest.raises(StoreError, match=r"ledger\.db"):
        unpacked(told)
    assert not (tmp_path / "made").exists()


def test_cut_bytes_are_refused() -> None:
    """Half a row is no row."""
    with pytest.raises(StoreError):
        unpacked(packed(("a", "b"))[:-3])
