"""What comes one by one is written by the group, and nothing that came is lost."""

from collections.abc import Iterator

import pytest

from claimgraph.run.groups import together


def test_groups_are_full_where_they_exceed_their_size() -> None:
    """Each thing is in one group, in its place; the last group has what is left."""
    found = list(together(iter([3, 4, 5, 1, 1]), lambda one: one, 6, patience=60))
    assert found == [[3, 4], [5, 1, 1]]


def test_nobody_waits_longer_than_patience() -> None:
    """Without any, each thing is a group of its own."""
    assert list(together(iter("abc"), len, 100, patience=0)) == [["a"], ["b"], ["c"]]


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt])
def test_what_came_before_an_end_by_force_is_given_first(error: type[BaseException]) -> None:
    """Then the error goes on, whatever it is."""

    def cut() -> Iterator[str]:
        yield from "ab"
        raise error

    groups = together(cut(), len, 100, patience=60)
    assert next(groups) == ["a", "b"]
    with pytest.raises(error):
        next(groups)
