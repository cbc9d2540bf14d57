"""`review`: what deserves a human look, and the decisions that are written to curation/."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from claimgraph.cli import options
from claimgraph.cli.render import note, rows_in

if TYPE_CHECKING:
    from claimgraph.curation.decisions import Decision
    from claimgraph.review import Desk

KINDS = ("finding", "tie", "merge", "unsure", "new", "idle")


@click.command()
@click.option("--only", multiple=True, type=click.Choice(KINDS), help="List only these.")
@click.option("--accept", multiple=True, metavar="SOURCE", help="Let a source in.")
@click.option("--merge", nargs=2, multiple=True, metavar="A B", help="B is A.")
@click.option("--apart", nargs=2, multiple=True, metavar="A B", help="The name B does not mean A.")
@click.option("--reject", multiple=True, metavar="CLAIM", help="The source does not say this.")
@click.option("--relabel", nargs=2, multiple=True, metavar="A NAME", help="A's first name.")
@click.option(
    "--status",
    nargs=2,
    multiple=True,
    metavar="CLAIM STATUS",
    help="Its true status.",
)
@click.option("--by", metavar="NAME", help="Who decides; needed for a decision.")
@click.option("--why", metavar="TEXT", help="For which reason; needed for a decision.")
@options.place_options
@options.curation_option
@options.format_option("table", "json", "csv")
def review(only: tuple[str, ...], form: str, **given: Any) -> None:
    """List what deserves a human look, or write down what a human decided.

    Listed are findings of the shapes, ties (rival values of which none prevails), merges by a short
    form, surname or description, claims of low confidence, names that the lexicon lacks, and
    decisions that change nothing any more.

    Decisions are lines of Turtle in curation/; delete a line to undo it. The next build applies
    them to the sources they touch. Entities may be given by name, claims by id.

    \b
    claimgraph review --only new --only tie
    claimgraph review --merge "Harbour Agency" "the Agency of Harbours" --by Ada --why "same seal"
    claimgraph review --status 9b1c04 alleged --by Ada --why "the headline asks"
    """
    from claimgraph.review import COLUMNS, Desk
    from claimgraph.run.pipeline import Pipeline

    where = options.given_place(given)
    pipeline = Pipeline.of(where.domain, None, where.curation)
    with where.open(read_only=True) as opened:
        desk = Desk(opened, pipeline.ontology, pipeline.curation)
        decisions = _decisions(desk, given)
        if decisions:
            _write(pipeline, where.curation or Path(options.DEFAULT_CURATION), decisions, given)
            return
        findings = pipeline.findings(opened) if not only or {"finding", "idle"} & {*only} else ()
        items = desk.items(findings, pipeline.idle(opened, findings))
    rows = [item.row for item in items if not only or item.what in only]
    rows_in(form, COLUMNS, rows)
    if not rows:
        note("Nothing deserves a look.")


def _decisions(desk: "Desk", given: dict[str, Any]) -> list["Decision"]:
    return [
        *(desk.accept(source) for source in given["accept"]),
        *(desk.merge(*pair) for pair in given["merge"]),
        *(desk.apart(*pair) for pair in given["apart"]),
        *(desk.reject(claim) for claim in given["reject"]),
        *(desk.relabel(*pair) for pair in given["relabel"]),
        *(desk.status(*pair) for pair in given["status"]),
    ]


def _write(pipeline: Any, folder: Path, decisions: list["Decision"], given: dict[str, Any]) -> None:
    from claimgraph.curation.decisions import record, sentence
    from claimgraph.review import signed

    if not (given["by"] and given["why"]):
        raise click.UsageError("A decision needs --by NAME and --why TEXT.")
    fresh = signed(decisions, given["by"], given["why"])
    pipeline.judged(pipeline.curation.with_(*fresh))
    for path in record(folder, *fresh):
        note(f"wrote {path}")
    for decision in fresh:
        note(f"decided: {sentence(decision)}")
    note("`claimgraph build` applies it.")


COMMANDS = (review,)
