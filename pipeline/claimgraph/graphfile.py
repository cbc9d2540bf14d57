"""Graphs in files that other tools wrote: quads, or one sentence that says what is wrong where."""

from pathlib import Path
from typing import Final

import pyoxigraph as ox
from pyoxigraph import Quad

from claimgraph.errors import DomainError

FORMATS: Final = {
    ".ttl": ox.RdfFormat.TURTLE,
    ".trig": ox.RdfFormat.TRIG,
    ".nq": ox.RdfFormat.N_QUADS,
    ".nt": ox.RdfFormat.N_TRIPLES,
}


def read_graph(path: Path) -> list[Quad]:
    """The quads of a Turtle, TriG, N-Quads or N-Triples file; its suffix says which it is.

    Raises:
        DomainError: it is absent or no ordinary file, has another suffix, or does not parse; says
            line and column.
    """
    form = FORMATS.get(path.suffix)
    if form is None:
        known = ", ".join(FORMATS)
        raise DomainError(path, "is no graph file.", f"Its name has to end in one of {known}.")
    if path.exists() and not path.is_file():  # a pipe would be waited for
        raise DomainError(path, "is no ordinary file.", "Name one.")
    try:
        return list(ox.parse(path=str(path), format=form))
    except FileNotFoundError as error:
        raise DomainError(path, "is not there.", "Check the name.") from error
    except OSError as error:
        raise DomainError(path, f"cannot be read: {error}.", "Check its mode.") from error
    except SyntaxError as error:
        place = f"{path}:{error.lineno}:{error.offset}"
        raise DomainError(
            place, f"does not parse: {error.msg}.", "Mend it and try again."
        ) from error
