"""Where a paragraph's dateline ends: "PORT CITY, May 3 (Newswire) -- The office ..."."""

import re
from typing import Final

PLACE: Final = r"[^\W\d_a-z][\w.'\u2019]+(?:[ -][^\W\d_a-z][\w.'\u2019]*){0,3}"
AFTER: Final = r"(?:,\s(?P<after>[^\n\u2013\u2014()]{1,40}?))?"
AGENCY: Final = r"(?:\s\((?P<agency>[^\W\d_][\w .]{1,25})\))?"
DATELINE: Final = re.compile(
    rf"(?P<place>{PLACE}){AFTER}{AGENCY}\s?(?P<mark>--|[-\u2013\u2014:])\s+(?=[\"'\u2018\u201c\dA-Z])"
)
SHOUTED: Final = re.compile(r"(?:[^\W\d_a-z]|[.'\u2019 -]){4,}")


def dateline_end(text: str, start: int) -> int:
    """Where the words after a dateline begin; `start` itself where there is none.

    A dateline is a place in capital letters, or one with a date or an agency's name, and a dash;
    after a date a colon will do.

    >>> dateline_end("PORT CITY -- The gates closed.", 0)
    13
    >>> dateline_end("Orion - The crane - fell.", 0)
    0
    """
    found = DATELINE.match(text, start)
    if found is None:
        return start
    dated = bool(found["agency"]) or any(map(str.isdigit, found["after"] or ""))
    alone = found["mark"] != ":" and SHOUTED.fullmatch(found["place"])
    return found.end() if dated or alone else start
