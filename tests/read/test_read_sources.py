"""Files, folders, globs and standard input: what is read, in which order, under which id."""

import io
import os
from pathlib import Path

import pytest

from claimgraph.errors import SourceError
from claimgraph.model import Document
from claimgraph.read import ReadOptions, read, read_bytes, read_text

PROSE = (
    "The port authority closed pier nine on Monday after an engineer had shown that a crane could "
    "be moved from outside the harbour. The maker of the crane disputes this and says that it has "
    "seen no proof. Both sides will meet next week.\n"
)
GERMAN = (
    "Die Hafenbehörde hat am Montag den neunten Pier geschlossen, nachdem eine Ingenieurin gezeigt "
    "hatte, dass sich ein Kran von außen bewegen lässt. Der Hersteller bestreitet das und sagt, er "
    "habe keinen Beweis gesehen. Beide Seiten treffen sich in der nächsten Woche.\n"
)


def ids(*paths: Path | str) -> list[str]:
    """The ids of what is read from some paths, errors as "!" and the name."""
    found = read(paths)
    return [d.id if isinstance(d, Document) else f"!{Path(d.path).name}" for d in found]


def refusal(path: Path | str, options: ReadOptions | None = None) -> str:
    """The sentence with which the only input is refused."""
    (error,) = read([path], options or ReadOptions())
    assert isinstance(error, SourceError)
    assert str(error).startswith(str(path))
    return str(error)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of four texts, one below the other, and things that are no sources."""
    (tmp_path / "b" / "deep").mkdir(parents=True)
    (tmp_path / ".hidden").mkdir()
    for name in ("a.txt", "b/x y.md", "b/deep/z.TXT", ".hidden/h.txt", ".h.txt", "README.md"):
        (tmp_path / name).write_text(PROSE)
    (tmp_path / "page.html").write_text(f"<html><body><p>{PROSE}</p></body></html>")
    (tmp_path / "data.csv").write_text("a,b")
    return tmp_path


def test_folders_are_read_recursively_and_sorted(folder: Path) -> None:
    """A folder stands for its texts, hidden ones and those about the folder left out."""
    assert ids(folder) == ["a", "b-deep-z", "b-x-y", "page"]


def test_order_and_repetition_of_arguments_do_not_matter(folder: Path) -> None:
    """Each file is read once, in the order of the paths."""
    one, two = folder / "a.txt", folder / "b"
    assert ids(one, two, folder / "a.txt") == ids(two, one) == ["a", "deep-z", "x-y"]


def test_globs(folder: Path) -> None:
    """A pattern stands for what it matches; ids are taken below its fixed part."""
    assert ids(str(folder / "**" / "*.md")) == ["b-x-y"]
    assert ids(str(folder / "*.html")) == ["page"]
    assert "matches no file" in refusal(folder / "*.pdf")


def test_a_name_with_brackets_is_a_file_when_it_exists(tmp_path: Path) -> None:
    """Only what is no file is taken for a pattern."""
    (tmp_path / "a[1].txt").write_text(PROSE)
    assert ids(tmp_path / "a[1].txt") == ["a-1"]


def test_a_file_about_the_folder_is_read_when_named(folder: Path) -> None:
    """README.md is skipped in a folder, not when asked for."""
    assert ids(folder / "README.md") == ["README"]


def test_failing_inputs_do_not_stop_the_others(folder: Path) -> None:
    """Each failure comes in its place, as an error."""
    (folder / "c.txt").write_bytes(b"")
    assert ids(folder / "a.txt", folder / "c.txt", folder / "nowhere.txt", folder / "b") == [
        "a",
        "deep-z",
        "x-y",
        "!c.txt",
        "!nowhere.txt",
    ]


def test_reading_is_lazy(folder: Path) -> None:
    """A file is opened when its turn comes."""
    found = read([folder])
    next(found)
    (folder / "page.html").unlink()
    assert [type(entry) for entry in found] == [Document, Document, SourceError]


def test_two_files_of_one_id_are_refused_naming_both(folder: Path) -> None:
    """The second of two with one id is an error that names both."""
    (folder / "page.md").write_text(PROSE)
    *_, error = read([folder])
    assert isinstance(error, SourceError)
    assert "page.html" in str(error)
    assert "page.md" in str(error)


def test_standard_input_needs_an_id() -> None:
    """Standard input has no name of its own; front matter or an option gives it one."""
    (error,) = read(["-"], stdin=io.BytesIO(PROSE.encode()))
    assert "--id" in str(error)
    (document,) = read(["-"], ReadOptions(id="port"), io.BytesIO(PROSE.encode()))
    assert (document.id, document.text) == ("port", PROSE)
    (told,) = read(["-"], stdin=io.BytesIO(f"---\nid: told\n---\n{PROSE}".encode()))
    assert told.id == "told"
    (none,) = read(["-"])
    assert isinstance(none, SourceError)


def test_standard_input_may_be_a_web_page() -> None:
    """The first bytes show the format of what has no name."""
    page = f"<!DOCTYPE html><html><body><p>{PROSE}</p></body></html>"
    (document,) = read(["-"], ReadOptions(id="page"), io.BytesIO(page.encode()))
    assert document.text.strip() == PROSE.strip()


def test_text_is_the_file_but_for_mark_and_line_ends() -> None:
    """The byte-order mark goes, CRLF and CR become LF, all else stays as it was."""
    data = "\ufeffOne \r\nTwo\u2011three\t\r\r\nFour\u00a0 ".encode()
    assert read_bytes(data, "a.txt").text == "One \nTwo\u2011three\t\n\nFour\u00a0 "


def test_hash_is_of_the_text() -> None:
    """Two files that differ in line ends alone are one text."""
    unix, other = read_bytes(b"One.\nTwo.", "a.txt"), read_bytes(b"One.\r\nTwo.", "a.txt")
    assert unix.sha256 == other.sha256


BAD = {
    "empty.txt": (b"", "empty"),
    "empty.html": (b"", "empty"),
    "blank.md": (b" \n\t \r\n", "white space"),
    "signs.txt": (b"--- *** ...\n", "nothing to read"),
    "matter.md": (b"---\ntitle: Nothing below\n---\n\n", "nothing to read"),
    "binary.txt": (bytes(range(256)) * 8, "binary"),
    "zip.txt": (b"PK\x03\x04" + bytes(40), "ZIP"),
    "gzip.md": (b"\x1f\x8b\x08" + bytes(40), "gzip"),
    "scan.txt": (b"%PDF-1.7\n" + bytes(40), "PDF"),
    "latin.txt": (GERMAN.encode("cp1252") * 2, "`--encoding cp1252`"),
    "russian.txt": (("Портовая служба закрыла причал. " * 20).encode("cp1251"), "cp1251"),
    "wide.txt": (PROSE.encode("utf-16"), "`--encoding utf-16`"),
    "german.txt": (GERMAN.encode(), "German (de)"),
    "nav.html": (b"<html><body></body></html>", "no article text"),
    "broken.pdf": (b"%PDF-1.4\nnothing here", "damaged"),
    "sheet.xlsx": (b"PK", ".xlsx"),
    "noname": (b"x", "without a suffix"),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_input_is_refused_in_a_sentence(tmp_path: Path, name: str) -> None:
    """What cannot be read is refused, saying what is wrong, where, and what to do."""
    data, told = BAD[name]
    (tmp_path / name).write_bytes(data)
    sentence = refusal(tmp_path / name)
    assert told in sentence
    assert sentence.endswith((".", "anyway."))
    assert sentence.count(". ") >= 1


def test_folders_without_texts_are_refused(tmp_path: Path) -> None:
    """An empty folder is a mistake, not nothing to do."""
    assert "holds no" in refusal(tmp_path)


def test_missing_file_is_refused(tmp_path: Path) -> None:
    """A path that leads nowhere is named, whatever its suffix."""
    for name in ("gone.txt", "gone", "gone.xls", "a\0b.txt"):
        assert "no such file" in refusal(tmp_path / name)


def test_size_limit(tmp_path: Path) -> None:
    """More bytes than the limit are refused, and not read."""
    (tmp_path / "big.txt").write_text(PROSE * 10)
    assert "--max-size" in refusal(tmp_path / "big.txt", ReadOptions(max_size=1000))
    (error,) = read(["-"], ReadOptions(id="x", max_size=10), io.BytesIO(PROSE.encode()))
    assert "--max-size" in str(error)


def test_encodings_that_are_told(tmp_path: Path) -> None:
    """An encoding that is told is used; one that does not exist or fit is refused."""
    path = tmp_path / "latin.txt"
    path.write_bytes((PROSE + "Café Übersee").encode("cp1252"))
    (document,) = read([path], ReadOptions(encoding="cp1252"))
    assert document.text.endswith("Café Übersee")
    assert "no text encoding" in refusal(path, ReadOptions(encoding="klingon"))
    assert "no text encoding" in refusal(path, ReadOptions(encoding="zlib"))
    assert "is not ascii" in refusal(path, ReadOptions(encoding="ascii"))


def test_files_that_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file without permission is refused as such."""
    (tmp_path / "a.txt").write_text(PROSE)

    def locked(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", locked)
    assert "may not be read" in refusal(tmp_path / "a.txt")


def test_pipes_are_no_files(tmp_path: Path) -> None:
    """Reading a named pipe would wait for ever; it is refused."""
    os.mkfifo(tmp_path / "pipe.txt")
    assert "no ordinary file" in refusal(tmp_path / "pipe.txt")


def test_another_language_is_read_when_the_caller_insists() -> None:
    """`--language en` overrides what the text looks like; front matter may say so too."""
    assert read_text(GERMAN, "a", language="en").language == "en"
    assert read_text(f"---\nlanguage: English\n---\n{GERMAN}", "a").language == "en"
    with pytest.raises(SourceError, match="French"):
        read_text(PROSE, "a", language="fr")


def test_short_texts_are_not_refused_for_their_language() -> None:
    """A few words say too little about their language."""
    assert read_text("Die Behörde schließt den Pier.", "a").language == ""
    assert read_text(PROSE, "a").language == "en"


def test_halves_of_surrogate_pairs_are_refused() -> None:
    """A string that is no text cannot be stored, and is refused here."""
    with pytest.raises(SourceError, match="surrogate"):
        read_text("The port \ud800 closed.", "a")
