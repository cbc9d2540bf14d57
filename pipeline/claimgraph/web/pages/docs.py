"""Guides and reference: the same Markdown that `claimgraph docs` writes, as pages."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.token import Token
from pyoxigraph import NamedNode

from claimgraph.errors import UnknownNameError
from claimgraph.manual import Chapter, Manual
from claimgraph.web.pages.book import Book
from claimgraph.web.pages.frame import Page, Table
from claimgraph.web.pages.paths import DOCS, Query, Ref

INDEX: Final = "index"
ANCHOR: Final = re.compile(r'<a id="([\w.-]+)">')
LINK: Final = re.compile(r"(?:([\w-]+)\.md)?(?:#([\w.-]+))?")
NOT_IN_SLUGS: Final = re.compile(r"[^\w\- ]")
BREAKS: Final = ("softbreak", "hardbreak")
BLOCKS: Final = ("fence", "code_block")
HTML: Final = ("html_inline", "html_block")


@dataclass(frozen=True, slots=True)
class Piece:
    """One thing after another on a page: text, code, a block of it, or where an element begins.

    Attributes:
        kind: text, code, block, open or close.
        text: what is shown.
        tag: the element that begins or ends.
        id: the anchor of a heading.
        path: where a link within these pages leads.
        fragment: the anchor there.
        href: where a link leads that goes elsewhere.
    """

    kind: str
    text: str = ""
    tag: str = ""
    id: str = ""
    path: str = ""
    fragment: str = ""
    href: str = ""


@dataclass(frozen=True, slots=True)
class View:
    """A page's pieces, and what other pages there are, by group."""

    pieces: tuple[Piece, ...]
    pages: tuple[tuple[str, tuple[Ref, ...]], ...]


def page(book: Book, path: str, query: Query) -> Page:
    """A guide or a chapter of the reference, or their contents.

    Raises:
        UnknownNameError: there is none of this name.
    """
    manual = book.manual
    name = path.removeprefix(DOCS).removeprefix("/") or INDEX
    if name not in manual.titles:
        raise UnknownNameError("page", name)
    found = book.once(f"{DOCS} {name}", lambda: pieces(manual.pages[name]))
    chapter = next((one for one in manual.chapters if one.name == name), None)
    trail = (Ref("Overview", "/"), Ref("Reference", DOCS))[: 1 if name == INDEX else 2]
    view, table = View(found, _contents(manual)), _table(manual, chapter)
    terms = tuple(NamedNode(one.key) for one in chapter.items if ":" in one.key) if chapter else ()
    here = path_of(name)
    return Page("docs.html", manual.titles[name], view, here, query, DOCS, trail, table, terms)


def path_of(name: str) -> str:
    """The path of a page of the manual."""
    return DOCS if name == INDEX else f"{DOCS}/{name}"


def pieces(markdown: str) -> tuple[Piece, ...]:
    """Markdown as pieces; of the HTML in it only anchors count, all else is text."""
    tokens = MarkdownIt("commonmark").enable("table").parse(markdown)
    anchors = {found[1] for found in ANCHOR.finditer(markdown)}
    return tuple(_blocks(tokens, anchors))


def _blocks(tokens: Sequence[Token], anchors: set[str]) -> Iterator[Piece]:
    taken = set(anchors)
    for place, token in enumerate(tokens):
        if token.type == "inline":
            yield from _line(token.children or ())
        elif token.type == "heading_open":
            yield Piece("open", tag=token.tag, id=_heading(tokens[place + 1], token.tag, taken))
        elif token.type in BLOCKS:
            yield Piece("block", token.content)
        elif token.type in HTML:
            yield Piece("text", token.content)
        elif not token.hidden and token.tag:
            yield _mark(token)


def _heading(inline: Token, tag: str, taken: set[str]) -> str:
    """The anchor of a heading: the one told in it, else its words, unless they are taken."""
    children = inline.children or ()
    for child in children:
        if found := ANCHOR.fullmatch(child.content):
            return found[1]
    shown = "".join(child.content for child in children)
    slug = NOT_IN_SLUGS.sub("", shown.lower()).replace(" ", "-")
    if tag == "h1" or slug in taken:
        return ""
    taken.add(slug)
    return slug


def _line(tokens: Sequence[Token]) -> Iterator[Piece]:
    for token in tokens:
        if token.type in ("text", "image"):
            yield Piece("text", token.content)
        elif token.type == "code_inline":
            yield Piece("code", token.content)
        elif token.type in BREAKS:
            yield Piece("text", " ")
        elif token.type == "link_open":
            yield _link(str(token.attrs.get("href", "")))
        elif token.type in HTML:
            if token.content != "</a>" and not ANCHOR.fullmatch(token.content):
                yield Piece("text", token.content)
        elif token.tag:
            yield _mark(token)


def _mark(token: Token) -> Piece:
    return Piece("open" if token.nesting >= 0 else "close", tag=token.tag)


def _link(href: str) -> Piece:
    if found := LINK.fullmatch(href):
        path = path_of(found[1]) if found[1] else ""
        return Piece("open", tag="a", path=path, fragment=found[2] or "")
    elsewhere = href if href.startswith(("https://", "http://")) else ""
    return Piece("open", tag="a", href=elsewhere)


def _contents(manual: Manual) -> tuple[tuple[str, tuple[Ref, ...]], ...]:
    titles: Mapping[str, str] = manual.titles
    groups = (("Guides", list(manual.guides)), ("Reference", [c.name for c in manual.chapters]))
    return tuple(
        (title, tuple(Ref(titles[name], path_of(name)) for name in names))
        for title, names in groups
    )


def _table(manual: Manual, chapter: Chapter | None) -> Table:
    """The items of a chapter as rows; those of all chapters, for the contents and guides."""
    chapters = (chapter,) if chapter else manual.chapters
    rows = [(one.name, i.anchor, i.key, i.summary) for one in chapters for i in one.items]
    return Table(("chapter", "anchor", "name", "says"), tuple(rows))
