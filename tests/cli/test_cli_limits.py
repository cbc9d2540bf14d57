"""`--workers`, `--time-limit` and `--memory-limit`: the same bytes, and one loss is one source."""

import re
from collections.abc import Callable
from pathlib import Path

from click.testing import Result

Run = Callable[..., Result]


def test_any_number_of_workers_gives_the_same_bytes(
    newsroom: Path, built: Path, run: Run, tmp_path: Path
) -> None:
    """Three processes read for one writer; the export is that of one process."""
    store = tmp_path / "store"
    assert run("build", newsroom, "--store", store, "--workers", "3").exit_code == 0
    exports = [run("export", "--store", s, "--format", "nquads").stdout for s in (store, built)]
    assert exports[0] == exports[1] != ""


def test_a_source_over_its_limit_is_told_and_the_others_are_done(run: Run, tmp_path: Path) -> None:
    """The exit code is 2, the sentence names source and limit, what is small is read."""
    texts, store = tmp_path / "texts", tmp_path / "store"
    texts.mkdir()
    long = "Anthropic released Heron 2 on March 2, 2031. It said so in London.\n\n" * 12_000
    (texts / "long.txt").write_text(long, "utf-8")
    (texts / "short.txt").write_text("Anthropic released Heron 3 on March 2, 2031.\n", "utf-8")
    done = run("build", texts, "--store", store, "--time-limit", "8")
    assert done.exit_code == 2
    assert re.search(r"long\S*:.* took longer than 8 seconds", done.stderr)
    assert '"id": "short"' in run("status", "--store", store, "--format", "json").stdout
