"""What is known of a source: options before front matter before sidecar before the text itself."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path
from typing import Final

import yaml
from frontmatter.default_handlers import SafeLoader, YAMLHandler

from claimgraph.errors import SourceError
from claimgraph.read.decode import decoded
from claimgraph.read.options import ReadOptions
from claimgraph.read.published import iso_date

OPENING: Final = re.compile(r"---[ \t]*\n")
CLOSING: Final = re.compile(r"^(?:---|\.\.\.)[ \t]*$", re.MULTILINE)
KEY: Final = re.compile(r"[A-Za-z][\w-]*:(?:\s|$)")
UNSEEN: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
LONGEST: Final = 65_536
DEEPEST: Final = 20
SIDECAR: Final = ".meta.yaml"
# Other names under which front matter in the wild keeps the same thing.
NAMES: Final = {
    "id": ("id", "identifier"),
    "title": ("title", "headline"),
    "publisher": ("publisher",),
    "author": ("author", "authors", "byline"),
    "published": ("published", "date", "published_at", "pubdate"),
    "url": ("url", "link", "source_url", "canonical_url"),
    "rights": ("rights", "license", "licence", "copyright"),
    "language": ("language", "lang"),
}


@dataclass(frozen=True, slots=True)
class Metadata:
    """What may be known of a source; an empty field is not known."""

    id: str = ""
    title: str = ""
    publisher: str = ""
    author: str = ""
    published: str = ""
    url: str = ""
    rights: str = ""
    language: str = ""

    def or_else(self, other: "Metadata") -> "Metadata":
        """This, its gaps filled from another."""
        return Metadata(**{f.name: _either(self, other, f.name) for f in fields(Metadata)})


NOTHING: Final = Metadata()


def _either(first: Metadata, second: Metadata, name: str) -> str:
    return str(getattr(first, name) or getattr(second, name))


def from_options(options: ReadOptions, path: Path | str) -> Metadata:
    """What the caller said.

    Raises:
        SourceError: the date given is none.
    """
    given = {f.name: getattr(options, f.name) for f in fields(Metadata)}
    return metadata_of(given, path)


def front_matter(text: str, path: Path | str) -> tuple[Metadata, int]:
    """What the front matter of a text says, and the offset at which the text proper begins.

    Raises:
        SourceError: it does not parse, or is not closed.
    """
    opening = OPENING.match(text)
    if opening is None:
        return NOTHING, 0
    closing = CLOSING.search(text, opening.end())
    if closing is None:
        if not KEY.match(text, opening.end()):
            return NOTHING, 0
        remedy = "Close it with a line of three hyphens."
        raise SourceError(path, "The front matter that opens on line 1 has no end.", remedy)
    inner = text[opening.end() : closing.start()]
    if not inner.strip() or not re.search(r"^[ \t]*[\w\"'-]+[ \t]*:", inner, re.MULTILINE):
        return NOTHING, 0
    known = _mapping(inner, path, "front matter", first_line=2)
    if known is None:
        return NOTHING, 0
    return metadata_of(known, path), closing.end()


def sidecar(path: Path) -> Metadata:
    """What `NAME.meta.yaml` beside a file says, NAME with or without the file's suffix.

    Raises:
        SourceError: it does not parse.
    """
    for place in (path.with_name(path.name + SIDECAR), path.with_name(path.stem + SIDECAR)):
        if os.path.isfile(place):  # noqa: PTH113 - a name too long for a file is none, and no error
            try:
                with place.open("rb") as file:
                    text = decoded(file.read(LONGEST + 1), place)
            except OSError as error:
                raise SourceError(place, "The file cannot be read.", "Check its mode.") from error
            return metadata_of(_mapping(text, place, "sidecar") or {}, place)
    return NOTHING


def _mapping(
    text: str, path: Path | str, what: str, first_line: int = 1
) -> Mapping[str, object] | None:
    if len(text) > LONGEST:
        raise SourceError(path, f"The {what} is longer than 64 KB.", "Keep it to the known keys.")
    try:
        _check_plain(text)
        loaded = YAMLHandler().load(text)
        known = {str(k).lower(): v for k, v in loaded.items()} if isinstance(loaded, dict) else None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f" (line {mark.line + first_line})" if mark else ""
        problem = getattr(error, "problem", None) or "it is not YAML"
        remedy = "Write `key: value` lines, and values with a colon in quotes."
        raise SourceError(path, f"The {what} does not parse{where}: {problem}.", remedy) from error
    except (ValueError, OverflowError) as error:
        remedy = "Write `key: value` lines."
        raise SourceError(path, f"The {what} does not parse: {error}.", remedy) from error
    return known


def _check_plain(text: str) -> None:
    """Goes through the YAML without building anything; what could blow up ends it.

    Raises:
        ValueError: it is nested too deeply or refers back to itself: a few such lines stand for
            gigabytes, and the parser's own recursion overruns its stack.
    """
    depth = 0
    for event in yaml.parse(text, Loader=SafeLoader):
        if isinstance(event, yaml.AliasEvent):
            raise ValueError("it has an alias (*), which is not followed")  # noqa: TRY004, no type
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if depth > DEEPEST:
            raise ValueError("it is nested too deeply")


def metadata_of(known: Mapping[str, object], path: Path | str) -> Metadata:
    """The fields that a mapping holds, each as one line of text, the date in ISO form.

    Raises:
        SourceError: a field is not text, or the date is none.
    """
    values = {name: _first(known, names, path) for name, names in NAMES.items()}
    if values["published"]:
        values["published"] = _published(values["published"], path)
    return Metadata(**values)


def _first(known: Mapping[str, object], names: tuple[str, ...], path: Path | str) -> str:
    found = (_text(known[name], name, path) for name in names if known.get(name) is not None)
    return next((value for value in found if value), "")


def _text(value: object, name: str, path: Path | str) -> str:
    try:
        return ", ".join(map(_line, value)) if isinstance(value, list) else _line(value)
    except (TypeError, ValueError) as error:
        problem = f"The value of {name!r} is not a line of text."
        raise SourceError(path, problem, "Write it as one.") from error


def one_line(value: str) -> str:
    """A value without characters that steer terminals or stand for none: they are blanks."""
    return " ".join(UNSEEN.sub(" ", value).split())


def _line(value: object) -> str:
    """A plain value as one line; a number of thousands of digits is none."""
    if isinstance(value, date):
        return value.isoformat()
    if not isinstance(value, str | int | float):
        raise TypeError
    return " ".join(str(value).split())


def _published(value: str, path: Path | str) -> str:
    day = iso_date(value)
    if day or re.fullmatch(r"\d{4}(?:-\d{2})?|[A-Za-z]+\.? \d{4}", value):
        return day
    if re.fullmatch(r"\d{1,2}[/.]\d{1,2}[/.]\d{4}", value):
        problem = f"The date of publication {value!r} can be read in two ways."
    else:
        problem = f"The date of publication {value!r} is no date."
    raise SourceError(path, problem, "Write it as YYYY-MM-DD.")
