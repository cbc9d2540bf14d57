"""Fuzzing by coverage, for as long as one likes: every entrance gets bytes that it never saw.

    python benchmarks/fuzz.py MINUTES [FOLDER]

Each entrance has its share of the time and a process of its own with limits. What breaks one is
kept in FOLDER (default build/fuzz) as `ENTRANCE/crash-...`, beside the inputs that reached new
code, from which the next run goes on. Needs atheris (dependency group `fuzz`).
"""

import argparse
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests"))
SMALL = 1_000
MEGABYTES = 2_000
SLOWEST = 20
LONGEST = 4_096


def reader(suffix: str) -> Callable[[bytes], object]:
    """An entrance: bytes as a file of a kind."""
    from claimgraph.read import ReadOptions, read_bytes  # noqa: PLC0415 - instrumented on import

    options = ReadOptions(language="en", id="any")
    head = b"%PDF-1.4\n" if suffix == ".pdf" else b""
    return lambda data: read_bytes(head + data, f"any{suffix}", options)


def matter(data: bytes) -> object:
    """An entrance: front matter."""
    from claimgraph.read import read_text  # noqa: PLC0415 - as above

    inner = data.decode("utf-8", "replace")
    return read_text(f"---\na: b\n{inner}\n---\n\nThe port closed.\n", "any", language="en")


def from_file(name: str, suffix: str) -> Callable[[bytes], object]:
    """An entrance that takes a path."""
    from claimgraph.curation.decisions import read_file  # noqa: PLC0415 - as above
    from claimgraph.evaluate import read_gold, score  # noqa: PLC0415
    from claimgraph.graphfile import read_graph  # noqa: PLC0415

    path = Path(tempfile.mkdtemp()) / f"any{suffix}"
    takes: Mapping[str, Callable[[], object]] = {
        "turtle": lambda: read_graph(path),
        "curation": lambda: read_file(path),
        "gold": lambda: score([("any", read_gold(path), [])]),
    }

    def take(data: bytes) -> object:
        path.write_bytes(data)
        return takes[name]()

    return take


def query(data: bytes) -> object:
    """An entrance: SPARQL, as the scanner sees it; a SERVICE that Oxigraph sees must be found."""
    import pyoxigraph as ox  # noqa: PLC0415 - as above

    from claimgraph.query.scanner import asks_elsewhere, changes_data  # noqa: PLC0415

    text = data.decode("utf-8", "replace")
    changes_data(text)
    if asks_elsewhere(text) or "SERVICE" not in text.upper():
        return None
    try:
        ox.Store().query(text, substitutions={})
    except OSError as error:
        raise AssertionError(text) from error
    except (SyntaxError, ValueError):
        return None
    return None


ENTRANCES: Mapping[str, Callable[[], Callable[[bytes], object]]] = {
    "txt": lambda: reader(".txt"),
    "md": lambda: reader(".md"),
    "html": lambda: reader(".html"),
    "pdf": lambda: reader(".pdf"),
    "matter": lambda: matter,
    "turtle": lambda: from_file("turtle", ".ttl"),
    "curation": lambda: from_file("curation", ".ttl"),
    "gold": lambda: from_file("gold", ".jsonl"),
    "query": lambda: query,
}


def fuzz(name: str, seconds: int, folder: Path) -> None:
    """One entrance, in this process, until the time is over or something breaks."""
    import atheris  # noqa: PLC0415 - wanted here alone

    with atheris.instrument_imports(include=["claimgraph", "pypdf", "trafilatura", "frontmatter"]):
        entrance = ENTRANCES[name]()
    from claimgraph.errors import ClaimGraphError  # noqa: PLC0415 - after the instrumentation

    def once(data: bytes) -> None:
        try:
            entrance(data)
        except ClaimGraphError:
            return

    flags = {
        "max_total_time": seconds,
        "timeout": SLOWEST,
        "rss_limit_mb": MEGABYTES,
        "max_len": LONGEST,
        "artifact_prefix": f"{folder}/",
        "print_final_stats": 1,
        "verbosity": 0,
    }
    arguments = [sys.argv[0], *(f"-{key}={value}" for key, value in flags.items()), str(folder)]
    atheris.Setup(arguments, once)
    atheris.Fuzz()


def seeded(name: str, folder: Path) -> Path:
    """The folder of an entrance, with the small ones of our nasty files in it."""
    from nasty.bombs import bombs  # noqa: PLC0415 - beside the tests

    place = folder / name
    place.mkdir(parents=True, exist_ok=True)
    for file, make in bombs(SMALL).items():
        if file.endswith(f".{name}") and len(data := make()) <= LONGEST:
            (place / file).write_bytes(data)
    return place


def main() -> None:
    """All entrances, one after the other; the exit code is 1 where something broke."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("minutes", type=float)
    parser.add_argument("folder", type=Path, nargs="?", default=ROOT / "build" / "fuzz")
    parser.add_argument("--only", choices=sorted(ENTRANCES), help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.only:
        fuzz(given.only, int(given.minutes * 60), given.folder)
        return
    share = f"{given.minutes / len(ENTRANCES):.3f}"
    broken = []
    for name in ENTRANCES:
        place = seeded(name, given.folder)
        command = [sys.executable, __file__, share, str(place), "--only", name]
        if subprocess.run(command, check=False).returncode:
            broken.append(name)
        print(f"{name}: {'broken, see ' + str(place) if name in broken else 'held'}", flush=True)
    sys.exit(bool(broken))


if __name__ == "__main__":
    main()
