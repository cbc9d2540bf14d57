"""What the overview of a graph is made of: flat rows of strings, as a query gives them.

Classes, statuses and kinds may be IRIs, local names or labels; the page shows them as words.
Figures are strings of digits. Rows may come in any order.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fact:
    """A figure for the head of the page: "1,204", "triples"."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Source:
    """A source: its id, what is known of it, and how many claims and attributions it makes."""

    id: str
    title: str = ""
    publisher: str = ""
    author: str = ""
    published: str = ""
    url: str = ""
    claims: str = ""
    attributions: str = ""


@dataclass(frozen=True, slots=True)
class Count:
    """How many claims of one type have one status."""

    type: str
    status: str
    count: str


@dataclass(frozen=True, slots=True)
class Dated:
    """Something dated, for the timeline.

    `start` is a day, month, year, or an interval of two such joined by "/"; `end` is empty, or
    the last day of something that lasts. `standing` is the situation's (corroborated, single
    source, contested ...).
    """

    start: str
    label: str
    standing: str = ""
    end: str = ""


@dataclass(frozen=True, slots=True)
class Difference:
    """One claim's part in a difference; rows with the same `id` are shown side by side.

    `kind` is contradiction, scope, rounding and so on; `conflict` is "true" where the values
    cannot all hold; `resolved` is the value that the consensus takes, or empty.
    """

    id: str
    situation: str
    property: str
    kind: str
    value: str
    quote: str = ""
    source: str = ""
    status: str = ""
    speaker: str = ""
    conflict: str = ""
    resolved: str = ""


@dataclass(frozen=True, slots=True)
class Answers:
    """A question of the catalogue with its answer; `total` where `rows` are only the first."""

    name: str
    question: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    total: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """What a shape found; `place` is source, line and column."""

    severity: str
    message: str
    shape: str = ""
    place: str = ""
    quote: str = ""


@dataclass(frozen=True, slots=True)
class Overview:
    """All that the overview page shows; a part without rows says so."""

    title: str
    facts: tuple[Fact, ...] = ()
    sources: tuple[Source, ...] = ()
    claims: tuple[Count, ...] = ()
    events: tuple[Dated, ...] = ()
    differences: tuple[Difference, ...] = ()
    answers: tuple[Answers, ...] = ()
    findings: tuple[Finding, ...] = ()
    note: str = ""
