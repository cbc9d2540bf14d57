"""Commands on a SPARQL server: what they build there is what they build in a folder."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import Result

from sparql_servers import free_port, oxigraph

Run = Callable[..., Result]


@pytest.fixture
def url(tmp_path: Path) -> Iterator[str]:
    """The address of an Oxigraph server with nothing in it."""
    port = free_port()
    with oxigraph(tmp_path / "server", port):
        yield f"http://127.0.0.1:{port}"


def done(result: Result, code: int = 0) -> str:
    """The standard output of a command that ended as expected."""
    assert result.exit_code == code, result.stderr
    return result.stdout


def test_a_server_is_built_into_as_a_folder_is(
    run: Run, newsroom: Path, built: Path, url: str
) -> None:
    """Source by source, replaced, removed and added again: the same bytes as the folder's."""
    expected = done(run("export", "--store", built, "--format", "nquads"))
    first, second = sorted(newsroom.iterdir())
    done(run("build", first, "--store", url, "--quiet"))
    done(run("add", second, "--store", url, "--quiet"))
    assert done(run("export", "--store", url, "--format", "nquads")) == expected
    states = done(run("status", "--store", url, "--format", "csv"))
    assert states == done(run("status", "--store", built, "--format", "csv"))
    assert states.count("current") == 2
    found = done(run("validate", first, "--store", url))
    assert found == done(run("validate", first, "--store", built))
    done(run("remove", "harbour-post", "--store", url))
    assert "harbour-post" not in done(run("status", "--store", url, "--format", "csv"))
    unchanged = done(run("build", newsroom, "--store", url))
    assert "unchanged" in unchanged
    assert "added" in unchanged
    assert done(run("export", "--store", url, "--format", "nquads")) == expected


def test_a_server_that_is_not_there_is_one_sentence(run: Run) -> None:
    """Exit code 2, what is wrong, and what to do."""
    result = run("status", "--store", f"http://127.0.0.1:{free_port()}")
    assert result.exit_code == 2
    assert "does not answer" in result.stderr
    assert result.stderr.count("\n") == 1
