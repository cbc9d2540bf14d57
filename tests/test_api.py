"""The Python API as a notebook uses it; docs/python.md shows the same calls."""

from pathlib import Path

import pytest
from rdflib import RDF, URIRef

from claimgraph import api
from claimgraph.errors import QueryError, SourceError, UnknownNameError
from claimgraph.vocabulary import CG

ARTICLE = """Regulator halts Heron 2

The Commerce Department ordered Anthropic to suspend Heron 2 on March 4, 2031. Anthropic called the
order a mistake. OpenAI released GPT-7 on March 2, 2031.
"""


@pytest.fixture(scope="module")
def article(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An article in a file."""
    path = tmp_path_factory.mktemp("api") / "heron.txt"
    path.write_text(ARTICLE, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def graph(article: Path) -> api.KnowledgeGraph:
    """Its graph, in memory."""
    return api.build(*api.read(article, publisher="The Tide Report", published="2031-03-05"))


def test_reading_gives_documents_with_what_is_told_of_them(article: Path) -> None:
    """Text, id and metadata; a folder gives all its files."""
    (document,) = api.read(article, publisher="The Tide Report")
    assert (document.id, document.publisher, document.text) == ("heron", "The Tide Report", ARTICLE)
    assert [one.id for one in api.read(article.parent)] == ["heron"]


def test_extracting_gives_rows_whose_offsets_hold(article: Path) -> None:
    """Claims and attributions as dictionaries; start and end cut the quote out of the text."""
    readings = api.extract(article)
    rows = api.claims(readings)
    assert {"Order", "Release"} <= {row["type"] for row in rows}
    assert all(ARTICLE[row["start"] : row["end"]] == row["quote"] for row in rows)
    cues = [row["cue"] for row in api.attributions(readings)]
    assert cues
    assert all(ARTICLE[cue["start"] : cue["end"]] == cue["quote"] for cue in cues)


def test_questions_are_answered_by_label(graph: api.KnowledgeGraph) -> None:
    """A row an answer, a key a column; parameters are words."""
    assert "releases" in graph.questions
    models = {row["model"] for row in graph.ask("releases")}
    assert models == {"GPT-7"}
    with pytest.raises(UnknownNameError, match="releases"):
        graph.ask("release")


def test_sparql_gives_rows(graph: api.KnowledgeGraph) -> None:
    """The project's prefixes are known; unbound variables are None; only SELECT gives rows."""
    rows = graph.query("SELECT ?c ?x { ?c cg:type gov:Release OPTIONAL { ?c cg:party ?x } }")
    assert [row["x"] for row in rows] == [None]
    with pytest.raises(QueryError, match="SELECT"):
        graph.query("ASK { ?c a cg:Claim }")


def test_layers_come_as_rdflib_graphs(graph: api.KnowledgeGraph) -> None:
    """One graph of chosen layers, or a dataset that keeps the named graphs."""
    claims = set(graph.rdflib("claims").subjects(RDF.type, URIRef(CG + "Claim")))
    everything = graph.rdflib()
    assert claims
    assert claims <= set(everything.subjects(RDF.type, URIRef(CG + "Claim")))
    assert len(graph.dataset()) == len(everything)
    assert "cg:Claim" in graph.turtle("claims")


def test_a_node_is_explained_down_to_words(graph: api.KnowledgeGraph) -> None:
    """The explanation quotes the source."""
    assert "OpenAI released GPT-7 on March 2, 2031" in graph.explain("GPT-7")


def test_a_graph_on_disk_is_loaded_again(article: Path, tmp_path: Path) -> None:
    """What was built in a folder is there for other programs; unchanged sources are not reread."""
    folder = tmp_path / "store"
    with api.build(article, store=folder) as first:
        text = first.turtle()
    with api.load(folder) as again:
        assert again.turtle() == text
    with api.build(article, store=folder) as third:
        assert third.built is not None
        assert [one.what for one in third.built.sources] == ["unchanged"]


def test_what_cannot_be_read_is_raised(tmp_path: Path) -> None:
    """The error names the file."""
    with pytest.raises(SourceError, match=r"absent\.txt"):
        api.read(tmp_path / "absent.txt")
