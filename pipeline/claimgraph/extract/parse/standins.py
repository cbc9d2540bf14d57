"""Pipes that stand in for those of a spaCy model, and do the same faster."""

from collections.abc import Callable
from typing import Any

from spacy.language import Language


def stand_in(
    named: str, *, place: str, fits: Callable[[object], bool], made: Callable[[Any], object]
) -> Callable[[Language], None]:
    """What puts another pipe, so named, in the place of a pipeline's own, of which it is made.

    A pipeline that has no pipe at that place, or none that fits, stays as it is.
    """

    def made_of_own(nlp: Language, name: str) -> object:  # noqa: ARG001, spaCy gives it
        return made(nlp.get_pipe(place))

    def put_in(nlp: Language) -> None:
        if place in nlp.pipe_names and fits(nlp.get_pipe(place)):
            nlp.add_pipe(named, before=place)  # made here, so what it is made of goes after it
            nlp.remove_pipe(place)

    Language.factory(named, func=made_of_own)
    return put_in
