"""requirements.lock as data: which packages, with which hashes, and which of them a user needs.

`python release/lock.py` prints the part of the lock that is needed to run, for the container.
"""

import re
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

from packaging.markers import Marker
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[1]
ENTRY = re.compile(
    r"^(?P<name>[\w.-]+)==(?P<version>[^\s;\\]+)(?: *;(?P<marker>[^\\\n]*))?"
    r"(?P<rest>(?:.*\\\n)*.*)$",
    re.MULTILINE,
)
HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")


@dataclass(frozen=True)
class Locked:
    """One version of a package in the lock; `text` is its entry as it stands there.

    A lock for all platforms may have several, each for where its marker holds.
    """

    name: str
    version: str
    marker: str
    hashes: tuple[str, ...]
    text: str

    @property
    def here(self) -> bool:
        """Whether this version is meant for this platform and Python."""
        return not self.marker or Marker(self.marker).evaluate()


def read(path: Path = ROOT / "requirements.lock") -> tuple[Locked, ...]:
    """All that a lock holds, by name."""
    found = []
    for entry in ENTRY.finditer(path.read_text("utf-8")):
        name, marker = canonicalize_name(entry["name"]), entry["marker"] or ""
        hashes = tuple(HASH.findall(entry["rest"]))
        found.append(Locked(name, entry["version"], marker.strip(), hashes, entry[0]))
    return tuple(sorted(found, key=lambda one: (one.name, one.version)))


def here(locked: tuple[Locked, ...]) -> dict[str, Locked]:
    """What of a lock is meant for this platform, by name."""
    return {one.name: one for one in locked if one.here}


def declared() -> tuple[list[Requirement], list[Requirement]]:
    """What pyproject.toml asks for: to run, extras included, and to work on the project.

    Groups that one target installs aside for itself, as `make fuzz` does, are not in the lock.
    """
    told = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    extras = told["project"]["optional-dependencies"].values()
    run = [*told["project"]["dependencies"], *(one for extra in extras for one in extra)]
    work = told["dependency-groups"]["dev"]
    return [Requirement(one) for one in run], [Requirement(one) for one in work]


def closure(wanted: list[Requirement]) -> dict[str, Distribution | None]:
    """All that some requirements need here, by name; None for what is not installed."""
    found: dict[str, Distribution | None] = {}
    todo = [(one, extra) for one in wanted for extra in ("", *one.extras)]
    seen = set()
    while todo:
        requirement, extra = todo.pop()
        name = canonicalize_name(requirement.name)
        if (name, extra) in seen:
            continue
        seen.add((name, extra))
        found.setdefault(name, installed(name))
        todo += list(needed(found[name], extra))
    return dict(sorted(found.items()))


def needed(package: Distribution | None, extra: str) -> Iterator[tuple[Requirement, str]]:
    """What an installed package asks for here."""
    for text in (package.requires or []) if package else []:
        one = Requirement(text)
        if one.marker is None or one.marker.evaluate({"extra": extra}):
            yield from ((one, more) for more in ("", *one.extras))


def installed(name: str) -> Distribution | None:
    """The package in this environment."""
    try:
        return distribution(name)
    except PackageNotFoundError:
        return None


def runtime(locked: tuple[Locked, ...]) -> list[Locked]:
    """The part of the lock that is needed to run, on this platform."""
    known = here(locked)
    return [known[name] for name in closure(declared()[0]) if name in known]


if __name__ == "__main__":
    sys.stdout.write("".join(f"{one.text}\n" for one in runtime(read())))
