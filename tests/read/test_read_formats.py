"""Web pages and PDF files: the text taken out of them, its regions and metadata."""

import io
from pathlib import Path

import pytest
from pypdf import PdfReader, PdfWriter

from claimgraph.errors import SourceError
from claimgraph.model import Document
from claimgraph.read import ReadOptions, read_bytes
from nasty.pdfs import pdf

PAGE = """<!doctype html><html lang="en"><head><title>Pier nine closed | Quay Times</title>
<meta property="og:title" content="Pier nine closed"><meta name="author" content="Jane Roe">
<meta property="og:site_name" content="Quay Times">
<meta property="article:published_time" content="2031-03-04T10:00:00Z">
<link rel="canonical" href="https://example.org/pier"></head><body>
<nav><a href="/">Home</a><a href="/sea">Sea</a></nav><article><h1>Pier nine closed</h1>
<p class="byline">By Jane Roe</p>
<p>The port authority closed pier nine on Tuesday after an engineer had shown how a crane can be
moved from outside, two people with knowledge of the matter said.</p>
<h2>What the maker says</h2>
<p>The maker disputes &amp; rejects the finding, as it said in a <a href="x">long letter</a> to the
<b>authority</b> on the evening of the same day.</p>
<ul><li>The pier stays closed for a week.</li><li>Nobody may use the crane.</li></ul>
<table><tr><th>Crane</th><th>State</th></tr><tr><td>Nine</td><td>closed</td></tr></table>
<p>Photo: Jane Roe</p>
<h3>Sources</h3><ol><li>Port authority: Order on pier nine</li></ol></article>
<footer>Copyright 2031 <a href="x">Cookies</a></footer></body></html>"""

LINES = (
    "The port authority closed pier nine on Tuesday after an engin-",
    "eer had shown how a crane can be moved from outside, two people",
    "said. The well-known maker of the crane disputes this, in a let-",
    "ter that it sent on the same evening. It has called the well-",
    "known engineer a liar, and it asks for an independent inquiry.",
)


def words(document: Document, kind: str) -> list[str]:
    """The words of a document's regions of one kind."""
    return [document.quote(r.span) for r in document.regions if r.kind == kind]


def test_article_of_a_page() -> None:
    """Headings, paragraphs, items and rows are read; navigation and footer are left out."""
    document = read_bytes(PAGE.encode(), "pier.html")
    assert words(document, "heading") == ["Pier nine closed", "What the maker says", "Sources"]
    body = words(document, "body")
    assert "The pier stays closed for a week." in body
    assert "Nine | closed" in body
    assert any("disputes & rejects the finding, as it said in a long letter to" in w for w in body)
    assert words(document, "references") == ["- Port authority: Order on pier nine"]
    assert "Home" not in document.text
    assert "Copyright" not in document.text


def test_metadata_of_a_page() -> None:
    """The page's head tells title, author, site, date and address; the clock has no say."""
    document = read_bytes(PAGE.encode(), "pier.html")
    assert (document.title, document.author) == ("Pier nine closed", "Jane Roe")
    assert (document.publisher, document.published) == ("Quay Times", "2031-03-04")
    assert (document.url, document.id) == ("https://example.org/pier", "pier")


def test_encodings_of_pages() -> None:
    """A page's own declaration is believed where it is not UTF-8."""
    page = PAGE.replace("authority</b>", "authority, café</b>")
    declared = page.replace("<head>", '<head><meta charset="iso-8859-1">')
    assert "café" in read_bytes(declared.encode("cp1252"), "a.html").text
    assert "café" in read_bytes(declared.encode(), "a.html").text
    with pytest.raises(SourceError, match="--encoding"):
        read_bytes(page.encode("cp1252"), "a.html")


@pytest.mark.parametrize(
    "page",
    [
        "<html><body><nav><a href='x'>Home</a></nav></body></html>",
        "<html></html>",
        "<p>",
        "<!DOCTYPE x [<!ENTITY a 'order'><!ENTITY b '&a;&a;&a;'>]><html><body>&b;</body></html>",
        "<div>" * 20_000 + "deep" + "</div>" * 20_000,
    ],
)
def test_pages_without_an_article_are_refused(page: str) -> None:
    """A page that holds no text to read says so, and no entity is expanded."""
    with pytest.raises(SourceError, match=r"no article text|nothing to read"):
        read_bytes(page.encode(), "a.html")


def test_entities_from_outside_are_never_fetched(tmp_path: Path) -> None:
    """A page cannot bring a file of the machine into the text."""
    (tmp_path / "secret.txt").write_text("tell nobody")
    entity = f'<!DOCTYPE html [<!ENTITY s SYSTEM "file://{tmp_path}/secret.txt">]>'
    page = PAGE.replace("<!doctype html>", entity).replace("&amp;", "&s;")
    assert "tell nobody" not in read_bytes(page.encode(), "a.html").text


def test_pdf_text_has_pages_and_whole_words() -> None:
    """Lines make paragraphs, broken words are joined, running heads and page numbers go."""
    document = read_bytes(
        pdf(
            [
                ["Quay Times 1", "Pier nine closed", "By Jane Roe", *LINES, "1"],
                ["Quay Times 2", "What comes next", *LINES, "2"],
                [
                    "Quay Times 3",
                    "The end is near, the captains say, and they are not amused.",
                    "3",
                ],
            ]
        ),
        "pier.pdf",
    )
    assert "an engineer\nhad" in document.text
    assert "well-known\nengineer" in document.text
    assert "Quay Times" not in document.text
    assert words(document, "heading") == ["Pier nine closed", "What comes next"]
    assert words(document, "byline") == ["By Jane Roe"]
    assert [r.page for r in document.regions] == [1, 1, 1, 2, 2, 3]
    assert document.author == "Jane Roe"


def test_paragraphs_run_over_to_the_next_page() -> None:
    """A sentence that a page break interrupts stays whole, on the page where it begins."""
    document = read_bytes(pdf([LINES[:2], LINES[2:]]), "a.pdf")
    assert [r.page for r in document.regions] == [1]


def test_info_of_a_pdf() -> None:
    """The info dictionary tells what the text does not; programs' own titles are not believed."""
    info = "/Title (Pier nine) /Author (Ann Info) /CreationDate (D:20310304101500Z)"
    document = read_bytes(pdf([LINES], info), "a.pdf")
    assert (document.title, document.author) == ("Pier nine", "Ann Info")
    assert document.published == "2031-03-04"
    assert read_bytes(pdf([LINES], "/Title (Microsoft Word - x.docx)"), "a.pdf").title == ""


def written(writer: PdfWriter) -> bytes:
    """The bytes of what a writer holds."""
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def encrypted(user: str) -> bytes:
    """A PDF that only this password opens."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf([LINES]))))
    writer.encrypt(user, "owner", algorithm="RC4-128")
    return written(writer)


def test_encrypted_pdf() -> None:
    """One that needs a password is refused; one that only restricts printing is read."""
    with pytest.raises(SourceError, match="encrypted"):
        read_bytes(encrypted("secret"), "a.pdf")
    assert "crane" in read_bytes(encrypted(""), "a.pdf").text


def test_pdf_without_text_layer() -> None:
    """Pictures of pages hold no text; text recognition is the remedy."""
    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    with pytest.raises(SourceError, match="OCR"):
        read_bytes(written(writer), "a.pdf")


@pytest.mark.parametrize("length", [0, 1, 9, 200, 400, 700])
def test_damaged_pdf(length: int, capfd: pytest.CaptureFixture[str]) -> None:
    """A file cut off anywhere gives a sentence or a text, and writes nothing by itself."""
    data = pdf([LINES])[:length]
    try:
        told = read_bytes(data, "a.pdf").text
    except SourceError as error:
        told = str(error)
    assert "The " in told
    assert capfd.readouterr() == ("", "")


def test_limit_on_what_unpacks() -> None:
    """The size limit holds for the text that comes out, too."""
    small = ReadOptions(max_size=1500)
    data = pdf([LINES[:1]] * 2)
    assert len(data) < 1500
    assert read_bytes(data, "a.pdf", small).text
    with pytest.raises(SourceError, match="--max-size"):
        read_bytes(data, "a.pdf", ReadOptions(max_size=200))
