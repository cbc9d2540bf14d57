"""What a child process gives up before it meets a stranger's words, and when it ends."""

import os
import sys
import threading
import time
from pathlib import Path

MEGABYTE = 1024 * 1024
LOOK_EVERY = 0.2


def confine(megabytes: int, *, sealed: bool = True) -> None:
    """So much more memory and no more, no core dump, and, if sealed, nothing opened ever again.

    What the process holds already does not count, nor does anything if `megabytes` is 0. What is
    open stays open: a query reads on, but reaches no file and no other host. Windows has
    no such limits; there, only the time limit holds.
    """
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415, not there on Windows

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if megabytes and sys.platform == "linux":
        pages = int(Path("/proc/self/statm").read_text("ascii").split()[0])
        most = pages * resource.getpagesize() + megabytes * MEGABYTE
        resource.setrlimit(resource.RLIMIT_AS, (most, most))
    if sealed:
        resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))


def end_with_the_parent() -> None:
    """Ends the process soon after its parent's end, be it in the midst of a query.

    A thread of its own looks who the parent is, since the main one may be busy for ages. (Waiting
    for the input to be closed would need a descriptor more, or a thread between input and job.)
    """
    parent = os.getppid()

    def look() -> None:
        while os.getppid() == parent:
            time.sleep(LOOK_EVERY)
        os._exit(0)

    threading.Thread(target=look, daemon=True).start()
