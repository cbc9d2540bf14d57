"""What makes the language model fast changes nothing that it says."""

from functools import lru_cache

import numpy as np
import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc

from claimgraph.extract.parse.language import DEFAULT_MODEL, load
from claimgraph.extract.parse.products import SteadyOps

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


@pytest.mark.parametrize("count", [1, 3, 7, 255, 256, 300])
def test_a_row_depends_on_no_row_beside_it(count: int) -> None:
    """A product by the handful is, to the last bit, the product of all rows at once."""
    random, ops = np.random.default_rng(7), SteadyOps()
    rows = random.standard_normal((601, 96), dtype=np.float32)
    weights = random.standard_normal((64, 96), dtype=np.float32)
    whole = ops.gemm(rows, weights, trans2=True)
    parts = [ops.gemm(rows[n : n + count], weights, trans2=True) for n in range(0, 601, count)]
    assert np.array_equal(np.concatenate(parts), whole)
    assert np.allclose(whole, rows @ weights.T, atol=1e-4)
