"""One query, answered from an opened store into a sink, in the format that its kind calls for."""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import chain, islice
from typing import IO, Any, Final, cast

import pyoxigraph as ox
from pyoxigraph import QueryBoolean, QuerySolutions, QueryTriples, serialize

from claimgraph.canonical import Format, write
from claimgraph.query.formats import (
    GRAPH_WRITERS,
    GRAPHS,
    ROWS,
    SOLUTION_WRITERS,
    SOLUTIONS,
)
from claimgraph.query.frames import RefusedError, Reply
from claimgraph.query.scanner import names_dataset
from claimgraph.store.embedded import Store
from claimgraph.store.graphstore import GraphStore
from claimgraph.terms import sort_key

_AT: Final = re.compile(r"error at (\d+):(\d+): (.*)", re.DOTALL)
_ENUMERATED: Final = re.compile(r"\[[^\]]*\\u\{[^\]]*\]")
SMALL: Final = 5_000
_BLANK: Final = re.compile(r"(?:, )?\[_\]")
_UNDECLARED: Final = "Prefix not found"
_TRIPLE: Final = ("subject", "predicate", "object")


@dataclass(frozen=True, slots=True)
class Job:
    """A query and how it is to be answered.

    Attributes:
        solutions: the format of rows and of yes or no; nothing if there is none to the asker's
            liking.
        graph: the format of triples, likewise.
        base: the IRI that relative ones are resolved against.
        default, named: the IRIs of the dataset's graphs; None leaves them to the query, and to
            all layers together where it names none.
        ordered: all triples sorted, so that the same graph gives the same bytes; else only a
            small graph is.
        rows: how many rows at most, where the format is `rows`.
    """

    sparql: str
    solutions: str = ""
    graph: str = ""
    base: str | None = None
    default: list[str] | None = None
    named: list[str] | None = None
    ordered: bool = False
    rows: int = 1000

    @classmethod
    def of(cls, told: Mapping[str, Any]) -> "Job":
        """The job in a message."""
        return cls(**told)

    def told(self) -> dict[str, Any]:
        """The message that a job stands in; `dataclasses.asdict` would copy it all, and slowly."""
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(frozen=True)
class Answering:
    """A store and the prefixes that its queries need not declare."""

    store: GraphStore
    prefixes: Mapping[str, str] = field(default_factory=dict)

    def answer(self, job: Job, reply: Reply) -> None:
        """Writes the answer to a query.

        Raises:
            RefusedError: the query does not parse, fits no format asked for, reaches out of the
                store, or needs more memory than there is.
        """
        try:
            self._write(job, self._ask(job), reply)
        except SyntaxError as error:
            raise _located(str(error), job.sparql) from error
        except MemoryError as error:
            raise RefusedError("memory", "The query needs more memory than it may use.") from error
        except OSError as error:
            raise RefusedError(
                "elsewhere", f"The query reaches out of the store: {error}."
            ) from error
        except (RuntimeError, ValueError) as error:
            raise RefusedError("failed", f"The query cannot be answered: {error}.") from error

    def _ask(self, job: Job) -> QuerySolutions | QueryBoolean | QueryTriples:
        told = job.default is not None or job.named is not None
        names = {name: at for name, at in self.prefixes.items() if f"{name}:" in job.sparql}
        if not isinstance(self.store, Store):
            return self._ask_there(job, names, told=told)
        return self.store.inner.query(
            job.sparql,
            base_iri=job.base,
            prefixes=names,
            use_default_graph_as_union=not told and not names_dataset(job.sparql),
            default_graph=_graphs(job.default) if told else None,
            named_graphs=_graphs(job.named) if told else None,
        )

    def _ask_there(
        self, job: Job, names: Mapping[str, str], *, told: bool
    ) -> QuerySolutions | QueryBoolean | QueryTriples:
        """Asks the server that holds the graph; what does not parse is told here already."""
        if told:
            why = "This store is in a server; name graphs with FROM in the query itself."
            raise RefusedError("syntax", why)
        ox.Store().query(job.sparql, base_iri=job.base, prefixes=dict(names))
        return self.store.query(job.sparql, prefixes=names)

    def _write(
        self, job: Job, found: QuerySolutions | QueryBoolean | QueryTriples, reply: Reply
    ) -> None:
        kind = "graph" if isinstance(found, QueryTriples) else "solutions"
        form = job.graph if kind == "graph" else job.solutions
        reply.head(kind=kind, format=form)
        if form == ROWS:
            reply.write(json.dumps(_rows(found, job.rows), ensure_ascii=False).encode())
        elif isinstance(found, QueryTriples):
            self._write_graph(job, found, reply)
        elif form in SOLUTION_WRITERS:
            found.serialize(output=cast("IO[bytes]", reply), format=SOLUTION_WRITERS[form])
        else:
            raise _unfit("Rows", form, SOLUTIONS)

    def _write_graph(self, job: Job, found: QueryTriples, reply: Reply) -> None:
        if job.graph not in GRAPH_WRITERS:
            raise _unfit("A graph", job.graph, GRAPHS)
        first = list(found if job.ordered else islice(found, SMALL + 1))
        whole = job.ordered or len(first) <= SMALL
        if whole and job.graph == Format.TURTLE:
            quads = (ox.Quad(t.subject, t.predicate, t.object) for t in first)
            reply.write(write(quads, Format.TURTLE, self.prefixes))
            return
        triples = sorted(set(first), key=sort_key) if whole else chain(first, found)
        names, form = dict(self.prefixes), GRAPH_WRITERS[job.graph]
        serialize(triples, output=cast("IO[bytes]", reply), format=form, prefixes=names)


def _graphs(names: Iterable[str] | None) -> Any:  # noqa: ANN401, its two users differ in type
    found = []
    for name in names or ():
        try:
            found.append(ox.NamedNode(name))
        except ValueError as error:
            raise RefusedError("syntax", f"{name!r} names no graph: it is no IRI.") from error
    return found


def _unfit(what: str, form: str, known: Iterable[str]) -> RefusedError:
    asked = f" as {form}" if form else " in any format that was asked for"
    return RefusedError("format", f"{what} cannot be written{asked}; choose {', '.join(known)}.")


def _located(problem: str, sparql: str) -> RefusedError:
    if not sparql.strip():
        return RefusedError("syntax", "The query is empty; write one.")
    match = _AT.search(problem)
    if match is None:
        return RefusedError("syntax", f"The query does not parse: {problem}.")
    line, column, what = int(match[1]), int(match[2]), _ENUMERATED.sub("a letter", match[3])
    what = _UNDECLARED if _UNDECLARED in what else _BLANK.sub("", what)
    lines = sparql.splitlines()
    near = repr(lines[line - 1].strip()[:60]) if line <= len(lines) else "its end"
    told = f"query:{line}:{column}: does not parse near {near}: {what}"
    return RefusedError("syntax", told, line, column)


def _rows(found: QuerySolutions | QueryBoolean | QueryTriples, most: int) -> dict[str, object]:
    """The first rows as terms; a yes or no is a row of its own, a triple too."""
    if isinstance(found, QueryBoolean):
        columns: tuple[str, ...] = ("answer",)
        value = _term(ox.Literal(bool(found)))
        return {"columns": columns, "rows": [[value]], "more": False, "graph": False}
    if isinstance(found, QueryTriples):
        columns, rows = _TRIPLE, ((t.subject, t.predicate, t.object) for t in found)
    else:
        columns = tuple(variable.value for variable in found.variables)
        rows = (tuple(row) for row in found)
    shown = [[_term(term) for term in row] for row in islice(rows, most)]
    more = next(rows, None) is not None
    graph = isinstance(found, QueryTriples)
    return {"columns": columns, "rows": shown, "more": more, "graph": graph}


def _term(term: Any) -> dict[str, str] | None:  # noqa: ANN401, whatever a row can hold
    if term is None:
        return None
    if isinstance(term, ox.Literal):
        return {
            "type": "literal",
            "value": term.value,
            "datatype": term.datatype.value,
            "language": term.language or "",
        }
    if isinstance(term, ox.NamedNode):
        return {"type": "iri", "value": term.value}
    return {"type": "other", "value": str(term)}
