"""The question catalogue: all questions, and each as a form with its answer below."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from pyoxigraph import NamedNode

from claimgraph import iri
from claimgraph.ask.catalogue import Parameter, Question, Rows, solve
from claimgraph.ask.names import Names, store_names
from claimgraph.errors import QueryError, UnknownNameError
from claimgraph.model import Status
from claimgraph.store.binding import bound
from claimgraph.terms import Term
from claimgraph.vocabulary import local_name
from claimgraph.web.pages.book import Book
from claimgraph.web.pages.frame import Page, Part, Table, part
from claimgraph.web.pages.paths import Query, Ref
from claimgraph.web.pages.quoted import COLUMN as QUOTATION
from claimgraph.web.pages.quoted import Row, holders
from claimgraph.web.pages.register import register
from claimgraph.web.pages.told import quote

ROOT = Ref("Overview", "/")
ON_ONE_PAGE = 200
MOST_NAMES = 400
FIT_BESIDE = 4
"""With more columns than these, a quotation stands below its row and not beside it."""

BELOW = (QUOTATION, "source")

STATUSES = frozenset(status.value for status in Status)


@dataclass(frozen=True, slots=True)
class Field:
    """A parameter as a form asks for it: what was given, and what may be chosen."""

    parameter: Parameter
    value: str
    choices: tuple[str, ...]
    hint: str


@dataclass(frozen=True, slots=True)
class Cell:
    """A value of an answer; `status` where it is one."""

    ref: Ref
    status: str = ""


@dataclass(frozen=True, slots=True)
class View:
    """A question with its form, and its answer where it was asked."""

    question: Question
    fields: tuple[Field, ...]
    asked: bool
    error: str
    near: tuple[tuple[str, Query], ...]
    rows: Part[Row] | None
    cells: tuple[tuple[Cell, ...], ...]
    sparql: str

    @property
    def told(self) -> tuple[int, ...]:
        """The places of the columns in which a row that is shown has a value."""
        every = zip(*self.cells, strict=True)
        return tuple(n for n, column in enumerate(every) if any(c.ref.label for c in column))

    @property
    def below(self) -> tuple[int, ...]:
        """Of these, the quotation and its source, where they do not fit beside all the others."""
        places = [self.question.columns.index(name) for name in BELOW if name in self._names]
        return tuple(places) if QUOTATION in self._names and len(self.told) > FIT_BESIDE else ()

    def under(self, row: Sequence[Cell]) -> tuple[Cell, ...]:
        """What stands below a row: its quotation and source, as far as it has them."""
        return tuple(row[place] for place in self.below if row[place].ref.label)

    @property
    def _names(self) -> set[str]:
        return {self.question.columns[place] for place in self.told}


HINTS = {
    "iri": "a name, another name, or an IRI",
    "class": "a class of the ontology",
    "date": "2026-06-20, 2026-06 or 2026",
    "integer": "a whole number",
    "boolean": "true or false",
    "string": "words",
}


def listed(book: Book, path: str, query: Query) -> Page:
    """All questions, by topic."""
    questions = book.catalogue.questions
    table = Table(
        ("name", "question", "parameters"),
        tuple((q.name, q.text, " ".join(p.usage for p in q.parameters)) for q in questions),
    )
    view = book.catalogue.by_topic
    return Page("questions.html", "Questions", view, path, query, path, (ROOT,), table)


def page(book: Book, path: str, query: Query) -> Page:
    """One question: its form, and its answer as soon as it has what it needs.

    Raises:
        UnknownNameError: the catalogue has no such question.
    """
    question = book.catalogue.question(path.removeprefix("/ask/"))
    names = [parameter.name for parameter in question.parameters]
    given = {key: value.strip() for key, value in query if key in names and value.strip()}
    clean = tuple((name, given[name]) for name in names if name in given)
    turned = tuple(pair for pair in query if pair[0] == "page")
    solved = _solved(book, question, given)
    answered = solved.rows is not None
    listed = part(solved.rows or (), (path, (*clean, *turned)), "page", ON_ONE_PAGE)
    cells = _cells(book, question, listed.shown)
    view = View(
        question,
        tuple(_field(book, one, given.get(one.name, "")) for one in question.parameters),
        answered,
        solved.error,
        solved.near,
        listed if answered else None,
        cells,
        bound(question.sparql, solved.bound),
    )
    rows = (tuple(_words(book, term) for term in row) for row in solved.rows or ())
    table = Table(question.columns, rows)
    named = {term for row in solved.rows or () for term in row if isinstance(term, NamedNode)}
    nodes = tuple(sorted((n for n in named if not book.is_term(n.value)), key=lambda n: n.value))
    return Page(
        "question.html",
        question.text,
        view,
        path,
        clean,
        "/ask",
        (ROOT, Ref("Questions", "/ask")),
        table,
        nodes,
        400 if solved.error else 200,
        wide=answered,
    )


@dataclass(frozen=True, slots=True)
class _Solved:
    """What asking gave: rows, or none where it was not asked or could not be."""

    bound: Mapping[str, Term]
    rows: Rows | None = None
    error: str = ""
    near: tuple[tuple[str, Query], ...] = ()


def _solved(book: Book, question: Question, given: Mapping[str, str]) -> _Solved:
    if any(not one.optional and one.name not in given for one in question.parameters):
        return _Solved({})
    try:
        return book.lately(
            ("asked", question.name, *chain.from_iterable(sorted(given.items()))),
            lambda: _Solved(*solve(book.store, question, given, names_of(book))),
        )
    except UnknownNameError as problem:
        return _Solved({}, None, str(problem), _near(problem, given))
    except QueryError as problem:
        return _Solved({}, None, str(problem))


def names_of(book: Book) -> Names:
    """The names by which people call what the store holds."""
    return book.once("names", lambda: store_names(book.store.rows))


def _field(book: Book, parameter: Parameter, value: str) -> Field:
    return Field(parameter, value, _choices(book, parameter), HINTS[parameter.kind])


def _choices(book: Book, parameter: Parameter) -> tuple[str, ...]:
    if parameter.kind == "boolean":
        return ("true", "false")
    if parameter.kind == "class":
        return tuple(sorted({book.label(one.value) for one in book.ontology.claim_types}))
    if parameter.kind == "iri":
        return book.once("choices", lambda: _entities(book))
    return ()


def _entities(book: Book) -> tuple[str, ...]:
    """The names of what most sources speak of, to choose from."""
    entries = [entry for entry in register(book).entries if entry.kind == "entity"]
    ordered = sorted(entries, key=lambda entry: (-entry.weight, entry.label))
    return tuple(dict.fromkeys(entry.label for entry in ordered[:MOST_NAMES]))


def _near(problem: UnknownNameError, given: Mapping[str, str]) -> tuple[tuple[str, Query], ...]:
    """What may have been meant, each with the parameters that ask so."""
    wrong = next((key for key, value in given.items() if value == problem.name), "")
    return tuple(
        (name, tuple((key, name if key == wrong else value) for key, value in given.items()))
        for name in problem.near
        if wrong
    )


def _cells(book: Book, question: Question, rows: Sequence[Row]) -> tuple[tuple[Cell, ...], ...]:
    """Rows as they are shown; a quotation leads to the claim that it is of."""
    behind = holders(book, question.columns, rows)

    def cell(row: Row, name: str, term: Term | None) -> Cell:
        found = _cell(book, term)
        if name == QUOTATION and row in behind:
            return Cell(replace(book.ref(behind[row]), label=found.ref.label))
        return found

    return tuple(
        tuple(cell(row, name, term) for name, term in zip(question.columns, row, strict=True))
        for row in rows
    )


def _cell(book: Book, term: Term | None) -> Cell:
    if term is None:
        return Cell(Ref(""))
    name = local_name(term.value).casefold()
    is_status = isinstance(term, NamedNode) and book.is_term(term.value) and name in STATUSES
    return Cell(book.ref(term), name if is_status else "")


def _words(book: Book, term: Term | None) -> str:
    """A value as `claimgraph ask` prints it: sources by their ids, claims by all their words."""
    if term is None or not isinstance(term, NamedNode):
        return term.value if term else ""
    if iri.kind_of(term.value) == "claim":
        return f"\u201c{' '.join(quote(book, term).words.split())}\u201d"
    return names_of(book).label(term) or book.label(term.value)
