"""Every question that is put to the queue. Rows are fetched whole, so that no reader blocks a writer."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from followq.model.core.calendar import Calendar, Instant, When
from followq.model.core.change import Entry, Mark
from followq.model.core.followup import FollowUp
from followq.model.core.person import People, Person, name_key, prefer_spelling, read_reference
from followq.store.file.schema import PERSON_CHANGED
from followq.store.records.rows import (
    FOLLOWUP_COLUMNS,
    PERSON_COLUMNS,
    list_ids,
    to_followup,
    to_person,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from contextlib import AbstractContextManager
    from datetime import date
    from typing import Any

    from followq.model.core.filter import Filter
    from followq.model.core.followup import Ball
    from followq.model.core.turnaround import Turnaround
    from followq.model.nudging.absence import Absence
    from followq.model.nudging.response_times import Silence
    from followq.model.stats.log_fold import Event
    from followq.store.records.log_events import LogSelection
    from followq.store.records.sql_counts import Sides
    from followq.store.records.sql_ranking import Owed
    from followq.store.records.sql_turnarounds import DoneWait, Toss

LATEST_CHANGES = 1000
EFFORTS_LOOKED_AT = 50


class Reader:
    """Questions to one open queue."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def _rows(self, sql: str, values: Sequence[Any] | Mapping[str, Any] = ()) -> list[Any]:
        return self._connection.execute(sql, values).fetchall()

    def at_once(self) -> AbstractContextManager[None]:
        """Everything asked in the block is answered from one state of the queue; nothing is asked for long."""
        return _AtOnce(self._connection)

    def followup(self, followup_id: int) -> FollowUp | None:
        """The follow-up with this id."""
        rows = self._rows(f"SELECT {FOLLOWUP_COLUMNS} FROM followups f WHERE f.id = ?", (followup_id,))
        return to_followup(rows[0]) if rows else None

    def followups(self, ids: Iterable[int]) -> list[FollowUp]:
        """The follow-ups with these ids, in that order; who isn't there is left out."""
        sql = f"""
            SELECT {FOLLOWUP_COLUMNS} FROM json_each(?) j CROSS JOIN followups f ON f.id = j.value ORDER BY j.key
        """
        return [to_followup(row) for row in self._rows(sql, (list_ids(ids),))]

    def open_followups(self) -> list[FollowUp]:
        """Everything open, on both sides, by id."""
        sql = f"SELECT {FOLLOWUP_COLUMNS} FROM followups f WHERE f.status = 'open' AND f.ball = ?"
        rows = self._rows(sql, ("mine",)) + self._rows(sql, ("theirs",))
        return [to_followup(row) for row in rows]

    def last_changes(self) -> dict[int, int]:
        """For each follow-up the number of the last log entry about it: the later it was changed, the higher."""
        sql = "SELECT subject_id, max(seq) FROM changes WHERE subject = 'followup' GROUP BY subject_id"
        return dict(self._rows(sql))

    def open_count(self, most: int) -> int:
        """How much is open, counted up to `most`."""
        sql = "SELECT count(*) FROM (SELECT 1 FROM followups WHERE status = 'open' LIMIT ?)"
        found: int = self._rows(sql, (most,))[0][0]
        return found

    def promised(self) -> list[FollowUp]:
        """What is owed with a promise, the earliest first."""
        sql = f"""
            SELECT {FOLLOWUP_COLUMNS} FROM followups f INDEXED BY followups_owed_by_promise
            WHERE f.status = 'open' AND f.ball = 'mine' AND f.promised IS NOT NULL ORDER BY f.promised, f.id
        """
        return [to_followup(row) for row in self._rows(sql)]

    def owed_since(self) -> list[tuple[int, When]]:
        """Who waits on the user, by id, and since when, for each thing owed; since it came to them where it moved."""
        owed = "FROM followups f INDEXED BY followups_owed WHERE f.status = 'open' AND f.ball = 'mine'"
        moved = self.moved_open("mine")
        if not moved:
            return self._rows(f"SELECT f.person_id, f.since {owed}")
        sql = f"SELECT f.id, f.person_id, f.since {owed}"
        return [(person_id, max(since, moved.get(number, ""))) for number, person_id, since in self._rows(sql)]

    def moved_open(self, ball: Ball) -> dict[int, Instant]:
        """When each open follow-up on one side came to the person it is with, by id; of those that moved alone."""
        from followq.store.records.sql_turnarounds import find_moved_open

        return find_moved_open(self._connection, ball)

    def closed_last(self, most: int) -> list[FollowUp]:
        """What was closed and touched in the last thousand changes, the latest first."""
        sql = f"""
            WITH latest AS (SELECT seq, subject, subject_id FROM changes ORDER BY seq DESC LIMIT {LATEST_CHANGES}),
              touched AS (
                SELECT subject_id, max(seq) AS seq FROM latest WHERE subject = 'followup' GROUP BY subject_id
              )
            SELECT {FOLLOWUP_COLUMNS} FROM touched t JOIN followups f ON f.id = t.subject_id
            WHERE f.status <> 'open' ORDER BY t.seq DESC LIMIT ?
        """
        return [to_followup(row) for row in self._rows(sql, (most,))]

    def open_with(self, person_id: int) -> list[FollowUp]:
        """Everything open with one person, by id."""
        sql = f"""
            SELECT {FOLLOWUP_COLUMNS} FROM followups f INDEXED BY followups_open_by_person
            WHERE f.status = 'open' AND f.person_id = ? ORDER BY f.id
        """
        return [to_followup(row) for row in self._rows(sql, (person_id,))]

    def closed_with(self, person_id: int, most: int) -> list[FollowUp]:
        """What was closed last with one person, the latest first."""
        sql = f"""
            SELECT {FOLLOWUP_COLUMNS} FROM followups f WHERE f.id IN (
              SELECT id FROM followups INDEXED BY followups_closed_by_person
              WHERE closed_at IS NOT NULL AND person_id = ? ORDER BY closed_at DESC, id DESC LIMIT ?
            ) ORDER BY f.closed_at DESC, f.id DESC
        """
        return [to_followup(row) for row in self._rows(sql, (person_id, most))]

    def open_texts(self, person_id: int, ball: Ball) -> list[tuple[int, str]]:
        """Id and text of everything open with one person on one side, by id: much less to read than `open_with`."""
        sql = """
            SELECT f.id, f.text FROM followups f INDEXED BY followups_open_by_person
            WHERE f.status = 'open' AND f.person_id = ? AND f.ball = ? ORDER BY f.id
        """
        return self._rows(sql, (person_id, ball))

    def open_lines(self, ball: Ball) -> list[tuple[int, str, str]]:
        """Id, person's name and text of everything open on one side, by id."""
        sql = """
            SELECT f.id, p.name, f.text FROM followups f JOIN people p ON p.id = f.person_id
            WHERE f.status = 'open' AND f.ball = ? ORDER BY f.id
        """
        return self._rows(sql, (ball,))

    def select(self, wanted: Filter, closed_since: Instant | None = None) -> list[FollowUp]:
        """Follow-ups that pass a filter, by id; of what is closed only what was closed since a moment.

        SQLite only leaves out some of those that don't.
        """
        from followq.model.core.filter import make_test

        chosen: list[tuple[str, Sequence[Any]]] = [
            (f"f.{name} = ?", (value,))
            for name, value in (("status", wanted.status), ("ball", wanted.ball), ("person_id", wanted.person_id))
            if value is not None
        ]
        if wanted.project:
            from followq.store.records.search_index import bring_fold

            bring_fold(self._connection)
            chosen.append(("f.project IS NOT NULL AND fold(f.project) = fold(?)", (wanted.project,)))
        if wanted.tags:
            chosen.append(("f.tags <> '[]'", ()))
        if wanted.period:
            # Days and instants are bounded differently: the wider of both.
            first, last = min(wanted.period.first, wanted.period.begin), max(wanted.period.last, wanted.period.end)
            chosen.append(("f.since BETWEEN ? AND ?", (first, last)))
        if wanted.late_at:
            chosen.append(("f.promised IS NOT NULL", ()))
        if closed_since is not None:
            chosen.append(("(f.status = 'open' OR f.closed_at >= ?)", (closed_since,)))
        if wanted.snoozed_at:
            chosen.append(("f.snoozed_until IS NOT NULL", ()))
        where = "".join(f" AND {sql}" for sql, _ in chosen)
        # The word itself, as SQLite uses a partial index only where it sees its condition.
        is_open = "f.status = 'open'" if wanted.status == "open" else "1"
        sql = f"SELECT {FOLLOWUP_COLUMNS} FROM followups f WHERE {is_open}{where} ORDER BY f.id"
        rows = self._rows(sql, [value for _, values in chosen for value in values])
        return list(filter(make_test(wanted), map(to_followup, rows)))

    def search(self, terms: Iterable[str]) -> list[FollowUp]:
        """Follow-ups whose text, note, project, tags or person hold a word beginning with each term, best first."""
        from followq.store.records.search_index import make_searchable

        query = " ".join('"{}"*'.format(make_searchable(term).replace('"', '""')) for term in terms)
        sql = f"""
            SELECT {FOLLOWUP_COLUMNS} FROM search JOIN followups f ON f.id = search.rowid
            WHERE search MATCH ? ORDER BY search.rank, f.id
        """
        return [to_followup(row) for row in self._rows(sql, (query,))]

    def blocked(self) -> list[FollowUp]:
        """Everything open that something else has to come before, by id."""
        where = "WHERE f.status = 'open' AND f.blocked_by <> '[]'"
        sql = f"SELECT {FOLLOWUP_COLUMNS} FROM followups f INDEXED BY followups_blocked {where} ORDER BY f.id"
        return [to_followup(row) for row in self._rows(sql)]

    def blocked_by(self, followup_id: int) -> list[FollowUp]:
        """Open follow-ups that wait for this one, by id."""
        return [followup for followup in self.blocked() if followup_id in followup.blocked_by]

    def linked(self, followups: Sequence[FollowUp], *, is_whole: bool = False) -> list[FollowUp]:
        """Open follow-ups that were added with one of these in one batch, with the same text, for somebody else.

        The log links them: what they were added as counts, whatever they say now. With `is_whole` closed ones too. Told
        to go by batches, SQLite reads a few rows of the log; left to itself, all of it.
        """
        own = [followup.id for followup in followups]
        marks = ", ".join("?" * len(own))
        rows = self._rows(
            f"""
            SELECT DISTINCT other.subject_id FROM changes this
            CROSS JOIN batches b ON b.id = this.batch_id AND b.command = 'add'
            CROSS JOIN changes other INDEXED BY changes_by_batch
              ON other.batch_id = b.id AND other.subject = 'followup' AND other.action = 'create'
            WHERE this.subject = 'followup' AND this.action = 'create' AND this.subject_id IN ({marks})
              AND other.subject_id NOT IN ({marks})
              AND json_extract(other.fields, '$.text[1]') = json_extract(this.fields, '$.text[1]')
              AND json_extract(other.fields, '$.ball[1]') = json_extract(this.fields, '$.ball[1]')
              AND json_extract(other.fields, '$.person_id[1]') <> json_extract(this.fields, '$.person_id[1]')
            ORDER BY other.subject_id
            """,
            [*own, *own],
        )
        return [found for (i,) in rows if (found := self.followup(i)) and (is_whole or found.is_open)]

    def uids(self) -> dict[str, int]:
        """Every follow-up's uid, with its id."""
        return dict(self._rows("SELECT uid, id FROM followups"))

    def with_source(self, source: str) -> FollowUp | None:
        """The follow-up that came from a source, a mail's message-id for example."""
        sql = f"SELECT {FOLLOWUP_COLUMNS} FROM followups f WHERE f.source = ?"
        rows = self._rows(sql, (source,))
        return to_followup(rows[0]) if rows else None

    def from_mail(self) -> list[FollowUp]:
        """Follow-ups, open or closed, whose link leads to a mail, by id."""
        sql = f"SELECT {FOLLOWUP_COLUMNS} FROM followups f WHERE f.link GLOB '<*' ORDER BY f.id"
        return [to_followup(row) for row in self._rows(sql)]

    def with_uid(self, uid: str) -> FollowUp | None:
        """The follow-up with this uid."""
        rows = self._rows(f"SELECT {FOLLOWUP_COLUMNS} FROM followups f WHERE f.uid = ?", (uid,))
        return to_followup(rows[0]) if rows else None

    def brought_by(self, format_name: str) -> list[FollowUp]:
        """What lists of a format brought, by id; see `exchange/list_plan.py` for what their source looks like."""
        sql = f"""
            SELECT {FOLLOWUP_COLUMNS} FROM followups f
            WHERE f.source >= ? || '/' AND f.source < ? || ';' ORDER BY f.id
        """
        return [to_followup(row) for row in self._rows(sql, (format_name, format_name))]

    def is_empty(self) -> bool:
        """Nothing in it and nothing ever done in it."""
        sql = "SELECT EXISTS (SELECT 1 FROM batches) OR EXISTS (SELECT 1 FROM people)"
        return not self._rows(sql)[0][0]

    def was_ever_owed(self) -> bool:
        """Whether anything was owed by the user that is closed or with them now: where not, praise is out of place."""
        mine = "SELECT 1 FROM followups f WHERE f.status <> 'open' AND f.ball = 'mine'"
        sql = f"SELECT EXISTS ({mine}) OR EXISTS (SELECT 1 FROM batches WHERE command = 'toss')"
        return bool(self._rows(sql)[0][0])

    def people(self, ids: Iterable[int] | None = None) -> People:
        """People by id: all, or those asked for."""
        if ids is None:
            rows = self._rows(f"SELECT {PERSON_COLUMNS} FROM people p ORDER BY p.id")
        else:
            sql = f"SELECT {PERSON_COLUMNS} FROM people p WHERE p.id = ?"
            rows = [row for person_id in set(ids) for row in self._rows(sql, (person_id,))]
        return People((row[0], to_person(row)) for row in rows)

    def people_of_open(self) -> People:
        """People with whom something is open, by id."""
        sql = f"""
            SELECT {PERSON_COLUMNS} FROM people p
            WHERE p.id IN (SELECT person_id FROM followups WHERE status = 'open')
        """
        return People((row[0], to_person(row)) for row in self._rows(sql))

    def people_called(self, name: str) -> list[Person]:
        """People one of whose names, aliases or addresses is this one, by `name_key`; or whom `id:3` refers to."""
        number = read_reference(name)
        if number is not None:
            return list(self.people([number]).values())
        sql = f"""
            SELECT {PERSON_COLUMNS} FROM person_names n JOIN people p ON p.id = n.person_id
            WHERE n.key = ? ORDER BY p.id
        """
        return prefer_spelling([to_person(row) for row in self._rows(sql, (name_key(name),))], name)

    def names(self) -> list[tuple[str, int]]:
        """Every name's key with its person's id."""
        return self._rows("SELECT key, person_id FROM person_names ORDER BY person_id, key")

    def last_signs(
        self, calendar: Calendar, without: Collection[int] = (), person_id: int | None = None
    ) -> dict[int, When]:
        """The last sign either way of each person, or of one; of nobody without any, or only by what is in `without`.

        Signs are: the wait began, told, nudged, heard, done. A recurring one that came up by itself is no sign.
        """
        from followq.store.records.sql_tallies import read_last_signs

        return read_last_signs(self._rows, calendar, without, person_id)

    def tosses(self, without: Collection[int] = ()) -> list[Toss]:
        """Every toss that stands; see `sql_turnarounds.read_tosses`. `without` is all that ever moved."""
        from followq.store.records.sql_turnarounds import read_tosses

        return read_tosses(self._connection, without)

    def done_waits(self, without: Collection[int] = (), person_id: int | None = None) -> list[DoneWait]:
        """Every spell that ended by being done; see `sql_turnarounds.read_done`. `without` is all that ever moved."""
        from followq.store.records.sql_turnarounds import read_done

        return read_done(self._connection, without, person_id)

    def amounts(self, tosses: Iterable[Toss], without: Collection[int] = ()) -> tuple[dict[int, int], dict[int, int]]:
        """Minutes spent on each person, and how many things each ever asked of the user: what began on the user's side.

        A side that was set right never was the other, so `tosses` tells. The follow-ups `without` don't count.
        """
        from followq.store.records.sql_tallies import count_amounts

        return count_amounts(self._rows, tosses, without)

    def closed_and_noted(self, since: Instant) -> list[int]:
        """Ids of the follow-ups whose end, or beginning, was noted since a moment, whenever it happened."""
        sql = """
            SELECT DISTINCT c.subject_id FROM batches b CROSS JOIN changes c ON c.batch_id = b.id
            WHERE b.at >= ? AND c.subject = 'followup' AND instr(c.fields, '"status":[') > 0
        """
        return [number for (number,) in self._rows(sql, (since,))]

    def moved_logs(self) -> dict[int, list[Entry]]:
        """The logs of the follow-ups that ever moved from one person to another, by id."""
        sql = f"""
            SELECT DISTINCT subject_id FROM changes c INDEXED BY changes_of_person
            WHERE {PERSON_CHANGED} AND EXISTS (SELECT 1 FROM followups f WHERE f.id = c.subject_id) ORDER BY 1
        """
        moved = [number for (number,) in self._rows(sql)]
        return self.logs(moved) if moved else {}

    def logs(self, followup_ids: Iterable[int]) -> dict[int, list[Entry]]:
        """The whole logs of some follow-ups, by id in the order given."""
        from followq.store.records.sql_log import read_log

        found: dict[int, list[Entry]] = {number: [] for number in followup_ids}
        for entry in read_log(self._rows, followup_ids=found):
            found[entry.change.id].append(entry)
        return found

    def projects(self) -> list[str]:
        """Projects of open follow-ups, by name."""
        sql = "SELECT DISTINCT project FROM followups WHERE status = 'open' AND project IS NOT NULL ORDER BY 1"
        return [project for (project,) in self._rows(sql)]

    def project_called(self, name: str, person_id: int | None = None) -> str | None:
        """A project as its first follow-up writes it, with one person or all; None where nothing is in it."""
        from followq.store.records.search_index import bring_fold

        bring_fold(self._connection)
        sql = """
            SELECT project FROM followups WHERE project IS NOT NULL AND fold(project) = fold(:name)
              AND (:person IS NULL OR person_id = :person) ORDER BY id LIMIT 1
        """
        rows = self._rows(sql, {"name": name, "person": person_id})
        return rows[0][0] if rows else None

    def usual_effort(self) -> int | None:
        """Median minutes of the user's latest closed items that say; None while there are too few."""
        from followq.model.core.effort import estimate_usual_effort

        sql = """
            SELECT spent_minutes FROM followups WHERE status = 'done' AND spent_minutes > 0
            ORDER BY closed_at DESC LIMIT ?
        """
        return estimate_usual_effort([minutes for (minutes,) in self._rows(sql, (EFFORTS_LOOKED_AT,))])

    def turnarounds(
        self,
        ball: Ball,
        person_ids: Iterable[int] = (),
        most: int = 200,
        most_each: int = 20,
    ) -> list[Turnaround]:
        """The latest ended spells with the ball on one side; newest first, none twice.

        `most` of everybody's, and the latest `most_each` of each given person. A spell ends when the
        follow-up is done, or tossed to the other side; not when it is dropped, nor by what was undone. Found by
        index: of a person's tosses those of what is open and of the latest that is closed.
        """
        from followq.store.records import sql_turnarounds

        found = sql_turnarounds.read_latest(self._connection, ball, most)
        found |= sql_turnarounds.read_latest_with(self._connection, ball, person_ids, most_each)
        return sorted(found.values(), key=lambda spell: (spell.ended, spell.began, spell.person_id), reverse=True)

    def sides(self, calendar: Calendar) -> Sides:
        """How much is open on either side, late, and hidden."""
        from followq.store.records.sql_counts import count_sides

        return count_sides(self._rows, calendar)

    def hidden(self, ball: Ball, calendar: Calendar) -> int:
        """How much is open on one side and hidden."""
        from followq.store.records.sql_counts import count_hidden

        return count_hidden(self._rows, ball, calendar)

    def owed(self, calendar: Calendar, usual_minutes: int | None = None) -> Owed:
        """Questions about all that is owed, answered in sums; see `store/records/sql_ranking.py`."""
        from followq.store.records.sql_ranking import Owed

        return Owed(self._rows, calendar, usual_minutes)

    def waits(self, without: Iterable[int] = ()) -> list[FollowUp]:
        """Everything that the user waits for, with what says when to ask again and without its words; nothing from the
        people `without`.
        """
        from followq.store.records.sql_waiting import read_waits

        return read_waits(self._rows, without)

    def longest_waits(self, calendar: Calendar) -> list[FollowUp]:
        """What each person has been silent about the longest; see `sql_waiting.read_longest_waits`."""
        from followq.store.records.sql_waiting import read_longest_waits

        return read_longest_waits(self._rows, calendar)

    def often_nudged(self, least: int) -> list[FollowUp]:
        """What they were asked for again so often, or oftener, without its words."""
        from followq.store.records.sql_waiting import read_often_nudged

        return read_often_nudged(self._rows, least)

    def silences(self, calendar: Calendar, person_ids: Iterable[int], since: When) -> list[Silence]:
        """What some people are silent about, and everybody since a moment."""
        from followq.store.records.sql_waiting import read_silences

        return read_silences(self._rows, calendar, person_ids, since)

    def gone_people(self) -> frozenset[int]:
        """Ids of people who left for good."""
        return frozenset(number for (number,) in self._rows("SELECT id FROM people WHERE left_on IS NOT NULL"))

    def absences(self, calendar: Calendar) -> dict[int, Absence]:
        """Who is away or was, by person."""
        from followq.store.records.sql_waiting import read_absences

        return read_absences(self._rows, calendar)

    def waited_for(self) -> list[FollowUp]:
        """Everything that the user waits for, by id."""
        sql = f"SELECT {FOLLOWUP_COLUMNS} FROM followups f WHERE f.status = 'open' AND f.ball = 'theirs'"
        return [to_followup(row) for row in self._rows(sql)]

    def owed_to_waited_for(self, calendar: Calendar) -> int:
        """How much is owed to people who owe something too, as far as neither is hidden."""
        from followq.store.records.sql_waiting import count_owed_to_waited_for

        return count_owed_to_waited_for(self._rows, calendar)

    def has_sign(self, person_id: int, since: date, calendar: Calendar) -> bool:
        """Whether something open shows a sign either way from a day on; what came up by itself may be one, and isn't
        looked at.
        """
        sql = """
            SELECT EXISTS (
              SELECT 1 FROM followups f INDEXED BY followups_open_by_person
              WHERE f.status = 'open' AND f.person_id = :person AND (
                f.told_at >= :midnight OR f.nudged_at >= :midnight
                OR f.every IS NULL AND f.since BETWEEN iif(length(f.since) = 10, :day, :midnight)
                  AND iif(length(f.since) = 10, :today, :now)
              )
            )
        """
        day = since.isoformat()
        values = {"person": person_id, "day": day, "midnight": calendar.start_of(day), "now": calendar.instant}
        return bool(self._rows(sql, values | {"today": calendar.today.isoformat()})[0][0])

    def people_kept_informed(self) -> People:
        """People with an interval of their own, by id."""
        sql = f"SELECT {PERSON_COLUMNS} FROM people p WHERE p.keep_informed_days IS NOT NULL ORDER BY p.id"
        return People((row[0], to_person(row)) for row in self._rows(sql))

    def next_id(self, table: str) -> int:
        """The id that a new row of a table will get; ids are never given out twice."""
        rows = self._rows("SELECT seq FROM sqlite_sequence WHERE name = ?", (table,))
        return rows[0][0] + 1 if rows else 1

    def last_batch(self, up_to: int | None = None) -> tuple[int, str, int | None] | None:
        """Number, command and undone batch of the last batch, or of the last one up to a number."""
        limit = 2**62 if up_to is None else up_to
        sql = "SELECT id, command, undoes FROM batches WHERE id <= ? ORDER BY id DESC LIMIT 1"
        rows = self._rows(sql, (limit,))
        return rows[0] if rows else None

    def has_forgotten(self) -> bool:
        """Somebody was erased once; what was done before that can't be undone."""
        return bool(self._rows("SELECT EXISTS (SELECT 1 FROM batches WHERE command = 'person forget')")[0][0])

    def forgotten(self) -> list[Mark]:
        """Where somebody was erased, in the order of the log."""
        return [Mark(*row) for row in self._rows("SELECT id, at, zone FROM batches WHERE command = 'person forget'")]

    def began_at(self) -> Instant | None:
        """When the first batch was written, by its clock."""
        rows = self._rows("SELECT at FROM batches ORDER BY id LIMIT 1")
        return rows[0][0] if rows else None

    def last_at(self) -> Instant | None:
        """When the last batch was written, by its clock."""
        rows = self._rows("SELECT at FROM batches ORDER BY id DESC LIMIT 1")
        return rows[0][0] if rows else None

    def log(
        self,
        batch: int | None = None,
        followup_id: int | None = None,
        person_id: int | None = None,
        since: Instant | None = None,
        until: Instant | None = None,
        last: int | None = None,
        was_with: int | None = None,
    ) -> list[Entry]:
        """Log entries in order; of one batch or of one follow-up, between two moments, only the last ones.

        `was_with` is a person with whom follow-ups were that are with somebody else now.
        """
        from followq.store.records.sql_log import read_log

        return read_log(self._rows, batch, followup_id, person_id, since, until, last, was_with)

    def last_remark(self, command: str, remark: str, person_id: int | None = None) -> Instant | None:
        """When something was last remarked of a person, or of anybody, by a command that was not undone."""
        from followq.store.records.log_events import find_last_remark

        return find_last_remark(self._connection, command, remark, person_id)

    def each_followup(self) -> Iterator[FollowUp]:
        """Every follow-up by id, read as it is asked for."""
        from followq.store.records.whole_queue import each_followup

        return each_followup(self._connection)

    def each_entry(self) -> Iterator[tuple[Any, ...]]:
        """Every log entry, read as it is asked for; see `whole_queue.each_entry`."""
        from followq.store.records.whole_queue import each_entry

        return each_entry(self._connection)

    def events(self, part: LogSelection) -> tuple[Iterator[Event], frozenset[int]]:
        """A long log in short; see `log_events.read_events`."""
        from followq.store.records.log_events import read_events

        return read_events(self._connection, part)


class _AtOnce:
    """A block within one transaction that only reads; within one that writes it adds none."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._is_ours = not connection.in_transaction

    def __enter__(self) -> None:
        if self._is_ours:
            self._connection.execute("BEGIN")

    def __exit__(self, *err: object) -> None:
        if self._is_ours:
            self._connection.execute("ROLLBACK")
