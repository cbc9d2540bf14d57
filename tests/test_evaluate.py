"""The scorer: what meets what, and the same figures as the scorer of the shared evaluation."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from claimgraph.errors import SourceError
from claimgraph.evaluate import Rate, read_gold, same_name, score


def record(kind: str, start: int, end: int, **fields: object) -> dict[str, object]:
    """A claim record with the fields that the scorer reads."""
    return {"type": kind, "start": start, "end": end, "status": "asserted", **fields}


GOLD = [
    record("Release", 0, 40, agent=["Orbital Labs"], object=["Heron 2"], date="2031-03-04"),
    record("Suspension", 50, 90, agent=["Ministry of Trade"], object=["Heron 2"], hard=True),
    record("Statement", 100, 150, agent=["the U.S. envoy"], speaker=["Ada Quill"]),
    record("Order", 160, 200, agent=["Harbour Court"], recipient=["Orbital Labs", "Tern Ltd"]),
]
PREDICTED = [
    record("Release", 5, 38, agent=["Orbital Labs"], object=["Heron 2"], date="2031-03"),
    record("Suspension", 50, 70, agent=[], object=["Heron 2"], status="reported"),
    record("Statement", 149, 190, agent=["United States envoy"]),
    record("Order", 160, 200, agent=["Harbour Court"], recipient=["Tern"], speaker=["Tern"]),
    record("Order", 162, 201, agent=[], recipient=[]),
]


def test_claims_meet_by_type_and_overlap() -> None:
    """Claims meet when types are equal and half of the shorter span is shared, one to one."""
    result = score([("a", GOLD, PREDICTED)])
    assert result.rate("claim") == Rate(hit=3, predicted=5, gold=4)
    assert result.rate("core") == Rate(hit=2, predicted=4, gold=3)
    assert [(m.kind, m.claim["type"], m.cause) for m in result.misses] == [
        ("missed", "Statement", "nothing read there"),
        ("spurious", "Statement", "gold has Order"),
        ("spurious", "Order", "read twice"),
    ]


def test_strict_asks_for_every_filler() -> None:
    """A claim is strictly right only when no filler is missing or added."""
    result = score([("a", GOLD, PREDICTED)])
    assert result.rate("strict") == Rate(hit=1, predicted=5, gold=4)
    assert result.accuracy("status") == pytest.approx(2 / 3)
    assert result.accuracy("date") == 0.0


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Heron 2", "Orbital Heron 2", True),
        ("the U.S. envoy", "United States envoy", True),
        ("Heron 2", "Heron 3", False),
        ("2", "Heron 2", False),
        ("Trade Ministry", "Ministry of Trade", True),
        ("", "Heron", False),
    ],
)
def test_names_agree_by_words(one: str, other: str, same: bool) -> None:  # noqa: FBT001
    """Two names agree when one's words hold the other's and more than a number is shared."""
    assert same_name(one, other) is same


def test_gold_that_is_no_json_names_its_line(tmp_path: Path) -> None:
    """A broken gold file is refused with file and line."""
    path = tmp_path / "gold.jsonl"
    path.write_text('{"type": "Order", "start": 1, "end": 2}\n{"type": }\n')
    with pytest.raises(SourceError, match=r"gold\.jsonl:2: is not JSON"):
        read_gold(path)
    path.write_text('{"type": "Order"}\n')
    with pytest.raises(SourceError, match="no type, start and end"):
        read_gold(path)


def test_same_figures_as_the_shared_scorer(shared: Path, tmp_path: Path) -> None:
    """Our figures equal those of the scorer that others judge us with, on data of our own."""
    for side, records in (("gold", GOLD), ("predicted", PREDICTED)):
        (tmp_path / side).mkdir()
        lines = "\n".join(json.dumps({"quote": "", **r}) for r in records)
        (tmp_path / side / "a.jsonl").write_text(lines)
    command = [sys.executable, shared / "evaluation/score.py", "gold", "predicted", "--json"]
    run = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
    theirs, ours = json.loads(run.stdout), score([("a", GOLD, PREDICTED)])
    for key in ("claim", "core", "argument", "strict", "speaker", "role.agent", "role.object"):
        rate = ours.rate(key)
        expected = (theirs[key]["p"], theirs[key]["r"], theirs[key]["f1"])
        assert (rate.precision, rate.recall, rate.f1) == pytest.approx(expected, abs=6e-4), key
    assert ours.accuracy("status") == pytest.approx(theirs["status"], abs=6e-4)
    assert ours.accuracy("date") == pytest.approx(theirs["date"], abs=6e-4)
