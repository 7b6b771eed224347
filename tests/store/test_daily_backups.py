"""The day's backup: before the first write of a day, never in the way of it, never of a queue with nothing in it."""

from __future__ import annotations

import os
import sqlite3
import stat
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from followq.errors import DamagedError
from followq.store.backup import copies, daily_schedule, make
from followq.store.backup.copies import look
from followq.store.backup.daily_schedule import Keeping
from followq.store.backup.retention import CHECKED
from followq.store.queue import Queue
from tests.factories import followup, person
from tests.store.builders import NOW

NEXT_DAY = "2026-11-24T09:00:00Z"
posix = pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may write everywhere")


@pytest.fixture(autouse=True)
def _time_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine that is busy with other things skips no backup here."""
    monkeypatch.setattr(make, "DAILY_SECONDS", 60.0)


@pytest.fixture
def queue(db: Path) -> Queue:
    """A queue that was begun on Monday."""
    queue = Queue(str(db))
    with queue.writing("add", NOW, "UTC") as batch:
        batch.add(person())
        batch.add(followup())
    return queue


def write(queue: Queue, number: int = 2, at: str = NEXT_DAY) -> None:
    with queue.writing("add", at, "UTC") as batch:
        batch.add(followup(id=number))


def kept(db: Path) -> list[str]:
    folder = Path(f"{db}.backups")
    return sorted(name for name in os.listdir(folder) if name != CHECKED) if folder.exists() else []


def test_the_first_write_of_a_day_makes_a_backup_of_what_was_before_it(queue: Queue, db: Path) -> None:
    write(queue)
    (name,) = kept(db)
    assert name.endswith("Z-daily.db")
    assert look(f"{db}.backups/{name}").followups == 1
    assert queue.troubles == []


def test_further_writes_of_that_day_make_none(queue: Queue, db: Path) -> None:
    for number in (2, 3, 4):
        write(queue, number)
    assert len(kept(db)) == 1


def test_another_day_makes_another(queue: Queue, db: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(queue)
    first = kept(db)
    monkeypatch.setattr(daily_schedule, "read_machine_day", lambda: "2999-01-01")
    write(queue, 3)
    # The real clock stands still on one day, of which the later one stays.
    assert len(kept(db)) == 1
    assert kept(db) != first
    assert look(f"{db}.backups/{kept(db)[0]}").followups == 2


def test_a_queue_that_was_begun_today_gets_none(queue: Queue, db: Path) -> None:
    write(queue, at="2026-11-23T17:00:00Z")
    assert kept(db) == []


def test_an_empty_queue_gets_none(db: Path) -> None:
    queue = Queue(str(db))
    with queue.writing("add", NOW, "UTC"):
        pass
    write_nothing = queue.writing("add", NEXT_DAY, "UTC")
    with write_nothing:
        pass
    assert db.exists()
    assert kept(db) == []


def test_none_is_made_where_the_settings_say_so(queue: Queue, db: Path) -> None:
    queue.keeping = Keeping(daily=0)
    write(queue)
    assert kept(db) == []


def test_reading_makes_none(queue: Queue, db: Path) -> None:
    with queue.reading() as reader:
        reader.open_followups()
    assert kept(db) == []


def test_old_ones_are_let_go(queue: Queue, db: Path) -> None:
    folder = Path(f"{db}.backups")
    folder.mkdir()
    for day in range(1, 21):
        (folder / f"2026-09-{day:02}T090000.000000Z-daily.db").touch()
    queue.keeping = Keeping(2, 1)
    write(queue)
    assert [name[:10] for name in kept(db)][:2] == ["2026-09-19", "2026-09-20"]
    assert len(kept(db)) == 3


def test_one_that_takes_too_long_is_skipped_for_that_day_and_said(
    queue: Queue, db: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(make, "DAILY_SECONDS", -1.0)
    write(queue)
    (mark,) = kept(db)
    assert mark.endswith("Z-daily.skipped")
    assert len(queue.troubles) == 1
    assert "followq backup" in queue.troubles[0]
    write(queue, 3)
    assert len(queue.troubles) == 1
    with queue.reading() as reader:
        assert len(reader.open_followups()) == 3


def test_a_check_that_takes_too_long_is_given_up_too(queue: Queue, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(make, "STEPS_BETWEEN_LOOKS", 1)
    with closing(sqlite3.connect(":memory:")) as copy:
        copy.execute("CREATE TABLE t (a)")
        copy.execute(
            "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 5000) INSERT INTO t SELECT i FROM n"
        )
        with pytest.raises(make.TooSlowError):
            make._look_over(copy, "copy", deadline=0.0, is_fit=False)


def test_a_copy_that_there_is_no_time_to_check_is_no_backup(
    queue: Queue, db: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [0.0]
    monkeypatch.setattr("time.monotonic", lambda: now[0])

    def unfit(*_: object) -> str:
        now[0] += make.MOST_SECONDS + 1
        raise sqlite3.OperationalError("interrupted")

    monkeypatch.setattr(make, "explain_unfit", unfit)
    write(queue)
    assert [name[-8:] for name in kept(db)] == [".skipped"]
    assert "followq backup" in queue.troubles[0]


def test_a_larger_queue_has_more_time_for_its_backup(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(make, "DAILY_SECONDS", 1.0)
    of = make.choose_daily_seconds
    assert [of(0), of(100_000_000), of(10**12)] == [1.0, 4.0, make.MOST_SECONDS]
    assert all(of(size) <= of(size + 10**6) for size in range(0, 10**9, 10**7))


def test_a_copy_is_checked_once_when_it_is_made(queue: Queue, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    real = copies.run_check

    def found_by(connection: sqlite3.Connection, check: str) -> list[str]:
        asked.append(check)
        return real(connection, check)

    monkeypatch.setattr(copies, "run_check", found_by)
    monkeypatch.setattr(make, "run_check", found_by)
    write(queue)
    assert asked == ["integrity_check"]


def test_the_mark_of_a_skipped_day_goes_with_the_next_backup(
    queue: Queue, db: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = Path(f"{db}.backups")
    folder.mkdir()
    (folder / "2026-11-01T090000.000000Z-daily.skipped").touch()
    write(queue)
    (name,) = kept(db)
    assert name.endswith("-daily.db")


FAILURES = {
    "os": PermissionError(13, "Permission denied", "queue.db.backups"),
    "full": OSError(28, "No space left on device"),
    "sqlite": sqlite3.OperationalError("database or disk is full"),
}


@pytest.mark.parametrize("failure", FAILURES.values(), ids=FAILURES)
def test_one_that_fails_stops_nothing_and_is_said_once(
    queue: Queue, db: Path, monkeypatch: pytest.MonkeyPatch, failure: Exception
) -> None:
    def fail(*_: Any) -> None:
        raise failure

    monkeypatch.setattr(make, "fill", fail)
    write(queue)
    (trouble,) = queue.troubles
    assert "no backup of this day" in trouble
    assert kept(db) == []
    with queue.reading() as reader:
        assert len(reader.open_followups()) == 2


def test_a_file_in_the_way_of_the_folder_stops_nothing(queue: Queue, db: Path) -> None:
    Path(f"{db}.backups").write_text("in the way")
    write(queue)
    assert len(queue.troubles) == 1
    assert Path(f"{db}.backups").read_text() == "in the way"


@posix
def test_a_folder_that_cannot_be_written_to_stops_nothing(queue: Queue, db: Path) -> None:
    folder = Path(f"{db}.backups")
    folder.mkdir(mode=0o500)
    write(queue)
    assert "ermission" in queue.troubles[0]


@pytest.mark.skipif(sys.platform != "linux" or os.geteuid() != 0, reason="mounting a small disk takes root and Linux")
def test_a_disk_with_no_room_for_a_copy_stops_nothing(queue: Queue, db: Path) -> None:
    folder = Path(f"{db}.backups")
    folder.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k", "none", folder], check=False).returncode:
        pytest.skip("a small disk can't be mounted here")
    try:
        write(queue)
        assert kept(db) == []
    finally:
        subprocess.run(["umount", folder], check=True)
    assert "no backup of this day: the disk is full" in queue.troubles[0]
    with queue.reading() as reader:
        assert len(reader.open_followups()) == 2


def test_a_damaged_queue_is_no_backup_pushes_none_out_and_is_not_written_to(queue: Queue, db: Path) -> None:
    write(queue)
    (good,) = kept(db)
    Path(f"{db}.backups", good).rename(f"{db}.backups/2026-09-01T090000.000000Z-daily.db")
    queue.close()
    data = bytearray(db.read_bytes())
    with closing(sqlite3.connect(db)) as connection:
        sql = "SELECT rootpage FROM sqlite_master WHERE name = 'followups_by_source'"
        page = connection.execute(sql).fetchone()[0] - 1
    data[page * 4096 : page * 4096 + 200] = b"\xff" * 200
    db.write_bytes(data)
    queue.keeping = Keeping(1, 0)
    with pytest.raises(DamagedError, match="damaged") as refused:
        write(queue, 3)
    assert "followq restore latest" in refused.value.hint
    assert "followq doctor --salvage" in refused.value.hint
    queue.close()
    assert db.read_bytes() == bytes(data)
    assert kept(db) == ["2026-09-01T090000.000000Z-daily.db"]


@pytest.mark.skipif(os.name == "nt", reason="modes are POSIX's")
def test_it_is_for_the_owner_alone(queue: Queue, db: Path) -> None:
    before = os.umask(0)
    try:
        write(queue)
    finally:
        os.umask(before)
    (name,) = kept(db)
    assert stat.S_IMODE(os.stat(f"{db}.backups/{name}").st_mode) == 0o600


def test_where_the_days_backup_is_there_one_folder_is_read_and_nothing_more(
    queue: Queue, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(queue)
    asked = []
    plain = os.listdir

    def listdir(path: str) -> list[str]:
        asked.append(path)
        return plain(path)

    monkeypatch.setattr(os, "listdir", listdir)
    connection = queue._open(is_needed=True)
    statements: list[str] = []
    connection.set_trace_callback(statements.append)
    assert not daily_schedule.is_due(connection, queue.path, NEXT_DAY)
    assert len(asked) == 1
    assert statements == []
