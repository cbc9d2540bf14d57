"""The chapters on questions and on rules: what they ask or derive, and their SPARQL."""

from collections.abc import Iterable, Mapping
from typing import Final

from claimgraph.ask.catalogue import Catalogue, Question
from claimgraph.declared import names_in_query
from claimgraph.manual.chapter import Chapter, Item, Section, code, fence, plain, points, table
from claimgraph.manual.places import Places

LEAD: Final = (
    "`claimgraph ask NAME key=value` asks one; so do the pages of `serve` and the API. A `NAME` is "
    "a label, an alias or an IRI. `--show` prints the SPARQL, which runs as it is on any store "
    "that holds the graph."
)
RULES: Final = (
    "What becomes a direct relation beyond the closure of OWL 2 RL. A rule reads entities and "
    "consensus, never claims; what it gives is in the inferred layer."
)


def chapter(catalogue: Catalogue, places: Places) -> Chapter:
    """All questions, by topic."""
    sections = [
        Section(topic, tuple(_item(one, places) for one in questions))
        for topic, questions in catalogue.by_topic
    ]
    return Chapter("questions", "Questions", LEAD, tuple(sections))


def rules(files: Mapping[str, str], places: Places) -> Chapter:
    """All rules, by name."""
    items = [_rule(name, sparql, places) for name, sparql in sorted(files.items())]
    return Chapter("rules", "Rules", RULES, (Section("By name", tuple(items)),) if items else ())


def link(chapter_name: str, name: str) -> str:
    """A question or rule by its name, linked."""
    return f"[{code(name)}]({chapter_name}.md#{name})"


def _item(question: Question, places: Places) -> Item:
    parameters = table(
        ("parameter", "is", "write"),
        [
            (code(p.name), plain(p.label) + (", if you like" if p.optional else ""), code(p.usage))
            for p in question.parameters
        ],
    )
    rows = (
        ("Columns", ", ".join(code(name) for name in question.columns)),
        ("Speaks of", _terms(question.sparql, places)),
    )
    parts = (plain(question.text), parameters, points(rows), fence(question.sparql, "sparql"))
    body = "\n\n".join(part for part in parts if part)
    return Item(question.name, code(question.name), body, question.text, question.name)


def _rule(name: str, sparql: str, places: Places) -> Item:
    said = " ".join(line.lstrip("# ") for line in _comments(sparql.splitlines()))
    text = said.removeprefix("Rule: ")
    rows = points([("Speaks of", _terms(sparql, places))])
    body = "\n\n".join((plain(text), rows, fence(sparql, "sparql")))
    return Item(name, code(name), body, text, name)


def _comments(lines: Iterable[str]) -> list[str]:
    """The comment with which a file begins."""
    found: list[str] = []
    for line in lines:
        if not line.startswith("#"):
            break
        found.append(line)
    return found


def _terms(sparql: str, places: Places) -> str:
    names = sorted({name for name in names_in_query(sparql) if name in places.found})
    return ", ".join(places.link(name) for name in names)
