"""One question decides what a good copy is: when it is made, listed, recommended, and put back."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from followq.errors import BusyError, DamagedError, FollowqError
from followq.store.backup import make
from followq.store.backup.copies import find_newest_good, list_backups, look
from followq.store.backup.restore import discard, fetch
from followq.store.file import schema
from followq.store.file.errors import make_damaged_error
from followq.store.queue import Queue
from tests.conftest import Call
from tests.store.actors import held_by_another
from tests.store.builders import NOW


@pytest.fixture(autouse=True)
def _queue(fq: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(make, "DAILY_SECONDS", 60.0)
    fq("add", "Ana Lopez", "Send the quote")


def run(path: Path | str, *statements: str) -> None:
    """What another program does to a file."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA writable_schema = ON")
        for statement in statements:
            connection.execute(statement)
        connection.commit()


def damage_index(path: Path | str) -> None:
    """Leave an index behind its table, which SQLite's quick check doesn't see."""
    name = "followups_by_source"
    with closing(sqlite3.connect(path)) as connection:
        row = connection.execute("SELECT * FROM sqlite_master WHERE name = ?", (name,)).fetchone()
    run(path, f"DELETE FROM sqlite_master WHERE name = '{name}'")
    run(path, "UPDATE followups SET source = 'other'")
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("PRAGMA writable_schema = ON")
        connection.execute("INSERT INTO sqlite_master VALUES (?, ?, ?, ?, ?)", row)
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA quick_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA integrity_check").fetchall() != [("ok",)]


UNFIT: dict[str, tuple[Callable[[str], object], str]] = {
    "index": (damage_index, "damaged"),
    "pointing nowhere": (lambda path: run(path, "DELETE FROM people"), "damaged, some of it points to nothing"),
    "foreign": (lambda path: run(path, "PRAGMA application_id = 1"), "a database of another program"),
    "newer": (lambda path: run(path, "PRAGMA user_version = 99"), f"(format 99, this one knows {schema.VERSION})"),
    "empty": (lambda path: Path(path).write_bytes(b""), "empty"),
    "no tables": (lambda path: run(path, "DROP TABLE changes"), "damaged, some of its tables are gone"),
}


@pytest.mark.parametrize(("damage", "why"), UNFIT.values(), ids=UNFIT)
def test_an_unfit_copy_is_neither_listed_as_good_nor_recommended_nor_put_back(
    damage: Callable[[str], object], why: str, fq: Call, db: Path
) -> None:
    fq("backup")
    fq("backup")
    newest, older = (copy.path for copy in list_backups(str(db)))
    damage(newest)
    first, second = list_backups(str(db))
    assert (first.contents, second.problem) == (None, "")
    assert why in first.problem
    good = find_newest_good(str(db))
    assert good is not None
    assert good.path == older
    assert f"{good.at[11:16]} UTC" in make_damaged_error(str(db), "is damaged").hint
    with pytest.raises(DamagedError):
        fetch(newest, str(db), may_make_folder=False)
    assert fq("restore", "--dry-run", "--json").document["source"] == older
    damage(older)
    assert find_newest_good(str(db)) is None
    assert "no good backup" in make_damaged_error(str(db), "is damaged").hint
    assert fq("restore", "--yes").code == 3


def test_what_is_listed_as_good_can_be_put_back(fq: Call, db: Path) -> None:
    fq("backup")
    (copy,) = list_backups(str(db))
    assert copy.contents is not None
    fetched = fetch(copy.path, str(db), may_make_folder=False)
    assert fetched.contents == copy.contents
    discard(fetched.path)


def test_latest_goes_on_to_the_next_where_the_newest_fails_only_when_it_is_fetched(
    fq: Call, db: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fq("backup")
    fq("backup")
    newest, older = (copy.path for copy in list_backups(str(db)))

    def fetch_but_one(source: str, path: str, *, may_make_folder: bool, **_: object) -> object:
        if source == newest:
            raise DamagedError(f"{source}: is damaged")
        return fetch(source, path, may_make_folder=may_make_folder)

    monkeypatch.setattr("followq.cli.commands.restore.fetch", fetch_but_one)
    answer = fq("restore", "--yes")
    assert answer.code == 0
    assert older in answer.out
    assert f"passed over: {newest}" in answer.err


@pytest.mark.parametrize("damage", [damage_index, lambda path: run(path, "DELETE FROM people")])
@pytest.mark.parametrize("to_file", [True, False], ids=["to a file", "among the others"])
def test_no_copy_of_a_damaged_queue_is_called_one(
    damage: Callable[[Path], object], to_file: bool, fq: Call, db: Path, tmp_path: Path
) -> None:
    damage(db)
    refused = fq("backup", *([str(tmp_path / "copy.db")] if to_file else []))
    assert refused.code == 6
    assert "followq doctor" in refused.err
    assert not (tmp_path / "copy.db").exists()
    assert list_backups(str(db)) == []


def test_what_comes_before_a_repair_may_hold_what_is_to_be_repaired(db: Path) -> None:
    run(db, "DELETE FROM people")
    queue = Queue(str(db))
    assert os.path.exists(queue.back_up("before-repair"))
    with pytest.raises(FollowqError):
        queue.back_up("by-hand")
    queue.close()


def test_a_copy_beside_which_a_journal_lies_is_not_called_good(fq: Call, db: Path) -> None:
    fq("backup")
    (copy,) = list_backups(str(db))
    Path(f"{copy.path}-journal").write_bytes(b"half a write")
    with pytest.raises(ValueError, match="journal"):
        look(copy.path)
    assert find_newest_good(str(db)) is None


def test_a_copy_whose_log_does_not_lead_to_what_it_holds_is_told(fq: Call, db: Path) -> None:
    fq("backup")
    assert "Its log" not in fq("restore", "--dry-run").out
    (copy,) = list_backups(str(db))
    run(copy.path, "UPDATE people SET note = 'not by followq'")
    for argv in (("--dry-run",), ("--yes",)):
        assert "Its log doesn't lead to all that it holds" in fq("restore", copy.path, *argv).out


def test_a_source_that_is_being_written_is_not_copied_in_the_middle_of_it(
    fq: Call, db: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("followq.store.file.connection.BUSY_SECONDS", 0.05)
    with held_by_another(db, "BEGIN EXCLUSIVE"), pytest.raises(BusyError) as caught:
        fetch(str(db), str(tmp_path / "new.db"), may_make_folder=False)
    assert str(db) in caught.value.message
    assert [name for name in os.listdir(tmp_path) if name.startswith(".followq-")] == []


def test_nobody_writes_into_the_source_while_it_is_copied(
    db: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from followq.store.backup import restore

    said = []
    plain = make.fill

    def fill(held: sqlite3.Connection, copy: sqlite3.Connection) -> None:
        with closing(sqlite3.connect(db, timeout=0.05, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            other.execute("UPDATE followups SET text = 'half of it'")
            try:
                other.execute("COMMIT")
            except sqlite3.OperationalError as err:
                said.append(err.sqlite_errorname)
                plain(held, copy)
                other.execute("ROLLBACK")

    monkeypatch.setattr(restore, "fill", fill)
    fetched = fetch(str(db), str(tmp_path / "new.db"), may_make_folder=False)
    assert said == ["SQLITE_BUSY"]
    with Queue(fetched.path).reading() as reader:
        assert [f.text for f in reader.open_followups()] == ["Send the quote"]
    discard(fetched.path)


def test_a_source_with_a_write_ahead_log_comes_with_what_is_in_it(db: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(db, isolation_level=None)) as other:
        other.execute("PRAGMA journal_mode = WAL")
    before = sorted(os.listdir(tmp_path))
    discard(fetch(str(db), str(tmp_path / "new.db"), may_make_folder=False).path)
    assert sorted(os.listdir(tmp_path)) == before
    with closing(sqlite3.connect(db, isolation_level=None)) as other:
        other.execute("INSERT INTO batches (at, zone, command) VALUES (?, 'UTC', 'note')", (NOW,))
        fetched = fetch(str(db), str(tmp_path / "new.db"), may_make_folder=False)
        assert fetched.contents.batches == 2
        discard(fetched.path)
