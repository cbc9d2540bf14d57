"""How a parent and its child process speak: a line of JSON in, framed bytes out.

A frame is one letter, the length in four bytes, and that many bytes.
"""

import json
import os
from dataclasses import dataclass
from typing import Final

from claimgraph.errors import QueryError

READY: Final = b"R"
HEAD: Final = b"H"
DATA: Final = b"D"
END: Final = b"E"
PROBLEM: Final = b"X"
HEADER: Final = 5
FRAME: Final = 64 * 1024


class RefusedError(QueryError):
    """A query that its child could not answer.

    `code` says which kind of remedy it needs: syntax, format, elsewhere, update, memory, store or
    failed; for syntax, `line` and `column` (from 1) say where, else they are 0.
    """

    def __init__(self, code: str, message: str, line: int = 0, column: int = 0) -> None:
        self.code, self.line, self.column = code, line, column
        super().__init__(message)


@dataclass(frozen=True, slots=True)
class Length:
    """The first five bytes of a frame, read."""

    kind: bytes
    size: int

    @classmethod
    def of(cls, header: bytes) -> "Length":
        """What a header announces."""
        return cls(header[:1], int.from_bytes(header[1:HEADER], "big"))


def framed(kind: bytes, body: bytes = b"") -> bytes:
    """A frame."""
    return kind + len(body).to_bytes(4, "big") + body


def problem(error: RefusedError) -> bytes:
    """The frame that tells a parent what went wrong."""
    told = {
        "code": error.code,
        "message": str(error),
        "line": error.line,
        "column": error.column,
    }
    return framed(PROBLEM, json.dumps(told).encode())


def refusal(body: bytes) -> RefusedError:
    """What a problem's frame tells."""
    told = json.loads(body)
    return RefusedError(told["code"], told["message"], told["line"], told["column"])


class Reply:
    """The child's side of an answer: gathers bytes and sends them as frames of 64 KiB.

    Nothing is sent before the first frame is full, so that what fails early fails whole.
    """

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._head: dict[str, object] = {}
        self._parts: list[bytes] = []
        self._size = 0

    def head(self, **told: object) -> None:
        """What kind of answer follows; its `size` is added where all of it fits in one frame."""
        self._head = told

    def write(self, data: bytes) -> int:
        """More of the answer."""
        self._parts.append(bytes(data))
        self._size += len(data)
        if self._size >= FRAME:
            self._send(b"")
        return len(data)

    def flush(self) -> None:
        """Nothing: frames leave when they are full, or at the end."""

    def end(self) -> None:
        """The answer is complete."""
        if self._head:
            self._head["size"] = self._size
        self._send(framed(END))

    def fail(self, error: RefusedError) -> None:
        """The answer cannot be given, or not to its end."""
        self._parts, self._size, self._head = [], 0, {}
        self._send(problem(error))

    def _send(self, last: bytes) -> None:
        head = framed(HEAD, json.dumps(self._head).encode()) if self._head else b""
        data = framed(DATA, b"".join(self._parts)) if self._parts else b""
        send_all(self._descriptor, head + data + last)
        self._parts, self._size, self._head = [], 0, {}


def send_all(descriptor: int, data: bytes) -> None:
    """Writes all of the bytes, however few the pipe takes at a time."""
    view = memoryview(data)
    while view:
        view = view[os.write(descriptor, view) :]
