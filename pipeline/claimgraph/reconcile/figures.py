"""Figures: when one is another in rounder numbers, and which to keep of those that are one."""

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from claimgraph.reconcile.records import Corpus, Figure
from claimgraph.terms import Term

FARTHEST: Final = Decimal("0.05")


def rounds_to(exact: Decimal, rounder: Decimal) -> bool:
    """Whether the second number is the first told in fewer digits.

    >>> rounds_to(Decimal(28800000), Decimal(29000000)), rounds_to(Decimal(30), Decimal(60))
    (True, False)
    """
    fine, coarse = exact.normalize().as_tuple(), rounder.normalize().as_tuple()
    if not exact or not isinstance(coarse.exponent, int) or len(fine.digits) <= len(coarse.digits):
        return False
    unit = Decimal(1).scaleb(coarse.exponent)
    nearest = (exact / unit).quantize(Decimal(1), ROUND_HALF_UP) * unit
    return nearest == rounder and abs(exact - rounder) <= abs(exact) * FARTHEST


def are_one(one: Figure, other: Figure) -> bool:
    """Whether two figures count the same things and differ by rounding at most."""
    if one.unit != other.unit:
        return False
    same = one.value == other.value
    return same or rounds_to(one.value, other.value) or rounds_to(other.value, one.value)


def distinct_figures(values: Iterable[Term], corpus: Corpus) -> set[Term]:
    """One node for each figure; of figures that are one, the most exact; all else as it is."""
    kept: set[Term] = set()
    figures: list[Figure] = []
    for value in sorted(values, key=str):
        figure = corpus.figure(value)
        if figure is None:
            kept.add(value)
        else:
            figures.append(figure)
    for figure in figures:
        equals = [o for o in figures if (o.value, o.unit) == (figure.value, figure.unit)]
        rounder = any(o.unit == figure.unit and rounds_to(o.value, figure.value) for o in figures)
        if figure == equals[0] and not rounder:
            kept.add(figure.node)
    return kept
