"""Putting a copy in the queue's place: checked before, whole or not at all, the old file kept.

The copy is brought into the queue's own folder under a temporary name and checked there, so that what was checked is
what gets the name. A journal belongs to the file it was written for: it goes aside with that file, under the name
by which SQLite finds it again, and before the new file comes.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Callable
from contextlib import closing, suppress

from followq.errors import BadInputError, BusyError, DamagedError, FollowqError
from followq.files import make_folder, sync_folder
from followq.hints import command
from followq.model.integrity.backup_info import Contents
from followq.record import NamedTuple
from followq.store.backup.copies import count_contents, explain_unfit, run_check
from followq.store.backup.make import fill, make_stamp
from followq.store.backup.retention import BEFORE_RESTORE
from followq.store.backup.verified_copies import Checked
from followq.store.file import schema
from followq.store.file.companions import BESIDE
from followq.store.file.connection import check, connect, connect_to_copy, resolve_link
from followq.store.file.errors import translate

BROKEN = "broken"
READ_VERSION = 19
"""Where in a file SQLite says how it is read: 2 with a write-ahead log.

Source: https://www.sqlite.org/fileformat2.html, 1.3.2."""
TEMPORARY = ".restore"
COPIED, CHECKED_FILE = 0.1, 0.4
"""How much of the time has passed when it is copied, and when the file is checked and its log isn't yet."""


class Fetched(NamedTuple):
    """A checked copy that waits in the queue's folder, what it holds, and triggers in it that followq never made.

    It is doubtful when its log doesn't lead to what it holds.
    """

    path: str
    contents: Contents
    triggers: tuple[str, ...]
    is_doubtful: bool = False


def fetch(
    source: str, path: str, *, may_make_folder: bool, tell: Callable[[float], None] = lambda _share: None
) -> Fetched:
    """Copy a file beside the queue and check it there, at this program's version; `tell` is told how far that has come,
    from 0.0 to 1.0.

    Raises: BadInputError where there is no such file; DamagedError when it is damaged, foreign or newer; BusyError
    while another program writes to it; DiskError. Nothing is left behind then.
    """
    place = os.path.realpath(path)
    if not os.path.isfile(source):
        there = "is a folder" if os.path.isdir(source) else "is a device or a pipe, not a file"
        what = there if os.path.exists(source) else "there is no such file"
        raise BadInputError(f"{source}: {what}", f"{command('backup', 'list')} shows what there is")
    if not os.path.getsize(source) and not os.path.exists(f"{source}-wal"):
        raise _unfit(source, "is empty, not a followq queue")
    try:
        if may_make_folder:
            make_folder(os.path.dirname(place))
        handle, made = tempfile.mkstemp(dir=os.path.dirname(place), prefix=".followq-", suffix=TEMPORARY)
        os.close(handle)
    except OSError as err:
        raise translate(err, path) from err
    try:
        _copy(resolve_link(source), made, source)
        tell(COPIED)
        contents, triggers, is_doubtful = _check(made, source, path, tell)
        with open(made, "rb+") as file:
            os.fsync(file.fileno())
    except BaseException as err:
        discard(made)
        if isinstance(err, OSError):
            raise translate(err, err.filename or source) from err
        raise
    return Fetched(path=made, contents=contents, triggers=triggers, is_doubtful=is_doubtful)


def _copy(file: str, made: str, source: str) -> None:
    # By SQLite, which lets nobody write into the middle of it; what it can't read as it stands, byte by byte.
    try:
        if not _is_at_rest(file):
            _copy_held(file, made)
            return
    except (sqlite3.Error, UnicodeDecodeError) as err:
        failure = translate(err, source)
        if isinstance(failure, BusyError):
            raise failure from err
    _copy_bytes(file, made)


def _is_at_rest(file: str) -> bool:
    # An empty file; or one with a write-ahead log that nobody has open, beside which reading would leave files.
    with open(file, "rb") as stream:
        start = stream.read(READ_VERSION + 1)
    return not start or (start[READ_VERSION:] == b"\2" and not os.path.exists(f"{file}-shm"))


def _copy_held(file: str, made: str) -> None:
    with closing(connect_to_copy(file)) as held, closing(sqlite3.connect(made)) as copy:
        # The lock is taken with the first read, and stays until the end.
        held.execute("BEGIN")
        held.execute("SELECT count(*) FROM sqlite_master").fetchone()
        fill(held, copy)


def _copy_bytes(source: str, made: str) -> None:
    # What SQLite had not finished there is finished in the copy, by SQLite, when it is opened.
    for ending in ("", *BESIDE[:2]):
        if ending and not os.path.isfile(source + ending):
            continue
        with open(source + ending, "rb") as old, open(made + ending, "wb") as new:
            os.chmod(made + ending, 0o600)
            shutil.copyfileobj(old, new)


def _check(made: str, source: str, path: str, tell: Callable[[float], None]) -> tuple[Contents, tuple[str, ...], bool]:
    try:
        is_alone = not any(os.path.exists(made + ending) for ending in BESIDE)
        is_known = is_alone and Checked(path).knows(made)
        connection = connect(made)
        try:
            return _look_over(connection, made, source, tell, is_known=is_known)
        finally:
            connection.close()
    except DamagedError as err:
        raise DamagedError(err.message.replace(made, source), f"choose another: {command('backup', 'list')}") from err
    except (sqlite3.Error, UnicodeDecodeError) as err:
        name = getattr(err, "sqlite_errorname", None) or ""
        if name.startswith(("SQLITE_FULL", "SQLITE_IOERR")):
            raise translate(err, source) from err
        raise _unfit(source, "is damaged") from err


def _unfit(source: str, why: str) -> DamagedError:
    salvage = command("doctor", "--salvage", "FILE", queue=source)
    hint = f"choose another: {command('backup', 'list')}; what can be read of it: {salvage}"
    return DamagedError(f"{source}: {why}", hint)


def _look_over(
    connection: sqlite3.Connection, made: str, source: str, tell: Callable[[float], None], *, is_known: bool
) -> tuple[Contents, tuple[str, ...], bool]:
    connection.execute("PRAGMA journal_mode = DELETE")
    why = "" if is_known else explain_unfit(connection, made)
    if why:
        raise _unfit(source, f"is {why}")
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    found = connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall()
    if version < schema.VERSION and not found:
        from followq.store.file.migrations import migrate

        migrate(connection)
    return count_contents(connection), tuple(name for (name,) in found), _is_doubtful(connection, source, tell)


def _is_doubtful(connection: sqlite3.Connection, source: str, tell: Callable[[float], None]) -> bool:
    from followq.store.doctor.check_invariants import FAILURES, check_log

    def go_on(share: float) -> None:
        tell(CHECKED_FILE + (1 - CHECKED_FILE) * share)

    go_on(0.0)
    try:
        return any(finding.is_damage for finding in check_log(connection, source, go_on))
    except FAILURES:
        return True


def discard(made: str) -> None:
    """Take away a fetched copy that is not wanted."""
    for ending in ("", *BESIDE):
        with suppress(FileNotFoundError):
            os.unlink(made + ending)


def put_in_place(fetched: Fetched, path: str) -> str | None:
    """Give a checked copy the queue's name; returns where the old file is kept, None where there was none.

    Raises: BusyError while another program writes; DiskError. The old file is then as it was.
    """
    place = os.path.realpath(path)
    try:
        lock, is_sound = _lock(place, path)
        try:
            kept = _put_aside(place, is_sound)
            os.replace(fetched.path, place)
        finally:
            if lock is not None:
                lock.close()
        sync_folder(os.path.dirname(place))
    except OSError as err:
        raise translate(err, path) from err
    finally:
        discard(fetched.path)
    return kept


def _lock(place: str, path: str) -> tuple[sqlite3.Connection | None, bool]:
    # The present file, held so that nobody writes to it, and whether it is sound. One that SQLite can't even open
    # can't be held, and nobody else can write to it either.
    if not os.path.exists(place):
        return None, False
    connection = None
    try:
        connection = connect(place)
        if connection.execute("PRAGMA journal_mode").fetchone()[0] == "wal":
            connection.execute("PRAGMA journal_mode = DELETE")
        connection.execute("BEGIN EXCLUSIVE")
        faults = run_check(connection, "quick_check")
        (application,) = connection.execute("PRAGMA application_id").fetchone()
        return connection, not faults and application == schema.APPLICATION_ID
    except (sqlite3.Error, UnicodeDecodeError) as err:
        failure = translate(err, path)
        if isinstance(failure, BusyError):
            if connection is not None:
                connection.close()
            raise failure from err
        return connection, False


def _put_aside(place: str, is_sound: bool) -> str | None:
    if not os.path.lexists(place):
        # A journal of a queue that is gone must not meet the one that comes.
        _move_beside(place, f"{place}.{BROKEN}-{make_stamp()}Z")
        return None
    kept = f"{place}.{BEFORE_RESTORE if is_sound else BROKEN}-{make_stamp()}Z"
    try:
        os.link(place, kept)
    except (OSError, NotImplementedError):
        shutil.copy2(place, kept)
        with open(kept, "rb+") as file:
            os.fsync(file.fileno())
    # First the old file's second name, so that at no moment a journal is on the disk without the file it belongs to.
    sync_folder(os.path.dirname(place))
    _move_beside(place, kept)
    sync_folder(os.path.dirname(place))
    return kept


def _move_beside(place: str, kept: str) -> None:
    for ending in BESIDE:
        with suppress(FileNotFoundError):
            os.replace(place + ending, kept + ending)


def read_present_contents(path: str) -> Contents | FollowqError | None:
    """What the queue holds now; the error when it can't be read, None when there is none. Nothing is changed."""
    if not os.path.exists(path):
        return None
    try:
        connection = connect(path)
        try:
            check(connection, path)
            if run_check(connection, "quick_check"):
                return DamagedError(f"{path}: the queue's file is damaged")
            return count_contents(connection)
        finally:
            connection.close()
    except (sqlite3.Error, OSError, UnicodeDecodeError, FollowqError) as err:
        return translate(err, path)
