"""Pages on a terminal: what each style looks like, in the few codes that every terminal knows."""

from __future__ import annotations

import os
from collections.abc import Iterable

from followq.render.blocks import Block
from followq.render.layout import Spans, lines
from followq.render.screen import columns_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TextIO

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
WEIGHTS = {"bold": "1", "dim": "2"}
COLOURS = {"red": "31", "magenta": "35"}


def show(blocks: Iterable[Block], out: TextIO) -> None:
    """Draw a page at the terminal's width; without any codes where it is none."""
    columns = columns_of(out)
    if not out.isatty():
        out.write("".join(f"{''.join(span.text for span in line)}\n" for line in lines(blocks, columns)))
    elif os.name == "nt":
        # Older consoles take no codes; Rich knows which, and how else to colour them.
        from followq.render import by_rich

        by_rich.show(blocks, out, columns)
    else:
        out.write(drawn(blocks, columns))


def drawn(blocks: Iterable[Block], columns: int) -> str:
    """The page as a terminal of that width gets it, for whoever places it there; `NO_COLOR` is honoured."""
    known = WEIGHTS if os.environ.get("NO_COLOR") else WEIGHTS | COLOURS
    codes = {style: ";".join(known[word] for word in look.split() if word in known) for style, look in SHEET.items()}
    return "".join(f"{_coded(line, codes)}\n" for line in lines(blocks, columns))


def _coded(line: Spans, codes: dict[str, str]) -> str:
    return "".join(
        f"\x1b[{codes[span.style]}m{span.text}\x1b[0m" if codes[span.style] and span.text else span.text
        for span in line
    )
