"""The query editor and the endpoint's defences, in a real browser; Jena's client; limits in time.

`python checks/endpoint.py STORE [--shots DIR]` serves the store and looks: does the editor come up
under the content policy with colours, completion, marks and a stop button; does the form work
without scripts; is a page of another site, or one whose name was pointed here, sent away. Exit
code 1 when anything is wrong.
"""

import argparse
import csv
import http.server
import io
import socket
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import quote, urlsplit
from urllib.request import urlopen

import jena
import tools
from browser import Browser
from pages import ask, serve
from rdflib import Graph

RUNAWAY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
SOURCES = "SELECT ?s ?title { ?s a cg:Source ; dcterms:title ?title }"
CONSTRUCT = "CONSTRUCT { ?s dcterms:title ?title } WHERE { ?s a cg:Source ; dcterms:title ?title }"
DESCRIBE = "DESCRIBE <https://w3id.org/claimgraph/id/anthropic>"
PREFIXES = (
    "PREFIX cg: <https://w3id.org/claimgraph/ns#> PREFIX dcterms: <http://purl.org/dc/terms/> "
)
SHADOW = "document.querySelector('.mount').shadowRoot"
COLOURS = (
    f"new Set([...{SHADOW}.querySelectorAll('.cm-line span')]"
    ".map(one => getComputedStyle(one).color)).size"
)
LISTED = (
    f"[...{SHADOW}.querySelectorAll('.cm-tooltip-autocomplete li')]"
    ".map(one => one.textContent).join('|')"
)
ATTACK = """<!DOCTYPE html><title>elsewhere</title><script>
const out = [];
const tries = [
  ["%(base)s/sparql?query=ASK%%7B%%7D", {}],
  ["%(base)s/sparql", {method: "POST", body: new URLSearchParams({query: "ASK {}"})}],
  ["%(base)s/sparql",
   {method: "POST", mode: "no-cors", body: new URLSearchParams({query: "ASK {}"})}],
];
window.done = Promise.allSettled(tries.map(([url, told]) => fetch(url, told).then((r) => r.text())))
  .then((all) => all.map((one) => one.status === "fulfilled" ? one.value : ""));
</script>"""


class Check:
    """What was found wrong so far."""

    def __init__(self) -> None:
        self.wrong = 0

    def that(self, what: str, holds: object) -> None:
        """Notes whether something holds."""
        self.wrong += not holds
        print(f"{'ok  ' if holds else 'FAIL'} {what}")


def until(browser: Browser, script: str, seconds: float = 8) -> bool:
    """Whether an expression of the page comes true soon."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if browser.run(script):
            return True
        time.sleep(0.1)
    return False


def write(browser: Browser, text: str) -> None:
    """Types a text in the place of what the editor holds."""
    browser.run(f"{SHADOW}.querySelector('.cm-content').focus()")
    for kind in ("rawKeyDown", "keyUp"):
        browser.ask(
            "Input.dispatchKeyEvent",
            type=kind,
            key="a",
            code="KeyA",
            windowsVirtualKeyCode=65,
            modifiers=2,
            commands=["selectAll"] if kind == "rawKeyDown" else [],
        )
    browser.ask("Input.insertText", text=text)


def editor(browser: Browser, base: str, check: Check, shots: Path | None) -> None:
    """The editor with scripts, in three windows."""
    for width, height, dark in ((1280, 900, False), (390, 844, False), (1280, 900, True)):
        browser.look(width, height, dark=dark)
        seen = browser.open(f"{base}/sparql?query={quote(SOURCES)}")
        check.that(f"editor {width} dark={dark}: nothing wrong {seen.problems}", not seen.problems)
        foreign = [url for url in seen.requests if not url.startswith((base, "data:"))]
        check.that(f"editor {width}: no foreign request {foreign}", not foreign)
        check.that("editor is mounted", until(browser, f"!!{SHADOW}.querySelector('.cm-editor')"))
        check.that(
            "result has rows", browser.run("document.querySelectorAll('#result tr').length > 1")
        )
        check.that("words have colours", browser.run(f"{COLOURS} > 1"))
        wide = "document.documentElement.scrollWidth <= innerWidth"
        check.that(f"nothing is wider than {width}", browser.run(wide))
        if shots:
            browser.photograph(shots / f"editor-{width}-{'dark' if dark else 'light'}.png")


def typing(browser: Browser, base: str, check: Check, shots: Path | None) -> None:
    """What the editor does while somebody writes and asks."""
    browser.look(1280, 900)
    browser.open(f"{base}/sparql")
    until(browser, f"!!{SHADOW}.querySelector('.cm-editor')")
    write(browser, "SELECT * { ?s a cg:Cla")
    check.that("completion knows our terms", until(browser, f"{LISTED}.includes('cg:Claim')"))
    if shots:
        browser.photograph(shots / "editor-completion.png")
    write(browser, "SELECT *\nWHERE { ?s ?p ?o . foo }")
    browser.run("document.getElementById('editor').requestSubmit()")
    check.that("an error is told", until(browser, "!!document.getElementById('problem')"))
    mark = f"!!{SHADOW}.querySelector('.cm-lintRange-error, .cm-lintPoint-error')"
    check.that("an error is marked at its place", until(browser, mark))
    if shots:
        browser.photograph(shots / "editor-error.png")
    write(browser, RUNAWAY)
    browser.run("document.getElementById('editor').requestSubmit()")
    check.that("stop appears", until(browser, "!document.getElementById('stop').hidden"))
    browser.run("document.getElementById('stop').click()")
    told = "document.getElementById('progress').textContent === 'Stopped.'"
    check.that("stop stops", until(browser, told))


def without_scripts(browser: Browser, base: str, check: Check) -> None:
    """The same page as a plain form."""
    browser.scripts(on=False)
    seen = browser.open(f"{base}/sparql?query={quote(SOURCES)}")
    check.that(f"plain form: nothing wrong {seen.problems}", not seen.problems)
    root = browser.ask("DOM.getDocument", depth=-1)["root"]["nodeId"]
    rows = browser.ask("DOM.querySelectorAll", nodeId=root, selector="#result tbody tr")
    check.that("plain form: result has rows", rows["nodeIds"])
    browser.scripts(on=True)


@contextmanager
def attacker(base: str) -> Iterator[str]:
    """Another site on this machine, whose page asks ours."""

    class Page(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write((ATTACK % {"base": base}).encode())

        def log_message(self, *_told: object) -> None:
            """Says nothing."""

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Page) as found:
        threading.Thread(target=found.serve_forever, daemon=True).start()
        yield f"http://attacker.example:{found.server_address[1]}/"
        found.shutdown()


def strangers(base: str, check: Check) -> None:
    """A name pointed at this machine, and another site's page."""
    port = base.rpartition(":")[2]
    with Browser("--host-resolver-rules=MAP *.example 127.0.0.1") as browser:
        seen = browser.open(f"http://evil.example:{port}/sparql?query=ASK%7B%7D")
        check.that(f"a rebound name gets 421, not {seen.status}", seen.status == 421)
        with attacker(base) as address:
            browser.open(address)
            read = browser.run("window.done")
            check.that(f"another site reads nothing: {read}", not any(read))
            statuses = answered(browser, base)
            check.that(f"another site is answered {statuses}", statuses and set(statuses) <= {403})


def answered(browser: Browser, base: str) -> list[int]:
    """The statuses with which our server answered what the page asked it."""
    told = [(event.get("method"), event.get("params", {})) for event in browser.events]
    ours = {
        params["requestId"]
        for method, params in told
        if method == "Network.requestWillBeSent" and params["request"]["url"].startswith(base)
    }
    return [
        params["statusCode"]
        for method, params in told
        if method == "Network.responseReceivedExtraInfo" and params["requestId"] in ours
    ]


def jena_asks(base: str, check: Check) -> None:
    """Jena's remote client gets the same answers as we get, and is told of what is forbidden."""
    tools.debian("default-jre-headless", "libapache-jena-java")
    with tempfile.TemporaryDirectory() as folder:

        def remote(query: str, *more: str) -> jena.Told:
            told = ("--service", f"{base}/sparql", *more, PREFIXES + query)
            return jena.run(Path(folder), "arq.rsparql", *told)

        _head, *theirs = csv.reader(io.StringIO(remote(SOURCES, "--results", "csv").stdout))
        ours = ask(base, SOURCES)
        check.that(f"Jena: SELECT, {len(ours)} rows", sorted(theirs) == sorted(ours))
        check.that("Jena: ASK", "Yes" in remote("ASK { ?s a cg:Claim }").stdout)
        for query in (CONSTRUCT, DESCRIBE):
            triples = Graph().parse(data=remote(query, "--results", "ntriples").stdout, format="nt")
            with urlopen(f"{base}/sparql?query={quote(query)}") as found:  # noqa: S310
                told = Graph().parse(found.read(), format="turtle")
            check.that(
                f"Jena: {query[:9]}, {len(told)} triples", told and set(triples) == set(told)
            )
        refused = remote("SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }")
        check.that("Jena: SERVICE is 403", refused.returncode and "403" in refused.stderr)


def limits(store: str, check: Check) -> None:
    """How soon a runaway ends and others are answered, also beside a thousand idle connections."""
    process, base = serve(store, "--time-limit", "2", "--workers", "2")
    address = urlsplit(base)
    try:
        took, status = timed(base, RUNAWAY)
        check.that(f"a runaway gets 503 within 2.5 s: {status} after {took:.2f} s", took < 2.5)
        check.that("a runaway is told so", status == 503)
        time.sleep(1)
        took = soonest(base)
        check.that(f"1 s later a point query takes {took * 1000:.0f} ms, under 50", took < 0.05)
        idle = [socket.create_connection((address.hostname, address.port)) for _ in range(1000)]
        took = soonest(base)
        check.that(f"beside 1,000 idle connections {took:.2f} s, under 0.5", took < 0.5)
        for connection in idle:
            connection.close()
    finally:
        process.terminate()
        process.wait()


def soonest(base: str) -> float:
    """How long a point query takes; of some, the one that the machine disturbed least."""
    return min(timed(base, "ASK {}")[0] for _ in range(9))


def timed(base: str, query: str) -> tuple[float, int]:
    """How long a query takes, and the status of its answer."""
    began = time.monotonic()
    try:
        with urlopen(f"{base}/sparql?query={quote(query)}") as found:  # noqa: S310, our own server
            found.read()
            status = found.status
    except HTTPError as error:
        status = error.code
    return time.monotonic() - began, status


def main() -> int:
    """The checks."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("store")
    parser.add_argument("--shots", type=Path)
    options = parser.parse_args()
    if options.shots:
        options.shots.mkdir(parents=True, exist_ok=True)
    check = Check()
    tools.debian("chromium")
    process, base = serve(options.store)
    try:
        with Browser() as browser:
            editor(browser, base, check, options.shots)
            typing(browser, base, check, options.shots)
            without_scripts(browser, base, check)
        strangers(base, check)
        jena_asks(base, check)
    finally:
        process.terminate()
    limits(options.store, check)
    return int(check.wrong > 0)


if __name__ == "__main__":
    sys.exit(main())
