"""`site`: the pages of a graph as files."""

from pathlib import Path
from typing import Any

import click

from claimgraph.cli import options
from claimgraph.cli.render import note, progress


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False), metavar="DIR")
@click.option("--quiet", "-q", is_flag=True, help="No progress.")
@options.place_options
def site(folder: Path, quiet: bool, **given: Any) -> None:
    """Write the pages of the graph into DIR: the same as `serve` shows, to open as files.

    They link to one another, need no server and no network, and can be searched.

    \b
    claimgraph site build/site
    """
    from claimgraph.layout import domain
    from claimgraph.site import write_site

    where = options.place(given["store"], given["domain"])
    found = domain(where.domain)
    shown = progress("pages", None, quiet=quiet)
    with where.open(read_only=True) as store, shown as tick:
        written = write_site(store, found, folder, tick)
    note(f"{written.files} files: {written.index}")


COMMANDS = (site,)
