"""Whatever the text: regions stand in order and cover all of it, and reading never breaks."""

from hypothesis import example, given, settings
from hypothesis import strategies as st

from claimgraph.errors import SourceError
from claimgraph.read import read_bytes, read_text, regions

NASTY = (
    "👩‍🚀", "🇪🇺", "e\u0301", "\u2011", "\u200b", "\u202e", "שלום", "مرحبا", "\u00ad", "ﬁ",
    "\ufeff", "\u2028", "\f", "\x85", "\r\n", "\r", "\n\n", "\n", " ", "\t", "\u3000", "# ", "- ",
    "1. ", "> ", "---\n", "```\n", "|a|b|\n|-|-|\n", "[a]: b\n", "Sources\n", "By Jane Roe\n",
    "From: a\nSubject: b\n", "ABC 1.20 +2%\n", "March 4, 2031\n", "The port closed. ", "a" * 300,
    "Join us →\n", "<!-- x -->", "=====\n", "Read more: Pier nine\n", "・", "“", "[3]", "\x1b", "0",
)  # fmt: skip
PIECES = st.lists(st.one_of(st.sampled_from(NASTY), st.text(max_size=12)), max_size=40)
TEXTS = PIECES.map("".join)


def assert_covered(text: str, found: tuple) -> None:
    """Regions are in order, apart, inside the text, trimmed, and leave nothing but space out."""
    position = 0
    for region in found:
        assert position <= region.span.start < region.span.end <= len(text)
        assert not text[position : region.span.start].strip()
        quote = text[region.span.start : region.span.end]
        assert quote == quote.strip()
        position = region.span.end
    assert not text[position:].strip()


@settings(max_examples=700, deadline=None)
@given(text=TEXTS, markdown=st.booleans())
@example(text="a" * 65_000, markdown=False)
@example(text="The port closed. " * 5_000, markdown=False)
@example(text="", markdown=False)
@example(text="- \n-\n# \n#", markdown=True)
def test_regions_cover_all_but_space(text: str, markdown: bool) -> None:  # noqa: FBT001 - generated
    """All that is not white space lies in exactly one region."""
    assert_covered(text, regions(text, markdown=markdown))


@settings(max_examples=400, deadline=None)
@given(TEXTS)
def test_reading_any_text(text: str) -> None:
    """A text is read, with regions over all of it, or refused; never anything else."""
    try:
        document = read_text(text, "any", language="en")
    except SourceError as error:
        document, sentence = None, str(error)
    if document is None:
        assert sentence.startswith("any: ")
        return
    assert "\r" not in document.text
    assert_covered(document.text, document.regions)


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=300), st.sampled_from([".txt", ".md", ".pdf", ".html"]))
def test_reading_any_bytes(data: bytes, suffix: str) -> None:
    """Bytes are read or refused in a sentence, whatever the format they claim to be."""
    head = b"%PDF-1.4\n" if suffix == ".pdf" else b""
    try:
        document = read_bytes(head + data, f"any{suffix}")
    except SourceError as error:
        document, sentence = None, str(error)
    if document is None:
        assert sentence.startswith(f"any{suffix}: ")
    else:
        assert_covered(document.text, document.regions)


@settings(max_examples=200, deadline=None)
@given(TEXTS)
def test_regions_are_a_function_of_the_text(text: str) -> None:
    """The same text has the same regions, also without its trailing white space."""
    assert regions(text) == regions(text) == regions(text.rstrip())


def test_long_paragraphs_are_cut_after_sentences() -> None:
    """The parser gets no block beyond its reach, and no cut inside a sentence."""
    text = "The port closed pier nine. " * 4_000
    found = regions(text)
    assert len(found) > 1
    assert all(text[r.span.end - 1] == "." for r in found)
    assert max(r.span.end - r.span.start for r in found) <= 20_000
