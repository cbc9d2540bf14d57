"""What is known of a source, and which of several tellers is believed."""

from pathlib import Path

import pytest

from claimgraph.errors import SourceError
from claimgraph.read import ReadOptions, read, read_text
from claimgraph.read.identity import safe_id
from claimgraph.read.published import is_date_line, iso_date

BODY = (
    "The port authority closed pier nine on Monday, and the maker of the crane, which had been "
    "told of the order on the same day, says that it has seen no proof of what it is accused of. "
    "Both sides are to meet next week in the office of the authority.\n"
)


def test_options_come_before_front_matter_before_sidecar_before_text(tmp_path: Path) -> None:
    """Each teller fills what those before it leave open."""
    path = tmp_path / "a.md"
    path.write_text(
        "---\ntitle: From the matter\nauthor: Ann Matter\n---\n\n# From the text\n\n"
        f"Author: Tess Text\n2031-03-04\n\n{BODY}"
    )
    side = "title: From the side\npublisher: Side Press\nauthor: Sid Side\n"
    (tmp_path / "a.meta.yaml").write_text(side)
    (document,) = read([path], ReadOptions(title="From the options"))
    assert document.title == "From the options"
    assert document.author == "Ann Matter"
    assert document.publisher == "Side Press"
    assert document.published == "2031-03-04"


def test_sidecar_by_the_whole_name(tmp_path: Path) -> None:
    """A sidecar may also bear the file's whole name."""
    (tmp_path / "a.txt").write_text(BODY)
    (tmp_path / "a.txt.meta.yaml").write_text("id: sided\nrights: all\nurl: https://example.org\n")
    (document,) = read([tmp_path])
    assert (document.id, document.rights, document.url) == ("sided", "all", "https://example.org")


def test_front_matter_is_furniture_and_keeps_offsets() -> None:
    """Front matter stays in the text, as its first region."""
    document = read_text(f"---\nid: x\ntitle: T\n---\n{BODY}")
    first = document.regions[0]
    assert first.kind == "furniture"
    assert document.quote(first.span) == "---\nid: x\ntitle: T\n---"
    assert document.quote(document.regions[1].span) == BODY.strip()


@pytest.mark.parametrize(
    ("matter", "line"),
    [
        ("id: a\ntitle: [open\nauthor: x\n", "line 4"),
        ("id: a\ntitle: The order: a story\n", "line 3"),
        ("id: a\n\tb: c\n", "line 3"),
    ],
)
def test_front_matter_that_does_not_parse(matter: str, line: str) -> None:
    """The line of the file is named."""
    with pytest.raises(SourceError, match=line):
        read_text(f"---\n{matter}---\n{BODY}", "a")


def test_front_matter_without_end() -> None:
    """Keys below an opening line without a closing one are no text."""
    with pytest.raises(SourceError, match="no end"):
        read_text(f"---\ntitle: Open\n\n{BODY}", "a")


@pytest.mark.parametrize("start", ["---\n\n", "---\nA motto between rules\n---\n"])
def test_a_rule_is_no_front_matter(start: str) -> None:
    """A text may begin with a rule of hyphens."""
    document = read_text(start + BODY, "a")
    assert document.quote(document.regions[-1].span) == BODY.strip()
    assert document.quote(document.regions[0].span) == "---"


@pytest.mark.parametrize(
    "matter",
    [
        "title: {a: b}\n",
        "published: soonish\n",
        "published: 3/4/2031\n",
        "a: &a [x]\nb: &b [*a, *a]\ntitle: [*b, *b]\n",
        "title: " + "[" * 5000 + "\n",
        f"title: {'x' * 70_000}\n",
    ],
)
def test_front_matter_that_says_nothing_usable_is_refused(matter: str) -> None:
    """What the keys hold must be lines of text, and the date a date."""
    with pytest.raises(SourceError):
        read_text(f"---\n{matter}---\n{BODY}", "a")


def test_other_keys_of_the_wild() -> None:
    """Lists of authors, `date` and `link` are understood; a date may be YAML's own."""
    matter = "authors: [Ann Roe, Bob Poe]\ndate: 2031-03-04T10:00:00Z\nlink: https://example.org\n"
    document = read_text(f"---\n{matter}---\n{BODY}", "a")
    assert (document.author, document.published) == ("Ann Roe, Bob Poe", "2031-03-04")
    assert document.url == "https://example.org"


def test_what_the_text_tells() -> None:
    """Title line, byline and date line are taken when nobody else tells."""
    document = read_text(
        f"Pier nine is closed\n\nBy Jane Roe\nQuay Times\nMarch 4, 2031\n\n{BODY}", "a"
    )
    assert document.title == "Pier nine is closed"
    assert (document.author, document.publisher) == ("Jane Roe", "Quay Times")
    assert document.published == "2031-03-04"


def test_issue_line_tells_the_date_and_where_the_title_stands() -> None:
    """In a newsletter, name and motto stand above the title."""
    text = (
        f"Issue 12 • Tuesday, March 4, 2031 • 4 min read\nQuay Brief\nPier nine is closed\n{BODY}"
    )
    document = read_text(text, "a")
    assert (document.title, document.published) == ("Pier nine is closed", "2031-03-04")


def test_dateline_of_a_press_release() -> None:
    """A press release tells its day before the first dash; what follows it stays in the body."""
    document = read_text(f"Pier closed\n\nPORT CITY, Maine, March 4, 2031 -- {BODY}", "a")
    assert document.published == "2031-03-04"
    assert document.regions[-1].kind == "body"
    assert (
        read_text(f"Pier closed\n\n{BODY} It was March 4, 2031 -- a Monday.", "a").published == ""
    )


def test_mail_headers_tell() -> None:
    """A posting's subject, sender and date are its title, author and date."""
    headers = "From: jane@example.org (Jane Roe)\nSubject: Pier nine\nDate: 4 Mar 2031 10:00 GMT\n"
    document = read_text(f"{headers}\n{BODY}", "a")
    assert (document.title, document.author) == ("Pier nine", "Jane Roe")
    assert document.published == "2031-03-04"


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("2031-03-04", "2031-03-04"),
        ("2031/3/4 10:00", "2031-03-04"),
        ("4th of March 2031", "2031-03-04"),
        ("Tue., Mar. 4, 2031", "2031-03-04"),
        ("25/12/2031", "2031-12-25"),
        ("12/25/2031", "2031-12-25"),
        ("3/4/2031", ""),
        ("2031-02-30", ""),
        ("March 2031", ""),
        ("yesterday", ""),
    ],
)
def test_dates(words: str, day: str) -> None:
    """Whole dates only; what can be read in two ways is not read."""
    assert iso_date(words) == day


@pytest.mark.parametrize(
    ("line", "is_one"),
    [
        ("Tuesday, March 4, 2031 at 5:21 p.m. ET", True),
        ("2031-03-04T17:21:00Z", True),
        ("10:30 4 March 2031", True),
        ("March 4, 2031: pier closed", False),
        ("On March 4, 2031", False),
    ],
)
def test_date_lines(line: str, is_one: bool) -> None:  # noqa: FBT001 - a table's column
    """A date line holds a date and a clock time, no more."""
    assert is_date_line(line) is is_one


def test_options_with_a_date_that_is_none(tmp_path: Path) -> None:
    """What the caller tells is checked as well."""
    (tmp_path / "a.txt").write_text(BODY)
    (error,) = read([tmp_path], ReadOptions(published="next week"))
    assert isinstance(error, SourceError)
    assert "YYYY-MM-DD" in str(error)


def test_ids_are_safe() -> None:
    """Ids hold no slash or space, and names of other scripts stay apart."""
    assert safe_id("a/b c: d.e") == "a-b-c-d.e"
    assert safe_id("法院") != safe_id("法案")
    assert all(c.isascii() for c in safe_id("法院 order"))
    assert read_text(BODY, "2031/Pier nine").id == "2031-Pier-nine"


def test_a_newsletter_tells_its_name_below_the_line_of_its_issue() -> None:
    """The short line of capitals after edition and date is the publisher."""
    issue = "Special Edition \u2022 Monday, March 3, 2031 \u2022 4 min read"
    document = read_text(f"{issue}\nQuay Brief\n\nA Crane Falls\n{BODY}", "a")
    assert (document.publisher, document.published) == ("Quay Brief", "2031-03-03")


def test_who_made_a_text_says_so_at_its_end() -> None:
    """A last line "Generated by NAME in so many minutes" tells the publisher."""
    document = read_text(f"{BODY}\nGenerated by Quayside in 3m 20s\n", "a")
    assert document.publisher == "Quayside"
