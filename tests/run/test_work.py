"""Documents in processes of their own: order kept, limits held, one loss never more than one."""

import os
import signal
import time
from collections.abc import Iterator, Sequence

import pytest

from claimgraph.errors import ClaimGraphError, ModelError
from claimgraph.model import Document
from claimgraph.run.work import Failed, Limits, in_processes


def echo(documents: Sequence[Document]) -> Iterator[str]:
    """Each text in capitals, save those that tell to do something bad."""
    for document in documents:
        if document.text == "sleep":
            time.sleep(60)
        if document.text == "eat":
            _ = bytearray(900_000_000)
        if document.text == "die":
            os.kill(os.getpid(), signal.SIGKILL)
        if document.text == "break":
            raise ValueError("no such verb")
        if document.text == "useless":
            raise ModelError("There is no model.")
        yield document.text.upper()


def documents(*texts: str) -> list[Document]:
    """Documents with running numbers for ids."""
    return [Document(f"d{n}", text, "") for n, text in enumerate(texts)]


def done(*texts: str, workers: int = 1, seconds: float = 20) -> list[str | Failed]:
    """What comes of some texts."""
    return list(in_processes(echo, documents(*texts), Limits(workers, seconds, 300)))


@pytest.mark.parametrize("workers", [1, 2, 3])
def test_results_come_in_order_at_any_number_of_processes(workers: int) -> None:
    """Also where there are many more documents than are given at once."""
    texts = [f"text {n}" for n in range(70)]
    assert done(*texts, workers=workers) == [text.upper() for text in texts]


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        ("sleep", "took longer than 0.5 seconds"),
        ("eat", "needs more than 300 MB of memory"),
        ("die", "brought its process to an end (code -9)"),
        ("break", "cannot be read (ValueError: no such verb)"),
    ],
)
def test_a_document_that_goes_wrong_takes_no_other_with_it(bad: str, reason: str) -> None:
    """It is told with the reason at its place; those before and after are done."""
    found = done("a", bad, "b", bad, workers=2, seconds=0.5)
    assert found == ["A", Failed("d1", reason), "B", Failed("d3", reason)]


def test_what_cannot_be_done_for_any_document_is_raised() -> None:
    """A model that is missing is no fault of the text."""
    with pytest.raises(ClaimGraphError, match="There is no model"):
        done("a", "useless")


def test_the_first_and_the_last_documents_are_given_by_few() -> None:
    """In between there are many at once; work begins when a handful of documents is read."""
    read = list[str]()

    def beside(documents: Sequence[Document]) -> Iterator[tuple[int, int]]:
        for _ in documents:  # a process knows what was read when it began
            yield len(read), len(documents)

    coming = (read.append(one.id) or one for one in documents(*"x" * 200))  # type: ignore[func-returns-value]
    found = [one for one in in_processes(beside, coming, Limits(2)) if isinstance(one, tuple)]
    known, sizes = zip(*found, strict=True)
    assert (known[0], sizes[0], len(sizes)) == (4, 1, 200)
    assert max(sizes) == 16
    assert max(sizes[-4:]) == 1


def test_no_documents_start_no_process() -> None:
    """Nothing to do is done at once."""
    assert done() == []


def test_processes_end_when_nobody_listens_any_more() -> None:
    """Whoever stops asking for results leaves no process behind."""
    found = in_processes(pids, documents(*"abcdefgh"), Limits(2))
    pid = next(found)
    found.close()
    assert isinstance(pid, int)
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def pids(documents: Sequence[Document]) -> Iterator[int]:
    """The process that each document is worked on in."""
    for _ in documents:
        yield os.getpid()
