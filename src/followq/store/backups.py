"""Copies of the queue, kept beside it in `QUEUE.backups/`."""

from __future__ import annotations

import os
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterable
from datetime import datetime, timezone

PAGES_A_STEP = 2000
PATIENCE_SECONDS = 4.0
"""How long a copy waits for a queue that another program holds; the system's own call would do so for ever."""

SQLITE_BUSY, SQLITE_LOCKED = 5, 6

KEPT = 10
"""Backups that are kept for each reason, the newest."""


def back_up(connection: sqlite3.Connection, path: str, reason: str) -> str:
    """Copy the queue to `QUEUE.backups/2026-11-23T090000.000000Z-REASON.db`, checked and mode 0600; returns its path.

    The file's own name carries the machine's time: a backup is about this machine, not about the user's day.

    Raises: sqlite3.Error, OSError; no half a copy is left.
    """
    folder = f"{path}.backups"
    os.makedirs(folder, mode=0o700, exist_ok=True)
    stamp = datetime.now(timezone.utc).strftime("%Y-%m-%dT%H%M%S.%fZ")
    final = os.path.join(folder, f"{stamp}-{reason}.db")
    handle, made = tempfile.mkstemp(dir=folder, suffix=".part")
    os.close(handle)
    try:
        copy = sqlite3.connect(made)
        try:
            # The deadline is ours: SQLite's own waiting would come on top of it at each step.
            (patience,) = connection.execute("PRAGMA busy_timeout").fetchone()
            connection.execute("PRAGMA busy_timeout = 0")
            try:
                connection.backup(copy, pages=PAGES_A_STEP, progress=_give_up_after(PATIENCE_SECONDS), sleep=0.05)
            finally:
                connection.execute(f"PRAGMA busy_timeout = {patience}")
            (verdict,) = copy.execute("PRAGMA quick_check").fetchone()
        finally:
            copy.close()
        if verdict != "ok":
            raise sqlite3.DatabaseError("the copy is not sound")
        with open(made, "rb+") as file:
            os.fsync(file.fileno())
        os.replace(made, final)
    finally:
        if os.path.exists(made):
            os.unlink(made)
    _forget_old(folder, reason)
    return final


def _give_up_after(seconds: float) -> Callable[[int, int, int], None]:
    last = time.monotonic() + seconds

    def progress(status: int, remaining: int, total: int) -> None:
        if status in (SQLITE_BUSY, SQLITE_LOCKED) and time.monotonic() > last:
            failure = sqlite3.OperationalError("the queue is busy")
            failure.sqlite_errorname = "SQLITE_BUSY"
            raise failure

    return progress


def _forget_old(folder: str, reason: str) -> None:
    names = sorted(name for name in os.listdir(folder) if name.partition("Z-")[2] == f"{reason}.db")
    for name in names[:-KEPT]:
        os.unlink(os.path.join(folder, name))


def copies_holding(path: str, uids: Iterable[str]) -> list[str]:
    """Files beside the queue whose names begin with its own, backups among them, that hold one of these uids.

    Read as bytes: a uid is 32 characters that occur nowhere else. What can't be read is named too.
    """
    wanted = [uid.encode() for uid in uids]
    places = {os.path.abspath(path), os.path.realpath(path)}
    found: set[str] = set()
    for place in places:
        folder, name = os.path.split(place)
        beside = [file for file in _inside(folder) if os.path.basename(file).startswith(name) and file not in places]
        for other in beside:
            found.update(_inside(other) if os.path.isdir(other) else [other])
    return sorted(file for file in found if _may_hold(file, wanted))


def _inside(folder: str) -> list[str]:
    try:
        return [os.path.join(folder, name) for name in os.listdir(folder)]
    except OSError:
        return [folder]


def _may_hold(file: str, wanted: list[bytes]) -> bool:
    try:
        with open(file, "rb") as stream:
            contents = stream.read()
    except OSError:
        return True
    return any(uid in contents for uid in wanted)


def delete(copies: Iterable[str]) -> None:
    """Delete copies for good.

    Raises: OSError.
    """
    for copy in copies:
        os.unlink(copy)
