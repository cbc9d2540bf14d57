"""How long texts are and how much they tell: folders of real ones beside made-up articles.

    python benchmarks/density.py ../shared/seeds ../shared/evaluation/texts [--articles 22]

Prints a table; what is counted are the claims, attributions and things that extraction finds.
"""

import argparse
import statistics
from collections.abc import Iterable, Sequence
from pathlib import Path

from articles import articles
from speed import blocks

from claimgraph.model import Document, RegionKind
from claimgraph.read import read_text
from claimgraph.run.pipeline import Pipeline
from claimgraph.store.embedded import Store

ENDINGS = {".md", ".txt"}


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--articles", type=int, default=22)
    args = parser.parse_args()
    pipeline = Pipeline.of()
    corpora = {"real": list(texts(args.folders)), "made up": list(articles(args.articles))}
    told = {name: density(pipeline, corpus) for name, corpus in corpora.items()}
    print(f"| what | {' | '.join(told)} |\n|---|{'---:|' * len(told)}")
    for what in next(iter(told.values())):
        print(f"| {what} | {' | '.join(format(one[what], ',.4g') for one in told.values())} |")


def texts(folders: Iterable[Path]) -> Iterable[Document]:
    """The texts and Markdown files of some folders."""
    for folder in folders:
        for path in sorted(one for one in folder.iterdir() if one.suffix in ENDINGS):
            if path.name != "README.md":
                yield read_text(path.read_text("utf-8"), path.stem, markdown=path.suffix == ".md")


def density(pipeline: Pipeline, corpus: Sequence[Document]) -> dict[str, float]:
    """What there is to an article, and after how many characters the next thing comes."""
    readings = list(pipeline.extractor.read(corpus))
    store = Store.memory()
    built = pipeline.build(store, corpus)
    sizes = [sum(map(len, blocks(document))) for document in corpus]
    whole, count = sum(sizes), len(corpus)
    starts = [sorted(claim.span.start for claim in one.claims) for one in readings]
    silent = sum(
        region.span.end - region.span.start
        for document, told in zip(corpus, starts, strict=True)
        for region in document.regions
        if region.kind is RegionKind.BODY
        and not any(region.span.start <= start < region.span.end for start in told)
    )
    return {
        "articles": count,
        "characters, median": statistics.median(sizes),
        "characters a block": whole / sum(len(blocks(document)) for document in corpus),
        "characters a claim": whole / sum(len(one.claims) for one in readings),
        "characters an attribution": whole / sum(len(one.attributions) for one in readings),
        "characters a thing named": whole / sum(len(one.entities) for one in readings),
        "share of characters in paragraphs without a claim": silent / whole,
        "situations an article": built.situations / count,
        "quads an article": sum(1 for _ in store.quads()) / count,
    }


if __name__ == "__main__":
    main()
