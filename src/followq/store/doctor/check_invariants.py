"""What the model asks of a queue, checked against its file; the laws: `model/integrity/invariants.py`."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from itertools import groupby

from followq.errors import BusyError, FollowqError
from followq.hints import command
from followq.model.core.calendar import Instant
from followq.model.core.change import Change
from followq.model.core.followup import FollowUp
from followq.model.core.person import Person, name_keys
from followq.model.integrity.invariants import (
    Finding,
    bad_moments,
    difference,
    forgets,
    is_moment,
    led_to,
    unsound_undos,
)
from followq.store.file.connection import LAST_ID
from followq.store.file.errors import translate
from followq.store.records.rows import (
    FOLLOWUP_COLUMNS,
    PERSON_COLUMNS,
    TABLES,
    from_field,
    from_json,
    to_followup,
    to_person,
)
from followq.store.records.writer import BARRIERS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from followq.model.core.change import Subject

PIECE = 500
DAY_LENGTH = 10
"""Characters of a moment that is a whole day."""

WORDS: dict[Subject, str] = {"person": "person", "followup": "follow-up"}
Record = Person | FollowUp

FAILURES = (sqlite3.Error, TypeError, ValueError, AttributeError, LookupError, OverflowError)
"""What comes of reading bytes that followq never wrote: a flipped bit can make a number of a text."""

UNREADABLE = "unreadable"
"""In place of a record or its changes that can't be read."""


def fix() -> str:
    """What to do about what doctor can mend."""
    return command("doctor", "--fix")


def salvage() -> str:
    """What to do about what it can't."""
    return f"{command('restore', 'latest')}, or save what can be read: {command('doctor', '--salvage', 'FILE')}"


def refuse_busy(err: Exception, path: str) -> None:
    """Let an error pass, unless another program holds the queue.

    Raises: BusyError.
    """
    if isinstance(err, (sqlite3.Error, FollowqError)):
        failure = translate(err, path)
        if isinstance(failure, BusyError):
            raise failure from err


def pieces(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    """Ids in their order, a few hundred at a time."""
    for start in range(0, len(ids), PIECE):
        yield ids[start : start + PIECE]


def check_log(connection: sqlite3.Connection, path: str) -> Iterator[Finding]:
    """Whether the log leads to every record, and every record is fit."""
    followups = {number for (number,) in connection.execute("SELECT id FROM followups")}
    for subject in TABLES:
        for number, row, changes in records(connection, subject):
            what = f"{path}: {WORDS[subject]} {number}"
            if UNREADABLE in (row, changes):
                yield Finding("log", f"{what} or its log can't be read", salvage(), is_damage=True)
                continue
            led, break_off = led_to(changes)
            why = break_off or difference(row, led) or (forgets(changes) and "was changed from what it was not")
            if why:
                yield Finding("log", f"{what} {why}", salvage(), is_damage=True)
            if row is not None:
                yield from _record(row, what, followups)


def _record(row: Record, what: str, followups: set[int]) -> Iterator[Finding]:
    bad = bad_moments(row)
    if bad:
        yield Finding("dates", f"{what} holds no date in {', '.join(bad)}", salvage(), is_damage=True)
    if isinstance(row, FollowUp):
        gone = [str(number) for number in row.blocked_by if number not in followups]
        if gone:
            hint = command("edit", row.id, "--no-blocked-by", gone[0])
            yield Finding("links", f"{what} waits for {', '.join(gone)}, which is not there", hint)


def records(connection: sqlite3.Connection, subject: Subject) -> Iterator[tuple[int, Any, Any]]:
    """Every record of one kind, in its table or in the log: id, record or None, its changes in order.

    What can't be read is `UNREADABLE`.
    """
    table = TABLES[subject]
    sql = f"SELECT id FROM {table} UNION SELECT subject_id FROM changes WHERE subject = ?"
    ids = [number for (number,) in connection.execute(sql, (subject,))]
    for piece in pieces(ids):
        try:
            yield from _read(connection, subject, piece)
        except FAILURES:
            # Somewhere in there: one by one, so that it is known where.
            for number in piece:
                try:
                    yield from list(_read(connection, subject, [number]))
                except FAILURES as err:
                    refuse_busy(err, "")
                    yield number, UNREADABLE, UNREADABLE


def _read(connection: sqlite3.Connection, subject: Subject, piece: Sequence[int]) -> list[tuple[int, Any, Any]]:
    bounds = piece[0], piece[-1]
    columns, make = (PERSON_COLUMNS, to_person) if subject == "person" else (FOLLOWUP_COLUMNS, to_followup)
    table = TABLES[subject]
    short = columns[0]
    sql = f"SELECT {columns} FROM {table} {short} WHERE {short}.id BETWEEN ? AND ?"
    rows: dict[int, Any] = {row[0]: make(row) for row in connection.execute(sql, bounds).fetchall()}
    sql = """
        SELECT subject_id, action, fields, remark FROM changes
        WHERE subject = ? AND subject_id BETWEEN ? AND ? ORDER BY subject_id, seq
    """
    entries = connection.execute(sql, (subject, *bounds)).fetchall()
    changes = {number: [_change(subject, *row) for row in group] for number, group in groupby(entries, lambda r: r[0])}
    return [(number, rows.get(number), changes.get(number, [])) for number in piece]


def _change(subject: Subject, number: int, action: Any, fields: str, remark: str) -> Change:
    pairs = {name: (from_field(name, old), from_field(name, new)) for name, (old, new) in from_json(fields).items()}
    return Change(subject, number, action, pairs, remark)


def check_names(connection: sqlite3.Connection, path: str) -> Iterator[Finding]:
    """Whether people are found by all their names."""
    people = [to_person(row) for row in connection.execute(f"SELECT {PERSON_COLUMNS} FROM people p").fetchall()]
    wanted = {(key, person.id) for person in people for key in name_keys(person)}
    if set(connection.execute("SELECT key, person_id FROM person_names")) != wanted:
        message = f"{path}: the names by which people are found are not in step with the people"
        yield Finding("names", message, fix(), is_damage=True, mend="search")


def check_batches(connection: sqlite3.Connection, path: str) -> Iterator[Finding]:
    """Whether every batch has a time and a command."""
    ids = [number for (number,) in connection.execute("SELECT id FROM batches")]
    for piece in pieces(ids):
        sql = "SELECT id, at, command, zone FROM batches WHERE id BETWEEN ? AND ?"
        for number, at, name, _ in connection.execute(sql, (piece[0], piece[-1])).fetchall():
            if not is_moment(at) or len(at) == DAY_LENGTH or not name.isprintable():
                yield Finding("log", f"{path}: batch {number} of the log has no time or command", salvage(), True)


def check_undo(connection: sqlite3.Connection, path: str) -> Iterator[Finding]:
    """Whether undo takes back what stands, since the log was last cut."""
    marks = ", ".join("?" * len(BARRIERS))
    barrier = f"SELECT ifnull(max(id), 0) FROM batches WHERE command IN ({marks})"
    sql = f"SELECT id, command, undoes FROM batches WHERE id > ({barrier}) ORDER BY id"
    for number in unsound_undos(connection.execute(sql, BARRIERS)):
        message = f"{path}: batch {number} of the log takes back what does not stand"
        yield Finding("undo", message, salvage(), is_damage=True)


def highest_ids(connection: sqlite3.Connection) -> dict[str, tuple[int, int]]:
    """For each table: the highest id that was ever given out, and the highest that the file says it has given out.

    What is no such number counts as the end of all ids.
    """
    sql = "SELECT name, iif(typeof(seq) = 'integer' AND seq BETWEEN 0 AND ?1, seq, ?1) FROM sqlite_sequence"
    given = dict(connection.execute(sql, (LAST_ID,)))
    found = {}
    for subject, table in TABLES.items():
        sql = f"""
            SELECT max(ifnull((SELECT max(id) FROM {table}), 0),
              ifnull((SELECT max(subject_id) FROM changes WHERE subject = ?), 0))
        """
        found[table] = connection.execute(sql, (subject,)).fetchone()[0], given.get(table, 0)
    for table, column in (("batches", "id"), ("changes", "seq")):
        sql = f"SELECT ifnull(max({column}), 0) FROM {table}"
        found[table] = connection.execute(sql).fetchone()[0], given.get(table, 0)
    return found


def check_ids(connection: sqlite3.Connection, path: str) -> Iterator[Finding]:
    """Whether no id would be given out twice."""
    for table, (highest, given) in highest_ids(connection).items():
        if highest >= LAST_ID:
            yield Finding("ids", f"{path}: an id of {table} is {highest}, so there is no next one", salvage(), True)
        elif given >= LAST_ID:
            message = f"{path}: the counter of {table} is at its end, so nothing can be added"
            yield Finding("ids", message, fix(), is_damage=True, mend="ids")
        elif given < highest:
            message = f"{path}: ids of {table} up to {highest} were used, but it would give out {given + 1} again"
            yield Finding("ids", message, fix(), is_damage=True, mend="ids")


def check_clock(connection: sqlite3.Connection, path: str, now: Instant) -> Iterator[Finding]:
    """Whether the clock is not behind the last entry."""
    last = connection.execute("SELECT at FROM batches ORDER BY id DESC LIMIT 1").fetchone()
    if last is not None and last[0] > now:
        message = f"{path}: system clock ({now}) is earlier than the last change ({last[0]})"
        yield Finding("clock", message, "set the machine's clock; the order of the log doesn't depend on it")
