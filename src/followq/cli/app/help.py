"""`followq --help`, from the static table: help doesn't wait for Typer, and needs no settings."""

from __future__ import annotations

from followq.cli.completion.table import MOMENTS, TABLE
from followq.cli.console import draw_out, is_drawing
from followq.render.pages.help import CommandHelpPage, HelpPage


def show_help(*, is_plain: bool = False) -> None:
    """Print the whole help."""
    draw_out(make_help_page().layout(), is_drawn=is_drawing(is_plain))


def show(name: str) -> None:
    """Print the help of a command by its whole name, or the whole help for the empty one."""
    if name:
        show_command(name)
    else:
        show_help()


def show_command(name: str) -> None:
    """Print one command's help, laid out for the screen's width, in a pipe too."""
    from followq.cli.app import introspect
    from followq.cli.app.registry import SUBCOMMANDS

    found = introspect.describe_command(name)
    given = tuple((argument.metavar, argument.help) for argument in found.arguments)
    options = tuple((f"{', '.join(option.names)} {option.metavar}".rstrip(), option.help) for option in found.options)
    below = tuple((f"{name} {sub}", text) for sub, text in SUBCOMMANDS.get(name, {}).items())
    page = CommandHelpPage(
        name=name,
        text=found.help,
        details=found.details,
        examples=found.examples,
        commands=below,
        arguments=given,
        options=options,
    )
    draw_out(page.layout(), is_drawn=True)


def make_help_page() -> HelpPage:
    """The commands by moment, with the first example of each; groups stand for their own commands."""
    rows = {name: row for name, row in TABLE.items() if name and row[2]}
    moments = tuple(
        (title, tuple((name, row[1], row[2]) for name, row in rows.items() if row[0] == number))
        for number, title in enumerate(MOMENTS)
    )
    options = tuple((", ".join(names), text) for names, _, text in TABLE[""][4])
    return HelpPage(moments, options)
