"""`make audit`: licences, the lock, unused and missing dependencies, known faults.

Each check prints one line; the exit code is 1 where one fails. What could not be checked is said.
"""

import json
import re
import subprocess
import sys
import tomllib
import venv
from collections.abc import Iterator
from importlib.metadata import Distribution
from pathlib import Path
from typing import Any

import lock
from packaging.utils import canonicalize_name

HERE = Path(__file__).resolve().parent
ASIDE = lock.ROOT / "build" / "audit"
PATIENCE = 180


def licence(package: Distribution) -> str:
    """What a package says of its licence: an SPDX expression, classifiers, or a few words."""
    told = package.metadata
    if expression := told.get("License-Expression"):
        return str(expression)
    classifiers = [c for c in told.get_all("Classifier") or [] if c.startswith("License ::")]
    names = [c.rpartition(" :: ")[2] for c in classifiers if not c.endswith("OSI Approved")]
    words = " ".join(str(told.get("License") or "").split())
    return " AND ".join(names) or words[:60]


def parts(told: str) -> list[list[str]]:
    """A licence as alternatives, each of licences that hold together."""
    flat = told.replace("(", " ").replace(")", " ") if " OR " in told or " AND " in told else told
    return [[one.strip() for one in re.split(r" AND | WITH ", way)] for way in flat.split(" OR ")]


def licences(packages: dict[str, Distribution | None]) -> Iterator[str]:
    """Packages whose licence is not allowed and that are no exception; exceptions without use."""
    rules = tomllib.loads((HERE / "licences.toml").read_text("utf-8"))
    allowed, exceptions = set(rules["allowed"]), rules["exceptions"]
    for name, package in packages.items():
        told = licence(package) if package else ""
        fits = any(all(one in allowed for one in way) for way in parts(told))
        if package and not fits and exceptions.get(name, {}).get("licence") != told:
            yield f"{name} {package.version} is under {told or 'no licence that it tells'!r}"
        if fits and name in exceptions:
            yield f"{name} needs no exception any more: take it out of licences.toml"
    yield from (
        f"{name} is an exception and not installed"
        for name in sorted(exceptions.keys() - packages.keys())
    )


def locked(packages: dict[str, Distribution | None]) -> Iterator[str]:
    """What is not in the lock, not as it says, without hashes, or asked for and not installed."""
    everything = lock.read()
    known = lock.here(everything)
    yield from (f"{one.name} has no hash in the lock" for one in everything if not one.hashes)
    for name, package in packages.items():
        if package is None:
            yield f"{name} is needed and not installed"
        elif name not in known:
            yield f"{name} is not in the lock: make lock"
        elif known[name].version != package.version:
            yield f"{name} {package.version} is installed, the lock has {known[name].version}"
    for wanted in (*lock.declared()[0], *lock.declared()[1]):
        found = known.get(canonicalize_name(wanted.name))
        if found and not wanted.specifier.contains(found.version, prereleases=True):
            yield f"the lock has {found.name} {found.version}, pyproject.toml wants {wanted}"


def dependencies() -> Iterator[str]:
    """What deptry finds unused, missing or borrowed from another package."""
    command = [sys.executable, "-m", "deptry", "pipeline", "--no-ansi"]
    done = subprocess.run(command, cwd=lock.ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        yield from (line for line in done.stderr.splitlines() if ": DEP" in line)


def faults() -> tuple[list[str], str]:
    """Known faults of what is locked, and what could not be found out."""
    try:
        told = pip_audit()["dependencies"]
    except (OSError, ValueError, KeyError, subprocess.SubprocessError) as error:
        return [], f"pip-audit could not be used ({type(error).__name__})"
    found = [
        f"{one['name']} {one['version']}: {fault['id']}, mended in {fault['fix_versions'] or '-'}"
        for one in told
        for fault in one.get("vulns", ())
    ]
    skipped = [one["name"] for one in told if "skip_reason" in one]
    missing = f"the advisory service tells nothing of {len(skipped)} of {len(told)} packages"
    return found, missing if skipped else ""


def pip_audit() -> dict[str, Any]:
    """What pip-audit says of the lock; it is installed aside, for this alone."""
    python = ASIDE / "bin" / "python"
    if not python.exists():
        venv.create(ASIDE, with_pip=True)
    pip = [str(python), "-m", "pip", "install", "--quiet", "pip-audit==2.10.1"]
    subprocess.run(pip, check=True, capture_output=True, timeout=PATIENCE)
    command = [str(python), "-m", "pip_audit", "--disable-pip", "--progress-spinner=off"]
    command += ["--format", "json", "--requirement", str(lock.ROOT / "requirements.lock")]
    done = subprocess.run(command, capture_output=True, check=False, timeout=PATIENCE)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def say(name: str, problems: list[str], checked: str) -> bool:
    """One line for a check, and one for each problem; whether there is none."""
    print(f"{name}: {'FAILED' if problems else 'fine'}, {checked}")
    for problem in problems:
        print(f"  {problem}")
    return not problems


def main() -> int:
    """All checks; 1 where one fails."""
    run, work = lock.declared()
    packages = lock.closure([*run, *work])
    count = f"{len(packages)} packages"
    fine = [
        say("licences", sorted(licences(packages)), count),
        say("lock", sorted(locked(packages)), f"{len(lock.read())} entries with hashes"),
        say("dependencies", sorted(dependencies()), "unused, missing and borrowed ones"),
    ]
    found, missing = faults()
    if found or not missing:
        fine.append(say("known faults", found, "by pip-audit"))
    if missing:
        print(f"known faults: SKIPPED, {missing}")
    return 0 if all(fine) else 1


if __name__ == "__main__":
    raise SystemExit(main())
