"""Whether the day's backup is due, and how many stay. Asked at every write, it loads nothing and reads one folder."""

from __future__ import annotations

import os
import sqlite3
import time

from followq.model.core.calendar import Instant
from followq.record import NamedTuple

SKIPPED = "Z-daily.skipped"
"""How the name of an empty file ends that marks a day on which the backup would have taken too long."""


class Keeping(NamedTuple):
    """How many backups stay: of the last days, of the weeks before those, and of each other reason.

    With `daily` 0 none is made by itself on a day's first write.
    """

    daily: int = 7
    weekly: int = 4
    others: int = 10


def read_machine_day() -> str:
    """The day by the machine's clock, in UTC, as backups are named by it."""
    return time.strftime("%Y-%m-%d", time.gmtime())


def is_due(connection: sqlite3.Connection, path: str, at: Instant) -> bool:
    """Whether nobody made this day's backup yet, of a queue that was there before this day.

    `at` is the user's now: a queue that was begun on this very day holds nothing yet that a backup would bring back.
    """
    day = read_machine_day()
    try:
        names = os.listdir(f"{path}.backups")
    except OSError:
        names = []
    if any(name.startswith(day) and name.endswith(("Z-daily.db", SKIPPED)) for name in names):
        return False
    begun = connection.execute("SELECT at FROM batches ORDER BY id LIMIT 1").fetchone()
    return begun is not None and begun[0][:10] != at[:10]
