"""What a caller may say about the sources to read."""

from dataclasses import dataclass
from typing import Final

MAX_SIZE: Final = 20_000_000


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """What the caller knows better than the files do; empty fields leave it to them.

    `encoding` is a codec's name, `max_size` the largest input in bytes, `id` the document's id
    (wanted for standard input, which has no name). The others are as in `Document`.
    """

    title: str = ""
    publisher: str = ""
    author: str = ""
    published: str = ""
    url: str = ""
    rights: str = ""
    language: str = ""
    encoding: str = ""
    max_size: int = MAX_SIZE
    id: str = ""


DEFAULTS: Final = ReadOptions()
