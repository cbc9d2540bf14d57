"""Files written so that whoever reads them finds them whole, or as they were before."""

import os
from pathlib import Path


def write_whole(path: Path, body: bytes, *, durable: bool = False) -> None:
    """Writes a file beside and moves it into place; makes its folder where there is none.

    A `durable` one has reached the disk before it takes the old one's place: for what cannot be
    made again.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f"{path.name}.new")
    with fresh.open("wb") as file:
        file.write(body)
        if durable:
            file.flush()
            os.fsync(file.fileno())
    fresh.replace(path)
