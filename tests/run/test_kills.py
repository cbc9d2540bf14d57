"""Builds killed at random moments and continued end with the graph of one left in peace."""

import multiprocessing
import os
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import pytest

import killing


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs processes that can be forked")
@pytest.mark.parametrize("patience", [0, 0.05], ids=["one by one", "in groups"])
def test_a_build_killed_anywhere_goes_on_to_the_same_graph(patience: float, tmp_path: Path) -> None:
    """Ten kills, five to a store: whatever was cut, the export is the undisturbed one."""
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as fresh:
        kills, stores, wrong = fresh.submit(killing.outcome, patience, tmp_path).result()
    assert (kills >= killing.KILLS, stores > 1, wrong) == (True, True, 0)
