"""What a release is made by: the lock, licences, the bill of materials, the container's file."""

import json
import re
from importlib.metadata import Distribution, distribution
from pathlib import Path

import audit
import lock
import make_release
import pytest
import sbom


def package(folder: Path, *lines: str) -> Distribution:
    """An installed package that tells some metadata."""
    path = folder / "sample-1.0.dist-info"
    path.mkdir()
    head = ("Metadata-Version: 2.4", "Name: sample", "Version: 1.0")
    (path / "METADATA").write_text("\n".join((*head, *lines, "")), "utf-8")
    return Distribution.at(path)


def test_every_entry_of_the_lock_has_hashes(root: Path) -> None:
    """As many entries as the file has pinned lines, each with a SHA-256."""
    pinned = re.findall(
        r"^[\w.-]+==", (root / "requirements.lock").read_text("utf-8"), re.MULTILINE
    )
    found = lock.read()
    assert len(found) == len(pinned) > 50
    assert [one.name for one in found if not one.hashes] == []


def test_what_runs_is_a_part_of_the_lock() -> None:
    """All direct dependencies and what they need, none of the tools."""
    names = {one.name for one in lock.runtime(lock.read())}
    assert {"spacy", "numpy", "pyoxigraph", "starlette", "pyarrow"} <= names
    assert not {"pytest", "mypy", "ruff", "hatchling", "hypothesis"} & names


def test_no_fault_of_licences_or_lock() -> None:
    """What is installed is what the lock says, under licences that are allowed."""
    run, work = lock.declared()
    packages = lock.closure([*run, *work])
    assert list(audit.licences(packages)) == []
    assert list(audit.locked(packages)) == []


@pytest.mark.parametrize(
    "line",
    [
        "License-Expression: GPL-3.0-or-later",
        "License-Expression: MIT AND AGPL-3.0-only",
        "Classifier: License :: OSI Approved :: GNU General Public License v3 (GPLv3)",
        "License: something of our own",
        "Summary: tells no licence",
    ],
)
def test_what_is_not_allowed_is_told(tmp_path: Path, line: str) -> None:
    """A licence that the list lacks, alone or with others that have to be kept too."""
    told = [
        one for one in audit.licences({"sample": package(tmp_path, line)}) if "sample 1.0" in one
    ]
    assert len(told) == 1


@pytest.mark.parametrize(
    "line",
    [
        "License-Expression: Apache-2.0 OR GPL-2.0-only",
        "License-Expression: (MIT AND Zlib)",
        "Classifier: License :: OSI Approved :: MIT License",
    ],
)
def test_what_is_allowed_passes(tmp_path: Path, line: str) -> None:
    """One of several to choose from, all of several that hold together, a classifier."""
    told = [
        one for one in audit.licences({"sample": package(tmp_path, line)}) if "sample 1.0" in one
    ]
    assert told == []


def test_what_is_not_in_the_lock_is_told(tmp_path: Path) -> None:
    """A package beside the lock, one of another version, one that is missing."""
    other = distribution("pytest")
    told = list(audit.locked({"sample": package(tmp_path), "click": other, "absent": None}))
    assert "sample is not in the lock: make lock" in told
    assert any(one.startswith(f"click {other.version} is installed") for one in told)
    assert "absent is needed and not installed" in told


@pytest.mark.parametrize(
    ("changelog", "expected"),
    [
        ("## Unreleased\n\n## 1.2.0 - 2031-01-01\n\n- New.\n", ""),
        ("## [1.2.0] - 2031-01-01\n\n- New.\n", ""),
        ("## Unreleased\n\n- New.\n", "no section"),
        ("## 1.1.0 - 2031-01-01\n", "no section"),
        ("## 1.2.0\n\n- New.\n", "on which day"),
        ("## Unreleased\n\n- More.\n\n## 1.2.0 - 2031-01-01\n", "under Unreleased"),
    ],
)
def test_the_changelog_describes_what_is_released(changelog: str, expected: str) -> None:
    """Its newest section is the version's, with a day, and nothing is left for later."""
    found = make_release.unready("1.2.0", f"# Changelog\n\n{changelog}")
    assert expected in found if expected else not found


def test_bill_of_materials() -> None:
    """Every entry of the lock once, with hashes; what depends on what names only these."""
    written = sbom.sbom("claimgraph", "9.9.9")
    assert written == sbom.sbom("claimgraph", "9.9.9")
    told = json.loads(written)
    assert (told["bomFormat"], told["specVersion"]) == ("CycloneDX", "1.6")
    refs = [one["bom-ref"] for one in told["components"]]
    assert len(refs) == len(set(refs)) == len(lock.read())
    assert all(one["externalReferences"][0]["hashes"] for one in told["components"])
    known = {*refs, told["metadata"]["component"]["bom-ref"]}
    for edge in told["dependencies"]:
        assert {edge["ref"], *edge["dependsOn"]} <= known
    scopes = {one["name"]: one["scope"] for one in told["components"]}
    assert (scopes["spacy"], scopes["pytest"]) == ("required", "excluded")


def test_container_file(root: Path) -> None:
    """It copies what is there and what the wheel needs, checks hashes, and runs as nobody special.

    Here it is only read; `make check-container` builds it and works in it.
    """
    lines = (root / "Containerfile").read_text("utf-8").splitlines()
    copied = [
        p
        for one in lines
        if one.startswith("COPY ") and "--from" not in one
        for p in one.split()[1:-1]
    ]
    assert [path for path in copied if not (root / path).exists()] == []
    wheel = (root / "pyproject.toml").read_text("utf-8").partition("force-include]")[2]
    needed = re.findall(r'^"(\w+)" =', wheel.partition("\n[")[0], re.MULTILINE)
    assert {"ontology", "docs", *needed} <= set(copied)
    installs = [one for one in lines if "pip install" in one]
    assert installs
    assert all("--require-hashes" in one or "--no-deps --no-index" in one for one in installs)
    user = next(n for n, one in enumerate(lines) if one.startswith("USER "))
    assert "root" not in lines[user]
    assert user < next(n for n, one in enumerate(lines) if one.startswith("ENTRYPOINT"))
