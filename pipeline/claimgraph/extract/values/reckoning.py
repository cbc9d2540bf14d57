"""Dates reckoned from one told before: "a month later", "the same year", "at the time"."""

from dataclasses import dataclass
from datetime import date

from claimgraph.extract.values import dateforms as forms

DAY, MONTH, YEAR = len("2025-01-31"), len("2025-01"), len("2025")


@dataclass
class Story:
    """The dates told so far: the last day, the last month or day, and the last of any kind.

    What is reckoned is no more exact than what it is reckoned from.
    """

    day: date | None = None
    month: str = ""
    last: str = ""

    def moves_to(self, value: str) -> None:
        """Let what follows be reckoned from a date."""
        self.last = value
        if len(value) == DAY:
            self.day = date.fromisoformat(value)
        if len(value) >= MONTH:
            self.month = value[:MONTH]

    def later(self, unit: str, number: int) -> str:
        """The date so many units after the last one that is exact enough, or an empty string."""
        if unit == "month":
            return forms.shifted(_first_of(self.month), unit, number) if self.month else ""
        if unit == "year" and len(self.last) in (YEAR, MONTH):
            return f"{int(self.last[:YEAR]) + number:04d}{self.last[YEAR:]}"
        return forms.shifted(self.day, unit, number) if self.day else ""

    def same(self, unit: str, shift: int = 0) -> str:
        """The year, month or day of the last date told, moved by so many units."""
        if unit == "year" and self.last:
            return f"{int(self.last[:YEAR]) + shift:04d}"
        if unit == "month":
            return self.later(unit, shift)
        if unit == "week" or self.day is None:
            return ""
        return forms.shifted(self.day, "day", shift)

    def around(self) -> str:
        """The month, else the year, in which the story is: what "at the time" tells."""
        return self.last[:MONTH]


def beside(today: date, unit: str, shift: int) -> str:
    """The year, month, week or day so many units after that of a day: "last week", "this month"."""
    if unit == "week":
        return forms.week(today, shift)
    if unit in ("year", "month", "day", "night", "evening"):
        return forms.shifted(today, unit if unit in ("year", "month") else "day", shift)
    return str(today)


def _first_of(month: str) -> date:
    return date.fromisoformat(f"{month}-01")
