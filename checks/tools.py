"""What the checks need besides: packages of Debian and of npm, installed where missing."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PLACE = ROOT / "build" / "tools"


def debian(*packages: str) -> None:
    """Installs those of Debian's packages that are missing; needs root.

    Raises:
        SystemExit: they cannot be installed here; tells the command that installs them.
    """
    missing = [name for name in packages if not _is_here(name)]
    if not missing:
        return
    command = ("apt-get", "install", "-y", "-q", "--no-install-recommends", *missing)
    if shutil.which("apt-get") is None or os.geteuid():
        raise SystemExit(f"needs, as root: {' '.join(command)}")
    print("installing", *missing, file=sys.stderr)
    quiet = {
        "stdout": subprocess.DEVNULL,
        "env": {**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
    }
    subprocess.run(("apt-get", "update", "-q"), check=True, **quiet)
    subprocess.run(command, check=True, **quiet)


def _is_here(package: str) -> bool:
    asked = ("dpkg-query", "-W", "-f", "${db:Status-Status}", package)
    found = subprocess.run(asked, capture_output=True, text=True, check=False)
    return found.stdout == "installed"


def npm(*packages: str) -> Path:
    """The folder in which packages of npm are installed, as `name@version`, for these alone."""
    debian(*(name for name in ("nodejs", "npm") if shutil.which(name.removesuffix("js")) is None))
    folder = PLACE / "npm"
    folder.mkdir(parents=True, exist_ok=True)
    missing = [one for one in packages if not _has(folder, one)]
    if missing:
        options = ("--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error")
        subprocess.run(("npm", "install", *options, *missing), cwd=folder, check=True)
    return folder


def _has(folder: Path, package: str) -> bool:
    name, _, version = package.rpartition("@")
    told = folder / "node_modules" / name / "package.json"
    return told.is_file() and f'"version": "{version}"' in told.read_text("utf-8")
