"""The guide to exports: each block that the tools at hand can run does run, in its order."""

import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner

from claimgraph.cli import main
from claimgraph.export import FORMATS
from claimgraph.store.embedded import Store
from exported import quads

BLOCK = re.compile(r"^```(sh|python)\n(.*?)^```", re.MULTILINE | re.DOTALL)
HERE = ("claimgraph", "sqlite3", "openssl")
"""Commands that change nothing outside the folder in which they are run."""


def test_the_guide_names_every_format(root: Path) -> None:
    """No format is left without a word."""
    text = (root / "docs" / "exports.md").read_text("utf-8")
    assert [name for name in FORMATS if f"--format {name} " not in text] == ["ntriples"]


def test_the_blocks_run(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every command of ours is run, and every Python block whose library is installed."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CLAIMGRAPH_STORE", str(tmp_path / "store"))
    with Store.open(tmp_path / "store") as store:
        for quad in quads():
            store.inner.add(quad)
    blocks = BLOCK.findall((root / "docs" / "exports.md").read_text("utf-8"))
    assert len(blocks) > 15
    for language, body in blocks:
        if language == "python":
            run_python(body)
        else:
            for line in body.splitlines():
                run_line(shlex.split(line))


def run_line(words: list[str]) -> None:
    """Runs one command."""
    if words[0] == "claimgraph":
        result = CliRunner().invoke(main, words[1:])
        assert result.exit_code == 0, (words, result.stderr)
    elif words[0] in HERE and shutil.which(words[0]):
        subprocess.run(words, capture_output=True, check=True)


def run_python(body: str) -> None:
    """Runs a block, unless it imports what is not installed."""
    code = compile(body, "docs/exports.md", "exec")
    try:
        exec(code, {})  # noqa: S102, our own guide
    except ModuleNotFoundError as error:
        assert error.name == "pandas"  # noqa: PT017, the one library of the guide that is not ours
