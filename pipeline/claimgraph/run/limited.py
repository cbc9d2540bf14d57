"""Files read in a process of their own: what a file does to its reader, it does to nobody else."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import BinaryIO, Final

from claimgraph.errors import SourceError
from claimgraph.model import Document
from claimgraph.read import ReadOptions, documents, files, told_apart
from claimgraph.run.work import Failed, Limits, in_processes

REMEDY: Final = "Give its text as .txt, or allow more with --time-limit or --memory-limit."


def read_within(
    limits: Limits,
    paths: Iterable[Path | str],
    options: ReadOptions,
    stdin: BinaryIO | None = None,
) -> Iterator[Document | SourceError]:
    """What `claimgraph.read.read` gives; a file that exceeds the limits comes as its error.

    One process reads, however many work on what it has read: reading is the smaller part.
    """
    entries = list(files(paths, options, stdin))
    found = in_processes(partial(documents, options), entries, replace(limits, workers=1))
    told = (
        SourceError(entry.path, f"The file {one.reason}.", REMEDY)
        if isinstance(one, Failed)
        else one
        for entry, one in zip(entries, found, strict=True)
    )
    return told_apart(told)
