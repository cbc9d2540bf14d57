"""The language model is the one that was chosen, byte for byte."""

import shutil
from pathlib import Path

import pytest

from claimgraph.errors import ModelError
from claimgraph.extract.parse import sums
from claimgraph.layout import DEFAULT_MODEL


def test_the_default_model_is_as_recorded() -> None:
    """All weights and tables have a recorded sum, and the installed files agree with it."""
    names = sums.recorded(DEFAULT_MODEL)
    assert {"ner/model", "parser/model", "tok2vec/model"} <= {
        "/".join(name.split("/")[2:]) for name in names
    }
    sums.check_model(DEFAULT_MODEL)


def test_a_changed_model_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that differs by one byte or is missing is named, with the command that helps."""
    name = "tiny-model"
    folder = tmp_path / name
    folder.mkdir()
    (folder / "weights").write_bytes(b"1")
    recorded = tmp_path / "models.sha256"
    recorded.write_text(f"{sums._digest(folder / 'weights')}  {name}/weights\n", "ascii")
    monkeypatch.setattr(sums, "RECORDED", recorded)
    monkeypatch.setattr(sums, "get_package_path", lambda _: folder)
    sums.check_model(name)
    (folder / "weights").write_bytes(b"2")
    with pytest.raises(ModelError, match=r"weights is not the file .* --force-reinstall"):
        sums.check_model(name)
    shutil.rmtree(folder)
    with pytest.raises(ModelError, match="weights"):
        sums.check_model(name)


def test_models_of_which_nothing_was_recorded_are_left_alone() -> None:
    """Who names another model knows what he does."""
    sums.check_model("some-other-model")
