"""Every sort of page in a real browser: accessible, self-contained, the same without scripts.

`python checks/pages.py STORE [--shots DIR]` serves the store, opens each page at desktop and
telephone width, light and dark, and tells what is wrong: requests to anywhere else, breaches of
the content security policy, errors on the console, serious findings of axe-core, contents wider
than the window, facts that only a script shows, text that is not the source's, code point by code
point, markup that html-validate finds fault with. The same for the pages as files, all of which
are validated. Exit code 1 when anything is wrong.
"""

import argparse
import json
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import quote
from urllib.request import Request, urlopen

import tools
from browser import Browser

AXE, VALIDATE = "axe-core@4.14.1", "html-validate@11.18.0"
LISTS = ("/", "/sources", "/differences", "/timeline", "/timeline?on=2026-06-20", "/ask")
MORE = ("/search?q=model", "/search", "/findings", "/downloads", "/none", "/sparql")
SORTS = ("source", "claim", "id", "situation", "difference", "state", "attribution", "quantity")
ABOUT = ("graph/id", "dossier/id", "graph/situation", "dossier/situation")
FILES = (
    *("index.html", "sources.html", "timeline.html", "search.html?q=model", "differences.html"),
    *("docs.html", "docs/shapes.html", "downloads.html", "ask/access-on-date.html"),
)
SIZES = ((1280, 900), (390, 844))
LOOKS = tuple((*size, dark) for size in SIZES for dark in (False, True))
"""How a page is looked at: width, height, dark or light."""

FEW = (LOOKS[0], LOOKS[-1])
"""The looks at pages of which there are many of one sort: guides, reference, questions."""
SERIOUS = ("serious", "critical")
EXACT = """
(() => {
  const points = [...document.querySelector("article.text").textContent];
  const rows = %s;
  return rows.filter(([, start, end, words]) => points.slice(start, end).join("") !== words)
    .map(([id]) => id);
})()
"""


def axe() -> str:
    """The script of axe-core."""
    return (tools.npm(AXE) / "node_modules" / "axe-core" / "axe.min.js").read_text("utf-8")


def markup(folder: Path) -> list[str]:
    """What html-validate finds wrong in the pages of a folder."""
    command = ("node", Path(__file__).with_name("markup.mjs"), folder, tools.npm(VALIDATE))
    told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    found: list[str] = json.loads(told)
    return found


def serve(store: str, *options: str) -> tuple[subprocess.Popen[str], str]:
    """A server over a store, and its address."""
    process = subprocess.Popen(
        ["claimgraph", "serve", "--store", store, "--port", "0", *options],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    for line in process.stdout or ():
        if found := re.search(r"http://[\d.:]+", line):
            return process, found[0]
    raise SystemExit("the server does not start")


def ask(base: str, query: str) -> list[list[str]]:
    """The rows of a query."""
    url = f"{base}/sparql?query={quote(query)}"
    with urlopen(url) as found:  # noqa: S310, our own server
        told = json.load(found)
    names = told["head"]["vars"]
    return [[row.get(n, {}).get("value", "") for n in names] for row in told["results"]["bindings"]]


def addresses(base: str) -> Iterator[str]:
    """A page of every sort: all lists, all sources, the node of each kind that is told most of."""
    yield from LISTS
    yield from MORE
    yield from contents(base, "/docs")
    yield from [*contents(base, "/ask")][::5]
    space = "https://w3id.org/claimgraph/"
    for kind in SORTS:
        most = 50 if kind == "source" else 1
        rows = ask(
            base,
            "SELECT ?n (COUNT(*) AS ?c) WHERE { ?n ?p ?o FILTER STRSTARTS(STR(?n), "
            f'"{space}{kind}/") }} GROUP BY ?n ORDER BY DESC(?c) ?n LIMIT {most}',
        )
        names = [row[0].removeprefix(space) for row in rows]
        yield from (f"/{name}" for name in names)
        for family in ABOUT:
            if family.endswith(f"/{kind}"):
                yield from (f"/{family.split('/')[0]}/{name}" for name in names[:1])


def contents(base: str, path: str) -> Iterator[str]:
    """A page of contents and the pages that it leads to, such as those of the manual."""
    with urlopen(base + path) as found:  # noqa: S310, our own server
        told = found.read().decode()
    yield path
    yield from dict.fromkeys(re.findall(rf'href="({path}/[^"#?]+)"', told))


def quotes(base: str, source: str) -> list[list[object]]:
    """The claims of a source: id, start, end, words."""
    rows = ask(
        base,
        "SELECT ?c ?start ?end ?words WHERE { ?c a cg:Claim ; cg:source "
        f"<https://w3id.org/claimgraph/{source}> ; cg:evidence ?e . "
        "?e oa:hasSelector/oa:start ?start ; oa:hasSelector/oa:end ?end ; "
        "oa:hasSelector/oa:exact ?words }",
    )
    return [[claim, int(start), int(end), words] for claim, start, end, words in rows]


def judged(browser: Browser, script: str) -> Iterator[str]:
    """The serious findings of axe-core on the page that is open."""
    browser.run(script + "; undefined")
    found = browser.run("axe.run(document, {resultTypes: ['violations']}).then(r => r.violations)")
    for one in found:
        if one["impact"] in SERIOUS:
            where = one["nodes"][0]["html"][:120]
            yield f"axe {one['id']} ({len(one['nodes'])}): {one['help']}: {where}"


def problems(browser: Browser, base: str, path: str, script: str) -> Iterator[str]:
    """What is wrong with one page, at each size and in each scheme of colours."""
    for width, height, dark in looks(path):
        browser.look(width, height, dark=dark)
        seen = browser.open(base + path)
        if seen.status != (404 if path == "/none" else 200) and base.startswith("http"):
            yield f"status {seen.status}"
        yield from (one for one in seen.problems if "404" not in one)
        yield from (f"asks {r}" for r in seen.requests if not r.startswith((base, "data:")))
        wide = browser.run("document.documentElement.scrollWidth - innerWidth")
        if wide > 0:
            yield f"{wide} px wider than a window of {width}"
        yield from (f"{one} at {width}, dark {dark}" for one in judged(browser, script))


def looks(path: str) -> tuple[tuple[int, int, bool], ...]:
    """How a page is looked at."""
    return FEW if path.startswith(("/docs/", "/ask/")) else LOOKS


def facts(browser: Browser) -> str:
    """What a page says in its main part, without white space."""
    return "".join(str(browser.run("document.querySelector('main').innerText")).split())


def differences(browser: Browser, base: str, path: str) -> Iterator[str]:
    """What a page says only with scripts, or only without."""
    browser.open(base + path)
    with_scripts = facts(browser)
    browser.scripts(on=False)
    browser.open(base + path)
    browser.scripts(on=True)  # what is loaded stays as it was made
    if facts(browser) != with_scripts:
        yield "says something else without scripts"


def served(
    browser: Browser, base: str, script: str, shots: Path | None, kept: Path
) -> Iterator[str]:
    """What is wrong with the pages of a server; they are left in a folder as they came."""
    for path in addresses(base):
        keep(base, path, kept)
        found = [*problems(browser, base, path, script), *differences(browser, base, path)]
        if path.startswith("/source/"):
            browser.open(base + path)
            wrong = browser.run(EXACT % json.dumps(quotes(base, path[1:])))
            found += [f"quotation off its place: {one}" for one in wrong]
        yield from (f"{path}: {one}" for one in dict.fromkeys(found))
        if shots:
            photograph(browser, base + path, shots, path)


def keep(base: str, path: str, folder: Path) -> None:
    """Writes a page to a file as a server sends it."""
    try:
        with urlopen(Request(base + path, headers={"Accept": "text/html"})) as found:  # noqa: S310
            body = found.read()
    except HTTPError as error:
        body = error.read()
    folder.mkdir(exist_ok=True)
    (folder / f"{stem(path)}.html").write_bytes(body)


def stem(path: str) -> str:
    """The name of the files about a page."""
    return re.sub(r"[^a-z0-9]+", "-", path.lower()).strip("-") or "start"


def photograph(browser: Browser, address: str, shots: Path, name: str) -> None:
    """Pictures of a page at each size and in each scheme of colours."""
    shots.mkdir(parents=True, exist_ok=True)
    for width, height, dark in looks(name):
        browser.look(width, height, dark=dark)
        browser.open(address)
        scheme = "dark" if dark else "light"
        browser.photograph(shots / f"{stem(name)}-{width}-{scheme}.png", whole=False)


def main() -> int:
    """The check."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("store")
    parser.add_argument("--shots", type=Path, help="folder for pictures of every page")
    told = parser.parse_args()
    began, found = time.monotonic(), []
    tools.debian("chromium")
    with tempfile.TemporaryDirectory() as folder, Browser() as browser:
        script, site, kept = axe(), Path(folder) / "site", Path(folder) / "kept"
        process, base = serve(told.store)
        try:
            found += served(browser, base, script, told.shots, kept)
        finally:
            process.terminate()
        command = ["claimgraph", "site", str(site), "--store", told.store, "--quiet"]
        subprocess.run(command, check=True, capture_output=True)
        for name in FILES:
            wrong = problems(browser, f"file://{site}/", name, script)
            found += [f"{name}: {one}" for one in dict.fromkeys(wrong)]
        found += [*markup(kept), *markup(site)]
    for one in found:
        print(one)
    print(f"{len(found)} problems, {time.monotonic() - began:.0f} s")
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main())
