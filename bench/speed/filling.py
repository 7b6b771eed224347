"""followq's own file with the items in it, as if each had been added and done by hand.

`python -m bench.speed.filling PATH OPEN CLOSED` is run by the Python that the followq to be measured is installed
for, so that the file has that version's schema. Rows are written past the one writer, which would take minutes for
a million: without its indexes, which are made again at the end. A test holds the result equal to the writer's.
"""

from __future__ import annotations

import gc
import heapq
import json
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing
from itertools import islice
from pathlib import Path
from typing import Any

from bench.speed.items import NOW, OLDEST_CLOSED_DAYS, PEOPLE, Item, Size, items, person_name
from followq.model.core.calendar import instant
from followq.model.core.change import Change, changed, created
from followq.model.core.followup import FollowUp
from followq.model.core.person import Person
from followq.store.queue import Queue
from followq.store.records.rows import FOLLOWUP_COLUMNS

START = instant(NOW.replace(year=NOW.year - 1 - OLDEST_CLOSED_DAYS // 365))
FIRST_BATCH = 2
"""The people come in by the first one."""
AT_ONCE = 10_000
FILLED = ("followups", "batches", "changes")
TO_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
"""What `rows.to_json` writes, by an encoder that is made once."""

Step = tuple[str, str, Change, FollowUp | None]
"""Time, command, what it changed, and the follow-up as it is in the end where this is its first step."""


def person(number: int) -> Person:
    """A person as the queue knows them; every seventh counts for more."""
    name = person_name(number)
    made = Person(number, f"person-{number}", name, created_at=START)
    return made._replace(weight="key") if number % 7 == 0 else made


def followup(item: Item) -> FollowUp:
    """An item as it was when it came in."""
    promised = item.promised.isoformat() if item.promised else None
    return FollowUp(
        item.number,
        f"followup-{item.number}",
        item.person,
        item.text,
        ball="mine" if item.is_owed else "theirs",
        since=instant(item.since),
        promised=promised,
        first_promised=promised,
        told_at=instant(item.told_at) if item.told_at and item.is_owed else None,
        effort_minutes=item.effort_minutes,
        project=item.project,
        created_at=instant(item.since),
    )


def steps(size: Size) -> Iterator[Step]:
    """Everything that happened, in the order of time."""
    closings: list[tuple[str, int, FollowUp, FollowUp]] = []

    def closed_by(at: str) -> Iterator[Step]:
        while closings and closings[0][0] <= at:
            when, _, before, after = heapq.heappop(closings)
            yield when, "done", changed(before, after)[0], None

    for item in items(size):
        made = followup(item)
        yield from closed_by(made.created_at)
        last = made
        if item.closed_at:
            last = made._replace(status="done", closed_at=instant(item.closed_at))
            heapq.heappush(closings, (instant(item.closed_at), made.id, made, last))
        yield made.created_at, "add", created(made), last
    yield from closed_by("9")


def fill(path: Path, size: Size) -> None:
    """Make a queue at a path where there is none."""
    queue = Queue(str(path))
    with queue.writing("add", START, "UTC") as batch:
        for number in range(1, PEOPLE + 1):
            batch.add(person(number))
    queue.close()
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute("PRAGMA synchronous = OFF")
        db.execute("PRAGMA journal_mode = OFF")
        db.execute("PRAGMA cache_size = -200000")
        db.execute("BEGIN")
        indexes = _take_indexes(db)
        _write(db, steps(size))
        # The made-up words need no folding but for their case.
        db.execute(
            "INSERT INTO search (rowid, person, text, note, project, tags)"
            " SELECT f.id, lower(p.name), lower(f.text), '', lower(coalesce(f.project, '')), ''"
            " FROM followups f JOIN people p ON p.id = f.person_id ORDER BY f.id"
        )
        for sql in indexes:
            db.execute(sql)
        db.execute("COMMIT")


def _take_indexes(db: sqlite3.Connection) -> list[str]:
    marks = ", ".join("?" * len(FILLED))
    found = db.execute(
        f"SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL AND tbl_name IN ({marks})",  # noqa: S608 - marks alone
        FILLED,
    ).fetchall()
    for name, _ in found:
        db.execute(f'DROP INDEX "{name}"')
    return [sql for _, sql in found]


def _write(db: sqlite3.Connection, found: Iterator[Step]) -> None:
    columns = FOLLOWUP_COLUMNS.replace("f.", "")
    marks = ", ".join("?" * len(FollowUp._fields))
    first = FIRST_BATCH
    while some := list(islice(found, AT_ONCE)):
        numbered = list(enumerate(some, first))
        first += len(some)
        db.executemany(
            "INSERT INTO batches (id, at, zone, command) VALUES (?, ?, 'UTC', ?)",
            [(number, at, command) for number, (at, command, _, _) in numbered],
        )
        db.executemany(
            "INSERT INTO changes (batch_id, subject, subject_id, action, fields) VALUES (?, ?, ?, ?, ?)",
            [
                (number, change.subject, change.id, change.action, TO_JSON(change.fields))
                for number, (_, _, change, _) in numbered
            ],
        )
        db.executemany(
            f"INSERT INTO followups ({columns}) VALUES ({marks})",  # noqa: S608 - our own names
            [_row(last) for _, _, _, last in some if last is not None],
        )


def _row(record: FollowUp) -> list[Any]:
    # No item here has a tag or a blocker.
    return ["[]" if value == () else value for value in record]


if __name__ == "__main__":
    gc.disable()  # nothing here goes round in a circle
    fill(Path(sys.argv[1]), Size(int(sys.argv[2]), int(sys.argv[3])))
