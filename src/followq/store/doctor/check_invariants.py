"""What the model asks of a queue, checked against its file; the laws: `model/integrity/invariants.py`."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from json import JSONDecoder
from json.scanner import make_scanner
from operator import itemgetter

from followq.errors import BusyError, FollowqError
from followq.hints import command
from followq.model.core.calendar import Instant, is_moment
from followq.model.core.change import RECORDS, Change
from followq.model.core.followup import FollowUp
from followq.model.core.person import Person, name_keys
from followq.model.integrity.invariants import (
    MOMENTS,
    Finding,
    describe_difference,
    find_bad_moments,
    find_unsound_undos,
    follow_log,
    forgets,
)
from followq.store.file.connection import LAST_ID
from followq.store.file.errors import translate
from followq.store.records.rows import (
    FOLLOWUP_COLUMNS,
    LIST_FIELDS,
    PERSON_COLUMNS,
    TABLES,
    from_field,
    from_json,
    to_followup,
    to_list,
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


def hint_fix() -> str:
    """What to do about what doctor can mend."""
    return command("doctor", "--fix")


def hint_salvage() -> str:
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


def split_ids(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    """Ids in their order, a few hundred at a time."""
    for start in range(0, len(ids), PIECE):
        yield ids[start : start + PIECE]


def check_log(
    connection: sqlite3.Connection, path: str, tell: Callable[[float], None] = lambda _share: None
) -> Iterator[Finding]:
    """Whether the log leads to every record, and every record is fit; `tell` is told how much is looked at."""
    followups = {number for (number,) in connection.execute("SELECT id FROM followups")}
    for subject in TABLES:
        for number, row, changes in _suspects(connection, subject, followups, tell):
            what = f"{path}: {WORDS[subject]} {number}"
            if UNREADABLE in (row, changes):
                yield Finding("log", f"{what} or its log can't be read", hint_salvage(), is_damage=True)
                continue
            led, break_off = follow_log(changes)
            why = (
                break_off or describe_difference(row, led) or (forgets(changes) and "was changed from what it was not")
            )
            if why:
                yield Finding("log", f"{what} {why}", hint_salvage(), is_damage=True)
            if row is not None:
                yield from _record(row, what, followups)


def _record(row: Record, what: str, followups: set[int]) -> Iterator[Finding]:
    bad = find_bad_moments(row)
    if bad:
        yield Finding("dates", f"{what} holds no date in {', '.join(bad)}", hint_salvage(), is_damage=True)
    if isinstance(row, FollowUp):
        gone = [str(number) for number in row.blocked_by if number not in followups]
        if gone:
            hint = command("edit", row.id, "--no-blocked-by", gone[0])
            yield Finding("links", f"{what} waits for {', '.join(gone)}, which is not there", hint)


def _suspects(
    connection: sqlite3.Connection, subject: Subject, followups: set[int], tell: Callable[[float], None]
) -> Iterator[tuple[int, Any, Any]]:
    # Every record of one kind that a quick look does not clear, in its table or in the log: id, record or None, its
    # changes in order. What can't be read is UNREADABLE.
    table = TABLES[subject]
    sql = f"SELECT id FROM {table} UNION SELECT DISTINCT subject_id FROM changes WHERE subject = ?"
    ids = [number for (number,) in connection.execute(sql, (subject,))]
    for place, piece in enumerate(split_ids(ids)):
        if subject == "followup":  # people are few
            tell(place * PIECE / len(ids))
        try:
            cleared = _cleared(connection, subject, piece, followups)
        except FAILURES as err:
            refuse_busy(err, "")
            cleared = set()
        for number in piece:
            if number not in cleared:
                try:
                    yield number, *_read(connection, subject, number)
                except FAILURES as err:
                    refuse_busy(err, "")
                    yield number, UNREADABLE, UNREADABLE


def _cleared(connection: sqlite3.Connection, subject: Subject, piece: Sequence[int], followups: set[int]) -> set[int]:
    # Those of which the whole log is one creation and changes of what was there, which lead to the row, and whose
    # moments and blockers exist: nearly all, in a tenth of the time that records and changes take. Whatever is
    # otherwise is nobody's verdict yet.
    scan = make_scanner(JSONDecoder())  # type: ignore[arg-type]
    states: dict[int, dict[str, Any]] = {}
    odd: set[int] = set()
    for number, action, fields, _ in connection.execute(_CHANGES, (subject, piece[0], piece[-1])):
        try:
            changes, end = scan(fields, 0)
        except StopIteration as err:  # how the scanner says that a value is missing
            raise ValueError(f"change {number} holds no JSON") from err
        state = states.get(number)
        if (action == "create") != (state is None) or action == "remove" or end != len(fields):
            odd.add(number)
            continue
        if state is None:
            state = states[number] = {}
        for name, (old, new) in changes.items():
            if state.get(name) != old:
                odd.add(number)
            state[name] = new
    kind = RECORDS[subject]
    defaults = {name: [] if value == () else value for name, value in kind._field_defaults.items()}
    blank = dict.fromkeys(kind._fields) | defaults
    lists = [place for place, name in enumerate(kind._fields) if name in LIST_FIELDS]
    pick_moments = itemgetter(*(place for place, name in enumerate(kind._fields) if name in MOMENTS))
    sound: set[str | None] = {None}
    cleared = set()
    for row in connection.execute(_ROWS[subject], (piece[0], piece[-1])):
        if row[0] in odd or row[0] not in states:
            continue
        values = list(row)
        for place in lists:
            values[place] = [] if row[place] == "[]" else list(to_list(row[place]))
        record: dict[str, Any] = blank | states[row[0]]
        if list(record.values()) != values or not followups.issuperset(record.get("blocked_by", ())):
            continue
        # One record's moments are often the same, and so are those of its neighbours.
        unknown = set(pick_moments(row)) - sound
        if all(map(is_moment, unknown)):
            sound |= unknown
            cleared.add(row[0])
    return cleared


_ROWS: dict[Subject, str] = {
    "person": f"SELECT {PERSON_COLUMNS} FROM people p WHERE p.id BETWEEN ? AND ?",
    "followup": f"SELECT {FOLLOWUP_COLUMNS} FROM followups f WHERE f.id BETWEEN ? AND ?",
}
_CHANGES = """
    SELECT subject_id, action, fields, remark FROM changes
    WHERE subject = ? AND subject_id BETWEEN ? AND ? ORDER BY subject_id, seq
"""


def _read(connection: sqlite3.Connection, subject: Subject, number: int) -> tuple[Record | None, list[Change]]:
    make = to_person if subject == "person" else to_followup
    rows = connection.execute(_ROWS[subject], (number, number)).fetchall()
    entries = connection.execute(_CHANGES, (subject, number, number)).fetchall()
    return make(rows[0]) if rows else None, [_change(subject, *entry) for entry in entries]


def _change(subject: Subject, number: int, action: Any, fields: str, remark: str) -> Change:
    pairs = {name: (from_field(name, old), from_field(name, new)) for name, (old, new) in from_json(fields).items()}
    return Change(subject, number, action, pairs, remark)


def check_names(connection: sqlite3.Connection, path: str) -> Iterator[Finding]:
    """Whether people are found by all their names."""
    people = [to_person(row) for row in connection.execute(f"SELECT {PERSON_COLUMNS} FROM people p").fetchall()]
    wanted = {(key, person.id) for person in people for key in name_keys(person)}
    if set(connection.execute("SELECT key, person_id FROM person_names")) != wanted:
        message = f"{path}: the names by which people are found are not in step with the people"
        yield Finding("names", message, hint_fix(), is_damage=True, mend="search")


def check_batches(connection: sqlite3.Connection, path: str) -> Iterator[Finding]:
    """Whether every batch has a time and a command."""
    rows = connection.execute("SELECT id, at, command, zone FROM batches ORDER BY id")
    for number in [
        number for number, at, name, _ in rows if not (is_moment(at) and len(at) > DAY_LENGTH and name.isprintable())
    ]:
        yield Finding(
            check="log",
            message=f"{path}: batch {number} of the log has no time or command",
            hint=hint_salvage(),
            is_damage=True,
        )


def check_undo(connection: sqlite3.Connection, path: str) -> Iterator[Finding]:
    """Whether undo takes back what stands, since the log was last cut."""
    marks = ", ".join("?" * len(BARRIERS))
    (barrier,) = connection.execute(
        f"SELECT ifnull(max(id), 0) FROM batches WHERE command IN ({marks})", BARRIERS
    ).fetchone()
    # What neither takes anything back nor is taken back stands, whatever else there is.
    sql = """
        SELECT id, command, undoes FROM batches WHERE id > ?1 AND id IN (
          SELECT id FROM batches WHERE undoes IS NOT NULL UNION SELECT undoes FROM batches WHERE undoes IS NOT NULL
        ) ORDER BY id
    """
    for number in find_unsound_undos(connection.execute(sql, (barrier,))):
        message = f"{path}: batch {number} of the log takes back what does not stand"
        yield Finding("undo", message, hint_salvage(), is_damage=True)


def find_highest_ids(connection: sqlite3.Connection) -> dict[str, tuple[int, int]]:
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
    for table, (highest, given) in find_highest_ids(connection).items():
        if highest >= LAST_ID:
            yield Finding(
                check="ids",
                message=f"{path}: an id of {table} is {highest}, so there is no next one",
                hint=hint_salvage(),
                is_damage=True,
            )
        elif given >= LAST_ID:
            message = f"{path}: the counter of {table} is at its end, so nothing can be added"
            yield Finding("ids", message, hint_fix(), is_damage=True, mend="ids")
        elif given < highest:
            message = f"{path}: ids of {table} up to {highest} were used, but it would give out {given + 1} again"
            yield Finding("ids", message, hint_fix(), is_damage=True, mend="ids")


def check_clock(connection: sqlite3.Connection, path: str, now: Instant) -> Iterator[Finding]:
    """Whether the clock is not behind the last entry."""
    last = connection.execute("SELECT at FROM batches ORDER BY id DESC LIMIT 1").fetchone()
    if last is not None and last[0] > now:
        message = f"{path}: system clock ({now}) is earlier than the last change ({last[0]})"
        yield Finding("clock", message, "set the machine's clock; the order of the log doesn't depend on it")
