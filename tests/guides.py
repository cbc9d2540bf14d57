"""Guides as tests: files that they show are written, commands are run, their output compared.

A block with a title is a file: ```` ```turtle title="a/b.ttl" ````; with `append` after it the
lines go to the end of the file that is there. A block of `console` holds commands after `$ `; the
lines below one are its output, in which `...` stands for any lines and an ellipsis for any words.
A block of `python` is a doctest.
"""

import re
import shlex
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

BLOCK = re.compile(r"^```(?P<info>[^\n`]*)\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)
TITLE = re.compile(r'title="([^"]+)"( append)?')
EXIT_CODE = re.compile(r"# exit code (\d)$")
ANY = "..."


@dataclass(frozen=True)
class Command:
    """A command of a guide, what it is said to print, and how it ends."""

    words: tuple[str, ...]
    shown: tuple[str, ...]
    exit_code: int


@dataclass(frozen=True)
class Block:
    """A fenced block: what follows the marks, and its lines."""

    info: str
    body: str

    @property
    def language(self) -> str:
        """The first word after the marks."""
        return self.info.split(" ")[0]

    def write(self) -> bool:
        """Writes the file that this block is, in the working folder; false if it is none."""
        title = TITLE.search(self.info)
        if not title:
            return False
        path = Path(title[1])
        path.parent.mkdir(parents=True, exist_ok=True)
        before = path.read_text("utf-8") if title[2] else ""
        path.write_text(before + self.body, "utf-8")
        return True

    def commands(self) -> Iterator[Command]:
        """The commands with what they are said to print; `# exit code 2` after one tells that."""
        for part in re.split(r"^\$ ", self.body, flags=re.MULTILINE)[1:]:
            line, *shown = part.splitlines()
            told = EXIT_CODE.search(line)
            words = shlex.split(line, comments=True)
            yield Command(tuple(words), tuple(shown), int(told[1]) if told else 0)


def blocks(markdown: str) -> list[Block]:
    """The fenced blocks of a text, in order."""
    return [Block(found["info"], found["body"]) for found in BLOCK.finditer(markdown)]


def fits(shown: Sequence[str], printed: str) -> bool:
    """Whether what was printed is what is shown; blank lines and spaces do not count."""
    expected = [" ".join(line.split()) for line in shown if line.strip()]
    lines = [" ".join(line.split()) for line in printed.splitlines() if line.strip()]
    pattern = "".join(
        "(?:[^\n]*\n)*" if line == ANY else re.escape(line).replace(r"…", "[^\n]*") + "\n"
        for line in expected
    )
    return re.fullmatch(pattern, "".join(f"{line}\n" for line in lines)) is not None
