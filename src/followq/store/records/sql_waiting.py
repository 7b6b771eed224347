"""What the user waits for, as far as it says who is worth a nudge."""

from __future__ import annotations

from followq.model.core.calendar import Calendar
from followq.model.core.followup import FollowUp
from followq.model.nudging.absence import Absence
from followq.store.records.rows import SHOWN, list_moments

TYPE_CHECKING = False
if TYPE_CHECKING:
    from followq.store.records.rows import Ask

_WAITED = "f.status = 'open' AND f.ball = 'theirs'"
_SOURCE = "followups f INDEXED BY followups_waited"
_KNOWN = {
    "id", "person_id", "since", "promised", "nudges", "told_at", "nudged_at", "heard_at", "snoozed_until", "created_at",
}  # fmt: skip
_LEFT_OUT = {"ball": "'theirs'", "status": "'open'", "uid": "''", "text": "''", "tags": "''", "blocked_by": "''"}
_LEFT_OUT |= dict.fromkeys(("slips", "snoozes", "spent_minutes"), "0")
_FACTS = ", ".join(f"f.{name}" if name in _KNOWN else _LEFT_OUT.get(name, "NULL") for name in FollowUp._fields)


def read_waits(ask: Ask) -> list[FollowUp]:
    """Everything that the user waits for, without its words: all that says when to ask again stands in the index."""
    # Tens of thousands may be waited for: the rows have the records' form already, lists being empty.
    return list(map(FollowUp._make, ask(f"SELECT {_FACTS} FROM {_SOURCE} WHERE {_WAITED}", {})))


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
