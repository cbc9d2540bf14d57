"""The page at /sparql: a query to write, examples, and its result with labels and links."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from pyoxigraph import NamedNode

from claimgraph.errors import UnknownNameError
from claimgraph.iri import kind_of
from claimgraph.query.formats import GRAPHS, SOLUTIONS
from claimgraph.terms import LABEL
from claimgraph.web.pages.answer import SERVED, html
from claimgraph.web.pages.book import Book
from claimgraph.web.pages.frame import Page
from claimgraph.web.pages.paths import Ref
from claimgraph.web.void import counts

START: Final = (
    "SELECT ?claim ?status WHERE {\n  ?claim a cg:Claim ; cg:status ?status .\n}\n"
    "ORDER BY ?claim\nLIMIT 20\n"
)
PATH: Final = "/sparql"
MOST_NAMED: Final = 2_000
"""So many of the nodes that are spoken of most are offered for completion."""
_LOCAL: Final = re.compile(r"[A-Za-z_](?:[\w.-]*[\w-])?")
NAMED: Final = f"""
PREFIX cg: <https://w3id.org/claimgraph/ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT ?node (SAMPLE(?name) AS ?label) (COUNT(DISTINCT ?ground) AS ?n)
WHERE {{ ?node cg:restsOn ?ground ; rdfs:label ?name }}
GROUP BY ?node ORDER BY DESC(?n) ?node LIMIT {MOST_NAMED}
"""


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a query; line 0 where no place is to blame, else `text` is the line."""

    title: str
    line: int = 0
    column: int = 0
    text: str = ""


@dataclass(frozen=True, slots=True)
class Result:
    """Rows with labels and links; `more` if there would be others; formats to keep them in."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Ref | None, ...], ...]
    more: bool
    formats: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class View:
    """What the template shows."""

    sparql: str
    limit: float
    default: tuple[str, ...]
    named: tuple[str, ...]
    examples: tuple[tuple[str, str], ...]
    result: Result | None
    problem: Problem | None


def page(book: Book, told: Mapping[str, Any]) -> bytes:
    """The editor as HTML, with the query, result or problem that the parent tells of."""
    sparql = told["sparql"] or _example(book, told["example"])
    view = View(
        sparql,
        told["limit"],
        tuple(told["default"]),
        tuple(told["named"]),
        tuple((question.name, question.text) for question in book.catalogue.questions),
        _result(book, told["result"]) if "result" in told else None,
        _problem(sparql, told["problem"]) if "problem" in told else None,
    )
    shown = Page("editor.html", "Query", view, PATH, section=PATH, wide=True)
    return html(book, shown, SERVED).encode()


def terms(book: Book) -> bytes:
    """Prefixes and terms for completion as JSON: short name, label, kind, how often it is used."""
    found = book.once("terms", lambda: list(_terms(book)))
    told = {"prefixes": dict(book.prefixes), "terms": found}
    return json.dumps(told, ensure_ascii=False).encode()


def _example(book: Book, name: str) -> str:
    try:
        return book.catalogue.question(name).sparql if name else START
    except UnknownNameError:
        return START


def _problem(sparql: str, told: Mapping[str, Any]) -> Problem:
    line = told.get("line", 0)
    lines = sparql.splitlines()
    text = lines[line - 1] if 0 < line <= len(lines) else ""
    return Problem(told["title"], line, told.get("column", 0), text)


def _result(book: Book, told: Mapping[str, Any]) -> Result:
    columns = tuple(told["columns"])
    rows = tuple(tuple(_ref(book, term) for term in row) for row in told["rows"])
    formats = GRAPHS if told["graph"] else SOLUTIONS
    return Result(columns, rows, told["more"], tuple(formats))


def _ref(book: Book, term: Mapping[str, str] | None) -> Ref | None:
    if term is None:
        return None
    if term["type"] == "iri":
        return book.ref(term["value"])
    kind = term.get("language") or term.get("datatype", "").rpartition("#")[2]
    return Ref(term["value"], kind="" if kind == "string" else kind)


def _terms(book: Book) -> Iterator[dict[str, str | int]]:
    """Classes and properties first, then the nodes that claims speak of most."""
    used = book.once("terms counted", lambda: counts(book.store))
    labels = {name: book.label(name) for name in _labelled(book)}
    known = {*labels, *used.classes, *used.properties}
    for name in sorted(one for one in known if not kind_of(one)):
        number = used.classes.get(name) or used.properties.get(name, 0)
        kind = "property" if name in used.properties else "class" if name in used.classes else ""
        yield _term(book, name, labels.get(name, ""), kind, number)
    for node, label, number in book.store.rows(NAMED):
        yield _term(book, node.value, label.value, "named", int(number.value))


def _labelled(book: Book) -> Iterator[str]:
    for triple in book.ontology.triples:
        if triple.predicate == LABEL and isinstance(triple.subject, NamedNode):
            yield triple.subject.value


def _term(book: Book, name: str, label: str, kind: str, number: int) -> dict[str, str | int]:
    return {"name": short(name, book.prefixes), "label": label, "kind": kind, "count": number}


def short(name: str, prefixes: Mapping[str, str]) -> str:
    """An IRI as SPARQL may write it: prefixed if it can be, else in brackets.

    >>> short("http://x/a#b", {"x": "http://x/a#"}), short("http://y/", {})
    ('x:b', '<http://y/>')
    """
    for prefix, space in sorted(prefixes.items(), key=lambda pair: -len(pair[1])):
        if name.startswith(space) and _LOCAL.fullmatch(name[len(space) :]):
            return f"{prefix}:{name[len(space) :]}"
    return f"<{name}>"
