"""`followq --help`, from the static table: help doesn't wait for Typer, and needs no settings."""

from __future__ import annotations

from followq.cli.completion.table import MOMENTS, TABLE
from followq.cli.session import draw, is_drawing
from followq.render.pages.help import HelpPage


def show_help(*, is_plain: bool = False) -> None:
    """Print the whole help."""
    draw(page().layout(), is_drawn=is_drawing(is_plain))


def page() -> HelpPage:
    """The commands by moment, with the first example of each; groups stand for their own commands."""
    rows = {name: row for name, row in TABLE.items() if name and row[2]}
    moments = tuple(
        (title, tuple((name, row[1], row[2]) for name, row in rows.items() if row[0] == number))
        for number, title in enumerate(MOMENTS)
    )
    options = tuple((", ".join(names), text) for names, _, text in TABLE[""][4])
    return HelpPage(moments, options)
