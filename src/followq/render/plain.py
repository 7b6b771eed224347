"""Pages as plain text: no colour, no box, one line for each row, nothing cut."""

from __future__ import annotations

from collections.abc import Iterable

from followq.render.blocks import Block, Line, Row, Span, Table
from followq.render.safe import LIMIT, WHOLE, safe, width

WIDEST_CELL = 28
"""Cells up to which a column is padded; longer texts push their own row only."""


def text(blocks: Iterable[Block]) -> str:
    """The page, with a line break at the end of each line."""
    out: list[str] = []
    for block in blocks:
        out.extend(_table(block) if isinstance(block, Table) else [_line(block)])
    return "".join(f"{line.rstrip()}\n" for line in out)


def _line(block: Line) -> str:
    return "".join(safe(span.text, WHOLE) for span in block.spans if span.style != "plot")


def _cells(row: Row) -> list[str]:
    *sides, last = row.cells
    # A last cell without words below it is what was asked for, a note for example.
    shown = "" if last.style == "plot" else safe(last.text, LIMIT if row.below else WHOLE)
    return [*("" if cell.style == "plot" else safe(cell.text) for cell in sides), shown, _below(row.below)]


def _below(spans: tuple[Span, ...]) -> str:
    text = "".join(safe(span.text) for span in spans)
    return f"[{text}]" if text else ""


def _table(block: Table) -> list[str]:
    rows, beside = ([_cells(row) for row in some] for some in (block.rows, block.beside))
    last = len(block.columns)
    widths = [
        min(WIDEST_CELL, max((width(row[place]) for row in (*rows, *beside)), default=0)) if place < last - 1 else 0
        for place in range(last + 1)
    ]
    sides = [column.is_right for column in block.columns] + [False]
    return [
        "  ".join(_pad(*cell) for cell in zip(row, widths, sides, strict=True) if cell[0] or cell[1]) for row in rows
    ]


def _pad(cell: str, cells: int, is_right: bool) -> str:
    gap = " " * max(0, cells - width(cell))
    return gap + cell if is_right else cell + gap
