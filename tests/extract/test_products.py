"""What makes the language model fast changes nothing that it says."""

from functools import lru_cache

import numpy as np
import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Doc, Span

from claimgraph.extract.parse.attributes import with_memory
from claimgraph.extract.parse.language import load, parse
from claimgraph.extract.parse.products import NumpyProducts
from claimgraph.extract.parse.recognizing import AT_ONCE, RecognizerAtOnce, with_recognizer_at_once
from claimgraph.layout import DEFAULT_MODEL
from claimgraph.read import read_text

WORDS = (
    "It ain't so: the regulator's gonna ask whether the firm, which had said it was ready, has "
    "not filed.\n\n There's nothin' that the court did with this; let's see what y'all have got "
    "ta say. Halden Labs, Inc. released Orla 2 on 3 May 2026, he told them to be careful."
)


@lru_cache(maxsize=1)
def bare() -> Language:
    """The model as spaCy itself loads it."""
    return spacy.load(DEFAULT_MODEL)


def told(doc: Doc) -> list[tuple[object, ...]]:
    """All that the model says of each word."""
    return [
        (t.text, t.tag_, t.pos_, str(t.morph), t.lemma_, t.dep_, t.head.i, t.ent_type_) for t in doc
    ]


@pytest.mark.parametrize("text", [WORDS, *WORDS.split(". ")])
def test_the_model_says_what_it_says_in_spacy(text: str) -> None:
    """Remembered rules and other products of matrices give each word what spaCy gives it."""
    assert told(load()(text)) == told(bare()(text))


def test_a_pipeline_without_those_pipes_stays_as_it_is() -> None:
    """No pipe comes in where there is none to stand in for, nor for one of another kind."""
    nlp = Language()
    nlp.add_pipe("sentencizer", name="ner")
    for put_in in (with_memory, with_recognizer_at_once):
        put_in(nlp)
    assert nlp.pipe_names == ["ner"]


def test_a_document_is_parsed_by_itself() -> None:
    """What is read with it changes nothing in a document, to the last bit of its vectors."""
    texts = [WORDS, *WORDS.split(". "), WORDS * 5]
    documents = [read_text(text, f"words-{n}") for n, text in enumerate(texts)]
    together = [parsed.doc for parsed in parse(load(), documents)]
    for document, beside in zip(documents, together, strict=True):
        [alone] = parse(load(), [document])
        assert told(alone.doc) == told(beside)
        assert np.array_equal(alone.doc.tensor, beside.tensor)


def test_products_are_those_of_numpy() -> None:
    """Each matrix is turned round where that is said, and the product goes where that is said."""
    random, ops = np.random.default_rng(7), NumpyProducts()
    rows = random.standard_normal((30, 6), dtype=np.float32)
    weights = random.standard_normal((4, 6), dtype=np.float32)
    out = np.empty((30, 4), dtype=np.float32)
    assert ops.gemm(rows, weights, out=out, trans2=True) is out
    assert np.array_equal(out, rows @ weights.T)
    assert np.array_equal(ops.gemm(rows, rows, trans1=True), rows.T @ rows)


PIECES = (
    *("the", "New York", "Times", "said", "in", "March", "2026", "$ 4 billion", "Halden", "of"),
    *("European", "Commission", ".", ",", "and", "nine", "per cent", "\n\n", " ", "Ms", "Ana Ruiz"),
    *(
        "Supreme Court",
        "'s",
        "Act",
        "!",
        "on",
        "Tuesday",
        "U.S.",
        "third",
        "Orla 2",
        "-",
        "\u00e9t\u00e9",
    ),
)


def entities(doc: Doc) -> list[tuple[object, ...]]:
    """What a recogniser says of each word."""
    return [(t.ent_iob_, t.ent_type_) for t in doc] + [(e.start, e.end) for e in doc.ents]


@settings(deadline=None)  # the first example loads two models
@given(texts=st.lists(st.lists(st.sampled_from(PIECES), max_size=30).map(" ".join), max_size=6))
def test_names_read_at_once_are_those_read_word_by_word(texts: list[str]) -> None:
    """Whatever stands beside it in a batch, a text has the entities that spaCy gives it."""
    batch = [entities(doc) for doc in load().pipe(texts)]
    assert batch == [entities(bare()(text)) for text in texts]


def test_entities_that_are_there_are_left() -> None:
    """A document that somebody gave entities before is left to spaCy, which goes by them."""
    mine, theirs = load()(WORDS), bare()(WORDS)
    for doc in (mine, theirs):
        doc.set_ents([Span(doc, 3, 6, label="LAW")], default="missing")
    again = load().get_pipe(AT_ONCE)
    assert isinstance(again, RecognizerAtOnce)
    assert entities(again(mine)) == entities(bare().get_pipe("ner")(theirs))
    assert mine.ents[0].label_ == "LAW"
