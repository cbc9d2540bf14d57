"""The chapter on commands, from the command line's own help."""

import inspect
import re
from collections.abc import Iterator
from importlib.metadata import entry_points
from typing import Final

import click

from claimgraph.manual.chapter import Chapter, Item, Section, code, fence, plain, summary, table

COMMAND: Final = "claimgraph"
UNWRAPPED: Final = "\b\n"
LEAD: Final = (
    "Results go to standard output, everything else to standard error. Exit codes: 0 fine, 1 the "
    "data has violations, 2 wrong use or bad input, 3 internal error."
)


def installed() -> click.Group:
    """The command as it is installed: the package says which function it is.

    Its commands are imported with it: pages are laid out where no file can be opened any more.
    """
    (found,) = entry_points(group="console_scripts", name=COMMAND)
    group = found.load()
    if not isinstance(group, click.Group):
        raise TypeError(f"{found.value} is no group of commands")
    for _ in _all(group, click.Context(group)):
        pass
    return group


def chapter(group: click.Group) -> Chapter:
    """All commands, by name, those of groups among them."""
    top = click.Context(group, info_name=COMMAND)
    items = tuple(_item(command, ctx) for command, ctx in _all(group, top))
    return Chapter("commands", "Commands", LEAD, (Section("By name", items),))


def _all(group: click.Group, ctx: click.Context) -> Iterator[tuple[click.Command, click.Context]]:
    for name in group.list_commands(ctx):
        command = group.get_command(ctx, name)
        if command is None or command.hidden:
            continue
        inner = click.Context(command, info_name=name, parent=ctx)
        yield command, inner
        if isinstance(command, click.Group):
            yield from _all(command, inner)


def _item(command: click.Command, ctx: click.Context) -> Item:
    usage = " ".join((ctx.command_path, *command.collect_usage_pieces(ctx)))
    records = [record for p in command.get_params(ctx) if (record := p.get_help_record(ctx))]
    rows = [(code(names), plain(text)) for names, text in records if text]  # arguments have none
    options = table(("option", "does"), rows)
    parts = (fence(usage, "text"), *_help(command.help or ""), options)
    name = ctx.command_path.removeprefix(COMMAND + " ")
    body = "\n\n".join(part for part in parts if part)
    short = summary(command.help or "")
    return Item(name.replace(" ", "-"), code(ctx.command_path), body, short, name)


def _help(text: str) -> Iterator[str]:
    """The paragraphs of a help text; what must not be wrapped as a block."""
    for paragraph in re.split(r"\n\s*\n", inspect.cleandoc(text)):
        if paragraph.startswith(UNWRAPPED):
            yield fence(paragraph.removeprefix(UNWRAPPED), "console")
        else:
            yield plain(paragraph)
