"""What reaches the terminal: tables, notes, progress; results on stdout, the rest on stderr."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from claimgraph.cli.interrupts import heed
from claimgraph.report import csv_text, flat, json_text

if TYPE_CHECKING:
    from rich.console import Console
    from rich.segment import Segment

CELL = 240
READABLE = 24
LONG_WORD = 30
GAP = 2
INDENT = 2
WIDE = {"quote": 2, "content": 2, "question": 2}

# What moves cursors, colours what follows or turns its direction; and halves of characters.
STEERING = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")

Ticker = Callable[[str], None]


def printable(text: str) -> str:
    """A text that leaves the terminal as it is: what would steer it is written out in ASCII."""
    return STEERING.sub(lambda found: found[0].encode("unicode_escape").decode(), text)


def note(sentence: str) -> None:
    """A sentence for the person at the terminal."""
    click.echo(printable(sentence), err=True)


def failure(sentence: str) -> None:
    """A sentence about what went wrong with one input while others go on."""
    one_line = printable(sentence).replace("\n", "\\n")
    click.echo(f"claimgraph: {one_line}", err=True)


def table(columns: Sequence[str], rows: Iterable[Sequence[object]], title: str = "") -> None:
    """Rows as a table where it fits the terminal, else one block of lines a row.

    Columns without any value are left out; very long cells end in an ellipsis. Without rows only
    the title is printed.
    """
    cells = [[_cut(printable(flat(cell))) for cell in row] for row in rows]
    kept = [place for place in range(len(columns)) if any(row[place] for row in cells)]
    names = [columns[place] for place in kept]
    body = [[row[place] for place in kept] for row in cells]
    console = _console()
    if title:
        console.print(title, style="bold", soft_wrap=True)
    if not body:
        return
    if sum(_least(name, [row[n] for row in body]) for n, name in enumerate(names)) > console.width:
        _print_blocks(console, names, body)
    else:
        _print_table(console, names, body)


def _print_table(console: "Console", names: Sequence[str], body: Sequence[Sequence[str]]) -> None:
    from rich import box
    from rich.table import Table

    shown = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for name in names:
        shown.add_column(name, overflow="fold", min_width=len(name), ratio=WIDE.get(name))
    for row in body:
        shown.add_row(*row)
    console.print(shown)


def _print_blocks(console: "Console", names: Sequence[str], body: Sequence[Sequence[str]]) -> None:
    """Prints a line for each value, longer ones folded; laid out here, faster than by rich."""
    from rich.segment import Segment, Segments

    blank = Segment(f"{' ' * console.width}\n")
    lines = [part for row in body for part in (blank, *_block(console, names, row))]
    console.print(Segments(lines), crop=False)
    console.print()


def _block(console: "Console", names: Sequence[str], row: Sequence[str]) -> Iterator["Segment"]:
    from rich.cells import cell_len, set_cell_size
    from rich.segment import Segment
    from rich.style import Style

    dim, margin = Style(dim=True), max(map(cell_len, names))
    room = max(console.width - INDENT - margin - GAP, 1)
    for name, cell in zip(names, row, strict=True):
        for number, line in enumerate(_folded(console, cell, room)):
            yield Segment(" " * INDENT)
            yield Segment(set_cell_size("" if number else name, margin + GAP), dim)
            yield Segment(f"{set_cell_size(line, room)}\n")


def _folded(console: "Console", cell: str, room: int) -> list[str]:
    """The lines that the words of a cell take; none for an empty one."""
    from rich.cells import cell_len
    from rich.text import Text

    words = " ".join(cell.split())
    if cell_len(words) <= room:
        return [words] if cell else []
    return [line.plain for line in Text(words).wrap(console, room, overflow="fold")]


def _least(name: str, cells: Sequence[str]) -> int:
    """The width below which a column is hard to read: its longest word, or part of a sentence."""
    longest = max((len(cell) for cell in cells), default=0)
    word = max((len(word) for cell in cells for word in cell.split()), default=0)
    return max(len(name), min(word, LONG_WORD), min(longest, READABLE)) + GAP


def _console() -> "Console":
    from rich.console import Console

    class Piped(Console):
        """Says that nobody reads on, where rich would end the program as if data were wrong."""

        def on_broken_pipe(self) -> None:
            raise BrokenPipeError

    return Piped(markup=False, highlight=False, emoji=False)


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
            heed()
            bar.update(task, advance=1, description=f"{what} {name}"[:60])

        yield tick


def _cut(cell: str) -> str:
    return cell if len(cell) <= CELL else cell[: CELL - 1] + "…"
