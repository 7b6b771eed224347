"""The way to a queue's file: makes a new one, brings an old one up to date after a backup, refuses what is unfit."""

from __future__ import annotations

import os
import sqlite3

from followq.store.file import companions, schema
from followq.store.file.connection import check, connect, is_there, make, make_in_memory, refuse_empty, refuse_triggers


def open_queue(path: str, *, is_needed: bool, may_make_folder: bool = False) -> sqlite3.Connection:
    """Open the queue at `path`, at this program's version.

    Where there is none: makes it when `is_needed` (something is to be written), else gives an empty one
    in memory; but not where backups say that there was one. An older file is brought up to date, after a backup of it.

    Raises: DiskError, DamagedError, BusyError; the file is then as it was.
    """
    try:
        if not is_there(path, may_make_folder):
            refuse_if_gone(path)
            if not is_needed:
                return make_in_memory()
            if may_make_folder:
                from followq.files import make_folder

                make_folder(os.path.dirname(os.path.abspath(path)))
            make(path)
        refuse_empty(path)
        connection = connect(path)
        try:
            if check(connection, path) < schema.VERSION:
                refuse_triggers(connection, path)
                _migrate(connection, path)
        except BaseException:
            connection.close()
            raise
        return connection
    except (sqlite3.Error, OSError, UnicodeDecodeError) as err:
        from followq.store.file.errors import translate

        raise translate(err, path, is_writing=is_needed) from err


def refuse_if_gone(path: str) -> None:
    """Nothing, where there is a queue or never was one.

    Where only backups of one are, an empty desk would be a lie, and a new queue would give its ids out again.

    Raises: DiskError.
    """
    if not os.path.isdir(f"{path}.backups"):
        return
    from followq.store.backup.copies import is_orphaned
    from followq.store.file.errors import make_gone_error

    if is_orphaned(path):
        raise make_gone_error(path)


def _migrate(connection: sqlite3.Connection, path: str) -> None:
    from followq.store.backup.make import back_up
    from followq.store.backup.retention import BEFORE_MIGRATION
    from followq.store.file.migrations import migrate

    back_up(connection, path, BEFORE_MIGRATION)
    migrate(connection)


def _describe_newest_backup(path: str) -> str:
    # Only an error that names a backup loads what looks for one.
    from followq.model.core.calendar import format_utc
    from followq.store.backup.copies import find_newest_good

    found = find_newest_good(path)
    if found is None or found.contents is None:
        return ""
    count = found.contents.followups
    what = f"{format_utc(found.at)} with {count} follow-up{'s' if count != 1 else ''}"
    return f"newest good backup: {what}"


companions.describe_newest_backup = _describe_newest_backup
