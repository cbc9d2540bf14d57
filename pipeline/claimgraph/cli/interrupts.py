"""Ctrl-C that is never lost: Python drops what is raised in callbacks, such as those of imports."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Final

import click

ASKED: Final = f"{__name__}.asked"


@contextmanager
def kept_in_mind(context: click.Context) -> Iterator[None]:
    """While a command runs, an interrupt is raised as ever, and noted for `heed`."""

    def interrupted(_number: int, _frame: FrameType | None) -> None:
        context.meta[ASKED] = True
        raise KeyboardInterrupt

    is_main = threading.current_thread() is threading.main_thread()
    if not is_main or signal.getsignal(signal.SIGINT) is not signal.default_int_handler:
        yield
        return
    signal.signal(signal.SIGINT, interrupted)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def heed() -> None:
    """Called between the steps of long work, this ends what an interrupt should have ended.

    Raises:
        KeyboardInterrupt: there was one before, and the command still runs.
    """
    context = click.get_current_context(silent=True)
    if context is not None and ASKED in context.meta:
        raise KeyboardInterrupt
