"""`ask query explain`: what the store holds, and why."""

import sys
from pathlib import Path
from typing import Any

import click

from claimgraph import report
from claimgraph.cli import options
from claimgraph.cli.inputs import FILE, text_at
from claimgraph.cli.render import note, rows_in, table

RESULT_FORMATS = ("table", "csv", "json", "xml", "turtle")


@click.command()
@click.argument("name", required=False)
@click.argument("parameters", nargs=-1, metavar="[KEY=VALUE...]")
@click.option("--show", is_flag=True, help="Print the SPARQL instead of asking it.")
@options.place_options
@options.format_option("table", "csv", "json")
def ask(
    name: str | None,
    parameters: tuple[str, ...],
    show: bool,
    store: str | None,
    domain: Path | None,
    form: str,
) -> None:
    """Ask a question of the catalogue; without a name, list the questions.

    Parameters take labels and aliases of what the store knows, dates as 2026-06-20.

    \b
    claimgraph ask
    claimgraph ask differences
    claimgraph ask in-period from=2026-06-01 until=2026-06-30
    claimgraph ask told-about about="Harbour Agency" --format csv
    """
    from claimgraph.ask.catalogue import Catalogue, question_named, spelled
    from claimgraph.ask.catalogue import ask as answer_to
    from claimgraph.layout import domain as domain_at

    where = options.place(store, domain)
    if name is None:
        _list(Catalogue.load(domain_at(where.domain)), form)
        return
    question = question_named(domain_at(where.domain), name)
    if show and not parameters:
        click.echo(question.sparql, nl=False)
        return
    with where.open(read_only=True) as opened:
        if show:
            click.echo(spelled(opened, question, _pairs(parameters)), nl=False)
            return
        answer = answer_to(opened, question, _pairs(parameters))
    rows_in(form, answer.columns, answer.rows)
    if not answer.rows:
        note("No answer: no source says anything of the kind.")


def _list(catalogue: Any, form: str) -> None:
    rows = [(q.name, q.text, " ".join(p.usage for p in q.parameters)) for q in catalogue.questions]
    rows_in(form, ("name", "question", "parameters"), rows)


def _pairs(parameters: tuple[str, ...]) -> dict[str, str]:
    pairs = {}
    for parameter in parameters:
        key, sign, value = parameter.partition("=")
        if not sign:
            told = f"{parameter!r} is no parameter; write KEY=VALUE"
            raise click.UsageError(f'{told}, as in about="Harbour Agency".')
        if key in pairs:
            raise click.UsageError(f"{key} is given twice; give one value.")
        pairs[key] = value
    return pairs


@click.command()
@click.argument("file", metavar="FILE|-", type=FILE)
@click.option(
    "--timeout",
    type=click.FloatRange(0.01),
    default=30,
    show_default=True,
    metavar="SECONDS",
    help="The longest that the query may take.",
)
@click.option("--allow-service", is_flag=True, help="Let the query ask other endpoints.")
@options.place_options
@options.format_option(*RESULT_FORMATS)
def query(
    file: str,
    timeout: float,
    allow_service: bool,
    store: str | None,
    domain: Path | None,
    form: str,
) -> None:
    """Run any SPARQL query over all layers; the domain's prefixes are known.

    The store is opened for reading, in a process of its own that is stopped at the time limit.

    \b
    echo 'SELECT ?s { ?s a cg:Source } ORDER BY ?s' | claimgraph query -
    """
    from claimgraph.layout import domain as domain_at
    from claimgraph.query import run_query
    from claimgraph.query.elsewhere import query_there

    where = options.place(store, domain)
    sparql = text_at(file)
    if where.is_server:
        with where.open(read_only=True) as opened:
            names = domain_at(where.domain)
            result = query_there(opened, sparql, form, allow_service=allow_service, domain=names)
    else:
        result = run_query(
            where.store,
            sparql,
            form,
            timeout=timeout,
            allow_service=allow_service,
            domain=where.domain,
        )
    if result.rows is not None:
        table(result.columns, result.rows)
    else:
        sys.stdout.buffer.write(result.body)


@click.command()
@click.argument(
    "what", nargs=-1, required=True, metavar="NAME | SUBJECT PREDICATE VALUE | QUESTION"
)
@click.option(
    "--row", type=int, metavar="N", help="Explain row N of the answer to QUESTION [KEY=VALUE...]."
)
@options.place_options
@options.format_option("text", "json")
def explain(
    what: tuple[str, ...], row: int | None, store: str | None, domain: Path | None, form: str
) -> None:
    """Tell why the graph holds something: claims, quotes, sources and rules behind it.

    NAME is a full IRI, a prefixed name such as id:harbour-agency, or a label; three names are a
    triple. With --row, a question and its parameters are those of `claimgraph ask`.

    \b
    claimgraph explain "Harbour Agency"
    claimgraph explain "Ada Lee" affiliatedWith "Harbour Agency"
    claimgraph explain told-about about="Harbour Agency" --row 1
    """
    from claimgraph.explain.chain import as_text, record

    where = options.place(store, domain)
    with where.open(read_only=True) as opened:
        found = _reasons(opened, what, row, where.domain)
    click.echo(report.json_text(record(found)) if form == "json" else as_text(found), nl=False)


def _reasons(store: Any, what: tuple[str, ...], row: int | None, domain: Path | None) -> Any:
    from claimgraph.explain import chain as explaining
    from claimgraph.explain.meant import find_triple

    if row is not None:
        from claimgraph.ask.catalogue import question_named
        from claimgraph.explain.grounds import explain_row
        from claimgraph.layout import domain as domain_at

        question = question_named(domain_at(domain), what[0])
        return explain_row(store, question, _pairs(what[1:]), row)
    if len(what) > 1 and all("=" in one for one in what[1:]):
        raise click.UsageError("Say with --row N which row of the answer is to be explained.")
    if len(what) == 3:
        return explaining.explain_triple(store, *find_triple(store, *what))
    if len(what) == 1:
        return explaining.explain(store, what[0])
    raise click.UsageError("Give one name, or the three of a triple; quote names of several words.")


COMMANDS = (ask, query, explain)
