"""Options that several commands share, and the workspace they add up to."""

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from claimgraph.errors import DomainError, StoreError

if TYPE_CHECKING:
    from claimgraph.run.work import Limits
    from claimgraph.selection import Filter
    from claimgraph.store.graphstore import GraphStore

SETTINGS_FILE = "claimgraph.toml"
SETTINGS = ("store", "domain", "model", "curation", "sources")
DEFAULT_STORE = ".claimgraph"
SERVERS = ("http://", "https://")
DEFAULT_CURATION = "curation"

Command = TypeVar("Command", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Place:
    """Where a command works: store, domain, decisions and sources, and with which model.

    `at` is the folder of the store or the address of a SPARQL server. What is None takes its
    default.
    """

    at: str
    domain: Path | None
    model: str | None
    curation: Path | None = None
    sources: Path | None = None

    @property
    def is_server(self) -> bool:
        """Whether the store is in a SPARQL server."""
        return self.at.startswith(SERVERS)

    @property
    def store(self) -> Path:
        """The folder of the store.

        Raises:
            StoreError: it is in a server, which the command cannot use.
        """
        if self.is_server:
            told = f"This command needs a store in a folder, and {self.at} is a server"
            raise StoreError(f"{told}; `claimgraph build --store FOLDER` makes one.")
        return Path(self.at)

    def open(self, *, read_only: bool = False) -> "GraphStore":
        """The store, in its folder or in its server; the login comes from the environment."""
        if not self.is_server:
            from claimgraph.store.embedded import Store

            return Store.open(self.store, read_only=read_only)
        from claimgraph.store.remote import RemoteStore
        from claimgraph.store.sparql import Login

        return RemoteStore.open(self.at, Login.of(os.environ), read_only=read_only)


def domain_option(command: Command) -> Command:
    """Adds --domain."""
    return click.option(
        "--domain",
        type=click.Path(path_type=Path, file_okay=False, exists=True),
        help="Folder of another domain: its ontology/, shapes/ and queries/.",
    )(command)


def place_options(command: Command) -> Command:
    """Adds --store and --domain."""
    return click.option(
        "--store",
        metavar="FOLDER|URL",
        help="Folder of the store, or address of a SPARQL server "
        "[default: $CLAIMGRAPH_STORE, claimgraph.toml, .claimgraph].",
    )(domain_option(command))


def curation_option(command: Command) -> Command:
    """Adds --curation."""
    text = "Folder of reviewers' decisions [default: claimgraph.toml, else curation/ if there]."
    kind = click.Path(path_type=Path, file_okay=False)
    return click.option("--curation", type=kind, help=text)(command)


def model_option(command: Command) -> Command:
    """Adds --model."""
    text = "An installed spaCy pipeline or its path [default: the English one that comes along]."
    return click.option("--model", metavar="NAME", help=text)(command)


def reading_options(command: Command) -> Command:
    """Adds what is known of a source and the text does not tell."""
    command = click.option(
        "--max-size",
        type=click.IntRange(1),
        metavar="BYTES",
        help="Refuse larger files [default: 20000000].",
    )(command)
    for name, metavar, text in (  # the help lists them from the last to the first
        ("--encoding", "NAME", "The encoding of files that are not UTF-8."),
        ("--language", "TAG", "Its language (en); also reads a text taken for another language."),
        ("--rights", "TEXT", "Who may use it, and how."),
        ("--url", "URL", "Where it was found."),
        ("--published", "DATE", "When, as 2026-06-27; relative dates count from it."),
        ("--author", "NAME", "Who wrote it."),
        ("--publisher", "NAME", "Who published it."),
        ("--title", "TEXT", "The title of the source."),
        ("--id", "ID", "Name of the source in the graph; needed for standard input."),
    ):
        command = click.option(name, metavar=metavar, help=text)(command)
    return command


def limit_options(command: Command) -> Command:
    """Adds how many sources are read at a time, and what one of them may cost."""
    for name, kind, default, text in (
        ("--memory-limit", click.IntRange(1), 2000, "Memory that reading one source may take."),
        ("--time-limit", click.FloatRange(0.01), 600, "Time that reading one source may take."),
        ("--workers", click.IntRange(1), 1, "Sources that are read at a time."),
    ):
        metavar = {"--memory-limit": "MB", "--time-limit": "SECONDS"}.get(name, "N")
        command = click.option(
            name, type=kind, default=default, show_default=True, metavar=metavar, help=text
        )(command)
    return command


def source_options(command: Command) -> Command:
    """Adds all that a command which reads sources beside a store can be told."""
    for add in (limit_options, model_option, curation_option, place_options, reading_options):
        command = add(command)
    return command


def quiet_option(command: Command) -> Command:
    """Adds --quiet."""
    return click.option("--quiet", "-q", is_flag=True, help="No progress and no summary.")(command)


def limits(given: Mapping[str, Any]) -> "Limits":
    """The limits that the options of `limit_options` add up to; the usual ones without them."""
    from claimgraph.run.work import Limits

    named = {"workers": "workers", "time_limit": "seconds", "memory_limit": "megabytes"}
    return Limits(**{field: given[name] for name, field in named.items() if name in given})


def format_option(*formats: str) -> Callable[[Command], Command]:
    """Adds --format with the given choices; the first is the default."""
    return click.option(
        "--format", "form", type=click.Choice(formats), default=formats[0], show_default=True
    )


def _day(_context: click.Context, _option: click.Parameter, value: str) -> str:
    """The day, month or year that was given."""
    if not value:
        return value
    from pyoxigraph import Literal

    from claimgraph.reconcile.days import days

    if not re.fullmatch(r"\d{4}(-\d\d){0,2}", value) or days(Literal(value)) is None:
        form = "write a day as 2026-06-20, a month as 2026-06 or a year as 2026"
        raise click.BadParameter(f"{value!r} is no date: {form}.")
    return value


def filter_options(command: Command) -> Command:
    """Adds what chooses among claims."""
    from claimgraph.model import Status

    status = click.Choice([one.value for one in Status])
    command = click.option("--no-quotes", is_flag=True, help="Leave the publishers' words out.")(
        command
    )
    for name, metavar, text, check in (
        ("--until", "DATE", "Only claims of this day, month or year, or earlier.", _day),
        ("--since", "DATE", "Only claims of this day, month or year, or later.", _day),
        ("--about", "NAME", "Only claims in which this name or IRI has a part.", None),
    ):
        command = click.option(name, default="", metavar=metavar, help=text, callback=check)(
            command
        )
    text = "Only claims that are at least so sure, from 0 to 1."
    command = click.option(
        "--min-confidence", type=click.FloatRange(0, 1), default=0, metavar="NUMBER", help=text
    )(command)
    text = "Only claims of this source; may be repeated."
    command = click.option("--source", "sources", multiple=True, metavar="ID", help=text)(command)
    text = "Only claims of this status; may be repeated."
    return click.option("--status", "statuses", multiple=True, type=status, help=text)(command)


def chosen(given: Mapping[str, Any]) -> "Filter":
    """The filter that the options of `filter_options` add up to."""
    from claimgraph.selection import Filter

    return Filter(
        given["about"],
        frozenset(given["statuses"]),
        frozenset(given["sources"]),
        given["since"],
        given["until"],
        given["min_confidence"],
    )


def place(
    store: str | None,
    domain: Path | None,
    model: str | None = None,
    curation: Path | None = None,
) -> Place:
    """The options, else the environment, else claimgraph.toml, else the defaults.

    Raises:
        DomainError: claimgraph.toml does not parse or has an unknown setting; the domain's files
            speak of terms that nothing declares.
    """
    settings = _settings(Path(SETTINGS_FILE))
    from_environment = os.environ.get("CLAIMGRAPH_STORE")
    chosen = store or from_environment or settings.get("store") or DEFAULT_STORE
    own_domain = domain or (Path(settings["domain"]) if "domain" in settings else None)
    if own_domain:
        _check_domain(own_domain)
    decisions = curation or Path(settings.get("curation", DEFAULT_CURATION))
    there = decisions if curation or "curation" in settings or decisions.is_dir() else None
    sources = Path(settings["sources"]) if "sources" in settings else None
    return Place(str(chosen), own_domain, model or settings.get("model"), there, sources)


def given_place(given: Mapping[str, Any]) -> Place:
    """The place that a command's options by name add up to; see `place`."""
    names = ("store", "domain", "model", "curation")
    return place(*(given.get(name) for name in names))


def _check_domain(folder: Path) -> None:
    """Other people's domains are looked through before they are used; ours is by its tests."""
    from claimgraph.declared import check
    from claimgraph.layout import domain

    check(domain(folder))


def _settings(path: Path) -> dict[str, str]:
    if not path.is_file():
        return {}
    import tomllib

    try:
        settings = tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise DomainError(path, f"does not parse: {error}.") from error
    unknown = sorted(settings.keys() - set(SETTINGS))
    if unknown:
        known = ", ".join(SETTINGS)
        raise DomainError(path, f"has an unknown setting {unknown[0]!r}.", f"Known: {known}.")
    return {key: str(value) for key, value in settings.items()}
