"""Who may ask at all: the first thing that every request meets.

A page of a stranger, open in the same browser, can send requests here. It cannot choose the Host
(DNS rebinding makes Origin and Host agree, so their agreement proves nothing) nor take away
Sec-Fetch-Site.
"""

import base64
import binascii
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

METHODS: Final = ("GET", "HEAD", "POST")
POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
HEADERS: Final = (
    (b"content-security-policy", POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
)
LOOPBACK: Final = ("localhost", "127.0.0.1", "[::1]")


@dataclass(frozen=True)
class Refusal:
    """Why a request is sent away."""

    status: int
    sentence: str
    headers: tuple[tuple[bytes, bytes], ...] = ()


@dataclass(frozen=True)
class Guard:
    """Lets through to `app` what comes from the machine's own user.

    Args:
        app: what answers.
        hosts: the values of Host that are us, port included.
        token: what an asker must know; empty if nothing.
        origins: other sites' origins whose scripts may read with GET.
    """

    app: ASGIApp
    hosts: frozenset[str]
    token: str = ""
    origins: frozenset[str] = frozenset()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        told = _single(scope)
        extra = HEADERS + self._sharing(told)

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", ()), *extra]
            await send(message)

        refusal = self.refusal(scope["method"], told)
        if refusal is None:
            await self.app(scope, receive, sending)
        else:
            await refuse(refusal, sending)

    def refusal(self, method: str, told: Mapping[str, str]) -> Refusal | None:
        """Why a request with these headers may not pass, if it may not."""
        if told.get("host", "").lower() not in self.hosts:
            named = "Ask for it by its own address, or start it with --allow-host."
            return Refusal(421, f"This server does not go by that name. {named}")
        if method not in METHODS:
            allowed = ", ".join(METHODS)
            sentence = f"Nothing here answers that method; these are answered: {allowed}."
            return Refusal(405, sentence, ((b"allow", allowed.encode()),))
        if not self._welcome(method, told):
            return Refusal(403, "Pages of other sites may not ask here.")
        if self.token and not _knows(self.token, told.get("authorization", "")):
            realm = (b"www-authenticate", b'Basic realm="claimgraph", charset="UTF-8"')
            sentence = "Give the token: as a bearer token, or as the password for any user name."
            return Refusal(401, sentence, (realm,))
        return None

    def _welcome(self, method: str, told: Mapping[str, str]) -> bool:
        """Whether a request comes from our own pages, from no page, or by a link to here."""
        origin, site = told.get("origin"), told.get("sec-fetch-site")
        reads = method in {"GET", "HEAD"}
        if reads and origin in self.origins:
            return True
        if site in {"same-origin", "none"}:
            return origin in {None, "null"} or self._own(origin)
        if site is not None:
            followed = told.get("sec-fetch-mode") == "navigate"
            return reads and followed and told.get("sec-fetch-dest") == "document"
        return origin is None or self._own(origin)

    def _own(self, origin: str | None) -> bool:
        scheme, _, host = (origin or "").lower().partition("://")
        return scheme in {"http", "https"} and host in self.hosts

    def _sharing(self, told: Mapping[str, str]) -> tuple[tuple[bytes, bytes], ...]:
        origin = told.get("origin", "")
        if origin not in self.origins:
            return ()
        return ((b"access-control-allow-origin", origin.encode()), (b"vary", b"Origin"))


def hosts(names: tuple[str, ...], port: int) -> frozenset[str]:
    """The values of Host under which a server at a port goes: loopback names and those given.

    >>> sorted(hosts((), 80))[:2]
    ['127.0.0.1', '127.0.0.1:80']
    """
    own = {f"{name}:{port}" for name in LOOPBACK} | {name for name in LOOPBACK if port == 80}
    given = {name.lower() for name in names}
    return frozenset(own | given | {f"{name}:{port}" for name in given})


async def refuse(refusal: Refusal, send: Send) -> None:
    """Sends a refusal as plain text and closes the connection, since a body may be unread."""
    body = f"{refusal.sentence}\n".encode()
    plain: dict[str, Any] = {
        "type": "http.response.start",
        "status": refusal.status,
        "headers": [
            (b"content-type", b"text/plain; charset=utf-8"),
            (b"content-length", str(len(body)).encode()),
            (b"connection", b"close"),
            *refusal.headers,
        ],
    }
    await send(plain)
    await send({"type": "http.response.body", "body": body})


def _single(scope: Scope) -> dict[str, str]:
    """The headers by name; one that comes twice is worth nothing, if it is one we decide on."""
    found: dict[str, str] = {}
    for raw_name, raw_value in scope["headers"]:
        name = raw_name.decode("latin-1").lower()
        value = raw_value.decode("latin-1")
        found[name] = f"{found[name]}, {value}" if name in found else value
    return found


def _knows(token: str, authorization: str) -> bool:
    scheme, _, given = authorization.partition(" ")
    if scheme.lower() == "basic":
        try:
            given = base64.b64decode(given, validate=True).decode().partition(":")[2]
        except (binascii.Error, UnicodeDecodeError):
            return False
    elif scheme.lower() != "bearer":
        return False
    return hmac.compare_digest(given.strip().encode(), token.encode())
