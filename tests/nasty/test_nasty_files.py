"""Nasty files: read or refused in a sentence, by a process that neither dies nor grows."""

import os
from pathlib import Path

import pytest

from claimgraph.errors import SourceError
from claimgraph.model import Document
from claimgraph.read import ReadOptions, read
from claimgraph.run.limited import read_within
from claimgraph.run.work import Limits
from nasty.bombs import bombs

SCALE = 20_000
KINDS = (".txt", ".md", ".html", ".pdf")


def held(folder: Path) -> dict[str, Document | SourceError]:
    """What a folder's files hold, by name, read within limits."""
    found = read_within(Limits(seconds=300, megabytes=1_000), [folder], ReadOptions(language="en"))
    return {Path(one.path).name: one for one in found}


@pytest.mark.parametrize("kind", KINDS)
def test_nasty_files_are_read_or_refused(kind: str, tmp_path: Path) -> None:
    """None ends its process, needs more than a gigabyte, or is refused without a reason."""
    made = {name: make for name, make in bombs(SCALE).items() if name.endswith(kind)}
    for name, make in made.items():
        (tmp_path / name).write_bytes(make())
    found = held(tmp_path)
    assert found.keys() == made.keys()
    refused = [str(one) for one in found.values() if isinstance(one, SourceError)]
    assert not [one for one in refused if "The file " in one]


def test_metadata_steers_no_terminal(tmp_path: Path) -> None:
    """Escapes in front matter are blanks in title and publisher."""
    (tmp_path / "matter-escapes.md").write_bytes(bombs(SCALE)["matter-escapes.md"]())
    (document,) = read([tmp_path])
    assert isinstance(document, Document)
    assert document.title == "[31mred \u202e"
    assert "\x1b" not in document.publisher


def test_entities_are_not_looked_up(tmp_path: Path) -> None:
    """A page that declares a file as an entity gets none of the file."""
    (tmp_path / "outside.html").write_bytes(bombs(SCALE)["outside.html"]())
    (document,) = read([tmp_path])
    assert isinstance(document, Document)
    assert "root:" not in document.text


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    """Pipes, devices, loops of links, and names that no system has."""
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "loop.txt").symlink_to(tmp_path / "loop.txt")
    (tmp_path / "zeros.txt").symlink_to("/dev/zero")
    (tmp_path / "nothing.txt").mkdir()
    names = ("pipe.txt", "loop.txt", "zeros.txt", "nothing.txt", "no\0name.txt", "x" * 999 + ".txt")
    found = [*read([tmp_path / name for name in names])]
    assert len(found) == len(names)
    assert all(isinstance(one, SourceError) for one in found)


def test_loops_of_folders_end(tmp_path: Path) -> None:
    """A pattern does not follow links to folders, of which two may stand for millions of paths."""
    for name in ("a", "b", "c"):
        (tmp_path / name).symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "one.txt").write_text("The port closed on Monday.\n")
    assert len([*read([tmp_path / "**" / "*.txt"])]) == 1
    assert len([*read([tmp_path])]) == 1


def test_a_name_with_room_for_no_sidecar(tmp_path: Path) -> None:
    """A file whose sidecar's name would be too long for the system has none."""
    (tmp_path / ("n" * 250 + ".txt")).write_text("The port closed on Monday.\n")
    (document,) = read([tmp_path])
    assert isinstance(document, Document)
