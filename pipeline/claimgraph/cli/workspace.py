"""`init` and `lexicon`: a new workspace or domain, and its known names as a sheet."""

from pathlib import Path

import click

from claimgraph.cli import options
from claimgraph.cli.inputs import FILE as FILE_OR_STDIN
from claimgraph.cli.inputs import text_at
from claimgraph.cli.render import note


@click.command()
@click.argument("folder", default=".", type=click.Path(path_type=Path, file_okay=False))
@click.option(
    "--domain",
    type=click.Path(path_type=Path, file_okay=False),
    help="Lay out a new domain in this folder instead: ontology/, shapes/ and queries/.",
)
def init(folder: Path, domain: Path | None) -> None:
    """Lay out a workspace in FOLDER [default: here]: settings, sources/, curation/, README.

    Nothing that is there is overwritten. A domain comes with a small example that works, whose
    words are to be replaced.

    \b
    claimgraph init newsroom
    claimgraph init --domain my-domain
    """
    from claimgraph.workspace import Skeleton, lay_out

    what = Skeleton.WORKSPACE if domain is None else Skeleton.DOMAIN
    for path in lay_out(what, domain or folder):
        note(f"wrote {path}")


@click.group()
def lexicon() -> None:
    """Take the known names of a domain to a spreadsheet, and back.

    A row has id, kind, label, aliases and facts; several of them are parted by |.

    \b
    claimgraph lexicon export > names.csv
    claimgraph lexicon import names.csv --domain my-domain
    """


@lexicon.command("export")
@options.domain_option
def export_(domain: Path | None) -> None:
    """Print the lexicon as comma-separated values."""
    from claimgraph.layout import domain as domain_at
    from claimgraph.sheets import FILE, Sheet

    root = domain_at(options.place(None, domain).domain).root
    click.echo(Sheet.load(root / FILE).csv(), nl=False)


@lexicon.command("import")
@click.argument("file", metavar="FILE|-", type=FILE_OR_STDIN)
@click.option(
    "--domain",
    required=True,
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    help="The domain whose lexicon is written.",
)
def import_(file: str, domain: Path) -> None:
    """Put the entries of a sheet in the place of those of a domain's lexicon.

    Entries that are told as before keep their place, wording and comments in the Turtle file.
    """
    from claimgraph.layout import domain as domain_at
    from claimgraph.ontology import Ontology
    from claimgraph.sheets import import_sheet

    whole = domain_at(domain)
    count, path = import_sheet(text_at(file), Ontology.load(whole), whole.root, file)
    note(f"wrote {path}: {count} entries")


COMMANDS = (init, lexicon)
