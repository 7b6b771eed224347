"""A file that was made to be run: nothing in it is, whatever command looks at it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from followq.errors import DamagedError
from followq.store.file import connection as connection_module
from followq.store.file.errors import translate
from tests.conftest import Call

ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT"
CRAFTED = {
    "recursive view": ("DROP TABLE {0}", "CREATE VIEW {0} AS " + ENDLESS + " i AS id FROM n"),
    "view in other letters": ("DROP TABLE {0}", "CREATE VIEW {1} AS " + ENDLESS + " i AS id FROM n"),
    "generated column": ("ALTER TABLE {0} ADD COLUMN more TEXT AS (hex(zeroblob(9999999)))",),
    "virtual table": ("DROP TABLE {0}", "CREATE VIRTUAL TABLE {0} USING fts5 (id, uid, name, text)"),
}


def craft(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        for statement in statements:
            other.execute(statement)


@pytest.mark.parametrize("table", ["people", "followups", "batches", "changes", "person_names"])
@pytest.mark.parametrize("how", CRAFTED)
def test_what_stands_in_a_tables_place_is_refused_and_not_run(fq: Call, db: Path, how: str, table: str) -> None:
    fq("add", "Ana Lopez", "Quote")
    craft(db, *(statement.format(table, table.upper()) for statement in CRAFTED[how]))
    before = db.read_bytes()
    for words in (("today",), ("count",), ("add", "Tom Baker", "Numbers"), ("list",), ("doctor",), ("backup",)):
        refused = fq(*words)
        assert refused.code == 6, words
        assert "not as followq makes it" in refused.err + refused.out
    assert db.read_bytes() == before
    assert fq("--db", str(db.with_name("other.db")), "restore", str(db), "--yes").code in (4, 6)


def test_a_search_index_that_reads_a_view_is_refused(fq: Call, db: Path) -> None:
    fq("add", "Ana Lopez", "Quote")
    craft(
        db,
        "DROP TABLE search",
        "CREATE VIEW endless AS " + ENDLESS + " i, i AS person, i AS text FROM n",
        "CREATE VIRTUAL TABLE search USING fts5 (person, text, content = 'endless')",
    )
    assert fq("search", "quote").code == 6


def test_what_the_user_added_beside_is_left_alone(fq: Call, db: Path) -> None:
    fq("add", "Ana Lopez", "Quote")
    craft(db, "CREATE VIEW mine AS SELECT 1", "CREATE TABLE notes (a)", "ALTER TABLE people ADD COLUMN colour TEXT")
    assert fq("today").code == 0


def test_a_crafted_queue_is_salvaged_without_running_it(fq: Call, db: Path) -> None:
    fq("add", "Ana Lopez", "Quote")
    craft(db, "DROP TABLE batches", "CREATE VIEW batches AS " + ENDLESS + " i AS id FROM n")
    saved = db.with_name("saved.db")
    fq("doctor", "--salvage", str(saved))
    if saved.exists():
        assert fq("--db", str(saved), "list").code == 0


def test_a_question_that_never_ends_is_ended(monkeypatch: pytest.MonkeyPatch, fq: Call, db: Path) -> None:
    fq("add", "Ana Lopez", "Quote")
    monkeypatch.setattr(connection_module, "MOST_STEPS", 100_000)
    with closing(connection_module.connect(str(db))) as connection, pytest.raises(sqlite3.OperationalError) as ended:
        connection.execute(ENDLESS + " count(*) FROM n").fetchone()
    told = translate(ended.value, str(db))
    assert isinstance(told, DamagedError)
    assert "never ended" in told.message
