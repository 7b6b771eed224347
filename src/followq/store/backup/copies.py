"""The copies beside a queue: which there are, what is in them, which of them is good; and letting them go for good."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import suppress

from followq.files import sync_folder
from followq.model.core.calendar import Instant
from followq.model.integrity.backup_info import Backup, Contents
from followq.store.backup.retention import BEFORE_REPAIR, BEFORE_RESTORE, parse_name
from followq.store.backup.verified_copies import Checked
from followq.store.file import schema
from followq.store.file.companions import BESIDE
from followq.store.file.connection import connect_to_read, find_strange, resolve_link

TAKEN_ALL_THE_SAME = ("half written", "not as followq made it")
"""How the problems begin of copies that are not recommended, and that `restore` takes when they are named."""
SET_ASIDE = (BEFORE_RESTORE, BEFORE_REPAIR)
"""Reasons of copies that are not recommended: what a restore put aside was not wanted, and what comes before a repair
holds what was to be repaired.
"""
APPLICATION_ID_AT = 68
"""Where in a file SQLite keeps the application id, as four bytes.

Source: https://www.sqlite.org/fileformat2.html, 1.3."""
NEEDED = {"people", "followups", "batches", "changes"}
"""Tables without which nothing can be made of a queue."""


def list_copies(path: str) -> list[tuple[str, Instant, str]]:
    """Every copy beside the queue with its time and its reason, the newest first; whether they are sound is not asked.

    What a restore put aside is one of them, unless it was broken.
    """
    folder = f"{path}.backups"
    found = []
    for name in list_names(folder):
        said = parse_name(name)
        if said is not None:
            found.append((os.path.join(folder, name), said.at, said.reason))
    start = f"{os.path.basename(path)}.{BEFORE_RESTORE}-"
    for name in list_names(os.path.dirname(os.path.abspath(path))):
        said = parse_name(f"{name.removeprefix(start)}-{BEFORE_RESTORE}.db") if name.startswith(start) else None
        file = os.path.join(os.path.dirname(path), name)
        # A restore that was killed leaves a second name of the queue itself.
        if said is not None and said.reason == BEFORE_RESTORE and not is_same(file, path):
            found.append((file, said.at, said.reason))
    return sorted(found, key=lambda copy: (copy[1], copy[0]), reverse=True)


def is_orphaned(path: str) -> bool:
    """Whether backups lie where a queue was, and no queue does: it was moved, deleted or lost."""
    return not os.path.lexists(path) and any(parse_name(name) for name in list_names(f"{path}.backups"))


def is_same(file: str, other: str) -> bool:
    """Whether two paths lead to one file that is there."""
    try:
        return os.path.samefile(file, other)
    except (OSError, ValueError):
        return False


def list_names(folder: str) -> list[str]:
    """The names in a folder, none where it can't be read."""
    try:
        return os.listdir(folder)
    except OSError:
        return []


def list_backups(path: str, *, reads_all: bool = False) -> list[Backup]:
    """Every copy beside the queue, looked into, the newest first; see `Checked` for `reads_all`."""
    checked = Checked(path, reads_all=reads_all)
    found = [_look_into_copy(checked, *copy) for copy in list_copies(path)]
    checked.keep()
    return found


def find_good(path: str) -> Iterator[Backup]:
    """The copies beside the queue that can be used, the newest first, each looked into when it is asked for.

    What was set aside is left out.
    """
    checked = Checked(path, reads_all=True)
    for copy in list_copies(path):
        if copy[2] not in SET_ASIDE:
            found = _look_into_copy(checked, *copy)
            if found.contents is not None:
                yield found


def find_newest_good(path: str) -> Backup | None:
    """The newest copy beside the queue that can be used; None when there is none."""
    return next(find_good(path), None)


def _look_into_copy(checked: Checked, copy: str, at: Instant, reason: str) -> Backup:
    try:
        size = os.path.getsize(copy)
        contents = look(copy, checked)
    except OSError as err:
        return Backup(path=copy, at=at, reason=reason, bytes=0, contents=None, problem=err.strerror or "can't be read")
    except (sqlite3.Error, UnicodeDecodeError):
        return Backup(path=copy, at=at, reason=reason, bytes=size, contents=None, problem="damaged")
    except ValueError as err:
        return Backup(path=copy, at=at, reason=reason, bytes=size, contents=None, problem=str(err))
    return Backup(path=copy, at=at, reason=reason, bytes=size, contents=contents)


def look(copy: str, checked: Checked | None = None) -> Contents:
    """Check a file that nobody writes to, and count what it holds; `checked` knows what was found good before.

    Raises: sqlite3.Error, UnicodeDecodeError, ValueError that says what it is, when it is damaged, no queue, or not as
    followq made it; OSError.
    """
    file = resolve_link(copy)
    if os.path.exists(file) and not os.path.isfile(file):
        raise ValueError("no file")
    with open(file, "rb"):
        pass
    if any(os.path.exists(file + ending) and os.path.getsize(file + ending) for ending in BESIDE[:2]):
        raise ValueError("half written, its journal lies beside it")
    return checked.contents(file, _look_into) if checked else _look_into(file)


def remember_good(path: str, copy: str) -> None:
    """Remember a copy of the queue that was checked just now; where that can't be done, it is checked again."""
    checked = Checked(path)
    with suppress(OSError, sqlite3.Error, UnicodeDecodeError, ValueError):
        checked.remember(copy, _look_into(copy, is_checked=True))
        checked.keep(with_others=True)


def _look_into(file: str, *, is_checked: bool = False) -> Contents:
    connection = connect_to_read(file)
    try:
        why = "" if is_checked else explain_unfit(connection, file)
        if why:
            raise ValueError(why)
        trigger = connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' LIMIT 1").fetchone()
        if trigger is not None:
            raise ValueError(f"not as followq made it (trigger '{trigger[0]}')")
        return count_contents(connection)
    finally:
        connection.close()


def explain_unfit(connection: sqlite3.Connection, file: str) -> str:
    """Why a copy can't take the queue's place, in words that say what it is; nothing when it can.

    Asked wherever a copy is made, listed, recommended or put back, so that what is called good can be restored. Foreign
    triggers are told apart from it: they can be taken out.

    Raises: sqlite3.Error.
    """
    if not os.path.getsize(file):
        return "empty, not a followq queue"
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if application != schema.APPLICATION_ID:
        return "a database of another program"
    if version > schema.VERSION:
        return f"of a newer followq (format {version}, this one knows {schema.VERSION})"
    tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    if version and not tables >= NEEDED:
        return "damaged, some of its tables are gone"
    if found := find_strange(connection):
        return f"not as followq made it ({found})"
    if run_check(connection, "integrity_check"):
        return "damaged"
    if connection.execute("PRAGMA foreign_key_check").fetchone() is not None:
        return "damaged, some of it points to nothing"
    return ""


def measure_size(file: str) -> int:
    """Bytes of a copy; 0 where another followq has let it go already."""
    try:
        return os.path.getsize(file)
    except FileNotFoundError:
        return 0


def run_check(connection: sqlite3.Connection, check: str) -> list[str]:
    """What SQLite's `quick_check` or `integrity_check` finds wrong, line by line.

    Newer ones look into the search index too; that is left out, as it holds nothing of its own and is made anew.

    Raises: sqlite3.Error.
    """
    rows = connection.execute(f"PRAGMA {check}").fetchall()
    lines = [line for (verdict,) in rows for line in verdict.splitlines()]
    return [line for line in lines if line != "ok" and "FTS5 table" not in line]


def count_contents(connection: sqlite3.Connection) -> Contents:
    """Count what an open queue holds.

    Raises: sqlite3.Error.
    """
    sql = """
        SELECT (SELECT count(*) FROM followups), (SELECT count(*) FROM followups WHERE status = 'open'),
          (SELECT count(*) FROM people), (SELECT count(*) FROM batches),
          (SELECT at FROM batches ORDER BY id DESC LIMIT 1)
    """
    return Contents(*connection.execute(sql).fetchone())


def find_copies_holding(path: str, uids: Iterable[str]) -> list[str]:
    """Copies beside the queue, backups among them, that hold one of these uids: files whose names begin with its own.

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


def find_others_holding(path: str, uids: Iterable[str]) -> list[str]:
    """Other followq queues beside the queue, whatever they are called, that hold one of these uids.

    They are known by what they hold. They may be copies of it or queues in use: nothing here deletes them.
    """
    wanted = [uid.encode() for uid in uids]
    own = {os.path.realpath(path)}
    found: set[str] = set()
    for place in {os.path.abspath(path), os.path.realpath(path)}:
        folder, name = os.path.split(place)
        for file in _inside(folder):
            if not os.path.basename(file).startswith(name) and os.path.realpath(file) not in own and _is_queue(file):
                found.add(file)
    return sorted(file for file in found if _may_hold(file, wanted))


def _is_queue(file: str) -> bool:
    # By SQLite's header, without opening it as a database.
    try:
        if not os.path.isfile(file):
            return False
        with open(file, "rb") as stream:
            head = stream.read(APPLICATION_ID_AT + 4)
    except OSError:
        return False
    number = int.from_bytes(head[APPLICATION_ID_AT:], "big")
    return head.startswith(b"SQLite format 3\0") and number == schema.APPLICATION_ID


def _inside(folder: str) -> list[str]:
    try:
        return [os.path.join(folder, name) for name in os.listdir(folder)]
    except OSError:
        return [folder]


def _may_hold(file: str, wanted: list[bytes]) -> bool:
    try:
        if not os.path.isfile(file):
            # A pipe or a device holds nothing, and reading it may never end.
            return False
        with open(file, "rb") as stream:
            contents = stream.read()
    except OSError:
        return True
    return any(uid in contents for uid in wanted)


def delete(copies: Iterable[str]) -> None:
    """Delete copies for good.

    Raises: OSError.
    """
    folders = set()
    for copy in copies:
        os.unlink(copy)
        folders.add(os.path.dirname(os.path.abspath(copy)))
    for folder in folders:
        sync_folder(folder)
