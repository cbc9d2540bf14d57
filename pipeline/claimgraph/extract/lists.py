"""Plain lists of names: "Meta, Google and Brixton", whatever the parser makes of them."""

from collections.abc import Sequence

from spacy.tokens import Doc

from claimgraph.extract.names import Mention

JOINTS = ((",",), ("and",), (",", "and"), ("or",), (",", "or"), ("&",))
MODIFYING = frozenset(("poss", "compound", "amod", "nmod"))


def following(mentions: Sequence[Mention], doc: Doc, number: int) -> list[int]:
    """The mentions that commas and a last "and" or "or" join to one, to its right.

    None where no such last word closes the list, or where its last name is no noun phrase of its
    own ("Meta and Google's lawyers").
    """
    found: list[int] = []
    for k in range(number + 1, len(mentions)):
        gap = mentions[k].start - mentions[k - 1].end
        between = tuple(doc[mentions[k - 1].end + i].lower_ for i in range(min(gap, 3)))
        if between not in JOINTS:
            return []
        found.append(k)
        if between != (",",):
            last = mentions[k]
            modifies = doc[last.start : last.end].root.dep_ in MODIFYING
            return [] if modifies else found
    return []
