"""Turtle as a domain's files have it, quad by quad; or one sentence on what is wrong where."""

from collections.abc import Iterator

import pyoxigraph as ox

from claimgraph.errors import DomainError


def quads_in(turtle: bytes, place: str) -> Iterator[ox.Quad]:
    """The quads of a text in Turtle, as they come; blank nodes keep the names that it gives them.

    Raises:
        DomainError: it does not parse; says line and column, after the place.
    """
    try:
        yield from ox.parse(turtle, format=ox.RdfFormat.TURTLE, rename_blank_nodes=False)
    except SyntaxError as error:
        where = f"{place}:{error.lineno}:{error.offset}" if error.lineno else place
        raise DomainError(
            where, f"does not parse: {error.msg}.", "Mend it and try again."
        ) from error
