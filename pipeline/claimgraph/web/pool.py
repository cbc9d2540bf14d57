"""Child processes that answer, killed when their time is over or the asker has gone.

The parent never opens the store. Each child opens it for reading and answers one job at a time;
one that was killed, or that opened an older state of the store, is replaced by a fresh one.
"""

import asyncio
import json
import logging
import time
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any, Final

from claimgraph.errors import ClaimGraphError
from claimgraph.query.frames import DATA, END, HEAD, HEADER, PROBLEM, Length, refusal

QUEUE: Final = 256
START_LIMIT: Final = 120.0
"""So many seconds a child has to start; one that makes pages first reads the whole graph."""
BUFFER: Final = 256 * 1024
_LOG: Final = logging.getLogger(__name__)


class BusyError(ClaimGraphError):
    """So many wait already that one more is sent away."""


class StoppedError(ClaimGraphError):
    """The answer took longer than it may."""


class DiedError(ClaimGraphError):
    """The child ended by itself, for want of memory most likely."""


@dataclass
class Answer:
    """An answer on its way: what its head tells, then its bytes."""

    head: Mapping[str, Any]
    generation: str
    _child: "Child"

    async def chunks(self) -> AsyncIterator[bytes]:
        """The bytes as they come.

        Raises:
            RefusedError: the rest cannot be given.
            DiedError: the child is no more.
        """
        while self._child.busy:
            kind, body = await self._child.frame()
            if kind == DATA:
                yield body

    async def body(self) -> bytes:
        """All bytes."""
        return b"".join([chunk async for chunk in self.chunks()])


@dataclass(eq=False)
class Child:
    """A process and the state of the store that it has open; `busy` while it owes an answer."""

    process: Process
    generation: str
    busy: bool = False

    async def send(self, job: Mapping[str, Any]) -> None:
        """Hands it a job."""
        if self.process.stdin is None:
            raise DiedError("The child has no standard input.")
        self.busy = True
        self.process.stdin.write(json.dumps(job).encode() + b"\n")
        try:
            await self.process.stdin.drain()
        except ConnectionError as error:
            raise DiedError("The child ended before it was asked.") from error

    async def frame(self) -> tuple[bytes, bytes]:
        """The next frame that is no problem.

        Raises:
            RefusedError: it is one.
            DiedError: there is none.
        """
        if self.process.stdout is None:
            raise DiedError("The child has no standard output.")
        try:
            length = Length.of(await self.process.stdout.readexactly(HEADER))
            body = await self.process.stdout.readexactly(length.size)
        except asyncio.IncompleteReadError as error:
            raise DiedError("It ended unasked; it may need more memory than it may use.") from error
        if length.kind in {END, PROBLEM}:
            self.busy = False
        if length.kind == PROBLEM:
            raise refusal(body)
        return length.kind, body

    def kill(self) -> None:
        """Ends it at once."""
        with suppress(ProcessLookupError):
            self.process.kill()


@dataclass
class Slot:
    """A place for a child; empty until one is needed or a killed one is replaced."""

    child: Child | None = None


@dataclass
class Pool:
    """So many children of one kind.

    Args:
        command: what starts a child.
        generation: gives a word that changes when the store has.
        size: how many children.
        limit: how many seconds an answer may take, waiting for a free child included; the start
            of a fresh child is not.
    """

    command: Sequence[str]
    generation: Callable[[], str]
    size: int
    limit: float
    _free: "asyncio.Queue[Slot]" = field(default_factory=asyncio.Queue, repr=False)
    _waiting: int = 0
    _renewals: set["asyncio.Task[None]"] = field(default_factory=set, repr=False)
    _children: set[Child] = field(default_factory=set, repr=False)

    async def start(self, *, at_once: bool = True) -> None:
        """Starts the children, each when it is first needed where not at once.

        Raises:
            RefusedError: the store cannot be opened.
        """
        slots = [Slot() for _ in range(self.size)]
        if at_once:
            await asyncio.gather(*(self._fill(slot) for slot in slots))
        for slot in slots:
            self._free.put_nowait(slot)

    async def close(self) -> None:
        """Ends the children."""
        for task in self._renewals:
            task.cancel()
        for child in tuple(self._children):
            child.kill()
            await child.process.wait()
        self._children.clear()

    @asynccontextmanager
    async def ask(
        self, job: Mapping[str, Any], seconds: float | None = None
    ) -> AsyncIterator[Answer]:
        """The answer to a job; a child whose answer was not read to the end is killed.

        Raises:
            BusyError: too many wait.
            StoppedError: time is over, here or in the body of the `with`.
            RefusedError: the child says why it cannot answer.
            DiedError: the child is no more.
        """
        limit = min(seconds or self.limit, self.limit)
        try:
            async with asyncio.timeout(limit) as clock:
                slot = await self._slot()
                try:
                    yield await self._begin(slot, job, clock)
                finally:
                    self._give_back(slot)
        except TimeoutError as error:
            raise StoppedError(f"stopped after {limit:g} s") from error

    async def _slot(self) -> Slot:
        if self._free.empty() and self._waiting >= QUEUE:
            raise BusyError(f"{QUEUE} wait already")
        self._waiting += 1
        try:
            return await self._free.get()
        finally:
            self._waiting -= 1

    async def _begin(self, slot: Slot, job: Mapping[str, Any], clock: asyncio.Timeout) -> Answer:
        child = slot.child
        if child is None or child.generation != self.generation():
            child = await self._fill_meanwhile(slot, clock)
        await child.send(job)
        kind, body = await child.frame()
        if kind != HEAD:
            raise DiedError("The child speaks out of turn.")
        return Answer(json.loads(body), child.generation, child)

    def _give_back(self, slot: Slot) -> None:
        """Frees a place: at once if its child owes nothing, else when it has another."""
        if slot.child is not None and not slot.child.busy:
            self._free.put_nowait(slot)
            return
        self._drop(slot)
        task = asyncio.create_task(self._renew(slot))
        self._renewals.add(task)
        task.add_done_callback(self._renewals.discard)

    async def _renew(self, slot: Slot) -> None:
        try:
            await self._fill(slot)
        except ClaimGraphError as error:
            _LOG.warning("no fresh child: %s", error)
        finally:
            self._free.put_nowait(slot)

    async def _fill_meanwhile(self, slot: Slot, clock: asyncio.Timeout) -> Child:
        """A fresh child, whose start has a limit of its own while the answer's clock stands."""
        end, begun = clock.when(), time.monotonic()
        clock.reschedule(None)
        child = await self._fill(slot)
        clock.reschedule(None if end is None else end + time.monotonic() - begun)
        return child

    async def _fill(self, slot: Slot) -> Child:
        """A fresh child in a place, in the place of what was there."""
        self._drop(slot)
        generation, begun = self.generation(), time.monotonic()
        process = await asyncio.create_subprocess_exec(
            *self.command, stdin=PIPE, stdout=PIPE, limit=BUFFER, start_new_session=True
        )
        child = Child(process, generation)
        self._children.add(child)
        try:
            async with asyncio.timeout(START_LIMIT):
                await child.frame()
        except BaseException:
            self._forget(child)
            raise
        _LOG.info("child %d ready after %.3f s", process.pid, time.monotonic() - begun)
        slot.child = child
        return child

    def _drop(self, slot: Slot) -> None:
        if slot.child is not None:
            self._forget(slot.child)
            slot.child = None

    def _forget(self, child: Child) -> None:
        child.kill()
        self._children.discard(child)
