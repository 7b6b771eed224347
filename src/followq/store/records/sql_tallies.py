"""What is between the user and each person, in figures."""

from __future__ import annotations

from collections.abc import Collection

from followq.model.core.calendar import Calendar
from followq.model.nudging.keep_informed import is_planned
from followq.record import NamedTuple
from followq.store.records.rows import FOLLOWUP_COLUMNS, list_ids, to_followup

TYPE_CHECKING = False
if TYPE_CHECKING:
    from followq.store.records.rows import Ask


class PersonCounts(NamedTuple):
    """How much is open with a person, and when either side last gave a sign."""

    owed: int = 0
    waiting: int = 0
    spent_minutes: int = 0
    last_heard_at: str | None = None


def tallies(ask: Ask, calendar: Calendar, without: Collection[int]) -> dict[int, PersonCounts]:
    """See `Reader.tallies`."""
    moments = {"now": calendar.instant, "today": calendar.today.isoformat(), "without": list_ids(without)}
    others = " FILTER (WHERE id NOT IN (SELECT value FROM json_each(:without)))" if without else ""
    sql = f"""
        SELECT person_id, sum(status = 'open' AND ball = 'mine'), sum(status = 'open' AND ball = 'theirs'),
          sum(spent_minutes){others},
          max(max(iif(length(since) > 10 AND since <= :now, since, ''), ifnull(told_at, ''), ifnull(nudged_at, ''),
            ifnull(heard_at, ''), iif(status = 'done', closed_at, ''))){others},
           max(iif(length(since) = 10 AND since <= :today AND every IS NULL, since, '')){others}
        FROM followups GROUP BY person_id
    """
    found = {
        row[0]: PersonCounts(
            owed=row[1],
            waiting=row[2],
            spent_minutes=row[3] or 0,
            last_heard_at=calendar.later(row[4] or "", row[5] or "") or None,
        )
        for row in ask(sql, moments)
    }
    sql = f"""
        SELECT {FOLLOWUP_COLUMNS} FROM followups f
        WHERE every IS NOT NULL AND length(since) = 10 AND since <= :today
    """
    for followup in (to_followup(row) for row in ask(sql, moments)):
        if followup.id in without:
            continue
        tally = found[followup.person_id]
        sign = "" if is_planned(followup, calendar) else followup.since
        last = calendar.later(tally.last_heard_at or "", sign) or None
        found[followup.person_id] = tally._replace(last_heard_at=last)
    return found
