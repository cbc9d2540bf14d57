"""The day from which a text without metadata is written, as its own first lines tell it."""

import re
from datetime import date

from claimgraph.extract.values import dateforms as forms

HEAD = 400  # the stretch at the beginning of a text in which it dates itself
DATELINE = re.compile(r"\)?,?\s*(?:\([^)]{2,40}\)\s*)?(?:[-\u2013\u2014]+|:)\s")
PLACE = re.compile(r"(?=\W*[A-Z])(?:[A-Z][\w.'\u2019]*[,/]?\s+|\(|[-\u2013\u2014/]+\s*){1,8}")
ITEM = re.compile(r"\s*(?::|[-\u2013\u2014]+)\s+\w")  # an entry of a timeline: "May 2: she left"
LABEL = re.compile(r"\W*(?:[Ww]hen|[Ee]ffective(?: from| date)?|[Dd]eadline):\s*")
LONGEST = 100  # characters that a line which does but date a text may have


def written(text: str) -> date | None:
    """The day that a dateline or a line of its own at the beginning tells, or None."""
    for match in forms.FORM.finditer(text[:HEAD]):
        if match["md_year"] or match["dm_year"] or match["digits"]:
            day = _day(match)
            if day and _dates_it(text, match):
                return day
    return None


def _dates_it(text: str, match: re.Match[str]) -> bool:
    """Whether a date stands in a line of its own or a dateline and not in a sentence."""
    start = text.rfind("\n", 0, match.start()) + 1
    if DATELINE.match(text, match.end()) and PLACE.fullmatch(text, start, match.start()):
        return True
    if ITEM.match(text, match.end()) or LABEL.fullmatch(text, start, match.start()):
        return False
    line = text[start:].split("\n", 1)[0]
    return len(line) < LONGEST and not line.rstrip().endswith(".")


def _day(match: re.Match[str]) -> date | None:
    if match["digits"]:
        return forms.whole_day(match["digits"])
    form = "md" if match["md_month"] else "dm"
    text = f"{re.sub(r'[^0-9]', '', match[f'{form}_day'])} {match[f'{form}_month']}"
    return forms.day(f"{text} {match[f'{form}_year']}")
