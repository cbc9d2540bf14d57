"""How well a reading agrees with a hand-annotated gold standard.

Claims are records in the JSONL form of the claims table. A predicted claim meets a gold claim of
its own type when their spans share at least half of the shorter one; meetings are one to one,
the pairs that agree on most fillers first. Two fillers agree when their normalised words are the
same, or one's words contain the other's.
"""

import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

from claimgraph.errors import SourceError

Record: TypeAlias = Mapping[str, Any]

ROLES = ("agent", "recipient", "object")
WORD = re.compile(r"[\w.&-]*\w")
POSSESSIVE = re.compile(r"[\u2019']s\b")
LEFT_OUT = frozenset(
    {"the", "a", "an", "mr", "ms", "dr", "inc", "corp", "ltd", "its", "their", "his", "her", "new"}
)
SAME_AS = {
    "us": ("united", "states"),
    "u.s.": ("united", "states"),
    "uk": ("united", "kingdom"),
    "dod": ("department", "of", "defense"),
}


@dataclass(frozen=True, slots=True)
class Rate:
    """Hits among what was predicted and what the gold standard has."""

    hit: int
    predicted: int
    gold: int

    @property
    def precision(self) -> float:
        """The share of what was predicted that is right."""
        return self.hit / self.predicted if self.predicted else 0.0

    @property
    def recall(self) -> float:
        """The share of the gold standard that was found."""
        return self.hit / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        return 2 * self.hit / (self.predicted + self.gold) if self.hit else 0.0


@dataclass(frozen=True, slots=True)
class Miss:
    """A claim of one side that found no partner: `kind` is missed or spurious."""

    document: str
    kind: str
    claim: Record
    cause: str


@dataclass(frozen=True, slots=True)
class Score:
    """All figures over a set of documents, and the claims without a partner."""

    documents: int
    tally: Counter[str]
    misses: tuple[Miss, ...]

    def rate(self, key: str) -> Rate:
        """The rate counted under `claim`, `core`, `argument`, `strict`, `type.Order` and so on."""
        return Rate(*(self.tally[f"{key}.{side}"] for side in ("hit", "pred", "gold")))

    def accuracy(self, key: str) -> float | None:
        """`status` or `date` over the claims that met; None where there was nothing to judge."""
        asked = self.tally[f"{key}.gold"]
        return self.tally[f"{key}.hit"] / asked if asked else None

    @property
    def types(self) -> tuple[str, ...]:
        """The claim types that either side has, by name."""
        return tuple(sorted({k.split(".")[1] for k in self.tally if k.startswith("type.")}))


def score(pairs: Iterable[tuple[str, Sequence[Record], Sequence[Record]]]) -> Score:
    """Scores documents given as (name, gold records, predicted records)."""
    tally: Counter[str] = Counter()
    misses: list[Miss] = []
    documents = 0
    for name, gold, predicted in pairs:
        documents += 1
        misses.extend(_score_one(name, _in_order(gold), _in_order(predicted), tally))
    for side in ("gold", "pred"):
        tally[f"strict.{side}"] = tally[f"claim.{side}"]
    return Score(documents, tally, tuple(misses))


def read_gold(path: Path) -> list[Record]:
    """The records of a JSONL file.

    Raises:
        SourceError: it cannot be read, or a line is no JSON object with type, start and end.
    """
    try:
        lines = path.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise SourceError(path, f"cannot be read ({error}).", "Give JSON lines, UTF-8.") from error
    records = []
    for number, line in enumerate(lines, 1):
        if line.strip():
            records.append(_record(path, number, line))
    return records


def same_name(one: str, other: str) -> bool:
    """Whether two fillers name the same thing."""
    first, second = set(_words(one)), set(_words(other))
    if not first or not second:
        return False
    small = min(first, second, key=len)
    contained = first <= second or second <= first
    return contained and (first == second or any(len(w) > 1 and not w.isdigit() for w in small))


def _record(path: Path, number: int, line: str) -> Record:
    place, remedy = f"{path}:{number}", "Write one JSON object a line, as `claims` prints them."
    try:
        record = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise SourceError(place, f"is not JSON ({error}).", remedy) from error
    if not isinstance(record, dict) or not {"type", "start", "end"} <= record.keys():
        raise SourceError(place, "has no type, start and end.", remedy)
    if wrong := next((key for key in record if not _fits(key, record[key])), None):
        raise SourceError(place, f"has a value of another kind for {wrong}.", remedy)
    return record


def _fits(key: str, value: object) -> bool:
    """Whether a value is of the kind that `claims` prints under this key."""
    if key in {"start", "end"}:
        return type(value) is int
    if key == "type":
        return isinstance(value, str)
    if key in {*ROLES, "speaker"}:
        named = value if isinstance(value, list) else [value or ""]
        return all(isinstance(name, str) for name in named)
    return key not in {"status", "date", "quote"} or isinstance(value, str | None)


def _in_order(records: Sequence[Record]) -> list[Record]:
    return sorted(records, key=lambda record: (record["start"], record["end"]))


def _words(name: str) -> list[str]:
    plain = POSSESSIVE.sub("", name.casefold()).replace("u.s.", "us").replace("u.k.", "uk")
    spelled = [part for word in WORD.findall(plain) for part in SAME_AS.get(word, (word,))]
    return [word for word in spelled if word not in LEFT_OUT]


def _fillers(record: Record, role: str) -> list[str]:
    value = record.get(role) or []
    return [value] if isinstance(value, str) else list(value)


def _agreeing(gold: Record, predicted: Record, role: str) -> int:
    """Fillers that pair off one to one, the longest gold names choosing first."""
    left = _fillers(predicted, role)
    count = 0
    for name in sorted(_fillers(gold, role), key=len, reverse=True):
        partner = next((other for other in left if same_name(name, other)), None)
        if partner is not None:
            left.remove(partner)
            count += 1
    return count


def _overlap(gold: Record, predicted: Record) -> float:
    shared = min(gold["end"], predicted["end"]) - max(gold["start"], predicted["start"])
    shorter = min(gold["end"] - gold["start"], predicted["end"] - predicted["start"])
    return float(shared / max(1, shorter))


def _meetings(gold: Sequence[Record], predicted: Sequence[Record]) -> list[tuple[int, int]]:
    candidates = []
    for i, g in enumerate(gold):
        for j, p in enumerate(predicted):
            if g["type"] == p["type"] and (overlap := _overlap(g, p)) >= 0.5:
                candidates.append((-sum(_agreeing(g, p, r) for r in ROLES), -overlap, i, j))
    met: list[tuple[int, int]] = []
    taken_gold: set[int] = set()
    taken_predicted: set[int] = set()
    for _, _, i, j in sorted(candidates):
        if i not in taken_gold and j not in taken_predicted:
            taken_gold.add(i)
            taken_predicted.add(j)
            met.append((i, j))
    return met


def _score_one(
    name: str, gold: list[Record], predicted: list[Record], tally: Counter[str]
) -> list[Miss]:
    met = _meetings(gold, predicted)
    _count_sides(gold, predicted, tally)
    hard = {i for i, record in enumerate(gold) if record.get("hard")}
    tally["claim.hit"] += len(met)
    tally["core.gold"] += len(gold) - len(hard)
    tally["core.pred"] += len(predicted) - sum(i in hard for i, _ in met)
    tally["core.hit"] += sum(i not in hard for i, _ in met)
    for i, j in met:
        _count_meeting(gold[i], predicted[j], tally)
    return _unmet(name, gold, predicted, met)


def _count_sides(gold: list[Record], predicted: list[Record], tally: Counter[str]) -> None:
    for side, records in (("gold", gold), ("pred", predicted)):
        tally[f"claim.{side}"] += len(records)
        for record in records:
            tally[f"type.{record['type']}.{side}"] += 1
            for role in ROLES:
                count = len(_fillers(record, role))
                tally[f"argument.{side}"] += count
                tally[f"role.{role}.{side}"] += count


def _count_meeting(gold: Record, predicted: Record, tally: Counter[str]) -> None:
    tally[f"type.{gold['type']}.hit"] += 1
    exact = True
    for role in ROLES:
        hit = _agreeing(gold, predicted, role)
        tally["argument.hit"] += hit
        tally[f"role.{role}.hit"] += hit
        exact &= hit == len(_fillers(gold, role)) == len(_fillers(predicted, role))
    tally["strict.hit"] += exact
    tally["status.gold"] += 1
    tally["status.hit"] += gold.get("status") == predicted.get("status")
    tally["speaker.hit"] += _agreeing(gold, predicted, "speaker")
    tally["speaker.gold"] += len(_fillers(gold, "speaker"))
    tally["speaker.pred"] += len(_fillers(predicted, "speaker"))
    if gold.get("date") or predicted.get("date"):
        tally["date.gold"] += 1
        tally["date.hit"] += (gold.get("date") or "") == (predicted.get("date") or "")


def _unmet(
    name: str, gold: list[Record], predicted: list[Record], met: list[tuple[int, int]]
) -> list[Miss]:
    met_gold = {i for i, _ in met}
    met_predicted = {j for _, j in met}
    left_gold = [g for i, g in enumerate(gold) if i not in met_gold]
    left_predicted = [p for j, p in enumerate(predicted) if j not in met_predicted]
    return [Miss(name, "missed", g, _why_missed(g, left_predicted)) for g in left_gold] + [
        Miss(name, "spurious", p, _why_spurious(p, gold)) for p in left_predicted
    ]


def _why_missed(gold: Record, predicted: list[Record]) -> str:
    near = sorted({p["type"] for p in predicted if _overlap(gold, p) >= 0.5})
    if gold["type"] in near:
        return "another claim took its partner"
    return f"read as {near[0]}" if near else "nothing read there"


def _why_spurious(predicted: Record, gold: list[Record]) -> str:
    near = sorted({g["type"] for g in gold if _overlap(g, predicted) >= 0.5})
    if predicted["type"] in near:
        return "read twice"
    return f"gold has {near[0]}" if near else "gold has nothing there"
