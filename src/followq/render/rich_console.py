"""What Rich's console draws: pages on Windows, whose older consoles take no codes, and for pictures of a screen; bars.

Every text goes in as a `Text`, never as markup.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TextIO

from rich.console import Console
from rich.text import Text

from followq.render.blocks import Block
from followq.render.layout import lay_out_lines
from followq.render.styles import SHEET

TYPE_CHECKING = False
if TYPE_CHECKING:
    from rich.progress import Progress


def show(blocks: Iterable[Block], out: TextIO, columns: int) -> None:
    """Draw a page on a terminal of that width."""
    draw(blocks, Console(file=out, markup=False, emoji=False, highlight=False, width=columns))


def draw(blocks: Iterable[Block], console: Console) -> None:
    """Draw a page on a console of any kind, at its width."""
    for line in lay_out_lines(blocks, console.width):
        text = Text.assemble(*((span.text, SHEET[span.style]) for span in line))
        console.print(text, no_wrap=True, overflow="ignore", crop=False)


def bar_of(what: str) -> Progress:
    """A bar on standard error that has begun, from 0.0 to 1.0; it is gone when it is stopped."""
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
    bar = Progress(*columns, console=Console(stderr=True), transient=True)
    bar.add_task(what, total=1.0)
    bar.start()
    return bar
