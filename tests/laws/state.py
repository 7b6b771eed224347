"""What stands in a queue's file, read past followq: rows, what the log leads to, what the indexes should hold.

Nothing here uses followq's own reading or replaying, so that the laws are no circle.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple

from followq.model.core.folding import fold, set_apart

Row = dict[str, Any]
Rows = dict[int, Row]

LISTS = frozenset({"aliases", "emails", "phones", "tags", "blocked_by"})
DEFAULTS: dict[str, Row] = {
    "person": {"aliases": [], "emails": [], "phones": [], "weight": "normal"},
    "followup": {
        "ball": "mine", "status": "open", "slips": 0, "nudges": 0, "snoozes": 0, "spent_minutes": 0, "tags": [],
        "blocked_by": [],
    },
}  # fmt: skip
"""What a record is born with where its first change says nothing of it."""
TABLE_OF = {"person": "people", "followup": "followups"}
NAMED_BY = ("name", "aliases", "emails")


class Tables(NamedTuple):
    """People and follow-ups by id, column by column, lists as lists."""

    people: Rows
    followups: Rows


class Entry(NamedTuple):
    """A row of the log."""

    seq: int
    batch: int
    subject: str
    subject_id: int
    action: str
    fields: dict[str, list[Any]]
    remark: str


class Batch(NamedTuple):
    """One command in the log."""

    number: int
    at: str
    zone: str
    command: str
    undoes: int | None


class Contents(NamedTuple):
    """All that a queue's file says; `given` are the highest ids ever given out, by table."""

    tables: Tables
    batches: list[Batch]
    log: list[Entry]
    names: set[tuple[str, int]]
    search: dict[int, tuple[str, ...]]
    given: dict[str, int]


NOTHING = Contents(Tables({}, {}), [], [], set(), {}, {})


def contents(path: Path) -> Contents:
    """What stands in the file; where there is none, an empty queue."""
    if not path.exists():
        return NOTHING
    with closing(sqlite3.connect(path)) as connection:

        def rows(sql: str) -> list[Any]:
            return connection.execute(sql).fetchall()

        return Contents(
            Tables(_records(connection, "people"), _records(connection, "followups")),
            [Batch(*row) for row in rows("SELECT id, at, zone, command, undoes FROM batches ORDER BY id")],
            [
                Entry._make((*row[:5], json.loads(row[5]), row[6]))
                for row in rows(
                    "SELECT seq, batch_id, subject, subject_id, action, fields, remark FROM changes ORDER BY seq"
                )
            ],
            set(rows("SELECT key, person_id FROM person_names")),
            {row[0]: row[1:] for row in rows("SELECT rowid, person, text, note, project, tags FROM search")},
            dict(rows("SELECT name, seq FROM sqlite_sequence")),
        )


def _records(connection: sqlite3.Connection, table: str) -> Rows:
    cursor = connection.execute(f"SELECT * FROM {table} ORDER BY id")
    names = [column[0] for column in cursor.description]
    return {row[0]: _row(zip(names, row, strict=True)) for row in cursor.fetchall()}


def _row(pairs: Iterable[tuple[str, Any]]) -> Row:
    return {name: json.loads(value) if name in LISTS else value for name, value in pairs}


def is_sound(path: Path) -> str:
    """`ok`, or what SQLite and its search index find wrong with the file."""
    with closing(sqlite3.connect(path)) as connection:
        found = [str(row[0]) for row in connection.execute("PRAGMA integrity_check")]
        found += [str(row) for row in connection.execute("PRAGMA foreign_key_check")]
        connection.execute("INSERT INTO search (search) VALUES ('integrity-check')")
        connection.rollback()
    return "; ".join(found)


class Player:
    """Plays a log, change by change, and holds every change to what is there."""

    def __init__(self) -> None:
        self.tables: dict[str, Rows] = {"person": {}, "followup": {}}

    def play(self, entry: Entry) -> None:
        """One change: the old values have to be the ones that are there."""
        table = self.tables[entry.subject]
        assert entry.action in ("create", "change", "remove")
        assert (entry.subject_id in table) == (entry.action != "create"), f"{entry}: its record is there, or isn't"
        row = table.get(entry.subject_id, {})
        for name, (old, _) in entry.fields.items():
            assert row.get(name) == old, f"{entry}: {name} was {row.get(name)!r}"
        if entry.action == "remove":
            kept = {name: value for name, value in row.items() if value is not None and name not in entry.fields}
            kept = {name: value for name, value in kept.items() if DEFAULTS[entry.subject].get(name) != value}
            assert not kept, f"{entry}: what it doesn't take back is lost: {kept}"
            del table[entry.subject_id]
        else:
            row = row or DEFAULTS[entry.subject]
            table[entry.subject_id] = row | {name: new for name, (_, new) in entry.fields.items()}

    def state(self, like: Tables) -> Tables:
        """The tables as they are now; fields that no change ever spoke of are None, as in `like`'s rows."""
        return Tables(*(_filled(self.tables[kind], rows) for kind, rows in zip(TABLE_OF, like, strict=True)))


def _filled(rows: Rows, like: Rows) -> Rows:
    columns: dict[str, None] = dict.fromkeys(name for row in like.values() for name in row)
    return {number: dict.fromkeys(columns) | row for number, row in sorted(rows.items())}


def states(found: Contents) -> dict[int, Tables]:
    """The tables after each batch of the log."""
    player, result = Player(), {}
    for place, entry in enumerate(found.log):
        player.play(entry)
        if place + 1 == len(found.log) or found.log[place + 1].batch != entry.batch:
            result[entry.batch] = player.state(found.tables)
    return result


def same(one: Tables, other: Tables) -> bool:
    """Whether two states hold the same records; what is None may be left out in either."""
    return _bare(one) == _bare(other)


def _bare(tables: Tables) -> list[dict[int, Row]]:
    return [
        {number: {name: value for name, value in row.items() if value is not None} for number, row in rows.items()}
        for rows in tables
    ]


def names_of(people: Rows) -> set[tuple[str, int]]:
    """What the index of names has to hold."""
    return {
        (key_of(name), person["id"])
        for person in people.values()
        for name in (person["name"], *person["aliases"], *person["emails"])
    }


def key_of(name: str) -> str:
    return " ".join(fold(name).split())


def search_of(tables: Tables) -> dict[int, tuple[str, ...]]:
    """What the search index has to hold."""
    return {number: _searchable(row, tables.people[row["person_id"]]) for number, row in tables.followups.items()}


def _searchable(row: Mapping[str, Any], person: Mapping[str, Any]) -> tuple[str, ...]:
    columns = (
        " ".join((person["name"], *person["aliases"])),
        row["text"],
        row["note"] or "",
        row["project"] or "",
        " ".join(row["tags"]),
    )
    return tuple(set_apart(fold(column)) for column in columns)
