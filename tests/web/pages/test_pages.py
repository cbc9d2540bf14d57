"""The pages: each kind of node has one, texts stay exact, nothing hostile comes alive."""

import itertools
import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

import pyoxigraph as ox
import pytest
from lxml import html

from claimgraph import iri
from claimgraph.ask.catalogue import ask
from claimgraph.canonical import export
from claimgraph.layout import domain
from claimgraph.store.embedded import Store
from claimgraph.terms import cg
from claimgraph.vocabulary import BASE
from claimgraph.web.pages import downloads
from claimgraph.web.pages.answer import answer
from claimgraph.web.pages.book import Book
from claimgraph.web.pages.downloads import STREAMED, WHOLE
from claimgraph.web.pages.paths import FORMS, Query, handles, of_node
from claimgraph.web.pages.told import quote

LISTS = (
    *("/", "/sources", "/differences", "/timeline", "/ask", "/search", "/findings", "/downloads"),
    *("/docs", "/docs/cg-classes", "/docs/shapes", "/docs/exports"),
)
WEB = Path(__file__).resolve().parents[3] / "pipeline" / "claimgraph" / "web"


def nodes(book: Book) -> dict[str, list[str]]:
    """The IRIs of the graph's nodes by kind."""
    found: dict[str, set[str]] = {}
    for quad in book.store.quads():
        name = quad.subject.value
        found.setdefault(iri.kind_of(name), set()).add(name)
    return {kind: sorted(names) for kind, names in found.items()}


def page(book: Book, path: str, *query: tuple[str, str]) -> html.HtmlElement:
    """A page as a browser would have it."""
    found = answer(book, path, query)
    assert found.status == 200, found.body.decode()
    parser = html.HTMLParser(encoding="utf-8")
    return html.fromstring(found.body, parser=parser)


def words(element: html.HtmlElement) -> str:
    """The text of an element on one line."""
    return " ".join(element.text_content().split())


def sample(book: Book) -> Iterator[tuple[str, Query]]:
    """Every list, some nodes of each kind, and the drawings and dossiers of some."""
    yield from ((path, ()) for path in LISTS)
    for names in nodes(book).values():
        yield from (of_node(name) for name in names[:3])
    for name in ("id/anthropic", "id/evil-label"):
        yield from ((f"/{first}/{name}", ()) for first in ("graph", "dossier"))
    yield "/search", (("q", "alert"),)
    yield "/timeline", (("on", "2026-06-20"),)


def test_each_kind_of_node_has_its_page_in_every_form(book: Book) -> None:
    """Whatever the graph holds can be looked at, and taken as Turtle, JSON-LD and CSV."""
    kinds = nodes(book)
    assert {"claim", "source", "id", "situation", "difference", "state", "run"} <= set(kinds)
    for path, query in sample(book):
        for form in FORMS:
            found = answer(book, path, query, form)
            assert found.status == 200, (path, query, form)
            if form == "ttl":
                list(ox.parse(found.body, format=ox.RdfFormat.TURTLE))


def test_rdf_of_a_page_holds_what_the_graph_holds_of_its_node(book: Book) -> None:
    """The Turtle of a claim's page has every statement about it, with its evidence."""
    node = ox.NamedNode(nodes(book)["claim"][0])
    body = answer(book, of_node(node.value)[0], (), "ttl").body
    triples = {(t.subject, t.predicate, t.object) for t in ox.parse(body, ox.RdfFormat.TURTLE)}
    assert {(q.subject, q.predicate, q.object) for q in book.store.about(node)} <= triples
    assert any(predicate.value.endswith("#exact") for _, predicate, _ in triples)


def test_no_whole_text_leaves_by_a_form(book: Book) -> None:
    """The store keeps whole texts for reading in context; no download holds one."""
    for form in ("ttl", "jsonld", "csv"):
        body = answer(book, "/source/evil", (), form).body.decode()
        assert "ns#text" not in body, form
        assert "cg:text " not in body, form


def test_text_of_a_source_is_exact(book: Book) -> None:
    """The code points of the page's text at a claim's offsets are its quotation."""
    for name in nodes(book)["source"]:
        node = ox.NamedNode(name)
        tree = page(book, of_node(name)[0])
        shown = tree.find_class("text")[0].text_content()
        identifier = next(one.id for one in book.store.sources() if iri.source(one.id) == name)
        assert shown == book.store.source_text(identifier)
        claims = [q.subject for q in book.store.pointing_to(node, cg("source"))]
        rows = answer(book, of_node(name)[0], (), "csv").body.decode()
        assert rows.count("\n") >= len([c for c in claims if iri.kind_of(c.value) == "claim"])


def test_marks_carry_the_ids_of_their_claims(book: Book) -> None:
    """The marked pieces that bear a claim's id make up its quotation, whatever lies over them."""
    checked = 0
    for name in nodes(book)["source"]:
        tree = page(book, of_node(name)[0])
        for card in tree.find_class("claim"):
            marks = tree.xpath(
                "//mark[contains(concat(' ', @data-c, ' '), $id)]", id=f" {card.get('data-claim')} "
            )
            told = "".join(mark.text_content() for mark in marks)
            quoted = card.find(".//blockquote").text_content()
            assert told == quoted, card.get("data-claim")
            checked += 1
    assert checked == len(nodes(book)["claim"])


def test_text_and_list_link_to_each_other(book: Book) -> None:
    """Each mark leads to its claim in the list, and each claim back to its place."""
    tree = page(book, "/source/seed-000-frontier-gatekeeping")
    ids = {one.get("id") for one in tree.iter() if one.get("id")}
    tags = tree.find_class("tag")
    assert tags
    assert {tag.get("href")[1:] for tag in tags} <= ids
    assert {
        card.find(".//blockquote/a").get("href")[1:] for card in tree.find_class("claim")
    } <= ids


def test_nothing_hostile_comes_alive(book: Book) -> None:
    """Markup in titles, labels, texts and IRIs is shown as words, and no link runs a script."""
    for path, query in sample(book):
        tree = page(book, path, *query)
        for element in tree.iter():
            names = element.keys() if isinstance(element.tag, str) else []
            assert not [n for n in names if n.startswith("on") or n == "style"], (path, element.tag)
            assert not (element.get("href") or "").lower().startswith(("javascript", "data"))
            assert element.tag != "script" or element.get("src", "").startswith("/static/")
            assert element.get("src") != "x"


def test_templates_never_switch_escaping_off() -> None:
    """No template or module of the pages marks anything as safe."""
    for path in sorted(WEB.rglob("*")):
        if path.suffix in (".html", ".py"):
            text = path.read_text("utf-8")
            assert not re.search(r"\|\s*safe\b|Markup|autoescape\s+false|innerHTML", text), path
    for path in (WEB / "static").glob("*.js"):
        assert "innerHTML" not in path.read_text("utf-8"), path


def test_ids_are_unique_and_headings_in_order(book: Book) -> None:
    """A page has one first heading, no id twice, and skips no level of headings."""
    for path, query in sample(book):
        tree = page(book, path, *query)
        ids = [one.get("id") for one in tree.iter() if one.get("id")]
        assert len(ids) == len(set(ids)), path
        levels = [int(one.tag[1]) for one in tree.iter("h1", "h2", "h3", "h4")]
        assert levels.count(1) == 1, path
        assert all(b - a <= 1 for a, b in itertools.pairwise(levels)), (path, levels)


def test_every_link_leads_to_a_page(book: Book) -> None:
    """What pages link to within the site answers, in the form that the link names."""
    seen = set()
    for path, query in sample(book):
        tree = page(book, path, *query)
        seen |= {one.get("href") for one in tree.iter("a", "link") if one.get("href")}
    sorts: Counter[tuple[object, ...]] = Counter()
    for address in sorted(seen):
        parts = urlsplit(address)
        if parts.scheme or address.startswith(("#", "/static/", "/sparql")):
            continue
        path, form = unquote(parts.path), "html"
        if path.startswith("/downloads/"):
            assert answer(book, path, ()).status == 200, address
            continue
        if path.endswith(tuple(f".{one}" for one in FORMS)):
            path, _, form = path.rpartition(".")
        assert handles(path), address
        # some pages of each sort are made; the others differ in the node alone
        sort = (path.split("/")[1], form, tuple(key for key, _ in parse_qsl(parts.query)))
        sorts[sort] += 1
        if sorts[sort] <= 3:
            query = tuple(parse_qsl(parts.query))
            assert answer(book, path, query, form).status == 200, address


def test_same_graph_same_bytes(book: Book) -> None:
    """Two readings of one graph give the same pages, down to the places in a drawing."""
    other = Book.of(book.store, domain())
    for path, query in sample(book):
        assert answer(book, path, query).body == answer(other, path, query).body


def test_state_on_a_day_agrees_with_the_question(book: Book) -> None:
    """The timeline's answer for a day is the catalogue's, for what is dated."""
    question = book.catalogue.question("access-on-date")
    rows = ask(book.store, question, {"model": "Fable 5", "date": "2026-06-20"}).rows
    tree = page(book, "/timeline", ("on", "2026-06-20"), ("thing", "Fable 5"))
    held = tree.xpath("//section[@aria-labelledby='held']//tbody/tr")
    assert {words(row.find("td")) for row in held} == {row[2] for row in rows if row[4]}


def test_question_is_one_address_with_its_answer(book: Book) -> None:
    """A question's page shows the rows that `ask` gives, and the query with its values in it."""
    query = (("model", "Fable 5"), ("date", "2026-06-20"))
    tree = page(book, "/ask/access-on-date", *query)
    answered = ask(book.store, book.catalogue.question("access-on-date"), dict(query))
    shown = [[words(cell) for cell in row] for row in tree.xpath("//table//tbody/tr")]
    assert [row[2] for row in shown] == [row[2] for row in answered.rows]
    told = json.loads(answer(book, "/ask/access-on-date", query, "json").body)
    assert [list(row.values()) for row in told] == [list(row) for row in answered.rows]
    sparql = tree.find_class("code")[0].text_content()
    assert f"VALUES ?model {{ <{BASE}id/fable-5> }}" in sparql
    again = book.store.query(sparql)
    assert len(list(again)) == len(answered.rows)


def test_columns_without_a_value_are_left_out(book: Book) -> None:
    """An answer shows a column only where some row has a value in it; CSV keeps them all."""
    path = "/ask/suspended-models"
    shown = page(book, path)
    heads = [words(one) for one in shown.xpath('//table[contains(@class, "answer")]//th')]
    every_row = shown.xpath('//table[contains(@class, "answer")]//tbody/tr[not(@class)]')
    rows = [[words(cell) for cell in row] for row in every_row]
    assert rows
    assert all(any(column) for column in zip(*rows, strict=True))
    every = answer(book, path, (), "csv").body.decode().splitlines()[0].split(",")
    assert len(heads) == len(rows[0]) < len(every)


def test_a_quotation_of_an_answer_leads_to_its_claim(book: Book) -> None:
    """Each row's words lead to a claim or attribution that rests on exactly these words."""
    tree = page(book, "/ask/suspended-models")
    links = tree.xpath('//tr[@class="below"]//span[@class="words"]/a')
    assert (
        len(links)
        == len(tree.xpath('//table[contains(@class, "answer")]//tbody/tr[not(@class)]'))
        > 0
    )
    for link in links:
        node = ox.NamedNode(BASE + unquote(link.get("href")).lstrip("/"))
        assert " ".join(quote(book, node).words.split()) == words(link)


def test_words_that_name_what_holds_are_no_other_value(book: Book) -> None:
    """A situation's page lists no value twice for a property, once held and once not taken."""
    for name in nodes(book)["situation"]:
        for row in page(book, of_node(name)[0]).xpath('//dl[contains(@class, "tellings")]/div'):
            values = [words(one).casefold() for one in row.find_class("value")]
            held = [words(one).casefold() for one in row.xpath('.//li[@class="holds"]/span[1]')]
            assert not set(held) & set(values[len(held) :]), name


def test_questions_stand_under_their_topics(book: Book) -> None:
    """The list has every question once, each below the heading that its file names."""
    tree = page(book, "/ask")
    for section in tree.xpath("//section"):
        topic = words(section.find("h2"))
        names = {words(one) for one in section.xpath(".//code")}
        assert names == {one.name for one in book.catalogue.questions if one.topic == topic}
    assert len(tree.xpath("//section//code")) == len(book.catalogue.questions)


def test_wrong_parameters_are_told(book: Book) -> None:
    """A name that nothing bears offers near ones; a date that is none says how to write it."""
    found = answer(book, "/ask/access-on-date", (("model", "Fable 6"), ("date", "2026-06-20")))
    assert found.status == 400
    assert b"Did you mean" in found.body
    found = answer(book, "/timeline", (("on", "yesterday"),))
    assert found.status == 400
    assert b"is no day" in found.body
    for path in ("/claim/none", "/ask/none", "/id/none", "/none", "/dossier/claim/x"):
        assert answer(book, path, ()).status == 404, path


def test_search_finds_names_aliases_and_quotations(book: Book) -> None:
    """The very name comes first; facets count what they lead to."""
    tree = page(book, "/search", ("q", "anthropic"))
    hits = [words(one) for one in tree.find_class("hit")]
    assert hits[0] == "Anthropic"
    for link in tree.xpath("//aside//a"):
        count = int(words(link).rsplit(" ", 1)[-1].replace(",", ""))
        query = tuple(parse_qsl(urlsplit(link.get("href")).query))
        found = words(page(book, "/search", *query).get_element_by_id("results"))
        assert found.split()[0].replace(",", "") == str(count), link.get("href")


def test_long_lists_are_turned_not_cut(book: Book) -> None:
    """Every claim about a much-told entity stands on one of its pages, fifty on each."""
    first = page(book, "/id/anthropic")
    table = first.find_class("sayings")[0]
    rows = [row.find(".//a").get("href") for row in table.iterfind(".//tbody/tr")]
    assert len(rows) == 50
    pager = next(one for one in first.find_class("pager") if "claims" in one.get("aria-label"))
    total = int(re.search(r"of (\d+)", words(pager)).group(1))
    for number in range(2, -(-total // 50) + 1):
        turned = page(book, "/id/anthropic", ("claims", str(number))).find_class("sayings")[0]
        rows += [row.xpath(".//td[2]/a/@href")[0] for row in turned.iterfind(".//tbody/tr")]
    assert len(set(rows)) == len(rows) == total


def test_drawing_says_what_it_leaves_out(book: Book) -> None:
    """A neighbourhood is bounded and says so; the bound is a parameter."""
    tree = page(book, "/graph/id/anthropic", ("most", "10"))
    lead = words(tree.find_class("lead")[0])
    told = re.search(r"situations: (\d+) of (\d+) shown", lead)
    assert told
    assert int(told[1]) == 10 < int(told[2])
    wider = page(book, "/graph/id/anthropic", ("most", "80"))
    assert len(wider.find_class("node")) > len(tree.find_class("node"))


def test_whole_graph_is_handed_over(book: Book) -> None:
    """Each file that is listed comes as what the export writes; another name is not there."""
    links = page(book, "/downloads").xpath("//section[@aria-labelledby='files']//tbody//a/@href")
    assert len(links) == len(WHOLE)
    for address in links:
        found = answer(book, address, ())
        form = WHOLE[address.rpartition("/")[2]][0]
        assert (found.status, found.body) == (200, export(book.store, form))
    assert answer(book, "/downloads/other.ttl", ()).status == 404


def test_a_large_graph_is_handed_over_unsorted(book: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    """A graph that cannot be ordered at once is promised in the order of the store, and says so."""
    monkeypatch.setattr(downloads, "RUN", 10)
    fresh = replace(book, _kept={})
    tree = page(fresh, "/downloads")
    assert "too large to be sorted" in words(tree)
    links = tree.xpath("//section[@aria-labelledby='files']//tbody//a/@href")
    assert links == [f"/downloads/unsorted/{name}" for name in STREAMED]
    assert answer(fresh, "/downloads/claimgraph.ttl", ()).status == 404


@pytest.mark.parametrize("path", LISTS)
def test_an_empty_graph_has_pages_too(path: str, root: Path) -> None:
    """Without sources, and in another domain, every list says that there is nothing."""
    empty = Book.of(Store.memory(), domain(root / "tests" / "domains" / "recalls"))
    assert answer(empty, path, ()).status == 200
