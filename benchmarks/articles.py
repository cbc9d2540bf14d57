"""Made-up news in any number: shared events, disagreement about them, and noise around them.

As long and as full as real ones, by `python benchmarks/density.py ../shared/seeds
../shared/evaluation/texts`: a median of 3,850 characters where 22 real articles have 4,000, with a
claim found every 129 (138), a thing named every 184 (208), a fifth of the text in paragraphs that
tell nothing of the domain (a sixth), and 2,600 quads an article in the end (2,640). Attributions
are denser than in life: one every 154 characters (230).

Article number n and event number e are functions of n and e alone: a longer corpus begins with a
shorter one, and runs on any machine read the same texts. Names come from the domain's lexicon,
some are invented; about one event in three is told with rival dates or actors, or denied. Each
event is told by about six articles near to each other in number, the first few by many more.

    python benchmarks/articles.py COUNT FOLDER    writes them as Markdown files
"""

import hashlib
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Final

from wording import (
    AROUND,
    DENIALS,
    DID,
    FIRST,
    HOW,
    LAST,
    PUBLISHERS,
    TAILS,
    TELLINGS,
    VOICES,
    WHAT,
    WHO,
)

from claimgraph.layout import domain
from claimgraph.model import Document
from claimgraph.ontology import Ontology
from claimgraph.read import read_text
from claimgraph.terms import LABEL, TYPE
from claimgraph.vocabulary import local_name

FAMOUS: Final = 12
"""Events that articles all over the corpus come back to."""
START: Final = date(2026, 1, 5)


def articles(count: int, first: int = 0) -> Iterator[Document]:
    """So many articles, from a number on."""
    for number in range(first, first + count):
        text, known = article(number)
        yield read_text(text, f"article-{number:06}", markdown=True, **known)


def article(number: int) -> tuple[str, dict[str, str]]:
    """The text of an article, and what is known of it besides."""
    dice = Dice(f"article {number}")
    told = [event(dice, number) for _ in range(3 + dice.upto(4))]
    paragraphs = [text for one in told for text in (*_story(one, dice), _aside(dice))]
    newest = max(one.day for one in told)
    title = f"{told[0].maker} and {told[0].model}"
    known = {
        "title": title,
        "publisher": dice.one(PUBLISHERS),
        "published": (newest + timedelta(days=1 + dice.upto(4))).isoformat(),
    }
    return f"# {title}\n\n" + "\n\n".join(paragraphs) + "\n", known


@dataclass(frozen=True)
class Dice:
    """Choices that depend on a name alone."""

    name: str

    @property
    def _rolls(self) -> "Iterator[int]":
        found: Iterator[int] = self.__dict__.setdefault("rolls", _numbers(self.name))
        return found

    def upto(self, end: int) -> int:
        """A number from 0 to below the end."""
        return next(self._rolls) % end

    def one(self, things: Sequence[str]) -> str:
        """One of some things."""
        return things[self.upto(len(things))]


def _numbers(name: str) -> Iterator[int]:
    block = 0
    while True:
        digest = hashlib.sha256(f"{name} {block}".encode()).digest()
        yield from (int.from_bytes(digest[k : k + 4], "big") for k in range(0, 32, 4))
        block += 1


@dataclass(frozen=True)
class Event:
    """What happened, as it happened."""

    kind: str
    maker: str
    rival: str
    agency: str
    model: str
    figure: str
    day: date


def event(dice: Dice, number: int) -> Event:
    """An event that an article comes to tell: one of about its time, or a famous one."""
    if dice.upto(8) == 0:
        return happened(dice.upto(FAMOUS))
    return happened(max(0, number // 2 + dice.upto(7) - 3) + FAMOUS)


@cache
def happened(number: int) -> Event:
    """Event number so and so."""
    dice, names = Dice(f"event {number}"), lexicon()
    model = dice.one(names["AIModel"]) if dice.upto(3) == 0 else f"{_made_up(dice)} {dice.upto(9)}"
    maker = _made_up(dice) if dice.upto(4) == 0 else dice.one(names["Company"])
    day = START + timedelta(days=number % 300)
    figure = f"{1 + dice.upto(90)},000"
    rival, agency = dice.one(names["Company"]), f"the {dice.one(names['GovernmentBody'])}"
    return Event(dice.one(sorted(TELLINGS)), maker, rival, agency, model, figure, day)


def _made_up(dice: Dice) -> str:
    return dice.one(FIRST) + dice.one(("a", "e", "i", "o", "u", "ado", "iva")) + dice.one(LAST)


def _story(one: Event, dice: Dice) -> Iterator[str]:
    """The paragraphs about an event; here and there it is told otherwise than by others."""
    yield _paragraph(one, dice, TELLINGS[one.kind], AROUND)
    yield _paragraph(one, dice, VOICES, DENIALS if dice.upto(3) == 0 else AROUND)
    if dice.upto(3):
        yield _paragraph(one, dice, AROUND, TELLINGS[one.kind])


def _paragraph(one: Event, dice: Dice, *kinds: Sequence[str]) -> str:
    """A sentence of each kind about an event."""
    day = one.day + timedelta(days=(dice.upto(6) == 0) * (1 + dice.upto(3)))
    agency = f"the {dice.one(lexicon()['GovernmentBody'])}" if dice.upto(12) == 0 else one.agency
    names = {
        "day": f"{day:%B} {day.day}, {day.year}", "agency": agency, "maker": one.maker,
        "rival": one.rival, "model": one.model, "figure": one.figure,
        "paper": dice.one(PUBLISHERS), "person": f"{_made_up(dice)} {_made_up(dice)}",
    }  # fmt: skip
    sentences = (dice.one(kind).format(**names, tail=dice.one(TAILS)) for kind in kinds)
    return " ".join(sentence[0].upper() + sentence[1:] for sentence in sentences)


def _aside(dice: Dice) -> str:
    """A paragraph about nothing that the domain knows of."""
    count = 1 + dice.upto(3)
    return " ".join(
        "{} {} {}{}.".format(*map(dice.one, (WHO, DID, WHAT, HOW))) for _ in range(count)
    )


@cache
def lexicon() -> dict[str, tuple[str, ...]]:
    """The labels of the lexicon's entries by class, sorted."""
    ontology = Ontology.load(domain())
    found: dict[str, set[str]] = {}
    for triple in ontology.triples:
        if triple.predicate == TYPE and "/id/" in str(triple.subject):
            labels = {value.value for value in ontology.objects(triple.subject, LABEL)}
            found.setdefault(local_name(triple.object.value), set()).update(labels)
    return {name: tuple(sorted(labels)) for name, labels in found.items()}


def write_articles(count: int, folder: Path) -> Path:
    """Writes so many articles into a folder, which it gives."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(count):
        text, known = article(number)
        front = "".join(f"{key}: {value!r}\n" for key, value in sorted(known.items()))
        path = folder / f"article-{number:06}.md"
        path.write_text(f"---\nid: article-{number:06}\n{front}---\n\n{text}", "utf-8")
    return folder


def main() -> None:
    """Writes so many articles into a folder."""
    write_articles(int(sys.argv[1]), Path(sys.argv[2]))


if __name__ == "__main__":
    main()
