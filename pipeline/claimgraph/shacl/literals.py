"""Literals as values: which are well formed, how they compare.

Well-formedness is that of XML Schema 1.1 part 2; comparison that of SPARQL 1.1 section 17.3,
where unlike things do not compare.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final, NamedTuple

from pyoxigraph import Literal

from claimgraph.vocabulary import RDF, XSD

ZONE: Final = r"(?:Z|[+-](?:0\d|1[0-4]):[0-5]\d)?"
DAY: Final = r"-?(?:[1-9]\d{3,}|0\d{3})-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])"
CLOCK: Final = r"(?:(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d+)?|24:00:00(?:\.0+)?)"
SPAN: Final = r"(?:\d+H)?(?:\d+M)?(?:\d+(?:\.\d+)?S)?"
YEAR: Final = r"-?(?:[1-9]\d{3,}|0\d{3})"
WHOLE: Final = r"[+-]?\d+"
FLOAT: Final = r"(?:[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?|[+-]?INF|NaN)"
FORMS: Final[Mapping[str, re.Pattern[str]]] = {
    XSD + name: re.compile(form)
    for name, form in {
        "boolean": r"true|false|0|1",
        "decimal": r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)",
        "float": FLOAT,
        "double": FLOAT,
        "date": DAY + ZONE,
        "time": CLOCK + ZONE,
        "dateTime": f"{DAY}T{CLOCK}{ZONE}",
        "dateTimeStamp": f"{DAY}T{CLOCK}(?:Z|[+-](?:0\\d|1[0-4]):[0-5]\\d)",
        "gYear": YEAR + ZONE,
        "gYearMonth": f"{YEAR}-(?:0[1-9]|1[0-2]){ZONE}",
        "gMonth": f"--(?:0[1-9]|1[0-2]){ZONE}",
        "gDay": f"---(?:0[1-9]|[12]\\d|3[01]){ZONE}",
        "gMonthDay": f"--(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\\d|3[01]){ZONE}",
        "duration": rf"-?P(?=.)(?:\d+Y)?(?:\d+M)?(?:\d+D)?(?:T(?=.){SPAN})?",
        "hexBinary": r"(?:[0-9a-fA-F]{2})*",
        "language": r"[a-zA-Z]{1,8}(?:-[a-zA-Z0-9]{1,8})*",
    }.items()
}
# Whole numbers by the least and the greatest that each type holds.
BOUNDS: Final[Mapping[str, tuple[int | None, int | None]]] = {
    XSD + "integer": (None, None),
    XSD + "nonNegativeInteger": (0, None),
    XSD + "positiveInteger": (1, None),
    XSD + "nonPositiveInteger": (None, 0),
    XSD + "negativeInteger": (None, -1),
    **{XSD + n: (-(2**b), 2**b - 1) for n, b in (("long", 63), ("int", 31), ("short", 15))},
    XSD + "byte": (-128, 127),
    **{XSD + f"unsigned{n}": (0, 2**b - 1) for n, b in (("Long", 64), ("Int", 32), ("Short", 16))},
    XSD + "unsignedByte": (0, 255),
}
FLOATING: Final = frozenset({XSD + "float", XSD + "double"})
PLAIN: Final = frozenset({XSD + "string", RDF + "langString"})


class Comparable(NamedTuple):
    """A literal's value, with what it may be compared with."""

    kind: str
    value: Any


def is_well_formed(literal: Literal) -> bool:
    """Whether a literal is spelled as its datatype asks; an unknown datatype asks for nothing."""
    datatype, text = literal.datatype.value, literal.value
    if datatype in BOUNDS:
        if not re.fullmatch(WHOLE, text):
            return False
        least, most = BOUNDS[datatype]
        return (least is None or int(text) >= least) and (most is None or int(text) <= most)
    form = FORMS.get(datatype)
    return form is None or (bool(form.fullmatch(text)) and _is_a_day(datatype, text))


def _is_a_day(datatype: str, text: str) -> bool:
    """Whether a day of the month is one of that month, as far as years go that Python knows."""
    if not datatype.startswith(XSD + "date"):
        return True
    try:
        date.fromisoformat(text[:10])
    except ValueError:
        return text.startswith("-") or not text[:5].endswith("-")
    return True


def comparable(literal: Literal) -> Comparable | None:
    """The value of a literal for comparison, or None if it has no order."""
    datatype, text = literal.datatype.value, literal.value
    if datatype in PLAIN:
        return None if literal.language else Comparable("string", text)
    if not is_well_formed(literal):
        return None
    if datatype in BOUNDS or datatype == XSD + "decimal":
        return Comparable("number", Decimal(text))
    if datatype in FLOATING:
        return Comparable("number", float(text.replace("INF", "inf")))
    reader = READERS.get(datatype)
    return reader(text) if reader else None


def _moment(text: str) -> Comparable | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return Comparable("moment" if moment.tzinfo else "local moment", moment)


def _day(text: str) -> Comparable | None:
    try:
        return Comparable("day" if len(text) == len("2000-01-01") else text[10:], text[:10])
    except ValueError:
        return None


READERS: Final[Mapping[str, Callable[[str], Comparable | None]]] = {
    XSD + "date": _day,
    XSD + "dateTime": _moment,
    XSD + "gYear": lambda text: Comparable("year", text),
    XSD + "gYearMonth": lambda text: Comparable("month", text),
    XSD + "time": lambda text: Comparable("time", text),
    XSD + "boolean": lambda text: Comparable("boolean", text in {"true", "1"}),
}


def order(one: object, other: object) -> int | None:
    """-1, 0 or 1 for what comes first, or None where the two do not compare."""
    if not isinstance(one, Literal) or not isinstance(other, Literal):
        return None
    first, second = comparable(one), comparable(other)
    if first is None or second is None or first.kind != second.kind:
        return None
    return int(first.value > second.value) - int(first.value < second.value)
