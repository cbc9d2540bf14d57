"""What can go wrong, one class per kind of remedy; each message says what, where and what to do."""

from pathlib import Path


class ClaimGraphError(Exception):
    """The root: whatever ClaimGraph refuses to do, it refuses with one of these.

    `exit_code` is what the command line returns: 2 for wrong use or bad input.
    """

    exit_code = 2


class SourceError(ClaimGraphError):
    """A source text cannot be read; the others can go on."""

    def __init__(self, path: Path | str, problem: str, remedy: str) -> None:
        self.path, self.problem, self.remedy = str(path), problem, remedy
        super().__init__(f"{path}: {problem} {remedy}")

    def __reduce__(self) -> tuple[type["SourceError"], tuple[str, str, str]]:
        """What another process needs to tell the same."""
        return (SourceError, (self.path, self.problem, self.remedy))


class DomainError(ClaimGraphError):
    """A file of the domain (ontology, frames, lexicon, shapes, queries) is wrong."""

    def __init__(self, place: Path | str, problem: str, remedy: str = "") -> None:
        self.place, self.problem, self.remedy = str(place), problem, remedy
        super().__init__(f"{place}: {problem} {remedy}".rstrip())


class ModelError(ClaimGraphError):
    """The spaCy pipeline asked for is not installed or cannot do the work."""


class StoreError(ClaimGraphError):
    """The store cannot be opened, read or written."""


class QueryError(ClaimGraphError):
    """A SPARQL query or a catalogue question cannot be answered as asked."""


class UnknownNameError(ClaimGraphError):
    """A name that nothing bears; carries what comes nearest."""

    def __init__(self, kind: str, name: str, near: tuple[str, ...] = ()) -> None:
        self.kind, self.name, self.near = kind, name, near
        hint = f" Did you mean {', '.join(near)}?" if near else ""
        super().__init__(f"There is no {kind} called {name!r}.{hint}")
