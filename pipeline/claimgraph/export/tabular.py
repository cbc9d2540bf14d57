"""The tables as CSV, as a workbook, as Parquet and as an SQLite database."""

import csv
import importlib
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from claimgraph.errors import StoreError
from claimgraph.export.content import Content
from claimgraph.export.tables import Kind, Table, tables

BETWEEN: Final = " | "
FIXED: Final = datetime(2000, 1, 1, tzinfo=UTC)
"""Workbooks carry a date of their making; one date for all keeps them the same."""

XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_ROWS: Final = 1_048_575
MOST_CHARACTERS: Final = 32_767
SQL_TYPES: Final = {Kind.INTEGER: "INTEGER", Kind.NUMBER: "REAL", Kind.FLAG: "INTEGER"}


def write_csv(content: Content, out: Path) -> None:
    """Writes a CSV file a table, cells exactly as they are: for programs, not for spreadsheets."""
    for table in tables(content):
        with (out / f"{table.name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\r\n")
            writer.writerow(table.columns)
            writer.writerows(_plain(table))


def write_xlsx(content: Content, out: Path) -> None:
    """Writes a workbook, a sheet a table; a text is a text, whatever it begins with.

    Raises:
        StoreError: xlsxwriter is not installed, or a table has more rows than a sheet.
    """
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = _module("xlsxwriter").Workbook(str(out), {**options, "in_memory": True})
    book.set_properties({"created": FIXED, "author": "ClaimGraph"})
    bold = book.add_format({"bold": True})
    for table in tables(content):
        if len(table.rows) > MOST_ROWS:
            told = f"A sheet holds {MOST_ROWS:,} rows, {table.name} has {len(table.rows):,}"
            raise StoreError(f"{told}; filter them, or take csv or parquet.")
        sheet = book.add_worksheet(table.name)
        sheet.write_row(0, 0, list(table.columns), bold)
        for number, row in enumerate(_plain(table), 1):
            _write_row(sheet, number, row)
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, max(len(table.rows), 1), len(table.columns) - 1)
    book.close()


def _write_row(sheet: Any, number: int, row: Sequence[object]) -> None:  # noqa: ANN401
    for column, cell in enumerate(row):
        if isinstance(cell, str):
            if cell:
                sheet.write_string(number, column, _fitting(cell))
        elif isinstance(cell, bool):
            sheet.write_boolean(number, column, cell)
        else:
            sheet.write_number(number, column, cell)


def _fitting(cell: str) -> str:
    """A text as long as a cell may hold; what is cut ends in an ellipsis."""
    return cell if len(cell) <= MOST_CHARACTERS else cell[: MOST_CHARACTERS - 1] + "\u2026"


def write_parquet(content: Content, out: Path) -> None:
    """Writes a Parquet file a table; lists are lists.

    Raises:
        StoreError: pyarrow is not installed.
    """
    arrow, parquet = _module("pyarrow"), _module("pyarrow.parquet")
    types = {
        Kind.TEXT: arrow.string(),
        Kind.INTEGER: arrow.int64(),
        Kind.NUMBER: arrow.float64(),
        Kind.FLAG: arrow.bool_(),
        Kind.LIST: arrow.list_(arrow.string()),
    }
    for table in tables(content):
        schema = arrow.schema([(name, types[kind]) for name, kind in table.columns.items()])
        columns = list(zip(*table.rows, strict=True)) or [()] * len(table.columns)
        arrays = [arrow.array(c, field.type) for c, field in zip(columns, schema, strict=True)]
        whole = arrow.Table.from_arrays(arrays, schema=schema)
        parquet.write_table(whole, out / f"{table.name}.parquet")


def write_sqlite(content: Content, out: Path) -> None:
    """Writes an SQLite database, lists joined by ` | `, with an index on each IRI."""
    with sqlite3.connect(out) as connection:
        for table in tables(content):
            _fill(connection, table)
    connection.commit()
    connection.execute("VACUUM")
    connection.close()


def _fill(connection: sqlite3.Connection, table: Table) -> None:
    columns = ", ".join(
        f'"{name}" {SQL_TYPES.get(kind, "TEXT")}' for name, kind in table.columns.items()
    )
    marks = ", ".join("?" * len(table.columns))
    connection.execute(f'CREATE TABLE "{table.name}" ({columns})')
    rows: Iterable[Sequence[object]] = _plain(table)
    connection.executemany(f'INSERT INTO "{table.name}" VALUES ({marks})', rows)  # noqa: S608, own names
    connection.execute(f'CREATE INDEX "{table.name}_iri" ON "{table.name}" ("iri")')


def _plain(table: Table) -> Iterator[list[Any]]:
    """The rows with lists joined."""
    for row in table.rows:
        yield [BETWEEN.join(cell) if isinstance(cell, list | tuple) else cell for cell in row]


def _module(name: str) -> Any:  # noqa: ANN401
    """A library of the extra `tables`.

    Raises:
        StoreError: it is not installed; tells the command that installs it.
    """
    try:
        return importlib.import_module(name)
    except ImportError as error:
        package = name.partition(".")[0]
        told = f"This format needs {package}, which is not installed"
        raise StoreError(f"{told}: pip install 'claimgraph[tables]'.") from error
