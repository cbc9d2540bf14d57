"""How English writes dates and times: one pattern for all forms, and the value of absolute ones."""

import re
from datetime import date
from functools import lru_cache

from dateparser.date import DateDataParser

MONTHS = (
    "January|February|March|April|May|June|July|August|September|October|November|December|"
    r"Jan\.?|Feb\.?|Mar\.?|Apr\.?|Jun\.?|Jul\.?|Aug\.?|Sept?\.?|Oct\.?|Nov\.?|Dec\.?"
)
WEEKDAYS = "Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday"
UNITS = "day|week|month|year"
NUMBERS = r"\d{1,3}|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|several|few"
YEAR = r"(?:19|20)\d\d"
DAY = r"(?:[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?"
PART = r"(?:\s(?:morning|afternoon|evening|night))?"
HALF = r"(?:(?:early|mid|late|the\send\sof|the\sstart\sof)[-\s](?:in\s|of\s)?)?"

FORM = re.compile(
    rf"""
    (?=\w)(?:\b|(?=[MTWFS]))  # all forms begin a word, or with a weekday: said once, it is fast
    (?:
    \b(?P<digits>{YEAR}-[01]\d-[0-3]\d|(?:[12]\d|3[01]|0?[1-9])\.(?:1[0-2]|0?[1-9])\.{YEAR})\b
  | (?:(?:{WEEKDAYS}),?\s)?\b(?P<md_month>{MONTHS})\s(?P<md_day>{DAY})
        (?:\s?(?:-|\u2013|\u2014|to)\s?(?P<md_until>{DAY}))?(?!\d|\.\d|%|\sper\s?cent)
        (?:,?\s(?:(?P<md_year>{YEAR})|(?:of\s)?(?P<md_which>last)\syear))?\b
  | (?:(?:{WEEKDAYS}),?\s)?\b(?P<dm_day>{DAY})
        (?:\s?(?:-|\u2013|to)\s?(?P<dm_until>{DAY}))?\s(?:of\s)?(?P<dm_month>{MONTHS})
        (?:,?\s(?:(?P<dm_year>{YEAR})|(?:of\s)?(?P<dm_which>last)\syear))?(?!\w)
  | \b{HALF}(?P<my_month>{MONTHS})(?:,?\s(?:of\s)?(?P<my_year>{YEAR})
        |\s(?:of\s)?(?P<my_which>that|this|last|the\ssame)\syear)(?!\w)
  | \b(?P<weekday_which>(?i:last|next|this|this\spast|the\sprevious)\s)?
        (?P<weekday>{WEEKDAYS})\b{PART}(?!\s(?:{MONTHS})\b)
  | \b(?P<day_word>(?i:today|(?:the\sday\sbefore\s)?yesterday|tomorrow|tonight))\b
  | (?<!than\s)(?<!over\s)(?<!least\s)(?<!nearly\s)(?<!almost\s)(?<!within\s)
        \b(?P<count>(?i:{NUMBERS}))\s(?P<count_unit>{UNITS})s?\s
        (?P<count_way>ago|later|earlier|afterwards)\b
  | \b(?i:(?:early|earlier|late|later|mid)[-\s])?
        (?P<span_which>(?i:last|this|next|the\sprevious|the\sfollowing|the\ssame|that\ssame|that|the\snext))
        \s(?P<span_unit>{UNITS}|night|evening|morning|afternoon)\b
  | \b(?P<same>(?i:same|that\svery|(?:the\s)?end\sof\sthe)[-\s]
        (?:day|night|evening|morning|afternoon)
        |(?i:the\s(?:very\s)?day)(?=\s(?:that\s|when\s)?the\s\w+\swas\s\w+))\b
  | \b(?P<hours>(?i:within\s(?:the\s|an\s)?(?:hour|minute)s?(?!\sof)
        |(?:hours|minutes|moments)\slater))\b
  | \b(?i:at)\s(?P<then>the\stime|that\stime|that\spoint)\b(?!\s(?:of|when|to|in)\b)
  | \b(?P<month_which>(?i:last|next|this|in|since|by|until|during|from|of|early|mid|late|between|
        and|to|through|before|after)[-\s]
        |(?:an?|its|their|his|her)\s(?=(?:{MONTHS})\s[a-z])
        |(?:that|the\ssame)\s(?=(?:{MONTHS})(?:[.,;:)]|\s(?:and|when|by|to|the)\b)))
        (?P<month>{MONTHS})(?!\w)
        (?!\.?,?\s(?:{DAY}|(?:of\s)?(?:{YEAR}|(?:that|this|last)\syear))\b)
  | (?:(?<=\bon\s)|(?<=\bdated\s))the\s
        (?P<day_alone>(?:[12]?1st|2?2nd|2?3rd|[12]?\dth|3(?:0th|1st)))
        (?=[,.;:)]|\s(?:that|and|at|by|in|the|a|it|he|she|they|of\sthis\smonth)\b)
  | \b(?P<weekend_which>(?i:over|at|on|during|last|this|this\spast))\s(?:the\s|last\s)?weekend\b
  | \b(?:(?P<season_which>(?i:last|this|next|the\sprevious))|(?P<season_then>(?i:that)))
        \s(?P<season>(?i:spring|summer|autumn|fall))\b
  | (?<![\d$\u20ac\u00a3.,/#-])\b(?:(?i:early|mid|late)[-\s])?(?P<year>{YEAR})
        (?:\s?[-\u2013]\s?(?P<year_until>{YEAR}))?\b
        (?![\d%]|[.,]\d|\s(?:people|users|companies|euros|dollars|times|\w+s\sof)\b)
    )
    """,
    re.VERBOSE,
)
TIME = re.compile(
    r"""\b(?P<hour>[01]?\d|2[0-3])(?:[:.](?P<minute>[0-5]\d))?
        (?:\s?(?P<half>[ap]\.?\s?m\b\.?)|(?<=:\d\d))
        (?:\s(?P<zone>ET|EST|EDT|Eastern|PT|PST|PDT|Pacific|CT|Central|GMT|UTC|BST|CET|CEST|IST|
        local\stime|(?-i:[A-Z][a-z]+)(?=\stime))\b(?:\stime\b)?)?""",
    re.VERBOSE | re.IGNORECASE,
)
COUNTED = ("count", "same", "hours")  # the groups of forms that are counted from another date
_ZONES = "Eastern=ET Pacific=PT Central=CT"
ZONES = dict(pair.lower().split("=") for pair in _ZONES.split())
WEEKDAY_NUMBERS = {name: number for number, name in enumerate(WEEKDAYS.split("|"))}
SEASON_ENDS = {"spring": 5, "summer": 8, "autumn": 11, "fall": 11}  # the last month of each
NUMBER_WORDS = {
    word: number
    for number, word in enumerate(
        [
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
        ],
        start=1,
    )
} | {"a": 1, "an": 1}


@lru_cache(maxsize=1)
def _parser() -> DateDataParser:
    settings = {"REQUIRE_PARTS": ["day", "month", "year"], "PREFER_DAY_OF_MONTH": "first"}
    return DateDataParser(languages=["en"], settings=settings)


@lru_cache(maxsize=4096)
def day(text: str) -> date | None:
    """The day that a text with day, month and year tells, or None when there is no such day."""
    found = _parser().get_date_data(text).date_obj
    return found.date() if found else None


def whole_day(text: str) -> date | None:
    """The day of a text like 2024-05-31 or 31.5.2024, or None when there is no such day."""
    if "-" in text:
        year, month, number = map(int, text.split("-"))
    else:
        number, month, year = map(int, text.split("."))
    return calendar_day(year, month, number)


def calendar_day(year: int, month: int, number: int) -> date | None:
    """The day of that year, month and number, or None when there is no such day."""
    try:
        return date(year, month, number)
    except ValueError:
        return None


@lru_cache(maxsize=256)
def month_number(name: str) -> int:
    """The number of a month by its name or its short form."""
    found = day(f"1 {name.rstrip('.')} 2000")
    return found.month if found else 0


def clock(match: re.Match[str]) -> str:
    """A told time as hours and minutes of the day with its zone: "17:21 ET"."""
    hour, minute = int(match["hour"]), int(match["minute"] or 0)
    half = (match["half"] or "").lower()
    if half.startswith("p") and hour < 12:
        hour += 12
    if half.startswith("a") and hour == 12:
        hour = 0
    zone = (match["zone"] or "").strip()
    if zone.lower() in ZONES:
        zone = ZONES[zone.lower()].upper()
    elif len(zone) <= 4:
        zone = zone.upper()
    return f"{hour:02d}:{minute:02d} {zone}".strip()


def count(words: str) -> int:
    """The number that digits or a number word tell; 0 when it is not a number ("several")."""
    return int(words) if words.isdigit() else NUMBER_WORDS.get(words.lower(), 0)


def shifted(start: date, unit: str, number: int) -> str:
    """A day moved by so many units, no more exact than the unit: a week tells the month alone."""
    if unit == "day":
        return date.fromordinal(start.toordinal() + number).isoformat()
    if unit == "week":
        return date.fromordinal(start.toordinal() + 7 * number).isoformat()[:7]
    months = start.year * 12 + start.month - 1 + number * (12 if unit == "year" else 1)
    year, month = divmod(months, 12)
    return f"{year:04d}" if unit == "year" else f"{year:04d}-{month + 1:02d}"


def season(around: date, which: str, name: str) -> str:
    """The year of a season told from a day: "last summer", "next spring"."""
    over = around.month > SEASON_ENDS[name.lower()]
    shift = {"this": 0, "next": int(over)}.get(which.lower(), int(over) - 1)
    return f"{around.year + shift:04d}"


def weekend(around: date) -> str:
    """The last Saturday and Sunday up to a day, as an interval."""
    saturday = around.toordinal() - (around.weekday() - 5) % 7
    return f"{date.fromordinal(saturday)}/{date.fromordinal(saturday + 1)}"


def week(around: date, shift: int) -> str:
    """The week (Monday to Sunday) around a day, moved by so many weeks, as an interval."""
    monday = around.toordinal() - around.weekday() + 7 * shift
    return f"{date.fromordinal(monday)}/{date.fromordinal(monday + 6)}"
