"""The small graph in every format, written twice."""

import time

import pyoxigraph as ox
import pytest

from claimgraph.export import FORMATS, Selection
from exported import Exported, digests, place, quads, stored


@pytest.fixture(scope="session")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Exported:
    """The graph in every format, and, two seconds later from a store filled backwards, again."""
    store, selection = stored(quads()), Selection()
    folder = tmp_path_factory.mktemp("exports")
    for name, form in FORMATS.items():
        form.write(store, selection, folder / place(name))
    time.sleep(2)
    other, again = stored(quads()[::-1]), tmp_path_factory.mktemp("again")
    later = {
        name: digests(form.write(other, selection, again / place(name)))
        for name, form in FORMATS.items()
    }
    return Exported(store, folder, later)


@pytest.fixture(scope="session")
def hostile() -> str:
    """The label that must survive everywhere."""
    return next(
        quad.object.value
        for quad in quads()
        if isinstance(quad.object, ox.Literal) and quad.object.value.startswith("=cmd")
    )
