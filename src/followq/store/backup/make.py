"""Copies of the queue, made and checked, in `QUEUE.backups/` beside it or where the user says."""

from __future__ import annotations

import os
import sqlite3
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timezone

from followq.errors import DiskError, UsageError
from followq.files import make_folder, place
from followq.hints import command
from followq.store.backup.copies import explain_unfit, is_same, measure_size, remember_good, run_check
from followq.store.backup.daily_schedule import SKIPPED, Keeping
from followq.store.backup.retention import BEFORE_REPAIR, DAILY, find_superfluous, is_own, make_name
from followq.store.file.companions import BESIDE

PAGES_A_STEP = 2000
PATIENCE_SECONDS = 4.0
"""How long a copy waits for a queue that another program holds; the system's own call would do so for ever."""
DAILY_SECONDS = 1.0
SECONDS_A_MEGABYTE = 0.03
"""How long the day's backup may keep a command waiting, and how much longer for each megabyte of the queue."""
MOST_SECONDS = 12.0
STEPS_BETWEEN_LOOKS = 20_000
"""Steps of SQLite's machine between two looks at the clock."""

SQLITE_BUSY, SQLITE_LOCKED = 5, 6

TEMPORARY = ".part"


class TooSlowError(Exception):
    """A backup would have kept the user waiting for longer than it may."""


def make_stamp() -> str:
    """The machine's time as names of copies carry it: a copy is about this machine, not about the user's day."""
    return datetime.now(timezone.utc).strftime("%Y-%m-%dT%H%M%S.%f")


def back_up(
    connection: sqlite3.Connection,
    path: str,
    reason: str,
    keeping: Keeping | None = None,
    seconds: float | None = None,
    troubles: list[str] | None = None,
) -> str:
    """Copy the queue into its folder of backups, checked and mode 0600, and let old ones go; returns its path.

    `seconds` is how long it may take. `troubles` takes, in words, why old ones could not be let go: the copy is made.

    Raises: sqlite3.Error, OSError, TooSlowError; no half a copy is left.
    """
    folder = f"{path}.backups"
    make_folder(folder)
    final = os.path.join(folder, make_name(make_stamp(), reason))
    # What comes before a repair holds what is to be repaired.
    _copy(connection, final, seconds, overwrite=True, is_fit=reason != BEFORE_REPAIR)
    if reason != BEFORE_REPAIR:
        remember_good(path, final)
    try:
        _forget_old(folder, final, reason, keeping or Keeping())
    except OSError as err:
        if troubles is not None:
            troubles.append(f"old backups could not be deleted: {_why(err)}")
    return final


def back_up_to(connection: sqlite3.Connection, path: str, target: str, *, overwrite: bool) -> None:
    """Copy the queue to a file of the user's choice, whole or not at all.

    Raises: UsageError for the queue itself and names of its own; DiskError where something is in the way;
    sqlite3.Error, OSError.
    """
    _refuse_own(path, target)
    if os.path.islink(target):
        raise DiskError(f"{target}: is a link", "name the file itself")
    if os.path.isdir(target):
        raise DiskError(f"{target}: is a folder", "name a file in it, for example queue-copy.db")
    if os.path.exists(target) and not os.path.isfile(target):
        raise DiskError(f"{target}: is a device or a pipe, not a file", "choose another name")
    if os.path.exists(target) and not overwrite:
        raise _there_already(target)
    for other in BESIDE[:2]:
        if os.path.lexists(target + other):
            raise DiskError(f"{target}{other}: belongs to another database", "choose another name, or move it away")
    _copy(connection, target, None, overwrite=overwrite)


def _there_already(target: str) -> DiskError:
    return DiskError(f"{target}: is there already", "give --force to replace it, or another name")


def _refuse_own(path: str, target: str) -> None:
    # The queue, what SQLite keeps beside it, and the names under which followq makes and deletes backups by itself.
    queue = os.path.realpath(path)
    wanted = os.path.join(os.path.realpath(os.path.dirname(os.path.abspath(target))), os.path.basename(target))
    if wanted == queue or is_same(target, path):
        raise UsageError(f"{target}: is the queue itself", "choose another name")
    if wanted in [queue + ending for ending in BESIDE]:
        raise UsageError(f"{target}: is where SQLite keeps what belongs to the queue", "choose another name")
    folder, name = os.path.split(wanted)
    if folder == os.path.realpath(f"{path}.backups") and is_own(name):
        raise UsageError(f"{target}: is a name that followq makes and deletes by itself", "choose another name")


def _copy(
    connection: sqlite3.Connection, final: str, seconds: float | None, *, overwrite: bool, is_fit: bool = True
) -> None:
    # Copied under another name, checked, on the disk, and only then called what it is.
    deadline = None if seconds is None else time.monotonic() + seconds
    folder = os.path.dirname(os.path.abspath(final))
    handle, made = tempfile.mkstemp(dir=folder, prefix=".followq-", suffix=TEMPORARY)
    os.close(handle)
    try:
        copy = sqlite3.connect(made)
        try:
            fill(connection, copy, deadline)
            why = _look_over(copy, made, deadline, is_fit=is_fit)
        finally:
            copy.close()
        if why:
            failure = sqlite3.DatabaseError("the copy is not sound")
            failure.sqlite_errorname = "SQLITE_CORRUPT"
            raise failure
        with open(made, "rb+") as file:
            os.fsync(file.fileno())
        place(made, final, overwrite=overwrite)
    except FileExistsError:
        raise _there_already(final) from None
    finally:
        if os.path.exists(made):
            os.unlink(made)


def fill(connection: sqlite3.Connection, copy: sqlite3.Connection, deadline: float | None = None) -> None:
    """Copy an open queue into another file, in one state whoever writes meanwhile.

    Raises: sqlite3.Error, TooSlowError.
    """
    # The deadline is ours: SQLite's own waiting would come on top of it at each step.
    (patience,) = connection.execute("PRAGMA busy_timeout").fetchone()
    connection.execute("PRAGMA busy_timeout = 0")
    try:
        connection.backup(copy, pages=PAGES_A_STEP, progress=_watch(PATIENCE_SECONDS, deadline), sleep=0.05)
    finally:
        connection.execute(f"PRAGMA busy_timeout = {patience}")


def _watch(seconds: float, deadline: float | None) -> Callable[[int, int, int], None]:
    last = time.monotonic() + seconds

    def progress(status: int, remaining: int, total: int) -> None:
        now = time.monotonic()
        if deadline is not None and now > deadline:
            raise TooSlowError
        if status in (SQLITE_BUSY, SQLITE_LOCKED) and now > last:
            failure = sqlite3.OperationalError("the queue is busy")
            failure.sqlite_errorname = "SQLITE_BUSY"
            raise failure

    return progress


def _look_over(copy: sqlite3.Connection, made: str, deadline: float | None, *, is_fit: bool) -> str:
    if deadline is not None:
        copy.set_progress_handler(lambda: time.monotonic() > deadline, STEPS_BETWEEN_LOOKS)

    def is_over() -> bool:
        return deadline is not None and time.monotonic() > deadline

    try:
        return explain_unfit(copy, made) if is_fit else "; ".join(run_check(copy, "quick_check"))
    except sqlite3.OperationalError as err:
        if is_over():
            raise TooSlowError from err
        raise


def _forget_old(folder: str, made: str, reason: str, keeping: Keeping) -> None:
    names = os.listdir(folder)
    gone = find_superfluous(names, reason, keeping, now=make_stamp(), made=os.path.basename(made))
    if reason == DAILY:
        gone += [name for name in names if name.endswith(SKIPPED)]
    for name in gone:
        # Another followq may be at the same.
        with suppress(FileNotFoundError):
            os.unlink(os.path.join(folder, name))


def choose_daily_seconds(size: int) -> float:
    """How long the day's backup of a queue of so many bytes may take: a second for most, some for a large one."""
    return min(DAILY_SECONDS + SECONDS_A_MEGABYTE * size / 1_000_000, MOST_SECONDS)


def back_up_daily(connection: sqlite3.Connection, path: str, keeping: Keeping) -> str:
    """Make the day's backup, if it can be done at once; returns what went wrong, in words, nothing when all is well.

    One that takes too long is not tried again on that day.

    Raises: sqlite3.DatabaseError when the queue itself is damaged: what is written into it now could be lost.
    """
    troubles: list[str] = []
    seconds = choose_daily_seconds(measure_size(path))
    try:
        back_up(connection, path, DAILY, keeping, seconds, troubles)
    except TooSlowError:
        mark = os.path.join(f"{path}.backups", f"{make_stamp()}{SKIPPED}")
        try:
            os.close(os.open(mark, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        except OSError as err:
            return f"no backup of this day: it takes too long, and {err.strerror} in {path}.backups"
        return f"no backup of this day: it takes longer than {seconds:.0f} s; make one with: {command('backup')}"
    except (sqlite3.Error, OSError) as err:
        if (getattr(err, "sqlite_errorname", None) or "").startswith(("SQLITE_CORRUPT", "SQLITE_NOTADB")):
            raise
        return f"no backup of this day: {_why(err)}; what you asked for was done all the same"
    return "; ".join(troubles)


def _why(err: sqlite3.Error | OSError) -> str:
    if isinstance(err, OSError):
        return f"{err.filename or 'the folder of backups'}: {err.strerror}"
    name = getattr(err, "sqlite_errorname", None) or ""
    words = {
        "SQLITE_FULL": "the disk is full",
        "SQLITE_IOERR": "the disk can't be written to",
        "SQLITE_BUSY": "another program holds the queue",
    }
    return next((text for start, text in words.items() if name.startswith(start)), name or type(err).__name__)
