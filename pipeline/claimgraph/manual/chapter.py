"""What the reference is made of: chapters of items, each with an anchor, and their Markdown."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from textwrap import dedent
from typing import Final

SPECIAL: Final = re.compile(r"([\\`*_\[\]<>|#~])")
LONGEST_SUMMARY: Final = 160


@dataclass(frozen=True, slots=True)
class Item:
    """One term, frame, shape, rule, question or command.

    Attributes:
        anchor: what a link to it ends with; told once in its chapter.
        title: its heading, as Markdown.
        body: what is told of it, as Markdown.
        summary: the same in one plain sentence.
        key: the IRI, or the name, of what it tells of.
    """

    anchor: str
    title: str
    body: str
    summary: str
    key: str


@dataclass(frozen=True, slots=True)
class Section:
    """Items that belong together."""

    title: str
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Chapter:
    """A page of the reference, to be written to `name`.md."""

    name: str
    title: str
    lead: str
    sections: tuple[Section, ...]

    @property
    def items(self) -> Iterator[Item]:
        """All items, in order."""
        return (item for section in self.sections for item in section.items)

    def markdown(self) -> str:
        """The whole page."""
        parts = [f"# {plain(self.title)}", self.lead]
        for section in self.sections:
            parts.append(f"## {plain(section.title)}")
            for item in section.items:
                parts.append(f'### <a id="{item.anchor}"></a>{item.title}')
                parts.append(item.body)
        return "\n\n".join(part for part in parts if part) + "\n"


def plain(text: str) -> str:
    r"""Text in which nothing is taken for Markdown, on one line.

    >>> print(plain("a_b | <c>"))
    a\_b \| \<c\>
    """
    return SPECIAL.sub(r"\\\1", " ".join(text.split()))


def code(text: str) -> str:
    """Text as code, on one line; also in a table."""
    words = " ".join(text.split()).replace("|", "\\|")
    return f"`` {words} ``" if "`" in words else f"`{words}`"


def fence(text: str, language: str = "") -> str:
    """Lines as a block of code."""
    body = dedent(text).strip("\n")
    marks = "`" * max(3, 1 + max((len(run) for run in re.findall(r"`+", body)), default=0))
    return f"{marks}{language}\n{body}\n{marks}"


def table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table whose cells are Markdown; nothing where there are no rows."""
    lines = ["| " + " | ".join(row) + " |" for row in rows]
    head = ["| " + " | ".join(columns) + " |", "|" + "---|" * len(columns)]
    return "\n".join([*head, *lines]) if lines else ""


def points(told: Iterable[tuple[str, str]]) -> str:
    """What is told under short headings, as a list; those with nothing are left out."""
    return "\n".join(f"- {name}: {value}" for name, value in told if value)


def summary(text: str) -> str:
    """The first sentence, cut where it is long."""
    line = " ".join(text.split())
    first = re.split(r"(?<=[.?!:;])\s", line, maxsplit=1)[0]
    return first if len(first) <= LONGEST_SUMMARY else first[:LONGEST_SUMMARY].rstrip() + "\u2026"
