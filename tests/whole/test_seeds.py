"""The seeds and the originals: every quote stands where its offsets say, the graph is sound."""

import hashlib
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import frontmatter
import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rdflib import Graph

from claimgraph.check.findings import Finding, Severity
from claimgraph.export import Format, export
from claimgraph.extract import Extractor
from claimgraph.model import Document, Reading, Span
from claimgraph.read import ReadOptions, read, read_text
from claimgraph.run.pipeline import Pipeline
from claimgraph.store.embedded import Store


@pytest.fixture(scope="module")
def graph(root: Path) -> Iterator[tuple[Store, tuple[Finding, ...]]]:
    """The graph of the seeds, and what the shapes find in it."""
    store = Store.memory()
    built = Pipeline.of().build(store, documents(root / "seeds"))
    yield store, built.findings
    store.close()


def documents(folder: Path) -> list[Document]:
    """The documents of a folder; a file that cannot be read fails the test."""
    found = list(read([folder], ReadOptions()))
    assert all(isinstance(one, Document) for one in found), found
    return [one for one in found if isinstance(one, Document)]


def spans(reading: Reading) -> Iterator[tuple[Span, str | None]]:
    """Every span of a reading, with its quote where it carries one."""
    for claim in reading.claims:
        yield claim.span, claim.quote
        yield claim.trigger_span, claim.trigger
    for attribution in reading.attributions:
        yield attribution.cue, None
        yield from ((span, None) for span in attribution.content)
        if attribution.source:
            yield attribution.source, None


def assert_grounded(reading: Reading) -> None:
    """Each span lies in the text and gives its quote."""
    text = reading.document.text
    for span, quote in spans(reading):
        assert span.end <= len(text)
        assert quote is None or text[span.start : span.end] == quote


def test_seeds_are_grounded(root: Path, extractor: Extractor) -> None:
    """All five seeds are read, make claims, and every quote is exact."""
    readings = list(extractor.read(documents(root / "seeds")))
    assert len(readings) == 5
    assert all(len(reading.claims) > 8 for reading in readings)
    for reading in readings:
        assert_grounded(reading)


def test_originals_are_grounded(shared: Path, extractor: Extractor) -> None:
    """The original articles are read by the same code, and every quote is exact."""
    readings = list(extractor.read(documents(shared / "seeds")))
    assert len(readings) == 5
    for reading in readings:
        assert_grounded(reading)


def test_seeds_retell_the_originals(root: Path, shared: Path) -> None:
    """Each seed names, by its hash, the article that it retells."""
    originals = {
        hashlib.sha256(path.read_bytes()).hexdigest() for path in (shared / "seeds").glob("*.txt")
    }
    seeds = [path for path in (root / "seeds").glob("*.md") if path.name != "README.md"]
    assert {frontmatter.load(path)["retells_sha256"] for path in seeds} == originals


def test_seeds_have_no_violations(graph: tuple[Store, tuple[Finding, ...]]) -> None:
    """What the texts leave open is warned of; nothing of the seeds is kept out."""
    store, findings = graph
    assert [one.message for one in findings if one.severity is Severity.VIOLATION] == []
    assert not any(record.quarantined_for for record in store.sources())


def test_turtle_reads_alike_everywhere(
    graph: tuple[Store, tuple[Finding, ...]], tmp_path: Path
) -> None:
    """Foreign parsers find the same number of triples in the exported Turtle."""
    path = tmp_path / "graph.ttl"
    path.write_bytes(export(graph[0], Format.TURTLE))
    ours = len(list(ox.parse(path=str(path), format=ox.RdfFormat.TURTLE)))
    assert len(Graph().parse(path)) == ours
    rapper = shutil.which("rapper")
    if rapper is None:
        pytest.skip("rapper (raptor2-utils) is not installed; rdflib and pyoxigraph agree")
    told = subprocess.run(
        [rapper, "-q", "-i", "turtle", "-o", "ntriples", str(path)], capture_output=True, check=True
    )
    assert len(set(told.stdout.splitlines())) == ours


PIECES = st.sampled_from(
    [
        "The ministry ordered Orbital Labs to suspend Heron 2",
        "Orbital Labs denied on March 4 that Heron‑2 was unsafe",
        "“We complied,” said Ada Quill 🚀",
        "Acme accused Orbital of copying 28.8 million answers",
        "e\u0301lan vital",
        "שלום עולם",
        "GPT‑5.5‑Cyber",
        "ﬁnes of €2m",
        "[3][4]",
        "according to the court",
        "\r\n",
        "\n\n",
        "- ",
        "x" * 700,
        "\u200b",
        "👩‍👩‍👧",
    ]
)
TEXTS = st.lists(PIECES, min_size=1, max_size=7).map(". ".join)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(batch=st.lists(TEXTS, min_size=50, max_size=50))
def test_generated_texts_are_grounded(extractor: Extractor, batch: list[str]) -> None:
    """On 2,000 texts of awkward characters every quote is where its offsets say."""
    read_ones = [
        read_text(text, f"text-{number}", language="en")
        for number, text in enumerate(batch)
        if any(character.isalnum() for character in text)
    ]
    for reading in extractor.read(read_ones):
        assert_grounded(reading)
