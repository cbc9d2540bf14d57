"""Shell completion: the script for each shell, and what it offers."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from claimgraph.cli import main


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_each_shell_has_its_script(shell: str) -> None:
    """The script names the command and the variable by which it is asked for words."""
    found = CliRunner().invoke(main, ["completion", shell])
    assert found.exit_code == 0, found.stderr
    assert f"_CLAIMGRAPH_COMPLETE={shell}_complete" in found.stdout


def test_the_script_is_read_by_its_shell(tmp_path: Path) -> None:
    """Bash takes the script and knows then how to complete the command."""
    bash = shutil.which("bash")
    if not bash:
        pytest.skip("needs bash")
    script = tmp_path / "complete.sh"
    script.write_text(CliRunner().invoke(main, ["completion", "bash"]).stdout, "utf-8")
    done = subprocess.run(
        [bash, "-c", f"source {script} && complete -p claimgraph"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "-F" in done.stdout


def test_commands_and_options_are_offered() -> None:
    """What begins as what was typed, from the command's own list."""
    script = "from claimgraph.cli import main; main(prog_name='claimgraph')"
    for words, expected in (("claimgraph exp", "export"), ("claimgraph build --wor", "--workers")):
        done = subprocess.run(
            [sys.executable, "-c", script],
            env={
                "COMP_WORDS": words,
                "COMP_CWORD": str(words.count(" ")),
                "_CLAIMGRAPH_COMPLETE": "bash_complete",
            },
            capture_output=True,
            text=True,
            check=False,
        )
        assert expected in done.stdout, done.stderr
