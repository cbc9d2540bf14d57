"""Which of the forms that there are a client likes best, by its Accept header (RFC 9110)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

MOST: Final = 100
"""So many ranges of an Accept header count; a longer one is nobody's."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A form by name, and the media type it would be sent as."""

    name: str
    media: str


@dataclass(frozen=True, slots=True)
class Range:
    """What a client says of some media types: how much it likes them, from 0 to 1."""

    kind: str
    subtype: str
    quality: float

    def covers(self, media: str) -> int:
        """How closely it speaks of a media type: 3 by name, 2 by kind, 1 of all, 0 not at all."""
        kind, _, subtype = media.partition(";")[0].strip().partition("/")
        if self.kind == kind:
            return 3 if self.subtype == subtype else 2 * (self.subtype == "*")
        return int(self.kind == "*" and self.subtype == "*")


def ranges(accept: str) -> tuple[Range, ...]:
    """What an Accept header says; an empty one takes anything.

    >>> ranges("text/html, */*;q=0.1")[1]
    Range(kind='*', subtype='*', quality=0.1)
    """
    parts = [part for part in accept.lower().split(",")[:MOST] if part.strip()]
    return tuple(_range(part) for part in parts) or (Range("*", "*", 1.0),)


def best(accept: str, offers: Iterable[Offer]) -> Offer | None:
    """The offer that is liked best, the earlier of two that are liked alike; None if none is.

    >>> best("text/*;q=0.5, text/csv", [Offer("html", "text/html"), Offer("csv", "text/csv")])
    Offer(name='csv', media='text/csv')
    """
    told = ranges(accept)
    found: Offer | None = None
    most = 0.0
    for offer in offers:
        liked = _quality(offer.media, told)
        if liked > most:
            found, most = offer, liked
    return found


def quality(accept: str, media: str) -> float:
    """How much a client likes a media type."""
    return _quality(media, ranges(accept))


def _quality(media: str, told: Sequence[Range]) -> float:
    closest = max(told, key=lambda one: one.covers(media))
    return closest.quality if closest.covers(media) else 0.0


def _range(part: str) -> Range:
    name, *parameters = part.split(";")
    kind, _, subtype = name.strip().partition("/")
    for parameter in parameters:
        key, _, value = parameter.partition("=")
        if key.strip() == "q":
            return Range(kind, subtype, _number(value.strip()))
    return Range(kind, subtype, 1.0)


def _number(text: str) -> float:
    try:
        return min(max(float(text), 0.0), 1.0)
    except ValueError:
        return 0.0
