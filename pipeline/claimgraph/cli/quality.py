"""`evaluate`: how well the extraction reads texts that people have annotated."""

import csv
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from claimgraph import report
from claimgraph.cli import options
from claimgraph.cli.render import progress, rows_in, table
from claimgraph.errors import SourceError

if TYPE_CHECKING:
    from claimgraph.evaluate import Record, Score

FOLDER = click.Path(path_type=Path, exists=True, file_okay=False)
EXISTING = click.Path(path_type=Path, exists=True)
SUFFIXES = (".txt", ".md", ".html", ".pdf")
RATES = ("claim", "core", "argument", "strict", "speaker")


@click.command()
@click.argument("gold", type=EXISTING)
@click.option("--texts", type=FOLDER, required=True, help="Folder of the texts, paired by stem.")
@click.option("--dates", type=EXISTING, help="Table with columns file and published.")
@click.option("--misses", is_flag=True, help="List the claims without a partner, by cause.")
@options.domain_option
@options.model_option
@options.format_option("table", "json", "csv")
def evaluate(
    gold: Path,
    texts: Path,
    dates: Path | None,
    misses: bool,
    domain: Path | None,
    model: str | None,
    form: str,
) -> None:
    """Score the extraction against GOLD: a .jsonl file, or a folder of them.

    03.jsonl goes with 03.txt, 03-anything.txt or 03_anything.txt of the folder of texts.

    \b
    claimgraph evaluate gold/ --texts texts/ --dates texts/INDEX.tsv --misses
    """
    from claimgraph.evaluate import read_gold, score

    files = sorted(gold.glob("*.jsonl")) if gold.is_dir() else [gold]
    if not files:
        raise SourceError(gold, "holds no .jsonl file.", "Name the folder of the gold standard.")
    pairs = [(file.stem, _text_of(file, texts)) for file in files]
    predicted = _read(pairs, _published(dates), options.place(None, domain, model))
    result = score((f.stem, read_gold(f), predicted[f.stem]) for f in files)
    if misses:
        _print_misses(result)
    _print_score(result, form)


def _text_of(gold: Path, texts: Path) -> Path:
    for path in sorted(texts.iterdir()):
        own = path.stem == gold.stem or path.stem.startswith((f"{gold.stem}-", f"{gold.stem}_"))
        if own and path.suffix in SUFFIXES:
            return path
    raise SourceError(gold, f"has no text in {texts}.", f"Expected {gold.stem}-*.txt there.")


def _published(dates: Path | None) -> dict[str, str]:
    if dates is None:
        return {}
    with dates.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    if rows and not {"file", "published"} <= rows[0].keys():
        raise SourceError(dates, "lacks the columns file and published.", "Separate by tabs.")
    return {row["file"]: row["published"] for row in rows}


def _read(
    pairs: list[tuple[str, Path]], published: dict[str, str], where: options.Place
) -> dict[str, list["Record"]]:
    """The predicted records of each text, under the stem of its gold file."""
    from claimgraph.extract import Extractor
    from claimgraph.layout import DEFAULT_MODEL, domain
    from claimgraph.read import ReadOptions, read

    extractor = Extractor(domain(where.domain), where.model or DEFAULT_MODEL)
    predicted: dict[str, list[Record]] = {}
    with progress("reading", len(pairs)) as tick:
        for stem, path in pairs:
            known = ReadOptions(published=published[path.name]) if path.name in published else None
            (found,) = read([path], known or ReadOptions(), None)
            if isinstance(found, SourceError):
                raise found
            (reading,) = extractor.read([replace(found, id=stem)])
            predicted[stem] = [report.claim_record(claim) for claim in reading.claims]
            tick(path.name)
    return predicted


def _print_misses(result: "Score") -> None:
    causes = Counter((miss.kind, miss.claim["type"], miss.cause) for miss in result.misses)
    table(
        ("count", "kind", "type", "cause"),
        [(count, *key) for key, count in sorted(causes.items(), key=lambda c: (-c[1], c[0]))],
        title="Misses by cause",
    )
    table(
        ("document", "kind", "type", "span", "quote"),
        [
            (
                m.document,
                m.kind,
                m.claim["type"],
                f"{m.claim['start']}-{m.claim['end']}",
                m.claim.get("quote", ""),
            )
            for m in result.misses
        ],
        title="Misses",
    )


def _print_score(result: "Score", form: str) -> None:
    keys = (
        *RATES,
        "role.agent",
        "role.recipient",
        "role.object",
        *(f"type.{t}" for t in result.types),
    )
    rates = [(key, result.rate(key)) for key in keys]
    rows: list[tuple[object, ...]] = [
        (key, f"{r.precision:.3f}", f"{r.recall:.3f}", f"{r.f1:.3f}", r.gold, r.predicted)
        for key, r in rates
    ]
    for key in ("status", "date"):
        accuracy = result.accuracy(key)
        shown = "" if accuracy is None else f"{accuracy:.3f}"
        rows.append((f"{key} accuracy", "", "", shown, result.tally[f"{key}.gold"], ""))
    rows_in(form, ("figure", "precision", "recall", "f1", "gold", "predicted"), rows)


COMMANDS = (evaluate,)
