"""How far something has come that takes long, on a terminal; nothing of it stays."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

PATIENCE_SECONDS = 1.0
"""What takes no longer is not worth a bar, nor what a bar takes to load."""


class Tell(Protocol):
    """Takes how much is done."""

    def __call__(self, share: float, note: str = "") -> None:
        """`share` from 0.0 to 1.0, below where nobody knows; `note` stands behind what is being done."""


def tell_nobody(share: float, note: str = "") -> None:
    """For whoever shows no bar."""


@contextmanager
def progress(what: str, *, is_shown: bool) -> Iterator[Tell]:
    """A bar on standard error while the block runs, from a second on, where `is_shown` and that is a terminal."""
    if not is_shown or not sys.stderr.isatty():
        yield tell_nobody
        return
    begun = time.monotonic()
    bar = None

    def tell(share: float, note: str = "") -> None:
        nonlocal bar
        if bar is None:
            if time.monotonic() - begun < PATIENCE_SECONDS:
                return
            from followq.render.rich_console import bar_of

            bar = bar_of(what)
        total = 1.0 if share >= 0 else None
        bar.update(bar.task_ids[0], completed=max(0.0, share), total=total, description=f"{what}{note}")

    try:
        yield tell
    finally:
        if bar is not None:
            bar.stop()
