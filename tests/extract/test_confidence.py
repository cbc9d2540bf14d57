"""Confidence: the log-odds of named rules, each counted once."""

import pytest

from claimgraph.extract.claims.confidence import LOG_ODDS, confidence, named

SURE = ("frame:fine", "path:agent=subject", "status:own-voice")


@pytest.mark.parametrize(
    ("reason", "rule"),
    [
        ("path:agent=speaker", "=speaker"),
        ("path:agent=bearer", "=bearer"),
        ("path:object=topic", "=topic"),
        ("status:attribution-say+status:modal-will", "status:attribution-"),
        ("doubt:nominal", "doubt:nominal"),
    ],
)
def test_reasons_are_cases_of_rules(reason: str, rule: str) -> None:
    """A rule stands for what begins or ends like it, and for its combinations."""
    assert named([reason]) == {rule}


def test_no_rule_is_a_frame() -> None:
    """What a domain's frames are called makes none of its claims surer."""
    assert named(["frame:act-of-intruders", "frame:speaker"]) == frozenset()


def test_a_rule_counts_once() -> None:
    """Two cases of one rule make a claim no surer, and what is no rule changes nothing."""
    once = (*SURE, "path:agent=possessor")
    assert confidence((*once, "path:object=possessor", "frame:other")) == confidence(once)


@pytest.mark.parametrize("rule", sorted(rule for rule in LOG_ODDS if rule.startswith("doubt:")))
def test_doubts_move_confidence_as_the_table_says(rule: str) -> None:
    """Every doubt lowers or raises the confidence with the sign of its log-odds."""
    assert (confidence((*SURE, rule)) - confidence(SURE)) * LOG_ODDS[rule] > 0


def test_confidence_lies_between_nought_and_one() -> None:
    """All rules together still give a likelihood."""
    assert 0 < confidence(()) < 1
    assert 0 < confidence(LOG_ODDS) < 1
