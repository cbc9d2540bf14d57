"""Measures attribution extraction on a corpus annotated in PolNeAR's form.

Rules were tuned on half A of the documents and are measured on half B; a document's half is the
parity of the SHA-256 of its stem. The corpus annotates outermost attributions alone, so nested
ones are left out unless asked for. The shared scorer prints the table.

    python benchmarks/attributions.py TEXTS ANNOTATIONS --half b
"""

import argparse
import hashlib
import json
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from claimgraph.extract.attribution.attribution import Cues, attributions, tellings, to_attributions
from claimgraph.extract.parse.language import Parsed, load, parse
from claimgraph.layout import domain
from claimgraph.model import Attribution, Document, Region, RegionKind, Span

SCORER = Path(__file__).resolve().parents[2] / "shared" / "evaluation" / "score_attribution.py"
ANNOTATOR = re.compile(r"_[0-9a-f]{4}$")


def main() -> int:
    """Reads the half asked for, writes predictions aside, and runs the scorer over them."""
    args = _arguments()
    started = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        annotations, predicted = Path(folder, "annotations"), Path(folder, "predicted")
        annotations.mkdir()
        predicted.mkdir()
        stems = _link(args.annotations, annotations, args.half)
        for parsed in parse(load(), _documents(args.texts, stems)):
            lines = [json.dumps(row) for row in _rows(parsed, args.cues, nested=args.nested)]
            Path(predicted, f"{parsed.document.id}.jsonl").write_text("\n".join(lines), "utf-8")
        print(f"half {args.half}: {len(stems)} documents, {time.perf_counter() - started:.0f} s")
        sys.stdout.flush()
        command = [sys.executable, args.scorer, args.texts, annotations, predicted]
        return subprocess.run(command, check=False).returncode


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("texts", type=Path)
    parser.add_argument("annotations", type=Path)
    parser.add_argument("--half", choices=("a", "b", "all"), default="b")
    parser.add_argument(
        "--nested",
        choices=("none", "chains", "all"),
        default="none",
        help="which nested attributions to score: none, chains of who said what, or all",
    )
    parser.add_argument("--scorer", type=Path, default=SCORER)
    args = parser.parse_args()
    args.cues = Cues.load(domain())
    return args


def _link(source: Path, target: Path, half: str) -> list[str]:
    """The annotation files of a half, linked into a folder of their own; their stems."""
    stems = set()
    for path in sorted(source.glob("*.ann")):
        stem = ANNOTATOR.sub("", path.stem)
        if half in ("all", _half(stem)):
            stems.add(stem)
            (target / path.name).symlink_to(path.resolve())
    return sorted(stems)


def _half(stem: str) -> str:
    return "ab"[int(hashlib.sha256(stem.encode()).hexdigest(), 16) % 2]


def _documents(texts: Path, stems: list[str]) -> Iterator[Document]:
    for stem in stems:
        with Path(texts, f"{stem}.txt").open(encoding="utf-8", newline="") as file:
            text = file.read()
        digest = hashlib.sha256(text.encode()).hexdigest()
        yield Document(id=stem, text=text, sha256=digest, regions=tuple(_lines(text)))


def _lines(text: str) -> Iterator[Region]:
    position = 0
    for line in text.split("\n"):
        if line.strip():
            yield Region(RegionKind.BODY, Span(position, position + len(line)))
        position += len(line) + 1


def _rows(parsed: Parsed, cues: Cues, *, nested: str) -> Iterator[dict[str, object]]:
    found = attributions(parsed, cues)
    if nested == "chains":
        found = tellings(parsed, found)
    for attribution in to_attributions(parsed, found, lambda token: token.text):
        if nested != "none" or attribution.within is None:
            yield _row(attribution)


def _row(attribution: Attribution) -> dict[str, object]:
    return {
        "source": _span(attribution.source) if attribution.source else None,
        "cue": _span(attribution.cue),
        "content": [_span(span) for span in attribution.content],
    }


def _span(span: Span) -> dict[str, int]:
    return {"start": span.start, "end": span.end}


if __name__ == "__main__":
    sys.exit(main())
