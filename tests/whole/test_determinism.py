"""Same sources, same bytes: in another process, another order, with another hash seed."""

import os
import subprocess
import sys
from pathlib import Path

BUILD = """
import sys
from pathlib import Path
from claimgraph.export import Format, export
from claimgraph.read import ReadOptions, read
from claimgraph.run.pipeline import Pipeline
from claimgraph.store.embedded import Store

folder, order = Path(sys.argv[1]), sys.argv[2]
documents = list(read([folder], ReadOptions()))
if order == "reversed":
    documents.reverse()
store = Store.memory()
Pipeline.of().build(store, documents)
sys.stdout.buffer.write(export(store, Format.NQUADS))
"""


def exported(folder: Path, order: str, hash_seed: str) -> bytes:
    """The export of a build in a process of its own."""
    environment = {**os.environ, "PYTHONHASHSEED": hash_seed}
    command = [sys.executable, "-c", BUILD, str(folder), order]
    return subprocess.run(command, env=environment, capture_output=True, check=True).stdout


def test_builds_agree_byte_for_byte(root: Path) -> None:
    """Two processes, two hash seeds, two orders of the sources: one export."""
    first = exported(root / "seeds", "sorted", "1")
    assert first.count(b"\n") > 5_000
    assert first == exported(root / "seeds", "reversed", "4242")
