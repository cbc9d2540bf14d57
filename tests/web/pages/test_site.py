"""The pages as files: every link leads to a file, the same graph gives the same bytes."""

import hashlib
import json
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from lxml import html

from claimgraph.errors import StoreError
from claimgraph.run.pipeline import Pipeline
from claimgraph.site import write_site
from claimgraph.store.embedded import Store

Graph = tuple[Store, Pipeline]


@pytest.fixture(scope="module")
def site(small: Graph, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pages of the harmful article as files."""
    out = tmp_path_factory.mktemp("site") / "site"
    store, pipeline = small
    write_site(store, pipeline.domain, out)
    return out


def trees(site: Path) -> dict[Path, html.HtmlElement]:
    """The HTML files as a browser would have them."""
    parser = html.HTMLParser(encoding="utf-8")
    return {p: html.fromstring(p.read_bytes(), parser=parser) for p in sorted(site.rglob("*.html"))}


def digests(site: Path) -> dict[str, str]:
    """The SHA-256 of every file."""
    files = (path for path in site.rglob("*") if path.is_file())
    return {str(p.relative_to(site)): hashlib.sha256(p.read_bytes()).hexdigest() for p in files}


def test_no_link_is_dead(site: Path) -> None:
    """Every relative link leads to a file that is there, every fragment to an id in it."""
    pages = trees(site)
    ids = {path: {one.get("id") for one in tree.iter()} for path, tree in pages.items()}
    checked = 0
    for path, tree in pages.items():
        for element in tree.xpath("//*[@href or @src or @action]"):
            address = element.get("href") or element.get("src") or element.get("action")
            parts = urlsplit(address)
            if parts.scheme:
                assert element.tag == "a", address
                continue
            target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            assert target.is_file(), f"{path.name}: {address}"
            assert not parts.path.startswith("/"), address
            if parts.fragment and target in ids:
                assert unquote(parts.fragment) in ids[target], f"{path.name}: {address}"
            checked += 1
    assert checked > 500


def test_same_graph_same_files(site: Path, small: Graph, tmp_path: Path) -> None:
    """Written a second time, elsewhere, every file has the same bytes."""
    store, pipeline = small
    write_site(store, pipeline.domain, tmp_path / "other")
    assert digests(tmp_path / "other") == digests(site)


def test_writing_again_takes_away_what_is_gone(small: Graph, tmp_path: Path) -> None:
    """Pages of nodes that are no more go; a folder with other files is left alone."""
    store, pipeline = small
    out = tmp_path / "site"
    write_site(store, pipeline.domain, out)
    listed = (out / "files.txt").read_text("utf-8")
    (out / "claim" / "gone.html").write_text("old", "utf-8")
    (out / "files.txt").write_text(listed + "claim/gone.html\n", "utf-8")
    write_site(store, pipeline.domain, out)
    assert not (out / "claim" / "gone.html").exists()
    assert (out / "files.txt").read_text("utf-8") == listed
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").write_text("mine", "utf-8")
    with pytest.raises(StoreError, match="holds other files"):
        write_site(store, pipeline.domain, tmp_path / "mine")


def test_search_index_holds_all_that_can_be_found(site: Path) -> None:
    """The index is a script that a page opened as a file can load, with a link a row."""
    text = (site / "static" / "search-index.js").read_text("utf-8")
    rows = json.loads(text.removeprefix("window.claimgraphIndex = ").rstrip(";\n"))
    assert {row[0] for row in rows} == {"entity", "situation", "source", "claim"}
    assert all((site / unquote(row[3])).is_file() for row in rows if row[3])


def test_downloads_tell_size_and_digest(site: Path) -> None:
    """What the page of downloads says of a file is so."""
    tree = trees(site)[site / "downloads.html"]
    rows = tree.xpath("//section[@aria-labelledby='files']//tbody/tr")
    assert len(rows) == 7
    for row in rows:
        body = (site / row.find(".//a").get("href")).read_bytes()
        assert row.find_class("hash")[0].text == hashlib.sha256(body).hexdigest()


def test_pages_carry_their_policy_and_no_script_inside(site: Path) -> None:
    """A page that no server sends says itself what it may load, and asks for nothing foreign."""
    for path, tree in trees(site).items():
        assert tree.xpath("//meta[@http-equiv='Content-Security-Policy']"), path
        assert not [one for one in tree.iter("script") if one.text], path
        assert not tree.xpath("//*[@style]"), path
        for one in tree.xpath("//script/@src | //img/@src | //link/@href"):
            assert not urlsplit(one).scheme, (path, one)
