"""`export`: the graph, or the part of it that filters choose, in the formats of other tools."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from claimgraph.cli import options
from claimgraph.cli.render import note

if TYPE_CHECKING:
    from claimgraph.export import Form, Selection
    from claimgraph.store.graphstore import GraphStore


class Formats(click.Choice[str]):
    """The names of the formats; they are looked up when one is given or help is asked for."""

    name = "format"

    def __init__(self) -> None:
        super().__init__([])

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The name of a format that there is."""
        self.choices = tuple(_names())
        return super().convert(value, param, ctx)

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[Any]:
        """The names that begin so."""
        self.choices = tuple(_names())
        return super().shell_complete(ctx, param, incomplete)

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str:
        """What stands for the name in the help; the list follows below it."""
        del param, ctx
        return "NAME"


class WithFormats(click.Command):
    """A command whose help ends with the formats, one a line."""

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Writes the list."""
        from claimgraph.export import FORMATS

        del ctx
        rows = [(form.name, f"{form.description} ({_where(form)})") for form in FORMATS.values()]
        with formatter.section("Formats"):
            formatter.write_dl(rows)


def _where(form: "Form") -> str:
    return "folder" if form.is_folder else form.suffix


def _names() -> list[str]:
    from claimgraph.export import FORMATS

    return list(FORMATS)


@click.command(cls=WithFormats)
@click.option("--out", type=click.Path(path_type=Path), help="File or folder to write.")
@click.option(
    "--layers",
    default=None,
    metavar="NAMES",
    help="Only these, separated by commas: entities, claims, consensus, inferred "
    "[default: all that suit the format].",
)
@click.option(
    "--sign",
    "key",
    type=click.Path(path_type=Path),
    metavar="KEY.PEM",
    help="Sign each nanopublication with this RSA key.",
)
@click.option("--signer", metavar="IRI", help="Whom the key stands for, as https://orcid.org/....")
@options.filter_options
@options.place_options
@click.option("--format", "form", type=Formats(), default="turtle", show_default=True)
def export(
    out: Path | None,
    layers: str | None,
    key: Path | None,
    signer: str | None,
    form: str,
    **given: Any,
) -> None:
    """Write the graph as canonical files: same graph, same bytes.

    With a filter, only the claims that fit are written, with what they speak of and the
    situations they describe. A folder has to be new or empty.

    \b
    claimgraph export --format turtle --out graph.ttl
    claimgraph export --format gexf --layers consensus,entities,inferred --out graph.gexf
    claimgraph export --format csv --about "Harbour Agency" --no-quotes --out tables
    """
    from claimgraph.export import Selection
    from claimgraph.layout import domain

    where = options.given_place(given)
    chosen = None if layers is None else tuple(_layer(name.strip()) for name in layers.split(","))
    wanted = Selection(chosen, options.chosen(given), not given["no_quotes"], domain(where.domain))
    format_ = _form(form, key, signer or "")
    if out is None and format_.is_folder:
        raise click.UsageError(f"{form} writes several files; name a folder with --out.")
    with where.open(read_only=True) as opened:
        if out is None:
            _print(opened, wanted, format_)
        else:
            for path in format_.write(opened, wanted, out):
                note(f"wrote {path}")


def _form(name: str, key: Path | None, signer: str) -> "Form":
    from claimgraph.export import FORMATS, SIGNED, Signer, signed

    if key is None and not signer:
        return FORMATS[name]
    if name != SIGNED:
        raise click.UsageError(f"Only --format {SIGNED} can be signed, {name} cannot.")
    if key is None:
        raise click.UsageError("--signer says whose a key is; name the key with --sign.")
    return signed(Signer.of(key, signer))


def _print(store: "GraphStore", wanted: "Selection", form: "Form") -> None:
    """The file on standard output, without what belongs beside it."""
    import shutil
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"graph{form.suffix}"
        form.write(store, wanted, path)
        with path.open("rb") as file:
            shutil.copyfileobj(file, sys.stdout.buffer)


def _layer(name: str) -> Any:
    from claimgraph.export import Layer

    if name not in tuple(Layer):
        raise click.UsageError(f"There is no layer {name!r}; there are {', '.join(Layer)}.")
    return Layer(name)


COMMANDS = (export,)
