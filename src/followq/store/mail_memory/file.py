"""The file of the mail memory: named after the queue's, made for its owner alone, refused when it isn't ours."""

from __future__ import annotations

import os
import sqlite3

from followq.errors import BusyError, DamagedError, DiskError, FollowqError
from followq.store.file.connection import connect, resolve_link

APPLICATION_ID = 0x4651_4D4D
VERSION = 1
ENDING = ".mail.db"

STATEMENTS = (
    "CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
    "CREATE TABLE sources (number INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, mark TEXT NOT NULL,"
    " by_subject INTEGER)",
    "CREATE TABLE threads (number INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, is_new INTEGER NOT NULL DEFAULT 1,"
    " is_open INTEGER NOT NULL DEFAULT 0)",
    "CREATE INDEX threads_new ON threads (number) WHERE is_new",
    "CREATE INDEX threads_open ON threads (number) WHERE is_open",
    "CREATE TABLE ids (id TEXT PRIMARY KEY, thread INTEGER NOT NULL) WITHOUT ROWID",
    "CREATE INDEX ids_by_thread ON ids (thread)",
    """CREATE TABLE messages (
        number INTEGER PRIMARY KEY AUTOINCREMENT, message_id TEXT NOT NULL UNIQUE, thread INTEGER NOT NULL,
        sent_at INTEGER NOT NULL, subject_key TEXT NOT NULL, is_loose INTEGER NOT NULL, sender TEXT NOT NULL,
        sender_name TEXT NOT NULL, is_mine INTEGER NOT NULL, role TEXT NOT NULL, automatic TEXT NOT NULL,
        turn TEXT NOT NULL, away_until TEXT NOT NULL, parent TEXT NOT NULL, refs TEXT NOT NULL,
        base_subject TEXT NOT NULL, subject TEXT NOT NULL, recipients TEXT NOT NULL, recipient_names TEXT NOT NULL,
        features TEXT NOT NULL)""",
    "CREATE INDEX messages_by_thread ON messages (thread, sent_at)",
    "CREATE INDEX messages_by_subject ON messages (subject_key, sent_at) WHERE subject_key <> ''",
    "CREATE INDEX messages_by_parent ON messages (parent) WHERE parent <> ''",
    "CREATE INDEX messages_by_sender ON messages (sender)",
    "CREATE INDEX messages_by_name ON messages (sender_name COLLATE NOCASE, sender) WHERE NOT is_mine",
    "CREATE INDEX messages_away ON messages (away_until) WHERE away_until <> ''",
    # What stands in links for ids that no link can hold.
    "CREATE TABLE aliases (alias TEXT PRIMARY KEY, message_id TEXT NOT NULL) WITHOUT ROWID",
    "CREATE TABLE asked (address TEXT, message INTEGER, PRIMARY KEY (address, message)) WITHOUT ROWID",
    "CREATE TABLE places (source INTEGER, key TEXT, message INTEGER, reason TEXT NOT NULL DEFAULT '',"
    " PRIMARY KEY (source, key)) WITHOUT ROWID",
    "CREATE INDEX places_of ON places (message) WHERE message IS NOT NULL",
    "CREATE INDEX places_skipped ON places (reason) WHERE reason <> ''",
    "CREATE TABLE decisions (number INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL, subject TEXT NOT NULL,"
    " until TEXT NOT NULL DEFAULT '', followup INTEGER, at TEXT NOT NULL, UNIQUE (kind, subject))",
    "CREATE TABLE dealt_with (followup INTEGER PRIMARY KEY, message INTEGER NOT NULL)",
    "CREATE TABLE forgotten (digest TEXT PRIMARY KEY) WITHOUT ROWID",
)
READ_ANEW = ("sources", "threads", "ids", "messages", "aliases", "asked", "places", "dealt_with")
"""Tables that are emptied when everything is to be read again: what was decided stays."""


def name_memory(queue_path: str) -> str:
    """The memory's file for a queue's: `queue.mail.db` beside `queue.db`."""
    return os.path.splitext(resolve_link(queue_path))[0] + ENDING


def open_file(path: str) -> sqlite3.Connection:
    """A connection to the memory, made where there is none.

    Raises: DamagedError for a file that isn't one, with what to do; DiskError, BusyError.
    """
    try:
        if not os.path.exists(path):
            # For its owner alone from the first moment on.
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        elif not os.path.isfile(path):
            raise DiskError(f"{path}: is no regular file", "move it away: scan keeps there what it remembers")
        is_new = os.path.getsize(path) == 0
        connection = connect(path)
    except (sqlite3.Error, OSError) as err:
        raise translate(err, path) from err
    try:
        connection.execute("PRAGMA synchronous = NORMAL")
        if is_new:
            make(connection)
        else:
            _check(connection, path)
    except BaseException as err:
        connection.close()
        if isinstance(err, (sqlite3.Error, OSError)):
            raise translate(err, path) from err
        raise
    return connection


def open_copy(path: str) -> sqlite3.Connection:
    """A connection to a copy that is gone when it is closed, for a look that changes nothing.

    Raises: as `open_file`.
    """
    try:
        copy = sqlite3.connect("", isolation_level=None)
        if not os.path.exists(path) or not os.path.getsize(path):
            make(copy)
            return copy
        original = open_file(path)
        original.backup(copy)
        original.close()
    except (sqlite3.Error, OSError) as err:
        raise translate(err, path) from err
    return copy


def make(connection: sqlite3.Connection) -> None:
    """Make the tables in an empty file, all or none."""
    connection.execute("BEGIN IMMEDIATE")
    if not connection.execute("PRAGMA application_id").fetchone()[0]:
        for statement in STATEMENTS:
            connection.execute(statement)
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {VERSION}")
        salt = os.urandom(16).hex()
        connection.execute("INSERT INTO facts VALUES ('salt', ?)", (salt,))
    connection.execute("COMMIT")


def translate(err: Exception, path: str) -> FollowqError:
    """SQLite's or the system's error at the memory in followq's words."""
    if isinstance(err, OSError):
        from followq.files import explain

        why, hint = explain(err)
        return DiskError(f"{path}: {why}", hint)
    name = getattr(err, "sqlite_errorname", None) or ""
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return BusyError(f"{path}: another scan is writing to it", "try again in a moment")
    if name.startswith(("SQLITE_FULL", "SQLITE_IOERR_WRITE")):
        return DiskError(f"{path}: the disk is full", "make room and try again; what was read is kept")
    if name.startswith(("SQLITE_READONLY", "SQLITE_PERM", "SQLITE_CANTOPEN", "SQLITE_IOERR", "SQLITE_AUTH")):
        return DiskError(f"{path}: can't be read or written", "check the disk and the permissions")
    return _damaged(path, "is damaged")


def _check(connection: sqlite3.Connection, path: str) -> None:
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if application != APPLICATION_ID:
        raise _damaged(path, "is no memory of mail scans")
    if version != VERSION:
        raise _damaged(path, f"has format {version}, this followq knows {VERSION}")
    strange = "SELECT 1 FROM sqlite_master WHERE type IN ('trigger', 'view') OR sql LIKE 'create virtual%' LIMIT 1"
    if connection.execute(strange).fetchone():
        raise _damaged(path, "holds what followq never puts there")


def _damaged(path: str, what: str) -> DamagedError:
    return DamagedError(f"{path}: {what}", "remove or move this file: the next scan reads everything again")
