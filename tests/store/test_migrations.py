"""From one version of the file to the next: all steps or none, after a backup, once, whoever else is at it."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import NoReturn

import pytest

from followq.errors import BusyError, DamagedError, FollowqError
from followq.store.file import connection as connection_module
from followq.store.file import migrations, schema
from followq.store.opening import open_queue
from followq.store.queue import Queue
from tests.factories import followup, person
from tests.store.actors import Actor, at_once, held_by_another
from tests.store.builders import NOW, in_memory, replayed, rows, tables
from tests.store.next_version import STEP, next_steps


@pytest.fixture
def old(db: Path) -> Path:
    """A queue of this version, with people and follow-ups in it: old as soon as there is a next version."""
    queue = Queue(str(db))
    with queue.writing("add", NOW, "UTC") as batch:
        batch.add(person())
        batch.add(followup())
        batch.add(followup(id=2, blocked_by=(1,), tags=("urgent",)))
    queue.close()
    return db


@pytest.fixture
def update(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Makes this process a followq of the next version."""
    this_version = schema.VERSION

    def become(in_the_middle: Callable[[], object] = lambda: None) -> None:
        monkeypatch.setattr(migrations, "steps", this_versions_steps)
        monkeypatch.setattr(migrations, "steps", next_steps(in_the_middle))
        monkeypatch.setattr(schema, "VERSION", this_version + 1)

    this_versions_steps = migrations.steps
    return become


def version(path: Path) -> int:
    with closing(sqlite3.connect(path)) as plain:
        (number,) = plain.execute("PRAGMA user_version").fetchone()
        return int(number)


def columns(connection: sqlite3.Connection, table: str) -> set[str]:
    return {row[1] for row in rows(connection, f"PRAGMA table_info({table})")}


def backups(path: Path) -> list[Path]:
    return sorted(path.with_name(f"{path.name}.backups").glob("*.db"))


# This version's own steps.


@pytest.mark.parametrize("start", range(schema.VERSION))
def test_a_file_of_every_earlier_version_becomes_one_of_this(db: Path, start: int) -> None:
    with closing(sqlite3.connect(db, isolation_level=None)) as connection:
        migrations.migrate(connection, stop_at=start)
    assert version(db) == start
    with closing(open_queue(str(db), is_needed=True)) as connection:
        everything = "SELECT type, name, sql FROM sqlite_master ORDER BY 1, 2"
        assert rows(connection, everything) == rows(in_memory(), everything)
        assert rows(connection, "PRAGMA integrity_check") == [("ok",)]
    assert version(db) == schema.VERSION


def test_the_version_is_the_number_of_steps() -> None:
    assert len(migrations.steps._migrations) == schema.VERSION


def test_steps_are_named_in_their_order() -> None:
    names = [step.name for step in migrations.steps._migrations]
    assert names == sorted(names)
    assert [int(name[:4]) for name in names] == list(range(1, schema.VERSION + 1))


def test_every_step_is_a_transaction() -> None:
    assert all(step.transactional for step in migrations.steps._migrations)


# The step to a next version, as any to come.


def test_an_older_file_is_brought_up_to_date_with_all_that_is_in_it(old: Path, update: Callable[[], None]) -> None:
    with Queue(str(old)).reading() as reader:
        before = tables(reader), reader.log()
    update()
    queue = Queue(str(old))
    with queue.reading() as reader:
        assert (tables(reader), reader.log()) == before
        assert replayed(reader) == tables(reader)
        assert [f.id for f in reader.search(["urgent"])] == [2]
    queue.close()
    assert version(old) == schema.VERSION
    with closing(sqlite3.connect(old)) as plain:
        assert "birthday" in columns(plain, "people")
        assert rows(plain, "PRAGMA foreign_key_check") == []


def test_an_older_file_can_be_written_to_at_once(old: Path, update: Callable[[], None]) -> None:
    update()
    queue = Queue(str(old))
    with queue.writing("add", NOW, "UTC") as batch:
        assert batch.next_id("followups") == 3
        batch.add(followup(id=3))
    queue.close()
    with closing(open_queue(str(old), is_needed=True)) as connection:
        assert rows(connection, "PRAGMA foreign_keys") == [(1,)]


def test_an_older_file_is_backed_up_as_it_was_before_it_is_touched(old: Path, update: Callable[[], None]) -> None:
    this_version = version(old)
    update()
    open_queue(str(old), is_needed=False).close()
    (copy,) = backups(old)
    assert "before-migration" in copy.name
    assert version(copy) == this_version
    with closing(sqlite3.connect(copy)) as plain:
        assert "birthday" not in columns(plain, "people")
        assert rows(plain, "SELECT id, text FROM followups") == [(1, "Send the quote"), (2, "Send the quote")]


def test_a_file_that_is_up_to_date_is_not_backed_up_again(old: Path, update: Callable[[], None]) -> None:
    update()
    for _ in range(3):
        open_queue(str(old), is_needed=True).close()
    assert len(backups(old)) == 1


def test_a_new_file_is_not_backed_up(db: Path, update: Callable[[], None]) -> None:
    update()
    open_queue(str(db), is_needed=True).close()
    assert backups(db) == []
    assert version(db) == schema.VERSION


def test_the_version_before_refuses_the_newer_file(
    old: Path, update: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    update()
    open_queue(str(old), is_needed=True).close()
    monkeypatch.undo()
    before = old.read_bytes()
    with pytest.raises(DamagedError, match="newer followq"):
        open_queue(str(old), is_needed=True)
    assert old.read_bytes() == before


@pytest.mark.parametrize("failure", [ValueError, KeyboardInterrupt, SystemExit, sqlite3.OperationalError])
def test_a_stop_in_the_middle_leaves_the_file_as_it_was_and_a_rerun_works(
    old: Path, update: Callable[..., None], failure: type[BaseException]
) -> None:
    def fail() -> NoReturn:
        raise failure("in the middle")

    before = old.read_bytes()
    update(in_the_middle=fail)
    with pytest.raises((failure, FollowqError)):
        open_queue(str(old), is_needed=True)
    assert old.read_bytes() == before
    assert not old.with_name("queue.db-journal").exists()
    update()
    with closing(open_queue(str(old), is_needed=True)) as connection:
        assert "place" in columns(connection, "followups")
        assert rows(connection, "PRAGMA integrity_check") == [("ok",)]


def test_a_step_that_leaves_rows_pointing_to_nothing_is_refused(old: Path, update: Callable[..., None]) -> None:
    before = old.read_bytes()

    def lose_people() -> None:
        connections[-1].execute("DELETE FROM people")

    connections: list[sqlite3.Connection] = []
    update(in_the_middle=lose_people)
    connections.append(sqlite3.connect(old, isolation_level=None))
    with pytest.raises(sqlite3.IntegrityError, match="point to nothing"):
        migrations.migrate(connections[-1])
    connections[-1].close()
    assert old.read_bytes() == before


def test_a_kill_in_the_middle_leaves_the_file_as_it_was_and_a_rerun_works(
    old: Path, update: Callable[[], None]
) -> None:
    this_version = version(old)
    with Queue(str(old)).reading() as reader:
        before = tables(reader)
    with Actor("migrate_and_die", old) as actor:
        actor.await_ready()
        actor.go()
        assert actor.process.wait(60) != 0
    assert version(old) == this_version
    with closing(sqlite3.connect(old)) as plain:
        assert "birthday" not in columns(plain, "people")
    update()
    queue = Queue(str(old))
    with queue.reading() as reader:
        assert tables(reader) == before
    queue.close()
    assert version(old) == schema.VERSION


def test_two_programs_that_bring_it_up_to_date_at_once_are_both_right(old: Path) -> None:
    this_version = version(old)
    with at_once("migrate", old, 2) as actors:
        assert [actor.rest() for actor in actors] == [["migrated"], ["migrated"]]
    assert version(old) == this_version + 1
    with closing(sqlite3.connect(old)) as plain:
        assert rows(plain, f"SELECT count(*) FROM _sqlite_migrations WHERE name = '{STEP}'") == [(1,)]
        assert rows(plain, "PRAGMA integrity_check") == [("ok",)]


def test_a_migration_that_cannot_begin_is_busy_and_changes_nothing(
    old: Path, update: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    before = old.read_bytes()
    monkeypatch.setattr(connection_module, "BUSY_SECONDS", 0.05)
    update()
    with held_by_another(old), pytest.raises(BusyError):
        open_queue(str(old), is_needed=True)
    assert old.read_bytes() == before
