"""Dates and times in a document, as ISO values no more exact than the text.

What the text leaves open (year, "Friday", "last month", "three days later") is worked out from
the day of publication, from the day the text gives for itself, or from the last date told.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

from spacy.tokens import Token

from claimgraph.extract.parse.language import Parsed
from claimgraph.extract.values import dateforms as forms
from claimgraph.extract.values.intervals import DateMention, joined
from claimgraph.extract.values.reckoning import YEAR, Story, beside
from claimgraph.extract.values.written import written

FRESH = 3  # sentences within which a story that told a day goes on with one of the same year
NEAR = 3  # sentences within which a year told holds for dates without one
DEADLINES = frozenset(("by", "until", "till", "before"))
AUXILIARY = frozenset(("aux", "auxpass"))
ISO = re.compile(r"(\d{4})-(\d\d)-(\d\d)")
SHIFTS = {"the day before yesterday": -2, "yesterday": -1, "tomorrow": 1}
FUTURE = frozenset(("will", "'ll", "shall", "may", "must", "can"))
TOLD = frozenset(("that", "that same", "the same", "the following", "the next", "the previous"))
FAR = 8  # words up from a date within which its verb is looked for
AHEAD = 120  # days after publication up to which a date without year is taken as still to come


def dates(parsed: Parsed, published: str = "") -> tuple[DateMention, ...]:
    """The dates of a document in text order."""
    return _Reader(parsed, published or parsed.document.published).read()


@dataclass
class _Reader:
    parsed: Parsed
    published: str
    story: Story = field(default_factory=Story)
    year: int = 0
    year_at: int = 0
    found: list[DateMention] = field(default_factory=list)

    def read(self) -> tuple[DateMention, ...]:
        text = self.parsed.doc.text
        for match in forms.FORM.finditer(text):
            value, anchored = self._value(match)
            place = self._words(*match.span())
            if value and place and not self._is_name(*place):
                if not match["then"]:
                    self._remember(value, place[0])
                derived = any(match[group] for group in forms.COUNTED) or _rests_on_told(match)
                ahead = self._is_ahead(value, place[0])
                mention = DateMention(*place, value, "", anchored, derived, ahead)
                self.found.append(mention)
        return self._timed(text, joined(self.parsed.doc, self.found))

    def _is_ahead(self, value: str, start: int) -> bool:
        """Whether a date lies after the text's own day, or is one by which something shall be."""
        words = {self.parsed.doc[i].lower_ for i in range(max(start - 1, 0), start + 1)}
        told = self.today.isoformat()[: len(value)] if self.today else value
        return value > told or bool(words & DEADLINES)

    @cached_property
    def today(self) -> date | None:
        """The day from which the text is written: published, or dated in its first lines."""
        told = ISO.match(self.published)
        return date(*map(int, told.groups())) if told else written(self.parsed.document.text)

    @cached_property
    def only_year(self) -> int:
        """The year that the text tells with a month or day, where it tells no other year."""
        dated, all_told = set(), set()
        for match in forms.FORM.finditer(self.parsed.doc.text):
            dated.add(match["md_year"] or match["dm_year"] or match["my_year"])
            all_told.add(match["year"])
        found = (dated | all_told) - {None}
        return int(found.pop()) if len(found) == 1 and any(dated) else 0

    @cached_property
    def _starts(self) -> dict[int, int]:
        return {token.idx: token.i for token in self.parsed.doc}

    @cached_property
    def _ends(self) -> dict[int, int]:
        return {token.idx + len(token.text): token.i + 1 for token in self.parsed.doc}

    def _words(self, start: int, end: int) -> tuple[int, int] | None:
        """The words that a stretch of text covers, or None when it cuts one."""
        while end > start and end not in self._ends:
            end -= 1
        while start < end and start not in self._starts:
            start += 1
        return (self._starts[start], self._ends[end]) if start < end else None

    def _is_name(self, start: int, end: int) -> bool:
        """Whether a lone year or month is part of a name or a model number."""
        doc = self.parsed.doc
        before = doc[start - 1] if start else None
        if end - start != 1 or before is None or not doc[start].text.isdigit():
            return False
        if before.pos_ == "PROPN" and not before.text.isupper() and doc[start].dep_ != "npadvmod":
            return before.is_title and before.ent_type_ != "DATE"
        return before.text in ("-", "/", "#", "$", "\u20ac", "\u00a3") and not before.whitespace_

    def _remember(self, value: str, at: int) -> None:
        """Let what follows rest on a date, unless the date is but looked back to."""
        if self._looks_back(at):
            return
        self.year, self.year_at = int(value[:4]), at
        self.story.moves_to(value)

    def _value(self, match: re.Match[str]) -> tuple[str, bool]:
        """The ISO value of a form and whether it rests on another date."""
        if match["digits"]:
            return str(forms.whole_day(match["digits"]) or ""), False
        if match["year"]:
            told, until = match["year"], match["year_until"]
            return (f"{told}/{until}" if until and until > told else told), False
        for form in ("md", "dm"):
            if match[f"{form}_month"]:
                return self._day(match, form), not match[f"{form}_year"]
        if match["my_month"]:
            return self._month_year(match)
        if match["weekday"]:
            return self._weekday(match), True
        return (self._month(match) if match["month"] else self._relative(match)), True

    def _day(self, match: re.Match[str], form: str) -> str:
        month = forms.month_number(match[f"{form}_month"])
        number = int(re.sub(r"\D", "", match[f"{form}_day"]))
        year = int(match[f"{form}_year"] or 0)
        year = year or (self._this_year(match) - 1 if match[f"{form}_which"] else 0)
        year = year if year > 0 else self._year_for(match, month, number)
        first = forms.calendar_day(year, month, number)
        until = match[f"{form}_until"]
        last = forms.calendar_day(year, month, int(re.sub(r"\D", "", until))) if until else None
        if first is None:
            return ""
        return f"{first}/{last}" if last and last > first else str(first)

    def _year_for(self, match: re.Match[str], month: int, number: int) -> int:
        """The year of a date told without one, or 0 when nothing makes it safe."""
        if self.today is None:
            return self._year_told(match)
        here = forms.calendar_day(self.today.year, month, number)
        if here is None:
            return self.today.year
        if (told := self._goes_on(match, month, number)) and told < self.today.year:
            return told
        ahead = (here - self.today).days
        far = ahead > AHEAD and not self._to_come(match)
        if far or (ahead > 0 and self._is_past(match)):
            return self.today.year - 1
        return self.today.year + 1 if ahead < AHEAD - 365 else self.today.year

    def _goes_on(self, match: re.Match[str], month: int, number: int) -> int:
        """The year in which a story goes on that just told a day before a date, or 0."""
        place, last = self._words(*match.span()), self.story.last
        if place is None or len(last) != len("2025-01-31"):
            return 0
        between = self.parsed.doc[self.year_at : place[0]]
        near = sum(bool(token.is_sent_start) for token in between) <= FRESH
        later = f"{last[:YEAR]}-{month:02d}-{number:02d}" >= last
        return int(last[:YEAR]) if near and later else 0

    def _year_told(self, match: re.Match[str]) -> int:
        """The year just told, or the only one of the text; 0 where neither makes it safe."""
        place = self._words(*match.span())
        if self.year and place is not None:
            between = self.parsed.doc[self.year_at : place[0]]
            if sum(bool(token.is_sent_start) for token in between) <= NEAR:
                return self.year
        return self.only_year

    def _beside_told(self, match: re.Match[str]) -> str:
        """A time beside a date told just before: "the same day", "hours later", "that summer"."""
        place, last = self._words(*match.span()), self.story.last
        between = self.parsed.doc[self.year_at : place[0]] if place else ()
        if match["same"]:
            return self.story.same("day")
        if sum(bool(token.is_sent_start) for token in between) > 1:
            return ""
        if match["hours"]:
            return last if ISO.fullmatch(last) else ""
        return self.story.around() if match["then"] else last[:YEAR]

    def _month_year(self, match: re.Match[str]) -> tuple[str, bool]:
        month = forms.month_number(match["my_month"])
        if match["my_year"]:
            return f"{match['my_year']}-{month:02d}", False
        which = match["my_which"]
        year = self.year if which in ("that", "the same") else self._this_year(match)
        year -= which == "last"
        return (f"{year}-{month:02d}" if year > 1 else ""), True

    def _this_year(self, match: re.Match[str]) -> int:
        return self.today.year if self.today else self._year_told(match)

    def _weekday(self, match: re.Match[str]) -> str:
        if self.today is None:
            return ""
        number = forms.WEEKDAY_NUMBERS[match["weekday"]]
        which = (match["weekday_which"] or "").strip()
        back = (self.today.weekday() - number) % 7
        ordinal = self.today.toordinal()
        if which == "next" or (not which and self._to_come(match)):
            ahead = (number - self.today.weekday()) % 7 or 7
            return str(date.fromordinal(ordinal + ahead))
        if which in ("last", "the previous") and back == 0:
            back = 7
        return str(date.fromordinal(ordinal - back))

    def _to_come(self, match: re.Match[str]) -> bool:
        """Whether the verb that a date hangs on speaks of the future."""
        place = self._words(*match.span())
        if place is None:
            return False
        verb = self._verb(place[0])
        words = _auxiliaries(verb)
        if (match["month_which"] or "").lower().startswith(("last", "since")):
            return False
        if "to" in words and "have" in words:  # "is reported to have been struck in January"
            return False
        if "to" in words and verb.dep_ == "xcomp":
            return bool(match["month"]) or verb.head.tag_ in ("VBZ", "VBP")
        return bool(words & FUTURE)

    def _is_past(self, match: re.Match[str]) -> bool:
        """Whether the verb that a date hangs on tells what is over: "was fined on May 3"."""
        place = self._words(*match.span())
        if place is None:
            return False
        verb = self._verb(place[0])
        if verb.tag_ == "VBN" and verb.dep_ != "acl":
            return any(child.tag_ == "VBD" for child in verb.children if child.dep_ in AUXILIARY)
        return verb.tag_ == "VBD"

    def _looks_back(self, at: int) -> bool:
        """Whether a date is told of what had happened before: the story does not move there."""
        return "had" in _auxiliaries(self._verb(at))

    def _verb(self, at: int) -> Token:
        """The verb that a word hangs on."""
        token = self.parsed.doc[at]
        for _ in range(FAR):
            if token.pos_ in ("VERB", "AUX"):
                break
            token = token.head
        return token

    def _month(self, match: re.Match[str]) -> str:
        month = forms.month_number(match["month"])
        which = match["month_which"].strip().lower()
        if which in TOLD:
            return f"{self.story.last[:YEAR]}-{month:02d}" if self.story.last else ""
        if self.today is None:
            year = self._year_told(match)
            return f"{year}-{month:02d}" if year else ""
        year = self.today.year
        if which == "next" or (self._to_come(match) and month < self.today.month):
            year += month <= self.today.month
        elif not self._to_come(match):
            year -= month > self.today.month or (which == "last" and month == self.today.month)
        return f"{year}-{month:02d}"

    def _relative(self, match: re.Match[str]) -> str:
        if match["day_word"] or match["day_alone"]:
            return self._near(match)
        if match["count"]:
            return self._counted(match)
        if match["same"] or match["then"] or match["hours"] or match["season_then"]:
            return self._beside_told(match)
        if match["weekend_which"]:
            return forms.weekend(self.today) if self.today else ""
        if match["season_which"]:
            which, name = match["season_which"], match["season"]
            return forms.season(self.today, which, name) if self.today else ""
        return self._span(match["span_which"].lower(), match["span_unit"].lower())

    def _near(self, match: re.Match[str]) -> str:
        """A day beside that of the text: "yesterday", or the last such day, "on the 28th"."""
        if self.today is None:
            return ""
        if match["day_word"]:
            return forms.shifted(self.today, "day", SHIFTS.get(match["day_word"].lower(), 0))
        number, months = int(match["day_alone"][:-2]), self.today.year * 12 + self.today.month - 1
        days = (
            forms.calendar_day(each // 12, each % 12 + 1, number)
            for each in range(months, months - 3, -1)
        )
        return next((str(day) for day in days if day and day <= self.today), "")

    def _counted(self, match: re.Match[str]) -> str:
        number, way = forms.count(match["count"]), match["count_way"].lower()
        number *= -1 if way in ("ago", "earlier") else 1
        unit = match["count_unit"].lower()
        if not number:
            return ""
        if way == "ago":
            return forms.shifted(self.today, unit, number) if self.today else ""
        found = self._story_at(match).later(unit, number)
        return "" if self._is_impossible(found, match) else found

    def _story_at(self, match: re.Match[str]) -> Story:
        """What a date is counted from: the last one told in its own sentence, else the story's."""
        place = self._words(*match.span())
        start = self.parsed.doc[place[0]].sent.start if place else 0
        here = next((it.value for it in reversed(self.found) if it.start >= start), "")
        if not here or "/" in here:
            return self.story
        story = Story()
        story.moves_to(here)
        return story

    def _is_impossible(self, value: str, match: re.Match[str]) -> bool:
        """Whether what is over would come after the day of the text: it counts from elsewhere."""
        told = self.today.isoformat()[: len(value)] if self.today else value
        return value > told and self._is_past(match)

    def _span(self, which: str, unit: str) -> str:
        """The value of "last week", "this year", "the same night", "the following day"."""
        shift = -1 if "last" in which or "previous" in which else 0
        shift = 1 if which in ("next", "the following", "the next") else shift
        if which in TOLD:
            return self.story.same(unit, shift)
        return beside(self.today, unit, shift) if self.today else ""

    def _timed(self, text: str, found: Sequence[DateMention]) -> tuple[DateMention, ...]:
        """The dates with the times of day told beside them.

        To the minute the same time, told again, is the same moment, also where its day is unknown.
        """
        out = list(found)
        before: dict[str, str] = {}
        for place, time in self._times(text):
            near = [k for k, it in enumerate(out) if self._beside(it, place) and not it.time]
            if near:
                best = min(near, key=lambda k: abs(out[k].start - place[0]))
                out[best] = replace(out[best], time=time)
                before.setdefault(time[:5], out[best].value)
            else:
                exact = not time[:5].endswith(("00", "30"))
                day = before.get(time[:5]) if exact else None
                day = self._day_before(found, place[0]) if day is None else day
                before.setdefault(time[:5], day)
                out.append(DateMention(*place, day, time, anchored=bool(day)))
        return tuple(sorted(out, key=lambda it: (it.start, it.end)))

    def _day_before(self, found: Sequence[DateMention], at: int) -> str:
        """The day of a time told alone: the last one told before that is not still to come."""
        days = (it.value for it in reversed(found) if it.start < at and not it.ahead)
        return next((day for day in days if ISO.fullmatch(day)), "")

    def _times(self, text: str) -> Iterator[tuple[tuple[int, int], str]]:
        for match in forms.TIME.finditer(text):
            place = self._words(*match.span())
            if place:
                yield place, forms.clock(match)

    def _beside(self, mention: DateMention, place: tuple[int, int]) -> bool:
        doc = self.parsed.doc
        low, high = sorted((mention.start, place[0]))
        return high - low <= 12 and not any(doc[i].is_sent_start for i in range(low + 1, high + 1))


def _rests_on_told(match: re.Match[str]) -> bool:
    """Whether a form counts from the last date told: "the following day"."""
    told = (match["span_which"] or "").lower() in TOLD and not match["my_month"]
    return told or bool(match["then"])


def _auxiliaries(verb: Token) -> frozenset[str]:
    return frozenset(child.lower_ for child in verb.children if child.dep_ == "aux")
