"""`build add remove status show validate`: sources into the store, out of it, and checked."""

import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from claimgraph import report
from claimgraph.cli import options
from claimgraph.cli.inputs import Inputs
from claimgraph.cli.render import (
    failure,
    note,
    printable,
    progress,
    rows_in,
    table,
)
from claimgraph.errors import UnknownNameError
from claimgraph.vocabulary import counted

if TYPE_CHECKING:
    from collections.abc import Callable

    from claimgraph.check.findings import Finding
    from claimgraph.run.pipeline import Built, Pipeline
    from claimgraph.run.work import Failed

DATA_HAS_VIOLATIONS = 1
BAD_INPUT = 2
CONTEXT = 160


@click.command()
@click.argument("paths", nargs=-1, metavar="[PATH...]")
@options.source_options
@options.quiet_option
@options.format_option("table", "json")
@click.pass_context
def build(
    ctx: click.Context, /, paths: tuple[str, ...], quiet: bool, form: str, **given: Any
) -> None:
    """Read sources into the store, reconcile them, infer and check.

    PATH is a file, a folder, a pattern or - for standard input; without one, the sources that
    claimgraph.toml names are read, else the seeds that come along. Sources whose text, tools and
    decisions have not changed are left as they are; a source that fails is told of, and the others
    go on. Nothing is removed.

    \b
    claimgraph build articles/
    claimgraph build news.html --published 2026-06-27 --store work/store
    """
    from claimgraph.layout import home

    own = options.given_place(given).sources
    named = paths or (str(own or home() / "seeds"),)
    _bring_in(ctx, named, given, form=form, quiet=quiet)


@click.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@options.source_options
@options.quiet_option
@options.format_option("table", "json")
@click.pass_context
def add(
    ctx: click.Context, /, paths: tuple[str, ...], quiet: bool, form: str, **given: Any
) -> None:
    """Add sources to the store; one whose id is known takes the old one's place.

    \b
    claimgraph add article.txt --publisher "The Gazette" --published 2026-06-27
    cat article.txt | claimgraph add - --id gazette-1
    """
    _bring_in(ctx, paths, given, form=form, quiet=quiet)


def _bring_in(
    ctx: click.Context, paths: tuple[str, ...], given: dict[str, Any], *, form: str, quiet: bool
) -> None:
    from claimgraph.run.pipeline import Pipeline

    where = options.given_place(given)
    inputs = Inputs(paths, given)
    with where.open() as store, progress("reading", None, quiet=quiet) as tick:
        pipeline = Pipeline.of(where.domain, where.model, where.curation)
        built = pipeline.build(store, inputs, tick, inputs.limits)
    if not quiet:
        _print_built(built, form)
    for one in built.failed:
        failure(f"{one.id}: {one.reason}; it is left as it was.")
    for source, reason in built.quarantined:
        failure(f"{source} is kept out of the consensus: {reason}")
    for place, said in built.idle:
        note(f"{place}: changes nothing any more, delete the line: {said}")
    failed = BAD_INPUT if built.failed else inputs.exit_code
    ctx.exit(failed or (DATA_HAS_VIOLATIONS if built.quarantined else 0))


def _print_built(built: "Built", form: str) -> None:
    rows = [(one.id, one.what, one.claims, one.title) for one in built.sources]
    if form == "json":
        sources = [dict(zip(("id", "what", "claims", "title"), row, strict=True)) for row in rows]
        findings = {str(severity): count for severity, count in built.counts.items()}
        click.echo(report.json_text({"sources": sources, "findings": findings}), nl=False)
        return
    table(("source", "what", "claims", "title"), rows)
    whats = Counter(one.what for one in built.sources)
    told = ", ".join(f"{count} {what}" for what, count in sorted(whats.items()))
    found = ", ".join(counted(count, one.lower()) for one, count in built.counts.items())
    read = counted(len(rows), "source") + (f" ({told})" if told else "")
    note(f"{read}; {counted(built.situations, 'situation')}; findings: {found}")


@click.command()
@click.argument("identifiers", nargs=-1, required=True, metavar="ID...")
@options.place_options
@options.curation_option
def remove(
    identifiers: tuple[str, ...], store: str | None, domain: Path | None, curation: Path | None
) -> None:
    """Take sources out of the store, with all that rests on them alone."""
    from claimgraph.run.pipeline import Pipeline

    where = options.place(store, domain, None, curation)
    with where.open() as opened:
        _known(opened, *identifiers)
        Pipeline.of(where.domain, where.model, where.curation).remove(opened, identifiers)
    note(f"removed {', '.join(identifiers)}")


@click.command()
@options.place_options
@options.curation_option
@options.format_option("table", "json", "csv")
def status(store: str | None, domain: Path | None, curation: Path | None, form: str) -> None:
    """List the sources of the store, what is stale and why, what is kept out and why."""
    from claimgraph.run.pipeline import Pipeline
    from claimgraph.run.staleness import statuses

    where = options.place(store, domain, None, curation)
    with where.open(read_only=True) as opened:
        found = statuses(opened, Pipeline.of(where.domain, where.model, where.curation))
    rows = [(one.id, one.title, one.claims, one.state) for one in found]
    if form == "json":
        sources = [dict(zip(("id", "title", "claims", "state"), row, strict=True)) for row in rows]
        click.echo(report.json_text({"sources": sources}), nl=False)
    else:
        rows_in(form, ("id", "title", "claims", "state"), rows)


@click.command()
@click.argument("identifier", metavar="ID")
@click.argument("span", required=False, metavar="[START-END]")
@options.place_options
def show(identifier: str, span: str | None, store: str | None, domain: Path | None) -> None:
    """Print the text of a source, or the stretch at START-END with its surroundings.

    Offsets count code points from 0; the stretch is marked with [[ ]].
    """
    with options.place(store, domain).open(read_only=True) as opened:
        _known(opened, identifier)
        text = opened.source_text(identifier) or ""
    shown = text if span is None else _stretch(text, span)
    click.echo(printable(shown) if sys.stdout.isatty() else shown)


def _stretch(text: str, span: str) -> str:
    start, _, end = span.partition("-")
    if not (start.isdecimal() and end.isdecimal() and int(start) < int(end) <= len(text)):
        told = f"{span!r} is no stretch of this text of {len(text)} characters"
        raise click.UsageError(f"{told}; write START-END, as in 120-180.")
    first, last = int(start), int(end)
    before, after = text[max(0, first - CONTEXT) : first], text[last : last + CONTEXT]
    return f"{before}[[{text[first:last]}]]{after}"


@click.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option(
    "--fail-on",
    type=click.Choice(["violation", "warning"]),
    default="violation",
    show_default=True,
    help="What makes the exit code 1.",
)
@options.source_options
@options.format_option("text", "json", "sarif", "turtle")
@click.pass_context
def validate(
    ctx: click.Context, /, paths: tuple[str, ...], fail_on: str, form: str, **given: Any
) -> None:
    """Check new sources against the shapes as if they were in the store, without adding them.

    PATH is a text to read, or Turtle, TriG or N-Quads to check as it stands. Findings point at
    source, line and column. Violations would make the graph wrong; warnings tell what the text
    leaves open.

    \b
    claimgraph validate article.txt
    claimgraph validate article.txt --format sarif > findings.sarif
    claimgraph validate mine.ttl
    """
    from claimgraph.check import findings as forms
    from claimgraph.run.pipeline import Pipeline

    where = options.given_place(given)
    graphs = [Path(path) for path in paths if path.endswith((".ttl", ".trig", ".nq", ".nt"))]
    inputs = Inputs([path for path in paths if Path(path) not in graphs], given)
    pipeline = Pipeline.of(where.domain, where.model, where.curation)
    found = [*pipeline.check_graphs(graphs)] if graphs else []
    failures: list[Failed] = []
    if inputs.paths:
        found += _validated(pipeline, inputs, where, failures.append)
    for one in failures:
        failure(f"{one.id}: {one.reason}; it is not validated.")
    renderers = {
        "text": forms.as_text,
        "json": forms.as_json,
        "sarif": forms.as_sarif,
        "turtle": forms.as_turtle,
    }
    click.echo(renderers[form](found), nl=False)
    severities = ("Violation", "Warning") if fail_on == "warning" else ("Violation",)
    wrong = any(finding.severity in severities for finding in found)
    bad_input = BAD_INPUT if failures else inputs.exit_code
    ctx.exit(bad_input or (DATA_HAS_VIOLATIONS if wrong else 0))


def _validated(
    pipeline: "Pipeline", inputs: Inputs, where: options.Place, failed: "Callable[[Failed], None]"
) -> "list[Finding]":
    """What the shapes find in sources beside the store, where there is one."""
    if not where.is_server and not (where.store / "store.json").is_file():
        return [*pipeline.validate(inputs, None, inputs.limits, failed)]
    with where.open() if where.is_server else where.open(read_only=True) as store:
        return [*pipeline.validate(inputs, store, inputs.limits, failed)]


def _known(store: Any, *identifiers: str) -> None:
    from difflib import get_close_matches

    known = [record.id for record in store.sources()]
    for identifier in identifiers:
        if identifier not in known:
            near = tuple(get_close_matches(identifier, known, 3, 0.4))
            raise UnknownNameError("source in the store", identifier, near)


COMMANDS = (build, add, remove, status, show, validate)
