"""The article of a web page, its headings and lists, and what the page says about itself."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from trafilatura import bare_extraction

from claimgraph.errors import SourceError
from claimgraph.read.blocks import Block, Role, block, blocks_of
from claimgraph.read.layout import Layout
from claimgraph.read.metadata import Metadata
from claimgraph.read.published import iso_date
from claimgraph.read.quiet import quiet

# The libraries would ask the clock what "not in the future" means.
DATES: Final = {"max_date": "2999-12-31", "original_date": True, "extensive_search": False}
CONTAINERS: Final = frozenset({"body", "list", "quote", "table", "div", "main", "code"})
LOGGERS: Final = ("trafilatura", "htmldate", "courlan", "readability", "justext")
DEEPEST: Final = 100


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of the article: its words and what it is; `pre` keeps its line breaks."""

    role: Role
    words: str
    level: int = 0
    pre: bool = False


def layout_of(html: str, path: Path | str) -> Layout:
    """The article as text, one block a paragraph, with the page's own metadata.

    Raises:
        SourceError: the page has no article text.
    """
    page = _extracted(html, path)
    pieces = list(_pieces(page.body, 0)) if page is not None and page.body is not None else []
    if not any(piece.words for piece in pieces):
        raise SourceError(
            path,
            "The page holds no article text.",
            "Save the page as the browser shows it, or give its text as .txt.",
        )
    told = _metadata(page)
    if told.title and not any(piece.role is Role.HEADING for piece in pieces[:3]):
        pieces.insert(0, Piece(Role.HEADING, told.title, 1))
    text, blocks = _joined(pieces)
    return Layout(text, blocks, told)


def _extracted(html: str, path: Path | str) -> Any:  # noqa: ANN401 - the library ships no types
    # A fragment without its frame is no page to the library.
    whole = html if "<html" in html.lower() else f"<html><body>{html}</body></html>"
    try:
        with quiet(*LOGGERS):
            return bare_extraction(
                whole, with_metadata=True, include_comments=False, date_extraction_params=DATES
            )
    except (RecursionError, ValueError, AttributeError) as error:
        remedy = "Save the page anew, or give its text as .txt."
        raise SourceError(path, "The HTML cannot be taken apart.", remedy) from error


def _metadata(page: Any) -> Metadata:  # noqa: ANN401 - the library ships no types
    return Metadata(
        title=_line(page.title),
        publisher=_line(page.sitename),
        author=_line(page.author).replace("; ", ", "),
        published=iso_date(page.date or ""),
        url=_line(page.url),
        rights=_line(page.license),
    )


def _line(value: str | None) -> str:
    return " ".join((value or "").split())


def _pieces(element: Any, depth: int) -> Iterator[Piece]:  # noqa: ANN401 - an lxml element
    """The pieces of an element, in order; text loose in a container is a paragraph."""
    if element.text and element.text.strip():
        yield _loose(element)
    for child in element:
        if child.tag in CONTAINERS and depth < DEEPEST:
            yield from _pieces(child, depth + 1)
        elif child.tag == "item":
            yield from _item(child, depth)
        elif child.tag == "row":
            yield Piece(Role.PARAGRAPH, " | ".join(_words(cell) for cell in child))
        elif child.tag == "head":
            yield Piece(Role.HEADING, _words(child), int(child.get("rend", "h2")[-1:] or 2))
        else:
            yield from (Piece(Role.PARAGRAPH, line) for line in _lines(child))
        if child.tail and child.tail.strip():
            yield Piece(Role.PARAGRAPH, _line(child.tail))


def _loose(element: Any) -> Piece:  # noqa: ANN401 - an lxml element
    pre = element.tag in {"quote", "code"} and "\n" in element.text.strip()
    words = element.text.strip() if pre else _line(element.text)
    return Piece(Role.PARAGRAPH, words, pre=pre)


def _item(element: Any, depth: int) -> Iterator[Piece]:  # noqa: ANN401 - an lxml element
    """A list item's own words, then the items of lists within it."""
    inner = [child for child in element if child.tag == "list"]
    for child in inner:
        child.getparent().remove(child)
    if words := _words(element):
        yield Piece(Role.ITEM, words)
    for child in inner:
        if depth < DEEPEST:
            yield from _pieces(child, depth + 1)


def _words(element: Any) -> str:  # noqa: ANN401 - an lxml element
    return " ".join(_lines(element))


def _lines(element: Any) -> list[str]:  # noqa: ANN401 - an lxml element
    """The words of an element, a line for each forced break."""
    parts: list[str] = []
    for node in element.iter():
        if node.tag == "lb":
            parts.append("\n")
        parts.append(_line_of(node.text))
        if node is not element:
            parts.append(_line_of(node.tail))
    return [line for part in "".join(parts).split("\n") if (line := _line(part))]


def _line_of(text: str | None) -> str:
    return (text or "").replace("\n", " ")


def _joined(pieces: list[Piece]) -> tuple[str, tuple[Block, ...]]:
    """The pieces as one text, a blank line between them, and their blocks."""
    pieces = [piece for piece in pieces if piece.words]
    text = "\n\n".join(_marked(piece) for piece in pieces) + "\n"
    blocks: list[Block] = []
    position = 0
    for piece in pieces:
        end = position + len(_marked(piece))
        if piece.pre:
            blocks += blocks_of(text, position, end)
        else:
            marker = 2 if piece.role is Role.ITEM else 0
            made = block(text, position, end, piece.role, marker=marker, level=piece.level)
            blocks.append(made)
        position = end + 2
    return text, tuple(blocks)


def _marked(piece: Piece) -> str:
    return f"- {piece.words}" if piece.role is Role.ITEM else piece.words
