"""The texts named on the command line: read one after the other, failures told and counted."""

import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from claimgraph.cli.options import limits
from claimgraph.cli.render import failure

if TYPE_CHECKING:
    from claimgraph.model import Document

READ_KEYS = (
    "id", "title", "publisher", "author", "published", "url", "rights", "language", "encoding",
    "max_size",
)  # fmt: skip

FILE = click.Path(exists=True, dir_okay=False, allow_dash=True)


def text_at(path: str) -> str:
    """The text of a file in UTF-8, or of standard input for "-".

    Raises:
        click.UsageError: it is not UTF-8.
    """
    try:
        data = sys.stdin.buffer.read() if path == "-" else Path(path).read_bytes()
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise click.UsageError(f"{path} is not UTF-8 (byte {error.start}); convert it.") from error


class Inputs:
    """The documents at some paths; after the iteration `failed` says how many could not be read."""

    def __init__(self, paths: Sequence[str], given: Mapping[str, Any]) -> None:
        self.paths = paths
        self.limits = limits(given)
        self.known: dict[str, Any] = {
            key: given[key] for key in READ_KEYS if given.get(key) is not None
        }
        self.failed = 0

    def __iter__(self) -> Iterator["Document"]:
        from claimgraph.errors import SourceError
        from claimgraph.read import ReadOptions
        from claimgraph.run.limited import read_within

        known = ReadOptions(**self.known)
        for found in read_within(self.limits, self.paths, known, sys.stdin.buffer):
            if isinstance(found, SourceError):
                self.failed += 1
                failure(str(found))
            else:
                yield found

    @property
    def exit_code(self) -> int:
        """0, or 2 when at least one input failed."""
        return 2 if self.failed else 0
