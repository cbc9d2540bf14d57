"""A headless Chromium that is told what to do over a pipe: pages opened, looked at, photographed.

Needs nothing but the browser: the protocol's messages are JSON ended by a zero byte.
"""

import base64
import json
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from fcntl import F_DUPFD, fcntl
from pathlib import Path
from select import select
from typing import Any, Self

PATIENCE = 180
"""Seconds to wait for an answer: on a machine that others use too, axe-core takes long."""

NAMES = ("chromium", "chromium-browser", "google-chrome")
FLAGS = (
    *("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-background-networking"),
    *("--no-first-run", "--disable-component-update", "--disable-sync", "--hide-scrollbars"),
    *("--remote-debugging-pipe", "--disable-features=Translate,OptimizationHints"),
)


@dataclass
class Seen:
    """What happened while a page was loaded."""

    requests: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    status: int = 0


class Browser:
    """One browser with one page; use as a context manager."""

    def __init__(self, *flags: str) -> None:
        found = next(filter(None, map(shutil.which, NAMES)), None)
        if found is None:
            raise SystemExit("needs Chromium: install the package chromium")
        self.profile = tempfile.mkdtemp(prefix="claimgraph-browser-")
        ours_in, theirs_out = os.pipe()
        theirs_in, ours_out = os.pipe()

        def place() -> None:
            # first out of the way: one of them may be 3 or 4 itself
            orders, answers = fcntl(theirs_in, F_DUPFD, 10), fcntl(theirs_out, F_DUPFD, 10)
            os.dup2(orders, 3)
            os.dup2(answers, 4)

        # the browser reads its orders from descriptor 3 and answers on 4
        self.process = subprocess.Popen(
            [found, *FLAGS, *flags, f"--user-data-dir={self.profile}", "about:blank"],
            preexec_fn=place,  # noqa: PLW1509, no threads here
            close_fds=False,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(theirs_in)
        os.close(theirs_out)
        self.reading, self.writing = ours_in, ours_out
        self.number, self.rest, self.session = 0, b"", ""
        self.events: list[dict[str, Any]] = []
        targets = self.ask("Target.getTargets")["targetInfos"]
        page = next(one for one in targets if one["type"] == "page")
        attached = self.ask("Target.attachToTarget", targetId=page["targetId"], flatten=True)
        self.session = attached["sessionId"]
        for domain in ("Page", "Network", "Runtime", "Log", "Audits"):
            self.ask(f"{domain}.enable")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *told: object) -> None:
        self.process.kill()
        self.process.wait()
        shutil.rmtree(self.profile, ignore_errors=True)

    def ask(self, method: str, **params: Any) -> dict[str, Any]:
        """The answer to a command of the protocol."""
        self.number += 1
        message = {"id": self.number, "method": method, "params": params}
        if self.session:
            message["sessionId"] = self.session
        os.write(self.writing, json.dumps(message).encode() + b"\0")
        while True:
            found = self._next(PATIENCE)
            if found is None:
                raise TimeoutError(f"{method}: the browser does not answer")
            if found.get("id") == self.number:
                if "error" in found:
                    raise RuntimeError(f"{method}: {found['error']}")
                answer: dict[str, Any] = found["result"]
                return answer
            self.events.append(found)

    def _next(self, seconds: float) -> dict[str, Any] | None:
        until = time.monotonic() + seconds
        while b"\0" not in self.rest:
            if not select([self.reading], [], [], max(0, until - time.monotonic()))[0]:
                return None
            fresh = os.read(self.reading, 1 << 20)
            if not fresh:
                raise ConnectionError("the browser has gone")
            self.rest += fresh
        line, self.rest = self.rest.split(b"\0", 1)
        found: dict[str, Any] = json.loads(line)
        return found

    def wait_for(self, wanted: Callable[[dict[str, Any]], bool], seconds: float = 20) -> None:
        """Waits until an event of a kind has happened."""
        if any(map(wanted, self.events)):
            return
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            found = self._next(until - time.monotonic())
            if found is not None:
                self.events.append(found)
                if wanted(found):
                    return
        raise TimeoutError("the page did not load")

    def look(self, width: int, height: int, *, dark: bool = False) -> None:
        """Sets the size of the window, as a telephone below 600, and the scheme of colours."""
        self.ask(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=1,
            mobile=width < 600,
        )
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self.ask("Emulation.setEmulatedMedia", features=[scheme])

    def scripts(self, *, on: bool) -> None:
        """Switches JavaScript on or off."""
        self.ask("Emulation.setScriptExecutionDisabled", value=not on)

    def open(self, address: str) -> Seen:
        """Loads a page; tells what it asked for and what went wrong."""
        self.events.clear()
        self.ask("Page.navigate", url=address)
        self.wait_for(lambda event: event.get("method") == "Page.loadEventFired")
        while (event := self._next(0.15)) is not None:
            self.events.append(event)
        seen = Seen()
        for event in self.events:
            _note(event, seen)
        return seen

    def run(self, script: str) -> Any:
        """The value of an expression in the page; promises are awaited."""
        found = self.ask(
            "Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True
        )
        if "exceptionDetails" in found:
            raise RuntimeError(found["exceptionDetails"]["exception"].get("description", ""))
        return found["result"].get("value")

    def photograph(self, path: Path, *, whole: bool = True) -> None:
        """A picture of the page, of all of it or of what the window shows."""
        found = self.ask("Page.captureScreenshot", format="png", captureBeyondViewport=whole)
        path.write_bytes(base64.b64decode(found["data"]))


def _note(event: dict[str, Any], seen: Seen) -> None:
    method, told = event.get("method", ""), event.get("params", {})
    if method == "Network.requestWillBeSent":
        seen.requests.append(told["request"]["url"])
    elif method == "Network.responseReceived" and told.get("type") == "Document":
        seen.status = told["response"]["status"]
    elif method == "Runtime.consoleAPICalled" and told["type"] in ("error", "warning", "assert"):
        seen.problems.append(f"console: {[one.get('value') for one in told['args']]}")
    elif method == "Runtime.exceptionThrown":
        seen.problems.append(f"exception: {told['exceptionDetails'].get('text')}")
    elif method == "Log.entryAdded" and told["entry"]["level"] == "error":
        seen.problems.append(f"log: {told['entry']['text']} {told['entry'].get('url', '')}")
    elif method == "Audits.issueAdded":
        code = told["issue"]["code"]
        if "ContentSecurityPolicy" in code or "MixedContent" in code:
            seen.problems.append(f"policy: {json.dumps(told['issue']['details'])[:300]}")
