"""The page at /sparql: a query to write, examples, and its result with labels and links."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from claimgraph.web.pages.paths import Ref

START = "SELECT ?claim ?status WHERE {\n  ?claim a cg:Claim ; cg:status ?status .\n}\nLIMIT 20\n"


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a query; line 0 where no place is to blame."""

    title: str
    line: int = 0
    column: int = 0


@dataclass(frozen=True, slots=True)
class Result:
    """Rows with labels and links; `more` if there would be others."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Ref | None, ...], ...]
    more: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """What the parent tells: the query, its result or its problem."""

    sparql: str
    limit: float
    default: tuple[str, ...] = ()
    named: tuple[str, ...] = ()
    result: Mapping[str, Any] | None = None
    problem: Mapping[str, Any] | None = None

    @classmethod
    def of(cls, told: Mapping[str, Any]) -> "Shown":
        """What stands in a job."""
        return cls(**{key: value for key, value in told.items() if key != "make"})
