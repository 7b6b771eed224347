"""What of a page and its keys fits on the terminal."""

from __future__ import annotations

from collections.abc import Sequence

from followq.cli.interactive.talk import Key
from followq.render import terminal
from followq.render.blocks import Block, Line
from followq.render.safe import safe, width

GAP = 2


def fitting(blocks: list[Block], columns: int, room: int) -> str:
    """A page as so many rows of a terminal hold it: the keys below must stay in sight.

    On a low screen the gaps go first, then the end.
    """
    drawn = terminal.draw_blocks(blocks, columns).splitlines()
    if len(drawn) > room:
        drawn = terminal.draw_blocks([block for block in blocks if block != Line()], columns).splitlines()
    if len(drawn) > room:
        drawn = [*drawn[: max(1, room - 1)], "…"]
    return "".join(f"{text}\n" for text in drawn)


def key_bar(keys: Sequence[Key], columns: int) -> list[tuple[bool, str]]:
    """Each key and its word, as many on a line as fit, never parted; each part with whether it is the key itself."""
    parts: list[tuple[bool, str]] = []
    used = 0
    for key in keys:
        if not key.is_shown:
            continue
        name = "space" if key.key == " " else "Enter" if key.key == "enter" else key.key
        size = width(name) + 1 + width(key.word)
        if used and used + GAP + size > columns:
            parts.append((False, "\n"))
            used = 0
        elif used:
            parts.append((False, " " * GAP))
            used += GAP
        parts += [(True, name), (False, f" {safe(key.word)}")]
        used += size
    return parts
