"""Work on one thing after the other in processes of their own: in order, within limits.

A process that takes too long, needs too much memory or dies takes one thing with it: that one
is told, a fresh process goes on with the others. Nothing here knows what the work is.
"""

import gc
import multiprocessing
import os
import signal
import sys
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import islice
from math import ceil
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Any, Final, Generic, Protocol, TypeVar

from claimgraph.errors import ClaimGraphError
from claimgraph.query.limits import end_with_the_parent

T = TypeVar("T")
MOST_THINGS: Final = 16
MOST_CHARACTERS: Final = 60_000
SLOWEST: Final = 1_000
"""Characters a second that any machine reads: more are not given at once where time is short."""
FORKS: Final = sys.platform == "linux"
"""Whether processes begin with all that was loaded before; elsewhere each loads it for itself."""
AHEAD: Final = 2
"""Batches under way or waiting to be written for each process: memory stays flat."""


class Thing(Protocol):
    """What work is done on: a document to be parsed, a file to be read."""

    @property
    def id(self) -> str:
        """Its name."""

    @property
    def size(self) -> int:
        """How much there is to it, in characters or bytes."""


Work = Callable[[Sequence[Any]], Iterator[T]]


@dataclass(frozen=True, slots=True)
class Limits:
    """How many processes work, and what one thing may cost: seconds, and megabytes of memory."""

    workers: int = 1
    seconds: float = 600
    megabytes: int = 2000


@dataclass(frozen=True, slots=True)
class Failed:
    """A thing of which nothing came, and why."""

    id: str
    reason: str


def collect_seldom() -> None:
    """Lets this process look for garbage less often, and never again in what it holds by now.

    Reading makes many objects and few circles; looking for these took a tenth of its time.
    """
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


def in_processes(work: Work[T], things: Iterable[Thing], limits: Limits) -> Iterator[T | Failed]:
    """What the work makes of each thing, in their order, or why nothing came of one.

    `work` gives one result for each thing of a batch, in order. Processes are forked where the
    system does that well, so that what is loaded before is there for all of them.

    Raises:
        ClaimGraphError: the work cannot be done at all, whatever the thing.
    """
    pool = _Pool(work, limits)
    try:
        yield from pool.run(_batches(things, limits))
    finally:
        pool.stop()


def _batches(things: Iterable[Thing], limits: Limits) -> Iterator["_Batch[Any]"]:
    """Things by the handful: what is parsed together is parsed faster.

    There are few in the first, so that work begins soon, and fewer and fewer in the last, so that
    no process is left alone with many: guided self-scheduling (Polychronopoulos and Kuck 1987).
    """
    room = min(MOST_CHARACTERS, int(limits.seconds * SLOWEST))
    coming, shares, most = iter(things), AHEAD * limits.workers, 1
    line = deque(islice(coming, shares))
    while line:
        held = [line.popleft()]
        while line and len(held) < most and sum(one.size for one in (*held, line[0])) <= room:
            held.append(line.popleft())
        yield _Batch(deque(held))
        line.extend(islice(coming, shares * min(2 * most, MOST_THINGS) - len(line)))
        most = ceil(len(line) / shares)


@dataclass
class _Batch(Generic[T]):
    """Things given together; after a failure those left are given one by one."""

    left: deque[Thing]
    results: deque[T | Failed] = field(default_factory=deque)
    is_careful: bool = False

    def given(self) -> list[Thing]:
        return [self.left[0]] if self.is_careful else list(self.left)

    def took(self, result: T) -> None:
        self.results.append(result)
        self.left.popleft()

    def failed(self, reason: str) -> None:
        """Blames a thing that was alone; of several, none before they were tried alone."""
        if self.is_careful or len(self.left) == 1:
            self.results.append(Failed(self.left.popleft().id, reason))
        self.is_careful = True


@dataclass
class _Worker(Generic[T]):
    """One process, the batch it works on, and until when it may keep silent."""

    process: Any
    pipe: "Connection[Any, Any]"
    batch: _Batch[T] | None = None
    deadline: float = 0

    def stop(self) -> None:
        end(self.process, self.pipe)


class _Pool(Generic[T]):
    def __init__(self, work: Work[T], limits: Limits) -> None:
        self.work, self.limits = work, limits
        self.context: Any = multiprocessing.get_context("fork" if FORKS else "spawn")
        self.workers: list[_Worker[T]] = []

    def run(self, batches: Iterator[_Batch[T]]) -> Iterator[T | Failed]:
        """The results of the batches in order; as many are under way as memory allows."""
        line: deque[_Batch[T]] = deque()
        waiting: deque[_Batch[T]] = deque()
        while True:
            while len(line) < AHEAD * self.limits.workers and (batch := next(batches, None)):
                line.append(batch)
                waiting.append(batch)
                self.hand_out(waiting)
            self.hand_out(waiting)
            if not line:
                return
            if not line[0].results:
                self.listen(waiting)
            while line and line[0].results:
                yield line[0].results.popleft()
                self.listen(waiting, patience=0)
            while line and not line[0].left and not line[0].results:
                line.popleft()

    def hand_out(self, waiting: deque[_Batch[T]]) -> None:
        """Gives batches that wait to processes that do nothing, of which new ones are made."""
        while waiting:
            idle = next((one for one in self.workers if one.batch is None), None)
            if idle is None and len(self.workers) < self.limits.workers:
                idle = self.hire()
            if idle is None:
                return
            self.give(idle, waiting.popleft())

    def hire(self) -> _Worker[T]:
        ours, theirs = self.context.Pipe()
        given = (self.work, theirs, self.limits.megabytes)
        process = self.context.Process(target=_serve, args=given, daemon=True)
        process.start()
        theirs.close()
        worker: _Worker[T] = _Worker(process, ours)
        self.workers.append(worker)
        return worker

    def give(self, worker: _Worker[T], batch: _Batch[T]) -> None:
        worker.batch, worker.deadline = batch, time.monotonic() + self.limits.seconds
        with suppress(OSError):  # it is gone: its pipe tells when it is listened to
            worker.pipe.send(batch.given())

    def listen(self, waiting: deque[_Batch[T]], patience: float | None = None) -> None:
        """Takes what the processes have to say; ends those that were silent for too long."""
        busy = [one for one in self.workers if one.batch is not None]
        now = time.monotonic()
        if patience is None:
            patience = max(0.0, min((one.deadline for one in busy), default=now) - now)
        ready = wait([one.pipe for one in busy], patience)
        for worker in busy:
            if worker.pipe in ready:
                self.hear(worker, waiting)
            elif time.monotonic() > worker.deadline:
                self.replace(worker, f"took longer than {self.limits.seconds:g} seconds", waiting)

    def hear(self, worker: _Worker[T], waiting: deque[_Batch[T]]) -> None:
        try:
            kind, said = worker.pipe.recv()
        except (EOFError, OSError):
            worker.process.join()
            ended = _ended(worker.process.exitcode, self.limits.megabytes)
            self.replace(worker, ended, waiting)
            return
        batch = worker.batch
        if kind == "useless":
            raise ClaimGraphError(said)
        if kind == "broken":
            self.replace(worker, said, waiting)
        elif batch is not None and kind == "read":
            batch.took(said)
            worker.deadline = time.monotonic() + self.limits.seconds
        elif batch is not None:
            self.go_on(worker, batch, waiting)

    def go_on(self, worker: _Worker[T], batch: _Batch[T], waiting: deque[_Batch[T]]) -> None:
        worker.batch = None
        if batch.left:
            self.give(worker, batch)
        else:
            self.hand_out(waiting)

    def replace(self, worker: _Worker[T], reason: str, waiting: deque[_Batch[T]]) -> None:
        """Ends a process; a new one goes on with what it left."""
        worker.stop()
        self.workers.remove(worker)
        if worker.batch is not None:
            worker.batch.failed(reason)
            if worker.batch.left:
                waiting.appendleft(worker.batch)
        self.hand_out(waiting)

    def stop(self) -> None:
        for worker in self.workers:
            worker.stop()
        self.workers.clear()


def _ended(code: int | None, megabytes: int) -> str:
    """What became of a process that went without a word; libraries abort where memory ends."""
    if code == -signal.SIGABRT:
        return f"needs more than {megabytes} MB of memory, or a library gave up (code {code})"
    return f"brought its process to an end (code {code})"


def _serve(work: Work[T], pipe: "Connection[Any, Any]", megabytes: int) -> None:
    """What a process does: batch after batch, until nobody is there any more to give one.

    Processes that are forked hold the ends of each other's pipes, which therefore do not tell that
    the coordinating process is gone; its being the parent does.
    """
    begin_below()
    _limit_memory(megabytes)
    with suppress(EOFError, OSError):
        while True:
            kind, said = _answer(work, pipe, megabytes)
            pipe.send((kind, said))
            if kind != "done":
                return


def _answer(work: Work[T], pipe: "Connection[Any, Any]", megabytes: int) -> tuple[str, str]:
    batch = pipe.recv()
    try:
        for result in work(batch):
            pipe.send(("read", result))
    except MemoryError:
        return "broken", f"needs more than {megabytes} MB of memory"
    except ClaimGraphError as error:
        return "useless", str(error)
    except (EOFError, OSError):
        raise
    except Exception as error:  # noqa: BLE001, whatever a strange text brings about ends there
        return "broken", f"cannot be read ({type(error).__name__}: {error})"
    return "done", ""


def begin_below() -> None:
    """What every process begins with that another started: it ends with that one, and silently."""
    end_with_the_parent()
    collect_seldom()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _say_nothing()


def end(process: Any, pipe: "Connection[Any, Any]") -> None:  # noqa: ANN401, of any context
    """Ends a process, whatever it does, and closes this end of its pipe."""
    process.kill()
    process.join()
    pipe.close()


def _say_nothing() -> None:
    """Keeps a library's last words off the screen: what went wrong is told in one sentence."""
    with Path(os.devnull).open("wb") as nowhere:
        os.dup2(nowhere.fileno(), 2)


def _limit_memory(megabytes: int) -> None:
    """Lets the process take so much beyond what it has; only Linux tells and holds to that."""
    held = Path("/proc/self/statm")
    if held.is_file():
        import resource  # noqa: PLC0415, not on every system

        pages = int(held.read_text("ascii").split()[0])
        most = pages * os.sysconf("SC_PAGE_SIZE") + megabytes * 1_000_000
        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        resource.setrlimit(resource.RLIMIT_AS, (most, hard))
