"""Saving what can be read: into a new file that is sound, without a touch to the damaged one."""

from __future__ import annotations

import os
import random
import shutil
import sqlite3
import stat
from collections.abc import Callable
from contextlib import closing
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from followq.errors import DamagedError, DiskError
from followq.store.doctor import salvage
from followq.store.doctor.check import examine
from followq.store.doctor.salvage import Salvage, save
from followq.store.queue import Queue
from followq.store.records.writer import find_next_to_redo, find_next_to_undo
from tests.factories import followup, person
from tests.store.builders import Tables, replayed, tables

AT = "2026-11-23T09:00:00Z"
NOW = "2026-11-25T09:00:00Z"
PEOPLE, ITEMS = 10, 300


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Tables]:
    """A queue of some size, and what it holds."""
    path = tmp_path_factory.mktemp("made") / "queue.db"
    queue = Queue(str(path))
    with queue.writing("import", AT, "UTC") as batch:
        for number in range(1, PEOPLE + 1):
            batch.add(person(id=number, name=f"Person {number}"))
        for number in range(1, ITEMS + 1):
            text = f"Send the thing number {number} " + "word " * 10
            batch.add(followup(id=number, person_id=number % PEOPLE + 1, text=text))
    for number in range(1, ITEMS + 1, 3):
        with queue.writing("note", AT, "UTC") as batch:
            before = batch.followup(number)
            assert before is not None
            batch.put(before, before._replace(note=f"Changed {number}"))
    with queue.reading() as reader:
        held = tables(reader)
    queue.close()
    return path, held


@pytest.fixture
def damaged(made: tuple[Path, Tables], db: Path) -> Path:
    """A copy of it that may be harmed."""
    shutil.copy(made[0], db)
    return db


def saved(path: Path) -> tuple[Salvage, Tables]:
    """What is saved of a queue, which has to be sound and to have been left alone."""
    before = {file.name: file.read_bytes() for file in path.parent.iterdir() if file.is_file()}
    target = path.with_name("saved.db")
    numbers = count(1)
    done = save(str(path), str(target), NOW, "UTC", lambda: f"new-{next(numbers)}")
    now = {file.name: file.read_bytes() for file in path.parent.iterdir() if file.is_file()}
    assert now.keys() - before.keys() == {"saved.db"}
    assert {name: now[name] for name in before} == before
    assert [finding for finding in examine(str(target), NOW).findings if finding.is_damage] == []
    queue = Queue(str(target))
    with queue.reading() as reader:
        held = tables(reader)
        assert replayed(reader) == held
    with queue.writing("add", NOW, "UTC") as batch:
        batch.add(followup(id=batch.next_id("followups"), person_id=next(iter(held[0])), uid="another"))
    queue.close()
    return done, held


def alike(held: Tables, made: tuple[Path, Tables]) -> int:
    """How many follow-ups came over as they were."""
    return sum(held[1].get(number) == item for number, item in made[1][1].items())


def test_a_sound_queue_comes_over_whole_with_its_history_and_undo(damaged: Path, made: tuple[Path, Tables]) -> None:
    done, held = saved(damaged)
    assert held == made[1]
    assert (done.saved.fresh, done.saved.dropped) == ((), 0)
    assert set(done.unreadable.values()) == {0}
    queue = Queue(str(damaged.with_name("saved.db")))
    with queue.reading() as reader, closing(sqlite3.connect(damaged)) as old:
        log = reader.log()
        assert [entry.seq for entry in log][:-1] == [seq for (seq,) in old.execute("SELECT seq FROM changes")]
        assert find_next_to_undo(reader) is not None
    queue.close()


@pytest.mark.parametrize("seed", range(5))
def test_after_ten_bytes_of_nonsense_nearly_everything_comes_over(
    damaged: Path, made: tuple[Path, Tables], seed: int
) -> None:
    chance = random.Random(seed)
    data = bytearray(damaged.read_bytes())
    for _ in range(10):
        data[chance.randrange(100, len(data))] = chance.randrange(256)
    damaged.write_bytes(data)
    _, held = saved(damaged)
    assert alike(held, made) >= ITEMS - 5


@pytest.mark.parametrize("table", ["followups", "people", "changes", "batches"])
def test_a_page_of_nonsense_in_a_table_is_filled_from_elsewhere(
    damaged: Path, made: tuple[Path, Tables], table: str
) -> None:
    with closing(sqlite3.connect(damaged)) as connection:
        sql = "SELECT pageno FROM dbstat WHERE name = ? AND pagetype = 'leaf' ORDER BY pageno"
        try:
            pages = [page for (page,) in connection.execute(sql, (table,))]
        except sqlite3.OperationalError:
            pytest.skip("this SQLite doesn't tell which pages are whose")
    data = bytearray(damaged.read_bytes())
    place = (pages[len(pages) // 2] - 1) * 4096
    data[place : place + 4096] = random.Random(1).randbytes(4096)
    damaged.write_bytes(data)
    done, held = saved(damaged)
    assert held == made[1]
    assert done.unreadable[table] > 0


def _run(*statements: str) -> Callable[[Path], Any]:
    def carry_out(path: Path) -> None:
        with closing(sqlite3.connect(path)) as connection:
            connection.execute("PRAGMA ignore_check_constraints = ON")
            for statement in statements:
                connection.execute(statement)
            connection.commit()

    return carry_out


def _beginning(length: int) -> Callable[[Path], Any]:
    def carry_out(path: Path) -> None:
        data = bytearray(path.read_bytes())
        data[:length] = b"x" * length
        path.write_bytes(data)

    return carry_out


ALL_COMES_BACK = {
    "log gone": _run("DELETE FROM changes", "DELETE FROM batches"),
    "tables gone": _run("DELETE FROM followups", "DELETE FROM people"),
    "people gone": _run("DELETE FROM people"),
    "some of the log gone": _run("DELETE FROM changes WHERE seq % 3 = 0"),
    "batches gone": _run("DELETE FROM batches"),
    "search gone": _run("DROP TABLE search"),
    "header gone": _beginning(100),
    "first page gone": _beginning(4096),
    "ids gone": _run("DELETE FROM sqlite_sequence"),
    "ids nonsense": _run("UPDATE sqlite_sequence SET seq = 9000000000000000"),
    "log is nonsense": _run("UPDATE changes SET fields = '{'"),
    "not utf-8": _run("UPDATE followups SET text = CAST(x'53ff' AS TEXT) WHERE id = 1"),
}


@pytest.mark.parametrize("harm", ALL_COMES_BACK.values(), ids=ALL_COMES_BACK)
def test_what_is_there_twice_is_not_lost_by_one_loss(
    damaged: Path, made: tuple[Path, Tables], harm: Callable[[Path], Any]
) -> None:
    harm(damaged)
    _, held = saved(damaged)
    assert held == made[1]


def test_the_second_half_cut_off_leaves_what_was_in_the_first(damaged: Path, made: tuple[Path, Tables]) -> None:
    data = damaged.read_bytes()
    damaged.write_bytes(data[: len(data) // 2])
    _, held = saved(damaged)
    assert alike(held, made) > ITEMS / 2


@pytest.mark.parametrize("share", [0.25, 0.5, 0.75, 0.9, 0.97])
@pytest.mark.parametrize("items", [3, 7, 16])
def test_a_small_queue_that_was_cut_gives_all_of_its_first_quarter(db: Path, items: int, share: float) -> None:
    _small(db, items)
    queue = Queue(str(db))
    with queue.reading() as reader:
        before = tables(reader)
    queue.close()
    data = db.read_bytes()
    db.write_bytes(data[: int(len(data) * share)])
    _, held = saved(db)
    # Its tables lie there, what comes behind them are the log and the indexes.
    assert held == before


@pytest.mark.parametrize("table", ["people", "followups", "batches", "changes"])
def test_of_a_table_that_was_cut_off_as_a_whole_the_rest_tells(db: Path, table: str) -> None:
    _small(db, 7)
    queue = Queue(str(db))
    with queue.reading() as reader:
        before = tables(reader)
    queue.close()
    with closing(sqlite3.connect(db)) as connection:
        (sql,) = connection.execute("SELECT sql FROM sqlite_master WHERE name = ?", (table,)).fetchone()
        connection.execute("PRAGMA legacy_alter_table = ON")
        while connection.execute("PRAGMA freelist_count").fetchone()[0]:
            connection.execute(f"CREATE TABLE filler{random.random()}".replace(".", "") + " (a)")
        (pages,) = connection.execute("PRAGMA page_count").fetchone()
        connection.execute(sql.replace(f"CREATE TABLE {table}", "CREATE TABLE moved"))
        connection.execute(f"INSERT INTO moved SELECT * FROM {table}")
        connection.execute(f"DROP TABLE {table}")
        connection.execute(f"ALTER TABLE moved RENAME TO {table}")
        connection.commit()
        (root,) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", (table,)).fetchone()
    assert root > pages
    db.write_bytes(db.read_bytes()[: pages * 4096])
    _, held = saved(db)
    assert held == before


def test_a_length_that_is_nonsense_fills_no_disk(db: Path) -> None:
    _small(db, 3)
    data = bytearray(db.read_bytes()[:-8192])
    data[28:32] = (2**32 - 2).to_bytes(4, "big")
    db.write_bytes(data)
    _, held = saved(db)
    assert len(held[1]) == 3


def _small(path: Path, items: int) -> None:
    queue = Queue(str(path))
    for number in range(1, items + 1):
        with queue.writing("add", AT, "UTC") as batch:
            if number <= 3:
                batch.add(person(id=number, name=f"Person {number}"))
            batch.add(followup(id=number, person_id=min(number, 3), text=f"Send the thing number {number}"))
    queue.close()


def test_a_table_whose_first_page_is_gone_comes_from_the_log(damaged: Path, made: tuple[Path, Tables]) -> None:
    with closing(sqlite3.connect(damaged)) as connection:
        (page,) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'followups'").fetchone()
    data = bytearray(damaged.read_bytes())
    data[(page - 1) * 4096 : page * 4096] = random.Random(1).randbytes(4096)
    damaged.write_bytes(data)
    done, held = saved(damaged)
    assert held == made[1]
    assert done.unreadable["followups"] == ITEMS


def test_undo_ends_where_a_damaged_queue_was_saved(damaged: Path) -> None:
    _run("DELETE FROM changes WHERE seq % 3 = 0")(damaged)
    target = damaged.with_name("saved.db")
    save(str(damaged), str(target), NOW, "UTC", lambda: os.urandom(16).hex())
    queue = Queue(str(target))
    with queue.reading() as reader:
        assert find_next_to_undo(reader) is None
        assert find_next_to_redo(reader) is None
        assert reader.last_batch()[1] == "doctor --salvage"  # type: ignore[index]
    queue.close()


def test_ids_that_were_used_are_not_given_out_again(damaged: Path) -> None:
    _run(f"DELETE FROM followups WHERE id = {ITEMS}", f"DELETE FROM changes WHERE subject_id = {ITEMS}")(damaged)
    target = damaged.with_name("saved.db")
    save(str(damaged), str(target), NOW, "UTC", lambda: os.urandom(16).hex())
    queue = Queue(str(target))
    with queue.reading() as reader:
        assert reader.next_id("followups") == ITEMS + 1
    queue.close()


@pytest.mark.parametrize("contents", [b"", b"hello\n" * 2000, bytes(8192)], ids=["empty", "text", "zeros"])
def test_where_nothing_can_be_read_nothing_is_made(db: Path, contents: bytes) -> None:
    db.write_bytes(contents)
    with pytest.raises(DamagedError, match="nothing can be read"):
        save(str(db), str(db.with_name("saved.db")), NOW, "UTC", lambda: "x")
    assert os.listdir(db.parent) == ["queue.db"]
    assert db.read_bytes() == contents


def test_a_target_that_is_there_is_never_written_over(damaged: Path) -> None:
    target = damaged.with_name("saved.db")
    target.write_text("mine")
    for place in (target, damaged):
        with pytest.raises(DiskError, match="is there already"):
            save(str(damaged), str(place), NOW, "UTC", lambda: "x")
    assert target.read_text() == "mine"


def test_a_target_that_comes_meanwhile_is_never_written_over(damaged: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = damaged.with_name("saved.db")
    plain = salvage._fill

    def fill(*words: Any, **more: Any) -> None:
        plain(*words, **more)
        target.write_text("mine")

    monkeypatch.setattr(salvage, "_fill", fill)
    with pytest.raises(DiskError, match="is there already"):
        save(str(damaged), str(target), NOW, "UTC", lambda: os.urandom(16).hex())
    assert target.read_text() == "mine"
    assert sorted(os.listdir(damaged.parent)) == ["queue.db", "saved.db"]


def test_a_folder_that_is_not_there_is_said(damaged: Path) -> None:
    with pytest.raises(DiskError, match="no folder"):
        save(str(damaged), str(damaged.parent / "none" / "saved.db"), NOW, "UTC", lambda: "x")


@pytest.mark.skipif(os.name == "nt", reason="modes are POSIX's")
def test_what_is_saved_is_for_the_owner_alone(damaged: Path) -> None:
    before = os.umask(0)
    try:
        saved(damaged)
    finally:
        os.umask(before)
    assert stat.S_IMODE(damaged.with_name("saved.db").stat().st_mode) == 0o600


def test_a_failure_in_the_middle_leaves_nothing(damaged: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: Any, **__: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(salvage, "_fill", fail)
    with pytest.raises(DiskError):
        save(str(damaged), str(damaged.with_name("saved.db")), NOW, "UTC", lambda: "x")
    assert os.listdir(damaged.parent) == ["queue.db"]
