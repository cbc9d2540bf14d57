"""Quads as they are written: what goes from a process to a store is passed on without a look."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Self

from pyoxigraph import NamedNode, Quad, RdfFormat, parse, serialize

from claimgraph.facts import Tables


@dataclass(frozen=True, slots=True)
class Written:
    """Quads as N-Quads, a line each; they are read anew each time somebody goes through them."""

    lines: bytes

    @classmethod
    def of(cls, quads: Iterable[Quad]) -> Self:
        """The quads, written."""
        return cls(serialize(quads, format=RdfFormat.N_QUADS) or b"")

    @classmethod
    def told(cls, tables: Tables, graph: NamedNode) -> Self:
        """Triples by property and subject, written as quads of a graph."""
        end = f" {graph} .\n"
        lines = (
            f"{subject} {predicate} {value}{end}"  # terms are written as N-Quads have them
            for predicate, table in tables.items()
            for subject, values in table.items()
            for value in values
        )
        return cls("".join(lines).encode())

    def __len__(self) -> int:
        """How many quads there are."""
        return self.lines.count(b"\n")

    def __iter__(self) -> Iterator[Quad]:
        """The quads, in their order."""
        return iter(parse(self.lines, format=RdfFormat.N_QUADS))

    def about(self, subject: NamedNode) -> Iterator[Quad]:
        """The quads that have this subject."""
        start = f"{subject} ".encode()
        found = (line for line in self.lines.split(b"\n") if line.startswith(start))
        return iter(parse(b"\n".join(found), format=RdfFormat.N_QUADS))

    def are_in(self, graph: NamedNode) -> bool:
        """Whether all quads belong to one named graph."""
        return self.lines.count(f" {graph} .\n".encode()) == len(self)


class OneByOne:
    """Pieces of bytes read as one file, without being put together."""

    def __init__(self, pieces: Iterable[bytes]) -> None:
        self._files = (BytesIO(piece) for piece in pieces)
        self._file = BytesIO()

    def read(self, size: int = -1) -> bytes:
        """So many bytes or fewer; none at the end."""
        while not (found := self._file.read(size)):
            if (following := next(self._files, None)) is None:
                return b""
            self._file = following
        return found
