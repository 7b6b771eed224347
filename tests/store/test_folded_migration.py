"""The step to folded names and words: from old files, with what is damaged in them."""

from __future__ import annotations

import gzip
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from followq.store.doctor.check import examine
from followq.store.file import migrations
from followq.store.opening import open_queue
from followq.store.records.reader import Reader
from followq.store.records.rows import FOLLOWUP_COLUMNS
from tests.faults.kills import OLD_FILES
from tests.store.builders import NOW, rows

EVERYTHING = [
    f"SELECT {FOLLOWUP_COLUMNS.replace(', f.link', '')} FROM followups f ORDER BY id",
    "SELECT * FROM people ORDER BY id",
    "SELECT * FROM changes ORDER BY seq",
]
"""The records with the fields that there were, and their log."""
FOLDED = "0005_folded_names_and_words"


@pytest.fixture
def old(db: Path) -> Path:
    """A queue of format 4 with two people whose names become one."""
    db.write_bytes(gzip.decompress((OLD_FILES / "version-4.db.gz").read_bytes()))
    db.chmod(0o600)
    return db


def test_names_and_words_are_made_anew_and_nothing_else_is_touched(old: Path) -> None:
    with closing(sqlite3.connect(old)) as plain:
        before = [rows(plain, query) for query in EVERYTHING]
        assert rows(plain, "SELECT person_id FROM person_names WHERE key = 'jose nunez'") == [(5,)]
    with closing(open_queue(str(old), is_needed=True)) as connection:
        reader = Reader(connection)
        assert [rows(connection, query) for query in EVERYTHING] == before
        assert [who.id for who in reader.people_called("jose nunez")] == [5, 6]
        assert [who.id for who in reader.people_called("José Núñez")] == [6]
        assert [found.id for found in reader.search(["会議"])] == [9]
        assert [found.id for found in reader.search(["lodz"])] == [9]
        assert [found.id for found in reader.search(["jose", "prices"])] == [8, 9]
    assert examine(str(old), NOW).findings == ()


def test_the_step_asks_for_no_column_that_is_younger(old: Path) -> None:
    # A file may come from the first version to one that has more columns.
    assert [step.name for step in migrations.steps._migrations].index(FOLDED) == 4
    with closing(sqlite3.connect(old, isolation_level=None)) as plain:
        for column in ("agreed", "heard_at"):
            for index in ("followups_owed", "followups_owed_by_promise", "followups_waited", "followups_counted_on"):
                plain.execute(f"DROP INDEX IF EXISTS {index}")
            plain.execute(f"ALTER TABLE followups DROP COLUMN {column}")
        migrations.migrate(plain, stop_at=5)
        assert rows(plain, "SELECT count(*) FROM search WHERE search MATCH 'prices'") == [(5,)]


def test_a_damaged_list_keeps_no_queue_from_being_opened(old: Path) -> None:
    with closing(sqlite3.connect(old, isolation_level=None)) as plain:
        plain.execute("UPDATE people SET aliases = '[not json]' WHERE id = 6")
    with closing(open_queue(str(old), is_needed=True)) as connection:
        held = rows(connection, "SELECT key FROM person_names WHERE person_id = 6")
        assert held == [("jose nunez",)]
    assert any(finding.is_damage for finding in examine(str(old), NOW).findings)
