"""Which makers the quads of the consensus have, in rows of a ledger: one for each subject.

A quad goes by its line of N-Quads, for that is how it is told of where it is gone.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

import pyoxigraph as ox
from pyoxigraph import Quad

from claimgraph.derive.ledger import Rows

MADE: Final = "made"


@dataclass(frozen=True)
class Makers:
    """The makers of quads, by the rows of a ledger."""

    ledger: Rows
    _known: dict[str, Mapping[str, list[str]]] = field(default_factory=dict)

    def put(self, maker: str, lines: Collection[str]) -> frozenset[str]:
        """Puts what a maker makes in the place of what it made; gives what came or went."""
        by_subject = defaultdict[str, list[str]](list)
        for line in sorted(lines):
            by_subject[_subject(line)].append(line)
        before = self.made_by(maker)
        rows = {subject: tuple(told) for subject, told in by_subject.items()}
        for subject in self.ledger.put(MADE, maker, rows):
            self._known.pop(subject, None)
        return frozenset(before.symmetric_difference(lines))

    def made_by(self, maker: str) -> set[str]:
        """What a maker makes."""
        return {line for told in self.ledger.of(MADE, maker).values() for line in told}  # type: ignore[attr-defined]

    def of(self, line: str) -> list[str]:
        """The makers of a quad."""
        subject = _subject(line)
        if subject not in self._known:
            found = defaultdict[str, list[str]](list)
            for maker, told in self.ledger.at(MADE, subject):
                for one in told:  # type: ignore[attr-defined]
                    found[one].append(maker)
            self._known[subject] = found
        return self._known[subject].get(line, [])


def parsed(lines: Iterable[str]) -> list[Quad]:
    """The quads that go by some lines."""
    told = "".join(f"{line} .\n" for line in lines)
    return list(ox.parse(told.encode(), format=ox.RdfFormat.N_QUADS)) if told else []


def _subject(line: str) -> str:
    return line.split(" ", 1)[0]
