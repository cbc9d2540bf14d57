"""A small newsroom of our own: articles, a store built from them, and the command to run."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from claimgraph.cli import main

ARTICLES = {
    "harbour-post.md": """---
id: harbour-post
title: Ministry halts Heron 2
publisher: The Harbour Post
published: 2031-03-05
---

# Ministry halts Heron 2

On March 4, 2031, the Commerce Department ordered Anthropic to suspend access to Heron 2.

Anthropic denied that Heron 2 was unsafe. OpenAI released GPT-7 on March 2.
""",
    "quay-times.txt": """Regulators act on Heron 2

The Commerce Department banned Heron 2 on March 4, 2031. According to The Harbour Post, Anthropic
complied with the order.

Anthropic accused Alibaba of copying Heron 2 with 40,000 fraudulent accounts.
""",
}


@pytest.fixture(scope="session")
def newsroom(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with our articles."""
    folder = tmp_path_factory.mktemp("newsroom")
    for name, text in ARTICLES.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def claimgraph(*arguments: str | Path, text: str | None = None) -> Result:
    """Runs the command in this process; standard output and error stay apart."""
    return CliRunner().invoke(main, [str(a) for a in arguments], input=text)


@pytest.fixture(scope="session")
def run() -> Callable[..., Result]:
    """The command, as a function."""
    return claimgraph


@pytest.fixture(scope="session")
def built(newsroom: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store built from the newsroom; tests only read it."""
    store = tmp_path_factory.mktemp("built") / "store"
    result = claimgraph("build", newsroom, "--store", store)
    assert result.exit_code == 0, result.stderr
    return store
