"""What a child process gives up before it runs anything that a stranger wrote."""

import sys
from pathlib import Path

MEGABYTE = 1024 * 1024


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
