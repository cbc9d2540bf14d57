"""What each question of the catalogue costs over a store: for all there is, and for terms of it.

    python benchmarks/questions.py STORE

A parameter that may be left out is bound to terms of its own column: the three that stand in most
rows, and five others. One that must be given is bound to what most claims speak of, and to others.
Costs are processor time: the clock tells more of a machine's other work than of a query.
"""

import argparse
import sys
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice, product
from pathlib import Path
from typing import Any, Final

from claimgraph.ask.catalogue import Catalogue, Parameter, Question, answered, literal
from claimgraph.layout import domain
from claimgraph.store.embedded import Store
from claimgraph.terms import Term

CG: Final = "PREFIX cg: <https://w3id.org/claimgraph/ns#> "
ROLES: Final = "cg:agent|cg:recipient|cg:object|cg:authority"
RANKED: Final = {
    "iri": f"?claim {ROLES} ?term",
    "class": "?claim cg:type ?term",
    "source": "?claim cg:source ?term",
    "kind": f"?claim {ROLES} ?entity . ?entity a ?term",
}
"""What terms are given for parameters, by kind or name; the most frequent come first."""
WRITTEN: Final = {
    "word": ("suspen", "order", "denied"),
    "date": ("2026-03-05", "2026-02"),
    "from": ("2026-03-01",),
    "until": ("2026-03-09",),
}
MOST_PAIRS: Final = 12


@dataclass(frozen=True, slots=True)
class Cost:
    """One asking: what was bound, how many rows came, and the processor time in seconds."""

    question: str
    bound: Mapping[str, Term]
    rows: int
    seconds: float


@dataclass(frozen=True)
class Asker:
    """A store whose catalogue is asked."""

    store: Store

    def costs(self, questions: Sequence[Question]) -> Iterator[Cost]:
        """What each question costs, without parameters where it can be asked so, and with them."""
        for question in questions:
            rows: Sequence[Sequence[Any]] = ()
            if all(one.optional for one in question.parameters):
                cost, rows = self.asked(question, {})
                yield cost
            for bound in self.bindings(question, rows):
                yield self.asked(question, bound)[0]

    def asked(
        self, question: Question, bound: Mapping[str, Term]
    ) -> tuple[Cost, Sequence[Sequence[Any]]]:
        """One asking, and its rows."""
        started = time.process_time()
        rows = answered(self.store, question, bound)
        return Cost(question.name, bound, len(rows), time.process_time() - started), rows

    def bindings(
        self, question: Question, rows: Sequence[Sequence[Any]]
    ) -> Iterator[Mapping[str, Term]]:
        """What to bind: all needed parameters together, else each on its own."""
        needed = [one for one in question.parameters if not one.optional]
        if needed:
            columns = [self.terms(one) for one in needed]
            names = [one.name for one in needed]
            pairs = islice(product(*columns), MOST_PAIRS)
            yield from (dict(zip(names, terms, strict=True)) for terms in pairs)
            return
        for parameter in question.parameters:
            place = question.columns.index(parameter.name)
            own: Counter[Term] = Counter(row[place] for row in rows if row[place] is not None)
            terms = self.terms(parameter) if parameter.name in WRITTEN else picked(own)
            yield from ({parameter.name: term} for term in terms)

    def terms(self, parameter: Parameter) -> Sequence[Term]:
        """Terms for a parameter that cannot be left out."""
        if parameter.name in WRITTEN:
            return [literal(parameter, text) for text in WRITTEN[parameter.name]]
        return self.ranked.get(parameter.name) or self.ranked[parameter.kind]

    @cached_property
    def ranked(self) -> Mapping[str, Sequence[Term]]:
        """The terms that are most spoken of, and some others, by kind of parameter."""
        found = {}
        for name, pattern in RANKED.items():
            sparql = f"{CG} SELECT ?term (COUNT(*) AS ?n) WHERE {{ {pattern} }} GROUP BY ?term"
            counted: Counter[Term] = Counter()
            for row in self.store.query(sparql):  # type: ignore[union-attr]
                counted[row["term"]] = int(row["n"].value)
            found[name] = picked(counted)
        return found


def picked(counts: Counter[Term]) -> Sequence[Term]:
    """The three most frequent terms, and five spread over the others."""
    ordered = sorted(counts, key=lambda term: (-counts[term], str(term)))
    rest = ordered[3:]
    return [*ordered[:3], *rest[:: max(1, len(rest) // 5)][:5]]


def high(figures: Sequence[float]) -> float:
    """The 95th percentile."""
    ordered = sorted(figures)
    return ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))] if ordered else 0.0


def table(costs: Sequence[Cost]) -> Iterator[str]:
    """The costs of each question as a table in Markdown."""
    yield "| question | list, ms | rows | bound: median, ms | most, ms | rows then |"
    yield "|---|---:|---:|---:|---:|---:|"
    for name in dict.fromkeys(cost.question for cost in costs):
        own = [cost for cost in costs if cost.question == name]
        whole = next((cost for cost in own if not cost.bound), None)
        bound = sorted((c for c in own if c.bound), key=lambda cost: cost.seconds)
        cells = [f"{whole.seconds * 1000:.0f}", f"{whole.rows:,}"] if whole else ["", ""]
        if bound:
            most = bound[-1]
            cells += [f"{one.seconds * 1000:.1f}" for one in (bound[len(bound) // 2], most)]
            cells.append(f"{most.rows:,}")
        yield f"| {name} | {' | '.join([*cells, '', '', ''][:5])} |"


def main() -> int:
    """Asks everything and prints the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("store", type=Path)
    with Store.open(parser.parse_args().store, read_only=True) as store:
        costs = list(Asker(store).costs(Catalogue.load(domain()).questions))
    print("\n".join(table(costs)))
    for name, own in (
        ("bound", [cost.seconds for cost in costs if cost.bound]),
        ("lists", [cost.seconds for cost in costs if not cost.bound]),
    ):
        print(f"\n{name}: {len(own)} askings, 95th percentile {high(own) * 1000:.0f} ms")
    return 0


if __name__ == "__main__":
    sys.exit(main())
