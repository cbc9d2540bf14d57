"""The folder of a store: whose it is, what lies in it, and how its graph is opened."""

import json
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from claimgraph.errors import StoreError
from claimgraph.wholefile import write_whole

FORMAT: Final = 1
MARKER: Final = "store.json"
VERDICTS: Final = "verdicts.json"
FINDINGS: Final = "findings.json"
SOURCES: Final = "sources.json"
"""What `sources` gives: it goes before the first change and comes back when all is done."""
FILES: Final = (MARKER, VERDICTS, FINDINGS, SOURCES)
LEDGER: Final = "ledger.db"
OWN_FILES: Final = frozenset(
    {"graph", LEDGER, f"{LEDGER}-journal", *FILES, *(f"{name}.new" for name in FILES)}
)

PATIENCE: Final = 5.0
"""So many seconds a reader goes on trying while a writer beside it exchanges its files."""
PAUSE: Final = 0.02


def check_format(folder: Path, *, must_exist: bool) -> None:
    """Makes sure that a folder is a store's, or may become one.

    Raises:
        StoreError: it is not, or of a newer format; says what to do.
    """
    if folder.exists() and not folder.is_dir():
        raise StoreError(f"{folder} is a file; a store is a folder.")
    if (folder / MARKER).is_file():
        found = read_marker(folder).get("format", FORMAT)
        if not isinstance(found, int) or found > FORMAT:
            raise StoreError(
                f"The store {folder} has format {found}, newer than this ClaimGraph reads "
                f"({FORMAT}): update ClaimGraph, or build anew into another folder."
            )
    elif must_exist:
        raise StoreError(f"There is no store in {folder}; `claimgraph build` makes one.")
    elif folder.is_dir() and any(path.name not in OWN_FILES for path in folder.iterdir()):
        raise StoreError(f"The folder {folder} holds other files and no store; name another.")


def opened(folder: Path, *, read_only: bool) -> ox.Store:
    """The graph in a folder, which is made where there is none.

    Raises:
        StoreError: it cannot be opened, or another process is writing it.
    """
    place = folder / "graph"
    try:
        if read_only:
            return _opened_to_read(place)
        folder.mkdir(parents=True, exist_ok=True)
        if not (folder / MARKER).exists():
            write_marker(folder, {"format": FORMAT})
        return ox.Store(str(place))
    except (OSError, RuntimeError) as error:  # RuntimeError: files that do not fit together
        if "lock" in str(error).lower():
            raise StoreError(
                f"Another process is writing the store {folder}; wait until it is done, "
                "or name another with --store."
            ) from error
        told = f"The store {folder} cannot be opened: {error}"
        raise StoreError(f"{told}. Name a folder that you may write with --store.") from error


def _opened_to_read(place: Path) -> ox.Store:
    """The graph as its files stand.

    A writer merges files at any time and removes the old ones: a list of files that was read a
    moment before then names some that are gone, and is read anew.
    """
    last = time.monotonic() + PATIENCE
    while True:
        try:
            return ox.Store.read_only(str(place))
        except (OSError, RuntimeError) as error:
            if not _names_what_is_gone(place, error) or time.monotonic() > last:
                raise
            time.sleep(PAUSE)


def _names_what_is_gone(place: Path, error: Exception) -> bool:
    return "No such file" in str(error) and any(place.glob("MANIFEST-*"))


def read_marker(folder: Path) -> dict[str, object]:
    """What is noted beside the graph.

    Raises:
        StoreError: the file is damaged, or may not be read.
    """
    try:
        found = json.loads((folder / MARKER).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise StoreError(f"{folder / MARKER} cannot be read: {error}.") from error
    return found if isinstance(found, dict) else {}


def write_marker(folder: Path, content: Mapping[str, object]) -> None:
    """Notes something beside the graph."""
    write_text(folder / MARKER, json.dumps(content, sort_keys=True) + "\n")


def write_text(path: Path, content: str) -> None:
    """Puts a text in the place of a whole file.

    Raises:
        StoreError: the folder cannot be written.
    """
    try:
        write_whole(path, content.encode())
    except OSError as error:
        raise StoreError(f"The store {path.parent} cannot be written: {error}.") from error
