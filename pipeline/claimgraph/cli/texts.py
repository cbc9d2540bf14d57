"""`claims` and `attributions`: what texts say, without a store."""

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any

import click

from claimgraph import report
from claimgraph.cli import options
from claimgraph.cli.inputs import Inputs
from claimgraph.cli.render import table

if TYPE_CHECKING:
    from claimgraph.model import Reading

PATHS = click.argument("paths", nargs=-1, required=True, metavar="PATH...")


@click.command()
@click.argument("paths", nargs=-1, metavar="[PATH...]")
@options.filter_options
@options.reading_options
@options.place_options
@options.model_option
@options.format_option("table", "jsonl", "json", "csv", "html")
@click.pass_context
def claims(ctx: click.Context, /, paths: tuple[str, ...], form: str, **given: Any) -> None:
    """Print the claims that texts make: who did what to whom, as said by whom, how surely.

    PATH is a text, Markdown, HTML or PDF file, a folder, a pattern, or - for standard input.
    Without a PATH the claims of the store are printed.

    \b
    claimgraph claims article.txt --published 2026-06-27
    claimgraph claims seeds/ --format jsonl > claims.jsonl
    claimgraph claims article.md --format html > article.html
    claimgraph claims --about "Harbour Agency" --status alleged --since 2026-06
    """
    if not paths:
        _print_claims(form, _kept(given), given)
        return
    inputs = Inputs(paths, given)
    readings = _readings(inputs, given)
    if form == "html":
        _html(list(readings))
    else:
        wanted = options.chosen(given)
        rows = (report.claim_record(claim) for reading in readings for claim in reading.claims)
        _print_claims(form, (row for row in rows if wanted.wants(row)), given)
    ctx.exit(inputs.exit_code)


def _print_claims(form: str, rows: Iterable[dict[str, Any]], given: dict[str, Any]) -> None:
    from claimgraph.selection import without_words

    if form == "html":
        raise click.UsageError("--format html shows one text; name one file.")
    shown = map(without_words, rows) if given["no_quotes"] else rows
    _print(form, report.CLAIM_COLUMNS, shown, report.claim_row)


def _kept(given: dict[str, Any]) -> list[dict[str, Any]]:
    """The wanted claims of the store."""
    from claimgraph.layout import domain
    from claimgraph.ontology import Ontology
    from claimgraph.selection import claim_records, wanted_in

    where = options.given_place(given)
    ontology = Ontology.load(domain(where.domain))
    with where.open(read_only=True) as opened:
        wanted = wanted_in(opened, options.chosen(given))
        return [row for row in claim_records(opened, ontology) if wanted.wants(row)]


@click.command()
@PATHS
@options.reading_options
@options.domain_option
@options.model_option
@options.format_option("table", "jsonl", "json", "csv")
@click.pass_context
def attributions(ctx: click.Context, /, paths: tuple[str, ...], form: str, **given: Any) -> None:
    """Print who said what: source, cue and content with offsets, speaker, act and polarity.

    \b
    claimgraph attributions article.txt --format jsonl
    """
    inputs = Inputs(paths, given)
    rows = (
        report.attribution_record(attribution, reading.document)
        for reading in _readings(inputs, given)
        for attribution in reading.attributions
    )
    _print(form, report.ATTRIBUTION_COLUMNS, rows, report.attribution_row)
    ctx.exit(inputs.exit_code)


def _readings(inputs: Inputs, given: dict[str, Any]) -> Iterator["Reading"]:
    from claimgraph.extract import Extractor
    from claimgraph.layout import DEFAULT_MODEL, domain

    where = options.given_place(given)
    extractor = Extractor(domain(where.domain), where.model or DEFAULT_MODEL)
    return extractor.read(inputs)


def _print(
    form: str,
    columns: tuple[str, ...],
    rows: Iterable[dict[str, Any]],
    row_of: Callable[[dict[str, Any]], tuple[str, ...]],
) -> None:
    if form == "jsonl":
        for row in rows:
            click.echo(report.json_lines([row]), nl=False)
    elif form == "json":
        click.echo(report.json_text(list(rows)), nl=False)
    elif form == "csv":
        every = list(rows)
        names = list(every[0]) if every else []
        click.echo(report.csv_text(names, [list(row.values()) for row in every]), nl=False)
    else:
        table(columns, [row_of(row) for row in rows])


def _html(readings: list["Reading"]) -> None:
    from claimgraph.page import claims_page

    if len(readings) != 1:
        raise click.UsageError("--format html shows one text; name one file.")
    click.echo(claims_page(readings[0]))


COMMANDS = (claims, attributions)
