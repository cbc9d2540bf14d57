"""What stands behind one row of an answer: the claims, situations and states that gave it."""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from pyoxigraph import NamedNode, QuerySolutions

from claimgraph import iri
from claimgraph.ask.catalogue import Answer, Question, ask, spelled
from claimgraph.errors import QueryError
from claimgraph.explain.chain import Reason, explain, explain_claims
from claimgraph.store.graphstore import GraphStore
from claimgraph.vocabulary import counted

PROJECTION: Final = re.compile(r"SELECT\s[^{}]*?WHERE", re.IGNORECASE)
SHOWN: Final = ("difference", "state", "situation", "claim")
"""Kinds of nodes that explain a row, from what was made to what was told."""


def explain_row(
    store: GraphStore, question: Question, params: Mapping[str, str], number: int
) -> Reason:
    """Why an answer has a row: down to the quotes of the claims that gave it.

    Rows are counted from 1. The query is asked again with the row's cells bound and every node
    that it passes on the way kept.

    Raises:
        QueryError: the answer has no such row, or a parameter is wrong.
    """
    answer = ask(store, question, params)
    if not 1 <= number <= len(answer.rows):
        rows = counted(len(answer.rows), "row")
        told = f"The answer of {question.name} has {rows}, none is row {number}"
        raise QueryError(f"{told}: give a number from 1.")
    nodes = _passed(store, spelled(store, question, params), answer, number)
    return Reason(_written(answer, number), "", (), tuple(_reasons(store, nodes)))


def _written(answer: Answer, number: int) -> str:
    cells = zip(answer.columns, answer.rows[number - 1], strict=True)
    return ", ".join(f"{column} {cell}" for column, cell in cells if cell)


def _passed(store: GraphStore, sparql: str, answer: Answer, number: int) -> set[NamedNode]:
    """The nodes of a row, and those that the query passes on its way to them."""
    row = dict(zip(answer.columns, answer.terms[number - 1], strict=True))
    found = {term for term in row.values() if isinstance(term, NamedNode)}
    try:
        solutions = store.query(PROJECTION.sub("SELECT * WHERE", sparql, count=1))
    except (QueryError, SyntaxError):  # what is counted or grouped has no way to tell
        return found
    if isinstance(solutions, QuerySolutions):
        names = [variable.value for variable in solutions.variables]
        for solution in solutions:
            told = {name: solution[name] for name in names}
            if all(told.get(name) == term for name, term in row.items() if name in told):
                found |= {term for term in told.values() if isinstance(term, NamedNode)}
    return found


def _reasons(store: GraphStore, nodes: set[NamedNode]) -> Iterator[Reason]:
    """Each node explained once: the claims themselves, the rest by what it is made of."""
    by_kind: dict[str, list[NamedNode]] = {kind: [] for kind in SHOWN}
    for node in sorted(nodes, key=lambda one: one.value):
        if (kind := iri.kind_of(node.value)) in by_kind:
            by_kind[kind].append(node)
    claims = by_kind.pop("claim")
    yield from explain_claims(store, claims)
    for kind, several in by_kind.items():
        for node in several:
            if kind != "situation" or not claims:
                yield explain(store, node.value)
    if not claims and not any(by_kind.values()):
        things = sorted((n for n in nodes if iri.kind_of(n.value)), key=lambda one: one.value)
        yield from (explain(store, node.value) for node in things)
