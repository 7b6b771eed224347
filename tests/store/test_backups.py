"""Backups: sound copies beside the queue, for its owner alone, the newest of each reason kept."""

from __future__ import annotations

import errno
import os
import sqlite3
import stat
import subprocess
from contextlib import closing
from pathlib import Path
from typing import Any, NoReturn

import pytest

from followq.errors import DiskError, FollowqError, UsageError
from followq.store.backup.daily_schedule import Keeping
from followq.store.backup.retention import CHECKED, make_name
from followq.store.queue import Queue
from tests.factories import followup, person
from tests.store.actors import Actor
from tests.store.builders import NOW, replayed, tables


@pytest.fixture
def queue(db: Path) -> Queue:
    """A queue with something in it."""
    queue = Queue(str(db))
    with queue.writing("add", NOW, "UTC") as batch:
        batch.add(person())
        batch.add(followup())
    return queue


def kept(db: Path) -> list[str]:
    return sorted(name for name in os.listdir(f"{db}.backups") if name != CHECKED)


def test_a_backup_holds_what_the_queue_holds(queue: Queue) -> None:
    copy = Queue(queue.back_up("test"))
    with queue.reading() as reader, copy.reading() as copied:
        assert tables(copied) == tables(reader)
        assert copied.log() == reader.log()
        assert replayed(copied) == tables(copied)
        assert [f.id for f in copied.search(["quote"])] == [1]
        assert copied.next_id("followups") == 2
    copy.close()


def test_a_backup_can_be_used_as_the_queue_itself(queue: Queue) -> None:
    copy = Queue(queue.back_up("test"))
    with copy.writing("add", NOW, "UTC") as batch:
        batch.add(followup(id=2))
    with copy.reading() as reader:
        assert len(reader.open_followups()) == 2
    copy.close()


def test_a_backup_does_not_touch_the_queue(queue: Queue, db: Path) -> None:
    before = db.read_bytes()
    queue.back_up("test")
    assert db.read_bytes() == before


@pytest.mark.skipif(os.name == "nt", reason="modes are POSIX's")
def test_a_backup_and_its_folder_are_for_the_owner_alone_whatever_the_umask(queue: Queue, db: Path) -> None:
    before = os.umask(0)
    try:
        path = queue.back_up("test")
    finally:
        os.umask(before)
    assert stat.S_IMODE(os.stat(path).st_mode) == 0o600
    assert stat.S_IMODE(os.stat(f"{db}.backups").st_mode) == 0o700


def test_a_backups_name_says_when_and_why_and_sorts_by_time(queue: Queue, db: Path) -> None:
    paths = [queue.back_up("before-import") for _ in range(3)]
    assert [os.path.join(f"{db}.backups", name) for name in kept(db)] == paths
    for path in paths:
        name = os.path.basename(path)
        assert name.endswith("Z-before-import.db")
        assert name[:4].isdecimal()


def test_the_newest_are_kept(queue: Queue, db: Path) -> None:
    queue.keeping = Keeping(others=3)
    paths = [queue.back_up("test") for _ in range(5)]
    assert [os.path.join(f"{db}.backups", name) for name in kept(db)] == paths[-3:]


def test_old_ones_that_another_followq_lets_go_at_once_are_no_trouble(
    queue: Queue, db: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    queue.keeping = Keeping(others=1)
    queue.back_up("test")
    remove = os.unlink

    def twice(path: str) -> None:
        remove(path)
        if path.endswith("-test.db"):
            remove(path)

    monkeypatch.setattr(os, "unlink", twice)
    last = queue.back_up("test")
    assert queue.troubles == []
    assert kept(db) == [os.path.basename(last)]


def test_a_copy_by_a_clock_that_was_ahead_pushes_out_nothing(queue: Queue, db: Path) -> None:
    queue.keeping = Keeping(others=2)
    ahead = [make_name(f"2999-01-0{day}T000000.000000", "test") for day in (1, 2, 3)]
    queue.back_up("test")
    for name in ahead:
        Path(f"{db}.backups", name).touch()
    made = [os.path.basename(queue.back_up("test")) for _ in range(3)]
    assert kept(db) == [*made[-2:], *ahead[-2:]]


def test_a_target_that_is_the_queue_is_refused_whoever_asks(queue: Queue, db: Path, tmp_path: Path) -> None:
    os.link(db, tmp_path / "second.db")
    before = db.read_bytes()
    for target in (db, tmp_path / "second.db", Path(f"{db}-journal")):
        with pytest.raises(UsageError):
            queue.back_up_to(str(target), overwrite=True)
    assert db.read_bytes() == before


def test_at_least_a_weeks_worth_is_kept() -> None:
    assert min(Keeping().daily, Keeping().others) >= 7


@pytest.mark.parametrize(
    ("many", "one"), [("daily", "import"), ("import", "before-import"), ("before-import", "import")]
)
def test_backups_for_one_reason_never_push_out_those_for_another(queue: Queue, many: str, one: str) -> None:
    queue.keeping = Keeping(2, 0, 2)
    precious = queue.back_up(one)
    for _ in range(3):
        queue.back_up(many)
    assert os.path.exists(precious)


def test_files_of_the_users_own_are_left_alone(queue: Queue, db: Path) -> None:
    queue.keeping = Keeping(others=1)
    queue.back_up("test")
    own = Path(f"{db}.backups") / "README.txt"
    own.write_text("mine")
    queue.back_up("test")
    assert own.read_text() == "mine"
    assert len(kept(db)) == 2


class _NotSound(sqlite3.Connection):
    def execute(self, sql: str, values: Any = ()) -> sqlite3.Cursor:
        return super().execute("SELECT 'page 3 is lost'" if "integrity_check" in sql else sql, values)


def test_a_copy_that_is_not_sound_is_no_backup(queue: Queue, db: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = queue.back_up("test")
    plain = sqlite3.connect
    monkeypatch.setattr(sqlite3, "connect", lambda path, **given: plain(path, **given, factory=_NotSound))
    with pytest.raises(FollowqError):
        queue.back_up("test")
    assert kept(db) == [os.path.basename(first)]


@pytest.mark.parametrize("call", ["fsync", "replace"])
@pytest.mark.parametrize("failure", [OSError(errno.ENOSPC, "No space left on device"), KeyboardInterrupt()])
def test_a_backup_that_fails_leaves_no_half_of_it(
    queue: Queue, db: Path, monkeypatch: pytest.MonkeyPatch, call: str, failure: BaseException
) -> None:
    first = queue.back_up("test")

    def fail(*_: object) -> NoReturn:
        raise failure

    monkeypatch.setattr(os, call, fail)
    with pytest.raises((DiskError, KeyboardInterrupt)):
        queue.back_up("test")
    assert kept(db) == [os.path.basename(first)]


def test_where_no_backup_can_be_written_it_is_said(queue: Queue, db: Path) -> None:
    Path(f"{db}.backups").write_text("in the way")
    with pytest.raises(DiskError):
        queue.back_up("test")
    assert Path(f"{db}.backups").read_text() == "in the way"


@pytest.mark.skipif(os.name == "nt", reason="names are POSIX's")
@pytest.mark.parametrize(
    "name", ["why?.db", "#1.db", "100%.db", "naïve café.db", "file:queue.db?mode=memory", ":memory:"]
)
def test_a_queue_of_any_name_is_backed_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.chdir(tmp_path)
    queue = Queue(name)
    with queue.writing("add", NOW, "UTC") as batch:
        batch.add(person())
    copy = Path(queue.back_up("test"))
    queue.close()
    assert copy.parent == Path(f"{name}.backups")
    with closing(sqlite3.connect(copy.resolve())) as plain:
        assert plain.execute("SELECT name FROM people").fetchall() == [("Ana Lopez",)]


def test_a_backup_of_a_queue_that_another_program_holds_gives_up_in_words(queue: Queue, db: Path) -> None:
    queue.close()
    with Actor("back_up", db) as actor:
        actor.await_ready()
        with closing(sqlite3.connect(db, isolation_level=None)) as other:
            other.execute("BEGIN EXCLUSIVE")
            actor.go()
            try:
                (said,) = actor.rest(seconds=5)
            except subprocess.TimeoutExpired:
                pytest.fail("it waits for ever, and Ctrl-C can't end it either")
    assert said.startswith("BusyError")


def test_a_backup_can_be_made_while_another_program_is_about_to_write(queue: Queue, db: Path) -> None:
    with closing(sqlite3.connect(db, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        other.execute("DELETE FROM followups")
        copy = queue.back_up("test")
    with Queue(copy).reading() as reader:
        assert len(reader.open_followups()) == 1
