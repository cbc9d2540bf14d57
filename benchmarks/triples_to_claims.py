"""Triples as claims: the most charitable simple mapping, the same for every peer.

* A triple whose relation has a verb of `ontology/frames.ttl` (in any form, with the particles that
  the frame asks for) is a claim of the type that the verb evokes; of several types, the one that
  the gold standard has most often.
* Its span is the whole sentence, so that it meets any gold claim of its type there.
* The subject is the agent. The triple's object fills whichever of recipient and object the verb's
  frames take from a verb's object; where they take both, the one that the gold standard fills more
  often for the type. A passive relation is turned round.
* Of an argument only the runs of capitalised words count, less articles and pronouns, as the gold
  standard's fillers are names.
* Triples of one sentence and one verb are one claim; of names that contain each other the shorter
  one stays.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from spacy.lang.en.stop_words import STOP_WORDS

from claimgraph.evaluate import Record, same_name
from claimgraph.extract.frames.frames import Frames
from claimgraph.extract.frames.triggers import Trigger
from claimgraph.extract.parse.inflection import forms

BEING = forms("be", "verb") | {"get", "gets", "got"}
PART = r"[A-Z0-9][\w.&\u2019'-]*"
NAME = re.compile(rf"{PART}(?:\s+(?:of\s+|for\s+|of\s+the\s+)?{PART})*")
PARTICIPLE = re.compile(r"(?:ed|en|wn|un|ut|pt|ht|ld|id)$")


@dataclass(frozen=True, slots=True)
class Triple:
    """A peer's triple: its sentence in offsets of the document, and the words that may type it."""

    document: str
    start: int
    end: int
    subject: str
    relation: str
    object: str
    words: tuple[str, ...]


class Mapper:
    """Maps triples with the verbs of a domain's frames and the habits of a gold standard."""

    def __init__(self, frames: Frames, gold: Iterable[Record]) -> None:
        self._triggers = frames.triggers
        records = list(gold)
        self._types = Counter(record["type"] for record in records)
        self._roles = Counter(
            (record["type"], role)
            for record in records
            for role in ("recipient", "object")
            if record.get(role)
        )

    def claims(self, triples: Iterable[Triple]) -> dict[str, list[Record]]:
        """The claims of each document."""
        found: dict[tuple[str, int, int, str, str], dict[str, list[str]]] = {}
        for triple in triples:
            typed = self._typed(triple.words)
            if typed is None:
                continue
            kind, verb, role = typed
            key = (triple.document, triple.start, triple.end, kind, verb)
            fillers = found.setdefault(key, {})
            for slot, text in _arguments(triple, role):
                fillers.setdefault(slot, []).extend(_names(text))
        claims: dict[str, list[Record]] = {}
        for (document, start, end, kind, _), fillers in sorted(found.items()):
            names = {slot: _shortest(them) for slot, them in fillers.items()}
            record = {"type": kind, "start": start, "end": end, "status": "asserted", **names}
            claims.setdefault(document, []).append(record)
        return claims

    def _typed(self, words: Sequence[str]) -> tuple[str, str, str] | None:
        """The claim type, the verb, and the role of a verb's object."""
        fitting = [
            trigger
            for at, word in enumerate(words)
            for trigger in self._triggers.get(word, ())
            if trigger.kind == "verb" and _completed(trigger, words[at + 1 :])
        ]
        if not fitting:
            return None
        longest = max(len(trigger.words) for trigger in fitting)
        fitting = [trigger for trigger in fitting if len(trigger.words) == longest]
        best = max(fitting, key=lambda it: (self._types[it.frame.type], it.frame.type))
        same = [trigger for trigger in fitting if trigger.frame.type == best.frame.type]
        return best.frame.type, " ".join(best.words), self._role(best.frame.type, same)

    def _role(self, kind: str, triggers: Sequence[Trigger]) -> str:
        taken = [
            role
            for role in ("recipient", "object")
            if any("object" in trigger.frame.slots.get(role, ()) for trigger in triggers)
        ]
        return max(taken or ("recipient", "object"), key=lambda role: self._roles[kind, role])


def _completed(trigger: Trigger, following: Sequence[str]) -> bool:
    return not trigger.before and all(
        any(word in wanted for word in following) for wanted in trigger.rest
    )


def _arguments(triple: Triple, role: str) -> tuple[tuple[str, str], ...]:
    words = triple.relation.lower().split()
    passive = any(
        word in BEING and PARTICIPLE.search(after)
        for at, word in enumerate(words)
        for after in words[at + 1 :]
    )
    if not passive:
        return ("agent", triple.subject), (role, triple.object)
    if words[-1] == "by":
        return (role, triple.subject), ("agent", triple.object)
    return ((role, triple.subject),)


def _names(text: str) -> list[str]:
    found = []
    for run in NAME.findall(text):
        words = run.split()
        while words and words[0] != "US" and words[0].lower() in STOP_WORDS:
            words.pop(0)
        found.append(" ".join(words))
    return [name for name in found if name]


def _shortest(names: Iterable[str]) -> list[str]:
    kept: list[str] = []
    for name in sorted(set(names), key=lambda it: (len(it), it)):
        if not any(same_name(name, other) for other in kept):
            kept.append(name)
    return kept
