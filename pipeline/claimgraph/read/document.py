"""A source's bytes or text made into a Document."""

import hashlib
import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Final

from claimgraph.characters import REMEDY, has_halves
from claimgraph.errors import SourceError
from claimgraph.model import Document, Region, RegionKind, Span
from claimgraph.read import html, pdf
from claimgraph.read.blocks import blocks_of
from claimgraph.read.decode import decoded, unified
from claimgraph.read.identity import safe_id
from claimgraph.read.language import language_of
from claimgraph.read.layout import Layout
from claimgraph.read.metadata import (
    NOTHING,
    Metadata,
    from_options,
    front_matter,
    one_line,
    sidecar,
)
from claimgraph.read.options import DEFAULTS, ReadOptions
from claimgraph.read.regions import READABLE, classified, kinds_of
from claimgraph.read.told import told_by

HTML: Final = (".html", ".htm")
DECLARED: Final = re.compile(
    rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{1,40})", re.IGNORECASE
)


def document_of(
    data: bytes, path: Path, suffix: str, options: ReadOptions, fallback_id: str
) -> Document:
    """The document that bytes of a format hold.

    Raises:
        SourceError: they cannot be read.
    """
    if not data:
        raise SourceError(path, "The input is empty.", "Give one that holds text.")
    if suffix == ".pdf":
        layout, known = pdf.layout_of(data, path, options.max_size), NOTHING
    elif suffix in HTML:
        layout, known = html.layout_of(_html_text(data, path, options.encoding), path), NOTHING
    else:
        text = decoded(data, path, options.encoding)
        layout, known = plain_layout(text, path, markdown=suffix == ".md")
    known = from_options(options, path).or_else(known)
    if suffix:
        known = known.or_else(sidecar(path))
    return assembled(layout, known.or_else(Metadata(id=fallback_id)), path)


def text_document(
    text: str, path: Path, options: ReadOptions = DEFAULTS, *, markdown: bool = False
) -> Document:
    """The document that a text is, decoded already.

    Raises:
        SourceError: it cannot be read.
    """
    if has_halves(text):
        raise SourceError(path, "The text holds halves of surrogate pairs.", REMEDY)
    layout, known = plain_layout(unified(text), path, markdown=markdown)
    return assembled(layout, from_options(options, path).or_else(known), path)


def plain_layout(text: str, path: Path, *, markdown: bool) -> tuple[Layout, Metadata]:
    """A plain or Markdown text in blocks, and what its front matter says.

    Raises:
        SourceError: there is nothing in it, or its front matter does not parse.
    """
    if not text.strip():
        raise SourceError(path, "The text is nothing but white space.", "Give one with words.")
    known, start = front_matter(text, path)
    blocks = tuple(blocks_of(text, start, markdown=markdown))
    return Layout(text, blocks, front=start), known


def assembled(layout: Layout, known: Metadata, path: Path) -> Document:
    """The document of a layout, with all that is known of it.

    Raises:
        SourceError: it has no words, no id, or is in another language.
    """
    regions = _regions(layout, known.title)
    prose = "\n".join(layout.text[r.span.start : r.span.end] for r in regions if r.kind in READABLE)
    if not re.search(r"[^\W_]", prose):
        problem = "The text holds nothing to read besides front matter and page furniture."
        raise SourceError(path, problem, "Give one with prose in it.")
    identifier = safe_id(known.id) if known.id else ""
    if not identifier:
        raise SourceError(path, "The input has no name.", "Give it an id with --id.")
    language = language_of(prose, path, known.language)
    lines = told_by(layout.blocks, kinds_of(layout.blocks, known.title))
    known = known.or_else(layout.told).or_else(lines).or_else(layout.hinted)
    told = {name: one_line(value) for name, value in asdict(known).items()}
    fields = told | {"id": identifier, "language": language}
    digest = hashlib.sha256(layout.text.encode()).hexdigest()
    return Document(text=layout.text, sha256=digest, path=str(path), regions=regions, **fields)


def _regions(layout: Layout, title: str) -> tuple[Region, ...]:
    regions = classified(layout.text, layout.blocks, title or layout.told.title)
    if layout.front:
        front = len(layout.text[: layout.front].rstrip())
        regions = (Region(RegionKind.FURNITURE, Span(0, front)), *regions)
    return tuple(_paged(region, layout.pages) for region in regions)


def _paged(region: Region, pages: Sequence[int]) -> Region:
    return replace(region, page=bisect_right(pages, region.span.start)) if pages else region


def _html_text(data: bytes, path: Path, encoding: str) -> str:
    """A page's text: as told, else UTF-8, else in the encoding that the page itself declares."""
    if not encoding and not _is_utf8(data) and (declared := DECLARED.search(data[:4096])):
        name = declared[1].decode("ascii", "replace").lower()
        # Browsers read these labels as Windows-1252, and pages are written for browsers.
        encoding = "cp1252" if name in {"iso-8859-1", "latin1", "ascii", "us-ascii"} else name
    return decoded(data, path, encoding)


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
