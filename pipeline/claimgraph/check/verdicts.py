"""What was found, as it is kept beside a store: a finding is read whole only when it is asked.

So the verdicts of thousands of sources are renewed for one at the cost of copying a text.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice
from typing import Any, Final, TypeAlias

from claimgraph.check.findings import SEVERITIES, Finding, Severity, counts, from_record, record

Row: TypeAlias = tuple[tuple[Any, ...], str]
ORDER: Final = ("severity", "source", "start", "shape", "focus", "path", "value", "component")
"""What of a record stands in the order of a finding; see `Finding.order`."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A finding by what it is sorted by; `told` is the rest of its record, as JSON."""

    order: tuple[Any, ...]
    told: str

    @classmethod
    def of(cls, finding: Finding) -> "Kept":
        """The finding as it is kept."""
        rest = {name: told for name, told in record(finding).items() if name not in ORDER}
        return cls(finding.order, json.dumps(rest, ensure_ascii=False, sort_keys=True))

    @property
    def severity(self) -> Severity:
        """How bad it is."""
        return SEVERITIES[int(self.order[0])]

    @property
    def shape(self) -> str:
        """The shape that found it."""
        return str(self.order[3])

    @property
    def focus(self) -> str:
        """The node at which it was found."""
        return str(self.order[4])

    @property
    def value(self) -> str:
        """The value that is wrong, or empty."""
        return str(self.order[6])

    @property
    def claims(self) -> tuple[str, ...]:
        """The claims that the focus node rests on."""
        return self.finding.claims

    @property
    def finding(self) -> Finding:
        """The finding itself."""
        head = dict(zip(ORDER, self.order, strict=True))
        start = None if head["start"] < 0 else head["start"]
        told = {**head, "severity": self.severity, "start": start, **json.loads(self.told)}
        return from_record(told)


@dataclass(frozen=True)
class Verdicts:
    """What was found: of each source, with the digest it had then; of what is derived.

    `under` are the circumstances, `state` the state of the store from which was derived.
    """

    under: str = ""
    state: str = ""
    own: Mapping[str, tuple[str, tuple[Kept, ...]]] = field(default_factory=dict)
    derived: tuple[Kept, ...] = ()

    @property
    def all(self) -> tuple[Kept, ...]:
        """All findings, in no order."""
        return (*(one for _, found in self.own.values() for one in found), *self.derived)

    def dump(self) -> str:
        """The verdicts as text."""
        own = {name: (digest, rows(found)) for name, (digest, found) in self.own.items()}
        return json.dumps((self.under, self.state, own, rows(self.derived)), ensure_ascii=False)

    @classmethod
    def load(cls, text: str) -> "Verdicts":
        """The verdicts that a text holds; none where it holds nothing of use."""
        try:
            under, state, own, derived = json.loads(text)
            told = {name: (digest, of_rows(found)) for name, (digest, found) in own.items()}
            return cls(under, state, told, of_rows(derived))
        except (ValueError, TypeError, AttributeError):
            return cls()


def rows(found: Iterable[Kept]) -> list[Row]:
    """Findings as they are written into JSON."""
    return [(one.order, one.told) for one in found]


def of_rows(told: Iterable[Any]) -> tuple[Kept, ...]:
    """The findings that were written so."""
    return tuple(Kept(tuple(order), rest) for order, rest in told)


@dataclass(frozen=True)
class Findings:
    """Findings to be told, the worst first."""

    kept: Sequence[Kept]

    def __len__(self) -> int:
        return len(self.kept)

    @cached_property
    def all(self) -> tuple[Finding, ...]:
        """The findings themselves."""
        return tuple(one.finding for one in self.kept)

    @property
    def counts(self) -> dict[Severity, int]:
        """How many there are of each severity, each severity present."""
        return counts(self.kept)

    def worst(self, most: int) -> list[Row]:
        """The worst, for `of_rows` to read."""
        return rows(islice(self.kept, most))


def guilt(found: Iterable[Kept]) -> tuple[str, ...]:
    """Why a source with these findings is kept out; nothing where it is let in."""
    grave = (one for one in found if one.severity is Severity.VIOLATION)
    return tuple(sorted({one.finding.message for one in grave}))


def kept(found: Iterable[Finding]) -> tuple[Kept, ...]:
    """Findings as they are kept."""
    return tuple(map(Kept.of, found))
