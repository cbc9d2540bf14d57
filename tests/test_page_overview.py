"""The overview page: tables, timeline and differences from flat rows, whatever these hold."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import html

from claimgraph.page import (
    Answers,
    Count,
    Dated,
    Difference,
    Fact,
    Finding,
    Overview,
    Source,
    overview_page,
)
from claimgraph.page.timeline import timeline

HOSTILE = "</style><script>alert(1)</script>\"'><img src=x onerror=alert(2)>"
NS = "https://example.org/ns#"


def full() -> Overview:
    """An overview with something in every part."""
    row = Difference(
        "d1", "Halt of the ferry", NS + "issuedOn", "Contradiction", "2026-03-02", "on Monday", "a"
    )
    clash = replace(row, conflict="true", status=NS + "Asserted", resolved="2026-03-02")
    return Overview(
        "Ferries",
        (Fact("2", "sources"),),
        (Source("b", "Second"), Source("a", "First", url="https://example.org/a", claims="4")),
        (Count(NS + "SuspensionOrder", NS + "Asserted", "3"), Count("Release", "alleged", "1")),
        (
            Dated("2026-03-02", "Ferry halted", NS + "Corroborated"),
            Dated("2026-03", "Pier shut", NS + "AllegedOnly"),
        ),
        (
            clash,
            replace(clash, value="2026-03-03", quote="the day after", source="b"),
            replace(clash, quote="that same Monday", source="b"),
            replace(row, id="d2", kind=NS + "Rounding", value="about 900"),
            replace(row, id="d2", kind=NS + "Rounding", value="912"),
        ),
        (Answers("halted", "What was halted?", ("what", "n"), ((NS + "ferry-9", "1"),)),),
        (Finding("Warning", "No date.", NS + "Dated", "a:3:1"), Finding("Violation", "No words.")),
    )


def tree(overview: Overview) -> html.HtmlElement:
    """The page as a browser would have it."""
    parser = html.HTMLParser(encoding="utf-8")
    return html.fromstring(overview_page(overview).encode(), parser=parser)


def words(element: html.HtmlElement) -> str:
    """An element's text with single spaces."""
    return " ".join(element.text_content().split())


def cells(page: html.HtmlElement, part: str) -> list[list[str]]:
    """The body rows of the tables in a part of the page."""
    rows = page.get_element_by_id(part).iterfind(".//tbody/tr")
    return [[words(cell) for cell in row] for row in rows]


def test_sources_stand_in_order_of_id() -> None:
    """Every source has a row, whatever the order in which they came."""
    assert [row[0] for row in cells(tree(full()), "sources")] == ["a", "b"]


def test_claims_are_counted_by_type_and_status() -> None:
    """Types and statuses are words, the columns are the statuses that occur, sums are right."""
    page = tree(full())
    assert cells(page, "claims") == [
        ["Suspension order", "3", "3", "·"],
        ["Release", "1", "·", "1"],
    ]
    foot = page.get_element_by_id("claims").find(".//tfoot/tr")
    assert [words(cell) for cell in foot] == ["All", "4", "3", "1"]


def test_conflicts_stand_side_by_side() -> None:
    """A conflict shows each value once, the one with most claims first, the one taken marked."""
    box = tree(full()).get_element_by_id("conflicts")
    heads = [words(head) for head in box.iterfind(".//h4")]
    assert heads == ["2026-03-02 taken", "2026-03-03"]
    text = words(box)
    assert "contradiction in “issued on”; the consensus takes 2026-03-02" in text
    assert "“that same Monday”" in text
    assert "#source-b" in box.xpath(".//@href")


def test_differences_that_may_all_hold_stand_apart() -> None:
    """A rounding is no conflict."""
    page = tree(full())
    assert "rounding" in words(page.get_element_by_id("differences"))
    assert "rounding" not in words(page.get_element_by_id("conflicts"))


def test_findings_come_worst_first() -> None:
    """Violations stand before warnings, each with its number."""
    heads = tree(full()).get_element_by_id("findings").iterfind("h3")
    assert [words(head) for head in heads] == ["violation 1", "warning 1"]


def test_long_lists_say_what_they_leave_out() -> None:
    """Whatever is cut, the number of what is missing is told."""
    many = Overview(
        "Many",
        sources=tuple(Source(f"s{n:03}") for n in range(120)),
        events=tuple(Dated(f"2026-03-{n % 28 + 1:02}", f"e{n}") for n in range(90)),
        differences=tuple(Difference(f"d{n}", f"s{n}", "p", "Scope", "v") for n in range(45)),
        answers=(Answers("q", "?", ("x",), tuple((str(n),) for n in range(20)), "1312"),),
        findings=tuple(Finding("Info", f"m{n}") for n in range(30)),
    )
    page = tree(many)
    for part, said in (
        ("sources", "20 more sources"),
        ("timeline", "30 later events"),
        ("differences", "5 more differences"),
        ("answers", "1,297 more"),
        ("findings", "5 more findings"),
    ):
        assert f"{said} not shown" in words(page.get_element_by_id(part))


def test_empty_parts_say_so() -> None:
    """A part without rows is a sentence."""
    page = tree(Overview("Nothing"))
    assert words(page.get_element_by_id("timeline")) == "Timeline Nothing dated."
    assert "conforms" in words(page.get_element_by_id("findings"))


def test_hostile_rows_stay_text() -> None:
    """Markup in any cell is shown, never obeyed, and no address but http(s) is linked."""
    bad = HOSTILE
    page = tree(
        Overview(
            bad,
            (Fact(bad, bad),),
            (Source(bad, bad, bad, bad, bad, "javascript:alert(1)", bad, bad),),
            (Count(bad, bad, bad),),
            (Dated(bad, bad, bad, bad),),
            (Difference(bad, bad, bad, bad, bad, bad, bad, bad, bad, "true", bad),),
            (Answers(bad, bad, (bad,), ((bad,),), bad),),
            (Finding(bad, bad, bad, bad, bad),),
            bad,
        )
    )
    assert not page.xpath("//script | //img | //@src | //@*[starts-with(name(), 'on')]")
    assert all(link.startswith("#") for link in page.xpath("//@href"))
    assert len(page.findall(".//style")) == 1


def test_order_of_rows_does_not_matter() -> None:
    """The same rows in another order give the same bytes."""
    one = full()
    other = replace(
        one,
        sources=one.sources[::-1],
        claims=one.claims[::-1],
        events=one.events[::-1],
        differences=one.differences[::-1],
        findings=one.findings[::-1],
    )
    assert overview_page(one) == overview_page(other)


def test_every_link_leads_somewhere() -> None:
    """Links within the page have targets; ids are unique."""
    page = tree(full())
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert {link[1:] for link in page.xpath("//@href") if link.startswith("#")} <= set(ids)


def test_time_runs_downwards() -> None:
    """Events stand in the order of time, those without a date that can be drawn at the end."""
    events = [Dated("soon", "x"), Dated("2026-03-05", "b"), Dated("2026-03-02/2026-03-04", "a")]
    assert [row.event.label for row in timeline(events, 10).rows] == ["a", "b", "x"]


@pytest.mark.parametrize(
    ("start", "end", "at", "width"),
    [
        ("2026-04-01", "", "1.67%", ""),
        ("2026-04", "", "0%", "100%"),
        ("2026-04-01/2026-04-15", "", "0%", "50%"),
        ("2026-04-16", "2026-04-30", "50%", "50%"),
        ("2026-04-16T10:00:00Z", "", "51.67%", ""),
    ],
)
def test_days_are_points_and_longer_times_bars(start: str, end: str, at: str, width: str) -> None:
    """A day is a point in its middle; a month or an interval is a bar over all its days."""
    row = timeline([Dated(start, "x", end=end)], 9).rows[0]
    assert (row.at, row.width) == (at, width)


def test_an_old_event_does_not_crush_the_others() -> None:
    """Far outliers lie off the scale, are counted, and bear an arrow."""
    events = [Dated(f"2026-03-{day:02}", f"e{day}") for day in range(1, 29)]
    drawn = timeline([*events, Dated("1996", "old"), Dated("2040-01-01", "far")], 99)
    assert [row.outside for row in drawn.rows if row.outside] == ["before", "after"]
    assert drawn.off_scale == 2
    assert [tick.label for tick in drawn.ticks] == ["1 Mar", "15 Mar"]


@pytest.mark.parametrize("odd", ["2026-02-30", "0000", "2026-13", "", "12026-01-01", "-5"])
def test_dates_that_cannot_be_drawn_are_listed(odd: str) -> None:
    """An odd date is shown as it is told, without a drawing."""
    drawn = timeline([Dated(odd, "x")], 9)
    assert [(row.when, row.at) for row in drawn.rows] == [(odd[:10], "")]


def test_many_years_have_years_for_ticks() -> None:
    """The scale's labels thin out as it grows."""
    drawn = timeline([Dated(f"{year}-06-01", str(year)) for year in range(1990, 2020)], 99)
    assert len(drawn.ticks) <= 7
    assert all(tick.label.isdecimal() for tick in drawn.ticks)


def test_templates_leave_escaping_on(root: Path) -> None:
    """No template and no module of the pages marks anything as safe, or brings a script."""
    folder = root / "pipeline" / "claimgraph" / "page"
    files = [path for path in sorted(folder.rglob("*")) if path.suffix in (".py", ".html", ".css")]
    assert len(files) > 8
    for path in files:
        text = path.read_text("utf-8")
        assert not re.search(r"\|\s*safe\b|Markup|autoescape\s+false|<script|https?://\w", text), (
            path
        )
