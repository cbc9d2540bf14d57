"""The README does what it says: its commands run, its folders and files are there."""

import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

from claimgraph.cli import main


def commands(readme: str) -> list[list[str]]:
    """The `claimgraph` commands of the README's console blocks, as arguments."""
    blocks = re.findall(r"```console\n(.*?)```", readme, re.DOTALL)
    lines = [line for block in blocks for line in block.splitlines()]
    return [shlex.split(line)[2:] for line in lines if line.startswith("$ claimgraph ")]


def test_commands_of_the_readme_run(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every command shown runs, in the order shown, in a folder that has the seeds."""
    (tmp_path / "seeds").symlink_to(root / "seeds")
    monkeypatch.chdir(tmp_path)
    shown = commands((root / "README.md").read_text("utf-8"))
    assert len(shown) >= 8
    for arguments in shown:
        result = CliRunner().invoke(main, arguments)
        assert result.exit_code == 0, (arguments, result.stderr)


def test_folders_of_the_readme_exist(root: Path) -> None:
    """Each folder and file that the README names in back ticks is there."""
    readme = (root / "README.md").read_text("utf-8")
    named = set(
        re.findall(
            r"`((?:ontology|shapes|queries|seeds|pipeline|tests|benchmarks)/[\w/.]*)`", readme
        )
    )
    assert named
    assert [name for name in sorted(named) if not (root / name).exists()] == []


def test_make_targets_of_the_readme_exist(root: Path) -> None:
    """Each `make` target that the README names is in the Makefile."""
    named = set(re.findall(r"\bmake ([a-z-]+)\b", (root / "README.md").read_text("utf-8")))
    targets = set(re.findall(r"^([a-z-]+):", (root / "Makefile").read_text("utf-8"), re.MULTILINE))
    assert {"demo", "test"} <= named
    assert named - targets <= set()
