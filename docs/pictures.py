"""Pages as pictures in SVG, as they look on a terminal."""

from __future__ import annotations

import io
from collections.abc import Iterable

from rich.console import Console

from followq.render.blocks import Block
from followq.render.rich_console import draw

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

BUTTONS = ("#ff5f57", "#febc2e", "#28c840")
"""Of the window's frame, as Rich draws it."""

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


def svg(blocks: Iterable[Block], title: str, *, columns: int, is_dark: bool) -> str:
    """A page as a picture in SVG, as it looks on a terminal; it asks for no font from anywhere."""
    from rich.terminal_theme import TerminalTheme

    ground, ink, colours = DARK if is_dark else LIGHT
    theme = TerminalTheme(ground, ink, colours)
    console = Console(
        file=io.StringIO(), markup=False, emoji=False, highlight=False, width=columns, record=True,
        force_terminal=True, color_system="truecolor", legacy_windows=False,
    )  # fmt: skip
    draw(blocks, console)
    name = "followq-dark" if is_dark else "followq-light"
    return console.export_svg(title=title, theme=theme, code_format=FRAME, unique_id=name)
