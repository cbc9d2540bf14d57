"""Builds that are cut short: Ctrl-C, kill -9, a full disk. What was finished stays."""

import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import click
import pytest
from click.testing import Result

from claimgraph.cli.interrupts import kept_in_mind
from claimgraph.cli.render import progress

Run = Callable[..., Result]
SOURCES = 40
MAIN = "from claimgraph.cli import main; main()"


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with texts enough to be stopped in the middle."""
    folder = tmp_path_factory.mktemp("many")
    for number in range(SOURCES):
        text = (
            f"On March {number % 28 + 1}, 2031, the Commerce Department ordered Anthropic to "
            f"suspend Heron {number}.\n\nAnthropic denied that Heron {number} was unsafe.\n"
        )
        (folder / f"text-{number:02}.txt").write_text(text * 3, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def undisturbed(many: Path, run: Run, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The export of a build that nobody stopped."""
    store = tmp_path_factory.mktemp("whole") / "store"
    assert run("build", many, "--store", store, "-q").exit_code == 0
    return run("export", "--store", store, "--format", "nquads").stdout


def building(many: Path, store: Path, **limits: int) -> "subprocess.Popen[str]":
    """A build in a process of its own."""

    def limit() -> None:
        signal.signal(signal.SIGINT, signal.default_int_handler)
        for name, value in limits.items():
            resource.setrlimit(getattr(resource, name), (value, value))

    command = [sys.executable, "-c", MAIN, "build", str(many), "--store", str(store)]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    return subprocess.Popen(command, preexec_fn=limit, **pipes)  # noqa: PLW1509, no threads here


def wait_until_writing(store: Path, pause: float) -> None:
    """Waits until the store is there, and a little longer."""
    deadline = time.monotonic() + 60
    while not (store / "store.json").exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    time.sleep(pause)


def test_interrupt_keeps_what_is_finished(
    many: Path, run: Run, undisturbed: str, tmp_path: Path
) -> None:
    """Ctrl-C ends with a sentence; a second build goes on and gives the same graph."""
    store = tmp_path / "store"
    child = building(many, store)
    wait_until_writing(store, 0.3)
    assert child.poll() is None, "the build was over before it could be stopped"
    child.send_signal(signal.SIGINT)
    _, told = child.communicate(timeout=60)
    assert child.returncode == 130
    assert "stopped" in told
    assert "Traceback" not in told
    assert run("build", many, "--store", store, "-q").exit_code == 0
    assert run("export", "--store", store, "--format", "nquads").stdout == undisturbed


@pytest.fixture
def interruptible() -> Iterator[None]:
    """A process that heeds Ctrl-C; tests that a shell runs in its background do not."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("interruptible")
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_an_interrupt_that_python_drops_ends_the_next_step() -> None:
    """What is raised while an object goes is dropped; the step after it ends all the same."""

    class Going:
        def __del__(self) -> None:
            signal.raise_signal(signal.SIGINT)

    with (
        click.Context(click.Command("any")) as context,
        kept_in_mind(context),
        progress("reading", None, quiet=True) as tick,
    ):
        tick("first")
        Going()
        with pytest.raises(KeyboardInterrupt):
            tick("second")


def test_kill_loses_nothing_that_was_finished(
    many: Path, run: Run, undisturbed: str, tmp_path: Path
) -> None:
    """Killed three times and started again, the build ends with the same graph."""
    store = tmp_path / "store"
    for pause in (0.3, 1.1, 1.9):
        child = building(many, store)
        wait_until_writing(store, pause)
        child.kill()
        child.communicate(timeout=60)
    assert run("build", many, "--store", store, "-q").exit_code == 0
    assert run("export", "--store", store, "--format", "nquads").stdout == undisturbed


def test_full_disk_is_told_and_the_store_stays(many: Path, run: Run, tmp_path: Path) -> None:
    """Where no file may grow any more, the command says so; the store still opens."""
    store = tmp_path / "store"
    one = many / "text-00.txt"
    assert run("build", one, "--store", store, "-q").exit_code == 0
    before = run("export", "--store", store).stdout
    child = building(many, store, RLIMIT_FSIZE=4096)
    _, told = child.communicate(timeout=120)
    assert child.returncode == 2, told
    assert "Traceback" not in told
    assert "cannot be" in told
    assert run("export", "--store", store).stdout == before
