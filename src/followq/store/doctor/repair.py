"""Repairs that need no guess: what is derived is made anew from what it is derived of, rights and names are set right.

Whatever is written into the file is written after a backup of it.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import stat
from collections.abc import Callable, Collection, Mapping

from followq.store.backup.daily_schedule import Keeping
from followq.store.backup.make import back_up
from followq.store.backup.retention import BEFORE_REPAIR
from followq.store.doctor.check import describe_schema, make_expected_schema
from followq.store.doctor.check_invariants import find_highest_ids
from followq.store.doctor.location_checks import find_leftovers, find_open_to_others
from followq.store.file import schema
from followq.store.file.connection import LAST_ID, connect
from followq.store.file.errors import translate
from followq.store.records.search_index import index_all

IN_FILE = ("triggers", "schema", "search", "ids")
"""Repairs within the file, in the order in which they are made."""


def mend(path: str, what: Collection[str], keeping: Keeping | None = None) -> str | None:
    """Make the repairs that were named; returns the backup that comes first where the file itself is changed.

    A write-ahead log stays where another program has the file open.

    Raises: BusyError, DiskError, DamagedError; the file is then as it was.
    """
    try:
        if "rights" in what:
            for place in find_open_to_others(path):
                mode = stat.S_IMODE(os.stat(place).st_mode)
                os.chmod(place, mode & stat.S_IRWXU)
        if "leftovers" in what:
            for file in find_leftovers(path):
                shutil.rmtree(file) if os.path.isdir(file) else os.unlink(file)
        return _mend_inside(path, what, keeping) if {"wal", *IN_FILE} & set(what) else None
    except (sqlite3.Error, OSError, UnicodeDecodeError) as err:
        raise translate(err, path) from err


def _mend_inside(path: str, what: Collection[str], keeping: Keeping | None) -> str | None:
    connection = connect(path)
    try:
        if "wal" in what:
            _leave_wal(connection)
        if not set(what) & set(IN_FILE):
            return None
        made = back_up(connection, path, BEFORE_REPAIR, keeping)
        # Not the writer's own beginning, which refuses a file with a trigger in it.
        connection.execute("BEGIN IMMEDIATE")
        try:
            for name in IN_FILE:
                if name in what:
                    REPAIRS[name](connection)
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise
        return made
    finally:
        connection.close()


def _leave_wal(connection: sqlite3.Connection) -> None:
    # SQLite can't while another program has the file open, though all else can be done then: no need to wait.
    (patience,) = connection.execute("PRAGMA busy_timeout").fetchone()
    connection.execute("PRAGMA busy_timeout = 0")
    try:
        connection.execute("PRAGMA journal_mode = DELETE")
    except sqlite3.OperationalError as err:
        if not err.sqlite_errorname.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
            raise
    finally:
        connection.execute(f"PRAGMA busy_timeout = {patience}")


def _drop_triggers(connection: sqlite3.Connection) -> None:
    for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        connection.execute(f"DROP TRIGGER {_quote(name)}")


def _make_schema_anew(connection: sqlite3.Connection) -> None:
    # Indexes and views hold nothing of their own.
    there, wanted = describe_schema(connection), make_expected_schema()
    for kind in ("index", "view"):
        for (its_kind, name), text in wanted.items():
            if its_kind == kind and text and there.get((kind, name)) != text:
                connection.execute(f"DROP {kind.upper()} IF EXISTS {_quote(name)}")
                connection.execute(text)


def _make_search_anew(connection: sqlite3.Connection) -> None:
    connection.execute("DROP TABLE IF EXISTS search")
    connection.execute(schema.SEARCH)
    connection.execute("DELETE FROM person_names")
    index_all(connection)


def raise_ids(connection: sqlite3.Connection, known: Mapping[str, int] | None = None) -> None:
    """Let no id be given out again that was used, as far as the file tells, or `known` does by table.

    A counter at its end, which no number of commands leads to, is set back to what was used.
    """
    for table, (highest, given) in find_highest_ids(connection).items():
        used = max(highest, (known or {}).get(table, 0))
        if given < used or given >= LAST_ID:
            connection.execute("DELETE FROM sqlite_sequence WHERE name = ?", (table,))
            connection.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)", (table, used))


REPAIRS: dict[str, Callable[[sqlite3.Connection], None]] = {
    "triggers": _drop_triggers,
    "schema": _make_schema_anew,
    "search": _make_search_anew,
    "ids": raise_ids,
}


def _quote(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
