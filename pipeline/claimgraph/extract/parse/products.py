"""Products of matrices, of which a language model's time mostly consists, by numpy's own library.

That takes a third of the time that spaCy's takes, but rounds by the number of rows: so rows are
multiplied by a fixed number of them, and what a text gives depends on nothing that is read with it.
Several threads would wait for each other where several processes read: so there is one.
"""

from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray
from spacy.language import Language
from thinc.api import NumpyOps
from threadpoolctl import ThreadpoolController

Matrix: TypeAlias = NDArray[np.float32]
ROWS: Final = 256
STEADY: Final = "openblas"
"""The library, as numpy mostly comes with it, that gives the same for the same number of rows."""


class SteadyOps(NumpyOps):  # type: ignore[misc]  # thinc has no types for it
    """Arithmetic as spaCy does it, save for products of matrices."""

    def gemm(
        self,
        x: Matrix,
        y: Matrix,
        out: Matrix | None = None,
        trans1: bool = False,  # noqa: FBT001, FBT002, so it is called
        trans2: bool = False,  # noqa: FBT001, FBT002, so it is called
    ) -> Matrix:
        """The product of two matrices, each turned round where that is said."""
        left, right = (x.T if trans1 else x), (y.T if trans2 else y)
        count = len(left)
        made = np.empty((count, right.shape[1]), left.dtype) if out is None else out
        whole = count - count % ROWS
        for start in range(0, whole, ROWS):
            np.matmul(left[start : start + ROWS], right, out=made[start : start + ROWS])
        if whole < count:
            padded = np.zeros((ROWS, left.shape[1]), left.dtype)
            padded[: count - whole] = left[whole:]
            made[whole:] = np.matmul(padded, right)[: count - whole]
        return made


def with_steady_products(nlp: Language) -> None:
    """Lets the models of a pipeline multiply so, where numpy's library can be told to be alone."""
    if not _is_alone():
        return
    ops = SteadyOps()
    for _, pipe in nlp.pipeline:
        model = getattr(pipe, "model", None)
        for layer in model.walk() if model else ():
            layer.ops = ops


def _is_alone() -> bool:
    """Tells numpy's library to use one thread; whether it is one that rounds as is said above."""
    libraries = ThreadpoolController().select(internal_api=STEADY)
    libraries.limit(limits=1)
    return bool(libraries.lib_controllers)
