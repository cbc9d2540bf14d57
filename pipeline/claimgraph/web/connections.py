"""Connections that are read with patience, but not for ever: slow clients hold no place."""

import asyncio
from typing import Final

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

PATIENCE: Final = 20.0
"""So many seconds a client has from its first byte, or from connecting, to the end of the head."""
MOST_BYTES: Final = 64 * 1024
"""A request's head has at most so many bytes."""


class Connection(HttpToolsProtocol):
    """Closes a connection whose next request does not say what it wants soon and shortly.

    Between two requests, uvicorn's own limit for idle connections holds.

    Attributes:
        patience: how many seconds the head of a request may take.
    """

    patience: float = PATIENCE
    _clock: asyncio.TimerHandle | None = None
    _head: int = 0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """The clock starts."""
        super().connection_made(transport)
        self._start()

    def connection_lost(self, exc: Exception | None) -> None:
        """The clock stops."""
        self._stop()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """More of a request; bytes count as long as its head has not ended."""
        if self._clock is not None:
            self._head += len(data)
        super().data_received(data)
        if self._clock is not None and self._head > MOST_BYTES:
            self.transport.close()

    def on_message_begin(self) -> None:
        """The clock starts anew: this is another request."""
        super().on_message_begin()
        self._stop()
        self._start()

    def on_headers_complete(self) -> None:
        """The clock stops: the body has limits of its own."""
        self._stop()
        super().on_headers_complete()

    def _start(self) -> None:
        self._clock = self.loop.call_later(self.patience, self.transport.close)

    def _stop(self) -> None:
        if self._clock is not None:
            self._clock.cancel()
        self._clock, self._head = None, 0
