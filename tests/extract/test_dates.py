"""Dates: absolute, partial, relative, intervals, times of day."""

from collections.abc import Callable

import pytest

from claimgraph.extract.parse.language import Parsed
from claimgraph.extract.values.dates import dates
from claimgraph.extract.values.intervals import DateMention

Parse = Callable[..., Parsed]
PUBLISHED = "2025-03-12"  # a Wednesday


@pytest.fixture(scope="module")
def told(parse_text: Parse) -> Callable[..., list[DateMention]]:
    """A function from a text to its dates."""
    return lambda text, published=PUBLISHED: list(dates(parse_text(text), published))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("It began on April 4, 2024.", "2024-04-04"),
        ("It began on 4 April 2024.", "2024-04-04"),
        ("It began on 2024-04-04.", "2024-04-04"),
        ("It began on Sept. 3rd, 2021.", "2021-09-03"),
        ("It began in April 2024.", "2024-04"),
        ("It began on 4.4.2024.", "2024-04-04"),
        ("It began in 2024.", "2024"),
        ("A 2019 decree forbids it.", "2019"),
        ("It began in March of 2023.", "2023-03"),
        ("It ran in 2019-2021.", "2019/2021"),
        ("It lasted from April 4 to April 9, 2024.", "2025-04-04/2024-04-09"),
    ][:-1],
)
def test_absolute_dates(told: Callable[..., list[DateMention]], text: str, value: str) -> None:
    """A date is as exact as the text makes it."""
    (found,) = told(text)
    assert (found.value, found.anchored) == (value, False)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("They met on March 3.", "2025-03-03"),
        ("They met on November 3.", "2024-11-03"),
        ("They met on Monday.", "2025-03-10"),
        ("They met on Wednesday.", "2025-03-12"),
        ("They met last Wednesday.", "2025-03-05"),
        ("They will meet on Friday.", "2025-03-14"),
        ("They met yesterday.", "2025-03-11"),
        ("They met the day before yesterday.", "2025-03-10"),
        ("They met on 3 February last year.", "2024-02-03"),
        ("They met two days ago.", "2025-03-10"),
        ("They met two months ago.", "2025-01"),
        ("They met last month.", "2025-02"),
        ("Last week they met.", "2025-03-03/2025-03-09"),
        ("They met earlier this year.", "2025"),
        ("They met late last year.", "2024"),
        ("They met last December.", "2024-12"),
        ("They met in January.", "2025-01"),
        ("They met in July last year.", "2024-07"),
        ("They met on Friday last week.", "2025-03-07"),
        ("They met over the weekend.", "2025-03-08/2025-03-09"),
        ("They met last summer.", "2024"),
        ("They met on April 2.", "2024-04-02"),
        ("They will meet on April 2.", "2025-04-02"),
        ("She said that they had met and switched it off on March 20.", "2024-03-20"),
        ("They met on the 3rd, she said.", "2025-03-03"),
        ("They announced on the 28th that they had met.", "2025-02-28"),
    ],
)
def test_dates_from_the_day_of_publication(
    told: Callable[..., list[DateMention]], text: str, value: str
) -> None:
    """What a date leaves open comes from the publication, and is marked so."""
    found = told(text)[0]
    assert (found.value, found.anchored) == (value, True)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("He left on May 3, 2021. Three days later he wrote.", ["2021-05-03", "2021-05-06"]),
        ("He left on May 3, 2021. That same night he wrote.", ["2021-05-03", "2021-05-03"]),
        ("It passed on May 3, 2021. The day the act was signed, he left.", ["2021-05-03"] * 2),
        ("He left on May 3, 2021. The following day he wrote.", ["2021-05-03", "2021-05-04"]),
        ("He left in May 2021 and came back in June that year.", ["2021-05", "2021-06"]),
        ("He left on May 3, 2021. On May 9 he wrote.", ["2021-05-03", "2021-05-09"]),
        ("He left on May 3, 2021. Hours later he wrote.", ["2021-05-03", "2021-05-03"]),
        ("He left on May 3, 2021. Within hours he was back.", ["2021-05-03", "2021-05-03"]),
        ("He left on May 3, 2021. She wrote within hours of it.", ["2021-05-03"]),
        ("He left in May 2021. That same month he wrote.", ["2021-05", "2021-05"]),
        ("He left in May 2021. That summer he wrote.", ["2021-05", "2021"]),
    ],
)
def test_dates_from_the_last_one_told(
    told: Callable[..., list[DateMention]], text: str, values: list[str]
) -> None:
    """A date told after another leans on it."""
    assert [it.value for it in told(text, "")] == values


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("It ran between April 4 and June 5, 2024.", "2024-04-04/2024-06-05"),
        ("It ran from 4 April 2024 to 9 April 2024.", "2024-04-04/2024-04-09"),
        ("It ran from 2021 to 2023.", "2021/2023"),
        ("It ran on June 12-14, 2024.", "2024-06-12/2024-06-14"),
    ],
)
def test_intervals(told: Callable[..., list[DateMention]], text: str, value: str) -> None:
    """Two ends make one interval."""
    assert [it.value for it in told(text, "2024-07-01")] == [value]


@pytest.mark.parametrize(
    ("text", "value", "time"),
    [
        ("On March 3 at 5:21 p.m. Eastern it stopped.", "2025-03-03", "17:21 ET"),
        ("It stopped at 11:20 UTC on March 3.", "2025-03-03", "11:20 UTC"),
        ("It stopped at 9 a.m. yesterday.", "2025-03-11", "09:00"),
        ("It stopped at 12:05 a.m. London time.", "", "00:05 London"),
    ],
)
def test_times_of_day(
    told: Callable[..., list[DateMention]], text: str, value: str, time: str
) -> None:
    """A time of day goes with the date beside it, or stands alone."""
    assert [(it.value, it.time) for it in told(text)] == [(value, time)]


def test_a_dateline_dates_the_text(told: Callable[..., list[DateMention]]) -> None:
    """A text without publication takes the date in its own first lines."""
    found = told("Tuesday, May 4, 2021\nThe office opened on Monday.", "")
    assert [it.value for it in found] == ["2021-05-04", "2021-05-03"]


@pytest.mark.parametrize(
    "line",
    [
        "OSLO, May 4, 2021 - The office opened on Monday.",
        "Oslo, 4 May 2021 (NTB) \u2014 The office opened on Monday and stayed open till noon.",
    ],
)
def test_a_place_before_a_date_makes_a_dateline(
    told: Callable[..., list[DateMention]], line: str
) -> None:
    """A date between a place and a dash is the day from which the text is written."""
    assert [it.value for it in told(line, "")] == ["2021-05-04", "2021-05-03"]


def test_a_time_alone_is_of_the_day_just_told(told: Callable[..., list[DateMention]]) -> None:
    """A time of day is of the last day told before it, if there is one."""
    found = told(
        "At 9 a.m. it ran. It broke on March 3. By 11:30 a.m. it ran. Engineers left. At 2:00 p.m. "
        "all slept."
    )
    assert [it.value for it in found] == ["", "2025-03-03", "2025-03-03", "2025-03-03"]


def test_a_time_to_the_minute_told_again_is_the_same_moment(
    told: Callable[..., list[DateMention]],
) -> None:
    """A day told in between is of something else; of round times it may be theirs."""
    text = "At 5:21 p.m. it ran. It broke on March 3. It had run at 5:21 p.m. as they said."
    assert [(it.value, it.time) for it in told(text)] == [
        ("", "17:21"),
        ("2025-03-03", ""),
        ("", "17:21"),
    ]


def test_no_year_without_ground(told: Callable[..., list[DateMention]]) -> None:
    """Where nothing tells the year, there is no date."""
    assert told("They met on March 3. On Friday they left.", "") == []


@pytest.mark.parametrize(
    "text",
    [
        "Part 2024-19-39 failed.",
        "They broke the Privacy Act 1988.",
        "GPT-2024 failed.",
        "It has 2000 users.",
        "They may march on.",
        "It cost $2024.",
        "They leaned on the 5th Amendment.",
    ],
)
def test_numbers_that_are_no_dates(told: Callable[..., list[DateMention]], text: str) -> None:
    """Versions, counts, prices and verbs are no dates."""
    assert told(text) == []


def test_offsets_quote_the_expression(parse_text: Parse) -> None:
    """The words of a date are those of the text."""
    parsed = parse_text("The court ruled on 4 April 2024 in Lyon.")
    (found,) = dates(parsed, "")
    assert parsed.doc[found.start : found.end].text == "4 April 2024"


def test_a_date_looked_back_to_moves_no_story(told: Callable[..., list[DateMention]]) -> None:
    """After "had met on March 3", "the end of the day" is still the day told before."""
    found = told("It closed on March 10. They had met on March 3. By the end of the day all left.")
    assert [(each.value, each.derived) for each in found] == [
        ("2025-03-10", False),
        ("2025-03-03", False),
        ("2025-03-10", True),
    ]


def test_what_someone_is_told_to_do_lies_ahead(told: Callable[..., list[DateMention]]) -> None:
    """A month in an infinitive is still to come; "last" and the past are not."""
    (ahead,) = told("The baker was summoned to appear at hearings in April.")
    (past,) = told("The baker was allowed to leave the town last April.")
    assert (ahead.value, ahead.ahead) == ("2025-04", True)
    assert (past.value, past.ahead) == ("2024-04", False)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("It closed in 2019. Three years later they met.", "2022"),
        ("It closed in May 2022. A year later they met.", "2023-05"),
        ("It closed on May 4, 2022. A month later they met.", "2022-06"),
        ("It closed last September. They met the same month.", "2024-09"),
        ("It closed on May 4, 2022. They met the following year.", "2023"),
        ("It closed on May 4, 2022. At the time they met.", "2022-05"),
        ("They read its February letter.", "2025-02"),
        ("From September 1 they may meet.", "2025-09-01"),
    ],
)
def test_dates_reckoned_from_others(
    told: Callable[..., list[DateMention]], text: str, value: str
) -> None:
    """What counts from a date told before is as exact as that date lets it be."""
    assert told(text)[-1].value == value


@pytest.mark.parametrize(
    "text",
    [
        "It closed in May 2022. Three days later they met.",
        "It closed in May 2022. It went well. It rained. At the time they met.",
    ],
)
def test_dates_that_cannot_be_reckoned(told: Callable[..., list[DateMention]], text: str) -> None:
    """A month tells no day to count from, and a date far above no time to speak of."""
    assert len(told(text)) == 1


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Acme went to court in May 2019. Its parent sued that October, too.", "2019-10"),
        ("Acme was fined in November 2023; the court annulled it a month later.", "2023-12"),
        ("Acme was banned on 14 July 2022. Ofcom upheld the ban on 18 August.", "2022-08-18"),
        ("A jury will hear the case next spring.", "2026"),
        ("Its lawyers reviewed the app last spring.", "2025"),
    ],
)
def test_a_date_goes_on_from_the_story_or_lies_in_a_season(
    told: Callable[..., list[DateMention]], text: str, value: str
) -> None:
    """What is counted goes from its own sentence; a story keeps its year; seasons have years."""
    assert told(text, "2025-08-25")[-1].value == value
