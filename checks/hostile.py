"""Hostile labels, quotations, IRIs, file names and parameters, in a browser without its guard.

`python checks/hostile.py` builds a small graph that would do harm, serves it and writes it as
files, and opens every page with the content security policy switched off: no script of the graph's
runs, and nothing that it names is loaded. Exit code 1 when anything comes alive.
"""

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pyoxigraph as ox
import tools
from browser import Browser
from pages import ask, serve

from claimgraph.store.embedded import Store
from claimgraph.vocabulary import BASE, ENTITIES, RDFS

EVIL = "</title></textarea><script>alert(1)</script>\"'><img src=hurt onerror=alert(2)>"
TEXT = """Anthropic launched Fable 5 on June 12, 2026 \U0001f680, a spokesman said.

The <b onclick=alert(3)>Commerce Department</b> ordered Anthropic to suspend Fable 5 <script>
alert(4)</script> & go. "We deny it <img src=hurt onerror=alert(5)>," it said on June 14.
"""
LINK = "javascript:alert(6)"
PARAMETERS = (
    *("/search?q=%s", "/timeline?on=%s", "/timeline?thing=%s", "/%s", "/ask/%s", "/id/%s"),
    *("/ask/access-on-date?model=%s&date=2026-06-20", "/differences?kind=%s", "/findings?shape=%s"),
    *("/sparql?query=%s", "/sparql?query=SELECT%%20*%%20%%7B%%20%s", "/node?iri=%s"),
)
LABELS = "SELECT * { ?s rdfs:label ?label }"
NOTE = "window.hurt = []; window.alert = (what) => window.hurt.push(what);"


def harmful(folder: Path) -> str:
    """A store of one source and two nodes, all of whose words would do harm."""
    source, store = folder / "<img src=hurt onerror=alert(7)>.txt", folder / "store"
    source.write_text(TEXT, "utf-8")
    told = ("--title", EVIL, "--publisher", EVIL, "--author", EVIL, "--url", LINK, "--id", "evil")
    command = ("claimgraph", "add", source, *told, "--published", "2026-06-20", "--store", store)
    subprocess.run(command, check=True, capture_output=True)
    graph, label = ox.NamedNode(ENTITIES), ox.NamedNode(RDFS + "label")
    see, evil = ox.NamedNode(RDFS + "seeAlso"), ox.NamedNode(BASE + "id/evil-label")
    with Store.open(store) as opened:
        for node in (evil, ox.NamedNode(LINK)):
            opened.inner.add(ox.Quad(node, label, ox.Literal(EVIL), graph))
        opened.inner.add(ox.Quad(evil, see, ox.NamedNode(LINK), graph))
    return str(store)


def addresses(base: str) -> Iterator[str]:
    """Every page of the store, and those that repeat what they are asked."""
    yield from ("/", "/sources", "/differences", "/timeline", "/findings", "/search", "/downloads")
    yield f"/sparql?query={quote(LABELS)}"
    for (name,) in ask(
        base, f'SELECT DISTINCT ?n {{ ?n ?p ?o FILTER STRSTARTS(STR(?n), "{BASE}") }}'
    ):
        place = name.removeprefix(BASE)
        yield f"/{place}"
        if place.startswith(("id/", "situation/")):
            yield from (f"/graph/{place}", f"/dossier/{place}")
    for evil in (EVIL, LINK):
        yield from (path % quote(evil, safe="") for path in PARAMETERS)


def came_alive(browser: Browser, address: str) -> Iterator[str]:
    """What a page did that it should not have done."""
    seen = browser.open(address)
    if called := browser.run("window.hurt"):
        yield f"{address}: ran {called}"
    yield from (f"{address}: asked for {one}" for one in seen.requests if one.endswith("hurt"))
    if links := browser.run(
        "[...document.links].filter((a) => a.protocol === 'javascript:').length"
    ):
        yield f"{address}: {links} links that would run"


def main() -> int:
    """The check."""
    tools.debian("chromium")
    found, opened = [], 0
    with tempfile.TemporaryDirectory() as place, Browser() as browser:
        folder = Path(place)
        browser.ask("Page.setBypassCSP", enabled=True)
        browser.ask("Page.addScriptToEvaluateOnNewDocument", source=NOTE)
        store = harmful(folder)
        process, base = serve(store)
        try:
            for path in addresses(base):
                found += came_alive(browser, base + path)
                opened += 1
        finally:
            process.terminate()
            process.wait()
        command = ("claimgraph", "site", folder / "site", "--store", store, "--quiet")
        subprocess.run(command, check=True, capture_output=True)
        for page in sorted((folder / "site").glob("*.html")):
            found += came_alive(browser, page.as_uri())
            opened += 1
        found += came_alive(browser, (folder / "site" / "search.html").as_uri() + "?q=alert")
    for one in found:
        print(one)
    print(f"{opened + 1} pages without a policy, {len(found)} came alive")
    return int(bool(found) or opened < 50)


if __name__ == "__main__":
    sys.exit(main())
