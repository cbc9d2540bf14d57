"""What strings may hold that no text and no term can."""

import re
from typing import Final

HALVES: Final = re.compile("[\ud800-\udfff]")
REMEDY: Final = "Decode the bytes with the right encoding."
"""What to do about halves: they come of bytes that were decoded wrongly."""


def has_halves(text: str) -> bool:
    r"""Whether a string holds halves of surrogate pairs, which are no characters alone.

    >>> has_halves("\U0001f600"), has_halves("\ud83d")
    (False, True)
    """
    return HALVES.search(text) is not None
