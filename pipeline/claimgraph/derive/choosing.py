"""Whether a claim could choose a situation, told from a few marks of both without reading more.

Where the marks say no, the claim does not choose that situation, nor does it matter for which other
it chooses; where they say yes, it may be so. See `Layout.fitting`, which decides.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias

from pyoxigraph import NamedNode

from claimgraph.reconcile.records import CONTENT, WORDS, Record
from claimgraph.reconcile.sameness import MAX_EMBEDDING, Habits, Sameness, spans
from claimgraph.remembered import remembered
from claimgraph.terms import Term

Filler: TypeAlias = "tuple[str, tuple[str, ...], tuple[tuple[str, tuple[Filler, ...]], ...]]"
"""A filler of a role: its name, what lies above it, and of a claim its own fillers by role.

A claim goes by the name of its type.
"""
Fillers: TypeAlias = Mapping[str, tuple[Filler, ...]]
Span: TypeAlias = tuple[int, int]
"""The first and the last day, each by its number."""
TELLING: Final = frozenset({CONTENT.value, WORDS.value})


@dataclass(frozen=True)
class Marks:
    """What decides which situations a claim may choose; `others` are roles that identify none."""

    type: str
    fillers: Fillers
    others: tuple[str, ...]
    spans: tuple[Span, ...]
    source: str


@dataclass(frozen=True)
class Gist:
    """What decides which claims may choose a situation.

    `first` are roles that are told of it from the first claim on, which tells `most` of them.
    """

    type: str
    first: tuple[str, ...]
    most: int
    fillers: Fillers
    spans: tuple[Span, ...]
    sources: tuple[str, ...]


def gist_of(members: Collection[Marks]) -> Gist:
    """The gist of the situation that some claims share."""
    most = max(len(one.fillers) for one in members)
    fullest = [frozenset(one.fillers) for one in members if len(one.fillers) == most]
    fillers: dict[str, set[Filler]] = {}
    for one in members:
        for role, told in one.fillers.items():
            fillers.setdefault(role, set()).update(told)
    return Gist(
        next(one.type for one in members),
        tuple(sorted(frozenset.intersection(*fullest))),
        most,
        {role: tuple(sorted(told)) for role, told in sorted(fillers.items())},
        tuple(sorted({span for one in members for span in one.spans})),
        tuple(sorted({one.source for one in members})),
    )


def could_choose(one: Marks, other: Gist, habits: Habits) -> bool:
    """Whether a claim could choose a situation, or keep another from being its only choice.

    The fullest claims choose first: none that tells more than all of a situation can be in it.
    """
    both = one.fillers.keys() & other.fillers.keys()
    if one.type != other.type or len(one.fillers) > other.most or not both:
        return False
    if habits.is_told_by_words and both.isdisjoint(TELLING):
        return False
    if not all(_overlap(one.fillers[r], other.fillers[r]) for r in both.intersection(other.first)):
        return False
    near = any(_is_near(here, there) for here in one.spans for there in other.spans)
    if len(both) + near + (one.source in other.sources) >= habits.needed:
        return True
    return _is_bare(one, other) or any(_covers(one.fillers[r], other.fillers[r]) for r in both)


def _is_near(one: Span, other: Span) -> bool:
    return max(one[0] - other[1], other[0] - one[1]) <= 1


def _is_bare(one: Marks, other: Gist) -> bool:
    """Whether one of the two tells no role that the other does not."""
    known, first = other.fillers.keys(), set(other.first)
    is_within = one.fillers.keys() <= known or first <= one.fillers.keys()
    return is_within and first.isdisjoint(one.others)


def _overlap(some: Iterable[Filler], others: Iterable[Filler]) -> bool:
    """Whether some filler told here may be some filler told there."""
    return any(_may_be(one, other) for other in others for one in some)


def _may_be(one: Filler, other: Filler) -> bool:
    if one[0] != other[0]:
        return one[0] in other[1] or other[0] in one[1]
    theirs = dict(other[2])
    return all(_overlap(told, theirs[role]) for role, told in one[2] if role in theirs)


def _covers(some: Iterable[Filler], others: Iterable[Filler]) -> bool:
    """Whether a filler lies above one of those told there."""
    names = {one[0] for one in some}
    return any(not names.isdisjoint(other[1]) for other in others)


@dataclass(frozen=True)
class Marking:
    """The marks of claims, by what is known of those that they speak of."""

    same: Sameness

    @remembered
    def marks(self, claim: NamedNode) -> Marks:
        """The marks of a claim."""
        record = self.same.corpus.records[claim]
        key = self.same.key(record)
        others = (role.value for role, told in record.roles.items() if told and role not in key)
        days = ((first.toordinal(), last.toordinal()) for first, last in spans(record))
        fillers = dict(self._fillers(record, 0))
        source = record.source.value
        return Marks(record.type.value, fillers, tuple(sorted(others)), tuple(days), source)

    def _fillers(self, record: Record, depth: int) -> Iterator[tuple[str, tuple[Filler, ...]]]:
        """The fillers of the roles by which a claim is known again, by role."""
        for role, values in sorted(self.same.key(record).items(), key=str):
            if depth == 0 or role != WORDS:
                told = {self._filler(record.type, role, value, depth) for value in values}
                yield role.value, tuple(sorted(told))

    def _filler(self, cls: NamedNode, role: NamedNode, value: Term, depth: int) -> Filler:
        claim = self.same.corpus.claim(value)
        if claim is None:
            return self._thing(cls, role, value)
        inner = self._fillers(claim, depth + 1) if depth < MAX_EMBEDDING else ()
        return claim.type.value, (), tuple(inner)

    @remembered
    def _thing(self, cls: NamedNode, role: NamedNode, value: Term) -> Filler:
        above = sorted(str(one) for one in self.same.above(cls, role, value))
        return str(value), tuple(above), ()
