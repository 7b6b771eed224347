"""The followq after this one: one more step, that gives people a birthday and follow-ups a place."""

from __future__ import annotations

from collections.abc import Callable

from sqlite_utils import Database, Migrations

from followq.store.file import migrations, schema

STEP = "9999_birthdays_and_places"


def next_steps(in_the_middle: Callable[[], object] = lambda: None) -> Migrations:
    """All of this program's steps and one more."""
    steps = Migrations("followq")
    steps._migrations.extend(migrations.steps._migrations)

    @steps(name=STEP)
    def birthdays_and_places(db: Database) -> None:
        db.execute("ALTER TABLE people ADD COLUMN birthday TEXT")
        db.execute("UPDATE people SET birthday = '1970-01-01'")
        in_the_middle()
        db.execute("ALTER TABLE followups ADD COLUMN place TEXT")

    return steps


def become(in_the_middle: Callable[[], object] = lambda: None) -> None:
    """Make this process a followq of the next version, for good."""
    migrations.steps = next_steps(in_the_middle)
    schema.VERSION += 1
