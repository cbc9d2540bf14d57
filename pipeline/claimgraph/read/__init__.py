"""Reading: files, folders, globs and standard input become Documents; bad input becomes errors."""

import os
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from claimgraph.errors import SourceError
from claimgraph.model import Document
from claimgraph.read.document import document_of, text_document
from claimgraph.read.identity import safe_id
from claimgraph.read.inputs import STANDARD_INPUT, SUFFIXES, Input, inputs
from claimgraph.read.options import DEFAULTS, MAX_SIZE, ReadOptions
from claimgraph.read.regions import regions

__all__ = [
    "MAX_SIZE",
    "ReadOptions",
    "documents",
    "files",
    "read",
    "read_bytes",
    "read_text",
    "regions",
    "told_apart",
]

STANDARD_INPUT_NAME = Path("<standard input>")


def read(
    paths: Iterable[Path | str],
    options: ReadOptions = DEFAULTS,
    stdin: BinaryIO | None = None,
) -> Iterator[Document | SourceError]:
    """The documents that files, folders, globs and "-" (standard input) hold, one at a time.

    They come in the order of their paths, whatever the order of the arguments; a file named twice
    comes once. What cannot be read comes as its error, in its place, and the others go on.
    """
    return told_apart(documents(options, files(paths, options, stdin)))


def files(
    paths: Iterable[Path | str], options: ReadOptions, stdin: BinaryIO | None = None
) -> Iterator[Input]:
    """What `read` reads, in its order; standard input is read at once, so far as it may be."""
    for entry in inputs(paths):
        if entry.path != STANDARD_INPUT:
            yield entry
        elif stdin is None:
            error = SourceError("-", "There is no standard input here.", "Name a file.")
            yield replace(entry, error=error)
        else:
            yield replace(entry, data=stdin.read(options.max_size + 1))


def documents(options: ReadOptions, entries: Iterable[Input]) -> Iterator[Document | SourceError]:
    """What each file holds, or why it cannot be read."""
    for entry in entries:
        try:
            yield _read_one(entry, options)
        except SourceError as error:
            yield error


def told_apart(found: Iterable[Document | SourceError]) -> Iterator[Document | SourceError]:
    """The same, where an id comes once; a document whose id an earlier one has is an error."""
    first: dict[str, str] = {}
    for one in found:
        if isinstance(one, SourceError):
            yield one
        elif one.id in first:
            problem = f"Its id {one.id!r} is also that of {first[one.id]}."
            yield SourceError(one.path, problem, "Give one of them another `id`.")
        else:
            first[one.id] = one.path
            yield one


def read_bytes(data: bytes, path: Path | str, options: ReadOptions = DEFAULTS) -> Document:
    """The document that the bytes of a file hold; the path's suffix tells the format.

    Raises:
        SourceError: they cannot be read.
    """
    place = Path(path)
    _check_size(len(data), place, options)
    return document_of(data, place, _suffix(place), options, safe_id(place.stem))


def read_text(text: str, name: str = "", *, markdown: bool = False, **known: str) -> Document:
    """The document that a plain or Markdown text is; `known` are fields of ReadOptions.

    Raises:
        SourceError: it cannot be read.
    """
    options = replace(DEFAULTS, **{"id": name, **known})  # type: ignore[arg-type]
    return text_document(text, Path(options.id or "text"), options, markdown=markdown)


def _read_one(entry: Input, options: ReadOptions) -> Document:
    if entry.error is not None:
        raise entry.error
    if entry.data is not None:
        _check_size(len(entry.data), STANDARD_INPUT_NAME, options)
        return document_of(entry.data, STANDARD_INPUT_NAME, _sniffed(entry.data), options, "")
    if not os.path.lexists(entry.path):
        raise SourceError(entry.path, "There is no such file.", "Check the path.")
    suffix = _suffix(entry.path)
    data = _file(entry.path, options)
    return document_of(data, entry.path, suffix, options, entry.id)


def _suffix(path: Path) -> str:
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        kinds = ", ".join(SUFFIXES)
        what = f"Files of kind {suffix}" if suffix else "Files without a suffix"
        raise SourceError(path, f"{what} are not read.", f"Give {kinds}, or pipe text into `-`.")
    return suffix


def _sniffed(data: bytes) -> str:
    """The format that the first bytes show; plain text has no suffix, nor has it a sidecar."""
    if data.startswith(b"%PDF-"):
        return ".pdf"
    start = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return ".html" if start.startswith((b"<!doctype html", b"<html")) else ""


def _file(path: Path, options: ReadOptions) -> bytes:
    try:
        if path.exists() and not path.is_file():
            raise SourceError(path, "This is no ordinary file.", "Pipe it into `-`.")
        with path.open("rb") as file:
            data = file.read(options.max_size + 1)
            size = max(len(data), path.stat().st_size)
    except FileNotFoundError as error:
        raise SourceError(path, "There is no such file.", "Check the path.") from error
    except PermissionError as error:
        remedy = "Ask for the permission, or copy it."
        raise SourceError(path, "The file may not be read.", remedy) from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise SourceError(path, f"The file cannot be read: {reason}.", "Check the path.") from error
    _check_size(size, path, options)
    return data


def _check_size(size: int, path: Path, options: ReadOptions) -> None:
    if size > options.max_size:
        problem = f"The input holds {size:,} bytes or more; the limit is {options.max_size:,}."
        raise SourceError(path, problem, "--max-size raises it.")
