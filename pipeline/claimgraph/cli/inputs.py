"""The texts named on the command line: read one after the other, failures told and counted."""

import sys
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from claimgraph.cli.render import failure

if TYPE_CHECKING:
    from claimgraph.model import Document

READ_KEYS = (
    "id", "title", "publisher", "author", "published", "url", "rights", "language", "encoding",
    "max_size",
)  # fmt: skip


class Inputs:
    """The documents at some paths; after the iteration `failed` says how many could not be read."""

    def __init__(self, paths: Sequence[str], given: Mapping[str, Any]) -> None:
        self.paths = paths
        self.known: dict[str, Any] = {
            key: given[key] for key in READ_KEYS if given.get(key) is not None
        }
        self.failed = 0

    def __iter__(self) -> Iterator["Document"]:
        from claimgraph.errors import SourceError
        from claimgraph.read import ReadOptions, read

        for found in read(self.paths, ReadOptions(**self.known), sys.stdin.buffer):
            if isinstance(found, SourceError):
                self.failed += 1
                failure(str(found))
            else:
                yield found

    @property
    def exit_code(self) -> int:
        """0, or 2 when at least one input failed."""
        return 2 if self.failed else 0
