"""Ended spells with the ball on one side, out of the tables and the log: what `Reader.turnarounds` is made of.

A spell is known by the number of the follow-up that was done, or of the change that tossed it, made negative. It is
with the person who had the follow-up when it ended, and began for them when it came to them, as `model/core/stays.py`
has it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence

from followq.model.core.followup import BALLS
from followq.model.core.turnaround import HANDING_OVER, Turnaround
from followq.store.file.schema import BALL_CHANGED, OLD_BALL, PERSON_CHANGED, SINCES
from followq.store.records.rows import list_ids

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from followq.model.core.calendar import Instant, When
    from followq.model.core.followup import Ball

    Spells = dict[int, Turnaround]
    Toss = tuple[int, int, Ball, Ball, str]
    """Follow-up, person, who has the ball now, who had it then, and when; see `find_ends`."""
    DoneWait = tuple[int, Ball, When, Instant]
    """Person, who had the ball, since when, until when."""

# Read by SQLite, as `json` would bring `re` into the daily commands.
_BEGAN, _ENDED = ("json_extract(c.fields, '$.since[0]')", "json_extract(c.fields, '$.since[1]')")


def _stands(ended: str) -> str:
    # What is redone is a batch of its own, that may be undone in its turn. A correction of who waits on whom
    # (edit --waiting) sets no clock, or another one than its own time. Only a toss may have happened before it was
    # noted.
    return f"""
        (
          b.undoes IS NULL AND ({ended} = b.at OR b.command IN {HANDING_OVER} AND {ended} IS NOT NULL)
          OR b.command = 'redo' AND {ended} IS NOT NULL
        )
        AND NOT EXISTS (SELECT 1 FROM batches u WHERE u.undoes = b.id)
    """


_STANDS = f"json_extract(c.fields, '$.ball[0]') = :ball AND {_stands(_ENDED)}"

# The moves of the follow-up `f` that stand. People who were merged were one all along.
_MOVE_STANDS = """
    n.command NOT IN ('undo', 'person merge') AND NOT EXISTS (SELECT 1 FROM batches v WHERE v.undoes = n.id)
"""
_MOVES = f"""
    FROM changes m INDEXED BY changes_of_person CROSS JOIN batches n ON n.id = m.batch_id
    WHERE m.subject_id = f.id AND {PERSON_CHANGED} AND {_MOVE_STANDS}
"""
# Which change closed it; the plus below has it looked up for what moved alone.
_CLOSING = """ifnull((
    SELECT max(d.seq) FROM changes d
    WHERE d.subject = 'followup' AND d.subject_id = f.id AND instr(d.fields, '"status":["open","done"]')
), 0)"""


def _with_whom(seq: str) -> str:
    # The person who had it at a change.
    next_move = f"SELECT json_extract(m.fields, '$.person_id[0]') {_MOVES} AND +m.seq > {seq} ORDER BY m.seq LIMIT 1"
    return f"ifnull(({next_move}), f.person_id)"


def _since(began: str, seq: str) -> str:
    # When it began for that person.
    return f"max({began}, ifnull((SELECT n.at {_MOVES} AND +m.seq < {seq} ORDER BY m.seq DESC LIMIT 1), ''))"


_DONE = f"f.id, {_with_whom(_CLOSING)}, {_since('f.since', _CLOSING)}, f.closed_at"
_TOSSED = f"c.seq, {_with_whom('c.seq')}, {_since(_BEGAN, 'c.seq')}, {_ENDED}"


def read_latest(connection: sqlite3.Connection, ball: Ball, most: int) -> Spells:
    """The latest spells of everybody, `most` of them; tosses either way are looked at twice as often as asked."""
    done = f"""
        SELECT {_DONE} FROM followups f INDEXED BY followups_done
        WHERE f.status = 'done' AND f.ball = :ball ORDER BY f.closed_at DESC LIMIT :most
    """
    tossed = f"""
        SELECT {_TOSSED}
        FROM (
          SELECT seq, subject_id, batch_id, fields FROM changes INDEXED BY changes_of_ball
          WHERE {BALL_CHANGED} ORDER BY seq DESC LIMIT :most
        ) c CROSS JOIN followups f ON f.id = c.subject_id CROSS JOIN batches b ON b.id = c.batch_id
        WHERE {_STANDS}
    """
    found = _make_done(connection.execute(done, {"ball": ball, "most": most}))
    found |= _make_tossed(connection.execute(tossed, {"ball": ball, "most": 2 * most}))
    return _newest(found, most)


def read_latest_with(connection: sqlite3.Connection, ball: Ball, person_ids: Iterable[int], most_each: int) -> Spells:
    """The latest spells with each of some people, `most_each` of them."""
    wanted = dict.fromkeys(person_ids)
    if not wanted:
        return {}
    # What is with somebody else by now.
    former = f"""
        WITH former AS MATERIALIZED (
          SELECT json_extract(fields, '$.person_id[0]') AS person_id, subject_id AS id
          FROM changes INDEXED BY changes_of_person WHERE {PERSON_CHANGED}
        )
    """
    moved_on = "SELECT id FROM former WHERE person_id = p.value"
    done = f"""
        {former}
        SELECT {_DONE} FROM json_each(:ids) p CROSS JOIN followups f
        WHERE f.id IN (SELECT * FROM ({_make_closed_sql("done", ":ball")}) UNION ALL {moved_on})
          AND +f.status = 'done' AND +f.ball = :ball
    """
    closed = [
        f"SELECT * FROM ({_make_closed_sql(status, repr(ball))})" for status in ("done", "dropped") for ball in BALLS
    ]
    tosses = """
        CROSS JOIN changes c INDEXED BY changes_of_ball_by_followup ON c.subject_id = f.id
        CROSS JOIN batches b ON b.id = c.batch_id
    """
    tossed = f"""
        {former}
        SELECT {_TOSSED} FROM json_each(:ids) p CROSS JOIN followups f {tosses}
        WHERE f.id IN ({" UNION ALL ".join(closed)} UNION ALL {moved_on}) AND {BALL_CHANGED} AND {_STANDS}
    """
    # Many are open and few of them were tossed: no row is read for the others.
    tossed_open = f"""
        SELECT {_TOSSED} FROM json_each(:ids) p CROSS JOIN followups f INDEXED BY followups_open_by_person {tosses}
        WHERE f.status = 'open' AND f.person_id = p.value AND {BALL_CHANGED} AND {_STANDS}
    """
    values = {"ids": list_ids(wanted), "ball": ball, "most": most_each}
    both = _make_done(connection.execute(done, values))
    for sql in (tossed, tossed_open):
        both |= _make_tossed(connection.execute(sql, values))
    by_person: dict[int, Spells] = {}
    for number, spell in both.items():
        if spell.person_id not in wanted:
            continue
        by_person.setdefault(spell.person_id, {})[number] = spell
    return {number: spell for some in by_person.values() for number, spell in _newest(some, most_each).items()}


def find_moved_open(connection: sqlite3.Connection, ball: Ball) -> dict[int, Instant]:
    """When each open follow-up on one side came to its present person, by id; of those that moved alone."""
    sql = f"""
        SELECT m.subject_id, max(n.at)
        FROM changes m INDEXED BY changes_of_person CROSS JOIN followups f ON f.id = m.subject_id
          CROSS JOIN batches n ON n.id = m.batch_id
        WHERE {PERSON_CHANGED} AND f.status = 'open' AND f.ball = ? AND {_MOVE_STANDS} GROUP BY m.subject_id
    """
    return dict(connection.execute(sql, (ball,)).fetchall())


def read_tosses(connection: sqlite3.Connection, without: Iterable[int]) -> list[Toss]:
    """Every toss that stands, follow-up by follow-up in order, of those that never moved; `without` is the others."""
    ended = f"substr({SINCES}, instr({SINCES}, '\",\"') + 3, 20)"
    sql = f"""
        SELECT c.subject_id, f.person_id, f.ball, {OLD_BALL}, {SINCES}
        FROM changes c INDEXED BY changes_of_ball_by_followup CROSS JOIN batches b ON b.id = c.batch_id
          CROSS JOIN followups f ON f.id = c.subject_id
        WHERE {BALL_CHANGED} AND {_stands(ended)}
          AND c.subject_id NOT IN (SELECT value FROM json_each(?)) ORDER BY c.subject_id, c.seq
    """
    return connection.execute(sql, (list_ids(without),)).fetchall()


def find_ends(sinces: str) -> tuple[When, Instant]:
    """Since when and until when somebody had the ball, by what a toss says of it."""
    began, _, ended = sinces.split('"', 3)[:3]
    return began, ended


def read_done(connection: sqlite3.Connection, without: Iterable[int], person_id: int | None = None) -> list[DoneWait]:
    """Every spell that ended by being done, with one person or all; of follow-ups that never moved, as above."""
    # The plus keeps SQLite from an index, by which each row would be looked up alone.
    one = "" if person_id is None else "f.person_id = :person AND"
    sql = f"""
        SELECT f.person_id, f.ball, f.since, f.closed_at FROM followups f
        WHERE {one} +f.status = 'done' AND f.id NOT IN (SELECT value FROM json_each(:without))
    """
    return connection.execute(sql, {"person": person_id, "without": list_ids(without)}).fetchall()


def _make_closed_sql(status: str, ball: str) -> str:
    # The person is `p`, of the query around.
    return f"""
        SELECT g.id FROM followups g INDEXED BY followups_closed_by_person
        WHERE g.closed_at IS NOT NULL AND g.person_id = p.value AND g.status = '{status}' AND g.ball = {ball}
        ORDER BY g.closed_at DESC LIMIT :most
    """


def _newest(spells: Spells, most: int) -> Spells:
    numbers = sorted(spells, key=lambda number: (spells[number].ended, number), reverse=True)
    return {number: spells[number] for number in numbers[:most]}


def _make_done(rows: Iterable[Sequence[Any]]) -> Spells:
    return {number: Turnaround(*spell) for number, *spell in rows}


def _make_tossed(rows: Iterable[Sequence[Any]]) -> Spells:
    return {-seq: Turnaround(*spell) for seq, *spell in rows}
