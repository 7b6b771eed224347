"""A long log, read in short: what figures need of each entry, in bounded memory.

The log only grows, so it is read piece by piece up to where it ended at first: no piece keeps a writer waiting, and
together they are one state of it.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator

from followq.model.core.calendar import Instant
from followq.model.core.history import find_event_time, find_undone
from followq.model.stats.log_fold import FIELDS
from followq.record import NamedTuple
from followq.store.file.schema import REOPENED
from followq.store.records.search_index import bring_fold

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from followq.model.stats.log_fold import Event

PIECE = 10_000
FEW = 1000
"""Follow-ups up to which each one's entries are looked up by index; beyond, going through the whole log is quicker."""

BY_INDEX = "temp.chosen t CROSS JOIN changes c ON c.subject = 'followup' AND c.subject_id = t.id"
# The plus keeps SQLite from the index, by which each entry would be looked up alone, four times as slow.
BY_LOG = "changes c CROSS JOIN temp.chosen t ON t.id = c.subject_id AND +c.subject = 'followup'"
EVENTS = """
    SELECT c.seq, c.batch_id, c.subject_id, b.at, b.command, c.action, c.fields
    FROM {0} CROSS JOIN batches b ON b.id = c.batch_id WHERE c.seq > ? AND c.seq <= ? ORDER BY c.seq LIMIT ?
"""
_ENDS = """
    SELECT ifnull(min((SELECT min(seq) FROM changes WHERE subject = 'followup' AND subject_id = t.id)), 1) - 1,
      (SELECT ifnull(max(seq), 0) FROM changes)
    FROM temp.chosen t
"""
_REOPENED = f"SELECT DISTINCT subject_id FROM changes INDEXED BY changes_reopened WHERE {REOPENED}"

# The log's JSON is compact and escapes quotes inside of texts, so no text can look like this; decoding all of it
# takes twice as long.
_NEW_VALUE = re.compile(rf'"({"|".join(FIELDS)})":\[(?:"[^"]*"|null|\d+),(?:null|"?([^"\]]*))')


class LogSelection(NamedTuple):
    """Which follow-ups' log is read: open ones, those closed since a moment, and at least the latest `least` closed.

    Of one person or one project only, as they are now.
    """

    closed_since: Instant
    least: int = 0
    person_id: int | None = None
    project: str | None = None


def read_events(connection: sqlite3.Connection, part: LogSelection) -> tuple[Iterator[Event], frozenset[int]]:
    """The events of some follow-ups in order, without what was undone, and the ids of those ever reopened."""
    count = _choose(connection, part)
    tables, piece = (BY_INDEX, -1) if count <= FEW else (BY_LOG, PIECE)
    # The latest stand at the log's end: where the first of them was made is where reading begins.
    start, end = connection.execute(_ENDS).fetchone()
    reopened = frozenset(followup_id for (followup_id,) in connection.execute(_REOPENED))
    return _events(connection, EVENTS.format(tables), piece, start, end, _read_undone(connection)), reopened


def _read_undone(connection: sqlite3.Connection) -> frozenset[int]:
    sql = "SELECT id, command, undoes FROM batches WHERE undoes IS NOT NULL ORDER BY id"
    return find_undone(connection.execute(sql).fetchall())


def _choose(connection: sqlite3.Connection, part: LogSelection) -> int:
    # The ids stand in a table of this connection's own, in memory: the queue's file is not written to.
    sql = "SELECT closed_at FROM followups WHERE closed_at IS NOT NULL ORDER BY closed_at DESC LIMIT 1 OFFSET ?"
    earliest = connection.execute(sql, (part.least,)).fetchone() if part.least else (part.closed_since,)
    wanted: list[tuple[str, Any]] = [
        ("(f.status = 'open' OR f.closed_at >= ?)", min(part.closed_since, earliest[0]) if earliest else ""),
        ("f.person_id = ?", part.person_id),
        ("fold(ifnull(f.project, '')) = fold(?)", part.project),
    ]
    chosen = [(sql, value) for sql, value in wanted if value is not None]
    where = " AND ".join(sql for sql, _ in chosen)
    bring_fold(connection)
    connection.execute("PRAGMA temp_store = MEMORY")
    connection.execute("DROP TABLE IF EXISTS temp.chosen")
    connection.execute("CREATE TEMP TABLE chosen (id INTEGER PRIMARY KEY)")
    values = [value for _, value in chosen]
    return connection.execute(f"REPLACE INTO temp.chosen SELECT f.id FROM followups f WHERE {where}", values).rowcount


def _events(
    connection: sqlite3.Connection, sql: str, piece: int, start: int, end: int, without: frozenset[int]
) -> Iterator[Event]:
    find = _NEW_VALUE.findall
    seq = start
    while rows := connection.execute(sql, (seq, end, piece)).fetchall():
        for seq, batch, followup_id, at, command, action, fields in rows:  # noqa: B007 - the next piece begins after the last
            if batch in without:
                continue
            new = dict(find(fields))
            if not new:
                continue
            happened = at if action != "change" else find_event_time(new, at, command)
            if happened != at:
                new["noted"] = at
            yield followup_id, happened, action, new


def find_last_remark(
    connection: sqlite3.Connection, command: str, remark: str, person_id: int | None
) -> Instant | None:
    """When a command that was not undone last left this remark with a person, or with anybody."""
    of_person = "" if person_id is None else "AND c.subject_id = ?"
    sql = f"""
        SELECT b.id, b.at FROM changes c JOIN batches b ON b.id = c.batch_id
        WHERE c.subject = 'person' AND b.command = ? AND fold(c.remark) = fold(?) {of_person} ORDER BY c.seq DESC
    """
    values = (command, remark) if person_id is None else (command, remark, person_id)
    bring_fold(connection)
    rows = connection.execute(sql, values).fetchall()
    without = _read_undone(connection) if rows else frozenset()
    return next((at for batch, at in rows if batch not in without), None)
