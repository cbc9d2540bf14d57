"""Bytes to text: UTF-8 unless told otherwise, and a plain word about whatever is not text."""

import codecs
import re
from pathlib import Path
from typing import Final

from charset_normalizer import from_bytes

from claimgraph.errors import SourceError

SIGNATURES: Final = (
    (b"%PDF-", "a PDF file"),
    (b"PK\x03\x04", "a ZIP archive or an office document"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"\xd0\xcf\x11\xe0", "an old office document"),
    (b"{\\rtf", "an RTF document"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"\x7fELF", "a program"),
)
WIDE_MARKS: Final = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
CONTROL: Final = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
WESTERN: Final = frozenset({"cp1250", "cp1252", "cp1254", "cp1257", "cp1258", "latin_1"})
# Codecs of host names and source code: they are slow on long texts or make what is no text.
ODD: Final = frozenset({"idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined"})
SAMPLE: Final = 200_000


def decoded(data: bytes, path: Path | str, encoding: str = "") -> str:
    """The text that bytes hold, without byte-order mark and with LF as the only line end.

    Raises:
        SourceError: they are binary or not in the encoding.
    """
    for signature, what in SIGNATURES:
        if data.startswith(signature):
            raise SourceError(path, f"This is {what}, not text.", "Convert it to text or HTML.")
    text = _with(encoding, data, path) if encoding else _utf8(data, path)
    controls = len(CONTROL.findall(text[:SAMPLE]))
    if "\0" in text or controls * 50 > len(text[:SAMPLE]):
        raise SourceError(path, "The input is binary, not text.", "Convert it to text or HTML.")
    return unified(text)


def unified(text: str) -> str:
    """The text without byte-order mark, its line ends all LF."""
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def _utf8(data: bytes, path: Path | str) -> str:
    for mark, name in WIDE_MARKS:
        if data.startswith(mark):
            raise _not_utf8(path, name)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        likely = likely_encoding(data)
        if not likely:
            raise SourceError(
                path, "The input is binary, not text.", "Convert it to text or HTML."
            ) from error
        raise _not_utf8(path, likely, data.count(b"\n", 0, error.start) + 1) from error


def _not_utf8(path: Path | str, likely: str, line: int = 1) -> SourceError:
    return SourceError(
        path,
        f"The text is not UTF-8 (line {line}), but likely {likely}.",
        f"`--encoding {likely}` reads it.",
    )


def likely_encoding(data: bytes) -> str:
    """The encoding that makes the best sense of bytes that are not UTF-8, or empty.

    The code pages of Western and Central Europe differ in a few letters that a short English text
    hardly uses; among equals the most common is named.
    """
    sample = data[:SAMPLE]
    if b"\0" in sample or len(CONTROL.findall(sample.decode("latin-1"))) * 50 > len(sample):
        return ""
    best = from_bytes(sample).best()
    name = best.encoding if best else ""
    plain = sum(byte < 0x80 for byte in sample)
    if name in WESTERN or plain * 10 > len(sample) * 9:
        return "cp1252" if _decodes(sample, "cp1252") else "latin-1"
    return name


def _decodes(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _with(encoding: str, data: bytes, path: Path | str) -> str:
    try:
        odd = codecs.lookup(encoding).name.replace("-", "_") in ODD
        return data.decode("" if odd else encoding)
    except UnicodeError as error:
        where = f" (byte {error.start})" if isinstance(error, UnicodeDecodeError) else ""
        remedy = "Leave --encoding out to have the encoding named."
        raise SourceError(path, f"The text is not {encoding}{where}.", remedy) from error
    except (LookupError, ValueError) as error:
        remedy = "Name one that Python knows, such as utf-8, cp1252 or utf-16."
        raise SourceError(path, f"There is no text encoding {encoding!r}.", remedy) from error
