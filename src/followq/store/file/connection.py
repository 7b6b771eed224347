"""The one door to the queue's file: finds it fit, opens it, makes a new one.

A new queue is made under another name and linked into place, so that it is there whole or not at all.
"""

from __future__ import annotations

import os
import sqlite3
import stat
import time

from followq.errors import DamagedError, DiskError
from followq.hints import command
from followq.store.file import schema

BUSY_SECONDS = 5.0
"""How long another program may hold the queue without getting on."""

LINE_SECONDS = 60.0
"""How long one waits in a line of writers that does get on."""

LAST_ID = 2**62
"""Ids from here on are nobody's: the counter was written by something else, and SQLite would soon find no next one."""

LONGEST_VALUE = 10_000_000
"""Bytes; nothing in the queue comes near, a foreign file might."""

MOST_STEPS = 500_000_000
"""Of SQLite's machine in one question, some seconds; a question to a hundred thousand follow-ups takes a hundredth."""

_STRANGE = """
    SELECT type, name FROM sqlite_master
    WHERE type IN ('table', 'view')
    AND (lower(name) IN ('people', 'person_names', 'followups', 'batches', 'changes') OR lower(name) GLOB 'search*')
    AND (
      type <> 'table'
      OR (instr(lower(replace(sql, 'aliases', '')), 'as') AND lower(sql) GLOB '*[^a-z0-9_]as[^a-z0-9_]*')
      OR (sql LIKE 'create virtual%' AND (lower(name) <> 'search' OR sql LIKE '%content%'))
    ) LIMIT 1
"""
"""What runs when it is read, under a name that followq reads: a view, generated columns, a virtual table."""

_SETTINGS = (
    "PRAGMA foreign_keys = ON",
    "PRAGMA trusted_schema = OFF",
    "PRAGMA cell_size_check = ON",
    # The journal's end is what commits: EXTRA brings that to the disk too, so that a power cut takes nothing back.
    "PRAGMA synchronous = EXTRA",
)


def is_there(path: str, may_make_folder: bool) -> bool:
    """Whether there is a file at the path; what can't be one is refused.

    Raises: DiskError.
    """
    if not path or "\0" in path:
        raise DiskError("the path of the queue is empty or not a path", f"give one: {command(queue='PATH')}")
    try:
        mode = os.stat(path).st_mode
    except FileNotFoundError:
        parent = os.path.dirname(os.path.abspath(path))
        if os.path.islink(path):
            raise DiskError(f"{path}: is a broken symlink", "fix or remove it") from None
        if not os.path.isdir(parent) and not may_make_folder:
            raise DiskError(f"{path}: there is no folder {parent}", "make it, or choose another path") from None
        return False
    except OSError as err:
        # A name that is too long, a file where a folder should be, links in a ring, rights.
        from followq.store.file.errors import translate

        raise translate(err, path) from err
    if stat.S_ISDIR(mode):
        raise DiskError(f"{path}: is a folder", "name a file in it, for example queue.db")
    if not stat.S_ISREG(mode):
        raise DiskError(f"{path}: is not a regular file", "choose another path")
    return True


def resolve_link(path: str) -> str:
    """The file itself where the path is a link to one: SQLite keeps a journal beside it, and so do we all else.

    What is no link stays as it was given, a link to nothing too.
    """
    return os.path.realpath(path) if os.path.islink(path) and os.path.exists(path) else path


def connect(path: str) -> sqlite3.Connection:
    """A connection to a file that is there, set up as every one of ours; whose file it is is not asked.

    Raises: sqlite3.Error.
    """
    # isolation_level=None: transactions begin and end where the writer says, nowhere else.
    connection = sqlite3.connect(f"file:{_quote(path)}?mode=rw", uri=True, timeout=BUSY_SECONDS, isolation_level=None)
    set_bounds(connection)
    for setting in _SETTINGS:
        connection.execute(setting)
    return connection


def connect_to_copy(path: str) -> sqlite3.Connection:
    """A connection to a file that others may write to meanwhile, which itself changes nothing in it or beside it.

    Raises: sqlite3.Error; SQLITE_READONLY where a program was stopped while it wrote.
    """
    connection = sqlite3.connect(f"file:{_quote(path)}?mode=ro", uri=True, timeout=BUSY_SECONDS, isolation_level=None)
    set_bounds(connection)
    return connection


def connect_to_read(path: str) -> sqlite3.Connection:
    """A connection to a file that nobody writes to, a backup: nothing is made beside it, no lock is taken.

    Raises: sqlite3.Error.
    """
    connection = sqlite3.connect(f"file:{_quote(path)}?immutable=1", uri=True, isolation_level=None)
    set_bounds(connection)
    connection.execute("PRAGMA trusted_schema = OFF")
    return connection


def set_bounds(connection: sqlite3.Connection) -> None:
    """End any question that takes too long, and refuse values that are too large: a foreign file may hold both."""
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LONGEST_VALUE)
    connection.set_progress_handler(_end, MOST_STEPS)


def _end() -> int:
    return 1  # SQLite counts the steps of each question; this is asked once one has taken them all


def _quote(path: str) -> str:
    # The path inside a URI, byte by byte; urllib would do it too, and load for 5 ms.
    whole = os.path.abspath(path)
    if os.name == "nt":
        whole = "/" + whole.replace("\\", "/")
    return "".join(chr(b) if 32 < b < 127 and b not in b"%?#" else f"%{b:02x}" for b in os.fsencode(whole))


def refuse_empty(path: str) -> None:
    """Nothing, where there is something in the file; asked before SQLite opens it, as the kernel's own files never end.

    Raises: DamagedError.
    """
    if os.path.exists(path) and not os.path.getsize(path):
        from followq.store.file.errors import make_damaged_error

        raise make_damaged_error(path, "the file is empty, not a followq queue")


def check(connection: sqlite3.Connection, path: str) -> int:
    """Whose file this is, before any table is read; returns its version.

    Raises: DamagedError for another program's file and for a newer followq's; sqlite3.Error.
    """
    refuse_empty(path)
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if application != schema.APPLICATION_ID:
        raise DamagedError(f"{path}: is a database of another program", "choose another path")
    if version > schema.VERSION:
        raise DamagedError(
            f"{path}: was made by a newer followq (format {version}, this one knows {schema.VERSION})",
            "update followq; the file was left as it is",
        )
    found = find_strange(connection)
    if found:
        from followq.store.file.errors import make_damaged_error

        raise make_damaged_error(path, f"{found} is not as followq makes it, and would run when it is read")
    return int(version)


def find_strange(connection: sqlite3.Connection) -> str:
    """What stands in the place of one of followq's tables and would run when it is read; nothing in a sound file.

    Raises: sqlite3.Error.
    """
    found = connection.execute(_STRANGE).fetchone()
    return f"its {found[0]} '{found[1]}'" if found else ""


def make_in_memory() -> sqlite3.Connection:
    """An empty queue that is no file."""
    # Never written, so that it needs no record of migrations, nor the library that keeps it.
    connection = sqlite3.connect(":memory:", isolation_level=None)
    connection.execute("PRAGMA foreign_keys = ON")
    for statement in schema.STATEMENTS:
        connection.execute(statement)
    for name, query in schema.VIEWS.items():
        connection.execute(f"CREATE VIEW {name} AS {query}")
    return connection


def make(path: str) -> None:
    """Make an empty queue, under a temporary name first; where somebody else was first, theirs is the queue."""
    import tempfile
    from contextlib import suppress

    from followq.files import place
    from followq.store.file.migrations import migrate

    handle, made = tempfile.mkstemp(prefix=".followq-", suffix=".new", dir=os.path.dirname(os.path.abspath(path)))
    os.close(handle)
    try:
        connection = connect(made)
        try:
            migrate(connection)
        finally:
            connection.close()
        # When somebody else was first, theirs is the queue.
        with suppress(FileExistsError):
            place(made, path)
    finally:
        for leftover in (made, f"{made}-journal"):
            if os.path.exists(leftover):
                os.unlink(leftover)


def begin(connection: sqlite3.Connection, path: str) -> None:
    """Begin the one writing transaction, in a file that is as followq made it.

    Raises: BusyError when another program holds the queue for five seconds, or others one after another for a minute;
    DamagedError when somebody else put a trigger into it, which would run with our writes.
    """
    try:
        _leave_wal(connection)
        _wait_in_line(connection, path)
    except sqlite3.OperationalError as err:
        from followq.store.file.errors import translate

        raise translate(err, path, is_writing=True) from err
    try:
        refuse_triggers(connection, path)
        _refuse_used_up(connection, path)
    except BaseException:
        connection.execute("ROLLBACK")
        raise


def _wait_in_line(connection: sqlite3.Connection, path: str) -> None:
    # SQLite itself looks ten times a second and gives up when its time is over, though others came and went: with
    # many writers some are never lucky. This looks often, and counts anew when the file shows that somebody got on.
    connection.execute("PRAGMA busy_timeout = 0")
    try:
        begun = last = time.monotonic()
        seen: tuple[int, int] | None = None
        while True:
            try:
                connection.execute("BEGIN IMMEDIATE")
                return
            except sqlite3.OperationalError as err:
                if not err.sqlite_errorname.startswith("SQLITE_BUSY"):
                    raise
                now, changed = time.monotonic(), (_read_changed_at(path), _read_changed_at(f"{path}-journal"))
                last, seen = (now, changed) if changed != seen else (last, seen)
                if now - last > BUSY_SECONDS or now - begun > LINE_SECONDS:
                    raise
                # Not all at the same moment.
                time.sleep(0.002 + time.monotonic_ns() % 8 / 1000)
    finally:
        connection.execute(f"PRAGMA busy_timeout = {int(BUSY_SECONDS * 1000)}")


def _read_changed_at(path: str) -> int:
    try:
        return os.stat(path).st_mtime_ns
    except OSError:
        return 0


def _leave_wal(connection: sqlite3.Connection) -> None:
    # Another tool switched it: one file that survives a plain copy is worth more here. While that tool still has
    # the file open it can't be switched back, and writing is safe in either mode.
    if connection.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
        return
    try:
        connection.execute("PRAGMA journal_mode = DELETE")
    except sqlite3.OperationalError as err:
        if not err.sqlite_errorname.startswith("SQLITE_BUSY"):
            raise


def _refuse_used_up(connection: sqlite3.Connection, path: str) -> None:
    sql = "SELECT name FROM sqlite_sequence WHERE typeof(seq) <> 'integer' OR seq < 0 OR seq >= ? LIMIT 1"
    found = connection.execute(sql, (LAST_ID,)).fetchone()
    if found is not None:
        raise DamagedError(
            f"{path}: its counter of {found[0]} is at its end, so there is no next id; nothing was written",
            f"{command('doctor', '--fix')} sets it right",
        )


def refuse_triggers(connection: sqlite3.Connection, path: str) -> None:
    """Refuse a file with triggers, which followq makes none of: they would run at a write.

    Raises: DamagedError.
    """
    found = connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' LIMIT 1").fetchone()
    if found is not None:
        raise DamagedError(
            f"{path}: holds a trigger that followq never made, '{found[0]}'; nothing was written",
            f"look at it: {command('doctor')}; take it out: {command('doctor', '--fix', '--drop-triggers')}",
        )
