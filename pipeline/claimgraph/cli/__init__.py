"""The command line: parses, calls, renders. Everything else lives in the library.

A command's module is imported when the command is asked for, and imports the heavy stages inside
its functions, so that `--help` answers at once.
"""

import errno
import sys
from collections.abc import Mapping
from importlib import import_module
from typing import Any, Final

import click

from claimgraph.cli.interrupts import kept_in_mind
from claimgraph.cli.render import failure
from claimgraph.errors import ClaimGraphError

MODULES: Final[Mapping[str, str]] = {
    **dict.fromkeys(("build", "add", "remove", "status", "show", "validate"), "sources"),
    **dict.fromkeys(("claims", "attributions"), "texts"),
    **dict.fromkeys(("ask", "query", "explain"), "graph"),
    **dict.fromkeys(("init", "lexicon"), "workspace"),
    **dict.fromkeys(("docs", "completion"), "docs"),
    **{name: name for name in ("demo", "export", "review", "serve", "site")},
    "diff": "compare",
    "evaluate": "quality",
}
"""Which module of this package has which command."""

INTERRUPTED = 130
WRONG_USE = 2
INTERNAL = 3
FAULTS_OF_A_PLACE = frozenset(
    (errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOSPC, errno.ENOTDIR, errno.EISDIR)
)
EPILOG = """\b
First steps:
  claimgraph build seeds/            read texts into a graph
  claimgraph ask                     what can be asked
  claimgraph ask differences         ask one of it
  claimgraph export --format turtle  take it elsewhere

Exit codes: 0 fine, 1 the data has violations, 2 wrong use or bad input, 3 internal error."""


class Guarded(click.Group):
    """Turns what the library raises into one sentence and an exit code.

    Its commands are imported when they are asked for.
    """

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002, the same for all
        """The names of the commands, sorted."""
        return sorted(MODULES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002, as above
        """The command of that name, or None."""
        if cmd_name not in MODULES:
            return None
        module = import_module(f"{__name__}.{MODULES[cmd_name]}")
        commands: tuple[click.Command, ...] = module.COMMANDS
        return next(one for one in commands if one.name == cmd_name)

    def invoke(self, ctx: click.Context) -> Any:
        """Runs a command; what goes wrong leaves as a sentence on standard error."""
        try:
            with kept_in_mind(ctx):
                return super().invoke(ctx)
        except ClaimGraphError as error:
            failure(str(error))
            ctx.exit(error.exit_code)
        except KeyboardInterrupt:
            click.echo("claimgraph: stopped; what was finished is kept.", err=True)
            ctx.exit(INTERRUPTED)
        except BrokenPipeError:
            sys.stderr.close()
            ctx.exit(0)
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except Exception as error:
            if ctx.params.get("debug"):
                raise
            failure(_told(error))
            ctx.exit(WRONG_USE if _is_of_the_place(error) else INTERNAL)


def _told(error: Exception) -> str:
    if isinstance(error, OSError) and _is_of_the_place(error):
        return f"{error.filename or 'A file'} cannot be used: {error.strerror}. Name another place."
    return f"internal error ({type(error).__name__}: {error}). Run with --debug for more."


def _is_of_the_place(error: Exception) -> bool:
    """Whether the folder or disk that was named is at fault, and not this program."""
    return isinstance(error, OSError) and error.errno in FAULTS_OF_A_PLACE


@click.group(cls=Guarded, epilog=EPILOG, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="claimgraph", prog_name="claimgraph")
@click.option("--debug", is_flag=True, help="Show the traceback of an internal error.")
def main(debug: bool) -> None:
    """Read who said what about whom into a knowledge graph, and ask it.

    Every statement keeps its speaker, its exact words and offsets, and how surely it was said.
    Results go to standard output, progress and notes to standard error.
    """
