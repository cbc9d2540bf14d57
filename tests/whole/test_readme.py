"""The README does what it says: its commands run, its folders and files are there."""

import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

from claimgraph.cli import main
from servers import serving


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
        if arguments[0] == "serve":  # in this process it would never end
            check_served(arguments[1:])
            continue
        result = CliRunner().invoke(main, arguments)
        assert result.exit_code == 0, (arguments, result.stderr)


def check_served(options: list[str]) -> None:
    """A server does not end by itself: it is started at a free port, asked, and stopped."""
    assert options[0] == "--store"
    with serving(*options[1:]) as server:
        assert server.ask("GET", "/").status == 200


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


def test_links_of_the_readme_resolve(root: Path) -> None:
    """Each link into the repository leads to a file, each anchor to a heading of it."""
    links = re.findall(r"\]\(([^)\s]+)\)", (root / "README.md").read_text("utf-8"))
    inside = [link for link in links if not link.startswith(("http://", "https://"))]
    assert inside
    for link in inside:
        path, _, anchor = link.partition("#")
        assert not path or (root / path).exists(), link
        text = (root / (path or "README.md")).read_text("utf-8") if anchor else ""
        slugs = {
            re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")
            for heading in re.findall(r"^#+ (.*)$", text, re.MULTILINE)
        }
        assert not anchor or anchor in slugs, link


def test_make_targets_of_the_readme_exist(root: Path) -> None:
    """Each `make` target that the README names is in the Makefile."""
    named = set(re.findall(r"\bmake ([a-z-]+)\b", (root / "README.md").read_text("utf-8")))
    targets = set(re.findall(r"^([a-z-]+):", (root / "Makefile").read_text("utf-8"), re.MULTILINE))
    assert {"demo", "test"} <= named
    assert named - targets <= set()
