"""followq's own file with the items in it, as if each had been added and done by hand.

`python -m bench.speed.filling PATH OPEN CLOSED PEOPLE` is run by the Python that the followq to be measured is
installed for, so that the file has that version's schema. Rows are written past the one writer, which would take
minutes for a long history: without its indexes, which are made again at the end. A test holds the result equal to the
writer's.
"""

from __future__ import annotations

import gc
import heapq
import json
import random
import sqlite3
import sys
from collections.abc import Iterator, Mapping
from contextlib import closing
from datetime import date, datetime, timedelta
from itertools import count, islice
from pathlib import Path
from typing import NamedTuple

from bench.speed.items import (
    CHANNELS,
    FIRST_NAMES,
    NOW,
    PROJECTS,
    SENTENCES,
    Event,
    Item,
    Size,
    items,
    person_name,
)
from followq.model.core import verbs
from followq.model.core.calendar import Calendar, format_instant
from followq.model.core.change import Change, invert_change, record_changes, record_creation
from followq.model.core.followup import FollowUp
from followq.model.core.person import Person
from followq.store.queue import Queue
from followq.store.records.rows import FOLLOWUP_COLUMNS, to_column
from followq.store.records.search_index import INTO_SEARCH, make_index_row

FIRST_BATCH = 2
"""The people come in by the first one."""
AT_ONCE = 10_000
FILLED = ("followups", "batches", "changes")
TO_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
"""What `rows.to_json` writes, by an encoder that is made once."""
UNDO = "undo"


class Step(NamedTuple):
    """A batch of the log: time, command, what it changed, the batch it takes back; and, where this is its first step,
    the follow-up as it is in the end.
    """

    at: str
    command: str
    change: Change
    undoes: int | None = None
    last: FollowUp | None = None


def start(size: Size) -> str:
    """When the people came in: before anything else."""
    return format_instant(NOW.replace(year=NOW.year - 1 - size.years))


def person(number: int, size: Size) -> Person:
    """A person as the queue knows them; every seventh counts for more."""
    chance = random.Random(number)  # noqa: S311 - a benchmark, not a secret
    name = person_name(number)
    address = f"{name.lower().replace(' ', '.')}@{chance.choice(PROJECTS).replace(' ', '')}.example"
    return Person(
        number,
        f"person-{number}",
        name,
        aliases=(f"{chance.choice(FIRST_NAMES)} {number}",) if chance.random() < 0.3 else (),
        emails=(address,) if chance.random() < 0.8 else (),
        phones=(f"+49 30 {chance.randint(100_000, 999_999)}",) if chance.random() < 0.3 else (),
        organisation=f"{chance.choice(PROJECTS).title()} & Co" if chance.random() < 0.6 else None,
        channel=chance.choice(CHANNELS),  # type: ignore[arg-type]
        weight="vip" if number % 21 == 0 else "key" if number % 7 == 0 else "normal",
        reply_target_days=chance.choice((1, 3, 5)) if chance.random() < 0.05 else None,
        keep_informed_days=chance.choice((5, 10)) if chance.random() < 0.1 else None,
        note=chance.choice(SENTENCES) if chance.random() < 0.2 else None,
        away_until=_day(chance.randint(-5, 12)) if chance.random() < 0.04 else None,
        left_on=_day(-chance.randint(1, 90)) if chance.random() < 0.02 else None,
        created_at=start(size),
    )


def _day(days: int) -> str:
    return (NOW + timedelta(days=days)).date().isoformat()


def followup(item: Item) -> FollowUp:
    """An item as it was when it came in."""
    promised = item.first_promised.isoformat() if item.first_promised else None
    return FollowUp(
        item.number,
        f"followup-{item.number}",
        item.person,
        item.text,
        ball="mine" if item.begins_owed else "theirs",
        since=format_instant(item.since) if isinstance(item.since, datetime) else item.since.isoformat(),
        promised=promised,
        first_promised=promised,
        effort_minutes=item.effort_minutes,
        channel=item.channel,  # type: ignore[arg-type]
        project=item.project,
        tags=item.tags,
        note=item.note,
        every=item.every,
        anchor=promised if item.every else None,
        blocked_by=item.blocked_by,
        source=item.source,
        created_at=format_instant(item.noted_at),
    )


COMMANDS = {"tell": "told", "promise": "edit", "hear": "heard", "undone": "done"}
"""Commands that are not called as the event is."""


def carry_out(before: FollowUp, event: Event) -> FollowUp:
    """What an event makes of a follow-up, by the model's own verbs."""
    calendar = Calendar(event.at)
    day = event.value.isoformat() if isinstance(event.value, date) else None
    if event.what == "tell":
        return verbs.tell(before, calendar, day)
    if event.what == "promise":
        return verbs.promise(before, day, calendar)
    if event.what == "toss":
        return verbs.toss(before, calendar, by=day)
    if event.what == "nudge":
        return verbs.nudge(before, calendar, day)
    if event.what == "hear":
        return verbs.hear(before, calendar, day)
    if event.what == "snooze":
        return verbs.snooze(before, calendar, day or "")
    if event.what == "note":
        return verbs.add_note(before, event.value)
    return verbs.close(before, calendar, "dropped" if event.what == "drop" else "done", event.value or 0)


def steps(size: Size) -> Iterator[Step]:
    """Everything that happened, in the order of time; what was done by mistake is undone at once."""
    coming: list[tuple[str, int, int, str, Change]] = []
    batches = count(FIRST_BATCH)

    def until(at: str) -> Iterator[Step]:
        while coming and coming[0][0] <= at:
            when, _, _, what, change = heapq.heappop(coming)
            number = next(batches)
            yield Step(when, COMMANDS.get(what, what), change)
            if what == "undone":
                next(batches)
                yield Step(when, UNDO, invert_change(change), undoes=number)

    for item in items(size):
        made = last = followup(item)
        yield from until(made.created_at)
        for place, event in enumerate(item.events):
            after = carry_out(last, event)
            for change in record_changes(last, after, event.remark):
                heapq.heappush(coming, (format_instant(event.at), item.number, place, event.what, change))
            if event.what != "undone":
                last = after
        next(batches)
        yield Step(made.created_at, "add", record_creation(made), last=last)
    yield from until("9")


def fill(path: Path, size: Size) -> None:
    """Make a queue at a path where there is none."""
    people = {number: person(number, size) for number in range(1, size.people + 1)}
    queue = Queue(str(path))
    with queue.writing("add", start(size), "UTC") as batch:
        for one in people.values():
            batch.add(one)
    queue.close()
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute("PRAGMA synchronous = OFF")
        db.execute("PRAGMA journal_mode = OFF")
        db.execute("PRAGMA cache_size = -200000")
        db.execute("BEGIN")
        indexes = _take_indexes(db)
        _write(db, steps(size), people)
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


def _write(db: sqlite3.Connection, found: Iterator[Step], people: Mapping[int, Person]) -> None:
    columns = FOLLOWUP_COLUMNS.replace("f.", "")
    marks = ", ".join("?" * len(FollowUp._fields))
    first = FIRST_BATCH
    while some := list(islice(found, AT_ONCE)):
        numbered = list(enumerate(some, first))
        first += len(some)
        db.executemany(
            "INSERT INTO batches (id, at, zone, command, undoes) VALUES (?, ?, 'UTC', ?, ?)",
            [(number, step.at, step.command, step.undoes) for number, step in numbered],
        )
        db.executemany(
            "INSERT INTO changes (batch_id, subject, subject_id, action, fields, remark) VALUES (?, ?, ?, ?, ?, ?)",
            [
                (number, change.subject, change.id, change.action, TO_JSON(change.fields), change.remark)
                for number, change in ((number, step.change) for number, step in numbered)
            ],
        )
        new = [step.last for step in some if step.last is not None]
        rows = [list(map(to_column, one)) for one in new]
        db.executemany(f"INSERT INTO followups ({columns}) VALUES ({marks})", rows)  # noqa: S608 - our own names
        db.executemany(INTO_SEARCH, [(one.id, *make_index_row(one, people[one.person_id])) for one in new])


if __name__ == "__main__":
    gc.disable()  # nothing here goes round in a circle
    fill(Path(sys.argv[1]), Size(*map(int, sys.argv[2:])))
