"""The question catalogue: SPARQL files with a header, asked with parameters bound as terms.

A file begins with the question, its topic if it has one, a line for each parameter and the columns:

    # Who could use a model on a day?
    # topic: Access to models
    # ?model: Model (iri)
    # ?day: Day (date)
    # -> model day status party
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cached_property
from pathlib import Path
from typing import Final, Protocol

import pyoxigraph as ox

from claimgraph.ask.names import Names, ontology_names, store_names, told_words
from claimgraph.ask.ordering import Row, order_apart
from claimgraph.errors import DomainError, QueryError, UnknownNameError
from claimgraph.layout import Domain, home
from claimgraph.store.binding import bound
from claimgraph.terms import Term, date
from claimgraph.vocabulary import XSD, local_name

Rows = tuple[Row, ...]
OTHERS: Final = "Other questions"
TOPIC: Final = "# topic: "
KINDS: Final = ("iri", "class", "string", "date", "integer", "boolean")
PARAMETER: Final = re.compile(
    rf"# \?(?P<name>\w+): (?P<label>.+) \((?P<kind>{'|'.join(KINDS)})(?P<optional>, optional)?\)"
)
VARIABLE: Final = re.compile(r"\?(\w+)")


class Queryable(Protocol):
    """Whatever answers SPARQL over all layers together: the project's store."""

    def query(self, sparql: str) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
        """The answer to a query."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """What a question may or must be told."""

    name: str
    label: str
    kind: str
    optional: bool = False

    @property
    def usage(self) -> str:
        """How it is written on the command line, in brackets if it may be left out."""
        kind = "NAME" if self.kind == "iri" else self.kind.upper()
        text = f"{self.name}={kind}"
        return f"[{text}]" if self.optional else text


@dataclass(frozen=True, slots=True)
class Question:
    """A question of the catalogue: its words, its parameters, its columns and its SPARQL."""

    name: str
    text: str
    parameters: tuple[Parameter, ...]
    columns: tuple[str, ...]
    sparql: str
    terms: Names = field(repr=False, compare=False)
    classes: Names = field(repr=False, compare=False)
    topic: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """The rows of an answer: `rows` in words, `terms` as the graph has them (None: not told)."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    sparql: str
    terms: Rows


@dataclass(frozen=True)
class Catalogue:
    """All questions of a domain, core questions included, by name."""

    questions: tuple[Question, ...]

    @classmethod
    def load(cls, domain: Domain) -> "Catalogue":
        """Reads and checks the query files of a domain.

        Raises:
            DomainError: a file is not as it should be; the message gives file and line.
        """
        terms, classes = ontology_names(domain)
        questions = [read_question(path, terms, classes) for path in domain.query_files()]
        return cls(tuple(sorted(questions, key=lambda question: question.name)))

    @cached_property
    def by_topic(self) -> tuple[tuple[str, tuple[Question, ...]], ...]:
        """The questions under their topics, both by name; those without a topic come last."""
        topics = sorted({one.topic for one in self.questions}, key=lambda t: (not t, t))
        return tuple(
            (topic or OTHERS, tuple(one for one in self.questions if one.topic == topic))
            for topic in topics
        )

    @cached_property
    def _by_name(self) -> Mapping[str, Question]:
        return {question.name: question for question in self.questions}

    def question(self, name: str) -> Question:
        """The question with this name.

        Raises:
            UnknownNameError: there is none; tells near names.
        """
        if found := self._by_name.get(name):
            return found
        near = get_close_matches(name, self._by_name, n=3, cutoff=0.4)
        raise UnknownNameError("question", name, tuple(near))


def question_named(domain: Domain, name: str) -> Question:
    """The question with this name, as the catalogue has it.

    No other query is read where the domain is the one that ships: its tests look through them all.

    Raises:
        DomainError: a file is not as it should be; the message gives file and line.
        UnknownNameError: there is no such question; tells near names.
    """
    files = {path.stem: path for path in domain.query_files()} if domain.root == home() else {}
    if path := files.get(name):
        return read_question(path, *ontology_names(domain))
    return Catalogue.load(domain).question(name)


def ask(
    store: Queryable | ox.Store, question: Question, params: Mapping[str, str] | None = None
) -> Answer:
    """The answer to a question.

    Args:
        store: the graph; without GRAPH, queries see all its layers.
        question: one of the catalogue.
        params: values as a person writes them: IRIs, labels or aliases of what the store holds,
            days, months or years, numbers, true or false.

    Raises:
        QueryError: a parameter is missing, unknown, or not of its kind.
        UnknownNameError: nothing in the store bears a name that was given.
    """
    asked = _Asked(store, question, dict(params or {}))
    _, terms = asked.solved()
    rows = tuple(tuple(asked.words(term) for term in row) for row in terms)
    return Answer(question.columns, rows, question.sparql, terms)


def spelled(
    store: Queryable | ox.Store, question: Question, params: Mapping[str, str] | None = None
) -> str:
    """The SPARQL of a question with the terms that are meant by what is given, to be run anywhere.

    Raises:
        QueryError: a parameter is missing, unknown, or not of its kind.
        UnknownNameError: nothing in the store bears a name that was given.
    """
    asked = _Asked(store, question, dict(params or {}))
    asked.check()
    return bound(question.sparql, asked.bindings())


def answered(store: Queryable | ox.Store, question: Question, terms: Mapping[str, Term]) -> Rows:
    """The rows of the answer with terms for some of the parameters, in the order it asks for."""
    sparql, order = order_apart(bound(question.sparql, terms), question.columns)
    return order.sorted(tuple(map(_term, row)) for row in _query(store, sparql))


def solve(
    store: Queryable | ox.Store, question: Question, params: Mapping[str, str], names: Names
) -> tuple[Mapping[str, Term], Rows]:
    """The terms to which parameters are bound, and the rows of the answer as the graph has them.

    For callers that ask often: `names` are those of the store, read beforehand; see `ask`.

    Raises:
        QueryError: a parameter is missing, unknown, or not of its kind.
        UnknownNameError: nothing in the store bears a name that was given.
    """
    return _Asked(store, question, dict(params), names).solved()


@dataclass(frozen=True)
class _Asked:
    """One asking: the store's names are read only when they are needed."""

    store: Queryable | ox.Store
    question: Question
    given: Mapping[str, str]
    known: Names | None = None

    @cached_property
    def names(self) -> Names:
        return self.known or store_names(lambda sparql: _query(self.store, sparql))

    def solved(self) -> tuple[Mapping[str, Term], Rows]:
        self.check()
        terms = self.bindings()
        return terms, answered(self.store, self.question, terms)

    @cached_property
    def words_of(self) -> Names:
        return told_words(lambda sparql: _query(self.store, sparql))

    def check(self) -> None:
        known = {parameter.name for parameter in self.question.parameters}
        name = self.question.name
        for unknown in sorted(self.given.keys() - known):
            raise UnknownNameError(
                f"parameter of {name}", unknown, tuple(get_close_matches(unknown, sorted(known)))
            )
        for parameter in self.question.parameters:
            if not parameter.optional and not self.given.get(parameter.name):
                told = f"{parameter.name} ({parameter.label})"
                raise QueryError(f"The question {name} needs {told}: give {parameter.usage}.")

    def bindings(self) -> dict[str, Term]:
        pairs = ((p, self.given.get(p.name, "")) for p in self.question.parameters)
        return {p.name: self.bind(p, value.strip()) for p, value in pairs if value.strip()}

    def bind(self, parameter: Parameter, value: str) -> Term:
        if parameter.kind == "class":
            return self.question.classes.find("class", value)
        if parameter.kind == "iri":
            known = self.names.exact(value) or self.question.terms.exact(value)
            return known or self.names.find(parameter.name, value, self.question.terms)
        return literal(parameter, value)

    def words(self, term: Term | None) -> str:
        if term is None:
            return ""
        if isinstance(term, ox.Literal):
            return term.value
        label = self.question.terms.label(term) or self.names.label(term)
        return label or self.words_of.label(term) or local_name(term.value)


def _query(store: Queryable | ox.Store, sparql: str) -> ox.QuerySolutions:
    if isinstance(store, ox.Store):
        found = store.query(sparql, use_default_graph_as_union=True)
    else:
        found = store.query(sparql)
    if not isinstance(found, ox.QuerySolutions):
        raise QueryError("A question of the catalogue is a SELECT query.")
    return found


def _term(value: object) -> Term | None:
    return value if isinstance(value, ox.NamedNode | ox.Literal) else None


def literal(parameter: Parameter, value: str) -> ox.Literal:
    """The literal for a value that a person wrote.

    Raises:
        QueryError: the value is not of the parameter's kind; says what it should look like.
    """
    try:
        found = _literal(parameter.kind, value)
    except (ValueError, OverflowError):  # half a character, a number beyond 64 bits
        found = None
    if found is None:
        told = f"{parameter.name}={value!r} is no {parameter.kind}"
        raise QueryError(f"{told}: {FORMS[parameter.kind]}")
    return found


def _literal(kind: str, value: str) -> ox.Literal | None:
    if kind == "date":
        found = date(value)
        return found if found.datatype.value != XSD + "string" else None
    if kind == "integer" and re.fullmatch(r"[+-]?[0-9]+", value):
        return ox.Literal(int(value))
    if kind == "boolean" and value.lower() in ("true", "false"):
        return ox.Literal(value.lower() == "true")
    return ox.Literal(value) if kind == "string" else None


FORMS: Final = {
    "string": "write it in characters that UTF-8 has.",
    "date": "write a day as 2026-06-20, a month as 2026-06 or a year as 2026.",
    "integer": "write a whole number in digits.",
    "boolean": "write true or false.",
}


def read_question(path: Path, terms: Names, classes: Names) -> Question:
    """A query file as a question.

    Raises:
        DomainError: the header is incomplete or disagrees with the query, or the query does not
            parse or has no fixed order; the message gives file and line.
    """
    lines = path.read_text(encoding="utf-8").splitlines()
    header = [line for line in lines if line.startswith("#")]
    if not header or not re.fullmatch(r"# .+\?", header[0]) or lines[0] != header[0]:
        raise DomainError(f"{path}:1", "does not begin with a question.", "Write `# Who ...?`.")
    topic = header[1].removeprefix(TOPIC) if header[1:] and header[1].startswith(TOPIC) else ""
    first = 3 if topic else 2
    parameters = tuple(_parameters(path, header, first))
    columns = _columns(path, header)
    sparql = "\n".join(lines) + "\n"
    _check_query(path, sparql, columns)
    for number, parameter in enumerate(parameters, first):
        _check_parameter(f"{path}:{number}", parameter, columns, sparql)
    return Question(path.stem, header[0][2:], parameters, columns, sparql, terms, classes, topic)


def _parameters(path: Path, header: list[str], first: int) -> Iterator[Parameter]:
    for number, line in enumerate(header[first - 1 : -1], first):
        match = PARAMETER.fullmatch(line)
        if match is None:
            raise DomainError(
                f"{path}:{number}",
                f"has a header line that is no parameter: {line!r}.",
                "Write `# ?name: Label (kind)` or `(kind, optional)` with a kind of "
                f"{', '.join(KINDS)}.",
            )
        yield Parameter(match["name"], match["label"], match["kind"], bool(match["optional"]))


def _columns(path: Path, header: list[str]) -> tuple[str, ...]:
    if not header[-1].startswith("# -> "):
        raise DomainError(
            f"{path}:{len(header)}", "does not tell its columns.", "End the header with `# -> a b`."
        )
    return tuple(header[-1].removeprefix("# -> ").split())


def _check_query(path: Path, sparql: str, columns: tuple[str, ...]) -> None:
    try:
        found = ox.Store().query(sparql)
    except SyntaxError as error:
        place = re.search(r"(\d+:\d+)", str(error))
        where = f"{path}:{place[1]}" if place else str(path)
        raise DomainError(where, f"does not parse: {error}.") from error
    if not isinstance(found, ox.QuerySolutions):
        raise DomainError(path, "is no SELECT query.")
    projected = tuple(variable.value for variable in found.variables)
    if projected != columns:
        told = f"has the columns {' '.join(projected)} and tells {' '.join(columns)}."
        raise DomainError(path, told, "Make header and SELECT agree.")
    body = re.sub(r"#.*|<[^>]*>|\"[^\"]*\"", "", sparql)
    if not re.search(r"\bORDER\s+BY\b", body):
        raise DomainError(path, "has no ORDER BY.", "Give every answer one order.")
    if wrong := re.search(r"\b(SERVICE|FROM)\b|SELECT\s+(DISTINCT\s+)?\*", body):
        raise DomainError(path, f"uses {wrong[0]}.", "Name the columns, and ask this store alone.")


def _check_parameter(
    place: str, parameter: Parameter, columns: tuple[str, ...], sparql: str
) -> None:
    name = parameter.name
    if name not in columns:
        raise DomainError(place, f"has a parameter ?{name} that is no column.", "Select it.")
    open_value = f"VALUES ?{name} {{ UNDEF }}"
    if parameter.optional and open_value not in sparql:
        remedy = f"Write `{open_value}`, which leaves it open."
        raise DomainError(place, f"has an optional parameter ?{name} that is not open.", remedy)
    if name not in VARIABLE.findall(sparql.partition("WHERE")[2]):
        raise DomainError(place, f"has a parameter ?{name} that the query does not use.")
