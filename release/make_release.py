"""`make release`: wheel, source archive, bill of materials and sums of what is committed, in dist/.

Refuses a version that the changelog does not describe. Everything is made twice, from an archive of
the last commit in a folder of its own, and has to come out the same.
"""

import argparse
import hashlib
import io
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
import tomllib
from pathlib import Path

import lock
import sbom

DIST = lock.ROOT / "dist"
HEADING = re.compile(
    r"^## \[?(?P<version>[^\]\s]+)\]?(?: - (?P<day>\d{4}-\d{2}-\d{2}))?\s*$", re.MULTILINE
)


def unready(version: str, changelog: str) -> str:
    """Why a version cannot be released, or nothing."""
    found = [(one["version"], one["day"]) for one in HEADING.finditer(changelog)]
    released = [one for one in found if one[0] != "Unreleased"]
    if not released or released[0][0] != version:
        return (
            f"CHANGELOG.md has no section `## {version} - DAY` at its top: give the one called "
            "Unreleased that name, or mend the version in pyproject.toml."
        )
    if not released[0][1]:
        return f"CHANGELOG.md does not say on which day {version} is released: add ` - DAY`."
    unreleased = changelog.partition("## Unreleased")[2].partition("\n## ")[0]
    if "\n- " in unreleased:
        return f"CHANGELOG.md still has changes under Unreleased: move them under {version}."
    return ""


def committed(folder: Path) -> None:
    """What is committed, unpacked into a folder."""
    done = subprocess.run(
        ["git", "archive", "HEAD"], cwd=lock.ROOT, check=True, capture_output=True
    )
    with tarfile.open(fileobj=io.BytesIO(done.stdout)) as archive:
        archive.extractall(folder, filter="data")


def built(out: Path) -> list[Path]:
    """Wheel and source archive of what is committed, made in a folder that is left behind empty."""
    told = ["git", "log", "-1", "--format=%ct"]
    moment = subprocess.run(told, cwd=lock.ROOT, check=True, capture_output=True, text=True).stdout
    with tempfile.TemporaryDirectory() as folder:
        committed(Path(folder))
        command = [sys.executable, "-m", "hatchling", "build", "-d", str(out)]
        environment = os.environ | {"SOURCE_DATE_EPOCH": moment.strip()}
        subprocess.run(command, cwd=folder, env=environment, check=True, capture_output=True)
    return sorted(out.iterdir())


def digest(path: Path) -> str:
    """The SHA-256 of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def reproduced(files: list[Path]) -> bool:
    """Whether a second making gives the same bytes."""
    with tempfile.TemporaryDirectory() as folder:
        again = built(Path(folder))
        return [digest(path) for path in again] == [digest(path) for path in files]


def main() -> int:
    """Makes a release in dist/; 1 where it cannot be made."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--trial", action="store_true", help="do not look into the changelog")
    trial = parser.parse_args().trial
    project = tomllib.loads((lock.ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    version = project["version"]
    why = unready(version, (lock.ROOT / "CHANGELOG.md").read_text("utf-8"))
    if why and not trial:
        print(f"not released: {why}", file=sys.stderr)
        return 1
    shutil.rmtree(DIST, ignore_errors=True)
    DIST.mkdir()
    files = built(DIST)
    if not reproduced(files):
        print("not released: a second making gave other bytes.", file=sys.stderr)
        return 1
    bill = DIST / f"{project['name']}-{version}.cdx.json"
    bill.write_bytes(sbom.sbom(project["name"], version))
    sums = "".join(f"{digest(path)}  {path.name}\n" for path in sorted([*files, bill]))
    (DIST / "SHA256SUMS").write_text(sums, "utf-8")
    print(sums, end="")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
