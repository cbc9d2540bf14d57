"""`docs` and `completion`: the reference as files, and what shells need to complete commands."""

from pathlib import Path

import click

from claimgraph.cli import options
from claimgraph.cli.render import note


@click.command()
@click.argument(
    "folder",
    default=Path("build/docs"),
    type=click.Path(path_type=Path, file_okay=False),
    metavar="[DIR]",
)
@options.domain_option
def docs(folder: Path, domain: Path | None) -> None:
    """Write the guides and the reference as Markdown into DIR [default: build/docs].

    The reference has all terms, frames, shapes, rules, questions and commands, each with an anchor
    of its own, from their files. `serve` shows the same at /docs.

    \b
    claimgraph docs build/docs
    claimgraph docs --domain my-domain build/my-docs
    """
    from claimgraph.ask.catalogue import Catalogue
    from claimgraph.layout import domain as domain_at
    from claimgraph.manual import Manual, write_manual
    from claimgraph.ontology import Ontology

    found = domain_at(options.place(None, domain).domain)
    manual = Manual.of(found, Ontology.load(found), Catalogue.load(found))
    written = write_manual(manual, folder)
    note(f"{len(written)} pages: {folder / 'index.md'}")


@click.command()
@click.argument("shell", type=click.Choice(("bash", "zsh", "fish")))
@click.pass_context
def completion(ctx: click.Context, shell: str) -> None:
    """Print the script by which a shell completes commands and options.

    \b
    eval "$(claimgraph completion bash)"                             in ~/.bashrc
    eval "$(claimgraph completion zsh)"                              in ~/.zshrc
    claimgraph completion fish > ~/.config/fish/completions/claimgraph.fish
    """
    from click.shell_completion import get_completion_class

    found = get_completion_class(shell)
    if found is None:
        raise click.UsageError(f"Completion for {shell} is not known.")
    root = ctx.find_root().command
    click.echo(found(root, {}, "claimgraph", "_CLAIMGRAPH_COMPLETE").source())


COMMANDS = (docs, completion)
