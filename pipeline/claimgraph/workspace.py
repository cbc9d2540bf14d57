"""A new workspace, or a new domain to fill in: files that are copied, none that is overwritten."""

from enum import StrEnum
from pathlib import Path
from typing import Final

from claimgraph.errors import DomainError
from claimgraph.wholefile import write_whole

SKELETONS: Final = Path(__file__).resolve().parent / "skeleton"


class Skeleton(StrEnum):
    """What can be laid out."""

    WORKSPACE = "workspace"
    DOMAIN = "domain"


FOLDERS: Final = {
    Skeleton.WORKSPACE: ("sources", "curation"),
    Skeleton.DOMAIN: ("ontology/rules",),
}
RENAMED: Final = {"gitignore": ".gitignore"}


def lay_out(skeleton: Skeleton, folder: Path) -> tuple[Path, ...]:
    """Writes the files of a skeleton into a folder; gives them, sorted.

    Raises:
        DomainError: one of them is there already, or the folder cannot be written; nothing is
            overwritten.
    """
    plan = {folder / _name(path, skeleton): path for path in _files(skeleton)}
    there = sorted(target for target in plan if target.exists())
    if there:
        raise DomainError(there[0], "is there already.", "Name another folder, or move the file.")
    try:
        for name in FOLDERS[skeleton]:
            (folder / name).mkdir(parents=True, exist_ok=True)
        for target, origin in plan.items():
            write_whole(target, origin.read_bytes())
    except OSError as error:
        raise DomainError(folder, f"cannot be written: {error}.") from error
    return tuple(sorted(plan))


def _files(skeleton: Skeleton) -> list[Path]:
    return sorted(path for path in (SKELETONS / skeleton).rglob("*") if path.is_file())


def _name(path: Path, skeleton: Skeleton) -> Path:
    name = path.relative_to(SKELETONS / skeleton)
    return name.with_name(RENAMED.get(name.name, name.name))
