"""What docstrings show is what the code does."""

import doctest
import importlib
from pathlib import Path

import pytest

import claimgraph

PACKAGE = Path(claimgraph.__file__).parent
SHOWING = sorted(path for path in PACKAGE.rglob("*.py") if ">>> " in path.read_text("utf-8"))


@pytest.mark.parametrize("place", [path.relative_to(PACKAGE.parent).as_posix() for path in SHOWING])
def test_examples_in_docstrings_hold(place: str) -> None:
    """Every example of a module gives what stands below it."""
    module = importlib.import_module(place.removesuffix(".py").replace("/", "."))
    told = doctest.testmod(module)
    assert told.attempted > 0
    assert told.failed == 0
