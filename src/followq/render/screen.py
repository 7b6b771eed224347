"""How wide the screen is, and sentences that break between words."""

from __future__ import annotations

import os

from followq.render.safe import width

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TextIO

NARROWEST, WIDEST = 20, 120


def count_columns(out: TextIO) -> int:
    """Columns to write in: `COLUMNS`, else the terminal's, else 80; within bounds that stay readable."""
    try:
        columns = int(os.environ.get("COLUMNS", "0"))
    except ValueError:
        columns = 0
    if columns <= 0:
        try:
            columns = os.get_terminal_size(out.fileno()).columns
        except (OSError, ValueError):
            columns = 80
    return max(NARROWEST, min(columns or 80, WIDEST))


def wrap(text: str, columns: int) -> str:
    """The text with every line broken between words; further lines keep the first one's indent."""
    return "".join(f"{part}\n" for line in text.splitlines() for part in _parts(line, columns))


def _parts(line: str, columns: int) -> list[str]:
    if width(line) <= columns:
        return [line]
    indent = line[: len(line) - len(line.lstrip())]
    first, *words = line.lstrip().split(" ")
    parts, part = [], indent + first
    for word in words:
        longer = f"{part} {word}"
        if part.strip() and width(longer) > columns:
            parts.append(part.rstrip())
            part = indent + word
        else:
            part = longer
    return [*parts, part]
