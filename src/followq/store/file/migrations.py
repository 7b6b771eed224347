"""How a file gets from one version to the next: append-only steps run by sqlite-utils.

Each step is transactional; `user_version` is their number. Loaded only when a file is new or behind.
"""

from __future__ import annotations

import sqlite3

from sqlite_utils import Database, Migrations

from followq.store.file import schema
from followq.store.records.search_index import index_all

steps = Migrations("followq")


@steps(name="0001_first_tables")
def first_tables(db: Database) -> None:
    """People, follow-ups, their log, the search index and the views."""
    for statement in (*schema.TABLES, *schema.INDEXES):
        db.execute(statement)
    for name, query in schema.VIEWS.items():
        db.create_view(name, query)


@steps(name="0002_turnaround_indexes")
def turnaround_indexes(db: Database) -> None:
    """How long each side had the ball, without a walk over the history."""
    for statement in schema.TURNAROUND_INDEXES:
        db.execute(statement)


@steps(name="0003_whole_desk_indexes")
def whole_desk_indexes(db: Database) -> None:
    """The order of today without reading everything open."""
    for statement in schema.WHOLE_DESK_INDEXES:
        db.execute(statement)


@steps(name="0004_agreed_heard_away_left")
def agreed_heard_away_left(db: Database) -> None:
    """What happens between people while a thing is open."""
    for statement in schema.NEW_FIELDS:
        db.execute(statement)


@steps(name="0005_folded_names_and_words")
def folded_names_and_words(db: Database) -> None:
    """Names and words compared in one form; see `model/core/folding.py`."""
    for statement in (*schema.FOLDED_SEARCH, "DELETE FROM person_names"):
        db.execute(statement)
    index_all(db.conn)


@steps(name="0006_link_first_asks_and_moves")
def link_first_asks_and_moves(db: Database) -> None:
    """The way back to where a follow-up came from; when they were asked for it; with whom it was."""
    for statement in schema.FIRST_ASKS_AND_MOVES:
        db.execute(statement)


@steps(name="0007_history_indexes")
def history_indexes(db: Database) -> None:
    """What a long history is summed up by, index alone."""
    for statement in schema.HISTORY_INDEXES:
        db.execute(statement)


def migrate(connection: sqlite3.Connection, stop_at: int | None = None) -> None:
    """Bring a file to this program's version, all steps or none.

    Foreign keys are off meanwhile, as rebuilding a table needs, and checked at the end. Two programs
    that start at once are both right: the second finds nothing pending. `stop_at` is for tests.

    Raises: sqlite3.Error, with the file as it was.
    """
    db = Database(connection, execute_plugins=False)
    names = [step.name for step in steps._migrations]
    db.execute("PRAGMA foreign_keys = OFF")
    db.execute("BEGIN IMMEDIATE")
    try:
        steps.apply(db, stop_before=None if stop_at is None else names[stop_at:])
        broken = db.execute("PRAGMA foreign_key_check").fetchall()
        if broken:
            raise sqlite3.IntegrityError(f"{len(broken)} rows point to nothing")
        version = len(steps.applied(db))
        db.execute(f"PRAGMA application_id = {schema.APPLICATION_ID}")
        db.execute(f"PRAGMA user_version = {version}")
        db.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            db.execute("ROLLBACK")
        raise
    finally:
        db.execute("PRAGMA foreign_keys = ON")
