"""The whole graph over HTTP, however large: streamed as it stands in the store.

What is cut, by its time, its child's end or the client, breaks off without the end that a stream
has, so that no client takes a part for the whole.
"""

import logging
import sys
from dataclasses import dataclass
from typing import Final

from starlette.types import Receive, Scope, Send

from claimgraph.errors import ClaimGraphError
from claimgraph.web.endpoint import Sending, header
from claimgraph.web.leaving import watching
from claimgraph.web.pages.downloads import STREAMED
from claimgraph.web.pool import Pool
from claimgraph.web.problems import problem
from claimgraph.web.requests import LeftError, ProtocolError

CHILD: Final = (sys.executable, "-I", "-m", "claimgraph.web.whole_child")
SECONDS: Final = 1_800.0
"""So long a download may take: a client reads it at its own pace."""

AT_ONCE: Final = 2
"""So many are sent at a time, each by a child of its own; others wait."""

_LOG: Final = logging.getLogger(__name__)


@dataclass(frozen=True)
class Whole:
    """The ASGI application at the addresses of `STREAMED`."""

    pool: Pool

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request; what goes wrong before the first byte is told, afterwards breaks off."""
        sending = Sending(send)
        name = scope["path_params"]["name"]
        try:
            await self._send(name, scope, receive, sending)
        except LeftError:
            _LOG.info("the client left: %s", name)
        except ClaimGraphError as error:
            told = problem(error)
            _LOG.info("%d %s: %s", told.status, told.sentence, name)
            if not sending.started:
                media, body = told.body(header(scope, b"accept"))
                extra = [(k.lower().encode(), v.encode()) for k, v in told.headers.items()]
                await sending.whole(told.status, [(b"content-type", media.encode()), *extra], body)

    async def _send(self, name: str, scope: Scope, receive: Receive, sending: Sending) -> None:
        if name not in STREAMED:
            raise ProtocolError(404, f"There is no such file; there are {', '.join(STREAMED)}.")
        headers = [
            (b"cache-control", b"no-cache"),
            (b"content-disposition", f'attachment; filename="{name}"'.encode()),
        ]
        if scope["method"] == "HEAD":
            await sending.once(200, headers, b"")
            return
        job = {"form": name.rpartition(".")[2]}
        async with watching(receive), self.pool.ask(job) as answer:
            media = (b"content-type", answer.head["media"].encode())
            await sending.stream(200, [media, *headers], answer)
