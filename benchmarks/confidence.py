"""Fits the log-odds of `claimgraph.extract.claims.confidence` and measures how truthful they are.

A claim counts as right when the gold has one of its type in its place. Every article is judged by
odds fitted on the others; the table printed last is fitted on all.

    python benchmarks/confidence.py GOLD:TEXTS[:DATES.tsv] ...
"""

import argparse
import csv
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from claimgraph import report
from claimgraph.evaluate import read_gold, score
from claimgraph.extract import Extractor
from claimgraph.extract.claims.confidence import LOG_ODDS, confidence, named
from claimgraph.layout import domain
from claimgraph.read import ReadOptions, read

Numbers = NDArray[np.float64]
RIDGE = 3.0  # keeps the odds of rare rules near nought
STEPS = 30
BINS = 10
Row = tuple[str, tuple[str, ...], bool]


def main() -> None:
    """Prints truthfulness today and by articles left out, then the table fitted on all."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sets", nargs="+", metavar="GOLD:TEXTS[:DATES]")
    rows = [row for each in parser.parse_args().sets for row in _rows(*map(Path, each.split(":")))]
    right = np.array([row[2] for row in rows], float)
    rules = np.array([[1.0, *_marks(row[1])] for row in rows])
    left_out = np.zeros(len(rows))
    for article in sorted({row[0] for row in rows}):
        own = np.array([row[0] == article for row in rows])
        left_out[own] = _odds(rules[own], _fitted(rules[~own], right[~own]))
    _print("as it is", np.array([confidence(row[1]) for row in rows]), right)
    _print("fitted, articles left out", left_out, right)
    for rule, weight in zip(("START", *LOG_ODDS), _fitted(rules, right), strict=True):
        print(f"{rule:32} {weight:6.2f}")


def _rows(gold: Path, texts: Path, dates: Path | None = None) -> Iterator[Row]:
    """The claims of each article: which, by what rules, and whether the gold has them."""
    published = {} if dates is None else _published(dates)
    extractor = Extractor(domain(None))
    for file in sorted(gold.glob("*.jsonl")):
        text = next(path for path in sorted(texts.iterdir()) if _is_of(path, file))
        options = ReadOptions(published=published.get(text.name, ""))
        (reading,) = extractor.read(read([text], options, None))
        records = [report.claim_record(each) for each in reading.claims]
        found = score([(file.stem, read_gold(file), records)])
        wrong = {id(miss.claim) for miss in found.misses if miss.kind == "spurious"}
        for claim, record in zip(reading.claims, records, strict=True):
            yield f"{gold}/{file.stem}", claim.reasons, id(record) not in wrong


def _is_of(text: Path, gold: Path) -> bool:
    return text.stem == gold.stem or text.stem.startswith((f"{gold.stem}-", f"{gold.stem}_"))


def _published(dates: Path) -> dict[str, str]:
    with dates.open(encoding="utf-8", newline="") as file:
        return {row["file"]: row["published"] for row in csv.DictReader(file, delimiter="\t")}


def _marks(reasons: tuple[str, ...]) -> list[float]:
    found = named(reasons)
    return [float(rule in found) for rule in LOG_ODDS]


def _fitted(rules: Numbers, right: Numbers) -> Numbers:
    """The weights of a ridge logistic regression, by Newton's method."""
    weights = np.zeros(rules.shape[1])
    ridge = np.eye(len(weights)) * RIDGE
    ridge[0, 0] = 0
    for _ in range(STEPS):
        likely = _odds(rules, weights)
        slope = rules.T @ (likely - right) + ridge @ weights
        bend = rules.T @ (rules * (likely * (1 - likely))[:, None]) + ridge
        weights = weights - np.linalg.solve(bend, slope)
    return weights


def _odds(rules: Numbers, weights: Numbers) -> Numbers:
    likely: Numbers = 1 / (1 + np.exp(-rules @ weights))
    return likely


def _print(label: str, sure: Numbers, right: Numbers) -> None:
    bins = np.minimum((sure * BINS).astype(int), BINS - 1)
    off = sum(
        abs(sure[bins == k].mean() - right[bins == k].mean()) * (bins == k).mean()
        for k in sorted(set(bins.tolist()))
    )
    apart = sure[right == 1][:, None] - sure[right == 0][None, :]
    ranked = ((apart > 0) + (apart == 0) / 2).mean()
    brier = ((sure - right) ** 2).mean()
    print(
        f"{label}: claims {len(right)}, right {right.mean():.3f}, mean {sure.mean():.3f}, "
        f"Brier {brier:.3f}, AUC {ranked:.3f}, calibration error {off:.3f}"
    )


if __name__ == "__main__":
    main()
