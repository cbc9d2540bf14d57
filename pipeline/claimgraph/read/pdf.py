"""The text layer of a PDF, page after page, without running heads and line-end hyphens."""

import io
import re
import zlib
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from pypdf import PdfReader
from pypdf.errors import DependencyError, PyPdfError

from claimgraph.errors import SourceError
from claimgraph.read.blocks import blocks_of
from claimgraph.read.layout import Layout
from claimgraph.read.lines import is_closed
from claimgraph.read.metadata import Metadata
from claimgraph.read.published import iso_date
from claimgraph.read.quiet import quiet

# What the reader lets through when a file is broken.
BROKEN: Final = (
    PyPdfError, KeyError, ValueError, TypeError, AttributeError, IndexError, RecursionError,
    OverflowError, NotImplementedError, AssertionError, EOFError, UnicodeError, zlib.error,
    ZeroDivisionError,
)  # fmt: skip
PAGE_NUMBER: Final = re.compile(
    r"[-\u2013\s]*(?:page\s+)?\d{1,4}(?:\s*(?:/|of)\s*\d{1,4})?[-\u2013\s]*"
)
HYPHENATED: Final = re.compile(
    r"(\b[^\W\d_]+)([-\u00ad\u2010])\n[^\S\n]*([^\W\d_]+)(\S*)(?:[^\S\n]+|\n|$)"
)
COMPOUND: Final = re.compile(r"(?<![^\W_])([^\W_]+)-(?=([^\W_]+))")
# Titles that programs put in unasked.
IDLE_TITLE: Final = re.compile(
    r"untitled.*|microsoft word - .*|.*\.(?:docx?|pdf|indd|tex)", re.IGNORECASE
)
EDGE: Final = 2


def layout_of(data: bytes, path: Path | str, max_size: int) -> Layout:
    """The text of all pages, its blocks, where pages begin, and what the file's info says.

    Raises:
        SourceError: the file is encrypted, broken, or has no text layer.
    """
    try:
        with quiet("pypdf"):
            reader = PdfReader(io.BytesIO(data))
            _unlock(reader, path)
            pages = _page_texts(reader, path, max_size)
            title, hinted = _metadata(reader)
    except BROKEN as error:
        remedy = "Print it to a new PDF, or give its text as .txt."
        raise SourceError(path, "The PDF is damaged and cannot be read.", remedy) from error
    text, starts = _joined(_without_running_heads(pages))
    if not re.search(r"[^\W_]", text):
        problem = "The PDF has no text layer; it holds pictures of pages."
        raise SourceError(path, problem, "Run text recognition over it first (OCR).")
    return Layout(text, tuple(blocks_of(text, wrapped=True)), Metadata(title=title), hinted, starts)


def _unlock(reader: PdfReader, path: Path | str) -> None:
    """Open a file that only restricts printing and copying: its password is empty."""
    if not reader.is_encrypted:
        return
    try:
        opened = bool(reader.decrypt(""))
    except DependencyError:
        opened = False
    if not opened:
        raise SourceError(path, "The PDF is encrypted.", "Save a copy without password.")


def _page_texts(reader: PdfReader, path: Path | str, max_size: int) -> list[str]:
    texts, size = [], 0
    for page in reader.pages:
        texts.append(page.extract_text().replace("\r\n", "\n").replace("\r", "\n"))
        size += len(texts[-1])
        if size > max_size:
            problem = "The PDF holds more text than the size limit allows."
            raise SourceError(path, problem, "--max-size raises the limit.")
    return [text.encode("utf-8", "replace").decode() for text in texts]


def _metadata(reader: PdfReader) -> tuple[str, Metadata]:
    """The title that the file's info tells, and what a byline in the text would know better."""
    info: Mapping[str, object] = reader.metadata or {}
    title = _line(info.get("/Title"))
    created = re.match(r"D:(\d{4})(\d{2})(\d{2})", _line(info.get("/CreationDate")))
    day = iso_date("-".join(created.groups())) if created else ""
    hinted = Metadata(author=_line(info.get("/Author")), published=day)
    return "" if IDLE_TITLE.fullmatch(title) else title, hinted


def _line(value: object) -> str:
    return " ".join(str(value).split()) if value is not None else ""


def _without_running_heads(pages: Sequence[str]) -> list[str]:
    """The pages less their numbers and the lines that open or close most of them."""
    split = [[line.rstrip() for line in page.split("\n") if line.strip()] for page in pages]
    edges = Counter(key for lines in split for key in {_key(line) for line in _edges(lines)})
    running = {key for key, count in edges.items() if count >= 3 and count * 2 > len(pages)}
    return ["\n".join(_trimmed(lines, running)) for lines in split]


def _edges(lines: Sequence[str]) -> list[str]:
    return [*lines[:EDGE], *lines[-EDGE:]]


def _key(line: str) -> str:
    return re.sub(r"\d+", "0", line.strip())


def _trimmed(lines: Sequence[str], running: set[str]) -> list[str]:
    inner = range(EDGE, len(lines) - EDGE)
    return [line for i, line in enumerate(lines) if i in inner or not _is_edge(line, running)]


def _is_edge(line: str, running: set[str]) -> bool:
    return _key(line) in running or bool(PAGE_NUMBER.fullmatch(line.strip()))


def _joined(pages: Sequence[str]) -> tuple[str, tuple[int, ...]]:
    """One text of all pages and the offset of each; a paragraph may run over to the next page."""
    compounds = {match.group(1, 2) for page in pages for match in COMPOUND.finditer(page.lower())}
    text, starts = "", []
    for page in pages:
        starts.append(len(text))
        text += HYPHENATED.sub(lambda m: _unbroken(m, compounds), page)
        text += "\n\n" if is_closed(text.rstrip()) else "\n"
    return text, tuple(starts)


def _unbroken(match: re.Match[str], compounds: set[tuple[str, ...]]) -> str:
    """A word broken at a line's end, whole; its hyphen stays where the text has it elsewhere."""
    left, hyphen, right, rest = match.groups()
    keep = (left.lower(), right.lower()) in compounds or right[:1].isupper()
    joint = "-" if keep and hyphen != "\u00ad" else ""
    return f"{left}{joint}{right}{rest}\n"
