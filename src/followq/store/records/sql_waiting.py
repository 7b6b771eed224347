"""What the user waits for, as far as it says who is worth a nudge."""

from __future__ import annotations

from collections.abc import Iterable

from followq.model.core.calendar import Calendar, When
from followq.model.core.followup import FollowUp
from followq.model.nudging.absence import Absence
from followq.model.nudging.response_times import Silence
from followq.store.records.rows import SHOWN, list_ids, list_moments

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from followq.store.records.rows import Ask

_WAITED = "f.status = 'open' AND f.ball = 'theirs'"
_SOURCE = "followups f INDEXED BY followups_waited"
_KNOWN = {
    "id", "person_id", "since", "promised", "nudges", "told_at", "nudged_at", "heard_at", "snoozed_until", "created_at",
}  # fmt: skip
_LEFT_OUT = {"ball": "'theirs'", "status": "'open'", "uid": "''", "text": "''", "tags": "''", "blocked_by": "''"}
_LEFT_OUT |= dict.fromkeys(("slips", "snoozes", "spent_minutes"), "0")
_SILENCE = ", ".join(f"f.{name}" for name in Silence._fields)
_FACTS = ", ".join(f"f.{name}" if name in _KNOWN else _LEFT_OUT.get(name, "NULL") for name in FollowUp._fields)


_NO_ASK_NOTED = """
    f.nudges = 0 AND f.told_at IS NULL AND f.heard_at IS NULL AND length(f.since) > 10 AND f.since >= f.created_at
"""
_IS_OVER = "AND (f.promised IS NULL OR f.promised <= :now)"
_ASKED_AT = "max(f.since, ifnull(f.told_at, ''), ifnull(f.nudged_at, ''), ifnull(f.heard_at, ''))"


def read_waits(ask: Ask, without: Iterable[int] = ()) -> list[FollowUp]:
    """Everything that the user waits for, but from the people `without`; no words, as all that says when to ask again
    stands in the index.
    """
    left_out = list_ids(without)
    others = "" if left_out == "[]" else "AND f.person_id NOT IN (SELECT value FROM json_each(:without))"
    return _read(ask, others, without=left_out)


def read_longest_waits(ask: Ask, calendar: Calendar) -> list[FollowUp]:
    """Of what is waited for from each person, not hidden, and not expected later, what they have been silent about the
    longest: of all, and of that which no ask is noted for.
    """
    which = ("", f"AND {_NO_ASK_NOTED}")
    by_person = f"{_IS_OVER} AND {SHOWN} GROUP BY f.person_id HAVING min({_ASKED_AT}) IS NOT NULL"
    return [one for some in which for one in _read(ask, f"{some} {by_person}", **list_moments(calendar))]


def read_often_nudged(ask: Ask, least: int) -> list[FollowUp]:
    """What they were asked for again so often, or oftener."""
    return _read(ask, "AND f.nudges >= :least", least=least)


def read_silences(ask: Ask, calendar: Calendar, person_ids: Iterable[int], since: When) -> list[Silence]:
    """What some people are silent about, and everybody since a moment; what is expected later is no silence."""
    which = "AND (f.since >= :since OR f.person_id IN (SELECT value FROM json_each(:ids)))"
    sql = f"SELECT {_SILENCE} FROM {_SOURCE} WHERE {_WAITED} {_IS_OVER} {which}"
    values = {"ids": list_ids(person_ids), "since": since, "now": calendar.instant}
    return list(map(Silence._make, ask(sql, values)))


def _read(ask: Ask, which: str, **values: Any) -> list[FollowUp]:
    # Tens of thousands may be waited for: the rows have the records' form already, lists being empty.
    return list(map(FollowUp._make, ask(f"SELECT {_FACTS} FROM {_SOURCE} WHERE {_WAITED} {which}", values)))


def count_owed_to_waited_for(ask: Ask, calendar: Calendar) -> int:
    """How much is owed to people who owe something too, as far as neither is hidden."""
    sql = f"""
        SELECT count(*) FROM followups f INDEXED BY followups_owed
        WHERE f.status = 'open' AND f.ball = 'mine' AND {SHOWN} AND f.person_id IN (
          SELECT f.person_id FROM {_SOURCE} WHERE {_WAITED} AND {SHOWN}
        )
    """
    found: int = ask(sql, list_moments(calendar))[0][0]
    return found


def read_absences(ask: Ask, calendar: Calendar) -> dict[int, Absence]:
    """Who is away or was, by person: from the day on which that was noted, however often it was put off since."""
    sql = """
        SELECT p.id, p.away_until, b.at,
          json_extract(c.fields, '$.away_until[0]'), json_extract(c.fields, '$.away_until[1]')
        FROM people p LEFT JOIN changes c ON c.subject = 'person' AND c.subject_id = p.id
          AND json_type(c.fields, '$.away_until') = 'array'
        LEFT JOIN batches b ON b.id = c.batch_id
        WHERE p.away_until IS NOT NULL ORDER BY p.id, c.seq
    """
    found: dict[int, Absence] = {}
    for person_id, until, at, before, after in ask(sql, {}):
        noted = calendar.day_of(at).isoformat() if at else None
        is_longer = person_id in found and before is not None and after is not None and noted and noted <= before
        since = found[person_id].since if is_longer else noted or until
        found[person_id] = Absence(min(since, until), until)
    return found
