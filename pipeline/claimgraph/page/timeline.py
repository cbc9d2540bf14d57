"""Dated events as bars and points on one scale, drawn in percentages so that any width will do."""

import re
from calendar import monthrange
from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass
from datetime import date

from claimgraph.page.render import share
from claimgraph.page.tables import Dated

DAY = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?(?:T.*|Z|[+-]\d\d:\d\d)?")
MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec"
MOST_TICKS = 7
# Shown hollow: nobody tells these as a fact without being gainsaid.
UNSURE = ("only", "contested", "retracted")


@dataclass(frozen=True, slots=True)
class Tick:
    """A line of the scale with its label."""

    at: str
    label: str


@dataclass(frozen=True, slots=True)
class Row:
    """An event and its drawing: `at` and `width` in percent, both empty when there is none.

    `outside` is "before" or "after" where the event lies off the scale.
    """

    event: Dated
    when: str
    at: str = ""
    width: str = ""
    outside: str = ""
    hollow: bool = False


@dataclass(frozen=True, slots=True)
class Timeline:
    """Rows in the order of time, the scale above them, and how many rows were left out."""

    rows: tuple[Row, ...]
    ticks: tuple[Tick, ...]
    left_out: int = 0

    @property
    def off_scale(self) -> int:
        """How many events lie before or after the scale."""
        return sum(bool(row.outside) for row in self.rows)


def timeline(events: Iterable[Dated], most: int) -> Timeline:
    """The first events in the order of time, the scale spanning all but far outliers."""
    placed = sorted(((_days(event), event) for event in set(events)), key=_by_time)
    shown = placed[:most]
    drawn = [days for days, _ in shown if days]
    if not drawn:
        return Timeline(tuple(_row(e, None, (0, 1)) for _, e in shown), (), len(placed) - most)
    scale = _scale(drawn)
    rows = tuple(_row(event, days, scale) for days, event in shown)
    return Timeline(rows, _ticks(scale), max(0, len(placed) - most))


def _by_time(pair: tuple[tuple[int, int] | None, Dated]) -> tuple[object, ...]:
    days, event = pair
    return days is None, days or (0, 0), astuple(event)


def _days(event: Dated) -> tuple[int, int] | None:
    """First and last day of an event as ordinals, or None when its date cannot be drawn."""
    start, _, end = event.start.partition("/")
    first, last = _extent(start), _extent(event.end or end or start)
    if not first or not last:
        return None
    return first[0], max(first[0], last[1])


def _extent(text: str) -> tuple[int, int] | None:
    """The days that an ISO day, month or year covers."""
    match = DAY.fullmatch(text)
    if not match:
        return None
    year, month, day = (int(part) if part else 0 for part in match.groups())
    try:
        first = date(year, month or 1, day or 1)
        last_day = day or monthrange(year, month or 12)[1]
        return first.toordinal(), date(year, month or 12, last_day).toordinal()
    except ValueError:
        return None


def _scale(drawn: Sequence[tuple[int, int]]) -> tuple[int, int]:
    """Where the scale begins and ends: whole months around all events but far outliers.

    Outliers lie beyond Tukey's outer fences, three times the distance of the quartiles; one
    event of thirty years ago should not press a month's events into one point.
    """
    starts = sorted(first for first, _ in drawn)
    low, high = starts[len(starts) // 4], starts[3 * len(starts) // 4]
    reach = 3 * max(high - low, 20)
    near = [(a, b) for a, b in drawn if low - reach <= a <= high + reach]
    first = date.fromordinal(min(a for a, _ in near)).replace(day=1)
    last = date.fromordinal(min(max(b for _, b in near), high + reach))
    return first.toordinal(), last.toordinal() - last.day + monthrange(last.year, last.month)[1] + 1


def _row(event: Dated, days: tuple[int, int] | None, scale: tuple[int, int]) -> Row:
    hollow = any(word in event.standing.casefold() for word in UNSURE)
    when = _when(event)
    if days is None:
        return Row(event, when, hollow=hollow)
    if days[1] < scale[0] or days[0] >= scale[1]:
        outside = "before" if days[1] < scale[0] else "after"
        return Row(event, when, outside=outside, hollow=hollow)
    length = scale[1] - scale[0]
    first, end = max(days[0], scale[0]), min(days[1] + 1, scale[1])
    if days[0] == days[1]:
        return Row(event, when, share(first - scale[0] + 0.5, length), hollow=hollow)
    return Row(
        event, when, share(first - scale[0], length), share(end - first, length), hollow=hollow
    )


def _when(event: Dated) -> str:
    start, _, end = event.start.partition("/")
    return " to ".join(dict.fromkeys(filter(None, (start[:10], (event.end or end)[:10]))))


def _ticks(scale: tuple[int, int]) -> tuple[Tick, ...]:
    """The starts of half months, months or years, thinned to what a page can show."""
    first, last = (date.fromordinal(day) for day in scale)
    length = scale[1] - scale[0]
    months = [
        date(year, month, 1)
        for year in range(first.year, last.year + 1)
        for month in range(1, 13)
        if first <= date(year, month, 1) < last
    ]
    days = months
    if len(months) <= MOST_TICKS // 2:
        days = sorted(month.replace(day=day) for month in months for day in (1, 15))
    elif len(months) > 3 * MOST_TICKS:
        days = [month for month in months if month.month == 1]
    step = -(-len(days) // MOST_TICKS)
    return tuple(
        Tick(share(day.toordinal() - scale[0], length), _tick_label(day, days))
        for day in days[::step]
    )


def _tick_label(day: date, days: Sequence[date]) -> str:
    if all(other.month == 1 and other.day == 1 for other in days):
        return str(day.year)
    month = MONTHS[3 * day.month - 3 : 3 * day.month]
    if any(other.day != 1 for other in days):
        return f"{day.day} {month}"
    return f"{month} {day.year}"
