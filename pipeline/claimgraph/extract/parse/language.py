"""The spaCy pipeline, and documents as it sees them: one Doc each, offsets kept.

Every readable block (paragraph, heading, list item) is parsed alone, so that no sentence runs
over a block's end, and the blocks are then joined into one Doc per document.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import spacy
from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import compile_prefix_regex, is_package

from claimgraph.errors import ModelError
from claimgraph.extract.parse.attributes import with_memory
from claimgraph.extract.parse.fold import Folded, fold
from claimgraph.extract.parse.products import with_numpy_products
from claimgraph.extract.parse.recognizing import with_recognizer_at_once
from claimgraph.extract.parse.sums import check_model
from claimgraph.extract.parse.titlecase import TitleCase, words_within
from claimgraph.layout import DEFAULT_MODEL
from claimgraph.model import Document, Region, RegionKind, Span

READABLE = (RegionKind.BODY, RegionKind.HEADING)
BLOCKS_AT_ONCE = 64
NEARLY = r"~(?=[\d$\u20ac\u00a3])"
"""The sign before a number that is told roughly: a word of its own."""


@dataclass(frozen=True, slots=True)
class Block:
    """One readable region as tokens `start` to `end` (exclusive) of the document's Doc."""

    region: Region
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Parsed:
    """A document with its parse: `starts[i]` and `ends[i]` are token i's offsets in the text."""

    document: Document
    doc: Doc
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    blocks: tuple[Block, ...]

    def span(self, start: int, end: int) -> Span:
        """The offsets in the document's text of tokens `start` to `end` (exclusive)."""
        return Span(self.starts[start], self.ends[end - 1])

    def block_number(self, index: int) -> int:
        """Which block a token stands in."""
        return bisect_right(self.blocks, index, key=lambda block: block.start) - 1


@lru_cache(maxsize=2)
def load(model: str = DEFAULT_MODEL) -> Language:
    """The spaCy pipeline of that name or path.

    Raises:
        ModelError: it is not installed, it has no dependency parser, or its files are not those
            that were recorded.
    """
    if is_package(model):
        check_model(model)
    try:
        nlp = spacy.load(model)
    except OSError as error:
        hint = "" if is_package(model) else f" `python -m pip install {model}` may bring it."
        raise ModelError(f"The spaCy pipeline {model!r} cannot be loaded.{hint}") from error
    if "parser" not in nlp.pipe_names:
        raise ModelError(f"The spaCy pipeline {model!r} has no dependency parser; choose another.")
    tokenizer: Any = nlp.tokenizer
    if prefixes := nlp.Defaults.prefixes:
        tokenizer.prefix_search = compile_prefix_regex([*prefixes, NEARLY]).search
    with_memory(nlp)
    with_recognizer_at_once(nlp)
    with_numpy_products(nlp)
    return nlp


def parse(
    nlp: Language,
    documents: Iterable[Document],
    names: Mapping[str, tuple[str, ...]] | None = None,
) -> Iterator[Parsed]:
    """The documents in their order, each parsed by itself.

    So what is read with a document changes nothing in it, not even the last bit of a sum.
    `names` are ways to write known names, by their first word; they help to read headlines.
    """
    headlines = TitleCase(names or {}, nlp)
    for document in documents:
        blocks = _readable(document, headlines)
        texts = (folded.text for _, folded in blocks)
        docs = list(nlp.pipe(texts, batch_size=BLOCKS_AT_ONCE))
        yield _joined(nlp, document, blocks, docs)


def _readable(document: Document, headlines: TitleCase) -> list[tuple[Region, Folded]]:
    """The blocks that claims may come from, folded; blocks with nothing to read are left out."""
    found = []
    for region in document.regions:
        if region.kind in READABLE:
            folded = fold(document.quote(region.span), region.span.start)
            if folded.text.strip():
                found.append((region, folded))
    written = words_within(folded.text for _, folded in found)
    return [
        (region, replace(folded, text=headlines.lowered(folded.text, written)))
        for region, folded in found
    ]


def _joined(
    nlp: Language, document: Document, blocks: list[tuple[Region, Folded]], docs: list[Doc]
) -> Parsed:
    starts: list[int] = []
    ends: list[int] = []
    placed = []
    for (region, folded), doc in zip(blocks, docs, strict=True):
        placed.append(Block(region, len(starts), len(starts) + len(doc)))
        for token in doc:
            last = folded.origin[token.idx + len(token) - 1]
            starts.append(folded.origin[token.idx])
            ends.append(last + 1)
    doc = (Doc.from_docs(docs, ensure_whitespace=True) if docs else None) or Doc(nlp.vocab)
    return Parsed(document, doc, tuple(starts), tuple(ends), tuple(placed))
