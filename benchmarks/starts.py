"""How soon each command answers: from typing it to its last byte.

    python benchmarks/starts.py [--runs 5]

Every command is asked for its help; those that look into a store are run on one of five made-up
articles too, and those that read a text on one of these. Prints a table of medians, by the clock.
"""

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

import click
from articles import write_articles

from claimgraph.cli import main as commands

COMMAND: Final = str(Path(sys.executable).with_name("claimgraph"))
ARTICLES: Final = 5


def main() -> int:
    """Prints how long each command takes."""
    runs = _arguments().runs
    print("| command | milliseconds |\n|---|---:|")
    with tempfile.TemporaryDirectory() as folder:
        for words in _all(Path(folder)):
            shown = " ".join(Path(word).name for word in words)
            print(f"| `claimgraph {shown}` | {_median(words, runs):.0f} |", flush=True)
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5, help="runs of each command")
    return parser.parse_args()


def _all(folder: Path) -> Iterator[Sequence[str]]:
    """What is run: first the helps, then what looks into a store, then what reads a text."""
    yield ("--help",)
    yield from ((name, "--help") for name in commands.list_commands(click.Context(commands)))
    texts, store = write_articles(ARTICLES, folder / "texts"), folder / "store"
    one = str(min(texts.iterdir()))
    _run(("build", str(texts), "--store", str(store), "--quiet"))
    for words in (
        ("status",), ("ask",), ("ask", "differences"), ("explain", "Claude"), ("export",),
        ("show", Path(one).stem), ("review",), ("diff", str(store), str(store)),
    ):  # fmt: skip
        yield words if words[0] == "diff" else (*words, "--store", str(store))
    yield from (("claims", one), ("attributions", one), ("validate", one, "--store", str(store)))


def _median(words: Sequence[str], runs: int) -> float:
    return statistics.median(_run(words) for _ in range(runs))


def _run(words: Sequence[str]) -> float:
    """The milliseconds that a command took; what it finds in the data is no fault."""
    started = time.perf_counter()
    done = subprocess.run([COMMAND, *words], capture_output=True, check=False)
    if done.returncode > 1:
        raise SystemExit(f"{' '.join(words)}: {done.stderr.decode()}")
    return (time.perf_counter() - started) * 1000


if __name__ == "__main__":
    sys.exit(main())
