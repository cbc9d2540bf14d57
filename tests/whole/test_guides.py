"""The guides do what they say: their files are written, their commands run, their output holds."""

import doctest
import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from claimgraph.cli import main
from guides import Command, blocks, fits

GUIDES = ("first-source", "class-and-frame", "domain", "curating", "tools")
ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("name", GUIDES)
def test_guide_holds(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Block after block in an empty folder: files, commands, what these print."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")
    ran = 0
    for block in blocks((ROOT / "docs" / f"{name}.md").read_text("utf-8")):
        if block.write() or block.language != "console":
            continue
        for command in block.commands():
            run(command, monkeypatch)
            ran += 1
    assert ran >= 4


def run(command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    """One command of a guide; `cd` changes the folder for those after it."""
    program, *arguments = command.words
    if program == "cd":
        monkeypatch.chdir(arguments[0])
        return
    assert program == "claimgraph", command
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == command.exit_code, (command, result.output)
    if command.shown:
        assert fits(command.shown, result.output), (command, result.output)


def test_python_guide_holds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The examples of python.md are doctests over one namespace."""
    monkeypatch.chdir(tmp_path)
    text = (ROOT / "docs" / "python.md").read_text("utf-8")
    found = blocks(text)
    for block in found:
        block.write()
    code = "\n".join(block.body for block in found if block.language == "python")
    test = doctest.DocTestParser().get_doctest(code, {}, "python.md", "docs/python.md", 0)
    assert len(test.examples) > 10
    told: list[str] = []
    flags = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
    doctest.DocTestRunner(optionflags=flags).run(test, out=told.append)
    assert not told, "".join(told)


def test_every_guide_is_tested() -> None:
    """A guide that is added is run, or is one of the texts that others test."""
    elsewhere = {"exports", "competency", "python"}
    assert {path.stem for path in (ROOT / "docs").glob("*.md")} == {*GUIDES, *elsewhere}


def test_links_between_guides_resolve() -> None:
    """Each link of a guide leads to a file of the same folder, and each anchor to a heading."""
    pages = {path.name: path.read_text("utf-8") for path in (ROOT / "docs").glob("*.md")}
    for name, text in pages.items():
        prose = re.sub(r"^```.*?^```$", "", text, flags=re.MULTILINE | re.DOTALL)
        for target in re.findall(r"\]\(([^)\s]+)\)", prose):
            if target.startswith("https://"):
                continue
            page, _, anchor = target.partition("#")
            assert not page or page in pages, f"{name}: {target}"
            headings = re.findall(r"^#+ (.*)$", pages[page or name], re.MULTILINE)
            slugs = {re.sub(r"[^\w\- ]", "", h.lower()).replace(" ", "-") for h in headings}
            assert not anchor or anchor in slugs, f"{name}: {target}"
