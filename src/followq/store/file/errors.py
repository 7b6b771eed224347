"""SQLite's and the system's errors in followq's words, told by their names, never by their texts."""

from __future__ import annotations

import os
import sqlite3

from followq.errors import BusyError, DamagedError, DiskError, FollowqError
from followq.hints import command
from followq.store.file import companions
from followq.store.records.rows import NotJsonError

WRITE_VERSION = 18
"""Where in a file SQLite says how it is written.

Source: https://www.sqlite.org/fileformat2.html, 1.3.2."""


UNCHANGED = ", nothing was changed"

_MOVED = "the queue was moved or deleted meanwhile", "look where it is, and try again"
# The beginning of SQLite's error name, what it means here, and what to do; the first that fits counts.
_DISK_FAILURES: tuple[tuple[tuple[str, ...], str, str], ...] = (
    (("SQLITE_FULL",), "the disk is full", "make room and try again"),
    (("SQLITE_READONLY_DBMOVED",), *_MOVED),
    (("SQLITE_READONLY", "SQLITE_PERM", "SQLITE_AUTH"), "the queue can't be written to", "check who may write to it"),
    (("SQLITE_IOERR_WRITE",), "the disk took no more", "make room, or raise the limit (ulimit -f), and try again"),
    (("SQLITE_IOERR", "SQLITE_CANTOPEN"), "the queue can't be read or written", "check the disk and the permissions"),
)


def translate(err: Exception, path: str, *, is_writing: bool = False) -> FollowqError:
    """The FollowqError for an error that came up at the queue's file; `path` is the file.

    With `is_writing` a change was under way, of which nothing is left.
    """
    if isinstance(err, FollowqError):
        return err
    unchanged = UNCHANGED if is_writing else ""
    if isinstance(err, OSError):
        from followq.files import explain

        why, hint = explain(err)
        return DiskError(f"{path}: {why}{unchanged}", hint)
    name = getattr(err, "sqlite_errorname", None) or ""
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return make_busy_error(path)
    if name == "SQLITE_READONLY" and _says_read_only(path):
        return make_damaged_error(path, "the file header is damaged")
    for beginnings, message, hint in _DISK_FAILURES:
        if name.startswith(beginnings):
            what, to_do = _permissions(path, name) or (message, hint)
            return DiskError(f"{path}: {what}{unchanged}", to_do)
    if name == "SQLITE_INTERRUPT":
        return make_damaged_error(path, "a question to the queue never ended, as its tables are not those of followq")
    if name.startswith("SQLITE_NOTADB"):
        return make_damaged_error(path, "is not a followq queue, or the file header is damaged")
    if name.startswith("SQLITE_CORRUPT") or isinstance(err, UnicodeDecodeError):
        return make_damaged_error(path, "the queue's file is damaged")
    if isinstance(err, NotJsonError) or (isinstance(err, sqlite3.OperationalError) and not name):
        return make_damaged_error(path, "the queue holds something that can't be read")
    if name.startswith("SQLITE_ERROR"):
        return make_damaged_error(path, "the queue's tables are not those of followq")
    return make_damaged_error(path, f"the queue refused a change ({name or type(err).__name__})")


def _permissions(path: str, name: str) -> tuple[str, str] | None:
    # SQLite has one word for a file that may not be read, a folder in which it can't put its journal, and more.
    if not name.startswith(("SQLITE_READONLY", "SQLITE_PERM", "SQLITE_CANTOPEN", "SQLITE_IOERR")) or "DBMOVED" in name:
        return None
    from shlex import quote

    folder = os.path.dirname(os.path.abspath(path))
    if not os.path.isdir(folder):
        return f"its folder {folder} is gone or closed to you", "check the path and the permissions"
    if hasattr(os, "statvfs") and os.statvfs(folder).f_flag & os.ST_RDONLY:
        return "the disk is read-only", "choose a queue on a disk that can be written to, with --db"
    if os.path.exists(path) and not os.access(path, os.R_OK):
        return "permission denied to read it", f"if it is yours: chmod u+rw {quote(path)}"
    if os.path.exists(path) and not os.access(path, os.W_OK):
        return "permission denied to write to it", f"if it is yours: chmod u+rw {quote(path)}"
    if not os.access(folder, os.W_OK | os.X_OK):
        what = f"permission denied to write in its folder {folder}, where each change needs a file for a moment"
        return what, f"if it is yours: chmod u+rwx {quote(folder)}"
    return None


def make_damaged_error(path: str, why: str) -> DamagedError:
    """The error for a file that must not be touched, with both ways on: the newest good backup, and salvage."""
    found = companions.describe_newest_backup(path)
    salvage = f"what can be read of this one: {command('doctor', '--salvage', 'FILE')}"
    if not found:
        return DamagedError(f"{path}: {why}", f"left as it is; no good backup is beside it; {salvage}")
    return DamagedError(
        f"{path}: {why}", f"left as it is; {found}, put in place by {command('restore', 'latest')}; {salvage}"
    )


def make_gone_error(path: str) -> DiskError:
    """The error for a queue that isn't there any more, though its backups are."""
    found = companions.describe_newest_backup(path) or "its backups are there"
    hint = f"{found}: {command('restore', 'latest')}; to begin anew, move {path}.backups away"
    return DiskError(f"{path}: the queue is gone", hint)


def make_busy_error(path: str) -> BusyError:
    """The error for a queue that another program holds, naming its process where the system tells."""
    holder = _lock_holder(path)
    who = f"another program (process {holder})" if holder else "another program"
    return BusyError(f"{path}: {who} is writing to the queue", "try again in a moment")


def _says_read_only(path: str) -> bool:
    # A write version that this SQLite doesn't know makes a file read-only, whatever the rights; followq writes 1 or 2.
    try:
        with open(path, "rb") as file:
            return file.read(WRITE_VERSION + 1)[WRITE_VERSION:] not in (b"\1", b"\2")
    except OSError:
        return False


def _lock_holder(path: str) -> int | None:
    # Linux lists file locks with process and inode; elsewhere nobody tells.
    try:
        found = os.stat(path)
        place = f"{os.major(found.st_dev):02x}:{os.minor(found.st_dev):02x}:{found.st_ino}"
        with open("/proc/locks", encoding="ascii") as lines:
            for line in lines:
                fields = line.split()
                if fields[3] == "WRITE" and fields[5] == place and fields[4] != str(os.getpid()):
                    return int(fields[4])
    except (OSError, ValueError, IndexError, AttributeError):
        pass
    return None
