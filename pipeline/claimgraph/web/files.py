"""The style sheets, scripts and pictures that pages ask for, read once, served from memory."""

import hashlib
import mimetypes
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

FOLDER: Final = Path(__file__).parent / "static"
TYPES: Final = {
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".svg": "image/svg+xml",
}


@dataclass(frozen=True, slots=True)
class File:
    """A file's bytes, media type and tag."""

    body: bytes
    media: str
    tag: str


def read(folder: Path = FOLDER) -> Mapping[str, File]:
    """All files of a folder, by their path below it."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): _file(path) for path in paths}


def _file(path: Path) -> File:
    body = path.read_bytes()
    media = TYPES.get(path.suffix) or mimetypes.guess_type(path.name)[0]
    tag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    return File(body, media or "application/octet-stream", tag)


@dataclass(frozen=True)
class Files:
    """Answers /static/..."""

    files: Mapping[str, File]

    async def __call__(self, request: Request) -> Response:
        """One file, or that there is none."""
        found = self.files.get(request.path_params["path"])
        if found is None:
            return PlainTextResponse("There is no such file.\n", 404)
        headers = {"etag": found.tag, "cache-control": "no-cache"}
        if request.headers.get("if-none-match") == found.tag:
            return Response(status_code=304, headers=headers)
        return Response(found.body, media_type=found.media, headers=headers)
