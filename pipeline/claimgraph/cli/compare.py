"""`diff`: what two stores or exports say differently."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from claimgraph import report
from claimgraph.cli import options
from claimgraph.cli.render import note

if TYPE_CHECKING:
    from pyoxigraph import Quad

GRAPH = click.Path(path_type=Path, exists=True)


@click.command()
@click.argument("before", type=GRAPH)
@click.argument("after", type=GRAPH)
@click.option("--exit-code", is_flag=True, help="End with 1 when the two differ.")
@options.format_option("text", "json")
def diff(before: Path, after: Path, exit_code: bool, form: str) -> None:
    """Tell in sentences what AFTER says otherwise than BEFORE.

    Each is the folder of a store, or a file that `export` wrote as Turtle, TriG, N-Quads or
    N-Triples. Told are sources, claims, situations, differences and access states that came (+)
    or went (-), and values that changed (~).

    \b
    claimgraph diff old-store .claimgraph
    claimgraph diff monday.trig friday.trig --format json
    """
    from claimgraph.diff import diff as changes
    from claimgraph.diff import summary

    found = changes(_quads(before), _quads(after))
    if form == "json":
        rows = [{"sign": c.sign, "kind": c.kind, "iri": c.node, "text": c.text} for c in found]
        click.echo(report.json_text(rows), nl=False)
    else:
        for change in found:
            click.echo(str(change))
        note(summary(found))
    if exit_code and found:
        click.get_current_context().exit(1)


def _quads(path: Path) -> list["Quad"]:
    """The graph in a store's folder or in a file."""
    from claimgraph.graphfile import read_graph
    from claimgraph.store.embedded import Store

    if path.is_dir():
        with Store.open(path, read_only=True) as opened:
            return list(opened.quads())
    return read_graph(path)


COMMANDS = (diff,)
