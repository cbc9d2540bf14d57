"""The wheel: it builds, carries the data folders, and its command runs on its own."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest


@pytest.fixture(scope="module")
def wheel(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from the checkout without reaching for an index."""
    folder = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=root, check=True, capture_output=True)
    (path,) = folder.glob("*.whl")
    return path


@pytest.mark.parametrize("name", ["ontology", "shapes", "queries", "seeds"])
def test_wheel_carries_the_data(wheel: Path, root: Path, name: str) -> None:
    """Every file of a data folder is in the wheel."""
    inside = set(zipfile.ZipFile(wheel).namelist())
    files = [path for path in (root / name).rglob("*") if path.is_file()]
    assert files
    assert {f"claimgraph/_resources/{path.relative_to(root)}" for path in files} <= inside


def test_installed_command_finds_its_data(wheel: Path, tmp_path: Path) -> None:
    """The command of the installed wheel, not of the checkout, answers from its own data."""
    target = tmp_path / "site"
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index"]
    subprocess.run([*pip, "--target", str(target), str(wheel)], check=True, capture_output=True)
    code = (
        "import sys; sys.path.insert(0, sys.argv.pop(1))\n"
        "from claimgraph import layout; from claimgraph.cli import main\n"
        "assert '_resources' in str(layout.home()), layout.home()\n"
        "main(sys.argv[1:])"
    )
    command = [sys.executable, "-c", code, str(target), "ask"]
    done = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, check=False)
    assert done.returncode == 0, done.stderr
    assert "?" in done.stdout
