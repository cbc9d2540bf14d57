"""All chapters and guides of a domain, and the folder that they are written into."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final

import click

from claimgraph.ask.catalogue import Catalogue
from claimgraph.declared import names_in_query
from claimgraph.errors import StoreError
from claimgraph.layout import Domain, home
from claimgraph.manual import commands, frames, questions
from claimgraph.manual.chapter import Chapter, plain
from claimgraph.manual.places import Places
from claimgraph.manual.shapes import Shapes
from claimgraph.manual.terms import Terms, users
from claimgraph.ontology import Ontology
from claimgraph.prefixes import prefixes
from claimgraph.wholefile import write_whole

GUIDES: Final = "docs"
READ_FIRST: Final = (
    *("first-source", "tools", "exports", "python", "curating", "class-and-frame", "domain"),
)
"""Guides in the order in which one would read them; others stand behind."""

INDEX: Final = "index"
LISTED: Final = "files.txt"
TITLE: Final = "Guides and reference"


@dataclass(frozen=True)
class Manual:
    """The files from which the reference is made, all read already."""

    ontology: Ontology
    catalogue: Catalogue
    shapes: Mapping[str, bytes]
    rules: Mapping[str, str]
    guides: Mapping[str, str]
    prefixes: Mapping[str, str]
    group: click.Group

    @classmethod
    def of(cls, domain: Domain, ontology: Ontology, catalogue: Catalogue) -> "Manual":
        """The manual of a domain."""
        shapes = (*domain.shape_files(), *domain.meta_shape_files())
        guides = sorted((home() / GUIDES).glob("*.md"), key=_in_order)
        return cls(
            ontology,
            catalogue,
            {_shape_name(path): path.read_bytes() for path in shapes},
            {path.stem: path.read_text("utf-8") for path in domain.rule_files()},
            {path.stem: path.read_text("utf-8") for path in guides},
            prefixes(domain),
            commands.installed(),
        )

    @cached_property
    def chapters(self) -> tuple[Chapter, ...]:
        """The chapters of the reference, in the order of the contents."""
        places, shapes = self._places, self._shapes
        terms = Terms(self.ontology, places, users(self._speakers()))
        return (
            *terms.chapters(),
            frames.chapter(self.ontology, places),
            shapes.chapter(places),
            questions.rules(self.rules, places),
            questions.chapter(self.catalogue, places),
            commands.chapter(self.group),
        )

    @cached_property
    def pages(self) -> Mapping[str, str]:
        """Every page as Markdown, by name: contents, guides, chapters."""
        chapters = {chapter.name: chapter.markdown() for chapter in self.chapters}
        return {INDEX: self._contents(), **self.guides, **chapters}

    @cached_property
    def titles(self) -> Mapping[str, str]:
        """The title of every page, by its name, in the order of the contents."""
        told = {chapter.name: chapter.title for chapter in self.chapters}
        guides = {name: title_of(text) for name, text in self.guides.items()}
        return {INDEX: TITLE, **guides, **told}

    @cached_property
    def _shapes(self) -> Shapes:
        return Shapes.read(self.shapes)

    @cached_property
    def _places(self) -> Places:
        return Places.of(self.ontology, self._shapes.names, self.prefixes)

    def _speakers(self) -> Iterator[tuple[str, str, tuple[str, ...]]]:
        """What speaks of which terms: kind, link, IRIs."""
        for frame, names in frames.evoking(self.ontology):
            yield "Frames", self._places.link(frame), names
        for shape, names in self._shapes.speaking():
            yield "Shapes", self._places.link(shape), names
        for name, sparql in self.rules.items():
            yield "Rules", questions.link("rules", name), tuple(names_in_query(sparql))
        for one in self.catalogue.questions:
            link = questions.link("questions", one.name)
            yield "Questions", link, tuple(names_in_query(one.sparql))

    def _contents(self) -> str:
        guides = [f"- [{plain(title_of(text))}]({name}.md)" for name, text in self.guides.items()]
        chapters = [
            f"- [{plain(one.title)}]({one.name}.md): {sum(1 for _ in one.items)}"
            for one in self.chapters
        ]
        lines = (f"# {TITLE}", "## Guides", "\n".join(guides), "## Reference", "\n".join(chapters))
        return "\n\n".join(line for line in lines if line) + "\n"


def write_manual(manual: Manual, out: Path) -> tuple[Path, ...]:
    """Writes the pages into a folder, in place of those of an earlier writing.

    Raises:
        StoreError: the folder holds other files.
    """
    listed = out / LISTED
    if out.exists() and any(out.iterdir()) and not listed.is_file():
        raise StoreError(f"The folder {out} holds other files; name an empty one for the pages.")
    earlier = listed.read_text("utf-8").split() if listed.is_file() else []
    files = {out / f"{name}.md": text for name, text in manual.pages.items()}
    for path, text in files.items():
        write_whole(path, text.encode())
    for gone in {out / name for name in earlier} - set(files):
        gone.unlink(missing_ok=True)
    write_whole(listed, "".join(f"{path.name}\n" for path in sorted(files)).encode())
    return tuple(sorted(files))


def title_of(markdown: str) -> str:
    """The first heading of a page."""
    lines = (line for line in markdown.splitlines() if line.startswith("# "))
    return next(lines, "").removeprefix("# ")


def _shape_name(path: Path) -> str:
    folder = path.parent.name
    return f"{folder}/{path.stem}" if folder in ("core", "meta") else path.stem


def _in_order(path: Path) -> tuple[int, str]:
    known = path.stem in READ_FIRST
    return READ_FIRST.index(path.stem) if known else len(READ_FIRST), path.stem
