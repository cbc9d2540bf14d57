"""A claim in the making: tokens instead of offsets, with what is known of it so far."""

import hashlib
from collections import Counter
from dataclasses import dataclass, field
from typing import Final

from spacy.tokens import Token

from claimgraph.extract.claims.confidence import confidence
from claimgraph.extract.claims.moments import Moment
from claimgraph.extract.claims.status import Standing
from claimgraph.extract.parse.language import Parsed
from claimgraph.model import Claim, Participant, Quantity, Status

# The reason of a claim whose date is counted from another: consensus does not rest on it.
DERIVED = "derived-date"

# What tells candidates apart, whatever of them is replaced: type, head and words of the trigger.
Key = tuple[str, int, tuple[int, ...]]


OWN_VOICE: Final = frozenset({Status.ASSERTED, Status.NEGATED})
"""What a source says itself is nobody else's view, as where it denies that an order was given."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """What may become a claim; `quoted` where words are quoted, whatever else is done by that."""

    type: str
    head: Token
    words: tuple[int, ...]
    extent: tuple[int, int]
    roles: dict[str, tuple[Participant, ...]]
    standing: Standing
    subtype: str = ""
    party: str = ""
    moment: Moment = field(default_factory=Moment)
    quantities: tuple[Quantity, ...] = ()
    frame: str = ""
    reasons: tuple[str, ...] = ()
    content: Key | None = None
    attribution: int | None = None
    lasting: bool = False
    when_negated: bool = False
    content_status: Status | None = None
    quoted: bool = False

    @property
    def key(self) -> Key:
        """What tells this candidate apart from others."""
        return self.type, self.head.i, self.words

    def role(self, name: str) -> tuple[Participant, ...]:
        """Who fills a role."""
        return self.roles.get(name, ())

    def names(self, name: str) -> frozenset[str]:
        """The names of those who fill a role."""
        return frozenset(each.name for each in self.role(name))


def to_claims(parsed: Parsed, candidates: list[Candidate]) -> tuple[Claim, ...]:
    """The candidates as claims in text order, with ids and links between them."""
    ordered = sorted(candidates, key=lambda it: (*it.extent, it.type, it.head.i, it.frame))
    seen: Counter[tuple[str, str, str]] = Counter()
    ids = {each.key: _mint(parsed, each, seen) for each in ordered}
    by_attribution = {
        each.attribution: ids[each.key] for each in ordered if each.attribution is not None
    }
    return tuple(_claim(parsed, each, ids, by_attribution) for each in ordered)


def _mint(parsed: Parsed, each: Candidate, seen: Counter[tuple[str, str, str]]) -> str:
    quote = parsed.document.quote(parsed.span(*each.extent))
    key = (each.type, _trigger(parsed, each), quote)
    seen[key] += 1
    words = "\x1f".join((parsed.document.id, *key, str(seen[key])))
    return hashlib.sha256(words.encode()).hexdigest()[:12]


def _trigger(parsed: Parsed, each: Candidate) -> str:
    return parsed.document.quote(parsed.span(min(each.words), max(each.words) + 1))


def _claim(
    parsed: Parsed, each: Candidate, ids: dict[Key, str], by_attribution: dict[int, str]
) -> Claim:
    span = parsed.span(*each.extent)
    standing = each.standing
    reported_in = "" if standing.frame is None else by_attribution.get(standing.frame, "")
    own = ids[each.key]
    reasons = (*each.reasons, *((DERIVED,) if each.moment.derived else ()))
    return Claim(
        id=own,
        document=parsed.document.id,
        type=each.type,
        span=span,
        quote=parsed.document.quote(span),
        trigger=_trigger(parsed, each),
        trigger_span=parsed.span(min(each.words), max(each.words) + 1),
        subtype=each.subtype,
        agent=each.role("agent"),
        recipient=each.role("recipient"),
        object=each.role("object"),
        authority=each.role("authority"),
        party=each.party,
        date=each.moment.date,
        time=each.moment.time,
        status=standing.status,
        speaker=() if standing.status in OWN_VOICE else standing.speaker,
        quantity=each.quantities,
        content="" if each.content is None else ids.get(each.content, ""),
        reported_in="" if reported_in == own else reported_in,
        confidence=confidence(reasons),
        reasons=reasons,
    )
