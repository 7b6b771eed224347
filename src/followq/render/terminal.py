"""Pages on a terminal: what each style looks like, in the few codes that every terminal knows.

The styles are Rich's. Its console would take longer to load than `today` takes to run, and has nothing left to do
here: lines are laid out, and broken, already.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from rich.color import ColorSystem
from rich.style import Style

from followq.render.blocks import Block
from followq.render.layout import Spans, lay_out_lines
from followq.render.screen import count_columns
from followq.render.styles import SHEET

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TextIO


def show(blocks: Iterable[Block], out: TextIO) -> None:
    """Draw a page at the terminal's width; without any codes where it is none."""
    columns = count_columns(out)
    if not out.isatty():
        out.write("".join(f"{''.join(span.text for span in line)}\n" for line in lay_out_lines(blocks, columns)))
    elif os.name == "nt":
        # Older consoles take no codes; Rich knows which, and how else to colour them.
        from followq.render import rich_console

        rich_console.show(blocks, out, columns)
    else:
        out.write(draw_blocks(blocks, columns))


def draw_blocks(blocks: Iterable[Block], columns: int) -> str:
    """The page as a terminal of that width gets it, for whoever places it there; `NO_COLOR` is honoured."""
    styles = {name: Style.parse(look) for name, look in SHEET.items()}
    if os.environ.get("NO_COLOR"):
        styles = {name: style.without_color for name, style in styles.items()}
    return "".join(f"{_add_codes(line, styles)}\n" for line in lay_out_lines(blocks, columns))


@contextmanager
def show_for_a_while(text: str, out: TextIO) -> Iterator[None]:
    """Show lines that are gone after the block, with the cursor where they began; they have to fit on the screen."""
    out.write(text)
    out.flush()
    try:
        yield
    finally:
        out.write(f"\r\x1b[{text.count(chr(10))}A\x1b[J")
        out.flush()


def _add_codes(line: Spans, styles: dict[str, Style]) -> str:
    return "".join(styles[span.style].render(span.text, color_system=ColorSystem.STANDARD) for span in line)
