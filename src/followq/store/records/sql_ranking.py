"""What is owed, in sums and by index: all that `model/priority/top_items.py` asks for.

The sums are O(open) in SQLite alone; what comes out of it is as long as there are kinds of things, not things.
Follow-ups come without their words (`FACTS`): what bears on the rank stands in the index.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from followq.model.core.calendar import Calendar, When
from followq.model.core.effort import CHANNEL_MINUTES, SHORTEST_MINUTES, USUAL_MINUTES
from followq.model.core.followup import FollowUp
from followq.model.core.person import Person
from followq.model.priority.promises import Load
from followq.model.priority.top_items import Due, ItemKind, PersonLoad
from followq.store.file.schema import COUNTED_ON
from followq.store.records.rows import (
    DUE,
    FOLLOWUP_COLUMNS,
    PERSON_COLUMNS,
    SHOWN,
    list_ids,
    list_moments,
    to_followup,
    to_person,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from followq.store.records.rows import Ask

_WORDLESS = {"uid": "''", "text": "''", "nudges": "0", "tags": "'[]'", "created_at": "''"}
_WORDLESS |= dict.fromkeys(
    ("nudged_at", "heard_at", "project", "note", "every", "anchor", "source", "link", "closed_at"), "NULL"
)
FACTS = ", ".join(_WORDLESS.get(name, f"f.{name}") for name in FollowUp._fields)

_OWED = "f.status = 'open' AND f.ball = 'mine'"
_PROMISED = f"{_OWED} AND (f.promised IS NOT NULL OR f.first_promised IS NOT NULL)"
_PERSON_CHANNEL = "(SELECT p.channel FROM people p WHERE p.id = f.person_id)"
_PERSON_WEIGHT = "(SELECT p.weight FROM people p WHERE p.id = f.person_id)"
_SAYS_NOTHING = "f.effort_minutes IS NULL AND f.channel IS NULL"

_BY_CHANNEL = " ".join(f"WHEN '{channel}' THEN {minutes}" for channel, minutes in CHANNEL_MINUTES.items())


def make_time_left_sql(*, by_channel: bool) -> str:
    """`effort.estimate_time_left` in SQL, with `:usual` as the user's usual minutes; a test holds the two equal.

    Without `by_channel` nobody has a channel, or what is usual is known.
    """
    channel = f"ifnull(f.channel, {_PERSON_CHANNEL})" if by_channel else "f.channel"
    thought = f"""
        ifnull(f.effort_minutes, ifnull(:usual, CASE {channel} {_BY_CHANNEL} ELSE {USUAL_MINUTES} END))
    """
    both = f"({thought} + f.spent_minutes)"
    # Half of what was thought and spent is rounded as Python does, a half to the even number.
    return f"""
        max({SHORTEST_MINUTES}, CASE WHEN f.spent_minutes = 0 THEN {thought}
          WHEN f.effort_minutes > f.spent_minutes THEN f.effort_minutes - f.spent_minutes
          ELSE max({thought} - f.spent_minutes, ({both} + ({both} / 2) % 2) / 2)
        END)
    """


class Owed:
    """The questions of `top_items.OwedQueue`, put at one moment."""

    def __init__(self, ask: Ask, calendar: Calendar, usual_minutes: int | None) -> None:
        self._ask = ask
        self._calendar = calendar
        self._values = {**list_moments(calendar), "usual": usual_minutes}

    def _rows(self, sql: str, **values: Any) -> list[Any]:
        return self._ask(sql, self._values | values)

    def kinds_of_people(self) -> list[Person]:
        """Somebody of each kind: alike in channel, weight and targets."""
        sql = "SELECT DISTINCT channel, weight, reply_target_days, keep_informed_days FROM people"
        return [
            Person(0, "", "", channel=channel, weight=weight, reply_target_days=reply, keep_informed_days=informed)
            for channel, weight, reply, informed in self._rows(sql)
        ]

    def kinds(self, *, by_channel: bool) -> list[ItemKind]:
        """All that is owed, by kind; with `by_channel` what says nothing of its own by its person's channel too."""
        alike = "f.effort_minutes, f.channel, f.spent_minutes, f.slips, f.snoozes"
        extremes = "count(*), min(f.since)"
        source = f"FROM followups f INDEXED BY followups_owed WHERE {_OWED}"
        if by_channel:
            sql = f"""
                SELECT {alike}, NULL, {extremes} {source} AND NOT ({_SAYS_NOTHING}) GROUP BY {alike}
                UNION ALL
                SELECT {alike}, {_PERSON_CHANNEL}, {extremes} {source} AND {_SAYS_NOTHING} GROUP BY {alike}, 6
            """
        else:
            sql = f"SELECT {alike}, NULL, {extremes} {source} GROUP BY {alike}"
        return [ItemKind(*row) for row in self._rows(sql)]

    def dues(self, *, by_channel: bool) -> list[Due]:
        """All that is owed with a promise, by promise; for `by_channel` see `make_time_left_sql`."""
        alike = "f.promised, f.first_promised, f.agreed, f.slips"
        sql = f"""
            SELECT {alike}, count(*), sum({make_time_left_sql(by_channel=by_channel)})
            FROM followups f INDEXED BY followups_owed_by_promise WHERE {_PROMISED} GROUP BY {alike}
        """
        return [Due._make(row) for row in self._rows(sql)]

    def hidden_loads(self) -> list[Load]:
        """What is promised for each moment but hidden."""
        sql = f"""
            SELECT f.promised, count(*), sum({make_time_left_sql(by_channel=True)})
            FROM followups f INDEXED BY followups_snoozed
            WHERE {_OWED} AND f.snoozed_until IS NOT NULL AND NOT {SHOWN}
              AND f.promised IS NOT NULL GROUP BY f.promised
        """
        return [Load._make(row) for row in self._rows(sql)]

    def oldest(self, kind: ItemKind, later_than: date, waiting_from: date, skip: int, most: int) -> list[FollowUp]:
        """Those of a kind that are not hidden, nor blocked, nor promised for a day up to `later_than`, nor without a
        promise and waiting since before `waiting_from`; the oldest first: `most` of them after the first `skip`.
        """
        of_person = f"AND {_PERSON_CHANNEL} = :person_channel " if kind.person_channel else ""
        of_person += f"AND {_PERSON_WEIGHT} = :weight" if kind.weight else ""
        sql = f"""
            SELECT {FACTS} FROM followups f INDEXED BY followups_owed
            WHERE {_OWED} AND f.effort_minutes IS :effort_minutes AND f.channel IS :channel
              AND f.spent_minutes = :spent_minutes AND f.slips = :slips AND f.snoozes = :snoozes
              AND {SHOWN} AND f.blocked_by = '[]' AND iif(coalesce(f.promised, f.first_promised) IS NULL,
                f.since >= iif(length(f.since) = 10, :waiting_day, :waiting_midnight),
                {COUNTED_ON} >= iif(length({COUNTED_ON}) = 10, :later_day, :later_midnight)) {of_person}
            ORDER BY f.since LIMIT :most OFFSET :skip
        """
        values = {
            **kind._asdict(),
            **self._midnight("later_day", "later_midnight", later_than),
            **self._midnight("waiting_day", "waiting_midnight", waiting_from - timedelta(days=1)),
            "most": most,
            "skip": skip,
        }
        return [to_followup(row) for row in self._rows(sql, **values)]

    def shown(self) -> list[FollowUp]:
        """All that is owed and not hidden."""
        sql = f"SELECT {FACTS} FROM followups f INDEXED BY followups_owed WHERE {_OWED} AND {SHOWN}"
        return [to_followup(row) for row in self._rows(sql)]

    def unpromised(self, skip: int, most: int) -> list[FollowUp]:
        """What is owed without a promise, not hidden, and never waited for anything; the oldest first: `most` of it
        after the first `skip`.
        """
        sql = f"""
            SELECT {FACTS} FROM followups f INDEXED BY followups_owed_by_since
            WHERE {_OWED} AND f.promised IS NULL AND f.first_promised IS NULL AND f.blocked_by = '[]' AND {SHOWN}
            ORDER BY f.since LIMIT :most OFFSET :skip
        """
        return [to_followup(row) for row in self._rows(sql, most=most, skip=skip)]

    def counted_on(self, first: date | None, last: date) -> list[FollowUp]:
        """What is promised up to a day, from another day on, by the day they count on, and not hidden; whole
        follow-ups, by id.
        """
        moment = f"{COUNTED_ON} {{}} iif(length({COUNTED_ON}) = 10, :{{}}_day, :{{}}_midnight)"
        values = self._midnight("end_day", "end_midnight", last)
        after = ""
        if first is not None:
            after = f"AND {moment.format('>=', 'first', 'first')}"
            values |= self._midnight("first_day", "first_midnight", first - timedelta(days=1))
        sql = f"""
            SELECT {FOLLOWUP_COLUMNS} FROM followups f INDEXED BY followups_counted_on
            WHERE {_PROMISED} AND {COUNTED_ON} < max(:end_day, :end_midnight)
              AND {moment.format("<", "end", "end")} {after} AND {SHOWN}
            ORDER BY f.id
        """
        return [to_followup(row) for row in self._rows(sql, **values)]

    def _midnight(self, day: str, instant: str, after: date) -> dict[str, str]:
        # The end of a day, as moments of either form compare.
        following = (after + timedelta(days=1)).isoformat()
        return {day: following, instant: self._calendar.start_of(following)}

    def blocked(self) -> list[FollowUp]:
        """Everything open that waits for something else, by id."""
        where = "WHERE f.status = 'open' AND f.blocked_by <> '[]'"
        sql = f"SELECT {FACTS} FROM followups f INDEXED BY followups_blocked {where} ORDER BY f.id"
        return [to_followup(row) for row in self._rows(sql)]

    def open_among(self, ids: Iterable[int]) -> list[FollowUp]:
        """Those of some follow-ups that are open."""
        sql = f"SELECT {FACTS} FROM json_each(:ids) j CROSS JOIN followups f ON f.id = j.value WHERE f.status = 'open'"
        return [to_followup(row) for row in self._rows(sql, ids=list_ids(ids))]

    def dealings(self, person_ids: Iterable[int]) -> list[PersonLoad]:
        """Some people, and how much is open with each."""
        counts = ", ".join(
            "(SELECT count(*) FROM followups f INDEXED BY followups_open_by_person"
            f" WHERE f.status = 'open' AND f.person_id = p.id AND f.ball = '{ball}')"
            for ball in ("mine", "theirs")
        )
        sql = f"SELECT {counts}, {PERSON_COLUMNS} FROM json_each(:ids) j CROSS JOIN people p ON p.id = j.value"
        return [PersonLoad(to_person(row[2:]), row[0], row[1]) for row in self._rows(sql, ids=list_ids(person_ids))]

    def fewest_owed(self) -> int:
        """The fewest things owed to anybody who owes something too; 0 where there is nobody."""
        sql = f"""
            SELECT min(things) FROM (
              SELECT f.person_id, count(*) AS things FROM followups f INDEXED BY followups_open_by_person
              WHERE {_OWED} GROUP BY f.person_id
            ) o WHERE EXISTS (
              SELECT 1 FROM followups f INDEXED BY followups_open_by_person
              WHERE f.status = 'open' AND f.ball = 'theirs' AND f.person_id = o.person_id
            )
        """
        return self._rows(sql)[0][0] or 0

    def promised(self, moments: Sequence[When], most: int) -> list[FollowUp]:
        """What is promised for each of these moments, not due nor hidden: the first `most` by id, or all with -1."""
        sql = f"""
            SELECT {FACTS} FROM followups f INDEXED BY followups_owed_by_promise
            WHERE {_OWED} AND f.promised = :promised AND NOT ({DUE}) AND {SHOWN} ORDER BY f.id LIMIT :most
        """
        return [to_followup(row) for when in moments for row in self._rows(sql, promised=when, most=most)]

    def told_early(self) -> list[FollowUp]:
        """What is owed to people who were told before they began to wait, by its present beginning."""
        sql = f"""
            SELECT {FACTS} FROM followups f INDEXED BY followups_told_early
            WHERE {_OWED} AND f.told_at < f.since AND {SHOWN}
        """
        return [to_followup(row) for row in self._rows(sql)]
