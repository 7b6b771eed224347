"""The screens in the documentation: followq on its made-up queue, at a fixed time, as pictures."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable

import pictures

from followq.cli.commands.demo import demo
from followq.cli.commands.today import today
from followq.cli.commands.waiting import waiting
from followq.cli.session import Session
from followq.render.blocks import Block

NOW = "2026-11-23T08:30:00Z"
COLUMNS = 80


def blocks_of(command: Callable[[Session], object]) -> list[Block]:
    """What a command shows on the demo queue."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {
            "FOLLOWQ_NOW": NOW,
            "TZ": "UTC",
            "COLUMNS": str(COLUMNS),
            "FOLLOWQ_CONFIG": f"{folder}/none.toml",
        }
        demo(Session(f"{folder}/unused.db"), folder)
        session = Session(f"{folder}/queue.db")
        blocks: list[Block] = command(session).layout(session.calendar)  # type: ignore[attr-defined]
        session.queue.close()
    return blocks


def make_pictures() -> dict[str, str]:
    """Two screens for light and for dark pages, by file name."""
    found = {}
    for name, command in (("today", today), ("waiting", waiting)):
        blocks = blocks_of(command)
        for is_dark in (False, True):
            picture = pictures.svg(blocks, f"followq {name}", columns=COLUMNS, is_dark=is_dark)
            lines = [line.rstrip() for line in picture.splitlines()]
            found[f"{name}-{'dark' if is_dark else 'light'}.svg"] = "\n".join(lines) + "\n"
    return found
