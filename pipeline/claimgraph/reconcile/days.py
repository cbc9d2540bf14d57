"""Dates of different grain: which days they span, how far apart they lie, which covers which."""

from calendar import monthrange
from datetime import date, timedelta

from pyoxigraph import Literal

from claimgraph.terms import Term

Days = tuple[date, date]


def days(value: Term) -> Days | None:
    """The first and last day of a day, month or year; None for what is no such date.

    >>> days(Literal("2026-06"))
    (datetime.date(2026, 6, 1), datetime.date(2026, 6, 30))
    """
    if not isinstance(value, Literal):
        return None
    try:
        numbers = [int(part) for part in value.value.split("-")]
        if len(numbers) == 1:
            return date(numbers[0], 1, 1), date(numbers[0], 12, 31)
        if len(numbers) == 2:
            last = monthrange(numbers[0], numbers[1])[1]
            return date(numbers[0], numbers[1], 1), date(numbers[0], numbers[1], last)
        day = date(*numbers)
    except (ValueError, TypeError):
        return None
    return day, day


def gap(one: Days, other: Days) -> timedelta:
    """How far two spans lie apart; nothing where they share a day."""
    return max(one[0] - other[1], other[0] - one[1], timedelta())


def covers(one: Days, other: Days) -> bool:
    """Whether the first holds all of the second and more."""
    return one != other and one[0] <= other[0] and other[1] <= one[1]
