"""What a client is told when it gets no answer: the status, one sentence, and when to come back."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from claimgraph.errors import ClaimGraphError
from claimgraph.query.frames import RefusedError
from claimgraph.web.negotiate import Offer, best
from claimgraph.web.pool import BusyError, DiedError, StoppedError
from claimgraph.web.requests import ProtocolError

PLAIN: Final = Offer("text", "text/plain; charset=utf-8")
JSON: Final = Offer("json", "application/problem+json")
RETRY_AFTER: Final = "5"
_REFUSED: Final = {"syntax": 400, "format": 406, "elsewhere": 403, "update": 403, "store": 503}


@dataclass(frozen=True, slots=True)
class Problem:
    """Why there is no answer; `line` and `column` are 0 where no place is to blame."""

    status: int
    sentence: str
    line: int = 0
    column: int = 0
    headers: Mapping[str, str] = field(default_factory=dict)

    def told(self) -> dict[str, Any]:
        """The problem as RFC 9457 has it, with the place in the query."""
        place = {"line": self.line, "column": self.column} if self.line else {}
        return {"status": self.status, "title": self.sentence, **place}

    def body(self, accept: str) -> tuple[str, bytes]:
        """Media type and bytes, as plain text unless a client likes a problem's JSON better."""
        offer = best(accept, (PLAIN, JSON)) or PLAIN
        if offer is JSON:
            return offer.media, json.dumps(self.told(), ensure_ascii=False).encode() + b"\n"
        return offer.media, f"{self.sentence}\n".encode()


def problem(error: ClaimGraphError) -> Problem:
    """What to tell a client of an error."""
    again = {"Retry-After": RETRY_AFTER}
    if isinstance(error, ProtocolError):
        allow = {"Allow": ", ".join(error.allowed)} if error.allowed else {}
        return Problem(error.status, str(error), headers=allow)
    if isinstance(error, RefusedError):
        status = _REFUSED.get(error.code, 500)
        return Problem(status, str(error), error.line, error.column, again if status == 503 else {})
    if isinstance(error, BusyError):
        return Problem(503, f"Too many are asking: {error}. Try again soon.", headers=again)
    if isinstance(error, StoppedError):
        told = f"The query was {error}, which is as long as it may take; ask for less."
        return Problem(503, told, headers=again)
    if isinstance(error, DiedError):
        return Problem(500, f"The process that answered is gone. {error}")
    return Problem(500, str(error))
