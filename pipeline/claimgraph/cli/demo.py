"""`demo`: the whole line from texts to a page, into one folder."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from claimgraph.cli import options
from claimgraph.cli.inputs import Inputs
from claimgraph.cli.render import failure, note, progress, table

if TYPE_CHECKING:
    from claimgraph.ask.catalogue import Catalogue
    from claimgraph.page import Overview
    from claimgraph.run.pipeline import Built, Pipeline

QUESTIONS = "queries/overview/questions.toml"


@click.command()
@click.argument("paths", nargs=-1, metavar="[PATH...]")
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("build"),
    show_default=True,
    help="Folder for store, Turtle and page.",
)
@options.model_option
@click.pass_context
def demo(ctx: click.Context, paths: tuple[str, ...], out: Path, model: str | None) -> None:
    """Build a graph from PATH (default: the seeds), check it, ask it, and write pages.

    The folder named by --out gets store/, claimgraph.ttl, index.html (all on one page) and site/
    (a page for each source, claim and thing).
    """
    from claimgraph.canonical import Format, export
    from claimgraph.layout import home
    from claimgraph.overview import overview
    from claimgraph.page import overview_page
    from claimgraph.run.pipeline import Pipeline
    from claimgraph.site import write_site
    from claimgraph.store.embedded import Store
    from claimgraph.wholefile import write_whole

    inputs = Inputs(paths or (str(home() / "seeds"),), {})
    pipeline = Pipeline.of(None, model)
    with Store.open(out / "store") as store:
        with progress("reading", None) as tick:
            built = pipeline.build(store, inputs, tick)
        catalogue, asked = _questions(pipeline)
        shown = overview(store, catalogue, asked, built.findings)
        write_whole(out / "claimgraph.ttl", export(store, Format.TURTLE))
        with progress("pages", None) as tick:
            site = write_site(store, pipeline.domain, out / "site", tick)
    write_whole(out / "index.html", overview_page(shown).encode())
    _print(built, shown)
    note(f"graph: {out / 'claimgraph.ttl'}")
    note(f"page:  {out / 'index.html'}")
    note(f"site:  {site.index}")
    ctx.exit(inputs.exit_code)


def _questions(pipeline: "Pipeline") -> tuple["Catalogue", list[tuple[str, dict[str, str]]]]:
    import tomllib

    from claimgraph.ask.catalogue import Catalogue
    from claimgraph.layout import home

    listed = tomllib.loads((home() / QUESTIONS).read_text("utf-8"))["question"]
    catalogue = Catalogue.load(pipeline.domain)
    return catalogue, [(one.pop("name"), one) for one in listed]


def _print(built: "Built", shown: "Overview") -> None:
    sources = [(one.id, one.what, one.claims) for one in built.sources]
    table(("source", "what", "claims"), sources, title="Sources")
    cells = {(_word(row.type), _word(row.status)): row.count for row in shown.claims}
    statuses = sorted({status for _, status in cells})
    kinds = sorted({kind for kind, _ in cells})
    rows = [(kind, *(cells.get((kind, status), "") for status in statuses)) for kind in kinds]
    table(("claims", *statuses), rows, title="Claims by type and status")
    table(
        ("severity", "findings"), [(str(s), n) for s, n in built.counts.items()], title="Findings"
    )
    _print_conflicts(shown)
    for answer in shown.answers[:3]:
        table(answer.columns, answer.rows[:8], title=answer.question)
    for source, reason in built.quarantined:
        failure(f"{source} is kept out of the consensus: {reason}")


def _print_conflicts(shown: "Overview") -> None:
    seen: dict[str, tuple[str, str, str, set[str]]] = {}
    for row in shown.differences:
        if row.conflict:
            seen.setdefault(row.id, (row.situation, _word(row.property), _word(row.kind), set()))
            seen[row.id][3].add(row.value)
    rows = [(*told[:3], sorted(told[3])) for _, told in sorted(seen.items())]
    table(("situation", "property", "kind", "values"), rows, title=f"Conflicts: {len(rows)}")


def _word(iri: str) -> str:
    return iri.rsplit("#", 1)[-1].rsplit("/", 1)[-1]


COMMANDS = (demo,)
