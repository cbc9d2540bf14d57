"""How long extraction takes beside the bare spaCy pipeline, and whether its memory stays flat.

    python benchmarks/speed.py [--documents 200] [--rounds 3] [--memory 2000]

Time: one corpus, made from the seeds; spaCy alone parses the blocks of text of a few documents,
then extraction reads the same documents, and so on in turn, in one process of one thread. What
counts is processor time, which other work on the machine hardly moves; medians of the rounds.
Memory: a process of its own reads the corpus as a stream and tells what it holds along the way.
The exit code is 1 where a bound does not hold.
"""

import argparse
import os
import platform
import statistics
import subprocess
import sys
import time
from collections import deque
from collections.abc import Sequence
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path

import spacy
from corpus import documents
from spacy.language import Language

from claimgraph.extract import Extractor
from claimgraph.extract.parse.fold import fold
from claimgraph.extract.parse.language import READABLE
from claimgraph.layout import DEFAULT_MODEL, domain
from claimgraph.model import Document

CHUNK = 20
RATIO = 1.6
GROWTH = 1.10
"""How much more memory than after the first quarter of the corpus still counts as flat."""


def main() -> int:
    """Measures, prints two tables, and says whether the bounds hold."""
    args = _arguments()
    if args.stream:
        return _stream(args.stream)
    print(_machine())
    held = _time(args.documents, args.rounds)
    if args.memory:
        held &= _memory(args.memory)
    return 0 if held else 1


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=200, help="how many are timed")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--memory", type=int, default=2000, help="documents read; 0 for none")
    parser.add_argument("--stream", type=int, help=argparse.SUPPRESS)
    return parser.parse_args()


def _machine() -> str:
    return (
        f"Python {platform.python_version()}, spaCy {version('spacy')}, "
        f"{os.cpu_count()} cores of {platform.machine()}\n"
    )


def _time(count: int, rounds: int) -> bool:
    corpus = list(documents(count))
    chunks = [corpus[k : k + CHUNK] for k in range(0, count, CHUNK)]
    extractor = Extractor(domain())
    spacy_alone(corpus[:2])
    _extract(extractor, corpus[:2])
    measured = [_round(extractor, chunks) for _ in range(rounds)]
    bare, whole = (statistics.median(column) for column in zip(*measured, strict=True))
    ratio = statistics.median(w / b for b, w in measured)
    words = sum(len(text.split()) for document in corpus for text in blocks(document))
    print(f"{count} documents, {words:,} words, medians of {rounds} rounds\n")
    print("| what | seconds of processor | documents a second | of spaCy alone |")
    print("|---|---:|---:|---:|")
    print(f"| spaCy alone | {bare:.2f} | {count / bare:.1f} | 1.00 |")
    print(f"| extraction | {whole:.2f} | {count / whole:.1f} | {ratio:.2f} (bound {RATIO}) |\n")
    sys.stdout.flush()
    return ratio <= RATIO


def _round(extractor: Extractor, chunks: Sequence[Sequence[Document]]) -> tuple[float, float]:
    """Seconds of spaCy alone and of extraction over the corpus, chunk by chunk in turn."""
    pairs = [(spacy_alone(chunk), _extract(extractor, chunk)) for chunk in chunks]
    return sum(b for b, _ in pairs), sum(w for _, w in pairs)


def blocks(document: Document) -> list[str]:
    """The texts that extraction hands to spaCy."""
    folded = (
        fold(document.quote(region.span), region.span.start).text
        for region in document.regions
        if region.kind in READABLE
    )
    return [text for text in folded if text.strip()]


@lru_cache(maxsize=1)
def bare() -> Language:
    """The model as spaCy itself loads it."""
    return spacy.load(DEFAULT_MODEL)


def spacy_alone(corpus: Sequence[Document]) -> float:
    """Parses the blocks with spaCy alone; the seconds of processor time that it took."""
    nlp = bare()
    texts = [text for document in corpus for text in blocks(document)]
    started = time.process_time()
    deque(nlp.pipe(texts, batch_size=64), maxlen=0)
    return time.process_time() - started


def _extract(extractor: Extractor, corpus: Sequence[Document]) -> float:
    started = time.process_time()
    deque(extractor.read(corpus), maxlen=0)
    return time.process_time() - started


def _memory(count: int) -> bool:
    command = [sys.executable, __file__, "--stream", str(count)]
    run = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    held = {int(n): float(mb) for n, mb in (line.split() for line in run.stdout.splitlines())}
    growth = held[count] / held[count // 4]
    print("| documents read | memory held, MB |\n|---:|---:|")
    print("\n".join(f"| {number} | {held[number]:.0f} |" for number in sorted(held)))
    print(f"\n{growth:.2f} times what it held after {count // 4} (bound {GROWTH})")
    return growth <= GROWTH


def _stream(count: int) -> int:
    """Reads so many documents one after the other; tells the memory held every eighth."""
    for number, _ in enumerate(Extractor(domain()).read(documents(count)), 1):
        if number % (count // 8) == 0:
            print(number, resident())
    return 0


def resident(process: int | str = "self") -> float:
    """Megabytes of a process that lie in memory now."""
    pages = int(Path(f"/proc/{process}/statm").read_text("ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


if __name__ == "__main__":
    sys.exit(main())
