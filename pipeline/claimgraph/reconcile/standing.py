"""How well a situation is established: by how many independent witnesses, and against whom."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from pyoxigraph import NamedNode

from claimgraph.reconcile.records import (
    ALLEGED,
    ASSERTED,
    DENIED,
    NEGATED,
    REPORTED,
    TOLD,
    Record,
)
from claimgraph.reconcile.sameness import folded
from claimgraph.reconcile.situations import Situation
from claimgraph.terms import cg

SHARED_RUN: Final = 8
"""So many words in a row shared by the quotes of two sources: one repeats the other."""


@dataclass(frozen=True, slots=True)
class Standing:
    """The standing of a situation, its independent witnesses, and which sources share words."""

    standing: NamedNode
    independent: int
    repeats: tuple[tuple[NamedNode, NamedNode], ...]


def standing(situation: Situation, *, is_retracted: bool = False) -> Standing:
    """How well a situation is established."""
    told = [record for record in situation.members if record.status in TOLD]
    repeats = tuple(_repeats(told))
    independent = _witnesses(told, repeats)
    telling = {record.source for record in told}
    statuses = {
        record.status
        for record in situation.members
        if record.status != NEGATED or record.source not in telling
    }
    if is_retracted:
        name = "Retracted"
    elif told:
        name = _of_told(statuses, independent)
    else:
        name = _of_untold(statuses)
    return Standing(cg(name), independent, repeats)


def _of_told(statuses: set[NamedNode], independent: int) -> str:
    if statuses & {DENIED, NEGATED}:
        return "Contested"
    if ASSERTED not in statuses:
        return "ReportedOnly"
    return "Corroborated" if independent > 1 else "SingleSource"


def _of_untold(statuses: set[NamedNode]) -> str:
    for status, name in (
        (ALLEGED, "AllegedOnly"),
        (DENIED, "DeniedOnly"),
        (NEGATED, "NegatedOnly"),
    ):
        if status in statuses:
            return name
    return "PlannedOnly"


def _repeats(told: Iterable[Record]) -> Iterator[tuple[NamedNode, NamedNode]]:
    """Sources whose quotes for the situation share a long run of words, each with the first."""
    told = list(told)
    if len({record.source for record in told}) < 2:
        return
    holders: dict[tuple[str, ...], set[NamedNode]] = defaultdict(set)
    for record in told:
        words = folded(record.words).split()
        for run in zip(*(words[n:] for n in range(SHARED_RUN)), strict=False):
            holders[run].add(record.source)
    pairs = set()
    for sources in holders.values():
        if len(sources) > 1:
            first, *others = sorted(sources, key=str)
            pairs |= {(first, other) for other in others}
    yield from sorted(pairs, key=str)


def _witnesses(told: list[Record], repeats: Iterable[tuple[NamedNode, NamedNode]]) -> int:
    """Documents, where those that repeat one another or quote the same speaker count once."""
    asserting = {record.source for record in told if record.status == ASSERTED}
    voices: dict[str, str] = {}
    for record in told:
        quoted = record.status == REPORTED and record.speakers and record.source not in asserting
        voice = " ".join(str(one) for one in record.speakers) if quoted else str(record.source)
        voices.setdefault(str(record.source), voice)
    for one, other in repeats:
        first, second = voices[str(one)], voices[str(other)]
        voices = {source: first if v == second else v for source, v in voices.items()}
    return len(set(voices.values()))
