"""What is derived from a first build's sources, derived and judged in a process of its own.

The process begins with the first sources that are written and is told of each that was read.
In the end it derives the layers, hands them over piece by piece, and judges them meanwhile. So the
process that reads and writes holds little, and what was needed to derive goes with the other.
"""

import multiprocessing
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pyoxigraph as ox

from claimgraph.derive.ledger import Draft, Ledger
from claimgraph.query.limits import end_with_the_parent
from claimgraph.run.work import FORKS, begin_below, end

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

PIECE: Final = 50_000
"""So many quads are handed over at a time: the fewer the files written, the less to merge."""
END: Final = b""


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be derived: from which sources, with their digests, and kept in which ledger.

    `state` is what the ledger is kept under.
    """

    ledger: Path
    let_in: Mapping[str, str]
    state: str


Send = Callable[[bytes], None]
Work = Callable[[Order, Mapping[str, bytes], Send], object]
"""Follows an order, knowing what sources tell, and sends the layers; gives what was found."""


class Apart:
    """A process that waits for what sources tell, and then for its order.

    It begins with the first source, with all that this process has loaded by then. `told` are the
    sources that it knows.
    """

    def __init__(self, work: Work) -> None:
        self._work = work
        self._begun: tuple[Any, Connection[Any, Any]] | None = None
        self._is_there = FORKS
        self.told: set[str] = set()

    @property
    def is_there(self) -> bool:
        """Whether it was told of sources, and can follow an order."""
        return self._is_there and self._begun is not None

    def tell(self, source: str, tale: bytes) -> bool:
        """Passes on what a source tells; gives whether there is somebody to be told."""
        if self._is_there:
            try:
                self._pipe.send((source, tale))
                self.told.add(source)
            except OSError:
                self._is_there = False
        return self._is_there

    @property
    def _pipe(self) -> "Connection[Any, Any]":
        if self._begun is None:
            context: Any = multiprocessing.get_context("fork")
            ours, theirs = context.Pipe()
            process = context.Process(target=_serve, args=(self._work, theirs, ours))
            process.start()
            theirs.close()
            self._begun = process, ours
        return self._begun[1]

    def follow(self, order: Order) -> Iterator[bytes]:
        """The derived layers as N-Quads, piece by piece.

        Raises:
            EOFError: the process is gone.
            OSError: so it is.
        """
        self._pipe.send(order)
        while piece := self._pipe.recv_bytes():
            yield piece

    def found(self) -> Any:  # noqa: ANN401, whatever the work gives
        """What the work gave, after all pieces.

        Raises:
            EOFError: the process is gone.
        """
        return self._pipe.recv()

    def stop(self) -> None:
        """Ends the process, whatever it does."""
        if self._begun is not None:
            end(*self._begun)


def _serve(work: Work, pipe: "Connection[Any, Any]", other: "Connection[Any, Any]") -> None:
    """What the process does: listens until its order comes, and follows that."""
    other.close()
    begin_below()
    told: dict[str, bytes] = {}
    with suppress(EOFError, OSError):
        while not isinstance(said := pipe.recv(), Order):
            source, tale = said
            told[source] = tale
        pipe.send(work(said, told, pipe.send_bytes))


@contextmanager
def handing_over(
    quads: Iterable[ox.Quad], draft: Draft, order: Order, send: Send
) -> Iterator[None]:
    """Sends layers and fills the ledger in one more process, while something else is done here.

    Raises:
        OSError: it came to nothing.
    """
    context: Any = multiprocessing.get_context("fork")
    process = context.Process(target=_hand_over, args=(quads, draft, order, send))
    process.start()
    yield
    process.join()
    if process.exitcode:
        raise OSError(process.exitcode)


def _hand_over(quads: Iterable[ox.Quad], draft: Draft, order: Order, send: Send) -> None:
    end_with_the_parent()
    left = iter(quads)
    while piece := list(islice(left, PIECE)):
        send(ox.serialize(piece, format=ox.RdfFormat.N_QUADS) or END)
    send(END)
    ledger = Ledger.open(order.ledger)
    ledger.fill(draft)
    ledger.keep(order.state)
    ledger.close()
