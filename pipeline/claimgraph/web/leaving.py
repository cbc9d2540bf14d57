"""A client that goes away takes its work with it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from starlette.types import Receive

from claimgraph.web.requests import LeftError

PATIENCE = 0.02
"""Most answers are there sooner than this; only then is it worth watching the connection."""


@asynccontextmanager
async def watching(receive: Receive) -> AsyncIterator[None]:
    """Breaks off what runs inside as soon as the client disconnects.

    Raises:
        LeftError: the client has gone.
    """
    task = asyncio.current_task()
    watchers: list[asyncio.Task[None]] = []
    left = False

    async def watch() -> None:
        nonlocal left
        while (await receive())["type"] != "http.disconnect":
            pass
        left = True
        if task is not None:
            task.cancel()

    loop = asyncio.get_running_loop()
    later = loop.call_later(PATIENCE, lambda: watchers.append(loop.create_task(watch())))
    try:
        yield
    except asyncio.CancelledError:
        if left and task is not None and task.uncancel() == 0:
            raise LeftError("The client has gone.") from None
        raise
    finally:
        later.cancel()
        for watcher in watchers:
            watcher.cancel()
