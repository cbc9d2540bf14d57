"""A corpus of any size from the seeds: their paragraphs in turn, with other names and dates.

Document number n is a function of n alone, so that runs on any machine read the same texts.
"""

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path

from claimgraph.layout import home
from claimgraph.model import Document
from claimgraph.read import read_text

PARAGRAPHS = 9
FRONT = "---\n"
MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
DATE = re.compile(rf"\b({'|'.join(MONTHS)}) (\d{{1,2}})\b")
NAMES = re.compile(r"\b(Fable|Mythos|Amazon|Palantir|Accenture|Alibaba|Sol|Terra|Luna)\b")
FIRST = ("Bel", "Cor", "Dan", "Fer", "Gal", "Hol", "Jun", "Kes", "Lor", "Mir", "Nor", "Pel")
MIDDLE = ("a", "e", "i", "o", "u", "ado", "eni", "iva", "oru", "una")
LAST = ("bex", "dine", "gard", "lith", "mont", "nova", "phor", "quill", "rell", "stone", "tek")


def documents(count: int) -> Iterator[Document]:
    """So many documents, each of nine paragraphs of the seeds."""
    paragraphs = _paragraphs(home() / "seeds")
    for number in range(count):
        first = number * (PARAGRAPHS + 2)  # steps past a round, so that the mixture changes
        chosen = [paragraphs[(first + k) % len(paragraphs)] for k in range(PARAGRAPHS)]
        text = "\n\n".join(_changed(paragraph, number) for paragraph in chosen)
        known = {"published": f"2026-{number % 12 + 1:02}-{number % 28 + 1:02}"}
        yield read_text(text, f"made-{number:05}", markdown=True, **known)


def _paragraphs(folder: Path) -> list[str]:
    found: list[str] = []
    for path in sorted(folder.glob("[0-9]*.md")):
        body = path.read_text("utf-8").split(FRONT, 2)[-1]
        found += [part.strip() for part in body.split("\n\n") if part.strip()]
    return found


def _changed(paragraph: str, number: int) -> str:
    """The paragraph with the names and dates of document `number`."""
    named = NAMES.sub(lambda found: _name(found[1], number), paragraph)
    return DATE.sub(lambda found: _date(found[1], int(found[2]), number), named)


def _name(name: str, number: int) -> str:
    """A name of our own making; every fourth document keeps the real one."""
    if number % 4 == 0:
        return name
    digest = hashlib.sha256(f"{name} {number % 400}".encode()).digest()
    first, middle, last = digest[0] % len(FIRST), digest[1] % len(MIDDLE), digest[2] % len(LAST)
    return FIRST[first] + MIDDLE[middle] + LAST[last]


def _date(month: str, day: int, number: int) -> str:
    return f"{MONTHS[(MONTHS.index(month) + number) % 12]} {(day + number) % 28 + 1}"
