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

# Red and magenta alone stay readable on white and on black in the usual palettes (yellow, green and cyan vanish
# on white, blue on black). Each meaning stands in words too.
SHEET = {
    "": "",
    "title": "bold",
    "strong": "bold",
    "quiet": "dim",
    "late": "bold red",
    "soon": "magenta",
    "good": "bold",
    "id": "",
    "warn": "magenta",
    "plot": "",
}
NARROW = 60
"""Columns below which the side columns that can be done without are left out."""

GAP = 2
LEAST_ROOM, LEAST_SIDE = 14, 4
"""Columns that the last column gets at least, and to which a side column shrinks for that."""

MOST_ROWS = 500
"""Rows up to which a table is drawn in colour."""

Colour = tuple[int, int, int]
# Ground, ink, and the eight colours in the terminal's order: black, red, green, yellow, blue, magenta, cyan, white.
DARK: tuple[Colour, Colour, list[Colour]] = (
    (24, 26, 31),
    (222, 224, 228),
    [(24, 26, 31), (255, 107, 107), (120, 200, 120), (229, 192, 123), (110, 160, 240), (214, 140, 230), (90, 190, 200),
     (222, 224, 228)],
)  # fmt: skip
LIGHT: tuple[Colour, Colour, list[Colour]] = (
    (255, 255, 255),
    (36, 41, 47),
    [(36, 41, 47), (191, 33, 40), (26, 127, 55), (154, 103, 0), (9, 105, 218), (130, 60, 170), (5, 120, 135),
     (110, 119, 129)],
)  # fmt: skip

# Rich's frame without its web font: whatever monospaced font is there.
FRAME = """\
<svg viewBox="0 0 {width} {height}" xmlns="http://www.w3.org/2000/svg" role="img">
    <style>
    .{unique_id}-matrix {{
        font-family: ui-monospace, "Cascadia Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace;
        font-size: {char_height}px;
        line-height: {line_height}px;
    }}
    .{unique_id}-title {{
        font-size: 18px;
        font-weight: bold;
        font-family: system-ui, sans-serif;
    }}
    {styles}
    </style>
    <defs>
    <clipPath id="{unique_id}-clip-terminal">
      <rect x="0" y="0" width="{terminal_width}" height="{terminal_height}" />
    </clipPath>
    {lines}
    </defs>
    {chrome}
    <g transform="translate({terminal_x}, {terminal_y})" clip-path="url(#{unique_id}-clip-terminal)">
    {backgrounds}
    <g class="{unique_id}-matrix" xml:space="preserve">
    {matrix}
    </g>
    </g>
</svg>
"""


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


def svg(blocks: Iterable[Block], title: str, *, columns: int, is_dark: bool) -> str:
    """A page as a picture in SVG, as it looks on a terminal; it asks for no font from anywhere."""
    from rich.terminal_theme import TerminalTheme

    ground, ink, colours = DARK if is_dark else LIGHT
    theme = TerminalTheme(ground, ink, colours)
    out = io.StringIO()
    console = Console(
        file=out, markup=False, emoji=False, highlight=False, width=columns, record=True, force_terminal=True,
        color_system="truecolor", legacy_windows=False,
    )  # fmt: skip
    _draw(blocks, console)
    name = "followq-dark" if is_dark else "followq-light"
    return console.export_svg(title=title, theme=theme, code_format=FRAME, unique_id=name)


def _text(spans: Iterable[Span], limit: int = LIMIT) -> Text:
    return Text.assemble(*((safe(span.text, limit), SHEET[span.style]) for span in spans))


def _fitting(spans: tuple[Span, ...], room: int) -> Text:
    # What may go goes from the end until the rest has room in one line.
    kept = list(spans)
    while _text(kept).cell_len > room and any(span.may_go for span in kept):
        del kept[max(place for place, span in enumerate(kept) if span.may_go)]
    return _text(kept)


def _lines(block: Table, console: Console) -> Iterator[Text]:
    last = len(block.columns) - 1
    share = max(8, console.width // 4)
    widths = {}
    for place, column in enumerate(block.columns[:last]):
        widest = max((_text([row.cells[place]]).cell_len for row in block.rows), default=0)
        if widest and not (column.is_optional and console.width < NARROW):
            widths[place] = widest if column.is_whole else min(share, widest)
    needed = _room_needed(block, console)
    while widths and sum(widths.values()) + GAP * len(widths) > console.width - needed:
        widest = max(widths, key=lambda place: widths[place])
        if widths[widest] <= LEAST_SIDE:
            break
        widths[widest] -= 1
    indent = sum(widths.values()) + GAP * len(widths)
    for row in block.rows:
        yield from _row(block, row, widths, last, indent, console)


def _room_needed(block: Table, console: Console) -> int:
    # What the last column can't do without: no more than it has.
    if block.columns[-1].is_optional and console.width < NARROW:
        return 0
    return max((min(LEAST_ROOM, _text([row.cells[-1]]).cell_len) for row in block.rows), default=0)


def _row(block: Table, row: Row, widths: dict[int, int], last: int, indent: int, console: Console) -> Iterator[Text]:
    head = Text()
    for place, width in widths.items():
        cell = _text([row.cells[place]])
        cell.rstrip()
        cell.truncate(width, overflow="ellipsis")
        gap = " " * (width - cell.cell_len)
        head += Text(gap) + cell if block.columns[place].is_right else cell + Text(gap)
        head += Text(" " * GAP)
    room = max(1, console.width - indent)
    is_left_out = block.columns[last].is_optional and console.width < NARROW
    text = Text() if is_left_out else _text([row.cells[last]], LIMIT if row.below else WHOLE)
    if row.below:
        # One line for what it is; the rest of it is one `show` away.
        text.truncate(room, overflow="ellipsis")
        yield head + text
        under = next(iter(widths.values()), 0) + GAP
        below = _fitting(row.below, console.width - under)
        yield from (Text(" " * under) + part for part in below.wrap(console, console.width - under))
    else:
        for number, part in enumerate(text.wrap(console, room) or [Text()]):
            yield (Text(" " * indent) if number else head) + part
