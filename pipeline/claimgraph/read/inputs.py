"""Which files an argument stands for: a file, a folder, a glob, or standard input."""

import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from claimgraph.errors import SourceError
from claimgraph.read.identity import safe_id

STANDARD_INPUT: Final = Path("-")
SUFFIXES: Final = (".txt", ".md", ".html", ".htm", ".pdf")
# Files about a folder rather than in it; read when named one by one.
ABOUT: Final = frozenset({"readme", "license", "licence", "changelog", "contributing"})
MAGIC: Final = re.compile(r"[*?\[]")


@dataclass(frozen=True, slots=True)
class Input:
    """A file to read and the id it gets when it does not tell one.

    `data` is what it holds, where that had to be taken at once; `error` says why there is no file.
    """

    path: Path
    id: str = ""
    data: bytes | None = None
    error: SourceError | None = None

    @property
    def size(self) -> int:
        """How many bytes it holds; 0 where nobody can tell."""
        try:
            return len(self.data) if self.data is not None else self.path.stat().st_size
        except (OSError, ValueError):
            return 0


def inputs(paths: Iterable[Path | str]) -> list[Input]:
    """What the arguments stand for, each file once, in the order of their paths."""
    found: dict[str, Input] = {}
    for path in sorted({Path(path) for path in paths}, key=str):
        for entry in _expanded(path):
            found.setdefault(str(entry.error) if entry.error else _place(entry.path), entry)
    return sorted(found.values(), key=lambda entry: str(entry.path))


def _place(path: Path) -> str:
    return os.path.realpath(path) if os.path.lexists(path) else str(path)


def _refused(path: Path | str, problem: str, remedy: str) -> Input:
    return Input(Path(path), error=SourceError(path, problem, remedy))


def _expanded(path: Path) -> Iterator[Input]:
    if path == STANDARD_INPUT:
        yield Input(path)
    elif os.path.isdir(path):  # noqa: PTH112 - a name with a NUL is no folder, and no error either
        yield from _folder(path)
    elif MAGIC.search(str(path)) and not os.path.lexists(path):
        yield from _glob(path)
    else:
        yield Input(path, safe_id(path.stem))


def _folder(folder: Path) -> Iterator[Input]:
    errors: list[OSError] = []
    files = [
        Path(place) / name
        for place, folders, names in os.walk(folder, onerror=errors.append)
        if _visible(folders)
        for name in names
    ]
    readable = [path for path in sorted(files) if _is_source(path)]
    yield from (Input(path, _below(folder, path)) for path in readable)
    for error in errors:
        place = error.filename or folder
        yield _refused(place, "The folder cannot be opened.", "Check its permissions.")
    if not readable and not errors:
        kinds = ", ".join(SUFFIXES)
        yield _refused(folder, f"The folder holds no {kinds} file.", "Name another folder.")


def _visible(folders: list[str]) -> bool:
    folders[:] = sorted(name for name in folders if not name.startswith("."))
    return True


def _is_source(path: Path) -> bool:
    hidden = path.name.startswith(".") or path.stem.lower() in ABOUT
    return path.suffix.lower() in SUFFIXES and not hidden


def _glob(pattern: Path) -> Iterator[Input]:
    parts = pattern.parts
    plain = next(i for i, part in enumerate(parts) if MAGIC.search(part))
    base = Path(*parts[:plain])
    files = sorted(_matches(base, "/".join(parts[plain:])))
    yield from (Input(path, _below(base, path)) for path in files)
    if not files:
        remedy = f"Name {', '.join(SUFFIXES)} files."
        yield _refused(pattern, "The pattern matches no file that can be read.", remedy)


def _matches(base: Path, pattern: str) -> set[Path]:
    """The files that match; no link to a folder is followed, so that loops of them end."""
    try:
        return {
            path
            for path in base.glob(pattern)
            if _is_source(path)
            and path.is_file()
            and not any(part.startswith(".") for part in path.relative_to(base).parts)
        }
    except (OSError, ValueError):  # a name that no system has, or "**" within a longer name
        return set()


def _below(folder: Path, path: Path) -> str:
    return safe_id(path.relative_to(folder).with_suffix("").as_posix())
