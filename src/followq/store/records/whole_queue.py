"""Everything in the queue, one after the other: however much it is, no more than a few rows are held at once."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator

from followq.model.core.followup import FollowUp
from followq.store.records.rows import FOLLOWUP_COLUMNS, from_json, to_followup

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def each_followup(connection: sqlite3.Connection) -> Iterator[FollowUp]:
    """Every follow-up, by id."""
    return map(to_followup, connection.execute(f"SELECT {FOLLOWUP_COLUMNS} FROM followups f ORDER BY f.id"))


def each_entry(connection: sqlite3.Connection) -> Iterator[tuple[Any, ...]]:
    """Every entry of the log: sequence, batch, its time, zone and command, the batch it takes back, subject, its id,
    action, what changed as JSON in ASCII, remark.

    Raises: NotJsonError.
    """
    sql = """
        SELECT c.seq, b.id, b.at, b.zone, b.command, b.undoes,
          c.subject, c.subject_id, c.action, c.fields, c.remark, json_valid(c.fields)
        FROM changes c CROSS JOIN batches b ON b.id = c.batch_id ORDER BY c.seq
    """
    for *front, fields, remark, is_valid in connection.execute(sql):
        # What changed is JSON as it stands there; taking it apart only to put it together again takes most of the time.
        plain = fields if is_valid and fields.isascii() else json.dumps(from_json(fields))
        yield *front, plain, remark
