"""Things that come one by one, in groups: what is written together costs less to write."""

import time
from collections.abc import Callable, Iterator
from typing import TypeVar

T = TypeVar("T")


def together(
    things: Iterator[T], size: Callable[[T], int], most: int, patience: float
) -> Iterator[list[T]]:
    """Groups of things as they come: until their sizes exceed so much, or after so many seconds.

    Where the things end early, for whatever reason, those that came before are given first.
    """
    ended: BaseException | None = None
    while ended is None:
        held: list[T] = []
        total, until = 0, time.monotonic() + patience
        try:
            while total <= most and (not held or time.monotonic() < until):
                held.append(one := next(things))
                total += size(one)
        except BaseException as error:  # noqa: BLE001, it is raised again below
            ended = error
        if held:
            yield held
    if not isinstance(ended, StopIteration):
        raise ended
