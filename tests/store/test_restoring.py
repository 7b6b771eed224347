"""A copy put in the queue's place: checked before, whole or not at all, the old file kept with what belongs to it."""

from __future__ import annotations

import os
import shutil
import sqlite3
import stat
import tempfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from followq.errors import BadInputError, BusyError, DamagedError, DiskError
from followq.store.backup import restore as restore_module
from followq.store.backup.copies import find_newest_good, list_copies, look
from followq.store.backup.restore import discard, fetch, put_in_place, read_present_contents
from followq.store.doctor.check import examine
from followq.store.file import schema
from followq.store.queue import Queue
from tests.factories import followup, person
from tests.store.actors import Actor, held_by_another
from tests.store.builders import NOW


def add(db: Path, *numbers: int) -> None:
    """Add follow-ups, each with a command of its own."""
    queue = Queue(str(db))
    for number in numbers:
        with queue.writing("add", NOW, "UTC") as batch:
            if not batch.people():
                batch.add(person())
            batch.add(followup(id=number))
    queue.close()


@pytest.fixture
def copy(db: Path) -> str:
    """A backup of one follow-up, beside a queue that holds two by now."""
    add(db, 1)
    queue = Queue(str(db))
    path = queue.back_up("daily")
    queue.close()
    add(db, 2)
    return path


def restore(db: Path, source: str) -> str | None:
    return put_in_place(fetch(source, str(db), may_make_folder=False), str(db))


def ids(path: Path | str) -> list[int]:
    queue = Queue(str(path))
    with queue.reading() as reader:
        found = [f.id for f in reader.open_followups()]
    queue.close()
    return found


def beside(db: Path) -> list[str]:
    return sorted(name for name in os.listdir(db.parent) if name not in ("queue.db", "queue.db.backups"))


def test_what_the_copy_holds_comes_back_and_the_old_file_is_kept(db: Path, copy: str) -> None:
    old = restore(db, copy)
    assert ids(db) == [1]
    assert old is not None
    assert os.path.basename(old).startswith("queue.db.before-restore-")
    assert ids(old) == [1, 2]
    assert beside(db) == [os.path.basename(old)]
    assert not [f for f in examine(str(db), NOW).findings if f.is_damage]


def test_one_can_go_back(db: Path, copy: str) -> None:
    old = restore(db, copy)
    assert old is not None
    restore(db, old)
    assert ids(db) == [1, 2]


def test_what_was_put_aside_is_one_of_the_backups(db: Path, copy: str) -> None:
    old = restore(db, copy)
    assert (list_copies(str(db))[0][0], list_copies(str(db))[0][2]) == (old, "before-restore")
    assert {path for path, _, _ in list_copies(str(db))} == {old, copy}


def test_the_copy_itself_stays(db: Path, copy: str) -> None:
    before = Path(copy).read_bytes()
    restore(db, copy)
    assert Path(copy).read_bytes() == before


@pytest.mark.skipif(os.name == "nt", reason="modes are POSIX's")
def test_a_copy_that_others_may_read_comes_back_for_the_owner_alone(db: Path, copy: str) -> None:
    os.chmod(copy, 0o644)
    restore(db, copy)
    assert stat.S_IMODE(db.stat().st_mode) == 0o600


DAMAGE: dict[str, Callable[[Path], Any]] = {
    "text": lambda path: path.write_text("hello " * 1000),
    "empty": lambda path: path.write_bytes(b""),
    "half": lambda path: path.write_bytes(path.read_bytes()[: path.stat().st_size // 2]),
    "zeros": lambda path: path.write_bytes(bytes(path.stat().st_size)),
    "gone": lambda path: path.unlink(),
}


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE)
def test_it_works_where_the_queue_is_damaged_or_gone(db: Path, copy: str, damage: Callable[[Path], Any]) -> None:
    damage(db)
    before = db.read_bytes() if db.exists() else None
    old = restore(db, copy)
    assert ids(db) == [1]
    if before is None:
        assert old is None
        assert beside(db) == []
    else:
        assert old is not None
        assert ".broken-" in old
        assert Path(old).read_bytes() == before
        assert find_newest_good(str(db)) is not None


def test_it_works_where_even_the_folder_is_gone(db: Path, copy: str, tmp_path: Path) -> None:
    place = tmp_path / "new" / "queue.db"
    put_in_place(fetch(copy, str(place), may_make_folder=True), str(place))
    assert ids(place) == [1]


def test_a_journal_goes_aside_with_the_file_that_it_belongs_to(
    db: Path, copy: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    DAMAGE["text"](db)
    # SQLite deletes one that it can do nothing with; here it can't even open the file.
    monkeypatch.setattr(restore_module, "_lock", lambda *_: (None, False))
    Path(f"{db}-journal").write_bytes(b"what was there before")
    old = restore(db, copy)
    assert not Path(f"{db}-journal").exists()
    assert Path(f"{old}-journal").read_bytes() == b"what was there before"
    assert ids(db) == [1]


def test_a_journal_whose_queue_is_gone_never_meets_the_one_that_comes(db: Path, copy: str) -> None:
    db.unlink()
    Path(f"{db}-journal").write_bytes(b"of a queue that is gone")
    restore(db, copy)
    assert not Path(f"{db}-journal").exists()
    assert ids(db) == [1]


def test_a_copy_with_its_journal_is_finished_in_the_queues_folder_not_where_it_lies(
    db: Path, copy: str, tmp_path: Path
) -> None:
    with Actor("add_for_ever", tmp_path / "other.db") as actor:
        actor.await_ready()
        actor.go()
        actor.line()
        actor.kill()
    other = tmp_path / "other.db"
    before = {path.name: path.read_bytes() for path in tmp_path.glob("other.db*")}
    restore(db, str(other))
    assert {path.name: path.read_bytes() for path in tmp_path.glob("other.db*")} == before
    assert ids(db)


def test_a_copy_of_an_older_version_is_brought_up_to_date(db: Path, tmp_path: Path) -> None:
    from followq.store.file.connection import connect
    from followq.store.file.migrations import migrate

    old = tmp_path / "old.db"
    old.touch()
    with closing(connect(str(old))) as connection:
        migrate(connection, stop_at=1)
    add(db, 1)
    restore(db, str(old))
    with closing(sqlite3.connect(db)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (schema.VERSION,)


def _newer(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA user_version = 99")


def _foreign(path: Path) -> None:
    path.unlink()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE songs (name)")
        connection.commit()


def _pointing_nowhere(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("DELETE FROM people")
        connection.commit()


UNFIT = {**DAMAGE, "newer": _newer, "foreign": _foreign, "pointing nowhere": _pointing_nowhere}
del UNFIT["gone"]


@pytest.mark.parametrize("damage", UNFIT.values(), ids=UNFIT)
def test_an_unfit_copy_is_refused_and_nothing_changes(db: Path, copy: str, damage: Callable[[Path], Any]) -> None:
    damage(Path(copy))
    before = db.read_bytes()
    with pytest.raises(DamagedError) as caught:
        fetch(copy, str(db), may_make_folder=False)
    assert copy in caught.value.message
    assert ".followq-" not in caught.value.message
    assert db.read_bytes() == before
    assert beside(db) == []


def test_a_copy_that_is_not_there_is_refused(db: Path, copy: str, tmp_path: Path) -> None:
    for source in (str(tmp_path / "none.db"), str(tmp_path)):
        with pytest.raises(BadInputError):
            fetch(source, str(db), may_make_folder=False)
    assert beside(db) == []


@pytest.mark.parametrize("begin", ["BEGIN IMMEDIATE", "BEGIN EXCLUSIVE"])
def test_while_another_program_writes_nothing_is_put_in_place(
    db: Path, copy: str, monkeypatch: pytest.MonkeyPatch, begin: str
) -> None:
    monkeypatch.setattr("followq.store.file.connection.BUSY_SECONDS", 0.05)
    before = db.read_bytes()
    with held_by_another(db, begin), pytest.raises(BusyError):
        restore(db, copy)
    assert db.read_bytes() == before
    assert beside(db) == []


def test_whoever_had_the_old_file_open_can_not_write_to_it_unnoticed(db: Path, copy: str) -> None:
    queue = Queue(str(db))
    with queue.reading() as reader:
        assert reader.people()
    restore(db, copy)
    with pytest.raises(DiskError), queue.writing("add", NOW, "UTC") as batch:
        batch.add(followup(id=9))
    queue.close()
    assert ids(db) == [1]


CALLS = ("mkstemp", "fsync", "link", "replace")


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("failure", [OSError(28, "No space left on device"), KeyboardInterrupt()])
def test_a_restore_that_fails_leaves_the_queue_and_nothing_else(
    db: Path, copy: str, monkeypatch: pytest.MonkeyPatch, call: str, failure: BaseException
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise failure

    before = db.read_bytes()
    if call == "link":
        monkeypatch.setattr(shutil, "copy2", fail)
    monkeypatch.setattr(tempfile if call == "mkstemp" else os, call, fail)
    with pytest.raises((DiskError, KeyboardInterrupt)):
        restore(db, copy)
    monkeypatch.undo()
    assert db.read_bytes() == before
    assert [name for name in beside(db) if name.startswith(".followq-")] == []
    restore(db, copy)
    assert ids(db) == [1]


@pytest.mark.parametrize("moment", range(6))
def test_a_restore_that_is_killed_leaves_the_old_queue_or_the_new_one(db: Path, copy: str, moment: int) -> None:
    with Actor("restore_and_die", db, copy, str(moment)) as actor:
        actor.await_ready()
        actor.go()
        actor.process.wait(60)
        assert actor.process.returncode == -9
    assert ids(db) in ([1], [1, 2])
    assert not [f.message for f in examine(str(db), NOW).findings if f.is_damage]
    restore(db, copy)
    assert ids(db) == [1]
    assert look(copy).followups == 1


def test_a_second_name_that_a_killed_restore_left_is_no_backup(db: Path, copy: str) -> None:
    os.link(db, f"{db}.before-restore-2026-11-23T090000.000000Z")
    assert [path for path, _, _ in list_copies(str(db))] == [copy]


def test_the_present_queue_is_described_whatever_state_it_is_in(db: Path, copy: str) -> None:
    found = read_present_contents(str(db))
    assert getattr(found, "followups", None) == 2
    DAMAGE["text"](db)
    assert isinstance(read_present_contents(str(db)), DamagedError)
    db.unlink()
    assert read_present_contents(str(db)) is None


def test_a_fetched_copy_that_is_not_wanted_leaves_nothing(db: Path, copy: str) -> None:
    discard(fetch(copy, str(db), may_make_folder=False).path)
    assert beside(db) == []


@pytest.mark.skipif(os.name == "nt", reason="links are POSIX's")
def test_a_queue_behind_a_link_stays_behind_it(db: Path, copy: str, tmp_path: Path) -> None:
    real = tmp_path / "real"
    real.mkdir()
    db.rename(real / "real.db")
    db.symlink_to(real / "real.db")
    restore(db, copy)
    assert db.is_symlink()
    assert ids(real / "real.db") == [1]


def test_triggers_in_a_copy_are_told(db: Path, copy: str) -> None:
    with closing(sqlite3.connect(copy)) as connection:
        connection.execute("CREATE TRIGGER evil AFTER INSERT ON followups BEGIN DELETE FROM followups; END")
    fetched = fetch(copy, str(db), may_make_folder=False)
    assert fetched.triggers == ("evil",)
    discard(fetched.path)
