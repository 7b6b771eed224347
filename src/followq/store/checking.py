"""Is a queue sound? Every check that needs its file open: SQLite's own, then those of the model's laws."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby

from followq.errors import BusyError, DamagedError, FollowqError
from followq.model.calendar import Instant
from followq.model.change import Change
from followq.model.copies import Contents
from followq.model.followup import FollowUp
from followq.model.person import Person, name_keys
from followq.model.soundness import Finding, bad_moments, difference, forgets, is_moment, led_to, unsound_undos
from followq.record import NamedTuple
from followq.store import schema
from followq.store.backups import counted
from followq.store.door import check, connect, new_in_memory
from followq.store.failures import translate
from followq.store.places import look_round
from followq.store.rows import (
    FOLLOWUP_COLUMNS,
    PERSON_COLUMNS,
    TABLES,
    from_field,
    from_json,
    to_followup,
    to_person,
)
from followq.store.writer import BARRIERS, indexed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from followq.model.change import Subject

MOST_TOLD = 5
"""Findings of one check that are told one by one."""
PIECE = 500
DAY_LENGTH = 10
"""Characters of a moment that is a whole day."""

SALVAGE = "followq restore latest, or save what can be read: followq doctor --salvage FILE"
FIX = "followq doctor --fix"
WORDS: dict[Subject, str] = {"person": "person", "followup": "follow-up"}
Record = Person | FollowUp

FAILURES = (sqlite3.Error, TypeError, ValueError, AttributeError, LookupError, OverflowError)
"""What comes of reading bytes that followq never wrote: a flipped bit can make a number of a text."""

UNREADABLE = "unreadable"
"""In place of a record or its changes that can't be read."""


class Report(NamedTuple):
    """What was found, and what the queue holds where it can be counted."""

    findings: tuple[Finding, ...]
    contents: Contents | None


def examine(path: str, now: Instant) -> Report:
    """Carry out every check on a queue's file. Nothing is changed, save what SQLite takes back by itself.

    Raises: BusyError, DiskError.
    """
    findings = look_round(path)
    connection = None
    try:
        connection = connect(path)
        version = check(connection, path)
        found, contents = _look_in(connection, path, version, now)
        findings += found
    except DamagedError as err:
        return Report((*findings, Finding("file", err.message, err.hint, is_damage=True)), None)
    except (sqlite3.Error, UnicodeDecodeError) as err:
        failure = translate(err, path)
        if not isinstance(failure, DamagedError):
            raise failure from err
        return Report((*findings, Finding("file", failure.message, failure.hint, is_damage=True)), None)
    finally:
        if connection is not None:
            connection.close()
    return Report(tuple(findings), contents)


def _look_in(
    connection: sqlite3.Connection, path: str, version: int, now: Instant
) -> tuple[list[Finding], Contents | None]:
    checks: list[tuple[str, Callable[[], Iterable[Finding]]]] = [
        ("integrity", lambda: _integrity(connection, path)),
        ("links", lambda: _links(connection, path)),
        ("journal mode", lambda: _journal_mode(connection, path)),
    ]
    if version == schema.VERSION:
        checks += [
            ("search", lambda: _search(connection, path)),
            ("schema", lambda: _schema(connection, path)),
            ("log", lambda: _log(connection, path)),
            ("names", lambda: _names(connection, path)),
            ("batches", lambda: _batches(connection, path)),
            ("undo", lambda: _undo(connection, path)),
            ("ids", lambda: _ids(connection, path)),
            ("clock", lambda: _clock(connection, path, now)),
        ]
    findings: list[Finding] = []
    for name, carry_out in checks:
        try:
            findings += _first(name, list(carry_out()), path)
        except (*FAILURES, FollowqError) as err:
            _refuse_busy(err, path)
            findings.append(Finding(name, f"{path}: can't be checked for {name}, it is damaged", SALVAGE, True))
    try:
        return findings, counted(connection)
    except FAILURES:
        return findings, None


def _refuse_busy(err: Exception, path: str) -> None:
    if isinstance(err, (sqlite3.Error, FollowqError)):
        failure = translate(err, path)
        if isinstance(failure, BusyError):
            raise failure from err


def _first(name: str, found: list[Finding], path: str) -> list[Finding]:
    if len(found) <= MOST_TOLD + 1:
        return found
    more = len(found) - MOST_TOLD
    last = found[-1]._replace(message=f"{path}: {more} more like it ({name})")
    return [*found[:MOST_TOLD], last]


def _integrity(connection: sqlite3.Connection, path: str) -> Iterator[Finding]:
    for (verdict,) in connection.execute("PRAGMA integrity_check").fetchall():
        for line in verdict.splitlines():
            if line != "ok":
                yield Finding("integrity", f"{path}: SQLite finds: {line}", SALVAGE, is_damage=True)


def _links(connection: sqlite3.Connection, path: str) -> Iterator[Finding]:
    for table, row, parent, _ in connection.execute("PRAGMA foreign_key_check").fetchall():
        message = f"{path}: row {row} of {table} points to nothing in {parent}"
        yield Finding("links", message, SALVAGE, is_damage=True)


def _journal_mode(connection: sqlite3.Connection, path: str) -> Iterator[Finding]:
    if connection.execute("PRAGMA journal_mode").fetchone()[0] == "wal":
        message = f"{path}: another program switched it to a write-ahead log, so a plain copy may lack the latest"
        yield Finding("journal mode", message, "the next write switches it back, or followq doctor --fix", mend="wal")


def _search(connection: sqlite3.Connection, path: str) -> Iterator[Finding]:
    broken = Finding("search", f"{path}: the search index is damaged", FIX, is_damage=True, mend="search")
    try:
        connection.execute("INSERT INTO search (search) VALUES ('integrity-check')")
    except sqlite3.DatabaseError as err:
        # A file that can't be written to can't be asked; what the index holds is compared all the same.
        if err.sqlite_errorname.startswith(("SQLITE_CORRUPT", "SQLITE_ERROR")):
            yield broken
            return
        if not err.sqlite_errorname.startswith("SQLITE_READONLY"):
            raise
    people = {row[0]: to_person(row) for row in connection.execute(f"SELECT {PERSON_COLUMNS} FROM people p")}
    ids = {number for (number,) in connection.execute("SELECT rowid FROM search")}
    for piece in _pieces(sorted(ids | {n for (n,) in connection.execute("SELECT id FROM followups")})):
        bounds = piece[0], piece[-1]
        sql = "SELECT rowid, person, text, note, project, tags FROM search WHERE rowid BETWEEN ? AND ?"
        held = {row[0]: tuple(row[1:]) for row in connection.execute(sql, bounds)}
        sql = f"SELECT {FOLLOWUP_COLUMNS} FROM followups f WHERE f.id BETWEEN ? AND ?"
        there = [to_followup(row) for row in connection.execute(sql, bounds)]
        wanted = {f.id: indexed(f, people[f.person_id]) for f in there if f.person_id in people}
        if held != wanted:
            yield broken._replace(message=f"{path}: the search index is not in step with the follow-ups")
            return


def _pieces(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(ids), PIECE):
        yield ids[start : start + PIECE]


def expected_schema() -> dict[tuple[str, str], str]:
    """What a file holds in SQL, by kind and name, as followq makes it."""
    connection = new_in_memory()
    try:
        return described_schema(connection)
    finally:
        connection.close()


def described_schema(connection: sqlite3.Connection) -> dict[tuple[str, str], str]:
    """What a file holds in SQL, by kind and name, free of how it is written; what migrations keep is left out."""
    sql = """
        SELECT type, name, ifnull(sql, '') FROM sqlite_master
        WHERE substr(name, 1, 7) <> 'sqlite_' AND tbl_name <> '_sqlite_migrations'
    """
    rows = connection.execute(sql).fetchall()
    return {(kind, name): " ".join(text.replace('"', "").split()) for kind, name, text in rows}


def _schema(connection: sqlite3.Connection, path: str) -> Iterator[Finding]:
    there, wanted = described_schema(connection), expected_schema()
    for (kind, name), text in there.items():
        if (kind, name) not in wanted and kind == "trigger":
            message = f"{path}: holds a trigger that followq never made, '{name}': nothing is written while it is there"
            hint = "if it isn't yours: followq doctor --fix --drop-triggers"
            yield Finding("schema", message, hint, is_damage=True, mend="triggers")
        elif (kind, name) not in wanted:
            message = f"{path}: holds what followq never made, the {kind} '{name}'"
            yield Finding("schema", message, "nothing, if it is yours; followq never looks at it")
        elif (kind, name) in wanted and text != wanted[kind, name]:
            mend = "schema" if kind in ("index", "view") else ""
            message = f"{path}: its {kind} '{name}' is not as followq made it"
            yield Finding("schema", message, FIX if mend else SALVAGE, is_damage=True, mend=mend)
    for kind, name in wanted.keys() - there.keys():
        mend = "schema" if kind in ("index", "view") else "search" if name.startswith("search") else ""
        yield Finding("schema", f"{path}: its {kind} '{name}' is gone", FIX if mend else SALVAGE, True, mend)


def _log(connection: sqlite3.Connection, path: str) -> Iterator[Finding]:
    followups = {number for (number,) in connection.execute("SELECT id FROM followups")}
    for subject in TABLES:
        for number, row, changes in records(connection, subject):
            what = f"{path}: {WORDS[subject]} {number}"
            if UNREADABLE in (row, changes):
                yield Finding("log", f"{what} or its log can't be read", SALVAGE, is_damage=True)
                continue
            led, break_off = led_to(changes)
            why = break_off or difference(row, led) or (forgets(changes) and "was changed from what it was not")
            if why:
                yield Finding("log", f"{what} {why}", SALVAGE, is_damage=True)
            if row is not None:
                yield from _record(row, what, followups)


def _record(row: Record, what: str, followups: set[int]) -> Iterator[Finding]:
    bad = bad_moments(row)
    if bad:
        yield Finding("dates", f"{what} holds no date in {', '.join(bad)}", SALVAGE, is_damage=True)
    if isinstance(row, FollowUp):
        gone = [str(number) for number in row.blocked_by if number not in followups]
        if gone:
            hint = f"followq edit {row.id} --no-blocked-by {gone[0]}"
            yield Finding("links", f"{what} waits for {', '.join(gone)}, which is not there", hint)


def records(connection: sqlite3.Connection, subject: Subject) -> Iterator[tuple[int, Any, Any]]:
    """Every record of one kind, in its table or in the log: id, record or None, its changes in order.

    What can't be read is `UNREADABLE`.
    """
    table = TABLES[subject]
    sql = f"SELECT id FROM {table} UNION SELECT subject_id FROM changes WHERE subject = ?"
    ids = [number for (number,) in connection.execute(sql, (subject,))]
    for piece in _pieces(ids):
        try:
            yield from _read(connection, subject, piece)
        except FAILURES:
            # Somewhere in there: one by one, so that it is known where.
            for number in piece:
                try:
                    yield from list(_read(connection, subject, [number]))
                except FAILURES as err:
                    _refuse_busy(err, "")
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


def _names(connection: sqlite3.Connection, path: str) -> Iterator[Finding]:
    people = [to_person(row) for row in connection.execute(f"SELECT {PERSON_COLUMNS} FROM people p").fetchall()]
    wanted = {(key, person.id) for person in people for key in name_keys(person)}
    if set(connection.execute("SELECT key, person_id FROM person_names")) != wanted:
        message = f"{path}: the names by which people are found are not in step with the people"
        yield Finding("names", message, FIX, is_damage=True, mend="search")


def _batches(connection: sqlite3.Connection, path: str) -> Iterator[Finding]:
    ids = [number for (number,) in connection.execute("SELECT id FROM batches")]
    for piece in _pieces(ids):
        sql = "SELECT id, at, command, zone FROM batches WHERE id BETWEEN ? AND ?"
        for number, at, command, _ in connection.execute(sql, (piece[0], piece[-1])).fetchall():
            if not is_moment(at) or len(at) == DAY_LENGTH or not command.isprintable():
                yield Finding("log", f"{path}: batch {number} of the log has no time or command", SALVAGE, True)


def _undo(connection: sqlite3.Connection, path: str) -> Iterator[Finding]:
    marks = ", ".join("?" * len(BARRIERS))
    barrier = f"SELECT ifnull(max(id), 0) FROM batches WHERE command IN ({marks})"
    sql = f"SELECT id, command, undoes FROM batches WHERE id > ({barrier}) ORDER BY id"
    for number in unsound_undos(connection.execute(sql, BARRIERS)):
        message = f"{path}: batch {number} of the log takes back what does not stand"
        yield Finding("undo", message, SALVAGE, is_damage=True)


def highest_ids(connection: sqlite3.Connection) -> dict[str, tuple[int, int]]:
    """For each table: the highest id that was ever given out, and the highest that the file says it has given out."""
    given = dict(connection.execute("SELECT name, seq FROM sqlite_sequence"))
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


def _ids(connection: sqlite3.Connection, path: str) -> Iterator[Finding]:
    for table, (highest, given) in highest_ids(connection).items():
        if given < highest:
            message = f"{path}: ids of {table} up to {highest} were used, but it would give out {given + 1} again"
            yield Finding("ids", message, FIX, is_damage=True, mend="ids")


def _clock(connection: sqlite3.Connection, path: str, now: Instant) -> Iterator[Finding]:
    last = connection.execute("SELECT at FROM batches ORDER BY id DESC LIMIT 1").fetchone()
    if last is not None and last[0] > now:
        message = f"{path}: the clock stands at {now}, before the last change at {last[0]}"
        yield Finding("clock", message, "set the machine's clock; the order of the log doesn't depend on it")
