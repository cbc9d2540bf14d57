"""The wheel: it carries the data, and what is installed from it works elsewhere, on its own."""

import os
import re
import signal
import subprocess
import sys
import sysconfig
import urllib.request
import zipfile
from pathlib import Path

import pytest

ARTICLE = """---
title: Heron 2 halted
publisher: The Tide Report
published: 2031-03-05
---

The Commerce Department ordered Anthropic to suspend Heron 2 on March 4, 2031. OpenAI released
GPT-7 on March 2, 2031.
"""


@pytest.fixture(scope="module")
def wheel(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from the checkout without reaching for an index."""
    folder = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=root, check=True, capture_output=True)
    (path,) = folder.glob("*.whl")
    return path


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The command, installed from the wheel into an environment of its own.

    The dependencies are those at hand: a path file adds their folder, behind which the editable
    checkout does not come along.
    """
    folder = tmp_path_factory.mktemp("env") / "env"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(folder)], check=True)
    (packages,) = folder.glob("lib/python*/site-packages")
    (packages / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n", "utf-8")
    pip = [sys.executable, "-m", "pip", "--python", str(folder / "bin" / "python"), "install"]
    options = ["--quiet", "--no-deps", "--no-index", "--disable-pip-version-check"]
    subprocess.run([*pip, *options, str(wheel)], check=True, capture_output=True)
    return folder / "bin" / "claimgraph"


@pytest.fixture(scope="module")
def workspace(installed: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace that the installed command laid out, and its graph of one article."""
    folder = tmp_path_factory.mktemp("elsewhere") / "newsroom"
    run(installed, folder.parent, "init", "newsroom")
    (folder / "sources" / "heron.md").write_text(ARTICLE, "utf-8")
    run(installed, folder, "build", "--quiet")
    return folder


def run(command: Path, folder: Path, *arguments: str) -> str:
    """What the installed command prints, run in a folder without the checkout's help."""
    clean = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    done = subprocess.run(
        [str(command), *arguments],
        cwd=folder,
        env=clean,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize("name", ["ontology", "shapes", "queries", "seeds", "docs"])
def test_wheel_carries_the_data(wheel: Path, root: Path, name: str) -> None:
    """Every file of a data folder is in the wheel."""
    inside = set(zipfile.ZipFile(wheel).namelist())
    files = [path for path in (root / name).rglob("*") if path.is_file()]
    assert files
    assert {f"claimgraph/_resources/{path.relative_to(root)}" for path in files} <= inside


def test_wheel_carries_what_is_no_python(wheel: Path, root: Path) -> None:
    """Templates, styles, scripts, skeletons and sums lie beside the code."""
    inside = set(zipfile.ZipFile(wheel).namelist())
    package = root / "pipeline" / "claimgraph"
    files = [
        path
        for path in package.rglob("*")
        if path.is_file() and not {"__pycache__", ".mypy_cache"} & set(path.parts)
    ]
    assert len([path for path in files if path.suffix != ".py"]) > 30
    assert {f"claimgraph/{path.relative_to(package)}" for path in files} <= inside


def test_wheel_carries_nothing_else(wheel: Path) -> None:
    """No test, cache or file of somebody's machine."""
    names = zipfile.ZipFile(wheel).namelist()
    tops = {name.split("/")[0] for name in names}
    assert all(re.fullmatch(r"claimgraph(-[\d.]+\.dist-info)?", top) for top in tops), tops
    assert not [name for name in names if "__pycache__" in name or "/." in name]


def test_installed_command_uses_its_own_data(installed: Path, tmp_path: Path) -> None:
    """The package of the environment, not the checkout, and its own resources."""
    code = "import claimgraph, claimgraph.layout as l; print(claimgraph.__file__, l.home())"
    shown = run(installed.with_name("python"), tmp_path, "-c", code).split()
    environment = str(installed.parents[1])
    assert all(path.startswith(environment) for path in shown), shown
    assert shown[1].endswith("_resources")


def test_installed_command_answers(installed: Path, workspace: Path) -> None:
    """What was built from the wheel can be asked, in the workspace, without any option."""
    assert "GPT-7" in run(installed, workspace, "ask", "releases")


def test_installed_command_writes_pages(installed: Path, workspace: Path) -> None:
    """The site has the source's page, its style and the reference."""
    run(installed, workspace, "site", "site", "--quiet")
    site = workspace / "site"
    for name in ("index.html", "source/heron.html", "static/style.css", "docs/questions.html"):
        assert (site / name).is_file(), name


def test_installed_command_serves(installed: Path, workspace: Path) -> None:
    """The server starts, answers and stops when it is told to."""
    command = [str(installed), "serve", "--port", "0", "--workers", "1"]
    with subprocess.Popen(command, cwd=workspace, stderr=subprocess.PIPE, text=True) as server:
        try:
            assert server.stderr is not None
            line = server.stderr.readline()
            (address,) = re.findall(r"http://127\.0\.0\.1:\d+/", line)
            for path, word in (("", "Heron 2"), ("docs/commands", "claimgraph serve")):
                with urllib.request.urlopen(address + path, timeout=30) as answer:  # noqa: S310
                    assert word in answer.read().decode(), path
        finally:
            server.send_signal(signal.SIGINT)
        assert server.wait(timeout=20) == 0
