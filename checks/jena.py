"""Jena's command-line tools from Debian's package `libapache-jena-java`, which brings no commands.

Two things keep the package's classes from running as they are: resources of its parser of XML lie
in a folder in which the classes do not look, and its bindings for logging exclude each other. A
folder of copies, put first on the class path, and a choice of archives mend both.
"""

import subprocess
import zipfile
from functools import cache
from pathlib import Path
from typing import TypeAlias

ARCHIVES = Path("/usr/share/java")
NEEDED = (
    *("jena-*", "commons-*", "dexx.collection", "gson", "httpclient*", "httpcore*"),
    *("jackson-*", "jakarta.json-api", "jcl-over-slf4j", "jsonld-java", "libthrift", "thrift"),
    *("protobuf", "slf4j-api", "slf4j-nop", "titanium-json-ld", "caffeine", "guava", "icu4j"),
)
Told: TypeAlias = "subprocess.CompletedProcess[str]"
MOVED = ("org/apache/jena/ext/xerces/", "xerces/")


def run(folder: Path, command: str, *told: str | Path) -> Told:
    """What a command says, named by its class, as `riotcmd.riot`; `folder` keeps the copies."""
    path = f"{mended(folder)}:{':'.join(_archives())}"
    return subprocess.run(
        ["java", "-cp", path, command, *map(str, told)], capture_output=True, text=True, check=False
    )


@cache
def mended(folder: Path) -> Path:
    """The folder with the resources where the classes look for them."""
    with zipfile.ZipFile(ARCHIVES / "jena-core.jar") as archive:
        for name in archive.namelist():
            if name.startswith(MOVED[0]) and name.endswith(".properties"):
                place = folder / name.replace(*MOVED)
                place.parent.mkdir(parents=True, exist_ok=True)
                place.write_bytes(archive.read(name))
    return folder


def _archives() -> list[str]:
    found = (path.resolve() for name in NEEDED for path in ARCHIVES.glob(f"{name}.jar"))
    return sorted({str(path) for path in found})
