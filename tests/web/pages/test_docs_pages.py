"""Guides and reference inside the server and the site: the same items, nothing comes alive."""

import itertools
import re

import pytest
from lxml import html

from claimgraph.web.pages.answer import answer
from claimgraph.web.pages.book import Book
from claimgraph.web.pages.docs import pieces


def tree(book: Book, path: str) -> html.HtmlElement:
    """A page as a browser would have it."""
    found = answer(book, path, ())
    assert found.status == 200
    return html.fromstring(found.body, parser=html.HTMLParser(encoding="utf-8"))


def paths(book: Book) -> list[str]:
    """The pages that the contents lead to."""
    links = tree(book, "/docs").xpath("//article//a/@href")
    return ["/docs", *links]


def test_the_pages_have_the_items_of_the_files(book: Book) -> None:
    """Every anchor of the Markdown is an id, once, and every link leads to an id."""
    pages = {path: tree(book, path) for path in paths(book)}
    assert len(pages) > 10
    ids = {
        path: [one.get("id") for one in page.iter() if one.get("id")]
        for path, page in pages.items()
    }
    for chapter in book.manual.chapters:
        told = ids[f"/docs/{chapter.name}"]
        assert len(told) == len(set(told)), chapter.name
        assert {item.anchor for item in chapter.items} <= set(told)
    for path, page in pages.items():
        for address in page.xpath("//article//a/@href"):
            if not address.startswith("http"):
                there, _, fragment = address.partition("#")
                assert not fragment or fragment in ids[there or path], f"{path}: {address}"


def test_headings_are_in_order(book: Book) -> None:
    """A page of the manual has one first heading and skips no level."""
    for path in paths(book):
        levels = [int(one.tag[1]) for one in tree(book, path).iter("h1", "h2", "h3", "h4")]
        assert levels.count(1) == 1, path
        assert all(after - before <= 1 for before, after in itertools.pairwise(levels))


def test_items_come_as_rows_and_terms_as_turtle(book: Book) -> None:
    """The CSV of a chapter lists its items; the Turtle is what the ontology says of them."""
    rows = answer(book, "/docs/questions", (), "csv").body.decode().splitlines()
    assert rows[0] == "chapter,anchor,name,says"
    assert len(rows) == 1 + len(book.catalogue.questions)
    turtle = answer(book, "/docs/gov-classes", (), "ttl").body.decode()
    assert re.search(r"gov:Order a owl:Class", turtle)


def test_no_page_of_another_name(book: Book) -> None:
    """A page that is not there says so."""
    assert answer(book, "/docs/nothing", ()).status == 404


@pytest.mark.parametrize(
    "evil",
    [
        "<script>alert(1)</script>",
        '<a id="x" onclick="alert(2)">',
        "[x](javascript:alert(3))",
        "![x](https://example.org/x.png)",
        "<https://example.org>",
    ],
)
def test_markup_in_a_guide_is_shown_as_words(book: Book, evil: str) -> None:
    """Of HTML only anchors count, of links only those within the pages and of the web."""
    found = pieces(f"# Title\n\nText {evil} more\n\n{evil}\n")
    assert {piece.tag for piece in found} <= {"", "h1", "p", "a"}
    for piece in found:
        assert not piece.id or re.fullmatch(r"[\w-]+", piece.id)
        assert not piece.href or piece.href.startswith("https://")
