"""A date told in a text, and two of them joined to an interval: "between April 22 and June 5"."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from spacy.tokens import Doc

_JOINTS = "and to until through till - \u2013"
JOINTS = frozenset(_JOINTS.split())


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date or time in the text: word indices, ISO value, clock time.

    `value` is a day, month, year or an interval of two such, or empty when only a time is told.
    `anchored` says that the value rests on another date: the publication or one told before;
    `derived` that it is counted from one ("three days later"), `ahead` that it lies after the
    day from which the text is written.
    """

    start: int
    end: int
    value: str
    time: str = ""
    anchored: bool = False
    derived: bool = False
    ahead: bool = False


def joined(doc: Doc, found: Iterable[DateMention]) -> list[DateMention]:
    """The dates in their order, those with two ends joined to one interval."""
    out: list[DateMention] = []
    for mention in found:
        before = out[-1] if out else None
        if before and _joins(doc, before, mention):
            out[-1] = replace(
                before,
                end=mention.end,
                value=f"{before.value}/{mention.value}",
                anchored=before.anchored or mention.anchored,
                derived=before.derived or mention.derived,
            )
        else:
            out.append(mention)
    return out


def _joins(doc: Doc, first: DateMention, last: DateMention) -> bool:
    if last.start > first.end + 1:
        return False
    between = [token.lower_ for token in doc[first.end : last.start]]
    opener = doc[first.start].lower_
    leads = {opener, doc[first.start - 1].lower_ if first.start else ""}
    if last.start < last.end and doc[last.start].lower_ in JOINTS and not between:
        between = [doc[last.start].lower_]
    if len(between) != 1 or between[0] not in JOINTS or "/" in first.value + last.value:
        return False
    if between[0] == "and" and "between" not in leads:
        return False
    return first.value <= last.value
