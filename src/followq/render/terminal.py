"""Pages on a terminal, drawn by Rich: the only module that knows it.

Every text goes in as a `Text`, never as markup, and through `safe`.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import TextIO

from rich.console import Console, Group
from rich.padding import Padding
from rich.table import Table as Grid
from rich.text import Text

from followq.render import plain
from followq.render.blocks import Block, Line, Row, Span, Table
from followq.render.safe import safe

# Colours that stay readable on light and dark; each also differs in weight or in words.
SHEET = {
    "": "",
    "title": "bold",
    "strong": "bold",
    "quiet": "dim",
    "late": "bold red",
    "soon": "yellow",
    "good": "green",
    "id": "cyan",
    "warn": "yellow",
}
NARROWEST = 20
WIDEST = 120
MOST_ROWS = 500
"""Rows up to which a table is drawn; Rich takes a millisecond for each."""


def show(blocks: Iterable[Block], out: TextIO) -> None:
    """Draw a page at the terminal's width."""
    console = Console(file=out, markup=False, emoji=False, highlight=False, width=_width(out))
    for block in blocks:
        if isinstance(block, Line):
            console.print(_text(block.spans))
        elif len(block.rows) > MOST_ROWS:
            out.write(plain.text([block]))
        else:
            console.print(_grid(block, console.width))


def _width(out: TextIO) -> int:
    try:
        columns = int(os.environ.get("COLUMNS", "")) or os.get_terminal_size(out.fileno()).columns
    except (OSError, ValueError):
        try:
            columns = os.get_terminal_size(out.fileno()).columns
        except (OSError, ValueError):
            columns = 80
    return max(NARROWEST, min(columns, WIDEST)) if columns > 0 else 80


def _text(spans: Iterable[Span]) -> Text:
    return Text.assemble(*((safe(span.text), SHEET[span.style]) for span in spans))


def _grid(block: Table, width: int) -> Grid:
    grid = Grid(box=None, padding=(0, 2, 0, 0), show_header=False, pad_edge=False, expand=False)
    # A share of the screen for each column that may be cut; ids and dates keep their width.
    share = max(8, width // 4)
    for column in block.columns:
        if column.is_flexible:
            grid.add_column(ratio=None, overflow="fold")
        else:
            grid.add_column(justify="right" if column.is_right else "left", max_width=share)
    for row in block.rows:
        grid.add_row(*_cells(block, row))
    return grid


def _cells(block: Table, row: Row) -> list[Text | Group]:
    cells: list[Text | Group] = []
    for column, cell in zip(block.columns, row.cells, strict=True):
        # no_wrap on the text, not on the column: a long one must not push the ids off the screen.
        text = _text([cell])
        text.no_wrap, text.overflow = True, "ellipsis"
        is_last = column is block.columns[-1]
        cells.append(Group(text, Padding(_text(row.below), 0)) if is_last and row.below else text)
    return cells
