"""Pages on a terminal, drawn by Rich: the only module that knows it.

Every text goes in as a `Text`, never as markup, and through `safe`. Rows are laid out here rather than by
Rich's `Table`: what stands below a row has the whole width, and one long text can't push the ids away.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from typing import TextIO

from rich.console import Console
from rich.text import Text

from followq.render import plain
from followq.render.blocks import Block, Row, Span, Table
from followq.render.safe import LIMIT, WHOLE, safe
from followq.render.screen import columns_of

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
    "plot": "cyan",
}
NARROW = 60
"""Columns below which the side columns that can be done without are left out."""

GAP = 2
LEAST_ROOM, LEAST_SIDE = 14, 4
"""Columns that the last column gets at least, and to which a side column shrinks for that."""

MOST_ROWS = 500
"""Rows up to which a table is drawn in colour."""


def show(blocks: Iterable[Block], out: TextIO) -> None:
    """Draw a page at the terminal's width."""
    _draw(blocks, _console(out, columns_of(out)))


def drawn(blocks: Iterable[Block], columns: int) -> str:
    """The page as a terminal of that width gets it, for whoever places it there; `NO_COLOR` is honoured."""
    out = io.StringIO()
    _draw(blocks, _console(out, columns, is_terminal=True))
    return out.getvalue()


def _console(out: TextIO, columns: int, *, is_terminal: bool | None = None) -> Console:
    return Console(file=out, markup=False, emoji=False, highlight=False, width=columns, force_terminal=is_terminal)


def _draw(blocks: Iterable[Block], console: Console) -> None:
    for block in blocks:
        if isinstance(block, Table) and len(block.rows) > MOST_ROWS:
            console.file.write(plain.text([block]))
        elif isinstance(block, Table):
            for text in _lines(block, console):
                console.print(text, no_wrap=True, overflow="ignore", crop=False)
        else:
            console.print(_text(block.spans, WHOLE))


def _text(spans: Iterable[Span], limit: int = LIMIT) -> Text:
    return Text.assemble(*((safe(span.text, limit), SHEET[span.style]) for span in spans))


def _lines(block: Table, console: Console) -> Iterator[Text]:
    last = len(block.columns) - 1
    share = max(8, console.width // 4)
    widths = {}
    for place, column in enumerate(block.columns[:last]):
        widest = max((_text([row.cells[place]]).cell_len for row in block.rows), default=0)
        if widest and not (column.is_optional and console.width < NARROW):
            widths[place] = min(share, widest)
    while widths and sum(widths.values()) + GAP * len(widths) > console.width - LEAST_ROOM:
        widest = max(widths, key=lambda place: widths[place])
        if widths[widest] <= LEAST_SIDE:
            break
        widths[widest] -= 1
    indent = sum(widths.values()) + GAP * len(widths)
    for row in block.rows:
        yield from _row(block, row, widths, last, indent, console)


def _row(block: Table, row: Row, widths: dict[int, int], last: int, indent: int, console: Console) -> Iterator[Text]:
    head = Text()
    for place, width in widths.items():
        cell = _text([row.cells[place]])
        cell.truncate(width, overflow="ellipsis")
        gap = " " * (width - cell.cell_len)
        head += Text(gap) + cell if block.columns[place].is_right else cell + Text(gap)
        head += Text(" " * GAP)
    room = max(1, console.width - indent)
    text = _text([row.cells[last]], LIMIT if row.below else WHOLE)
    if row.below:
        # One line for what it is; the rest of it is one `show` away.
        text.truncate(room, overflow="ellipsis")
        yield head + text
        under = next(iter(widths.values()), 0) + GAP
        yield from (Text(" " * under) + part for part in _text(row.below).wrap(console, console.width - under))
    else:
        for number, part in enumerate(text.wrap(console, room)):
            yield (Text(" " * indent) if number else head) + part
