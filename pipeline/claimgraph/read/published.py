"""Calendar dates as texts and their metadata write them, brought to ISO form without a clock."""

import re
from datetime import date, datetime
from typing import Final

MONTHS: Final = (
    "january", "february", "march", "april", "may", "june", "july",
    "august", "september", "october", "november", "december",
)  # fmt: skip
MONTH: Final = r"(?P<{0}>jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.?"
WEEKDAY: Final = r"(?:(?:mon|tues?|wed(?:nes)?|thur?s?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s+)?"
DAY: Final = r"(?P<{0}>\d{{1,2}})(?:st|nd|rd|th)?"
DATE: Final = re.compile(
    rf"\b(?P<year>\d{{4}})[-/.](?P<month>\d{{1,2}})[-/.](?P<day>\d{{1,2}})(?!\d)"
    rf"|\b{WEEKDAY}{MONTH.format('name1')}\s+{DAY.format('day1')},?\s+(?P<year1>\d{{4}})\b"
    rf"|\b{WEEKDAY}{DAY.format('day2')}(?:\s+of)?\s+{MONTH.format('name2')},?\s+(?P<year2>\d{{4}})\b"
    rf"|\b{WEEKDAY}(?P<numeral1>\d{{1,2}})[/.](?P<numeral2>\d{{1,2}})[/.](?P<year3>\d{{4}})\b",
    re.IGNORECASE,
)
CLOCK: Final = re.compile(
    r"(?:[T,\s]|\bat\b)*\d{1,2}[:.]\d{2}(?:[:.]\d{2}(?:\.\d+)?)?\s*"
    r"(?:[ap]\.?\s?m\.?)?\s*(?:Z\b|[A-Z]{2,5}\b|[+-]\d{2}:?\d{2})?",
    re.IGNORECASE,
)


def iso_date(value: object) -> str:
    """The first whole date in a value as YYYY-MM-DD, or empty.

    >>> iso_date("Saturday, 13th June 2026, 5:21 p.m.")
    '2026-06-13'
    >>> iso_date("June 2026")
    ''
    """
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    found = (_iso(match) for match in DATE.finditer(str(value)[:2000]))
    return next((day for day in found if day), "")


def is_date_line(line: str) -> bool:
    """Whether a line holds a date, perhaps with a clock time, and nothing else.

    >>> is_date_line("2026-06-27 23:18:06"), is_date_line("June 27, 2026 was a Saturday")
    (True, False)
    """
    match = DATE.search(line)
    if match is None or not _iso(match):
        return False
    rest = line[: match.start()] + CLOCK.sub(" ", line[match.end() :], count=1)
    return not re.search(r"\w", CLOCK.sub(" ", rest, count=1))


def _iso(match: re.Match[str]) -> str:
    year, month, day = _parts(match)
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return ""


def _parts(match: re.Match[str]) -> tuple[int, int, int]:
    if match["year"]:
        return int(match["year"]), int(match["month"]), int(match["day"])
    if match["name1"]:
        return int(match["year1"]), _month(match["name1"]), int(match["day1"])
    if match["name2"]:
        return int(match["year2"]), _month(match["name2"]), int(match["day2"])
    left, right, year = int(match["numeral1"]), int(match["numeral2"]), int(match["year3"])
    if left > 12 or left == right:
        return year, right, left
    # 3/4/2026 is March in one country and April in another: better no date than a wrong one.
    return (year, left, right) if right > 12 else (0, 0, 0)


def _month(name: str) -> int:
    return 1 + next(i for i, month in enumerate(MONTHS) if month.startswith(name[:3].lower()))
