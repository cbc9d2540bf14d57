"""A spaCy model's recogniser of names, made fast: it decides as spaCy does, for all words at once.

spaCy goes from word to word and asks of each of its moves whether it is allowed. But until a name
is begun, what is best for a word rests on that word alone, so that one product of matrices tells it
for a whole batch; and of a begun name only one thing is asked, whether it goes on or ends. The
moves are those of Ratinov and Roth 2009, section 3: begin, inside, last, outside, single.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray
from spacy.pipeline import EntityRecognizer
from spacy.tokens import Doc, Span

from claimgraph.extract.parse.standins import stand_in

Scores: TypeAlias = NDArray[np.float32]
RECOGNIZER: Final = "ner"
AT_ONCE: Final = "claimgraph_recognizer_at_once"
WORDS_LOOKED_AT: Final = 3
"""This word, the first of the begun name, and the word before: what spaCy's own models look at."""
NONE: Final = -1


@dataclass(frozen=True, slots=True)
class Moves:
    """Which column of the scores stands for which move, by number of a label (`out` has none)."""

    labels: tuple[str, ...]
    begin: NDArray[np.intp]
    inside: NDArray[np.intp]
    last: NDArray[np.intp]
    single: NDArray[np.intp]
    out: int

    @classmethod
    def of(cls, names: Sequence[str]) -> "Moves":
        """The moves by their names, as `B-ORG`, in the order of the columns."""
        at = {name: column for column, name in enumerate(names)}
        labels = tuple(name[2:] for name in names if name.startswith("B-"))
        begin, inside, last, single = (
            np.array([at[f"{kind}-{label}"] for label in labels]) for kind in "BILU"
        )
        return cls(labels, begin, inside, last, single, at["O"])


@dataclass(frozen=True, slots=True)
class BatchWords:
    """A batch's words one after the other; `starts` are the first words of its documents, and end.

    `is_last` are words after which a document or a sentence ends.
    """

    starts: NDArray[np.intp]
    is_space: NDArray[np.bool_]
    is_last: NDArray[np.bool_]

    @classmethod
    def of(cls, docs: Sequence[Doc]) -> "BatchWords":
        """The words of documents with sentences."""
        told = np.concatenate([doc.to_array(["IS_SPACE", "SENT_START"]) for doc in docs])
        starts = np.cumsum([0, *(len(doc) for doc in docs)])
        is_last = np.append(told[1:, 1] == 1, True)
        is_last[starts[1:] - 1] = True
        return cls(starts, told[:, 0] == 1, is_last)


class RecognizerAtOnce:
    """Gives documents the entities that a spaCy recogniser gives.

    Args:
        recognizer: whose weights these are; documents that have entities already are left to it.
    """

    def __init__(self, recognizer: EntityRecognizer) -> None:
        self._recognizer = recognizer
        moves: Any = recognizer.moves
        self._moves = Moves.of([moves.get_class_name(n) for n in range(moves.n_moves)])

    @property
    def model(self) -> Any:  # noqa: ANN401, thinc has no types for it
        """The recogniser's network."""
        return self._recognizer.model

    def __call__(self, doc: Doc) -> Doc:
        """The document with its entities."""
        return next(self.pipe([doc]))

    def pipe(self, docs: Iterable[Doc], batch_size: int = 64) -> Iterator[Doc]:
        """The documents with their entities, in their order."""
        waiting = iter(docs)
        while batch := list(islice(waiting, batch_size)):
            if any(doc.has_annotation("ENT_IOB") for doc in batch):
                yield from self._recognizer.pipe(batch)
            else:
                self._recognize([doc for doc in batch if len(doc)])
                yield from batch

    def _recognize(self, docs: Sequence[Doc]) -> None:
        if not docs:
            return
        words = BatchWords.of(docs)
        lower = self.model.get_ref("lower")
        told = lower.predict(self.model.get_ref("tok2vec").predict(docs))
        best = self._best_outside(told, words)
        label, end = self._names(told, words, best)
        for doc, start, stop in zip(docs, words.starts, words.starts[1:], strict=False):
            found = _in_order(label[start:stop], end[start:stop] - start)
            spans = [Span(doc, first, after, self._moves.labels[n]) for first, after, n in found]
            doc.set_ents(spans, default="outside")

    def _scores(self, told: Scores, *looked_at: NDArray[np.intp]) -> Scores:
        """What speaks for each move where these words are looked at; a row for each place.

        `told` has what each word says at each of the places it is looked at from, and before all
        words what an absent one says.
        """
        lower, upper = self.model.get_ref("lower"), self.model.get_ref("upper")
        added = lower.get_param("b") + sum(told[at + 1, n] for n, at in enumerate(looked_at))
        hidden = np.ascontiguousarray(added.max(axis=-1))
        made: Scores = self.model.ops.gemm(hidden, upper.get_param("W"), trans2=True)
        made += upper.get_param("b")
        return made

    def _best_outside(self, told: Scores, words: BatchWords) -> NDArray[np.intp]:
        """The best move for each word where no name is begun."""
        places = np.arange(len(words.is_space))
        absent = np.full_like(places, NONE)
        scores = self._scores(told, places, absent, absent)
        allowed = np.full_like(scores, -np.inf)
        moves = self._moves
        can_begin = ~words.is_space & ~words.is_last
        for columns, here in ((moves.begin, can_begin), (moves.single, ~words.is_space)):
            allowed[np.ix_(here, columns)] = 0
        allowed[:, moves.out] = 0
        best: NDArray[np.intp] = np.argmax(scores + allowed, axis=1)
        return best

    def _names(
        self, told: Scores, words: BatchWords, best: NDArray[np.intp]
    ) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        """The label of the name that would begin with each word (or none), and where it ends."""
        moves = self._moves
        label = np.full_like(best, NONE)
        end = np.arange(1, len(best) + 1)
        for number, (begin, single) in enumerate(zip(moves.begin, moves.single, strict=True)):
            label[(best == begin) | (best == single)] = number
        start = np.flatnonzero(np.isin(best, moves.begin))
        while len(start):
            at = end[start]
            end[start] += 1
            scores = self._scores(told, at, start, at - 1)
            rows, which = np.arange(len(start)), label[start]
            goes_on = scores[rows, moves.inside[which]] >= scores[rows, moves.last[which]]
            start = start[goes_on & ~words.is_last[at]]
        return label, end


def _in_order(label: NDArray[np.intp], end: NDArray[np.intp]) -> Iterator[tuple[int, int, int]]:
    """The names that are read where one begins only after the one before has ended."""
    free = 0
    for start in np.flatnonzero(label != NONE).tolist():
        if start >= free:
            free = int(end[start])
            yield start, free, int(label[start])


def _is_known(pipe: object) -> bool:
    """Whether a recogniser decides as is said above; a strange one is left to itself."""
    if not isinstance(pipe, EntityRecognizer) or pipe.cfg["beam_width"] != 1:
        return False
    model: Any = pipe.model
    lower = model.get_ref("lower") if model.has_ref("lower") else None
    is_usual = lower is not None and lower.get_dim("nF") == WORDS_LOOKED_AT
    return is_usual and model.attrs["has_upper"] and not model.attrs["unseen_classes"]


with_recognizer_at_once: Final = stand_in(
    AT_ONCE, place=RECOGNIZER, fits=_is_known, made=RecognizerAtOnce
)
"""Puts a recogniser that reads a batch at once in the place of a pipeline's own."""
