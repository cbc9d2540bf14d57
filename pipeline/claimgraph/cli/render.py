"""What reaches the terminal: tables, notes, progress; results on stdout, the rest on stderr."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager

import click

from claimgraph.report import csv_text, flat, json_text

CELL = 240
WIDE = {"quote": 2, "content": 2, "question": 2}

Ticker = Callable[[str], None]


def note(sentence: str) -> None:
    """A sentence for the person at the terminal."""
    click.echo(sentence, err=True)


def failure(sentence: str) -> None:
    """A sentence about what went wrong with one input while others go on."""
    click.echo(f"claimgraph: {sentence}", err=True)


def table(columns: Sequence[str], rows: Iterable[Sequence[object]], title: str = "") -> None:
    """A table as wide as the terminal, long cells wrapped, very long ones cut with an ellipsis."""
    from rich import box
    from rich.console import Console
    from rich.table import Table

    shown = Table(title=title or None, title_justify="left", box=box.SIMPLE_HEAD, pad_edge=False)
    for column in columns:
        shown.add_column(column, overflow="fold", ratio=WIDE.get(column))
    for row in rows:
        shown.add_row(*(_cut(flat(cell)) for cell in row))
    Console(markup=False, highlight=False, emoji=False).print(shown)


def rows_in(form: str, columns: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Rows as a table, as CSV, or as JSON objects."""
    if form == "table":
        table(columns, rows)
    elif form == "csv":
        click.echo(csv_text(columns, rows), nl=False)
    else:
        objects = [dict(zip(columns, row, strict=True)) for row in rows]
        click.echo(json_text(objects), nl=False)


@contextmanager
def progress(what: str, total: int | None, *, quiet: bool = False) -> Iterator[Ticker]:
    """A bar on standard error while something long goes on; nothing where that is no terminal."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    shown = not quiet and console.is_terminal
    with Progress(*columns, TimeElapsedColumn(), console=console, disable=not shown) as bar:
        task = bar.add_task(what, total=total)

        def tick(name: str) -> None:
            bar.update(task, advance=1, description=f"{what} {name}"[:60])

        yield tick


def _cut(cell: str) -> str:
    return cell if len(cell) <= CELL else cell[: CELL - 1] + "…"
