"""The child process that answers a query: what it cannot do even where the scanner is asleep."""

import json
import socket
import subprocess
from pathlib import Path

import pyoxigraph as ox
import pytest

from claimgraph.query import CHILD
from claimgraph.query.answers import Job
from claimgraph.query.frames import DATA, HEAD, HEADER, PROBLEM, READY, Length
from claimgraph.store.embedded import Store
from claimgraph.vocabulary import CONSENSUS


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of one statement."""
    place = tmp_path_factory.mktemp("child") / "store"
    name = ox.NamedNode("https://example.org/a")
    with Store.open(place) as store:
        store.inner.add(ox.Quad(name, name, name, ox.NamedNode(CONSENSUS)))
    return place


def answers(folder: Path, *jobs: Job) -> list[tuple[bytes, bytes]]:
    """All frames that a child sends for some jobs."""
    lines = "".join(json.dumps(job.told()) + "\n" for job in jobs)
    with subprocess.Popen(
        [*CHILD, str(folder), "1024"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as child:
        assert child.stdin
        assert child.stdout
        child.stdin.write(lines.encode())
        child.stdin.flush()
        found, ends = [], 0
        while ends < len(jobs):
            length = Length.of(child.stdout.read(HEADER))
            found.append((length.kind, child.stdout.read(length.size)))
            ends += length.kind in {b"E", PROBLEM}
    return found


def test_the_seal_holds_without_the_scanner(folder: Path) -> None:
    """A SERVICE clause that reaches the engine reaches no port; the next query is answered."""
    with socket.create_server(("127.0.0.1", 0)) as door:
        door.settimeout(0.3)
        address = f"http://127.0.0.1:{door.getsockname()[1]}/"
        job = Job(f"SELECT * {{ SERVICE <{address}> {{ ?s ?p ?o }} }}", "json", "turtle")
        found = answers(folder, job, Job("ASK {}", "json"))
        with pytest.raises(TimeoutError):
            door.accept()
    problems = [json.loads(body) for kind, body in found if kind == PROBLEM]
    assert [problem["code"] for problem in problems] == ["elsewhere"]
    assert b'"boolean":true' in found[-2][1]


def test_an_answer_that_fits_tells_its_size(folder: Path) -> None:
    """Ready, head with size, data, end: the order of frames of a short answer."""
    found = answers(folder, Job("SELECT * { ?s ?p ?o }", "csv"))
    assert [kind for kind, _ in found] == [READY, HEAD, DATA, b"E"]
    assert json.loads(found[1][1])["size"] == len(found[2][1])


def test_a_long_answer_comes_in_frames(folder: Path) -> None:
    """An answer that does not fit tells no size."""
    numbers = " ".join(map(str, range(300)))
    crossed = f"SELECT * {{ VALUES ?a {{ {numbers} }} VALUES ?b {{ {numbers} }} }}"
    found = answers(folder, Job(crossed, "csv"))
    assert "size" not in json.loads(found[1][1])
    assert sum(body.count(b"\n") for kind, body in found if kind == DATA) == 300 * 300 + 1


def test_a_job_that_makes_no_sense_ends_no_child(folder: Path) -> None:
    """A graph that is no IRI is refused, and the child goes on."""
    found = answers(folder, Job("ASK {}", "json", default=["no iri"]), Job("ASK {}", "json"))
    assert [kind for kind, _ in found] == [READY, PROBLEM, HEAD, DATA, b"E"]


def test_a_missing_store_is_told(tmp_path: Path) -> None:
    """A child that has nothing to open says so and ends."""
    found = subprocess.run(
        [*CHILD, str(tmp_path / "none"), "1024"],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
    )
    assert Length.of(found.stdout[:HEADER]).kind == PROBLEM
    assert b"There is no store" in found.stdout
