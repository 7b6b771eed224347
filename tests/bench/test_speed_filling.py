"""The file that is written past the one writer is the file that the writer would have written."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from bench.speed.filling import TO_JSON, fill, followup, person, start, steps
from bench.speed.items import NOW, Size, items

from followq.model.core.change import replay
from followq.store.queue import Queue
from followq.store.records.rows import to_json

SIZE = Size(80, 200, 30)


def written_by_hand(path: Path) -> None:
    """Every step as a batch of its own, by the one writer."""
    queue = Queue(str(path))
    with queue.writing("add", start(SIZE), "UTC") as batch:
        for number in range(1, SIZE.people + 1):
            batch.add(person(number, SIZE))
    for step in steps(SIZE):
        with queue.writing(step.command, step.at, "UTC") as batch:
            batch.apply([step.change])
            batch.undoes = step.undoes
    queue.close()


def contents(path: Path) -> dict[str, list[Any]]:
    """Every row of every table in an order of its own, the search index's inner ones left out; and the schema."""
    with closing(sqlite3.connect(path)) as db:
        names = [name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        own = [name for name in names if not name.startswith(("search_", "sqlite_", "_sqlite_migrations"))]
        found = {name: sorted(db.execute(f'SELECT * FROM "{name}"').fetchall(), key=repr) for name in own}
        found["schema"] = sorted(db.execute("SELECT type, name, sql FROM sqlite_master").fetchall(), key=repr)
        found["sequences"] = sorted(db.execute("SELECT * FROM sqlite_sequence").fetchall())
        found["hits"] = db.execute("SELECT rowid FROM search WHERE search MATCH 'lighthouse' ORDER BY rowid").fetchall()
    return found


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small queue, made as the bench makes large ones."""
    path = tmp_path_factory.mktemp("filled") / "queue.db"
    fill(path, SIZE)
    return path


def test_rows_log_search_index_and_schema_are_those_of_the_writer(filled: Path, tmp_path: Path) -> None:
    written_by_hand(tmp_path / "by-hand.db")
    expected = contents(tmp_path / "by-hand.db")
    found = contents(filled)
    for name, rows in expected.items():
        assert found[name] == rows, name


def test_the_log_leads_to_the_tables_in_the_order_of_time(filled: Path) -> None:
    queue = Queue(str(filled))
    with queue.reading() as reader:
        entries = reader.log()
        people, followups = replay([entry.change for entry in entries])
        assert followups == {number: reader.followup(number) for number in followups}
        assert people == reader.people(people)
        assert len(people) == SIZE.people
    queue.close()
    assert len(followups) == SIZE.open + SIZE.closed
    assert [entry.at for entry in entries] == sorted(entry.at for entry in entries)
    assert all(entry.at <= NOW.strftime("%Y-%m-%dT%H:%M:%SZ") for entry in entries)


def test_sqlite_finds_the_file_sound(filled: Path) -> None:
    with closing(sqlite3.connect(filled)) as db:
        assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert db.execute("PRAGMA foreign_key_check").fetchall() == []
        db.execute("INSERT INTO search (search) VALUES ('integrity-check')")


def test_the_quick_encoder_writes_what_the_store_writes() -> None:
    for item in items(SIZE):
        fields = followup(item)._replace(text='Ünï "code"')._asdict()
        assert TO_JSON(fields) == to_json(fields)
