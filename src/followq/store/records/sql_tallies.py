"""What is between the user and each person, in figures."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from followq.model.core.calendar import Calendar
from followq.model.nudging.keep_informed import is_planned
from followq.store.records.rows import FOLLOWUP_COLUMNS, list_ids, to_followup

TYPE_CHECKING = False
if TYPE_CHECKING:
    from followq.model.core.calendar import When
    from followq.store.records.rows import Ask
    from followq.store.records.sql_turnarounds import Toss


def read_last_signs(ask: Ask, calendar: Calendar, without: Collection[int], person_id: int | None) -> dict[int, When]:
    """See `Reader.last_signs`."""
    values = {
        "now": calendar.instant,
        "today": calendar.today.isoformat(),
        "without": list_ids(without),
        "person": person_id,
    }
    # The plus keeps SQLite from the index by person, by which each row of all would be looked up alone.
    whose = "" if person_id is None else "f.person_id = :person AND "
    rest = "f.id NOT IN (SELECT value FROM json_each(:without))"
    sql = f"""
        SELECT f.person_id,
          max(max(iif(length(since) > 10 AND since <= :now, since, ''), ifnull(told_at, ''), ifnull(nudged_at, ''),
            ifnull(heard_at, ''), iif(status = 'done', closed_at, ''))),
          max(iif(length(since) = 10 AND since <= :today AND every IS NULL, since, ''))
        FROM followups f WHERE {whose}{rest} GROUP BY +f.person_id
    """
    found = {number: calendar.later(at, day) for number, at, day in ask(sql, values)}
    sql = f"""
        SELECT {FOLLOWUP_COLUMNS} FROM followups f
        WHERE {whose}{rest} AND every IS NOT NULL AND length(since) = 10 AND since <= :today
    """
    for followup in (to_followup(row) for row in ask(sql, values)):
        if not is_planned(followup, calendar):
            found[followup.person_id] = calendar.later(found[followup.person_id], followup.since)
    return {number: sign for number, sign in found.items() if sign}


def count_amounts(ask: Ask, tosses: Iterable[Toss], without: Collection[int]) -> tuple[dict[int, int], dict[int, int]]:
    """See `Reader.amounts`."""
    sql = """
        SELECT person_id, sum(spent_minutes), sum(ball = 'mine') FROM followups
        WHERE id NOT IN (SELECT value FROM json_each(?)) GROUP BY person_id
    """
    rows = ask(sql, (list_ids(without),))
    minutes = {number: spent for number, spent, _ in rows}
    requests = {number: mine for number, _, mine in rows}
    last = None
    for followup_id, number, now, then, *_ in tosses:
        if followup_id != last:
            # Their side before the first toss, however often that one was set right.
            requests[number] += (then == "mine") - (now == "mine")
            last = followup_id
    return minutes, requests
