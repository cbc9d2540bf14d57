"""The page of one source: exact text, marks that add up, nothing that runs or calls out."""

import base64
import hashlib
import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html

from claimgraph.model import (
    Attribution,
    Claim,
    Document,
    Participant,
    Quantity,
    Reading,
    Region,
    RegionKind,
    Span,
    Status,
)
from claimgraph.page import claims_page

TEXT = (
    "Harbour board closes the ferry\n\n"
    "The port authority halted Ferry 9 on Monday, said its harbour master. "
    "Riders claim the pier was unsafe 🚢 for years.\n"
)
HOSTILE = "</style></title><script>alert(1)</script>\"'><img src=x onerror=alert(2)> & {{ 7 * 7 }}"


def claim(text: str, start: int, end: int, number: int = 0, **fields: object) -> Claim:
    """A claim over a stretch of a text."""
    span = Span(start, end)
    given_fields = {"id": f"k{number}", "type": "Suspension", **fields}
    return Claim(
        document="d",
        span=span,
        quote=text[start:end],
        trigger="",
        trigger_span=span,
        **given_fields,
    )


def reading(text: str, *claims: Claim, **fields: object) -> Reading:
    """A reading whose text's lines are paragraphs, the first a heading."""
    regions, position = [], 0
    for line in text.split("\n"):
        if line.strip():
            kind = RegionKind.BODY if regions else RegionKind.HEADING
            regions.append(Region(kind, Span(position, position + len(line))))
        position += len(line) + 1
    digest = hashlib.sha256(text.encode()).hexdigest()
    about = {"id": "d", "title": "Ferry", "regions": tuple(regions), **fields}
    return Reading(Document(text=text, sha256=digest, **about), claims=claims)


def at(words: str) -> tuple[int, int]:
    """Where some words stand in TEXT."""
    start = TEXT.index(words)
    return start, start + len(words)


def tree(page: str) -> html.HtmlElement:
    """The page as a browser would have it."""
    return html.fromstring(page.encode(), parser=html.HTMLParser(encoding="utf-8"))


def article(page: str) -> html.HtmlElement:
    """The part of the page that holds the text."""
    return tree(page).find(".//article")


def full() -> Reading:
    """A reading with most of what a claim and an attribution can have."""
    port = Participant("port authority", "https://example.org/ns#GovernmentBody", "", Span(36, 50))
    master = Participant("harbour master")
    halt = claim(
        TEXT,
        *at("The port authority halted Ferry 9 on Monday"),
        number=1,
        subtype="SuspensionOrder",
        agent=(port,),
        object=(Participant("Ferry 9", "Service"),),
        authority=(Participant("Harbour Act"),),
        date="2026-03-02/2026-03-04",
        time="17:21 ET",
        party="all riders",
        quantity=(Quantity("some 900 riders", "900", "riders", "about"),),
        status=Status.REPORTED,
        speaker=(master,),
        reported_in="k2",
        confidence=0.4,
        reasons=("frame:halt", "path:agent=subject", "path:object=object", "status:cue", "odd"),
    )
    said = claim(
        TEXT,
        *at("said its harbour master"),
        number=2,
        type="Statement",
        agent=(master,),
        content="k1",
    )
    unsafe = claim(TEXT, *at("the pier was unsafe 🚢"), number=3, status=Status.ALLEGED)
    cue = Attribution(
        "a1",
        "d",
        Span(*at("its harbour master")),
        Span(*at("said")),
        (halt.span,),
        "harbour master",
    )
    base = reading(TEXT, halt, said, unsafe, publisher="Quay News", language="en")
    return Reading(base.document, (cue,), base.claims)


def test_the_article_is_the_text() -> None:
    """The article's text content is the source's text, code point by code point."""
    assert article(claims_page(full())).text_content() == TEXT


def test_marks_of_a_claim_add_up_to_its_quote() -> None:
    """The pieces that bear a claim's token are its quote when joined."""
    result = article(claims_page(full()))
    for each in full().claims:
        marks = result.xpath(f"//mark[contains(concat(' ', @data-c, ' '), ' c-{each.id} ')]")
        assert "".join(mark.text_content() for mark in marks) == each.quote


def test_overlaps_are_cut_and_stack() -> None:
    """Where claims overlap, a piece names them all, and the innermost gives it its look."""
    text = "0123456789"
    wide, narrow = claim(text, 1, 9, 1), claim(text, 3, 5, 2, status=Status.DENIED)
    marks = article(claims_page(reading(text, wide, narrow))).findall(".//mark")
    assert [mark.text_content() for mark in marks] == ["12", "34", "5678"]
    assert marks[1].get("data-c") == "c-k1 c-k2"
    assert marks[1].get("class").split()[:2] == ["denied", "depth-2"]


def test_signs_of_a_heading_stand_on_its_line() -> None:
    """What Markdown writes before a heading is no paragraph of its own."""
    text = "## Ferry halted\n\nIt left on Monday.\n"
    kinds = (RegionKind.FURNITURE, RegionKind.HEADING, RegionKind.BODY)
    spans = (Span(0, 2), Span(3, 15), Span(17, 35))
    regions = tuple(Region(kind, span) for kind, span in zip(kinds, spans, strict=True))
    shown = html.fromstring(claims_page(reading(text, regions=regions)).encode())
    assert [one.text_content() for one in shown.iterfind(".//article/h3")] == ["## Ferry halted"]
    assert [one.get("class") for one in shown.iterfind(".//article/p")] == ["body"]


def test_every_link_of_the_page_leads_somewhere() -> None:
    """In-page links have targets, ids are unique, text and list are linked both ways."""
    page = tree(claims_page(full()))
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))
    targets = {link[1:] for link in page.xpath("//a/@href") if link.startswith("#")}
    assert targets <= set(ids)
    assert {"claim-k1", "text-k1", "claim-k2", "text-k2", "said-a1"} <= targets


def test_a_claim_is_explained() -> None:
    """Roles, kinds, date, time, figures, chain of voices, links and reasons all show."""
    card = tree(claims_page(full())).get_element_by_id("claim-k1").text_content()
    shown = " ".join(card.split())
    for part in (
        "Suspension order",
        "port authority Government body",
        "Ferry 9 Service, from context",
        "Harbour Act",
        "2026-03-02 to 2026-03-04 17:21 ET",
        "all riders",
        "some 900 riders about 900 riders",
        "Quay Newsharbour master",
        "2 Statement",
        "0.40",
        "Frame halt",
        "Path agent=subject object=object",
        "Status cue",
        "Rule odd",
    ):
        assert part in shown


def test_status_is_told_by_more_than_colour() -> None:
    """Every claim bears the two letters of its status in the text and the word in the list."""
    page = tree(claims_page(full()))
    assert page.get_element_by_id("text-k3").get("data-tag") == "3 Al"
    assert "alleged" in page.get_element_by_id("text-k3").get("aria-label")
    assert "alleged" in page.get_element_by_id("claim-k3").find(".//h3").text_content()


def test_counts_head_the_page() -> None:
    """The head says how many claims there are, by status, type and voice."""
    head = tree(claims_page(full())).find(".//header")
    lead = " ".join(head.find_class("lead")[0].text_content().split())
    assert lead == "3 claims, 1 attribution: 1 asserted 1 reported 1 alleged"
    rows = [[cell.text_content() for cell in row] for row in head.iterfind(".//tbody/tr")]
    assert ["Suspension", "2", "·", "1", "1"] in rows
    assert ["Quay News", "2"] in rows


def test_a_circle_of_telling_ends() -> None:
    """Claims that are each told in the other still have a finite chain."""
    one = claim("abcdef", 0, 3, 1, reported_in="k2", speaker=(Participant("Ada"),))
    two = claim("abcdef", 3, 6, 2, reported_in="k1", speaker=(Participant("Bo"),))
    assert "Ada" in claims_page(reading("abcdef", one, two))


def test_hostile_data_stays_text() -> None:
    """Markup in text, names, titles, ids and addresses is shown, never obeyed."""
    name = Participant(HOSTILE, f"https://example.org/{HOSTILE}")
    bad = claim(HOSTILE, 0, len(HOSTILE), id=HOSTILE, type=HOSTILE, agent=(name,))
    page = claims_page(
        reading(
            HOSTILE, bad, title=HOSTILE, url="javascript:alert(3)", language='"><b>', author=HOSTILE
        )
    )
    result = tree(page)
    assert not result.xpath("//script | //img | //b[not(ancestor::label)]")
    assert not result.xpath("//@*[starts-with(name(), 'on')]")
    assert article(page).text_content() == HOSTILE
    assert all(link.startswith("#") for link in result.xpath("//@href"))
    assert "{{ 7 * 7 }}" in result.find(".//title").text


def test_nothing_is_fetched() -> None:
    """No element of the page loads anything, and the policy allows only the one style sheet."""
    page = claims_page(reading(TEXT, url="https://example.org/ferry"))
    result = tree(page)
    assert not result.xpath("//script | //link | //img | //iframe | //object | //@src | //@style")
    assert "@import" not in page
    assert "url(" not in page
    assert result.xpath("//a[starts-with(@href, 'http')]/@href") == ["https://example.org/ferry"]
    assert re.search(
        r"default-src 'none'; style-src 'sha256-[\w+/]{43}='",
        html.tostring(result).decode().replace("&#39;", "'"),
    )


def test_the_policy_has_the_hash_of_the_style() -> None:
    """The hash in the policy is that of the style element as it stands."""
    page = claims_page(full())
    style = page.split("<style>")[1].split("</style>")[0]
    digest = hashlib.sha256(style.encode()).digest()
    assert f"'sha256-{base64.b64encode(digest).decode()}'" in page


def test_same_reading_same_bytes() -> None:
    """A page is a function of its reading."""
    assert claims_page(full()) == claims_page(full())


def test_a_text_without_claims_says_so() -> None:
    """Nothing read is a sentence, not an empty page; an empty text is no error."""
    assert "No claim was read" in claims_page(reading(TEXT))
    assert "No claim was read" in claims_page(reading(""))


def test_landmarks_and_labels() -> None:
    """One main, one h1, labelled sections, every input inside a label."""
    page = tree(claims_page(full()))
    assert len(page.findall(".//main")) == len(page.findall(".//h1")) == 1
    assert all(s.get("aria-labelledby") for s in page.findall(".//section"))
    assert all(i.getparent().tag == "label" for i in page.findall(".//input"))


@pytest.mark.parametrize("odd", ["a\rb", "a\r\nb", "a\x00b", "a\ud800b", "\n\na\n"])
def test_odd_characters_keep_offsets(odd: str) -> None:
    """Characters that HTML cannot write become one other character; all others stay."""

    class Reader(HTMLParser):
        inside, text = False, ""

        def handle_starttag(self, tag: str, _attrs: object) -> None:
            self.inside |= tag == "article"

        def handle_endtag(self, tag: str) -> None:
            self.inside &= tag != "article"

        def handle_data(self, data: str) -> None:
            self.text += data if self.inside else ""

    document = Document("d", odd, "", regions=(Region(RegionKind.BODY, Span(0, len(odd))),))
    page = claims_page(Reading(document, claims=(claim(odd, 0, 1),)))
    reader = Reader()
    reader.feed(page.encode().decode())
    assert reader.text == odd.replace("\x00", "\ufffd").replace("\ud800", "\ufffd")


LETTERS = st.sampled_from(
    [*"ab <&>\"'\n\t.", "é", "e\u0301", "\u202e", "ש", "🚢", "👩‍🚀", "\u2011"]
)


@st.composite
def readings(draw: st.DrawFn) -> Reading:
    """Texts of many scripts with claims and attributions that overlap at will."""
    text = "".join(draw(st.lists(LETTERS, min_size=1, max_size=40)))
    stretch = st.tuples(st.integers(0, len(text)), st.integers(0, len(text))).filter(
        lambda pair: pair[0] != pair[1]
    )
    spans = [Span(min(pair), max(pair)) for pair in draw(st.lists(stretch, max_size=8))]
    claims = tuple(
        claim(text, s.start, s.end, n, status=draw(st.sampled_from(Status)))
        for n, s in enumerate(spans)
    )
    said = tuple(Attribution(f"a{n}", "d", None, s, (s,)) for n, s in enumerate(spans[:3]))
    made = reading(text, *claims)
    return Reading(made.document, said, claims)


@settings(max_examples=150, deadline=None)
@given(readings())
def test_any_overlap_keeps_the_text(made: Reading) -> None:
    """Whatever overlaps, the article is the text and each claim's marks are its quote."""
    shown = article(claims_page(made))
    assert shown.text_content() == made.document.text
    for each in made.claims:
        assert shown.text_content()[each.span.start : each.span.end] == each.quote
        token = f"c-{each.id}"
        marks = [m for m in shown.iter("mark") if token in m.get("data-c").split()]
        assert "".join(mark.text_content() for mark in marks) == each.quote


def test_seeds_read_as_gold_would_be(shared: Path) -> None:
    """On a real article, every gold quote is found by its offsets in the article's text."""
    path = next((shared / "seeds").glob("003*.txt"))
    text = path.read_text("utf-8").replace("\r\n", "\n").removeprefix("\ufeff")
    lines = (shared / "evaluation/gold/seeds/003.jsonl").read_text("utf-8").splitlines()
    rows = [json.loads(line) for line in lines if line.strip()]
    claims = [claim(text, row["start"], row["end"], n) for n, row in enumerate(rows)]
    shown = article(claims_page(reading(text, *claims))).text_content()
    assert [shown[row["start"] : row["end"]] for row in rows] == [row["quote"] for row in rows]
