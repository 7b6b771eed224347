"""SQLite's and the system's errors become followq's, by name; who holds the queue is named where the system tells."""

from __future__ import annotations

import builtins
import errno
import io
import os
import sqlite3
import sys
from pathlib import Path
from typing import Any

import pytest

from followq.errors import BusyError, DamagedError, DiskError, FollowqError
from followq.store.file import connection
from followq.store.file.errors import make_busy_error, make_damaged_error, translate
from followq.store.queue import Queue
from tests.factories import followup, person
from tests.store.actors import held_by_another
from tests.store.builders import NOW, tables

linux = pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells who holds a lock")


def named(kind: type[sqlite3.Error], name: str) -> sqlite3.Error:
    error = kind("some words of SQLite's")
    error.sqlite_errorname = name
    return error


@pytest.mark.parametrize(
    ("name", "kind", "words"),
    [
        ("SQLITE_BUSY", BusyError, "is writing"),
        ("SQLITE_BUSY_RECOVERY", BusyError, "is writing"),
        ("SQLITE_BUSY_SNAPSHOT", BusyError, "is writing"),
        ("SQLITE_LOCKED", BusyError, "is writing"),
        ("SQLITE_LOCKED_SHAREDCACHE", BusyError, "is writing"),
        ("SQLITE_FULL", DiskError, "disk is full"),
        ("SQLITE_READONLY", DiskError, "can't be written"),
        ("SQLITE_READONLY_DIRECTORY", DiskError, "can't be written"),
        ("SQLITE_READONLY_ROLLBACK", DiskError, "can't be written"),
        ("SQLITE_READONLY_DBMOVED", DiskError, "moved or deleted"),
        ("SQLITE_PERM", DiskError, "can't be written"),
        ("SQLITE_AUTH", DiskError, "can't be written"),
        ("SQLITE_IOERR", DiskError, "can't be read or written"),
        ("SQLITE_IOERR_WRITE", DiskError, "took no more"),
        ("SQLITE_IOERR_FSYNC", DiskError, "can't be read or written"),
        ("SQLITE_CANTOPEN", DiskError, "can't be read or written"),
        ("SQLITE_CANTOPEN_ISDIR", DiskError, "can't be read or written"),
        ("SQLITE_NOTADB", DamagedError, "damaged"),
        ("SQLITE_CORRUPT", DamagedError, "damaged"),
        ("SQLITE_CORRUPT_VTAB", DamagedError, "damaged"),
        ("SQLITE_CORRUPT_INDEX", DamagedError, "damaged"),
        ("SQLITE_ERROR", DamagedError, "tables"),
        ("SQLITE_CONSTRAINT", DamagedError, "SQLITE_CONSTRAINT"),
        ("SQLITE_CONSTRAINT_CHECK", DamagedError, "SQLITE_CONSTRAINT_CHECK"),
        ("SQLITE_TOOBIG", DamagedError, "SQLITE_TOOBIG"),
    ],
)
def test_an_error_of_sqlite_is_told_by_its_name(name: str, kind: type[FollowqError], words: str) -> None:
    told = translate(named(sqlite3.OperationalError, name), "queue.db")
    assert type(told) is kind
    assert words in told.message
    assert told.message.startswith("queue.db: ")
    assert told.hint
    assert "some words" not in told.message


@pytest.mark.parametrize(
    ("error", "kind", "words"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), DiskError, "the disk is full"),
        (PermissionError(errno.EACCES, "Permission denied"), DiskError, "permission denied"),
        (NotADirectoryError(errno.ENOTDIR, "Not a directory"), DiskError, "no folder"),
        (OSError("odd"), DiskError, "odd"),
        (UnicodeDecodeError("utf-8", b"\xff", 0, 1, "invalid start byte"), DamagedError, "damaged"),
        (sqlite3.OperationalError("Could not decode to UTF-8"), DamagedError, "can't be read"),
        (sqlite3.DatabaseError("the copy is not sound"), DamagedError, "refused"),
        (sqlite3.ProgrammingError("closed"), DamagedError, "ProgrammingError"),
    ],
)
def test_an_error_without_a_name_is_told_by_its_kind(error: Exception, kind: type[FollowqError], words: str) -> None:
    told = translate(error, "queue.db")
    assert type(told) is kind
    assert words in told.message


def test_an_error_of_followqs_own_stays_what_it_is() -> None:
    own = BusyError("queue.db: held", "wait")
    assert translate(own, "queue.db") is own


def test_damage_without_a_backup_says_that_there_is_none(db: Path) -> None:
    assert "no good backup" in make_damaged_error(str(db), "broken").hint


def test_damage_names_the_newest_good_backup_with_its_date_and_count(db: Path) -> None:
    queue = Queue(str(db))
    with queue.writing("add", NOW, "UTC") as batch:
        batch.add(person())
        batch.add(followup())
    good = queue.back_up("daily")
    queue.close()
    folder = Path(f"{db}.backups")
    Path(good).rename(folder / "2026-11-22T090000.000000Z-daily.db")
    (folder / "2026-11-23T090000.000000Z-daily.db").write_bytes(b"not a queue" * 1000)
    for name in ("2026-11-24T090000.000000Z-daily.db", "x.part", "z.txt", "z.db"):
        (folder / name).touch()
    hint = make_damaged_error(str(db), "broken").hint
    assert "2026-11-22 09:00 UTC with 1 follow-up," in hint
    assert "followq restore latest" in hint


@pytest.fixture
def queue(db: Path, monkeypatch: pytest.MonkeyPatch) -> Queue:
    """A queue that nobody waits five seconds for."""
    monkeypatch.setattr(connection, "BUSY_SECONDS", 0.05)
    queue = Queue(str(db))
    with queue.writing("add", NOW, "UTC") as batch:
        batch.add(person())
        batch.add(followup())
    queue.close()
    return queue


def add(queue: Queue) -> None:
    with queue.writing("add", NOW, "UTC") as batch:
        batch.add(followup(id=2))


def test_a_writer_while_another_program_writes_is_told_so_and_changes_nothing(queue: Queue, db: Path) -> None:
    before = db.read_bytes()
    with held_by_another(db), pytest.raises(BusyError, match="is writing") as caught:
        add(queue)
    assert str(db) in caught.value.message
    assert "again" in caught.value.hint
    assert db.read_bytes() == before


@linux
def test_the_program_that_writes_is_named_by_its_process(queue: Queue, db: Path) -> None:
    with held_by_another(db) as process, pytest.raises(BusyError, match=rf"\(process {process}\)"):
        add(queue)


def test_reading_goes_on_while_another_program_writes(queue: Queue, db: Path) -> None:
    with held_by_another(db), queue.reading() as reader:
        assert tables(reader) == ({1: person()}, {1: followup()})
    queue.close()


@linux
def test_reading_while_another_program_commits_names_it_too(queue: Queue, db: Path) -> None:
    with (
        held_by_another(db, "BEGIN EXCLUSIVE") as process,
        pytest.raises(BusyError, match=f"process {process}"),
        queue.reading() as reader,
    ):
        reader.open_followups()


def test_writing_works_as_soon_as_the_other_is_gone(queue: Queue, db: Path) -> None:
    with held_by_another(db), pytest.raises(BusyError):
        add(queue)
    add(queue)
    with queue.reading() as reader:
        assert len(reader.open_followups()) == 2
    queue.close()


def locks(monkeypatch: pytest.MonkeyPatch, *lines: str) -> None:
    """Let the system tell of these locks."""
    real = builtins.open

    def told(path: Any, *given: Any, **more: Any) -> Any:
        return io.StringIO("\n".join(lines)) if path == "/proc/locks" else real(path, *given, **more)

    monkeypatch.setattr(builtins, "open", told)


@linux
def test_a_program_that_only_reads_is_not_named_as_the_writer(db: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    db.touch()
    found = os.stat(db)
    place = f"{os.major(found.st_dev):02x}:{os.minor(found.st_dev):02x}:{found.st_ino}"
    locks(
        monkeypatch,
        f"1: POSIX  ADVISORY  READ  111 {place} 1073741826 1073742335",
        f"2: POSIX  ADVISORY  READ  222 {place} 1073741826 1073742335",
        f"3: POSIX  ADVISORY  WRITE 222 {place} 1073741825 1073741825",
    )
    assert "process 222" in make_busy_error(str(db)).message


@linux
def test_a_file_of_the_same_number_on_another_disk_is_another_file(db: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    db.touch()
    found = os.stat(db)
    locks(monkeypatch, f"1: POSIX  ADVISORY  WRITE 333 ff:ff:{found.st_ino} 1073741825 1073741825")
    assert "process" not in make_busy_error(str(db)).message


@pytest.mark.parametrize("lines", [[], ["nonsense"], ["1: POSIX ADVISORY WRITE x 00:00:0 0 EOF"], [""]])
def test_where_the_system_does_not_tell_nobody_is_named(
    db: Path, monkeypatch: pytest.MonkeyPatch, lines: list[str]
) -> None:
    db.touch()
    locks(monkeypatch, *lines)
    assert make_busy_error(str(db)).message == f"{db}: another program is writing to the queue"
